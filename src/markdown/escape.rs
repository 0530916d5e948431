//! Text into HTML and back: the few characters that must not stand as they are, and the entities that stand for characters.

use std::borrow::Cow;

/// Appends text for the inside of an element.
pub fn text(html: &mut String, text: &str) {
    escaped(html, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\n' | '\t' => None,
        c => c.is_control().then_some("\u{fffd}"),
    });
}

/// Appends text for the inside of a double-quoted attribute.
pub fn attribute(html: &mut String, text: &str) {
    escaped(html, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\n' | '\t' => Some(" "),
        c => c.is_control().then_some("\u{fffd}"),
    });
}

/// Where the first character stands that may not be copied as it is. Nearly all text is copied in long pieces, so that many bytes are
/// looked at together.
fn first_odd(bytes: &[u8]) -> Option<usize> {
    // A control character is below the space, is 0x7f, or starts with 0xc2.
    let is_odd = |byte: &u8| {
        (*byte < b' ') | matches!(*byte, b'&' | b'<' | b'>' | b'"') | matches!(*byte, 0x7f | 0xc2)
    };
    let (blocks, _) = bytes.as_chunks::<32>();
    let plain = blocks.iter().take_while(|block| !block.iter().fold(false, |odd, byte| odd | is_odd(byte)));
    let from = plain.count() * 32;
    bytes[from..].iter().position(is_odd).map(|at| from + at)
}

/// Appends text with what stands for some of its characters.
fn escaped(html: &mut String, text: &str, instead: impl Fn(char) -> Option<&'static str>) {
    let mut rest = text;
    while let Some(at) = first_odd(rest.as_bytes()) {
        let (plain, found) = rest.split_at(at);
        html.push_str(plain);
        let mut chars = found.chars();
        if let Some(c) = chars.next() {
            match instead(c) {
                Some(other) => html.push_str(other),
                None => html.push(c),
            }
        }
        rest = chars.as_str();
    }
    html.push_str(rest);
}

/// An address in which everything that a URL may not hold is percent-encoded; what is encoded already stays.
pub fn encode_href(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let hex = |offset: usize| bytes.get(at + offset).is_some_and(u8::is_ascii_hexdigit);
        let kept = byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(byte);
        if kept || (*byte == b'%' && hex(1) && hex(2)) {
            encoded.push(char::from(*byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A path of the output as part of an address: `#`, `?` and `%` in file names are data.
pub fn encode_path(path: &str) -> String {
    encode_href(&path.replace('%', "%25")).replace('#', "%23").replace('?', "%3F")
}

/// A value with its entities decoded: those that addresses and our own pages are written with, and numeric ones. Others stay as
/// written, which makes an address that leads nowhere, never one that hides its scheme.
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
