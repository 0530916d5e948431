//! The parts of a page that no page before it had. Most of a site stands on hundreds of pages: the frame, the rows of lists.
//! Looking at each part once keeps the leak check cheap. A part ends where a line ends with the end tag of a block, because no
//! name goes on behind one.

use std::collections::HashSet;

use ahash::RandomState;

use super::reading::is_block;

/// Parts and values that are kept, at most.
const MOST: usize = 1 << 16;

/// What was seen so far. Two texts with one 64-bit hash are taken as one.
pub struct Seen {
    /// Every byte of every page is hashed, so that the hash of the standard library would cost more than the search. The key is fixed:
    /// what a build says must not depend on chance.
    hash: RandomState,
    parts: HashSet<u64, RandomState>,
    values: HashSet<u64, RandomState>,
}

impl Default for Seen {
    fn default() -> Self {
        let hash = RandomState::with_seeds(1, 2, 3, 4);
        Self { parts: HashSet::with_hasher(hash.clone()), values: HashSet::with_hasher(hash.clone()), hash }
    }
}

impl Seen {
    /// The parts of a page with anything new in them, in order, as whole lines; neighbours are given as one.
    pub fn fresh<'a>(&mut self, page: &'a str) -> Vec<&'a str> {
        if self.parts.len() + self.values.len() > MOST {
            *self = Self::default();
        }
        let mut fresh: Vec<(usize, usize)> = Vec::new();
        let bytes = page.as_bytes();
        let (mut start, mut line) = (0, 0);
        for end in memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).chain([bytes.len()]) {
            let ends = end == bytes.len() || ends_block(&bytes[line..end]);
            line = end;
            if !ends || start == end {
                continue;
            }
            if self.parts.insert(self.hash.hash_one(&bytes[start..end])) {
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
        self.values.insert(self.hash.hash_one(value))
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
