//! Indicators as CSV (RFC 4180: comma, double quotes, CRLF), below comment lines with marking, address and date. A spreadsheet takes
//! a cell that starts with certain signs for a formula; such a cell gets a `'` before it, as OWASP advises ("CSV Injection"). Whoever
//! needs every value byte for byte takes the JSON file.

use super::{Fields, Head, fields};
use crate::view::{Listed, Rows};

const COLUMNS: &str = "type,value,defanged,first_seen,last_seen,valid_until,confidence,tlp,actor,malware,report_id,report_url,context";

/// Writes the file.
pub fn file(rows: &Rows<'_>, head: &Head, listed: &[Listed<'_>]) -> Vec<u8> {
    let mut out = String::with_capacity(256 + listed.len() * 160);
    for line in [&head.tlp.label(), &head.url, &head.date] {
        out.push_str(&format!("# {line}\r\n"));
    }
    out.push_str(COLUMNS);
    out.push_str("\r\n");
    for row in listed {
        line(&mut out, &fields(rows, row));
    }
    out.into_bytes()
}

fn line(out: &mut String, fields: &Fields<'_>) {
    let cells = [
        fields.kind,
        fields.value,
        &fields.defanged,
        &fields.first_seen,
        &fields.last_seen,
        &fields.valid_until,
        &fields.confidence,
        &fields.tlp,
        fields.actor,
        fields.malware,
        fields.report_id,
        &fields.report_url,
        fields.context,
    ];
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

fn cell(out: &mut String, text: &str) {
    // The full-width signs are formulas where a spreadsheet speaks Japanese.
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let harmless = if text.starts_with(formula) { "'" } else { "" };
    // A line that starts with `#` is a comment to many readers; white space at the ends is dropped by others.
    let quoted = text.contains([',', '"', '\r', '\n', ';', '\t'])
        || text.starts_with(['#', ' '])
        || text.ends_with(' ');
    if quoted {
        out.push('"');
        out.push_str(harmless);
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(harmless);
        out.push_str(text);
    }
}
