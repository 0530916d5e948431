//! What a template may use: typed, documented structs, made from the `Site`. In goes the linked site, out come
//! values that Tera sees under the names given here. This file is the template contract: `docs/theming.md` is
//! generated from its comments. It deliberately holds no HTML but the rendered bodies, and decides no path.
//!
//! Every `href` starts with the path of `base_url`, so that a template prints it as it is. Lists of rows are built once
//! for the whole site and shared between pages.

mod claims;
mod entities;
mod facets;
mod lists;
mod names;
mod pages;
mod reports;
mod rows;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use lists::LATEST;
pub use pages::{Frame, site_view};
pub use rows::Rows;

/// `site`: the same on every page, so it holds no figure over the whole site.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// `title` of `sitrep.yaml`.
    pub title: String,
    /// `description` of `sitrep.yaml`; empty when unset.
    pub description: String,
    /// BCP 47 language of the site's prose; the interface is English.
    pub language: String,
    /// Who publishes; empty when unset.
    pub producer: String,
    /// `base_url` with a final slash.
    pub base_url: String,
    /// The path of `base_url`, with a slash at both ends (`/` or `/sub/`).
    pub root: String,
    /// The edition: the highest level that it may hold.
    pub edition: TlpView,
    /// Menus of `sitrep.yaml` by name; `main` always exists.
    pub menus: BTreeMap<String, Vec<Link>>,
    /// `extra` of `sitrep.yaml`.
    pub extra: serde_json::Value,
}

/// `page`: what the head and the frame of any page need.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Title of the page without the site's.
    pub title: String,
    /// One or two plain sentences for search engines; empty when there is nothing to say.
    pub description: String,
    /// Path below `site.root` with a slash at both ends, `/actors/redfoxtrot/`.
    pub route: String,
    /// Absolute canonical URL.
    pub url: String,
    /// `home`, `list`, `report`, `entity`, `disambiguation`, `page`, `redirect` or `not-found`.
    pub template: String,
    /// Language of the page's prose.
    pub language: String,
    /// True where a search engine should not list the page: redirects, the 404 page, unpublished material.
    pub noindex: bool,
    /// The marking of the page: that of its document, or of a report in its lists where that is higher. Absent where no document
    /// stands behind the page; each row of its lists then bears its own.
    pub tlp: Option<TlpView>,
    /// What keeps this page back from the public edition, in words (`DRAFT`, `EMBARGO until 2026-01-01`, `TLP above the site's
    /// maximum`); empty in a public edition.
    pub held: Vec<String>,
    /// The way from the home page to this one, without either.
    pub breadcrumbs: Vec<Link>,
    /// When the material was published, on reports.
    pub published: Option<DateView>,
    /// When it was last changed, on reports and profiles that say so.
    pub updated: Option<DateView>,
    /// schema.org data as JSON, ready to stand in a `script` of type `application/ld+json`; empty when there is none.
    pub json_ld: String,
}

/// A place on the site and what to call it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A date as an attribute and as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `<time datetime>`: `2021-09-28`, `2021-09` or `2021`.
    pub iso: String,
    /// For readers: `28 September 2021` in English, ISO otherwise.
    pub text: String,
}

/// A Traffic Light Protocol 2.0 level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TlpView {
    /// As FIRST writes it: `TLP:AMBER+STRICT`.
    pub label: String,
    /// For class names: `clear`, `green`, `amber`, `amber-strict`, `red`.
    pub level: String,
}

/// An entity in a list of other things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityRef {
    /// Key of the kind: `actor`, `victim`, `malware`, `tool`, `campaign`, `technique`, `vulnerability`, `sector`, `country`, `tag`.
    pub kind: String,
    /// The kind in words, singular: `Actor`.
    pub label: String,
    /// The entity's name; of a technique or a vulnerability its id.
    pub name: String,
    /// Its page.
    pub href: String,
    /// An activity cluster that nobody tied to a known actor.
    pub cluster: bool,
}

/// One name of a report's front matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, singular.
    pub label: String,
    /// The entity's name; of an undisclosed victim a description (`Undisclosed telecommunications organizations, India`); of an
    /// ambiguous name the name as written.
    pub name: String,
    /// Its page or disambiguation page; absent for an undisclosed victim.
    pub href: Option<String>,
    /// The name that this report uses, where it differs.
    pub named: Option<String>,
    /// The report's stance, where it is not that it asserts: `suspects`, `denies`, `disputes`.
    pub stance: Option<String>,
    /// An activity cluster that the report could not tie to a known actor.
    pub cluster: bool,
    /// The name is ambiguous: `href` leads to the disambiguation page.
    pub ambiguous: bool,
    /// How many rows the chip stands for: 1, or the number of undisclosed victims that one description fits.
    pub count: usize,
}

