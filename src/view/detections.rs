//! Detection rules of a report: how they are shown, and the raw files that go with them. A rule from a file keeps the file as it is;
//! one from the front matter becomes a file that starts with its marking. What would make a page too heavy is cut: the
//! file has all of it.

use std::collections::BTreeSet;

use super::{DetectionView, Rows, words};
use crate::detection;
use crate::link::{DocumentId, LinkedReport, ReportId};
use crate::markdown::encode_path;
use crate::markdown::highlight::Grammars;
use crate::model::{Detection, Tlp};
use crate::names::slug;
use crate::source::is_unprintable;

/// Lines of one rule that are shown.
const MOST_LINES: usize = 200;
/// Bytes of one rule that are shown.
const MOST_BYTES: usize = 16 * 1024;
/// Bytes of all rules of a report that are shown.
const MOST_IN_ALL: usize = 128 * 1024;
/// Bytes of all rules of a report that are shown in colours, which weigh several times as much.
const COLOURED_IN_ALL: usize = 48 * 1024;
/// Bytes of a text in which names of rules are looked for.
const READ_FOR_NAMES: usize = 64 * 1024;
/// Lines of a rule that is open from the start.
const OPEN_LINES: usize = 25;
/// Lines of all rules of a report that are open from the start.
const OPEN_IN_ALL: usize = 60;

/// The word of a fence for a text without colours.
const PLAIN: &str = "text";

/// The raw text of one rule.
pub struct RuleFile {
    /// Path in the output.
    pub path: String,
    /// What it holds; nothing where an author's own file is copied.
    pub made: Option<String>,
}

impl Rows<'_> {
    /// The rules of a report, in the order of the front matter.
    pub fn detections(&self, at: ReportId, grammars: &Grammars) -> Vec<DetectionView> {
        let report = &self.site.reports[at].report;
        let titles = titles(&report.detections);
        let files = self.paths(at, &titles);
        let (mut room, mut colours, mut open) = (MOST_IN_ALL, COLOURED_IN_ALL, OPEN_IN_ALL);
        let rows = report.detections.iter().zip(titles).zip(files).enumerate();
        rows.map(|(number, ((row, title), path))| {
            let text = row.text.trim_end();
            let shown = excerpt(text, room.min(MOST_BYTES));
            room -= shown.len();
            let word = if shown.len() <= colours { row.kind.word() } else { PLAIN };
            colours = colours.saturating_sub(shown.len());
            let lines = text.lines().count();
            let is_open = shown.len() == text.len() && lines <= OPEN_LINES.min(open);
            if is_open {
                open -= lines;
            }
            let own = row.tlp.unwrap_or(report.head.tlp);
            DetectionView {
                anchor: format!("sr-detection-{}", number + 1),
                title,
                kind: row.kind.word().to_owned(),
                language: row.kind.label().to_owned(),
                tlp: (own > report.head.tlp).then(|| words::tlp(own)),
                html: coloured(grammars, word, shown),
                lines,
                shown: shown.lines().count(),
                open: is_open,
                file: path.rsplit('/').next().unwrap_or_default().to_owned(),
                href: self.href(&encode_path(&path)),
            }
        })
        .collect()
    }

    /// The raw files of the rules of a report, in the same order; one that two rows name stands there twice.
    pub fn rule_files(&self, at: ReportId) -> Vec<RuleFile> {
        let linked = &self.site.reports[at];
        let titles = titles(&linked.report.detections);
        let files = self.paths(at, &titles);
        let rows = linked.report.detections.iter().zip(titles).zip(files);
        rows.map(|((row, title), path)| {
            let made = row.file.is_none().then(|| self.made(linked, row, &title));
            RuleFile { path, made }
        })
        .collect()
    }

    fn paths(&self, at: ReportId, titles: &[String]) -> Vec<String> {
        let linked = &self.site.reports[at];
        let head = &linked.report.head;
        let folder = head.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let rows = linked.report.detections.iter().zip(titles);
        rows.map(|(row, title)| match &row.file {
            Some(file) => {
                self.site.file_path(DocumentId::Report(at), head, &format!("{folder}/{}", file.value))
            }
            None => {
                let stem = slug::slug(title).text;
                let extension = row.kind.extension();
                let numbers = (2..).map(|number| format!("{stem}-{number}.{extension}"));
                let mut names = std::iter::once(format!("{stem}.{extension}")).chain(numbers);
                let name = names.find(|name| !taken.contains(name)).unwrap_or_default();
                taken.insert(name.clone());
                format!("{}detections/{name}", linked.route.trim_start_matches('/'))
            }
        })
        .collect()
    }

    /// A file for a rule of the front matter: its marking and where it comes from, as comments, then the rule.
    fn made(&self, linked: &LinkedReport, row: &Detection, title: &str) -> String {
        let report = &linked.report;
        let level: Tlp = row.tlp.unwrap_or(report.head.tlp).max(report.head.tlp);
        let url = self.site.config.base_url.absolute(&linked.route);
        let mut said = vec![level.label(), format!("{title}, from \"{}\", {url}", report.title.shown())];
        said.extend(report.retracted.as_ref().map(|why| format!("RETRACTED: {why}")));
        let comments = said.iter().map(|line| row.kind.comment(&one_line(line)) + "\n");
        format!("{}\n{}\n", comments.collect::<String>(), row.text)
    }
}

/// What each rule is called.
fn titles(rows: &[Detection]) -> Vec<String> {
    let mut unnamed: Vec<&str> = Vec::new();
    let title = |row: &Detection| {
        if let Some(title) = &row.title {
            return title.clone();
        }
        let head = start(&row.text, READ_FOR_NAMES);
        let rules = detection::read(row.kind, head).rules;
        let named = rules.iter().find(|rule| !rule.name.is_empty()).map(|rule| one_line(&rule.name));
        let named = named.map(|name| match rules.len() {
            _ if head.len() < row.text.len() => format!("{name} and more"),
            1 => name,
            count => format!("{name} and {} more", count - 1),
        });
        if let Some(name) = named.or_else(|| row.file.as_ref().map(|file| file.value.clone())) {
            return name;
        }
        let label = row.kind.label();
        unnamed.push(label);
        match unnamed.iter().filter(|other| **other == label).count() {
            1 => format!("{label} rule"),
            number => format!("{label} rule {number}"),
        }
    };
    rows.iter().map(title).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As many whole lines from the start as are shown and as there is room for.
fn excerpt(text: &str, room: usize) -> &str {
    let end = text.match_indices('\n').nth(MOST_LINES - 1).map_or(text.len(), |(at, _)| at);
    start(&text[..end], room)
}

/// As many whole lines from the start as there is room for; of a single line that is too long, its start.
fn start(text: &str, room: usize) -> &str {
    if text.len() <= room {
        return text;
    }
    let cut = text.floor_char_boundary(room);
    match text[..cut].rfind('\n') {
        Some(line) => text[..line].trim_end(),
        None => &text[..cut],
    }
}

fn coloured(grammars: &Grammars, word: &str, shown: &str) -> String {
    // A file beside a report may hold what no page can.
    let plain = shown.replace(is_unprintable, "\u{fffd}");
    grammars.code(word, &plain).html
}
