//! Indicators of a report, from its front matter or from a CSV or JSON file beside it. Values are taken live or defanged and
//! kept live; a type that is not given is recognised; what is neither is an error at its place.

use super::document::missing;
use super::fields::{Mapping, Reader};
use super::yaml::{Node, Value};
use super::{rows, schema};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::indicator::{self, IndicatorType};
use crate::model::{Confidence, Indicator, IndicatorsFile, PartialDate, Tlp};
use crate::source::{SourceFile, SourceId, Sources, Span, Spanned};

/// The rows of `indicators`, and those of the file that `indicators_file` names.
pub fn listed(reader: &mut Reader, sources: &Sources, map: &Mapping<'_>, path: &str) -> Vec<Indicator> {
    let mut all = map.list(reader, "indicators", row);
    let Some(name) = map.get("indicators_file").and_then(|node| match node.value {
        Value::Scalar { .. } => Some(node),
        _ => None,
    }) else {
        return all;
    };
    if let Value::Scalar { text, .. } = &name.value
        && let Some((source, file)) = find_beside(sources, path, text.trim())
        && !file.broken
    {
        all.extend(from_file(reader, source, file));
    }
    all
}

/// The value of `indicators_file`; a file that is not there, or is not text, is an error.
pub fn file(reader: &mut Reader, sources: &Sources, map: &Mapping<'_>, path: &str) -> Option<IndicatorsFile> {
    let name = map.text(reader, "indicators_file")?;
    let lower = name.to_ascii_lowercase();
    if !lower.ends_with(".csv") && !lower.ends_with(".json") {
        let message = format!("`{}` is neither a CSV nor a JSON file", name.value);
        reader.error("invalid-value", name.span, message);
        return None;
    }
    let source = beside(reader, sources, path, &name);
    if source.is_some_and(|source| sources.get(source).broken) {
        let message = format!("`{}` is not UTF-8 text", name.value);
        reader.error_with("not-utf8", name.span, message, "save it as UTF-8");
    }
    Some(IndicatorsFile { name, source })
}

/// The file that a report names, which must stand beside it.
pub fn beside(
    reader: &mut Reader,
    sources: &Sources,
    path: &str,
    name: &Spanned<String>,
) -> Option<SourceId> {
    let found = find_beside(sources, path, &name.value);
    if found.is_none() {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let prefix = format!("content/{folder}/");
        let near = did_you_mean(
            &name.value,
            sources
                .iter()
                .filter_map(|(_, file)| file.path.strip_prefix(prefix.as_str()))
                .filter(|inner| !inner.contains('/')),
        );
        let message = format!("there is no file `{}` beside this report", name.value);
        reader.faults.push(Diagnostic::error("missing-file", name.span, message).maybe_hint(near));
    }
    found.map(|(source, _)| source)
}

fn find_beside<'a>(sources: &'a Sources, path: &str, name: &str) -> Option<(SourceId, &'a SourceFile)> {
    let outside = name.starts_with('/') || name.split('/').any(|part| part == ".." || part.is_empty());
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    (!outside).then(|| sources.find(&format!("content/{folder}/{name}"))).flatten()
}

fn row(reader: &mut Reader, node: &Node) -> Option<Indicator> {
    if !matches!(node.value, Value::Map(_)) {
        let written = reader.item_text(node)?;
        return indicator(reader, None, written, node.span);
    }
    let map = reader.mapping(node, schema::INDICATOR)?;
    let Some(written) = map.text(reader, "value") else {
        if map.get("value").is_none() {
            missing(reader, &map, "value", "value: evil[.]example");
        }
        return None;
    };
    let kind = match map.text(reader, "type") {
        Some(word) => Some(kind_of(reader, &word, &written.value)?),
        None => None,
    };
    let seen = |reader: &mut Reader, key| {
        map.get(key).and_then(|node| reader.partial_date(node)).map(|date| date.value)
    };
    let found = indicator(reader, kind, written, node.span);
    let full = Details {
        first_seen: seen(reader, "first_seen"),
        last_seen: seen(reader, "last_seen"),
        valid_until: seen(reader, "valid_until"),
        context: map.string(reader, "context"),
        confidence: rows::confidence(reader, &map),
        actor: map.text(reader, "actor"),
        malware: map.text(reader, "malware"),
        tlp: map.get("tlp").and_then(|node| rows::level(reader, node)),
    };
    found.map(|indicator| full.onto(indicator))
}

