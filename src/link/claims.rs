//! What the claims of reports add to entities: actors that an attribution names, and the actors whose origin is attributed to
//! a country.

use super::names::{Meaning, Resolver};
use super::{EntityId, LinkedReport, ReportId};
use crate::model::{AttributionTarget, EntityKind, Report, Stance};
use crate::names::fold;

/// An actor whose origin somebody attributes to a country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The actor.
    pub actor: EntityId,
    /// The report that says so; absent where the actor's profile does.
    pub report: Option<ReportId>,
    /// How it says so.
    pub stance: Option<Stance>,
}

/// Entities that only the claims of a report name: the actors to whom it attributes others.
pub fn named(report: &Report, at: ReportId, rows: &[Meaning], resolver: &mut Resolver) -> Vec<EntityId> {
    let mut found = Vec::new();
    for attribution in &report.attribution {
        if let Some(AttributionTarget::Actor(name)) = &attribution.to {
            let own = own_row(report, rows, EntityKind::Actor, name);
            let meaning = own.unwrap_or_else(|| resolver.name(Some(at), EntityKind::Actor, name));
            found.extend(meaning.entity());
        }
    }
    found
}

/// What a name means inside its report: the row of the report that bears it.
pub fn own_row(report: &Report, rows: &[Meaning], kind: EntityKind, name: &str) -> Option<Meaning> {
    let wanted = fold(name);
    report
        .rows
        .iter()
        .zip(rows)
        .find(|(row, _)| {
            let used = row.used.as_ref().is_some_and(|used| fold(used) == wanted);
            row.kind == kind && !row.name.is_empty() && (fold(&row.name) == wanted || used)
        })
        .map(|(_, meaning)| meaning.clone())
}

/// Gives every country the actors attributed to it, by profiles and by reports that are not retracted.
pub fn origins(reports: &[LinkedReport], resolver: &mut Resolver) {
    let mut found: Vec<(EntityId, Origin)> = Vec::new();
    for id in 0..resolver.entities.len() {
        let Some(profile) = &resolver.entities[id].profile else { continue };
        if profile.kind != EntityKind::Actor {
            continue;
        }
        let Some(country) = profile.country.clone() else { continue };
        if let Some(country) = resolver.name(None, EntityKind::Country, &country).entity() {
            let origin = Origin { actor: id, report: None, stance: None };
            found.push((country, origin));
        }
    }
    for (at, linked) in reports.iter().enumerate() {
        if linked.report.retracted.is_some() {
            continue;
        }
        for attribution in &linked.report.attribution {
            let (Some(subject), Some(AttributionTarget::Country(country))) =
                (&attribution.subject, &attribution.to)
            else {
                continue;
            };
            let actor = own_row(&linked.report, &linked.rows, EntityKind::Actor, subject);
            let country = resolver.name(None, EntityKind::Country, country);
            if let (Some(actor), Some(country)) = (actor.and_then(|m| m.entity()), country.entity()) {
                let stance = attribution.claim.stance;
                let origin = Origin { actor, report: Some(at), stance };
                found.push((country, origin));
            }
        }
    }
    for (country, origin) in found {
        let list = &mut resolver.entities[country].origin;
        if !list.contains(&origin) {
            list.push(origin);
        }
    }
}
