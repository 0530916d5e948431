//! A small scanner of start tags: enough to read the attributes of our own pages without a tree. Comments, and the insides of
//! `script` and `style`, hold no tags.

use std::borrow::Cow;

/// A start tag.
pub struct Tag<'a> {
    /// Element name as written.
    pub name: &'a str,
    /// Everything between the name and the closing bracket.
    inside: &'a str,
}

/// Every start tag of a page in order.
pub fn tags(html: &str) -> Tags<'_> {
    Tags { html, at: 0 }
}

/// Iterates over start tags.
pub struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let open = self.html.get(self.at..)?.find('<')? + self.at;
            let rest = &self.html[open + 1..];
            if rest.starts_with("!--") {
                self.at = rest.find("-->").map_or(self.html.len(), |end| open + 1 + end + 3);
                continue;
            }
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.at = open + 1;
                continue;
            }
            let name_end =
                rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
            let close = tag_end(rest, name_end);
            let name = &rest[..name_end];
            let end = (open + 1 + close + 1).min(self.html.len());
            self.at = end;
            if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
                self.at = self.html[end..].find("</").map_or(end, |at| end + at);
            }
            return Some(Tag { name, inside: &rest[name_end..close] });
        }
    }
}

/// Offset of the bracket that closes a tag: the first one outside quotes.
fn tag_end(rest: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    rest.len()
}

impl<'a> Tag<'a> {
    /// Attributes in order, names as written, values with their entities still in them.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        Attributes { rest: self.inside }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let name_end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace() || *c == '=' || *c == '/')
            .map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                value.split_at(end)
            }
        };
        self.rest = after;
        Some((name, value))
    }
}

/// A value with its entities decoded: those that Sitrep and Tera write, and numeric ones.
pub fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end <= 10).map(|end| &rest[1..end]);
        match entity.and_then(character) {
            Some(c) => {
                text.push(c);
                rest = &rest[entity.map_or(1, |entity| entity.len() + 2)..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "colon" => Some(':'),
        "sol" => Some('/'),
        "period" => Some('.'),
        "Tab" => Some('\t'),
        "NewLine" => Some('\n'),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