/// The chips of one kind, in the order of the front matter.
#[derive(Debug, Clone, Serialize)]
pub struct ChipGroup {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, plural: `Actors`.
    pub label: String,
    /// At least one.
    pub chips: Vec<Chip>,
}

/// A report in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRow {
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Date of publication.
    pub date: DateView,
    /// Summary; empty when there is none.
    pub summary: String,
    /// The report's kind in words, `Intrusion analysis`; empty when unset.
    pub kind: String,
    /// Its marking.
    pub tlp: TlpView,
    /// As on [`PageView`].
    pub held: Vec<String>,
    /// True for a retracted report.
    pub retracted: bool,
    /// The actors and named victims, at most eight.
    pub entities: Vec<EntityRef>,
}

/// An entity in the list of its kind.
#[derive(Debug, Clone, Serialize)]
pub struct EntityRow {
    /// Key of the kind.
    pub kind: String,
    /// Name; of a technique or a vulnerability its id.
    pub name: String,
    /// Of a technique or a vulnerability with a profile: what it is called; empty otherwise.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Summary of its profile; empty when there is none.
    pub summary: String,
    /// Exact aliases.
    pub aliases: Vec<String>,
    /// An activity cluster that nobody tied to a known actor.
    pub cluster: bool,
    /// The report that the cluster belongs to; absent for a cluster with a profile of its own.
    pub cluster_of: Option<Link>,
    /// Number of reports that name it; of a country, in which it is a target.
    pub reports: usize,
    /// Of a country: number of actors whose origin somebody attributes to it.
    pub origins: usize,
    /// Date of the earliest report that names it.
    pub first: Option<DateView>,
    /// Date of the latest.
    pub last: Option<DateView>,
    /// The part of the alphabet that it stands in, as in [`Letter`]; empty where the kind has no order by letter.
    pub letter: String,
    /// Anchor of that part, without `#`; empty likewise.
    pub letter_anchor: String,
}

/// A part of a list in order of name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// `A` to `Z`, `0–9`, `#` for signs, `…` for other scripts; of vulnerabilities the year.
    pub label: String,
    /// The first row of that part, on whichever page of the list.
    pub href: String,
}

/// What the entities of a list have in common with others, as a way into it.
#[derive(Debug, Clone, Serialize)]
pub struct FacetGroup {
    /// `Attributed origin`, `Sectors`, `Countries`.
    pub label: String,
    /// Places that list the entities, those with the most first.
    pub links: Vec<CountedLink>,
}

/// A place on the site and how much is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedLink {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Number of entities there.
    pub count: usize,
}

/// Entities of one kind that belong to a sector or a country.
#[derive(Debug, Clone, Serialize)]
pub struct MemberGroup {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, plural: `Actors`.
    pub label: String,
    /// In order of name.
    pub entities: Vec<EntityRef>,
}

/// Where in a long list the page stands.
#[derive(Debug, Clone, Serialize)]
pub struct Paging {
    /// This page, from 1.
    pub number: usize,
    /// Number of pages, at least 1.
    pub pages: usize,
    /// Number of rows on all pages.
    pub rows: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The first page, the last, and those around this one; a gap is an item whose `href` is empty.
    pub links: Vec<PageLink>,
}

/// One page of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// Its number, from 1; 0 for a gap.
    pub number: usize,
    /// Its path; empty for a gap.
    pub href: String,
    /// True for the page itself.
    pub current: bool,
}

/// One heading of a body, level 2 or 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TocItem {
    /// 2 or 3.
    pub level: u8,
    /// Its anchor, without `#`.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Markdown that became HTML.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BodyView {
    /// Safe HTML; print it with `| safe`.
    pub html: String,
    /// Its headings of level 2 and 3.
    pub toc: Vec<TocItem>,
    /// Number of words.
    pub words: usize,
    /// Minutes to read it at 220 words a minute, at least 1.
    pub minutes: usize,
}

/// `home`: the page `/`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// Prose of `content/index.md`.
    pub body: BodyView,
    /// The newest reports, at most eleven.
    pub latest: Vec<Arc<ReportRow>>,
    /// Number of reports.
    pub reports: usize,
    /// The kinds that have entities, in the order of the table of kinds.
    pub kinds: Vec<Facet>,
}

/// A kind on the home page.
#[derive(Debug, Clone, Serialize)]
pub struct Facet {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, plural.
    pub label: String,
    /// Its list.
    pub href: String,
    /// Number of entities.
    pub count: usize,
    /// Those that most reports name, at most eight.
    pub top: Vec<Arc<EntityRow>>,
}

