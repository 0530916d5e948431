//! The strings of withheld material that must not appear in the output, each with where it stands and how much it matters, and the
//! names that prose must not link to. What published front matter says of its own accord is no secret.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ahash::RandomState;

use super::mentions::{SHORTEST, letters};
use super::rows::{Dropped, Gone, key};
use super::{Edition, Withheld, WithheldFile};
use crate::indicator::IndicatorType;
use crate::model::{
    Attribution, AttributionTarget, Detection, EntityKind, Indicator, IndicatorsFile, Page, Profile, Report,
    Row, Source,
};
use crate::names::fold;
use crate::source::{SourceId, Span};

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
    /// Why it is withheld, in words.
    pub reason: String,
    /// The row that holds it, where that is withheld and not the whole document.
    pub row: Option<Span>,
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
    /// Name or alias of an actor, a victim, a campaign or a malware family; of no kind where a link may mean any.
    Name(Option<EntityKind>),
}

/// Gathers what one document withholds.
pub struct Collector<'a> {
    /// Path of the document below `content/`.
    pub path: &'a str,
    /// True when its level is among the reasons.
    pub by_tlp: bool,
    /// Why it is withheld.
    pub reason: String,
    /// The row that is withheld, where the document is not.
    pub row: Option<Span>,
    /// Where everything goes.
    pub withheld: &'a mut Withheld,
}

/// True for the kinds whose names the leak check looks for.
fn is_named(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Actor | EntityKind::Victim | EntityKind::Campaign | EntityKind::Malware)
}

