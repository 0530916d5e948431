//! Pages run under a content security policy without inline scripts and styles: what would be stopped is an error.

use std::collections::BTreeMap;

use super::origin::Origins;
use super::place;
use super::scan::Page;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::output::Maker;

/// Adds one error for each sort of inline code, with the number of pages.
pub fn check(site: &Site, pages: &[Page<'_>], origins: &Origins<'_>, diagnostics: &mut Diagnostics) {
    let mut found: BTreeMap<(&str, &str), (Maker, &str, usize)> = BTreeMap::new();
    for page in pages {
        for (what, start) in &page.facts.inline_code {
            found.entry((what, start)).or_insert((page.maker, page.path, 0)).2 += 1;
        }
    }
    for ((what, start), (maker, path, count)) in found {
        let span = origins.template(start).unwrap_or_else(|| place(site, maker));
        let message =
            format!("{what} stands on /{path}{} and browsers will not run it", super::in_all(count));
        diagnostics.push(
            Diagnostic::error("inline-code", span, message)
                .hint("put it into a file below static/ and refer to it from the template"),
        );
    }
}
