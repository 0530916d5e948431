//! An indicator that a report lists twice says nothing more the second time, and counts twice wherever rows are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::{IndicatorType, same, shown};
use crate::link::Site;
use crate::model::{Indicator, Report};
use crate::names::fold;
use crate::source::Spanned;

/// Duplicates of one report that are named one by one; more are said in one line.
const NAMED: usize = 5;

/// Warns of indicators that stand in a report more than once, in any spelling. Rows that name different actors or malware families
/// are all of interest.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for linked in &site.reports {
        let twice = twice(&linked.report);
        if twice.len() > NAMED
            && let Some((row, _)) = twice.first()
        {
            let message = format!("{} indicators of this report stand in it more than once", twice.len());
            let hint = format!("the first is `{}`; keep one row of each", shown(row.kind, &row.value));
            diagnostics.push(Diagnostic::warning("duplicate-indicator", row.value.span, message).hint(hint));
            continue;
        }
        for (row, count) in twice {
            let times = if count == 2 { "twice".to_owned() } else { format!("{count} times") };
            let message = format!("`{}` is listed {times} in this report", shown(row.kind, &row.value));
            diagnostics.push(
                Diagnostic::warning("duplicate-indicator", row.value.span, message)
                    .hint("keep one row, with all that is known of it"),
            );
        }
    }
}

/// The second row of each indicator that has one, with the number of its rows, in order.
fn twice(report: &Report) -> Vec<(&Indicator, usize)> {
    let mut found: BTreeMap<(IndicatorType, String), Vec<usize>> = BTreeMap::new();
    for (at, row) in report.indicators.iter().enumerate() {
        found.entry(same(row.kind, &row.value)).or_default().push(at);
    }
    let repeated = found.into_values().filter(|rows| rows.len() > 1 && !are_told_apart(report, rows));
    let mut twice: Vec<(usize, usize)> = repeated.map(|rows| (rows[1], rows.len())).collect();
    twice.sort_unstable();
    twice.into_iter().map(|(at, count)| (&report.indicators[at], count)).collect()
}

/// True when each row names an actor or a malware family that no other of them names.
fn are_told_apart(report: &Report, rows: &[usize]) -> bool {
    let name = |name: &Option<Spanned<String>>| name.as_ref().map(|name| fold(name));
    let mut seen = BTreeSet::new();
    rows.iter().map(|at| &report.indicators[*at]).all(|row| {
        let names = (name(&row.actor), name(&row.malware));
        names != (None, None) && seen.insert(names)
    })
}