impl Collector<'_> {
    /// Collects what a withheld report holds. Of drafts and embargoed reports that is less: they will be published.
    pub fn report(&mut self, report: &Report) {
        self.add(report.title.text(), SecretSort::Title);
        self.rows(&report.rows);
        self.indicators(&report.indicators);
        self.attributions(&report.attribution);
        self.files(&report.detections);
        if let Some(list) = &report.indicators_file {
            self.file(&list.name, list.source, false);
        }
        if self.by_tlp {
            self.sources(&report.sources);
            self.detections(&report.detections);
        }
    }

    /// Collects what a withheld profile holds.
    pub fn profile(&mut self, profile: &Profile) {
        let aliases = profile.aliases.iter().map(|alias| &alias.name.value);
        let own = [Some(&profile.name), profile.id.as_ref()].into_iter().flatten().map(|name| &name.value);
        for name in own.chain(aliases) {
            self.name(profile.kind, name);
        }
        if self.by_tlp {
            self.sources(&profile.sources);
        }
    }

    /// Collects what a withheld page holds.
    pub fn page(&mut self, page: &Page) {
        self.add(&page.title, SecretSort::Title);
    }

    /// Collects what the withheld rows of a report hold.
    pub fn dropped(&mut self, dropped: &Dropped) {
        self.each(&dropped.rows, |row| row.span, |collector, row| collector.rows(row));
        self.gone_sources(&dropped.sources);
        self.each(&dropped.indicators, |row| row.span, |collector, row| collector.indicators(row));
        self.each(&dropped.attribution, |row| row.claim.span, |collector, row| collector.attributions(row));
        self.each(&dropped.detections, |row| row.span, |collector, row| collector.detections(row));
        dropped.detections.iter().for_each(|gone| self.files(std::slice::from_ref(&gone.row)));
    }

    /// Notes the list that some of the withheld indicators of a report stand in.
    pub fn list(&mut self, list: Option<&IndicatorsFile>, dropped: &Dropped) {
        let Some(list) = list else { return };
        if dropped.indicators.iter().any(|gone| Some(gone.row.span.source) == list.source) {
            self.file(&list.name, list.source, true);
        }
    }

    /// Notes the files of detection rules.
    fn files(&mut self, detections: &[Detection]) {
        for row in detections {
            if let Some(name) = &row.file {
                self.file(name, row.source, false);
            }
        }
    }

    fn file(&mut self, name: &str, source: Option<SourceId>, in_part: bool) {
        let path = beside(self.path, name);
        let new = || WithheldFile { document: self.path.to_owned(), source, in_part };
        self.withheld.files.entry(path).or_insert_with(new).in_part |= in_part;
    }

    /// Collects what withheld sources of a document hold.
    pub fn gone_sources(&mut self, sources: &[Gone<Source>]) {
        self.each(sources, |row| row.span, |collector, row| collector.sources(row));
    }

    /// Collects row by row, each with the reason of its own.
    fn each<T>(&mut self, rows: &[Gone<T>], span: impl Fn(&T) -> Span, collect: impl Fn(&mut Self, &[T])) {
        let whole = self.reason.clone();
        for gone in rows {
            self.reason =
                if whole.is_empty() { gone.reason.clone() } else { format!("{whole}, {}", gone.reason) };
            self.row = Some(span(&gone.row));
            collect(self, std::slice::from_ref(&gone.row));
        }
        (self.reason, self.row) = (whole, None);
    }

    fn sources(&mut self, sources: &[Source]) {
        for source in sources {
            for url in [&source.url, &source.archive_url].into_iter().flatten() {
                self.add(url, SecretSort::Url);
            }
            if let Some(title) = &source.title {
                self.add(title, SecretSort::Title);
            }
            for reference in [&source.id, &source.url].into_iter().flatten() {
                self.withheld.citations.insert((self.path.to_owned(), reference.value.clone()));
            }
        }
    }

    /// Collects a string of a withheld block.
    pub fn string(&mut self, text: &str, sort: SecretSort) {
        self.add(text, sort);
    }

    /// Collects a name that a withheld block links. Of those that may be of any kind, what is a tag or the like is no secret.
    pub fn linked_name(&mut self, kind: Option<EntityKind>, name: &str) {
        let is_withheld = |kind: &EntityKind| self.withheld.names.contains_key(&(*kind, key(*kind, name)));
        let is_secret = match kind {
            Some(kind) => is_named(kind),
            None => EntityKind::ALL.into_iter().filter(is_withheld).all(is_named),
        };
        if is_secret {
            self.add(name, SecretSort::Name(kind));
        }
    }

    fn rows(&mut self, rows: &[Row]) {
        for row in rows.iter().filter(|row| !row.is_undisclosed()) {
            for name in [Some(&row.name), row.used.as_ref()].into_iter().flatten() {
                self.name(row.kind, name);
            }
        }
    }

    fn indicators(&mut self, indicators: &[Indicator]) {
        for indicator in indicators {
            self.add(&indicator.value, SecretSort::Indicator(indicator.kind));
            let names = [(EntityKind::Actor, &indicator.actor), (EntityKind::Malware, &indicator.malware)];
            for (kind, name) in names {
                if let Some(name) = name {
                    self.name(kind, name);
                }
            }
        }
    }

    fn attributions(&mut self, rows: &[Attribution]) {
        for row in rows {
            if let Some(AttributionTarget::Actor(name)) = &row.to {
                self.name(EntityKind::Actor, name);
            }
        }
    }

    fn detections(&mut self, detections: &[Detection]) {
        for title in detections.iter().filter_map(|detection| detection.title.as_ref()) {
            self.add(title, SecretSort::Title);
        }
    }

    fn name(&mut self, kind: EntityKind, name: &str) {
        let names = &mut self.withheld.names;
        names.entry((kind, key(kind, name))).or_insert_with(|| self.path.to_owned());
        if is_named(kind) {
            self.add(name, SecretSort::Name(Some(kind)));
        }
    }

    fn add(&mut self, text: &str, sort: SecretSort) {
        let short = match sort {
            SecretSort::Name(_) => letters(text) < SHORTEST,
            // A title of several words is one, however short they are.
            SecretSort::Title => letters(text) < SHORTEST && !text.trim().contains(char::is_whitespace),
            // A CVE is everybody's, whatever list it stands on.
            SecretSort::Indicator(IndicatorType::Cve) => true,
            // Two or three letters of a file name or a mutex stand in any text.
            SecretSort::Indicator(_) | SecretSort::Url => letters(text) < 4 && !text.contains(['.', ':']),
        };
        if short {
            return;
        }
        self.withheld.secrets.push(Secret {
            text: text.to_owned(),
            sort,
            by_tlp: self.by_tlp,
            path: self.path.to_owned(),
            reason: self.reason.clone(),
            row: self.row,
        });
    }
}

