//! One spelling for texts and for the strings that are looked for in them, so that neither defanging nor typography hides anything:
//! white space runs become one space, quotation marks and dashes plain, invisible characters go, defanged addresses
//! become live, letters outside ASCII are small, decomposed and without the marks of Latin letters. ASCII letters keep their case; the
//! search ignores it.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::bits::{self, Kinds};
use super::source;
use crate::names::is_invisible;

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

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As it is.
    Text,
    /// The source of a document, without the signs of emphasis and code.
    Source,
    /// The source of a document without links, tags and entities too.
    Prose,
}

/// Spells a text.
pub fn spelled(text: &str) -> String {
    spell(text, Mode::Text).text
}

/// Spells the source of a document and remembers where everything stood: first with the addresses of links and with tags, then
/// without them, as a name may be written across them.
pub fn located(text: &str) -> [Spelled; 2] {
    [spell(text, Mode::Source), spell(text, Mode::Prose)]
}

fn spell(text: &str, mode: Mode) -> Spelled {
    let mut out = Spelled { text: String::with_capacity(text.len()), steps: Vec::new() };
    let bytes = text.as_bytes();
    let special = match mode {
        Mode::Text => const { &Special::TEXT },
        Mode::Source => const { &Special::SOURCE },
        Mode::Prose => const { &Special::PROSE },
    };
    let mut plain = 0;
    for at in special.places(bytes) {
        // What was replaced is behind us, as are the further bytes of a letter.
        if at < plain || !text.is_char_boundary(at) || stays(bytes, at) {
            continue;
        }
        let Some((length, replacement)) = replaced(text, at, mode) else { continue };
        out.text.push_str(&text[plain..at]);
        match replacement {
            Replacement::Text(piece) => out.text.push_str(piece),
            Replacement::Written(piece) => out.text.push_str(&piece),
            Replacement::Plain(letter) => plain_letter(letter, &mut out.text),
            Replacement::Space if out.text.ends_with(' ') => {}
            Replacement::Space => out.text.push(' '),
            Replacement::Joined(sign) => {
                out.text.truncate(out.text.trim_end_matches(' ').len());
                out.text.push_str(sign);
            }
        }
        plain = at + length;
        if mode != Mode::Text {
            out.steps.push((out.text.len(), plain));
        }
    }
    out.text.push_str(&text[plain..]);
    out
}

