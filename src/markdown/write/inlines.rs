//! Inline text: links, pictures, code, and the names that become links.

use pulldown_cmark::{Event, LinkType};

use super::{Address, Mention, Picture, Writer};
use crate::markdown::scan::kind_and_name;
use crate::markdown::{escape, is_plain_number, restore, wikilink};

/// A picture whose description is being read.
pub struct OpenPicture {
    picture: Picture,
    title: String,
    alt: String,
}

impl OpenPicture {
    /// Takes the plain text of an event inside the description.
    pub fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.alt.push_str(&restore(text)),
            Event::SoftBreak | Event::HardBreak => self.alt.push(' '),
            _ => {}
        }
    }
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        let text = restore(text);
        if self.closers.last().is_some_and(|closer| closer == SKIP) {
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.push(&text);
        }
        self.words += text.split_whitespace().count();
        if self.quiet > 0 {
            escape::text(&mut self.out, &text);
            return;
        }
        let mut from = 0;
        for (range, mention) in self.resolve.mentions(&text) {
            if !self.linked.insert(mention.key) {
                continue;
            }
            escape::text(&mut self.out, &text[from..range.start]);
            self.open_mention(&mention);
            escape::text(&mut self.out, &text[range.clone()]);
            self.out.push_str("</a>");
            from = range.end;
        }
        escape::text(&mut self.out, &text[from..]);
    }

    pub(super) fn inline_code(&mut self, text: &str) {
        let text = restore(text);
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
        self.out.push_str("\">");
    }

    pub(super) fn open_link(&mut self, link_type: LinkType, destination: &str, title: &str) {
        match link_type {
            LinkType::WikiLink { has_pothole } => self.open_wikilink(destination, has_pothole),
            LinkType::Email => {
                let address = format!("mailto:{destination}");
                self.open_address(&address, title, true);
            }
            LinkType::Autolink => self.open_address(destination, title, true),
            _ => self.open_address(destination, title, false),
        }
        self.quiet += 1;
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
        let label = restore(shown.unwrap_or(name)).into_owned();
        if let Some(heading) = &mut self.heading {
            heading.push(&label);
        }
        self.words += label.split_whitespace().count();
        escape::text(&mut self.out, &label);
        self.out.push_str(close);
        self.closers.push(SKIP.to_owned());
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
        self.quiet = self.quiet.saturating_sub(1);
        if let Some(closer) = self.closers.pop()
            && closer != SKIP
        {
            self.out.push_str(&closer);
        }
    }

    pub(super) fn open_picture(&mut self, destination: &str, title: &str) {
        self.picture = Some(OpenPicture {
            picture: self.resolve.picture(&restore(destination)),
            title: restore(title).into_owned(),
            alt: String::new(),
        });
    }

    pub(super) fn close_picture(&mut self) {
        let Some(open) = self.picture.take() else { return };
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
            Picture::Link(href) => {
                self.out.push_str("<a href=\"");
                escape::attribute(&mut self.out, &href);
                self.out.push_str("\">");
                let label = if open.alt.is_empty() { "picture" } else { &open.alt };
                escape::text(&mut self.out, label);
                self.out.push_str("</a>");
            }
            Picture::Shown(shown) if shown.is_empty() => escape::text(&mut self.out, &open.alt),
            Picture::Shown(shown) => {
                escape::text(&mut self.out, &open.alt);
                self.out.push_str(" (");
                push_indicator(&mut self.out, &shown);
                self.out.push(')');
            }
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
