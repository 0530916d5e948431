//! The axis of a timeline. In go the days that are drawn, out comes where a day stands between 0 and 1000, the lines of the grid
//! and their labels. A span of many years leaves out long stretches without activity, and shows where. Whole numbers only, so that
//! the same input gives the same bytes.

use super::period::{Day, LAST, first_of_month, first_of_year, month_of, year_of};

/// The width of every chart in its own units.
pub const WIDTH: i32 = 1000;
/// Up to so many days no stretch is left out: twelve years.
const LONG: Day = 12 * 366;
/// A stretch is left out from so many days on: three years.
const EMPTY: Day = 3 * 366;
/// Stretches that are left out at most, and the width of each.
const BREAKS: usize = 6;
const BREAK: i32 = 40;
/// Days on either side of a year.
const MARGIN: Day = 16;
/// Units that a character of a label takes on the narrowest phone, where its reader spaces letters widely.
const CHARACTER: i32 = 28;

/// What an axis has to show of one activity.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// First day.
    pub from: Day,
    /// Day after the last.
    pub to: Day,
    /// Units that its left end reaches out.
    pub left: i32,
    /// Units that its right end reaches out.
    pub right: i32,
}

/// Where days stand.
#[derive(Debug)]
pub struct Axis {
    pieces: Vec<Piece>,
    /// Stretches without activity that are left out.
    pub breaks: Vec<Break>,
    /// Lines of the grid, with their labels.
    pub ticks: Vec<Tick>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    from: Day,
    to: Day,
    x: i32,
    width: i32,
}

/// A stretch of years that is left out.
#[derive(Debug)]
pub struct Break {
    /// Where it stands.
    pub x: i32,
    /// Its width.
    pub width: i32,
    /// The first year that is left out.
    pub first: i32,
    /// The last.
    pub last: i32,
}

/// A line of the grid.
#[derive(Debug)]
pub struct Tick {
    /// Where it stands.
    pub x: i32,
    /// The day that begins there.
    pub day: Day,
    /// What is written beside it: the year, the month, or the day of the month.
    pub label: Option<Unit>,
    /// What is written above that, where it is another than before: the year of months, the month of days.
    pub above: Option<Unit>,
}

impl Tick {
    /// True where a year begins.
    pub fn is_year(&self) -> bool {
        first_of_year(year_of(self.day)) == self.day
    }
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The year.
    Year,
    /// The month.
    Month,
    /// The day of the month.
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Days(i32),
    Months(i32),
    Years(i32),
}

const DAYS: [Step; 4] = [Step::Days(1), Step::Days(7), Step::Days(14), Step::Days(28)];
const MONTHS: [Step; 11] = [
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(50),
    Step::Years(100),
    Step::Years(500),
    Step::Years(1000),
];

impl Axis {
    /// An axis on which everything has its place; `needs` is not empty.
    pub fn new(needs: &[Need]) -> Self {
        let from = needs.iter().map(|need| need.from).min().unwrap_or(0);
        let to = needs.iter().map(|need| need.to).max().unwrap_or(from).max(from + 1);
        let days = to - from;
        let (from, to) = if days <= 40 {
            (from - 1, to + 1)
        } else if days <= LONG {
            (first_of_month(month_of(from)), first_of_month(month_of(to - 1) + 1))
        } else {
            (first_of_year(year_of(from)), first_of_year(year_of(to - 1) + 1))
        };
        let gaps = if days > LONG { gaps(needs) } else { Vec::new() };
        let mut axis = Self::with(from.max(0), to.min(LAST), &gaps);
        // The ends that reach out need room too, on the same scale.
        let room = |taken: i32, needed: i32| (needed - taken).max(0);
        let left = needs.iter().map(|need| room(axis.x(need.from), need.left)).max().unwrap_or(0);
        let right = needs.iter().map(|need| room(WIDTH - axis.x(need.to), need.right)).max().unwrap_or(0);
        if left + right > 0 {
            let shown: i32 = axis.pieces.iter().map(|piece| piece.to - piece.from).sum();
            let more = |units: i32| {
                i32::try_from(i64::from(shown) * i64::from(units) / i64::from(WIDTH - left - right))
                    .unwrap_or(0)
                    + i32::from(units > 0)
            };
            axis = Self::with((from.max(0) - more(left)).max(0), (to + more(right)).min(LAST), &gaps);
        }
        axis.ticks = axis.ticks();
        axis
    }

