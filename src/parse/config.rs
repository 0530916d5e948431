//! `sitrep.yaml`.

use std::collections::BTreeMap;

use super::document::{language, missing};
use super::fields::{Mapping, Reader};
use super::yaml::Node;
use super::{schema, yaml};
use crate::config::{AllowedLeak, BaseUrl, Config, MenuItem};
use crate::diagnostic::{Diagnostics, Severity};
use crate::model::Tlp;
use crate::source::{SourceId, Sources, Span, Spanned};

/// Reads the configuration. A value that is missing or cannot be read is a diagnostic, and its default stands in.
pub fn config(sources: &Sources, diagnostics: &mut Diagnostics) -> Config {
    let source = sources.find("sitrep.yaml").map_or(SourceId(0), |(source, _)| source);
    let mut config = defaults(source);
    let Some((_, file)) = sources.find("sitrep.yaml").filter(|(_, file)| !file.broken) else {
        return unreadable(config);
    };
    let mut reader = Reader::new(source, Severity::Error);
    let node = yaml::read(source, &file.text, 0, file.text.len(), &mut reader.faults);
    if node.is_none() && !reader.faults.is_empty() {
        diagnostics.extend(reader.faults);
        return unreadable(config);
    }
    let empty = Node { value: yaml::Value::Null, span: Span::file(source) };
    let node = node.unwrap_or(empty);
    match reader.mapping(&node, schema::CONFIG) {
        Some(map) => fill(&mut reader, &map, &mut config),
        None => config = unreadable(config),
    }
    diagnostics.extend(reader.faults);
    config
}

/// Stands for a configuration that could not be read: its own error keeps the site from being written, and what it may have
/// allowed or set is no fault of the documents.
fn unreadable(config: Config) -> Config {
    Config {
        tlp_default: Some(Tlp::Clear),
        unknown_keys: Severity::Warning,
        broken_links: Severity::Warning,
        example: true,
        ..config
    }
}

fn defaults(source: SourceId) -> Config {
    let mut menus = BTreeMap::new();
    let reports = [("Reports", "/reports/"), ("Actors", "/actors/"), ("Victims", "/victims/")];
    let more = [
        ("Malware", "/malware/"),
        ("Sectors", "/sectors/"),
        ("Countries", "/countries/"),
        ("Tags", "/tags/"),
    ];
    let items = reports.into_iter().chain(more).map(|(title, url)| MenuItem {
        title: title.to_owned(),
        url: Spanned::new(url.to_owned(), Span::file(source)),
    });
    menus.insert("main".to_owned(), items.collect());
    Config {
        source,
        title: String::new(),
        base_url: BaseUrl { origin: "https://site.invalid".to_owned(), path: "/".to_owned() },
        description: String::new(),
        language: "en".to_owned(),
        producer: String::new(),
        page_size: 50,
        menus,
        tlp_default: None,
        tlp_max: Tlp::Clear,
        unknown_keys: Severity::Error,
        broken_links: Severity::Error,
        autolink: true,
        leaks_allowed: Vec::new(),
        example: false,
        extra: serde_json::Value::Object(serde_json::Map::new()),
    }
}

fn fill(reader: &mut Reader, map: &Mapping<'_>, config: &mut Config) {
    for (key, example) in [("title", "title: Threat library"), ("base_url", "base_url: https://example.org/")]
    {
        if map.get(key).is_none() {
            missing(reader, map, key, example);
        }
    }
    config.title = map.string(reader, "title").unwrap_or_default();
    if let Some(node) = map.get("base_url")
        && let Some(base) = reader.parsed(
            node,
            "invalid-base-url",
            "write it as `https://example.org/` or `https://example.org/reports/`",
            BaseUrl::parse,
        )
    {
        config.base_url = base.value;
    }
    config.description = map.string(reader, "description").unwrap_or_default();
    config.producer = map.string(reader, "producer").unwrap_or_default();
    if let Some(tag) = map.get("language").and_then(|node| language(reader, node)) {
        config.language = tag;
    }
    if let Some(node) = map.get("page_size")
        && let Some(size) = reader.parsed(node, "invalid-value", "50 suits most sites", page_size)
    {
        config.page_size = size.value;
    }
    config.example = truth(reader, map, "example", false);
    if let Some(node) = map.get("extra")
        && reader.open_mapping(node).is_some()
    {
        config.extra = Reader::free(node);
    }
    menus(reader, map, config);
    nested(reader, map, config);
}

