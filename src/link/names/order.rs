//! Puts entities and ambiguous names in their final order and renumbers everything that points to them.

use std::collections::BTreeMap;

use super::{Meaning, Resolved};
use crate::link::{AmbiguousId, Entity, EntityId};
use crate::model::EntityKind;
use crate::names::initial;

/// Sorts by kind, then initial, then folded name.
pub fn sort(resolved: &mut Resolved) {
    // Names of one initial stand together, whatever signs and marks their keys begin with.
    let initials: Vec<_> = resolved.entities.iter().map(|entity| initial(&entity.key)).collect();
    let mut order: Vec<EntityId> = (0..resolved.entities.len()).collect();
    order.sort_unstable_by(|a, b| {
        let at = |id: EntityId| {
            let entity = &resolved.entities[id];
            (entity.kind, initials[id], &entity.key, &entity.name, id)
        };
        at(*a).cmp(&at(*b))
    });
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    let mut entities: Vec<Option<Entity>> =
        std::mem::take(&mut resolved.entities).into_iter().map(Some).collect();
    resolved.entities = order.iter().filter_map(|old| entities[*old].take()).collect();
    for entity in &mut resolved.entities {
        for origin in &mut entity.origin {
            origin.actor = place[origin.actor];
        }
        // By actor; what its profile says first, then the newest report.
        entity.origin.sort();
        entity.origin.dedup();
    }
    for report in &mut resolved.reports {
        for id in &mut report.entities {
            *id = place[*id];
        }
        for meaning in &mut report.rows {
            if let Meaning::Entity(id) = meaning {
                *id = place[*id];
            }
        }
    }
    for (_, id) in &mut resolved.doubles {
        *id = place[*id];
    }
    resolved.ambiguous.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    for name in &mut resolved.ambiguous {
        for candidate in &mut name.candidates {
            *candidate = place[*candidate];
        }
        name.candidates.sort_unstable();
    }
    resolved.index.renumber(&place);
    let ambiguous: BTreeMap<(EntityKind, String), AmbiguousId> =
        resolved.ambiguous.iter().enumerate().map(|(at, name)| ((name.kind, name.key.clone()), at)).collect();
    resolved.index.set_ambiguous(ambiguous);
}
