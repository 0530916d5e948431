//! What the first line of a fenced block says: the language and the attributes behind it. In goes an info string such as
//! `yara {1,4-6} numbers title="loader.yar"`, out comes a [`Fence`]. The ways in which other generators and Pandoc write the same
//! (`{linenos=true,hl_lines=[1,"4-6"]}`, `{.yara .numberLines startFrom=10}`) are understood too.

use std::ops::RangeInclusive;

/// Numbers above this are no line of a report.
const MAX_LINE: usize = 1_000_000;

/// The first line of a fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence<'a> {
    /// The word for the language; empty where there is none.
    pub word: &'a str,
    /// Lines to set off, counted from 1.
    pub marked: Vec<RangeInclusive<usize>>,
    /// The number of the first line, where lines are numbered.
    pub numbers: Option<usize>,
    /// A title, such as the name of a file; empty where there is none.
    pub title: String,
    /// Attributes that mean nothing, as written.
    pub unknown: Vec<&'a str>,
}

impl<'a> Fence<'a> {
    /// Reads an info string. What it cannot make sense of is in `unknown`, and changes nothing.
    pub fn parse(info: &'a str) -> Self {
        let word = word(info);
        let mut fence =
            Self { word, marked: Vec::new(), numbers: None, title: String::new(), unknown: Vec::new() };
        let rest = match info.find(word) {
            Some(at) => &info[at + word.len()..],
            None => info,
        };
        let mut rest = rest;
        while let Some((item, after)) = item(rest) {
            rest = after;
            if !fence.take(item) {
                fence.unknown.push(item);
            }
        }
        fence
    }

    /// The highest line that is to be set off; 0 where there is none.
    pub fn last_marked(&self) -> usize {
        self.marked.iter().map(|range| *range.end()).max().unwrap_or(0)
    }

    /// Takes one attribute; false for one that means nothing.
    fn take(&mut self, item: &str) -> bool {
        if let Some(range) = range(item) {
            self.marked.push(range);
            return true;
        }
        let (key, value) = match item.split_once('=') {
            Some((key, value)) => (key, Some(value.trim_matches(['"', '\'']))),
            None => (item.trim_start_matches('.'), None),
        };
        match (key.to_ascii_lowercase().as_str(), value) {
            ("numbers" | "linenos" | "numberlines" | "number-lines" | "showlinenumbers", value) => {
                let off = matches!(value, Some("false" | "0" | "off" | "no"));
                self.numbers = if off { None } else { self.numbers.or(Some(1)) };
                true
            }
            ("start" | "linenostart" | "startfrom" | "start-from", Some(value)) => {
                let number = value.parse().ok().filter(|number| *number <= MAX_LINE);
                self.numbers = number.or(self.numbers);
                number.is_some()
            }
            ("lines" | "hl_lines" | "highlight" | "mark", Some(value)) => {
                let items = value.split(|c: char| c == ',' || c.is_whitespace() || "[]\"'".contains(c));
                let ranges: Option<Vec<_>> = items.filter(|item| !item.is_empty()).map(range).collect();
                let is_sound = ranges.is_some();
                self.marked.extend(ranges.unwrap_or_default());
                is_sound
            }
            ("title", Some(value)) => {
                value.clone_into(&mut self.title);
                true
            }
            _ => false,
        }
    }

    /// Wraps every line of highlighted code, where lines are numbered or set off; else gives it back as it is. A number is an
    /// attribute, so that it is never copied with the code.
    pub fn lines(&self, html: &str) -> Option<String> {
        if self.marked.is_empty() && self.numbers.is_none() {
            return None;
        }
        let mut out = String::with_capacity(html.len() * 3 / 2);
        // Spans do not nest, but may go on in the next line.
        let mut open: Option<&str> = None;
        for (at, line) in html.split_inclusive('\n').enumerate() {
            let is_marked = self.marked.iter().any(|range| range.contains(&(at + 1)));
            let element = if is_marked { "mark" } else { "span" };
            out.push_str(&format!("<{element} class=\"line\""));
            if let Some(first) = self.numbers {
                out.push_str(&format!(" data-line=\"{}\"", first + at));
            }
            out.push('>');
            out.push_str(open.unwrap_or_default());
            let (code, end) = line.strip_suffix('\n').map_or((line, ""), |code| (code, "\n"));
            out.push_str(code);
            open = still_open(open, code);
            if open.is_some() {
                out.push_str("</span>");
            }
            out.push_str(&format!("{end}</{element}>"));
        }
        Some(out)
    }
}

/// The tag of the span that is open behind some code, where `before` was open in front of it.
fn still_open<'a>(before: Option<&'a str>, code: &'a str) -> Option<&'a str> {
    let closes = code.rfind("</span>");
    let opens = code.rfind("<span ");
    match (opens, closes) {
        (Some(open), close) if close.is_none_or(|close| close < open) => {
            let tag = &code[open..];
            tag.find('>').map(|end| &tag[..=end])
        }
        (_, Some(_)) => None,
        (_, None) => before,
    }
}

/// `4` or `4-6`, from 1.
fn range(text: &str) -> Option<RangeInclusive<usize>> {
    let number = |text: &str| -> Option<usize> {
        let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        sound.then(|| text.parse().ok()).flatten().filter(|number| (1..=MAX_LINE).contains(number))
    };
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then_some(first..=last)
}

/// The next attribute and what follows it. Quotes and square brackets hold a value together.
fn item(text: &str) -> Option<(&str, &str)> {
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '{' | '}');
    let text = text.trim_start_matches(separates);
    let mut closer = None;
    for (at, c) in text.char_indices() {
        match (closer, c) {
            (Some(wanted), c) if c == wanted => closer = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => closer = Some(c),
            (None, '[') => closer = Some(']'),
            (None, c) if separates(c) => return Some((&text[..at], &text[at..])),
            (None, _) => {}
        }
    }
    (!text.is_empty()).then_some((text, ""))
}

/// The language that an info string names: the first word of `yaml {1,4-6}`, `rust,ignore` or `{.python .numbered}`. Empty where
/// there are only attributes, such as `{1,4-6}` or `title="x"`.
pub fn word(info: &str) -> &str {
    let info = info.trim();
    let (braced, inner) = match info.strip_prefix('{') {
        Some(inner) => (true, inner.trim_start()),
        None => (false, info),
    };
    let inner = inner.strip_prefix('.').unwrap_or(inner);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '{' | '}');
    let word = inner.split(ends).next().unwrap_or_default();
    let is_attribute = word.contains('=') || (braced && !word.starts_with(char::is_alphabetic));
    if is_attribute { "" } else { word }
}
