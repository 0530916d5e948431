//! The grammar of raw HTML (CommonMark 0.31, section 6.6), read stricter than browsers do. In goes what follows a `<`, out
//! comes what stands there: a complete tag with its attributes, something that vanishes, or plain text. Which elements and
//! attributes are welcome is decided elsewhere.

use std::borrow::Cow;
use std::ops::Range;

use crate::markdown::escape::decoded;

/// What follows a `<`.
pub(super) enum Construct<'a> {
    /// A complete start or end tag; `source` is its text from after the `<` to the `>`.
    Tag { name: &'a str, source: &'a str, rest: &'a str },
    /// A complete comment, processing instruction, declaration or CDATA section.
    Invisible { rest: &'a str },
    /// The beginning of something that is never completed.
    TagLike { name: &'a str },
    /// A plain less-than sign.
    Text,
}

/// Terminators known to be missing from the rest of the chunk. Without it, a thousand unclosed comments would each
/// search the chunk to its end.
#[derive(Default)]
pub(super) struct Absent(Vec<&'static str>);

impl Absent {
    fn after<'a>(&mut self, text: &'a str, terminator: &'static str) -> Option<&'a str> {
        if self.0.contains(&terminator) {
            return None;
        }
        let rest = text.split_once(terminator).map(|(_, rest)| rest);
        if rest.is_none() {
            self.0.push(terminator);
        }
        rest
    }
}

pub(super) fn construct<'a>(after: &'a str, absent: &mut Absent) -> Construct<'a> {
    if let Some((name, rest)) = complete_tag(after) {
        let (source, rest) = after.split_at(after.len() - rest.len());
        return Construct::Tag { name, source, rest };
    }
    let element = after.strip_prefix('/').unwrap_or(after);
    if element.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let (name, _) = split_while(element, is_attribute_name);
        return Construct::TagLike { name };
    }
    let (name, body, terminator) = if let Some(body) = after.strip_prefix("!--") {
        if let Some(rest) = body.strip_prefix('>').or(body.strip_prefix("->")) {
            return Construct::Invisible { rest };
        }
        ("!--", body, "-->")
    } else if let Some(body) = after.strip_prefix("![CDATA[") {
        ("![CDATA[", body, "]]>")
    } else if let Some(body) = after.strip_prefix('?') {
        ("?", body, "?>")
    } else if let Some(body) = after.strip_prefix('!')
        && body.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        ("!", body, ">")
    } else {
        return Construct::Text;
    };
    match absent.after(body, terminator) {
        Some(rest) => Construct::Invisible { rest },
        None => Construct::TagLike { name },
    }
}

/// Reads a start or end tag whose `<` is already consumed: its name, and what follows its `>`.
///
/// Stricter than browsers, and on purpose: where an attribute name would hold a quote, or two attributes touch, a quote
/// was left open somewhere and its value runs over text that readers should see.
pub(super) fn complete_tag(after: &str) -> Option<(&str, &str)> {
    let (is_end, body) = match after.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, after),
    };
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let (name, mut rest) = split_while(body, |c| c.is_ascii_alphanumeric() || c == '-');
    loop {
        let next = rest.trim_start_matches(is_space);
        if let Some(after) = next.strip_prefix('>') {
            return Some((name, after));
        }
        if is_end {
            return None;
        }
        if let Some(after) = next.strip_prefix("/>") {
            return Some((name, after));
        }
        if next.len() == rest.len() {
            return None;
        }
        rest = after_attribute(next)?;
    }
}

fn after_attribute(text: &str) -> Option<&str> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':') {
        return None;
    }
    let (_, rest) = split_while(text, is_attribute_name);
    let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
        return Some(rest);
    };
    let value = value.trim_start_matches(is_space);
    for quote in ['"', '\''] {
        if let Some(value) = value.strip_prefix(quote) {
            return value.split_once(quote).map(|(_, rest)| rest);
        }
    }
    let (value, rest) =
        split_while(value, |c| !is_space(c) && !matches!(c, '"' | '\'' | '=' | '<' | '>' | '`'));
    (!value.is_empty()).then_some(rest)
}

/// An attribute of a complete start tag.
pub(super) struct Attribute<'a> {
    pub name: &'a str,
    /// With entities decoded; empty where there is none.
    pub value: Cow<'a, str>,
    /// Its bytes in the tag, counted from behind the `<`.
    pub range: Range<usize>,
    /// The bytes of its value without quotes, counted alike.
    pub inner: Range<usize>,
}

/// The attributes of a complete tag, whose `source` is all from behind its `<` to its `>`. End tags have none.
pub(super) fn attributes(source: &str) -> Vec<Attribute<'_>> {
    let mut found = Vec::new();
    let (_, mut rest) = split_while(source, |c| c.is_ascii_alphanumeric() || c == '-');
    loop {
        let next = rest.trim_start_matches(is_space);
        let Some(after) = after_attribute(next) else { return found };
        let (text, _) = next.split_at(next.len() - after.len());
        let (name, value) = split_while(text, is_attribute_name);
        let value = value.trim_matches(is_space).strip_prefix('=').unwrap_or_default();
        let value = value.trim_start_matches(is_space);
        let bare = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        let (value, quotes) = bare.map_or((value, 0), |bare| (bare, 1));
        let from = source.len() - next.len();
        let range = from..from + text.len();
        let inner = range.end - quotes - value.len()..range.end - quotes;
        found.push(Attribute { name, value: decoded(value), range, inner });
        rest = after;
    }
}

fn is_attribute_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-')
}

/// White space as HTML counts it, which is narrower than Unicode's.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn split_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    let rest = text.trim_start_matches(keep);
    text.split_at(text.len() - rest.len())
}
