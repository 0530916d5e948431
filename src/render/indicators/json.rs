//! Indicators as JSON: marking, title, address and date, then one object a row with the names of the CSV columns, exact and live. A
//! field that says nothing is left out; the report of a row stands there where the file covers several.

use serde_json::{Map, Value};

use super::{Fields, Head, fields};
use crate::view::{Listed, Rows};

/// Writes the file, one row a line.
pub fn file(rows: &Rows<'_>, head: &Head, listed: &[Listed<'_>]) -> Vec<u8> {
    let tlp = head.tlp.label();
    let about = [("tlp", tlp.as_str()), ("title", &head.title), ("url", &head.url), ("date", &head.date)];
    let mut out = String::with_capacity(256 + listed.len() * 200);
    out.push_str("{\n");
    for (key, text) in about {
        out.push_str(&format!("\"{key}\": {},\n", Value::from(text)));
    }
    out.push_str("\"indicators\": [");
    for (at, row) in listed.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&Value::Object(object(&fields(rows, row), head.several)).to_string());
    }
    out.push_str("\n]\n}\n");
    out.into_bytes()
}

fn object(fields: &Fields<'_>, several: bool) -> Map<String, Value> {
    let own = [
        ("type", fields.kind),
        ("value", fields.value),
        ("defanged", &fields.defanged),
        ("first_seen", &fields.first_seen),
        ("last_seen", &fields.last_seen),
        ("valid_until", &fields.valid_until),
        ("confidence", &fields.confidence),
        ("tlp", &fields.tlp),
        ("actor", fields.actor),
        ("malware", fields.malware),
    ];
    let report = [("report_id", fields.report_id), ("report_url", &fields.report_url)];
    let report = report.into_iter().filter(|_| several);
    let all = own.into_iter().chain(report).chain([("context", fields.context)]);
    let told = all.filter(|(_, text)| !text.is_empty());
    told.map(|(key, text)| (key.to_owned(), Value::from(text))).collect()
}
