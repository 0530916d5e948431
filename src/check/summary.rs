//! Lists, feeds and search engines show the summary.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;

/// Hints at every report without a summary.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for linked in site.reports.iter().filter(|linked| linked.report.head.summary.text().is_empty()) {
        diagnostics.push(
            Diagnostic::advice("missing-summary", linked.report.title.span, "this report has no `summary`")
                .hint("one or two plain sentences; lists, feeds and search engines show them"),
        );
    }
}
