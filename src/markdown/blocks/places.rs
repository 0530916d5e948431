//! Where the lines that look like fences stand: in code or a comment, in running text, or as blocks of their own inside a list item,
//! a quote or a footnote. In goes the text with a mark in place of each, out comes a place for each, and what goes with a block.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::fences::Candidate;
use crate::markdown::events;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In code or in a comment: it is what it says.
    Text,
    /// In code that is nothing but indented, which is easily done by mistake.
    Indented,
    /// In code whose fence is never closed, which takes in all that follows.
    Unclosed,
    /// In code behind other lines, where a fence may be missing and that of other code closes this one.
    Behind,
    /// In running text, or where the parser reads no text at all.
    Nowhere,
    /// By itself.
    Fence {
        /// The innermost list item, quote or footnote around it.
        inside: Option<usize>,
        /// The number of its event.
        event: usize,
        /// The block of raw HTML that goes on before it and behind it, by where that starts.
        raw: (Option<usize>, Option<usize>),
    },
}

/// The places of all lines.
pub struct Places {
    places: Vec<Place>,
    containers: Vec<Container>,
}

/// A list item, a quote or a footnote.
struct Container {
    start: usize,
    /// Every line of a quote says that it is one, so nothing is lost with its first.
    is_quote: bool,
    inside: Option<usize>,
    /// The number of the last event of its content.
    last: usize,
}

/// Reads the events of a text.
struct Walk<'a> {
    found: &'a [Candidate],
    places: Places,
    /// The containers around the current place.
    stack: Vec<usize>,
    /// The next line whose place is not known.
    next: usize,
    /// The current block of raw HTML.
    raw: Range<usize>,
    /// What ends the comment that is open in the current block of raw HTML.
    ends: Option<&'static str>,
    marked: &'a str,
    code: Option<Code>,
}

/// The current block of code.
#[derive(Clone, Copy)]
struct Code {
    is_fenced: bool,
    /// True for text in Markdown, as an example of a block is.
    is_markdown: bool,
    start: usize,
    /// Where its last line of text ends.
    text_end: usize,
}

impl Places {
    /// Finds them in a text with marks.
    pub fn of(marked: &str, found: &[Candidate]) -> Self {
        let places = Self { places: vec![Place::Nowhere; found.len()], containers: Vec::new() };
        let mut walk =
            Walk { found, places, stack: Vec::new(), next: 0, raw: 0..0, ends: None, marked, code: None };
        for (number, (event, range)) in events(marked).enumerate() {
            walk.event(number, &event, &range);
        }
        walk.places
    }

    /// The place of a line by its number.
    pub fn at(&self, number: usize) -> Place {
        self.places.get(number).copied().unwrap_or(Place::Nowhere)
    }

    /// What goes with a block between two fences: their lines and those between them. `opened` is the place of the first.
    pub fn gone(
        &self,
        text: &str,
        open: &Candidate,
        opened: (Option<usize>, usize),
        close: &Candidate,
        closed: usize,
    ) -> Range<usize> {
        let rest = text.get(close.at.end..).unwrap_or_default();
        let line_end = close.at.end + rest.find('\n').unwrap_or(rest.len());
        let after = (line_end + 1).min(text.len());
        let (mut inside, mut inner) = (opened.0, open.at.start);
        while let Some(container) = inside.and_then(|at| self.containers.get(at)) {
            if container.start < open.line {
                break;
            }
            if !container.is_quote && container.last > closed {
                // The item goes on, and may not start with more than one empty line.
                let empty = text.get(after..).unwrap_or_default().split_inclusive('\n');
                let empty = empty.take_while(|line| line.trim_matches(['>', ' ', '\t', '\n']).is_empty());
                let to = after + empty.map(str::len).sum::<usize>();
                return inner..to.saturating_sub(1).max(line_end);
            }
            inner = container.start;
            inside = container.inside;
        }
        open.line..after
    }
}

