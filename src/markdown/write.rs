//! The HTML of a body. pulldown-cmark's own writer puts styles on table cells, lets any heading attribute through and gives
//! footnotes no way back, so the events are written here. Raw HTML is cut to complete allowed tags and the whole
//! body is sanitised once where there was any.

mod anchors;
mod blocks;
mod citations;
mod footnotes;
mod headings;
mod inlines;
mod names;
mod outline;
mod raw;
mod tlp;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::blocks::mark_of;
use super::highlight::Grammars;
use super::{events, prepare, raw_html};
use crate::model::{EntityKind, Tlp};
use footnotes::Footnotes;
use names::Find;
use outline::Outline;

pub use anchors::anchors;

/// What the writer asks about names and addresses. `key` is any number that stands for one entity of the site.
pub trait Resolve {
    /// The grammars for code.
    fn grammars(&self) -> &Grammars;
    /// Where the address of a link leads.
    fn address(&self, address: &str) -> Address;
    /// Where a picture is.
    fn picture(&self, address: &str) -> Picture;
    /// The page of `[[Name]]`; nothing when the name does not resolve.
    fn name(&self, kind: Option<EntityKind>, name: &str) -> Option<Mention>;
    /// The source that `[^s:id]` cites; nothing when there is none of that id.
    fn citation(&self, id: &str) -> Option<Citation>;
    /// The level of the whole document.
    fn tlp(&self) -> Tlp;
    /// Names that stand in a piece of plain text, in order, without overlap.
    fn mentions(&self, text: &str) -> Vec<(Range<usize>, Mention)>;
}

/// What to make of a link's address.
pub enum Address {
    /// A link.
    Link {
        /// Ready for `href`.
        href: String,
        /// The entity whose page it is.
        key: Option<usize>,
    },
    /// Not a link: an indicator, or an address that is refused. Holds the text to show beside the link's own.
    Shown(String),
}

/// What to make of a picture.
pub enum Picture {
    /// A picture of the site, ready for `src`.
    Show(String),
    /// A picture elsewhere becomes a link: no page asks a third party for anything.
    Link(String),
    /// Neither; holds the text to show.
    Shown(String),
}

/// A source that the text cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its number in the list of sources.
    pub number: usize,
    /// Its anchor on the page.
    pub anchor: String,
    /// What it is called.
    pub title: String,
}

/// A name in the text that has a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Ready for `href`.
    pub href: String,
    /// Key of its kind, for the class name.
    pub kind: &'static str,
    /// What a code is called, shown where the reader points at it; may be empty.
    pub title: String,
    /// The entity.
    pub key: usize,
}

/// A heading of level 2 or 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 or 3.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Plain text.
    pub text: String,
}

/// A body as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Headings of level 2 and 3 in order.
    pub headings: Vec<Heading>,
    /// Number of words.
    pub words: usize,
}

/// Writes a body. Headings stand below the title of the page, which is the only one of level 1, and no level is skipped.
pub fn write(markdown: &str, resolve: &dyn Resolve) -> Rendered {
    let prepared = prepare(markdown);
    let (events, _) = joined(&prepared);
    let mut writer = Writer::new(&events, resolve, markdown.len());
    writer.run(0..events.len());
    writer.finish()
}

/// What is found in the running text of a body, outside of links, headings and code, with its place in bytes from the start
/// of the body. Where characters are written as entities, a place may be some bytes early.
pub fn mentioned<T>(markdown: &str, find: Find<'_, T>) -> Vec<(Range<usize>, T)> {
    let prepared = prepare(markdown);
    let (events, starts) = joined(&prepared);
    let found = names::plan(&events, find);
    let placed = found.into_iter().zip(starts).flat_map(|(names, start)| {
        names.into_iter().map(move |(range, name)| (start + range.start..start + range.end, name))
    });
    placed.collect()
}

/// The events of a text and where each starts, with line ends inside a paragraph as part of the text, so that a name may stand
/// on two lines.
fn joined(prepared: &str) -> (Vec<Event<'_>>, Vec<usize>) {
    let mut joined: Vec<Event<'_>> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut run: Option<String> = None;
    for (event, range) in events(prepared) {
        let text = match (&event, joined.last()) {
            (Event::SoftBreak, _) => "\n",
            (Event::Text(text), Some(Event::Text(_))) => text,
            _ => {
                close_run(&mut run, &mut joined);
                joined.push(event);
                starts.push(range.start);
                continue;
            }
        };
        match (&mut run, joined.last_mut()) {
            (Some(run), _) => run.push_str(text),
            (None, Some(Event::Text(before))) => run = Some(format!("{before}{text}")),
            (None, _) => {
                joined.push(Event::Text(CowStr::from("\n")));
                starts.push(range.start);
            }
        }
    }
    close_run(&mut run, &mut joined);
    (joined, starts)
}

