//! Which names of the running text become links. Each block is searched as one text, so that what stands beside a name counts even
//! behind emphasis; names inside links, headings and code only count as neighbours.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::citations;

/// Stands for what is no text: code, a picture, a tag.
const OBJECT: char = '\u{fffc}';

/// Elements of raw HTML inside which no name is linked.
const QUIET: [&str; 12] = ["a", "code", "pre", "kbd", "samp", "var", "h1", "h2", "h3", "h4", "h5", "h6"];

/// What is found in the running text of a block: the names, in order, without overlap, each with what it stands for.
pub type Find<'a, T> = &'a dyn Fn(&str) -> Vec<(Range<usize>, T)>;

/// The names in each event, in order; empty for all that is no running text.
pub fn plan<T>(events: &[Event<'_>], find: Find<'_, T>) -> Vec<Vec<(Range<usize>, T)>> {
    let mut plan = Plan {
        find,
        found: events.iter().map(|_| Vec::new()).collect(),
        text: String::new(),
        pieces: Vec::new(),
        quiet: 0,
        raw: Vec::new(),
    };
    for (at, event) in events.iter().enumerate() {
        plan.event(at, event);
    }
    plan.search();
    plan.found
}

struct Plan<'a, T> {
    find: Find<'a, T>,
    found: Vec<Vec<(Range<usize>, T)>>,
    /// The text of the block so far.
    text: String,
    /// Where the text of each event starts and ends.
    pieces: Vec<(usize, Range<usize>)>,
    /// Above zero inside links, headings, pictures and code.
    quiet: usize,
    /// Open raw elements of [`QUIET`].
    raw: Vec<&'static str>,
}

impl<T> Plan<'_, T> {
    fn event(&mut self, at: usize, event: &Event<'_>) {
        match event {
            Event::Text(text) => {
                let from = self.text.len();
                if text.contains(citations::CITE) {
                    citations::push_blanked(&mut self.text, &text.replace('\n', " "));
                } else {
                    // A name may stand on two lines.
                    for (line, part) in text.split('\n').enumerate() {
                        self.text.push_str(if line == 0 { "" } else { " " });
                        self.text.push_str(part);
                    }
                }
                if self.quiet == 0 && self.raw.is_empty() {
                    self.pieces.push((at, from..self.text.len()));
                }
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                self.tags(text);
                self.text.push(OBJECT);
            }
            Event::HardBreak => self.text.push('\t'),
            Event::Start(tag) => match tag {
                Tag::Link { .. } | Tag::Image { .. } => self.quiet += 1,
                Tag::Heading { .. } | Tag::CodeBlock(_) => {
                    self.search();
                    self.quiet += 1;
                }
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {}
                _ => self.search(),
            },
            Event::End(tag) => match tag {
                TagEnd::Link | TagEnd::Image => self.quiet = self.quiet.saturating_sub(1),
                TagEnd::Heading(_) | TagEnd::CodeBlock => {
                    self.search();
                    self.quiet = self.quiet.saturating_sub(1);
                }
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
                _ => self.search(),
            },
            _ => self.text.push(OBJECT),
        }
    }

    /// Notes which raw elements open and close.
    fn tags(&mut self, html: &str) {
        for tag in html.split('<').skip(1) {
            let (is_end, tag) = match tag.strip_prefix('/') {
                Some(tag) => (true, tag),
                None => (false, tag),
            };
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let Some(name) = QUIET.iter().find(|quiet| quiet.eq_ignore_ascii_case(name)) else { continue };
            if !is_end {
                self.raw.push(name);
            } else if let Some(open) = self.raw.iter().rposition(|open| open == name) {
                self.raw.truncate(open);
            }
        }
    }

    /// Searches the block and forgets it. A name that is only partly emphasised stays text.
    fn search(&mut self) {
        if !self.pieces.is_empty() {
            let mut pieces = self.pieces.drain(..).peekable();
            for (range, mention) in (self.find)(&self.text) {
                while pieces.next_if(|(_, piece)| piece.end < range.end).is_some() {}
                let Some((at, piece)) = pieces.peek() else { break };
                if piece.start <= range.start {
                    let inner = range.start - piece.start..range.end - piece.start;
                    self.found[*at].push((inner, mention));
                }
            }
        }
        self.pieces.clear();
        self.text.clear();
    }
}
