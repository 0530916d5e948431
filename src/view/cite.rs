//! A report as an entry of a list of sources: plain text, BibTeX and RIS. Names of authors and institutions stay as they were written:
//! whether one is a person, nobody knows here, so each is kept together in braces. The key of an entry is made of the
//! slug and the year, and stays while they do.

use super::{CiteView, Rows, words};
use crate::link::{LinkedReport, ReportId};

/// Months as BibTeX knows them.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Name of the file for BibTeX, beside the page.
const BIBTEX: &str = "cite.bib";
/// Name of the file for reference managers.
const RIS: &str = "cite.ris";

/// How to cite a report, on its page and in the file for reference managers.
pub struct Cited {
    view: CiteView,
    ris: String,
}

impl Rows<'_> {
    /// How to cite a report.
    pub fn cite(&self, at: ReportId) -> CiteView {
        self.cited(at).view.clone()
    }

    /// Made once: the page and the files beside it say the same.
    fn cited(&self, at: ReportId) -> &Cited {
        self.citations[at].get_or_init(|| self.made_cited(at))
    }

    fn made_cited(&self, at: ReportId) -> Cited {
        let entry = self.entry(at);
        let beside = |name: &str| self.href(&format!("{}{name}", self.site.reports[at].route));
        let ris = entry.ris();
        let view = CiteView {
            text: entry.text(),
            bibtex: entry.bibtex(),
            bibtex_file: BIBTEX.to_owned(),
            bibtex_href: beside(BIBTEX),
            ris_file: RIS.to_owned(),
            ris_href: beside(RIS),
            date: entry.date('/'),
            authors: entry.authors,
            institution: entry.institution,
        };
        Cited { view, ris }
    }

    /// The files that go beside the page of a report: path in the output and text.
    pub fn cite_files(&self, at: ReportId) -> [(String, String); 2] {
        let Cited { view, ris } = self.cited(at);
        let folder = self.site.reports[at].route.trim_start_matches('/');
        [(format!("{folder}{BIBTEX}"), view.bibtex.clone()), (format!("{folder}{RIS}"), ris.clone())]
    }

    fn entry<'b>(&'b self, at: ReportId) -> Entry<'b> {
        let linked = &self.site.reports[at];
        let report = &linked.report;
        let config = &self.site.config;
        let producer = report.producer.as_ref().unwrap_or(&config.producer);
        let institution = if producer.is_empty() { &config.title } else { producer };
        let mut authors: Vec<String> = report.authors.iter().map(|author| one_line(author)).collect();
        if authors.is_empty() && !producer.is_empty() {
            authors.push(one_line(producer));
        }
        let mut notes = Vec::new();
        if let Some(why) = &report.retracted {
            notes.push(format!("RETRACTED: {}", one_line(why)));
        }
        notes.extend(
            report
                .head
                .updated
                .as_ref()
                .map(|date| format!("Updated {}", words::day(date.day, self.english).text)),
        );
        notes.push(report.head.tlp.label());
        Entry {
            linked,
            title: one_line(report.title.shown()),
            institution: one_line(institution),
            url: config.base_url.absolute(&linked.route),
            written: words::day(report.date.day, self.english).text,
            language: report.head.language.as_ref().unwrap_or(&config.language).clone(),
            authors,
            notes,
        }
    }
}

/// What an entry says, before it is written for a program.
struct Entry<'a> {
    linked: &'a LinkedReport,
    title: String,
    authors: Vec<String>,
    institution: String,
    url: String,
    written: String,
    language: String,
    /// A retraction, the last change, the marking.
    notes: Vec<String>,
}

impl Entry<'_> {
    fn date(&self, separator: char) -> String {
        let day = self.linked.report.date.day;
        format!("{:04}{separator}{:02}{separator}{:02}", day.year(), day.month(), day.day())
    }

    fn text(&self) -> String {
        let authors = words::list(&self.authors);
        let date = format!("({})", self.written);
        let lead = if authors.is_empty() { date } else { format!("{authors} {date}") };
        let mut parts = vec![lead, self.title.clone()];
        if self.authors != [self.institution.as_str()] {
            parts.push(self.institution.clone());
        }
        let retracted = self.linked.report.retracted.is_some();
        parts.extend(retracted.then(|| "RETRACTED".to_owned()));
        let text: String = parts.iter().map(|part| stopped(part) + " ").collect();
        format!("{text}{} {}", self.url, self.linked.report.head.tlp.label())
    }

    fn bibtex(&self) -> String {
        let report = &self.linked.report;
        let day = report.date.day;
        let key = format!("{}-{}", report.slug.replace('/', "-"), day.year());
        let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied();
        let authors: Vec<String> = self.authors.iter().map(|name| format!("{{{}}}", latex(name))).collect();
        let mut fields = Vec::new();
        if !authors.is_empty() {
            fields.push(("author", format!("{{{}}}", authors.join(" and "))));
        }
        fields.push(("title", format!("{{{{{}}}}}", latex(&self.title))));
        fields.push(("institution", format!("{{{}}}", latex(&self.institution))));
        fields.push(("year", format!("{{{}}}", day.year())));
        fields.push(("month", month.unwrap_or("jan").to_owned()));
        fields.push(("day", format!("{{{}}}", day.day())));
        fields.push(("url", format!("{{{}}}", self.url)));
        fields.push(("note", format!("{{{}}}", latex(&self.notes.join("; ")))));
        let lines: String = fields.iter().map(|(name, value)| format!("  {name:<11} = {value},\n")).collect();
        format!("@techreport{{{key},\n{lines}}}\n")
    }

    /// RIS, as reference managers read it; its lines end with CR LF.
    fn ris(&self) -> String {
        let mut lines = vec!["TY  - RPRT".to_owned()];
        lines.extend(self.authors.iter().map(|name| format!("AU  - {name}")));
        lines.push(format!("TI  - {}", self.title));
        lines.push(format!("PB  - {}", self.institution));
        lines.push(format!("PY  - {:04}", self.linked.report.date.day.year()));
        lines.push(format!("DA  - {}", self.date('/')));
        lines.push(format!("LA  - {}", self.language));
        lines.push(format!("UR  - {}", self.url));
        lines.extend(self.notes.iter().map(|note| format!("N1  - {note}")));
        lines.push("ER  - ".to_owned());
        lines.iter().map(|line| format!("{line}\r\n")).collect()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A part of a sentence with a stop, where it does not end with one of its own.
fn stopped(text: &str) -> String {
    let ends = text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟']);
    if ends { text.to_owned() } else { format!("{text}.") }
}

/// Text for LaTeX. BibTeX counts braces even behind a backslash, so they are written as words.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            _ => out.push(c),
        }
    }
    out
}
