//! Techniques of ATT&CK by tactic: those of all reports, and those of the reports on one actor. In go the rows of the reports, out
//! come domains, tactics and techniques with the reports behind them. A report on several actors does not say whose a technique is,
//! so a technique that only such reports name is marked. Retracted reports and denied rows count for nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use super::facets::affirms;
use super::matrix::level;
use super::pairs::named;
use super::{AttackCell, AttackDomain, AttackMatrix, AttackRow, AttackTactic, AttackView, Fact, Link, Rows};
use crate::attack::{self, Status, TacticId};
use crate::link::{DocumentId, Entity, EntityId, ReportId, Site};
use crate::model::{EntityKind, Stance};

/// The route of the page of all techniques.
pub const ROUTE: &str = "/matrix/attack/";
/// What that page is called.
pub const TITLE: &str = "ATT&CK techniques";
/// Reports listed in a cell.
const REPORTS: usize = 5;

/// Which reports name which techniques.
#[derive(Debug)]
pub struct Techniques {
    /// By report: the techniques that it names, each once, and whether it only suspects them.
    of_report: Vec<BTreeMap<EntityId, bool>>,
    /// By report: the actors of its rows that it does not deny.
    actors: Vec<BTreeSet<EntityId>>,
    /// By technique, for the whole site.
    all: BTreeMap<EntityId, Use>,
}

/// The reports behind a technique.
#[derive(Debug, Default)]
struct Use {
    /// Newest first.
    reports: Vec<ReportId>,
    /// All of them name several actors.
    shared: bool,
    /// All of them only suspect it.
    suspected: bool,
}

impl Use {
    fn add(&mut self, report: ReportId, shared: bool, suspected: bool) {
        let first = self.reports.is_empty();
        self.shared = shared && (first || self.shared);
        self.suspected = suspected && (first || self.suspected);
        self.reports.push(report);
    }
}

impl Techniques {
    /// False for a technique that a report names only to deny it; true of all else.
    pub fn counts(&self, site: &Site, at: ReportId, id: EntityId) -> bool {
        site.entities[id].kind != EntityKind::Technique || self.of_report[at].contains_key(&id)
    }

    /// Hashes all that [`Techniques::counts`] knows beyond the site.
    pub fn hash_counted(&self, hasher: &mut impl Hasher) {
        self.of_report.hash(hasher);
    }

    /// Number of techniques that standing reports name.
    pub fn used(&self) -> usize {
        self.all.len()
    }
}

/// Reads the techniques of all reports, each report once.
pub fn techniques(site: &Site) -> Techniques {
    let mut found = Techniques { of_report: Vec::new(), actors: Vec::new(), all: BTreeMap::new() };
    for (at, linked) in site.reports.iter().enumerate() {
        let mut own: BTreeMap<EntityId, bool> = BTreeMap::new();
        let rows = linked.report.rows.iter().zip(&linked.rows).filter(|_| linked.report.retracted.is_none());
        for (row, meaning) in rows.filter(|(row, _)| row.kind == EntityKind::Technique && affirms(row.stance))
        {
            if let Some(id) = meaning.entity() {
                let suspected = row.stance == Some(Stance::Suspects);
                own.entry(id).and_modify(|before| *before &= suspected).or_insert(suspected);
            }
        }
        for (id, suspected) in &own {
            found.all.entry(*id).or_default().add(at, false, *suspected);
        }
        found.actors.push(if own.is_empty() {
            BTreeSet::new()
        } else {
            named(site, linked, EntityKind::Actor)
        });
        found.of_report.push(own);
    }
    found
}

