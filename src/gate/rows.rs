//! Withholds single rows of a published report, and with them what depends on them. Rows refer to each other by folded name or
//! by id inside their report, so no other document is needed. What is left reads as if the rows had never been
//! written.

use std::collections::BTreeSet;

use super::mentions::mentions;
use crate::model::{
    Activity, Attribution, AttributionTarget, Claim, Detection, EntityKind, Indicator, Quote, Report, Row,
    Source, Tlp,
};
use crate::names::fold;
use crate::source::{Span, Spanned};

/// The rows that were taken out of one report.
#[derive(Debug, Default)]
pub struct Dropped {
    /// Names.
    pub rows: Vec<Row>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Activity.
    pub activity: Vec<Activity>,
    /// Attributions.
    pub attribution: Vec<Attribution>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Detections.
    pub detections: Vec<Detection>,
    /// Quotes.
    pub quotes: Vec<Quote>,
}

impl Dropped {
    /// Where the rows stand, so that what they say there is not taken for a trace of them.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let rows = self.rows.iter().map(|row| row.span);
        let rows = rows.chain(self.sources.iter().map(|row| row.span));
        let rows = rows.chain(self.activity.iter().map(|row| row.claim.span));
        let rows = rows.chain(self.attribution.iter().map(|row| row.claim.span));
        let rows = rows.chain(self.indicators.iter().map(|row| row.span));
        let rows = rows.chain(self.detections.iter().map(|row| row.span));
        rows.chain(self.quotes.iter().map(|row| row.text.span))
    }
}

/// Takes every row above `max` out of the report, then what depends on it, until nothing more depends on anything
/// withheld.
pub fn withhold(report: &mut Report, max: Tlp) -> Dropped {
    let base = report.head.tlp;
    let level = Level { base, max };
    if !level.splits(report) {
        return Dropped::default();
    }
    let mut dropped =
        Dropped { sources: withhold_sources(&mut report.sources, base, max), ..Dropped::default() };
    let sources = Sources { gone: dropped.sources.clone(), kept: report.sources.clone() };
    (report.rows, dropped.rows) = split(std::mem::take(&mut report.rows), |row| {
        // Both are asked for: a row that stays loses the sources that are gone.
        let unsaid = sources.unsaid(&mut row.says);
        level.above(row.tlp) || unsaid
    });
    let names = Names::of(&dropped.rows, &report.rows);
    (report.activity, dropped.activity) = split(std::mem::take(&mut report.activity), |row| {
        level.claim(&mut row.claim, &sources)
            || names.gone(EntityKind::Actor, row.actor.as_ref())
            || names.gone(EntityKind::Victim, row.victim.as_ref())
    });
    (report.attribution, dropped.attribution) = split(std::mem::take(&mut report.attribution), |row| {
        level.claim(&mut row.claim, &sources) || attribution_gone(row, &names)
    });
    forget_disputes(report, &dropped);
    (report.indicators, dropped.indicators) = split(std::mem::take(&mut report.indicators), |row| {
        level.above(row.tlp)
            || names.gone(EntityKind::Actor, row.actor.as_ref())
            || names.gone(EntityKind::Malware, row.malware.as_ref())
            || names.told_by(row.context.as_deref())
    });
    (report.detections, dropped.detections) = split(std::mem::take(&mut report.detections), |row| {
        let texts = [row.title.as_deref(), row.file.as_ref().map(|file| file.as_str()), Some(&*row.text)];
        level.above(row.tlp) || texts.into_iter().any(|text| names.told_by(text))
    });
    (report.quotes, dropped.quotes) = split(std::mem::take(&mut report.quotes), |row| {
        level.above(row.tlp)
            || row.source.as_ref().is_some_and(|source| sources.gone(&source.value))
            || names.told_by(Some(row.text.as_str()))
            || names.told_by(row.speaker.as_deref())
    });
    dropped
}

/// Takes sources above `max` out of a list, and those known only through one of them.
pub fn withhold_sources(sources: &mut Vec<Source>, base: Tlp, max: Tlp) -> Vec<Source> {
    let level = Level { base, max };
    let mut dropped: Vec<Source> = Vec::new();
    loop {
        let (kept, away) = split(std::mem::take(sources), |source| {
            let through = |via: &Spanned<String>| dropped.iter().any(|gone| gone.is(&via.value));
            level.above(source.tlp) || source.via.as_ref().is_some_and(through)
        });
        *sources = kept;
        if away.is_empty() {
            return dropped;
        }
        dropped.extend(away);
    }
}

