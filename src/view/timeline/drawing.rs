//! Lanes as what a template draws: bars in lines, and claims without dates.

use std::collections::BTreeSet;

use super::axis::Axis;
use super::bar::{self, Mark};
use super::lanes::{BARS, Lane};
use super::{Frame, wording};
use crate::link::ClaimId;
use crate::view::{BarView, LaneView, Rows, UndatedView};

/// A figure that is being drawn.
pub struct Drawing<'a> {
    pub rows: &'a Rows<'a>,
    pub frame: Frame<'a>,
    pub axis: &'a Axis,
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
                let row = self.rows.timeline_row(dated.id, self.frame);
                let stance = self.rows.stance(dated.id);
                let bar = bar::bar(&dated.period, stance, row.disputed, self.axis, &mut self.used);
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

    /// Claims that give no date.
    pub fn undated(&self, lanes: &[Lane]) -> Vec<UndatedView> {
        let row = |id: &ClaimId| self.rows.timeline_row(*id, self.frame);
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
}
