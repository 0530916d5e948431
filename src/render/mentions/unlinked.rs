//! Names in prose that stay text, and why: what `sitrep check --list unlinked` shows. In goes the linked site, out comes one row
//! for each distinct name and reason. Names that the same document links elsewhere are left out, as are names in links,
//! headings and code, which never link.

use std::collections::{BTreeMap, BTreeSet};

use super::{Mentions, Why, names, used};
use crate::link::{DocumentId, EntityId, Site};
use crate::markdown;
use crate::model::{EntityKind, Equivalence};
use crate::names::fold;
use crate::source::Span;

/// A name that stands in prose and links to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlinked {
    /// As written.
    pub name: String,
    /// Why, in words.
    pub why: String,
    /// How often it stands unlinked for this reason.
    pub uses: usize,
    /// The first place, in order of path.
    pub first: Span,
}

/// All names that the prose of a site leaves unlinked, in order of name.
pub fn unlinked(site: &Site) -> Vec<Unlinked> {
    let inexact = inexact(site);
    let texts: Vec<&str> = inexact.values().flatten().map(|(text, ..)| text.as_str()).collect();
    let all = site.entities.iter().flat_map(names).chain(used(site)).chain(texts);
    let mentions = Mentions::of(site, all, |_| true);
    let mut rows: BTreeMap<(String, String), (Span, usize)> = BTreeMap::new();
    for (id, head) in site.heads() {
        let own = mentions.own(id);
        let found = markdown::mentioned(head.body.markdown(), &|text: &str| mentions.each(text));
        for (range, pattern) in found {
            let meaning = mentions.meaning(&own, pattern);
            let why = match meaning {
                Ok(entity) if site.config.autolink || links(site, id, entity) => continue,
                Ok(_) => "`names.autolink` is off in sitrep.yaml".to_owned(),
                Err(_) if pattern.meaning.is_some_and(|entity| links(site, id, entity)) => continue,
                Err(why) => match words(site, &inexact, why, &pattern.text, id) {
                    Some(words) => words,
                    None => continue,
                },
            };
            let place = head.body.place(head.source, range.start..range.start + pattern.text.len());
            let row = rows.entry((pattern.text.clone(), why)).or_insert((place, 0));
            row.0 = row.0.min(place);
            row.1 += 1;
        }
    }
    let row = |((name, why), (first, uses))| Unlinked { name, why, uses, first };
    rows.into_iter().map(row).collect()
}

/// True where a document links to an entity, or is its own page.
fn links(site: &Site, from: DocumentId, entity: EntityId) -> bool {
    let to = DocumentId::Entity(entity);
    from == to || site.backlinks.get(&to).is_some_and(|links| links.binary_search(&from).is_ok())
}

/// Aliases that never resolve, by folded name: as written, whose, and how they relate to it.
type Inexact = BTreeMap<String, Vec<(String, EntityId, Equivalence)>>;

fn inexact(site: &Site) -> Inexact {
    let mut found = Inexact::new();
    for (id, entity) in site.entities.iter().enumerate() {
        let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
        for alias in aliases.filter(|alias| alias.equivalence != Equivalence::Exact) {
            let name = alias.name.value.clone();
            found.entry(fold(&name)).or_default().push((name, id, alias.equivalence));
        }
    }
    found
}

/// The reason in words; nothing for what is no name here, or the page's own.
fn words(site: &Site, inexact: &Inexact, why: Why, name: &str, from: DocumentId) -> Option<String> {
    match why {
        Why::Contested => Some(format!("it may mean {}", meanings(site, name))),
        Why::Own => Some("the front matter here means something else by it, or leaves open what".to_owned()),
        Why::Word if super::letters(name) < super::SHORTEST => words(site, inexact, Why::Short, name, from),
        Why::Word if matches!(from, DocumentId::Report(_)) => Some(
            "a single word, which the front matter here does not name; write `[[…]]` or name it there"
                .to_owned(),
        ),
        Why::Word => Some(
            "a single word, which links by itself only in a report that names it; write `[[…]]`".to_owned(),
        ),
        Why::Short => Some("shorter than three letters; write `[[…]]`".to_owned()),
        Why::Nothing => {
            let holders = inexact.get(&fold(name)).map(Vec::as_slice).unwrap_or_default();
            let is_own = |id: EntityId| from == DocumentId::Entity(id);
            if holders.iter().any(|(_, id, _)| is_own(*id)) {
                return None;
            }
            let cluster = site
                .entities
                .iter()
                .find(|entity| entity.cluster_of.is_some() && fold(&entity.name) == fold(name));
            match (holders, cluster) {
                ([], None) => None,
                ([], Some(cluster)) => {
                    Some(format!("the activity cluster of one report; its page is {}", cluster.route))
                }
                (holders, _) => {
                    let who = holders
                        .iter()
                        .map(|(_, id, how)| format!("`{}` ({})", site.entities[*id].name, how.word()));
                    Some(format!(
                        "an alias that never resolves, of {}",
                        who.collect::<Vec<_>>().join(" and ")
                    ))
                }
            }
        }
    }
}

/// Everything that a contested name may mean, in words.
fn meanings(site: &Site, name: &str) -> String {
    let folded = fold(name);
    let mut found: BTreeSet<EntityId> = BTreeSet::new();
    for kind in EntityKind::ALL {
        let key = if kind.is_coded() { crate::link::key(kind, name) } else { folded.clone() };
        found.extend(site.names.claimants(&(kind, key)));
    }
    let clusters = site.entities.iter().enumerate();
    let clusters = clusters.filter(|(_, entity)| entity.cluster_of.is_some() && fold(&entity.name) == folded);
    found.extend(clusters.map(|(id, _)| id));
    let said = found.into_iter().map(|id| {
        let entity = &site.entities[id];
        let label = if entity.is_cluster() {
            "activity cluster".to_owned()
        } else {
            entity.kind.label().to_lowercase()
        };
        format!("the {label} `{}` ({})", entity.name, entity.route)
    });
    said.collect::<Vec<_>>().join(" or ")
}
