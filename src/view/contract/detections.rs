//! Detection rules on the page of a report.

use serde::Serialize;

use super::TlpView;

/// A detection rule, or a file of them.
#[derive(Debug, Clone, Serialize)]
pub struct DetectionView {
    /// Anchor on the page, without `#`.
    pub anchor: String,
    /// The author's title, else the name that the rule gives itself, else the name of its file.
    pub title: String,
    /// Key of the language: `yara`, `sigma`, `suricata`, `snort`, `kql`, `spl`.
    pub kind: String,
    /// The language for readers: `YARA`.
    pub language: String,
    /// Its own marking, where that is above the report's.
    pub tlp: Option<TlpView>,
    /// The rule as safe HTML for the inside of `<code>`, in colours; empty where there was no room left for it. Print it with `| safe`.
    pub html: String,
    /// Number of lines of the whole rule.
    pub lines: usize,
    /// Number of lines in `html`; fewer than `lines` where a rule is long.
    pub shown: usize,
    /// Short enough to be shown without being asked for.
    pub open: bool,
    /// Name of the raw file.
    pub file: String,
    /// The raw file, beside the page.
    pub href: String,
}
