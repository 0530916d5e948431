//! Slugs and routes of entities and disambiguation pages. A profile's own `slug:` stands; where derived slugs meet, every name
//! that lost signs on the way gets a short hash, so that no page depends on which one came first.

use std::collections::BTreeMap;

use super::{Entity, Site};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::EntityKind;
use crate::names::slug;
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Entity(usize),
    Ambiguous(usize),
}

struct Wish {
    who: Who,
    name: String,
    text: String,
    lossy: bool,
    own: bool,
}

/// Gives every entity and every disambiguation page its slug and route.
pub fn assign(site: &mut Site, diagnostics: &mut Diagnostics) {
    let mut wishes: BTreeMap<(EntityKind, String), Vec<Wish>> = BTreeMap::new();
    for (id, entity) in site.entities.iter().enumerate() {
        let wish = wish_of(site, id, entity);
        wishes.entry((entity.kind, wish.text.clone())).or_default().push(wish);
    }
    for (id, name) in site.ambiguous.iter().enumerate().filter(|(_, name)| name.has_page) {
        let derived = slug::slug(&name.name);
        let wish = Wish {
            who: Who::Ambiguous(id),
            name: name.name.clone(),
            text: derived.text,
            lossy: derived.lossy,
            own: false,
        };
        wishes.entry((name.kind, wish.text.clone())).or_default().push(wish);
    }
    for ((kind, text), group) in wishes {
        if group.len() > 1 {
            settle(site, kind, &text, &group, diagnostics);
        }
        for wish in &group {
            let own_text = if group.len() > 1 && gives_way(wish, &group) {
                slug::hashed(&wish.name)
            } else {
                wish.text.clone()
            };
            let route = format!("/{}/{own_text}/", kind.plural());
            match wish.who {
                Who::Entity(id) => {
                    site.entities[id].slug = own_text;
                    site.entities[id].route = route;
                }
                Who::Ambiguous(id) => {
                    site.ambiguous[id].slug = own_text;
                    site.ambiguous[id].route = route;
                }
            }
        }
    }
}

fn wish_of(site: &Site, id: usize, entity: &Entity) -> Wish {
    let own = entity.profile.as_ref().and_then(|profile| profile.head.slug.as_ref());
    let name = match entity.cluster_of {
        Some(report) if entity.profile.is_none() => {
            format!("{} {}", entity.name, site.reports[report].report.slug.replace('/', " "))
        }
        _ => entity.name.clone(),
    };
    let derived = slug::slug(&name);
    Wish {
        who: Who::Entity(id),
        text: own.map_or(derived.text, |own| own.value.clone()),
        // A code is its own slug, whatever signs it holds.
        lossy: derived.lossy && !entity.kind.is_coded(),
        own: own.is_some(),
        name,
    }
}

/// Whether a name takes a hash where slugs meet: an author's own slug never does, a name that lost nothing keeps its slug unless
/// an author gave it to another, an entity goes before a disambiguation page.
fn gives_way(wish: &Wish, group: &[Wish]) -> bool {
    if wish.own {
        return false;
    }
    let taken = group.iter().any(|other| other.own);
    let several = group.iter().filter(|other| !other.lossy && !other.own).count() > 1;
    let second = matches!(wish.who, Who::Ambiguous(_)) && several;
    taken || wish.lossy || second
}

fn settle(site: &Site, kind: EntityKind, text: &str, group: &[Wish], diagnostics: &mut Diagnostics) {
    let owners: Vec<(&str, Span)> = group
        .iter()
        .filter(|wish| wish.own)
        .filter_map(|wish| match wish.who {
            Who::Entity(id) => site.entities[id].profile.as_ref(),
            Who::Ambiguous(_) => None,
        })
        .filter_map(|profile| Some((profile.head.path.as_str(), profile.head.slug.as_ref()?.span)))
        .collect();
    if let [(first, _), others @ ..] = owners.as_slice() {
        for (path, span) in others {
            let message = format!("content/{first} and content/{path} both take the slug `{text}`");
            diagnostics.push(Diagnostic::error("path-clash", *span, message).hint("change one of them"));
        }
    }
    let names: Vec<String> = group.iter().map(|wish| format!("`{}`", wish.name)).collect();
    let place = group.iter().find_map(|wish| place(site, wish.who));
    let message = format!("{} meet at /{}/{text}/", names.join(" and "), kind.plural());
    diagnostics.push(
        Diagnostic::warning("slug-meeting", place.unwrap_or(Span::file(site.config.source)), message)
            .hint("those that lost signs get a hash in their path; `slug:` in a profile settles it"),
    );
}

fn place(site: &Site, who: Who) -> Option<Span> {
    let Who::Entity(id) = who else { return None };
    let entity = &site.entities[id];
    if let Some(profile) = &entity.profile {
        return Some(profile.name.span);
    }
    let report = site.reports.get(*entity.reports.first()?)?;
    let at = report.rows.iter().position(|meaning| meaning.entity() == Some(id))?;
    report.report.rows.get(at).map(|row| row.name.span)
}
