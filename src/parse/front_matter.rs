//! Splits a document into its front matter and its body. In goes the text of a file, out comes the tree of the YAML head and
//! the offset of the Markdown below it, or a diagnostic that says what is missing.

use super::fields::Reader;
use super::yaml::{self, Node, Value};
use crate::markdown;
use crate::source::{SourceFile, Span};

/// A document cut in two.
pub struct Split {
    /// The mapping between the fences; a null node where they stand right below each other.
    pub head: Node,
    /// Offset of the first line below the closing fence.
    pub body: usize,
}

/// Finds the front matter of a file. `optional` is for `content/index.md`, which may be plain prose.
pub fn split(reader: &mut Reader, file: &SourceFile, optional: bool) -> Option<Split> {
    let text = &*file.text;
    let start = Span::file(reader.source);
    if text.trim().is_empty() && !optional {
        reader.error(
            "empty-file",
            start,
            "this file is empty",
            "write front matter between two lines `---`, then the text",
        );
        return None;
    }
    let opening = text.split('\n').next().unwrap_or_default();
    if opening.trim_end() != "---" {
        if optional {
            let head = Node { value: Value::Null, span: start };
            return Some(Split { head, body: 0 });
        }
        let hint = if opening.trim_end() == "+++" {
            "front matter is YAML between two lines `---`, not TOML between `+++`"
        } else {
            "the first line of the file must be `---`, then keys such as `title:`, then `---` again"
        };
        reader.error("no-front-matter", start, "this file has no front matter", hint);
        return None;
    }
    let first = (opening.len() + 1).min(text.len());
    let Some((end, body)) = closing_fence(text, first) else {
        let span = Span::new(reader.source, 0, opening.trim_end().len());
        reader.error(
            "unclosed-front-matter",
            span,
            "the front matter that starts here is never closed",
            "put a line `---` below its last key",
        );
        return None;
    };
    let before = reader.faults.len();
    let head = yaml::read(reader.source, text, first, end, &mut reader.faults);
    if head.is_none() && reader.faults.len() > before {
        // The body has faults of its own to name.
        reader.faults.extend(markdown::scan(reader.source, text, body).faults);
        return None;
    }
    let head = head.unwrap_or(Node { value: Value::Null, span: Span::new(reader.source, 0, 3) });
    Some(Split { head, body })
}

/// The start of the closing fence and of the line below it.
fn closing_fence(text: &str, first: usize) -> Option<(usize, usize)> {
    let mut at = first;
    for line in text.get(first..)?.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}
