//! What is said about names that cannot be resolved: one warning a name, with its first place, the number of its uses, who
//! claims it, and how to settle it.

use super::Uses;
use super::index::{Slot, key};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Entity, EntityId};
use crate::source::Span;

/// Adds the warning for one contested name.
pub fn ambiguous(
    slot: &Slot,
    candidates: &[EntityId],
    uses: &Uses,
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) {
    let claims: Vec<(&str, Span, String)> = candidates
        .iter()
        .filter_map(|id| entities[*id].profile.as_ref())
        .map(|profile| {
            let alias = profile.aliases.iter().find(|alias| key(slot.0, &alias.name) == slot.1);
            let name = alias.map_or(&profile.name, |alias| &alias.name);
            (name.value.as_str(), name.span, format!("content/{}", profile.head.path))
        })
        .collect();
    let Some((claimed, place, _)) = claims.first() else { return };
    let spelling = super::most_used(&uses.spellings).unwrap_or(claimed);
    let who: Vec<String> = candidates
        .iter()
        .map(|id| {
            let entity = &entities[*id];
            match &entity.profile {
                Some(profile) => format!("`{}` (content/{})", entity.name, profile.head.path),
                None => format!("`{}`", entity.name),
            }
        })
        .collect();
    let times = match uses.count {
        0 => "not used yet".to_owned(),
        1 => "used once".to_owned(),
        count => format!("used {count} times"),
    };
    let message = format!("the name `{spelling}` means {}; it is {times}", who.join(" or "));
    let first = entities[candidates[0]].name.as_str();
    diagnostics.push(
        Diagnostic::warning("ambiguous-name", uses.first.unwrap_or(*place), message)
            .hint(format!("in a report write the entity that is meant and keep the name: `{{name: {first}, as: {spelling}}}`"))
            .hint("in a profile give the alias `equivalence: overlaps` (or subset, superset, disputed) where it does not mean exactly the entity"),
    );
}