/// Splits rows into those that stay and those that go.
fn split<T>(rows: Vec<T>, mut goes: impl FnMut(&mut T) -> bool) -> (Vec<T>, Vec<T>) {
    let mut kept = Vec::with_capacity(rows.len());
    let mut gone = Vec::new();
    for mut row in rows {
        if goes(&mut row) { gone.push(row) } else { kept.push(row) }
    }
    (kept, gone)
}

/// A report's level and the highest that is published.
struct Level {
    base: Tlp,
    max: Tlp,
}

impl Level {
    /// A row's level is the higher of its own and its report's.
    fn above(&self, own: Option<Tlp>) -> bool {
        own.is_some_and(|own| own.max(self.base) > self.max)
    }

    /// True when any row of a report is above what is published; in most reports none is.
    fn splits(&self, report: &Report) -> bool {
        let rows = report.rows.iter().map(|row| row.tlp);
        let rows = rows.chain(report.activity.iter().map(|row| row.claim.tlp));
        let rows = rows.chain(report.attribution.iter().map(|row| row.claim.tlp));
        let rows = rows.chain(report.sources.iter().map(|row| row.tlp));
        let rows = rows.chain(report.indicators.iter().map(|row| row.tlp));
        let rows = rows.chain(report.detections.iter().map(|row| row.tlp));
        let mut rows = rows.chain(report.quotes.iter().map(|row| row.tlp));
        rows.any(|own| self.above(own))
    }

    /// Takes withheld sources off a claim; true when it goes with them or by its own level.
    fn claim(&self, claim: &mut Claim, sources: &Sources) -> bool {
        let unsaid = sources.unsaid(&mut claim.says);
        self.above(claim.tlp) || unsaid
    }
}

/// The sources of a report, withheld and not.
struct Sources {
    gone: Vec<Source>,
    kept: Vec<Source>,
}

impl Sources {
    fn gone(&self, reference: &str) -> bool {
        self.gone.iter().any(|source| source.is(reference))
            && !self.kept.iter().any(|source| source.is(reference))
    }

    /// Drops the references to withheld sources; true when there were references and none is left.
    fn unsaid(&self, says: &mut Vec<Spanned<String>>) -> bool {
        let had = !says.is_empty();
        says.retain(|reference| !self.gone(&reference.value));
        had && says.is_empty()
    }
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
struct Names {
    keys: BTreeSet<(EntityKind, String)>,
    /// Actors and malware as written: indicators, detections and quotes may name them in their text.
    told: Vec<String>,
}

impl Names {
    fn of(dropped: &[Row], kept: &[Row]) -> Self {
        let spellings = |row: &Row| {
            let names = [Some(&row.name), row.used.as_ref()].into_iter().flatten();
            names
                .filter(|name| !name.is_empty())
                .map(|name| (row.kind, key(row.kind, name), name.value.clone()))
                .collect::<Vec<_>>()
        };
        let known: BTreeSet<(EntityKind, String)> =
            kept.iter().flat_map(spellings).map(|(kind, key, _)| (kind, key)).collect();
        let mut names = Self { keys: BTreeSet::new(), told: Vec::new() };
        for (kind, key, spelling) in dropped.iter().flat_map(spellings) {
            if known.contains(&(kind, key.clone())) {
                continue;
            }
            if matches!(kind, EntityKind::Actor | EntityKind::Malware) {
                names.told.push(spelling);
            }
            names.keys.insert((kind, key));
        }
        names
    }

    fn gone(&self, kind: EntityKind, name: Option<&Spanned<String>>) -> bool {
        name.is_some_and(|name| self.keys.contains(&(kind, key(kind, &name.value))))
    }

    fn told_by(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.told.iter().any(|name| mentions(text, name)))
    }
}

/// A code and a name of one country are the same reference.
pub fn key(kind: EntityKind, name: &str) -> String {
    let country = (kind == EntityKind::Country).then(|| crate::names::country::find(name)).flatten();
    country.map_or_else(|| fold(name), |country| country.alpha2.to_owned())
}

/// A claim must not point at one that is gone.
fn forget_disputes(report: &mut Report, dropped: &Dropped) {
    let activity = dropped.activity.iter().map(|row| &row.claim);
    let claims = activity.chain(dropped.attribution.iter().map(|row| &row.claim));
    let gone: BTreeSet<&str> = claims.filter_map(|claim| Some(claim.id.as_ref()?.value.as_str())).collect();
    let activity = report.activity.iter_mut().map(|row| &mut row.claim);
    for claim in activity.chain(report.attribution.iter_mut().map(|row| &mut row.claim)) {
        claim.disputes.retain(|id| !gone.contains(id.value.as_str()));
    }
}
