//! Headings and the anchors that authors give: what an attribute list may hold, and anchors that are not theirs to give.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::CowStr;

use super::Scanner;
use crate::diagnostic::Diagnostic;
use crate::markdown::is_reserved;
use crate::source::Span;

/// The anchors that the author gave so far.
#[derive(Default)]
pub struct Anchors {
    given: BTreeSet<String>,
    /// Those that cannot stay: the first place, what becomes of it there, and the number.
    lost: BTreeMap<String, (Span, String, usize)>,
}

impl Anchors {
    fn give(&mut self, id: &str, span: Span, outcome: &str) {
        if is_reserved(id) || !self.given.insert(id.to_owned()) {
            let lost = self.lost.entry(id.to_owned());
            lost.or_insert_with(|| (span, outcome.to_owned(), 0)).2 += 1;
        }
    }

    /// Adds a warning for each anchor that cannot stay everywhere.
    pub fn report(self, faults: &mut Vec<Diagnostic>) {
        for (id, (span, outcome, count)) in self.lost {
            let times = if count == 1 { String::new() } else { format!(" ({count} in all)") };
            faults.push(if is_reserved(&id) {
                let message = format!("the anchor `{id}` is one that templates use, so it {outcome}{times}");
                Diagnostic::warning("reserved-anchor", span, message)
                    .hint("choose one that does not start with `sr-`, `fn-` or `fnref-`")
            } else {
                let message = format!("a second element has the anchor `{id}`, so it {outcome}{times}");
                Diagnostic::warning("duplicate-anchor", span, message).hint("give each its own")
            });
        }
    }
}

impl Scanner<'_> {
    /// Looks at `{#id .class}` behind a heading.
    pub(super) fn heading_attributes(
        &mut self,
        id: Option<&str>,
        others: &[(CowStr<'_>, Option<CowStr<'_>>)],
        span: Span,
    ) {
        for (name, _) in others {
            let message = format!("the attribute `{name}` of this heading is left out");
            let fault = Diagnostic::warning("heading-attribute", span, message);
            self.scan.faults.push(fault.hint("a heading takes an id and classes: `{#id .class}`"));
        }
        if let Some(id) = id {
            let outcome =
                if is_reserved(id) { format!("becomes `h-{id}`") } else { "gets a number".to_owned() };
            self.anchor(id, span, &outcome);
        }
    }

    /// Notes an anchor that an author gave; `outcome` says what becomes of one that cannot stay.
    pub(super) fn anchor(&mut self, id: &str, span: Span, outcome: &str) {
        self.anchors.give(id, span, outcome);
    }

    pub(super) fn end_heading(&mut self) {
        if let Some((span, false)) = self.heading.take() {
            self.scan.faults.push(
                Diagnostic::advice("empty-heading", span, "this heading has no text, so it is not shown")
                    .hint("write its text behind the `#`, or remove the line"),
            );
        }
    }
}
