//! References between the rows of one report: claims name actors and victims of the report, `says` and `source` name its
//! sources, `disputes` names its claims. They are checked before anything is withheld, so that what a withheld row
//! leaves dangling is never mistaken for a slip.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Mapping, Reader};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::{Claim, EntityKind, Report};
use crate::names::fold;
use crate::source::{Span, Spanned};

/// Adds an error for every reference that leads nowhere and for every id that stands twice. A list of `map` that lost a row to
/// a fault is not searched: what refers to that row is no fault of its own.
pub fn check(reader: &mut Reader, report: &Report, map: &Mapping<'_>) {
    let rows = |kind: EntityKind| report.rows_of(kind).count();
    let lost = |key: &str, read: usize| map.items(key) > read;
    let actors = Names::of(report, &[EntityKind::Actor], lost("actors", rows(EntityKind::Actor)));
    let victims = Names::of(report, &[EntityKind::Victim], lost("victims", rows(EntityKind::Victim)));
    for activity in &report.activity {
        named(reader, activity.actor.as_ref(), &actors, "actors");
        named(reader, activity.victim.as_ref(), &victims, "victims");
    }
    for attribution in &report.attribution {
        named(reader, attribution.subject.as_ref(), &actors, "actors");
    }
    indicators(reader, report, &actors, map);
    let claims: Vec<&Claim> = claims(report).collect();
    let ids: Vec<&str> = claims.iter().filter_map(|claim| claim.id.as_deref()).map(String::as_str).collect();
    let claims_lost =
        lost("activity", report.activity.len()) || lost("attribution", report.attribution.len());
    let disputes = claims.iter().flat_map(|claim| &claim.disputes).filter(|_| !claims_lost);
    for disputed in disputes.filter(|disputed| !ids.contains(&disputed.value.as_str())) {
        dangling(reader, disputed, &ids, "claim", "give the other row that `id`");
    }
    let says = claims.iter().flat_map(|claim| &claim.says);
    let says = says.chain(report.rows.iter().flat_map(|row| &row.says));
    let quoted = report.quotes.iter().filter_map(|quote| quote.source.as_ref());
    let known: Vec<&str> =
        report.sources.iter().filter_map(|source| source.id.as_deref()).map(String::as_str).collect();
    let sources_lost = lost("sources", report.sources.len());
    for reference in says.chain(quoted).filter(|_| !sources_lost) {
        if !report.sources.iter().any(|source| source.is(&reference.value)) {
            dangling(reader, reference, &known, "source", "add a row with that `id` to `sources`");
        }
    }
    twice(reader, claims.iter().filter_map(|claim| claim.id.as_ref()), "claim");
    twice(reader, report.sources.iter().filter_map(|source| source.id.as_ref()), "source");
}

/// The names that rows of some kinds go by.
struct Names<'a> {
    written: Vec<&'a str>,
    folded: BTreeSet<String>,
    /// A row could not be read, so a name may be missing.
    lost: bool,
}

impl<'a> Names<'a> {
    fn of(report: &'a Report, kinds: &[EntityKind], lost: bool) -> Self {
        let rows = report.rows.iter().filter(|row| kinds.contains(&row.kind));
        let names = rows.flat_map(|row| [Some(&row.name), row.used.as_ref()]).flatten();
        let written: Vec<&str> =
            names.map(|name| name.value.as_str()).filter(|name| !name.is_empty()).collect();
        let folded = written.iter().map(|name| fold(name)).collect();
        Self { written, folded, lost }
    }

    fn has(&self, name: &str) -> bool {
        self.lost || self.folded.contains(&fold(name))
    }
}

/// An indicator may name what the report does not list, but then nothing is known of it, and it is not withheld with it: a
/// warning for each such name, at its first place.
fn indicators(reader: &mut Reader, report: &Report, actors: &Names<'_>, map: &Mapping<'_>) {
    let kinds = [EntityKind::Malware, EntityKind::Tool];
    let lost = kinds.iter().any(|kind| map.items(kind.plural()) > report.rows_of(*kind).count());
    let malware = Names::of(report, &kinds, lost);
    let mut found: BTreeMap<(&str, &str), (Span, usize)> = BTreeMap::new();
    for indicator in &report.indicators {
        let pairs = [("actors", &indicator.actor, actors), ("malware", &indicator.malware, &malware)];
        for (list, name, known) in pairs {
            if let Some(name) = name.as_ref().filter(|name| !known.has(name)) {
                found.entry((list, &name.value)).or_insert((name.span, 0)).1 += 1;
            }
        }
    }
    for ((list, name), (span, count)) in found {
        let known = if list == "actors" { actors } else { &malware };
        let rows = if count == 1 { String::new() } else { format!(", but {count} indicators name it") };
        let message = format!("`{name}` is none of this report's {list}{rows}");
        let near = did_you_mean(name, known.written.iter().copied());
        let hint =
            near.unwrap_or_else(|| format!("add it to `{list}`, so that it is withheld where the name is"));
        reader.faults.push(Diagnostic::warning("dangling-reference", span, message).hint(hint));
    }
}

fn claims(report: &Report) -> impl Iterator<Item = &Claim> {
    let activity = report.activity.iter().map(|activity| &activity.claim);
    activity.chain(report.attribution.iter().map(|attribution| &attribution.claim))
}

fn named(reader: &mut Reader, name: Option<&Spanned<String>>, known: &Names<'_>, list: &str) {
    let Some(name) = name.filter(|name| !known.has(name)) else { return };
    let message = format!("`{}` is none of this report's {list}", name.value);
    let near = did_you_mean(&name.value, known.written.iter().copied());
    reader.error(
        "dangling-reference",
        name.span,
        message,
        near.unwrap_or_else(|| format!("add it to `{list}`")),
    );
}

fn dangling(reader: &mut Reader, reference: &Spanned<String>, known: &[&str], what: &str, fix: &str) {
    let message = format!("no {what} of this report has the id `{}`", reference.value);
    let hint = did_you_mean(&reference.value, known.iter().copied()).unwrap_or_else(|| fix.to_owned());
    reader.error("dangling-reference", reference.span, message, hint);
}

fn twice<'a>(reader: &mut Reader, ids: impl Iterator<Item = &'a Spanned<String>>, what: &str) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for id in ids {
        if first.insert(id.value.as_str(), id.span).is_some() {
            let message = format!("a second {what} has the id `{}`", id.value);
            reader.error("duplicate-id", id.span, message, format!("give each {what} an id of its own"));
        }
    }
}
