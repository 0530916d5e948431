//! Inline text: links, pictures, code, and the names that become links.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Address, Mention, Picture, Writer};
use crate::markdown::scan::kind_and_name;
use crate::markdown::{citations, escape, is_plain_number, raw_html, restore, wikilink};

/// A picture whose description is being read.
pub struct OpenPicture {
    picture: Picture,
    title: String,
    alt: String,
    /// A description that is known beforehand.
    fixed_alt: Option<String>,
}

impl OpenPicture {
    /// Takes the plain text of an event inside the description.
    pub fn take(&mut self, event: &Event<'_>) {
        match event {
            // A description is read aloud, where a number means nothing.
            Event::Text(text) => self.alt.push_str(&restore(&citations::without(text))),
            Event::Code(text) => self.alt.push_str(&restore(text)),
            Event::InlineHtml(text) if !raw_html::lex(text).shown_as_text.is_empty() => {
                self.alt.push_str(&restore(text));
            }
            Event::SoftBreak | Event::HardBreak => self.alt.push(' '),
            _ => {}
        }
    }
}

impl Writer<'_> {
    pub(super) fn text(&mut self, at: usize, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        let names = self.names.get_mut(at).map(std::mem::take).unwrap_or_default();
        let mut from = 0;
        for (range, mention) in names {
            if !self.linked.insert(mention.key) {
                continue;
            }
            self.plain(text.get(from..range.start).unwrap_or_default());
            self.open_mention(&mention);
            self.plain(text.get(range.clone()).unwrap_or_default());
            self.out.push_str("</a>");
            from = range.end;
        }
        self.count_words(text);
        self.plain(text.get(from..).unwrap_or_default());
    }

    /// True inside a link whose text was written already.
    pub(super) fn is_skipping(&self) -> bool {
        self.closers.last().is_some_and(|closer| closer == SKIP)
    }

    pub(super) fn inline_code(&mut self, text: &str) {
        let mut text = restore(text);
        if !self.table.is_empty() && text.contains("\\|") {
            // In a table a backslash keeps `|` in its cell, in code too; the parser has not seen it inside `[[…]]`.
            text = text.replace("\\|", "|").into();
        }
        if let Some(heading) = &mut self.heading {
            heading.push(&text);
        }
        self.words += text.split_whitespace().count();
        self.out.push_str("<code>");
        escape::text(&mut self.out, &text);
        self.out.push_str("</code>");
    }

    fn open_mention(&mut self, mention: &Mention) {
        self.out.push_str("<a class=\"entity entity-");
        self.out.push_str(mention.kind);
        self.out.push_str("\" href=\"");
        escape::attribute(&mut self.out, &mention.href);
        if !mention.title.is_empty() {
            self.out.push_str("\" title=\"");
            escape::attribute(&mut self.out, &mention.title);
        }
        self.out.push_str("\">");
    }

    pub(super) fn open_link(&mut self, at: usize, link_type: LinkType, destination: &str, title: &str) {
        match link_type {
            LinkType::WikiLink { has_pothole } => self.open_wikilink(destination, has_pothole),
            LinkType::Email => {
                let address = format!("mailto:{destination}");
                self.open_address(&address, title, true);
            }
            LinkType::Autolink => self.open_address(destination, title, true),
            _ => self.open_address(destination, title, self.is_own_label(at, destination)),
        }
    }

    /// `[https://evil.example](https://evil.example)`: the text of the link at `at` is nothing but its address.
    fn is_own_label(&self, at: usize, destination: &str) -> bool {
        let bare = |text: &str| {
            let text = text.trim().trim_end_matches('/').to_lowercase();
            text.split_once("://").map_or(text.clone(), |(_, rest)| rest.to_owned())
        };
        let alone = matches!(self.events.get(at + 2), Some(Event::End(TagEnd::Link)));
        matches!(self.events.get(at + 1), Some(Event::Text(text)) if alone && bare(text) == bare(destination))
    }

    fn open_wikilink(&mut self, destination: &str, has_pothole: bool) {
        let (written, shown) = wikilink(destination);
        if is_plain_number(written) || written.is_empty() {
            self.out.push_str("[[");
            self.closers.push("]]".to_owned());
            return;
        }
        let (kind, name) = kind_and_name(written);
        let found = self.resolve.name(kind, &restore(name));
        if let Some(mention) = &found {
            self.linked.insert(mention.key);
            self.open_mention(mention);
        }
        let close = if found.is_some() { "</a>" } else { "" };
        if has_pothole && shown.is_none() {
            self.closers.push(close.to_owned());
            return;
        }
        // The parser's own text is the whole of `actor:Name|shown`; the reader gets the name or the shown text.
        self.words += shown.unwrap_or(name).split_whitespace().count();
        match shown {
            Some(shown) => self.label(shown),
            None => self.plain(name),
        }
        self.out.push_str(close);
        self.closers.push(SKIP.to_owned());
    }

    /// The shown text of a wikilink, which the parser has left unread: emphasis and code are marked in it, nothing else.
    fn label(&mut self, text: &str) {
        let events: Vec<Event<'_>> = super::events(text).map(|(event, _)| event).collect();
        let inline = |event: &Event<'_>| match event {
            Event::Start(tag) => {
                matches!(tag, Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            }
            Event::End(tag) => {
                matches!(tag, TagEnd::Paragraph | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
            }
            event => matches!(event, Event::Text(_) | Event::Code(_)),
        };
        if !events.iter().all(inline) {
            self.plain(text);
            return;
        }
        for event in events {
            match event {
                Event::Text(text) => self.plain(&text),
                Event::Code(text) => self.inline_code(&text),
                Event::Start(Tag::Emphasis) => self.out.push_str("<em>"),
                Event::Start(Tag::Strong) => self.out.push_str("<strong>"),
                Event::Start(Tag::Strikethrough) => self.out.push_str("<del>"),
                Event::End(TagEnd::Paragraph) => {}
                Event::End(tag) => self.end(tag),
                _ => {}
            }
        }
    }

    fn open_address(&mut self, destination: &str, title: &str, bare: bool) {
        match self.resolve.address(&restore(destination)) {
            Address::Link { href, key } => {
                self.linked.extend(key);
                self.out.push_str("<a href=\"");
                escape::attribute(&mut self.out, &href);
                self.out.push('"');
                if !title.is_empty() {
                    self.out.push_str(" title=\"");
                    escape::attribute(&mut self.out, &restore(title));
                    self.out.push('"');
                }
                self.out.push('>');
                self.closers.push("</a>".to_owned());
            }
            // Nothing to show beside the text: the link is only taken off.
            Address::Shown(shown) if shown.is_empty() => self.closers.push(String::new()),
            Address::Shown(shown) if bare => {
                push_indicator(&mut self.out, &shown);
                self.closers.push(SKIP.to_owned());
            }
            Address::Shown(shown) => {
                let mut after = " (".to_owned();
                push_indicator(&mut after, &shown);
                after.push(')');
                self.closers.push(after);
            }
        }
    }

    pub(super) fn close_link(&mut self) {
        if let Some(closer) = self.closers.pop()
            && closer != SKIP
        {
            self.out.push_str(&closer);
        }
    }

    pub(super) fn open_picture(&mut self, link_type: LinkType, destination: &str, title: &str) {
        // `![[picture.png|description]]`: the parser's own text is the whole of it.
        let (destination, shown) = match link_type {
            LinkType::WikiLink { .. } => wikilink(destination),
            _ => (destination, None),
        };
        self.picture = Some(OpenPicture {
            picture: self.resolve.picture(&restore(destination)),
            title: restore(title).into_owned(),
            alt: String::new(),
            fixed_alt: match (link_type, shown) {
                (LinkType::WikiLink { has_pothole: false }, shown) => {
                    Some(restore(shown.unwrap_or_default()).into_owned())
                }
                _ => None,
            },
        });
    }

    pub(super) fn close_picture(&mut self) {
        let Some(mut open) = self.picture.take() else { return };
        open.alt = open.fixed_alt.take().unwrap_or(open.alt);
        if let Some(heading) = &mut self.heading {
            heading.push(&open.alt);
        }
        match open.picture {
            Picture::Show(src) => {
                self.out.push_str("<img src=\"");
                escape::attribute(&mut self.out, &src);
                self.out.push_str("\" alt=\"");
                escape::attribute(&mut self.out, &open.alt);
                if !open.title.is_empty() {
                    self.out.push_str("\" title=\"");
                    escape::attribute(&mut self.out, &open.title);
                }
                self.out.push_str("\" loading=\"lazy\">");
            }
            instead => {
                let mut text = String::new();
                self.push_instead(&mut text, &instead, &open.alt);
                self.out.push_str(&text);
            }
        }
    }

    /// Writes what stands in place of a picture that is not of this site.
    pub(super) fn push_instead(&self, html: &mut String, picture: &Picture, alt: &str) {
        match picture {
            // A link inside a link would close the outer one.
            Picture::Link(href) if self.closers.is_empty() => {
                html.push_str("<a href=\"");
                escape::attribute(html, href);
                html.push_str("\">");
                escape::text(html, if alt.trim().is_empty() { "picture" } else { alt });
                html.push_str("</a>");
            }
            Picture::Shown(shown) if !shown.is_empty() => {
                escape::text(html, alt);
                html.push_str(" (");
                push_indicator(html, shown);
                html.push(')');
            }
            _ => escape::text(html, alt),
        }
    }
}

/// Marks a link whose inner text must not be written again.
const SKIP: &str = "\u{0}";

fn push_indicator(html: &mut String, shown: &str) {
    html.push_str("<code class=\"indicator\">");
    escape::text(html, shown);
    html.push_str("</code>");
}
