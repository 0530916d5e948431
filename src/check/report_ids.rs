//! Ids of reports name them in machine exports, so no two reports may share one.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;

/// Adds an error for every id that a second report bears.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    let mut by_path: Vec<_> = site.reports.iter().map(|linked| &linked.report).collect();
    by_path.sort_by(|a, b| a.head.path.cmp(&b.head.path));
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for report in by_path {
        let Some(id) = &report.id else { continue };
        if let Some(path) = first.insert(&id.value, &report.head.path) {
            let message = format!("the id `{}` is already that of content/{path}", id.value);
            diagnostics.push(
                Diagnostic::error("duplicate-id", id.span, message).hint("give each report an id of its own"),
            );
        }
    }
}
