//! Detection rules that are plainly broken: a quote or a bracket that is never closed, a rule without a name, a condition or a number, two rules
//! of one name in one report. A fault stands at its line, in the rule file or in the front matter. Nothing here keeps a site from
//! being built: a report may well show a rule that does not work.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::detection::{self, Fault};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::{Detection, DetectionType, Report};
use crate::parse::yaml;
use crate::source::{SourceId, Sources, Span};

/// Faults of one text that are named one by one; the rest are counted.
const NAMED_FAULTS: usize = 20;

/// Reads every published rule.
pub fn check(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) {
    for linked in &site.reports {
        report(&linked.report, sources, diagnostics);
    }
}

fn report(report: &Report, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut files: Vec<(SourceId, DetectionType)> = Vec::new();
    let mut keys: BTreeMap<(&str, String), (&Detection, Range<usize>)> = BTreeMap::new();
    for row in &report.detections {
        // A file that two rows name is read once; one that is missing was reported.
        match row.source {
            Some(source) if files.contains(&(source, row.kind)) => continue,
            Some(source) => files.push((source, row.kind)),
            None if row.rule.is_none() => continue,
            None => {}
        }
        if row.text.trim().is_empty() {
            let name = row.file.as_ref().map(|file| file.value.as_str()).unwrap_or_default();
            let span = row.file.as_ref().map_or(row.span, |file| file.span);
            diagnostics.push(
                Diagnostic::warning("empty-rule", span, format!("there is no text in `{name}`"))
                    .hint("write the rule into it, and save it as UTF-8"),
            );
            continue;
        }
        let reading = detection::read(row.kind, &row.text);
        faults(row, &reading.faults, sources, diagnostics);
        for rule in reading.rules.into_iter().filter(|rule| !rule.key.is_empty()) {
            let Some((first, range)) = keys.get(&(row.kind.word(), rule.key.clone())) else {
                keys.insert((row.kind.word(), rule.key), (row, rule.range));
                continue;
            };
            let first = place(first, range.clone(), sources);
            let file = sources.get(first.source);
            let above = format!("{}:{}", file.path, file.position(first.start).line);
            diagnostics.push(twice(row.kind, &rule.key, place(row, rule.range, sources), &above));
        }
    }
}

fn twice(kind: DetectionType, key: &str, span: Span, above: &str) -> Diagnostic {
    let (message, hint) = match kind {
        DetectionType::Suricata | DetectionType::Snort => {
            let sid = key.strip_prefix("1:").unwrap_or(key);
            (format!("a second rule has the number {sid}"), "give each rule a `sid` of its own")
        }
        _ => (format!("a second rule is called `{key}`"), "give each rule a name of its own"),
    };
    Diagnostic::warning("duplicate-rule", span, message).hint(format!("the first one is at {above}; {hint}"))
}

fn faults(row: &Detection, faults: &[Fault], sources: &Sources, diagnostics: &mut Diagnostics) {
    for fault in faults.iter().take(NAMED_FAULTS) {
        let span = place(row, fault.range.clone(), sources);
        diagnostics
            .push(Diagnostic::warning(fault.code, span, fault.message.clone()).hint(fault.hint.clone()));
    }
    if let Some(next) = faults.get(NAMED_FAULTS) {
        let more = faults.len() - NAMED_FAULTS;
        let message = format!("from here on, this text has {more} more faults");
        let span = place(row, next.range.clone(), sources);
        let hint = format!("mend those above first; is this {}?", row.kind.label());
        diagnostics.push(Diagnostic::warning("rule-syntax", span, message).hint(hint));
    }
}

/// The place of a range of a rule's text: in its file, or where the front matter holds it.
fn place(row: &Detection, range: Range<usize>, sources: &Sources) -> Span {
    let Some(written) = row.rule else {
        return row.source.map_or(row.span, |source| Span::new(source, range.start, range.end));
    };
    let file = sources.get(written.source);
    let start = written.start as usize;
    let raw = file.text.get(start..written.end as usize).unwrap_or_default();
    let inside = |at: usize| start + yaml::within(raw, &row.text, at);
    Span::new(written.source, inside(range.start), inside(range.end))
}
