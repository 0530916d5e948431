//! The exceptions of `leaks.allow`: which withheld strings they cover, and which of them cover none that stands anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::watch::key;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::gate::Secret;
use crate::link::Site;

/// The exceptions of the configuration.
pub struct Allowed {
    /// By string, the exception that it falls under.
    entries: BTreeMap<usize, usize>,
}

impl Allowed {
    /// Ties strings to exceptions by their text, white space and case aside.
    pub fn new(site: &Site, secrets: &[&Secret]) -> Self {
        let allowed = site.config.leaks_allowed.iter().enumerate();
        let by_key: BTreeMap<String, usize> = allowed.map(|(at, leak)| (key(&leak.text), at)).collect();
        let entries = secrets.iter().enumerate();
        Self {
            entries: entries
                .filter_map(|(at, secret)| Some((at, *by_key.get(&key(&secret.text))?)))
                .collect(),
        }
    }

    /// The exception for a string.
    pub fn by(&self, secret: usize) -> Option<usize> {
        self.entries.get(&secret).copied()
    }

    /// An exception that nothing needs may hide a leak one day.
    pub fn report_unused(&self, site: &Site, used: &BTreeSet<usize>, diagnostics: &mut Diagnostics) {
        for (at, leak) in site.config.leaks_allowed.iter().enumerate() {
            if !used.contains(&at) {
                let message = format!("`{}` is allowed here and is no leak", leak.text.value);
                diagnostics.push(
                    Diagnostic::warning("unused-exception", leak.text.span, message)
                        .hint("remove the entry, so that it hides no leak one day"),
                );
            }
        }
    }
}
