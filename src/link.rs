//! Reports and profiles to a [`Site`]: names become entities, entities get slugs and routes, links find their targets. In goes an
//! edition, out comes a value that nothing changes any more. A name that two entities claim is reported and kept apart, never
//! merged. It renders nothing and withholds nothing.

mod backlinks;
mod claims;
mod cover;
mod evidence;
mod names;
mod redirects;
mod shared;
mod slugs;
mod targets;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::gate::Edition;
use crate::indicator::Cover;
use crate::model::{EntityKind, Page, Profile, Report, Tlp};
use crate::source::{SourceId, Span};

pub use claims::Origin;
pub use cover::{cover, excused};
pub use evidence::{ClaimId, Parties, Party, Reveal, RevealedRows, Statement};
pub use names::{Index, Meaning, OwnNames, canonical, is_code, key, key_with};
pub use shared::{IndicatorAt, SharedIndicator, SharedIndicators};
pub use targets::{Named, Target, beside, bundle_folder};

/// A site whose names are resolved and whose paths are fixed.
#[derive(Debug)]
pub struct Site {
    /// Settings.
    pub config: Config,
    /// The highest level that this edition may hold.
    pub max_tlp: Tlp,
    /// Newest first, then by slug; [`ReportId`] is the index.
    pub reports: Vec<LinkedReport>,
    /// By kind, then initial and folded name; [`EntityId`] is the index.
    pub entities: Vec<Entity>,
    /// By kind, then folded name; [`AmbiguousId`] is the index.
    pub ambiguous: Vec<Ambiguous>,
    /// In order of route; the home page is at `/` where it is authored.
    pub pages: Vec<Page>,
    /// Aliases and old paths, in order of path.
    pub redirects: Vec<Redirect>,
    /// What names mean.
    pub names: Index,
    /// What keeps a document back from the public edition, in words.
    pub held: BTreeMap<SourceId, Vec<String>>,
    /// Links that were reported already.
    pub reported: std::collections::BTreeSet<Span>,
    /// Paths below `content/` that could not be read.
    pub failed: Vec<String>,
    /// Documents whose prose links to another, by target, in order.
    pub backlinks: BTreeMap<DocumentId, Vec<DocumentId>>,
    /// Undisclosed victims that other reports name.
    pub reveals: RevealedRows,
    /// Documents by path below `content/`.
    pub documents: BTreeMap<String, DocumentId>,
    /// Indicators that at least two standing reports list.
    pub shared_indicators: SharedIndicators,
    /// Indicators of standing reports by the actor, malware family or tool that their row names.
    pub named_indicators: BTreeMap<EntityId, Vec<IndicatorAt>>,
    /// See [`cover()`].
    cover: OnceLock<Arc<Cover>>,
}

/// Index into [`Site::reports`].
pub type ReportId = usize;
/// Index into [`Site::entities`].
pub type EntityId = usize;
/// Index into [`Site::ambiguous`].
pub type AmbiguousId = usize;

/// A document or an entity that has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentId {
    /// A page of prose.
    Page(usize),
    /// A report.
    Report(ReportId),
    /// An entity.
    Entity(EntityId),
    /// A disambiguation page.
    Ambiguous(AmbiguousId),
}

/// A report with its names resolved.
#[derive(Debug)]
pub struct LinkedReport {
    /// As the author wrote it, without what is withheld; shared with other builds where nothing of it is.
    pub report: Arc<Report>,
    /// `/reports/roshan/`.
    pub route: String,
    /// What each row of the report means, in the order of `report.rows`.
    pub rows: Vec<Meaning>,
    /// See [`LinkedReport::own`].
    own: OnceLock<OwnNames>,
    /// Every entity that the report names, derived ones (a victim's sector) included; each once, in order of kind and of the
    /// front matter.
    pub entities: Vec<EntityId>,
    /// Whom its claims are about: activity rows, then attribution rows.
    pub claims: Vec<Parties>,
}

impl LinkedReport {
    /// The rows by the names that the report uses for them; made when somebody first asks.
    pub fn own(&self) -> &OwnNames {
        self.own.get_or_init(|| OwnNames::of(&self.report.rows))
    }

    /// What a name means inside the report: the row of the report that bears it.
    pub fn own_row(&self, kind: EntityKind, name: &str) -> Option<&Meaning> {
        self.own().row(kind, name).and_then(|at| self.rows.get(at))
    }
}

/// One actor, victim, tag…
#[derive(Debug)]
pub struct Entity {
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// The profile's name, else the most used spelling; of a technique or a vulnerability its id.
    pub name: String,
    /// The key that its names share, for sorting.
    pub key: String,
    /// Last segment of its route.
    pub slug: String,
    /// `/actors/redfoxtrot/`.
    pub route: String,
    /// What an author wrote about it.
    pub profile: Option<Box<Profile>>,
    /// The report whose unattributed cluster it is.
    pub cluster_of: Option<ReportId>,
    /// Reports that name it, newest first. Of a country, those in which it is a target.
    pub reports: Vec<ReportId>,
    /// Spellings in reports, with the number of uses.
    pub spellings: BTreeMap<String, usize>,
    /// The first place that names it, in order of path; absent where only its profile does.
    pub first: Option<Span>,
    /// Of a country: who is attributed to it, by actor.
    pub origin: Vec<Origin>,
    /// Claims about it, those of the newest report first; of a sector or a country also those about victims there.
    pub claims: Vec<ClaimId>,
}

