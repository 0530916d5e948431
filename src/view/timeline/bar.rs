//! One activity as marks on an axis. In go a period, its stance and the axis, out come the marks with their places, the words
//! of the legend, and the space that nothing else may take. How a mark looks is a matter of the theme.

use super::axis::{Axis, Need, WIDTH};
use super::period::{Day, End, Period, after, day, is_year};
use crate::model::{PartialDate, Stance};
use crate::view::ShapeView;

/// Least width of what can be pointed at: 24 px where the chart has 288.
const TARGET: i32 = 84;
/// How far an end reaches out that is near its date, and how far into the body.
const ABOUT: (i32, i32) = (26, 14);
/// How far an end reaches out that may lie further off.
const AT_LEAST: i32 = 54;
/// How far the line goes whose end is not known.
const OPEN: i32 = 90;
/// Room for an arrow.
const ARROW: i32 = 44;
/// Least width of a mark.
const LEAST: i32 = 6;
/// Width of the sign that a bar goes on beyond the axis.
const BEYOND: i32 = 16;
/// How far a stroke through a bar stands out.
const STRIKE: i32 = 8;
/// Width of the sign that another claim disputes it, and the space before it.
const DISPUTED: i32 = 24;
const SPACE: i32 = 8;

/// A kind of mark, in the order of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The days that the dates cover.
    Body,
    /// A year, or a month among days: some time in it.
    Loose,
    /// The busiest time.
    Peak,
    /// Near the date.
    About,
    /// There at the date, and perhaps beyond.
    AtLeast,
    /// Not known.
    Open,
    /// Had not ended.
    Ongoing,
    /// Suspected.
    Suspects,
    /// Denied or disputed: not a presence.
    Strike,
    /// Another claim disputes it.
    Disputed,
    /// Began before the year of the axis, or goes on after it.
    Beyond,
}

impl Mark {
    /// For class names.
    pub fn key(self) -> &'static str {
        match self {
            Mark::Body => "body",
            Mark::Loose => "loose",
            Mark::Peak => "peak",
            Mark::About => "about",
            Mark::AtLeast => "at-least",
            Mark::Open => "open",
            Mark::Ongoing => "ongoing",
            Mark::Suspects => "suspects",
            Mark::Strike => "strike",
            Mark::Disputed => "disputed",
            Mark::Beyond => "beyond",
        }
    }

    /// What it means.
    pub fn words(self) -> &'static str {
        match self {
            Mark::Body => "active by the dates given",
            Mark::Loose => "some time within",
            Mark::Peak => "busiest",
            Mark::About => "about this date",
            Mark::AtLeast => "at least since or until; may reach further",
            Mark::Open => "start or end not known",
            Mark::Ongoing => "ongoing when reported",
            Mark::Suspects => "suspected",
            Mark::Strike => "denied or disputed: not a presence",
            Mark::Disputed => "disputed by another claim",
            Mark::Beyond => "began before or goes on after this year",
        }
    }
}

/// An activity on an axis.
pub struct Bar {
    /// The marks, those behind first.
    pub shapes: Vec<ShapeView>,
    /// What can be pointed at: where it begins and how wide it is.
    pub target: (i32, i32),
    /// What nothing else in the line may cover.
    pub taken: (i32, i32),
}

/// What an activity needs of an axis.
pub fn need(period: &Period) -> Need {
    let reach = |end: End| match end {
        End::Firm => 0,
        End::About => ABOUT.0,
        End::AtLeast => AT_LEAST,
        End::Open => OPEN,
        End::Ongoing => ARROW,
    };
    let (from, to) = period.hull();
    Need { from, to, left: reach(period.left), right: reach(period.right) }
}

/// Draws an activity. `days` says that the axis counts days, so that a month is a long time. Adds its marks to `used`.
pub fn bar(
    period: &Period,
    stance: Stance,
    disputed: bool,
    axis: &Axis,
    used: &mut std::collections::BTreeSet<Mark>,
) -> Bar {
    let (from, to) = period.hull();
    let (left, right) = (axis.x(from), axis.x(to));
    let mut draw = Draw { shapes: Vec::new(), used, taken: (left, right) };
    let days = axis.span().1 - axis.span().0 <= 100;
    // The ends lie behind the body; what begins before the axis or ends after it has none here.
    let inner = match period.body {
        Some(_) => ((right - left) / 4).min(ABOUT.1),
        None => 0,
    };
    let (starts, ends) = (from >= axis.span().0, to <= axis.span().1);
    let body_from = if starts { draw.left(period.left, left, inner) } else { left };
    let body_to = if ends { draw.right(period.right, right, inner) } else { right };
    if let Some(body) = period.body {
        draw.body(body, (body_from, body_to), &loose(period, body, days), axis);
    }
    for peak in &period.peaks {
        let (from, to) = (axis.x(peak.0), axis.x(peak.1));
        if peak.1 > axis.span().0 && peak.0 < axis.span().1 {
            draw.add(Mark::Peak, "peak", from, to);
        }
    }
    if !starts {
        draw.add(Mark::Beyond, "earlier", 2, 2 + BEYOND);
    }
    if !ends {
        draw.add(Mark::Beyond, "later", WIDTH - 2 - BEYOND, WIDTH - 2);
    }
    match stance {
        Stance::Asserts => {}
        Stance::Suspects => {
            draw.used.insert(Mark::Suspects);
        }
        Stance::Denies | Stance::Disputes => {
            let (from, to) = (left.saturating_sub(STRIKE).max(0), (right + STRIKE).min(WIDTH));
            draw.add(Mark::Strike, "strike", from, to);
        }
    }
    if disputed {
        let at = draw.beside((left, right));
        draw.add(Mark::Disputed, "disputed", at, at + DISPUTED);
    }
    let (from, to) = draw.taken;
    let width = (to - from).clamp(TARGET, WIDTH);
    let begin = (i32::midpoint(from, to) - width / 2).clamp(0, WIDTH - width);
    let taken = (begin.min(from), (begin + width).max(to));
    Bar { shapes: draw.shapes, target: (begin, width), taken }
}

