//! Pages run under a content security policy without inline scripts and styles: what would be stopped is an error.

use std::collections::BTreeMap;

use super::place;
use super::scan::Page;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::output::{Maker, Output};

/// Adds one error for each sort of inline code, with the number of pages.
pub fn check(_output: &Output, site: &Site, pages: &[Page<'_>], diagnostics: &mut Diagnostics) {
    let mut found: BTreeMap<&str, (Maker, &str, usize)> = BTreeMap::new();
    for page in pages {
        for what in &page.inline_code {
            found.entry(what).or_insert((page.maker, page.path, 0)).2 += 1;
        }
    }
    for (what, (maker, path, count)) in found {
        let message = format!("{what} stands on /{path} ({count} pages in all) and browsers will not run it");
        diagnostics.push(
            Diagnostic::error("inline-code", place(site, maker), message)
                .hint("put it into a file below static/ and refer to it from the template"),
        );
    }
}
