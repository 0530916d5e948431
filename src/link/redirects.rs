//! Redirects: from exact aliases that mean one entity, and from the old paths that authors list.

use std::collections::{BTreeMap, BTreeSet};

use super::names::key;
use super::{Redirect, Site};
use crate::model::{Equivalence, Head};
use crate::names::slug;

/// Fills `site.redirects`, sorted by path. An entity and a disambiguation page go before an alias; where aliases of two entities
/// meet at one path, none of them gets it.
pub fn collect(site: &mut Site) {
    let mut redirects = old_paths(site);
    let taken: BTreeSet<&str> = site
        .entities
        .iter()
        .map(|entity| entity.route.as_str())
        .chain(site.ambiguous.iter().map(|name| name.route.as_str()))
        .collect();
    let mut wanted: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (id, entity) in site.entities.iter().enumerate() {
        let Some(profile) = &entity.profile else { continue };
        for alias in profile.aliases.iter().filter(|alias| alias.equivalence == Equivalence::Exact) {
            let slot = (entity.kind, key(entity.kind, &alias.name));
            if site.names.claimants(&slot) == [id] {
                let route = format!("/{}/{}/", entity.kind.plural(), slug::slug(&alias.name).text);
                wanted.entry(route).or_default().insert(id);
            }
        }
    }
    for (from, ids) in wanted {
        if let [id] = ids.into_iter().collect::<Vec<_>>().as_slice()
            && !taken.contains(from.as_str())
        {
            redirects.push(Redirect {
                from,
                to: site.entities[*id].route.clone(),
                title: site.entities[*id].name.clone(),
                written: None,
            });
        }
    }
    redirects.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    site.redirects = redirects;
}

fn old_paths(site: &Site) -> Vec<Redirect> {
    let reports =
        site.reports.iter().map(|linked| (&linked.report.head, &linked.route, linked.report.title.as_str()));
    let pages = site.pages.iter().map(|page| (&page.head, &page.route, page.title.as_str()));
    let profiles = site.entities.iter().filter_map(|entity| {
        let profile = entity.profile.as_ref()?;
        Some((&profile.head, &entity.route, entity.name.as_str()))
    });
    let all: Vec<(&Head, &String, &str)> = reports.chain(pages).chain(profiles).collect();
    all.into_iter()
        .flat_map(|(head, route, title)| {
            head.redirect_from.iter().map(move |from| Redirect {
                from: from.value.clone(),
                to: route.clone(),
                title: title.to_owned(),
                written: Some(from.span),
            })
        })
        .collect()
}
