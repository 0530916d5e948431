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
    print(&lines, args.format)?;
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

fn print(lines: &[Line], format: ListFormat) -> anyhow::Result<()> {
    match format {
        ListFormat::Json => println!("{}", serde_json::to_string_pretty(lines)?),
        ListFormat::Csv => {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record(["name", "route", "reports", "first", "last", "file", "why"])?;
            for line in lines {
                let reports = line.reports.to_string();
                csv.write_record([
                    &line.name,
                    &line.route,
                    &reports,
                    &line.first,
                    &line.last,
                    &line.file,
                    &line.why,
                ])?;
            }
            print!("{}", String::from_utf8(csv.into_inner().context("cannot end the list")?)?);
        }
        ListFormat::Table => print!("{}", table(lines)),
    }
    Ok(())
}

/// Columns as wide as their longest value; a column without any value is left out.
fn table(lines: &[Line]) -> String {
    let mut rows: Vec<[String; 7]> = lines
        .iter()
        .map(|line| {
            [
                line.name.clone(),
                line.route.clone(),
                line.reports.to_string(),
                line.first.clone(),
                line.last.clone(),
                line.file.clone(),
                line.why.clone(),
            ]
        })
        .collect();
    let used: Vec<bool> = (0..7).map(|at| at < 3 || rows.iter().any(|row| !row[at].is_empty())).collect();
    rows.insert(0, ["name", "route", "reports", "first", "last", "file", "why"].map(str::to_owned));
    let widths: Vec<usize> =
        (0..7).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)).collect();
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = (0..7)
                .filter(|at| used[*at])
                .map(|at| format!("{}{}", row[at], " ".repeat(widths[at] - row[at].chars().count())))
                .collect();
            format!("{}\n", cells.join("  ").trim_end())
        })
        .collect()
}
