//! The parts of a page that no page before it had. Most of a site stands on hundreds of pages: the frame, the rows of lists.
//! Looking at each part once keeps the leak check cheap. A part ends where a line ends with the end tag of a block, because no
//! name goes on behind one.

use ahash::RandomState;

use super::reading::is_block;

/// What was seen so far, as long as there is room for it. Two texts with one 64-bit hash are taken as one.
pub struct Seen {
    /// Every byte of every page is hashed, so that the hash of the standard library would cost more than the search. The key is fixed:
    /// what a build says must not depend on chance.
    hash: RandomState,
    parts: Recent,
    values: Recent,
}

impl Default for Seen {
    fn default() -> Self {
        let hash = RandomState::with_seeds(1, 2, 3, 4);
        Self { hash, parts: Recent::default(), values: Recent::default() }
    }
}

/// Hashes, each in a place that follows from it: the next one of that place takes it. What a page shares it shares with its neighbours, so
/// that a table that fits into the cache of a processor knows nearly as much as one that keeps all.
///
/// Most sites withhold nothing, so that nothing is looked at: there is no table before the first hash.
#[derive(Default)]
struct Recent(Vec<u64>);

const PLACES: usize = 1 << 16;

impl Recent {
    /// True for a hash that is not there; it is from now on.
    fn is_new(&mut self, hash: u64) -> bool {
        if self.0.is_empty() {
            self.0 = vec![0; PLACES];
        }
        let place = &mut self.0[hash as usize % PLACES];
        let known = *place == hash && hash != 0;
        *place = hash;
        !known
    }
}

impl Seen {
    /// The parts of a page with anything new in them, in order, as whole lines; neighbours are given as one.
    pub fn fresh<'a>(&mut self, page: &'a str) -> Vec<&'a str> {
        let mut fresh: Vec<(usize, usize)> = Vec::new();
        let bytes = page.as_bytes();
        let (mut start, mut line) = (0, 0);
        for end in memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).chain([bytes.len()]) {
            let ends = end == bytes.len() || ends_block(&bytes[line..end]);
            line = end;
            if !ends || start == end {
                continue;
            }
            if self.parts.is_new(self.hash.hash_one(&bytes[start..end])) {
                match fresh.last_mut() {
                    Some((_, last)) if *last == start => *last = end,
                    _ => fresh.push((start, end)),
                }
            }
            start = end;
        }
        fresh.into_iter().map(|(start, end)| &page[start..end]).collect()
    }

    /// True for the value of an attribute that no page before had: the same classes and addresses stand everywhere.
    pub fn is_new(&mut self, value: &str) -> bool {
        self.values.is_new(self.hash.hash_one(value))
    }
}

/// True for a line that ends with the end tag of a block. Start tags end one as well, but parts would be so small that keeping them
/// costs more than reading them.
fn ends_block(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    if line.last() != Some(&b'>') {
        return false;
    }
    let Some(open) = memchr::memrchr(b'<', line) else { return false };
    let Some(tag) = line[open + 1..].strip_prefix(b"/") else { return false };
    let length = tag.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
    std::str::from_utf8(&tag[..length]).is_ok_and(is_block)
}
