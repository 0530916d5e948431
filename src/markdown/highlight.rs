//! Colours for code blocks. In: the language word of a fence and the code. Out: escaped HTML for the inside of
//! `<code>`, with spans of a dozen classes (`hl-keyword`, `hl-string`…) that `highlight.css` gives colours.
//!
//! Grammars are in Sublime's form: those below `syntaxes/` of a site, the theme's own for the languages that reports are full of
//! (YARA, Suricata and Snort, Sigma and YAML, KQL, SPL, PowerShell, shell, Python, JavaScript, C, SQL, JSON), and for all others
//! those that two-face carries. They load on first use, the theme's in the form of [`compiled`], and each compiles the expressions it
//! needs.
//!
//! Not done here: detecting a language nobody named, and colouring Zeek or Visual Basic, for which no grammar exists: they are
//! known by name and shown plain.

mod colours;
pub mod compiled;
mod fence;
mod grammars;
mod names;
mod references;

use std::borrow::Cow;

use super::raw_html::push_escaped;

pub use fence::{Fence, word};
pub use grammars::Grammars;

/// One block of code, ready to stand inside `<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlighted {
    /// Escaped text with spans. Without tags and entities it is the code, line ends as `\n`.
    pub html: String,
    /// Whether the language is one we know, be it shown in colours or plain. An unnamed one counts as known.
    pub known: bool,
}

/// Above this size (in bytes) code is a dump, not something to read in colours.
const MAX_TEXT: usize = 128 * 1024;

/// Above this length (in bytes) a line is packed or encoded, and backtracking expressions take seconds over it.
const MAX_LINE: usize = 2_000;

impl Grammars {
    /// Highlights code in a language named by a word, a file extension or a common alias, in any case.
    ///
    /// Of an info string such as `yaml title="x"`, `{.python}` or `rust,ignore` the first word counts. Unknown languages,
    /// long lines, long texts and grammars that fail are shown without spans. `\r\n` and lone `\r` become `\n`.
    pub fn code(&self, language: &str, text: &str) -> Highlighted {
        let text = with_unix_line_ends(text);
        let language = self.find(language);
        let grammar = language.and_then(|language| language.grammar).filter(|_| is_readable(&text));
        let html = grammar.and_then(|(set, syntax)| {
            self.remembered(&syntax.name, &text, || colours::coloured(set, syntax, &text))
        });
        Highlighted { html: html.unwrap_or_else(|| escaped(&text)), known: language.is_some() }
    }

    /// What readers should see as the language's name: `PowerShell` for `ps1`, `Sigma` for `sigma`.
    ///
    /// None for plain text, for no language and for one we do not know.
    pub fn label(&self, language: &str) -> Option<String> {
        self.find(language)?.label.map(str::to_owned)
    }

    /// Whether code in this language is known, be it shown in colours or plain.
    pub fn is_known(&self, language: &str) -> bool {
        self.find(language).is_some()
    }
}

fn is_readable(text: &str) -> bool {
    text.len() <= MAX_TEXT && text.split('\n').all(|line| line.len() <= MAX_LINE)
}

fn with_unix_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    push_escaped(&mut html, text);
    html
}
