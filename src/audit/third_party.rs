//! No page asks a third party for anything: no script, style, font or picture from another host, and no style sheet that does.

use std::collections::BTreeMap;

use super::address::local;
use super::facts::is_remote;
use super::origin::Origins;
use super::place;
use super::scan::Page;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::output::{Content, Maker, Output};
use crate::source::Sources;

/// Adds one error for each address, with the number of pages.
pub fn check(
    output: &Output,
    site: &Site,
    pages: &[Page<'_>],
    origins: &Origins<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let base = &site.config.base_url;
    let of_pages = pages.iter().flat_map(|page| {
        page.facts.third_party.iter().map(move |found| (found.clone(), page.maker, page.path))
    });
    let styles = output.iter().filter(|(path, _)| path.ends_with(".css"));
    let of_styles = styles.flat_map(|(path, file)| {
        let text = match (&file.content, file.maker) {
            (Content::Copy(_), Maker::Source(source)) => sources.get(source).text.to_string(),
            // Only pages wait on the disk.
            (Content::Copy(_) | Content::Staged(_), _) => String::new(),
            (Content::Bytes(bytes), _) => String::from_utf8_lossy(bytes).into_owned(),
        };
        fetched(&text).into_iter().map(move |address| (address, file.maker, path))
    });
    let mut found: BTreeMap<String, (Maker, &str, usize)> = BTreeMap::new();
    for (address, maker, path) in of_pages.chain(of_styles) {
        if local(base, &address).is_none() {
            found.entry(address).or_insert((maker, path, 0)).2 += 1;
        }
    }
    for (address, (maker, path, count)) in found {
        let message = format!("/{path} loads `{address}` from another host{}", super::in_all(count));
        let written = origins.in_document(maker, &address).first().copied();
        let span = written.or_else(|| origins.shared(&address)).unwrap_or_else(|| place(site, maker));
        diagnostics.push(
            Diagnostic::error("third-party", span, message).hint("put a copy into static/ and refer to that"),
        );
    }
}

/// The addresses at other hosts that a style sheet loads.
fn fetched(style: &str) -> Vec<String> {
    let lower = style.to_ascii_lowercase();
    let after = |word: &'static str| {
        memchr::memmem::find_iter(lower.as_bytes(), word).map(move |at| at + word.len()).collect::<Vec<_>>()
    };
    let starts = [after("url("), after("@import")].concat();
    starts
        .into_iter()
        .filter_map(|at| {
            let rest = style.get(at..)?.trim_start();
            let rest = rest.trim_start_matches(['"', '\'']);
            let end = rest.find(|c: char| c.is_whitespace() || "\"');".contains(c)).unwrap_or(rest.len());
            Some(rest[..end].to_owned()).filter(|address| is_remote(address))
        })
        .collect()
}
