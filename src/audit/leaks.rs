//! Traces of withheld material in the output: in text, attributes, paths and other text files; raw, escaped, as a slug, live and
//! defanged. One automaton holds every form of every secret and reads each file once.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::{document, html, place};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::gate::{Secret, SecretSort, Withheld};
use crate::indicator::defang;
use crate::link::Site;
use crate::names::slug;
use crate::output::{Content, Maker, Output};
use crate::source::{SourceId, Sources, Span};

/// Looks for every secret in every file.
pub fn check(
    output: &Output,
    site: &Site,
    withheld: &Withheld,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let allowed: BTreeSet<String> =
        site.config.leaks_allowed.iter().map(|leak| leak.text.to_lowercase()).collect();
    let secrets: Vec<&Secret> =
        withheld.secrets.iter().filter(|secret| !allowed.contains(&secret.text.to_lowercase())).collect();
    let forms: Vec<(usize, String)> = secrets
        .iter()
        .enumerate()
        .flat_map(|(at, secret)| forms(secret).into_iter().map(move |form| (at, form)))
        .collect();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(forms.iter().map(|(_, form)| form.as_bytes()));
    let Ok(automaton) = automaton else { return };
    if forms.is_empty() {
        return;
    }
    let files: Vec<_> = output.iter().collect();
    let hits: Vec<(usize, &str, Maker)> = files
        .par_iter()
        .flat_map_iter(|(path, file)| {
            let mut found: BTreeSet<usize> = BTreeSet::new();
            search(&automaton, &forms, &path.to_lowercase(), &mut found);
            if let Some(text) = readable(path, &file.content) {
                for reading in readings(path, &text) {
                    search(&automaton, &forms, &reading.to_lowercase(), &mut found);
                }
            }
            found.into_iter().map(move |secret| (secret, *path, file.maker)).collect::<Vec<_>>()
        })
        .collect();
    report(site, sources, &secrets, hits, diagnostics);
}

/// The ways in which a secret may stand in the output, in lower case.
fn forms(secret: &Secret) -> Vec<String> {
    let text = secret.text.to_lowercase();
    let mut forms = vec![text.clone()];
    match secret.sort {
        SecretSort::Title | SecretSort::Name => forms.push(slug::slug(&secret.text).text),
        SecretSort::Indicator(kind) => forms.push(defang(kind, &secret.text).to_lowercase()),
        SecretSort::Url => {
            forms.push(defang(crate::indicator::IndicatorType::Url, &secret.text).to_lowercase());
        }
    }
    forms.sort();
    forms.dedup();
    forms
}

/// The text of a file that is text.
fn readable(path: &str, content: &Content) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let pictures = ["png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "pdf", "zip", "woff", "woff2"];
    if pictures.contains(&extension.to_ascii_lowercase().as_str()) {
        return None;
    }
    match content {
        Content::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Content::Copy(_) => None,
    }
}

/// A file as it stands; of a page also its text with entities decoded and markup taken out, and its attributes decoded.
fn readings(path: &str, text: &str) -> Vec<String> {
    if !path.ends_with(".html") && !path.ends_with(".xml") {
        return vec![text.to_owned()];
    }
    let mut plain = String::with_capacity(text.len());
    let mut attributes = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let close = rest[open..].find('>').map_or(rest.len(), |at| open + at + 1);
        let tag = &rest[open..close];
        if is_block(tag) {
            plain.push('\n');
        }
        for (_, value) in html::tags(tag).flat_map(|tag| tag.attributes().collect::<Vec<_>>()) {
            attributes.push_str(&html::decoded(value));
            attributes.push('\n');
        }
        rest = &rest[close..];
    }
    plain.push_str(rest);
    vec![html::decoded(&plain).into_owned(), attributes]
}

/// Markup inside a word or a name is taken out; the end of a block ends a name.
fn is_block(tag: &str) -> bool {
    let name = tag
        .trim_start_matches(['<', '/'])
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    !matches!(
        name,
        "a" | "em"
            | "strong"
            | "b"
            | "i"
            | "code"
            | "span"
            | "mark"
            | "u"
            | "s"
            | "del"
            | "ins"
            | "sup"
            | "sub"
            | "abbr"
            | "small"
            | "wbr"
            | "q"
            | "cite"
    )
}

fn search(automaton: &AhoCorasick, forms: &[(usize, String)], text: &str, found: &mut BTreeSet<usize>) {
    for hit in automaton.find_overlapping_iter(text) {
        let before = text[..hit.start()].chars().next_back();
        let after = text[hit.end()..].chars().next();
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !joins(before) && !joins(after) {
            found.insert(forms[hit.pattern().as_usize()].0);
        }
    }
}

fn report(
    site: &Site,
    sources: &Sources,
    secrets: &[&Secret],
    hits: Vec<(usize, &str, Maker)>,
    diagnostics: &mut Diagnostics,
) {
    let mut grouped: BTreeMap<usize, Vec<(&str, Maker)>> = BTreeMap::new();
    for (secret, path, maker) in hits {
        grouped.entry(secret).or_default().push((path, maker));
    }
    for (at, places) in grouped {
        let secret = secrets[at];
        let Some((path, maker)) =
            places.iter().find(|(_, maker)| document(*maker).is_some()).or(places.first())
        else {
            continue;
        };
        let span = document(*maker)
            .and_then(|source| written(sources, source, secret))
            .unwrap_or_else(|| place(site, *maker));
        let severity = match secret.sort {
            SecretSort::Name if !secret.by_tlp => Severity::Warning,
            _ => Severity::Error,
        };
        let shown = match secret.sort {
            SecretSort::Indicator(kind) => defang(kind, &secret.text),
            _ => secret.text.clone(),
        };
        let message = format!(
            "`{shown}` is withheld by content/{} and stands on /{path}{}",
            secret.path,
            if places.len() > 1 { format!(" and {} more", places.len() - 1) } else { String::new() }
        );
        diagnostics.push(
            Diagnostic::new(severity, "leak", span, message)
                .hint("take it out, or allow it with a reason under `leaks.allow` in sitrep.yaml"),
        );
    }
}

/// Where a document writes the secret.
fn written(sources: &Sources, source: SourceId, secret: &Secret) -> Option<Span> {
    let text = sources.get(source).text.to_lowercase();
    let at = text.find(&secret.text.to_lowercase())?;
    // Lower case may change the length of what stands before; the place is then near enough.
    Some(Span::new(source, at, at + secret.text.len()))
}
