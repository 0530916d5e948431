//! What a reader, a browser or a program may find in one file of the output. In go the path and the text, out come its readings in
//! the one spelling: visible text with markup taken out, attributes and comments, and what is left when JSON or percent
//! escapes are undone.

use super::spelling::{BREAK, spelled};
use crate::audit::html::{self, Token};
use crate::parse::percent_decoded;

/// All readings of a file.
pub fn readings(path: &str, text: &str) -> Vec<String> {
    let lower = path.to_ascii_lowercase();
    let is_markup = [".html", ".htm", ".xhtml", ".xml", ".svg", ".rss", ".atom"]
        .iter()
        .any(|extension| lower.ends_with(extension));
    if !is_markup {
        return plain(text);
    }
    let pieces = markup(text);
    // A feed holds pages inside its text.
    let inner = (!lower.contains(".htm") && pieces.text.contains('<')).then(|| markup(&pieces.text));
    let inner = inner.map(|inner| [inner.text, inner.attributes]);
    [pieces.text, pieces.attributes]
        .into_iter()
        .chain(inner.into_iter().flatten())
        .chain(pieces.verbatim.iter().flat_map(|script| unescaped(script)))
        .map(|reading| spelled(&reading))
        .collect()
}

fn plain(text: &str) -> Vec<String> {
    let mut readings = vec![spelled(text)];
    readings.extend(unescaped(text).map(|reading| spelled(&reading)));
    if text.contains('%') {
        readings.push(spelled(&percent_decoded(text)));
    }
    readings
}

struct Pieces {
    /// What is visible, and comments, with entities decoded.
    text: String,
    /// Values of attributes with entities and percent escapes decoded.
    attributes: String,
    /// Scripts and the like that hold escapes.
    verbatim: Option<String>,
}

fn markup(text: &str) -> Pieces {
    let mut pieces =
        Pieces { text: String::with_capacity(text.len() / 2), attributes: String::new(), verbatim: None };
    let mut tokens = html::tokens(text).peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => pieces.text.push_str(&html::decoded(text)),
            Token::Verbatim(text) => {
                pieces.text.push(BREAK);
                pieces.text.push_str(text);
                pieces.text.push(BREAK);
                if text.contains('\\') {
                    pieces.verbatim.get_or_insert_default().push_str(text);
                }
            }
            Token::End(name) => {
                if !is_inline(name) {
                    pieces.text.push(BREAK);
                }
            }
            Token::Start(tag) => {
                // A count beside a name is no part of it: `Acme <span>2</span>` is not `Acme 2`.
                if !is_inline(tag.name) || matches!(tokens.peek(), Some(Token::Text(text)) if is_number(text))
                {
                    pieces.text.push(BREAK);
                }
                for (_, value) in tag.attributes().filter(|(_, value)| !value.is_empty()) {
                    let value = html::decoded(value);
                    pieces.attributes.push_str(&value);
                    pieces.attributes.push(BREAK);
                    if value.contains('%') {
                        pieces.attributes.push_str(&percent_decoded(&value));
                        pieces.attributes.push(BREAK);
                    }
                }
            }
        }
    }
    pieces
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Markup of these inside a word or a name is invisible; any other element ends a name.
pub fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 24] = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
        "mark", "q", "s", "samp", "small", "span", "strong", "time", "u", "wbr",
    ];
    INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline))
        || ["font", "sub", "sup", "tspan", "var"].iter().any(|inline| name.eq_ignore_ascii_case(inline))
}

/// A text with the backslash escapes of JSON and JavaScript undone; nothing where there are none.
fn unescaped(text: &str) -> Option<String> {
    if !text.contains('\\') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut signs = after.chars();
        rest = match signs.next() {
            Some('n' | 'r' | 't') => {
                out.push(' ');
                signs.as_str()
            }
            Some('u') => match after.get(1..5).and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
                Some(unit) => {
                    out.push(char::from_u32(unit).unwrap_or('\u{fffd}'));
                    &after[5..]
                }
                None => signs.as_str(),
            },
            Some(sign) => {
                out.push(sign);
                signs.as_str()
            }
            None => "",
        };
    }
    out.push_str(rest);
    Some(out)
}
