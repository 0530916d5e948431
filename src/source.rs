//! The text a site is made of, and places in it. A [`SourceFile`] is one file of the site as it was read; a [`Span`] is a
//! byte range of it; [`Spanned`] ties a value to the place where the author wrote it. Plain data: nothing here
//! reads a disk.

use std::borrow::Cow;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

/// One file of the site; an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A byte range of one file. Offsets count from the start of the text without a byte order mark and with lines that end
/// in LF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte; never before `start`.
    pub end: u32,
}

impl Span {
    /// Makes a span from byte offsets; an `end` before `start` is taken as empty.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self { source, start, end }
    }

    /// The start of a file, for what concerns the file as a whole.
    pub fn file(source: SourceId) -> Self {
        Self { source, start: 0, end: 0 }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Ties a value to a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(change(self.value), self.span)
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Which part of the site a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// `sitrep.yaml`.
    Config,
    /// A Markdown file below `content/`.
    Content,
    /// Any other file below `content/`: pictures, CSV and rule files.
    Asset,
    /// A template, of the site or of the embedded theme.
    Template,
    /// A file below `static/`, of the site or of the embedded theme.
    Static,
    /// A file below `syntaxes/`, of the site or of the embedded theme: a grammar for code blocks.
    Syntax,
}

/// Where the bytes of a file that is copied come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file of the site.
    Disk(PathBuf),
    /// A file of the embedded theme.
    Embedded(Cow<'static, [u8]>),
}

/// One file of the site.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the root, with `/` between segments; `theme:base.html` for a file of the embedded theme.
    pub path: String,
    /// Which part of the site it belongs to.
    pub area: Area,
    /// The text without a byte order mark and with LF line ends; empty for what is not text. Of a file that is only copied
    /// it is there for the audit.
    pub text: Arc<str>,
    /// Where its bytes are.
    pub origin: Origin,
    /// True when it could not be read as text; a fault in [`Sources::faults`] says why.
    pub broken: bool,
}

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// True for what no text of a site may hold: control characters other than tab and line feed, and the two noncharacters that
/// XML refuses. A page or a feed that holds one is not well formed.
pub fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\t' && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

impl SourceFile {
    /// The line and column of a byte offset; an offset past the end is taken as the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Why a file could not be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadFault {
    /// Stable word, as in a diagnostic.
    pub code: &'static str,
    /// Where in the file.
    pub span: Span,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// All files of a site, sorted by path, and what went wrong while they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Sorted by path; [`SourceId`] is the index.
    pub files: Vec<SourceFile>,
    /// Files that are there but cannot be read as text, links that lead nowhere.
    pub faults: Vec<LoadFault>,
}

impl Sources {
    /// The file behind an id.
    pub fn get(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (SourceId(u32::try_from(at).unwrap_or(u32::MAX)), file))
    }

    /// The file at a path relative to the root.
    pub fn find(&self, path: &str) -> Option<(SourceId, &SourceFile)> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some((SourceId(u32::try_from(at).unwrap_or(u32::MAX)), &self.files[at]))
    }
}
