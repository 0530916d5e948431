//! Template code of another generator in running text: shortcodes of Hugo, tags and variables of Liquid. It is shown as the text
//! that it is, which nobody wants. One warning a document, at the first place.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What starts such code.
const OPENERS: [&str; 4] = ["{{<", "{{%", "{{ site.", "{{ page."];

/// Tags of Liquid that stand in reports.
const TAGS: [&str; 10] =
    ["include", "link", "post_url", "highlight", "endhighlight", "raw", "endraw", "assign", "for", "if"];

/// The template code of one document so far.
#[derive(Default)]
pub struct Leftovers {
    first: Option<(Span, String)>,
    count: usize,
}

impl Leftovers {
    /// Looks at a piece of text; `span` gives the place of some bytes of it.
    pub fn see(&mut self, text: &str, span: impl Fn(usize, usize) -> Span) {
        for (at, _) in text.match_indices('{') {
            let rest = &text[at..];
            let is_tag = rest.strip_prefix("{%").is_some_and(|tag| {
                let tag = tag.trim_start_matches('-').trim_start();
                let word =
                    tag.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
                TAGS.contains(&word) && tag.contains("%}")
            });
            if is_tag || OPENERS.iter().any(|opener| rest.starts_with(opener)) {
                let line = rest.lines().next().unwrap_or_default();
                let close =
                    ["}}", "%}"].iter().filter_map(|close| Some(line.find(close)? + close.len())).min();
                let shown: String = line[..close.unwrap_or(line.len())].chars().take(40).collect();
                let end = at + shown.len();
                self.first.get_or_insert_with(|| (span(at, end), shown));
                self.count += 1;
            }
        }
    }

    /// Adds the warning.
    pub fn report(self, faults: &mut Vec<Diagnostic>) {
        let Some((place, shown)) = self.first else { return };
        let more = if self.count > 1 { format!(" ({} in this text)", self.count) } else { String::new() };
        let message = format!("`{shown}` is template code of another generator, and is shown as text{more}");
        faults.push(
            Diagnostic::warning("template-code", place, message).hint(
                "write Markdown in its place; what is meant to be seen as it is goes between backticks",
            ),
        );
    }
}
