//! YARA (docs of YARA 4, "Writing YARA rules"; YARA-X reads the same). Braces, brackets, quotes, expressions and comments are
//! closed; each rule has a name and a condition. Division is `\` in this language, so a `/` always starts an expression or a
//! comment, and a brace behind `=` a hexadecimal text.

use std::ops::Range;

use super::text::{Brackets, Cursor, first_word, unclosed};
use super::{Reading, Rule};

/// Reads a text of rules.
pub fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    let tokens = tokens(text, &mut reading);
    let mut rules = Rules { text, tokens: &tokens, at: 0, reading: &mut reading };
    rules.all();
    if reading.rules.is_empty() && reading.faults.is_empty() && !rules_elsewhere(text, &tokens) {
        let hint = "a rule reads `rule name { condition: … }`";
        reading.incomplete(0..text.len().min(1), "there is no YARA rule here", hint);
    }
    reading.faults.sort_by_key(|fault| fault.range.start);
    reading
}

/// True for a file that includes others.
fn rules_elsewhere(text: &str, tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.kind == Kind::Word && &text[token.range.clone()] == "include")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A keyword, a name or a number.
    Word,
    /// A text in quotes, an expression or a hexadecimal text.
    Value,
    Sign,
}

struct Token {
    kind: Kind,
    range: Range<usize>,
}

fn tokens(text: &str, reading: &mut Reading) -> Vec<Token> {
    let mut cursor = Cursor { text, at: 0 };
    let mut tokens: Vec<Token> = Vec::new();
    loop {
        cursor.take(char::is_whitespace);
        let start = cursor.at;
        let Some(next) = cursor.peek() else { return tokens };
        let kind = match next {
            '/' => match expression_or_comment(&mut cursor, reading) {
                Some(kind) => kind,
                None => continue,
            },
            '"' => {
                quoted(&mut cursor, reading);
                Kind::Value
            }
            '{' if tokens.last().is_some_and(|token| &text[token.range.clone()] == "=") => {
                hexadecimal(&mut cursor, reading);
                Kind::Value
            }
            c if is_name(c) => {
                cursor.take(is_name);
                Kind::Word
            }
            _ => {
                cursor.step();
                Kind::Sign
            }
        };
        tokens.push(Token { kind, range: start..cursor.at });
    }
}

fn is_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Steps over what a slash starts; nothing for a comment.
fn expression_or_comment(cursor: &mut Cursor<'_>, reading: &mut Reading) -> Option<Kind> {
    let start = cursor.at;
    if comment(cursor, reading) {
        return None;
    }
    cursor.step();
    if cursor.behind_quote('/') {
        cursor.take(|c| c.is_ascii_lowercase());
    } else {
        let hint = "close it with `/` on its line, and write `\\/` for a slash in it";
        reading.unsound(start..start + 1, "this regular expression is never closed", hint);
    }
    Some(Kind::Value)
}

/// Steps over a comment where one is next.
fn comment(cursor: &mut Cursor<'_>, reading: &mut Reading) -> bool {
    let start = cursor.at;
    if cursor.rest().starts_with("//") {
        cursor.line();
        return true;
    }
    if !cursor.skip("/*") {
        return false;
    }
    if !cursor.behind("*/") {
        reading.unsound(start..start + 2, "this comment is never closed", "close it with `*/`");
    }
    true
}

fn quoted(cursor: &mut Cursor<'_>, reading: &mut Reading) {
    let start = cursor.at;
    // YARA-X has texts of several lines.
    if cursor.rest().starts_with("\"\"\"") && cursor.rest()[3..].contains("\"\"\"") {
        cursor.at += 3;
        cursor.behind("\"\"\"");
        return;
    }
    cursor.step();
    if !cursor.behind_quote('"') {
        unclosed(reading, start..start + 1);
    }
}

fn hexadecimal(cursor: &mut Cursor<'_>, reading: &mut Reading) {
    let mut brackets = Brackets::default();
    brackets.open('{', cursor.at);
    cursor.step();
    while brackets.depth() > 0 {
        if comment(cursor, reading) {
            continue;
        }
        let at = cursor.at;
        let Some(next) = cursor.step() else { break };
        match next {
            '(' | '[' => brackets.open(next, at),
            ')' | ']' | '}' => brackets.close(next, at, reading),
            _ if next.is_ascii_hexdigit() || next.is_whitespace() || "?~-|".contains(next) => {}
            _ => {
                let message = format!("`{next}` is no part of a hexadecimal text");
                let hint =
                    "it holds digits, `?`, `~`, jumps such as `[4-6]` and alternatives such as `( 62 | 63 )`";
                reading.unsound(at..at + next.len_utf8(), message, hint);
                // One fault for each text: it may be something else altogether.
                if !cursor.behind("}") {
                    break;
                }
                return;
            }
        }
    }
    brackets.finish(reading);
}

