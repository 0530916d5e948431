//! Sigma (specification 2.0): YAML, one document a rule. A rule has a title, a log source and a detection with a condition; a
//! correlation has a title and no log source, a filter has its condition inside. What an `action: global` document says counts for
//! the documents behind it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Reading, Rule};
use crate::parse::yaml::{self, Node, Value};
use crate::source::SourceId;

const HINT: &str = "a rule has `title`, `logsource` and `detection` with a `condition`";

/// Reads a text of rules.
pub fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    let mut global: BTreeSet<String> = BTreeSet::new();
    let mut any = false;
    for part in documents(text) {
        let mut faults = Vec::new();
        // The number of the file is of no use here: places are offsets of the text.
        let node = yaml::read(SourceId(0), text, part.start, part.end, &mut faults);
        for fault in faults.into_iter().filter(|fault| !fault.code.ends_with("too-large")) {
            any = true;
            let range = fault.span.start as usize..fault.span.end as usize;
            let hint = fault.hints.into_iter().next().filter(|_| fault.code != "duplicate-key");
            reading.unsound(range, fault.message, hint.unwrap_or_else(|| "keep one of them".to_owned()));
        }
        if part.len() > yaml::LARGEST {
            // Too long to be looked into, which is no fault of it.
            any = true;
        }
        if let Some(node) = node {
            any = true;
            document(&node, &mut global, &mut reading);
        }
    }
    if !any {
        reading.incomplete(0..text.len().min(1), "there is no Sigma rule here", HINT);
    }
    reading
}

/// The documents of a YAML text: between lines that start with `---`, and up to `...`. Directives are left out.
fn documents(text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut start, mut at) = (Some(0), 0);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let end = at + line.len();
        if bare == "..." || bare.starts_with("... ") {
            parts.extend(start.take().map(|start| start..at));
        } else if bare == "---" || bare.starts_with("--- ") || bare.starts_with("---\t") {
            parts.extend(start.take().map(|start| start..at));
            start = Some(at + 3);
        } else if bare.starts_with('%') && start.is_none_or(|start| blank(&text[start..at])) {
            start = Some(end);
        } else if start.is_none() && !bare.is_empty() {
            start = Some(at);
        }
        at = end;
    }
    parts.extend(start.map(|start| start..text.len()));
    parts
}

/// White space and comments alone.
fn blank(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(found, _)| found.text == key).map(|(_, value)| value)
}

fn text_of(node: Option<&Node>) -> &str {
    match node.map(|node| &node.value) {
        Some(Value::Scalar { text, .. }) => text.trim(),
        _ => "",
    }
}

fn range(node: &Node) -> Range<usize> {
    node.span.start as usize..node.span.end as usize
}

/// The first line of a document, which stands for it.
fn head(node: &Node) -> Range<usize> {
    match &node.value {
        Value::Map(entries) => {
            entries.first().map_or(range(node), |(key, _)| key.span.start as usize..key.span.end as usize)
        }
        _ => range(node),
    }
}

fn document(node: &Node, global: &mut BTreeSet<String>, reading: &mut Reading) {
    let Value::Map(entries) = &node.value else {
        let message = format!("a Sigma rule is a mapping of keys to values, not {}", node.value.sort());
        return reading.unsound(range(node), message, HINT);
    };
    let keys = |node: &Node| -> Vec<String> {
        let inner = entry(node, "detection").map(|detection| match &detection.value {
            Value::Map(entries) => entries.iter().map(|(key, _)| format!("detection/{}", key.text)).collect(),
            _ => Vec::new(),
        });
        entries.iter().map(|(key, _)| key.text.clone()).chain(inner.into_iter().flatten()).collect()
    };
    match text_of(entry(node, "action")) {
        "global" => return global.extend(keys(node)),
        // These say something about documents around them, and no rule can be judged alone.
        "reset" => return global.clear(),
        "repeat" => return,
        _ => {}
    }
    let title = entry(node, "title");
    let has = |key: &str| global.contains(key) || entry(node, key).is_some_and(|node| !node.is_unset());
    let is_correlation = has("correlation")
        || text_of(entry(node, "action")) == "correlation"
        || text_of(entry(node, "type")) == "correlation";
    let needed: &[&str] = match () {
        () if is_correlation => &["title"],
        () if has("filter") => &["title", "logsource"],
        () => &["title", "logsource", "detection"],
    };
    for key in needed.iter().filter(|key| !has(key)) {
        reading.incomplete(head(node), format!("this rule has no `{key}`"), HINT);
    }
    if needed.contains(&"detection") {
        detection(node, global, reading);
    }
    reading.rules.push(Rule {
        name: text_of(title).to_owned(),
        key: String::new(),
        range: title.map_or_else(|| head(node), range),
    });
}

/// The log source and the detection of a rule, where they are there.
fn detection(node: &Node, global: &BTreeSet<String>, reading: &mut Reading) {
    if let Some(found) = entry(node, "logsource").filter(|found| !found.is_unset())
        && !matches!(found.value, Value::Map(_))
    {
        let hint = "write `category`, `product` or `service` below it";
        reading.unsound(range(found), "`logsource` is a mapping of keys to values", hint);
    }
    let Some(found) = entry(node, "detection").filter(|found| !found.is_unset()) else { return };
    if !matches!(found.value, Value::Map(_)) {
        let hint = "name what is searched for below it, and say in `condition` how it is joined";
        return reading.unsound(range(found), "`detection` is a mapping of keys to values", hint);
    }
    let condition = entry(found, "condition").is_some_and(|node| !node.is_unset());
    if !condition && !global.contains("detection/condition") {
        let hint = "say how the searches are joined, such as `condition: selection`";
        reading.incomplete(head(found), "this `detection` has no `condition`", hint);
    }
}
