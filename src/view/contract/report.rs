//! The page of a report: its claims, sources, statements.

use crate::view::Shared;
use serde::Serialize;

use super::{
    BodyView, Chip, ChipGroup, CiteView, DateView, DetectionView, IndicatorsView, Link, RelatedReport,
    TimelineView, TlpView,
};

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
    pub body: Shared<BodyView>,
    /// Activity rows and attribution rows, in the order of the front matter.
    pub claims: Vec<ClaimView>,
    /// Its dated activity by actor; absent where no row gives a date.
    pub timeline: Option<TimelineView>,
    /// What is not known, plain text.
    pub gaps: Vec<String>,
    /// Statements by others.
    pub quotes: Vec<QuoteView>,
    /// Its indicators; absent where it has none.
    pub indicators: Option<IndicatorsView>,
    /// Detection rules, in the order of the front matter.
    pub detections: Vec<DetectionView>,
    /// Numbered from 1 in this order.
    pub sources: Vec<SourceView>,
    /// Newest last, as written.
    pub changelog: Vec<ChangeView>,
    /// Reports that share indicators or names with this one, at most five, the closest first.
    pub related: Vec<RelatedReport>,
    /// How to cite the report.
    pub cite: CiteView,
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
    /// The marking of the row where it is above the report's.
    pub tlp: Option<TlpView>,
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
    /// Publisher, else title: short enough for a line of text.
    pub name: String,
    /// Through whom it is known; empty when first-hand.
    pub via: String,
    /// The number of that source, where it stands in the list too; else 0.
    pub via_number: usize,
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
    /// Its own marking, where that is above its document's.
    pub tlp: Option<TlpView>,
    /// On a report, the claims and statements that rest upon it.
    pub cited_by: Vec<BackLink>,
    /// On a report, the sources that are known through it.
    pub relays: Vec<BackLink>,
}

/// A way back from a source to what cites it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackLink {
    /// `row 3`, `statement 1`, `source [2]`.
    pub label: String,
    /// Anchor on the page, without `#`.
    pub anchor: String,
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
    /// Anchor on the page, without `#`.
    pub anchor: String,
    /// Through whom its source is known, as text; empty when unset.
    pub via: String,
    /// The other source of the list through which that is known.
    pub through: Option<CitationView>,
    /// Admiralty reliability of its source in words; empty when unset.
    pub reliability: String,
    /// Admiralty credibility of what its source says in words; empty when unset.
    pub credibility: String,
    /// Its own marking, where that is above the report's.
    pub tlp: Option<TlpView>,
}

/// One entry of a changelog.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// When.
    pub date: DateView,
    /// What.
    pub note: String,
}
