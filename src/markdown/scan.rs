//! What the stages before rendering must know of a body: its links with their places, whether there is anything to read, and
//! what must not be in it.

mod anchors;
mod citations;
mod fences;
mod footnotes;
mod leftovers;
mod raw;

use std::collections::BTreeSet;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::{OPEN, blocks, events, is_plain_number, prepare, restore, wikilink};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{BodyLink, EntityKind, LinkTarget, TlpBlock};
use crate::source::{SourceId, Span, Spanned};

/// The result of [`scan`].
#[derive(Debug, Default)]
pub struct Scan {
    /// Links, pictures and wikilinks in order, those of raw HTML too.
    pub links: Vec<BodyLink>,
    /// Ids of the sources that the text cites, in order.
    pub citations: Vec<Spanned<String>>,
    /// Blocks of a level of their own, in order of their first lines.
    pub blocks: Vec<TlpBlock>,
    /// The language that each fenced block names, with the line of the fence.
    pub languages: Vec<Spanned<String>>,
    /// True when there is nothing to read.
    pub empty: bool,
    /// What must not be there, and what will look different from what the author may expect.
    pub faults: Vec<Diagnostic>,
}

/// Scans the Markdown of a file from `start` on; spans count from the start of the file.
pub fn scan(source: SourceId, file: &str, start: usize) -> Scan {
    let body = file.get(start..).unwrap_or_default();
    let prepared = prepare(body);
    let mut scanner = Scanner {
        source,
        body,
        prepared: &prepared,
        start,
        scan: Scan { empty: true, ..Scan::default() },
        raw: None,
        footnotes: footnotes::Footnotes::default(),
        defined_sources: BTreeSet::new(),
        anchors: anchors::Anchors::default(),
        heading: None,
        fence: None,
        leftovers: leftovers::Leftovers::default(),
        raw_counts: raw::Counts::default(),
        in_code: false,
    };
    scanner.blocks();
    for (event, range) in events(&prepared) {
        scanner.event(event, range);
    }
    let Scanner { mut scan, footnotes, anchors, raw_counts, leftovers, .. } = scanner;
    footnotes.report(&mut scan.faults);
    anchors.report(&mut scan.faults);
    raw_counts.report(&mut scan.faults);
    leftovers.report(&mut scan.faults);
    scan
}

struct Scanner<'a> {
    source: SourceId,
    body: &'a str,
    prepared: &'a str,
    start: usize,
    scan: Scan,
    /// The raw HTML block that is being read.
    raw: Option<raw::Chunk>,
    footnotes: footnotes::Footnotes,
    /// Ids of sources that footnotes try to define.
    defined_sources: BTreeSet<String>,
    anchors: anchors::Anchors,
    /// The heading that is being read, and whether anything stands in it.
    heading: Option<(Span, bool)>,
    /// The fenced block that is being read.
    fence: Option<fences::Open>,
    raw_counts: raw::Counts,
    leftovers: leftovers::Leftovers,
    in_code: bool,
}