#[derive(Default)]
struct Details {
    first_seen: Option<PartialDate>,
    last_seen: Option<PartialDate>,
    valid_until: Option<PartialDate>,
    context: Option<String>,
    confidence: Option<Confidence>,
    actor: Option<Spanned<String>>,
    malware: Option<Spanned<String>>,
    tlp: Option<Tlp>,
}

impl Details {
    fn onto(self, indicator: Indicator) -> Indicator {
        Indicator {
            first_seen: self.first_seen,
            last_seen: self.last_seen,
            valid_until: self.valid_until,
            context: self.context,
            confidence: self.confidence,
            actor: self.actor,
            malware: self.malware,
            tlp: self.tlp,
            ..indicator
        }
    }
}

fn kind_of(reader: &mut Reader, word: &Spanned<String>, written: &str) -> Option<IndicatorType> {
    let kind = IndicatorType::resolve(&word.value, &indicator::refang(written));
    if kind.is_none() {
        let known = IndicatorType::ALL.map(IndicatorType::key);
        let message = format!("`{}` is no type of indicator", word.value);
        let hint = did_you_mean(&word.value, known)
            .unwrap_or_else(|| format!("known types are {}", known.join(", ")));
        reader.error_with("invalid-indicator", word.span, message, hint);
    }
    kind
}

fn indicator(
    reader: &mut Reader,
    kind: Option<IndicatorType>,
    written: Spanned<String>,
    span: Span,
) -> Option<Indicator> {
    let live = kind
        .map_or_else(|| indicator::refang(&written.value), |kind| indicator::refang_as(kind, &written.value));
    let Some(kind) = kind.or_else(|| indicator::recognise(&live)) else {
        let message = format!("the type of `{}` is not recognised", written.value);
        let hint = "write it as `{type: domain, value: …}`";
        reader.error_with("invalid-indicator", written.span, message, hint);
        return None;
    };
    if let Err(message) = indicator::validate(kind, &live) {
        reader.error("invalid-indicator", written.span, message);
        return None;
    }
    Some(Indicator {
        kind,
        value: Spanned::new(live, written.span),
        first_seen: None,
        last_seen: None,
        valid_until: None,
        context: None,
        confidence: None,
        actor: None,
        malware: None,
        tlp: None,
        span,
    })
}

/// Faults of the rows of one file that are named one by one; the rest are counted.
const NAMED_FAULTS: usize = 20;

fn from_file(reader: &mut Reader, source: SourceId, file: &SourceFile) -> Vec<Indicator> {
    let mut inner = Reader::new(source, reader.unknown_keys);
    let found = if file.path.to_ascii_lowercase().ends_with(".csv") {
        from_csv(&mut inner, file)
    } else {
        from_json(&mut inner, file)
    };
    let more = inner.faults.len().saturating_sub(NAMED_FAULTS);
    inner.faults.truncate(NAMED_FAULTS);
    if more > 0 {
        let message = format!("{more} more rows of this file are at fault");
        inner.error("invalid-indicator", Span::file(source), message);
    }
    reader.faults.append(&mut inner.faults);
    found
}

