//! What a timeline says in words: how many and when, the labels of its axis, what it leaves out.

use super::axis::{Axis, Break, Tick, Unit};
use super::lanes::Lane;
use super::period::Day;
use super::{Frame, period};
use crate::link::EntityId;
use crate::model::PartialDate;
use crate::view::{BandView, BarView, LabelView, Rows, words};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Names that a sentence lists.
const NAMES: usize = 5;

impl Rows<'_> {
    /// How many there are, at which one victim, and which time they cover. What is denied or disputed is no presence.
    pub(super) fn summary(&self, lanes: &[Lane], only: Option<EntityId>, frame: Frame<'_>) -> String {
        let present = || lanes.iter().filter(|lane| lane.is_present(self.site)).count();
        let (total, all) = frame.total.unwrap_or_else(|| (present(), lanes.len()));
        let dated = lanes.iter().filter(|lane| lane.present(self.site).next().is_some()).count();
        let mut text = counted(total, frame.by_actor);
        if let Some(victim) = only {
            text = format!("{text} at {}", self.site.entities[victim].name);
        }
        if frame.total.is_none() && dated < total {
            text = format!("{text}; {dated} of them with dates");
        }
        if frame.year.is_none() {
            let periods = || lanes.iter().flat_map(|lane| lane.present(self.site));
            let first = periods().map(|period| period.first).min_by_key(|date| date.first_day());
            let last = periods().map(|period| period.last).max_by_key(|date| date.last_day());
            let say = |date| words::partial(date, self.english).text;
            match (first.map(say), last.map(say)) {
                (Some(first), Some(last)) if first != last => text = format!("{text}, {first} to {last}"),
                (Some(first), _) => text = format!("{text}, {first}"),
                (None, _) => {}
            }
        }
        match all.saturating_sub(total) {
            0 => text,
            more => format!("{text}; of {more} more only denials or disputes are shown"),
        }
    }

    /// Days in words, the last one excluded: as months where it begins and ends with one.
    pub(super) fn stretch(&self, from: Day, to: Day) -> String {
        let (mut first, mut last) = (period::date_of(from, false), period::date_of(to - 1, true));
        if !matches!((first, last), (PartialDate::Month(..), PartialDate::Month(..))) {
            (first, last) = (PartialDate::Day(period::civil(from)), PartialDate::Day(period::civil(to - 1)));
        }
        let say = |date| words::partial(date, self.english).text;
        let (first, last) = (say(first), say(last));
        if first == last { first } else { format!("{first} to {last}") }
    }

    /// Days, the last one excluded, as a part of an axis.
    pub(super) fn band(&self, days: (Day, Day), axis: &Axis) -> BandView {
        let x = axis.x(days.0);
        BandView { x, width: axis.x(days.1) - x, words: self.stretch(days.0, days.1) }
    }

    /// The names of some lanes in a row.
    pub(super) fn lane_names(&self, who: impl Iterator<Item = usize>, lanes: &[Lane]) -> String {
        let keys = who.filter_map(|at| lanes.get(at));
        shortened(keys.map(|lane| self.party_name(lane.key.as_ref())).collect(), "others")
    }
}

/// The victims of a lane's bars, a few by name.
pub fn victims(lines: &[Vec<BarView>]) -> String {
    let mut names: Vec<String> = Vec::new();
    for bar in lines.iter().flatten() {
        if !bar.row.object.is_empty() && !names.contains(&bar.row.object) {
            names.push(bar.row.object.clone());
        }
    }
    shortened(names, "more")
}

fn shortened(mut names: Vec<String>, rest: &str) -> String {
    if names.len() > NAMES + 1 {
        let count = names.len() - NAMES;
        names.truncate(NAMES);
        names.push(format!("{count} {rest}"));
    }
    words::list(&names)
}

fn counted(count: usize, actors: bool) -> String {
    let noun = if actors { "actor" } else { "victim" };
    if count == 0 {
        return format!("No {noun}");
    }
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The labels of an axis.
pub fn labels(axis: &Axis, english: bool) -> Vec<LabelView> {
    let view = |tick: &Tick| {
        Some(LabelView {
            percent: format!("{}.{}", tick.x / 10, tick.x % 10),
            text: label(tick.day, tick.label?, false, english),
            above: tick.above.map(|unit| label(tick.day, unit, true, english)).unwrap_or_default(),
        })
    };
    axis.ticks.iter().filter_map(view).collect()
}

fn label(day: Day, unit: Unit, above: bool, english: bool) -> String {
    let date = period::civil(day);
    let month = MONTHS[usize::from(date.month().unsigned_abs()).clamp(1, 12) - 1];
    match unit {
        Unit::Year => date.year().to_string(),
        Unit::Month if above && english => format!("{month} {}", date.year()),
        Unit::Month if above => format!("{:04}-{:02}", date.year(), date.month()),
        Unit::Month if english => month.to_owned(),
        Unit::Month => format!("{:02}", date.month()),
        Unit::Day => date.day().to_string(),
    }
}

/// A stretch that the axis leaves out.
pub fn broken(gap: &Break) -> BandView {
    let words =
        if gap.first == gap.last { gap.first.to_string() } else { format!("{} to {}", gap.first, gap.last) };
    BandView { x: gap.x, width: gap.width, words }
}

/// What a figure leaves out, and how much of that its table has.
pub fn left_out(frame: Frame<'_>, lanes: usize, claims: usize, listed: usize) -> String {
    if claims == 0 {
        return String::new();
    }
    let count = if claims == 1 { "1 more claim".to_owned() } else { format!("{claims} more claims") };
    let of = match lanes {
        0 => String::new(),
        lanes => format!(", all those of {} among them", counted(lanes, frame.by_actor)),
    };
    let table = match claims - listed {
        0 => "the table has them all".to_owned(),
        _ if frame.listed == 0 => "the pages of the years have them".to_owned(),
        _ => format!("the table has {listed} of them"),
    };
    format!("The figure has no room for {count}{of}; {table}.")
}
