//! An indicator never becomes a live link. Markdown never makes one, so a hit comes from a menu, a template or raw HTML. Listed hosts
//! that a reader has every reason to visit are left to `check`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::origin::Origins;
use super::place;
use super::scan::{self, Pages};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::{IndicatorType, shown};
use crate::link::{Site, cover};
use crate::output::{Content, Maker, Output};
use crate::source::{SourceId, Sources, Span};

/// Adds one error for each address, with the number of pages.
pub fn check(
    output: &Output,
    site: &Site,
    pages: &Pages<'_>,
    origins: &Origins<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let cover = cover(site);
    unread(output, site, sources, diagnostics);
    let pictures = pictures(output, sources);
    let written = pages.addresses.iter().map(AsRef::as_ref);
    let drawn = pictures.iter().flat_map(|(_, _, links)| links).map(AsRef::as_ref);
    let blocked: HashSet<&str> = written.chain(drawn).filter(|href| cover.blocks(href)).collect();
    if blocked.is_empty() {
        return;
    }
    let mut found: BTreeMap<&str, Vec<(Maker, &str)>> = BTreeMap::new();
    let read = pages.all.iter().map(|page| (page.path, page.maker, page.facts.links.as_slice()));
    let drawn = pictures.iter().map(|(path, maker, links)| (*path, *maker, links.as_slice()));
    for (path, maker, links) in read.chain(drawn) {
        let each: BTreeSet<&str> =
            links.iter().map(AsRef::as_ref).filter(|href| blocked.contains(href)).collect();
        for href in each {
            found.entry(href).or_default().push((maker, path));
        }
    }
    for (href, places) in found {
        let written = places.iter().find_map(|(maker, _)| origins.in_document(*maker, href).first().copied());
        let first = places.first().map(|(maker, path)| (place(site, *maker), *path));
        let Some((at, path)) = first else { continue };
        let span = written.or_else(|| origins.shared(href)).unwrap_or(at);
        let address = match href.strip_prefix("mailto:") {
            Some(email) => shown(IndicatorType::Email, email),
            None => shown(IndicatorType::Url, href),
        };
        let message =
            format!("the indicator `{address}` is a live link on /{path}{}", super::in_all(places.len()));
        diagnostics.push(
            Diagnostic::error("live-indicator", span, message)
                .hint("raw HTML, a menu or a template makes this link; write the address as defanged text"),
        );
    }
}

/// Texts with markup that are no pages and that a browser shows with live links, and the addresses of these.
fn pictures<'a>(output: &'a Output, sources: &'a Sources) -> Vec<(&'a str, Maker, Vec<Arc<str>>)> {
    let copied = copied(output, sources).filter(|(path, _, _)| scan::ends_in(path, &PICTURES));
    copied.map(|(path, source, text)| (path, Maker::Source(source), scan::addresses_in(text))).collect()
}

/// Endings of texts with markup that are no pages.
const PICTURES: [&str; 2] = ["svg", "xml"];

/// A page in another encoding is copied and was not read, and may lead anywhere.
fn unread(output: &Output, site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) {
    if site.reports.iter().all(|linked| linked.report.indicators.is_empty()) {
        return;
    }
    let marked_up = ["html", "htm", "xhtml", "xht", "svg"];
    for (path, source, _) in
        copied(output, sources).filter(|(path, _, text)| text.is_empty() && scan::ends_in(path, &marked_up))
    {
        let message =
            format!("/{path} is empty or not UTF-8 text, so nobody knows whether it links to an indicator");
        diagnostics.push(
            Diagnostic::error("live-indicator", Span::file(source), message)
                .hint("save it as UTF-8, or take it out"),
        );
    }
}

/// The files of the site that are copied as they are, with their text.
fn copied<'a>(output: &'a Output, sources: &'a Sources) -> impl Iterator<Item = (&'a str, SourceId, &'a str)> {
    output.iter().filter_map(|(path, file)| match (&file.content, file.maker) {
        (Content::Copy(_), Maker::Source(source)) => Some((path, source, &*sources.get(source).text)),
        _ => None,
    })
}
