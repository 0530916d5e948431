//! `sitrep list`: what an edition holds, or holds back, as a table, JSON or CSV on standard output. In go the flags, out comes one line
//! for each report, entity, document or row; nothing is built on disk.

mod withheld;

use anyhow::Context;
use serde::Serialize;

use super::{Outcome, shared};
use crate::cli::{ListArgs, ListFormat, ListWhat};
use crate::link::Site;
use crate::model::EntityKind;
use crate::stages::{self, Timings};

/// One line of a list.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    route: String,
    /// Number of reports that name it; 1 for a report.
    reports: usize,
    /// Date of the earliest report.
    first: String,
    /// Date of the latest report.
    last: String,
    /// Of what is withheld: `report`, `actor`, `page` for a whole document, `actor row`, `activity`, `block` for a part of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    /// Of what is held back: the file behind it, with the line where it is a part of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// Of what is held back: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// The columns of a list of what is published.
const PUBLISHED: [&str; 5] = ["name", "route", "reports", "first", "last"];
/// The columns of a list of drafts.
const DRAFTS: [&str; 7] = ["name", "route", "reports", "first", "last", "file", "why"];
/// The columns of a list of what is withheld.
const WITHHELD: [&str; 8] = ["name", "route", "reports", "first", "last", "what", "file", "why"];

impl Line {
    fn cells(&self) -> Vec<String> {
        let mut cells = vec![
            self.name.clone(),
            self.route.clone(),
            self.reports.to_string(),
            self.first.clone(),
            self.last.clone(),
        ];
        cells.extend([&self.what, &self.file, &self.why].into_iter().flatten().cloned());
        cells
    }
}

/// Lists what an edition holds or holds back; data goes to standard output.
pub fn run(args: &ListArgs) -> anyhow::Result<Outcome> {
    shared::threads(&args.edition)?;
    let mut edition = args.edition.clone();
    // Drafts are listed whatever else the edition shows.
    let what = args.what;
    edition.drafts = edition.drafts && !matches!(what, ListWhat::Drafts | ListWhat::Withheld);
    let built = stages::build(&shared::request(&edition, None), &mut Timings::default())?;
    let lines = match what {
        ListWhat::Reports => reports(&built.site),
        ListWhat::Entities(kind) => entities(&built.site, kind),
        ListWhat::Drafts => withheld::drafts(&built),
        ListWhat::Withheld => withheld::all(&built),
    };
    let columns = match what {
        ListWhat::Reports | ListWhat::Entities(_) => &PUBLISHED[..],
        ListWhat::Drafts => &DRAFTS[..],
        ListWhat::Withheld => &WITHHELD[..],
    };
    shared::data(&printed(&lines, columns, args.format)?)?;
    let diagnostics = built.diagnostics.finish(false);
    if diagnostics.has_errors() {
        eprintln!("{}; `sitrep check` names them", shared::summary(&diagnostics));
        return Ok(Outcome::Faults);
    }
    Ok(Outcome::Clean)
}

fn reports(site: &Site) -> Vec<Line> {
    site.reports
        .iter()
        .map(|linked| Line {
            name: linked.report.title.text().to_owned(),
            route: linked.route.clone(),
            reports: 1,
            first: linked.report.date.day.to_string(),
            last: linked.report.date.day.to_string(),
            what: None,
            file: None,
            why: None,
        })
        .collect()
}

fn entities(site: &Site, kind: EntityKind) -> Vec<Line> {
    let date =
        |at: Option<&usize>| at.map_or_else(String::new, |at| site.reports[*at].report.date.day.to_string());
    site.entities
        .iter()
        .filter(|entity| entity.kind == kind)
        .map(|entity| Line {
            name: entity.name.clone(),
            route: entity.route.clone(),
            reports: entity.reports.len(),
            first: date(entity.reports.last()),
            last: date(entity.reports.first()),
            what: None,
            file: None,
            why: None,
        })
        .collect()
}

fn printed(lines: &[Line], columns: &[&str], format: ListFormat) -> anyhow::Result<String> {
    match format {
        ListFormat::Json => Ok(format!("{}\n", serde_json::to_string_pretty(lines)?)),
        ListFormat::Csv => {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record(columns)?;
            for line in lines {
                csv.write_record(line.cells())?;
            }
            Ok(String::from_utf8(csv.into_inner().context("cannot end the list")?)?)
        }
        ListFormat::Table => Ok(table(lines, columns)),
    }
}

/// Columns as wide as their longest value.
fn table(lines: &[Line], columns: &[&str]) -> String {
    let mut rows: Vec<Vec<String>> = vec![columns.iter().map(|name| (*name).to_owned()).collect()];
    // A terminal must not act upon a name.
    let plain = |cell: String| cell.replace(char::is_control, " ");
    rows.extend(lines.iter().map(|line| line.cells().into_iter().map(plain).collect()));
    let width = |at: usize| {
        rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
                .collect();
            format!("{}\n", cells.join("  ").trim_end())
        })
        .collect()
}
