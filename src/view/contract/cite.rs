//! How to cite a report.

use serde::Serialize;

/// `report.cite`: the report as an entry of somebody else's list of sources. There is no date of access: nothing here knows the day.
#[derive(Debug, Clone, Serialize)]
pub struct CiteView {
    /// One line of plain text.
    pub text: String,
    /// The entry for BibTeX.
    pub bibtex: String,
    /// Name of the file with that entry.
    pub bibtex_file: String,
    /// That file, beside the page.
    pub bibtex_href: String,
    /// Name of the file for reference managers (RIS).
    pub ris_file: String,
    /// That file, beside the page.
    pub ris_href: String,
    /// The authors, else who publishes; may be empty.
    pub authors: Vec<String>,
    /// Who publishes: the report's producer, else the site's, else the site's title.
    pub institution: String,
    /// Date of publication as `2021/09/28`.
    pub date: String,
}