/// The days of a body of which only some are meant: those of a year, and of a month where days are counted.
fn loose(period: &Period, body: (Day, Day), days: bool) -> Vec<(Day, Day)> {
    let is_loose = |date: &PartialDate| is_year(*date) || (days && matches!(date, PartialDate::Month(..)));
    let dates = period.from.iter().chain(&period.to).filter(|date| is_loose(date));
    let mut spans: Vec<(Day, Day)> = dates
        .map(|date| (day(date.first_day()).max(body.0), after(*date).min(body.1)))
        .filter(|span| span.0 < span.1)
        .collect();
    spans.sort_unstable();
    let mut joined: Vec<(Day, Day)> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

struct Draw<'a> {
    shapes: Vec<ShapeView>,
    used: &'a mut std::collections::BTreeSet<Mark>,
    taken: (i32, i32),
}

impl Draw<'_> {
    fn add(&mut self, mark: Mark, shape: &'static str, from: i32, to: i32) {
        // A single day on a long axis is still to be seen.
        let from = from.clamp(0, WIDTH - LEAST);
        let to = to.clamp(from + LEAST, WIDTH);
        self.used.insert(mark);
        self.taken = (self.taken.0.min(from), self.taken.1.max(to));
        self.shapes.push(ShapeView { mark: shape, x: from, width: to - from });
    }

    /// Where the sign of a dispute begins: behind the bar, else before it, so that it hides neither a short bar nor a peak. Of a bar
    /// that leaves no room on either side, a place in it that is no peak.
    fn beside(&self, (left, right): (i32, i32)) -> i32 {
        let (behind, before) = (self.taken.1 + SPACE, self.taken.0 - SPACE - DISPUTED);
        if behind + DISPUTED <= WIDTH {
            return behind;
        }
        if before >= 0 {
            return before;
        }
        let peaks = || self.shapes.iter().filter(|shape| shape.mark == "peak");
        let is_free = |at: &i32| peaks().all(|peak| peak.x + peak.width <= *at || peak.x >= at + DISPUTED);
        let within = [2, 1, 3].map(|quarter| left + (right - left) * quarter / 4 - DISPUTED / 2);
        within.into_iter().find(is_free).unwrap_or(within[0])
    }

    /// Draws a start at `x` and gives where the body begins.
    fn left(&mut self, end: End, x: i32, inner: i32) -> i32 {
        match end {
            End::About => {
                self.add(Mark::About, "about-start", x - ABOUT.0, x + inner);
                return x + inner;
            }
            End::AtLeast => self.add(Mark::AtLeast, "at-least-start", x - AT_LEAST, x),
            End::Open => self.add(Mark::Open, "open", x - OPEN, x),
            End::Firm | End::Ongoing => {}
        }
        x
    }

    fn right(&mut self, end: End, x: i32, inner: i32) -> i32 {
        match end {
            End::About => {
                self.add(Mark::About, "about-end", x - inner, x + ABOUT.0);
                return x - inner;
            }
            End::AtLeast => self.add(Mark::AtLeast, "at-least-end", x, x + AT_LEAST),
            End::Open => self.add(Mark::Open, "open", x, x + OPEN),
            End::Ongoing => {
                self.add(Mark::Ongoing, "ongoing", x, WIDTH - 16);
                self.add(Mark::Ongoing, "arrow", WIDTH - 20, WIDTH);
            }
            End::Firm => {}
        }
        x
    }

    /// Firm days and loose ones, from left to right.
    fn body(&mut self, days: (Day, Day), place: (i32, i32), loose: &[(Day, Day)], axis: &Axis) {
        let mut reached = place.0;
        let within = |day: Day| axis.x(day).clamp(place.0, place.1);
        for span in loose {
            let (from, to) = (within(span.0), within(span.1));
            if from > reached {
                self.add(Mark::Body, "body", reached, from);
            }
            if to > from {
                self.add(Mark::Loose, "loose", from, to);
            }
            reached = reached.max(to);
        }
        let all_loose = loose.last().is_some_and(|span| span.1 >= days.1);
        if !all_loose {
            self.add(Mark::Body, "body", reached, place.1);
        }
    }
}
