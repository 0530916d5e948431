//! Reads pages by their pieces, each piece once: most lines stand on hundreds of pages.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::facts::{Addresses, Facts, Fixed};

/// What was found in pieces of pages. Two pieces with one 64-bit hash are taken as one.
#[derive(Default)]
pub struct Known {
    /// The addresses on all pages.
    pub addresses: Addresses,
    /// By number of an address, the last page that has it.
    last: Vec<usize>,
    /// Pages so far.
    pages: usize,
    /// The anchors of the page that is being read.
    ids: Vec<Arc<str>>,
    /// Its addresses.
    links: Vec<u32>,
    /// What stands in the piece that is being read.
    facts: Facts,
    found: Found,
    hasher: Fixed,
}

/// Takes a number that is a hash for one.
#[derive(Clone, Copy, Default)]
struct AsItIs(u64);

impl BuildHasher for AsItIs {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        *self
    }
}

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What is in pieces. A few long lists: there are as many pieces as lines, and a list in each takes more than what is in it.
#[derive(Default)]
struct Found {
    /// Places in `pieces`; most lines have nothing to say and share one.
    by_hash: HashMap<u64, usize, AsItIs>,
    pieces: Vec<Piece>,
    ids: Vec<Arc<str>>,
    /// Numbers of addresses.
    links: Vec<u32>,
}

/// What is in a piece.
#[derive(Default)]
struct Piece {
    ids: Range<u32>,
    links: Range<u32>,
    /// What no page of ours should have.
    rare: Option<Box<Facts>>,
}

/// The place of a piece in which there is nothing.
const NOTHING: usize = 0;

/// Pieces that are kept, at most: what a page shares it shares with its neighbours, and memory must not grow with the site.
const MOST: usize = 1 << 18;

impl Known {
    /// What the rules need of a page, whose bytes are UTF-8.
    pub fn page(&mut self, text: &[u8]) -> Facts {
        if self.found.by_hash.len() > MOST {
            self.found = Found::default();
        }
        let mut page = Facts::default();
        self.pages += 1;
        let mut ends = memchr::memchr_iter(b'\n', text).map(|at| at + 1);
        let mut at = 0;
        while at < text.len() {
            let (piece, end) = self.piece(text, at, &mut ends);
            at = end;
            if piece == NOTHING {
                continue;
            }
            let Piece { ids, links, rare } = &self.found.pieces[piece];
            self.ids.extend(self.found.ids[places(ids)].iter().cloned());
            self.last.resize(self.addresses.all.len(), 0);
            for number in &self.found.links[places(links)] {
                let last = &mut self.last[*number as usize];
                if std::mem::replace(last, self.pages) != self.pages {
                    self.links.push(*number);
                }
            }
            if let Some(rare) = rare {
                page.inline_code.extend(rare.inline_code.iter().cloned());
                page.third_party.extend(rare.third_party.iter().cloned());
            }
        }
        // At their length: there are many, and they are kept until the audit.
        page.links = self.links.drain(..).collect();
        self.ids.sort_unstable();
        self.ids.dedup();
        page.ids = self.ids.drain(..).collect();
        page
    }

    /// The place in `pieces` of the piece that starts at a place of a text, and where it ends: a line, or as many as belong together
    /// because a tag, a comment or a script goes on over their ends. `ends` has the ends of the lines from there on.
    fn piece(&mut self, text: &[u8], start: usize, ends: &mut impl Iterator<Item = usize>) -> (usize, usize) {
        let mut end = start;
        loop {
            // Twice as much each time: a script of many lines must not be read once for each of them.
            let least = end + (end - start);
            end = ends.find(|end| *end > least).unwrap_or(text.len());
            let piece = &text[start..end];
            let mut hasher = self.hasher.build_hasher();
            hasher.write(piece);
            let hash = hasher.finish();
            if let Some(at) = self.found.by_hash.get(&hash) {
                return (*at, end);
            }
            // Only what is new has to be looked at as text.
            let piece = std::str::from_utf8(piece).unwrap_or_default();
            self.facts.clear();
            let is_whole = self.facts.add(piece, &mut self.addresses);
            if is_whole || end == text.len() {
                let at = self.place_of_facts();
                self.found.by_hash.insert(hash, at);
                return (at, end);
            }
        }
    }

    /// The place in `pieces` for what was found in the last piece.
    fn place_of_facts(&mut self) -> usize {
        let (found, facts) = (&mut self.found, &mut self.facts);
        if found.pieces.is_empty() {
            found.pieces.push(Piece::default());
        }
        if facts.is_empty() {
            return NOTHING;
        }
        let (ids, links) = (number(found.ids.len()), number(found.links.len()));
        found.ids.append(&mut facts.ids);
        found.links.append(&mut facts.links);
        let (ids, links) = (ids..number(found.ids.len()), links..number(found.links.len()));
        let rare = (!facts.is_empty()).then(|| Box::new(std::mem::take(facts)));
        found.pieces.push(Piece { ids, links, rare });
        found.pieces.len() - 1
    }
}

fn places(numbers: &Range<u32>) -> Range<usize> {
    numbers.start as usize..numbers.end as usize
}

/// A place in a list, which never has as many: what is kept is given up long before.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
