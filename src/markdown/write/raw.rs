//! Raw HTML on its way through the writer: its tags pass or become text, its addresses are resolved as those of Markdown are, and
//! anchors that are taken go.

use std::ops::Range;

use super::{Address, Picture, Writer};
use crate::markdown::raw_html::{self, Note, Noted};
use crate::markdown::{escape, is_reserved, restore};

impl Writer<'_> {
    pub(super) fn raw_html(&mut self, chunk: &str) {
        let chunk = restore(chunk);
        let lexed = raw_html::lex(&chunk);
        if !lexed.shown_as_text.is_empty()
            && let Some(heading) = &mut self.heading
        {
            heading.push(&chunk);
        }
        // Where only comments stood, the body needs no second parser.
        self.raw_seen |= lexed.html.contains('<');
        let mut replaced: Vec<(Range<usize>, String)> = Vec::new();
        for note in &lexed.notes {
            // Where a whole tag goes, its attributes go with it.
            if let Some((range, text)) = self.replaced(note) {
                if replaced.last().is_some_and(|(before, _)| before.end >= range.end) {
                    continue;
                }
                while replaced.pop_if(|(before, _)| before.end > range.start).is_some() {}
                replaced.push((range, text));
            }
        }
        let mut from = 0;
        for (range, text) in replaced {
            self.out.push_str(lexed.html.get(from..range.start).unwrap_or_default());
            self.out.push_str(&text);
            from = range.end;
        }
        self.out.push_str(lexed.html.get(from..).unwrap_or_default());
    }

    /// What stands in place of an attribute, or of its whole tag.
    fn replaced(&mut self, note: &Note) -> Option<(Range<usize>, String)> {
        let attribute = |name: &str, value: &str| {
            let mut text = format!("{name}=\"");
            escape::attribute(&mut text, value);
            text.push('"');
            Some((note.attribute.clone(), text))
        };
        let gone = Some((note.attribute.clone(), String::new()));
        match &note.what {
            Noted::Link(address) => match self.resolve.address(address) {
                Address::Link { href, key } => {
                    self.linked.extend(key);
                    attribute("href", &href)
                }
                Address::Shown(shown) if shown.is_empty() => gone,
                // An indicator: the audit of the finished page refuses it.
                Address::Shown(_) => None,
            },
            Noted::Picture { src, alt } => match self.resolve.picture(src) {
                Picture::Show(src) => attribute("src", &src),
                instead => {
                    let mut text = String::new();
                    self.push_instead(&mut text, &instead, alt);
                    Some((note.tag.clone(), text))
                }
            },
            Noted::Id(id) => {
                let stays = !is_reserved(id) && self.ids.insert(id.clone());
                if stays { None } else { gone }
            }
            Noted::Dropped(_) => None,
        }
    }
}
