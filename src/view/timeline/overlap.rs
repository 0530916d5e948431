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

impl Presence {
    /// Adds a period of one of them.
    pub fn add(&mut self, who: usize, span: (Day, Day)) {
        self.spans.entry(who).or_default().push(span);
    }

    /// The stretches in order of time.
    pub fn overlaps(&mut self) -> Vec<Overlap> {
        let mut changes: BTreeMap<Day, i32> = BTreeMap::new();
        for spans in self.spans.values_mut() {
            // What touches is one presence, so that each day at which something changes is another company.
            spans.sort_unstable();
            let mut joined: Vec<(Day, Day)> = Vec::new();
            for span in spans.drain(..) {
                match joined.last_mut() {
                    Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
                    _ => joined.push(span),
                }
            }
            for span in &joined {
                *changes.entry(span.0).or_default() += 1;
                *changes.entry(span.1).or_default() -= 1;
            }
            *spans = joined;
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

/// The most telling ones, in order of time: those that most share, then the longest.
pub fn most_telling(mut all: Vec<Overlap>, count: usize) -> Vec<Overlap> {
    all.sort_by_key(|overlap| (std::cmp::Reverse((overlap.count, overlap.to - overlap.from)), overlap.from));
    all.truncate(count);
    all.sort_by_key(|overlap| overlap.from);
    all
}
