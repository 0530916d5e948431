//! What published text refers to and only a withheld block defines: footnotes and addresses of links. In go a text, the parts of it
//! that are gone, and what is left; out come the references that lead nowhere any more.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::markdown::{events, options, prepare, restore};

/// A reference to what is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its place in the whole text.
    pub place: Range<usize>,
    /// Its label.
    pub label: String,
    /// True for a footnote, false for the address of a link or picture.
    pub footnote: bool,
}

/// References in a text, outside of what is gone, whose definitions are gone.
pub fn lost(text: &str, gone: &[Range<usize>], left: &str) -> Vec<Lost> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let left = prepare(left);
    let parser = Parser::new_ext(&left, options());
    let addresses = parser.reference_definitions();
    let mut notes: BTreeSet<String> = BTreeSet::new();
    for (event, _) in events(&left) {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event {
            notes.insert(label.to_lowercase());
        }
    }
    let mut found = Vec::new();
    for (event, range) in events(&prepare(text)) {
        if gone.iter().any(|gone| gone.contains(&range.start)) {
            continue;
        }
        match event {
            Event::FootnoteReference(label) if !notes.contains(&label.to_lowercase()) => {
                found.push(Lost { place: range, label: restore(&label).into_owned(), footnote: true });
            }
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if is_reference(link_type) && addresses.get(&id).is_none() =>
            {
                found.push(Lost { place: range, label: restore(&id).into_owned(), footnote: false });
            }
            _ => {}
        }
    }
    found
}

fn is_reference(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut)
}
