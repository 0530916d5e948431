//! Footnotes that no reader will find: those that nothing refers to, and second definitions of one label.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Definitions and references so far.
#[derive(Default)]
pub struct Footnotes {
    defined: BTreeMap<String, Span>,
    /// Labels that a text refers to: the running text under the empty label, each note under its own.
    references: BTreeMap<String, BTreeSet<String>>,
    open: Vec<String>,
}

impl Footnotes {
    /// A definition starts.
    pub fn open(&mut self, label: &str, span: Span, faults: &mut Vec<Diagnostic>) {
        if self.defined.contains_key(label) {
            let message =
                format!("the footnote `{label}` is defined a second time, and only the first counts");
            let fault = Diagnostic::warning("duplicate-footnote", span, message);
            faults.push(fault.hint("give it another label, or remove it"));
        }
        self.defined.entry(label.to_owned()).or_insert(span);
        self.open.push(label.to_owned());
    }

    /// A definition ends.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// The text that is being read refers to a note.
    pub fn refer(&mut self, label: &str) {
        let from = self.open.last().cloned().unwrap_or_default();
        self.references.entry(from).or_default().insert(label.to_owned());
    }

    /// Adds a warning for every note that the running text does not lead to.
    pub fn report(self, faults: &mut Vec<Diagnostic>) {
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        let mut pending = vec![""];
        while let Some(from) = pending.pop() {
            for label in self.references.get(from).into_iter().flatten() {
                if shown.insert(label) {
                    pending.push(label);
                }
            }
        }
        for (label, span) in &self.defined {
            if !shown.contains(label.as_str()) {
                let message = format!("nothing refers to the footnote `{label}`, so it is not shown");
                let fault = Diagnostic::warning("unused-footnote", *span, message);
                faults.push(fault.hint(format!("refer to it with `[^{label}]` or remove it")));
            }
        }
    }
}
