//! The names in a report's front matter: a list per kind, each item a plain name or a row.

use std::collections::BTreeMap;

use super::document::missing;
use super::fields::{Mapping, Reader};
use super::schema;
use super::yaml::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::model::{Confidence, EntityKind, Reveals, Row, RowKind, Stance, Tlp, VictimDetails};
use crate::names::{country, fold};
use crate::source::{Span, Spanned};

/// The rows of one kind, as written. A name that stands there more than once gets one warning, at the
/// second place, unless each row reveals another undisclosed victim.
pub fn of(reader: &mut Reader, map: &Mapping<'_>, kind: EntityKind) -> Vec<Row> {
    let rows = map.list(reader, kind.plural(), |reader, node| row(reader, node, kind));
    let mut places: BTreeMap<_, Vec<&Spanned<String>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.name.is_empty()) {
        // A code and a name of one country are the same name.
        let country = (kind == EntityKind::Country).then(|| country::find(&row.name)).flatten();
        let key = country.map_or_else(|| fold(&row.name), |country| country.alpha2.to_owned());
        let reveals = row.victim.as_ref().and_then(|victim| victim.reveals.as_ref());
        let reveals = reveals.map(|reveals| (reveals.report.as_str(), fold(&reveals.victim)));
        places.entry((key, reveals)).or_default().push(&row.name);
    }
    for names in places.values() {
        let [first, second, ..] = names.as_slice() else { continue };
        let times = match names.len() {
            2 => "a second time".to_owned(),
            count => format!("{count} times"),
        };
        let message = format!("`{}` stands in `{}` {times}", second.value, kind.plural());
        let hint = match first.value == second.value {
            true => "keep one of them".to_owned(),
            false => format!("it is the same name as `{}`; keep one of them", first.value),
        };
        reader.faults.push(Diagnostic::warning("duplicate-name", second.span, message).hint(hint));
    }
    rows
}

fn row(reader: &mut Reader, node: &Node, kind: EntityKind) -> Option<Row> {
    if !matches!(node.value, Value::Map(_)) {
        let name = reader.item_text(node)?;
        return Some(plain(kind, name, node.span)).filter(|row| is_sound(reader, row));
    }
    let fields = match kind {
        EntityKind::Victim => schema::VICTIM,
        EntityKind::Actor => schema::ROW,
        _ => schema::PLAIN_ROW,
    };
    let map = reader.mapping(node, fields)?;
    let victim = (kind == EntityKind::Victim).then(|| Box::new(victim(reader, &map)));
    let undisclosed = victim.as_ref().is_some_and(|victim| victim.undisclosed);
    let name = map.name(reader, "name");
    if name.is_none() && !undisclosed {
        if map.named("name").is_none() {
            missing(reader, &map, "name", "name: …");
        }
        return None;
    }
    let at = Span::new(reader.source, node.span.start as usize, node.span.start as usize);
    let row = Row {
        used: map.name(reader, "as"),
        sort: sort(reader, &map, kind),
        role: map.string(reader, "role"),
        stance: stance(reader, &map),
        confidence: confidence(reader, &map),
        says: map.texts(reader, "says"),
        tlp: level(reader, &map),
        victim,
        ..plain(kind, name.unwrap_or_else(|| Spanned::new(String::new(), at)), node.span)
    };
    is_sound(reader, &row).then_some(row)
}

fn plain(kind: EntityKind, name: Spanned<String>, span: Span) -> Row {
    Row {
        kind,
        name,
        used: None,
        sort: RowKind::Group,
        role: None,
        stance: None,
        confidence: None,
        says: Vec::new(),
        tlp: None,
        victim: None,
        span,
    }
}

/// A level that cannot be read must not let the row slip out at the report's.
pub fn level(reader: &mut Reader, map: &Mapping<'_>) -> Option<Tlp> {
    map.firm(reader, "tlp").map(|node| reader.tlp(node).unwrap_or(Tlp::Red))
}

/// Reads `stance`.
pub fn stance(reader: &mut Reader, map: &Mapping<'_>) -> Option<Stance> {
    let words = Stance::ALL.map(|stance| (stance.word(), stance));
    map.get("stance").and_then(|node| reader.word(node, &words, Stance::parse))
}

/// Reads `confidence`.
pub fn confidence(reader: &mut Reader, map: &Mapping<'_>) -> Option<Confidence> {
    let node = map.get("confidence")?;
    let read = reader.parsed(
        node,
        "invalid-confidence",
        "how likely something is belongs under `likelihood`",
        |text| {
            Confidence::parse(text).ok_or_else(|| {
                format!("confidence is low, moderate, high or a whole number from 0 to 100, not `{text}`")
            })
        },
    );
    read.map(|confidence| confidence.value)
}

fn sort(reader: &mut Reader, map: &Mapping<'_>, kind: EntityKind) -> RowKind {
    let Some(node) = map.get("kind").filter(|_| kind == EntityKind::Actor) else {
        return RowKind::Group;
    };
    reader
        .word(node, &RowKind::WORDS, |text| {
            RowKind::WORDS.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, sort)| sort)
        })
        .unwrap_or_default()
}

const CLASSES: [&str; 6] = ["individual", "group", "system", "organization", "class", "unknown"];

fn victim(reader: &mut Reader, map: &Mapping<'_>) -> VictimDetails {
    let words = CLASSES.map(|word| (word, word));
    VictimDetails {
        undisclosed: map.firm(reader, "undisclosed").is_some_and(|node| reader.truth(node).unwrap_or(true)),
        class: map
            .get("class")
            .and_then(|node| {
                reader.word(node, &words, |text| {
                    CLASSES.into_iter().find(|word| word.eq_ignore_ascii_case(text))
                })
            })
            .map(str::to_owned),
        sectors: map.texts(reader, "sectors"),
        country: map.name(reader, "country"),
        notified: map.get("notified").and_then(|node| reader.truth(node)),
        reveals: map.get("reveals").and_then(|node| reveals(reader, node)),
    }
}

fn reveals(reader: &mut Reader, node: &Node) -> Option<Reveals> {
    let map = reader.mapping(node, schema::REVEALS)?;
    let report = map.name(reader, "report");
    let victim = map.name(reader, "victim");
    for (key, value) in [("report", &report), ("victim", &victim)] {
        if value.is_none() && map.named(key).is_none() {
            missing(reader, &map, key, &format!("{key}: …"));
        }
    }
    Some(Reveals { report: report?, victim: victim? })
}

/// Names that are codes must have the form of one.
fn is_sound(reader: &mut Reader, row: &Row) -> bool {
    let name = row.name.value.as_str();
    if row.kind == EntityKind::Vulnerability && name.to_ascii_uppercase().starts_with("CVE") && !is_cve(name)
    {
        reader.error(
            "invalid-cve",
            row.name.span,
            format!("`{name}` is no CVE id"),
            "a CVE id is written `CVE-2021-26855`",
        );
        return false;
    }
    true
}

fn is_cve(name: &str) -> bool {
    let mut parts = name.split('-');
    let digits = |part: Option<&str>, least: usize, most: usize| {
        part.is_some_and(|part| {
            (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        })
    };
    parts.next().is_some_and(|part| part.eq_ignore_ascii_case("cve"))
        && digits(parts.next(), 4, 4)
        && digits(parts.next(), 4, 12)
        && parts.next().is_none()
}
