//! Times at which several were in one place. In go the sure periods of each, out come the stretches in which two or more overlap,
//! each with those who do. Suspicions, denials and open ends are left to the caller: they make no overlap.

use std::collections::BTreeSet;

use super::period::Day;

/// A stretch of time that two or more share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// Who shares it: places in the list that was given.
    pub who: BTreeSet<usize>,
}

/// Places in a list, each with the days of one period, the last one excluded.
pub type Periods = Vec<(usize, (Day, Day))>;

/// The stretches in order of time, each as long as the same ones share it.
pub fn overlaps(periods: &Periods) -> Vec<Overlap> {
    let mut days: Vec<Day> = periods.iter().flat_map(|(_, (from, to))| [*from, *to]).collect();
    days.sort_unstable();
    days.dedup();
    let mut found: Vec<Overlap> = Vec::new();
    for pair in days.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let here = periods.iter().filter(|(_, span)| span.0 <= from && span.1 >= to);
        let who: BTreeSet<usize> = here.map(|(who, _)| *who).collect();
        match found.last_mut() {
            Some(before) if before.to == from && before.who == who => before.to = to,
            _ if who.len() > 1 => found.push(Overlap { from, to, who }),
            _ => {}
        }
    }
    found
}

/// The most telling ones, in order of time: those that most share, then the longest.
pub fn most_telling(mut all: Vec<Overlap>, count: usize) -> Vec<Overlap> {
    all.sort_by_key(|overlap| {
        (std::cmp::Reverse((overlap.who.len(), overlap.to - overlap.from)), overlap.from)
    });
    all.truncate(count);
    all.sort_by_key(|overlap| overlap.from);
    all
}
