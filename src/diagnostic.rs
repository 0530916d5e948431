//! What Sitrep has to say about the content: one [`Diagnostic`] a fault, collected in [`Diagnostics`] and printed once by
//! the command. Every stage adds to it and none stops at it. A failure of the machine (disk, port) is an `anyhow::Error`
//! and never comes here.

pub mod print;

use crate::source::{Sources, Span};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Advice.
    Hint,
    /// Something to look at; the site is built.
    Warning,
    /// Nothing is written.
    Error,
}

impl Severity {
    /// `error`, `warning` or `hint`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing to say about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case word, such as `unknown-key`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// One sentence, lower case, no final period, backticks round values.
    pub message: String,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A fault that keeps the site from being written.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// Something to look at.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// Advice.
    pub fn advice(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, code, span, message)
    }

    /// A diagnostic of any severity.
    pub fn new(severity: Severity, code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity, span, message: message.into(), hints: Vec::new() }
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Adds a hint where there is one to give.
    #[must_use]
    pub fn maybe_hint(mut self, text: Option<String>) -> Self {
        self.hints.extend(text);
        self
    }
}

/// All diagnostics of a run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds those of another list.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(diagnostics);
    }

    /// Sorts by file, offset and code, and drops exact repetitions. With `strict`, warnings become errors.
    #[must_use]
    pub fn finish(mut self, strict: bool) -> Self {
        for diagnostic in &mut self.list {
            if strict && diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
        self.list.sort_by(|a, b| {
            (a.span.source, a.span.start, a.code, &a.message).cmp(&(
                b.span.source,
                b.span.start,
                b.code,
                &b.message,
            ))
        });
        self.list.dedup();
        self
    }

    /// In the order they were added, or sorted after [`Diagnostics::finish`].
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// True when nothing may be written.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// True when there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// One line each, `path:line:col: severity[code]: message`, for tests and for `--format short`.
    pub fn short(&self, sources: &Sources) -> String {
        self.list.iter().map(|diagnostic| print::short(diagnostic, sources) + "\n").collect()
    }
}

/// Gives `did you mean` for the nearest of the candidates, where one is near enough to be a slip of the keyboard.
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// The nearest of the candidates, case aside, where one is near enough to be a slip of the keyboard; the first in byte order
/// of several that are equally near.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let longest = lower.chars().count();
    candidates
        .into_iter()
        // A difference in length alone is too much: nothing so far away needs to be measured.
        .filter(|candidate| candidate.len().abs_diff(lower.len()) <= 12)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| {
            let length = longest.max(candidate.chars().count());
            *distance <= (length / 3).clamp(1, 3) && *distance < length
        })
        .min()
        .map(|(_, candidate)| candidate)
}
