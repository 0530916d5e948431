//! What the stages before rendering must know of a body: its links with their places, whether there is anything to read, and
//! what must not be in it.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{events, is_plain_number, prepare, raw_html, restore, wikilink};
use crate::diagnostic::Diagnostic;
use crate::model::{BodyLink, EntityKind, LinkTarget};
use crate::source::{SourceId, Span};

/// The result of [`scan`].
#[derive(Debug, Default)]
pub struct Scan {
    /// Links, pictures and wikilinks in order.
    pub links: Vec<BodyLink>,
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
        start,
        scan: Scan { empty: true, ..Scan::default() },
        raw: None,
        defined: BTreeMap::new(),
        used: Vec::new(),
    };
    scanner.withheld_blocks(body);
    for (event, range) in events(&prepared) {
        let span = Span::new(source, start + range.start, start + range.end);
        scanner.event(event, span);
    }
    for (label, span) in std::mem::take(&mut scanner.defined) {
        if !scanner.used.contains(&label) {
            let message = format!("nothing refers to the footnote `{label}`, so it is not shown");
            let fault = Diagnostic::warning("unused-footnote", span, message);
            scanner.scan.faults.push(fault.hint(format!("refer to it with `[^{label}]` or remove it")));
        }
    }
    scanner.scan
}

struct Scanner {
    source: SourceId,
    start: usize,
    scan: Scan,
    /// The raw HTML block that is being read, and where it starts.
    raw: Option<(String, Span)>,
    defined: BTreeMap<String, Span>,
    used: Vec<String>,
}

impl Scanner {
    /// A line that starts a block of a higher level is never text, wherever it stands: text inside it was meant to be
    /// withheld.
    fn withheld_blocks(&mut self, body: &str) {
        let mut at = self.start;
        for line in body.split_inclusive('\n') {
            let inner =
                line.trim_start_matches(|c: char| c.is_whitespace() || ">*+-.)0123456789".contains(c));
            let rest = inner.trim_start_matches(':');
            let colons = inner.len() - rest.len();
            let word = rest.trim_start().get(..3).unwrap_or_default();
            if colons >= 3 && word.eq_ignore_ascii_case("tlp") {
                let from = at + line.len() - inner.len();
                let to = from + inner.trim_end().len();
                self.scan.faults.push(
                    Diagnostic::error(
                        "tlp-block",
                        Span::new(self.source, from, to),
                        "blocks of a TLP level of their own are not supported yet",
                    )
                    .hint("move the text into a report of its own with the right `tlp`, so that it cannot be published by accident"),
                );
            }
            at += line.len();
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.raw = Some((String::new(), span)),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((chunk, span)) = self.raw.take() {
                    self.raw_html(&chunk, span);
                }
            }
            Event::Html(text) => match &mut self.raw {
                Some((chunk, _)) => chunk.push_str(&text),
                None => self.raw_html(&text, span),
            },
            Event::InlineHtml(text) => self.raw_html(&text, span),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.scan.empty = false;
                self.link(link_type, &dest_url, span);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.scan.empty = false;
                self.address(&dest_url, span, LinkTarget::Picture);
            }
            Event::Start(Tag::Heading { attrs, .. }) => {
                for (name, _) in attrs {
                    let message = format!("the attribute `{name}` of this heading is left out");
                    let fault = Diagnostic::warning("heading-attribute", span, message);
                    self.scan.faults.push(fault.hint("a heading takes an id and classes: `{#id .class}`"));
                }
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.defined.entry(label.to_string()).or_insert(span);
            }
            Event::FootnoteReference(label) => self.used.push(label.to_string()),
            Event::Text(text) | Event::Code(text) if !text.trim().is_empty() => self.scan.empty = false,
            _ => {}
        }
    }

    fn raw_html(&mut self, chunk: &str, span: Span) {
        let lexed = raw_html::lex(chunk);
        if !lexed.html.trim().is_empty() {
            self.scan.empty = false;
        }
        for shown in lexed.shown_as_text {
            let at = span.start as usize + shown.offset;
            let message = format!("`<{}>` is shown as text", shown.name);
            let fault = Diagnostic::advice("html-as-text", Span::new(self.source, at, at), message);
            self.scan.faults.push(fault.hint("write it as code: `` `<…>` ``, if it is meant to be read"));
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
            _ => self.address(destination, span, LinkTarget::Address),
        }
    }

    fn address(&mut self, destination: &str, span: Span, make: impl FnOnce(String) -> LinkTarget) {
        let address = restore(destination).into_owned();
        if is_refused(&address) {
            let shown: String = address.chars().take(60).collect();
            let message = format!("links of the form `{shown}` are refused");
            let fault = Diagnostic::error("unsafe-link", span, message);
            self.scan
                .faults
                .push(fault.hint(
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
        Some((key, name)) => match EntityKind::from_key(key.trim()) {
            Some(kind) => (Some(kind), name.trim()),
            None => (None, text),
        },
        None => (None, text),
    }
}

/// True for an address with a scheme other than http, https, mailto and tel. White space and control characters are taken
/// out first, as browsers do.
pub fn is_refused(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let Some((scheme, _)) = bare.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let allowed = ["http", "https", "mailto", "tel"];
    is_scheme && !allowed.iter().any(|known| scheme.eq_ignore_ascii_case(known))
}
