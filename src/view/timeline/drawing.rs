//! Lanes as what a template draws: bars in lines, claims without dates, overlaps.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::Axis;
use super::bar::{self, Mark};
use super::lanes::{self, BARS, Lane};
use super::overlap::{self, Overlap, Periods};
use super::{Frame, wording};
use crate::link::{ClaimId, Party};
use crate::model::Stance;
use crate::view::{BandView, BarView, LaneView, OverlapView, PlaceView, Rows, UndatedView};

/// Overlaps that are told in words, and those that are drawn.
const TOLD: usize = 3;
const BANDS: usize = 12;

/// A figure that is being drawn.
pub struct Drawing<'a> {
    pub rows: &'a Rows<'a>,
    pub frame: Frame<'a>,
    pub axis: &'a Axis,
    pub disputed: &'a BTreeSet<ClaimId>,
    /// The marks that were drawn so far.
    pub used: BTreeSet<Mark>,
}

impl Drawing<'_> {
    /// Lanes with at least one bar. Bars of one line do not touch; where each has words it has a line of its own.
    pub fn lanes(&mut self, lanes: &[Lane], worded: bool, objects: bool) -> Vec<LaneView> {
        let mut views = Vec::new();
        for lane in lanes.iter().filter(|lane| !lane.dated.is_empty()) {
            let mut lines: Vec<(Vec<BarView>, i32)> = Vec::new();
            for dated in &lane.dated {
                let disputed = self.disputed.contains(&dated.id);
                let stance = self.stance(dated.id);
                let bar = bar::bar(&dated.period, stance, disputed, self.axis, &mut self.used);
                let row = self.rows.timeline_row(dated.id, disputed, self.frame);
                let view = BarView { row, x: bar.target.0, width: bar.target.1, shapes: bar.shapes };
                match lines.iter_mut().find(|(_, end)| !worded && *end < bar.taken.0) {
                    Some((line, end)) => {
                        line.push(view);
                        *end = bar.taken.1;
                    }
                    None => lines.push((vec![view], bar.taken.1)),
                }
            }
            let lines: Vec<Vec<BarView>> = lines.into_iter().map(|(line, _)| line).collect();
            let note = if worded || !objects { String::new() } else { wording::victims(&lines) };
            let label = self.rows.some_chip(lane.key.as_ref());
            views.push(LaneView { label, note, lines, more: lane.more });
        }
        views
    }

    fn stance(&self, id: ClaimId) -> Stance {
        self.rows.site.statement(id).claim().stance.unwrap_or(Stance::Asserts)
    }

    /// Claims that give no date.
    pub fn undated(&self, lanes: &[Lane]) -> Vec<UndatedView> {
        let row = |id: &ClaimId| self.rows.timeline_row(*id, self.disputed.contains(id), self.frame);
        let mut with: Vec<&Lane> = lanes.iter().filter(|lane| !lane.undated.is_empty()).collect();
        // Those of whom the axis shows nothing stand first.
        with.sort_by_key(|lane| !lane.dated.is_empty());
        with.into_iter()
            .map(|lane| UndatedView {
                label: self.rows.some_chip(lane.key.as_ref()),
                rows: lane.undated.iter().take(BARS).map(row).collect(),
                more: lane.undated.len().saturating_sub(BARS),
            })
            .collect()
    }

    /// Of a report: victims at whom several actors are said to have been, with or without dates, most actors first.
    pub fn places(&self, lanes: &[Lane]) -> Vec<PlaceView> {
        let mut by_place: BTreeMap<Party, BTreeSet<usize>> = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| self.frame.own && lane.key.is_some()) {
            for id in lane.claims() {
                let present = matches!(self.stance(id), Stance::Asserts | Stance::Suspects);
                if let (true, Some(place)) = (present, lanes::victim(self.rows.site, id)) {
                    by_place.entry(place).or_default().insert(at);
                }
            }
        }
        let mut several: Vec<_> = by_place.into_iter().filter(|(_, who)| who.len() > 1).collect();
        several.sort_by_key(|(_, who)| std::cmp::Reverse(who.len()));
        several.truncate(TOLD);
        let view = |(place, who): (Party, BTreeSet<usize>)| PlaceView {
            place: self.rows.party_chip(&place).name,
            who: self.rows.lane_names(&who, lanes),
        };
        several.into_iter().map(view).collect()
    }

    /// Times at which several were at one victim: told in words, and drawn where that is one victim only.
    pub fn overlaps(&self, lanes: &[Lane]) -> (Vec<OverlapView>, Vec<BandView>) {
        if !self.frame.own && self.frame.place.is_none() {
            return (Vec::new(), Vec::new());
        }
        let mut by_place: BTreeMap<Party, Periods> = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.key.is_some()) {
            let asserted = lane.dated.iter().filter(|dated| self.stance(dated.id) == Stance::Asserts);
            for dated in asserted {
                let place = match self.frame.place {
                    Some(victim) => Some(Party::Entity(victim)),
                    None => lanes::victim(self.rows.site, dated.id),
                };
                if let (Some(place), Some(sure)) = (place, dated.period.sure()) {
                    by_place.entry(place).or_default().push((at, sure));
                }
            }
        }
        let mut found: Vec<(Party, Vec<Overlap>)> =
            by_place.into_iter().map(|(place, periods)| (place, overlap::overlaps(&periods))).collect();
        found.retain(|(_, overlaps)| !overlaps.is_empty());
        let mut told = Vec::new();
        for (place, overlaps) in &found {
            let place = if self.frame.place.is_some() { None } else { Some(self.rows.party_chip(place)) };
            told.extend(overlap::most_telling(overlaps.clone(), TOLD).into_iter().map(|overlap| {
                OverlapView {
                    period: self.rows.stretch(overlap.from, overlap.to),
                    who: self.rows.lane_names(&overlap.who, lanes),
                    place: place.as_ref().map(|chip| chip.name.clone()).unwrap_or_default(),
                }
            }));
        }
        told.truncate(TOLD);
        let bands = match found.as_slice() {
            [(_, overlaps)] => overlap::most_telling(overlaps.clone(), BANDS),
            _ => Vec::new(),
        };
        let band = |overlap: &Overlap| {
            let x = self.axis.x(overlap.from);
            let words = self.rows.stretch(overlap.from, overlap.to);
            BandView { x, width: self.axis.x(overlap.to) - x, words }
        };
        (told, bands.iter().map(band).collect())
    }
}
