//! Markdown to links and to HTML. In goes the text of a body, out come, for the early stages, its links with their places
//! ([`scan`]), and for rendering its HTML with table of contents ([`write()`]). Where a link leads and which names
//! are mentioned is asked of the caller; nothing here knows a site.

pub mod raw_html;

pub mod highlight;

mod blocks;
mod citations;
mod escape;
mod prepare;
mod scan;
mod write;

use pulldown_cmark::{Event, Options, Parser, TextMergeWithOffset};

use prepare::{OPEN, PIPE, prepare, restore};

pub use blocks::{Lost, lost};
pub use escape::{attribute, decoded, encode_href, encode_path, text};
pub use scan::{Scan, is_refused, scan};
pub use write::{Address, Citation, Heading, Mention, Picture, Rendered, Resolve, anchors, mentioned, write};

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

/// The name and the shown text of a wikilink: `Name|shown`, with the backslash that a table needs taken off.
fn wikilink(destination: &str) -> (&str, Option<&str>) {
    match destination.split_once([PIPE, '|']) {
        Some((name, shown)) => (name.trim_end_matches('\\').trim(), Some(shown.trim())),
        None => (destination.trim().trim_end_matches('\\'), None),
    }
}

/// `[[10]]` and the like are text: a number in brackets is how many people cite.
fn is_plain_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Ids that an author's own anchor must not have: templates and footnotes use them.
fn is_reserved(id: &str) -> bool {
    ["sr-", "fn-", "fnref-"].iter().any(|prefix| id.starts_with(prefix))
}
