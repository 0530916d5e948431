//! Names in plain text that become links by themselves: only where a name is unambiguous, and either stands in the report's
//! own front matter in that written case or holds a space, a digit or an inner capital. One automaton holds all names;
//! what may stand beside one is in [`neighbours`].

mod neighbours;
mod unlinked;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use rayon::prelude::*;

use crate::link::{DocumentId, Entity, EntityId, Meaning, Named, Site, key_with};
use crate::model::{AttributionTarget, EntityKind, Equivalence};
use crate::names::fold;
use neighbours::stands_alone;

pub use unlinked::{Unlinked, unlinked};

/// Fewest letters of a name that is linked only because the front matter holds it.
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
    /// Several things claim the name somewhere, a cluster of one report among them, so it is never linked.
    contested: bool,
    /// Linked in every document, not only where the front matter names it.
    everywhere: bool,
}

/// Why a name stays text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Several things claim it.
    Contested,
    /// The front matter of the document means something else by it, or leaves open what.
    Own,
    /// It may be a word of the language, and the front matter does not name it.
    Word,
    /// It has fewer than three letters.
    Short,
    /// It means nothing by itself here: an alias that is not exact, or the cluster of another report.
    Nothing,
}

/// What the names in the front matter of one document mean there; nothing for one that means several things or no page.
#[derive(Default)]
pub struct Own<'a>(BTreeMap<&'a str, Option<EntityId>>);

impl<'a> Own<'a> {
    fn name(&mut self, name: &'a str, meaning: Option<EntityId>) {
        let known = self.0.entry(name).or_insert(meaning);
        if *known != meaning {
            *known = None;
        }
    }
}

impl<'a> Mentions<'a> {
    /// Gathers the names; none where the site wants them to stay text.
    pub fn new(site: &'a Site) -> Self {
        if !site.config.autolink {
            return Self { site, automaton: None, patterns: Vec::new() };
        }
        let names = site.entities.iter().flat_map(names).chain(used(site));
        Self::of(site, names, |pattern| pattern.everywhere || letters(&pattern.text) >= SHORTEST)
    }

    /// Gathers some names.
    fn of<'n>(
        site: &'a Site,
        names: impl Iterator<Item = &'n str>,
        keep: impl Fn(&Pattern) -> bool + Sync + Send,
    ) -> Self {
        let mut spellings: BTreeSet<String> = BTreeSet::new();
        for name in names {
            spellings.extend(respaced(name));
            spellings.insert(name.to_owned());
        }
        let clusters: BTreeSet<String> = site
            .entities
            .iter()
            .filter(|entity| entity.cluster_of.is_some())
            .map(|entity| fold(&entity.name))
            .collect();
        let (claimants, coded) = (site.names.by_key(), site.names.by_code());
        let patterns: Vec<Pattern> = spellings
            .into_par_iter()
            .filter(|name| name.chars().any(char::is_alphabetic))
            .map(|name| pattern(&claimants, &coded, &clusters, name))
            .filter(keep)
            .collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Both)
            .build(patterns.iter().map(|pattern| pattern.text.as_bytes()))
            .ok()
            .filter(|_| !patterns.is_empty());
        Self { site, automaton, patterns }
    }

    /// The names that the front matter of a report holds.
    pub fn own(&self, document: DocumentId) -> Own<'a> {
        let mut own = Own::default();
        let DocumentId::Report(at) = document else { return own };
        let linked = &self.site.reports[at];
        let of_kind = |kind: EntityKind, name: &str| match self.site.named_of_kind(kind, name) {
            Named::Entity(id) => Some(id),
            _ => None,
        };
        for (row, meaning) in linked.report.rows.iter().zip(&linked.rows) {
            let meaning = match meaning {
                Meaning::Entity(id) => Some(*id),
                Meaning::Ambiguous(_) | Meaning::Undisclosed => None,
            };
            own.name(&row.name.value, meaning);
            if let Some(used) = &row.used {
                own.name(&used.value, meaning);
            }
            let victim = row.victim.iter();
            for sector in victim.clone().flat_map(|victim| &victim.sectors) {
                own.name(&sector.value, of_kind(EntityKind::Sector, sector));
            }
            for country in victim.filter_map(|victim| victim.country.as_ref()) {
                own.name(&country.value, of_kind(EntityKind::Country, country));
            }
        }
        for attribution in &linked.report.attribution {
            match &attribution.to {
                Some(AttributionTarget::Actor(name)) if !own.0.contains_key(name.value.as_str()) => {
                    own.name(&name.value, of_kind(EntityKind::Actor, name));
                }
                Some(AttributionTarget::Country(name)) => {
                    own.name(&name.value, of_kind(EntityKind::Country, name));
                }
                _ => {}
            }
        }
        own
    }

    /// The names in a text that are to be linked in a document with these names of its own, in order.
    pub fn find(&self, own: &Own<'_>, text: &str) -> Vec<(Range<usize>, EntityId)> {
        let found = self.each(text).into_iter();
        found.filter_map(|(range, pattern)| Some((range, self.meaning(own, pattern).ok()?))).collect()
    }

    /// Every name in a text, in order and without overlap, whatever becomes of it.
    fn each(&self, text: &str) -> Vec<(Range<usize>, &Pattern)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(hit) = automaton.find(Input::new(text).range(from..text.len())) {
            // `Lazarus Groups` does not name the group, but a shorter name may start here.
            let mut fitting = Some(hit);
            while let Some(hit) = fitting.filter(|hit| !stands_alone(text, &hit.range())) {
                let shorter = Input::new(text).range(hit.start()..hit.end() - 1).anchored(Anchored::Yes);
                fitting = automaton.try_find(shorter).ok().flatten();
            }
            from = match fitting {
                Some(hit) => {
                    found.push((hit.range(), &self.patterns[hit.pattern().as_usize()]));
                    hit.end()
                }
                // Nor does a name end at its first letter where another one may start inside.
                None => hit.start() + text[hit.start()..].chars().next().map_or(1, char::len_utf8),
            };
        }
        found
    }

    /// What a name means in a document with these names of its own, or why it stays text.
    fn meaning(&self, own: &Own<'_>, pattern: &Pattern) -> Result<EntityId, Why> {
        if pattern.contested {
            return Err(Why::Contested);
        }
        let meaning = match (own.0.get(pattern.text.as_str()), pattern.meaning) {
            (Some(Some(own)), Some(other)) if *own != other => return Err(Why::Own),
            (Some(own), _) => own.ok_or(Why::Own)?,
            (None, None) => return Err(Why::Nothing),
            (None, Some(meaning)) => return if pattern.everywhere { Ok(meaning) } else { Err(Why::Word) },
        };
        let is_long = pattern.everywhere || letters(&pattern.text) >= SHORTEST;
        if is_long { Ok(meaning) } else { Err(Why::Short) }
    }
}

