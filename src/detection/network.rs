//! Rules of Suricata ("Suricata Rules", user guide 7) and Snort ("Writing rules", users manual 2.9 and Snort 3 rule guide): an action, a header and
//! options in brackets, with `sid` and `msg`. A text holds any number of rules, comments, and settings such as `var`. Lines may
//! be continued with a backslash; Snort 3 needs none.

use std::ops::Range;

use super::options::{self, Options};
use super::text::{Cursor, first_word};
use super::{Reading, Rule};
use crate::diagnostic::did_you_mean;
use crate::model::DetectionType;

/// What a rule starts with.
const SURICATA: [&str; 9] =
    ["alert", "pass", "drop", "reject", "rejectsrc", "rejectdst", "rejectboth", "config", "accept"];
const SNORT: [&str; 13] = [
    "alert", "log", "pass", "drop", "reject", "sdrop", "block", "react", "rewrite", "activate", "dynamic",
    "file_id", "accept",
];

/// What else a line of a file of rules starts with.
const SETTINGS: [&str; 20] = [
    "var",
    "ipvar",
    "portvar",
    "include",
    "config",
    "preprocessor",
    "dynamicpreprocessor",
    "dynamicengine",
    "dynamicdetection",
    "output",
    "ruletype",
    "suppress",
    "event_filter",
    "rate_filter",
    "threshold",
    "detection_filter",
    "attribute_table",
    "rule_state",
    "sidechannel",
    "event_queue",
];

/// What an action that raises an alarm is not.
const SILENT: [&str; 4] = ["pass", "config", "accept", "dynamic"];

/// Reads a text of rules.
pub fn read(kind: DetectionType, text: &str) -> Reading {
    let mut file = File { kind, own: Vec::new(), reading: Reading::default() };
    let mut cursor = Cursor { text, at: 0 };
    let mut settings = false;
    loop {
        blank(&mut cursor);
        let start = cursor.at;
        if cursor.peek().is_none() {
            break;
        }
        let word = cursor.take(|c| c.is_ascii_alphanumeric() || c == '_');
        let line = logical_line(text, start);
        if SETTINGS.contains(&word) && !(word == "config" && text[line.clone()].contains('(')) {
            settings = true;
            if word == "ruletype" {
                cursor.take(|c| c == ' ' || c == '\t');
                file.own.push(cursor.take(|c| !c.is_whitespace() && c != '{'));
                cursor.behind("}");
            } else {
                cursor.at = line.end;
            }
        } else if word.is_empty() || !text[start..].contains('(') {
            let shown = first_word(&text[start..]);
            let message = format!("`{shown}` starts no rule");
            let hint = "a rule reads `alert tcp any any -> any any (msg:\"…\"; sid:1000001;)`; a comment starts with `#`";
            file.reading.unsound(start..start + shown.len().max(1), message, hint);
            cursor.at = line.end.max(start + 1);
        } else {
            file.rule(&mut cursor, start);
        }
    }
    if file.reading.rules.is_empty() && file.reading.faults.is_empty() && !settings {
        let message = format!("there is no {} rule here", kind.label());
        let hint = "a rule reads `alert tcp any any -> any any (msg:\"…\"; sid:1000001;)`";
        file.reading.incomplete(0..text.len().min(1), message, hint);
    }
    file.reading
}

/// Steps over white space and comments, those of Snort 3 included.
fn blank(cursor: &mut Cursor<'_>) {
    loop {
        cursor.take(char::is_whitespace);
        if cursor.skip("#begin") {
            cursor.behind("\n#end");
        } else if cursor.rest().starts_with('#') {
            cursor.line();
        } else if cursor.skip("/*") {
            cursor.behind("*/");
        } else {
            return;
        }
    }
}

/// A line with those that a backslash joins to it.
fn logical_line(text: &str, start: usize) -> Range<usize> {
    let mut cursor = Cursor { text, at: start };
    while cursor.line().trim_end().ends_with('\\') && cursor.step().is_some() {}
    start..cursor.at
}

struct File<'a> {
    kind: DetectionType,
    /// Actions that the file itself makes.
    own: Vec<&'a str>,
    reading: Reading,
}

