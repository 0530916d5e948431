//! `[^s:id]`, which cites a source. While a text is parsed, each stands there in a disguise of as many bytes that no rule of Markdown
//! touches, whatever signs the id holds; in running text it is found again, everywhere else it is given back as written. A
//! definition `[^s:id]: …` keeps its form, so that it is seen for what it is.

use super::blocks::without_markers;

/// Follows the first sign of a disguise. Both ends of it are signs, as those of a link are, so that emphasis beside it works.
pub const CITE: char = '\u{1d}';

/// What a citation starts with.
pub const START: &str = "[^s:";

/// Signs inside an id that mean something to Markdown, and what stands for them.
const SIGNS: [(char, char); 10] = [
    ('^', '\u{1}'),
    ('*', '\u{2}'),
    ('_', '\u{3}'),
    ('~', '\u{4}'),
    ('`', '\u{5}'),
    ('<', '\u{6}'),
    ('&', '\u{7}'),
    ('\\', '\u{8}'),
    ('|', '\u{e}'),
    ('[', '\u{15}'),
];

/// Longest id, and farthest a line is looked back at, in bytes: a text of nothing but starts must not be read again for each.
const REACH: usize = 512;

/// Appends a part of a line to a prepared text, citations disguised and all else as `replaced` says.
pub fn push(prepared: &mut String, part: &str, replaced: impl Fn(char) -> char) {
    let mut rest = part;
    while let Some((before, inner)) = rest.split_once(START) {
        prepared.extend(before.chars().map(&replaced));
        let end = inner.bytes().take(REACH).position(|byte| matches!(byte, b']' | b'\n'));
        let id = end.and_then(|end| Some((inner.get(..end)?, inner.get(end..)?.strip_prefix(']')?)));
        let id = id.filter(|(_, after)| {
            let backslashes = prepared.len() - prepared.trim_end_matches('\\').len();
            backslashes.is_multiple_of(2) && !(after.starts_with(':') && starts_line(prepared))
        });
        match id {
            Some((id, after)) => {
                prepared.extend(['^', CITE, 's', ':']);
                prepared.extend(id.chars().map(|c| disguised(replaced(c))));
                prepared.push('^');
                rest = after;
            }
            None => {
                prepared.push_str(START);
                rest = inner;
            }
        }
    }
    prepared.extend(rest.chars().map(&replaced));
}

/// True where nothing but signs of lists and quotes stands on the last line.
fn starts_line(prepared: &str) -> bool {
    let mut from = prepared.len().saturating_sub(REACH);
    while !prepared.is_char_boundary(from) {
        from += 1;
    }
    match prepared[from..].rsplit_once('\n') {
        Some((_, line)) => without_markers(line).is_empty(),
        None => from == 0 && without_markers(prepared).is_empty(),
    }
}

fn disguised(c: char) -> char {
    SIGNS.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, stand)| *stand)
}

fn undisguised(c: char) -> char {
    SIGNS.iter().find(|(_, stand)| *stand == c).map_or(c, |(sign, _)| *sign)
}

/// A piece of a prepared text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text.
    Text(&'a str),
    /// The id of a source, and how many bytes its citation has.
    Citation(String, usize),
}

/// The pieces of a prepared text, in order.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || match next(rest) {
        _ if rest.is_empty() => None,
        Some((0, length, id)) => {
            rest = &rest[length..];
            Some(Piece::Citation(id, length))
        }
        found => {
            let (text, after) = rest.split_at(found.map_or(rest.len(), |(at, ..)| at));
            rest = after;
            Some(Piece::Text(text))
        }
    })
}

/// The first citation of a prepared text: where it starts, its length, and its id.
fn next(text: &str) -> Option<(usize, usize, String)> {
    let sign = memchr::memchr(CITE as u8, text.as_bytes())?;
    let at = sign.checked_sub(1).filter(|at| text[*at..].starts_with('^'))?;
    let inner = text[sign..].strip_prefix("\u{1d}s:")?;
    let (id, _) = inner.split_once('^')?;
    let length = 1 + CITE.len_utf8() + 2 + id.len() + 1;
    Some((at, length, id.chars().map(undisguised).collect()))
}

/// A text with its citations as they were written.
pub fn restored(text: &str) -> String {
    let written = pieces(text).map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Citation(id, _) => format!("{START}{id}]"),
    });
    written.collect()
}

/// A text without its citations.
pub fn without(text: &str) -> String {
    let kept = pieces(text).filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Citation(..) => None,
    });
    kept.collect()
}

/// Appends a text with blanks of the same length in place of its citations: names are looked for in what is left.
pub fn push_blanked(blanked: &mut String, text: &str) {
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => blanked.push_str(text),
            Piece::Citation(_, length) => blanked.extend(std::iter::repeat_n('\t', length)),
        }
    }
}
