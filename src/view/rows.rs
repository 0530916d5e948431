//! Rows of lists, built once for the whole site and shared by every page that shows them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::attack::{self, Techniques};
use super::cite::Cited;
use super::disputes::Disputes;
use super::facets::{self, Members};
use super::groups::{self, Group};
use super::marking::{self, Markings};
use super::matrix::{self, Matrices};
use super::names::letter;
use super::pivot::Pivot;
use super::related::Related;
use super::reveals::Reveals;
use super::surround::Frames;
use super::tally::Tallies;
use super::ties::Ties;
use super::together::Beside;
use super::unnamed::Unnamed;
use super::{
    Chip, DateView, Draw, Drawn, DrawnDate, DrawnTlp, EntityRef, EntityRow, Link, ReportRow, Shared,
    TogetherRow, Years, words,
};
use crate::headline::Showing;
use crate::link::{AmbiguousId, DocumentId, Entity, EntityId, LinkedReport, ReportId, Site};
use crate::model::{EntityKind, Equivalence, Head, Tlp};

/// A site and the rows of its lists.
pub struct Rows<'a> {
    /// The site.
    pub site: &'a Site,
    /// By report.
    pub reports: Vec<Showing<Shared<ReportRow>>>,
    /// By entity, as a row of the list of its kind.
    pub entities: Vec<Showing<Shared<EntityRow>>>,
    /// By entity, as a name in a list of other things.
    refs: Vec<Shared<EntityRef>>,
    /// By entity, as a name of a report that says nothing more about it.
    pub chips: Vec<Shared<Chip>>,
    /// What draws components.
    pub draw: &'a dyn Draw,
    /// By key of the kind, its sign.
    icons: BTreeMap<&'static str, Drawn>,
    /// By level.
    pub badges: BTreeMap<Tlp, Shared<DrawnTlp>>,
    /// By report, the day of its date.
    days: Vec<Shared<DrawnDate>>,
    /// What stands around every page.
    pub frames: Frames,
    /// Ambiguous names by the entities that claim them.
    pub claimed: BTreeMap<EntityId, Vec<AmbiguousId>>,
    /// Claims about each entity, by what they assert.
    pub groups: BTreeMap<EntityId, Vec<Group>>,
    /// Which claims others object to.
    pub disputes: Disputes,
    /// Actors and victims by sector and country.
    pub members: Members,
    /// Pairs of actors and victims, sectors and countries.
    pub matrices: Matrices,
    /// Techniques of the reports.
    pub techniques: Techniques,
    /// Undisclosed victims that another report names.
    pub reveals: Reveals,
    /// Numbers of undisclosed victims.
    pub unnamed: Unnamed,
    /// Reports that share something.
    pub related: Related<'a>,
    /// What follows from which report names what.
    pub ties: Arc<Ties>,
    /// By report, how to cite it; made when somebody first asks.
    pub citations: Vec<OnceLock<Cited>>,
    /// To count what stands together.
    pub tallies: Tallies,
    /// By kind, what it is called where names stand together: on the pages of others, on those of targets.
    pub heads: BTreeMap<EntityKind, [OnceLock<Drawn>; 2]>,
    /// By entity, how it stands on the pages of others; made when a page first shows it.
    pub beside: Vec<Beside>,
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
    /// Builds all rows; the theme draws what many pages show.
    pub fn new(site: &'a Site, draw: &'a dyn Draw) -> Self {
        Self::again(site, draw, None)
    }

    /// The same, with what the rows of another build found.
    pub fn again(site: &'a Site, draw: &'a dyn Draw, before: Option<&Arc<Ties>>) -> Self {
        let english = words::is_english(&site.config);
        let mut claimed: BTreeMap<EntityId, Vec<AmbiguousId>> = BTreeMap::new();
        for (at, name) in site.ambiguous.iter().enumerate() {
            for id in &name.candidates {
                claimed.entry(*id).or_default().push(at);
            }
        }
        let reveals = Reveals::of(site);
        let kinds = EntityKind::ALL.into_iter().map(EntityKind::key).chain([super::parties::SPONSOR]);
        // None of these needs another, and each keeps one processor busy.
        let ((members, related), ((matrices, techniques), (years, pivot))) = rayon::join(
            || rayon::join(|| facets::members(site), || Related::of(site)),
            || {
                rayon::join(
                    || rayon::join(|| matrix::matrices(site), || attack::techniques(site)),
                    || rayon::join(|| Years::of(site), || Pivot::new(site)),
                )
            },
        );
        let ties = Ties::of(site, &reveals, &techniques, before);
        let mut rows = Self {
            site,
            reports: Vec::new(),
            entities: Vec::new(),
            refs: Vec::new(),
            chips: Vec::new(),
            draw,
            icons: kinds.map(|kind| (kind, draw.draw("icon", "kind", &kind, "/"))).collect(),
            badges: marking::badges(draw),
            days: Vec::new(),
            frames: Frames::new(&super::site_view(site), draw),
            claimed,
            groups: groups::all(site),
            disputes: Disputes::of(site),
            members,
            matrices,
            techniques,
            reveals,
            unnamed: Unnamed::of(site),
            related,
            ties,
            citations: site.reports.iter().map(|_| OnceLock::new()).collect(),
            tallies: Tallies::default(),
            heads: EntityKind::ALL
                .into_iter()
                .map(|kind| (kind, <[OnceLock<Drawn>; 2]>::default()))
                .collect(),
            beside: site.entities.iter().map(|_| Beside::default()).collect(),
            markings: Markings::new(site),
            years,
            english,
            pivot,
            taken: BTreeSet::new(),
        };
        // A row of a report shows names, and a chip is a name.
        rows.refs = site.entities.par_iter().map(|entity| rows.drawn_entity(entity)).collect();
        rows.chips = (0..site.entities.len())
            .into_par_iter()
            .map(|id| rows.drawn_chip(rows.derived_chip(id)))
            .collect();
        let reports = site.reports.par_iter().enumerate();
        rows.reports = reports.map(|(at, report)| Showing::new(|| rows.drawn_report(at, report))).collect();
        let days = rows.reports.par_iter().zip(&site.reports).map(|(row, linked)| {
            let date = &linked.report.date;
            let day = || rows.drawn_date(words::day(date.day, english), &linked.route);
            if date.timestamp.is_none() { row.plain().date.clone() } else { day() }
        });
        rows.days = days.collect();
        let entities = site.entities.par_iter();
        rows.entities = entities.map(|entity| Showing::new(|| Shared::new(rows.entity(entity)))).collect();
        rows
    }

    fn drawn_report(&self, at: ReportId, linked: &LinkedReport) -> Shared<ReportRow> {
        let mut row = self.report(at, linked);
        row.drawn = self.draw.draw("report_row", "report", &row, &linked.route);
        Shared::new(row)
    }

    /// The sign of a kind by its key, as the theme draws it.
    pub fn icon(&self, kind: &str) -> Drawn {
        self.icons.get(kind).cloned().unwrap_or_default()
    }

    /// A date with what the theme makes of it.
    fn drawn_date(&self, date: DateView, route: &str) -> Shared<DrawnDate> {
        let drawn = self.draw.draw("date", "date", &date, route);
        Shared::new(DrawnDate { iso: date.iso, text: date.text, drawn })
    }

    /// What the theme makes of an entity that stands in so many of the same reports as another.
    pub fn drawn_beside(&self, id: EntityId, reports: usize) -> Drawn {
        let row = TogetherRow { entity: self.entity_ref(id), reports };
        self.draw.draw("together_row", "row", &row, &self.site.entities[id].route)
    }

    fn report(&self, at: ReportId, linked: &LinkedReport) -> ReportRow {
        let report = &linked.report;
        let shown = linked
            .entities
            .iter()
            .filter(|id| matches!(self.site.entities[**id].kind, EntityKind::Actor | EntityKind::Victim));
        ReportRow {
            title: report.title.shown().to_owned(),
            href: self.href(&linked.route),
            date: self.drawn_date(words::written(&report.date, self.english), &linked.route),
            summary: report.head.summary.shown().to_owned(),
            kind: report.kind.as_deref().map(words::title_word).unwrap_or_default(),
            tlp: self.badge(self.report_level(at)),
            held: self.held(&report.head),
            retracted: report.retracted.is_some(),
            entities: shown.take(SHOWN_ENTITIES).map(|id| self.entity_ref(*id)).collect(),
            drawn: Drawn::default(),
        }
    }

    fn entity(&self, entity: &Entity) -> EntityRow {
        let date = |at: Option<&ReportId>| at.map(|at| self.days[*at].clone());
        let profile = entity.profile.as_ref();
        let (letter, letter_anchor) = letter(entity);
        let origins = entity.origin.iter().filter(|origin| facets::affirms(origin.stance));
        EntityRow {
            kind: entity.kind.key().to_owned(),
            name: entity.name.clone(),
            title: entity.title().to_owned(),
            href: self.href(&entity.route),
            summary: profile.map(|profile| profile.head.summary.shown().to_owned()).unwrap_or_default(),
            aliases: profile
                .iter()
                .flat_map(|profile| &profile.aliases)
                .filter(|alias| alias.equivalence == Equivalence::Exact)
                .map(|alias| alias.name.value.clone())
                .collect(),
            cluster: entity.is_cluster(),
            cluster_of: entity.cluster_of.map(|at| self.link(DocumentId::Report(at))),
            origins: origins.map(|origin| origin.actor).collect::<BTreeSet<_>>().len(),
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
    pub fn entity_ref(&self, id: EntityId) -> Shared<EntityRef> {
        self.refs[id].clone()
    }

    fn drawn_entity(&self, entity: &Entity) -> Shared<EntityRef> {
        let mut named = EntityRef {
            kind: entity.kind.key().to_owned(),
            label: entity.kind.label().to_owned(),
            icon: self.icon(entity.kind.key()),
            name: entity.name.clone(),
            title: entity.title().to_owned(),
            href: self.href(&entity.route),
            cluster: entity.is_cluster(),
            drawn: Drawn::default(),
            link: Drawn::default(),
        };
        // Shared, so that the value which both components see is made once.
        let bare = Shared::new(named.clone());
        let draw = |component| self.draw.draw(component, "entity", &bare, &entity.route);
        (named.drawn, named.link) = (draw("entity_chip"), draw("entity_link"));
        Shared::new(named)
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
}
