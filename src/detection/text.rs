//! A place that moves through a text, and brackets that wait to be closed: what the readers of all languages step with.

use std::ops::Range;

use super::Reading;

/// A place in a text.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Byte offset.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// What is ahead.
    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over the next character.
    pub fn step(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Steps over what fits, and gives it.
    pub fn take(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !fits(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Steps over a text where it is the next.
    pub fn skip(&mut self, text: &str) -> bool {
        let is_next = self.rest().starts_with(text);
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    /// Steps to the end of the line.
    pub fn line(&mut self) -> &'a str {
        self.take(|c| c != '\n')
    }

    /// Steps behind the next occurrence of a text; false, and to the end, where there is none.
    pub fn behind(&mut self, text: &str) -> bool {
        let found = self.rest().find(text);
        self.at = found.map_or(self.text.len(), |found| self.at + found + text.len());
        found.is_some()
    }

    /// Steps behind a text in quotes, with backslash escapes, that ends with its line; false, and to the end of the line, where it
    /// is not closed. The opening quote has been stepped over.
    pub fn behind_quote(&mut self, quote: char) -> bool {
        while let Some(next) = self.peek().filter(|next| *next != '\n') {
            self.step();
            if next == quote {
                return true;
            }
            if next == '\\' && self.peek() != Some('\n') {
                self.step();
            }
        }
        false
    }
}

/// Brackets that are open.
#[derive(Default)]
pub struct Brackets {
    open: Vec<(char, usize)>,
}

impl Brackets {
    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// One opens.
    pub fn open(&mut self, bracket: char, at: usize) {
        self.open.push((bracket, at));
    }

    /// One closes; those that should have been closed before it are faults, and so is one that closes nothing.
    pub fn close(&mut self, bracket: char, at: usize, reading: &mut Reading) {
        let Some(found) = self.open.iter().rposition(|(open, _)| closing(*open) == bracket) else {
            reading.unsound(at..at + 1, format!("this `{bracket}` closes nothing"), "remove it, or open it");
            return;
        };
        self.close_from(found + 1, reading);
        self.open.pop();
    }

    /// Ends the text: what is open is a fault.
    pub fn finish(&mut self, reading: &mut Reading) {
        self.close_from(0, reading);
    }

    fn close_from(&mut self, from: usize, reading: &mut Reading) {
        for (open, at) in self.open.split_off(from) {
            let message = format!("this `{open}` is never closed");
            reading.unsound(at..at + 1, message, format!("close it with `{}`", closing(open)));
        }
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// The fault of a text in quotes that is not closed.
pub fn unclosed(reading: &mut Reading, range: Range<usize>) {
    reading.unsound(range, "this quote is never closed", "close it on its line");
}

/// The first word of a text, or its first character, for a message.
pub fn first_word(text: &str) -> &str {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let end = text.char_indices().nth(40).map_or(end, |(at, _)| end.min(at));
    &text[..end]
}
