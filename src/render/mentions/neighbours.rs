//! What may stand beside a name that becomes a link: it is a word of its own, and no part of an address, a path, a file name or
//! an indicator.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// Longest run without white space that is looked at on each side, in bytes. Longer ones are no prose.
const REACH: usize = 512;

/// True for a name that reads as a word of its own.
pub fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let (before, name, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    let ((first, last), (_, left), (right, _)) = (ends(name), ends(before), ends(after));
    if are_joined(left, first) || are_joined(last, right) {
        return false;
    }
    let (Some(left), Some(right)) = (run_before(before), run_after(after)) else { return false };
    let right = right.trim_end_matches(|c: char| ".,;:!?)\"'»”’]".contains(c));
    !is_technical(left, right)
}

/// True where two characters are of one word.
fn are_joined(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    let glue = |c: char| is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}');
    if glue(right) || glue(left) {
        return true;
    }
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    // Scripts without spaces stand right beside Latin names.
    in_word(left) && in_word(right) && is_spaceless(left) == is_spaceless(right)
}

/// Han, Hiragana, Katakana, Hangul, Thai, Lao, Khmer and Burmese letters.
fn is_spaceless(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// What stands right before, up to white space; nothing where that is far away.
fn run_before(text: &str) -> Option<&str> {
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        if c.is_whitespace() {
            break;
        }
        start = at;
        if text.len() - start > REACH {
            return None;
        }
    }
    text.get(start..)
}

/// What stands right behind, up to white space; nothing where that is far away.
fn run_after(text: &str) -> Option<&str> {
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            return text.get(..at);
        }
        if at > REACH {
            return None;
        }
    }
    Some(text)
}

fn is_technical(left: &str, right: &str) -> bool {
    let in_address = |part: &str| {
        ["://", "@", "\\", "[.", ".]", "[:]", "[at]", "(dot)", "[dot]"].iter().any(|sign| part.contains(sign))
    };
    let in_host = (left.ends_with('.') && left.len() > 1) || left.contains("www.");
    let in_path = ["/", "~/", "./", "../"].iter().any(|start| left.starts_with(start));
    let in_file_name = right.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_alphanumeric()));
    in_address(left) || in_address(right) || in_host || in_path || in_file_name
}
