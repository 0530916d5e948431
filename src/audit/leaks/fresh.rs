//! The parts of a page that no page before it had. Most of a site stands on hundreds of pages: the frame, the rows of lists.
//! Looking at each part once keeps the leak check cheap. A part ends where a line ends with the tag of a block, because no
//! name goes on behind one.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::reading::is_block;

/// What was seen so far. Two texts with one 64-bit hash are taken as one.
#[derive(Default)]
pub struct Seen {
    parts: HashSet<u64>,
}

impl Seen {
    /// The parts of a page with anything new in them, in order, as whole lines; neighbours are given as one.
    pub fn fresh<'a>(&mut self, page: &'a str) -> Vec<&'a str> {
        let mut fresh: Vec<(usize, usize)> = Vec::new();
        let (mut start, mut at) = (0, 0);
        for line in page.split_inclusive('\n') {
            at += line.len();
            if at < page.len() && !ends_block(line) {
                continue;
            }
            let mut hasher = DefaultHasher::new();
            page[start..at].hash(&mut hasher);
            if self.parts.insert(hasher.finish()) {
                match fresh.last_mut() {
                    Some((_, end)) if *end == start => *end = at,
                    _ => fresh.push((start, at)),
                }
            }
            start = at;
        }
        fresh.into_iter().map(|(start, end)| &page[start..end]).collect()
    }
}

/// True for a line that ends with the tag of a block.
fn ends_block(line: &str) -> bool {
    let line = line.trim_end();
    let Some(open) = line.rfind('<').filter(|_| line.ends_with('>')) else { return false };
    let tag = line[open + 1..].trim_start_matches('/');
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    is_block(name)
}
