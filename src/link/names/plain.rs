//! Names that mean one entity wherever they stand, by spelling. Reports use the same few thousand names again and again, and folding
//! one takes longer than finding it here.

use std::collections::HashMap;

use super::earlier;
use crate::link::EntityId;
use crate::model::EntityKind;
use crate::source::{Span, Spanned};

/// A spelling and its uses so far.
pub struct Use {
    /// As written.
    pub spelling: String,
    /// What it means.
    pub entity: EntityId,
    /// Number of uses.
    pub count: usize,
    /// The first of them in order of path.
    pub first: Span,
}

/// Spellings of all kinds.
#[derive(Default)]
pub struct Plain {
    /// By kind and spelling, the place in `uses`.
    places: HashMap<EntityKind, HashMap<String, usize, ahash::RandomState>, ahash::RandomState>,
    uses: Vec<Use>,
}

impl Plain {
    /// Counts one more use of a known spelling; nothing where it is not known.
    pub fn again(&mut self, kind: EntityKind, name: &Spanned<String>) -> Option<EntityId> {
        let known = &mut self.uses[*self.places.get(&kind)?.get(&name.value)?];
        known.count += 1;
        known.first = earlier(Some(known.first), name.span)?;
        Some(known.entity)
    }

    /// Notes a spelling that means one entity, with its first use. What it means must not change any more.
    pub fn note(&mut self, kind: EntityKind, name: &Spanned<String>, entity: EntityId) {
        self.places.entry(kind).or_default().insert(name.value.clone(), self.uses.len());
        self.uses.push(Use { spelling: name.value.clone(), entity, count: 1, first: name.span });
    }

    /// All uses, in the order of the first.
    pub fn into_uses(self) -> Vec<Use> {
        self.uses
    }
}
