//! Withholds single rows of a published report, and with them what depends on them. Rows refer to each other by folded name or
//! by id inside their report, so no other document is needed. What is left reads as if the rows had never been
//! written; what was taken out keeps the reason.

mod names;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::withheld::{RowSort, WithheldRow, short};
use crate::indicator::defang;
use crate::model::{
    Activity, Attribution, AttributionTarget, Claim, Detection, EntityKind, Indicator, Quote, Report, Row,
    Source, Tlp,
};
use crate::source::{SourceId, Span, Spanned};
use names::Names;

pub use names::key;

/// A row that was taken out.
#[derive(Debug)]
pub struct Gone<T> {
    /// The row.
    pub row: T,
    /// Why, in words.
    pub reason: String,
}

/// The rows that were taken out of one report.
#[derive(Debug, Default)]
pub struct Dropped {
    /// Names.
    pub rows: Vec<Gone<Row>>,
    /// Sources.
    pub sources: Vec<Gone<Source>>,
    /// Activity.
    pub activity: Vec<Gone<Activity>>,
    /// Attributions.
    pub attribution: Vec<Gone<Attribution>>,
    /// Indicators.
    pub indicators: Vec<Gone<Indicator>>,
    /// Detections.
    pub detections: Vec<Gone<Detection>>,
    /// Quotes.
    pub quotes: Vec<Gone<Quote>>,
}

impl Dropped {
    /// The rows as they are listed, for a document.
    pub fn listed(&self, document: SourceId) -> Vec<WithheldRow> {
        let row = |span: Span, sort: RowSort, label: String, reason: &str| WithheldRow {
            document,
            span,
            sort,
            label: short(&label),
            reason: reason.to_owned(),
        };
        let mut all = Vec::new();
        all.extend(self.rows.iter().map(|Gone { row: name, reason }| {
            row(name.span, RowSort::Name(name.kind), name.name.value.clone(), reason)
        }));
        all.extend(listed_sources(&self.sources, document));
        all.extend(self.activity.iter().map(|Gone { row: found, reason }| {
            row(found.claim.span, RowSort::Activity, activity_label(found), reason)
        }));
        all.extend(self.attribution.iter().map(|Gone { row: found, reason }| {
            row(found.claim.span, RowSort::Attribution, attribution_label(found), reason)
        }));
        all.extend(self.indicators.iter().map(|Gone { row: found, reason }| {
            row(found.span, RowSort::Indicator, defang(found.kind, &found.value), reason)
        }));
        all.extend(self.detections.iter().map(|Gone { row: found, reason }| {
            let texts = [found.title.as_deref(), found.file.as_ref().map(|file| file.value.as_str())];
            let label = texts.into_iter().flatten().next().or(Some(&*found.text));
            row(found.span, RowSort::Detection, label.unwrap_or_default().to_owned(), reason)
        }));
        all.extend(self.quotes.iter().map(|Gone { row: found, reason }| {
            row(found.span, RowSort::Quote, found.text.value.clone(), reason)
        }));
        all
    }
}

/// Withheld sources as they are listed.
pub fn listed_sources(sources: &[Gone<Source>], document: SourceId) -> Vec<WithheldRow> {
    let label = |source: &Source| {
        let own = [source.title.as_ref(), source.publisher.as_ref()];
        let written = [source.url.as_ref(), source.id.as_ref()].into_iter().flatten().map(|text| &text.value);
        own.into_iter().flatten().chain(written).next().cloned().unwrap_or_default()
    };
    let listed = sources.iter().map(|Gone { row, reason }| WithheldRow {
        document,
        span: row.span,
        sort: RowSort::Source,
        label: short(&label(row)),
        reason: reason.clone(),
    });
    listed.collect()
}

fn activity_label(row: &Activity) -> String {
    let name = |name: &Option<Spanned<String>>| name.as_ref().map_or("…", |name| name.as_str()).to_owned();
    let verb = row.verb.as_deref().unwrap_or("targets");
    format!("{} {verb} {}", name(&row.actor), name(&row.victim))
}

fn attribution_label(row: &Attribution) -> String {
    let to = match &row.to {
        Some(
            AttributionTarget::Actor(name)
            | AttributionTarget::Country(name)
            | AttributionTarget::Sponsor(name),
        ) => name.as_str(),
        None => "…",
    };
    format!("{} to {to}", row.subject.as_ref().map_or("…", |name| name.as_str()))
}

