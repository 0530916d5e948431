//! Indicators that will do harm in a block list: hosts that a reader, or everybody, has every reason to visit; values that lead
//! nowhere from the internet; values set aside for examples, unless the site is one of examples. Thousands of rows of one sort are
//! one warning, with its first place and a count.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::{Reserve, normalise, reserve, shown};
use crate::link::{Site, excused};
use crate::model::{Indicator, Report};
use crate::source::Span;

/// Reports with values of one sort that are named one by one; more are said in one line.
const NAMED: usize = 10;

/// Runs the rule.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    hosts(site, diagnostics);
    for reserve in [Reserve::Local, Reserve::Example] {
        if reserve == Reserve::Local || !site.config.example {
            reserved(site, reserve, diagnostics);
        }
    }
}

/// Warns of each listed host that is excused, because links to it stay.
fn hosts(site: &Site, diagnostics: &mut Diagnostics) {
    let mut hosts: BTreeMap<String, (&Indicator, &str, usize)> = BTreeMap::new();
    for (indicator, why) in excused(site) {
        let host = normalise(indicator.kind, &indicator.value);
        hosts.entry(host).or_insert((indicator, why, 0)).2 += 1;
    }
    for (indicator, why, count) in hosts.into_values() {
        let host = shown_of(indicator);
        let times = if count == 1 { String::new() } else { format!(" ({count} times)") };
        let message = format!("`{host}` is listed as an indicator{times} and is {why}, so links to it stay");
        diagnostics.push(
            Diagnostic::warning("indicator-host", indicator.value.span, message)
                .hint("list the exact URLs instead: those are never linked"),
        );
    }
}

/// Warns of reserved values, once for each report.
fn reserved(site: &Site, sort: Reserve, diagnostics: &mut Diagnostics) {
    let of = |report: &Report| -> Option<Found> {
        let mut found = report.indicators.iter().filter(|row| reserve(row.kind, &row.value) == Some(sort));
        let first = found.next()?;
        Some(Found { span: first.value.span, shown: shown_of(first), rows: 1 + found.count() })
    };
    let mut reports: Vec<Found> = site.reports.iter().filter_map(|linked| of(&linked.report)).collect();
    reports.sort_by_key(|found| found.span);
    let more = if reports.len() > NAMED { reports.split_off(1) } else { Vec::new() };
    let elsewhere = more.iter().map(|found| found.rows).sum::<usize>();
    for found in reports {
        let (what, hint) = words(sort);
        let others = match (found.rows - 1, elsewhere) {
            (0, 0) => String::new(),
            (here, 0) => format!(" (as {} here)", others(here)),
            (here, elsewhere) => {
                format!(" (as {} in {} reports)", others(here + elsewhere), more.len() + 1)
            }
        };
        let message = format!("`{}` {what}{others}", found.shown);
        let code = if sort == Reserve::Local { "local-indicator" } else { "example-indicator" };
        diagnostics.push(Diagnostic::warning(code, found.span, message).hint(hint));
    }
}

fn words(sort: Reserve) -> (&'static str, &'static str) {
    match sort {
        Reserve::Local => (
            "is a private, local or unused address, or one of many receivers",
            "take it out: in a block list it would stop a reader's own network and nobody else",
        ),
        Reserve::Example => (
            "is set aside for documentation",
            "write the value that was seen; a site of examples says `example: true` in sitrep.yaml",
        ),
    }
}

/// Values of one sort in a report.
struct Found {
    /// The first value.
    span: Span,
    shown: String,
    /// How many there are.
    rows: usize,
}

fn shown_of(indicator: &Indicator) -> String {
    shown(indicator.kind, &indicator.value)
}

fn others(count: usize) -> String {
    if count == 1 { "is 1 other indicator".to_owned() } else { format!("are {count} other indicators") }
}
