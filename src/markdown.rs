//! Markdown to links and to HTML. In goes the text of a body, out come, for the early stages, its links with their places
//! ([`scan`]), and for rendering its HTML with table of contents ([`write`]). Where a link leads and which names
//! are mentioned is asked of the caller; nothing here knows a site.

pub mod raw_html;

pub mod highlight;

mod escape;
mod scan;
mod write;

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

pub use escape::{attribute, encode_href, text};
pub use scan::{Scan, is_refused, scan};
pub use write::{Address, Heading, Mention, Picture, Rendered, Resolve, write};

/// Stands for `|` inside `[[Name|shown]]` while the text is parsed, so that a table does not cut the link in two. It has one
/// byte as `|` has, so offsets stay true.
const PIPE: char = '\u{1f}';

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The events of a prepared text with their byte ranges, neighbouring texts merged.
fn events(prepared: &str) -> impl Iterator<Item = (Event<'_>, std::ops::Range<usize>)> {
    TextMergeWithOffset::new(Parser::new_ext(prepared, options()).into_offset_iter())
}

/// Replaces `|` inside wikilinks by [`PIPE`].
fn prepare(text: &str) -> Cow<'_, str> {
    let mut prepared: Option<String> = None;
    let mut from = 0;
    while let Some(open) = text[from..].find("[[").map(|at| at + from) {
        let line_end = text[open..].find('\n').map_or(text.len(), |at| at + open);
        let Some(close) = text[open..line_end].find("]]").map(|at| at + open) else {
            from = open + 2;
            continue;
        };
        if text[open..close].contains('|') {
            let target = prepared.get_or_insert_with(|| text.to_owned());
            let inner = text[open..close].replace('|', "\u{1f}");
            target.replace_range(open..close, &inner);
        }
        from = close + 2;
    }
    prepared.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Gives a piece of prepared text back as the author wrote it.
fn restore(text: &str) -> Cow<'_, str> {
    if text.contains(PIPE) { Cow::Owned(text.replace(PIPE, "|")) } else { Cow::Borrowed(text) }
}

/// The name and the shown text of a wikilink: `Name|shown`, with the backslash that a table needs taken off.
fn wikilink(destination: &str) -> (&str, Option<&str>) {
    match destination.split_once([PIPE, '|']) {
        Some((name, shown)) => (name.trim_end_matches('\\').trim(), Some(shown.trim())),
        None => (destination.trim(), None),
    }
}

/// `[[10]]` and the like are text: a number in brackets is how many people cite.
fn is_plain_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}
