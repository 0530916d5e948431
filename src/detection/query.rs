//! KQL ("Kusto Query Language overview", Microsoft) and SPL ("Search Manual", Splunk): brackets and quotes are closed. A query bears
//! no name.

use super::Reading;
use super::text::{Brackets, Cursor, unclosed};

const QUOTE: &str = "close it, and write `\\\"` for a quote in it";

/// Reads a query in the Kusto Query Language.
pub fn kql(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut brackets = Brackets::default();
    let mut cursor = Cursor { text, at: 0 };
    while let Some(next) = cursor.peek() {
        let at = cursor.at;
        if cursor.rest().starts_with("//") {
            cursor.line();
            continue;
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| cursor.skip(fence)) {
            if !cursor.behind(fence) {
                reading.unsound(at..at + 3, "this text is never closed", format!("close it with `{fence}`"));
            }
            continue;
        }
        let verbatim = text[..at].ends_with('@');
        cursor.step();
        let closed = match next {
            '"' | '\'' if verbatim => behind_verbatim(&mut cursor, next),
            '"' | '\'' => cursor.behind_quote(next),
            _ => true,
        };
        if !closed {
            unclosed(&mut reading, at..at + 1);
        }
        match next {
            '(' | '[' | '{' => brackets.open(next, at),
            ')' | ']' | '}' => brackets.close(next, at, &mut reading),
            _ => {}
        }
    }
    brackets.finish(&mut reading);
    sorted(reading)
}

/// In `@"C:\"` a backslash is one, and a quote is written twice.
fn behind_verbatim(cursor: &mut Cursor<'_>, quote: char) -> bool {
    loop {
        cursor.take(|c| c != quote && c != '\n');
        if !cursor.skip(quote.encode_utf8(&mut [0; 4])) {
            return false;
        }
        if cursor.peek() != Some(quote) {
            return true;
        }
        cursor.step();
    }
}

/// Reads a search in Splunk's Search Processing Language. Braces stand in names of fields and are not counted; nor is any bracket of
/// a search with an expression that stands without quotes, or with a backslash before one: what those mean is not certain.
pub fn spl(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut brackets = Brackets::default();
    let mut doubtful = false;
    let mut cursor = Cursor { text, at: 0 };
    while let Some(next) = cursor.peek() {
        let at = cursor.at;
        if cursor.skip("```") {
            if !cursor.behind("```") {
                reading.unsound(at..at + 3, "this comment is never closed", "close it with three backquotes");
            }
            continue;
        }
        cursor.step();
        let closed = match next {
            '"' => behind_text(&mut cursor),
            '`' => cursor.behind("`"),
            _ => true,
        };
        if !closed {
            let hint = if next == '`' { "close the macro with a backquote" } else { QUOTE };
            reading.unsound(at..at + 1, "this quote is never closed", hint);
        }
        match next {
            '\'' if starts_field(text, at) => {
                let rest = cursor.rest();
                let end = rest.find(['\'', '\n', '"']).filter(|end| rest[*end..].starts_with('\''));
                cursor.at += end.map_or(0, |end| end + 1);
            }
            '\\' => doubtful |= matches!(cursor.step(), Some('(' | ')' | '[' | ']')),
            '|' => doubtful |= is_expression(cursor.rest()),
            '(' | '[' => brackets.open(next, at),
            ')' | ']' if !doubtful => brackets.close(next, at, &mut reading),
            _ => {}
        }
    }
    if !doubtful {
        brackets.finish(&mut reading);
    }
    sorted(reading)
}

/// Steps behind a text in double quotes, which may hold line ends.
fn behind_text(cursor: &mut Cursor<'_>) -> bool {
    while let Some(next) = cursor.step() {
        match next {
            '"' => return true,
            '\\' => {
                cursor.step();
            }
            _ => {}
        }
    }
    false
}

/// An apostrophe inside a word quotes nothing.
fn starts_field(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn is_expression(rest: &str) -> bool {
    let word = rest.trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let segment = rest.split('|').next().unwrap_or_default();
    ["rex", "regex"].iter().any(|command| word.eq_ignore_ascii_case(command)) && !segment.contains('"')
}

fn sorted(mut reading: Reading) -> Reading {
    reading.faults.sort_by_key(|fault| fault.range.start);
    reading
}
