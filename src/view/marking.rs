//! The marking of every page: the highest level of anything on it, rows of its reports included. In goes the linked site, out comes a
//! level for each report, entity, kind and for the site. What no rule knows more about bears the level of the edition.

use std::collections::BTreeMap;

use super::{Draw, DrawnTlp, PageView, Rows, Shared, words};
use crate::link::{AmbiguousId, EntityId, ReportId, Site};
use crate::model::{EntityKind, Head, Profile, Report, Tlp};

/// Levels of what pages show.
#[derive(Debug, Default)]
pub struct Markings {
    reports: Vec<Tlp>,
    entities: Vec<Tlp>,
}

impl Markings {
    /// The levels of a site.
    pub fn new(site: &Site) -> Self {
        let reports: Vec<Tlp> = site.reports.iter().map(|linked| report(&linked.report)).collect();
        let entities = site.entities.iter().map(|entity| {
            let origins = entity.origin.iter().filter_map(|origin| origin.report);
            let named = entity.reports.iter().copied().chain(entity.cluster_of).chain(origins);
            let own = entity.profile.as_deref().map(profile);
            named.map(|at| reports[at]).chain(own).max().unwrap_or(Tlp::Clear)
        });
        let entities = entities.collect();
        Self { reports, entities }
    }
}

/// Every level, as the theme draws it.
pub fn badges(draw: &dyn Draw) -> BTreeMap<Tlp, Shared<DrawnTlp>> {
    let badge = |level| {
        let view = words::tlp(level);
        let drawn = draw.draw("tlp_badge", "tlp", &view, "/");
        Shared::new(DrawnTlp { label: view.label, level: view.level, drawn })
    };
    Tlp::ALL.into_iter().map(|level| (level, badge(level))).collect()
}

/// The highest level of anything in a report.
fn report(report: &Report) -> Tlp {
    let rows = report.rows.iter().map(|row| row.tlp);
    let claims = report.activity.iter().map(|row| row.claim.tlp);
    let claims = claims.chain(report.attribution.iter().map(|row| row.claim.tlp));
    let sources = report.sources.iter().map(|row| row.tlp);
    let indicators = report.indicators.iter().map(|row| row.tlp);
    let detections = report.detections.iter().map(|row| row.tlp);
    let quotes = report.quotes.iter().map(|row| row.tlp);
    let all = rows.chain(claims).chain(sources).chain(indicators).chain(detections).chain(quotes);
    all.flatten().fold(report.head.marking(), Tlp::max)
}

fn profile(profile: &Profile) -> Tlp {
    profile.sources.iter().filter_map(|source| source.tlp).fold(profile.head.marking(), Tlp::max)
}

impl Rows<'_> {
    /// A level with what the theme makes of it.
    pub fn badge(&self, level: Tlp) -> Shared<DrawnTlp> {
        self.badges[&level].clone()
    }

    /// The level of a report with all its rows.
    pub fn report_level(&self, at: ReportId) -> Tlp {
        self.markings.reports[at]
    }

    /// The highest level of some reports.
    pub fn reports_level(&self, reports: &[ReportId]) -> Tlp {
        reports.iter().map(|at| self.markings.reports[*at]).max().unwrap_or(Tlp::Clear)
    }

    /// The level of an entity: of its profile and of every report that names it.
    pub fn entity_level(&self, id: EntityId) -> Tlp {
        self.markings.entities[id]
    }

    /// The highest level of all entities of a kind.
    pub fn kind_level(&self, kind: EntityKind) -> Tlp {
        self.markings.entities[self.ids(kind)].iter().copied().max().unwrap_or(Tlp::Clear)
    }

    /// The level of a name that several entities claim.
    pub fn ambiguous_level(&self, at: AmbiguousId) -> Tlp {
        let name = &self.site.ambiguous[at];
        let candidates = name.candidates.iter().map(|id| self.markings.entities[*id]);
        candidates.fold(self.reports_level(&name.reports), Tlp::max)
    }

    /// The highest level of everything that the edition holds.
    pub fn site_level(&self) -> Tlp {
        let all = self.markings.reports.iter().chain(&self.markings.entities);
        all.copied().max().unwrap_or(Tlp::Clear)
    }

    /// Marks a page with the level of what it shows, or of its document where that is higher.
    pub fn mark(&self, page: &mut PageView, head: Option<&Head>, shown: Tlp) {
        page.tlp = self.badge(head.map_or(shown, |head| head.marking().max(shown)));
    }
}
