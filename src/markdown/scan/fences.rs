//! Fenced blocks of code: which language each names, attributes that mean nothing, and lines to set off that are not there.

use std::ops::Range;

use super::Scanner;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::markdown::highlight::Fence;
use crate::source::{Span, Spanned};

/// Attributes of a fence that mean something.
const ATTRIBUTES: [&str; 4] = ["numbers", "start", "lines", "title"];

/// A fenced block while it is read.
pub struct Open {
    place: Span,
    last_marked: usize,
    /// Lines so far.
    pub lines: usize,
}

impl Scanner<'_> {
    pub(super) fn open_fence(&mut self, info: &str, range: Range<usize>) {
        let place = self.fence_line(range);
        let fence = Fence::parse(info);
        for item in &fence.unknown {
            let key = item.split('=').next().unwrap_or_default();
            let message = format!("`{item}` means nothing to a code block");
            let hint = did_you_mean(key, ATTRIBUTES).unwrap_or_else(|| {
                "lines to set off are written `{1,4-6}`; other attributes are `numbers`, `start=10` and `title=\"…\"`".to_owned()
            });
            self.scan.faults.push(Diagnostic::advice("fence-attribute", place, message).hint(hint));
        }
        self.fence = Some(Open { place, last_marked: fence.last_marked(), lines: 0 });
        self.scan.languages.push(Spanned { value: fence.word.to_owned(), span: place });
    }

    pub(super) fn close_fence(&mut self) {
        let Some(fence) = self.fence.take() else { return };
        if fence.last_marked > fence.lines {
            let lines = if fence.lines == 1 { "line" } else { "lines" };
            let message = format!(
                "line {} is to be set off, but the block has {} {lines}",
                fence.last_marked, fence.lines
            );
            self.scan.faults.push(
                Diagnostic::advice("fence-attribute", fence.place, message).hint("lines are counted from 1"),
            );
        }
    }

    /// The first line of a fenced block.
    fn fence_line(&self, range: Range<usize>) -> Span {
        let text = self.body.get(range.clone()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        self.span(range.start, range.start + line.len())
    }
}
