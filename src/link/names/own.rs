//! The names that one report uses for its own rows: what a claim, or a name in brackets, of that report refers to. Built once a
//! report, so that looking a name up does not depend on the number of rows.

use std::collections::BTreeMap;

use super::index::{Slot, key};
use crate::model::{EntityKind, Row};

/// Rows of one report by kind and key of the name.
#[derive(Debug, Clone, Default)]
pub struct OwnNames(BTreeMap<Slot, usize>);

impl OwnNames {
    /// Gathers names, then the spellings of `as`; of rows with one name the first counts.
    pub fn of(rows: &[Row]) -> Self {
        let mut found = BTreeMap::new();
        let names = rows.iter().enumerate().map(|(at, row)| (at, row.kind, &row.name));
        let used = rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.kind, row.used.as_ref()?)));
        for (at, kind, name) in names.chain(used).filter(|(_, _, name)| !name.is_empty()) {
            found.entry((kind, key(kind, name))).or_insert(at);
        }
        Self(found)
    }

    /// Index of the row that bears the name.
    pub fn row(&self, kind: EntityKind, name: &str) -> Option<usize> {
        self.0.get(&(kind, key(kind, name))).copied()
    }
}
