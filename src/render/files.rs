//! Files that are copied as they are: `static/`, and the files below `content/` that something published refers to.

use std::sync::Arc;

use crate::link::{Site, Target, beside};
use crate::model::LinkTarget;
use crate::output::{Content, Maker};
use crate::source::{Area, Origin, SourceFile, Sources};

/// Every file with its path, in the order in which they are added. A static file of the site stands in for one of the theme.
pub fn all(site: &Site, sources: &Sources) -> Vec<(String, Content, Maker)> {
    let mut files = Vec::new();
    for (source, file) in sources.iter().filter(|(_, file)| file.area == Area::Static && !file.broken) {
        match file.path.strip_prefix("theme:static/") {
            None => {
                let path = file.path.trim_start_matches("static/").to_owned();
                files.push((path, content(file), Maker::Source(source)));
            }
            Some(inner) if sources.find(&format!("static/{inner}")).is_none() => {
                files.push((inner.to_owned(), content(file), Maker::Source(source)));
            }
            Some(_) => {}
        }
    }
    for (id, head) in site.heads() {
        for link in &head.body.links {
            let (LinkTarget::Address(address) | LinkTarget::Picture(address)) = &link.target else {
                continue;
            };
            if let Target::File(path, _) = site.target(head, address)
                && let Some((source, file)) = beside(sources, &path)
            {
                let path = site.file_path(id, head, &path);
                files.push((path, content(file), Maker::Source(source)));
            }
        }
    }
    files
}

/// What is written where a file of the site is copied.
pub fn content(file: &SourceFile) -> Content {
    match &file.origin {
        Origin::Disk(path) => Content::Copy(path.clone()),
        Origin::Embedded(bytes) => Content::Bytes(Arc::from(&**bytes)),
    }
}
