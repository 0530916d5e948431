//! The host of a URL, read as a browser reads it, so that no spelling of a host hides what it is.
//!
//! In: the characters between userinfo and port. Out: a lower-case ASCII name without a final dot, or an address.
//! Follows the host parser of the WHATWG URL standard: percent-encoding, full-width letters, upper case, Unicode
//! names (to Punycode, RFC 3492), and IPv4 addresses in decimal, octal, hex or fewer than four parts.
//! It does not hold the tables of UTS 46: names that browsers refuse may still be read here, which only ever makes
//! a link more suspect. It does not check lengths, and never asks the DNS.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization;

/// Where a connection would go. IPv4 addresses mapped into IPv6 are held as the IPv4 address they reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// Lower-case ASCII, no final dot, never empty, never an address.
    Name(String),
    Address(IpAddr),
}

impl fmt::Display for Host {
    /// The name, or the address in its shortest form and without brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Name(name) => f.write_str(name),
            Host::Address(address) => address.fmt(f),
        }
    }
}

/// Reads a host; `None` where a browser would call the URL broken.
pub(super) fn read(raw: &str) -> Option<Host> {
    if let Some(inner) = raw.strip_prefix('[') {
        let address: Ipv6Addr = inner.strip_suffix(']')?.parse().ok()?;
        return Some(Host::Address(IpAddr::V6(address).to_canonical()));
    }
    let ascii = to_ascii(&percent_decoded(raw)?)?;
    let name = ascii.trim_end_matches('.');
    if name.is_empty() || name.chars().any(is_forbidden) {
        return None;
    }
    if ends_in_number(name) {
        return Some(Host::Address(IpAddr::V4(loose_ipv4(name)?)));
    }
    Some(Host::Name(name.to_owned()))
}

/// The form of a name that the DNS carries: folded, every label with other letters as `xn--`.
/// `None` where a label is too long to encode.
pub(super) fn to_ascii(name: &str) -> Option<String> {
    if name.is_ascii() {
        return Some(name.to_ascii_lowercase());
    }
    // Letters are folded one at a time: the folding of whole strings knows the final sigma, the DNS does not.
    let lower = name.nfkc().flat_map(char::to_lowercase);
    let mapped: String =
        lower.filter(|c| !is_ignored(*c)).map(|c| if c == '\u{3002}' { '.' } else { c }).nfkc().collect();
    let labels: Option<Vec<String>> = mapped.split('.').map(label_to_ascii).collect();
    Some(labels?.join("."))
}

/// Decodes `%XX`; `None` where the bytes are no UTF-8. A `%` without two hex digits stays as it is.
pub(super) fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, escaped_byte(rest)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// The byte that `%XX` at the start of `bytes` stands for.
pub(super) fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Characters that vanish from host names before they are looked up: soft hyphen, zero-width space and joiner
/// marks, variation selectors.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_forbidden(c: char) -> bool {
    c.is_ascii_control() || " #%/:<>?@[\\]^|".contains(c)
}

fn label_to_ascii(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    // A label past 63 bytes is refused anyway; the bound keeps the encoder, which is quadratic, away from long input.
    if label.chars().count() > 63 {
        return None;
    }
    punycode(label).map(|encoded| format!("xn--{encoded}"))
}

/// RFC 3492, section 6.3.
fn punycode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let total = u32::try_from(label.chars().count()).ok()?;
    let (mut code, mut delta, mut bias, mut handled) = (128_u32, 0_u32, 72_u32, basic);
    while handled < total {
        let next = label.chars().map(u32::from).filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(handled + 1)?)?;
        code = next;
        for c in label.chars().map(u32::from) {
            if c < code {
                delta = delta.checked_add(1)?;
            } else if c == code {
                push_variable_length(&mut out, delta, bias);
                bias = adapted(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(out)
}

/// The letters of a label without its `xn--` (RFC 3492, section 6.2); `None` where it is no Punycode, or says nothing.
pub(super) fn punycode_decoded(encoded: &str) -> Option<String> {
    let (basic, extended) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut letters: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    // A label has at most 63 bytes: the bound keeps the decoder, which is quadratic, away from long input.
    if extended.is_empty() || encoded.len() > 59 {
        return None;
    }
    let mut digits = extended.bytes().peekable();
    while digits.peek().is_some() {
        let (start, mut weight, mut k) = (at, 1_u32, 36_u32);
        loop {
            let digit = digit_value(digits.next()?)?;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = if k <= bias { 1 } else { (k - bias).min(26) };
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            k += 36;
        }
        let points = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - start, points, start == 0);
        code = code.checked_add(at / points)?;
        at %= points;
        letters.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

fn digit_value(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn push_variable_length(out: &mut String, delta: u32, bias: u32) {
    let mut left = delta;
    let mut k = 36;
    loop {
        let threshold = if k <= bias { 1 } else { (k - bias).min(26) };
        if left < threshold {
            break;
        }
        out.push(digit(threshold + (left - threshold) % (36 - threshold)));
        left = (left - threshold) / (36 - threshold);
        k += 36;
    }
    out.push(digit(left));
}

fn adapted(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

fn digit(value: u32) -> char {
    let offset = u8::try_from(value).unwrap_or(0);
    char::from(if offset < 26 { b'a' + offset } else { b'0' + (offset - 26) })
}

fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let decimal = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
    decimal || (last.starts_with("0x") && number(last).is_some())
}

/// IPv4 as browsers read it: one to four parts in decimal, octal or hex, the last part filling what is left.
fn loose_ipv4(name: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u64> = name.split('.').map(number).collect::<Option<_>>()?;
    let (last, leading) = parts.split_last()?;
    if leading.len() > 3 || leading.iter().any(|part| *part > 255) {
        return None;
    }
    let free_bits = 8 * (4 - u32::try_from(leading.len()).ok()?);
    if *last >= 1 << free_bits {
        return None;
    }
    let high = leading.iter().fold(0, |bits, part| bits << 8 | part);
    u32::try_from(high << free_bits | last).ok().map(Ipv4Addr::from)
}

fn number(part: &str) -> Option<u64> {
    let (digits, radix) = match part.strip_prefix("0x") {
        Some("") => return Some(0),
        Some(hex) => (hex, 16),
        None if part.len() > 1 && part.starts_with('0') => (part, 8),
        None => (part, 10),
    };
    // `from_str_radix` would take a sign.
    if !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}
