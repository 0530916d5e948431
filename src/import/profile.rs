//! An entry of a catalogue as the text of a profile. The front matter is written by a YAML library, so that whatever an entry
//! holds reads back as the same text.

use serde_yaml::{Mapping, Value};

use super::{Entry, markdown};
use crate::model::EntityKind;

/// The whole file.
pub fn text(kind: EntityKind, entry: &Entry) -> String {
    let mut map = Mapping::new();
    put(&mut map, "name", entry.name.clone());
    put_some(&mut map, "id", entry.id.as_ref());
    put_list(&mut map, "aliases", entry.aliases.iter().map(alias).collect());
    put_some(&mut map, "country", entry.country.as_ref());
    put_some(&mut map, "sponsor", entry.sponsor.as_ref());
    put_list(&mut map, "sectors", entry.sectors.iter().map(|text| text.clone().into()).collect());
    put_some(&mut map, "first_seen", entry.first_seen.as_ref());
    put_list(&mut map, "motivations", entry.motivations.iter().map(|text| text.clone().into()).collect());
    if !entry.external_ids.is_empty() {
        let ids: Mapping = entry
            .external_ids
            .iter()
            .map(|(key, id)| (Value::from(key.as_str()), Value::from(id.as_str())))
            .collect();
        map.insert("external_ids".into(), ids.into());
    }
    put_list(&mut map, "sources", entry.sources.iter().map(|text| source(text)).collect());
    put(&mut map, "tlp", "clear".to_owned());
    debug_assert!(kind.plural() != "reports", "profiles are about entities");
    // Strings, lists and mappings of strings always become YAML.
    let yaml = serde_yaml::to_string(&map).unwrap_or_default();
    let body = markdown::inert(&entry.description);
    if body.is_empty() { format!("---\n{yaml}---\n") } else { format!("---\n{yaml}---\n\n{body}\n") }
}

fn put(map: &mut Mapping, key: &str, value: String) {
    map.insert(key.into(), value.into());
}

fn put_some(map: &mut Mapping, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        put(map, key, value.clone());
    }
}

fn put_list(map: &mut Mapping, key: &str, values: Vec<Value>) {
    if !values.is_empty() {
        map.insert(key.into(), Value::Sequence(values));
    }
}

fn alias((name, by): &(String, Option<String>)) -> Value {
    match by {
        None => name.clone().into(),
        Some(by) => {
            let mut map = Mapping::new();
            put(&mut map, "name", name.clone());
            put(&mut map, "by", by.clone());
            map.into()
        }
    }
}

/// A web address as it is; anything else as a title.
fn source(text: &str) -> Value {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let plain =
        !host.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    if plain {
        return text.into();
    }
    let mut map = Mapping::new();
    put(&mut map, "title", text.to_owned());
    map.into()
}
