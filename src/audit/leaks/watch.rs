//! What is looked for: every withheld string once, and the search that finds all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::fresh::Seen;
use super::needle::needles;
use super::search::Search;
use super::severity;
use super::spelling::spelled;
use crate::diagnostic::Severity;
use crate::gate::{Secret, SecretSort, Withheld};
use crate::link::Site;
use crate::output::Staged;

/// The strings that must not be in the output.
pub struct Watch<'a> {
    /// What they are withheld with.
    pub withheld: &'a Withheld,
    /// Each string once.
    pub secrets: Vec<&'a Secret>,
    /// Nothing when there is nothing to look for.
    pub search: Option<Search>,
    /// Gives the text of a page that was read when it was made. Should the disk have lost it, a leak is reported without this place.
    pub again: &'a Again<'a>,
}

/// Reads a page that waits on the disk.
pub type Again<'a> = dyn Fn(&Staged) -> String + Sync + 'a;

impl<'a> Watch<'a> {
    /// Gathers what a site withholds.
    pub fn new(site: &Site, withheld: &'a Withheld, again: &'a Again<'a>) -> Self {
        let secrets = secrets(site, withheld);
        let mut search = Search::new(secrets.iter().enumerate().flat_map(|(at, secret)| needles(at, secret)));
        if let Some(search) = &mut search {
            search.except_names(site, &secrets);
        }
        Self { withheld, secrets, search, again }
    }

    /// Adds the strings that stand in a page or in its path.
    pub fn read(&self, found: &mut BTreeSet<usize>, seen: &mut Seen, path: &str, html: &str) {
        if let Some(search) = &self.search {
            search.read(found, seen, path, html);
        }
    }
}

/// What two spellings of one string have in common.
pub fn key(text: &str) -> String {
    spelled(text.trim()).to_lowercase()
}

/// The strings to look for, each once: the same name may be withheld by many documents.
fn secrets<'a>(site: &Site, withheld: &'a Withheld) -> Vec<&'a Secret> {
    let config = &site.config;
    let menus = config.menus.values().flatten().map(|item| &item.title);
    let titles: BTreeSet<String> =
        [&config.title, &config.producer].into_iter().chain(menus).map(|text| key(text)).collect();
    let own = config.base_url.absolute("/");
    let mut found: BTreeMap<String, &Secret> = BTreeMap::new();
    for secret in &withheld.secrets {
        let key = key(&secret.text);
        // The addresses of this site stand on every page.
        let is_own = secret.sort == SecretSort::Url && secret.text.starts_with(&own);
        if is_own || (secret.sort == SecretSort::Title && titles.contains(&key)) {
            continue;
        }
        let first = found.entry(key).or_insert(secret);
        if severity(first) != Severity::Error && severity(secret) == Severity::Error {
            *first = secret;
        }
    }
    found.into_values().collect()
}