impl Entity {
    /// What a technique or a vulnerability is called: by its profile, else a technique by the ATT&CK table; empty otherwise.
    pub fn title(&self) -> &str {
        match self.own_title() {
            "" if self.kind == EntityKind::Technique => {
                crate::attack::technique(&self.name).map_or("", |technique| technique.name)
            }
            own => own,
        }
    }

    /// What the profile of a technique or a vulnerability calls it. Only such a name stands for it in prose: those of the ATT&CK
    /// table are often plain words.
    pub fn own_title(&self) -> &str {
        match &self.profile {
            Some(profile) if self.kind.is_coded() && profile.name.value != self.name => &profile.name.value,
            _ => "",
        }
    }

    /// Its name; of a technique or a vulnerability the id and what it is called: `T1114 Email Collection`.
    pub fn called(&self) -> String {
        match self.title() {
            "" => self.name.clone(),
            title => format!("{} {title}", self.name),
        }
    }

    /// True for an activity cluster.
    pub fn is_cluster(&self) -> bool {
        self.cluster_of.is_some() || self.profile.as_deref().is_some_and(Profile::is_cluster)
    }
}

/// A name that more than one entity claims.
#[derive(Debug)]
pub struct Ambiguous {
    /// What sort of thing it names.
    pub kind: EntityKind,
    /// The most used spelling.
    pub name: String,
    /// The key that its spellings share.
    pub key: String,
    /// Last segment of its route.
    pub slug: String,
    /// Its disambiguation page.
    pub route: String,
    /// True when it has a page of its own; not where every spelling is that of one entity's own name.
    pub has_page: bool,
    /// Every spelling in use or claimed, in byte order.
    pub spellings: Vec<String>,
    /// The entities that claim it, in order of name.
    pub candidates: Vec<EntityId>,
    /// Reports that used it without settling it, newest first.
    pub reports: Vec<ReportId>,
}

/// An old path or an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The path that is left behind, with a slash in front.
    pub from: String,
    /// What it leads to.
    pub to: DocumentId,
    /// The author's own line; absent for an alias.
    pub written: Option<Span>,
}

/// Links an edition.
pub fn site(edition: Edition, config: &Config, diagnostics: &mut Diagnostics) -> Site {
    let max_tlp = edition.max_tlp.unwrap_or(config.tlp_max);
    let mut reports = edition.reports;
    reports.sort_by(|a, b| (b.date.day, &a.slug, &a.head.path).cmp(&(a.date.day, &b.slug, &b.head.path)));
    let mut pages = edition.pages;
    pages.sort_by(|a, b| (&a.route, &a.head.path).cmp(&(&b.route, &b.head.path)));
    let resolved = names::resolve(reports, edition.profiles, &pages, diagnostics);
    let shared_indicators = shared::shared(&resolved.reports);
    let named_indicators = shared::named(&resolved.reports);
    let mut site = Site {
        config: config.clone(),
        max_tlp,
        reports: resolved.reports,
        entities: resolved.entities,
        ambiguous: resolved.ambiguous,
        pages,
        redirects: Vec::new(),
        names: resolved.index,
        held: edition.held,
        reported: edition.reported,
        failed: edition.failed,
        backlinks: BTreeMap::new(),
        reveals: RevealedRows::new(),
        documents: BTreeMap::new(),
        shared_indicators,
        named_indicators,
        cover: OnceLock::new(),
    };
    slugs::assign(&mut site, diagnostics);
    site.documents = targets::documents(&site);
    let doubles = resolved.doubles.into_iter().map(|(path, id)| (path, DocumentId::Entity(id)));
    site.documents.extend(doubles);
    redirects::collect(&mut site);
    evidence::collect(&mut site, diagnostics);
    backlinks::collect(&mut site);
    site
}

impl Site {
    /// The route of a document's or an entity's page.
    pub fn route(&self, id: DocumentId) -> &str {
        match id {
            DocumentId::Page(at) => &self.pages[at].route,
            DocumentId::Report(at) => &self.reports[at].route,
            DocumentId::Entity(at) => &self.entities[at].route,
            DocumentId::Ambiguous(at) => &self.ambiguous[at].route,
        }
    }

    /// What its page is called.
    pub fn title(&self, id: DocumentId) -> &str {
        match id {
            DocumentId::Page(at) => &self.pages[at].title,
            DocumentId::Report(at) => self.reports[at].report.title.shown(),
            DocumentId::Entity(at) => &self.entities[at].name,
            DocumentId::Ambiguous(at) => &self.ambiguous[at].name,
        }
    }
}
