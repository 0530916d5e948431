//! Texts with their escapes undone, as a browser or a program would: character references of HTML, percent encoding, backslashes of JSON,
//! JavaScript and CSS. In goes a piece of a file, out comes what it means; nothing where there is nothing to undo. It is generous where
//! formats differ: what is read too much is one more reading.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::parse::percent_decoded;

/// A text with its character references decoded, those without a semicolon too.
pub fn entities(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = match reference(after, &mut out) {
            Some(length) => &after[length..],
            None => {
                out.push('&');
                after
            }
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Adds what a reference means, and gives its length behind the ampersand.
fn reference(after: &str, out: &mut String) -> Option<usize> {
    for (name, c) in [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("nbsp;", ' ')] {
        if after.starts_with(name) {
            out.push(c);
            return Some(name.len());
        }
    }
    if let Some(number) = after.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits[..end].trim_start_matches('0'), radix).ok()?;
        out.push(windows(code).or_else(|| char::from_u32(code))?);
        let length = after.len() - digits.len() + end;
        return Some(length + usize::from(after[length..].starts_with(';')));
    }
    let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
    if after[end..].starts_with(';') {
        out.push_str(&named(&after[..end])?);
        return Some(end + 1);
    }
    // Old names of Latin letters and signs may stand without their semicolon, and before more letters.
    let longest = end.min(LONGEST_OLD);
    let mut lengths = (2..=longest).rev();
    lengths.find_map(|length| {
        let letter = named(&after[..length])?;
        let is_old = letter.chars().all(|c| matches!(c, '&' | '<' | '>' | '"' | '\u{a0}'..='\u{ff}'));
        is_old.then(|| out.push_str(&letter)).map(|()| length)
    })
}

/// Letters of the longest name that needs no semicolon: `&frac12`, `&Ccedil`.
const LONGEST_OLD: usize = 6;

/// What a name of HTML 5 means.
fn named(name: &str) -> Option<String> {
    if name.is_empty() || name.len() > 32 {
        return None;
    }
    let written = format!("&{name};");
    let found = Parser::new(&written).find_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    // White space alone makes no text.
    let found = found.or_else(|| ["Tab", "NewLine"].contains(&name).then(|| " ".to_owned()))?;
    (found != "&").then_some(found)
}

/// Numbers that HTML reads as those of Windows code page 1252; of them dashes, quotation marks and the like.
fn windows(code: u32) -> Option<char> {
    match code {
        0x91 | 0x92 => Some('\''),
        0x93 | 0x94 => Some('"'),
        0x96 | 0x97 => Some('-'),
        _ => None,
    }
}

/// Percent encoding undone as often as it was done, at most three times; nothing where there is none.
pub fn percent(text: &str) -> Option<String> {
    let mut decoded: Option<String> = None;
    for _ in 0..3 {
        let current = decoded.as_deref().unwrap_or(text);
        let is_hex = |at: usize| current.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
        if !memchr::memchr_iter(b'%', current.as_bytes()).any(|at| is_hex(at + 1) && is_hex(at + 2)) {
            break;
        }
        let next = percent_decoded(current);
        if next == current {
            break;
        }
        decoded = Some(next);
    }
    decoded
}

/// A text with the backslash escapes of JSON and JavaScript undone; nothing where there are none.
pub fn backslashes(text: &str) -> Option<String> {
    memchr::memchr(b'\\', text.as_bytes())?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut signs = after.chars();
        rest = match signs.next() {
            Some('n' | 'r' | 't') => {
                out.push(' ');
                signs.as_str()
            }
            // A line that goes on.
            Some('\n') => signs.as_str(),
            Some('u') => unit(after, &mut out).unwrap_or(signs.as_str()),
            Some('x') => match after.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(byte) => {
                    out.push(char::from(byte));
                    &after[3..]
                }
                None => signs.as_str(),
            },
            Some(sign) => {
                out.push(sign);
                signs.as_str()
            }
            None => "",
        };
    }
    out.push_str(rest);
    Some(out)
}

/// `u0041`, `u{1F43B}`, or two halves of one character. Gives what follows.
fn unit<'a>(after: &'a str, out: &mut String) -> Option<&'a str> {
    let hex = |text: &str| u32::from_str_radix(text, 16).ok();
    if let Some(braced) = after.strip_prefix("u{") {
        let (code, rest) = braced.split_once('}')?;
        out.push(char::from_u32(hex(code)?)?);
        return Some(rest);
    }
    let first = after.get(1..5).and_then(hex)?;
    let rest = &after[5..];
    if let Some(c) = char::from_u32(first) {
        out.push(c);
        return Some(rest);
    }
    let second = rest.strip_prefix("\\u").and_then(|rest| hex(rest.get(..4)?));
    let pair = second.filter(|second| first < 0xdc00 && (0xdc00..0xe000).contains(second));
    let whole =
        pair.and_then(|second| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
    out.push(whole.unwrap_or('\u{fffd}'));
    Some(if whole.is_some() { &rest[6..] } else { rest })
}

/// A style sheet with its escapes undone: up to six digits and a blank, or any other sign.
pub fn styles(text: &str) -> Option<String> {
    memchr::memchr(b'\\', text.as_bytes())?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = after.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(&after[..digits], 16).ok().and_then(char::from_u32);
        out.extend(code);
        rest = &after[digits..];
        if digits > 0 {
            rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
        }
    }
    out.push_str(rest);
    Some(out)
}
