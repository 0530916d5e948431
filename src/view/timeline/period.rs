//! When an activity took place, in days. In go the dates of one row as written, out comes what they may mean: the days that they
//! cover, how each end is known, and the peaks. No precision is added: a year stays all of its days. It knows no axis.

use jiff::civil::Date;

use crate::model::{Activity, Bound, PartialDate};

/// Days from the first of January of the year 1; that day is 0 and a Monday.
pub type Day = i32;

/// The day after the last that a date can name.
pub const LAST: Day = 3_652_059;

/// When an activity took place. There is always a date in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Start as written.
    pub from: Option<PartialDate>,
    /// End as written.
    pub to: Option<PartialDate>,
    /// The days that start and end cover, the last one excluded; absent where only a peak is given.
    pub body: Option<(Day, Day)>,
    /// How the start is known.
    pub left: End,
    /// How the end is known.
    pub right: End,
    /// When it was busiest, each with the last day excluded.
    pub peaks: Vec<(Day, Day)>,
    /// The date that begins first.
    pub first: PartialDate,
    /// The date that ends last.
    pub last: PartialDate,
}

/// How an end of a period is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// As the date says.
    Firm,
    /// Near the date.
    About,
    /// There at the date, and perhaps beyond.
    AtLeast,
    /// No date is given, or the one that is given is uncertain.
    Open,
    /// Had not ended when the report appeared.
    Ongoing,
}

impl Period {
    /// The period of an activity that a report of a certain day tells; absent where the row gives no date. What is ongoing was so
    /// on that day: nothing is known of later ones.
    pub fn of(row: &Activity, told: Date) -> Option<Self> {
        let from = row.from.as_ref().map(|date| date.value);
        let to = row.to.as_ref().map(|date| date.value);
        let ongoing = row.to_bound == Bound::Ongoing;
        let peaks = peaks(row);
        let mut dates: Vec<PartialDate> =
            from.into_iter().chain(to).chain(row.peak.iter().map(|date| date.value)).collect();
        let latest = dates.iter().map(|date| after(*date)).max()?;
        if ongoing && day(told) >= latest {
            dates.push(PartialDate::Day(told));
        }
        let first = *dates.iter().min_by_key(|date| day(date.first_day()))?;
        let last = *dates.iter().max_by_key(|date| after(**date))?;
        let body = match (from.or(to), to.or(from)) {
            (Some(from), Some(_)) if ongoing => Some((day(from.first_day()), after(last))),
            (Some(from), Some(to)) => Some((day(from.first_day()), after(to))),
            _ => None,
        };
        let right = match (to, row.to_bound) {
            (_, Bound::Ongoing) => End::Ongoing,
            (None, _) => End::Open,
            (Some(_), bound) => end(bound),
        };
        let left = if from.is_some() { end(row.from_bound) } else { End::Open };
        Some(Self { from, to, body, left, right, peaks, first, last })
    }

    /// All days that are drawn as known, the last one excluded.
    pub fn hull(&self) -> (Day, Day) {
        let parts = self.body.iter().chain(&self.peaks);
        let from = parts.clone().map(|part| part.0).min().unwrap_or(0);
        (from, parts.map(|part| part.1).max().unwrap_or(from))
    }

    /// The days on which it surely took place, by its dates, the last one excluded: of a start or an end that is only a year, what
    /// lies beyond that year.
    pub fn sure(&self) -> Option<(Day, Day)> {
        let from = self.from.filter(|_| self.left != End::Open)?;
        let from = if is_year(from) { after(from) } else { day(from.first_day()) };
        let to = match self.right {
            End::Open => return None,
            End::Ongoing => self.body?.1,
            End::Firm | End::About | End::AtLeast => {
                let to = self.to?;
                if is_year(to) { day(to.first_day()) } else { after(to) }
            }
        };
        (from < to).then_some((from, to))
    }

    /// The years that it touches; of a period longer than a lifetime, only those of its dates.
    pub fn years(&self) -> Vec<i16> {
        let (from, to) = (self.first.first_day().year(), self.last.last_day().year());
        if to.saturating_sub(from) <= 100 {
            return (from..=to).collect();
        }
        let dates = [self.from, self.to, Some(self.first), Some(self.last)];
        let mut years: Vec<i16> = dates.iter().flatten().map(|date| date.first_day().year()).collect();
        years.sort_unstable();
        years.dedup();
        years
    }
}

fn end(bound: Bound) -> End {
    match bound {
        Bound::Exact | Bound::Ongoing => End::Firm,
        Bound::About => End::About,
        Bound::AtLeast => End::AtLeast,
        Bound::Unknown => End::Open,
    }
}

/// Two dates are the ends of one peak, as the words say; any other number are so many peaks.
fn peaks(row: &Activity) -> Vec<(Day, Day)> {
    let mut all: Vec<(Day, Day)> =
        row.peak.iter().map(|date| (day(date.value.first_day()), after(date.value))).collect();
    all.sort_unstable();
    match all.as_slice() {
        [first, second] => vec![(first.0, first.1.max(second.1))],
        _ => {
            all.dedup();
            all
        }
    }
}

/// True of a date that names no month.
pub fn is_year(date: PartialDate) -> bool {
    matches!(date, PartialDate::Year(_))
}

/// The number of a day.
pub fn day(date: Date) -> Day {
    first_of_year(Day::from(date.year())) + Day::from(date.day_of_year()) - 1
}

/// A day as a date: of one that begins a month, or that ends one where it is an end, the month.
pub fn date_of(day: Day, is_end: bool) -> PartialDate {
    let month = month_of(day);
    let is_edge = if is_end { first_of_month(month + 1) == day + 1 } else { first_of_month(month) == day };
    let date = civil(day);
    if is_edge { PartialDate::Month(date.year(), date.month()) } else { PartialDate::Day(date) }
}

/// The date of a day between the years 1 and 9999.
pub fn civil(day: Day) -> Date {
    let month = month_of(day);
    let number = |value: i32| i8::try_from(value).unwrap_or(1);
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(1);
    Date::new(year, number(month.rem_euclid(12) + 1), number(day - first_of_month(month) + 1))
        .unwrap_or(Date::MIN)
}

/// The number of the day after the last one that a date may mean.
pub fn after(date: PartialDate) -> Day {
    day(date.last_day()) + 1
}

/// The number of the first of January of a year.
pub fn first_of_year(year: i32) -> Day {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
}

/// The number of the first day of a month, counted from January of the year 0.
pub fn first_of_month(month: i32) -> Day {
    let year = month.div_euclid(12);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let months = usize::try_from(month.rem_euclid(12)).unwrap_or(0);
    first_of_year(year) + lengths[..months].iter().sum::<i32>()
}

/// The year in which a day lies.
pub fn year_of(day: Day) -> i32 {
    // A guess that is at most one year off.
    let year = i32::try_from(i64::from(day) * 400 / 146_097 + 1).unwrap_or(1);
    (year - 1..=year + 1).rev().find(|year| first_of_year(*year) <= day).unwrap_or(year - 1)
}

/// The month in which a day lies, counted from January of the year 0.
pub fn month_of(day: Day) -> i32 {
    let year = year_of(day);
    // No month is longer than 31 days, so the guess is this month or the one before.
    let guess = year * 12 + (day - first_of_year(year)) / 31;
    if first_of_month(guess + 1) <= day { guess + 1 } else { guess }
}
