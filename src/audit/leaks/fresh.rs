//! The parts of a page that no page before it had. Most lines of a site stand on hundreds of pages: the frame, the rows of lists.
//! Looking at each once keeps the leak check cheap. Three lines in a row count as one, so that nothing hides in a line
//! break: a string that spans more lines than that is looked for only where its lines are new.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Lines that count as one.
const WINDOW: usize = 3;

/// What was seen so far. Two texts with one 64-bit hash are taken as one.
#[derive(Default)]
pub struct Seen {
    windows: HashSet<u64>,
}

impl Seen {
    /// The parts of a page with anything new in them, in order, as whole lines.
    pub fn fresh<'a>(&mut self, page: &'a str) -> Vec<&'a str> {
        let mut lines: Vec<(Range<usize>, u64)> = Vec::new();
        let mut start = 0;
        for line in page.split_inclusive('\n') {
            let mut hasher = DefaultHasher::new();
            line.hash(&mut hasher);
            lines.push((start..start + line.len(), hasher.finish()));
            start += line.len();
        }
        let mut parts: Vec<Range<usize>> = Vec::new();
        let windows = lines.len().saturating_sub(WINDOW - 1).max(1);
        for at in 0..windows.min(lines.len()) {
            let window = &lines[at..(at + WINDOW).min(lines.len())];
            let mut hasher = DefaultHasher::new();
            window.iter().for_each(|(_, hash)| hash.hash(&mut hasher));
            if !self.windows.insert(hasher.finish()) {
                continue;
            }
            let (Some((first, _)), Some((last, _))) = (window.first(), window.last()) else { continue };
            match parts.last_mut() {
                Some(part) if part.end >= first.start => part.end = last.end,
                _ => parts.push(first.start..last.end),
            }
        }
        parts.into_iter().map(|part| &page[part]).collect()
    }
}
