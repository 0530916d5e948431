//! Reads typed values from YAML nodes field by field and goes on after a fault, so that one run names all of them. In go
//! nodes and the keys that a mapping may have, out come spanned values and diagnostics with "did you mean". It knows
//! no field of any document.

use super::foreign;
use super::schema::{self, Field};
use super::yaml::{Node, Value};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, nearest};
use crate::model::{PartialDate, Tlp, WrittenDate};
use crate::source::{SourceId, Span, Spanned};

/// What a value must be, in messages.
pub const TEXT: &str = "text";
/// See [`TEXT`].
pub const LIST: &str = "a list";
/// See [`TEXT`].
pub const MAPPING: &str = "a mapping of keys to values";

/// Collects what is found while one file is read.
pub struct Reader {
    /// The file.
    pub source: SourceId,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
    /// What an unknown key is.
    pub unknown_keys: Severity,
}

/// A mapping whose keys have been checked.
pub struct Mapping<'a> {
    entries: &'a [(super::yaml::Key, Node)],
    /// Keys of the schema that a misspelt key most likely means.
    meant: Vec<&'static str>,
    /// The whole mapping.
    pub span: Span,
}

impl Reader {
    /// A reader of one file.
    pub fn new(source: SourceId, unknown_keys: Severity) -> Self {
        Self { source, faults: Vec::new(), unknown_keys }
    }

