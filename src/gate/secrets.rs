//! The strings of withheld material that must not appear in the output, each with where it stands and how much it matters.

use std::collections::BTreeSet;

use super::Edition;
use super::rows::Dropped;
use crate::indicator::IndicatorType;
use crate::model::{EntityKind, Head, Page, Profile, Report, Row, Source};
use crate::names::fold;

/// A string of withheld material.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// The string as written; an indicator is live.
    pub text: String,
    /// What it is.
    pub sort: SecretSort,
    /// True when it is withheld by TLP, not only as a draft or under embargo.
    pub by_tlp: bool,
    /// Path below `content/` of the document that withholds it.
    pub path: String,
}

/// What a withheld string is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretSort {
    /// Title of a document, a source or a detection.
    Title,
    /// Value of an indicator.
    Indicator(IndicatorType),
    /// Address of a source.
    Url,
    /// Name or alias of an actor, a victim, a campaign or a malware family.
    Name,
}

/// Shorter titles and names are words that anybody uses.
const SHORTEST: usize = 5;

struct Collector<'a> {
    path: &'a str,
    by_tlp: bool,
    secrets: &'a mut Vec<Secret>,
}

impl Collector<'_> {
    fn add(&mut self, text: &str, sort: SecretSort) {
        let short = text.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST;
        if short && matches!(sort, SecretSort::Title | SecretSort::Name) {
            return;
        }
        self.secrets.push(Secret {
            text: text.to_owned(),
            sort,
            by_tlp: self.by_tlp,
            path: self.path.to_owned(),
        });
    }

    fn row(&mut self, row: &Row) {
        let named = matches!(
            row.kind,
            EntityKind::Actor | EntityKind::Victim | EntityKind::Campaign | EntityKind::Malware
        );
        if named && !row.is_undisclosed() {
            self.add(&row.name, SecretSort::Name);
            if let Some(used) = &row.used {
                self.add(used, SecretSort::Name);
            }
        }
    }

    fn source(&mut self, source: &Source) {
        if let Some(url) = &source.url {
            self.add(url, SecretSort::Url);
        }
        if let Some(url) = &source.archive_url {
            self.add(url, SecretSort::Url);
        }
    }
}

/// Collects what a withheld report holds.
pub fn of_report(report: &Report, by_tlp: bool, secrets: &mut Vec<Secret>) {
    let mut collector = Collector { path: &report.head.path, by_tlp, secrets };
    collector.add(&report.title, SecretSort::Title);
    for indicator in &report.indicators {
        collector.add(&indicator.value, SecretSort::Indicator(indicator.kind));
    }
    for row in &report.rows {
        collector.row(row);
    }
    if by_tlp {
        for source in &report.sources {
            collector.source(source);
        }
    }
}

/// Collects what a withheld profile holds.
pub fn of_profile(profile: &Profile, by_tlp: bool, secrets: &mut Vec<Secret>) {
    let mut collector = Collector { path: &profile.head.path, by_tlp, secrets };
    let named = matches!(
        profile.kind,
        EntityKind::Actor | EntityKind::Victim | EntityKind::Campaign | EntityKind::Malware
    );
    if named {
        collector.add(&profile.name, SecretSort::Name);
        for alias in &profile.aliases {
            collector.add(&alias.name, SecretSort::Name);
        }
    }
    if by_tlp {
        for source in &profile.sources {
            collector.source(source);
        }
    }
}

/// Collects what a withheld page holds.
pub fn of_page(page: &Page, by_tlp: bool, secrets: &mut Vec<Secret>) {
    let mut collector = Collector { path: &page.head.path, by_tlp, secrets };
    collector.add(&page.title, SecretSort::Title);
}

/// Collects what the withheld rows of a published report hold.
pub fn of_rows(dropped: &Dropped, secrets: &mut Vec<Secret>) {
    let mut collector = Collector { path: &dropped.path, by_tlp: true, secrets };
    for row in &dropped.rows {
        collector.row(row);
    }
    for source in &dropped.sources {
        collector.source(source);
    }
    for indicator in &dropped.indicators {
        collector.add(&indicator.value, SecretSort::Indicator(indicator.kind));
    }
    for title in &dropped.titles {
        collector.add(title, SecretSort::Title);
    }
}

/// Collects the withheld sources of a published profile.
pub fn of_sources(dropped: &[Source], head: &Head, secrets: &mut Vec<Secret>) {
    let mut collector = Collector { path: &head.path, by_tlp: true, secrets };
    for source in dropped {
        collector.source(source);
    }
}

/// Takes out what published material says of its own accord: names that its front matter knows, indicators and sources that it
/// lists itself. Such a string is no trace of what is withheld.
pub fn forget_public(edition: &Edition, secrets: &mut Vec<Secret>) {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for profile in &edition.profiles {
        names.insert(fold(&profile.name));
        names.extend(profile.aliases.iter().map(|alias| fold(&alias.name)));
    }
    for row in edition.reports.iter().flat_map(|report| &report.rows) {
        names.insert(fold(&row.name));
        names.extend(row.used.as_ref().map(|used| fold(used)));
    }
    let values: BTreeSet<&str> = edition
        .reports
        .iter()
        .flat_map(|report| &report.indicators)
        .map(|indicator| indicator.value.value.as_str())
        .collect();
    let from_reports = edition.reports.iter().flat_map(|report| &report.sources);
    let urls: BTreeSet<&str> = from_reports
        .chain(edition.profiles.iter().flat_map(|profile| &profile.sources))
        .flat_map(|source| [&source.url, &source.archive_url])
        .flatten()
        .map(|url| url.value.as_str())
        .collect();
    let titles: BTreeSet<&str> = edition
        .reports
        .iter()
        .map(|report| report.title.value.as_str())
        .chain(edition.pages.iter().map(|page| page.title.value.as_str()))
        .collect();
    secrets.retain(|secret| match secret.sort {
        SecretSort::Name => !names.contains(&fold(&secret.text)),
        SecretSort::Indicator(_) => !values.contains(secret.text.as_str()),
        SecretSort::Url => !urls.contains(secret.text.as_str()),
        SecretSort::Title => !titles.contains(secret.text.as_str()),
    });
    secrets.sort();
    secrets.dedup();
}
