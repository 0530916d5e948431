//! Indicators of a report, from its front matter or from a CSV or JSON file beside it. Values are taken live or defanged and
//! kept live; a type that is not given is recognised; what is neither is an error at its place.

use std::collections::BTreeSet;

use super::document::missing;
use super::fields::{LIST, Mapping, Reader};
use super::yaml::{Node, Value};
use super::{csv, json, rows, schema};
use crate::diagnostic::did_you_mean;
use crate::indicator::{self, IndicatorType};
use crate::model::{Indicator, IndicatorsFile, Tlp};
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
        && is_list(&file.path)
    {
        all.extend(from_file(reader, source, file));
    }
    all
}

/// The value of `indicators_file`; a file that is not there, or is not text, is an error.
pub fn file(reader: &mut Reader, sources: &Sources, map: &Mapping<'_>, path: &str) -> Option<IndicatorsFile> {
    let name = map.text(reader, "indicators_file")?;
    if !is_list(&name) {
        let message = format!("`{}` is neither a CSV nor a JSON file", name.value);
        reader.error("invalid-value", name.span, message, "give the file the ending of what it holds");
        return None;
    }
    let source = beside(reader, sources, path, &name);
    if let Some(file) = source.map(|source| sources.get(source)).filter(|file| file.broken) {
        unreadable(reader, &name, file);
    }
    Some(IndicatorsFile { name, source })
}

/// Adds the error for a file that is no text, with what makes it none.
pub fn unreadable(reader: &mut Reader, name: &Spanned<String>, file: &SourceFile) {
    let shown = &name.value;
    // Where bytes were no text, each became this character.
    let line = file.text.find('\0').filter(|_| !file.text.contains('\u{fffd}'));
    if let Some(at) = line {
        let place = file.position(at as u32);
        let message = format!("there is a NUL byte in `{shown}`, line {}", place.line);
        let hint = "remove it, or save the file as UTF-8: it may be damaged, UTF-16, or not text at all";
        reader.error("nul-byte", name.span, message, hint);
    } else {
        reader.error("not-utf8", name.span, format!("`{shown}` is not UTF-8 text"), "save it as UTF-8");
    }
}

fn is_list(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with(".csv") || lower.ends_with(".json")
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
        let hint = near.unwrap_or_else(|| "put it into the folder of this report".to_owned());
        reader.error("missing-file", name.span, message, hint);
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
    let Some(written) = map.name(reader, "value") else {
        if map.named("value").is_none() {
            missing(reader, &map, "value", "value: evil[.]example");
        }
        return None;
    };
    let kind = map.text(reader, "type").map(|word| kind_of(reader, &word, &written.value));
    let seen = |reader: &mut Reader, key| {
        map.get(key).and_then(|node| reader.partial_date(node)).map(|date| date.value)
    };
    // Every field is read before a fault in one ends the row, so that one run names all of them.
    let found = match kind {
        Some(None) => None,
        kind => indicator(reader, kind.flatten(), written, node.span),
    };
    let (first_seen, last_seen) = (seen(reader, "first_seen"), seen(reader, "last_seen"));
    let valid_until = seen(reader, "valid_until");
    let context = map.string(reader, "context");
    let confidence = rows::confidence(reader, &map);
    let (actor, malware) = (map.name(reader, "actor"), map.name(reader, "malware"));
    let tlp = rows::level(reader, &map);
    Some(Indicator { first_seen, last_seen, valid_until, context, confidence, actor, malware, tlp, ..found? })
}

