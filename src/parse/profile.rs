//! The front matter of a profile.

use super::document::{self, missing};
use super::fields::{Mapping, Reader};
use super::yaml::{Node, Value};
use super::{cited, evidence, front_matter, schema};
use crate::config::Config;
use crate::model::{Alias, EntityKind, Equivalence, PartialDate, Profile};
use crate::source::{SourceFile, Spanned};

/// Reads a profile. Gives nothing when the file has no usable front matter or no name.
pub fn read(
    reader: &mut Reader,
    file: &SourceFile,
    path: &str,
    kind: EntityKind,
    config: &Config,
) -> Option<Profile> {
    let split = front_matter::split(reader, file, false)?;
    let map = reader.mapping(&split.head, schema::PROFILE)?;
    let head = document::head(reader, file, path, &map, split.body, config, schema::PROFILE);
    let name = map.name(reader, "name");
    if name.is_none() && map.named("name").is_none() {
        missing(reader, &map, "name", "name: what the entity is called");
    }
    let profile = Profile {
        head,
        kind,
        name: name.unwrap_or_else(|| Spanned::new(String::new(), map.span)),
        id: map.name(reader, "id"),
        aliases: map.list(reader, "aliases", alias),
        sort: map.text(reader, "kind"),
        country: map.name(reader, "country"),
        sponsor: map.name(reader, "sponsor"),
        sectors: map.texts(reader, "sectors"),
        first_seen: seen(reader, &map, "first_seen"),
        last_seen: seen(reader, &map, "last_seen"),
        motivations: map.texts(reader, "motivations").into_iter().map(|text| text.value).collect(),
        external_ids: external_ids(reader, &map),
        sources: map.list(reader, "sources", evidence::source),
    };
    let lost = map.items("sources") > profile.sources.len();
    cited::check(reader, &profile.head.body, Some(&profile.sources), lost);
    (!profile.name.is_empty()).then_some(profile)
}

fn seen(reader: &mut Reader, map: &Mapping<'_>, key: &str) -> Option<PartialDate> {
    map.get(key).and_then(|node| reader.partial_date(node)).map(|date| date.value)
}

fn alias(reader: &mut Reader, node: &Node) -> Option<Alias> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(Alias {
            name: reader.item_text(node)?,
            by: None,
            since: None,
            equivalence: Equivalence::Exact,
        });
    }
    let map = reader.mapping(node, schema::ALIAS)?;
    let name = map.name(reader, "name");
    if name.is_none() && map.named("name").is_none() {
        missing(reader, &map, "name", "name: the other name");
    }
    let equivalence = match map.get("equivalence") {
        None => Some(Equivalence::Exact),
        Some(node) => reader.word(node, &Equivalence::WORDS, |text| {
            Equivalence::WORDS
                .into_iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(text))
                .map(|(_, equivalence)| equivalence)
        }),
    };
    Some(Alias {
        name: name?,
        by: map.name(reader, "by").map(|text| text.value),
        since: seen(reader, &map, "since"),
        equivalence: equivalence?,
    })
}

fn external_ids(reader: &mut Reader, map: &Mapping<'_>) -> Vec<(String, String)> {
    let Some(ids) = map.get("external_ids").and_then(|node| reader.open_mapping(node)) else {
        return Vec::new();
    };
    ids.entries()
        .flat_map(|(catalogue, _, node)| {
            let values = match &node.value {
                Value::List(_) => reader.texts(node),
                _ => reader.text(node).into_iter().collect(),
            };
            values.into_iter().map(|id| (catalogue.to_owned(), id.value)).collect::<Vec<_>>()
        })
        .collect()
}
