//! Folds a name to the key that all its spellings share.
//!
//! In goes a name as written, out comes a key to compare names by: `APT 28`, `APT-28`, `apt_28` and `ＡＰＴ２８`
//! are one name; `C`, `C++` and `C#` are three, as are `LockBit 3.0` and `LockBit 30`. Folding knows nothing
//! about aliases or look-alike letters of other scripts, and a key is never shown to a reader.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the key that two spellings of one name share.
///
/// - Compatibility forms and case are folded (`ＡＢＣ` is `abc`, `Straße` is `STRASSE`), marks are dropped
///   from Latin letters (`Émile` is `emile`) and from no others (`й` is not `и`, `が` is not `か`), and
///   characters that show nothing (zero-width, bidirectional controls, variation selectors) are dropped.
/// - White space, hyphens and underscores are ignored between letters, and between a letter and a digit.
///   Between two digits and beside any other sign they stay, a run of white space as one space.
/// - White space at either end is trimmed. Dots and every other sign count.
///
/// Folding a key again changes nothing. A name that folds to nothing is its own key.
pub fn fold(name: &str) -> String {
    // Most names hold nothing that is left out.
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'-' | b'_')) {
        return name.to_ascii_lowercase();
    }
    // Of plain words, with separators between them and nowhere else, the letters are left.
    let is_word = |byte: u8| byte.is_ascii_alphabetic();
    let ends = [name.bytes().next(), name.bytes().next_back()];
    if ends.into_iter().all(|end| end.is_some_and(is_word))
        && name.bytes().all(|byte| is_word(byte) || matches!(byte, b' ' | b'-' | b'_'))
    {
        let mut key = String::with_capacity(name.len());
        let letters = name.bytes().filter(|byte| is_word(*byte));
        letters.for_each(|byte| key.push(char::from(byte.to_ascii_lowercase())));
        return key;
    }
    let key =
        if name.is_ascii() { join(&name.to_ascii_lowercase()) } else { join(&letters(name)).nfc().collect() };
    if key.is_empty() { name.to_owned() } else { key }
}

/// Tells whether a character shows nothing by itself (Unicode's `Default_Ignorable_Code_Point`).
///
/// Such characters never make a difference between two names, nor a hyphen in a slug.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Folds forms and case, and drops the marks of Latin letters; the result is decomposed.
///
/// Marks go before the case is folded, because folding turns one of them (U+0345) into a letter. Folding
/// also brings back composed forms, hence the second decomposition.
fn letters(name: &str) -> String {
    let mut latin = false;
    let plain: String = name
        .chars()
        .filter(|&c| !is_invisible(c))
        .nfkd()
        .filter(|&c| {
            let mark = is_mark(c);
            if !mark {
                latin = is_latin(c);
            }
            !(mark && latin)
        })
        .collect();
    caseless::default_case_fold_str(&plain).nfkd().collect()
}

/// Tells whether a character of a decomposed text is a Latin letter (Unicode's `Script=Latin`).
fn is_latin(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c,
            'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}'
            | '\u{1d00}'..='\u{1d25}' | '\u{1d2c}'..='\u{1d5c}' | '\u{1d62}'..='\u{1d65}'
            | '\u{1d6b}'..='\u{1d77}' | '\u{1d79}'..='\u{1dbe}' | '\u{1e00}'..='\u{1eff}'
            | '\u{2132}' | '\u{214e}' | '\u{2180}'..='\u{2188}' | '\u{2c60}'..='\u{2c7f}'
            | '\u{a722}'..='\u{a787}' | '\u{a78b}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab5a}'
            | '\u{ab5c}'..='\u{ab64}' | '\u{ab66}'..='\u{ab69}' | '\u{10780}'..='\u{107ba}'
            | '\u{1df00}'..='\u{1df2a}')
}

/// What stands beside a run of separators, and so decides whether the run counts.
#[derive(Clone, Copy, PartialEq)]
enum Neighbour {
    Letter,
    Digit,
    /// Any other sign, or the end of the name.
    Sign,
}

/// Trims the text and leaves out the separators that do not count.
fn join(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut run = String::new();
    let mut before = Neighbour::Sign;
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let marked = chars.peek().copied().is_some_and(is_mark);
        match separator(c) {
            // A separator that bears a mark is a sign of its own: `¨` decomposes to a space and a mark.
            Some(sign) if !marked => {
                if sign != ' ' || !run.ends_with(' ') {
                    run.push(sign);
                }
            }
            _ => {
                let after = neighbour(c, before);
                if counts(before, after) {
                    key.push_str(&run);
                }
                run.clear();
                key.push(c);
                before = after;
            }
        }
    }
    key + &run
}

/// Tells whether a character is a mark on the one before; none is below U+0300.
fn is_mark(c: char) -> bool {
    c >= '\u{300}' && is_combining_mark(c)
}

/// Returns the separator that a character is: a space, a hyphen or an underscore.
fn separator(c: char) -> Option<char> {
    match c {
        '-' | '\u{2010}' | '\u{2011}' => Some('-'),
        '_' => Some('_'),
        _ if c.is_whitespace() => Some(' '),
        _ => None,
    }
}

/// Classifies a character that is no separator; a mark belongs to what it stands on.
fn neighbour(c: char, before: Neighbour) -> Neighbour {
    if is_mark(c) {
        before
    } else if c.is_alphabetic() {
        Neighbour::Letter
    } else if c.is_numeric() {
        Neighbour::Digit
    } else {
        Neighbour::Sign
    }
}

/// Tells whether separators between these two make a difference.
fn counts(before: Neighbour, after: Neighbour) -> bool {
    before == Neighbour::Sign
        || after == Neighbour::Sign
        || (before == Neighbour::Digit && after == Neighbour::Digit)
}
