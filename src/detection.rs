//! What a detection rule is called, and what is plainly wrong with it. In go a language and the text of a rule or of a file of rules,
//! out come the rules with their names, and faults at byte ranges of the text. Each language has a small reader of its own, which
//! knows strings, comments and expressions well enough never to find fault with a sound rule. It is no compiler: what it
//! does not know it lets pass.

mod network;
mod options;
mod query;
mod sigma;
mod text;
mod yara;

use std::ops::Range;

use crate::model::DetectionType;

/// What was found in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The rules in it, in order.
    pub rules: Vec<Rule>,
    /// What is wrong, in order.
    pub faults: Vec<Fault>,
}

/// One rule of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it is called; empty where it bears no name.
    pub name: String,
    /// What no other rule of the language may share where both are loaded: of YARA the name, of Suricata and Snort the number; empty
    /// where there is no such thing.
    pub key: String,
    /// Where the name or the number stands.
    pub range: Range<usize>,
}

/// Something wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable word of the diagnostic.
    pub code: &'static str,
    /// Where in the text.
    pub range: Range<usize>,
    /// One sentence, as in a diagnostic.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Reads a text of rules. One without rules, such as a file of comments, has a fault.
pub fn read(kind: DetectionType, text: &str) -> Reading {
    match kind {
        DetectionType::Yara => yara::read(text),
        DetectionType::Sigma => sigma::read(text),
        DetectionType::Suricata | DetectionType::Snort => network::read(kind, text),
        DetectionType::Kql => query::kql(text),
        DetectionType::Spl => query::spl(text),
    }
}

impl Reading {
    fn unsound(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let (message, hint) = (message.into(), hint.into());
        self.faults.push(Fault { code: "rule-syntax", range, message, hint });
    }

    fn incomplete(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let (message, hint) = (message.into(), hint.into());
        self.faults.push(Fault { code: "incomplete-rule", range, message, hint });
    }
}
