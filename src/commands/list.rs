//! `sitrep list`.

use anyhow::Context;
use serde::Serialize;

use super::{Outcome, stages};
use crate::cli::{ListArgs, ListFormat, ListWhat};
use crate::link::Site;
use crate::model::EntityKind;

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
    /// File behind it; empty where there is none.
    file: String,
    /// Why it is held back; empty where it is not.
    why: String,
}

/// The names of the columns.
const COLUMNS: [&str; 7] = ["name", "route", "reports", "first", "last", "file", "why"];

impl Line {
    fn cells(&self) -> [String; 7] {
        [
            self.name.clone(),
            self.route.clone(),
            self.reports.to_string(),
            self.first.clone(),
            self.last.clone(),
            self.file.clone(),
            self.why.clone(),
        ]
    }
}

/// Lists what an edition holds or holds back; data goes to standard output.
pub fn run(args: &ListArgs) -> anyhow::Result<Outcome> {
    stages::threads(&args.edition)?;
    let mut edition = args.edition.clone();
    // Drafts are listed whatever else the edition shows.
    let what = args.what;
    edition.drafts = edition.drafts && !matches!(what, ListWhat::Drafts | ListWhat::Withheld);
    let built = stages::build(&edition, None, true)?;
    let lines = match what {
        ListWhat::Reports => reports(&built.site),
        ListWhat::Entities(kind) => entities(&built.site, kind),
        ListWhat::Drafts | ListWhat::Withheld => built
            .withheld
            .documents
            .iter()
            .filter(|document| {
                what == ListWhat::Withheld || document.reasons.iter().any(|why| why == "draft")
            })
            .map(|document| Line {
                name: document.title.clone(),
                route: document.route.clone(),
                reports: usize::from(document.path.starts_with("reports/")),
                first: String::new(),
                last: String::new(),
                file: format!("content/{}", document.path),
                why: document.reasons.join(", "),
            })
            .collect(),
    };
    stages::data(&printed(&lines, args.format)?)?;
    let diagnostics = built.diagnostics.finish(false);
    if diagnostics.has_errors() {
        eprintln!("{}; `sitrep check` names them", stages::summary(&diagnostics));
        return Ok(Outcome::Faults);
    }
    Ok(Outcome::Clean)
}

fn reports(site: &Site) -> Vec<Line> {
    site.reports
        .iter()
        .map(|linked| Line {
            name: linked.report.title.value.clone(),
            route: linked.route.clone(),
            reports: 1,
            first: linked.report.date.day.to_string(),
            last: linked.report.date.day.to_string(),
            file: format!("content/{}", linked.report.head.path),
            why: String::new(),
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
            file: entity
                .profile
                .as_ref()
                .map_or_else(String::new, |profile| format!("content/{}", profile.head.path)),
            why: String::new(),
        })
        .collect()
}

fn printed(lines: &[Line], format: ListFormat) -> anyhow::Result<String> {
    match format {
        ListFormat::Json => Ok(format!("{}\n", serde_json::to_string_pretty(lines)?)),
        ListFormat::Csv => {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record(COLUMNS)?;
            for line in lines {
                csv.write_record(line.cells())?;
            }
            Ok(String::from_utf8(csv.into_inner().context("cannot end the list")?)?)
        }
        ListFormat::Table => Ok(table(lines)),
    }
}

/// Columns as wide as their longest value; a column without any value is left out.
fn table(lines: &[Line]) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    // A terminal must not act upon a name.
    let plain = |cell: String| cell.replace(char::is_control, " ");
    rows.extend(lines.iter().map(|line| line.cells().map(plain)));
    let is_used = |at: usize| at < 3 || rows.iter().skip(1).any(|row| !row[at].is_empty());
    let columns: Vec<(usize, usize)> = (0..COLUMNS.len())
        .filter(|at| is_used(*at))
        .map(|at| (at, rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)))
        .collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = columns
                .iter()
                .map(|(at, width)| format!("{}{}", row[*at], " ".repeat(width - row[*at].chars().count())))
                .collect();
            format!("{}\n", cells.join("  ").trim_end())
        })
        .collect()
}
