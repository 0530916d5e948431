//! The front matter of a report.

use super::document::{self, missing};
use super::fields::{Mapping, Reader};
use super::yaml::{Node, Value};
use super::{cited, claims, evidence, front_matter, indicators, references, rows, schema};
use crate::config::Config;
use crate::headline::Headline;
use crate::model::{Change, EntityKind, Pap, Report, WrittenDate};
use crate::names::slug;
use crate::source::{SourceFile, Sources, Span, Spanned};

/// Reads a report. Gives nothing when the file has no usable front matter.
pub fn read(
    reader: &mut Reader,
    sources: &Sources,
    file: &SourceFile,
    path: &str,
    config: &Config,
) -> Option<Report> {
    let split = front_matter::split(reader, file, false)?;
    let map = reader.mapping(&split.head, schema::REPORT)?;
    let head = document::head(reader, file, path, &map, split.body, config, schema::REPORT);
    let title = map.text(reader, "title");
    if title.is_none() && map.get("title").is_none() {
        missing(reader, &map, "title", "title: What happened, in one line");
    }
    let date = date(reader, &map, path);
    let rows = EntityKind::ALL.into_iter().flat_map(|kind| rows::of(reader, &map, kind)).collect();
    let at = Span::file(reader.source);
    let title = title.unwrap_or_else(|| Spanned::new(document::stem(path).to_owned(), at));
    let mut report = Report {
        slug: document::with_own_slug(derived_slug(path), head.slug.as_ref()),
        title: Spanned::new(Headline::new(reader.source, title.value), title.span),
        date,
        id: map.name(reader, "id"),
        changelog: map.list(reader, "changelog", change),
        authors: map.texts(reader, "authors"),
        producer: map.string(reader, "producer"),
        kind: map.string(reader, "kind"),
        pap: map.get("pap").and_then(|node| pap(reader, node)),
        retracted: map.get("retracted").and_then(|node| retracted(reader, node)),
        attack_version: map.string(reader, "attack_version"),
        rows,
        activity: map.list(reader, "activity", claims::activity),
        attribution: map.list(reader, "attribution", claims::attribution),
        sources: map.list(reader, "sources", evidence::source),
        indicators: indicators::listed(reader, sources, &map, path),
        indicators_file: indicators::file(reader, sources, &map, path),
        detections: map
            .list(reader, "detections", |reader, node| evidence::detection(reader, sources, path, node)),
        quotes: map.list(reader, "quotes", evidence::quote),
        key_points: map.texts(reader, "key_points"),
        gaps: map.texts(reader, "gaps"),
        strangers: Vec::new(),
        head,
    };
    report.strangers = references::check(reader, &report, &map);
    let lost = map.items("sources") > report.sources.len();
    cited::check(reader, &report.head.body, Some(&report.sources), lost);
    Some(report)
}

/// Path below `reports/` without extension, `/index` and a leading date.
fn derived_slug(path: &str) -> String {
    let inner = path.trim_start_matches("reports/");
    let inner = document::document_path(inner);
    let (before, last) = match inner.rsplit_once('/') {
        Some((before, last)) => (Some(before), last),
        None => (None, inner),
    };
    let undated = dated(last).map_or(last, |(_, rest)| rest);
    let last = slug::path(if undated.is_empty() { last } else { undated });
    match before.map(slug::path) {
        Some(before) if !before.is_empty() => format!("{before}/{last}"),
        _ => last,
    }
}

/// A leading `YYYY-MM-DD-` of a file name, and what follows it.
fn dated(name: &str) -> Option<(WrittenDate, &str)> {
    let (date, rest) = name.split_at_checked(10)?;
    let rest = rest.strip_prefix('-')?;
    WrittenDate::parse(date).ok().map(|date| (date, rest))
}

fn date(reader: &mut Reader, map: &Mapping<'_>, path: &str) -> Spanned<WrittenDate> {
    let at = Span::new(reader.source, map.span.start as usize, map.span.start as usize);
    if let Some(node) = map.get("date") {
        let read = reader.written_date(node);
        return read.unwrap_or_else(|| Spanned::new(no_date(), node.span));
    }
    let name = document::document_path(path).rsplit('/').next().unwrap_or_default();
    if let Some((date, _)) = dated(name) {
        return Spanned::new(date, at);
    }
    missing(reader, map, "date", "date: 2021-09-28");
    Spanned::new(no_date(), at)
}

fn pap(reader: &mut Reader, node: &Node) -> Option<Pap> {
    let words = Pap::ALL.map(|level| (level.word(), level));
    let level = reader.word(node, &words, Pap::parse)?;
    reader.old_white(node, "PAP");
    Some(level)
}

/// The reason of a retraction. `false` is refused: it would put up a banner where none is meant.
fn retracted(reader: &mut Reader, node: &Node) -> Option<String> {
    if let Value::Scalar { text, plain: true } = &node.value
        && ["true", "false", "yes", "no"].iter().any(|word| text.eq_ignore_ascii_case(word))
    {
        let message = format!("this must be the reason of the retraction, not `{text}`");
        let hint = "say why, or remove the key where nothing is retracted";
        reader.error("wrong-type", node.span, message, hint);
        return None;
    }
    reader.text(node).map(|text| text.value)
}

/// Stands for a date that could not be read; the error beside it keeps it from being published.
fn no_date() -> WrittenDate {
    WrittenDate { day: jiff::civil::Date::ZERO, timestamp: None }
}

fn change(reader: &mut Reader, node: &Node) -> Option<Change> {
    let map = reader.mapping(node, schema::CHANGE)?;
    let date = match map.get("date") {
        Some(node) => reader.written_date(node),
        None => {
            missing(reader, &map, "date", "date: 2021-09-30");
            None
        }
    };
    let note = map.string(reader, "note");
    if note.is_none() && map.get("note").is_none() {
        missing(reader, &map, "note", "note: what changed");
    }
    Some(Change { date: date?, note: note? })
}
