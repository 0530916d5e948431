//! Blocks: lists, tables, quotes and alerts, code.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::Writer;
use crate::markdown::highlight::Fence;
use crate::markdown::{escape, restore};

/// The cell of a table's head that has no text.
const EMPTY_HEAD: &str = "<td class=\"blank\">";

impl Writer<'_> {
    pub(super) fn open_block(&mut self, at: usize, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.open_alert(*kind),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(start)) => self.out.push_str(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.out.push_str(if self.is_task(at) { "<li class=\"task\">" } else { "<li>" }),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.open_cell(at),
            // Extensions that are not switched on.
            _ => {}
        }
    }

    pub(super) fn close_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => {
                self.table.clear();
                self.out.push_str("</tbody></table></section>\n");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.out.push_str(if self.out.ends_with(EMPTY_HEAD) || !self.in_head {
                    "</td>"
                } else {
                    "</th>"
                });
                self.column += 1;
            }
            _ => {}
        }
    }

    /// A wide table scrolls inside a section, which needs a name of its own for those who do not see it.
    fn open_table(&mut self, alignments: &[Alignment]) {
        self.table = alignments.to_vec();
        self.tables += 1;
        let label = if self.tables == 1 { "Table".to_owned() } else { format!("Table {}", self.tables) };
        self.out.push_str(&format!(
            "<section class=\"table-wrap\" tabindex=\"0\" aria-label=\"{label}\"><table>\n"
        ));
    }

    /// A head without text is no head of anything.
    fn open_cell(&mut self, at: usize) {
        let is_empty = matches!(self.events.get(at + 1), Some(Event::End(TagEnd::TableCell)));
        if self.in_head && is_empty {
            self.out.push_str(EMPTY_HEAD);
            return;
        }
        self.out.push_str(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        let class = match self.table.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.out.push_str(class);
        self.out.push('>');
    }

    /// An item with a check box; the box stands in a paragraph where the list is loose.
    fn is_task(&self, at: usize) -> bool {
        let ahead = |by: usize| self.events.get(at + by);
        let marker = |event: Option<&Event<'_>>| matches!(event, Some(Event::TaskListMarker(_)));
        marker(ahead(1)) || (matches!(ahead(1), Some(Event::Start(Tag::Paragraph))) && marker(ahead(2)))
    }

    fn open_alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        self.out
            .push_str(&format!("<div class=\"alert alert-{class}\"><p class=\"alert-title\">{title}</p>\n"));
    }

    fn close_code(&mut self) {
        let Some((info, code)) = self.code.take() else { return };
        let code = restore(&code);
        let info = restore(&info);
        let fence = Fence::parse(&info);
        let grammars = self.resolve.grammars();
        let highlighted = grammars.code(fence.word, &code);
        let label = match grammars.label(fence.word) {
            None if !highlighted.known => Some(fence.word.to_owned()),
            label => label,
        };
        self.out.push_str("<div class=\"code\">");
        if label.is_some() || !fence.title.is_empty() {
            self.out.push_str("<p class=\"code-language\">");
            for (class, text) in [("code-title", Some(fence.title.as_str())), ("code-name", label.as_deref())]
            {
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    self.out.push_str(&format!("<span class=\"{class}\">"));
                    escape::text(&mut self.out, text);
                    self.out.push_str("</span> ");
                }
            }
            self.out.truncate(self.out.trim_end().len());
            self.out.push_str("</p>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        let lines = fence.lines(&highlighted.html);
        let mut classes: Vec<String> = Vec::new();
        if !fence.word.is_empty() {
            classes.push(format!("language-{}", fence.word.to_ascii_lowercase()));
        }
        classes.extend(lines.as_ref().map(|_| "lines".to_owned()));
        classes.extend(fence.numbers.map(|_| "numbered".to_owned()));
        if !classes.is_empty() {
            self.out.push_str(" class=\"");
            escape::attribute(&mut self.out, &classes.join(" "));
            self.out.push('"');
        }
        self.out.push('>');
        self.out.push_str(lines.as_deref().unwrap_or(&highlighted.html));
        self.out.push_str("</code></pre></div>\n");
    }

    pub(super) fn task(&mut self, done: bool) {
        self.out.push_str(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"to do\"> "
        });
    }
}
