//! Reads pages by their pieces, each piece once: most lines stand on hundreds of pages.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::facts::{Addresses, Facts, Fixed, place};

/// What was found in pieces of pages. Two pieces with one 64-bit hash are taken as one.
#[derive(Default)]
pub struct Known {
    /// Places in `pieces`; most lines have nothing to say and share one.
    by_hash: HashMap<u64, usize, Fixed>,
    pieces: Vec<Piece>,
    /// Addresses, each kept once.
    pub texts: Addresses,
    /// By place of an address its number.
    numbers: HashMap<usize, usize, Fixed>,
    /// By number of an address, the last page that has it.
    on_page: Vec<usize>,
    /// Pages so far.
    pages: usize,
}

/// What is in a piece.
#[derive(Default)]
struct Piece {
    facts: Facts,
    /// The numbers of its addresses.
    links: Vec<usize>,
}

/// The place of a piece in which there is nothing.
const NOTHING: usize = 0;

/// Pieces that are kept, at most: what a page shares it shares with its neighbours, and memory must not grow with the site.
const MOST: usize = 1 << 18;

impl Known {
    /// What the rules need of a page.
    pub fn page(&mut self, text: &str) -> Facts {
        if self.by_hash.len() > MOST {
            (self.by_hash, self.pieces) = Default::default();
        }
        let mut page = Facts::default();
        self.pages += 1;
        let mut at = 0;
        while at < text.len() {
            let (piece, length) = self.piece(&text[at..]);
            at += length;
            if piece == NOTHING {
                continue;
            }
            let Piece { facts, links } = &self.pieces[piece];
            page.ids.extend(facts.ids.iter().cloned());
            for (number, link) in links.iter().zip(&facts.links) {
                if std::mem::replace(&mut self.on_page[*number], self.pages) != self.pages {
                    page.links.push(link.clone());
                }
            }
            page.inline_code.extend(facts.inline_code.iter().cloned());
            page.third_party.extend(facts.third_party.iter().cloned());
        }
        page.ids.sort_unstable();
        page.ids.dedup();
        page
    }

    /// The place in `pieces` of the first piece of a text, and where it ends: a line, or as many as belong together because a tag, a comment or a
    /// script goes on over their ends.
    fn piece(&mut self, text: &str) -> (usize, usize) {
        let mut end = 0;
        loop {
            // Twice as much each time: a script of many lines must not be read once for each of them.
            let from = (2 * end).min(text.len());
            end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1);
            let piece = &text[..end];
            let hash = self.by_hash.hasher().hash_one(piece);
            if let Some(at) = self.by_hash.get(&hash) {
                return (*at, end);
            }
            let facts = match end == text.len() {
                true => Some(Facts::of(piece, &mut self.texts)),
                false => Facts::of_piece(piece, &mut self.texts),
            };
            if let Some(facts) = facts {
                let at = self.place_of(facts);
                self.by_hash.insert(hash, at);
                return (at, end);
            }
        }
    }

    fn place_of(&mut self, facts: Facts) -> usize {
        if self.pieces.is_empty() {
            self.pieces.push(Piece::default());
        }
        if facts.is_empty() {
            return NOTHING;
        }
        let number = |link| {
            let next = self.numbers.len();
            *self.numbers.entry(place(link)).or_insert(next)
        };
        let links = facts.links.iter().map(number).collect();
        self.on_page.resize(self.numbers.len(), 0);
        self.pieces.push(Piece { facts, links });
        self.pieces.len() - 1
    }
}
