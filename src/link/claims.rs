//! What the claims of reports add to entities: actors that an attribution names, and the actors whose origin is attributed to
//! a country.

use super::names::Resolver;
use super::{EntityId, LinkedReport, ReportId};
use crate::model::{AttributionTarget, EntityKind, Stance};

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

/// Entities that only the claims of a report name: the actors to whom it attributes others. A retracted report keeps its claims to
/// its own page.
pub fn named(linked: &LinkedReport, at: ReportId, resolver: &mut Resolver) -> Vec<EntityId> {
    let mut found = Vec::new();
    let report = &linked.report;
    for attribution in report.attribution.iter().filter(|_| report.retracted.is_none()) {
        if let Some(AttributionTarget::Actor(name)) = &attribution.to {
            let own = linked.own_row(EntityKind::Actor, name).cloned();
            let meaning = own.unwrap_or_else(|| resolver.name(Some(at), EntityKind::Actor, name));
            found.extend(meaning.entity());
        }
    }
    found
}

/// Gives every country the actors that reports attribute to it, those of retracted reports left out.
pub fn origins(reports: &[LinkedReport], resolver: &mut Resolver) {
    let standing = reports.iter().enumerate().filter(|(_, linked)| linked.report.retracted.is_none());
    for (at, linked) in standing {
        for attribution in &linked.report.attribution {
            let Some(AttributionTarget::Country(country)) = &attribution.to else { continue };
            let country = resolver.name(Some(at), EntityKind::Country, country).entity();
            let subject = attribution.subject.as_ref();
            let actor = subject.and_then(|subject| linked.own_row(EntityKind::Actor, subject)?.entity());
            if let (Some(country), Some(actor)) = (country, actor) {
                let stance = attribution.claim.stance;
                let origin = Origin { actor, report: Some(at), stance };
                resolver.entities[country].origin.push(origin);
            }
        }
    }
}
