//! What the writer must know of a body before it starts: where the definitions of footnotes are, and which anchors the author gave.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::blocks::{Mark, mark_of};
use crate::markdown::raw_html::{self, Noted};
use crate::markdown::{is_reserved, restore};
use crate::model::Tlp;

/// Places of events by number.
pub struct Outline<'a> {
    /// The first definition of each label, without the events that open and close it.
    notes: BTreeMap<&'a str, Range<usize>>,
    /// The level of the block around each definition, by its first event, where there is one.
    levels: BTreeMap<usize, Tlp>,
    /// Where each definition starts, and the event behind it.
    definitions: BTreeMap<usize, usize>,
    /// Anchors that stand in the text.
    claimed: BTreeSet<String>,
}

impl<'a> Outline<'a> {
    /// Looks through all events.
    pub fn new(events: &'a [Event<'a>]) -> Self {
        let mut outline = Self {
            notes: BTreeMap::new(),
            levels: BTreeMap::new(),
            definitions: BTreeMap::new(),
            claimed: BTreeSet::new(),
        };
        let mut blocks: Vec<Tlp> = Vec::new();
        let mut open = Vec::new();
        let mut raw: Option<String> = None;
        for (at, event) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push((at, label));
                    if let Some(level) = blocks.iter().max() {
                        outline.levels.insert(at + 1, *level);
                    }
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((start, label)) = open.pop() {
                        outline.definitions.insert(start, at + 1);
                        outline.note(label, start + 1..at);
                    }
                }
                Event::Start(Tag::Heading { id: Some(id), .. }) => {
                    outline.claimed.insert(restore(id).into_owned());
                }
                Event::Start(Tag::HtmlBlock) => raw = Some(String::new()),
                Event::End(TagEnd::HtmlBlock) => outline.claim(&raw.take().unwrap_or_default()),
                Event::Html(text) if let Some(mark) = mark_of(text) => match mark {
                    Mark::Open(level) => blocks.push(level),
                    Mark::Close => drop(blocks.pop()),
                },
                Event::Html(text) | Event::InlineHtml(text) => match &mut raw {
                    Some(chunk) => chunk.push_str(text),
                    None => outline.claim(text),
                },
                _ => {}
            }
        }
        outline
    }

    /// Inner definitions close first, but the first that starts counts, as in GitHub's Markdown.
    fn note(&mut self, label: &'a str, range: Range<usize>) {
        let known = self.notes.entry(label).or_insert(range.clone());
        if range.start < known.start {
            *known = range;
        }
    }

    fn claim(&mut self, chunk: &str) {
        if !chunk.contains("id") && !chunk.contains("ID") && !chunk.contains("Id") {
            return;
        }
        for note in raw_html::lex(&restore(chunk)).notes {
            if let Noted::Id(id) = note.what
                && !is_reserved(&id)
            {
                self.claimed.insert(id);
            }
        }
    }

    /// The event behind the definition that starts here.
    pub fn definition_end(&self, at: usize) -> Option<usize> {
        self.definitions.get(&at).copied()
    }

    /// The events of a footnote.
    pub fn footnote(&self, label: &str) -> Option<Range<usize>> {
        self.notes.get(label).cloned()
    }

    /// The level of the block in which a footnote with these events is defined.
    pub fn level(&self, note: &Range<usize>) -> Option<Tlp> {
        self.levels.get(&note.start).copied()
    }

    /// True for an anchor that the author gave to some element.
    pub fn is_claimed(&self, id: &str) -> bool {
        self.claimed.contains(id)
    }
}
