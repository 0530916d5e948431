//! Public catalogues to profiles. In goes the text of a catalogue and what the site knows already, out come the files to write,
//! with every name that somebody else bears already listed for a person to settle: nothing is merged. Names and texts
//! of a catalogue are hostile data; every file that is made here reads back to the same values. It touches no disk.

mod markdown;
mod misp_galaxy;
mod profile;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{EntityKind, Equivalence, Profile};
use crate::names::{fold, slug};

pub use misp_galaxy::{TYPES, read};
pub use profile::text;

/// One catalogue.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The kind of its entries.
    pub kind: EntityKind,
    /// What it calls itself.
    pub title: String,
    /// Its entries in its own order.
    pub entries: Vec<Entry>,
    /// Entries without a usable name.
    pub nameless: usize,
}

impl Catalogue {
    /// Takes the scheme off addresses at this origin (`https://site.example`): a catalogue knows nothing of the pages of the site
    /// that it is imported into, and a link there would be checked as one of the site's own.
    pub fn unlink(&mut self, origin: &str) {
        let bare = origin.split_once("://").map_or(origin, |(_, bare)| bare);
        for entry in &mut self.entries {
            entry.description = entry.description.replace(origin, bare);
            for source in &mut entry.sources {
                *source = source.replace(origin, bare);
            }
        }
    }
}

/// One entry of a catalogue, cleaned: no control characters, white space as single spaces, empty values left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// Of a technique its ATT&CK id.
    pub id: Option<String>,
    /// Other names, each with who uses it where the catalogue says so.
    pub aliases: Vec<(String, Option<String>)>,
    /// Country.
    pub country: Option<String>,
    /// State behind it.
    pub sponsor: Option<String>,
    /// Sectors.
    pub sectors: Vec<String>,
    /// Motivations.
    pub motivations: Vec<String>,
    /// First activity, as a year.
    pub first_seen: Option<String>,
    /// Ids by catalogue.
    pub external_ids: Vec<(String, String)>,
    /// Addresses, or titles where they are none.
    pub sources: Vec<String>,
    /// Description as the catalogue gives it, with LF line ends.
    pub description: String,
}

/// A profile to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Path below the root.
    pub path: String,
    /// Text of the file.
    pub text: String,
}

/// Why an entry was not turned into a profile.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The entry's own name.
    pub entry: String,
    /// The catalogue that it stands in.
    pub catalogue: String,
    /// The name that somebody bears already.
    pub name: String,
    /// Who bears it.
    pub holder: String,
}

/// What an import comes to.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Files to write, in order.
    pub drafts: Vec<Draft>,
    /// Entries that have their file already.
    pub skipped: usize,
    /// Entries for a person to settle.
    pub conflicts: Vec<Conflict>,
    /// Names that two or more of the entities claim, the site's own and the new ones together: kind, name, who claims it.
    pub contested: Vec<(EntityKind, String, Vec<String>)>,
}

/// Who bears a name: the name of the entity and, of an imported one, its id in the galaxy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Bearer {
    name: String,
    misp: Option<String>,
}

/// Who bears which names, by kind and folded name.
#[derive(Default)]
struct Bearers {
    names: BTreeMap<(EntityKind, String), (String, BTreeSet<Bearer>)>,
}

impl Bearers {
    fn of(profiles: &[Profile]) -> Self {
        let mut bearers = Self::default();
        for profile in profiles {
            let bearer = Bearer { name: profile.name.value.clone(), misp: misp(&profile.external_ids) };
            for name in names_of(profile) {
                bearers.add(profile.kind, name, &bearer);
            }
        }
        bearers
    }

    fn add_entry(&mut self, kind: EntityKind, entry: &Entry) {
        let bearer = Bearer { name: entry.name.clone(), misp: misp(&entry.external_ids) };
        let aliases = entry.aliases.iter().map(|(alias, _)| alias);
        for name in [&entry.name].into_iter().chain(&entry.id).chain(aliases) {
            self.add(kind, name, &bearer);
        }
    }

    fn add(&mut self, kind: EntityKind, name: &str, bearer: &Bearer) {
        let slot = self.names.entry((kind, fold(name))).or_insert_with(|| (name.to_owned(), BTreeSet::new()));
        slot.1.insert(bearer.clone());
    }

    /// The first name of an entry that somebody bears already, and who; `own` are the ids of the catalogue that it stands in, as
    /// names that two entries of one catalogue share are its own data. Of a technique only the id counts.
    fn taken(&self, kind: EntityKind, entry: &Entry, own: &BTreeSet<String>) -> Option<(String, String)> {
        let aliases = entry.aliases.iter().map(|(alias, _)| alias.as_str());
        let names = std::iter::once(identity(entry)).chain(aliases.filter(|_| entry.id.is_none()));
        names.into_iter().find_map(|name| {
            let (_, bearers) = self.names.get(&(kind, fold(name)))?;
            let is_other = |bearer: &&Bearer| bearer.misp.as_ref().is_none_or(|misp| !own.contains(misp));
            Some((name.to_owned(), bearers.iter().find(is_other)?.name.clone()))
        })
    }

