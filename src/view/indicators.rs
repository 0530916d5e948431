//! The indicators of a report, and those whose row names an actor, a malware family or a tool. Values are shown and never live; a page
//! lists the first of them and says where the rest is, so that its size does not grow with the list.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chip, CountedReport, IndicatorGroup, IndicatorView, IndicatorsView, Rows, words};
use crate::indicator::{IndicatorType, legible, other_spelling, same, shown};
use crate::link::{DocumentId, EntityId, LinkedReport, Meaning, ReportId};
use crate::model::{EntityKind, Indicator, Row, Tlp};
use crate::source::Spanned;

/// Indicators that one page lists.
const LISTED: usize = 200;
/// Bytes of HTML that their texts may take, so that long ones do not make a heavy page.
const WEIGHT: usize = 90_000;
/// Characters of a context that a page shows; the files have all of it.
const CONTEXT: usize = 600;
/// Reports named beside the indicators of an entity.
pub(super) const REPORTS: usize = 20;

/// An indicator with the report that it stands in.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    /// Number of the report.
    pub at: ReportId,
    /// The report.
    pub linked: &'a LinkedReport,
    /// The row.
    pub row: &'a Indicator,
}

impl Listed<'_> {
    /// A row's level is the higher of its own and its report's.
    pub fn level(&self) -> Tlp {
        self.row.tlp.map_or(self.linked.report.head.tlp, |own| own.max(self.linked.report.head.tlp))
    }
}

/// What a list stands under.
struct Frame<'a> {
    route: &'a str,
    /// The page's own level.
    level: Tlp,
    /// The entity whose page it is.
    entity: Option<EntityId>,
    /// Whether files may be taken away from it.
    offered: bool,
}

impl<'a> Rows<'a> {
    /// The indicators of a report. Those of a retracted one are shown and not offered as files.
    pub fn report_indicators(&self, at: ReportId) -> Option<IndicatorsView> {
        let linked = &self.site.reports[at];
        let frame = Frame {
            route: &linked.route,
            level: linked.report.head.tlp,
            entity: None,
            offered: linked.report.retracted.is_none(),
        };
        self.indicators(&frame, &self.listed(at).collect::<Vec<_>>())
    }

    /// The indicators whose row names the entity, in all reports but retracted ones.
    pub fn entity_indicators(&self, id: EntityId) -> Option<IndicatorsView> {
        let entity = &self.site.entities[id];
        let level = entity.profile.as_ref().map_or(Tlp::Clear, |profile| profile.head.tlp);
        let frame = Frame { route: &entity.route, level, entity: Some(id), offered: true };
        let listed: Vec<Listed<'_>> = self.named(id).collect();
        let mut view = self.indicators(&frame, &listed)?;
        let mut counts: BTreeMap<ReportId, usize> = BTreeMap::new();
        for listed in &listed {
            *counts.entry(listed.at).or_default() += 1;
        }
        view.more_reports = counts.len().saturating_sub(REPORTS);
        view.reports =
            counts.into_iter().take(REPORTS).map(|(at, count)| self.counted_report(at, count)).collect();
        Some(view)
    }

    /// The rows of a report as written.
    pub fn listed(&self, at: ReportId) -> impl Iterator<Item = Listed<'a>> + use<'a> {
        let linked = &self.site.reports[at];
        linked.report.indicators.iter().map(move |row| Listed { at, linked, row })
    }

    /// The rows that name an entity, newest report first.
    pub fn named(&self, id: EntityId) -> impl Iterator<Item = Listed<'a>> + use<'a> {
        let site = self.site;
        let rows = site.named_indicators.get(&id).into_iter().flatten();
        rows.map(move |found| {
            let linked = &site.reports[found.report];
            Listed { at: found.report, linked, row: &linked.report.indicators[found.row] }
        })
    }

    /// A report with a number of indicators.
    pub(super) fn counted_report(&self, at: ReportId, count: usize) -> CountedReport {
        let row = self.reports[at].shown();
        CountedReport {
            title: row.title.clone(),
            href: row.href.clone(),
            date: row.date.clone(),
            tlp: row.tlp.clone(),
            count,
        }
    }

