//! The lines of `sitrep list withheld` and `sitrep list drafts`: whole documents first, then rows and blocks of published documents,
//! each with its place and the reason.

use std::collections::BTreeMap;

use super::Line;
use crate::gate::{WithheldDocument, WithheldRow};
use crate::link::DocumentId;
use crate::model::EntityKind;
use crate::source::SourceId;
use crate::stages::Built;

/// Drafts, whatever else keeps them back.
pub fn drafts(built: &Built) -> Vec<Line> {
    let documents = built.withheld.documents.iter();
    let drafts = documents.filter(|document| document.reasons.iter().any(|why| why == "draft"));
    drafts.map(|found| Line { what: None, ..document(found) }).collect()
}

/// Everything that is withheld.
pub fn all(built: &Built) -> Vec<Line> {
    let owners: BTreeMap<SourceId, DocumentId> =
        built.site.heads().map(|(id, head)| (head.source, id)).collect();
    let mut rows: Vec<&WithheldRow> = built.withheld.rows.iter().collect();
    rows.sort_by_key(|row| (row.document, row.span));
    let documents = built.withheld.documents.iter().map(document);
    documents.chain(rows.into_iter().map(|found| row(built, &owners, found))).collect()
}

fn document(document: &WithheldDocument) -> Line {
    let date = document.date.map_or_else(String::new, |day| day.to_string());
    Line {
        name: document.title.clone(),
        route: document.route.clone(),
        reports: usize::from(document.path.starts_with("reports/")),
        first: date.clone(),
        last: date,
        what: Some(sort(&document.path)),
        file: Some(format!("content/{}", document.path)),
        why: Some(document.reasons.join(", ")),
    }
}

/// What a document is, by its folder.
fn sort(path: &str) -> String {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    match EntityKind::from_plural(folder) {
        Some(kind) => format!("{} profile", kind.key()),
        None if folder == "reports" => "report".to_owned(),
        None => "page".to_owned(),
    }
}

/// A row: its route, count and dates are those of the document that it belongs to.
fn row(built: &Built, owners: &BTreeMap<SourceId, DocumentId>, row: &WithheldRow) -> Line {
    let owner = owners.get(&row.document).copied();
    let day = match owner {
        Some(DocumentId::Report(at)) => Some(built.site.reports[at].report.date.day),
        _ => None,
    };
    let date = day.map_or_else(String::new, |day| day.to_string());
    let file = built.sources.get(row.span.source);
    Line {
        name: row.label.clone(),
        route: owner.map_or_else(String::new, |id| built.site.route(id).to_owned()),
        reports: usize::from(day.is_some()),
        first: date.clone(),
        last: date,
        what: Some(row.sort.word().to_owned()),
        file: Some(format!("{}:{}", file.path, file.position(row.span.start).line)),
        why: Some(row.reason.clone()),
    }
}
