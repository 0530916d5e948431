//! Turns names and content paths into safe, stable URL path segments.
//!
//! In goes any text, out come only `a-z`, `0-9` and `-`: lower case, at most 100 bytes, never empty, never a
//! name that means something to a file system or to the site's own routes. A slug depends on nothing but the
//! name. It does not know which other slugs exist: the link stage looks for those that meet, and asks for
//! `hashed` there.

use unicode_normalization::UnicodeNormalization;

use super::fold::{fold, is_invisible};

/// The longest segment that an author may choose, and that is ever generated.
const MAX_BYTES: usize = 100;

/// The longest slug made from a name; it leaves room for the hash that a meeting adds.
const MAX_GENERATED: usize = 80;

/// A hyphen and eight digits.
const HASH_BYTES: usize = 9;

/// A generated path segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slug {
    /// The segment: `[a-z0-9-]`, 1 to 80 bytes, no hyphen at either end, not reserved.
    pub text: String,
    /// Whether the name lost signs on the way, that is, the segment alone would be another name: so for
    /// `LAPSUS$`, `C++`, `me.com` and `狼毒草`, not for `LAPSUS`, `me com` and `Émile`. Of all names with
    /// one slug, at most one name (in all its spellings) is not lossy.
    pub lossy: bool,
}

/// Makes the path segment of a name.
///
/// `+` reads as `plus`, `#` as `sharp`, `&` as `and`, `@` as `at`; the rest is transliterated. What comes
/// out empty, longer than 80 bytes or reserved carries a hash of the folded name and is lossy. A slug's own
/// slug is itself.
pub fn slug(name: &str) -> Slug {
    let (text, has_hash) = segment(name);
    let lossy = has_hash || fold(name) != fold(&text);
    Slug { text, lossy }
}

/// Makes the path segment of a text, where nobody asks what was lost on the way.
pub fn text(name: &str) -> String {
    segment(name).0
}

/// Makes the path segment of a name that shares its slug with another name: the slug and `-<hash>`.
///
/// Spellings that fold alike get the same hash. A slug that carries the hash already is not given a second one.
pub fn hashed(name: &str) -> String {
    match segment(name) {
        (text, true) => text,
        (text, false) => format!("{text}-{}", name_hash(name)),
    }
}

/// Makes the route of a content path: each segment between `/` becomes its slug, empty segments vanish.
///
/// `2021/My Report` is `2021/my-report`. `.` and `..` get a hash like any other name without letters. The
/// result is empty only where no segment holds anything.
pub fn path(path: &str) -> String {
    let segments: Vec<String> =
        path.split('/').filter(|part| !part.trim().is_empty()).map(|part| segment(part).0).collect();
    segments.join("/")
}

/// Tells whether an author's own `slug:` may be used as it is.
///
/// It is 1 to 100 bytes of `a-z`, `0-9` and `-`, has no hyphen at either end, and is not reserved.
pub fn is_valid(slug: &str) -> bool {
    (1..=MAX_BYTES).contains(&slug.len())
        && slug.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !slug.starts_with('-')
        && !slug.ends_with('-')
        && !is_reserved(slug)
}

/// Returns the first eight lower-case hexadecimal digits of the text's BLAKE3 hash.
pub fn short_hash(text: &str) -> String {
    let hex = blake3::hash(text.as_bytes()).to_hex();
    hex.chars().take(8).collect()
}

/// Returns the segment of a name, and whether it carries the name's hash.
fn segment(name: &str) -> (String, bool) {
    let text = transliterate(name);
    if text.is_empty() {
        (format!("n-{}", name_hash(name)), true)
    } else if text.len() > MAX_GENERATED {
        let start = cut(&text, MAX_GENERATED - HASH_BYTES);
        (format!("{start}-{}", name_hash(name)), true)
    } else if is_reserved(&text) {
        (format!("{text}-{}", name_hash(name)), true)
    } else {
        (text, false)
    }
}

/// Spells a name in `a-z`, `0-9` and `-`; empty where nothing of it can be spelled.
///
/// Composed forms come first: a file name that one system stores decomposed has one slug everywhere.
fn transliterate(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut spell = |c: char| match c {
        '+' => text.push_str("plus"),
        '#' => text.push_str("sharp"),
        '&' => text.push_str("and"),
        '@' => text.push_str("at"),
        _ => text.push(c),
    };
    if name.is_ascii() {
        name.chars().for_each(&mut spell);
    } else {
        name.chars().filter(|&c| !is_invisible(c)).nfkc().for_each(&mut spell);
    }
    ::slug::slugify(text)
}

/// Cuts an ASCII slug to at most `max` bytes, after a whole word unless that would lose more than half.
fn cut(text: &str, max: usize) -> &str {
    let head = text.get(..max).unwrap_or(text);
    if text.as_bytes().get(max) == Some(&b'-') {
        return head;
    }
    match head.rsplit_once('-') {
        Some((words, _)) if words.len() >= max / 2 => words,
        _ => head,
    }
}

/// Tells whether a segment means something else: to the site's routes, or as a device to Windows.
fn is_reserved(slug: &str) -> bool {
    match slug {
        "index" | "page" | "con" | "prn" | "aux" | "nul" => true,
        _ => {
            let device = slug.strip_prefix("com").or_else(|| slug.strip_prefix("lpt"));
            device.is_some_and(|port| port.len() == 1 && port.bytes().all(|b| b.is_ascii_digit()))
        }
    }
}

/// Returns the short hash of a name, the same for all its spellings.
fn name_hash(name: &str) -> String {
    short_hash(&fold(name))
}

/// Where a name stands in a list in order of the alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Initial {
    /// It starts with a sign.
    Sign,
    /// It starts with a digit.
    Digit,
    /// It starts with a Latin letter, here without marks and in upper case: `Ø` is `O`, `Æ` is `A`.
    Letter(char),
    /// It starts with a letter of another script.
    Other,
}

/// The initial of a folded name.
pub fn initial(key: &str) -> Initial {
    let Some(first) = key.chars().next() else { return Initial::Sign };
    if first.is_ascii_digit() {
        return Initial::Digit;
    }
    if first.is_ascii_alphabetic() {
        return Initial::Letter(first.to_ascii_uppercase());
    }
    // Latin letters and their variants; what is transliterated from other scripts stands apart.
    let is_latin = matches!(first, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let plain = ::slug::slugify(first.to_string()).chars().next().filter(|_| is_latin);
    match plain {
        Some(letter) if letter.is_ascii_alphabetic() => Initial::Letter(letter.to_ascii_uppercase()),
        _ if first.is_alphanumeric() => Initial::Other,
        _ => Initial::Sign,
    }
}
