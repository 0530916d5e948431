//! Values alone, one a line, for block lists: live, each once, in order of first mention, below comment lines with the marking.

use std::collections::HashSet;

use super::Head;
use crate::indicator::normalise;
use crate::view::{Listed, PlainList};

/// Writes the file.
pub fn file(head: &Head, list: &PlainList, listed: &[Listed<'_>]) -> Vec<u8> {
    let mut out = String::new();
    for line in [&head.tlp.label(), list.label, &head.url, &head.date] {
        out.push_str(&format!("# {line}\n"));
    }
    let mut seen = HashSet::new();
    for row in listed.iter().map(|listed| listed.row).filter(|row| row.kind.list() == list.list) {
        if seen.insert(normalise(row.kind, &row.value)) {
            out.push_str(&row.value);
            out.push('\n');
        }
    }
    out.into_bytes()
}
