//! Values as a reader sees them: defanged, with every character that cannot be seen written out as `⟨U+202E⟩`.
//!
//! In: a live value or any text. Out: text in which nothing is hidden and nothing turns the order of letters round; no two values
//! look alike because of a character without width. A literal `⟨` is written out as well, so that the marks can be undone.
//! It does not judge: look-alike letters of other scripts stay as they are, `unicode` shows what they stand for.

use std::borrow::Cow;

use super::defang::defang;
use super::kind::IndicatorType;

/// The spelling of a live value for pages and messages: defanged, hidden characters as marks.
pub fn shown(kind: IndicatorType, live: &str) -> String {
    let defanged = defang(kind, live);
    match visible(&defanged) {
        Cow::Borrowed(_) => defanged,
        Cow::Owned(marked) => marked,
    }
}

/// A text with a mark for every character without ink of its own, plain spaces left out.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|byte| byte.is_ascii_control()) {
        return Cow::Borrowed(text);
    }
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unseen(c) {
            marked.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            marked.push(c);
        }
    }
    Cow::Owned(marked)
}

/// Prose with a mark for every character that turns the order of letters round or parts a word unseen. Joiners and variation selectors
/// stay: scripts and emoji need them.
pub fn legible(text: &str) -> Cow<'_, str> {
    let is_trick = |c: char| {
        matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}')
    };
    if !text.chars().any(is_trick) {
        return Cow::Borrowed(text);
    }
    let marked = text.chars().map(|c| match is_trick(c) {
        true => format!("⟨U+{:04X}⟩", u32::from(c)),
        false => c.to_string(),
    });
    Cow::Owned(marked.collect())
}

/// Controls of direction, characters without width, fillers, spaces that are not the space bar's, and the mark's own bracket
/// (Unicode 16, properties `Default_Ignorable_Code_Point`, `Bidi_Control` and `White_Space`).
fn is_unseen(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c, '⟨' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
