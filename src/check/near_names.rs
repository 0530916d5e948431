//! Two names of one kind that differ by a single letter are mostly one name and a slip of the keyboard. Names that differ in their
//! digits (`APT28`, `APT29`) are meant to differ, as are two names that both have a profile.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Entity, EntityId, Site};
use crate::model::{EntityKind, Equivalence};
use crate::names::{fold, slug};
use crate::source::Span;

/// Letters of the shortest word in which a single other letter is a slip and not another word.
const SHORTEST: usize = 6;
/// Longer texts are sentences, not names.
const LONGEST: usize = 80;

/// Warns once of each name without a profile that is near to another one.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for kind in EntityKind::ALL.into_iter().filter(|kind| !kind.is_coded()) {
        let names = names(site, kind);
        let mut said: BTreeSet<EntityId> = BTreeSet::new();
        for (one, other) in near(&names) {
            let (one, other) = (&names[one], &names[other]);
            if one.entity == other.entity || !is_slip(one.text, other.text) {
                continue;
            }
            let entities = [one, other].map(|name| &site.entities[name.entity]);
            let (odd, known) = if rarer(entities[0], entities[1]) { (one, other) } else { (other, one) };
            if let Some(place) = place(&site.entities[odd.entity])
                && said.insert(odd.entity)
            {
                diagnostics.push(warning(&site.entities[odd.entity], odd.text, known.text, place));
            }
        }
    }
}

/// A name of an entity.
struct Name<'a> {
    text: &'a str,
    folded: String,
    entity: EntityId,
}

fn names(site: &Site, kind: EntityKind) -> Vec<Name<'_>> {
    let of_kind = site.entities.iter().enumerate().filter(|(_, entity)| entity.kind == kind);
    let mut names: Vec<Name<'_>> = of_kind
        .filter(|(_, entity)| !entity.is_cluster())
        .flat_map(|(id, entity)| {
            let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
            let exact = aliases.filter(|alias| alias.equivalence == Equivalence::Exact);
            std::iter::once(entity.name.as_str())
                .chain(exact.map(|alias| alias.name.value.as_str()))
                .map(move |text| Name { text, folded: fold(text), entity: id })
        })
        .filter(|name| (SHORTEST..=LONGEST).contains(&name.folded.chars().count()))
        .collect();
    names.sort_by(|a, b| (&a.folded, a.entity).cmp(&(&b.folded, b.entity)));
    names.dedup_by(|a, b| a.folded == b.folded && a.entity == b.entity);
    names
}

/// Pairs that become the same when each loses at most one character, in order. The work grows with the length of all names, not
/// with the number of pairs.
fn near(names: &[Name<'_>]) -> BTreeSet<(usize, usize)> {
    let mut shortened: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let mut forms: BTreeSet<String> = BTreeSet::from([name.folded.clone()]);
        for (from, c) in name.folded.char_indices() {
            forms.insert(format!("{}{}", &name.folded[..from], &name.folded[from + c.len_utf8()..]));
        }
        for form in forms {
            shortened.entry(form).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for group in shortened.values() {
        // Neighbours are enough: a name that is near to many is named once.
        pairs.extend(group.windows(2).map(|pair| (pair[0], pair[1])));
    }
    pairs
}

/// One letter more, less or other, or two that changed places, within a word long enough; digits alike, and not the same slug,
/// about which there is a warning already.
fn is_slip(one: &str, other: &str) -> bool {
    let digits = |text: &str| -> Vec<String> {
        let groups = text.split(|c: char| !c.is_ascii_digit());
        groups.filter(|group| !group.is_empty()).map(str::to_owned).collect()
    };
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (a, b) = (fold(one), fold(other));
    if a == b || strsim::damerau_levenshtein(&a, &b) != 1 || digits(one) != digits(other) {
        return false;
    }
    if slug::slug(one).text == slug::slug(other).text {
        return false;
    }
    let (one, other) = (words(one), words(other));
    let long = |word: &String| word.chars().count() >= SHORTEST;
    if one.len() == other.len() {
        let mut pairs = one.iter().zip(&other).filter(|(one, other)| one != other);
        return pairs.all(|(one, other)| long(one) || long(other));
    }
    one.iter().chain(&other).any(long)
}

/// True when the first is the likelier slip: it has no profile, or it is named less often.
fn rarer(one: &Entity, other: &Entity) -> bool {
    let weight = |entity: &Entity| (entity.profile.is_some(), entity.reports.len());
    weight(one) < weight(other) || (weight(one) == weight(other) && one.key > other.key)
}

/// The first place of a name without a profile; what has one is meant as it is.
fn place(entity: &Entity) -> Option<Span> {
    entity.first.filter(|_| entity.profile.is_none())
}

fn warning(odd: &Entity, name: &str, known: &str, place: Span) -> Diagnostic {
    let reports = match odd.reports.len() {
        0 | 1 => String::new(),
        count => format!(" ({count} reports)"),
    };
    let message = format!("`{name}` is nearly the name `{known}`{reports}");
    Diagnostic::warning("near-duplicate", place, message).hint(format!(
        "write `{known}`, make it an alias in a profile, or give `{name}` a profile of its own if it is another {}",
        odd.kind.label().to_lowercase()
    ))
}
