//! A name that stands twice among the aliases of one profile says nothing more the second time.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::names::fold;

/// Warns of every alias that repeats another of the list; two that different people use, or that mean different things, are
/// both of interest.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for profile in site.entities.iter().filter_map(|entity| entity.profile.as_ref()) {
        let mut seen = BTreeSet::new();
        for alias in &profile.aliases {
            if !seen.insert((fold(&alias.name), alias.by.as_deref(), alias.equivalence.word())) {
                let message = format!("`{}` stands in `aliases` a second time", alias.name.value);
                diagnostics.push(
                    Diagnostic::warning("duplicate-name", alias.name.span, message).hint("keep one of them"),
                );
            }
        }
    }
}