/// Puts a text that grew in place of the last one.
fn close_run(run: &mut Option<String>, joined: &mut [Event<'_>]) {
    if let (Some(text), Some(last)) = (run.take(), joined.last_mut()) {
        *last = Event::Text(CowStr::from(text));
    }
}

struct Writer<'a> {
    resolve: &'a dyn Resolve,
    events: &'a [Event<'a>],
    outline: Outline<'a>,
    /// The names in each text that become links.
    names: Vec<Vec<(Range<usize>, Mention)>>,
    out: String,
    /// Outer outputs while the inside of a heading or a footnote is written.
    stack: Vec<String>,
    /// The blocks of a level of their own around the current place.
    blocks: Vec<tlp::OpenBlock>,
    headings: Vec<Heading>,
    /// Levels of the headings around the current place: as the author counts, and as written.
    levels: Vec<(u8, u8)>,
    /// Anchors in use.
    ids: BTreeSet<String>,
    /// The number that the last heading got which wanted each anchor.
    id_counts: BTreeMap<String, usize>,
    heading: Option<headings::OpenHeading>,
    /// Entities that this section has linked already.
    linked: BTreeSet<usize>,
    /// What closes each open link.
    closers: Vec<String>,
    words: usize,
    raw: Option<String>,
    raw_seen: bool,
    code: Option<(String, String)>,
    picture: Option<inlines::OpenPicture>,
    /// Number of tables so far.
    tables: usize,
    /// Columns of the table that is being written; empty outside of tables.
    table: Vec<pulldown_cmark::Alignment>,
    column: usize,
    in_head: bool,
    footnotes: Footnotes<'a>,
}

impl<'a> Writer<'a> {
    fn new(events: &'a [Event<'a>], resolve: &'a dyn Resolve, length: usize) -> Self {
        Self {
            resolve,
            names: names::plan(events, &|text| resolve.mentions(text)),
            outline: Outline::new(events),
            events,
            out: String::with_capacity(length * 3 / 2),
            stack: Vec::new(),
            blocks: Vec::new(),
            headings: Vec::new(),
            levels: Vec::new(),
            ids: BTreeSet::new(),
            id_counts: BTreeMap::new(),
            heading: None,
            linked: BTreeSet::new(),
            closers: Vec::new(),
            words: 0,
            raw: None,
            raw_seen: false,
            code: None,
            picture: None,
            table: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            footnotes: Footnotes::default(),
        }
    }

    /// Writes some of the events; definitions of footnotes among them wait until something refers to them.
    fn run(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            if let Some(end) = self.outline.definition_end(at) {
                at = end;
                continue;
            }
            self.event(at);
            at += 1;
        }
    }

    fn event(&mut self, at: usize) {
        let events = self.events;
        let Some(event) = events.get(at) else { return };
        if let Some(picture) = &mut self.picture
            && !matches!(event, Event::End(TagEnd::Image))
        {
            picture.take(event);
            return;
        }
        if self.is_skipping() && !matches!(event, Event::End(TagEnd::Link)) {
            return;
        }
        match event {
            Event::Start(Tag::HtmlBlock) => self.raw = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(chunk) = self.raw.take() {
                    self.raw_html(&chunk);
                }
            }
            Event::Html(text) if let Some(mark) = mark_of(text) => self.fence(mark),
            Event::Html(text) | Event::InlineHtml(text) => match &mut self.raw {
                Some(chunk) => chunk.push_str(text),
                None => self.raw_html(text),
            },
            Event::Start(tag) => self.start(at, tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(at, text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.inline_code(text),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
        }
    }

    fn start(&mut self, at: usize, tag: &'a Tag<'a>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(at, *link_type, dest_url, title),
            Tag::Image { link_type, dest_url, title, .. } => self.open_picture(*link_type, dest_url, title),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Heading { level, id, classes, .. } => self.open_heading(*level, id.as_deref(), classes),
            block => self.open_block(at, block),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.close_picture(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Heading(_) => self.close_heading(),
            block => self.close_block(block),
        }
    }

    fn finish(mut self) -> Rendered {
        self.close_blocks(0);
        self.write_footnotes();
        let html = if self.raw_seen { raw_html::sanitise(&self.out) } else { self.out };
        Rendered { html, headings: self.headings, words: self.words }
    }
}
