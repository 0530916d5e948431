//! Indicators: the section of a report or an entity, and the pages of what several reports share. No live value of an address
//! stands in any of them.

use serde::Serialize;

use super::{Chip, DateView, DrawnDate, DrawnTlp, EntityRef, Link, Paging, TlpView};
use crate::view::Shared;

/// The indicators of a report, or those whose row names an entity. At most 200 are listed.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorsView {
    /// Number of indicators.
    pub total: usize,
    /// Number of those that are listed here: the first, in the order of the report.
    pub listed: usize,
    /// By type, network first; a type of which none is listed here has its group all the same.
    pub groups: Vec<IndicatorGroup>,
    /// True where a listed row has a first or last sighting or an end of its validity.
    pub dates: bool,
    /// True where a listed row says more than that.
    pub notes: bool,
    /// All of them as files with live values: `CSV`, `JSON`, then, of three indicators or more, a plain list of each
    /// type. Empty for a retracted report.
    pub files: Vec<Link>,
    /// The JSON file, for a script that needs more than is listed here; absent where all are.
    pub all: Option<String>,
    /// Marking of the files: the highest of their rows.
    pub tlp: TlpView,
    /// Of an entity: the reports that they stand in, newest first, at most twenty, with the number of rows.
    pub reports: Vec<CountedReport>,
    /// Of an entity: number of further reports.
    pub more_reports: usize,
}

/// The indicators of one type.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorGroup {
    /// Key of the type: `domain`, `ipv4`, `sha256`…
    pub kind: String,
    /// The type in words, plural: `IPv4 addresses`.
    pub label: String,
    /// Number of such indicators.
    pub total: usize,
    /// Those that are listed here.
    pub rows: Vec<IndicatorView>,
}

/// One indicator.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorView {
    /// Key of its type.
    pub kind: String,
    /// The value for readers: defanged, hidden characters as `⟨U+202E⟩`.
    pub shown: String,
    /// The host in its other spelling, shown likewise: Punycode of a name in other scripts, or those scripts; empty for most.
    pub other: String,
    /// First sighting.
    pub first_seen: Option<DateView>,
    /// Last sighting.
    pub last_seen: Option<DateView>,
    /// Until when the author holds it for valid. A date, never a verdict: nothing on the site depends on today.
    pub valid_until: Option<DateView>,
    /// What it was used for; empty when unset.
    pub context: String,
    /// Analytic confidence as written; empty when unset.
    pub confidence: String,
    /// The actor that the row names.
    pub actor: Option<Chip>,
    /// The malware family or tool that the row names.
    pub malware: Option<Chip>,
    /// Its marking, where that is above the page's own.
    pub tlp: Option<TlpView>,
    /// In the list of an entity: the report that it stands in.
    pub report: Option<Link>,
    /// Number of other reports that list it.
    pub also: usize,
    /// Where those are named; empty where there are none.
    pub also_href: String,
}

/// A report and how many rows of it are meant.
#[derive(Debug, Clone, Serialize)]
pub struct CountedReport {
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Date of publication.
    pub date: Shared<DrawnDate>,
    /// Marking.
    pub tlp: Shared<DrawnTlp>,
    /// Number of indicators.
    pub count: usize,
}

/// `indicators`: a page of `/indicators/`, the indicators that several reports list.
#[derive(Debug, Clone, Serialize)]
pub struct PivotView {
    /// Shared indicators of this page; those that most reports list come first, then by type and value.
    pub rows: Vec<PivotRow>,
    /// Where in them this page stands.
    pub paging: Paging,
    /// Number of rows in all reports; on the first page only, as is all that follows.
    pub total: usize,
    /// That number by type.
    pub kinds: Vec<IndicatorCount>,
    /// All indicators as files with live values: `CSV`, then a plain list of each type.
    pub files: Vec<Link>,
    /// Marking of the files: the highest of their rows.
    pub tlp: TlpView,
    /// Reports with indicators, newest first, at most twenty.
    pub reports: Vec<CountedReport>,
    /// Number of further reports.
    pub more_reports: usize,
}

/// How many indicators of a type there are.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorCount {
    /// The type in words, plural.
    pub label: String,
    /// The number.
    pub count: usize,
}

/// An indicator that several reports list.
#[derive(Debug, Clone, Serialize)]
pub struct PivotRow {
    /// Its anchor, without `#`.
    pub anchor: String,
    /// Key of its type.
    pub kind: String,
    /// The type in words.
    pub label: String,
    /// The value for readers, as in [`IndicatorView`].
    pub shown: String,
    /// Its other spelling likewise.
    pub other: String,
    /// Number of reports.
    pub count: usize,
    /// The reports, newest first, at most ten.
    pub reports: Vec<PivotReport>,
    /// Number of further reports.
    pub more: usize,
}

/// A report that lists a shared indicator.
#[derive(Debug, Clone, Serialize)]
pub struct PivotReport {
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Date of publication.
    pub date: Shared<DrawnDate>,
    /// Marking of its row.
    pub tlp: Shared<DrawnTlp>,
    /// The actors and malware families that its rows name for this indicator; where they name none, the actors of the report, at
    /// most eight.
    pub entities: Vec<Shared<EntityRef>>,
    /// True where the row itself names them.
    pub named: bool,
}
