//! Claims by whom they are about. In go claims of the linked site, out come lanes, each with its dated claims in order of time and
//! those without a date; and what is more than a figure can hold.

use std::collections::BTreeMap;

use super::axis::Need;
use super::bar;
use super::period::{Day, Period};
use crate::link::{ClaimId, Party, Site, Statement};
use crate::view::facets::affirms;

/// Lanes of a figure that is not in pages.
const LANES: usize = 40;
/// Bars of a lane, and claims of one without dates.
pub const BARS: usize = 24;
/// Bars of a lane where there are many lanes, and of all lanes together.
const FEWEST: usize = 6;
const ALL: usize = 480;

/// What belongs to one actor, or to one victim.
#[derive(Debug, Clone, Default)]
pub struct Lane {
    /// Who it is; absent where the claims leave it open.
    pub key: Option<Party>,
    /// Claims with a date, the earliest first.
    pub dated: Vec<Dated>,
    /// Claims without one.
    pub undated: Vec<ClaimId>,
    /// Dated claims that were left out.
    pub more: usize,
}

/// A claim and when it is said to have been.
#[derive(Debug, Clone)]
pub struct Dated {
    /// The claim.
    pub id: ClaimId,
    /// When.
    pub period: Period,
}

/// What is more than a figure can hold.
#[derive(Debug, Default)]
pub struct Cut {
    /// Number of lanes that are gone.
    pub lanes: usize,
    /// Claims that the figure does not show.
    pub claims: Vec<ClaimId>,
}

impl Lane {
    /// All of its claims.
    pub fn claims(&self) -> impl Iterator<Item = ClaimId> {
        self.dated.iter().map(|dated| dated.id).chain(self.undated.iter().copied())
    }

    /// When somebody asserts or suspects that it was active. What is denied or disputed is no presence.
    pub fn present(&self, site: &Site) -> impl Iterator<Item = &Period> {
        let dated = self.dated.iter().filter(|dated| affirms(site.statement(dated.id).claim().stance));
        dated.map(|dated| &dated.period)
    }

    /// True where any of its claims is more than an objection, with a date or without.
    pub fn is_present(&self, site: &Site) -> bool {
        self.claims().any(|id| affirms(site.statement(id).claim().stance))
    }

    /// The day on which it begins; the last of all where nothing says so.
    pub fn begins(&self) -> Day {
        self.dated.iter().map(|dated| dated.period.hull().0).min().unwrap_or(Day::MAX)
    }

    /// What its bars need of the axis.
    pub fn needs(&self) -> impl Iterator<Item = Need> {
        self.dated.iter().map(|dated| bar::need(&dated.period))
    }
}

/// When a claim is said to have been; nothing for an attribution and where no date is given.
pub fn period(site: &Site, id: ClaimId) -> Option<Period> {
    match site.statement(id) {
        Statement::Activity(row) => Period::of(row, site.reports[id.report].report.date.day),
        Statement::Attribution(_) => None,
    }
}

/// Whom a claim is upon; an undisclosed victim that a later report names is the one named.
pub fn victim(site: &Site, id: ClaimId) -> Option<Party> {
    let object = site.parties(id).object.clone()?;
    if let Party::Undisclosed(report, row) = object
        && let Some(reveal) = site.revealed(report, row)
    {
        return Some(Party::Entity(reveal.victim));
    }
    Some(object)
}

/// The lanes of some claims, those with the most claims first, then in order of their first claim.
pub fn by(site: &Site, claims: &[ClaimId], key: impl Fn(ClaimId) -> Option<Party>) -> Vec<Lane> {
    let mut places: BTreeMap<Option<Party>, usize> = BTreeMap::new();
    let mut lanes: Vec<Lane> = Vec::new();
    for id in claims {
        let key = key(*id);
        let at = *places.entry(key.clone()).or_insert_with(|| {
            lanes.push(Lane { key, ..Lane::default() });
            lanes.len() - 1
        });
        match period(site, *id) {
            Some(period) => lanes[at].dated.push(Dated { id: *id, period }),
            None => lanes[at].undated.push(*id),
        }
    }
    // The sort is stable.
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.dated.len()));
    lanes
}

/// Leaves out what is too much and puts the bars of each lane in order of time. Lanes are left out only where they are not in
/// pages.
pub fn cut(lanes: &mut Vec<Lane>, whole: bool) -> Cut {
    let mut cut = Cut::default();
    let (mut dated, mut undated) = (0, 0);
    lanes.retain(|lane| {
        let room = if lane.dated.is_empty() { &mut undated } else { &mut dated };
        *room += 1;
        let stays = !whole || *room <= LANES;
        if !stays {
            cut.lanes += 1;
            cut.claims.extend(lane.claims());
        }
        stays
    });
    let most = (ALL / lanes.len().max(1)).clamp(FEWEST, BARS);
    for lane in lanes {
        if lane.dated.len() > most {
            lane.more = lane.dated.len() - most;
            cut.claims.extend(lane.dated.drain(most..).map(|dated| dated.id));
        }
        lane.dated.sort_by_key(|dated| (dated.period.hull(), dated.id));
        let rest = lane.undated.iter().skip(BARS);
        cut.claims.extend(rest);
    }
    cut
}