    /// The axis of one year, a line a month, with room at both ends for what reaches beyond it.
    pub fn of_year(year: i32) -> Self {
        let (from, to) = (first_of_year(year) - MARGIN, first_of_year(year + 1) + MARGIN);
        let mut axis = Self::with(from.max(0), to.min(LAST), &[]);
        axis.ticks = axis.ticks();
        axis
    }

    fn with(from: Day, to: Day, gaps: &[(Day, Day)]) -> Self {
        let mut bounds = vec![from];
        bounds.extend(gaps.iter().flat_map(|gap| [gap.0, gap.1]));
        bounds.push(to);
        let spans: Vec<(Day, Day)> =
            bounds.chunks_exact(2).map(|pair| (pair[0], pair[1].max(pair[0] + 1))).collect();
        let days: i64 = spans.iter().map(|span| i64::from(span.1 - span.0)).sum();
        let left_out = i32::try_from(gaps.len()).unwrap_or(0) * BREAK;
        let wide = i64::from(WIDTH - left_out);
        let mut pieces = Vec::new();
        let mut breaks = Vec::new();
        let mut before = 0;
        for (at, span) in spans.iter().enumerate() {
            let shift = i32::try_from(at).unwrap_or(0) * BREAK;
            let place = |days_before: i64| i32::try_from(days_before * wide / days).unwrap_or(0) + shift;
            let x = place(before);
            before += i64::from(span.1 - span.0);
            pieces.push(Piece { from: span.0, to: span.1, x, width: place(before) - x });
            if let Some(gap) = gaps.get(at) {
                let (first, last) = (year_of(gap.0), year_of(gap.1 - 1));
                breaks.push(Break { x: place(before), width: BREAK, first, last });
            }
        }
        Self { pieces, breaks, ticks: Vec::new() }
    }

    /// Where a day begins. What lies beyond the axis stands at its end.
    pub fn x(&self, day: Day) -> i32 {
        let Some(piece) = self.pieces.iter().rev().find(|piece| piece.from <= day) else { return 0 };
        let (past, days) = (i64::from(day.min(piece.to) - piece.from), i64::from(piece.to - piece.from));
        // To the nearest unit.
        piece.x + i32::try_from((past * i64::from(piece.width) * 2 + days) / (days * 2)).unwrap_or(0)
    }

    /// The first day of the axis and the one after its last.
    pub fn span(&self) -> (Day, Day) {
        let first = self.pieces.first().map_or(0, |piece| piece.from);
        (first, self.pieces.last().map_or(first, |piece| piece.to))
    }

    fn ticks(&self) -> Vec<Tick> {
        let days: i32 = self.pieces.iter().map(|piece| piece.to - piece.from).sum();
        let steps: &[Step] = if days <= 100 { &DAYS } else { &MONTHS };
        let width = |step: Step| i64::from(step.days()) * i64::from(WIDTH) / i64::from(days.max(1));
        // Half a year is no line of its own, nor are two years.
        let is_grid = |step: Step| !matches!(step, Step::Months(6) | Step::Years(2));
        let at = steps.iter().position(|step| is_grid(*step) && width(*step) >= 22);
        let at = at.unwrap_or(steps.len() - 1);
        let fits = |step: &&Step| {
            step.is_multiple(steps[at]) && width(**step) >= i64::from(step.characters() * CHARACTER)
        };
        let labelled = *steps[at..].iter().find(fits).unwrap_or(&steps[steps.len() - 1]);
        let mut ticks: Vec<Tick> = Vec::new();
        let mut taken = 0;
        for piece in &self.pieces {
            for day in steps[at].within(piece.from, piece.to) {
                let x = self.x(day);
                let length = labelled.characters() * CHARACTER;
                let has_label = labelled.begins(day) && x >= taken && x + length - CHARACTER <= WIDTH;
                if has_label {
                    taken = x + length;
                }
                ticks.push(Tick { x, day, label: has_label.then_some(labelled.unit()), above: None });
            }
        }
        above(&mut ticks, labelled.unit());
        ticks
    }
}