fn from_csv(reader: &mut Reader, file: &SourceFile) -> Vec<Indicator> {
    let mut csv = csv::ReaderBuilder::new()
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(file.text.as_bytes());
    let headers: Vec<String> = match csv.headers() {
        Ok(headers) => headers.iter().map(str::to_ascii_lowercase).collect(),
        Err(error) => {
            reader.error("invalid-csv", Span::file(reader.source), error.to_string());
            return Vec::new();
        }
    };
    if !headers.iter().any(|header| header == "value") {
        reader.error_with(
            "invalid-csv",
            Span::file(reader.source),
            "the first line names no column `value`",
            "start the file with a line such as `type,value,context`",
        );
        return Vec::new();
    }
    let mut found = Vec::new();
    for record in csv.into_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let at = error.position().map_or(0, |position| position.byte());
                let at = usize::try_from(at).unwrap_or(0);
                reader.error("invalid-csv", Span::new(reader.source, at, at), error.to_string());
                continue;
            }
        };
        let at = record.position().map_or(0, |position| position.byte());
        let at = usize::try_from(at).unwrap_or(0);
        let cells = headers
            .iter()
            .zip(record.iter())
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(header, cell)| (header.as_str(), cell.to_owned()));
        found.extend(loose(reader, cells, Span::new(reader.source, at, at)));
    }
    found
}

fn from_json(reader: &mut Reader, file: &SourceFile) -> Vec<Indicator> {
    let start = Span::file(reader.source);
    let list: Vec<serde_json::Value> = match serde_json::from_str(&file.text) {
        Ok(list) => list,
        Err(error) => {
            let before = file.text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = before.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let span = Span::new(reader.source, at, at);
            reader.error("invalid-json", span, format!("this is no JSON list: {error}"));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for item in list {
        match item {
            serde_json::Value::String(value) => {
                let written = Spanned::new(value, start);
                found.extend(indicator(reader, None, written, start));
            }
            serde_json::Value::Object(map) => {
                let cells = map.iter().filter_map(|(key, value)| match value {
                    serde_json::Value::Null => None,
                    serde_json::Value::String(text) => Some((key.as_str(), text.clone())),
                    other => Some((key.as_str(), other.to_string())),
                });
                found.extend(loose(reader, cells, start));
            }
            other => reader.error("invalid-json", start, format!("`{other}` is no indicator")),
        }
    }
    found
}

/// Reads one row of a file: the same keys as a row of the front matter, without their own places.
fn loose<'a>(
    reader: &mut Reader,
    cells: impl Iterator<Item = (&'a str, String)>,
    span: Span,
) -> Option<Indicator> {
    let mut word = None;
    let mut value = None;
    let mut details = Details::default();
    for (key, text) in cells {
        let spanned = Spanned::new(text.clone(), span);
        match key {
            "value" => value = Some(spanned),
            "type" => word = Some(spanned),
            "first_seen" => details.first_seen = date(reader, &spanned),
            "last_seen" => details.last_seen = date(reader, &spanned),
            "valid_until" => details.valid_until = date(reader, &spanned),
            "context" => details.context = Some(text),
            "confidence" => details.confidence = Confidence::parse(&text),
            "actor" => details.actor = Some(spanned),
            "malware" => details.malware = Some(spanned),
            "tlp" => details.tlp = Some(level(reader, &spanned)),
            // A list made by another tool has columns of its own.
            _ => {}
        }
    }
    let Some(value) = value else {
        reader.error("missing-key", span, "this row has no `value`");
        return None;
    };
    let kind = match word {
        Some(word) => Some(kind_of(reader, &word, &value.value)?),
        None => None,
    };
    indicator(reader, kind, value, span).map(|indicator| details.onto(indicator))
}

fn date(reader: &mut Reader, text: &Spanned<String>) -> Option<PartialDate> {
    match PartialDate::parse(&text.value) {
        Ok(date) => Some(date),
        Err(message) => {
            reader.error("invalid-date", text.span, message);
            None
        }
    }
}

/// A level that cannot be read must not let the row slip out.
fn level(reader: &mut Reader, text: &Spanned<String>) -> Tlp {
    Tlp::parse(&text.value).unwrap_or_else(|| {
        reader.error("invalid-tlp", text.span, format!("`{}` is no TLP level", text.value));
        Tlp::Red
    })
}
