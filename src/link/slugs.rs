//! Slugs and routes of entities and disambiguation pages. A profile's own `slug:` stands; where derived slugs meet, every name
//! that lost signs on the way gets a short hash, so that no page depends on which one came first.

use std::collections::BTreeMap;

use super::{Entity, Site, names};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::EntityKind;
use crate::names::{country, slug};
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Entity(usize),
    Ambiguous(usize),
}

/// How good a claim to a slug is. Of those that meet, the best keeps it when it is alone; nobody keeps it with signs lost.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    /// The author's own `slug:`.
    Own,
    /// A technique, a vulnerability or a country that is known: the code, or the name, is what the slug says.
    Code,
    /// A name that lost nothing.
    Plain,
    /// A cluster, whose slug holds the report's.
    Cluster,
    /// A disambiguation page.
    Page,
    /// A name that lost signs.
    Lossy,
}

struct Wish {
    who: Who,
    /// For messages.
    name: String,
    text: String,
    /// The slug that it takes where another one goes before it; nothing for that of the name with a hash, which hardly any needs.
    other: Option<String>,
    right: Right,
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
        // The name of an entity and its disambiguation page would have the same hash.
        let hash = slug::short_hash(&format!("{}\0", name.key));
        let wish = Wish {
            who: Who::Ambiguous(id),
            name: name.name.clone(),
            other: Some(format!("{}-{hash}", derived.text)),
            text: derived.text,
            right: if derived.lossy { Right::Lossy } else { Right::Page },
        };
        wishes.entry((name.kind, wish.text.clone())).or_default().push(wish);
    }
    for ((kind, text), group) in wishes {
        let kept = keeper(&group);
        if group.len() > 1 {
            settle(site, kind, &text, &group, kept, diagnostics);
        }
        for (at, wish) in group.into_iter().enumerate() {
            let own_text = match kept == Some(at) {
                true => wish.text,
                false => wish.other.unwrap_or_else(|| slug::hashed(&wish.name)),
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
    let who = Who::Entity(id);
    let derived = slug::slug(&entity.name);
    let name = entity.name.clone();
    if let Some(own) = entity.profile.as_ref().and_then(|profile| profile.head.slug.as_ref()) {
        return Wish { who, name, text: own.value.clone(), other: None, right: Right::Own };
    }
    if let (Some(at), None) = (entity.cluster_of, &entity.profile) {
        let report = &site.reports[at].report.slug;
        let text = slug::slug(&format!("{}-{}", derived.text, report.replace('/', "-"))).text;
        let other = Some(format!("{text}-{}", slug::short_hash(&entity.key)));
        let name = format!("{name} of {report}");
        let right = if derived.lossy { Right::Lossy } else { Right::Cluster };
        return Wish { who, name, text, other, right };
    }
    let known = names::is_code(entity.kind, &entity.name)
        || (entity.kind == EntityKind::Country && country::find(&entity.name).is_some());
    let right = match (known, derived.lossy) {
        (true, _) => Right::Code,
        (false, true) => Right::Lossy,
        (false, false) => Right::Plain,
    };
    Wish { who, name, text: derived.text, other: None, right }
}

/// The one that keeps the slug. Of several profiles with one `slug:` the first does; that is an error.
fn keeper(group: &[Wish]) -> Option<usize> {
    let best = group.iter().map(|wish| wish.right).min()?;
    let first = group.iter().position(|wish| wish.right == best)?;
    let alone = group.iter().filter(|wish| wish.right == best).count() == 1;
    (group.len() == 1 || best == Right::Own || (alone && best != Right::Lossy)).then_some(first)
}

fn settle(
    site: &Site,
    kind: EntityKind,
    text: &str,
    group: &[Wish],
    kept: Option<usize>,
    diagnostics: &mut Diagnostics,
) {
    let own: Vec<(&str, Span)> = group
        .iter()
        .filter(|wish| wish.right == Right::Own)
        .filter_map(|wish| match wish.who {
            Who::Entity(id) => site.entities[id].profile.as_ref(),
            Who::Ambiguous(_) => None,
        })
        .filter_map(|profile| Some((profile.head.path.as_str(), profile.head.slug.as_ref()?.span)))
        .collect();
    if let [(first, _), others @ ..] = own.as_slice() {
        for (path, span) in others {
            let message = format!("content/{first} and content/{path} both take the slug `{text}`");
            diagnostics.push(Diagnostic::error("path-clash", *span, message).hint("change one of them"));
        }
        // An author gave the path to one of names that would all have lost it.
        if group.iter().all(|wish| matches!(wish.right, Right::Own | Right::Lossy)) {
            return;
        }
    }
    if is_one_name(site, group) {
        return;
    }
    let names: Vec<String> = group.iter().map(|wish| format!("`{}`", wish.name)).collect();
    let place = group.iter().filter_map(|wish| place(site, wish.who)).min();
    let outcome = match kept.and_then(|at| group.get(at)) {
        Some(wish) => format!("`{}` keeps it, the others get a hash in their path", wish.name),
        None => "each gets a hash in its path".to_owned(),
    };
    let message = format!("{} meet at /{}/{text}/", names.join(" and "), kind.plural());
    diagnostics.push(
        Diagnostic::warning("slug-meeting", place.unwrap_or(Span::file(site.config.source)), message)
            .hint(format!("{outcome}; `slug:` in a profile settles it")),
    );
}

/// True for an entity and the disambiguation page of its own name, about which there is a warning already.
fn is_one_name(site: &Site, group: &[Wish]) -> bool {
    let mut keys = group.iter().map(|wish| match wish.who {
        Who::Entity(id) => &site.entities[id].key,
        Who::Ambiguous(id) => &site.ambiguous[id].key,
    });
    let first = keys.next();
    keys.all(|key| Some(key) == first)
}

fn place(site: &Site, who: Who) -> Option<Span> {
    let Who::Entity(id) = who else { return None };
    let entity = &site.entities[id];
    entity.profile.as_ref().map(|profile| profile.name.span).or(entity.first)
}