struct Rules<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    reading: &'a mut Reading,
}

impl<'a> Rules<'a> {
    fn all(&mut self) {
        let mut said = false;
        while let Some(token) = self.tokens.get(self.at) {
            let range = token.range.clone();
            self.at += 1;
            match self.word(self.at - 1) {
                "rule" => self.rule(range),
                "import" | "include" => {
                    self.at += usize::from(self.is(self.at, Kind::Value));
                }
                "private" | "global" => {}
                _ if said => {}
                _ => {
                    said = true;
                    let shown = first_word(&self.text[range.clone()]);
                    let message = format!("`{shown}` stands outside of any rule");
                    self.reading.unsound(range, message, "a rule reads `rule name { condition: … }`");
                }
            }
        }
    }

    /// The word at a place; empty for anything else.
    fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .filter(|token| token.kind == Kind::Word)
            .map_or("", |token| &self.text[token.range.clone()])
    }

    fn sign(&self, at: usize) -> char {
        let sign = self.tokens.get(at).filter(|token| token.kind == Kind::Sign);
        sign.and_then(|token| self.text[token.range.clone()].chars().next()).unwrap_or(' ')
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == kind)
    }

    /// One rule; the word `rule` has been stepped over.
    fn rule(&mut self, keyword: Range<usize>) {
        let mut named = keyword.clone();
        let name = self.word(self.at);
        if name.is_empty() {
            let hint = "a rule reads `rule name { condition: … }`";
            self.reading.incomplete(keyword.clone(), "this rule has no name", hint);
        } else {
            named = self.tokens[self.at].range.clone();
            self.at += 1;
            let section = matches!(self.word(self.at), "meta" | "strings" | "condition");
            let joined = !section && !matches!(self.sign(self.at), ':' | '{') && self.at < self.tokens.len();
            let sound = name.is_ascii() && !name.starts_with(|c: char| c.is_ascii_digit()) && !joined;
            if !sound {
                let end = self.tokens.get(self.at).map_or(named.end, |token| token.range.start);
                let shown = first_word(self.text[named.start..].trim_end_matches('{')).trim_end_matches('{');
                let message = format!("`{shown}` is no name for a YARA rule");
                let hint = "a name holds letters, digits and `_`, and starts with none of the digits";
                self.reading.unsound(named.start..end, message, hint);
                // The rest of the name, which may hold the word `rule`.
                let line = self.text[end..].find('\n').map_or(self.text.len(), |found| end + found);
                let inside = |token: &Token| token.range.start < line;
                while self.sign(self.at) != '{' && self.tokens.get(self.at).is_some_and(inside) {
                    self.at += 1;
                }
            }
            let rule = Rule { name: name.to_owned(), key: name.to_owned(), range: named.clone() };
            self.reading.rules.push(rule);
        }
        while self.at < self.tokens.len() && self.sign(self.at) != '{' && self.word(self.at) != "rule" {
            self.at += 1;
        }
        if self.sign(self.at) != '{' {
            let hint = "a rule reads `rule name { condition: … }`";
            return self.reading.unsound(keyword, "no `{` opens this rule", hint);
        }
        self.body(name, &named);
    }

    /// What stands between the braces of a rule.
    fn body(&mut self, name: &str, named: &Range<usize>) {
        let mut brackets = Brackets::default();
        let mut condition = None;
        while let Some(token) = self.tokens.get(self.at) {
            let at = token.range.start;
            match (self.sign(self.at), self.word(self.at)) {
                (open @ ('{' | '(' | '['), _) => brackets.open(open, at),
                (close @ ('}' | ')' | ']'), _) => brackets.close(close, at, self.reading),
                (_, "condition") if brackets.depth() == 1 && self.sign(self.at + 1) == ':' => {
                    condition = Some(self.at + 2);
                }
                // The word is reserved: here another rule starts.
                (_, "rule") if matches!(self.sign(self.at + 2), ':' | '{') => break,
                _ => {}
            }
            self.at += 1;
            if brackets.depth() == 0 {
                break;
            }
        }
        brackets.finish(self.reading);
        let shown = if name.is_empty() { "this rule".to_owned() } else { format!("the rule `{name}`") };
        let hint = "write under `condition:` when it matches, such as `any of them`";
        match condition {
            None => self.reading.incomplete(named.clone(), format!("{shown} has no `condition`"), hint),
            Some(at) if self.sign(at) == '}' => {
                self.reading.incomplete(named.clone(), format!("the `condition` of {shown} is empty"), hint);
            }
            Some(_) => {}
        }
    }
}
