//! Sources, detections and quotes of a report or a profile.

use std::sync::Arc;

use super::document::missing;
use super::fields::{Mapping, Reader};
use super::indicators::{beside, unreadable};
use super::yaml::{Node, Value};
use super::{rows, schema};
use crate::model::{Credibility, Detection, DetectionType, Quote, Reliability, Source};
use crate::source::{Area, SourceId, Sources, Span, Spanned};

/// Reads one row of `sources`: a URL, or a mapping.
pub fn source(reader: &mut Reader, node: &Node) -> Option<Source> {
    if !matches!(node.value, Value::Map(_)) {
        let url = reader.parsed(
            node,
            "invalid-url",
            "write the whole address, such as `https://example.org/report`",
            web_address,
        )?;
        return Some(Source { url: Some(url), ..empty(node.span) });
    }
    let map = reader.mapping(node, schema::SOURCE)?;
    let row = Source {
        id: map.name(reader, "id"),
        title: map.string(reader, "title"),
        publisher: map.string(reader, "publisher"),
        url: address(reader, &map, "url"),
        date: map.get("date").and_then(|node| reader.partial_date(node)).map(|date| date.value),
        accessed: map.get("accessed").and_then(|node| reader.written_date(node)).map(|date| date.value),
        archive_url: address(reader, &map, "archive_url"),
        via: map.name(reader, "via"),
        reliability: map.get("reliability").and_then(|node| {
            let letters = ["A", "B", "C", "D", "E", "F"].map(|letter| (letter, ()));
            reader.word(node, &letters, |text| Reliability::parse(text).map(|_| ()))?;
            reader.text(node).and_then(|text| Reliability::parse(&text))
        }),
        credibility: map.get("credibility").and_then(|node| {
            let digits = ["1", "2", "3", "4", "5", "6"].map(|digit| (digit, ()));
            reader.word(node, &digits, |text| Credibility::parse(text).map(|_| ()))?;
            reader.text(node).and_then(|text| Credibility::parse(&text))
        }),
        tlp: rows::level(reader, &map),
        span: node.span,
    };
    if row.id.is_none() && row.title.is_none() && row.url.is_none() && row.publisher.is_none() {
        let message = "this source has no `title`, no `publisher`, no `url` and no `id`";
        reader.error("empty-source", node.span, message, "say at least what it is");
        return None;
    }
    Some(row)
}

fn empty(span: Span) -> Source {
    Source {
        id: None,
        title: None,
        publisher: None,
        url: None,
        date: None,
        accessed: None,
        archive_url: None,
        via: None,
        reliability: None,
        credibility: None,
        tlp: None,
        span,
    }
}

fn address(reader: &mut Reader, map: &Mapping<'_>, key: &str) -> Option<Spanned<String>> {
    map.get(key).and_then(|node| {
        reader.parsed(
            node,
            "invalid-url",
            "write the whole address, such as `https://example.org/report`",
            web_address,
        )
    })
}

fn web_address(text: &str) -> Result<String, String> {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c)) {
        return Err(format!("`{text}` is no http or https address"));
    }
    Ok(text.to_owned())
}

/// Reads one row of `detections`; its file must stand beside the report.
pub fn detection(reader: &mut Reader, sources: &Sources, path: &str, node: &Node) -> Option<Detection> {
    let map = reader.mapping(node, schema::DETECTION)?;
    let kind = match map.get("type") {
        Some(node) => reader.word(node, &DetectionType::WORDS, |text| {
            DetectionType::WORDS
                .into_iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(text))
                .map(|(_, kind)| kind)
        }),
        None => {
            missing(reader, &map, "type", "type: yara");
            None
        }
    };
    let file = map.text(reader, "file");
    let source = file.as_ref().and_then(|file| rule_file(reader, sources, path, file));
    let rule = map.get("rule").and_then(|node| written_rule(reader, node));
    if file.is_some() == rule.is_some() && map.get("file").is_some() == map.get("rule").is_some() {
        let message = "a detection has either a `file` or a `rule`";
        reader.error(
            "invalid-value",
            node.span,
            message,
            "name a rule file beside the report, or write the rule here",
        );
        return None;
    }
    let text = match (&rule, source) {
        (Some(rule), _) => Arc::from(rule.value.as_str()),
        (None, Some(source)) => without_mark(&sources.get(source).text),
        (None, None) => Arc::from(""),
    };
    let (title, tlp) = (map.string(reader, "title"), rows::level(reader, &map));
    // Of a file that is not there nothing can be shown.
    let lost = file.is_some() && source.is_none();
    let kind = kind.filter(|_| !lost)?;
    Some(Detection {
        kind,
        file,
        source,
        rule: rule.map(|rule| rule.span),
        text,
        title,
        tlp,
        span: node.span,
    })
}

/// The file that holds a rule. A document is none, whatever its name: it would be copied as it is, past the gate.
fn rule_file(reader: &mut Reader, sources: &Sources, path: &str, file: &Spanned<String>) -> Option<SourceId> {
    let source = beside(reader, sources, path, file)?;
    let found = sources.get(source);
    if found.area != Area::Asset {
        let message = format!("`{}` is a document, not a rule file", file.value);
        reader.error(
            "invalid-value",
            file.span,
            message,
            "give the rule file another ending, such as `.yar`",
        );
        return None;
    }
    if found.broken {
        unreadable(reader, file, found);
        return None;
    }
    // Of a file with another ending than those of rules, what is no text was not read.
    if found.text.is_empty() && !is_rule(&found.path) {
        let message = format!("`{}` is empty or not UTF-8 text", file.value);
        reader.error("not-utf8", file.span, message, "save the rule as UTF-8");
        return None;
    }
    Some(source)
}

/// Endings of files that are read as rules, whoever names them.
fn is_rule(path: &str) -> bool {
    const ENDINGS: [&str; 10] =
        [".yar", ".yara", ".yml", ".yaml", ".rules", ".kql", ".csl", ".spl", ".csv", ".json"];
    let lower = path.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// The text of a file without a byte order mark, which only files with the usual endings have lost already.
fn without_mark(text: &Arc<str>) -> Arc<str> {
    text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), Arc::from)
}

/// A rule as it was written, indentation included, without empty lines round it.
fn written_rule(reader: &mut Reader, node: &Node) -> Option<Spanned<String>> {
    let trimmed = reader.text(node)?;
    let Value::Scalar { text, .. } = &node.value else { return Some(trimmed) };
    let first = text.len() - text.trim_start().len();
    let line = text[..first].rfind('\n').map_or(0, |end| end + 1);
    Some(Spanned::new(text[line..].trim_end().to_owned(), trimmed.span))
}

/// Reads one row of `quotes`.
pub fn quote(reader: &mut Reader, node: &Node) -> Option<Quote> {
    let map = reader.mapping(node, schema::QUOTE)?;
    let text = map.text(reader, "text");
    if text.is_none() && map.get("text").is_none() {
        missing(reader, &map, "text", "text: what was said");
    }
    Some(Quote {
        text: text?,
        speaker: map.name(reader, "speaker").map(|text| text.value),
        role: map.string(reader, "role"),
        source: map.name(reader, "source"),
        stance: rows::stance(reader, &map),
        tlp: rows::level(reader, &map),
        span: node.span,
    })
}
