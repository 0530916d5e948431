//! The pages of indicators that several reports list: which reports, and whom their rows name. In go the shared indicators of the site,
//! out come rows in order of the number of reports, in pages. Retracted reports have no part in them.

use std::collections::{BTreeMap, BTreeSet};

use super::indicators::{REPORTS, other};
use super::{IndicatorCount, PivotReport, PivotRow, PivotView, Rows, words};
use crate::indicator::{IndicatorType, shown};
use crate::link::{EntityId, ReportId, SharedIndicator, Site};
use crate::model::{EntityKind, Tlp};

/// Where the pages stand.
const ROUTE: &str = "/indicators/";
/// Reports named in a row.
const NAMED: usize = 10;
/// Actors of a report that are named where its row names none.
const ACTORS: usize = 8;

/// Type and normalised value.
type Key = (IndicatorType, String);

/// The order in which shared indicators are listed.
#[derive(Default)]
pub struct Pivot<'a> {
    order: Vec<&'a Key>,
    places: BTreeMap<&'a Key, usize>,
}

impl<'a> Pivot<'a> {
    /// Puts those that most reports list first.
    pub fn new(site: &'a Site) -> Self {
        let mut order: Vec<(&Key, usize)> =
            site.shared_indicators.iter().map(|(key, shared)| (key, shared.reports.len())).collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let order: Vec<&Key> = order.into_iter().map(|(key, _)| key).collect();
        let places = order.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        Self { order, places }
    }

    /// Number of shared indicators.
    pub fn len(&self) -> usize {
        self.order.len()
    }
}

impl Rows<'_> {
    /// Where a shared indicator stands.
    pub(super) fn pivot_href(&self, key: &Key) -> String {
        let place = self.pivot.places.get(key).copied().unwrap_or_default();
        let page = Self::page_route(ROUTE, place / self.site.config.page_size + 1);
        format!("{}#{}", self.href(&page), anchor(key))
    }

    /// Page `number` of the shared indicators.
    pub fn pivot_view(&self, number: usize) -> PivotView {
        let keys = self.slice(&self.pivot.order, number);
        let shared =
            |key: &Key| self.site.shared_indicators.get(key).map(|shared| self.pivot_row(key, shared));
        let mut view = PivotView {
            rows: keys.iter().filter_map(|key| shared(key)).collect(),
            paging: self.paging(ROUTE, number, self.pivot.len()),
            total: 0,
            kinds: Vec::new(),
            files: Vec::new(),
            tlp: words::tlp(Tlp::Clear),
            reports: Vec::new(),
            more_reports: 0,
        };
        if number == 1 {
            self.overview(&mut view);
        }
        view
    }

    /// The reports whose indicators may be pivoted on, newest first.
    pub fn reports_with_indicators(&self) -> impl Iterator<Item = ReportId> {
        let reports = self.site.reports.iter().enumerate();
        let standing = reports.filter(|(_, linked)| linked.report.retracted.is_none());
        standing.filter(|(_, linked)| !linked.report.indicators.is_empty()).map(|(at, _)| at)
    }

    fn overview(&self, view: &mut PivotView) {
        let mut kinds: BTreeMap<IndicatorType, usize> = BTreeMap::new();
        let mut level = Tlp::Clear;
        let reports: Vec<ReportId> = self.reports_with_indicators().collect();
        for listed in reports.iter().flat_map(|at| self.listed(*at)) {
            *kinds.entry(listed.row.kind).or_default() += 1;
            level = level.max(listed.level());
        }
        if kinds.is_empty() {
            return;
        }
        view.total = kinds.values().sum();
        view.files = self.file_links(&self.site_downloads(&kinds.keys().copied().collect()));
        view.tlp = words::tlp(level);
        view.kinds = kinds
            .into_iter()
            .map(|(kind, count)| IndicatorCount { label: kind.plural().to_owned(), count })
            .collect();
        view.more_reports = reports.len().saturating_sub(REPORTS);
        let count = |at: &ReportId| self.site.reports[*at].report.indicators.len();
        view.reports = reports.iter().take(REPORTS).map(|at| self.counted_report(*at, count(at))).collect();
    }

    fn pivot_row(&self, key: &Key, shared: &SharedIndicator) -> PivotRow {
        let newest =
            shared.rows.first().map(|found| &self.site.reports[found.report].report.indicators[found.row]);
        let value = newest.map_or(key.1.as_str(), |row| row.value.value.as_str());
        PivotRow {
            anchor: anchor(key),
            kind: key.0.key().to_owned(),
            label: key.0.label().to_owned(),
            shown: shown(key.0, value),
            other: newest.map(other).unwrap_or_default(),
            count: shared.reports.len(),
            reports: shared.reports.iter().take(NAMED).map(|at| self.pivot_report(*at, shared)).collect(),
            more: shared.reports.len().saturating_sub(NAMED),
        }
    }

    fn pivot_report(&self, at: ReportId, shared: &SharedIndicator) -> PivotReport {
        let linked = &self.site.reports[at];
        let from = shared.rows.partition_point(|found| found.report < at);
        let rows = shared.rows[from..].iter().take_while(|found| found.report == at);
        let mut named: BTreeSet<EntityId> = BTreeSet::new();
        let mut level = linked.report.head.tlp;
        for row in rows.filter_map(|found| linked.report.indicators.get(found.row)) {
            named.extend(self.row_entity(linked, &[EntityKind::Actor], row.actor.as_ref()));
            let malware = [EntityKind::Malware, EntityKind::Tool];
            named.extend(self.row_entity(linked, &malware, row.malware.as_ref()));
            level = row.tlp.map_or(level, |own| own.max(level));
        }
        let is_named = !named.is_empty();
        let actors = linked.entities.iter().copied();
        let actors = actors.filter(|id| self.site.entities[*id].kind == EntityKind::Actor).take(ACTORS);
        let entities: Vec<EntityId> = if is_named { named.into_iter().collect() } else { actors.collect() };
        PivotReport {
            title: linked.report.title.shown().to_owned(),
            href: self.href(&linked.route),
            date: self.reports[at].plain().date.clone(),
            tlp: self.badge(level),
            entities: entities.into_iter().map(|id| self.entity_ref(id)).collect(),
            named: is_named,
        }
    }
}

/// The anchor of a shared indicator: the same whatever else is shared.
fn anchor(key: &Key) -> String {
    let hash = blake3::hash(format!("{} {}", key.0.key(), key.1).as_bytes()).to_hex();
    format!("sr-indicator-{}", &hash[..12])
}
