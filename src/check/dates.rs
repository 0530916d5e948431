//! A report from the future is a slip of the keyboard, or an embargo that somebody forgot to write down.

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;

/// Warns of every date of publication or change after `today`.
pub fn check(site: &Site, today: Date, diagnostics: &mut Diagnostics) {
    for linked in &site.reports {
        let report = &linked.report;
        for (what, date) in [("date", Some(&report.date)), ("updated", report.head.updated.as_ref())] {
            if let Some(date) = date.filter(|date| date.day > today) {
                let message = format!("the {what} {} is in the future", date.day);
                diagnostics.push(
                    Diagnostic::warning("future-date", date.span, message)
                        .hint("`publish_after` keeps a report back until a day"),
                );
            }
        }
    }
}
