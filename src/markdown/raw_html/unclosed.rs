//! Elements that must not be left open: nothing behind them would be read. In goes a whole body, out comes the same with the
//! start tags of those that nothing closes as text.

use std::borrow::Cow;

use super::syntax::{attributes, complete_tag};

/// Escapes the start tags of `<details>` and of links that nothing closes, and of `<rp>` with more than text inside. A link left
/// open would take all text behind it as its own.
///
/// An end tag does not reach through a `<table>` that is still open (HTML, "has an element in scope"), so such a
/// `</details>` closes nothing.
pub(super) fn show_unclosed(html: &str) -> Cow<'_, str> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut links: Vec<(usize, bool)> = Vec::new();
    let mut unclosed = Vec::new();
    let mut pending_rp = None;
    let mut remaining = html;
    while let Some((_, after)) = remaining.split_once('<') {
        let Some((name, rest)) = complete_tag(after) else {
            remaining = after;
            continue;
        };
        remaining = rest;
        let offset = html.len() - after.len() - 1;
        let is_end = after.starts_with('/');
        let closes_rp = is_end && name.eq_ignore_ascii_case("rp");
        unclosed.extend(pending_rp.take().filter(|_| !closes_rp));
        for watched in ["a", "details", "table"] {
            if !name.eq_ignore_ascii_case(watched) {
                continue;
            }
            if watched == "a" {
                match is_end {
                    true => drop(links.pop()),
                    false => links.push((offset, is_link(after))),
                }
            } else if !is_end {
                open.push((watched, offset));
            } else if watched == "table" {
                let table = open.iter().rposition(|(name, _)| *name == "table");
                open.truncate(table.unwrap_or(open.len()));
            } else {
                open.pop_if(|(name, _)| *name == "details");
            }
        }
        if !is_end && name.eq_ignore_ascii_case("rp") {
            pending_rp = Some(offset);
        }
    }
    unclosed.extend(pending_rp);
    unclosed.extend(links.iter().filter(|(_, is_link)| *is_link).map(|(offset, _)| *offset));
    unclosed.extend(open.iter().filter(|(name, _)| *name == "details").map(|(_, offset)| *offset));
    unclosed.sort_unstable();
    escape_at(html, &unclosed)
}

fn is_link(tag: &str) -> bool {
    let source =
        complete_tag(tag).map_or("", |(_, rest)| tag.get(..tag.len() - rest.len()).unwrap_or_default());
    attributes(source).iter().any(|attribute| attribute.name.eq_ignore_ascii_case("href"))
}

/// Replaces the `<` at each of the ascending offsets by its entity.
fn escape_at<'a>(html: &'a str, offsets: &[usize]) -> Cow<'a, str> {
    if offsets.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut escaped = String::with_capacity(html.len() + 3 * offsets.len());
    let mut from = 0;
    for &offset in offsets {
        escaped.push_str(html.get(from..offset).unwrap_or_default());
        escaped.push_str("&lt;");
        from = offset + 1;
    }
    escaped.push_str(html.get(from..).unwrap_or_default());
    Cow::Owned(escaped)
}
