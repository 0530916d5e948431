//! One small tree of spanned nodes from a YAML text. In goes a slice of a file, out comes a [`Node`] whose scalars are the
//! text that the author wrote, with the place of everything in the file. Duplicate keys, depth, size and the
//! growth by aliases are checked here, each at its place. No scalar is given a type: `NO`, `1e5` and `1.10` stay text.

mod syntax;
mod within;

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span, is_unprintable};

pub use within::within;

/// Deepest nesting that is read; front matter has no use for more.
const DEEPEST: usize = 32;
/// Most nodes of one text, aliases counted each time they are used.
const MOST_NODES: usize = 100_000;
/// Largest front matter or configuration in bytes; longer lists belong into a file beside the report.
pub const LARGEST: usize = 256 * 1024;

/// A YAML node and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its place in the file.
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing was written, or `~` without quotes.
    Null,
    /// Text as written.
    Scalar {
        /// The text.
        text: String,
        /// Without quotes and not a block, so that `true` may be meant as a truth value.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its text.
    pub text: String,
    /// Its place.
    pub span: Span,
}

impl Node {
    /// True where nothing was written, `~`, or the word `null` without quotes, which is nothing to all but names.
    pub fn is_unset(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar { text, plain } => *plain && matches!(text.as_str(), "null" | "Null" | "NULL"),
            _ => false,
        }
    }
}

impl Value {
    /// For messages: `text`, `a list`, `a mapping`, `nothing`.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar { .. } => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Reads `text[start..end]` as one YAML document. Gives nothing when the text is empty or not YAML; each fault is added to
/// `faults`.
pub fn read(
    source: SourceId,
    text: &str,
    start: usize,
    end: usize,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let slice = text.get(start..end)?;
    if slice.len() > LARGEST {
        let message = format!("this YAML has {} bytes, more than the {LARGEST} allowed", slice.len());
        faults.push(
            Diagnostic::error("front-matter-too-large", Span::new(source, start, start), message)
                .hint("put long lists of indicators into `indicators_file`"),
        );
        return None;
    }
    let mut builder = Builder {
        places: Places::new(source, slice, start),
        slice,
        stack: Vec::new(),
        anchors: BTreeMap::new(),
        nodes: 0,
        root: None,
        documents: 0,
        faults,
    };
    for event in Parser::new_from_str(slice) {
        let outcome = match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => Err(builder.syntax(&error)),
        };
        if let Err(fault) = outcome {
            builder.faults.push(*fault);
            return None;
        }
    }
    builder.root
}

/// Turns the parser's character counts into byte offsets of the file.
struct Places {
    source: SourceId,
    base: usize,
    length: usize,
    /// Byte offset of every character; absent when all are ASCII.
    bytes: Option<Vec<u32>>,
}

impl Places {
    fn new(source: SourceId, slice: &str, base: usize) -> Self {
        let bytes = (!slice.is_ascii())
            .then(|| slice.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect());
        Self { source, base, length: slice.len(), bytes }
    }

    fn offset(&self, index: usize) -> usize {
        let inner = match &self.bytes {
            None => index,
            Some(bytes) => bytes.get(index).map_or(self.length, |at| *at as usize),
        };
        inner.min(self.length)
    }
}

enum Frame {
    List {
        items: Vec<Node>,
        start: usize,
        anchor: usize,
    },
    Map {
        entries: Vec<(Key, Node)>,
        first: BTreeMap<String, Span>,
        key: Option<Key>,
        start: usize,
        anchor: usize,
    },
}

struct Builder<'a> {
    places: Places,
    slice: &'a str,
    stack: Vec<Frame>,
    anchors: BTreeMap<usize, (Node, usize)>,
    nodes: usize,
    root: Option<Node>,
    documents: usize,
    faults: &'a mut Vec<Diagnostic>,
}

