//! The files of indicators that readers take away: CSV, JSON and plain lists beside every report that has any, beside every entity that
//! their rows name, and for the whole site. Here, and nowhere else in the output, values are live. Each file says its marking; a
//! file holds what the edition may show, and a retracted report has none.

mod csv;
mod json;
mod plain;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::indicator::IndicatorType;
use crate::link::{EntityId, ReportId};
use crate::model::Tlp;
use crate::output::Maker;
use crate::view::{Downloads, Listed, Rows};

/// A file: its path, its bytes, what it comes from.
pub type Made = (String, Vec<u8>, Maker);

/// Whose indicators a file holds.
enum Scope {
    Report(ReportId),
    Entity(EntityId),
    Site,
}

/// What the files of one place begin with.
struct Head {
    /// Highest of the rows and of the page.
    tlp: Tlp,
    title: String,
    url: String,
    /// Of the newest report or its last change.
    date: String,
    /// Whether every row says which report it comes from.
    several: bool,
}

/// Makes every file.
pub fn files(rows: &Rows<'_>) -> Vec<Made> {
    let reports = rows.reports_with_indicators().map(Scope::Report);
    let entities = rows.site.named_indicators.keys().map(|id| Scope::Entity(*id));
    // The whole site takes as long as thousands of reports, so it does not begin last.
    let scopes: Vec<Scope> = [Scope::Site].into_iter().chain(entities).chain(reports).collect();
    let made: Vec<Vec<Made>> = scopes.par_iter().map(|scope| of(rows, scope)).collect();
    made.into_iter().flatten().collect()
}

/// Makes those of one report.
pub fn of_report(rows: &Rows<'_>, at: ReportId) -> Vec<Made> {
    of(rows, &Scope::Report(at))
}

fn of(rows: &Rows<'_>, scope: &Scope) -> Vec<Made> {
    let site = rows.site;
    let listed: Vec<Listed<'_>> = match scope {
        Scope::Report(at) => rows.listed(*at).collect(),
        Scope::Entity(id) => rows.named(*id).collect(),
        Scope::Site => rows.reports_with_indicators().flat_map(|at| rows.listed(at)).collect(),
    };
    if listed.is_empty() {
        return Vec::new();
    }
    let kinds: BTreeSet<IndicatorType> = listed.iter().map(|listed| listed.row.kind).collect();
    let (title, route, level, maker) = match scope {
        Scope::Report(at) => {
            let linked = &site.reports[*at];
            let head = &linked.report.head;
            (
                linked.report.title.shown().to_owned(),
                linked.route.as_str(),
                head.tlp,
                Maker::Source(head.source),
            )
        }
        Scope::Entity(id) => {
            let entity = &site.entities[*id];
            let profile = entity.profile.as_ref();
            let level = profile.map_or(Tlp::Clear, |profile| profile.head.tlp);
            (entity.name.clone(), entity.route.as_str(), level, Maker::Generated)
        }
        Scope::Site => (site.config.title.clone(), "/indicators/", Tlp::Clear, Maker::Generated),
    };
    let head = Head {
        tlp: listed.iter().map(Listed::level).fold(level, Tlp::max),
        title,
        url: site.config.base_url.absolute(route),
        date: newest(&listed),
        several: !matches!(scope, Scope::Report(_)),
    };
    let downloads = match scope {
        Scope::Site => rows.site_downloads(&kinds),
        Scope::Report(_) | Scope::Entity(_) => rows.downloads(route, listed.len(), &kinds),
    };
    written(rows, &head, &listed, &downloads).into_iter().map(|(path, bytes)| (path, bytes, maker)).collect()
}

fn written(
    rows: &Rows<'_>,
    head: &Head,
    listed: &[Listed<'_>],
    downloads: &Downloads,
) -> Vec<(String, Vec<u8>)> {
    let csv = (downloads.csv.clone(), csv::file(rows, head, listed));
    let json = downloads.json.iter().map(|path| (path.clone(), json::file(rows, head, listed)));
    let lists = downloads.lists.iter().map(|list| (list.path.clone(), plain::file(head, list, listed)));
    std::iter::once(csv).chain(json).chain(lists).collect()
}

/// The newest day on which one of the reports appeared or changed.
fn newest(listed: &[Listed<'_>]) -> String {
    let days = listed.iter().map(|listed| {
        let report = &listed.linked.report;
        report.head.updated.as_ref().map_or(report.date.day, |updated| updated.day.max(report.date.day))
    });
    days.max().map(|day| day.to_string()).unwrap_or_default()
}

/// What the files say of one row; empty where it says nothing.
struct Fields<'a> {
    kind: &'static str,
    value: &'a str,
    defanged: String,
    first_seen: String,
    last_seen: String,
    valid_until: String,
    confidence: String,
    tlp: String,
    actor: &'a str,
    malware: &'a str,
    report_id: &'a str,
    report_url: String,
    context: &'a str,
}

fn fields<'a>(rows: &Rows<'a>, listed: &Listed<'a>) -> Fields<'a> {
    use crate::model::EntityKind::{Actor, Malware, Tool};
    let (row, report) = (listed.row, &listed.linked.report);
    let date = |date: Option<crate::model::PartialDate>| date.map(|date| date.iso()).unwrap_or_default();
    let name = |kinds: &[_], name: Option<&'a crate::source::Spanned<String>>| -> &'a str {
        let entity = rows.row_entity(listed.linked, kinds, name);
        entity.map_or(name.map_or("", |name| name.value.as_str()), |id| rows.site.entities[id].name.as_str())
    };
    Fields {
        kind: row.kind.key(),
        value: &row.value.value,
        defanged: crate::indicator::shown(row.kind, &row.value),
        first_seen: date(row.first_seen),
        last_seen: date(row.last_seen),
        valid_until: date(row.valid_until),
        confidence: row.confidence.map(|confidence| confidence.text()).unwrap_or_default(),
        tlp: listed.level().label(),
        actor: name(&[Actor], row.actor.as_ref()),
        malware: name(&[Malware, Tool], row.malware.as_ref()),
        report_id: report.id.as_ref().map_or(report.slug.as_str(), |id| id.value.as_str()),
        report_url: rows.site.config.base_url.absolute(&listed.linked.route),
        context: row.context.as_deref().unwrap_or_default(),
    }
}