    /// Adds an error: what is wrong, and what to do.
    pub fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.faults.push(Diagnostic::error(code, span, message).hint(hint));
    }

    /// Adds the error for a value of the wrong type.
    pub fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let message = format!("this must be {wanted}, not {}", node.value.sort());
        let hint = match (&node.value, wanted) {
            (Value::List(items), TEXT) if items.len() == 1 => "take the brackets or the `- ` away",
            (_, TEXT) => "write one value, in quotes where it holds brackets or `: `",
            (_, LIST) => "start each item with `- `",
            _ => "write `key: value`, one a line, indented below this key",
        };
        self.error("wrong-type", node.span, message, hint);
    }

    /// A mapping with its keys checked against the schema; each unknown key is reported.
    pub fn mapping<'a>(&mut self, node: &'a Node, fields: &[Field]) -> Option<Mapping<'a>> {
        let mut mapping = self.open_mapping(node)?;
        for (key, _) in mapping.entries {
            if !fields.iter().any(|field| field.key == key.text) {
                mapping.meant.extend(self.unknown_key(&key.text, key.span, fields));
            }
        }
        Some(mapping)
    }

    /// A mapping whose keys are free.
    pub fn open_mapping<'a>(&mut self, node: &'a Node) -> Option<Mapping<'a>> {
        match &node.value {
            Value::Map(entries) => Some(Mapping { entries, meant: Vec::new(), span: node.span }),
            _ if node.is_unset() => Some(Mapping { entries: &[], meant: Vec::new(), span: node.span }),
            _ => {
                self.wrong_type(node, MAPPING);
                None
            }
        }
    }

    /// Reports an unknown key and gives the key that it most likely means, where that is an error: as a warning the key
    /// is kept in `extra`, and the one that was meant is still missing.
    pub fn unknown_key(&mut self, key: &str, span: Span, fields: &[Field]) -> Option<&'static str> {
        let holds = |key: &str| fields.iter().any(|field| field.key == key);
        let near = nearest(key, fields.iter().map(|field| field.key));
        let foreign = foreign::find(key).filter(|_| holds("summary"));
        let hint = match near {
            _ if let Some(foreign) = foreign => foreign.hint.to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None if holds("summary")
                && !holds("date")
                && schema::REPORT.iter().any(|field| field.key == key) =>
            {
                format!("`{key}` is a key of reports, which are the files below content/reports/")
            }
            None if key.contains(char::is_whitespace) => {
                "where the text of the document starts here, put a line `---` above it".to_owned()
            }
            None => {
                let list: Vec<&str> = fields.iter().map(|field| field.key).collect();
                let extra =
                    if list.contains(&"extra") { "; a theme's own keys belong under `extra`" } else { "" };
                format!("known keys are {}{extra}", list.join(", "))
            }
        };
        let message = format!("unknown key `{key}`");
        // What was written to keep something back must not be passed over.
        let withholds = foreign.is_some_and(|foreign| foreign.withholds);
        let severity = if withholds { Severity::Error } else { self.unknown_keys };
        self.faults.push(Diagnostic::new(severity, "unknown-key", span, message).hint(hint));
        near.filter(|_| self.unknown_keys == Severity::Error && foreign.is_none())
    }

    /// Text that is not empty.
    pub fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Scalar { text, .. } if !text.trim().is_empty() => {
                Some(Spanned::new(text.trim().to_owned(), node.span))
            }
            Value::Scalar { .. } => {
                let hint = "write something between the quotes, or remove it";
                self.error("empty-value", node.span, "this text is empty", hint);
                None
            }
            Value::Null => None,
            _ => {
                self.wrong_type(node, TEXT);
                None
            }
        }
    }

    /// `true` or `false` without quotes.
    pub fn truth(&mut self, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Scalar { text, plain: true } if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Scalar { text, plain: true } if text.eq_ignore_ascii_case("false") => Some(false),
            _ if node.is_unset() => None,
            other => {
                let message = match other {
                    Value::Scalar { text, plain: false } if matches!(text.as_str(), "true" | "false") => {
                        format!("this must be `{text}` without quotes")
                    }
                    Value::Scalar { text, .. } => format!("this must be `true` or `false`, not `{text}`"),
                    other => format!("this must be `true` or `false`, not {}", other.sort()),
                };
                self.error("wrong-type", node.span, message, "write `true` or `false`");
                None
            }
        }
    }

    /// A list; `one` reads an item and may refuse it. A single value where a list is wanted is an error, and is read as the
    /// only item, so that what refers to it is not called missing.
    pub fn list<T>(&mut self, node: &Node, mut one: impl FnMut(&mut Self, &Node) -> Option<T>) -> Vec<T> {
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| one(self, item)).collect(),
            _ if node.is_unset() => Vec::new(),
            other => {
                let hint = match other {
                    Value::Scalar { text, .. } => format!("write it as a list: `[{text}]`"),
                    _ => "start each item with `- `".to_owned(),
                };
                let message = format!("this must be a list, not {}", other.sort());
                self.error("wrong-type", node.span, message, hint);
                let before = self.faults.len();
                let item = one(self, node);
                let again = self.faults.split_off(before);
                self.faults.extend(
                    again.into_iter().filter(|fault| (fault.code, fault.span) != ("wrong-type", node.span)),
                );
                item.into_iter().collect()
            }
        }
    }

    /// A list of texts; an item that is missing is an error.
    pub fn texts(&mut self, node: &Node) -> Vec<Spanned<String>> {
        self.list(node, Self::item_text)
    }

    /// The text of an item, which must be there.
    pub fn item_text(&mut self, node: &Node) -> Option<Spanned<String>> {
        if matches!(node.value, Value::Null) {
            self.error("empty-value", node.span, "this item is empty", "write a value or remove the item");
            return None;
        }
        self.text(node)
    }

    /// Text read by a function that says in a sentence what is wrong.
    pub fn parsed<T>(
        &mut self,
        node: &Node,
        code: &'static str,
        hint: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<Spanned<T>> {
        let text = self.text(node)?;
        match read(&text.value) {
            Ok(value) => Some(Spanned::new(value, text.span)),
            Err(message) => {
                self.error(code, text.span, message, hint);
                None
            }
        }
    }

    /// One word out of a few.
    pub fn word<T: Copy>(
        &mut self,
        node: &Node,
        words: &[(&'static str, T)],
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(node)?;
        let value = read(&text.value);
        if value.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("`{}` is none of {}", text.value, list.join(", "));
            let hint =
                did_you_mean(&text.value, list).unwrap_or_else(|| "write one of these words".to_owned());
            self.error("invalid-value", text.span, message, hint);
        }
        value
    }

    /// A day, perhaps with a time.
    pub fn written_date(&mut self, node: &Node) -> Option<Spanned<WrittenDate>> {
        let hint = "write it as `2021-09-28` or `2021-09-28T10:00:00+02:00`";
        self.parsed(node, "invalid-date", hint, WrittenDate::parse)
    }

    /// A date of a claim.
    pub fn partial_date(&mut self, node: &Node) -> Option<Spanned<PartialDate>> {
        let hint = "write `2021`, `2021-09` or `2021-09-28`, as exact as it is known";
        self.parsed(node, "invalid-date", hint, PartialDate::parse)
    }

    /// A TLP level; the old word `white` gets a hint.
    pub fn tlp(&mut self, node: &Node) -> Option<Tlp> {
        if node.is_unset() {
            return None;
        }
        let text = self.text(node)?;
        let level = Tlp::parse(&text.value);
        if level.is_none() {
            let words = Tlp::ALL.map(Tlp::word);
            let message = format!("`{}` is no TLP level", text.value);
            let hint = did_you_mean(&text.value, words)
                .unwrap_or_else(|| format!("TLP 2.0 has {}", words.join(", ")));
            self.error("invalid-tlp", text.span, message, hint);
        } else {
            self.old_white(node, "TLP 2.0");
        }
        level
    }

    /// Adds advice where the old word `white` stands for CLEAR.
    pub fn old_white(&mut self, node: &Node, scale: &str) {
        if let Value::Scalar { text, .. } = &node.value
            && text.to_ascii_lowercase().contains("white")
        {
            let message = format!("{scale} calls `WHITE` `CLEAR`");
            self.faults.push(Diagnostic::advice("tlp-white", node.span, message).hint("write `CLEAR`"));
        }
    }

    /// A free value of `extra`: truth values and plain whole numbers are typed, every other scalar is text as written.
    pub fn free(node: &Node) -> serde_json::Value {
        match &node.value {
            _ if node.is_unset() => serde_json::Value::Null,
            Value::Null => serde_json::Value::Null,
            Value::Scalar { text, plain } => free_scalar(text, *plain),
            Value::List(items) => items.iter().map(Self::free).collect(),
            Value::Map(entries) => {
                entries.iter().map(|(key, node)| (key.text.clone(), Self::free(node))).collect()
            }
        }
    }
}

fn free_scalar(text: &str, plain: bool) -> serde_json::Value {
    match text {
        "true" | "True" | "TRUE" if plain => true.into(),
        "false" | "False" | "FALSE" if plain => false.into(),
        _ if plain => match text.parse::<i64>() {
            // `007` and `+1` are not how a number is written back, so they stay text.
            Ok(number) if number.to_string() == text => number.into(),
            _ => text.into(),
        },
        _ => text.into(),
    }
}

impl<'a> Mapping<'a> {
    /// The value of a key, where it stands and is neither empty nor `null`.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.written(key).filter(|node| !node.is_unset())
    }

    /// The value of a key that holds a name, an id or a code, which may be the word `null`.
    pub fn named(&self, key: &str) -> Option<&'a Node> {
        self.written(key).filter(|node| !matches!(node.value, Value::Null))
    }

    /// The value of a key even where nothing is written behind it.
    pub fn written(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(found, _)| found.text == key).map(|(_, node)| node)
    }

    /// The value of a key that decides what is published: behind such a key nothing is no value, and an error.
    pub fn firm(&self, reader: &mut Reader, key: &str) -> Option<&'a Node> {
        let (found, node) = self.entries.iter().find(|(found, _)| found.text == key)?;
        if node.is_unset() {
            let message = format!("the key `{key}` has no value");
            reader.error("empty-value", found.span, message, "write a value or remove the key");
        }
        Some(node)
    }

    /// How many items were written behind a key, whatever they are.
    pub fn items(&self, key: &str) -> usize {
        match self.get(key).map(|node| &node.value) {
            None => 0,
            Some(Value::List(items)) => items.len(),
            Some(_) => 1,
        }
    }

    /// The place of a key.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(found, _)| found.text == key).map(|(found, _)| found.span)
    }

    /// True when an unknown key was reported that most likely means this one.
    pub fn is_misspelt(&self, key: &str) -> bool {
        self.meant.contains(&key)
    }

    /// Every key and its value, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Span, &'a Node)> {
        self.entries.iter().map(|(key, node)| (key.text.as_str(), key.span, node))
    }

    /// The value of a key as text.
    pub fn text(&self, reader: &mut Reader, key: &str) -> Option<Spanned<String>> {
        self.get(key).and_then(|node| reader.text(node))
    }

    /// The value of a key as a name, an id or a code: any scalar, as written.
    pub fn name(&self, reader: &mut Reader, key: &str) -> Option<Spanned<String>> {
        self.named(key).and_then(|node| reader.text(node))
    }

    /// The value of a key as plain text without its place; empty when unset.
    pub fn string(&self, reader: &mut Reader, key: &str) -> Option<String> {
        self.text(reader, key).map(|text| text.value)
    }

    /// The value of a key as a list of texts.
    pub fn texts(&self, reader: &mut Reader, key: &str) -> Vec<Spanned<String>> {
        self.get(key).map_or_else(Vec::new, |node| reader.texts(node))
    }

    /// The value of a key as a list read item by item.
    pub fn list<T>(
        &self,
        reader: &mut Reader,
        key: &str,
        one: impl FnMut(&mut Reader, &Node) -> Option<T>,
    ) -> Vec<T> {
        self.get(key).map_or_else(Vec::new, |node| reader.list(node, one))
    }
}
