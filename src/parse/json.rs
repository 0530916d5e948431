//! A JSON file beside a report as the nodes that the front matter could hold, with the place of every value. In goes the text,
//! out comes one node or a fault where the text is no JSON. Numbers and words stay text as written, as everywhere.

use super::fields::Reader;
use super::yaml::{Key, Node, Value};
use crate::source::Span;

/// Reads a JSON text; nothing, and one fault, where it is none.
pub fn read(reader: &mut Reader, text: &str) -> Option<Node> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let before = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let at = before.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default().to_lowercase();
        let hint = "a list is written `[\"evil.example\", {\"value\": \"…\"}]`, with commas between and none at the end";
        let span = Span::new(reader.source, at, at);
        reader.error("invalid-json", span, format!("this is no JSON: {said}"), hint);
        return None;
    }
    let mut walker = Walker { reader, text, at: 0, depth: 0, is_broken: false };
    let node = walker.node();
    if walker.depth > DEEPEST {
        let span = Span::new(walker.reader.source, walker.at, walker.at);
        let message = format!("this is nested more than {DEEPEST} levels deep");
        walker.reader.error("json-too-deep", span, message, "an indicator is text or an object of texts");
        return None;
    }
    node.filter(|_| !walker.is_broken)
}

/// Deepest nesting that is read.
const DEEPEST: usize = 32;

/// Walks a text that is known to be JSON, and stops where it is too deep.
struct Walker<'a> {
    reader: &'a mut Reader,
    text: &'a str,
    at: usize,
    depth: usize,
    /// True once a text could not be read: what is made of it would only hide the reason.
    is_broken: bool,
}

impl Walker<'_> {
    fn node(&mut self) -> Option<Node> {
        self.skip();
        let start = self.at;
        let value = match self.text.as_bytes().get(start)? {
            b'[' | b'{' if self.depth >= DEEPEST => {
                self.depth += 1;
                return None;
            }
            b'[' => self.deeper(Self::list),
            b'{' => self.deeper(Self::map),
            b'"' => Value::Scalar { text: self.string()?, plain: false },
            _ => {
                let rest = &self.text[start..];
                let length = rest.find([',', ']', '}', ' ', '\n', '\t']).unwrap_or(rest.len());
                self.at += length;
                match &rest[..length] {
                    "null" => Value::Null,
                    word => Value::Scalar { text: word.to_owned(), plain: true },
                }
            }
        };
        Some(Node { value, span: Span::new(self.reader.source, start, self.at) })
    }

    fn deeper(&mut self, read: fn(&mut Self) -> Value) -> Value {
        self.depth += 1;
        let value = read(self);
        // A walk that went too deep keeps its depth, and so everybody above stops too.
        self.depth -= usize::from(self.depth <= DEEPEST);
        value
    }

    fn list(&mut self) -> Value {
        let mut items = Vec::new();
        while self.depth <= DEEPEST && self.goes_on(b']') {
            items.extend(self.node());
        }
        Value::List(items)
    }

    fn map(&mut self) -> Value {
        let mut entries: Vec<(Key, Node)> = Vec::new();
        while self.depth <= DEEPEST && self.goes_on(b'}') {
            let start = self.at;
            let Some(text) = self.string() else { break };
            let span = Span::new(self.reader.source, start, self.at);
            self.skip();
            self.at += 1;
            let Some(node) = self.node() else { break };
            if entries.iter().any(|(key, _)| key.text == text) {
                let message = format!("the key `{text}` stands here a second time");
                self.reader.error("duplicate-key", span, message, "keep one of them");
            } else {
                entries.push((Key { text, span }, node));
            }
        }
        Value::Map(entries)
    }

    /// Steps over the bracket or the comma before an entry; false behind the closing bracket.
    fn goes_on(&mut self, close: u8) -> bool {
        self.skip();
        self.at += usize::from(self.text.as_bytes().get(self.at) != Some(&close));
        self.skip();
        let ends = self.text.as_bytes().get(self.at).is_none_or(|byte| *byte == close);
        self.at += usize::from(ends);
        !ends
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.text.get(self.at..)?;
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find(|(_, c)| {
            let closes = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            closes
        });
        let length = end.map_or(rest.len(), |(at, _)| at + 1);
        let start = self.at;
        self.at += length;
        let read = serde_json::from_str(&rest[..length]);
        // The grammar lets pass what is no character.
        if read.is_err() && !self.is_broken {
            self.is_broken = true;
            let message = "this text holds half of a character: `\\ud800` to `\\udfff` stand in pairs";
            let span = Span::new(self.reader.source, start, self.at);
            self.reader.error("invalid-json", span, message, "write both halves, or the character itself");
        }
        read.ok()
    }

    fn skip(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start_matches([' ', '\n', '\t']).len();
    }
}
