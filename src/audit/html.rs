//! A small scanner of markup: enough to read text and attributes of our own pages and feeds without a tree. Comments, CDATA, and
//! the insides of `script` and `style`, hold no tags.

pub use crate::markdown::decoded;

/// A start tag.
pub struct Tag<'a> {
    /// Element name as written.
    pub name: &'a str,
    /// Everything between the name and the closing bracket.
    inside: &'a str,
}

/// One piece of markup.
pub enum Token<'a> {
    /// Text with its entities still in it.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// The name of an end tag.
    End(&'a str),
    /// Text without entities: CDATA.
    Data(&'a str),
    /// What nobody sees and nothing in it is markup: a comment, a declaration, the inside of `script` or `style`.
    Verbatim(&'a str),
}

/// Every piece of a text in order.
pub fn tokens(html: &str) -> Tokens<'_> {
    Tokens { rest: html, verbatim: None, open: false }
}

/// Iterates over pieces.
pub struct Tokens<'a> {
    rest: &'a str,
    /// The element whose inside comes next and holds no markup.
    verbatim: Option<&'static str>,
    /// True once a piece of markup was not closed before the end.
    open: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(element) = self.verbatim.take() {
            let end = end_of(self.rest, element);
            self.open |= end == self.rest.len();
            if end > 0 {
                return Some(Token::Verbatim(self.take(end)));
            }
        }
        let Some(open) = self.markup() else {
            return Some(Token::Text(self.take(self.rest.len())));
        };
        if open > 0 {
            return Some(Token::Text(self.take(open)));
        }
        Some(self.tag())
    }
}

impl<'a> Tokens<'a> {
    /// True while no tag, comment or element without markup that began was left open. At the end of a text that means that what
    /// follows reads the same without it.
    pub fn is_whole(&self) -> bool {
        self.verbatim.is_none() && !self.open
    }

    fn take(&mut self, end: usize) -> &'a str {
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest;
        piece
    }

    /// Where the next markup starts; `<` before anything else is text.
    fn markup(&self) -> Option<usize> {
        let bytes = self.rest.as_bytes();
        let is_markup = |at: &usize| {
            bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next))
        };
        // Tags often follow each other.
        if bytes.first() == Some(&b'<') && is_markup(&0) {
            return Some(0);
        }
        memchr::memchr_iter(b'<', bytes).find(is_markup)
    }

    /// The markup at the start of the rest.
    fn tag(&mut self) -> Token<'a> {
        let declares = self.rest.as_bytes().get(1) == Some(&b'!');
        for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>")] {
            if declares && self.rest.starts_with(open) {
                let from = open.len();
                let close_at = self.rest[from..].find(close);
                self.open |= close_at.is_none();
                let end = close_at.map_or(self.rest.len(), |at| from + at + close.len());
                let piece = self.take(end);
                let inner = piece[from..].strip_suffix(close).unwrap_or(&piece[from..]);
                return if open == "<!--" { Token::Verbatim(inner) } else { Token::Data(inner) };
            }
        }
        let close = tag_end(self.rest, 1);
        self.open |= close == self.rest.len();
        let piece = self.take((close + 1).min(self.rest.len()));
        let inner = piece[1..].strip_suffix('>').unwrap_or(&piece[1..]);
        if let Some(name) = inner.strip_prefix('/') {
            return Token::End(name.trim_ascii());
        }
        if inner.starts_with(['!', '?']) {
            return Token::Verbatim(inner);
        }
        let is_end = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
        let name_end = inner.bytes().position(is_end).unwrap_or(inner.len());
        let (name, inside) = inner.split_at(name_end);
        self.verbatim = ["script", "style"].into_iter().find(|element| name.eq_ignore_ascii_case(element));
        Token::Start(Tag { name, inside })
    }
}

/// Where `</element` stands, in any case; the whole text when it is never closed.
fn end_of(text: &str, element: &str) -> usize {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| {
            let name = text.get(at + 2..at + 2 + element.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(element))
        })
        .unwrap_or(text.len())
}

/// Offset of the bracket that closes a tag: the first one outside quoted values. A quotation mark that follows no equals sign
/// quotes nothing.
fn tag_end(rest: &str, from: usize) -> usize {
    let bytes = rest.as_bytes();
    let mut at = from;
    // Byte by byte: names are short, and values are passed over.
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return at - 1,
            b'"' | b'\'' if bytes[from..at - 1].trim_ascii_end().last() == Some(&b'=') => {
                let Some(close) = memchr::memchr(*byte, &bytes[at..]) else { break };
                at += close + 1;
            }
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
        // White space is that of HTML: five characters, all of one byte.
        let white = |byte: &u8| byte.is_ascii_whitespace();
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(|byte| !white(byte) && *byte != b'/')?;
        let is_end = |byte: &u8| white(byte) || *byte == b'=' || *byte == b'/';
        let ends = bytes[start + 1..].iter().position(is_end);
        let name_end = ends.map_or(bytes.len(), |at| start + 1 + at);
        let Some(name) = self.rest.get(start..name_end) else {
            self.rest = "";
            return None;
        };
        let after = &self.rest[name_end..];
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, after) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let inner = &value[1..];
                memchr::memchr(*quote, inner.as_bytes())
                    .map_or((inner, ""), |at| (&inner[..at], &inner[at + 1..]))
            }
            _ => {
                let end = value.bytes().position(|byte| white(&byte)).unwrap_or(value.len());
                value.split_at(end)
            }
        };
        self.rest = after;
        Some((name, value))
    }
}