type Outcome = Result<(), Box<Diagnostic>>;

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, yaml: YamlSpan) -> Outcome {
        let start = self.places.offset(yaml.start.index());
        let end = self.places.offset(yaml.end.index());
        let span = self.span(start, end);
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a second YAML document starts here, and only one is allowed";
                    let fault = Diagnostic::error("invalid-yaml", span, message);
                    return Err(Box::new(fault.hint("remove the line `...` or `---` above it")));
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let node = self.scalar(&text, style, span);
                self.remember(anchor, &node);
                self.place(node, 1)?;
            }
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    let message = "this alias stands inside the value that it means";
                    let fault = Diagnostic::error("invalid-yaml", span, message);
                    return Err(Box::new(fault.hint("write the value out")));
                };
                self.place(Node { span, ..node }, size)?;
            }
            Event::SequenceStart(anchor, _) => {
                let items = Vec::new();
                self.open(Frame::List { items, start, anchor }, span)?;
            }
            Event::MappingStart(anchor, _) => {
                let frame =
                    Frame::Map { entries: Vec::new(), first: BTreeMap::new(), key: None, start, anchor };
                self.open(frame, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end)?,
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, frame: Frame, span: Span) -> Outcome {
        if self.stack.len() >= DEEPEST {
            return Err(Box::new(
                Diagnostic::error(
                    "yaml-too-deep",
                    span,
                    format!("this is nested more than {DEEPEST} levels deep"),
                )
                .hint("put quotes round text that holds brackets"),
            ));
        }
        self.stack.push(frame);
        Ok(())
    }

    fn close(&mut self, end: usize) -> Outcome {
        let (value, start, anchor) = match self.stack.pop() {
            None => return Ok(()),
            Some(Frame::List { items, start, anchor }) => (Value::List(items), start, anchor),
            Some(Frame::Map { entries, start, anchor, .. }) => (Value::Map(entries), start, anchor),
        };
        let node = Node { value, span: self.span(start, end) };
        self.remember(anchor, &node);
        self.place(node, 1)
    }

    fn place(&mut self, node: Node, size: usize) -> Outcome {
        self.nodes += size;
        if self.nodes > MOST_NODES {
            return Err(Box::new(
                Diagnostic::error(
                    "yaml-too-large",
                    node.span,
                    format!("with its aliases this text has more than {MOST_NODES} values"),
                )
                .hint("write the values out instead of repeating an anchor"),
            ));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, first, key, .. }) => match key.take() {
                None => *key = Some(as_key(node)?),
                Some(key) => match first.get(&key.text) {
                    None => {
                        first.insert(key.text.clone(), key.span);
                        entries.push((key, node));
                    }
                    Some(earlier) => {
                        let line = self.slice[..(earlier.start as usize).saturating_sub(self.places.base)]
                            .matches('\n')
                            .count();
                        let fault = Diagnostic::error(
                            "duplicate-key",
                            key.span,
                            format!("the key `{}` stands here a second time", key.text),
                        );
                        let above = line + 1 + usize::from(self.places.base > 0);
                        self.faults
                            .push(fault.hint(format!("the first one is on line {above}; keep one of them")));
                    }
                },
            },
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), weight(node)));
        }
    }

    /// The place in the file of a range of the slice. The parser's spans of blocks run past their last line, so the end is
    /// taken back to the last character that says something.
    fn span(&self, start: usize, end: usize) -> Span {
        let kept = self.slice.get(start..end).map_or(0, |text| text.trim_end().len());
        let start = self.places.base + start;
        Span::new(self.places.source, start, start + kept)
    }

    fn syntax(&self, error: &saphyr_parser::ScanError) -> Box<Diagnostic> {
        let at = self.places.offset(error.marker().index());
        let said = syntax::explain(error.info(), self.slice, at);
        let base = self.places.base;
        let span = Span::new(self.places.source, base + said.start, base + said.end);
        Box::new(Diagnostic::error(said.code, span, said.message).hint(said.hint))
    }

    /// Escapes can write what no file may hold: a control character is reported and replaced.
    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) -> Node {
        let start = (span.start as usize).saturating_sub(self.places.base);
        let end = (span.end as usize).saturating_sub(self.places.base);
        let raw = self.slice.get(start..end).unwrap_or_default();
        // One that stands in the file itself was reported when the file was read.
        if let Some(found) = text.chars().find(|c| is_unprintable(*c) && !raw.contains(*c)) {
            let message = format!("this text holds the control character U+{:04X}", u32::from(found));
            let fault = Diagnostic::error("control-character", span, message);
            self.faults.push(fault.hint("remove the escape, or write `\\\\` for a backslash"));
        }
        let kept =
            text.chars().map(|c| if is_unprintable(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
        scalar(kept, style, span)
    }
}

fn as_key(node: Node) -> Result<Key, Box<Diagnostic>> {
    match node.value {
        Value::Scalar { text, .. } => Ok(Key { text, span: node.span }),
        Value::Null => Ok(Key { text: "~".to_owned(), span: node.span }),
        other => Err(Box::new(
            Diagnostic::error("invalid-yaml", node.span, format!("a key must be text, not {}", other.sort()))
                .hint("put quotes round text that holds brackets or braces"),
        )),
    }
}

/// The parser writes `~` where nothing is written. The word `null` stays text: whether it may be a name is known only
/// where the value is used.
fn scalar(text: String, style: ScalarStyle, span: Span) -> Node {
    let plain = style == ScalarStyle::Plain;
    let nothing = plain && matches!(text.as_str(), "" | "~");
    let value = if nothing { Value::Null } else { Value::Scalar { text, plain } };
    Node { value, span }
}

fn weight(node: &Node) -> usize {
    match &node.value {
        Value::Null | Value::Scalar { .. } => 1,
        Value::List(items) => items.iter().map(weight).sum::<usize>() + 1,
        Value::Map(entries) => entries.iter().map(|(_, node)| weight(node)).sum::<usize>() + 1,
    }
}
