//! The options of a rule of Suricata or Snort: `name:value;` or `name;`, up to the bracket that closes them. `\;`, `\"` and `\\` stand for
//! the sign itself. Suricata ends a value at the first `;` whether or not a quote is open, so one that is written without
//! its backslash leaves a quote open.

use std::ops::Range;

use super::Reading;
use super::text::Cursor;
use crate::model::DetectionType;

/// What is asked of the options of one rule.
#[derive(Default)]
pub struct Options<'a> {
    /// The number, and where it stands.
    pub sid: Option<(&'a str, Range<usize>)>,
    /// The generator of the number.
    pub gid: Option<&'a str>,
    /// What an analyst reads.
    pub msg: Option<String>,
    /// The rule raises no alarm.
    pub quiet: bool,
    /// All of them could be read.
    pub whole: bool,
}

/// Reads options up to the closing bracket; the one at `open` has been stepped over. `is_start` says whether a rule starts at an offset.
pub fn read<'a>(
    cursor: &mut Cursor<'a>,
    open: usize,
    kind: DetectionType,
    is_start: &dyn Fn(usize) -> bool,
    reading: &mut Reading,
) -> Options<'a> {
    let mut options = Options::default();
    let mut place = Place { kind, is_start, reading };
    loop {
        let before = cursor.at;
        space(cursor);
        let crossed = cursor.text[before..cursor.at].contains('\n');
        if cursor.peek().is_none() || (crossed && (place.is_start)(cursor.at)) {
            let message = "the bracket that opens the options is never closed";
            place.reading.unsound(open..open + 1, message, "end the rule with `)`");
            return options;
        }
        if cursor.skip(")") {
            options.whole = true;
            place.behind(cursor);
            return options;
        }
        let start = cursor.at;
        let name = cursor.take(|c| !matches!(c, ':' | ';' | ')' | '\n' | '(')).trim();
        let mut value = cursor.at..cursor.at;
        if cursor.skip(":") {
            value = place.value(cursor);
        }
        if !cursor.skip(";") {
            place.unended(cursor, start);
            return options;
        }
        options.take(name, &cursor.text[value.clone()], value.start);
    }
}

/// White space, a backslash at the end of a line, and comments of Snort 3.
fn space(cursor: &mut Cursor<'_>) {
    loop {
        cursor.take(char::is_whitespace);
        if cursor.rest().starts_with('\\')
            && cursor.rest()[1..].trim_start_matches([' ', '\t']).starts_with('\n')
        {
            cursor.step();
        } else if cursor.rest().starts_with('#') {
            cursor.line();
        } else if !(cursor.skip("/*") && cursor.behind("*/")) {
            return;
        }
    }
}

impl<'a> Options<'a> {
    fn take(&mut self, name: &str, value: &'a str, at: usize) {
        let lead = value.len() - value.trim_start().len();
        let value = value.trim();
        match name {
            "sid" => self.sid = Some((value, at + lead..at + lead + value.len())),
            "gid" => self.gid = Some(value),
            "msg" => {
                let inner =
                    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
                self.msg = Some(unescaped(inner));
            }
            "noalert" => self.quiet = true,
            "flowbits" | "xbits" | "flowint" => self.quiet |= value == "noalert",
            _ => {}
        }
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        out.push(if sign == '\\' { signs.next().unwrap_or(sign) } else { sign });
    }
    out
}

struct Place<'a> {
    kind: DetectionType,
    is_start: &'a dyn Fn(usize) -> bool,
    reading: &'a mut Reading,
}

impl Place<'_> {
    /// The value of an option, up to the `;` that ends it, or to where the rule ends without one.
    fn value(&mut self, cursor: &mut Cursor<'_>) -> Range<usize> {
        let start = cursor.at;
        let mut quotes: Vec<usize> = Vec::new();
        while let Some(next) = cursor.peek() {
            let quoted = quotes.len() % 2 == 1;
            let snort = self.kind == DetectionType::Snort;
            match next {
                ';' if !(snort && quoted) => break,
                '\n' if self.ends_here(cursor) => break,
                '\\' => {
                    cursor.step();
                }
                '"' => quotes.push(cursor.at),
                _ => {}
            }
            cursor.step();
        }
        let value = &cursor.text[start..cursor.at];
        let first = value.trim_start().trim_start_matches('!').trim_start();
        if let [only] = quotes.as_slice()
            && first.starts_with('"')
        {
            let hint = "close it, and write `\\;` for a semicolon and `\\\"` for a quote in it";
            self.reading.unsound(*only..*only + 1, "this quote is never closed", hint);
        }
        start..cursor.at
    }

    /// At the end of a line: whether the rule ends with it, though nothing says so.
    fn ends_here(&self, cursor: &Cursor<'_>) -> bool {
        let before = cursor.text[..cursor.at].trim_end();
        let after = cursor.rest().trim_start();
        let next = cursor.text.len() - after.len();
        !before.ends_with('\\')
            && (after.is_empty()
                || (self.is_start)(next)
                || (before.ends_with(')') && after.starts_with('#')))
    }

    /// An option that no `;` ends; goes on behind the rule.
    fn unended(&mut self, cursor: &mut Cursor<'_>, start: usize) {
        let end = cursor.text[start..cursor.at].trim_end().trim_end_matches(')').len() + start;
        let range = start..end.max(start + 1).min(cursor.text.len());
        self.reading.unsound(
            range,
            "no `;` ends this option",
            "every option ends with `;`, the last one too",
        );
        while let Some(next) = cursor.peek() {
            if next == '\n' && (self.ends_here(cursor) || cursor.text[..cursor.at].trim_end().ends_with(')'))
            {
                return;
            }
            cursor.step();
        }
    }

    /// Behind the closing bracket only a comment may stand.
    fn behind(&mut self, cursor: &mut Cursor<'_>) {
        let start = cursor.at;
        let rest = cursor.line().trim();
        if !rest.is_empty() && !rest.starts_with('#') && !rest.starts_with("/*") && rest != "\\" {
            let lead = cursor.text[start..].len() - cursor.text[start..].trim_start().len();
            let range = start + lead..start + lead + rest.len();
            self.reading.unsound(range, "this stands behind the rule", "write one rule a line");
        }
    }
}