/// Takes every row above `max` out of the report, then what depends on it, until nothing more depends on anything
/// withheld.
pub fn withhold(report: &mut Arc<Report>, max: Tlp) -> Dropped {
    let level = Level { base: report.head.tlp, max };
    if !level.splits(report) {
        return Dropped::default();
    }
    let report = Arc::make_mut(report);
    let mut dropped = Dropped {
        sources: withhold_sources(&mut report.sources, report.head.tlp, max),
        ..Dropped::default()
    };
    let sources = Sources { gone: &dropped.sources, kept: &report.sources };
    // Every row is asked for its sources: one that stays loses those that are gone.
    dropped.rows = split(&mut report.rows, |row| {
        let unsaid = sources.unsaid(&mut row.says);
        level.above(row.tlp).or(unsaid)
    });
    let names = Names::of(&dropped, &report.rows, &report.sources);
    dropped.activity = split(&mut report.activity, |row| {
        let gone = level.claim(&mut row.claim, &sources);
        gone.or_else(|| names.gone(EntityKind::Actor, row.actor.as_ref(), "its actor is withheld"))
            .or_else(|| names.gone(EntityKind::Victim, row.victim.as_ref(), "its victim is withheld"))
    });
    dropped.attribution = split(&mut report.attribution, |row| {
        level.claim(&mut row.claim, &sources).or_else(|| attribution_gone(row, &names))
    });
    dropped.indicators = split(&mut report.indicators, |row| {
        level
            .above(row.tlp)
            .or_else(|| names.gone(EntityKind::Actor, row.actor.as_ref(), "its actor is withheld"))
            .or_else(|| names.malware_gone(row.malware.as_ref()))
            .or_else(|| names.told([row.context.as_deref()]))
    });
    dropped.detections = split(&mut report.detections, |row| {
        let file = row.file.as_ref().map(|file| file.as_str());
        let texts = [row.title.as_deref(), file, Some(&*row.text)];
        level.above(row.tlp).or_else(|| names.told(texts))
    });
    dropped.quotes = split(&mut report.quotes, |row| {
        let unsourced = row.source.as_ref().is_some_and(|source| sources.is_gone(&source.value));
        level
            .above(row.tlp)
            .or_else(|| unsourced.then(|| "its source is withheld".to_owned()))
            .or_else(|| names.told([Some(row.text.as_str()), row.speaker.as_deref(), row.role.as_deref()]))
    });
    forget_disputes(report, &dropped);
    dropped
}

/// Takes sources above `max` out of a list, and those known only through one of them.
pub fn withhold_sources(sources: &mut Vec<Source>, base: Tlp, max: Tlp) -> Vec<Gone<Source>> {
    let level = Level { base, max };
    let mut dropped: Vec<Gone<Source>> = Vec::new();
    loop {
        let away = split(sources, |source| {
            let through =
                source.via.as_ref().filter(|via| dropped.iter().any(|gone| gone.row.is(&via.value)));
            let through =
                through.map(|via| format!("it is known through `{}`, which is withheld", via.value));
            level.above(source.tlp).or(through)
        });
        if away.is_empty() {
            return dropped;
        }
        dropped.extend(away);
    }
}

/// Takes the rows with a reason out of a list.
fn split<T>(rows: &mut Vec<T>, mut reason: impl FnMut(&mut T) -> Option<String>) -> Vec<Gone<T>> {
    let mut gone = Vec::new();
    let mut kept = Vec::with_capacity(rows.len());
    for mut row in std::mem::take(rows) {
        match reason(&mut row) {
            Some(reason) => gone.push(Gone { row, reason }),
            None => kept.push(row),
        }
    }
    *rows = kept;
    gone
}

/// A report's level and the highest that is published.
struct Level {
    base: Tlp,
    max: Tlp,
}

impl Level {
    /// A row's level is the higher of its own and its report's.
    fn above(&self, own: Option<Tlp>) -> Option<String> {
        own.map(|own| own.max(self.base)).filter(|level| *level > self.max).map(Tlp::label)
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
        rows.any(|own| self.above(own).is_some())
    }

    /// Takes withheld sources off a claim, and says why the claim itself goes.
    fn claim(&self, claim: &mut Claim, sources: &Sources<'_>) -> Option<String> {
        let unsaid = sources.unsaid(&mut claim.says);
        self.above(claim.tlp).or(unsaid)
    }
}

/// The sources of a report, withheld and not.
struct Sources<'a> {
    gone: &'a [Gone<Source>],
    kept: &'a [Source],
}

impl Sources<'_> {
    fn is_gone(&self, reference: &str) -> bool {
        self.gone.iter().any(|gone| gone.row.is(reference))
            && !self.kept.iter().any(|source| source.is(reference))
    }

    /// Drops the references to withheld sources; a reason when there were references and none is left.
    fn unsaid(&self, says: &mut Vec<Spanned<String>>) -> Option<String> {
        let had = says.len();
        says.retain(|reference| !self.is_gone(&reference.value));
        let all = if had == 1 { "its source is withheld" } else { "all its sources are withheld" };
        (had > 0 && says.is_empty()).then(|| all.to_owned())
    }
}

fn attribution_gone(row: &Attribution, names: &Names) -> Option<String> {
    let what = "its object is withheld";
    let object = match &row.to {
        Some(AttributionTarget::Actor(name)) => names.gone(EntityKind::Actor, Some(name), what),
        Some(AttributionTarget::Country(name)) => names.gone(EntityKind::Country, Some(name), what),
        Some(AttributionTarget::Sponsor(_)) | None => None,
    };
    object.or_else(|| names.gone(EntityKind::Actor, row.subject.as_ref(), "its subject is withheld"))
}

/// A claim must not point at one that is gone.
fn forget_disputes(report: &mut Report, dropped: &Dropped) {
    let activity = dropped.activity.iter().map(|gone| &gone.row.claim);
    let claims = activity.chain(dropped.attribution.iter().map(|gone| &gone.row.claim));
    let gone: BTreeSet<&str> = claims.filter_map(|claim| Some(claim.id.as_ref()?.value.as_str())).collect();
    let activity = report.activity.iter_mut().map(|row| &mut row.claim);
    for claim in activity.chain(report.attribution.iter_mut().map(|row| &mut row.claim)) {
        claim.disputes.retain(|id| !gone.contains(id.value.as_str()));
    }
}
