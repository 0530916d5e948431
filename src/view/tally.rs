//! Counts of things that are numbered, in arrays that are used again: what is counted for a page is far less than there is.

use std::sync::{Mutex, PoisonError};

/// Counts by number.
#[derive(Default)]
pub struct Tally {
    counts: Vec<usize>,
    /// What has a count.
    seen: Vec<usize>,
}

impl Tally {
    /// Counts one more of a thing.
    pub fn count(&mut self, id: usize) {
        if self.counts[id] == 0 {
            self.seen.push(id);
        }
        self.counts[id] += 1;
    }

    /// What was counted, in order, and how often; the counts are empty again.
    pub fn take(&mut self) -> Vec<(usize, usize)> {
        self.seen.sort_unstable();
        self.seen.drain(..).map(|id| (id, std::mem::take(&mut self.counts[id]))).collect()
    }
}

/// Tallies that nobody counts in just now.
#[derive(Default)]
pub struct Tallies(Mutex<Vec<Tally>>);

impl Tallies {
    /// Lends an empty tally of things numbered below `below`; it is to be given back empty.
    pub fn with<T>(&self, below: usize, work: impl FnOnce(&mut Tally) -> T) -> T {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut tally = free.unwrap_or_default();
        tally.counts.resize(tally.counts.len().max(below), 0);
        let made = work(&mut tally);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(tally);
        made
    }
}
