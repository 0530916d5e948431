//! Times at which several were in one place. In go the sure periods of each, out come the stretches in which two or more overlap,
//! with their number. Suspicions, denials and open ends are left to the caller: they make no overlap.

use std::collections::{BTreeMap, BTreeSet};

use super::period::Day;

/// Who was there when: by place in a list, days with the last one excluded.
#[derive(Debug, Default)]
pub struct Presence {
    spans: BTreeMap<usize, Vec<(Day, Day)>>,
}

/// A stretch of time that the same ones share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub to: Day,
    /// How many share it, at least two.
    pub count: i32,
}

impl Overlap {
    /// Less for a more telling one.
    pub fn weight(&self) -> impl Ord + use<> {
        (std::cmp::Reverse((self.count, self.to - self.from)), self.from)
    }
}

impl Presence {
    /// Adds a period of one of them.
    pub fn add(&mut self, who: usize, span: (Day, Day)) {
        self.spans.entry(who).or_default().push(span);
    }

    /// Makes one of periods that touch, so that each day at which something changes is another company.
    pub fn join(&mut self) {
        for spans in self.spans.values_mut() {
            spans.sort_unstable();
            let mut joined: Vec<(Day, Day)> = Vec::new();
            for span in spans.drain(..) {
                match joined.last_mut() {
                    Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
                    _ => joined.push(span),
                }
            }
            *spans = joined;
        }
    }

    /// The stretches in order of time.
    pub fn overlaps(&mut self) -> Vec<Overlap> {
        self.join();
        let mut changes: BTreeMap<Day, i32> = BTreeMap::new();
        for span in self.spans.values().flatten() {
            *changes.entry(span.0).or_default() += 1;
            *changes.entry(span.1).or_default() -= 1;
        }
        let mut found: Vec<Overlap> = Vec::new();
        let mut count = 0;
        for (day, change) in changes {
            if let Some(last) = found.last_mut().filter(|last| last.to == Day::MAX) {
                last.to = day;
            }
            count += change;
            if count > 1 {
                found.push(Overlap { from: day, to: Day::MAX, count });
            }
        }
        found
    }

    /// Who shares a stretch.
    pub fn who(&self, overlap: Overlap) -> BTreeSet<usize> {
        let there = |span: &(Day, Day)| span.0 <= overlap.from && span.1 >= overlap.to;
        self.spans.iter().filter(|(_, spans)| spans.iter().any(there)).map(|(who, _)| *who).collect()
    }
}

/// The most telling ones first: those that most share, then the longest.
pub fn most_telling(mut all: Vec<Overlap>) -> Vec<Overlap> {
    all.sort_by_key(|overlap| overlap.weight());
    all
}
