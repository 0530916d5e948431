//! An indicator never becomes a live link. Markdown never makes one, so a hit comes from a menu, a template or raw HTML. Listed hosts
//! that a reader has every reason to visit are left to `check`.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::origin::Origins;
use super::place;
use super::scan::Pages;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::{Cover, IndicatorType, shown};
use crate::link::{Site, cover};
use crate::output::Maker;

/// What forbade no address of the build before, for a site that is built again and again.
#[derive(Default)]
pub struct Memory {
    cover: Option<Arc<Cover>>,
}

/// Adds one error for each address, with the number of pages.
pub fn check(
    site: &Site,
    pages: &Pages<'_>,
    origins: &Origins<'_>,
    memory: Option<&mut Memory>,
    diagnostics: &mut Diagnostics,
) {
    let cover = cover(site);
    let was_sound = memory.as_deref().is_some_and(|memory| memory.cover.as_ref() == Some(cover));
    let all = pages.addresses.iter().filter(|_| !was_sound);
    let new = pages.new_addresses.iter().filter(|_| was_sound);
    let asked: Vec<&str> = all.chain(new).map(AsRef::as_ref).collect();
    let blocked: HashSet<&str> = asked.into_par_iter().filter(|href| cover.blocks(href)).collect();
    if let Some(memory) = memory {
        memory.cover = blocked.is_empty().then(|| cover.clone());
    }
    if blocked.is_empty() {
        return;
    }
    let mut found: BTreeMap<&str, Vec<(Maker, &str)>> = BTreeMap::new();
    for page in &pages.all {
        for href in page.links().map(AsRef::as_ref).filter(|href| blocked.contains(href)) {
            found.entry(href).or_default().push((page.maker, page.path));
        }
    }
    for (href, places) in found {
        report(site, origins, href, &places, diagnostics);
    }
}

/// Adds the error for an address and the files that link to it.
pub fn report(
    site: &Site,
    origins: &Origins<'_>,
    href: &str,
    places: &[(Maker, &str)],
    diagnostics: &mut Diagnostics,
) {
    let written = places.iter().find_map(|(maker, _)| origins.in_document(*maker, href).first().copied());
    let first = places.first().map(|(maker, path)| (place(site, *maker), *path));
    let Some((at, path)) = first else { return };
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