fn kind_of(reader: &mut Reader, word: &Spanned<String>, written: &str) -> Option<IndicatorType> {
    let kind = IndicatorType::resolve(&word.value, &indicator::refang(written));
    if kind.is_none() {
        let known = IndicatorType::ALL.map(IndicatorType::key);
        let message = format!("`{}` is no type of indicator", word.value);
        let hint = did_you_mean(&word.value, known)
            .unwrap_or_else(|| format!("known types are {}", known.join(", ")));
        reader.error("invalid-indicator", word.span, message, hint);
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
        let nearly = indicator::nearly(&live).map(|what| format!(": {what}")).unwrap_or_default();
        let message = format!("the type of `{}` is not recognised{nearly}", written.value);
        let hint = "correct the value, or give its `type`, such as `domain`";
        reader.error("invalid-indicator", written.span, message, hint);
        return None;
    };
    if let Err(message) = indicator::validate(kind, &live) {
        let hint = "correct the value or its type";
        reader.error("invalid-indicator", written.span, message, hint);
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
const NAMED_FAULTS: usize = 100;

fn from_file(reader: &mut Reader, source: SourceId, file: &SourceFile) -> Vec<Indicator> {
    let mut inner = Reader::new(source, reader.unknown_keys);
    let (floor, rows) = if file.path.to_ascii_lowercase().ends_with(".csv") {
        let floor = csv::marking(&mut inner, &file.text);
        (floor, csv::rows(&mut inner, &file.text, schema::INDICATOR, "value"))
    } else {
        let node = json::read(&mut inner, &file.text);
        node.map_or_else(Default::default, |node| objects(&mut inner, node))
    };
    let mut found: Vec<Indicator> = rows.iter().filter_map(|node| row(&mut inner, node)).collect();
    // What a file as a whole is marked with, no row of it is below.
    if let Some(floor) = floor.filter(|floor| *floor > Tlp::Clear) {
        found.iter_mut().for_each(|row| row.tlp = row.tlp.max(Some(floor)));
    }
    let more = inner.faults.len().saturating_sub(NAMED_FAULTS);
    if let Some(next) = inner.faults.get(NAMED_FAULTS).map(|fault| fault.span) {
        inner.faults.truncate(NAMED_FAULTS);
        let message = format!("from here on, this file has {more} more faults");
        inner.error("invalid-indicator", next, message, "mend those above first");
    }
    reader.faults.append(&mut inner.faults);
    found
}

/// What the files that Sitrep writes say of a row and no author does.
pub const EXPORTED: [&str; 3] = ["defanged", "report_id", "report_url"];

/// The entries of a JSON list, or of the one in a file that Sitrep wrote, with what that file is marked with. A key that no indicator
/// has is reported once, however many rows have it.
fn objects(reader: &mut Reader, mut node: Node) -> (Option<Tlp>, Vec<Node>) {
    let mut floor = None;
    if let Value::Map(entries) = &mut node.value
        && let Some(at) = entries.iter().position(|(key, _)| key.text == "indicators")
    {
        let list = entries.swap_remove(at).1;
        for (key, value) in entries {
            if is_marking(&key.text) {
                // A level that cannot be read must not let the rows slip out.
                floor = floor.max(Some(reader.tlp(value).unwrap_or(Tlp::Red)));
            } else if !schema::INDICATORS_FILE.iter().any(|field| field.key == key.text) {
                reader.unknown_key(&key.text, key.span, schema::INDICATORS_FILE);
            }
        }
        node = list;
    }
    let Value::List(mut items) = node.value else {
        reader.wrong_type(&node, LIST);
        return (floor, Vec::new());
    };
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    for item in &mut items {
        let Value::Map(entries) = &mut item.value else { continue };
        entries
            .iter_mut()
            .filter(|(key, _)| is_marking(&key.text))
            .for_each(|(key, _)| key.text.make_ascii_lowercase());
        entries.retain(|(key, _)| {
            let known = schema::INDICATOR.iter().any(|field| field.key == key.text);
            let expected = known || EXPORTED.contains(&key.text.as_str());
            if !expected && unknown.insert(key.text.clone()) {
                reader.unknown_key(&key.text, key.span, schema::INDICATOR);
            }
            known
        });
    }
    (floor, items)
}

/// In any case: where unknown keys are warnings, `TLP` must not be passed over.
fn is_marking(key: &str) -> bool {
    key.eq_ignore_ascii_case("tlp")
}
