//! MISP galaxy cluster files (github.com/MISP/misp-galaxy, `clusters/*.json`; format: the MISP galaxy Internet-Draft,
//! draft-dulaunoy-misp-galaxy-format, section 2). In goes the JSON text, out comes a [`Catalogue`]; keys of `meta` that mean
//! nothing to a profile are left out.

use serde::Deserialize;
use serde_json::Value;

use super::{Catalogue, Entry};
use crate::model::EntityKind;
use crate::names::{country, fold, is_invisible};
use crate::source::is_unprintable;

#[derive(Deserialize)]
struct File {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    name: String,
    values: Vec<Cluster>,
}

#[derive(Deserialize)]
struct Cluster {
    #[serde(default)]
    value: Value,
    #[serde(default)]
    description: Value,
    #[serde(default)]
    uuid: Value,
    #[serde(default)]
    meta: Value,
}

/// The galaxy types that can be imported, and what their clusters are.
pub const TYPES: [(&str, EntityKind); 10] = [
    ("threat-actor", EntityKind::Actor),
    ("mitre-intrusion-set", EntityKind::Actor),
    ("microsoft-activity-group", EntityKind::Actor),
    ("malpedia", EntityKind::Malware),
    ("tool", EntityKind::Malware),
    ("ransomware", EntityKind::Malware),
    ("mitre-malware", EntityKind::Malware),
    ("mitre-attack-pattern", EntityKind::Technique),
    ("sector", EntityKind::Sector),
    ("country", EntityKind::Country),
];

/// Reads a cluster file.
///
/// # Errors
/// A sentence that says why the text is no catalogue that can be imported.
pub fn read(json: &str) -> Result<Catalogue, String> {
    let file: File = serde_json::from_str(json.trim_start_matches('\u{feff}'))
        .map_err(|error| format!("this is no MISP galaxy cluster file: {error}"))?;
    let Some((_, kind)) = TYPES.into_iter().find(|(name, _)| *name == file.kind) else {
        let known = TYPES.map(|(name, _)| name).join(", ");
        return Err(format!(
            "clusters of the type `{}` cannot be imported; known types are {known}",
            file.kind
        ));
    };
    let total = file.values.len();
    let entries: Vec<Entry> = file.values.iter().filter_map(|cluster| entry(kind, cluster)).collect();
    Ok(Catalogue {
        kind,
        title: if file.name.is_empty() { file.kind } else { clean(&file.name) },
        nameless: total - entries.len(),
        entries,
    })
}

fn entry(kind: EntityKind, cluster: &Cluster) -> Option<Entry> {
    let mut codes = texts(cluster, "external_id").into_iter();
    let code = match kind {
        EntityKind::Technique => codes.find(|code| crate::link::is_code(kind, code)),
        _ => codes.next(),
    };
    let name = name(kind, cluster, code.as_deref());
    // A name of which nothing is seen is none.
    if name.chars().all(is_invisible) {
        return None;
    }
    let synonyms = texts(cluster, "synonyms");
    let mitre = code.clone().or_else(|| synonyms.iter().find(|name| is_group_id(name)).cloned());
    let uuid = cluster.uuid.as_str().map(clean).filter(|uuid| !uuid.is_empty());
    let iso = texts(cluster, "ISO").into_iter().next().filter(|_| kind == EntityKind::Country);
    let ids = [("misp", uuid), ("mitre", mitre), ("iso", iso)];
    Some(Entry {
        aliases: aliases(&name, &synonyms, cluster),
        id: code.filter(|_| kind == EntityKind::Technique),
        country: texts(cluster, "country").into_iter().next().filter(|_| kind == EntityKind::Actor),
        sponsor: texts(cluster, "cfr-suspected-state-sponsor").into_iter().find(|text| text != "Unknown"),
        sectors: distinct(sectors(cluster)),
        motivations: distinct([texts(cluster, "motive"), texts(cluster, "cfr-type-of-incident")].concat()),
        first_seen: texts(cluster, "since")
            .into_iter()
            .find(|year| year.len() == 4 && year != "0000" && year.bytes().all(|b| b.is_ascii_digit())),
        external_ids: ids.into_iter().filter_map(|(key, id)| Some((key.to_owned(), id?))).collect(),
        sources: distinct(texts(cluster, "refs")),
        description: description(cluster.description.as_str().unwrap_or_default(), &name),
        name,
    })
}

/// The name without the id that MITRE's clusters end in; of a country the English name.
fn name(kind: EntityKind, cluster: &Cluster, code: Option<&str>) -> String {
    let value = clean(cluster.value.as_str().unwrap_or_default());
    if kind == EntityKind::Country {
        let iso = texts(cluster, "ISO").into_iter().next();
        let known = iso.as_deref().and_then(country::find).or_else(|| country::find(&value));
        let described = clean(cluster.description.as_str().unwrap_or_default());
        return known
            .map_or(if described.is_empty() { value } else { described }, |country| country.name.to_owned());
    }
    let suffix = code.map(|code| format!(" - {code}"));
    match suffix.and_then(|suffix| value.strip_suffix(suffix.as_str()).map(str::to_owned)) {
        Some(name) if !name.trim().is_empty() => name.trim().to_owned(),
        _ => value,
    }
}

/// Synonyms, each once and without the name itself. `origin:NAME` of the cluster says who uses a name.
fn aliases(name: &str, synonyms: &[String], cluster: &Cluster) -> Vec<(String, Option<String>)> {
    let mut seen = vec![fold(name)];
    let mut aliases = Vec::new();
    for synonym in synonyms.iter().filter(|synonym| !is_group_id(synonym)) {
        let key = fold(synonym);
        if !seen.contains(&key) {
            let by = texts(cluster, &format!("origin:{synonym}")).into_iter().next();
            aliases.push((synonym.clone(), by));
            seen.push(key);
        }
    }
    aliases
}

/// An id of ATT&CK among the synonyms is no name.
fn is_group_id(text: &str) -> bool {
    text.strip_prefix('G')
        .is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn sectors(cluster: &Cluster) -> Vec<String> {
    [texts(cluster, "cfr-target-category"), texts(cluster, "targeted-sector")].concat()
}

/// A value of `meta` as a list of clean texts, whether it is one or many.
fn texts(cluster: &Cluster, key: &str) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(clean(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let list: Vec<String> = match cluster.meta.get(key) {
        Some(Value::Array(items)) => items.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    };
    list.into_iter().filter(|text| !text.is_empty()).collect()
}

fn distinct(list: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for text in list {
        let key = fold(&text);
        if !seen.contains(&key) {
            seen.push(key);
            kept.push(text);
        }
    }
    kept
}

/// One line without control characters.
fn clean(text: &str) -> String {
    let plain: String =
        text.chars().map(|c| if c.is_control() || is_unprintable(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines without control characters, blank lines at the ends taken off; empty where it says no more than the name.
fn description(text: &str, name: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let plain: String = unix
        .chars()
        .map(|c| if (c.is_control() && c != '\n') || is_unprintable(c) { ' ' } else { c })
        .collect();
    let lines: Vec<&str> = plain.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    if fold(text.trim()) == fold(name) { String::new() } else { text.trim().to_owned() }
}
