//! Rows of lists, built once for the whole site and shared by every page that shows them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::attack::{self, Techniques};
use super::facets::{self, Members};
use super::groups::{self, Group};
use super::marking::Markings;
use super::matrix::{self, Matrices};
use super::names::letter;
use super::pivot::Pivot;
use super::related::Related;
use super::reveals::Reveals;
use super::{Chip, EntityRef, EntityRow, Link, ReportRow, Years, words};
use crate::link::{AmbiguousId, DocumentId, Entity, EntityId, LinkedReport, Meaning, ReportId, Site};
use crate::model::{EntityKind, Equivalence, Head, Row};

/// A site and the rows of its lists.
pub struct Rows<'a> {
    /// The site.
    pub site: &'a Site,
    /// By report.
    pub reports: Vec<Arc<ReportRow>>,
    /// By entity.
    pub entities: Vec<Arc<EntityRow>>,
    /// Ambiguous names by the entities that claim them.
    pub claimed: BTreeMap<EntityId, Vec<AmbiguousId>>,
    /// Claims about each entity, by what they assert.
    pub groups: BTreeMap<EntityId, Vec<Group>>,
    /// Actors and victims by sector and country.
    pub members: Members,
    /// Pairs of actors and victims, sectors and countries.
    pub matrices: Matrices,
    /// Techniques of the reports.
    pub techniques: Techniques,
    /// Undisclosed victims that another report names.
    pub reveals: Reveals,
    /// Reports that share something.
    pub related: Related<'a>,
    /// Levels of what pages show.
    pub markings: Markings,
    /// Dated activity by year.
    pub years: Years,
    /// Whether dates are written in English words.
    pub english: bool,
    /// The order of shared indicators.
    pub pivot: Pivot<'a>,
    /// Paths of the files that are copied, in small letters: nothing that is made may stand there.
    pub taken: BTreeSet<String>,
}

/// Entities shown with a report in a list.
const SHOWN_ENTITIES: usize = 8;

impl<'a> Rows<'a> {
    /// Builds all rows.
    pub fn new(site: &'a Site) -> Self {
        let english = words::is_english(&site.config);
        let mut claimed: BTreeMap<EntityId, Vec<AmbiguousId>> = BTreeMap::new();
        for (at, name) in site.ambiguous.iter().enumerate() {
            for id in &name.candidates {
                claimed.entry(*id).or_default().push(at);
            }
        }
        let members = facets::members(site);
        let reveals = Reveals::of(site);
        let related = Related::of(site, &reveals);
        let mut rows = Self {
            site,
            reports: Vec::new(),
            entities: Vec::new(),
            claimed,
            groups: groups::all(site),
            members,
            matrices: matrix::matrices(site),
            techniques: attack::techniques(site),
            reveals,
            related,
            markings: Markings::new(site),
            years: Years::of(site),
            english,
            pivot: Pivot::new(site),
            taken: BTreeSet::new(),
        };
        let reports = site.reports.par_iter().enumerate();
        rows.reports = reports.map(|(at, report)| Arc::new(rows.report(at, report))).collect();
        rows.entities = site.entities.par_iter().map(|entity| Arc::new(rows.entity(entity))).collect();
        rows
    }

    fn report(&self, at: ReportId, linked: &LinkedReport) -> ReportRow {
        let report = &linked.report;
        let shown = linked
            .entities
            .iter()
            .filter(|id| matches!(self.site.entities[**id].kind, EntityKind::Actor | EntityKind::Victim));
        ReportRow {
            title: report.title.value.clone(),
            href: self.href(&linked.route),
            date: words::written(&report.date, self.english),
            summary: report.head.summary.clone(),
            kind: report.kind.as_deref().map(words::title_word).unwrap_or_default(),
            tlp: words::tlp(self.report_level(at)),
            held: self.held(&report.head),
            retracted: report.retracted.is_some(),
            entities: shown.take(SHOWN_ENTITIES).map(|id| self.entity_ref(*id)).collect(),
        }
    }

    fn entity(&self, entity: &Entity) -> EntityRow {
        let date = |at: Option<&usize>| {
            at.map(|at| words::day(self.site.reports[*at].report.date.day, self.english))
        };
        let profile = entity.profile.as_ref();
        let (letter, letter_anchor) = letter(entity);
        EntityRow {
            kind: entity.kind.key().to_owned(),
            name: entity.name.clone(),
            title: entity.title().to_owned(),
            href: self.href(&entity.route),
            summary: profile.map(|profile| profile.head.summary.clone()).unwrap_or_default(),
            aliases: profile
                .iter()
                .flat_map(|profile| &profile.aliases)
                .filter(|alias| alias.equivalence == Equivalence::Exact)
                .map(|alias| alias.name.value.clone())
                .collect(),
            cluster: entity.is_cluster(),
            cluster_of: entity.cluster_of.map(|at| self.link(DocumentId::Report(at))),
            origins: entity.origin.iter().map(|origin| origin.actor).collect::<BTreeSet<_>>().len(),
            reports: entity.reports.len(),
            first: date(entity.reports.last()),
            last: date(entity.reports.first()),
            letter,
            letter_anchor,
        }
    }

    /// The entities of a kind; those of one kind stand together, in order.
    pub fn ids(&self, kind: EntityKind) -> Range<EntityId> {
        let from = self.site.entities.partition_point(|entity| entity.kind < kind);
        let to = self.site.entities.partition_point(|entity| entity.kind <= kind);
        from..to
    }

