//! Links that would run code or leave the web, in the finished pages: Markdown refuses them where they are written, so a hit comes
//! from a menu or a template.

use std::collections::{BTreeMap, HashSet};

use super::origin::Origins;
use super::place;
use super::scan::Pages;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::markdown::is_refused;
use crate::output::Maker;

/// Adds one error for each address, with the number of pages.
///
/// `were_safe` says that no address of the build before was refused, and is told whether one is now.
pub fn check(
    site: &Site,
    pages: &Pages<'_>,
    origins: &Origins<'_>,
    were_safe: Option<&mut bool>,
    diagnostics: &mut Diagnostics,
) {
    let all = pages.addresses.iter().filter(|_| were_safe.as_deref() != Some(&true));
    let looked_at = all.chain(&pages.new_addresses).map(AsRef::as_ref);
    let refused: HashSet<&str> = looked_at.filter(|href| is_refused(href)).collect();
    if let Some(were_safe) = were_safe {
        *were_safe = refused.is_empty();
    }
    if refused.is_empty() {
        return;
    }
    let mut found: BTreeMap<&str, (Maker, &str, usize)> = BTreeMap::new();
    for page in &pages.all {
        for href in page.links().map(AsRef::as_ref).filter(|href| refused.contains(href)) {
            found.entry(href).or_insert((page.maker, page.path, 0)).2 += 1;
        }
    }
    for (href, (maker, path, count)) in found {
        let shown: String = href.chars().take(60).collect();
        let span = origins.shared(href).unwrap_or_else(|| place(site, maker));
        let message = format!("links of the form `{shown}` are refused, on /{path}{}", super::in_all(count));
        diagnostics.push(
            Diagnostic::error("unsafe-link", span, message)
                .hint("a link leads to a page of this site, or to an http, https, mailto or tel address"),
        );
    }
}
