//! A report without a text says nothing.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;

/// Warns of every report whose body is empty.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for linked in site.reports.iter().filter(|linked| linked.report.head.body.empty) {
        diagnostics.push(
            Diagnostic::warning("empty-report", linked.report.title.span, "this report has no text")
                .hint("write it below the front matter, or make the report a draft"),
        );
    }
}
