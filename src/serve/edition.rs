//! One edition as the preview holds it: every file by path, and what changed since the one before. In go outputs, out come the
//! files to serve. What a faulty build could not make stays as it was last made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use crate::output::{Content, Maker, Output, Staged};
use crate::source::SourceId;

/// Every file by its path in the output.
pub type Files = BTreeMap<String, File>;

/// One file of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Bytes that were made.
    Bytes(Arc<[u8]>),
    /// A file of the site, with its length and the time of its last change, which tell whether it is another one now.
    Copy(PathBuf, u64, Option<SystemTime>),
}

impl File {
    /// True for the same content; most files share their very bytes with the edition before.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(a), Self::Bytes(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => self == other,
        }
    }
}

/// What is different between two editions.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Routes of pages, `/actors/`.
    pub pages: Vec<String>,
    /// Paths of style sheets, `/assets/site.css`.
    pub styles: Vec<String>,
    /// Some other file, such as a script or a picture.
    pub others: bool,
}

/// The files of an output. `before` is the edition before, where this one has errors: the pages of `unsound` sources, and those that
/// could not be made, stay as they were in it.
pub fn files(output: &Output, unsound: &BTreeSet<SourceId>, before: Option<&Files>) -> Files {
    let is_kept = |path: &str, maker: Maker| {
        matches!(maker, Maker::Source(source) if unsound.contains(&source))
            && before.is_some_and(|before| before.contains_key(path))
    };
    let mut files: Files = output
        .iter()
        .filter(|(path, file)| !is_kept(path, file.maker))
        .map(|(path, file)| {
            let file = match &file.content {
                Content::Bytes(bytes) => File::Bytes(bytes.clone()),
                Content::Copy(disk) | Content::Staged(Staged { file: disk, .. }) => {
                    let meta = std::fs::metadata(disk).ok();
                    let length = meta.as_ref().map_or(0, std::fs::Metadata::len);
                    File::Copy(disk.clone(), length, meta.and_then(|meta| meta.modified().ok()))
                }
            };
            (path.to_owned(), file)
        })
        .collect();
    if let Some(before) = before {
        // A page whose template failed is empty.
        files.retain(|path, file| {
            !(path.ends_with(".html") && matches!(file, File::Bytes(bytes) if bytes.is_empty()))
        });
        for (path, file) in before {
            files.entry(path.clone()).or_insert_with(|| file.clone());
        }
    }
    files
}

/// The paths of files that are in one edition only or are not the same in both. Both are in order, and walked through side by side.
fn different<'a>(before: &'a Files, after: &'a Files) -> Vec<&'a str> {
    let mut different: Vec<&str> = Vec::new();
    let mut known = before.iter().peekable();
    for (path, file) in after {
        while let Some((gone, _)) = known.next_if(|(other, _)| *other < path) {
            different.push(gone);
        }
        match known.next_if(|(other, _)| *other == path) {
            Some((_, known)) if known.is(file) => {}
            _ => different.push(path),
        }
    }
    different.extend(known.map(|(gone, _)| gone.as_str()));
    different
}

/// What is new, gone or different in `after`.
pub fn changes(before: &Files, after: &Files) -> Changes {
    let mut changes = Changes::default();
    for path in different(before, after) {
        if path.ends_with(".html") {
            changes.pages.push(format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
        } else if path.ends_with(".css") {
            changes.styles.push(format!("/{path}"));
        } else {
            // Feeds, sitemaps and names of lists are no part of a page that is looked at.
            changes.others |= ![".xml", ".txt", ".json"].iter().any(|end| path.ends_with(end));
        }
    }
    changes.pages.sort();
    changes
}
