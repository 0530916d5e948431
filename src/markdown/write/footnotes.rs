//! Footnotes: numbered in the order of their first reference, each with a way back to every reference.

use std::collections::BTreeMap;

use super::Writer;

/// Numbers, references and texts of the footnotes of one body.
#[derive(Default)]
pub struct Footnotes {
    numbers: BTreeMap<String, usize>,
    references: BTreeMap<usize, usize>,
    texts: BTreeMap<String, String>,
    open: Vec<String>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(label.to_owned()).or_insert(next);
        let count = self.footnotes.references.entry(number).or_insert(0);
        *count += 1;
        let id = reference_id(number, *count);
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        ));
    }

    pub(super) fn open_footnote(&mut self, label: &str) {
        self.footnotes.open.push(label.to_owned());
        self.stack.push(std::mem::take(&mut self.out));
    }

    pub(super) fn close_footnote(&mut self) {
        let text = std::mem::replace(&mut self.out, self.stack.pop().unwrap_or_default());
        if let Some(label) = self.footnotes.open.pop() {
            // The first definition of a label counts, as in GitHub's Markdown.
            self.footnotes.texts.entry(label).or_insert(text);
        }
    }

    /// Writes the notes that something refers to. A note may refer to others, so all references are known only now.
    pub(super) fn write_footnotes(&mut self) {
        let mut notes: Vec<(usize, &String)> =
            self.footnotes.numbers.iter().map(|(label, number)| (*number, label)).collect();
        notes.sort_unstable();
        if notes.is_empty() {
            return;
        }
        let mut html = "<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n".to_owned();
        for (number, label) in notes {
            let text = self.footnotes.texts.get(label).map_or("", String::as_str);
            let back = self.way_back(number);
            html.push_str(&format!("<li id=\"fn-{number}\">"));
            match text.trim_end().strip_suffix("</p>") {
                Some(before) => html.push_str(&format!("{before} {back}</p>\n")),
                None => html.push_str(&format!("{text} {back}")),
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ol></section>\n");
        self.out.push_str(&html);
    }

    fn way_back(&self, number: usize) -> String {
        let count = self.footnotes.references.get(&number).copied().unwrap_or(0);
        (1..=count)
            .map(|at| {
                let id = reference_id(number, at);
                let label = if count > 1 {
                    format!("Back to reference {at}")
                } else {
                    "Back to reference".to_owned()
                };
                let sign = if at > 1 { format!("↩{at}") } else { "↩".to_owned() };
                format!("<a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{label}\">{sign}</a>")
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") }
}
