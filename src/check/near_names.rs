//! Two names of one kind that differ by a single letter are mostly one name and a slip of the keyboard. Names that differ in their
//! digits (`APT28`, `APT29`) are meant to differ. So are two names that both stand in a profile, unless they differ only in a sign
//! (`TEMP.Tick`, `TempTick`), a doubled letter or a final `s`: there are families of malware by the dozen whose names are one
//! letter apart.

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

/// Warns once of each name that is near to another entity's.
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
            let (entity, holder) = (&site.entities[odd.entity], &site.entities[known.entity]);
            let said_already = said.contains(&odd.entity);
            match (entity.profile.is_some(), odd.span.or(entity.first)) {
                (false, Some(place)) if !said_already => {
                    diagnostics.push(warning(entity, odd.text, known.text, place));
                }
                (true, Some(place))
                    if !said_already
                        && is_same_word(odd.text, known.text)
                        && !is_settled(one, other, site) =>
                {
                    diagnostics.push(of_profiles(odd.text, known.text, holder, place));
                }
                _ => continue,
            }
            said.insert(odd.entity);
        }
    }
}

/// A name of an entity.
struct Name<'a> {
    text: &'a str,
    folded: String,
    entity: EntityId,
    /// Its place in a profile.
    span: Option<Span>,
}

fn names(site: &Site, kind: EntityKind) -> Vec<Name<'_>> {
    let of_kind = site.entities.iter().enumerate().filter(|(_, entity)| entity.kind == kind);
    let mut names: Vec<Name<'_>> = of_kind
        .filter(|(_, entity)| !entity.is_cluster())
        .flat_map(|(id, entity)| {
            let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
            let exact = aliases.filter(|alias| alias.equivalence == Equivalence::Exact);
            let own = entity.profile.as_ref().map(|profile| profile.name.span);
            std::iter::once((entity.name.as_str(), own))
                .chain(exact.map(|alias| (alias.name.value.as_str(), Some(alias.name.span))))
                .map(move |(text, span)| Name { text, folded: fold(text), entity: id, span })
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

/// The same letters and digits, but for doubled ones and a final `s`.
fn is_same_word(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> Vec<char> {
        let mut letters: Vec<char> = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        letters.dedup();
        letters
    };
    let (one, other) = (bare(one), bare(other));
    let without_s = |text: &[char]| text.strip_suffix(&['s']).unwrap_or(text).to_vec();
    one == other || without_s(&one) == without_s(&other)
}

/// True where a profile lists the other's name as an alias of any kind: its author knows of both.
fn is_settled(one: &Name<'_>, other: &Name<'_>, site: &Site) -> bool {
    let lists = |holder: &Name<'_>, name: &Name<'_>| {
        let aliases = site.entities[holder.entity].profile.iter().flat_map(|profile| &profile.aliases);
        aliases.into_iter().any(|alias| fold(&alias.name) == name.folded)
    };
    lists(one, other) || lists(other, one)
}

fn of_profiles(odd: &str, known: &str, holder: &Entity, place: Span) -> Diagnostic {
    let message = format!("`{odd}` is nearly the name `{known}` of `{}`", holder.name);
    Diagnostic::warning("near-duplicate", place, message).hint(format!(
        "where both are one name, take it out of one profile, or spell it alike in both, which makes it ambiguous; where they are two, list `{known}` here with `equivalence: disputed`"
    ))
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