/// `list`: a page of `/reports/` (`reports` is filled) or of a kind's list (`entities` is).
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// `report`, or the key of the kind.
    pub kind: String,
    /// What is listed, plural: `Actors`.
    pub label: String,
    /// What is listed, singular.
    pub label_one: String,
    /// Reports of this page, newest first.
    pub reports: Vec<Arc<ReportRow>>,
    /// Entities of this page, by folded name.
    pub entities: Vec<Arc<EntityRow>>,
    /// Of victims: how many more are counted that no report names; 0 for every other kind.
    pub undisclosed: usize,
    /// Ambiguous names of the kind, each with its page; on the first page only.
    pub ambiguous: Vec<Link>,
    /// Where each part of the alphabet begins; empty for a short list, and for reports and techniques.
    pub letters: Vec<Letter>,
    /// Ways into the list by what its entities have in common; on the first page only.
    pub facets: Vec<FacetGroup>,
    /// A JSON file with the names on all pages, for a script that filters them; absent where there is one page.
    pub names: Option<String>,
    /// Where this page stands.
    pub paging: Paging,
}

/// `report`: one report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    /// Title.
    pub title: String,
    /// Date of publication.
    pub date: DateView,
    /// Date of the last change.
    pub updated: Option<DateView>,
    /// Summary; empty when there is none.
    pub summary: String,
    /// Authors as written.
    pub authors: Vec<String>,
    /// The report's producer, else the site's; may be empty.
    pub producer: String,
    /// `kind` in words, `Intrusion analysis`; empty when unset.
    pub kind: String,
    /// Marking.
    pub tlp: TlpView,
    /// `PAP:GREEN`; empty when unset.
    pub pap: String,
    /// Why the report was retracted.
    pub retracted: Option<String>,
    /// Key points, plain text.
    pub key_points: Vec<String>,
    /// Names by kind.
    pub chips: Vec<ChipGroup>,
    /// The text.
    pub body: BodyView,
    /// Activity rows and attribution rows, in the order of the front matter.
    pub claims: Vec<ClaimView>,
    /// What is not known, plain text.
    pub gaps: Vec<String>,
    /// Statements by others.
    pub quotes: Vec<QuoteView>,
    /// Numbered from 1 in this order.
    pub sources: Vec<SourceView>,
    /// Newest last, as written.
    pub changelog: Vec<ChangeView>,
    /// Pages whose prose links here.
    pub mentioned_in: Vec<Link>,
    /// The report before this one in time.
    pub older: Option<Link>,
    /// The report after this one in time.
    pub newer: Option<Link>,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// One dated, sourced statement.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimView {
    /// `activity` or `attribution`.
    pub kind: String,
    /// Its place among the claims of the report, from 1.
    pub number: usize,
    /// Anchor for the row, without `#`.
    pub anchor: String,
    /// The row's own id; empty when it has none.
    pub id: String,
    /// Who acts, or who is attributed.
    pub subject: Option<Chip>,
    /// `targets`, or what the row says; `attributed to` for an attribution.
    pub verb: String,
    /// Upon whom, or to whom.
    pub object: Option<Chip>,
    /// The period in words, bounds kept (`about July 2020 to September 2021`); empty when unknown.
    pub period: String,
    /// The peak in words; empty when none is given.
    pub peak: String,
    /// `asserts`, `suspects`, `denies` or `disputes`.
    pub stance: String,
    /// Analytic confidence as written; empty when the author sets none.
    pub confidence: String,
    /// Likelihood as written; empty when the author sets none.
    pub likelihood: String,
    /// Who says so: sources of this report.
    pub says: Vec<CitationView>,
    /// The claims of this report that this one disputes.
    pub disputes: Vec<ClaimRef>,
    /// The claims of this report that dispute this one.
    pub disputed_by: Vec<ClaimRef>,
    /// The author's note; empty when there is none.
    pub note: String,
}

/// A pointer to another claim of the same report.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimRef {
    /// From 1.
    pub number: usize,
    /// Anchor of its row, without `#`.
    pub anchor: String,
    /// Its stance.
    pub stance: String,
    /// Who makes it: sources of this report.
    pub says: Vec<CitationView>,
}

/// A pointer into the numbered sources of a report.
#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    /// From 1.
    pub number: usize,
    /// Anchor of the source on the report's page, without `#`.
    pub anchor: String,
    /// What to call the source.
    pub title: String,
}

/// One source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// From 1.
    pub number: usize,
    /// Anchor on the page, without `#`.
    pub anchor: String,
    /// Title, else publisher, else the URL without its scheme, else the id.
    pub title: String,
    /// True when the title is nothing but the URL.
    pub untitled: bool,
    /// Publisher; empty when unset.
    pub publisher: String,
    /// Address as written; empty when there is none or it is an indicator.
    pub url: String,
    /// The address ready for `href`; empty likewise.
    pub href: String,
    /// Archived copy, ready for `href`; empty when unset.
    pub archive_url: String,
    /// When it appeared.
    pub date: Option<DateView>,
    /// When it was read.
    pub accessed: Option<DateView>,
    /// Through whom it is known, as text: what another source of the list is called, or what the author wrote.
    pub via: String,
    /// The other source of the list through which it is known.
    pub through: Option<CitationView>,
    /// Admiralty reliability in words (`B, usually reliable`); empty when unset.
    pub reliability: String,
    /// Admiralty credibility in words (`2, probably true`); empty when unset.
    pub credibility: String,
}

