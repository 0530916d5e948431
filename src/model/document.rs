//! The three authored documents: a report, a profile of an entity, and a page of prose, with the rows of their front matter
//! exactly as written. Fields without a comment of their own are described in the front matter reference.

use super::{
    Activity, Attribution, Body, Confidence, Detection, EntityKind, Indicator, IndicatorsFile, Pap,
    PartialDate, Quote, Source, Stance, Tlp, WrittenDate,
};
use crate::diagnostic::Diagnostic;
use crate::headline::Headline;
use crate::source::{SourceId, Span, Spanned};

/// What every document has.
#[derive(Debug, Clone)]
pub struct Head {
    /// The file.
    pub source: SourceId,
    /// Its path below `content/`, with `/` between segments: `reports/2021-09-28-roshan.md`.
    pub path: String,
    /// The author's own last path segment.
    pub slug: Option<Spanned<String>>,
    /// Old paths that lead here, with a slash at both ends.
    pub redirect_from: Vec<Spanned<String>>,
    /// Not to be published yet.
    pub draft: bool,
    /// Not to be published before this day.
    pub publish_after: Option<Spanned<WrittenDate>>,
    /// The document's own level, else the site's default, else RED together with an error.
    pub tlp: Tlp,
    /// When it was last changed.
    pub updated: Option<Spanned<WrittenDate>>,
    /// One or two sentences; may be empty.
    pub summary: Headline,
    /// Where the summary stands, where there is one.
    pub summary_span: Option<Span>,
    /// BCP 47 language of the text, where it is not the site's.
    pub language: Option<String>,
    /// A theme's own needs, and unknown keys where the site keeps them.
    pub extra: serde_json::Value,
    /// The text.
    pub body: Body,
}

/// An authored report.
#[derive(Debug, Clone)]
pub struct Report {
    /// What every document has.
    pub head: Head,
    /// Path below `/reports/`, without slashes at the ends; unique in the site.
    pub slug: String,
    /// Title.
    pub title: Spanned<Headline>,
    /// Date of publication.
    pub date: Spanned<WrittenDate>,
    /// The author's own id for machine exports.
    pub id: Option<Spanned<String>>,
    /// What changed when.
    pub changelog: Vec<Change>,
    /// Authors as written.
    pub authors: Vec<Spanned<String>>,
    /// Who publishes the report, where it is not the site's producer.
    pub producer: Option<String>,
    /// Sort of report, from an open list.
    pub kind: Option<String>,
    /// Permissible actions.
    pub pap: Option<Pap>,
    /// Why the report was retracted.
    pub retracted: Option<String>,
    /// Version of ATT&CK that its technique ids belong to.
    pub attack_version: Option<String>,
    /// Names of all kinds, by kind, as written within a kind.
    pub rows: Vec<Row>,
    /// Who did what to whom, when.
    pub activity: Vec<Activity>,
    /// Who is behind whom.
    pub attribution: Vec<Attribution>,
    /// Where it is known from.
    pub sources: Vec<Source>,
    /// Indicators of compromise.
    pub indicators: Vec<Indicator>,
    /// A file of indicators beside the report.
    pub indicators_file: Option<IndicatorsFile>,
    /// Detection rules.
    pub detections: Vec<Detection>,
    /// Statements by others.
    pub quotes: Vec<Quote>,
    /// The bottom line.
    pub key_points: Vec<Spanned<String>>,
    /// What is not known.
    pub gaps: Vec<Spanned<String>>,
    /// Names in its claims and indicators that none of its rows bears, in the order of the front matter.
    pub strangers: Vec<Stranger>,
}

/// A name that a report uses for one of its rows and that no row bears. A profile may say whose it is.
#[derive(Debug, Clone)]
pub struct Stranger {
    /// What it may name.
    pub kinds: &'static [EntityKind],
    /// As written.
    pub name: String,
    /// What there is to say where no profile knows it; nothing where it need not be a row.
    pub fault: Option<Diagnostic>,
}

impl Report {
    /// The rows of one kind, as written.
    pub fn rows_of(&self, kind: EntityKind) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.kind == kind)
    }
}

/// One entry of a changelog.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub date: Spanned<WrittenDate>,
    /// What.
    pub note: String,
}

/// One name in the front matter of a report.
#[derive(Debug, Clone)]
pub struct Row {
    /// The list it stands in.
    pub kind: EntityKind,
    /// The name; of an undisclosed victim only a label for other rows of the report, never shown; empty when none is given.
    pub name: Spanned<String>,
    /// The name that the report's source used.
    pub used: Option<Spanned<String>>,
    /// Of an actor: what sort.
    pub sort: RowKind,
    /// Part played.
    pub role: Option<String>,
    /// How sure the report is that it belongs here.
    pub stance: Option<Stance>,
    /// Analytic confidence.
    pub confidence: Option<Confidence>,
    /// Ids of sources.
    pub says: Vec<Spanned<String>>,
    /// The row's own level.
    pub tlp: Option<Tlp>,
    /// Of a victim: what else is known.
    pub victim: Option<Box<VictimDetails>>,
    /// The whole row.
    pub span: Span,
}

