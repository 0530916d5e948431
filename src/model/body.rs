//! The Markdown of a document and what the early stages know of it: its links, the sources that it cites, and the blocks that have a
//! TLP level of their own. A body that lost blocks to the gate still knows where each of its bytes stands in the file.

use std::ops::Range;
use std::sync::Arc;

use super::{EntityKind, Head, Tlp};
use crate::source::{SourceId, Span, Spanned};

/// The Markdown of a document.
#[derive(Debug, Clone)]
pub struct Body {
    /// The whole file, without the blocks that the gate took out of the Markdown.
    pub text: Arc<str>,
    /// Where the Markdown starts in it, and in the file.
    pub start: usize,
    /// Links, pictures and wikilinks, in order.
    pub links: Vec<BodyLink>,
    /// Ids of the sources that `[^s:id]` cites, in order.
    pub citations: Vec<Spanned<String>>,
    /// Blocks `::: tlp`, in order of their first lines.
    pub blocks: Vec<TlpBlock>,
    /// The language that each fenced block names, with the line of the fence, in order.
    pub languages: Vec<Spanned<String>>,
    /// True when there is nothing to read.
    pub empty: bool,
    /// What the gate took out: where it stood in `text`, and how many bytes went there and before, in order.
    pub cuts: Vec<(usize, usize)>,
}

impl Body {
    /// The Markdown.
    pub fn markdown(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Where a range of the Markdown stands in the file.
    pub fn place(&self, source: SourceId, range: Range<usize>) -> Span {
        let start = self.offset(self.start + range.start);
        // The end belongs to the last byte: what was taken out behind it is no part of the range.
        let end = if range.is_empty() { start } else { self.offset(self.start + range.end - 1) + 1 };
        Span::new(source, start, end)
    }

    /// The offset in the file of one in `text`.
    fn offset(&self, at: usize) -> usize {
        let before = self.cuts.partition_point(|(place, _)| *place <= at);
        at + before.checked_sub(1).and_then(|last| self.cuts.get(last)).map_or(0, |(_, gone)| *gone)
    }
}

impl Head {
    /// The level that the page of the document bears: its own, or that of a higher block of its text.
    pub fn marking(&self) -> Tlp {
        self.body.blocks.iter().map(|block| block.level).fold(self.tlp, Tlp::max)
    }
}

/// A part of a body with a level of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlpBlock {
    /// The higher of what its first line says and the levels of the blocks around it.
    pub level: Tlp,
    /// Its first line, without signs of lists and quotes.
    pub opener: Span,
    /// Everything that goes with it when it is withheld.
    pub span: Span,
}

/// A link in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyLink {
    /// Where it leads, as written.
    pub target: LinkTarget,
    /// Its place.
    pub span: Span,
}

/// What a link in a body names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// The address of a Markdown link.
    Address(String),
    /// The address of a picture.
    Picture(String),
    /// `[[Name]]` or `[[actor:Name]]`.
    Name {
        /// The kind before the colon.
        kind: Option<EntityKind>,
        /// The name.
        name: String,
    },
}
