//! References between the rows of one report: claims name actors and victims of the report, `says` and `source` name its
//! sources, `disputes` names its claims. They are checked before anything is withheld, so that what a withheld row
//! leaves dangling is never mistaken for a slip.

use std::collections::BTreeMap;

use super::fields::Reader;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::{Claim, EntityKind, Report};
use crate::names::fold;
use crate::source::{Span, Spanned};

/// Adds an error for every reference that leads nowhere and for every id that stands twice.
pub fn check(reader: &mut Reader, report: &Report) {
    let names = |kind: EntityKind| -> Vec<&str> {
        report
            .rows_of(kind)
            .flat_map(|row| [Some(&row.name), row.used.as_ref()])
            .flatten()
            .map(|name| name.value.as_str())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let actors = names(EntityKind::Actor);
    let victims = names(EntityKind::Victim);
    let claims: Vec<&Claim> = claims(report).collect();
    let ids: Vec<&str> = claims.iter().filter_map(|claim| claim.id.as_deref()).map(String::as_str).collect();
    for activity in &report.activity {
        named(reader, activity.actor.as_ref(), &actors, "actors");
        named(reader, activity.victim.as_ref(), &victims, "victims");
    }
    for attribution in &report.attribution {
        named(reader, attribution.subject.as_ref(), &actors, "actors");
    }
    for claim in &claims {
        for disputed in &claim.disputes {
            if !ids.contains(&disputed.value.as_str()) {
                dangling(reader, disputed, &ids, "claim", "give the other row that `id`");
            }
        }
    }
    let says = claims.iter().flat_map(|claim| &claim.says);
    let says = says.chain(report.rows.iter().flat_map(|row| &row.says));
    let quoted = report.quotes.iter().filter_map(|quote| quote.source.as_ref());
    for reference in says.chain(quoted) {
        if !report.sources.iter().any(|source| source.is(&reference.value)) {
            let known: Vec<&str> =
                report.sources.iter().filter_map(|source| source.id.as_deref()).map(String::as_str).collect();
            dangling(reader, reference, &known, "source", "add a row with that `id` to `sources`");
        }
    }
    twice(reader, claims.iter().filter_map(|claim| claim.id.as_ref()), "claim");
    twice(reader, report.sources.iter().filter_map(|source| source.id.as_ref()), "source");
}

fn claims(report: &Report) -> impl Iterator<Item = &Claim> {
    let activity = report.activity.iter().map(|activity| &activity.claim);
    activity.chain(report.attribution.iter().map(|attribution| &attribution.claim))
}

fn named(reader: &mut Reader, name: Option<&Spanned<String>>, known: &[&str], list: &str) {
    let Some(name) = name else { return };
    let key = fold(&name.value);
    if !known.iter().any(|known| fold(known) == key) {
        let message = format!("`{}` is none of this report's {list}", name.value);
        let hint =
            did_you_mean(&name.value, known.iter().copied()).unwrap_or_else(|| format!("add it to `{list}`"));
        reader.error_with("dangling-reference", name.span, message, hint);
    }
}

fn dangling(reader: &mut Reader, reference: &Spanned<String>, known: &[&str], what: &str, fix: &str) {
    let message = format!("no {what} of this report has the id `{}`", reference.value);
    let hint = did_you_mean(&reference.value, known.iter().copied()).unwrap_or_else(|| fix.to_owned());
    reader.error_with("dangling-reference", reference.span, message, hint);
}

fn twice<'a>(reader: &mut Reader, ids: impl Iterator<Item = &'a Spanned<String>>, what: &str) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for id in ids {
        if first.insert(id.value.as_str(), id.span).is_some() {
            let message = format!("a second {what} has the id `{}`", id.value);
            reader.faults.push(Diagnostic::error("duplicate-id", id.span, message));
        }
    }
}
