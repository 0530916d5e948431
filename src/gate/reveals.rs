//! `reveals` joins a named victim to the undisclosed one of another report. Where that report, or that row of it, is withheld, the
//! join goes too: the victim itself stays.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::Dropped;
use crate::model::{EntityKind, Report};
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
    pub fn forget(&self, reports: &mut [Report]) {
        for row in reports.iter_mut().flat_map(|report| &mut report.rows) {
            let Some(victim) = &mut row.victim else { continue };
            let is_hidden = victim.reveals.as_ref().is_some_and(|reveals| {
                self.reports.get(reveals.report.trim_matches('/')).is_some_and(|victims| {
                    victims.as_ref().is_none_or(|victims| victims.contains(&fold(&reveals.victim)))
                })
            });
            if is_hidden {
                victim.reveals = None;
            }
        }
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
