//! The automaton that holds every form of every withheld string. In go needles, then texts; out comes which string stands where. A longer
//! published name around a find makes it none.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use super::escapes;
use super::fresh::Seen;
use super::needle::{Needle, Place};
use super::reading::readings;
use super::spelling::spelled;
use super::starts::Starts;
use crate::gate::{Secret, SecretSort};
use crate::link::Site;
use crate::model::EntityKind;

/// All forms and the automaton that finds them.
#[derive(Clone)]
pub struct Search {
    needles: Vec<Needle>,
    starts: Starts,
    automaton: AhoCorasick,
    /// By string, longer published names that hold it, each with where it starts in them: `Cobalt Strike` does not name `Cobalt`.
    longer: BTreeMap<usize, BTreeSet<(String, usize)>>,
}

impl PartialEq for Search {
    /// True where the same strings are found at the same places.
    fn eq(&self, other: &Self) -> bool {
        (&self.needles, &self.longer) == (&other.needles, &other.longer)
    }
}

impl Search {
    /// Builds it; nothing when there is nothing to look for.
    pub fn new(needles: impl Iterator<Item = Needle>) -> Option<Self> {
        let needles: Vec<Needle> = needles.collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .start_kind(StartKind::Anchored)
            .build(needles.iter().map(|needle| needle.text.as_bytes()))
            .ok()
            .filter(|_| !needles.is_empty())?;
        let starts = Starts::new(needles.iter().map(|needle| needle.text.as_str()));
        Some(Self { needles, starts, automaton, longer: BTreeMap::new() })
    }

    /// The same search for some of the strings; nothing when there are none.
    pub fn only(self, wanted: &BTreeSet<usize>) -> Option<Self> {
        let needles = self.needles.into_iter().filter(|needle| wanted.contains(&needle.secret));
        Some(Self { longer: self.longer, ..Self::new(needles)? })
    }

    /// Notes the names that published front matter uses and that hold a withheld one.
    pub fn except_names(&mut self, site: &Site, secrets: &[&Secret]) {
        let mut longer: BTreeMap<usize, BTreeSet<(String, usize)>> = BTreeMap::new();
        // A tag is free words: `hidden-wolf-2024` does name `Hidden Wolf`.
        let named = site.entities.iter().filter(|entity| entity.kind != EntityKind::Tag);
        for entity in named {
            let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
            let names = [&entity.name].into_iter().chain(aliases.map(|alias| &alias.name.value));
            for name in names.chain(entity.spellings.keys()) {
                for form in [spelled(name), crate::names::slug::text(name)] {
                    for (secret, start, end) in self.find(&form, Place::Reading) {
                        if matches!(secrets[secret].sort, SecretSort::Name(_)) && end - start < form.len() {
                            longer.entry(secret).or_default().insert((form.clone(), start));
                        }
                    }
                }
            }
        }
        self.longer = longer;
    }

    /// True when a longer published name stands around a hit.
    fn is_inside(&self, secret: usize, text: &str, start: usize) -> bool {
        self.longer.get(&secret).is_some_and(|names| {
            names.iter().any(|(name, offset)| {
                let from = start.checked_sub(*offset);
                let around = from.and_then(|from| text.get(from..from + name.len()));
                around.is_some_and(|around| around.eq_ignore_ascii_case(name))
            })
        })
    }

    /// The strings that stand in a text, with their places in it.
    pub fn find<'a>(
        &'a self,
        text: &'a str,
        place: Place,
    ) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let hits = self.starts.of(text.as_bytes()).flat_map(move |at| {
            let mut state = OverlappingState::start();
            let input = Input::new(text).range(at..).anchored(Anchored::Yes);
            std::iter::from_fn(move || {
                self.automaton.find_overlapping(input.clone(), &mut state);
                state.get_match()
            })
        });
        hits.filter_map(move |hit| {
            let needle = &self.needles[hit.pattern().as_usize()];
            let is_it = needle.is_at(text, hit.start(), hit.end(), place)
                && !self.is_inside(needle.secret, text, hit.start());
            is_it.then_some((needle.secret, hit.start(), hit.end()))
        })
    }

    /// Adds the strings that stand in a text.
    pub fn into(&self, found: &mut BTreeSet<usize>, text: &str, place: Place) {
        found.extend(self.find(text, place).map(|(secret, _, _)| secret));
    }

    /// Adds the strings that stand in a file of the output or in its path. Of pages only what was not seen before is read.
    pub fn read(&self, found: &mut BTreeSet<usize>, seen: &mut Seen, path: &str, text: &str) {
        self.path(found, path);
        let parts = if path.ends_with(".html") { seen.fresh(text) } else { vec![text] };
        for part in parts {
            for reading in readings(path, part, Some(seen)) {
                self.into(found, &reading, Place::Reading);
            }
        }
    }

    /// Adds the strings that stand in a path of the output.
    pub fn path(&self, found: &mut BTreeSet<usize>, path: &str) {
        self.into(found, &spelled(path), Place::Path);
        if let Some(decoded) = escapes::percent(path) {
            self.into(found, &spelled(&decoded), Place::Path);
        }
    }
}