fn names(entity: &Entity) -> impl Iterator<Item = &str> {
    let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
    let aliases = aliases.filter(|alias| alias.equivalence == Equivalence::Exact);
    [entity.name.as_str(), entity.own_title()]
        .into_iter()
        .chain(aliases.map(|alias| alias.name.value.as_str()))
        .chain(entity.spellings.keys().map(String::as_str))
}

/// Names that the sources of reports used.
fn used(site: &Site) -> impl Iterator<Item = &str> {
    let rows = site.reports.iter().flat_map(|linked| &linked.report.rows);
    rows.filter_map(|row| row.used.as_ref()).map(|used| used.value.as_str())
}

/// `APT28`, `APT 28` and `APT-28` are one name, and people write all three. Nothing for a name that is no word and a number.
fn respaced(name: &str) -> impl Iterator<Item = String> {
    let split = name.find(|c: char| !c.is_alphabetic()).unwrap_or(name.len());
    let (word, rest) = name.split_at(split);
    let digits = rest.strip_prefix([' ', '-', '_']).unwrap_or(rest);
    let fits = !word.is_empty()
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && !digits.contains(char::is_whitespace);
    ["", " ", "-"].into_iter().filter(move |_| fits).map(move |between| format!("{word}{between}{digits}"))
}

fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphabetic()).count()
}

fn pattern(
    known: &HashMap<&str, BTreeSet<EntityId>>,
    coded: &HashMap<(EntityKind, &str), BTreeSet<EntityId>>,
    clusters: &BTreeSet<String>,
    text: String,
) -> Pattern {
    let folded = fold(&text);
    let mut claimants = known.get(folded.as_str()).cloned().unwrap_or_default();
    for kind in EntityKind::ALL.into_iter().filter(|kind| kind.is_coded()) {
        let key = key_with(kind, &text, || folded.clone());
        claimants.extend(coded.get(&(kind, key.as_str())).into_iter().flatten());
    }
    let everywhere = is_telling(&text);
    let only = claimants.first().copied().filter(|_| claimants.len() == 1);
    let contested = claimants.len() > 1 || (only.is_some() && clusters.contains(&folded));
    Pattern { text, meaning: only, contested, everywhere }
}

/// Holds a space, a digit or a capital after a small letter: such a name is hardly a word of the language.
fn is_telling(name: &str) -> bool {
    let inner_capital = name
        .chars()
        .zip(name.chars().skip(1))
        .any(|(before, after)| before.is_lowercase() && after.is_uppercase());
    inner_capital || name.contains(' ') || name.chars().any(|c| c.is_ascii_digit())
}
