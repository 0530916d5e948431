//! The home page and the lists of reports and of every kind, in pages.

use serde::Serialize;

use super::{BodyView, DrawnDate, DrawnTlp, EntityRef, Link};
use crate::view::{Drawn, Shared};

/// `home`: the page `/`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// Prose of `content/index.md`.
    pub body: Shared<BodyView>,
    /// The newest reports, at most eleven.
    pub latest: Vec<Shared<ReportRow>>,
    /// Number of reports.
    pub reports: usize,
    /// The kinds that have entities, in the order of the table of kinds.
    pub kinds: Vec<Facet>,
    /// Pages over the whole library, such as `/matrix/`, that have something to show.
    pub explore: Vec<Link>,
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
    pub top: Vec<Shared<EntityRow>>,
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
    pub reports: Vec<Shared<ReportRow>>,
    /// Entities of this page, by folded name.
    pub entities: Vec<Shared<EntityRow>>,
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

/// A report in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRow {
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Date of publication.
    pub date: Shared<DrawnDate>,
    /// Summary; empty when there is none.
    pub summary: String,
    /// The report's kind in words, `Intrusion analysis`; empty when unset.
    pub kind: String,
    /// Its marking.
    pub tlp: Shared<DrawnTlp>,
    /// What keeps the report back from the public edition, in words; empty in a public edition.
    pub held: Vec<String>,
    /// True for a retracted report.
    pub retracted: bool,
    /// The actors and named victims, at most eight.
    pub entities: Vec<Shared<EntityRef>>,
    /// What the component `report_row` makes of it.
    pub drawn: Drawn,
}

/// An entity in the list of its kind.
#[derive(Debug, Clone, Serialize)]
pub struct EntityRow {
    /// Key of the kind.
    pub kind: String,
    /// Name; of a technique or a vulnerability its id.
    pub name: String,
    /// What a technique or a vulnerability is called: by its profile, else a technique by the ATT&CK table; empty otherwise.
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
    pub first: Option<Shared<DrawnDate>>,
    /// Date of the latest.
    pub last: Option<Shared<DrawnDate>>,
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
    pub entities: Vec<Shared<EntityRef>>,
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