impl Rows<'_> {
    /// True where some report names a technique.
    pub fn has_attack(&self) -> bool {
        !self.techniques.all.is_empty()
    }

    /// The view of the page of all techniques.
    pub fn attack_view(&self) -> AttackView {
        let reports = self.techniques.of_report.iter().filter(|own| !own.is_empty()).count();
        AttackView {
            matrix: self.attack_matrix(&self.techniques.all, reports, false),
            list: Link {
                title: EntityKind::Technique.label_plural().to_owned(),
                href: self.href(&format!("/{}/", EntityKind::Technique.plural())),
            },
        }
    }

    /// The techniques in reports on an actor; nothing for an actor without any and for every other kind. What a report says of an
    /// actor only to deny it is left out.
    pub fn attack_of(&self, id: EntityId) -> Option<AttackMatrix> {
        let entity = &self.site.entities[id];
        if entity.kind != EntityKind::Actor {
            return None;
        }
        let mut uses: BTreeMap<EntityId, Use> = BTreeMap::new();
        let mut reports = 0;
        for at in &entity.reports {
            let (Some(own), Some(actors)) =
                (self.techniques.of_report.get(*at), self.techniques.actors.get(*at))
            else {
                continue;
            };
            if own.is_empty() || !actors.contains(&id) && self.denies(*at, id) {
                continue;
            }
            reports += 1;
            let shared = actors.iter().any(|other| *other != id);
            for (technique, suspected) in own {
                uses.entry(*technique).or_default().add(*at, shared, *suspected);
            }
        }
        (!uses.is_empty()).then(|| self.attack_matrix(&uses, reports, true))
    }

    /// True where a row of the report names the actor, and then, as it is not among its actors, to deny it.
    fn denies(&self, at: ReportId, id: EntityId) -> bool {
        self.site.reports[at].rows.iter().any(|meaning| meaning.entity() == Some(id))
    }

    fn attack_matrix(&self, uses: &BTreeMap<EntityId, Use>, reports: usize, of_actor: bool) -> AttackMatrix {
        let mut by_tactic: BTreeMap<TacticId, Vec<EntityId>> = BTreeMap::new();
        let mut unplaced = Vec::new();
        for id in uses.keys() {
            let tactics = tactics(&self.site.entities[*id]);
            if tactics.is_empty() {
                unplaced.push(*id);
            }
            for tactic in tactics {
                by_tactic.entry(tactic).or_default().push(*id);
            }
        }
        let cells = |ids: &[EntityId]| self.cells(ids, uses, of_actor);
        let known = attack::tactics();
        let mut domains = Vec::new();
        for domain in attack::domains() {
            let of_domain = by_tactic.iter().filter(|(at, _)| known[**at].domain == domain.key);
            let ids: BTreeSet<EntityId> =
                of_domain.clone().flat_map(|(_, ids)| ids.iter().copied()).collect();
            let tactics = of_domain.map(|(at, ids)| AttackTactic {
                id: known[*at].id.trim_matches('-').to_owned(),
                name: known[*at].name.to_owned(),
                anchor: anchor(*at),
                cells: cells(ids),
            });
            domains.push(AttackDomain {
                key: domain.key.to_owned(),
                name: domain.name.to_owned(),
                techniques: ids.len(),
                tactics: tactics.collect(),
            });
        }
        domains.push(AttackDomain {
            key: "other".to_owned(),
            name: "Without a tactic".to_owned(),
            techniques: unplaced.len(),
            tactics: vec![AttackTactic {
                id: String::new(),
                name: "Not in the table".to_owned(),
                anchor: "sr-tactic-other".to_owned(),
                cells: cells(&unplaced),
            }],
        });
        domains.retain(|domain| domain.techniques > 0);
        AttackMatrix {
            domains,
            techniques: uses.len(),
            reports,
            shared: uses.values().any(|of| of.shared),
            suspected: uses.values().any(|of| of.suspected),
            rows: if of_actor { self.attack_rows(uses) } else { Vec::new() },
            release: attack::release().to_owned(),
            notice: attack::notice().to_owned(),
        }
    }

    fn cells(&self, ids: &[EntityId], uses: &BTreeMap<EntityId, Use>, of_actor: bool) -> Vec<AttackCell> {
        let mut above = "";
        let mut cells = Vec::new();
        for id in ids {
            let (entity, of) = (&self.site.entities[*id], &uses[id]);
            let parent = attack::parent(&entity.name);
            let sub = parent.is_some_and(|parent| parent == above);
            if parent.is_none() {
                above = &entity.name;
            }
            let called =
                parent.filter(|_| !sub).map(|parent| self.technique_title(parent)).unwrap_or_default();
            let status = attack::technique(&entity.name).map_or(Status::Current, |row| row.status);
            let shown = if of_actor { REPORTS } else { 0 };
            cells.push(AttackCell {
                id: entity.name.clone(),
                name: self.entity_ref(*id).title.clone(),
                parent: called,
                sub,
                href: self.href(&entity.route),
                count: of.reports.len(),
                level: level(of.reports.len()),
                shared: of.shared,
                suspected: of.suspected,
                status: word(status).to_owned(),
                reports: of.reports.iter().take(shown).map(|at| self.link(DocumentId::Report(*at))).collect(),
                more: if of_actor { of.reports.len().saturating_sub(shown) } else { 0 },
            });
        }
        cells
    }

    fn attack_rows(&self, uses: &BTreeMap<EntityId, Use>) -> Vec<AttackRow> {
        let row = |(id, of): (&EntityId, &Use)| {
            let entity = &self.site.entities[*id];
            let newest = *of.reports.first()?;
            let tactics = tactics(entity).into_iter().map(|at| attack::tactics()[at].name.to_owned());
            Some(AttackRow {
                id: entity.name.clone(),
                name: self.entity_ref(*id).title.clone(),
                href: self.href(&entity.route),
                tactics: tactics.collect(),
                count: of.reports.len(),
                shared: of.shared,
                suspected: of.suspected,
                newest: self.link(DocumentId::Report(newest)),
                date: self.reports[newest].plain().date.clone(),
            })
        };
        uses.iter().filter_map(row).collect()
    }

    /// What a technique is called, by the site or else by the table; empty where neither knows it.
    fn technique_title(&self, id: &str) -> String {
        match self.technique(id) {
            Some(own) => self.site.entities[own].title().to_owned(),
            None => attack::technique(id).map(|row| row.name.to_owned()).unwrap_or_default(),
        }
    }

    /// The entity of a technique's id.
    fn technique(&self, id: &str) -> Option<EntityId> {
        self.site.names.owner(&(EntityKind::Technique, crate::link::key(EntityKind::Technique, id)))
    }

    /// What the table of ATT&CK says of a technique, for its identity card: tactics, the technique above, those below it that the
    /// site knows, what took its place, and where MITRE describes it.
    pub fn technique_facts(&self, id: EntityId, blocked: &dyn Fn(&str) -> bool) -> Vec<Fact> {
        let entity = &self.site.entities[id];
        let Some(row) = attack::technique(&entity.name).filter(|_| entity.kind == EntityKind::Technique)
        else {
            return Vec::new();
        };
        let plain = |title: &str| Link { title: title.to_owned(), href: String::new() };
        let placed = self.techniques.all.contains_key(&id);
        let tactic = |at: TacticId| Link {
            title: attack::tactics()[at].name.to_owned(),
            href: if placed { format!("{}#{}", self.href(ROUTE), anchor(at)) } else { String::new() },
        };
        let technique = |id: &str| match self.technique(id) {
            Some(own) => {
                let entity = &self.site.entities[own];
                Link { title: entity.called(), href: self.href(&entity.route) }
            }
            None => plain(format!("{id} {}", self.technique_title(id)).trim()),
        };
        // Sub-techniques stand right behind their technique.
        let below = (id + 1..self.ids(EntityKind::Technique).end)
            .take_while(|other| attack::parent(&self.site.entities[*other].name) == Some(row.id))
            .filter(|other| !self.site.entities[*other].reports.is_empty());
        let address = Some(attack::address(row.id)).filter(|address| !blocked(address));
        let mitre = address.map(|href| Link { title: format!("attack.mitre.org: {}", row.id), href });
        [
            (
                "Status",
                Some(word(row.status)).filter(|word| !word.is_empty()).map(plain).into_iter().collect(),
            ),
            ("Use instead", row.successors().into_iter().map(|other| technique(other.id)).collect()),
            ("Tactics", row.tactics().into_iter().map(tactic).collect()),
            ("Sub-technique of", attack::parent(row.id).map(technique).into_iter().collect::<Vec<_>>()),
            ("Sub-techniques here", below.map(|other| technique(&self.site.entities[other].name)).collect()),
            ("Described by MITRE", mitre.into_iter().collect()),
        ]
        .into_iter()
        .filter(|(_, values): &(_, Vec<Link>)| !values.is_empty())
        .map(|(label, values)| Fact { label: label.to_owned(), values })
        .collect()
    }
}

/// What MITRE asks to be shown on the page of a technique that the table knows; empty for everything else.
pub fn notice(entity: &Entity) -> String {
    let known = entity.kind == EntityKind::Technique && attack::technique(&entity.name).is_some();
    if known { attack::notice().to_owned() } else { String::new() }
}

/// The tactics of a technique, by its id.
fn tactics(entity: &Entity) -> Vec<TacticId> {
    attack::technique(&entity.name).map(attack::Technique::tactics).unwrap_or_default()
}

fn anchor(at: TacticId) -> String {
    format!("sr-tactic-{}", attack::tactics()[at].anchor())
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Current => "",
        Status::Revoked => "revoked in ATT&CK",
        Status::Deprecated => "deprecated in ATT&CK",
    }
}