/// A statement by somebody.
#[derive(Debug, Clone, Serialize)]
pub struct QuoteView {
    /// What was said.
    pub text: String,
    /// By whom; may be empty.
    pub speaker: String,
    /// In which role; may be empty.
    pub role: String,
    /// Where it stands.
    pub source: Option<CitationView>,
    /// Stance; empty when unset.
    pub stance: String,
}

/// One entry of a changelog.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// When.
    pub date: DateView,
    /// What.
    pub note: String,
}

/// `entity`: a page of one actor, victim, tag…
#[derive(Debug, Clone, Serialize)]
pub struct EntityView {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, singular.
    pub label: String,
    /// Its list.
    pub list: Link,
    /// Name; of a technique or a vulnerability its id.
    pub name: String,
    /// Of a technique or a vulnerability with a profile: what it is called; empty otherwise.
    pub title: String,
    /// Summary of the profile; empty when there is none.
    pub summary: String,
    /// An activity cluster, of one report or with a profile of `kind: cluster`.
    pub cluster: bool,
    /// The report that the cluster belongs to; absent for a cluster with a profile of its own.
    pub cluster_of: Option<Link>,
    /// Aliases of the profile.
    pub aliases: Vec<AliasView>,
    /// Spellings in reports and profiles that are neither the name nor an alias.
    pub named: Vec<String>,
    /// What else the name means: disambiguation page or other entities that claim it.
    pub also: Vec<Link>,
    /// The identity card: country, sponsor, sectors, motivations, first and last seen, external ids…
    pub facts: Vec<Fact>,
    /// Text of the profile.
    pub body: BodyView,
    /// Reports that name it, newest first, those of this page.
    pub reports: Vec<Arc<ReportRow>>,
    /// Where in those reports this page stands.
    pub paging: Paging,
    /// Of a country: actors whose origin is attributed to it, kept apart from the reports in which it is a target; on the first
    /// page only.
    pub origin: Vec<OriginView>,
    /// Of a sector or a country: actors seen there by a claim or their profile, and the victims in it; on the first page only.
    pub members: Vec<MemberGroup>,
    /// Pages whose prose links here and whose front matter does not name it; on the first page only.
    pub mentioned_in: Vec<Link>,
    /// Sources of the profile.
    pub sources: Vec<SourceView>,
    /// `extra` of the profile.
    pub extra: serde_json::Value,
}

/// Another name of an entity.
#[derive(Debug, Clone, Serialize)]
pub struct AliasView {
    /// The name.
    pub name: String,
    /// Who uses it; empty when unknown.
    pub by: String,
    /// Since when; empty when unknown.
    pub since: String,
    /// `exact`, or how the name differs: `overlaps`, `subset`, `superset`, `disputed`.
    pub equivalence: String,
    /// Where the name leads, where that is not this page: a disambiguation page, or the entity whose own name it is.
    pub href: Option<String>,
}

/// One line of an identity card.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What it says: `Country`, `First seen`.
    pub label: String,
    /// Values; `href` is empty where there is no page.
    pub values: Vec<Link>,
}

/// Why an actor stands under a country's attributed origin: its profile, or reports of one stance.
#[derive(Debug, Clone, Serialize)]
pub struct OriginView {
    /// The actor.
    pub actor: EntityRef,
    /// The newest report whose attribution says so; absent where the actor's profile does.
    pub report: Option<Link>,
    /// Number of older reports that say the same.
    pub more: usize,
    /// Stance of that attribution; empty for a profile.
    pub stance: String,
}

/// `disambiguation`: a name that more than one entity claims.
#[derive(Debug, Clone, Serialize)]
pub struct DisambiguationView {
    /// The name.
    pub name: String,
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, singular.
    pub label: String,
    /// Its list.
    pub list: Link,
    /// The entities that claim the name.
    pub candidates: Vec<Arc<EntityRow>>,
    /// Reports that used the name, newest first, those of this page.
    pub reports: Vec<Arc<ReportRow>>,
    /// Where in those reports this page stands.
    pub paging: Paging,
}

/// `content`: a page made of a Markdown file outside the kinds, such as `/about/`.
#[derive(Debug, Clone, Serialize)]
pub struct ContentView {
    /// Title.
    pub title: String,
    /// Summary; empty when there is none.
    pub summary: String,
    /// The text.
    pub body: BodyView,
    /// Pages whose prose links here.
    pub mentioned_in: Vec<Link>,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// `redirect`: the page at an old path or an alias.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}
