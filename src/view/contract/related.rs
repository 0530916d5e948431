//! What a page has in common with others: related reports, names that stand together, undisclosed victims that another report
//! names.

use serde::Serialize;

use super::{DateView, EntityRef, Link, ReportRow};
use crate::view::{Drawn, Shared};

/// A report that has something in common with the one of the page.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedReport {
    /// The report.
    pub report: Shared<ReportRow>,
    /// What both share, in words: `shares RedFoxtrot, PlugX and one indicator`.
    pub reason: String,
}

/// What stands in the same reports as an entity.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TogetherView {
    /// By kind, in the order of the table of kinds.
    pub groups: Vec<TogetherGroup>,
    /// Number of reports that are left out because they name so much that standing side by side in them says nothing.
    pub left_out: usize,
}

/// Entities of one kind that stand in the same reports as an entity.
#[derive(Debug, Clone, Serialize)]
pub struct TogetherGroup {
    /// Key of the kind.
    pub kind: String,
    #[serde(serialize_with = "Drawn::told")]
    /// What the component `together_head` makes of the kind ([`TogetherHead`]).
    pub head: Drawn,
    #[serde(serialize_with = "Drawn::told")]
    /// What the component `together_row` makes of them, one behind the other: those in the most reports first, then by name; at most
    /// ten.
    pub drawn: Drawn,
    /// Number of entities of the kind that are not listed.
    pub more: usize,
}

/// `head` of the component `together_head`: what the entities of a kind are called where they stand in the same reports as the one of
/// the page.
#[derive(Debug, Clone, Serialize)]
pub struct TogetherHead {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, plural: `Malware`.
    pub label: String,
    /// What the component `icon` makes of the kind.
    pub icon: Drawn,
    /// True on the page of a victim, a sector or a country.
    pub target: bool,
}

/// `row` of the component `together_row`: an entity that stands in the same reports as the one of the page.
#[derive(Debug, Clone, Serialize)]
pub struct TogetherRow {
    /// The entity.
    pub entity: Shared<EntityRef>,
    /// Number of reports on both: each names it, or leaves it undisclosed where another report names it.
    pub reports: usize,
}

/// Where an undisclosed victim and a name for it meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevealView {
    /// Of an undisclosed victim: the victim that another report names. Of a named victim: a description of the one that this report
    /// names (`undisclosed telecommunications organization, Afghanistan`), without a page.
    pub victim: Link,
    /// The other report: the one that gives the name, or the one that leaves it undisclosed.
    pub report: Link,
}

/// Reports that leave a victim undisclosed which another report names.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UndisclosedView {
    /// Newest first, at most fifty.
    pub rows: Vec<UndisclosedRow>,
    /// Number of further ones.
    pub more: usize,
}

/// A report that leaves the victim undisclosed.
#[derive(Debug, Clone, Serialize)]
pub struct UndisclosedRow {
    /// The report.
    pub report: Shared<ReportRow>,
    /// How it describes the victim: `Undisclosed telecommunications organization, Afghanistan`.
    pub description: String,
    /// The first report that gives the name.
    pub named_by: Link,
    /// The date of that report.
    pub named_on: DateView,
}
