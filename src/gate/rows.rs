//! Withholds single rows of a published report, and with them what depends on them. Rows refer to each other by folded name or
//! by id inside their report, so no other document is needed. What is left reads as if the rows had never been
//! written.

use std::collections::BTreeSet;

use super::{Edition, Withheld};
use crate::model::{Attribution, AttributionTarget, EntityKind, Indicator, Report, Row, Source, Tlp};
use crate::names::fold;
use crate::source::Spanned;

/// The rows that were taken out of one report.
#[derive(Debug, Default)]
pub struct Dropped {
    /// The report's path.
    pub path: String,
    /// Names.
    pub rows: Vec<Row>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Titles of detections.
    pub titles: Vec<String>,
}

/// Takes every row above `max` out of the report, then what depends on it, until nothing more depends on anything
/// withheld.
pub fn withhold(report: &mut Report, max: Tlp) -> Dropped {
    let base = report.head.tlp;
    let above = |own: Option<Tlp>| own.is_some_and(|own| own.max(base) > max);
    let mut dropped = Dropped {
        path: report.head.path.clone(),
        sources: withhold_sources(&mut report.sources, base, max),
        ..Dropped::default()
    };
    let gone = |dropped: &Dropped, report: &Report, reference: &str| {
        dropped.sources.iter().any(|source| source.is(reference))
            && !report.sources.iter().any(|source| source.is(reference))
    };
    let mut rows = Vec::new();
    for mut row in std::mem::take(&mut report.rows) {
        let unsaid = lose_sources(&mut row.says, |reference| gone(&dropped, report, reference));
        if above(row.tlp) || unsaid {
            dropped.rows.push(row);
        } else {
            rows.push(row);
        }
    }
    report.rows = rows;
    let names = Names::of(&dropped.rows, &report.rows);
    let mut activity = std::mem::take(&mut report.activity);
    activity.retain_mut(|row| {
        let unsaid = lose_sources(&mut row.claim.says, |reference| gone(&dropped, report, reference));
        let named = names.gone(EntityKind::Actor, row.actor.as_ref())
            || names.gone(EntityKind::Victim, row.victim.as_ref());
        !(above(row.claim.tlp) || unsaid || named)
    });
    report.activity = activity;
    let mut attribution = std::mem::take(&mut report.attribution);
    attribution.retain_mut(|row| {
        let unsaid = lose_sources(&mut row.claim.says, |reference| gone(&dropped, report, reference));
        !(above(row.claim.tlp) || unsaid || attribution_gone(row, &names))
    });
    report.attribution = attribution;
    forget_disputes(report);
    let (kept, away) = std::mem::take(&mut report.indicators).into_iter().partition(|row| {
        !(above(row.tlp)
            || names.gone(EntityKind::Actor, row.actor.as_ref())
            || names.gone(EntityKind::Malware, row.malware.as_ref()))
    });
    report.indicators = kept;
    dropped.indicators = away;
    report.detections.retain(|row| {
        if above(row.tlp) {
            dropped.titles.extend(row.title.clone());
        }
        !above(row.tlp)
    });
    let mut quotes = std::mem::take(&mut report.quotes);
    quotes.retain(|row| {
        let sourced = row.source.as_ref().is_some_and(|source| gone(&dropped, report, &source.value));
        !(above(row.tlp) || sourced)
    });
    report.quotes = quotes;
    dropped
}

/// Takes sources above `max` out of a list, and those known only through one of them.
pub fn withhold_sources(sources: &mut Vec<Source>, base: Tlp, max: Tlp) -> Vec<Source> {
    let mut dropped: Vec<Source> = Vec::new();
    loop {
        let (kept, away): (Vec<Source>, Vec<Source>) =
            std::mem::take(sources).into_iter().partition(|source| {
                let above = source.tlp.is_some_and(|own| own.max(base) > max);
                let through =
                    source.via.as_ref().is_some_and(|via| dropped.iter().any(|gone| gone.is(&via.value)));
                !(above || through)
            });
        *sources = kept;
        if away.is_empty() {
            return dropped;
        }
        dropped.extend(away);
    }
}

/// Drops the references to withheld sources; true when there were references and none is left.
fn lose_sources(says: &mut Vec<Spanned<String>>, gone: impl Fn(&str) -> bool) -> bool {
    let had = !says.is_empty();
    says.retain(|reference| !gone(&reference.value));
    had && says.is_empty()
}

fn attribution_gone(row: &Attribution, names: &Names) -> bool {
    let object = match &row.to {
        Some(AttributionTarget::Actor(name)) => names.gone(EntityKind::Actor, Some(name)),
        Some(AttributionTarget::Country(name)) => names.gone(EntityKind::Country, Some(name)),
        Some(AttributionTarget::Sponsor(_)) | None => false,
    };
    object || names.gone(EntityKind::Actor, row.subject.as_ref())
}

/// Names of withheld rows that no published row of the same list bears.
struct Names(BTreeSet<(EntityKind, String)>);

impl Names {
    fn of(dropped: &[Row], kept: &[Row]) -> Self {
        let keys = |row: &Row| {
            let names = [Some(&row.name), row.used.as_ref()].into_iter().flatten();
            names
                .filter(|name| !name.is_empty())
                .map(|name| (row.kind, key(row.kind, name)))
                .collect::<Vec<_>>()
        };
        let mut gone: BTreeSet<(EntityKind, String)> = dropped.iter().flat_map(keys).collect();
        for known in kept.iter().flat_map(keys) {
            gone.remove(&known);
        }
        Self(gone)
    }

    fn gone(&self, kind: EntityKind, name: Option<&Spanned<String>>) -> bool {
        name.is_some_and(|name| self.0.contains(&(kind, key(kind, &name.value))))
    }
}

/// A code and a name of one country are the same reference.
fn key(kind: EntityKind, name: &str) -> String {
    match crate::names::country::find(name) {
        Some(country) if kind == EntityKind::Country => country.alpha2.to_owned(),
        _ => fold(name),
    }
}

/// A claim must not point at one that is gone.
fn forget_disputes(report: &mut Report) {
    let activity = report.activity.iter().map(|row| &row.claim);
    let claims = activity.chain(report.attribution.iter().map(|row| &row.claim));
    let ids: BTreeSet<String> =
        claims.filter_map(|claim| claim.id.as_ref().map(|id| id.value.clone())).collect();
    let activity = report.activity.iter_mut().map(|row| &mut row.claim);
    for claim in activity.chain(report.attribution.iter_mut().map(|row| &mut row.claim)) {
        claim.disputes.retain(|id| ids.contains(&id.value));
    }
}

/// A victim must not be said to be that of a report that is withheld.
pub fn forget_reveals(edition: &mut Edition, withheld: &Withheld) {
    let is_gone = |reference: &str| {
        withheld.documents.iter().any(|document| {
            document.path == reference
                || document.path == format!("reports/{reference}")
                || document.route == format!("/reports/{}/", reference.trim_matches('/'))
                || document.route == reference
        })
    };
    for row in edition.reports.iter_mut().flat_map(|report| &mut report.rows) {
        if let Some(victim) = &mut row.victim
            && victim.reveals.as_ref().is_some_and(|reveals| is_gone(&reveals.report))
        {
            victim.reveals = None;
        }
    }
}