    /// The ambiguous names of a kind, in order.
    pub fn ambiguous(&self, kind: EntityKind) -> Range<AmbiguousId> {
        let from = self.site.ambiguous.partition_point(|name| name.kind < kind);
        let to = self.site.ambiguous.partition_point(|name| name.kind <= kind);
        from..to
    }

    /// A route with the path of the base URL before it.
    pub fn href(&self, route: &str) -> String {
        self.site.config.base_url.href(route)
    }

    /// What keeps a document back from the public edition.
    pub fn held(&self, head: &Head) -> Vec<String> {
        self.site.held.get(&head.source).cloned().unwrap_or_default()
    }

    /// An entity in a list of other things.
    pub fn entity_ref(&self, id: EntityId) -> EntityRef {
        let entity = &self.site.entities[id];
        EntityRef {
            kind: entity.kind.key().to_owned(),
            label: entity.kind.label().to_owned(),
            name: entity.name.clone(),
            title: entity.title().to_owned(),
            href: self.href(&entity.route),
            cluster: entity.is_cluster(),
        }
    }

    /// A link to a document.
    pub fn link(&self, id: DocumentId) -> Link {
        Link { title: self.site.title(id).to_owned(), href: self.href(self.site.route(id)) }
    }

    /// The pages whose prose links to one, without some.
    pub fn mentioned_in(&self, id: DocumentId, without: impl Fn(DocumentId) -> bool) -> Vec<Link> {
        self.site
            .backlinks
            .get(&id)
            .into_iter()
            .flatten()
            .filter(|from| !without(**from))
            .map(|from| self.link(*from))
            .collect()
    }

    /// The chip of one row of a report.
    pub fn chip(&self, row: &Row, meaning: &Meaning) -> Chip {
        let stance = row.stance.filter(|stance| *stance != crate::model::Stance::Asserts);
        let mut chip = Chip {
            kind: row.kind.key().to_owned(),
            label: row.kind.label().to_owned(),
            name: String::new(),
            title: String::new(),
            href: None,
            named: None,
            stance: stance.map(|stance| stance.word().to_owned()),
            cluster: row.sort == crate::model::RowKind::Cluster,
            ambiguous: false,
            count: 1,
            reveals: Vec::new(),
        };
        match meaning {
            Meaning::Entity(id) => {
                let entity = &self.site.entities[*id];
                chip.name = entity.name.clone();
                entity.title().clone_into(&mut chip.title);
                chip.href = Some(self.href(&entity.route));
                let differs = row.spelling() != entity.name && !entity.kind.is_coded();
                chip.named = differs.then(|| row.spelling().to_owned());
            }
            Meaning::Ambiguous(slot) => {
                chip.name = row.name.value.clone();
                chip.ambiguous = true;
                let page = self.site.names.ambiguous(slot).map(|at| &self.site.ambiguous[at]);
                chip.href = page.filter(|page| page.has_page).map(|page| self.href(&page.route));
                chip.named = row.used.as_ref().map(|used| used.value.clone());
            }
            Meaning::Undisclosed => {
                chip.name = self.undisclosed(row);
                chip.reveals = self.named_elsewhere(row);
            }
        }
        chip
    }

    /// The chip of an entity that no row of its own names, such as the sector of a victim.
    pub fn derived_chip(&self, id: EntityId) -> Chip {
        let entity = self.entity_ref(id);
        Chip {
            kind: entity.kind,
            label: entity.label,
            name: entity.name,
            title: entity.title,
            href: Some(entity.href),
            named: None,
            stance: None,
            cluster: entity.cluster,
            ambiguous: false,
            count: 1,
            reveals: Vec::new(),
        }
    }

    /// A victim without its name: what it is, its sectors and its country.
    pub fn undisclosed(&self, row: &Row) -> String {
        let Some(victim) = &row.victim else { return "Undisclosed victim".to_owned() };
        let what = match victim.class.as_deref() {
            Some("class") => "organizations",
            Some("organization") => "organization",
            Some("individual") => "person",
            Some("group") => "group",
            Some("system") => "system",
            _ => "victim",
        };
        let sectors: Vec<String> = victim
            .sectors
            .iter()
            .map(|sector| {
                let named = self.site.named_of_kind(EntityKind::Sector, sector);
                self.name_of(&named).unwrap_or_else(|| sector.value.clone())
            })
            .collect();
        let country = victim.country.as_ref().map(|country| {
            let named = self.site.named_of_kind(EntityKind::Country, country);
            self.name_of(&named).unwrap_or_else(|| country.value.clone())
        });
        let mut text = match sectors.as_slice() {
            [] => format!("Undisclosed {what}"),
            // A "government person" is no English.
            sectors if matches!(what, "person" | "group" | "system") => {
                format!("Undisclosed {what} ({})", words::list(sectors))
            }
            sectors => format!("Undisclosed {} {what}", words::list(sectors)),
        };
        if let Some(country) = country {
            text.push_str(", ");
            text.push_str(&country);
        }
        text
    }

    fn name_of(&self, named: &crate::link::Named) -> Option<String> {
        match named {
            crate::link::Named::Entity(id) => Some(self.site.entities[*id].name.clone()),
            _ => None,
        }
    }
}
