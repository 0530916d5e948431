//! What reports, profiles and pages have in common: the head, the body, slugs and paths; and the whole of a page of prose,
//! which has nothing else.

use super::fields::{MAPPING, Mapping, Reader};
use super::{cited, front_matter, schema};
use crate::config::Config;
use crate::headline::Headline;
use crate::markdown;
use crate::model::{Body, Head, Page, Tlp};
use crate::names::slug;
use crate::source::{SourceFile, Span, Spanned};

/// Reads the head and scans the body of any document.
pub fn head(
    reader: &mut Reader,
    file: &SourceFile,
    path: &str,
    map: &Mapping<'_>,
    body: usize,
    config: &Config,
    fields: &[schema::Field],
) -> Head {
    let summary = map.text(reader, "summary");
    let scan = markdown::scan(reader.source, &file.text, body);
    reader.faults.extend(scan.faults);
    Head {
        source: reader.source,
        path: path.to_owned(),
        slug: explicit_slug(reader, map),
        redirect_from: map.list(reader, "redirect_from", |reader, node| {
            let text = reader.item_text(node)?;
            old_path(reader, text)
        }),
        draft: map.firm(reader, "draft").and_then(|node| reader.truth(node)).unwrap_or(false),
        publish_after: map.firm(reader, "publish_after").and_then(|node| reader.written_date(node)),
        tlp: tlp(reader, map, config),
        updated: map.get("updated").and_then(|node| reader.written_date(node)),
        summary_span: summary.as_ref().map(|text| text.span),
        summary: Headline::new(reader.source, summary.map(|text| text.value).unwrap_or_default()),
        language: map.get("language").and_then(|node| language(reader, node)),
        extra: extra(reader, map, fields),
        body: Body {
            text: file.text.clone(),
            start: body,
            links: scan.links,
            citations: scan.citations,
            blocks: scan.blocks,
            languages: scan.languages,
            empty: scan.empty,
            cuts: Vec::new(),
        },
    }
}

/// Reads a BCP 47 tag; only its shape is checked.
pub fn language(reader: &mut Reader, node: &super::yaml::Node) -> Option<String> {
    reader
        .parsed(node, "invalid-language", "write a BCP 47 tag", |text| {
            let sound = text.len() <= 35
                && text.split('-').all(|part| {
                    (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
                })
                && text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
            if sound {
                Ok(text.to_owned())
            } else {
                Err(format!("`{text}` is no language tag such as `en` or `pt-BR`"))
            }
        })
        .map(|text| text.value)
}

fn tlp(reader: &mut Reader, map: &Mapping<'_>, config: &Config) -> Tlp {
    if let Some(node) = map.firm(reader, "tlp") {
        // A level that cannot be read must not let the document slip out at the default.
        return reader.tlp(node).unwrap_or(Tlp::Red);
    }
    config.tlp_default.unwrap_or_else(|| {
        let span = Span::new(reader.source, map.span.start as usize, map.span.start as usize);
        reader.error(
            "missing-tlp",
            span,
            "this document has no `tlp` and the site has no default",
            "write `tlp: CLEAR` (or another level) here, or `tlp: {default: CLEAR}` in sitrep.yaml",
        );
        Tlp::Red
    })
}

fn extra(reader: &mut Reader, map: &Mapping<'_>, fields: &[schema::Field]) -> serde_json::Value {
    let mut extra = match map.get("extra").map(|node| (Reader::free(node), node)) {
        Some((serde_json::Value::Object(values), _)) => values,
        Some((_, node)) => {
            reader.wrong_type(node, MAPPING);
            serde_json::Map::new()
        }
        None => serde_json::Map::new(),
    };
    for (key, _, node) in map.entries() {
        if !fields.iter().any(|field| field.key == key) && !extra.contains_key(key) {
            extra.insert(key.to_owned(), Reader::free(node));
        }
    }
    serde_json::Value::Object(extra)
}

fn explicit_slug(reader: &mut Reader, map: &Mapping<'_>) -> Option<Spanned<String>> {
    let node = map.get("slug")?;
    reader.parsed(node, "invalid-slug", "the slug is the last part of the page's address", |text| {
        if slug::is_valid(text) {
            Ok(text.to_owned())
        } else {
            let suggestion = slug::slug(text).text;
            Err(format!(
                "a slug is made of `a-z`, `0-9` and single hyphens and is no reserved word; `{suggestion}` would do"
            ))
        }
    })
}

/// An old path as a route: a slash in front, and one at the end unless it names a file.
fn old_path(reader: &mut Reader, text: Spanned<String>) -> Option<Spanned<String>> {
    let path = text.value.trim_matches('/').to_owned();
    let parts: Vec<&str> = path.split('/').collect();
    let sound = |part: &&str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.len() <= 100
            && part.chars().all(|c| c.is_alphanumeric() || "-._~+@,()!".contains(c))
    };
    if !text.value.starts_with('/') || path.is_empty() || !parts.iter().all(sound) {
        reader.error(
            "invalid-path",
            text.span,
            format!("`{}` is no path of this site", text.value),
            "write it from the root of the site, such as `/2021/roshan/`",
        );
        return None;
    }
    let is_file = parts.last().is_some_and(|last| last.ends_with(".html") || last.ends_with(".htm"));
    let route = if is_file { format!("/{path}") } else { format!("/{path}/") };
    Some(Spanned::new(route, text.span))
}

