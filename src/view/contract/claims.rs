//! Claims as the page of an entity shows them: from all reports, grouped by what they assert, with those who object beside them.

use serde::Serialize;

use super::{Chip, CitationView, DateView, DrawnDate, DrawnTlp, EntityRef, Link};
use crate::view::Shared;

/// `claims`: a page of all claims about one entity, where its own page has no room for them.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimsView {
    /// The entity.
    pub entity: Shared<EntityRef>,
    /// Number of claims on all pages.
    pub count: usize,
    /// The claims of this page.
    pub parts: Vec<ClaimPart>,
    /// Where this page stands.
    pub paging: super::Paging,
}

/// The claims of an entity's page: all of them, or the newest of each group.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ClaimsOverview {
    /// Number of claims about the entity, those that object included.
    pub count: usize,
    /// Attributions, then activity, then what reports say where they name the entity.
    pub parts: Vec<ClaimPart>,
    /// Where all of them stand; absent where all of them are here.
    pub all: Option<String>,
}

/// Claims of one sort.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimPart {
    /// `attribution`, `activity` or `naming`.
    pub kind: String,
    /// In the order of their newest claim.
    pub groups: Vec<ClaimGroup>,
}

/// Claims that assert the same of the same, and those that object.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimGroup {
    /// Anchor, without `#`; empty where a group goes on from the page before.
    pub anchor: String,
    /// Who acts, or who is attributed; absent where no claim says, and where reports only name the entity.
    pub subject: Option<Chip>,
    /// What they say: `targets`, `attributed to`; several words where claims differ (`compromises, targets`).
    pub verb: String,
    /// Upon whom, or to whom.
    pub object: Option<Chip>,
    /// Claims that say so, newest first.
    pub claims: Vec<EntityClaim>,
    /// Claims that deny or dispute it, newest first.
    pub against: Vec<EntityClaim>,
    /// Number of claims of the group that are not shown here.
    pub more: usize,
    /// On the page of a victim: objections of the same reports to what is said of who is behind the actor.
    pub beside: Vec<EntityClaim>,
    /// Number of further ones, on the page of the actor.
    pub beside_more: usize,
}

/// One claim, or one row that names the entity, of one report.
#[derive(Debug, Clone, Serialize)]
pub struct EntityClaim {
    /// The report, at the row that makes the claim.
    pub report: Link,
    /// The report's date of publication.
    pub date: Shared<DrawnDate>,
    /// The marking of the row: that of its report, or its own where that is higher.
    pub tlp: Shared<DrawnTlp>,
    /// What it says; empty where it is what the group says.
    pub statement: String,
    /// The period in words, bounds kept; empty when unknown.
    pub period: String,
    /// The peak in words; empty when none is given.
    pub peak: String,
    /// `asserts`, `suspects`, `denies` or `disputes`.
    pub stance: String,
    /// Analytic confidence as written; empty when the author sets none.
    pub confidence: String,
    /// Likelihood as written; empty when the author sets none.
    pub likelihood: String,
    /// The names that the report uses for the entity of the page and for the parties of the claim, where they differ.
    pub named: Vec<NamedThere>,
    /// The part that the report gives the entity (`loader`); empty when unset.
    pub role: String,
    /// Who says so; empty where it is the report itself.
    pub says: Vec<ClaimSource>,
    /// Rows of the same report that this one disputes.
    pub disputes: Vec<Link>,
    /// The author's note; empty when there is none.
    pub note: String,
}

/// A name that a report uses for an entity.
#[derive(Debug, Clone, Serialize)]
pub struct NamedThere {
    /// The entity; empty for that of the page.
    pub entity: String,
    /// What the report calls it.
    pub name: String,
}

/// Who makes a claim.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimSource {
    /// Publisher, else title.
    pub name: String,
    /// Title; empty where it is the name.
    pub title: String,
    /// The source on the report's page.
    pub href: String,
    /// When it appeared.
    pub date: Option<DateView>,
    /// Through whom it is known; empty when first-hand.
    pub via: String,
    /// Admiralty reliability and credibility of that, in words (`F, reliability cannot be judged; 6, truth cannot be judged`); empty when
    /// unset.
    pub via_grade: String,
    /// Admiralty reliability in words (`B, usually reliable`); empty when unset.
    pub reliability: String,
    /// Admiralty credibility in words (`2, probably true`); empty when unset.
    pub credibility: String,
}

/// One step of an actor's attribution. Steps are never added up: a group's sponsor is not said of its clusters.
#[derive(Debug, Clone, Serialize)]
pub struct LayerView {
    /// `group`, `sponsor` or `country`.
    pub layer: String,
    /// `Attributed group`, `Attributed sponsor` or `Attributed origin`.
    pub label: String,
    /// To whom; `href` is empty for a sponsor.
    pub to: Link,
    /// How claims say so, each way once: `asserts`, then `suspects`; empty where only the profile says so.
    pub stances: Vec<String>,
    /// Number of claims that say so.
    pub claims: usize,
    /// Number of claims that deny or dispute it.
    pub against: usize,
    /// The claims on this page; empty where there is none.
    pub href: String,
    /// True where the profile says so.
    pub profile: bool,
    /// The sources of the profile, where it says so.
    pub sources: Vec<CitationView>,
}

/// When an entity was first or last seen: the outermost date of claims and profile, as firm as it was given.
#[derive(Debug, Clone, Serialize)]
pub struct SeenView {
    /// `First seen` or `Last seen`.
    pub label: String,
    /// The date with its bound (`at least March 2021`).
    pub text: String,
    /// For `<time datetime>`: `2021-03`; empty where the text is more than a date.
    pub iso: String,
    /// True where the claim only suspects it.
    pub suspected: bool,
    /// The claim that says so; absent where the profile does.
    pub claim: Option<Link>,
}
