//! Headings: their levels below the title of the page, and an anchor for each that nothing else on the page has.

use pulldown_cmark::{CowStr, HeadingLevel};

use super::{Heading, Writer};
use crate::markdown::{encode_href, escape, is_reserved, restore};
use crate::names::slug;

/// A heading whose inside is being written.
pub struct OpenHeading {
    level: u8,
    id: Option<String>,
    classes: Vec<String>,
    text: String,
}

impl OpenHeading {
    /// Adds to its plain text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

impl Writer<'_> {
    pub(super) fn open_heading(&mut self, level: HeadingLevel, id: Option<&str>, classes: &[CowStr<'_>]) {
        let open = OpenHeading {
            level: level as u8,
            id: id.map(|id| restore(id).into_owned()),
            classes: classes.iter().map(|class| restore(class).into_owned()).collect(),
            text: String::new(),
        };
        self.heading = Some(open);
        self.stack.push(std::mem::take(&mut self.out));
    }

    pub(super) fn close_heading(&mut self) {
        let inner = std::mem::replace(&mut self.out, self.stack.pop().unwrap_or_default());
        self.linked.clear();
        let Some(open) = self.heading.take() else { return };
        let text = open.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if inner.trim().is_empty() {
            // Nobody reads an empty heading, but a link may lead to its anchor.
            if open.id.is_some() {
                let id = self.anchor(open.id.as_deref(), &text);
                self.push_open("div", &id, &open.classes);
                self.out.push_str("</div>\n");
            }
            return;
        }
        let level = self.level(open.level);
        let id = self.anchor(open.id.as_deref(), &text);
        self.push_open(&format!("h{level}"), &id, &open.classes);
        self.out.push_str(inner.trim());
        self.out.push_str(" <a class=\"anchor\" href=\"#");
        escape::attribute(&mut self.out, &encode_href(&id).replace('#', "%23"));
        self.out.push_str("\" aria-label=\"Link to section: ");
        escape::attribute(&mut self.out, &text);
        self.out.push_str(&format!("\">#</a></h{level}>\n"));
        if (2..=3).contains(&level) && !text.is_empty() {
            self.headings.push(Heading { level, id, text });
        }
    }

    fn push_open(&mut self, element: &str, id: &str, classes: &[String]) {
        self.out.push_str(&format!("<{element} id=\""));
        escape::attribute(&mut self.out, id);
        self.out.push('"');
        if !classes.is_empty() {
            self.out.push_str(" class=\"");
            escape::attribute(&mut self.out, &classes.join(" "));
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// One below the heading that this one stands under; the title of the page is above all. So `#` and `##` both start at
    /// level 2 where nothing is above them, and none is ever skipped.
    fn level(&mut self, own: u8) -> u8 {
        while self.levels.last().is_some_and(|(above, _)| *above >= own) {
            self.levels.pop();
        }
        let above = self.levels.last().map_or(HeadingLevel::H1 as u8, |(_, written)| *written);
        let level = (above + 1).min(HeadingLevel::H6 as u8);
        self.levels.push((own, level));
        level
    }

    /// An anchor that no other element of the page has. An author's own goes before one that is made from a text.
    fn anchor(&mut self, own: Option<&str>, text: &str) -> String {
        let wanted = match own {
            Some(own) => own.chars().filter(|c| !c.is_whitespace()).collect(),
            None => from_text(text),
        };
        let wanted = if is_reserved(&wanted) { format!("h-{wanted}") } else { wanted };
        let taken = |id: &str, writer: &Self| {
            writer.ids.contains(id) || (own != Some(id) && writer.outline.is_claimed(id))
        };
        let mut id = wanted.clone();
        let mut count = self.id_counts.get(&wanted).copied().unwrap_or(0);
        while taken(&id, self) {
            count += 1;
            id = format!("{wanted}-{count}");
        }
        self.id_counts.insert(wanted, count);
        self.ids.insert(id.clone());
        id
    }
}

/// A slug; words that no file may be called are fine as anchors.
fn from_text(text: &str) -> String {
    let slug = slug::text(text);
    let among_others = slug::text(&format!("x {text}"));
    match among_others.strip_prefix("x-") {
        Some(plain) if slug.starts_with(plain) && slug.len() <= plain.len() + 9 => plain.to_owned(),
        _ => slug,
    }
}
