//! One spelling for texts and for the strings that are looked for in them, so that neither defanging nor typography hides anything:
//! white space runs become one space, quotation marks and dashes plain, invisible characters go, defanged addresses
//! become live, letters outside ASCII small. ASCII letters keep their case; the search ignores it.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Stands where one piece of text ends and another starts, so that no name is found across them.
pub const BREAK: char = '\u{1}';

/// A text in the one spelling, with where its parts stood.
pub struct Spelled {
    /// The text.
    pub text: String,
    /// Offset in the spelled text and in the original, wherever the two begin to differ; empty when nobody asked.
    steps: Vec<(usize, usize)>,
}

impl Spelled {
    /// The offset in the original of an offset in the spelled text.
    pub fn original(&self, at: usize) -> usize {
        let step = self.steps.partition_point(|(spelled, _)| *spelled <= at);
        match step.checked_sub(1).and_then(|step| self.steps.get(step)) {
            Some((spelled, original)) => original + (at - spelled),
            None => at,
        }
    }
}

/// Spells a text.
pub fn spelled(text: &str) -> String {
    let text = composed(text);
    spell(&text, false, false).text
}

/// Spells the source of a document and remembers where everything stood. Signs that Markdown takes out of a text go.
pub fn located(text: &str) -> Spelled {
    spell(text, true, true)
}

/// Letters with their marks as one character each. Few texts hold loose marks, so most are not touched.
fn composed(text: &str) -> Cow<'_, str> {
    let may_have = text.bytes().any(|byte| byte == 0xcc || byte == 0xcd);
    let has_marks = may_have
        && text.as_bytes().windows(2).any(|pair| {
            (pair[0] == 0xcc && pair[1] >= 0x80) || (pair[0] == 0xcd && (0x80..=0xaf).contains(&pair[1]))
        });
    if has_marks { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) }
}

fn spell(text: &str, locate: bool, markdown: bool) -> Spelled {
    let mut out = Spelled { text: String::with_capacity(text.len()), steps: Vec::new() };
    let bytes = text.as_bytes();
    let (mut at, mut plain) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        if !is_special(*byte, markdown) {
            at += 1;
            continue;
        }
        let Some((length, replacement)) = replaced(text, at, markdown) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        out.text.push_str(&text[plain..at]);
        match replacement {
            Replacement::Text(piece) => out.text.push_str(piece),
            Replacement::Small(letter) => out.text.extend(letter.to_lowercase()),
            Replacement::Space if out.text.ends_with(' ') => {}
            Replacement::Space => out.text.push(' '),
        }
        at += length;
        plain = at;
        if locate {
            out.steps.push((out.text.len(), at));
        }
    }
    out.text.push_str(&text[plain..]);
    out
}

enum Replacement {
    Text(&'static str),
    Small(char),
    Space,
}

/// Bytes at which something may have to be replaced.
fn is_special(byte: u8, markdown: bool) -> bool {
    byte >= 0x80
        || matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'[' | b'(' | b'{' | b'\\' | b'x' | b'X')
        || (markdown && matches!(byte, b'*' | b'`'))
}

/// What stands at an offset instead of how many bytes; nothing when the text stays.
fn replaced(text: &str, at: usize, markdown: bool) -> Option<(usize, Replacement)> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    match first {
        ' ' => {
            let run = rest.len() - rest.trim_start_matches(' ').len();
            let again = at > 0 && text[..at].ends_with(char::is_whitespace);
            (run > 1 || again).then_some((run, Replacement::Space))
        }
        '[' | '(' | '{' | '\\' => defanged(rest, first).or_else(|| {
            let escaped =
                markdown && first == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation());
            escaped.then_some((1, Replacement::Text("")))
        }),
        // `hxxp` and `hxxps`: the letters around are looked at, because `h` alone stands on every line.
        'x' | 'X' => {
            let scheme = at > 0
                && text[..at].ends_with(['h', 'H'])
                && rest.get(..3).is_some_and(|letters| letters.eq_ignore_ascii_case("xxp"));
            scheme.then_some((2, Replacement::Text("tt")))
        }
        '*' | '`' => Some((1, Replacement::Text(""))),
        _ if first.is_whitespace() => Some((first.len_utf8(), Replacement::Space)),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => {
            Some((first.len_utf8(), Replacement::Text("")))
        }
        '\u{2018}' | '\u{2019}' => Some((first.len_utf8(), Replacement::Text("'"))),
        '\u{201c}' | '\u{201d}' => Some((first.len_utf8(), Replacement::Text("\""))),
        '\u{2010}'..='\u{2014}' => Some((first.len_utf8(), Replacement::Text("-"))),
        _ if first.is_alphabetic() => Some((first.len_utf8(), Replacement::Small(first))),
        _ => None,
    }
}

/// A sign that was written so that nothing takes an address for one.
fn defanged(rest: &str, first: char) -> Option<(usize, Replacement)> {
    if first == '\\' {
        return rest.starts_with("\\.").then_some((2, Replacement::Text(".")));
    }
    const SIGNS: [(&str, &str); 7] =
        [(".", "."), ("dot", "."), ("://", "://"), (":", ":"), ("@", "@"), ("at", "@"), ("/", "/")];
    let close = match first {
        '[' => ']',
        '(' => ')',
        _ => '}',
    };
    SIGNS.into_iter().find_map(|(inner, sign)| {
        let inside = rest.get(1..=inner.len())?;
        let closed = rest.get(inner.len() + 1..)?.starts_with(close);
        (inside.eq_ignore_ascii_case(inner) && closed).then_some((inner.len() + 2, Replacement::Text(sign)))
    })
}
