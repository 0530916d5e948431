//! Redirects: from exact aliases that mean one entity, from other spellings of an ambiguous name to its disambiguation page, and
//! from the old paths that authors list.

use std::collections::{BTreeMap, BTreeSet};

use super::names::key;
use super::{DocumentId, Redirect, Site};
use crate::model::{Equivalence, Head};
use crate::names::slug;

/// Fills `site.redirects`, sorted by path. What an author lists goes before an alias; an entity and a disambiguation page go before
/// both. Where aliases of two entities meet at one path, none of them gets it.
pub fn collect(site: &mut Site) {
    let mut redirects = old_paths(site);
    let entities = site.entities.iter().map(|entity| entity.route.as_str());
    let pages = site.ambiguous.iter().map(|name| name.route.as_str());
    let written = redirects.iter().map(|redirect| redirect.from.as_str());
    let taken: BTreeSet<&str> = entities.chain(pages).chain(written).collect();
    let generated: Vec<Redirect> = wanted(site)
        .into_iter()
        .filter(|(from, to)| to.len() == 1 && !taken.contains(from.as_str()))
        .flat_map(|(from, to)| to.into_iter().map(move |to| (from.clone(), to)))
        .map(|(from, to)| Redirect { from, to, written: None })
        .collect();
    redirects.extend(generated);
    redirects.sort_by(|a, b| (&a.from, a.written).cmp(&(&b.from, b.written)));
    site.redirects = redirects;
}

/// Paths of aliases, with what each may mean.
fn wanted(site: &Site) -> BTreeMap<String, BTreeSet<DocumentId>> {
    let mut wanted: BTreeMap<String, BTreeSet<DocumentId>> = BTreeMap::new();
    for (id, entity) in site.entities.iter().enumerate() {
        let Some(profile) = &entity.profile else { continue };
        for alias in profile.aliases.iter().filter(|alias| alias.equivalence == Equivalence::Exact) {
            let slot = (entity.kind, key(entity.kind, &alias.name));
            if site.names.claimants(&slot) == [id] {
                let route = format!("/{}/{}/", entity.kind.plural(), slug::text(&alias.name));
                wanted.entry(route).or_default().insert(DocumentId::Entity(id));
            }
        }
    }
    for (at, name) in site.ambiguous.iter().enumerate().filter(|(_, name)| name.has_page) {
        for spelling in &name.spellings {
            let route = format!("/{}/{}/", name.kind.plural(), slug::slug(spelling).text);
            wanted.entry(route).or_default().insert(DocumentId::Ambiguous(at));
        }
    }
    wanted
}

fn old_paths(site: &Site) -> Vec<Redirect> {
    let written = |(to, head): (DocumentId, &Head)| -> Vec<Redirect> {
        let old = head.redirect_from.iter();
        old.map(|from| Redirect { from: from.value.clone(), to, written: Some(from.span) }).collect()
    };
    site.heads().flat_map(written).collect()
}
