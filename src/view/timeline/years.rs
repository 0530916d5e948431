//! Dated activity by year, for the pages of `/timeline/`. A year has a page where a claim touches it, and the page follows from
//! those claims alone, so that a new report leaves the other years as they are. Retracted reports have no part in it.

use std::collections::BTreeMap;

use super::lanes::{self, Dated, Lane};
use super::{Frame, MORE};
use crate::link::{ClaimId, Site, Statement};
use crate::model::Tlp;
use crate::view::{DrawnTlp, Link, Rows, Shared, TimelinePageView, YearView};

/// Dated activity of the whole site.
#[derive(Debug)]
pub struct Years {
    /// By year: the actors with claims that touch it, those with the most first.
    years: BTreeMap<i16, Vec<Lane>>,
    /// Claims of activity that give a date.
    dated: Vec<ClaimId>,
    /// Number of those that give none.
    undated: usize,
}

impl Years {
    /// Where the years are listed.
    pub const ROUTE: &str = "/timeline/";

    /// Sorts the claims of a site by year and actor.
    pub fn of(site: &Site) -> Self {
        let mut claims: BTreeMap<i16, Vec<ClaimId>> = BTreeMap::new();
        let (mut dated, mut undated) = (Vec::new(), 0);
        for at in (0..site.reports.len()).filter(|at| site.reports[*at].report.retracted.is_none()) {
            for (id, statement) in site.statements(at) {
                match (statement, lanes::period(site, id)) {
                    (_, Some(period)) => {
                        dated.push(id);
                        for year in period.years() {
                            claims.entry(year).or_default().push(id);
                        }
                    }
                    (Statement::Activity(_), None) => undated += 1,
                    (Statement::Attribution(_), None) => {}
                }
            }
        }
        let lanes = |claims: Vec<ClaimId>| lanes::by(site, &claims, |id| site.parties(id).subject.clone());
        let years = claims.into_iter().map(|(year, claims)| (year, lanes(claims))).collect();
        Self { years, dated, undated }
    }

    /// The years that have pages, with the number of lanes of each; none where no claim gives a date.
    pub fn pages(&self) -> impl Iterator<Item = (i16, usize)> {
        self.years.iter().map(|(year, lanes)| (*year, lanes.len()))
    }

    /// The route of a year.
    pub fn route(year: i16) -> String {
        format!("{}{year:04}/", Self::ROUTE)
    }

    fn lanes(&self, year: i16) -> &[Lane] {
        self.years.get(&year).map_or(&[], Vec::as_slice)
    }
}

impl Rows<'_> {
    /// The list of years, with the activity of all time by actor.
    pub fn years_view(&self, blocked: &dyn Fn(&str) -> bool) -> TimelinePageView {
        let claims = |lanes: &[Lane]| lanes.iter().map(|lane| lane.dated.len()).sum::<usize>();
        let most = self.years.years.values().map(|lanes| claims(lanes)).max().unwrap_or(0).max(1);
        let years = self.years.years.iter().rev().map(|(year, lanes)| YearView {
            year: year.to_string(),
            href: self.href(&Years::route(*year)),
            actors: present(self.site, lanes),
            claims: claims(lanes),
            width: i32::try_from(claims(lanes) * 1000 / most).unwrap_or(1000),
        });
        let lanes = lanes::by(self.site, &self.years.dated, |id| self.site.parties(id).subject.clone());
        let frame =
            Frame { by_actor: true, place: None, own: false, year: None, total: None, listed: 0, blocked };
        TimelinePageView {
            year: String::new(),
            years: years.collect(),
            timeline: self.figure(lanes, frame),
            previous: None,
            next: None,
            undated: self.years.undated,
            paging: self.paging(Years::ROUTE, 1, 0),
        }
    }

    /// Page `number` of a year.
    pub fn year_view(&self, year: i16, number: usize, blocked: &dyn Fn(&str) -> bool) -> TimelinePageView {
        let lanes = self.years.lanes(year);
        let link = |year: &i16| Link { title: year.to_string(), href: self.href(&Years::route(*year)) };
        let frame = Frame {
            by_actor: true,
            place: None,
            own: false,
            year: Some(year),
            total: Some((present(self.site, lanes), lanes.len())),
            listed: MORE,
            blocked,
        };
        let years = &self.years.years;
        TimelinePageView {
            year: year.to_string(),
            years: Vec::new(),
            timeline: self.figure(self.slice(lanes, number).to_vec(), frame),
            previous: years.range(..year).next_back().map(|(year, _)| link(year)),
            next: years.range(year.saturating_add(1)..).next().map(|(year, _)| link(year)),
            undated: 0,
            paging: self.paging(&Years::route(year), number, lanes.len()),
        }
    }

    /// The highest marking of the claims on a page of a year; of all dated claims for the list of years.
    pub fn timeline_marking(&self, year: Option<(i16, usize)>) -> Shared<DrawnTlp> {
        let of_lanes = |lanes: &[Lane]| {
            let dated = lanes.iter().flat_map(|lane| &lane.dated);
            dated.map(|Dated { id, .. }| self.level_of_claim(*id)).max()
        };
        let highest = match year {
            Some((year, number)) => of_lanes(self.slice(self.years.lanes(year), number)),
            None => self.years.dated.iter().map(|id| self.level_of_claim(*id)).max(),
        };
        self.badge(highest.unwrap_or(Tlp::Clear))
    }
}

/// Number of actors that are more than denied.
fn present(site: &Site, lanes: &[Lane]) -> usize {
    lanes.iter().filter(|lane| lane.is_present(site)).count()
}
