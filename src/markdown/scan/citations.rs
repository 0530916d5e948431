//! Sources that the running text cites with `[^s:id]`, citations in raw HTML, where no Markdown is read, and definitions of what
//! only the front matter can define.

use std::ops::Range;

use super::Scanner;
use super::raw::Chunk;
use crate::diagnostic::Diagnostic;
use crate::markdown::citations::{CITE, Piece, START, pieces};
use crate::source::{Span, Spanned};

impl Scanner<'_> {
    /// Notes the citations in a range of the text.
    pub(super) fn cited(&mut self, range: &Range<usize>) {
        let text = self.prepared.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => at += text.len(),
                Piece::Citation(id, length) => {
                    self.scan.empty = false;
                    let span = self.span(at, at + length);
                    self.scan.citations.push(Spanned::new(id.trim().to_owned(), span));
                    at += length;
                }
            }
        }
    }

    /// Warns of citations in raw HTML. `html` is what is left of a chunk.
    pub(super) fn cited_in_html(&mut self, html: &str, chunk: &Chunk) {
        let mut from = 0;
        for piece in pieces(html) {
            let Piece::Citation(id, length) = piece else { continue };
            let Some(at) = chunk.find(CITE, from) else { return };
            from = at + 1;
            // The sign stands behind the first byte.
            let start = chunk.place(at - 1);
            let span = self.span(start, start + length);
            let message = format!("`{START}{id}]` stands in raw HTML, so it is shown as text");
            let hint = "Markdown is read again behind an empty line";
            self.scan.faults.push(Diagnostic::warning("citation-in-html", span, message).hint(hint));
            self.scan.citations.push(Spanned::new(id.trim().to_owned(), span));
        }
    }

    /// A footnote starts. A label `s:id` belongs to a source, whatever the text says it stands for.
    pub(super) fn open_footnote(&mut self, label: &str, span: Span) {
        let Some(id) = label.strip_prefix("s:") else {
            self.footnotes.open(label, span, &mut self.scan.faults);
            return;
        };
        // What is said of it here is enough.
        self.footnotes.refer(label);
        self.footnotes.open(label, span, &mut Vec::new());
        if !self.defined_sources.insert(id.to_owned()) {
            return;
        }
        let message = format!("`{START}{id}]` cites a source, which no footnote can define");
        self.scan.faults.push(Diagnostic::error("source-footnote", span, message).hint(format!(
            "describe the source under `sources` in the front matter with `id: {id}`, or give the footnote a label without `s:`"
        )));
    }
}
