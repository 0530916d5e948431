//! Footnotes: numbered in the order of their first reference, each with a way back to every reference. A note is written
//! when the text is, so one that nothing refers to leaves nothing behind, not even its own references.

use std::collections::BTreeMap;

use super::Writer;

/// Numbers and references of the footnotes of one body.
#[derive(Default)]
pub struct Footnotes<'a> {
    /// Labels in order of their numbers, which start at 1.
    order: Vec<&'a str>,
    numbers: BTreeMap<&'a str, usize>,
    /// Number of references to each note.
    references: BTreeMap<usize, usize>,
}

impl<'a> Writer<'a> {
    pub(super) fn footnote_reference(&mut self, label: &'a str) {
        let notes = &mut self.footnotes;
        let number = *notes.numbers.entry(label).or_insert_with(|| {
            notes.order.push(label);
            notes.order.len()
        });
        let count = notes.references.entry(number).or_insert(0);
        *count += 1;
        let id = reference_id(number, *count);
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        ));
    }

    /// Writes the notes that something refers to. A note may refer to others, so their number grows meanwhile, and all
    /// references are known only at the end.
    pub(super) fn write_footnotes(&mut self) {
        let body = std::mem::take(&mut self.out);
        self.linked.clear();
        let mut texts = Vec::new();
        while let Some(label) = self.footnotes.order.get(texts.len()).copied() {
            if let Some(range) = self.outline.footnote(label) {
                // A note stands apart from the block that defines it, and is of its level all the same.
                if let Some(level) = self.outline.level(&range) {
                    self.open_tlp(level);
                }
                self.run(range);
                self.close_blocks(0);
            }
            texts.push(std::mem::take(&mut self.out));
        }
        self.out = body;
        if texts.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (number, text) in (1..).zip(texts) {
            let back = self.way_back(number);
            self.out.push_str(&format!("<li id=\"fn-{number}\">"));
            match text.trim_end().strip_suffix("</p>") {
                Some(before) => self.out.push_str(&format!("{before} {back}</p>\n")),
                None => self.out.push_str(&format!("{text}<p>{back}</p>\n")),
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }

    fn way_back(&self, number: usize) -> String {
        let count = self.footnotes.references.get(&number).copied().unwrap_or(0);
        let links: Vec<String> = (1..=count)
            .map(|at| {
                let id = reference_id(number, at);
                let label = if count > 1 {
                    format!("Back to reference {at} of footnote {number}")
                } else {
                    format!("Back to the reference of footnote {number}")
                };
                let sign = if at > 1 { format!("↩{at}") } else { "↩".to_owned() };
                format!("<a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{label}\">{sign}</a>")
            })
            .collect();
        links.join(" ")
    }
}

fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}
