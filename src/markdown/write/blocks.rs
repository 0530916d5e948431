//! Blocks: headings with anchors, lists, tables, quotes and alerts, code.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::{Heading, Writer};
use crate::markdown::{escape, highlight, restore};
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
    pub(super) fn open_block(&mut self, tag: &Tag<'_>, next: Option<&Event<'_>>, after: Option<&Event<'_>>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, id, classes, .. } => {
                let open = OpenHeading {
                    level: (*level as u8 + self.shift).min(HeadingLevel::H6 as u8),
                    id: id.as_ref().map(|id| id.to_string()),
                    classes: classes.iter().map(|class| class.to_string()).collect(),
                    text: String::new(),
                };
                self.heading = Some(open);
                self.stack.push(std::mem::take(&mut self.out));
                self.quiet += 1;
            }
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
            Tag::Item => {
                let is_task = matches!(next, Some(Event::TaskListMarker(_)))
                    || (matches!(next, Some(Event::Start(Tag::Paragraph)))
                        && matches!(after, Some(Event::TaskListMarker(_))));
                self.out.push_str(if is_task { "<li class=\"task\">" } else { "<li>" });
            }
            Tag::Table(alignments) => {
                self.table = alignments.clone();
                self.tables += 1;
                self.out.push_str(&format!(
                    "<section class=\"table-wrap\" tabindex=\"0\" aria-label=\"Table {}\"><table>\n",
                    self.tables
                ));
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            // Extensions that are not switched on.
            _ => {}
        }
    }

    pub(super) fn close_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></section>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.out.push_str(if self.in_head { "</th>" } else { "</td>" });
                self.column += 1;
            }
            _ => {}
        }
    }

    fn open_cell(&mut self) {
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

    fn close_heading(&mut self) {
        let inner = std::mem::replace(&mut self.out, self.stack.pop().unwrap_or_default());
        self.quiet = self.quiet.saturating_sub(1);
        self.linked.clear();
        let Some(open) = self.heading.take() else { return };
        let text = open.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = self.anchor(open.id.as_deref(), &text);
        let level = open.level;
        self.out.push_str(&format!("<h{level} id=\""));
        escape::attribute(&mut self.out, &id);
        self.out.push('"');
        if !open.classes.is_empty() {
            self.out.push_str(" class=\"");
            escape::attribute(&mut self.out, &open.classes.join(" "));
            self.out.push('"');
        }
        self.out.push('>');
        self.out.push_str(&inner);
        self.out.push_str(" <a class=\"anchor\" href=\"#");
        escape::attribute(&mut self.out, &super::super::encode_href(&id));
        self.out.push_str("\" aria-label=\"Link to section: ");
        escape::attribute(&mut self.out, &text);
        self.out.push_str(&format!("\">#</a></h{level}>\n"));
        if (2..=3).contains(&level) {
            self.headings.push(Heading { level, id, text });
        }
    }

    /// An anchor that no other element of the page has. Ids of the templates start with `sr-`, those of footnotes with `fn`.
    fn anchor(&mut self, own: Option<&str>, text: &str) -> String {
        let wanted = match own {
            Some(own) => own.chars().filter(|c| !c.is_whitespace()).collect(),
            None => slug::slug(text).text,
        };
        let reserved = ["sr-", "fn-", "fnref-"].iter().any(|prefix| wanted.starts_with(prefix));
        let wanted = if reserved { format!("h-{wanted}") } else { wanted };
        let mut id = wanted.clone();
        let mut count = self.ids.get(&wanted).copied().unwrap_or(0);
        while self.ids.contains_key(&id) {
            count += 1;
            id = format!("{wanted}-{count}");
        }
        self.ids.insert(wanted, count);
        self.ids.entry(id.clone()).or_insert(0);
        id
    }

    fn close_code(&mut self) {
        let Some((info, code)) = self.code.take() else { return };
        let code = restore(&code);
        let language = language_of(&info);
        let highlighted = highlight::code(language, &code);
        self.out.push_str("<div class=\"code\">");
        if let Some(label) = highlight::label(language) {
            self.out.push_str("<p class=\"code-language\">");
            escape::text(&mut self.out, &label);
            self.out.push_str("</p>");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape::attribute(&mut self.out, &language.to_ascii_lowercase());
            self.out.push('"');
        }
        self.out.push('>');
        self.out.push_str(&highlighted.html);
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

/// The language of an info string: its first word, without attributes in braces.
pub fn language_of(info: &str) -> &str {
    info.trim().split(|c: char| c.is_whitespace() || c == '{' || c == ',').next().unwrap_or_default()
}
