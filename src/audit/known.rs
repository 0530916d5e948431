//! Reads pages by their pieces, each piece once: most lines stand on hundreds of pages.

use std::collections::HashMap;
use std::hash::BuildHasher;

use super::facts::{Addresses, Facts, Fixed, place};
use super::html;

/// What was found in pieces of pages. Two pieces with one 64-bit hash are taken as one.
#[derive(Default)]
pub struct Known {
    /// Places in `pieces`; most lines have nothing to say and share one.
    by_hash: HashMap<u64, usize, Fixed>,
    pieces: Vec<Facts>,
    /// Addresses, each kept once.
    pub texts: Addresses,
    /// By place of an address, the number of the last page that has it.
    on_page: HashMap<usize, usize, Fixed>,
    /// Pages so far.
    pages: usize,
}

/// Pieces that are kept, at most: what a page shares it shares with its neighbours, and memory must not grow with the site.
const MOST: usize = 1 << 18;

impl Known {
    /// What the rules need of a page.
    pub fn page(&mut self, text: &str) -> Facts {
        if self.by_hash.len() > MOST {
            (self.by_hash, self.pieces) = Default::default();
        }
        let mut page = Facts::default();
        let mut on_page = std::mem::take(&mut self.on_page);
        self.pages += 1;
        let number = self.pages;
        let mut at = 0;
        while at < text.len() {
            let (facts, length) = self.piece(&text[at..]);
            page.ids.extend(facts.ids.iter().cloned());
            let new = facts.links.iter().filter(|link| on_page.insert(place(link), number) != Some(number));
            page.links.extend(new.cloned());
            page.inline_code.extend(facts.inline_code.iter().cloned());
            page.third_party.extend(facts.third_party.iter().cloned());
            at += length;
        }
        self.on_page = on_page;
        page.ids.sort_unstable();
        page.ids.dedup();
        page
    }

    /// What is in the first piece of a text, and where it ends: a line, or as many as belong together because a tag, a comment or a
    /// script goes on over their ends.
    fn piece(&mut self, text: &str) -> (&Facts, usize) {
        let mut end = 0;
        loop {
            // Twice as much each time: a script of many lines must not be read once for each of them.
            let from = (2 * end).min(text.len());
            end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1);
            let piece = &text[..end];
            let hash = self.by_hash.hasher().hash_one(piece);
            if let Some(at) = self.by_hash.get(&hash) {
                return (&self.pieces[*at], end);
            }
            if end == text.len() || html::is_whole(piece) {
                let facts = Facts::of(piece, &mut self.texts);
                let at = self.place_of(facts);
                self.by_hash.insert(hash, at);
                return (&self.pieces[at], end);
            }
        }
    }

    fn place_of(&mut self, facts: Facts) -> usize {
        if self.pieces.is_empty() {
            self.pieces.push(Facts::default());
        }
        if facts.is_empty() {
            return 0;
        }
        self.pieces.push(facts);
        self.pieces.len() - 1
    }
}
