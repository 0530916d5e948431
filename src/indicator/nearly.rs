//! What a value that is of no type most likely was meant to be.
//!
//! In: a live value that [`super::recognise()`] knows no type for. Out: half a sentence that says what is missing or wrong. It guesses, and
//! says nothing where it would have to guess wildly; no value is taken for what it only nearly is.

use super::kind::IndicatorType;
use super::recognise::recognise;
use super::validate::validate;

/// Sums by their number of hex digits.
const SUMS: [(usize, &str); 4] = [(32, "MD5"), (40, "SHA-1"), (64, "SHA-256"), (128, "SHA-512")];

/// Says what keeps a value from being something, as in ``it has 31 hex digits, and MD5 has 32``.
pub fn nearly(live: &str) -> Option<String> {
    let text = live.trim();
    let wrong = |kind: IndicatorType, text: &str| validate(kind, text).err();
    if text.contains("://") {
        return wrong(IndicatorType::Url, text);
    }
    if text.contains(char::is_whitespace) {
        return None;
    }
    if text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("cve-")) {
        return wrong(IndicatorType::Cve, text);
    }
    if text.contains('@') {
        return wrong(IndicatorType::Email, text);
    }
    sum(text).or_else(|| address(text)).or_else(|| host_and_more(text)).or_else(|| name(text))
}

/// A sum with a digit too many, or a letter that is none.
fn sum(text: &str) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let other = text.chars().filter(|c| !c.is_ascii_hexdigit());
    let (first, count) = (other.clone().next(), other.count());
    let (digits, sum) = SUMS.into_iter().min_by_key(|(digits, _)| digits.abs_diff(text.len()))?;
    match first {
        None if digits.abs_diff(text.len()) <= 8 => {
            Some(format!("it has {} hex digits, and {sum} has {digits}", text.len()))
        }
        Some(c) if digits == text.len() && count <= 2 => {
            Some(format!("{sum} has {digits} hex digits, and `{c}` is none"))
        }
        _ => None,
    }
}

/// Four numbers, or an address and a prefix.
fn address(text: &str) -> Option<String> {
    let is_quad = |text: &str| {
        let parts = text.split('.');
        parts.clone().count() == 4
            && parts.clone().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if is_quad(text) {
        return validate(IndicatorType::Ipv4, text).err();
    }
    let (before, prefix) = text.split_once('/')?;
    let is_address = is_quad(before) || before.parse::<std::net::IpAddr>().is_ok();
    let is_prefix = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
    (is_address && is_prefix).then(|| validate(IndicatorType::Cidr, text).err()).flatten()
}

/// A host with a port or a path behind it.
fn host_and_more(text: &str) -> Option<String> {
    let end = text.find(['/', ':', '?'])?;
    let (host, rest) = text.split_at(end);
    let is_host =
        matches!(recognise(host), Some(IndicatorType::Domain | IndicatorType::Ipv4)) && !host.is_empty();
    let port = rest.strip_prefix(':').map(|port| port.split('/').next().unwrap_or(port));
    match port {
        _ if !is_host => None,
        Some(port) if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) => None,
        Some(port) if rest.len() == port.len() + 1 => {
            Some("a host has no port; write it alone, or as a URL with its scheme".to_owned())
        }
        _ => Some("a URL needs a scheme, as in `https://`".to_owned()),
    }
}

/// A name that no host can have, or one that may be a file as well.
fn name(text: &str) -> Option<String> {
    let (_, ending) = text.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    if text.contains(['/', '\\', ':']) || ending.is_empty() {
        return None;
    }
    match validate(IndicatorType::Domain, text) {
        Err(message) => Some(message),
        Ok(()) if ending.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Some("it may be a file or a domain".to_owned())
        }
        Ok(()) => None,
    }
}