impl Scanner<'_> {
    /// Notes the blocks and what is wrong with them.
    fn blocks(&mut self) {
        let found = blocks::read(self.body);
        for block in found.blocks {
            let opener = self.span(block.opener.start, block.opener.end);
            let span = self.span(block.gone.start, block.gone.end);
            self.scan.blocks.push(TlpBlock { level: block.level, opener, span });
        }
        for fault in found.faults {
            let span = self.span(fault.place.start, fault.place.end);
            let fault = Diagnostic::new(fault.severity, fault.code, span, fault.message).hint(fault.hint);
            self.scan.faults.push(fault);
        }
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.source, self.start + from, self.start + to)
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        let span = self.span(range.start, range.end);
        if let Some((_, holds_something)) = &mut self.heading {
            *holds_something |= !matches!(event, Event::End(_) | Event::InlineHtml(_));
        }
        match event {
            Event::Start(Tag::HtmlBlock) => self.raw = Some(raw::Chunk::default()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(chunk) = self.raw.take() {
                    self.raw_html(&chunk);
                }
            }
            Event::Html(text) if blocks::mark_of(&text).is_some() => {
                // What stands around a fence is no part of the same chunk.
                if let Some(chunk) = self.raw.replace(raw::Chunk::default()) {
                    self.raw_html(&chunk);
                }
            }
            Event::Html(text) | Event::InlineHtml(text) => match &mut self.raw {
                Some(chunk) => chunk.push(&text.replace(OPEN, "<"), range.start),
                None => self.raw_html(&raw::Chunk::of(&text.replace(OPEN, "<"), range.start)),
            },
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.scan.empty = false;
                self.link(link_type, &dest_url, span);
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                self.scan.empty = false;
                let embedded = matches!(link_type, LinkType::WikiLink { .. });
                let address = if embedded { wikilink(&dest_url).0 } else { &dest_url };
                self.address(address, span, Severity::Error, LinkTarget::Picture);
            }
            Event::Start(Tag::Heading { id, attrs, .. }) => {
                self.heading = Some((span, false));
                self.heading_attributes(id.as_deref(), &attrs, span);
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                if let CodeBlockKind::Fenced(info) = kind {
                    self.open_fence(&restore(&info), range);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                self.close_fence();
            }
            Event::Start(Tag::FootnoteDefinition(label)) => self.open_footnote(&label, span),
            Event::End(TagEnd::FootnoteDefinition) => self.footnotes.close(),
            Event::FootnoteReference(label) => self.footnotes.refer(&label),
            Event::Code(text) if !text.trim().is_empty() => self.scan.empty = false,
            Event::Text(text) => self.text(&text, range),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: std::ops::Range<usize>) {
        self.scan.empty &= text.trim().is_empty();
        if let Some(fence) = &mut self.fence {
            fence.lines += text.matches('\n').count();
        }
        if !self.in_code {
            self.cited(&range);
            let (source, from) = (self.source, self.start + range.start);
            self.leftovers.see(&restore(text), |start, end| Span::new(source, from + start, from + end));
            self.shown_tags(text, range.start);
            self.open_comments(range);
        }
    }

    fn link(&mut self, link_type: LinkType, destination: &CowStr<'_>, span: Span) {
        match link_type {
            LinkType::WikiLink { .. } => {
                let (name, _) = wikilink(destination);
                if is_plain_number(name) || name.is_empty() {
                    return;
                }
                let (kind, name) = kind_and_name(name);
                let target = LinkTarget::Name { kind, name: restore(name).into_owned() };
                self.scan.links.push(BodyLink { target, span });
            }
            LinkType::Email => {}
            _ => self.address(destination, span, Severity::Error, LinkTarget::Address),
        }
    }

    fn address(
        &mut self,
        destination: &str,
        span: Span,
        severity: Severity,
        make: impl FnOnce(String) -> LinkTarget,
    ) {
        let address = restore(destination).into_owned();
        if is_refused(&address) {
            let shown: String = address.chars().filter(|c| !c.is_control()).take(60).collect();
            let message = format!("links of the form `{shown}` are refused");
            self.scan
                .faults
                .push(Diagnostic::new(severity, "unsafe-link", span, message).hint(
                    "a link leads to a page of this site, or to an http, https, mailto or tel address",
                ));
            return;
        }
        self.scan.links.push(BodyLink { target: make(address), span });
    }
}

/// `actor:Name` as kind and name; a colon that follows no kind is part of the name.
pub fn kind_and_name(text: &str) -> (Option<EntityKind>, &str) {
    match text.split_once(':') {
        Some((key, name)) => match EntityKind::from_word(key.trim()) {
            Some(kind) => (Some(kind), name.trim()),
            None => (None, text),
        },
        None => (None, text),
    }
}

/// True for an address with a scheme other than http, https, mailto and tel, and their defanged forms, which never become
/// links. White space and control characters are taken out first, as browsers do.
pub fn is_refused(address: &str) -> bool {
    if !address.contains(':') {
        return false;
    }
    let bare = address.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let scheme: String = bare.take_while(|c| *c != ':').collect();
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let allowed = ["http", "https", "mailto", "tel", "hxxp", "hxxps"];
    is_scheme && !allowed.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}