/// What stands in the place of something.
pub enum Replacement {
    /// A fixed text.
    Text(&'static str),
    /// Another text.
    Written(String),
    /// A letter outside ASCII: small, decomposed.
    Plain(char),
    /// A blank, unless one stands there.
    Space,
    /// A sign that joins what stands around it, blanks taken away.
    Joined(&'static str),
}

/// Adds a letter in its plainest form: compatibility forms and marks of Latin letters undone, in small letters.
fn plain_letter(letter: char, out: &mut String) {
    let mut latin = false;
    decompose_compatible(letter, |part| {
        if is_combining_mark(part) {
            if !latin {
                out.push(part);
            }
            return;
        }
        latin = is_latin(part);
        match part {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ς' => out.push('σ'),
            _ if part.is_ascii() => out.push(part),
            _ => out.extend(part.to_lowercase()),
        }
    });
}

fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// For each byte whether something may have to be replaced there, and whether it is a blank or may be white space.
struct Special(Kinds);

const MAY: u8 = 1;
const BLANK: u8 = 2;
const WHITE: u8 = 4;

impl Special {
    const TEXT: Self = Self::of(b"");
    const SOURCE: Self = Self::of(b"*`");
    const PROSE: Self = Self::of(b"*`_~<&]");

    const fn of(more: &[u8]) -> Self {
        let mut special = [0; 256];
        Self::mark(&mut special, b"\t\n\r\x0c[({\\xX", MAY);
        Self::mark(&mut special, more, MAY);
        Self::mark(&mut special, b" \t\n\r\x0b\x0c", WHITE);
        special[b' ' as usize] |= BLANK;
        let mut at = 0x80;
        while at < special.len() {
            special[at] = MAY | WHITE;
            at += 1;
        }
        Self(special)
    }

    const fn mark(special: &mut [u8; 256], bytes: &[u8], kind: u8) {
        let mut at = 0;
        while at < bytes.len() {
            special[bytes[at] as usize] |= kind;
            at += 1;
        }
    }

    /// The places of a text at which something may have to be replaced. A blank is one only behind white space.
    fn places(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        bits::places(text, &self.0, |[may, blank, white], before| {
            may | blank & (white << 1 | u64::from(before & WHITE != 0))
        })
    }
}

/// True for the brackets and letters of most texts, which are as they should be: what [`replaced`] would find at length.
fn stays(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let before = at.checked_sub(1).map_or(b'x', |before| bytes[before]);
    match bytes[at] {
        b'(' | b'{' => !matches!(next, b'.' | b'd' | b'D' | b':' | b'@' | b'a' | b'A' | b'/'),
        b'x' | b'X' => !matches!(before, b'h' | b'H'),
        _ => false,
    }
}

/// What stands at an offset instead of how many bytes; nothing when the text stays.
fn replaced(text: &str, at: usize, mode: Mode) -> Option<(usize, Replacement)> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    match first {
        ' ' => {
            let run = rest.len() - rest.trim_start_matches(' ').len();
            let again = at > 0 && text[..at].ends_with(char::is_whitespace);
            (run > 1 || again).then_some((run, Replacement::Space))
        }
        '[' | '(' | '{' | '\\' => defanged(text, at, first).or_else(|| match mode {
            Mode::Text => None,
            Mode::Source => {
                let escape = first == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation());
                escape.then_some((1, Replacement::Text("")))
            }
            Mode::Prose => source::sign(text, at),
        }),
        // `hxxp` and `hxxps`: the letters around are looked at, because `h` alone stands on every line.
        'x' | 'X' => {
            let scheme = at > 0
                && text[..at].ends_with(['h', 'H'])
                && rest.get(..3).is_some_and(|letters| letters.eq_ignore_ascii_case("xxp"));
            scheme.then_some((2, Replacement::Text("tt")))
        }
        _ if first.is_whitespace() => {
            let quote = if mode == Mode::Prose && first == '\n' { source::line_start(rest) } else { 0 };
            Some((first.len_utf8() + quote, Replacement::Space))
        }
        '*' | '`' => Some((1, Replacement::Text(""))),
        _ if first.is_ascii() => source::sign(text, at),
        _ if is_invisible(first) => Some((first.len_utf8(), Replacement::Text(""))),
        '\u{2018}'..='\u{201b}' => Some((first.len_utf8(), Replacement::Text("'"))),
        '\u{201c}'..='\u{201f}' => Some((first.len_utf8(), Replacement::Text("\""))),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some((first.len_utf8(), Replacement::Text("-"))),
        // Raised and lowered digits are notes, and no part of a name.
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}' => {
            Some((first.len_utf8(), Replacement::Space))
        }
        _ if is_combining_mark(first) => {
            let base = text[..at].chars().rev().find(|c| !is_combining_mark(*c));
            base.is_some_and(is_latin_base).then_some((first.len_utf8(), Replacement::Text("")))
        }
        // Most letters of other scripts are plain already.
        _ if is_plain(first) => None,
        _ => Some((first.len_utf8(), Replacement::Plain(first))),
    }
}

fn is_latin_base(letter: char) -> bool {
    let mut base = letter;
    let mut first = true;
    decompose_compatible(letter, |part| {
        if first {
            base = part;
        }
        first = false;
    });
    is_latin(base)
}

fn is_plain(letter: char) -> bool {
    let mut parts = 0;
    let mut same = true;
    decompose_compatible(letter, |part| {
        parts += 1;
        same &= part == letter;
    });
    let mut small = letter.to_lowercase();
    parts == 1 && same && small.next() == Some(letter) && !matches!(letter, 'ß' | 'ς')
}

/// A sign that was written so that nothing takes an address for one. Blanks around it do not part the address.
fn defanged(text: &str, at: usize, first: char) -> Option<(usize, Replacement)> {
    let rest = &text[at..];
    if first == '\\' {
        return rest.starts_with("\\.").then_some((2, Replacement::Text(".")));
    }
    const SIGNS: [(&str, &str); 8] = [
        (".", "."),
        ("dot", "."),
        ("://", "://"),
        (":", ":"),
        ("@", "@"),
        ("at", "@"),
        ("//", "//"),
        ("/", "/"),
    ];
    let close = match first {
        '[' => ']',
        '(' => ')',
        _ => '}',
    };
    let (length, sign) = SIGNS.into_iter().find_map(|(inner, sign)| {
        let inside = rest.get(1..=inner.len())?;
        let closed = rest.get(inner.len() + 1..)?.starts_with(close);
        (inside.eq_ignore_ascii_case(inner) && closed).then_some((inner.len() + 2, sign))
    })?;
    let apart = text[..at].ends_with(' ') && rest[length..].starts_with(' ');
    Some(if apart { (length + 1, Replacement::Joined(sign)) } else { (length, Replacement::Text(sign)) })
}
