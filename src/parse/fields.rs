//! Reads typed values from YAML nodes field by field and goes on after a fault, so that one run names all of them. In go
//! nodes and the keys that a mapping may have, out come spanned values and diagnostics with "did you mean". It knows
//! no field of any document.

use super::schema::Field;
use super::yaml::{Node, Value};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::model::{PartialDate, Tlp, WrittenDate};
use crate::source::{SourceId, Span, Spanned};

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
    /// The whole mapping.
    pub span: Span,
}

impl Reader {
    /// A reader of one file.
    pub fn new(source: SourceId, unknown_keys: Severity) -> Self {
        Self { source, faults: Vec::new(), unknown_keys }
    }

    /// Adds an error.
    pub fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.faults.push(Diagnostic::error(code, span, message));
    }

    /// Adds an error that says what to do.
    pub fn error_with(
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
        self.error("wrong-type", node.span, message);
    }

    /// A mapping with its keys checked against the schema; each unknown key is reported.
    pub fn mapping<'a>(&mut self, node: &'a Node, fields: &[Field]) -> Option<Mapping<'a>> {
        let mapping = self.open_mapping(node)?;
        for (key, _) in mapping.entries {
            if !fields.iter().any(|field| field.key == key.text) {
                self.unknown_key(&key.text, key.span, fields);
            }
        }
        Some(mapping)
    }

    /// A mapping whose keys are free.
    pub fn open_mapping<'a>(&mut self, node: &'a Node) -> Option<Mapping<'a>> {
        match &node.value {
            Value::Map(entries) => Some(Mapping { entries, span: node.span }),
            Value::Null => Some(Mapping { entries: &[], span: node.span }),
            _ => {
                self.wrong_type(node, "a mapping of keys to values");
                None
            }
        }
    }

    fn unknown_key(&mut self, key: &str, span: Span, fields: &[Field]) {
        let names = fields.iter().map(|field| field.key);
        let near = did_you_mean(key, names.clone());
        let hint = near.unwrap_or_else(|| {
            let list: Vec<&str> = names.collect();
            format!("known keys are {}; a theme's own keys belong under `extra`", list.join(", "))
        });
        self.faults.push(
            Diagnostic::new(self.unknown_keys, "unknown-key", span, format!("unknown key `{key}`"))
                .hint(hint),
        );
    }

    /// Text that is not empty.
    pub fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Scalar { text, .. } if !text.trim().is_empty() => {
                Some(Spanned::new(text.trim().to_owned(), node.span))
            }
            Value::Scalar { .. } => {
                self.error("empty-value", node.span, "this text is empty");
                None
            }
            Value::Null => None,
            _ => {
                self.wrong_type(node, "text");
                None
            }
        }
    }

    /// `true` or `false` without quotes.
    pub fn truth(&mut self, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Scalar { text, plain: true } if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Scalar { text, plain: true } if text.eq_ignore_ascii_case("false") => Some(false),
            Value::Null => None,
            other => {
                let message = match other {
                    Value::Scalar { text, .. } => format!("this must be `true` or `false`, not `{text}`"),
                    other => format!("this must be `true` or `false`, not {}", other.sort()),
                };
                self.error("wrong-type", node.span, message);
                None
            }
        }
    }

    /// A list; `one` reads an item and may refuse it. A single value where a list is wanted is an error.
    pub fn list<T>(&mut self, node: &Node, mut one: impl FnMut(&mut Self, &Node) -> Option<T>) -> Vec<T> {
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| one(self, item)).collect(),
            Value::Null => Vec::new(),
            other => {
                let hint = match other {
                    Value::Scalar { text, .. } => format!("write it as a list: `[{text}]`"),
                    _ => "start each item with `- `".to_owned(),
                };
                let message = format!("this must be a list, not {}", other.sort());
                self.error_with("wrong-type", node.span, message, hint);
                Vec::new()
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
            self.error("empty-value", node.span, "this item is empty");
            return None;
        }
        self.text(node)
    }

    /// Text read by a function that says in a sentence what is wrong.
    pub fn parsed<T>(
        &mut self,
        node: &Node,
        code: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<Spanned<T>> {
        let text = self.text(node)?;
        match read(&text.value) {
            Ok(value) => Some(Spanned::new(value, text.span)),
            Err(message) => {
                self.error(code, text.span, message);
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
            let near = did_you_mean(&text.value, list);
            self.faults.push(Diagnostic::error("invalid-value", text.span, message).maybe_hint(near));
        }
        value
    }

    /// A day, perhaps with a time.
    pub fn written_date(&mut self, node: &Node) -> Option<Spanned<WrittenDate>> {
        self.parsed(node, "invalid-date", WrittenDate::parse)
    }

    /// A date of a claim.
    pub fn partial_date(&mut self, node: &Node) -> Option<Spanned<PartialDate>> {
        self.parsed(node, "invalid-date", PartialDate::parse)
    }

    /// A TLP level; the old word `white` gets a hint.
    pub fn tlp(&mut self, node: &Node) -> Option<Tlp> {
        let text = self.text(node)?;
        let level = Tlp::parse(&text.value);
        if level.is_none() {
            let words = Tlp::ALL.map(Tlp::word);
            let message = format!("`{}` is no TLP level", text.value);
            let hint = did_you_mean(&text.value, words)
                .unwrap_or_else(|| format!("TLP 2.0 has {}", words.join(", ")));
            self.error_with("invalid-tlp", text.span, message, hint);
        } else if text.value.to_ascii_lowercase().contains("white") {
            self.faults.push(
                Diagnostic::advice("tlp-white", text.span, "TLP 2.0 calls `WHITE` `CLEAR`")
                    .hint("write `CLEAR`"),
            );
        }
        level
    }

    /// A free value of `extra`: truth values and plain whole numbers are typed, every other scalar is text as written.
    pub fn free(node: &Node) -> serde_json::Value {
        match &node.value {
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
        "true" if plain => true.into(),
        "false" if plain => false.into(),
        _ if plain => match text.parse::<i64>() {
            // `007` and `+1` are not how a number is written back, so they stay text.
            Ok(number) if number.to_string() == text => number.into(),
            _ => text.into(),
        },
        _ => text.into(),
    }
}

impl<'a> Mapping<'a> {
    /// The value of a key, where it stands and is not empty.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries
            .iter()
            .find(|(found, _)| found.text == key)
            .map(|(_, node)| node)
            .filter(|node| !matches!(node.value, Value::Null))
    }

    /// Every key and its value, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Span, &'a Node)> {
        self.entries.iter().map(|(key, node)| (key.text.as_str(), key.span, node))
    }

    /// The value of a key as text.
    pub fn text(&self, reader: &mut Reader, key: &str) -> Option<Spanned<String>> {
        self.get(key).and_then(|node| reader.text(node))
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