/// A path without its Markdown extension.
pub fn stem(path: &str) -> &str {
    let lower = path.to_ascii_lowercase();
    let end = [".markdown", ".md"]
        .into_iter()
        .find(|extension| lower.ends_with(extension))
        .map_or(path.len(), |extension| path.len() - extension.len());
    &path[..end]
}

/// The part of a content path that names the document: without extension and without a final `/index`.
pub fn document_path(path: &str) -> &str {
    let stem = stem(path);
    stem.strip_suffix("/index").unwrap_or(stem)
}

/// Replaces the last segment of a slug path by the author's own.
pub fn with_own_slug(derived: String, own: Option<&Spanned<String>>) -> String {
    let Some(own) = own else { return derived };
    match derived.rsplit_once('/') {
        Some((before, _)) => format!("{before}/{}", own.value),
        None => own.value.clone(),
    }
}

/// Reads a page of prose.
pub fn page(reader: &mut Reader, file: &SourceFile, path: &str, config: &Config) -> Option<Page> {
    let is_home = stem(path) == "index";
    let split = front_matter::split(reader, file, is_home)?;
    let map = reader.mapping(&split.head, schema::PAGE)?;
    let head = head(reader, file, path, &map, split.body, config, schema::PAGE);
    cited::check(reader, &head.body, None, false);
    let title = map.text(reader, "title");
    if title.is_none() && !is_home && !map.get("title").is_some_and(|_| true) {
        missing(reader, &map, "title", "title: About this site");
    }
    let route = if is_home {
        "/".to_owned()
    } else {
        let derived = slug::path(document_path(path));
        format!("/{}/", with_own_slug(derived, head.slug.as_ref()))
    };
    let title = title.unwrap_or_else(|| Spanned::new(config.title.clone(), Span::file(reader.source)));
    Some(Page { head, title, route })
}

/// Adds the error for a required key that is not there; a misspelt one has been reported as such.
pub fn missing(reader: &mut Reader, map: &Mapping<'_>, key: &str, example: &str) {
    if map.is_misspelt(key) {
        return;
    }
    if let Some(place) = map.place(key) {
        let message = format!("the key `{key}` has no value");
        return reader.error("empty-value", place, message, format!("write `{example}`"));
    }
    let at = map.span.start as usize;
    reader.error(
        "missing-key",
        Span::new(reader.source, at, at),
        format!("the key `{key}` is missing"),
        format!("add a line `{example}`"),
    );
}