impl Step {
    fn days(self) -> i32 {
        match self {
            Step::Days(days) => days,
            Step::Months(months) => months * 30,
            Step::Years(years) => years.saturating_mul(365),
        }
    }

    /// Characters of a label and of the room after it.
    fn characters(self) -> i32 {
        match self {
            Step::Days(_) => 3,
            Step::Months(_) => 4,
            Step::Years(_) => 5,
        }
    }

    fn unit(self) -> Unit {
        match self {
            Step::Days(_) => Unit::Day,
            Step::Months(_) => Unit::Month,
            Step::Years(_) => Unit::Year,
        }
    }

    fn is_multiple(self, of: Step) -> bool {
        match (self, of) {
            (Step::Days(days), Step::Days(of)) => days % of == 0,
            (Step::Months(months), Step::Months(of)) => months % of == 0,
            (Step::Years(years), Step::Years(of)) => years % of == 0,
            (Step::Years(_), Step::Months(of)) => 12 % of == 0,
            _ => false,
        }
    }

    fn begins(self, day: Day) -> bool {
        let month = month_of(day);
        match self {
            Step::Days(days) => day % days == 0,
            Step::Months(months) => first_of_month(month) == day && month % months == 0,
            Step::Years(years) => first_of_year(year_of(day)) == day && year_of(day) % years == 0,
        }
    }

    /// The days of a span at which it begins.
    fn within(self, from: Day, to: Day) -> Vec<Day> {
        let up = |value: i32, by: i32| value + (by - value.rem_euclid(by)) % by;
        let days: Vec<Day> = match self {
            Step::Days(days) => (up(from, days)..to).step_by(size(days)).collect(),
            Step::Months(months) => {
                let all = (up(month_of(from), months)..=month_of(to)).step_by(size(months));
                all.map(first_of_month).collect()
            }
            Step::Years(years) => {
                let all = (up(year_of(from), years)..=year_of(to)).step_by(size(years));
                all.map(first_of_year).collect()
            }
        };
        days.into_iter().filter(|day| (from..to).contains(day)).collect()
    }
}

fn size(step: i32) -> usize {
    usize::try_from(step).unwrap_or(1).max(1)
}

/// Writes the year above the first month of each that has a label, or the month above the first day. One that would reach the next
/// gives way.
fn above(ticks: &mut [Tick], labels: Unit) {
    let (unit, characters) = match labels {
        Unit::Year => return,
        Unit::Month => (Unit::Year, 5),
        Unit::Day => (Unit::Month, 9),
    };
    let mut before = None;
    let mut last: Option<usize> = None;
    for at in 0..ticks.len() {
        let day = ticks[at].day;
        let this = Some(if unit == Unit::Year { year_of(day) } else { month_of(day) });
        if ticks[at].label.is_none() || this == before {
            continue;
        }
        before = this;
        if let Some(last) = last.filter(|last| ticks[at].x - ticks[*last].x < characters * CHARACTER) {
            ticks[last].above = None;
        }
        if ticks[at].x + (characters - 1) * CHARACTER <= WIDTH {
            ticks[at].above = Some(unit);
            last = Some(at);
        }
    }
}

/// Years in which nothing happens, the widest, in order of time; each with the last day excluded.
fn gaps(needs: &[Need]) -> Vec<(Day, Day)> {
    let mut spans: Vec<(Day, Day)> = needs.iter().map(|need| (need.from, need.to)).collect();
    spans.sort_unstable();
    let mut found = Vec::new();
    let mut reached = spans.first().map_or(0, |span| span.1);
    for span in spans {
        let (from, to) = (first_of_year(year_of(reached - 1) + 1), first_of_year(year_of(span.0)));
        if to - from >= EMPTY {
            found.push((from, to));
        }
        reached = reached.max(span.1);
    }
    found.sort_by_key(|gap| (std::cmp::Reverse(gap.1 - gap.0), gap.0));
    found.truncate(BREAKS);
    found.sort_unstable();
    found
}
