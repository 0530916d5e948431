//! What the gate holds back: whole documents, single rows and blocks, each with its place and the reason in words, and the strings and
//! names that must not show. The audit searches for them and `sitrep list withheld` shows them; no other stage may read this.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Secret;
use crate::model::{EntityKind, Tlp};
use crate::source::{SourceId, Span};

/// What is not published.
#[derive(Debug, Clone, Default)]
pub struct Withheld {
    /// Whole documents, in order of path within their kind.
    pub documents: Vec<WithheldDocument>,
    /// Strings that must not appear in the output.
    pub secrets: Vec<Secret>,
    /// Rows and blocks of published documents.
    pub rows: Vec<WithheldRow>,
    /// By path of a document, the anchors that are gone with its withheld blocks.
    pub anchors: BTreeMap<String, BTreeSet<String>>,
    /// Folded names that mean nothing in this edition, each with the path of a document that withholds it.
    pub names: BTreeMap<(EntityKind, String), String>,
    /// Paths of documents, and ids and addresses of their withheld sources.
    pub citations: BTreeSet<(String, String)>,
    /// By path below `content/`, files beside reports of which all or a part is withheld.
    pub files: BTreeMap<String, WithheldFile>,
    /// True for the edition that a build without flags publishes: what has no use there has none at all.
    pub is_site_edition: bool,
}

impl Withheld {
    /// The parts of files that withheld rows and blocks take up, so that what they say is not taken for a trace of them.
    pub fn parts(&self) -> Parts {
        let mut parts: Vec<Span> = Vec::new();
        for span in self.rows.iter().map(|row| row.span).collect::<BTreeSet<_>>() {
            match parts.last_mut() {
                Some(last) if last.source == span.source && span.start <= last.end => {
                    last.end = last.end.max(span.end);
                }
                _ => parts.push(span),
            }
        }
        Parts(parts)
    }
}

/// Parts of files, in order and apart from each other.
pub struct Parts(Vec<Span>);

impl Parts {
    /// True when the whole of a span lies in one of them.
    pub fn hold(&self, span: Span) -> bool {
        let starts = |part: &Span| (part.source, part.start) <= (span.source, span.start);
        let before = self.0.partition_point(starts).checked_sub(1).and_then(|at| self.0.get(at));
        before.is_some_and(|part| part.source == span.source && span.end <= part.end)
    }
}

/// A document that is not published.
#[derive(Debug, Clone)]
pub struct WithheldDocument {
    /// The file.
    pub source: SourceId,
    /// Its path below `content/`.
    pub path: String,
    /// Its title or name.
    pub title: String,
    /// Date of publication, of a report.
    pub date: Option<Date>,
    /// Where it would stand, as far as its own file tells.
    pub route: String,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// True when its level is among the reasons.
    pub by_tlp: bool,
}

/// A file that a withheld report or row names.
#[derive(Debug, Clone)]
pub struct WithheldFile {
    /// Path below `content/` of the document that withholds it.
    pub document: String,
    /// The file, where it exists.
    pub source: Option<SourceId>,
    /// True for a list of which the edition shows some rows and withholds others.
    pub in_part: bool,
}

/// A row or a block of a published document that is not published.
#[derive(Debug, Clone)]
pub struct WithheldRow {
    /// The document that it belongs to; a row of a list of indicators stands in another file.
    pub document: SourceId,
    /// All of it, so that what it says is not taken for a trace of it.
    pub span: Span,
    /// What it is.
    pub sort: RowSort,
    /// What to recognise it by: a name, a title, a value, the start of its text.
    pub label: String,
    /// Why, in words: `TLP:AMBER`, `its actor is withheld`.
    pub reason: String,
}

impl WithheldRow {
    /// A marked block of a body: `text` is what stands in it, of which the start becomes its label.
    pub fn block(span: Span, level: Tlp, text: &str) -> Self {
        Self { document: span.source, span, sort: RowSort::Block, label: short(text), reason: level.label() }
    }
}

/// What sort of row is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowSort {
    /// A name in the list of its kind.
    Name(EntityKind),
    /// Who did what to whom.
    Activity,
    /// Who is behind whom.
    Attribution,
    /// A source.
    Source,
    /// An indicator.
    Indicator,
    /// A detection rule.
    Detection,
    /// A statement by somebody.
    Quote,
    /// A marked block of a body.
    Block,
}

impl RowSort {
    /// One word for it: `actor`, `activity`, `block`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name(kind) => kind.key(),
            Self::Activity => "activity",
            Self::Attribution => "attribution",
            Self::Source => "source",
            Self::Indicator => "indicator",
            Self::Detection => "detection",
            Self::Quote => "quote",
            Self::Block => "block",
        }
    }
}

/// Letters of a text that a label shows.
const LABEL: usize = 60;

/// The start of a text on one line.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LABEL) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