    fn indicators(&self, frame: &Frame<'_>, all: &[Listed<'_>]) -> Option<IndicatorsView> {
        if all.is_empty() {
            return None;
        }
        let mut totals: BTreeMap<IndicatorType, usize> = BTreeMap::new();
        for listed in all {
            *totals.entry(listed.row.kind).or_default() += 1;
        }
        let mut rows: BTreeMap<IndicatorType, Vec<IndicatorView>> = BTreeMap::new();
        let (mut count, mut weight) = (0, 0);
        for listed in all.iter().take(LISTED) {
            let view = self.indicator(frame, *listed);
            weight += heft(&view);
            if weight > WEIGHT {
                break;
            }
            count += 1;
            rows.entry(listed.row.kind).or_default().push(view);
        }
        let kinds: BTreeSet<IndicatorType> = totals.keys().copied().collect();
        let files = frame.offered.then(|| self.downloads(frame.route, all.len(), &kinds));
        let json = files.as_ref().and_then(|files| files.json.as_ref()).filter(|_| count < all.len());
        let any = |says: &dyn Fn(&IndicatorView) -> bool| rows.values().flatten().any(says);
        Some(IndicatorsView {
            total: all.len(),
            listed: count,
            dates: any(&|row| {
                row.first_seen.is_some() || row.last_seen.is_some() || row.valid_until.is_some()
            }),
            notes: any(&has_notes),
            groups: totals
                .into_iter()
                .map(|(kind, total)| IndicatorGroup {
                    kind: kind.key().to_owned(),
                    label: kind.plural().to_owned(),
                    total,
                    rows: rows.remove(&kind).unwrap_or_default(),
                })
                .collect(),
            all: json.map(|path| self.href(&format!("/{path}"))),
            files: files.map(|files| self.file_links(&files)).unwrap_or_default(),
            tlp: words::tlp(all.iter().map(Listed::level).fold(frame.level, Tlp::max)),
            reports: Vec::new(),
            more_reports: 0,
        })
    }

    fn indicator(&self, frame: &Frame<'_>, listed: Listed<'_>) -> IndicatorView {
        let row = listed.row;
        let date = |date: Option<_>| date.map(|date| words::partial(date, self.english));
        let level = listed.level();
        let (also, also_href) = self.shared_with(listed);
        IndicatorView {
            kind: row.kind.key().to_owned(),
            shown: shown(row.kind, &row.value),
            other: other(row),
            first_seen: date(row.first_seen),
            last_seen: date(row.last_seen),
            valid_until: date(row.valid_until),
            context: cut(&legible(row.context.as_deref().unwrap_or_default())),
            confidence: row.confidence.map(|confidence| confidence.text()).unwrap_or_default(),
            actor: self.row_chip(listed.linked, &[EntityKind::Actor], row.actor.as_ref(), frame.entity),
            malware: self.row_chip(
                listed.linked,
                &[EntityKind::Malware, EntityKind::Tool],
                row.malware.as_ref(),
                frame.entity,
            ),
            tlp: (level > frame.level).then(|| words::tlp(level)),
            report: frame.entity.map(|_| self.link(DocumentId::Report(listed.at))),
            also,
            also_href,
        }
    }

    /// How many other reports list the same, and where they are named.
    fn shared_with(&self, listed: Listed<'_>) -> (usize, String) {
        let key = same(listed.row.kind, &listed.row.value);
        let Some((key, shared)) = self.site.shared_indicators.get_key_value(&key) else {
            return (0, String::new());
        };
        let others = shared.reports.iter().filter(|report| **report != listed.at).count();
        (others, self.pivot_href(key))
    }

    /// The name in a row as a chip; nothing where the page is about it.
    fn row_chip(
        &self,
        linked: &LinkedReport,
        kinds: &[EntityKind],
        name: Option<&Spanned<String>>,
        page: Option<EntityId>,
    ) -> Option<Chip> {
        let name = name?;
        match own_row(linked, kinds, name) {
            Some((_, meaning)) if page.is_some() && meaning.entity() == page => None,
            Some((row, meaning)) => {
                let chip = self.chip(row, meaning);
                Some(Chip { named: None, stance: None, ..chip })
            }
            None => {
                let kind = kinds.first().copied().unwrap_or(EntityKind::Actor);
                Some(self.named_chip(kind, name))
            }
        }
    }

    /// The entity that a name in a row stands for, where the report lists it.
    pub fn row_entity(
        &self,
        linked: &LinkedReport,
        kinds: &[EntityKind],
        name: Option<&Spanned<String>>,
    ) -> Option<EntityId> {
        own_row(linked, kinds, name?)?.1.entity()
    }
}

fn own_row<'l>(linked: &'l LinkedReport, kinds: &[EntityKind], name: &str) -> Option<(&'l Row, &'l Meaning)> {
    let at = kinds.iter().find_map(|kind| linked.own().row(*kind, name))?;
    Some((linked.report.rows.get(at)?, linked.rows.get(at)?))
}

/// The other spelling of a row's host, ready to be shown.
pub(super) fn other(row: &Indicator) -> String {
    let other = other_spelling(row.kind, &row.value);
    other.map(|host| shown(IndicatorType::Domain, &host)).unwrap_or_default()
}

fn has_notes(row: &IndicatorView) -> bool {
    !row.context.is_empty()
        || !row.confidence.is_empty()
        || row.actor.is_some()
        || row.malware.is_some()
        || row.tlp.is_some()
        || row.also > 0
}

/// About the bytes that the texts of a row take in HTML; the markup around them is bounded by the number of rows.
fn heft(view: &IndicatorView) -> usize {
    let chips = [&view.actor, &view.malware].into_iter().flatten();
    let report = view.report.iter().flat_map(|report| [&report.title, &report.href]);
    let texts = [&view.shown, &view.other, &view.context].into_iter().chain(report);
    let texts = texts.chain(chips.flat_map(|chip| std::iter::once(&chip.name).chain(&chip.href)));
    let escaped = |text: &String| {
        let signs = text.bytes().filter(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'' | b'/'));
        text.len() + 5 * signs.count()
    };
    texts.map(escaped).sum()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(CONTEXT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
