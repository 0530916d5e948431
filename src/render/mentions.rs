//! Names in plain text that become links by themselves: only where a name is unambiguous, and either stands in the report's
//! own front matter in that written case or holds a space, a digit or an inner capital. One automaton holds all names.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::link::{DocumentId, Entity, EntityId, Meaning, Named, Site};
use crate::model::Equivalence;

/// Shortest name that is linked, in letters.
const SHORTEST: usize = 3;

/// All names of a site that may be linked in text.
pub struct Mentions<'a> {
    site: &'a Site,
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

struct Pattern {
    text: String,
    /// What the name means in the whole site, where that is one entity.
    meaning: Option<EntityId>,
    /// Several things claim the name somewhere, so it is never linked.
    contested: bool,
    /// Linked in every document, not only where the front matter names it.
    everywhere: bool,
}

impl<'a> Mentions<'a> {
    /// Gathers the names.
    pub fn new(site: &'a Site) -> Self {
        let mut spellings: BTreeMap<&str, ()> = BTreeMap::new();
        for entity in &site.entities {
            spellings.extend(names(entity).map(|name| (name, ())));
        }
        let patterns: Vec<Pattern> = spellings
            .into_keys()
            .filter(|name| name.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST)
            .filter(|name| name.chars().any(char::is_alphabetic))
            .map(|name| pattern(site, name))
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns.iter().map(|pattern| pattern.text.as_bytes()))
            .ok()
            .filter(|_| !patterns.is_empty());
        Self { site, automaton, patterns }
    }

    /// The names in a text of a document that are to be linked, in order.
    pub fn find(&self, document: DocumentId, text: &str) -> Vec<(Range<usize>, EntityId)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        automaton
            .find_iter(text)
            .filter_map(|found| {
                let pattern = &self.patterns[found.pattern().as_usize()];
                let range = found.range();
                let entity = self.meaning(document, pattern)?;
                stands_alone(text, &range).then_some((range, entity))
            })
            .collect()
    }

    fn meaning(&self, document: DocumentId, pattern: &Pattern) -> Option<EntityId> {
        if pattern.contested {
            return None;
        }
        let own = match document {
            DocumentId::Report(at) => self.own(at, &pattern.text),
            _ => None,
        };
        match (own, pattern.meaning) {
            (Some(own), Some(other)) if own != other => None,
            (Some(own), _) => Some(own),
            (None, meaning) => meaning.filter(|_| pattern.everywhere),
        }
    }

    /// The entity that the report's front matter names in exactly this spelling.
    fn own(&self, at: usize, text: &str) -> Option<EntityId> {
        let linked = &self.site.reports[at];
        let rows = linked.report.rows.iter().zip(&linked.rows);
        rows.filter(|(row, _)| {
            row.name.value == text || row.used.as_ref().is_some_and(|used| used.value == text)
        })
        .find_map(|(_, meaning)| match meaning {
            Meaning::Entity(id) => Some(*id),
            Meaning::Ambiguous(_) | Meaning::Undisclosed => None,
        })
    }
}

fn names(entity: &Entity) -> impl Iterator<Item = &str> {
    let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
    let aliases = aliases.filter(|alias| alias.equivalence == Equivalence::Exact);
    [entity.name.as_str(), entity.title()]
        .into_iter()
        .chain(aliases.map(|alias| alias.name.value.as_str()))
        .chain(entity.spellings.keys().map(String::as_str))
        .filter(|name| !name.is_empty())
}

fn pattern(site: &Site, name: &str) -> Pattern {
    // Asked as a document of no kind would, so that no report's own rows go first.
    let named = site.named(DocumentId::Page(usize::MAX), None, name);
    Pattern {
        text: name.to_owned(),
        meaning: match named {
            Named::Entity(id) => Some(id),
            _ => None,
        },
        contested: matches!(named, Named::Several(_) | Named::Ambiguous(_)),
        everywhere: is_telling(name),
    }
}

/// Holds a space, a digit or a capital after a small letter: such a name is hardly a word of the language.
fn is_telling(name: &str) -> bool {
    let inner_capital = name
        .chars()
        .zip(name.chars().skip(1))
        .any(|(before, after)| before.is_lowercase() && after.is_uppercase());
    inner_capital || name.contains(' ') || name.chars().any(|c| c.is_ascii_digit())
}

/// A name is a word of its own, and no part of an address, a path or an indicator.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let first = text[range.clone()].chars().next();
    let last = text[range.clone()].chars().next_back();
    if (joins(before) && joins(first)) || (joins(after) && joins(last)) {
        return false;
    }
    let start = text[..range.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = text[range.end..].find(char::is_whitespace).map_or(text.len(), |at| at + range.end);
    // `rfind` gives the first byte of a white space that may have several.
    let start = (start..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
    let left = &text[start..range.start];
    let right = text[range.end..end].trim_end_matches(|c: char| ".,;:!?)\"'»”’]".contains(c));
    let technical = |part: &str| {
        part.contains("://")
            || part.contains('@')
            || part.contains('\\')
            || part.contains("[.")
            || part.contains(".]")
    };
    let dotted_left = left.ends_with('.') && left.len() > 1 || left.starts_with('/') || left.contains("www.");
    let dotted_right = right.starts_with('.') || right.starts_with('/') && left.starts_with('/');
    let inner_dot = right.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_alphanumeric()));
    !(technical(left) || technical(right) || dotted_left || dotted_right || inner_dot)
}
