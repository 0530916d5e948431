//! What stands behind a report: its sources, indicators, detection rules and quotes, as written.

use std::sync::Arc;

use super::{Confidence, Credibility, PartialDate, Reliability, Stance, Tlp, WrittenDate};
use crate::indicator::IndicatorType;
use crate::source::{SourceId, Span, Spanned};

/// Where something is known from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The author's id, for `says`, `via` and `source`.
    pub id: Option<Spanned<String>>,
    /// Title.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<Spanned<String>>,
    /// When it appeared.
    pub date: Option<PartialDate>,
    /// When it was read.
    pub accessed: Option<WrittenDate>,
    /// Archived copy.
    pub archive_url: Option<Spanned<String>>,
    /// Through whom it is known: the id of another source, or text.
    pub via: Option<Spanned<String>>,
    /// Admiralty reliability.
    pub reliability: Option<Reliability>,
    /// Admiralty credibility.
    pub credibility: Option<Credibility>,
    /// The row's own level.
    pub tlp: Option<Tlp>,
    /// The whole row.
    pub span: Span,
}

impl Source {
    /// True when `reference` means this source: its id, or its URL where it has no id.
    pub fn is(&self, reference: &str) -> bool {
        match (&self.id, &self.url) {
            (Some(id), _) if id.value == reference => true,
            (_, Some(url)) => url.value == reference,
            _ => false,
        }
    }
}

/// One indicator of compromise.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Given, or recognised from the value.
    pub kind: IndicatorType,
    /// Live; its span is the value as written.
    pub value: Spanned<String>,
    /// First seen.
    pub first_seen: Option<PartialDate>,
    /// Last seen.
    pub last_seen: Option<PartialDate>,
    /// Valid until.
    pub valid_until: Option<PartialDate>,
    /// What it was used for.
    pub context: Option<String>,
    /// Analytic confidence.
    pub confidence: Option<Confidence>,
    /// An actor of the report.
    pub actor: Option<Spanned<String>>,
    /// A malware family of the report.
    pub malware: Option<Spanned<String>>,
    /// The row's own level.
    pub tlp: Option<Tlp>,
    /// The whole row.
    pub span: Span,
}

/// A file of indicators beside a report.
#[derive(Debug, Clone)]
pub struct IndicatorsFile {
    /// Its name as written.
    pub name: Spanned<String>,
    /// The file, where it exists.
    pub source: Option<SourceId>,
}

/// A language of detection rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetectionType {
    /// YARA.
    Yara,
    /// Sigma.
    Sigma,
    /// Suricata.
    Suricata,
    /// Snort.
    Snort,
    /// Kusto Query Language.
    Kql,
    /// Splunk's Search Processing Language.
    Spl,
}

impl DetectionType {
    /// The words of the front matter.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("yara", Self::Yara),
        ("sigma", Self::Sigma),
        ("suricata", Self::Suricata),
        ("snort", Self::Snort),
        ("kql", Self::Kql),
        ("spl", Self::Spl),
    ];

    /// The word of the front matter, which is also that of a fence: `yara`.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// As readers know it: `YARA`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yara => "YARA",
            Self::Sigma => "Sigma",
            Self::Suricata => "Suricata",
            Self::Snort => "Snort",
            Self::Kql => "KQL",
            Self::Spl => "SPL",
        }
    }

    /// The usual end of the name of a file: `yar`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Yara => "yar",
            Self::Sigma => "yml",
            Self::Suricata | Self::Snort => "rules",
            Self::Kql => "kql",
            Self::Spl => "spl",
        }
    }

    /// A line of comment in the language. The text must be one line; what would end the comment is taken out.
    pub fn comment(self, text: &str) -> String {
        match self {
            Self::Yara | Self::Kql => format!("// {text}"),
            Self::Sigma | Self::Suricata | Self::Snort => format!("# {text}"),
            Self::Spl => format!("``` {} ```", text.replace('`', "'")),
        }
    }
}

/// A detection rule, in a file beside the report or in the front matter.
#[derive(Debug, Clone)]
pub struct Detection {
    /// Its language.
    pub kind: DetectionType,
    /// Name of a file beside the report.
    pub file: Option<Spanned<String>>,
    /// That file, where it exists.
    pub source: Option<SourceId>,
    /// The rule where it stands in the front matter; its text is in `text`.
    pub rule: Option<Span>,
    /// The rule, from either place.
    pub text: Arc<str>,
    /// What to call it.
    pub title: Option<String>,
    /// The row's own level.
    pub tlp: Option<Tlp>,
    /// The whole row.
    pub span: Span,
}

/// A statement by somebody.
#[derive(Debug, Clone)]
pub struct Quote {
    /// What was said.
    pub text: Spanned<String>,
    /// By whom.
    pub speaker: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// Id of a source of the report.
    pub source: Option<Spanned<String>>,
    /// How it stands to the matter.
    pub stance: Option<Stance>,
    /// The row's own level.
    pub tlp: Option<Tlp>,
    /// The whole row.
    pub span: Span,
}
