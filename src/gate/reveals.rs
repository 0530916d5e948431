//! `reveals` joins a named victim to the undisclosed one of another report. Where that report, or that row of it, is withheld, the
//! join goes too: the victim itself stays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::rows::Dropped;
use crate::model::{EntityKind, Report, Row};
use crate::names::fold;

/// What other reports must not point at.
#[derive(Default)]
pub struct Hidden {
    /// By every way to refer to a report, the folded names of its withheld victims; nothing when all of it is withheld.
    reports: BTreeMap<String, Option<BTreeSet<String>>>,
}

impl Hidden {
    /// Notes a report that is withheld as a whole.
    pub fn report(&mut self, report: &Report) {
        self.reports.extend(references(report).into_iter().map(|reference| (reference, None)));
    }

    /// Notes the victims that a published report withholds.
    pub fn rows(&mut self, report: &Report, dropped: &Dropped) {
        let victims = dropped.rows.iter().map(|gone| &gone.row).filter(|row| row.kind == EntityKind::Victim);
        let mut victims: BTreeSet<String> = victims.map(|row| fold(&row.name)).collect();
        for kept in report.rows_of(EntityKind::Victim) {
            victims.remove(&fold(&kept.name));
        }
        if !victims.is_empty() {
            let references = references(report).into_iter();
            self.reports.extend(references.map(|reference| (reference, Some(victims.clone()))));
        }
    }

    /// Takes the joins to what is hidden out of published reports.
    pub fn forget(&self, reports: &mut [Arc<Report>]) {
        for report in reports.iter_mut().filter(|report| report.rows.iter().any(|row| self.has(row))) {
            for row in &mut Arc::make_mut(report).rows {
                let is_hidden = self.has(row);
                if let Some(victim) = row.victim.as_mut().filter(|_| is_hidden) {
                    victim.reveals = None;
                }
            }
        }
    }

    /// True for a victim that points at something hidden.
    fn has(&self, row: &Row) -> bool {
        row.victim.as_ref().and_then(|victim| victim.reveals.as_ref()).is_some_and(|reveals| {
            self.reports.get(reveals.report.trim_matches('/')).is_some_and(|victims| {
                victims.as_ref().is_none_or(|victims| victims.contains(&fold(&reveals.victim)))
            })
        })
    }
}

/// Every way to refer to a report: id, slug, route and path, slashes at the ends left out.
pub fn references(report: &Report) -> BTreeSet<String> {
    let path = &report.head.path;
    let inner = path.strip_prefix("reports/").unwrap_or(path);
    let mut references = BTreeSet::from([
        report.slug.clone(),
        format!("reports/{}", report.slug),
        path.clone(),
        inner.to_owned(),
        format!("content/{path}"),
    ]);
    references.extend(report.id.as_ref().map(|id| id.value.clone()));
    references
}
