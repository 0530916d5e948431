//! Timelines: the claims of a report, of an entity or of a year as lanes on one axis. In go claims of the linked site, out come
//! typed places and words; the theme draws them. A claim is a bar of its own even where another says the same, and one without
//! a date is listed, never dropped. Where there are too many, the rest is counted.

mod axis;
mod bar;
mod drawing;
mod lanes;
mod overlap;
mod period;
mod row;
mod together;
mod wording;
mod years;

use std::collections::BTreeSet;

use super::{BandView, Link, MarkView, OverlapView, Rows, TimelineRow, TimelineView};
use crate::link::{ClaimId, DocumentId, EntityId, Party, ReportId, Statement};
use crate::model::EntityKind;
use axis::Axis;
use drawing::Drawing;
use lanes::Lane;

pub use years::Years;

/// Up to so many bars each has a line and words of its own.
const WORDED: usize = 16;
/// Rows of the table that the figure has no room for.
const MORE: usize = 200;

/// What sort of figure it is.
#[derive(Clone, Copy)]
struct Frame<'a> {
    /// Lanes are actors, else victims.
    by_actor: bool,
    /// Every claim is about this victim.
    place: Option<EntityId>,
    /// The page is that of the report which makes all claims.
    own: bool,
    /// The axis is that of one year.
    year: Option<i16>,
    /// Number of lanes on all pages, where the figure shows those of one: those that are present, and all.
    total: Option<(usize, usize)>,
    /// Rows that the table may have beyond the figure.
    listed: usize,
    /// Which addresses must not become links.
    blocked: &'a dyn Fn(&str) -> bool,
}

impl Rows<'_> {
    /// The activity rows of a report by actor; nothing where no row gives a date.
    pub fn report_timeline(&self, at: ReportId, blocked: &dyn Fn(&str) -> bool) -> Option<TimelineView> {
        let rows = &self.site.reports[at].report.activity;
        if !rows.iter().any(|row| row.from.is_some() || row.to.is_some() || !row.peak.is_empty()) {
            return None;
        }
        let claims: Vec<ClaimId> = (0..rows.len()).map(|number| ClaimId { report: at, number }).collect();
        let lanes = lanes::by(self.site, &claims, |id| self.site.parties(id).subject.clone());
        self.figure(
            lanes,
            Frame { by_actor: true, place: None, own: true, year: None, total: None, listed: MORE, blocked },
        )
    }

    /// The activity about an entity in all reports, of an actor by victim, of anything else by actor.
    pub fn entity_timeline(&self, id: EntityId, blocked: &dyn Fn(&str) -> bool) -> Option<TimelineView> {
        let entity = &self.site.entities[id];
        let is_activity = |id: &ClaimId| matches!(self.site.statement(*id), Statement::Activity(_));
        let claims: Vec<ClaimId> = entity.claims.iter().copied().filter(is_activity).collect();
        let by_actor = entity.kind != EntityKind::Actor;
        let lanes = lanes::by(self.site, &claims, |id| {
            if by_actor { self.site.parties(id).subject.clone() } else { lanes::victim(self.site, id) }
        });
        let place = (entity.kind == EntityKind::Victim).then_some(id);
        self.figure(
            lanes,
            Frame { by_actor, place, own: false, year: None, total: None, listed: MORE, blocked },
        )
    }

    /// Reports whose claims stand on page `number` of an entity, for its marking.
    pub fn claiming_reports(&self, id: EntityId, number: usize) -> BTreeSet<ReportId> {
        let claims = self.site.entities[id].claims.iter().filter(|_| number == 1);
        claims.map(|claim| claim.report).collect()
    }

    fn figure(&self, mut lanes: Vec<Lane>, frame: Frame<'_>) -> Option<TimelineView> {
        let bars: usize = lanes.iter().map(|lane| lane.dated.len()).sum();
        if bars == 0 {
            return None;
        }
        let worded = bars <= WORDED;
        let only = self.only_victim(&lanes, frame);
        let summary = self.summary(&lanes, only, frame);
        let objects = frame.by_actor && only.is_none();
        let report = self.only_report(&lanes, frame);
        if worded {
            // The lane that begins first stands first, so that the bars make a staircase.
            lanes.sort_by_key(Lane::begins);
        }
        let together = self.at_once(&lanes, frame);
        let cut = lanes::cut(&mut lanes, frame.total.is_none());
        let axis = match frame.year {
            Some(year) => Axis::of_year(i32::from(year)),
            None => Axis::new(&lanes.iter().flat_map(Lane::needs).collect::<Vec<_>>()),
        };
        let row = |id: &ClaimId| self.timeline_row(*id, frame);
        let more: Vec<TimelineRow> = cut.claims.iter().take(frame.listed).map(row).collect();
        let left_out = wording::left_out(frame, cut.lanes, cut.claims.len(), more.len());
        let mut drawing = Drawing { rows: self, frame, axis: &axis, used: BTreeSet::new() };
        let views = drawing.lanes(&lanes, worded, objects);
        let undated = drawing.undated(&lanes);
        let bands = together.bands.iter().map(|days| (*days, self.band(*days, &axis)));
        // What lies beside the axis is told in words alone.
        let bands: Vec<(_, BandView)> = bands.filter(|(_, band)| band.width > 0).collect();
        let has_band = |days| bands.iter().any(|(other, _)| *other == days);
        let overlaps = together.overlaps.into_iter();
        let overlaps = overlaps.map(|(days, told)| OverlapView { band: has_band(days), ..told }).collect();
        let mark = |mark: &bar::Mark| MarkView { mark: mark.key(), words: mark.words() };
        let mut legend: Vec<MarkView> = drawing.used.iter().map(mark).collect();
        if !bands.is_empty() {
            legend.push(MarkView { mark: "overlap", words: "several at one time" });
        }
        Some(TimelineView {
            by: if frame.by_actor { "actor" } else { "victim" }.to_owned(),
            summary,
            report,
            places: together.places,
            overlaps,
            overlaps_more: together.more,
            bands: bands.into_iter().map(|(_, band)| band).collect(),
            grid: axis.ticks.iter().map(|tick| tick.x).collect(),
            years: axis.ticks.iter().filter(|tick| tick.is_year()).map(|tick| tick.x).collect(),
            labels: wording::labels(&axis, self.english),
            breaks: axis.breaks.iter().map(wording::broken).collect(),
            worded,
            objects,
            lanes: views,
            undated,
            legend,
            more,
            left_out,
        })
    }

    fn only_report(&self, lanes: &[Lane], frame: Frame<'_>) -> Option<Link> {
        let reports: BTreeSet<ReportId> = lanes.iter().flat_map(Lane::claims).map(|id| id.report).collect();
        let only = reports.first().filter(|_| reports.len() == 1 && !frame.own)?;
        Some(self.link(DocumentId::Report(*only)))
    }

    /// The victim of every claim, where it has a name that the summary can give.
    fn only_victim(&self, lanes: &[Lane], frame: Frame<'_>) -> Option<EntityId> {
        if frame.place.is_some() || !frame.by_actor || frame.total.is_some() {
            return frame.place;
        }
        let claims = lanes.iter().flat_map(Lane::claims);
        let victims: BTreeSet<Option<Party>> = claims.map(|id| self.object(id, frame)).collect();
        match victims.first() {
            Some(Some(Party::Entity(only))) if victims.len() == 1 => Some(*only),
            _ => None,
        }
    }
}
