//! An indicator never becomes a live link. Markdown never makes one, so a hit comes from a template or from raw HTML.

use std::collections::BTreeMap;

use super::place;
use super::scan::Page;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::{IndicatorType, defang};
use crate::link::Site;
use crate::output::{Maker, Output};
use crate::render::cover;

/// Adds one error for each address, with the number of pages.
pub fn check(_output: &Output, site: &Site, pages: &[Page<'_>], diagnostics: &mut Diagnostics) {
    let cover = cover(site);
    let mut found: BTreeMap<&str, (Maker, &str, usize)> = BTreeMap::new();
    for page in pages {
        for link in page.links.iter().filter(|link| cover.blocks(&link.href)) {
            found.entry(&link.href).or_insert((page.maker, page.path, 0)).2 += 1;
        }
    }
    for (href, (maker, path, count)) in found {
        let shown = defang(IndicatorType::Url, href);
        let message = format!("the indicator `{shown}` is a live link on /{path} ({count} in all)");
        diagnostics.push(
            Diagnostic::error("live-indicator", place(site, maker), message)
                .hint("raw HTML or a template makes this link; write the address as defanged text"),
        );
    }
}
