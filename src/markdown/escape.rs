//! Text into HTML: the few characters that must not stand as they are.

/// Appends text for the inside of an element.
pub fn text(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '\n' | '\t' => html.push(c),
            c if c.is_control() => html.push('\u{fffd}'),
            c => html.push(c),
        }
    }
}

/// Appends text for the inside of a double-quoted attribute.
pub fn attribute(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' | '\t' => html.push(' '),
            c if c.is_control() => html.push('\u{fffd}'),
            c => html.push(c),
        }
    }
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