/// The path below `content/` of a file that a document names as one beside it.
pub fn beside(document: &str, name: &str) -> String {
    match document.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// Takes out what published front matter says of its own accord: names that it knows, indicators, sources and titles of its own.
/// Such a string is no trace of what is withheld.
pub fn forget_public(edition: &Edition, names: &PublicNames, withheld: &mut Withheld) {
    let spelled: BTreeSet<&str> = names.keys().map(|(_, name)| name.as_str()).collect();
    let knows = |kind: EntityKind, name: &str| names.contains_key(&(kind, key(kind, name)));
    let values: BTreeSet<&str> = edition
        .reports
        .iter()
        .flat_map(|report| &report.indicators)
        .map(|indicator| indicator.value.value.as_str())
        .collect();
    let sources = edition.reports.iter().flat_map(|report| &report.sources);
    let sources: Vec<&Source> =
        sources.chain(edition.profiles.iter().flat_map(|profile| &profile.sources)).collect();
    let urls: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| [&source.url, &source.archive_url])
        .flatten()
        .map(|url| url.value.as_str())
        .collect();
    let detections = edition.reports.iter().flat_map(|report| &report.detections);
    let titles: BTreeSet<String> = edition
        .reports
        .iter()
        .map(|report| report.title.text())
        .chain(edition.pages.iter().map(|page| page.title.value.as_str()))
        .chain(sources.iter().filter_map(|source| source.title.as_deref()))
        .chain(detections.filter_map(|detection| detection.title.as_deref()))
        .map(fold)
        .collect();
    withheld.secrets.retain(|secret| match secret.sort {
        SecretSort::Name(kind) => !EntityKind::ALL
            .into_iter()
            .any(|published| excuses(published, kind) && knows(published, &secret.text)),
        SecretSort::Indicator(_) => !values.contains(secret.text.as_str()),
        SecretSort::Url => !urls.contains(secret.text.as_str()),
        SecretSort::Title => {
            let folded = fold(&secret.text);
            !titles.contains(&folded) && !spelled.contains(folded.as_str())
        }
    });
    withheld.secrets.sort();
    withheld.secrets.dedup();
    withheld.names.retain(|name, _| !names.get(name).is_some_and(|links| *links));
    let shown: BTreeSet<String> = edition
        .reports
        .iter()
        .flat_map(|report| {
            let rules = report.detections.iter().filter_map(|row| row.file.as_ref());
            let names = rules.chain(report.indicators_file.iter().map(|list| &list.name));
            names.map(|name| beside(&report.head.path, name))
        })
        .collect();
    withheld.files.retain(|path, file| file.in_part || !shown.contains(path));
}

/// The kinds of which a published name makes a withheld one public: those whose names are looked for, as catalogues give one name to a
/// group, its malware and its campaign. A tag is free words, a sector or a tool is another thing that happens to be called so. But an
/// author may list malware as a tool, and the name of a state that was a victim is that of its country.
fn excuses(published: EntityKind, withheld: Option<EntityKind>) -> bool {
    let Some(withheld) = withheld else { return true };
    is_named(published)
        || matches!(
            (published, withheld),
            (EntityKind::Tool, EntityKind::Malware) | (EntityKind::Country, EntityKind::Victim)
        )
}

/// Folded names that published front matter uses, with whether a link by that name finds something.
pub type PublicNames = BTreeMap<(EntityKind, String), bool>;

/// The names that published front matter uses.
pub fn public_names(edition: &Edition) -> PublicNames {
    // Most names stand in hundreds of reports, and folding one takes longer than finding it.
    let mut written: HashMap<(EntityKind, &str), bool, RandomState> =
        HashMap::with_hasher(RandomState::with_seeds(1, 2, 3, 4));
    let mut add = |kind, name, links| *written.entry((kind, name)).or_insert(false) |= links;
    for profile in &edition.profiles {
        add(profile.kind, &profile.name, true);
        profile.id.iter().for_each(|id| add(profile.kind, id, true));
        for alias in &profile.aliases {
            add(profile.kind, &alias.name, alias.equivalence == crate::model::Equivalence::Exact);
        }
        profile.sectors.iter().for_each(|name| add(EntityKind::Sector, name, true));
        profile.country.iter().for_each(|name| add(EntityKind::Country, name, true));
    }
    for report in &edition.reports {
        for row in &report.rows {
            // The label of an undisclosed victim is shown nowhere.
            let names = [Some(&row.name), row.used.as_ref()].into_iter().flatten();
            for name in names.filter(|_| !row.is_undisclosed()) {
                add(row.kind, name, true);
            }
            if let Some(victim) = &row.victim {
                victim.sectors.iter().for_each(|name| add(EntityKind::Sector, name, true));
                victim.country.iter().for_each(|name| add(EntityKind::Country, name, true));
            }
        }
        for row in &report.attribution {
            match &row.to {
                Some(AttributionTarget::Actor(name)) => add(EntityKind::Actor, name, true),
                Some(AttributionTarget::Country(name)) => add(EntityKind::Country, name, true),
                Some(AttributionTarget::Sponsor(_)) | None => {}
            }
        }
    }
    let mut names = PublicNames::new();
    #[allow(clippy::iter_over_hash_type, reason = "they go into an ordered map")]
    for ((kind, name), links) in written {
        for key in [key(kind, name), fold(name)] {
            *names.entry((kind, key)).or_insert(false) |= links;
        }
    }
    names
}
