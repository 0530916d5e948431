//! No page asks a third party for anything: no script, style, font or picture from another host.

use std::collections::BTreeMap;

use super::place;
use super::scan::Page;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::output::{Maker, Output};

/// Adds one error for each address, with the number of pages.
pub fn check(_output: &Output, site: &Site, pages: &[Page<'_>], diagnostics: &mut Diagnostics) {
    let own = site.config.base_url.absolute("/");
    let mut found: BTreeMap<&str, (Maker, &str, usize)> = BTreeMap::new();
    for page in pages {
        for address in page.third_party.iter().filter(|address| !address.starts_with(&own)) {
            found.entry(address).or_insert((page.maker, page.path, 0)).2 += 1;
        }
    }
    for (address, (maker, path, count)) in found {
        let message = format!("/{path} loads `{address}` from another host ({count} pages in all)");
        diagnostics.push(
            Diagnostic::error("third-party", place(site, maker), message)
                .hint("put a copy into static/ and refer to that"),
        );
    }
}
