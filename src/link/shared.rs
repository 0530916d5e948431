//! Which reports list the same indicator, and which indicators name an actor or a malware family. In go the linked reports, out come
//! numbers of reports and rows: no value is copied but those that are shared. The indicators of a retracted report stay on its own
//! page and are in neither. Two spellings of one value are one indicator (`indicator::same`); two types never are, save a block of one address and that address.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::{EntityId, LinkedReport, ReportId};
use crate::indicator::{IndicatorType, same};
use crate::model::{EntityKind, Indicator};
use crate::source::Spanned;

/// What at least two reports list, by type and normalised value.
pub type SharedIndicators = BTreeMap<(IndicatorType, String), SharedIndicator>;

/// An indicator that at least two reports list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedIndicator {
    /// The reports, newest first, each once.
    pub reports: Vec<ReportId>,
    /// Their rows, newest report first; a report may list a value twice.
    pub rows: Vec<IndicatorAt>,
}

/// One indicator of the site: a row of `report.indicators`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndicatorAt {
    /// The report.
    pub report: ReportId,
    /// Index into its indicators.
    pub row: usize,
}

/// Finds the shared indicators. The work grows with the rows: their values are compared by number first, and spelled out only
/// where two reports have the same one.
pub fn shared(reports: &[LinkedReport]) -> SharedIndicators {
    let mut numbers: Vec<(u64, ReportId, usize)> = standing(reports)
        .par_bridge()
        .flat_map_iter(|(at, linked)| {
            let rows = linked.report.indicators.iter().enumerate();
            rows.map(move |(row, indicator)| (number(indicator), at, row))
        })
        .collect();
    numbers.par_sort_unstable();
    let mut found = SharedIndicators::new();
    for group in numbers.chunk_by(|one, other| one.0 == other.0) {
        let several = group.first().map(|first| first.1) != group.last().map(|last| last.1);
        for (_, report, row) in group.iter().copied().filter(|_| several) {
            let indicator = &reports[report].report.indicators[row];
            let key = same(indicator.kind, &indicator.value);
            let shared = found.entry(key).or_default();
            if shared.reports.last() != Some(&report) {
                shared.reports.push(report);
            }
            shared.rows.push(IndicatorAt { report, row });
        }
    }
    found.retain(|_, shared| shared.reports.len() > 1);
    found
}

/// The indicators whose row names an actor or a malware family (or tool) of its report, by entity: newest report first, then as
/// written.
pub fn named(reports: &[LinkedReport]) -> BTreeMap<EntityId, Vec<IndicatorAt>> {
    let mut found: BTreeMap<EntityId, Vec<IndicatorAt>> = BTreeMap::new();
    for (report, linked) in standing(reports) {
        // Thousands of rows of one file name the same few.
        let mut known: HashMap<(bool, &str), Option<EntityId>> = HashMap::new();
        for (row, indicator) in linked.report.indicators.iter().enumerate() {
            let names = [(true, &indicator.actor), (false, &indicator.malware)];
            for (is_actor, name) in names {
                let Some(name) = name else { continue };
                let entity = known
                    .entry((is_actor, name.as_str()))
                    .or_insert_with(|| if is_actor { actor(linked, name) } else { malware(linked, name) });
                if let Some(id) = entity {
                    found.entry(*id).or_default().push(IndicatorAt { report, row });
                }
            }
        }
    }
    found
}

fn actor(linked: &LinkedReport, name: &Spanned<String>) -> Option<EntityId> {
    linked.own_row(EntityKind::Actor, name)?.entity()
}

fn malware(linked: &LinkedReport, name: &Spanned<String>) -> Option<EntityId> {
    let row = linked.own_row(EntityKind::Malware, name);
    row.or_else(|| linked.own_row(EntityKind::Tool, name))?.entity()
}

fn standing(reports: &[LinkedReport]) -> impl Iterator<Item = (ReportId, &LinkedReport)> + Send {
    reports.iter().enumerate().filter(|(_, linked)| linked.report.retracted.is_none())
}

/// Equal for equal indicators; the values decide where two numbers are equal by chance.
fn number(indicator: &Indicator) -> u64 {
    let mut hasher = DefaultHasher::new();
    same(indicator.kind, &indicator.value).hash(&mut hasher);
    hasher.finish()
}
