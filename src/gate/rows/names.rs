//! The names of withheld rows that no published row of the same list bears: what refers to one of them, or names it in its
//! text, goes too.

use std::collections::BTreeSet;

use super::super::mentions::Told;
use super::Dropped;
use crate::model::{EntityKind, Row, Source};
use crate::names::fold;
use crate::source::Spanned;

/// Names that are gone from a report.
pub struct Names {
    keys: BTreeSet<(EntityKind, String)>,
    /// Names that published rows bear.
    known: BTreeSet<(EntityKind, String)>,
    /// Actors, malware and sources: indicators, detections and quotes may name them in their text.
    told: Told,
}

impl Names {
    /// Gathers the names of withheld rows and sources.
    pub fn of(dropped: &Dropped, kept: &[Row], sources: &[Source]) -> Self {
        let known: BTreeSet<(EntityKind, String)> =
            kept.iter().flat_map(spellings).map(|(kind, key, _)| (kind, key)).collect();
        let mut names = Self { keys: BTreeSet::new(), known, told: Told::default() };
        for (kind, key, spelling) in dropped.rows.iter().flat_map(|gone| spellings(&gone.row)) {
            if names.known.contains(&(kind, key.clone())) {
                continue;
            }
            if matches!(kind, EntityKind::Actor | EntityKind::Malware) {
                names.told.name(spelling);
            }
            names.keys.insert((kind, key));
        }
        let public: BTreeSet<&str> = sources.iter().flat_map(texts).collect();
        for text in dropped.sources.iter().flat_map(|gone| texts(&gone.row)) {
            if !public.contains(text) {
                names.told.text(text);
            }
        }
        names
    }

    /// The reason, when the name is one of them.
    pub fn gone(&self, kind: EntityKind, name: Option<&Spanned<String>>, reason: &str) -> Option<String> {
        let is_gone = name.is_some_and(|name| self.keys.contains(&(kind, key(kind, &name.value))));
        is_gone.then(|| reason.to_owned())
    }

    /// The reason, when the malware of an indicator is withheld; it may be one of the tools.
    pub fn malware_gone(&self, name: Option<&Spanned<String>>) -> Option<String> {
        let kinds = [EntityKind::Malware, EntityKind::Tool];
        let is_known = |name: &Spanned<String>| {
            kinds.iter().any(|kind| self.known.contains(&(*kind, key(*kind, &name.value))))
        };
        let name = name.filter(|name| !is_known(name));
        kinds.into_iter().find_map(|kind| self.gone(kind, name, "its malware is withheld"))
    }

    /// The reason, when one of the texts names one of them.
    pub fn told<const N: usize>(&self, texts: [Option<&str>; N]) -> Option<String> {
        let name = texts.into_iter().flatten().find_map(|text| self.told.named_in(text))?;
        Some(format!("it names `{name}`, which is withheld"))
    }
}

/// The names of a row: their kind, key and text.
fn spellings(row: &Row) -> Vec<(EntityKind, String, &str)> {
    let names = [Some(&row.name), row.used.as_ref()].into_iter().flatten();
    let names = names.filter(|name| !name.is_empty());
    names.map(|name| (row.kind, key(row.kind, name), name.as_str())).collect()
}

/// By what a text may name a source.
fn texts(source: &Source) -> impl Iterator<Item = &str> {
    let urls = [&source.url, &source.archive_url].into_iter().flatten().map(|url| url.value.as_str());
    source.title.as_deref().into_iter().chain(urls)
}

/// A code and a name of one country are the same reference.
pub fn key(kind: EntityKind, name: &str) -> String {
    let country = (kind == EntityKind::Country).then(|| crate::names::country::find(name)).flatten();
    country.map_or_else(|| fold(name), |country| country.alpha2.to_owned())
}