fn page_size(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|size| (1..=1000).contains(size))
        .ok_or_else(|| format!("`{text}` is no whole number from 1 to 1000"))
}

fn menus(reader: &mut Reader, map: &Mapping<'_>, config: &mut Config) {
    let Some(menus) = map.get("menus").and_then(|node| reader.open_mapping(node)) else {
        return;
    };
    for (name, _, node) in menus.entries() {
        let items = reader.list(node, |reader, node| {
            let item = reader.mapping(node, schema::MENU_ITEM)?;
            for key in ["title", "url"] {
                if item.get(key).is_none() {
                    missing(reader, &item, key, &format!("{key}: …"));
                }
            }
            Some(MenuItem { title: item.string(reader, "title")?, url: item.text(reader, "url")? })
        });
        config.menus.insert(name.to_owned(), items);
    }
}

/// The mappings of one or two keys.
fn nested(reader: &mut Reader, map: &Mapping<'_>, config: &mut Config) {
    if let Some(node) = map.get("tlp") {
        levels(reader, node, config);
    }
    if let Some(inner) =
        map.get("front_matter").and_then(|node| reader.mapping(node, &[schema::CONFIG_UNKNOWN_KEYS]))
    {
        config.unknown_keys = severity(reader, &inner, "unknown_keys");
    }
    if let Some(inner) = map.get("links").and_then(|node| reader.mapping(node, &[schema::CONFIG_BROKEN])) {
        config.broken_links = severity(reader, &inner, "broken");
    }
    if let Some(inner) = map.get("names").and_then(|node| reader.mapping(node, &[schema::CONFIG_AUTOLINK])) {
        config.autolink = truth(reader, &inner, "autolink", true);
    }
    if let Some(inner) = map.get("leaks").and_then(|node| reader.mapping(node, &[schema::CONFIG_ALLOW])) {
        config.leaks_allowed = inner.list(reader, "allow", allowed);
    }
}

fn levels(reader: &mut Reader, node: &Node, config: &mut Config) {
    // A fault here must not become one in every document.
    config.tlp_default = Some(Tlp::Clear);
    let Some(tlp) = reader.mapping(node, schema::CONFIG_TLP) else { return };
    match tlp.get("default") {
        Some(node) => config.tlp_default = Some(reader.tlp(node).unwrap_or(Tlp::Clear)),
        None if tlp.is_misspelt("default") => {}
        None => config.tlp_default = None,
    }
    config.tlp_max = tlp.get("max").and_then(|node| reader.tlp(node)).unwrap_or(Tlp::Clear);
}

fn allowed(reader: &mut Reader, node: &Node) -> Option<AllowedLeak> {
    let map = reader.mapping(node, schema::ALLOWED_LEAK)?;
    for key in ["text", "reason"] {
        if map.get(key).is_none() {
            missing(reader, &map, key, &format!("{key}: …"));
        }
    }
    Some(AllowedLeak { text: map.text(reader, "text")?, reason: map.string(reader, "reason")? })
}

fn severity(reader: &mut Reader, map: &Mapping<'_>, key: &str) -> Severity {
    let words = [("error", Severity::Error), ("warn", Severity::Warning)];
    map.get(key)
        .and_then(|node| {
            reader.word(node, &words, |text| {
                words.into_iter().find(|(word, _)| *word == text).map(|(_, severity)| severity)
            })
        })
        .unwrap_or(Severity::Error)
}

fn truth(reader: &mut Reader, map: &Mapping<'_>, key: &str, default: bool) -> bool {
    map.get(key).and_then(|node| reader.truth(node)).unwrap_or(default)
}
