//! Citations of sources in running text, as the evidence table has them: the number of the source, which leads to it.

use super::Writer;
use crate::markdown::citations::{self, Piece, START, pieces};
use crate::markdown::{escape, restore};

impl Writer<'_> {
    /// Writes text in which no name is looked for; its citations become links.
    pub(super) fn plain(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => {
                    let text = restore(text);
                    if let Some(heading) = &mut self.heading {
                        heading.push(&text);
                    }
                    escape::text(&mut self.out, &text);
                }
                Piece::Citation(id, _) => self.citation(id.trim()),
            }
        }
    }

    fn citation(&mut self, id: &str) {
        let Some(source) = self.resolve.citation(id) else {
            escape::text(&mut self.out, &format!("{START}{id}]"));
            return;
        };
        // A link inside a link would close the outer one.
        let is_link = self.closers.is_empty();
        if is_link {
            self.out.push_str("<a class=\"citation\" href=\"#");
            escape::attribute(&mut self.out, &source.anchor);
            self.out.push_str("\" title=\"");
            escape::attribute(&mut self.out, &source.title);
            self.out.push_str("\">");
        }
        self.out.push_str(&format!("<span class=\"visually-hidden\">Source </span>[{}]", source.number));
        if is_link {
            self.out.push_str("</a>");
        }
    }

    /// Counts the words of a text; a citation is none.
    pub(super) fn count_words(&mut self, text: &str) {
        let counted =
            if text.contains(citations::CITE) { words(&citations::without(text)) } else { words(text) };
        self.words += counted;
    }
}

/// Number of pieces between white space.
fn words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().count();
    }
    // That of Unicode, as far as it is ASCII.
    let is_white = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
    let bytes = text.as_bytes();
    let Some((first, rest)) = bytes.split_first() else { return 0 };
    let starts = bytes.iter().zip(rest).filter(|(before, byte)| is_white(**before) & !is_white(**byte));
    usize::from(!is_white(*first)) + starts.count()
}
