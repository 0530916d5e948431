//! Copied files that are no pages and hold live links all the same: pictures in SVG, and XML. A page in another encoding was not read and
//! may link anywhere, so it is an error of its own where a site lists indicators. In go the copied files, out come the same errors as
//! for pages.

use std::collections::BTreeMap;

use super::facts::addresses_in;
use super::indicators::report;
use super::origin::Origins;
use super::scan::ends_in;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Site, cover};
use crate::output::{Content, Maker, Output};
use crate::source::{SourceId, Sources, Span};

/// Endings of texts with markup that are no pages.
const PICTURES: [&str; 2] = ["svg", "xml"];
/// Endings of files that a browser shows with live links.
const MARKED_UP: [&str; 6] = ["html", "htm", "xhtml", "xht", "svg", "xml"];

/// Adds one error for each address, and one for each file that was not read.
pub fn check(
    output: &Output,
    site: &Site,
    origins: &Origins<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let files: Vec<(&str, SourceId, &str)> =
        copied(output, sources).filter(|(path, _, _)| ends_in(path, &MARKED_UP)).collect();
    if files.is_empty() || site.reports.iter().all(|linked| linked.report.indicators.is_empty()) {
        return;
    }
    for (path, source, _) in files.iter().filter(|(_, _, text)| text.is_empty()) {
        let message =
            format!("/{path} is empty or not UTF-8 text, so nobody knows whether it links to an indicator");
        diagnostics.push(
            Diagnostic::error("live-indicator", Span::file(*source), message)
                .hint("save it as UTF-8, or take it out"),
        );
    }
    let pictures = files.iter().filter(|(path, _, _)| ends_in(path, &PICTURES));
    let links = pictures.map(|(path, source, text)| (*path, Maker::Source(*source), addresses_in(text)));
    let links: Vec<_> = links.filter(|(_, _, links)| !links.is_empty()).collect();
    if links.is_empty() {
        return;
    }
    let cover = cover(site);
    let mut found: BTreeMap<&str, Vec<(Maker, &str)>> = BTreeMap::new();
    for (path, maker, links) in &links {
        for href in links.iter().map(AsRef::as_ref).filter(|href| cover.blocks(href)) {
            let places = found.entry(href).or_default();
            if !places.contains(&(*maker, *path)) {
                places.push((*maker, *path));
            }
        }
    }
    for (href, places) in found {
        report(site, origins, href, &places, diagnostics);
    }
}

/// The files of the site that are copied as they are, with their text.
fn copied<'a>(
    output: &'a Output,
    sources: &'a Sources,
) -> impl Iterator<Item = (&'a str, SourceId, &'a str)> {
    output.iter().filter_map(|(path, file)| match (&file.content, file.maker) {
        (Content::Copy(_), Maker::Source(source)) => Some((path, source, &*sources.get(source).text)),
        _ => None,
    })
}
