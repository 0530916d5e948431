//! The HTML of a body. pulldown-cmark's own writer puts styles on table cells, lets any heading attribute through and gives
//! footnotes no way back, so the events are written here. Raw HTML is cut to complete allowed tags and the whole
//! body is sanitised once where there was any.

mod blocks;
mod footnotes;
mod inlines;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::{events, prepare, raw_html};
use crate::model::EntityKind;
use footnotes::Footnotes;

/// What the writer asks about names and addresses. `key` is any number that stands for one entity of the site.
pub trait Resolve {
    /// Where the address of a link leads.
    fn address(&self, address: &str) -> Address;
    /// Where a picture is.
    fn picture(&self, address: &str) -> Picture;
    /// The page of `[[Name]]`; nothing when the name does not resolve.
    fn name(&self, kind: Option<EntityKind>, name: &str) -> Option<Mention>;
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

/// A name in the text that has a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Ready for `href`.
    pub href: String,
    /// Key of its kind, for the class name.
    pub kind: &'static str,
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

/// Writes a body. A heading of level 1 moves all headings one level down: the title of the page is the only one.
pub fn write(markdown: &str, resolve: &dyn Resolve) -> Rendered {
    let prepared = prepare(markdown);
    let events: Vec<Event<'_>> = events(&prepared).map(|(event, _)| event).collect();
    let has_top = events
        .iter()
        .any(|event| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })));
    let mut writer = Writer {
        resolve,
        out: String::with_capacity(markdown.len() * 3 / 2),
        stack: Vec::new(),
        shift: u8::from(has_top),
        headings: Vec::new(),
        ids: BTreeMap::new(),
        heading: None,
        linked: BTreeSet::new(),
        closers: Vec::new(),
        quiet: 0,
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
    };
    for at in 0..events.len() {
        writer.event(&events[at], events.get(at + 1), events.get(at + 2));
    }
    writer.finish()
}

struct Writer<'a> {
    resolve: &'a dyn Resolve,
    out: String,
    /// Outer outputs while the inside of a heading or a footnote is written.
    stack: Vec<String>,
    shift: u8,
    headings: Vec<Heading>,
    /// How often each anchor was asked for.
    ids: BTreeMap<String, usize>,
    heading: Option<blocks::OpenHeading>,
    /// Entities that this section has linked already.
    linked: BTreeSet<usize>,
    /// What closes each open link.
    closers: Vec<String>,
    /// Above zero inside links and headings, where names are not linked.
    quiet: usize,
    words: usize,
    raw: Option<String>,
    raw_seen: bool,
    code: Option<(String, String)>,
    picture: Option<inlines::OpenPicture>,
    table: Vec<pulldown_cmark::Alignment>,
    column: usize,
    in_head: bool,
    /// Tables so far, to tell their regions apart.
    tables: usize,
    footnotes: Footnotes,
}

impl Writer<'_> {
    fn event(&mut self, event: &Event<'_>, next: Option<&Event<'_>>, after: Option<&Event<'_>>) {
        if let Some(picture) = &mut self.picture
            && !matches!(event, Event::End(TagEnd::Image))
        {
            picture.take(event);
            return;
        }
        match event {
            Event::Start(Tag::HtmlBlock) => self.raw = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(chunk) = self.raw.take() {
                    self.raw_html(&chunk);
                }
            }
            Event::Html(text) => match &mut self.raw {
                Some(chunk) => chunk.push_str(text),
                None => self.raw_html(text),
            },
            Event::InlineHtml(text) => self.raw_html(text),
            Event::Start(tag) => self.start(tag, next, after),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => self.inline_code(text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline_code(text),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, next: Option<&Event<'_>>, after: Option<&Event<'_>>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(*link_type, dest_url, title),
            Tag::Image { dest_url, title, .. } => self.open_picture(dest_url, title),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::FootnoteDefinition(label) => self.open_footnote(label),
            block => self.open_block(block, next, after),
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
            TagEnd::FootnoteDefinition => self.close_footnote(),
            block => self.close_block(block),
        }
    }

    fn raw_html(&mut self, chunk: &str) {
        let lexed = raw_html::lex(chunk);
        self.raw_seen = true;
        self.out.push_str(&lexed.html);
    }

    fn finish(mut self) -> Rendered {
        self.write_footnotes();
        let html = if self.raw_seen { raw_html::sanitise(&self.out) } else { self.out };
        Rendered { html, headings: self.headings, words: self.words }
    }
}
