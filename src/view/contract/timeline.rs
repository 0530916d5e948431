//! Timelines: the figure on reports and entities, and the pages of `/timeline/`.

use serde::Serialize;

use super::{Chip, Link, Paging, RevealView, TlpView};

/// A figure of dated activity. Places and widths are whole numbers, of which the whole chart is 1000 wide; a line is 24 high.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineView {
    /// What a lane stands for: `actor` or `victim`.
    pub by: String,
    /// How many there are and which time they cover, in a sentence.
    pub summary: String,
    /// The report that makes all claims of the figure; absent where several do, and on the page of that report.
    pub report: Option<Link>,
    /// On the page of a report: victims of several actors, with or without dates; at most three.
    pub places: Vec<PlaceView>,
    /// Times at which several actors were at one victim, in order of time; at most three, of every victim one before a second of any.
    pub overlaps: Vec<OverlapView>,
    /// Number of further ones.
    pub overlaps_more: usize,
    /// The same times as bands behind the lanes; empty where the lanes are of several victims.
    pub bands: Vec<BandView>,
    /// Where the lines of the grid stand.
    pub grid: Vec<i32>,
    /// Those at which a year begins.
    pub years: Vec<i32>,
    /// What is written along the axis.
    pub labels: Vec<LabelView>,
    /// Stretches without activity that the axis leaves out.
    pub breaks: Vec<BandView>,
    /// True where each claim has a line of its own, with its words above its bar. Otherwise lines hold several bars.
    pub worded: bool,
    /// True where each bar has to name its victim: they differ, or the summary does not name the one that all have.
    pub objects: bool,
    /// Lanes with at least one bar.
    pub lanes: Vec<LaneView>,
    /// Claims that give no date, by the same order of lanes.
    pub undated: Vec<UndatedView>,
    /// The marks that the figure uses.
    pub legend: Vec<MarkView>,
    /// Further claims that the figure has no room for, for the table.
    pub more: Vec<TimelineRow>,
    /// What is neither in the figure nor in the table, in a sentence; empty where nothing is left out.
    pub left_out: String,
}

/// A victim of several actors.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView {
    /// The victim.
    pub place: String,
    /// The actors, in words.
    pub who: String,
    /// Those of whom every claim there is disputed, in words.
    pub disputed: String,
}

/// A time at which several actors were at one victim, by the dates of what is asserted.
#[derive(Debug, Clone, Serialize)]
pub struct OverlapView {
    /// When, in words.
    pub period: String,
    /// Who, in words.
    pub who: String,
    /// Those of them whose presence then rests on disputed claims alone, in words.
    pub disputed: String,
    /// At which victim; empty where the page is about it.
    pub place: String,
    /// True where a band behind the lanes shows it.
    pub band: bool,
}

/// A part of the axis.
#[derive(Debug, Clone, Serialize)]
pub struct BandView {
    /// Where it begins.
    pub x: i32,
    /// Its width.
    pub width: i32,
    /// What it stands for, in words.
    pub words: String,
}

/// A label of the axis.
#[derive(Debug, Clone, Serialize)]
pub struct LabelView {
    /// Where it stands, in percent with one decimal.
    pub percent: String,
    /// A year, a month, or a day of the month.
    pub text: String,
    /// What is written above that, once for all that follow: the year of months, the month of days.
    pub above: String,
}

/// What belongs to one actor, or to one victim.
#[derive(Debug, Clone, Serialize)]
pub struct LaneView {
    /// Who it is; without a name where claims leave it open.
    pub label: Option<Chip>,
    /// The victims of its bars, where they have no words of their own; empty otherwise.
    pub note: String,
    /// Its lines, each with bars that do not touch.
    pub lines: Vec<Vec<BarView>>,
    /// Number of its claims that the figure has no room for.
    pub more: usize,
}

/// One claim on the axis.
#[derive(Debug, Clone, Serialize)]
pub struct BarView {
    /// The claim.
    pub row: TimelineRow,
    /// Where it can be pointed at.
    pub x: i32,
    /// How wide that is.
    pub width: i32,
    /// What it is drawn of, those behind first.
    pub shapes: Vec<ShapeView>,
}

/// A mark on the axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShapeView {
    /// `body`, `loose`, `peak`, `about-start`, `about-end`, `at-least-start`, `at-least-end`, `open`, `ongoing`, `arrow`, `strike`,
    /// `disputed`, `earlier`, `later`.
    pub mark: &'static str,
    /// Where it begins.
    pub x: i32,
    /// Its width, at least 6, so that a single day is seen on a long axis.
    pub width: i32,
}

/// Claims of one actor, or on one victim, that give no date.
#[derive(Debug, Clone, Serialize)]
pub struct UndatedView {
    /// Who it is; without a name where claims leave it open.
    pub label: Option<Chip>,
    /// The claims.
    pub rows: Vec<TimelineRow>,
    /// Number of further ones.
    pub more: usize,
}

/// A claim in words, for lines, undated claims and the table.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineRow {
    /// Who acts; empty where the claim leaves it open.
    pub subject: String,
    /// What happened.
    pub verb: String,
    /// Upon whom; empty where the claim leaves it open.
    pub object: String,
    /// Who names the victim, where the report of the claim leaves it undisclosed.
    pub reveals: Vec<RevealView>,
    /// When, in words; empty where no date is given.
    pub period: String,
    /// Start for a table, `2020-07 (about)`; empty where none is given.
    pub from: String,
    /// End for a table; `ongoing` too.
    pub to: String,
    /// Peak in words; empty where none is given.
    pub peak: String,
    /// `asserts`, `suspects`, `denies` or `disputes`.
    pub stance: String,
    /// Analytic confidence and likelihood in words; empty where the author sets none.
    pub grade: String,
    /// True where another claim disputes it.
    pub disputed: bool,
    /// Who says so: publishers or titles of sources; empty where it is the report itself.
    pub says: String,
    /// All of it in a sentence.
    pub sentence: String,
    /// Where the claim stands.
    pub href: String,
    /// Its place among the claims of its report, from 1.
    pub number: usize,
    /// The report; absent on its own page.
    pub report: Option<Link>,
    /// The marking of the claim; absent on the page of its report.
    pub tlp: Option<TlpView>,
}

/// An entry of the legend.
#[derive(Debug, Clone, Serialize)]
pub struct MarkView {
    /// `body`, `loose`, `peak`, `about`, `at-least`, `open`, `ongoing`, `suspects`, `strike`, `disputed`, `beyond`, or
    /// `overlap`.
    pub mark: &'static str,
    /// What it means.
    pub words: &'static str,
}

/// `timeline`: a page of `/timeline/`, which lists the years, or of one year.
#[derive(Debug, Clone, Serialize)]
pub struct TimelinePageView {
    /// The year; empty on the list of years.
    pub year: String,
    /// Years with dated activity, newest first, each with the number of its claims; on the list of years only.
    pub years: Vec<YearView>,
    /// The figure: of a year by actor, on the list of years of all time.
    pub timeline: Option<TimelineView>,
    /// The year before that has a page.
    pub previous: Option<Link>,
    /// The year after.
    pub next: Option<Link>,
    /// Number of claims on the whole site that give no date; on the list of years only.
    pub undated: usize,
    /// Where in the lanes this page stands.
    pub paging: Paging,
}

/// A year in the list of years.
#[derive(Debug, Clone, Serialize)]
pub struct YearView {
    /// The year.
    pub year: String,
    /// Its page.
    pub href: String,
    /// Number of actors.
    pub actors: usize,
    /// Number of claims.
    pub claims: usize,
    /// Width of its bar, of which the longest is 1000.
    pub width: i32,
}
