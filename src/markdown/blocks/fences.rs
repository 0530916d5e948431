//! Lines that may open or close a block. In goes the text, line by line; out come those that start with colons behind whatever may
//! stand before the text of a block, and what they say. Whether one stands in code is not known here.

use std::ops::Range;

use super::Fault;
use crate::diagnostic::{Severity, did_you_mean};
use crate::markdown::prepare::holds;
use crate::model::Tlp;

/// A line that looks like a fence.
#[derive(Debug)]
pub struct Candidate {
    /// The colons and what follows them.
    pub at: Range<usize>,
    /// Where its line starts.
    pub line: usize,
    /// How many colons.
    pub colons: usize,
    /// What it does.
    pub kind: Kind,
    /// False where the parser is to see it as it is.
    pub marked: bool,
    wrong: Option<Wrong>,
}

/// What a fence does; one that says something else opens what nobody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opens a block.
    Open(Tlp),
    /// Closes one.
    Close,
}

/// What is wrong with the words of a fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Level,
    NoLevel,
    Word,
    Colons,
}

/// The colon of East Asian keyboards, which looks like three of the others and is none.
const WIDE: char = '\u{ff1a}';

/// False for a text in which no line can be a fence. Most are, so this is all that they cost.
pub fn may_hold(text: &str) -> bool {
    holds(text, ":::") || holds(text, "\u{ff1a}\u{ff1a}\u{ff1a}")
}

/// All lines that look like fences, in order.
pub fn candidates(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if may_hold(line) {
            found.extend(candidate(line, start, start));
            // Editors may show a new line where Markdown sees none.
            for (at, sign) in line.match_indices(['\u{2028}', '\u{2029}']) {
                let from = at + sign.len();
                found.extend(candidate(&line[from..], start + from, start));
            }
        }
        start += line.len();
    }
    found.dedup_by(|next, before| next.at == before.at);
    found
}

fn candidate(text: &str, start: usize, line: usize) -> Option<Candidate> {
    let inner = without_markers(text);
    let from = start + text.len() - inner.len();
    let inner = inner.split(['\u{2028}', '\u{2029}']).next().unwrap_or_default().trim_end();
    let words = inner.trim_start_matches([':', WIDE]);
    let signs = &inner[..inner.len() - words.len()];
    let colons = signs.chars().count();
    if colons < 3 {
        return None;
    }
    let (kind, wrong) = meaning(words.trim());
    let wrong = if signs.contains(WIDE) { Some(Wrong::Colons) } else { wrong };
    Some(Candidate { at: from..from + inner.len(), line, colons, kind, marked: true, wrong })
}

fn meaning(words: &str) -> (Kind, Option<Wrong>) {
    if words.is_empty() {
        return (Kind::Close, None);
    }
    let Some(level) = level(words) else { return (Kind::Open(Tlp::Red), Some(Wrong::Word)) };
    match Tlp::parse(level) {
        Some(level) => (Kind::Open(level), None),
        None if level.is_empty() => (Kind::Open(Tlp::Red), Some(Wrong::NoLevel)),
        None => (Kind::Open(Tlp::Red), Some(Wrong::Level)),
    }
}

/// What follows the word `tlp`: `amber` of `tlp amber`, `TLP:AMBER` and `tlp TLP:AMBER`.
fn level(words: &str) -> Option<&str> {
    let (word, rest) = words.split_at_checked(3)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let ends = rest.is_empty() || rest.len() < words.len() - 3 || rest.starts_with(char::is_whitespace);
    (word.eq_ignore_ascii_case("tlp") && ends).then(|| rest.trim())
}

impl Candidate {
    /// True when its words are not those of a block.
    pub fn is_wrong(&self) -> bool {
        self.wrong.is_some()
    }

    /// True for a line that is meant to open a block of a level, spelled right or nearly so.
    pub fn is_meant(&self) -> bool {
        matches!(self.kind, Kind::Open(_)) && self.wrong != Some(Wrong::Word)
    }

    /// What is to be said about its words.
    pub fn faults(&self, text: &str) -> Option<Fault> {
        let written = text.get(self.at.clone()).unwrap_or_default();
        let words = written.trim_start_matches([':', WIDE]).trim();
        let (code, message, hint) = match self.wrong {
            Some(Wrong::Colons) => (
                "tlp-block",
                "these are full-width colons, which neither open nor close a block".to_owned(),
                "type three plain colons: `:::`".to_owned(),
            ),
            Some(Wrong::NoLevel) => (
                "tlp-block",
                "this block does not say its TLP level".to_owned(),
                format!("write it behind the word: `{} tlp amber`", ":".repeat(self.colons)),
            ),
            Some(Wrong::Level) => wrong_level(level(words).unwrap_or_default()),
            Some(Wrong::Word) => unknown(words),
            None => {
                let is_white = matches!(self.kind, Kind::Open(_)) && words.to_lowercase().ends_with("white");
                return is_white.then(|| Fault {
                    place: self.at.clone(),
                    code: "tlp-white",
                    severity: Severity::Hint,
                    message: "TLP 2.0 calls `WHITE` `CLEAR`".to_owned(),
                    hint: "write `CLEAR`".to_owned(),
                });
            }
        };
        Some(Fault { place: self.at.clone(), code, severity: Severity::Error, message, hint })
    }
}

fn wrong_level(level: &str) -> (&'static str, String, String) {
    let levels = Tlp::ALL.map(Tlp::word);
    let first = level.split_whitespace().next().unwrap_or_default();
    let hint = if Tlp::parse(first).is_some() {
        "the line that opens a block ends with its level; the text starts on the next one, and a line `:::` closes it".to_owned()
    } else {
        let bare = level.get(4..).filter(|_| level.to_ascii_lowercase().starts_with("tlp:"));
        did_you_mean(bare.unwrap_or(level), levels)
            .unwrap_or_else(|| format!("TLP 2.0 has {}", levels.join(", ")))
    };
    ("tlp-block", format!("`{}` is no TLP level", shortened(level)), hint)
}

fn unknown(words: &str) -> (&'static str, String, String) {
    let message = format!("`{}` is no block that Sitrep knows", shortened(words));
    let level = words.split_whitespace().find_map(Tlp::parse);
    let is_meant = words.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("tlp"));
    if level.is_some() || is_meant {
        let level = level.unwrap_or(Tlp::Amber).word().to_lowercase();
        return ("tlp-block", message, format!("did you mean `::: tlp {level}`?"));
    }
    let hint = "a part of the text with a level of its own is `::: tlp amber`, a note is `> [!NOTE]`, and colons that are meant as text are `\\:::`";
    ("unknown-block", message, hint.to_owned())
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    let start: String = text.chars().take(39).collect();
    format!("{start}…")
}

/// A line without what may stand before the text of a block: quotes, list items, boxes of tasks, labels of footnotes, and what
/// nobody can see.
pub fn without_markers(line: &str) -> &str {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let marker = |c: char| c.is_whitespace() || c.is_control() || unseen(c) || ">*+-.)0123456789".contains(c);
    let mut inner = line.trim_start_matches(marker);
    while let Some((label, rest)) = inner.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let is_box = matches!(label, " " | "x" | "X");
        let is_footnote = label.starts_with('^') && rest.starts_with(':') && !rest.starts_with("::");
        if !is_box && !is_footnote {
            break;
        }
        inner = rest.strip_prefix(':').filter(|_| is_footnote).unwrap_or(rest).trim_start_matches(marker);
    }
    inner
}
