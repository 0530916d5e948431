//! Raw HTML as the scan sees it: its links and anchors, tags that will be shown as text, attributes that will be left out, and
//! comments that are not closed, which would publish what was meant for colleagues.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Scanner;
use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::raw_html::{self, Noted};
use crate::markdown::{OPEN, restore};
use crate::model::LinkTarget;
use crate::source::Span;

/// Contiguous raw HTML, of which each line may have stood behind the mark of a quote.
#[derive(Default)]
pub struct Chunk {
    text: String,
    /// Offsets of the pieces in `text`, and in the body.
    pieces: Vec<(usize, usize)>,
}

impl Chunk {
    /// A chunk of one piece.
    pub fn of(text: &str, at: usize) -> Self {
        Self { text: text.to_owned(), pieces: vec![(0, at)] }
    }

    /// Adds a piece that stands at an offset of the body.
    pub fn push(&mut self, text: &str, at: usize) {
        self.pieces.push((self.text.len(), at));
        self.text.push_str(text);
    }

    /// The offset in the body of one in the chunk.
    pub fn place(&self, offset: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.pieces.get(piece).map_or(offset, |(start, at)| at + offset - start)
    }

    /// Where a sign stands in the chunk, from an offset on.
    pub fn find(&self, sign: char, from: usize) -> Option<usize> {
        self.text.get(from..)?.find(sign).map(|at| from + at)
    }
}

impl Scanner<'_> {
    /// Hints at tags at the start of a line that are text here.
    pub(super) fn shown_tags(&mut self, text: &str, start: usize) {
        for (at, _) in text.match_indices(OPEN) {
            let tag = text[at + 1..].split(['>', '\n']).next().unwrap_or_default();
            // What a `>` would complete was never closed.
            let close = if tag.starts_with(['!', '?']) { "" } else { ">" };
            self.raw_html(&Chunk::of(&format!("<{tag}{close}"), start + at));
        }
    }

    pub(super) fn raw_html(&mut self, chunk: &Chunk) {
        let lexed = raw_html::lex(&chunk.text);
        if !lexed.html.trim().is_empty() {
            self.scan.empty = false;
        }
        self.cited_in_html(&lexed.html, chunk);
        if let Some((_, holds_something)) = &mut self.heading {
            *holds_something |= !lexed.html.trim().is_empty();
        }
        let mut is_open = false;
        for shown in lexed.shown_as_text {
            let at = chunk.place(shown.offset);
            if shown.name != "!--" {
                let span = self.span(at, at);
                self.raw_counts.shown.entry(shown.name).or_insert((span, 0)).1 += 1;
            } else if !is_open {
                // Further ones stand inside the first.
                is_open = true;
                self.open_comment(at);
            }
        }
        for note in lexed.notes {
            let at = chunk.place(note.place.start);
            let span = self.span(at, at + note.place.len());
            match note.what {
                Noted::Link(address) => {
                    self.address(&address, span, Severity::Warning, LinkTarget::Address);
                }
                Noted::Picture { src, .. } => {
                    self.address(&src, span, Severity::Warning, LinkTarget::Picture);
                }
                Noted::Id(id) => self.anchor(&restore(&id), span, "is left out"),
                Noted::Dropped(name) => self.raw_counts.dropped.entry(name).or_insert((span, 0)).1 += 1,
            }
        }
    }

    /// Looks for `<!--` in what the parser took for text.
    pub(super) fn open_comments(&mut self, range: Range<usize>) {
        let text = self.body.get(range.clone()).unwrap_or_default();
        let found: Vec<usize> = text.match_indices("<!--").map(|(at, _)| at).collect();
        for at in found {
            // Behind a backslash it is meant as text.
            if !self.body.get(..range.start + at).is_some_and(|before| before.ends_with('\\')) {
                self.open_comment(range.start + at);
            }
        }
    }

    fn open_comment(&mut self, at: usize) {
        let span = self.span(at, at + "<!--".len());
        let message = "this comment is not closed before its block ends, so readers would see it";
        self.scan.faults.push(Diagnostic::error("open-comment", span, message).hint(
            "close it with `-->` before the next empty line, or write `\\<!--` if it is meant as text",
        ));
    }
}

/// What raw HTML loses, with the first place and the number of each.
#[derive(Default)]
pub struct Counts {
    /// Names of tags that are shown as text.
    shown: BTreeMap<String, (Span, usize)>,
    /// Names of attributes that are left out.
    dropped: BTreeMap<String, (Span, usize)>,
}

impl Counts {
    /// Adds one hint for each name.
    pub fn report(self, faults: &mut Vec<Diagnostic>) {
        let times = |count| if count == 1 { String::new() } else { format!(" ({count} in all)") };
        for (name, (span, count)) in self.shown {
            let message = format!("`<{name}>` is shown as text{}", times(count));
            let fault = Diagnostic::advice("html-as-text", span, message);
            faults.push(fault.hint("write it as code: `` `<…>` ``, if it is meant to be read"));
        }
        for (name, (span, count)) in self.dropped {
            let message = format!("the attribute `{name}` of raw HTML is left out{}", times(count));
            faults.push(
                Diagnostic::advice("html-attribute", span, message)
                    .hint("scripts and styles stand in files below static/; a class may name them"),
            );
        }
    }
}