impl<'a> File<'a> {
    /// One rule; its first word has been stepped over, and an opening bracket follows somewhere.
    fn rule(&mut self, cursor: &mut Cursor<'a>, start: usize) {
        let text = cursor.text;
        if cursor.skip(":") {
            cursor.take(|c| c.is_ascii_alphanumeric() || "_,-".contains(c));
        }
        let action = text[start..cursor.at].split(':').next().unwrap_or_default();
        let header = cursor.at;
        let open = text[header..].find('(').map_or(text.len(), |found| header + found);
        // The bracket of a later rule is not this one's.
        if let Some(next) = self.next_rule(text, header, open) {
            let hint = "the options of a rule stand in brackets, `(msg:\"…\"; sid:1000001;)`";
            self.reading.unsound(start..header, "this rule has no options", hint);
            cursor.at = next;
            return;
        }
        self.action(action, start);
        self.header(&text[header..open], header);
        cursor.at = open + 1;
        let mut reading = std::mem::take(&mut self.reading);
        let options = options::read(cursor, open, self.kind, &|at| self.starts_rule(text, at), &mut reading);
        self.reading = reading;
        self.options(action, start..header, &options);
    }

    fn actions(&self) -> &'static [&'static str] {
        if self.kind == DetectionType::Suricata { &SURICATA } else { &SNORT }
    }

    fn starts_rule(&self, text: &str, at: usize) -> bool {
        let rest = text.get(at..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let follows = rest[end..].starts_with([' ', '\t', ':']);
        follows && (self.actions().contains(&&rest[..end]) || self.own.contains(&&rest[..end]))
    }

    /// The start of the first line between two places that starts a rule.
    fn next_rule(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        let breaks = text[from..to].match_indices('\n').map(|(at, _)| from + at + 1);
        breaks.into_iter().find(|at| self.starts_rule(text, *at))
    }

    fn action(&mut self, action: &str, start: usize) {
        if self.actions().contains(&action) || self.own.contains(&action) {
            return;
        }
        let message = format!("`{action}` is no action of {}", self.kind.label());
        let known = self.actions();
        let hint = did_you_mean(action, known.iter().copied())
            .unwrap_or_else(|| format!("a rule starts with one of {}", known.join(", ")));
        self.reading.unsound(start..start + action.len(), message, hint);
    }

    /// Protocol, source and port, direction, destination and port. Snort 3 also has rules for a service, and built-in ones, which
    /// have less.
    fn header(&mut self, header: &str, at: usize) {
        let words = words(header);
        let lead = header.len() - header.trim_start().len();
        let range = at + lead..at + lead + header.trim().len().max(1);
        let short = self.kind == DetectionType::Snort && words.len() <= 1;
        if short {
            return;
        }
        let direction = words.get(3).is_some_and(|word| matches!(word.as_str(), "->" | "<>" | "=>"));
        if words.len() != 6 || !direction {
            let hint = "it reads `tcp $HOME_NET any -> $EXTERNAL_NET 443`: protocol, source, port, direction, destination, port";
            self.reading.unsound(range, "this is no header of a rule", hint);
        }
    }

    fn options(&mut self, action: &str, place: Range<usize>, options: &Options<'_>) {
        let Some((sid, range)) = &options.sid else {
            if options.whole {
                let hint = "give the rule a number of its own, such as `sid:1000001;`";
                self.reading.incomplete(place.clone(), "this rule has no `sid`", hint);
                self.message(action, place, options);
            }
            let name = options.msg.clone().unwrap_or_default();
            self.reading.rules.push(Rule { name, key: String::new(), range: 0..0 });
            return;
        };
        if sid.is_empty() || !sid.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{sid}` is no number of a rule");
            self.reading.unsound(range.clone(), message, "a `sid` is a whole number, such as 1000001");
        }
        self.message(action, place, options);
        let rule = Rule {
            name: options.msg.clone().unwrap_or_default(),
            key: format!("{}:{sid}", options.gid.unwrap_or("1")),
            range: range.clone(),
        };
        self.reading.rules.push(rule);
    }

    fn message(&mut self, action: &str, place: Range<usize>, options: &Options<'_>) {
        if options.msg.is_none() && options.whole && !options.quiet && !SILENT.contains(&action) {
            let hint = "say in `msg` what an analyst is to read, such as `msg:\"Example beacon\";`";
            self.reading.incomplete(place, "this rule has no `msg`", hint);
        }
    }
}

/// The words of a header: white space inside square brackets and a backslash at the end of a line separate none, and a comment is
/// none.
fn words(header: &str) -> Vec<String> {
    let mut plain = header.replace("\\\n", " ");
    while let Some(start) = plain.find("/*") {
        let end = plain[start..].find("*/").map_or(plain.len(), |end| start + end + 2);
        plain.replace_range(start..end, " ");
    }
    let mut words = vec![String::new()];
    let mut depth = 0_usize;
    for c in plain.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c.is_whitespace() && depth == 0 {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
