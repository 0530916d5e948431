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

/// A byte order mark, which is no part of a rule.
const MARK: char = '\u{feff}';

/// Reads every published rule.
pub fn check(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) {
    for linked in &site.reports {
        report(&linked.report, sources, diagnostics);
    }
}

fn report(report: &Report, sources: &Sources, diagnostics: &mut Diagnostics) {
    let mut files: Vec<(SourceId, DetectionType)> = Vec::new();
    let mut keys: BTreeMap<(&str, String), Known<'_>> = BTreeMap::new();
    let mut twice: Vec<Twice> = Vec::new();
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
            let next = Known { row, range: rule.range, twice: None };
            let Some(first) = keys.get_mut(&(row.kind.word(), rule.key.clone())) else {
                keys.insert((row.kind.word(), rule.key), next);
                continue;
            };
            let at = *first.twice.get_or_insert(twice.len());
            if let Some(again) = twice.get_mut(at) {
                again.others += 1;
                continue;
            }
            let above = place(first.row, first.range.clone(), sources);
            let file = sources.get(above.source);
            let above = format!("{}:{}", file.path, file.position(above.start).line);
            let span = place(row, next.range, sources);
            twice.push(Twice { kind: row.kind, key: rule.key, span, above, others: 1 });
        }
    }
    let more = twice.len().saturating_sub(NAMED_FAULTS);
    for (at, again) in twice.iter().enumerate().take(NAMED_FAULTS + 1) {
        diagnostics.push(if at < NAMED_FAULTS { again.diagnostic() } else { again.and_more(more) });
    }
}

/// The first rule of a name.
struct Known<'a> {
    row: &'a Detection,
    range: Range<usize>,
    /// Its entry among those that stand there again.
    twice: Option<usize>,
}

/// A name that several rules bear.
struct Twice {
    kind: DetectionType,
    key: String,
    /// Where the second one stands.
    span: Span,
    /// Where the first one stands, in words.
    above: String,
    /// How many there are beside the first.
    others: usize,
}

impl Twice {
    fn diagnostic(&self) -> Diagnostic {
        let (what, hint) = match self.kind {
            DetectionType::Suricata | DetectionType::Snort => {
                let sid = self.key.strip_prefix("1:").unwrap_or(&self.key);
                (format!("the number {sid}"), "give each rule a `sid` of its own")
            }
            _ => (format!("the name `{}`", self.key), "give each rule a name of its own"),
        };
        let message = match self.others {
            1 => format!("a second rule has {what}"),
            others => format!("{} rules have {what}", others + 1),
        };
        let hint = format!("the first one is at {}; {hint}", self.above);
        Diagnostic::warning("duplicate-rule", self.span, message).hint(hint)
    }

    fn and_more(&self, more: usize) -> Diagnostic {
        let message = format!("from here on, {more} more names of this report are those of several rules");
        Diagnostic::warning("duplicate-rule", self.span, message).hint("mend those above first")
    }
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
        let Some(source) = row.source else { return row.span };
        let mark = if sources.get(source).text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        return Span::new(source, mark + range.start, mark + range.end);
    };
    let file = sources.get(written.source);
    let start = written.start as usize;
    let raw = file.text.get(start..written.end as usize).unwrap_or_default();
    let inside = |at: usize| start + yaml::within(raw, &row.text, at);
    Span::new(written.source, inside(range.start), inside(range.end))
}