impl Row {
    /// True for a victim whose name is not published.
    pub fn is_undisclosed(&self) -> bool {
        self.victim.as_ref().is_some_and(|victim| victim.undisclosed)
    }

    /// The spelling that this report uses for the entity.
    pub fn spelling(&self) -> &str {
        self.used.as_ref().map_or(&self.name.value, |used| &used.value)
    }
}

/// What sort of actor a row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// A named group; also every row that is not an actor.
    #[default]
    Group,
    /// An activity cluster that the report could not tie to a known actor: no alias look-up.
    Cluster,
    /// A person.
    Person,
    /// Not known.
    Unknown,
}

impl RowKind {
    /// The words of the front matter.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("group", Self::Group),
        ("cluster", Self::Cluster),
        ("person", Self::Person),
        ("unknown", Self::Unknown),
    ];
}

/// What a report says about a victim beyond its name.
#[derive(Debug, Clone, Default)]
pub struct VictimDetails {
    /// The name is not published.
    pub undisclosed: bool,
    /// STIX identity class.
    pub class: Option<String>,
    /// Sectors; they count for the report.
    pub sectors: Vec<Spanned<String>>,
    /// Country; it counts for the report.
    pub country: Option<Spanned<String>>,
    /// Whether the victim was told.
    pub notified: Option<bool>,
    /// The undisclosed victim of an earlier report that this one names.
    pub reveals: Option<Reveals>,
}

/// A pointer to an undisclosed victim of an earlier report.
#[derive(Debug, Clone)]
pub struct Reveals {
    /// Slug or path of the report.
    pub report: Spanned<String>,
    /// Label of the victim there.
    pub victim: Spanned<String>,
}

/// An authored file about an entity.
#[derive(Debug, Clone)]
pub struct Profile {
    /// What every document has.
    pub head: Head,
    /// Kind of the entity, from the folder.
    pub kind: EntityKind,
    /// Name of the entity.
    pub name: Spanned<String>,
    /// The entity's own id: of a technique its ATT&CK id.
    pub id: Option<Spanned<String>>,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// Sort of entity as written: `group`, `cluster`, `person`…
    pub sort: Option<Spanned<String>>,
    /// Country.
    pub country: Option<Spanned<String>>,
    /// State or body behind it.
    pub sponsor: Option<Spanned<String>>,
    /// Sectors.
    pub sectors: Vec<Spanned<String>>,
    /// First activity known.
    pub first_seen: Option<PartialDate>,
    /// Last activity known.
    pub last_seen: Option<PartialDate>,
    /// Motivations as written.
    pub motivations: Vec<String>,
    /// Ids in other catalogues, by catalogue, as written.
    pub external_ids: Vec<(String, String)>,
    /// Where it is known from.
    pub sources: Vec<Source>,
}

impl Profile {
    /// True for a profile of an activity cluster.
    pub fn is_cluster(&self) -> bool {
        self.sort.as_ref().is_some_and(|sort| sort.eq_ignore_ascii_case("cluster"))
    }
}

/// Another name of an entity.
#[derive(Debug, Clone)]
pub struct Alias {
    /// The name.
    pub name: Spanned<String>,
    /// Who uses it.
    pub by: Option<String>,
    /// Since when.
    pub since: Option<PartialDate>,
    /// Whether the name means the same thing. Only an exact alias resolves.
    pub equivalence: Equivalence,
}

/// How two names relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Equivalence {
    /// The same thing.
    #[default]
    Exact,
    /// They share some activity.
    Overlaps,
    /// The alias means a part of the entity.
    Subset,
    /// The entity is a part of what the alias means.
    Superset,
    /// Somebody says so and somebody else does not.
    Disputed,
}

impl Equivalence {
    /// The words of the front matter.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("exact", Self::Exact),
        ("overlaps", Self::Overlaps),
        ("subset", Self::Subset),
        ("superset", Self::Superset),
        ("disputed", Self::Disputed),
    ];

    /// The word of the front matter.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// A page of prose.
#[derive(Debug, Clone)]
pub struct Page {
    /// What every document has.
    pub head: Head,
    /// Title; of the home page it may be the site's.
    pub title: Spanned<String>,
    /// Where it stands, with a slash at both ends.
    pub route: String,
}
