//! Reads pages while they are made, a few at a time: what the rules ask for, and traces of what is withheld. What was read once need
//! not be kept in memory until the audit.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::facts::Facts;
use super::known::Known;
use super::leaks::{Again, Seen, Watch};
use super::scan;
use crate::gate::Withheld;
use crate::link::Site;

/// Takes in pages, from many threads at once.
pub struct Reader<'a> {
    watch: Watch<'a>,
    /// One for each thread, so that none waits for another.
    desks: Vec<Mutex<Desk>>,
}

/// What a thread has read, and what waits to be read.
#[derive(Default)]
struct Desk {
    pages: Vec<Page>,
    /// The pages, one behind the other, as they were made: nothing is copied.
    text: Vec<u8>,
    known: Known,
    seen: Seen,
    /// With the numbers of the pages.
    facts: Vec<(usize, Arc<Facts>)>,
    found: BTreeSet<usize>,
}

/// A page that waits to be read.
struct Page {
    path: String,
    number: usize,
    text: Range<usize>,
}

/// Bytes of pages that are read at once, by all threads together. Making a page and reading it use different tables, and turning from
/// one to the other with each page would find neither in the cache of the processor. Memory that is touched for the first time is dear,
/// though: a small site pays more for a large batch than it gains.
const BATCH: usize = 1 << 20;

/// Bytes that most pages have at most.
const PAGE: usize = 1 << 16;

impl<'a> Reader<'a> {
    /// Makes ready to read the pages of a site; `again` reads one a second time, to say where a leak is.
    pub fn new(site: &Site, withheld: &'a Withheld, again: &'a Again<'a>) -> Self {
        let desks = (0..rayon::current_num_threads()).map(|_| Mutex::default()).collect();
        Self { watch: Watch::new(site, withheld, again), desks }
    }

    /// Takes in the page at a path of the output, which `write` puts at the end of a buffer, and gives what `put` makes of it. That also
    /// gives the number which tells the page from all others; without one it is not read here.
    ///
    /// # Errors
    /// What `write` says.
    pub fn take<T, E>(
        &self,
        path: &str,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
        put: impl FnOnce(&[u8]) -> (Option<usize>, T),
    ) -> Result<T, E> {
        let thread = rayon::current_thread_index().unwrap_or_default();
        let mut desk = self.desks[thread % self.desks.len()].lock().unwrap_or_else(PoisonError::into_inner);
        let room = BATCH / self.desks.len();
        if desk.text.len() > room {
            desk.read(&self.watch);
        }
        // All of it at once, and a page more: a text that grows is copied to ever new places.
        if desk.text.capacity() == 0 {
            desk.text.reserve_exact(room + PAGE);
        }
        let start = desk.text.len();
        if let Err(fault) = write(&mut desk.text) {
            desk.text.truncate(start);
            return Err(fault);
        }
        let (number, made) = put(&desk.text[start..]);
        match number {
            Some(number) => {
                let text = start..desk.text.len();
                desk.pages.push(Page { path: path.to_owned(), number, text });
            }
            None => desk.text.truncate(start),
        }
        Ok(made)
    }

    /// Reads all pages that wait.
    pub fn read(&self) {
        self.desks.par_iter().for_each(|desk| {
            desk.lock().unwrap_or_else(PoisonError::into_inner).read(&self.watch);
        });
    }

    /// What was looked for, the pages, and the withheld strings that stand on any of them.
    pub fn finish(self) -> (Watch<'a>, scan::Read, BTreeSet<usize>) {
        self.read();
        let Self { watch, desks } = self;
        let desks = desks.into_iter().map(|desk| desk.into_inner().unwrap_or_else(PoisonError::into_inner));
        let mut read = scan::Read::default();
        let mut found = BTreeSet::new();
        for desk in desks {
            read.add(desk.facts, desk.known.addresses);
            found.extend(desk.found);
        }
        (watch, read, found)
    }
}

impl Desk {
    fn read(&mut self, watch: &Watch<'_>) {
        let pages = std::mem::take(&mut self.pages);
        for page in &pages {
            let facts = self.known.page(&self.text[page.text.clone()]);
            self.facts.push((page.number, Arc::new(facts)));
        }
        if watch.search.is_some() {
            for page in pages {
                let text = std::str::from_utf8(&self.text[page.text]).unwrap_or_default();
                watch.read(&mut self.found, &mut self.seen, &page.path, text);
            }
        }
        self.text.clear();
    }
}
