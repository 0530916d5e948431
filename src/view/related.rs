//! Related reports: those that list the same indicators or name the same things. In go the inverted indexes of the linked site (by
//! entity and by shared indicator), out come the best five of every report, with the reason in words. Pairs are never compared
//! and no weight depends on the size of the site, so a new report changes the pages of those with which it shares something, and
//! no others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::reveals::Reveals;
use super::{RelatedReport, Rows, words};
use crate::link::{DocumentId, EntityId, ReportId, Site};
use crate::model::{Report, Tlp};

/// What more reports than this share says nothing about any two of them.
const MOST: usize = 50;
/// Related reports of one report.
const SHOWN: usize = 5;
/// Names in a reason.
const NAMES: usize = 4;
/// An indicator counts as much as this many names that as many reports use.
const INDICATOR: u32 = 10;
/// Shared indicators count up to this many that no third report has: two reports often copy one long list.
const INDICATORS: u32 = 10;

/// The related reports of a site.
pub struct Related<'a> {
    /// Arrays that nobody counts in just now.
    scores: Mutex<Vec<Scores>>,
    /// Shared indicators by the reports that list them.
    bundles: Vec<Bundle<'a>>,
    /// By report, the bundles that it is in, in order.
    bundles_of: Vec<Vec<usize>>,
    /// By report, false where it is retracted.
    standing: Vec<bool>,
    /// By report, its level as far as it names entities.
    levels: Vec<Tlp>,
}

/// Indicators that the same reports list.
struct Bundle<'a> {
    reports: &'a [ReportId],
    indicators: u32,
}

impl<'a> Related<'a> {
    /// Gathers what they are found by, in work that grows with the names and the indicators of the reports.
    pub fn of(site: &'a Site) -> Self {
        let mut counts: BTreeMap<&[ReportId], u32> = BTreeMap::new();
        for shared in site.shared_indicators.values().filter(|shared| shared.reports.len() <= MOST) {
            let count = counts.entry(&shared.reports).or_default();
            *count = count.saturating_add(1);
        }
        let bundles = counts.into_iter().map(|(reports, indicators)| Bundle { reports, indicators });
        let bundles: Vec<Bundle<'a>> = bundles.collect();
        let mut bundles_of = vec![Vec::new(); site.reports.len()];
        for (at, bundle) in bundles.iter().enumerate() {
            for report in bundle.reports {
                bundles_of[*report].push(at);
            }
        }
        let standing = site.reports.iter().map(|linked| linked.report.retracted.is_none()).collect();
        let levels = site.reports.iter().map(|linked| level_of_names(&linked.report)).collect();
        Self { scores: Mutex::default(), bundles, bundles_of, standing, levels }
    }

    /// Finds the related reports of a report, the best first.
    fn find(&self, site: &Site, reveals: &Reveals, at: ReportId) -> Vec<ReportId> {
        let free = self.scores.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut scores = free.unwrap_or_else(|| Scores::new(self.standing.len()));
        if self.standing[at] {
            self.score(site, reveals, at, &mut scores);
        }
        let best = scores.take(at, &self.standing);
        self.scores.lock().unwrap_or_else(PoisonError::into_inner).push(scores);
        best
    }

    fn score(&self, site: &Site, reveals: &Reveals, at: ReportId, scores: &mut Scores) {
        for id in reveals.subjects(site, at) {
            let count = reveals.count(site, id);
            if count > MOST {
                continue;
            }
            for other in reveals.reports_on(site, id) {
                scores.names(other, weight(count));
            }
        }
        for bundle in self.bundles_of[at].iter().map(|bundle| &self.bundles[*bundle]) {
            let each = weight(bundle.reports.len()) * INDICATOR;
            for other in bundle.reports {
                scores.indicators(*other, each.saturating_mul(bundle.indicators));
            }
        }
    }

    /// False for a retracted report.
    pub fn stands(&self, at: ReportId) -> bool {
        self.standing[at]
    }

    /// The level of a report as far as it names entities.
    pub fn level_of_names(&self, at: ReportId) -> Tlp {
        self.levels[at]
    }

    /// Number of indicators that two reports share.
    fn indicators(&self, one: ReportId, other: ReportId) -> u32 {
        let of_other: BTreeSet<usize> = self.bundles_of[other].iter().copied().collect();
        let both = self.bundles_of[one].iter().filter(|bundle| of_other.contains(bundle));
        both.fold(0, |sum, bundle| sum.saturating_add(self.bundles[*bundle].indicators))
    }
}

/// The weight of what `count` reports share: 70 for two, 31 for ten, 14 for fifty.
fn weight(count: usize) -> u32 {
    let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
    (10_000 / count).isqrt()
}

/// What one report shares with each other one, in arrays that are used again for the next.
struct Scores {
    names: Vec<u32>,
    indicators: Vec<u32>,
    /// Reports with a score.
    seen: Vec<ReportId>,
}

impl Scores {
    fn new(reports: usize) -> Self {
        Self { names: vec![0; reports], indicators: vec![0; reports], seen: Vec::new() }
    }

