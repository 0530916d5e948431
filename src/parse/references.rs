//! References between the rows of one report: claims name actors and victims of the report, `says` and `source` name its
//! sources, `disputes` names its claims. They are checked before anything is withheld, so that what a withheld row
//! leaves dangling is never mistaken for a slip. A name that no row bears is handed on: an alias may say whose it is.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{Mapping, Reader};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::{AttributionTarget, Claim, EntityKind, Report, Stranger};
use crate::names::fold;
use crate::source::{Span, Spanned};

const ACTORS: &[EntityKind] = &[EntityKind::Actor];
const VICTIMS: &[EntityKind] = &[EntityKind::Victim];
const MALWARE: &[EntityKind] = &[EntityKind::Malware, EntityKind::Tool];

/// Adds an error for every reference that leads nowhere and for every id that stands twice, and gives the names that no row bears.
/// A list of `map` that lost a row to a fault is not searched: what refers to that row is no fault of its own.
pub fn check(reader: &mut Reader, report: &Report, map: &Mapping<'_>) -> Vec<Stranger> {
    let rows = |kind: EntityKind| report.rows_of(kind).count();
    let lost = |key: &str, read: usize| map.items(key) > read;
    let actors = Names::of(report, ACTORS, lost("actors", rows(EntityKind::Actor)));
    let victims = Names::of(report, VICTIMS, lost("victims", rows(EntityKind::Victim)));
    let mut strangers = Vec::new();
    for activity in &report.activity {
        strangers.extend(named(activity.actor.as_ref(), &actors, "actors"));
        strangers.extend(named(activity.victim.as_ref(), &victims, "victims"));
    }
    for attribution in &report.attribution {
        strangers.extend(named(attribution.subject.as_ref(), &actors, "actors"));
        // Whom it is attributed to need not stand in the report.
        if let Some(AttributionTarget::Actor(name)) = attribution.to.as_ref() {
            let other = Some(name).filter(|name| !actors.has(name));
            strangers.extend(other.map(|name| stranger(ACTORS, name, None)));
        }
    }
    strangers.extend(indicators(report, &actors, map));
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
    strangers
}

fn stranger(kinds: &'static [EntityKind], name: &str, fault: Option<Diagnostic>) -> Stranger {
    Stranger { kinds, name: name.to_owned(), fault }
}

/// The names that rows of some kinds go by.
struct Names<'a> {
    kinds: &'static [EntityKind],
    written: Vec<&'a str>,
    folded: BTreeSet<String>,
    /// A row could not be read, so a name may be missing.
    lost: bool,
}

impl<'a> Names<'a> {
    fn of(report: &'a Report, kinds: &'static [EntityKind], lost: bool) -> Self {
        let rows = report.rows.iter().filter(|row| kinds.contains(&row.kind));
        let names = rows.flat_map(|row| [Some(&row.name), row.used.as_ref()]).flatten();
        let written: Vec<&str> =
            names.map(|name| name.value.as_str()).filter(|name| !name.is_empty()).collect();
        let folded = written.iter().map(|name| fold(name)).collect();
        Self { kinds, written, folded, lost }
    }

    fn has(&self, name: &str) -> bool {
        self.lost || self.folded.contains(&fold(name))
    }
}

/// An indicator may name what the report does not list, but then nothing is known of it, and it is not withheld with it: a
/// warning for each such name, at its first place.
fn indicators(report: &Report, actors: &Names<'_>, map: &Mapping<'_>) -> Vec<Stranger> {
    let lost = MALWARE.iter().any(|kind| map.items(kind.plural()) > report.rows_of(*kind).count());
    let malware = Names::of(report, MALWARE, lost);
    let mut found: BTreeMap<(&str, &str), (Span, usize)> = BTreeMap::new();
    for indicator in &report.indicators {
        let pairs = [("actors", &indicator.actor, actors), ("malware", &indicator.malware, &malware)];
        for (list, name, known) in pairs {
            if let Some(name) = name.as_ref().filter(|name| !known.has(name)) {
                found.entry((list, &name.value)).or_insert((name.span, 0)).1 += 1;
            }
        }
    }
    let told = found.into_iter().map(|((list, name), (span, count))| {
        let known = if list == "actors" { actors } else { &malware };
        let rows = if count == 1 { String::new() } else { format!(", but {count} indicators name it") };
        let message = format!("`{name}` is none of this report's {list}{rows}");
        let near = did_you_mean(name, known.written.iter().copied());
        let hint =
            near.unwrap_or_else(|| format!("add it to `{list}`, so that it is withheld where the name is"));
        let fault = Diagnostic::warning("dangling-reference", span, message).hint(hint);
        stranger(known.kinds, name, Some(fault))
    });
    told.collect()
}

fn claims(report: &Report) -> impl Iterator<Item = &Claim> {
    let activity = report.activity.iter().map(|activity| &activity.claim);
    activity.chain(report.attribution.iter().map(|attribution| &attribution.claim))
}

fn named(name: Option<&Spanned<String>>, known: &Names<'_>, list: &str) -> Option<Stranger> {
    let name = name.filter(|name| !known.has(name))?;
    let message = format!("`{}` is none of this report's {list}", name.value);
    let near = did_you_mean(&name.value, known.written.iter().copied());
    let hint = near.unwrap_or_else(|| format!("add it to `{list}`"));
    Some(stranger(
        known.kinds,
        name,
        Some(Diagnostic::error("dangling-reference", name.span, message).hint(hint)),
    ))
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