    /// Names with several bearers; techniques are told apart by their ids.
    fn contested(self) -> Vec<(EntityKind, String, Vec<String>)> {
        let names = |bearers: BTreeSet<Bearer>| -> Vec<String> {
            let names: BTreeSet<String> = bearers.into_iter().map(|bearer| bearer.name).collect();
            names.into_iter().collect()
        };
        self.names
            .into_iter()
            .map(|((kind, _), (name, bearers))| (kind, name, names(bearers)))
            .filter(|(kind, _, names)| names.len() > 1 && !kind.is_coded())
            .collect()
    }
}

/// The names of a profile that mean exactly it. What an author keeps apart by `equivalence` is nobody's.
fn names_of(profile: &Profile) -> impl Iterator<Item = &str> {
    let exact = profile.aliases.iter().filter(|alias| alias.equivalence == Equivalence::Exact);
    let id = profile.id.as_ref().filter(|_| profile.kind.is_coded());
    let names = std::iter::once(&profile.name).chain(id).chain(exact.map(|alias| &alias.name));
    names.map(|name| name.value.as_str())
}

fn misp(ids: &[(String, String)]) -> Option<String> {
    ids.iter().find(|(key, _)| key == "misp").map(|(_, id)| id.clone())
}

/// What stands in a site already: profiles by path, and which entries of the galaxy they are.
struct Present<'a> {
    by_path: BTreeMap<String, &'a Profile>,
    ids: BTreeSet<(EntityKind, String)>,
}

impl<'a> Present<'a> {
    fn of(profiles: &'a [Profile]) -> Self {
        let path = |profile: &Profile| format!("content/{}", profile.head.path);
        Self {
            by_path: profiles.iter().map(|profile| (path(profile), profile)).collect(),
            ids: profiles
                .iter()
                .filter_map(|profile| Some((profile.kind, misp(&profile.external_ids)?)))
                .collect(),
        }
    }

    /// True where the entry has its file: by its id wherever the file is, or at its path a file of the author's about it.
    fn holds(&self, kind: EntityKind, entry: &Entry, path: &str) -> bool {
        let id = misp(&entry.external_ids);
        if id.is_some_and(|id| self.ids.contains(&(kind, id))) {
            return true;
        }
        self.by_path.get(path).is_some_and(|profile| {
            let own = fold(identity(entry));
            misp(&profile.external_ids).is_none() && names_of(profile).any(|name| fold(name) == own)
        })
    }
}

/// Plans the import of some catalogues into a site with these profiles. `exists` says whether a file is there already.
pub fn plan(catalogues: &[Catalogue], profiles: &[Profile], exists: impl Fn(&str) -> bool) -> Plan {
    let mut bearers = Bearers::of(profiles);
    let mut present = Present::of(profiles);
    let mut plan = Plan::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for catalogue in catalogues {
        let paths = paths(catalogue);
        let own: BTreeSet<String> =
            catalogue.entries.iter().filter_map(|entry| misp(&entry.external_ids)).collect();
        let mut fresh: Vec<&Entry> = Vec::new();
        let mut twins: BTreeMap<String, &str> = BTreeMap::new();
        for (entry, wish) in catalogue.entries.iter().zip(paths) {
            // Two entries of one name would be two profiles of one entity, which no site can hold.
            let first = *twins.entry(fold(identity(entry))).or_insert(&entry.name);
            let is_twin = !std::ptr::eq(first, entry.name.as_str());
            if !is_twin && present.holds(catalogue.kind, entry, &wish) {
                plan.skipped += 1;
                continue;
            }
            // A file of another entity, or of another entry of this run, stays where it is.
            let is_free = !exists(&wish) && seen.insert(wish.clone());
            let path = if is_free { wish } else { path(catalogue.kind, &slug::hashed(&entry.name)) };
            let twin = is_twin.then(|| (entry.name.clone(), first.to_owned()));
            if let Some((name, holder)) = twin.or_else(|| bearers.taken(catalogue.kind, entry, &own)) {
                let (entry, catalogue) = (entry.name.clone(), catalogue.title.clone());
                plan.conflicts.push(Conflict { entry, catalogue, name, holder });
                continue;
            }
            if exists(&path) {
                plan.skipped += 1;
                continue;
            }
            plan.drafts.push(Draft { path, text: profile::text(catalogue.kind, entry) });
            fresh.push(entry);
        }
        // Only other catalogues are held against the names of this one.
        for entry in fresh {
            bearers.add_entry(catalogue.kind, entry);
            present.ids.extend(misp(&entry.external_ids).map(|id| (catalogue.kind, id)));
        }
    }
    plan.contested = bearers.contested();
    plan
}

/// What tells an entry from every other: of a technique its id, as two may share a name; else the name.
fn identity(entry: &Entry) -> &str {
    entry.id.as_ref().unwrap_or(&entry.name)
}

/// A path for each entry. Where slugs of one catalogue meet, all that lost signs get a hash, as routes do.
fn paths(catalogue: &Catalogue) -> Vec<String> {
    let wish = |entry: &Entry| slug::slug(entry.id.as_deref().unwrap_or(&entry.name));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &catalogue.entries {
        *counts.entry(wish(entry).text).or_insert(0) += 1;
    }
    catalogue
        .entries
        .iter()
        .map(|entry| {
            let slug = wish(entry);
            let meets = counts.get(&slug.text).is_some_and(|count| *count > 1);
            let name = if meets && slug.lossy { slug::hashed(&entry.name) } else { slug.text };
            path(catalogue.kind, &name)
        })
        .collect()
}

fn path(kind: EntityKind, name: &str) -> String {
    format!("content/{}/{name}.md", kind.plural())
}
