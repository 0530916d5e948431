//! The anchors that a body gives to its headings and elements, for a stage that has no site yet. They are those of the written page:
//! the same writer makes them, and knows no name, no address and no code.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Address, Citation, Mention, Picture, Resolve, Writer, joined};
use crate::markdown::highlight::Grammars;
use crate::markdown::prepare;
use crate::model::{EntityKind, Tlp};

/// All anchors of a body.
pub fn anchors(markdown: &str) -> BTreeSet<String> {
    let prepared = prepare(markdown);
    let (mut events, _) = joined(&prepared);
    let mut in_code = false;
    events.retain(|event| {
        let starts = matches!(event, Event::Start(Tag::CodeBlock(_)));
        let is_code = in_code || starts;
        in_code = is_code && !matches!(event, Event::End(TagEnd::CodeBlock));
        !is_code
    });
    let resolve = Blind(Grammars::default());
    let mut writer = Writer::new(&events, &resolve, markdown.len());
    writer.run(0..events.len());
    writer.close_blocks(0);
    writer.write_footnotes();
    writer.ids
}

/// Knows nothing.
struct Blind(Grammars);

impl Resolve for Blind {
    fn grammars(&self) -> &Grammars {
        &self.0
    }

    fn address(&self, _address: &str) -> Address {
        Address::Shown(String::new())
    }

    fn picture(&self, _address: &str) -> Picture {
        Picture::Shown(String::new())
    }

    fn name(&self, _kind: Option<EntityKind>, _name: &str) -> Option<Mention> {
        None
    }

    fn citation(&self, _id: &str) -> Option<Citation> {
        None
    }

    fn tlp(&self) -> Tlp {
        Tlp::Clear
    }

    fn mentions(&self, _text: &str) -> Vec<(Range<usize>, Mention)> {
        Vec::new()
    }
}