    fn names(&mut self, other: ReportId, weight: u32) {
        self.see(other);
        self.names[other] = self.names[other].saturating_add(weight);
    }

    fn indicators(&mut self, other: ReportId, weight: u32) {
        self.see(other);
        self.indicators[other] = self.indicators[other].saturating_add(weight);
    }

    fn see(&mut self, other: ReportId) {
        if self.names[other] == 0 && self.indicators[other] == 0 {
            self.seen.push(other);
        }
    }

    /// The best of all that stand, but for the report itself; ties go to the newest, then to the slug, which is the order of
    /// reports.
    fn take(&mut self, at: ReportId, standing: &[bool]) -> Vec<ReportId> {
        let most = weight(2) * INDICATOR * INDICATORS;
        let score = |other: ReportId| self.names[other].saturating_add(self.indicators[other].min(most));
        let mut best: Vec<(Reverse<u32>, ReportId)> = self
            .seen
            .iter()
            .filter(|other| **other != at && standing[**other])
            .map(|other| (Reverse(score(*other)), *other))
            .collect();
        if best.len() > SHOWN {
            best.select_nth_unstable(SHOWN);
            best.truncate(SHOWN);
        }
        best.sort_unstable();
        for other in self.seen.drain(..) {
            self.names[other] = 0;
            self.indicators[other] = 0;
        }
        // Into a list of its own: `best` has room for all that were seen.
        best.iter().map(|(_, other)| *other).collect()
    }
}

impl Rows<'_> {
    /// The related reports of a report, with the reason.
    pub fn related_reports(&self, at: ReportId) -> Vec<RelatedReport> {
        let count = |id: &EntityId| self.reveals.count(self.site, *id);
        let subjects = self.reveals.subjects(self.site, at);
        let mut own: Vec<EntityId> = subjects.filter(|id| (2..=MOST).contains(&count(id))).collect();
        // The rarest first, as they weigh most.
        own.sort_by_key(|id| (count(id), *id));
        self.best_related(at)
            .iter()
            .map(|other| RelatedReport {
                report: self.reports[*other].shown().clone(),
                reason: self.reason(&own, *other, self.related.indicators(at, *other)),
            })
            .collect()
    }

    fn best_related(&self, at: ReportId) -> &[ReportId] {
        self.ties.related[at].get_or_init(|| self.related.find(self.site, &self.reveals, at))
    }

    fn reason(&self, own: &[EntityId], other: ReportId, indicators: u32) -> String {
        let theirs: BTreeSet<EntityId> = self.reveals.subjects(self.site, other).collect();
        let shared: Vec<EntityId> = own.iter().copied().filter(|id| theirs.contains(id)).collect();
        // "One more name" would take as much room as the name.
        let shown = if shared.len() == NAMES + 1 { NAMES + 1 } else { NAMES.min(shared.len()) };
        let names = shared[..shown].iter().map(|id| words::isolated(&self.site.entities[*id].name));
        let mut parts: Vec<String> = names.collect();
        if shared.len() > shown {
            parts.push(format!("{} more names", shared.len() - shown));
        }
        match indicators {
            0 => {}
            1 => parts.push("one indicator".to_owned()),
            count => parts.push(format!("{count} indicators")),
        }
        format!("shares {}", words::list(&parts))
    }

    /// The level of what the page of a report says of others: titles of its neighbours and of those that link to it, related
    /// reports and what they share, undisclosed victims and their names.
    pub fn level_beside(&self, at: ReportId) -> Tlp {
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let neighbours = neighbours.filter_map(|at| self.site.reports.get(at));
        let neighbours = neighbours.map(|linked| linked.report.head.tlp);
        let related = self.best_related(at).iter().map(|other| {
            let names = self.related.levels[*other];
            let indicators = &self.site.reports[*other].report.indicators;
            match self.related.indicators(at, *other) {
                0 => names,
                _ => indicators.iter().filter_map(|row| row.tlp).fold(names, Tlp::max),
            }
        });
        let beside = neighbours.chain(related).fold(Tlp::Clear, Tlp::max);
        beside.max(self.level_of_mentions(DocumentId::Report(at))).max(self.level_of_reveals(at))
    }

    /// The highest level of the documents whose prose links to one.
    pub fn level_of_mentions(&self, id: DocumentId) -> Tlp {
        let heads = self.site.backlinks.get(&id).into_iter().flatten().filter_map(|from| match from {
            DocumentId::Page(at) => Some(&self.site.pages[*at].head),
            DocumentId::Report(at) => Some(&self.site.reports[*at].report.head),
            DocumentId::Entity(at) => self.site.entities[*at].profile.as_ref().map(|profile| &profile.head),
            DocumentId::Ambiguous(_) => None,
        });
        heads.map(|head| head.tlp).fold(Tlp::Clear, Tlp::max)
    }
}

fn level_of_names(report: &Report) -> Tlp {
    let rows = report.rows.iter().filter_map(|row| row.tlp);
    let attribution = report.attribution.iter().filter_map(|row| row.claim.tlp);
    rows.chain(attribution).fold(report.head.tlp, Tlp::max)
}
