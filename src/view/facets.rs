//! Who belongs to a sector or a country. Of actors a profile or a claim says so (the actor was active against a victim there), of
//! victims their own row or profile. Claims that deny or dispute, and those of retracted reports, count for nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{CountedLink, EntityRef, FacetGroup, MemberGroup, Rows, Shared};
use crate::link::{EntityId, LinkedReport, Named, Site};
use crate::model::{EntityKind, Stance, VictimDetails};

/// Kinds that can belong to a sector or a country, in the order in which they are shown.
const KINDS: [EntityKind; 2] = [EntityKind::Actor, EntityKind::Victim];

/// Entities by the sector or the country that they belong to.
pub type Members = BTreeMap<EntityId, BTreeSet<EntityId>>;

/// Gathers them for the whole site.
pub fn members(site: &Site) -> Members {
    let mut members = Members::new();
    for (id, entity) in site.entities.iter().enumerate().filter(|(_, entity)| KINDS.contains(&entity.kind)) {
        let Some(profile) = &entity.profile else { continue };
        // The country of an actor is where it is said to come from, which is another matter.
        let country = profile.country.as_ref().filter(|_| entity.kind != EntityKind::Actor);
        let sectors = profile.sectors.iter().map(|name| (EntityKind::Sector, name));
        for (kind, name) in sectors.chain(country.map(|name| (EntityKind::Country, name))) {
            belongs(site, &mut members, kind, name, id);
        }
    }
    for linked in site.reports.iter().filter(|linked| linked.report.retracted.is_none()) {
        of_report(site, linked, &mut members);
    }
    members
}

fn of_report(site: &Site, linked: &LinkedReport, members: &mut Members) {
    let report = &linked.report;
    for (row, meaning) in report.rows.iter().zip(&linked.rows) {
        if let (Some(victim), Some(id)) = (&row.victim, meaning.entity()) {
            of_victim(site, victim, id, members);
        }
    }
    for activity in report.activity.iter().filter(|activity| affirms(activity.claim.stance)) {
        let actor =
            activity.actor.as_ref().and_then(|name| linked.own_row(EntityKind::Actor, name)?.entity());
        let victim = activity.victim.as_ref().and_then(|name| linked.own().row(EntityKind::Victim, name));
        let victim = victim.and_then(|at| report.rows.get(at)?.victim.as_ref());
        if let (Some(actor), Some(victim)) = (actor, victim) {
            of_victim(site, victim, actor, members);
        }
    }
}

/// True for a statement that says yes, however firmly.
pub fn affirms(stance: Option<Stance>) -> bool {
    matches!(stance, None | Some(Stance::Asserts | Stance::Suspects))
}

fn of_victim(site: &Site, victim: &VictimDetails, id: EntityId, members: &mut Members) {
    let sectors = victim.sectors.iter().map(|name| (EntityKind::Sector, name));
    for (kind, name) in sectors.chain(victim.country.iter().map(|name| (EntityKind::Country, name))) {
        belongs(site, members, kind, name, id);
    }
}

fn belongs(site: &Site, members: &mut Members, kind: EntityKind, name: &str, id: EntityId) {
    if let Named::Entity(group) = site.named_of_kind(kind, name) {
        members.entry(group).or_default().insert(id);
    }
}

impl Rows<'_> {
    /// Who belongs to a sector or a country, by kind.
    pub fn member_groups(&self, id: EntityId) -> Vec<MemberGroup> {
        let Some(members) = self.members.get(&id) else { return Vec::new() };
        let group = |kind: EntityKind| {
            let of_kind = members.iter().filter(|id| self.site.entities[**id].kind == kind);
            let entities: Vec<Shared<EntityRef>> = of_kind.map(|id| self.entity_ref(*id)).collect();
            (!entities.is_empty()).then(|| MemberGroup {
                kind: kind.key().to_owned(),
                label: kind.label_plural().to_owned(),
                entities,
            })
        };
        KINDS.into_iter().filter_map(group).collect()
    }

    /// Ways into the list of a kind.
    pub fn facets(&self, kind: EntityKind) -> Vec<FacetGroup> {
        let of = |facet: EntityKind, count: &dyn Fn(EntityId) -> usize, anchor: &str| {
            let mut links: Vec<CountedLink> = self
                .ids(facet)
                .map(|id| (id, count(id)))
                .filter(|(_, count)| *count > 0)
                .map(|(id, count)| CountedLink {
                    title: self.site.entities[id].name.clone(),
                    href: format!("{}#{anchor}", self.href(&self.site.entities[id].route)),
                    count,
                })
                .collect();
            // The sort is stable, so ties stay in order of name.
            links.sort_by_key(|link| Reverse(link.count));
            links
        };
        let members = |id: EntityId| {
            let members = self.members.get(&id).into_iter().flatten();
            members.filter(|id| self.site.entities[**id].kind == kind).count()
        };
        let origins = |id: EntityId| {
            let origins = self.site.entities[id].origin.iter().filter(|origin| affirms(origin.stance));
            origins.map(|origin| origin.actor).collect::<BTreeSet<_>>().len()
        };
        let anchor = format!("sr-members-{}", kind.key());
        let (seen, origin) = match kind {
            EntityKind::Actor => ("Seen in", of(EntityKind::Country, &origins, "sr-origin")),
            EntityKind::Victim => ("Countries", Vec::new()),
            _ => return Vec::new(),
        };
        [
            ("Attributed origin", origin),
            (seen, of(EntityKind::Country, &members, &anchor)),
            ("Sectors", of(EntityKind::Sector, &members, &anchor)),
        ]
        .into_iter()
        .filter(|(_, links)| !links.is_empty())
        .map(|(label, links)| FacetGroup { label: label.to_owned(), links })
        .collect()
    }
}
