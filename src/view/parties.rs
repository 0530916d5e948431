//! The two sides of a claim: each as a chip, and what the report of the claim calls it. In go parties of the linked site, out come
//! names and links; who says a claim and who objects is told elsewhere.

use super::{Chip, Drawn, NamedThere, Rows};
use crate::link::{ClaimId, EntityId, Party, Statement};
use crate::model::{AttributionTarget, EntityKind};

/// What stands for a kind on the chip of a sponsor, who is no entity.
pub const SPONSOR: &str = "sponsor";

impl Rows<'_> {
    /// One side of a claim as a chip.
    pub fn party_chip(&self, party: &Party) -> Chip {
        match party {
            Party::Entity(id) => self.derived_chip(*id),
            Party::Undisclosed(report, row) => {
                let linked = &self.site.reports[*report];
                let mut chip = self.chip(&linked.report.rows[*row], &linked.rows[*row]);
                chip.stance = None;
                chip
            }
            Party::Ambiguous(at, _) => {
                let name = &self.site.ambiguous[*at];
                let href = name.has_page.then(|| self.href(&name.route));
                Chip { ambiguous: true, href, ..self.named_chip(name.kind, &name.name) }
            }
            Party::Sponsor(name) => self.sponsor_chip(name),
        }
    }

    /// The names that the report of a claim uses for its parties and for the entity of the page, where they differ.
    pub fn names_there(&self, id: EntityId, claim: ClaimId) -> Vec<NamedThere> {
        let linked = &self.site.reports[claim.report];
        let rows = || linked.report.rows.iter().zip(&linked.rows);
        let (actor, victim) = (EntityKind::Actor, EntityKind::Victim);
        let parties = match self.site.statement(claim) {
            Statement::Activity(row) => [(actor, row.actor.as_ref()), (victim, row.victim.as_ref())],
            Statement::Attribution(row) => match &row.to {
                Some(AttributionTarget::Actor(to)) => [(actor, row.subject.as_ref()), (actor, Some(to))],
                _ => [(actor, row.subject.as_ref()), (actor, None)],
            },
        };
        let own = parties.into_iter().filter_map(|(kind, name)| linked.own().row(kind, name?));
        let mut found: Vec<(EntityId, &str)> = own
            .filter_map(|at| Some((linked.rows[at].entity()?, linked.report.rows[at].spelling())))
            .collect();
        if found.iter().all(|(entity, _)| *entity != id) {
            let row = rows().find(|(_, meaning)| meaning.entity() == Some(id));
            found.extend(row.map(|(row, _)| (id, row.spelling())));
        }
        found.sort_by_key(|(entity, _)| *entity != id);
        let differs = |(entity, name): &(EntityId, &str)| {
            let entity = &self.site.entities[*entity];
            *name != entity.name && !entity.kind.is_coded()
        };
        let name =
            |entity: EntityId| if entity == id { "" } else { self.site.entities[entity].name.as_str() };
        let views = found.into_iter().filter(differs);
        views
            .map(|(entity, spelling)| NamedThere {
                entity: name(entity).to_owned(),
                name: spelling.to_owned(),
            })
            .collect()
    }

    /// The chip of a name of a kind that leads nowhere.
    pub fn named_chip(&self, kind: EntityKind, name: &str) -> Chip {
        self.bare_chip(kind.key(), kind.label(), name)
    }

    /// The chip of a sponsor, which leads nowhere.
    pub fn sponsor_chip(&self, name: &str) -> Chip {
        self.bare_chip(SPONSOR, "Sponsor", name)
    }

    fn bare_chip(&self, kind: &str, label: &str, name: &str) -> Chip {
        Chip {
            kind: kind.to_owned(),
            label: label.to_owned(),
            icon: self.icon(kind),
            name: name.to_owned(),
            title: String::new(),
            href: None,
            named: None,
            stance: None,
            cluster: false,
            ambiguous: false,
            count: 1,
            reveals: Vec::new(),
            drawn: Drawn::default(),
        }
    }
}