impl Walk<'_> {
    fn event(&mut self, number: usize, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => {
                let is_quote = matches!(event, Event::Start(Tag::BlockQuote(_)));
                let inside = self.stack.last().copied();
                self.stack.push(self.places.containers.len());
                self.places.containers.push(Container { start: range.start, is_quote, inside, last: number });
                return;
            }
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                let ended = self.stack.pop().and_then(|at| self.places.containers.get(at));
                if let Some((last, outer)) = ended.and_then(|ended| Some((ended.last, ended.inside?)))
                    && let Some(outer) = self.places.containers.get_mut(outer)
                {
                    outer.last = outer.last.max(last);
                }
                return;
            }
            Event::End(TagEnd::CodeBlock) => {
                let place = self.code.take().map_or(Place::Text, |code| self.code_place(&code, range.end));
                self.all_in(range, |_| place);
                return;
            }
            Event::End(_) => return,
            Event::Start(Tag::HtmlBlock) => (self.ends, self.raw) = (None, range.clone()),
            Event::Start(Tag::CodeBlock(kind)) => {
                let (is_fenced, info) = match kind {
                    CodeBlockKind::Fenced(info) => (true, info.as_ref()),
                    CodeBlockKind::Indented => (false, ""),
                };
                let language = info.split([' ', '{', ',']).next().unwrap_or_default();
                let is_markdown = ["markdown", "md"].iter().any(|one| language.eq_ignore_ascii_case(one));
                let (start, text_end) = (range.start, range.start);
                self.code = Some(Code { is_fenced, is_markdown, start, text_end });
            }
            Event::Text(_) => {
                if let Some(code) = &mut self.code {
                    code.text_end = range.end;
                }
            }
            Event::Html(html) => {
                let in_comment = self.ends.is_some();
                let alone = html.trim_start().starts_with("<?");
                let inside = self.stack.last().copied();
                let (raw, marked) = (self.raw.clone(), self.marked);
                let goes_on = |part: Range<usize>| {
                    let rest = marked.get(part).unwrap_or_default();
                    rest.split_once('\n').is_some_and(|(line, after)| {
                        [line, after].iter().any(|text| !text.trim_matches(['>', ' ', '\t', '\n']).is_empty())
                    })
                };
                let around = |at: &Range<usize>| {
                    let (before, after) = (goes_on(raw.start..at.start), goes_on(at.end..raw.end));
                    (Some(raw.start).filter(|_| before), Some(raw.start).filter(|_| after))
                };
                self.all_in(range, |one| match (in_comment, one.marked && alone) {
                    (true, _) => Place::Text,
                    (false, true) => Place::Fence { inside, event: number, raw: around(&one.at) },
                    (false, false) => Place::Nowhere,
                });
                self.comments(html);
            }
            Event::InlineHtml(html) => {
                let is_comment = html.starts_with("<!--");
                self.all_in(
                    range,
                    |one| {
                        if is_comment && !one.marked { Place::Text } else { Place::Nowhere }
                    },
                );
            }
            _ => {}
        }
        if let Some(container) = self.stack.last().and_then(|at| self.places.containers.get_mut(*at)) {
            container.last = number;
        }
    }

    /// What the lines of a block of code are: a fence that closes it stands behind its last line.
    fn code_place(&self, code: &Code, end: usize) -> Place {
        let behind = self.marked.get(code.text_end..end).unwrap_or_default();
        if !code.is_fenced {
            return Place::Indented;
        }
        if !behind.contains(['`', '~']) {
            return Place::Unclosed;
        }
        // An example of a block starts with it.
        let first = self.found.iter().skip(self.next).find(|one| one.at.start >= code.start);
        let before = first.and_then(|first| self.marked.get(code.start..first.line)).unwrap_or_default();
        let has_more = before.lines().skip(1).any(|line| !line.trim_matches(['>', ' ', '\t']).is_empty());
        if has_more && !code.is_markdown { Place::Behind } else { Place::Text }
    }

    /// Gives a place to every line inside a range of the text.
    fn all_in(&mut self, range: &Range<usize>, place: impl Fn(&Candidate) -> Place) {
        while let Some(one) = self.found.get(self.next).filter(|one| one.at.start < range.end) {
            if one.at.start >= range.start
                && let Some(known) = self.places.places.get_mut(self.next)
            {
                *known = place(one);
            }
            self.next += 1;
        }
    }

    /// Follows which comment is open behind a line of raw HTML.
    fn comments(&mut self, html: &str) {
        let mut rest = html;
        loop {
            match self.ends {
                Some(end) => match rest.split_once(end) {
                    Some((_, after)) => (self.ends, rest) = (None, after),
                    None => return,
                },
                None => match rest.find("<!") {
                    Some(at) => {
                        rest = &rest[at + 2..];
                        if rest.starts_with("--") {
                            self.ends = Some("-->");
                        } else if let Some(inside) = rest.strip_prefix("[CDATA[") {
                            (self.ends, rest) = (Some("]]>"), inside);
                        }
                    }
                    None => return,
                },
            }
        }
    }
}
