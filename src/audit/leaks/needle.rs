//! The forms in which a withheld string may stand in the output, and when a place where one was found is that string and not a
//! part of another word, host or address.

use super::spelling::{BREAK, spelled};
use crate::gate::{Secret, SecretSort};
use crate::indicator::IndicatorType;
use crate::names::slug;

/// One form of a withheld string.
pub struct Needle {
    /// Index of the string.
    pub secret: usize,
    /// What is looked for, in the one spelling; case is ignored.
    pub text: String,
    form: Form,
}

enum Form {
    /// Whole words.
    Words,
    /// A title of one ordinary word: in its written case, and not where it only starts a sentence.
    Word,
    /// The path segment of such a title.
    Segment,
    /// A value in which dots and hyphens join: a host, an address.
    Host,
    /// A value that is a word, such as a hash or a file name.
    Value,
    /// A URL that must not go on.
    Url,
}

/// All forms of a withheld string.
pub fn needles(secret: usize, found: &Secret) -> Vec<Needle> {
    let text = spelled(found.text.trim());
    let needle = |text: String, form: Form| Needle { secret, text, form };
    let mut needles = match found.sort {
        SecretSort::Title if is_ordinary_word(&text) => {
            let segment = slug::slug(&found.text).text;
            vec![needle(text, Form::Word), needle(segment, Form::Segment)]
        }
        SecretSort::Title => {
            vec![needle(slug::slug(&found.text).text, Form::Words), needle(text, Form::Words)]
        }
        SecretSort::Name => {
            let mut all = variants(&text);
            // `LAPSUS$` and `LAPSUS` are two names: a single word that lost its signs is another one.
            let segment = slug::slug(&found.text);
            all.extend(Some(segment.text).filter(|text| !segment.lossy || text.contains('-')));
            all.push(text);
            all.into_iter().map(|text| needle(text, Form::Words)).collect()
        }
        SecretSort::Url | SecretSort::Indicator(IndicatorType::Url) => {
            let whole = text.trim_end_matches('/').to_owned();
            // Sources and indicators are shown without their scheme too; a bare host would be any page of it.
            let bare = whole.split_once("://").map(|(_, bare)| bare.to_owned());
            let bare = bare.filter(|bare| bare.contains('/')).map(|bare| needle(bare, Form::Url));
            std::iter::once(needle(whole, Form::Url)).chain(bare).collect()
        }
        SecretSort::Indicator(
            IndicatorType::Domain
            | IndicatorType::Hostname
            | IndicatorType::Ipv4
            | IndicatorType::Ipv6
            | IndicatorType::Cidr
            | IndicatorType::Email,
        ) => vec![needle(text, Form::Host)],
        SecretSort::Indicator(_) => vec![needle(text, Form::Value)],
    };
    needles.retain(|needle| !needle.text.is_empty());
    needles.sort_by(|a, b| a.text.cmp(&b.text));
    needles.dedup_by(|a, b| a.text == b.text && matches!((&a.form, &b.form), (Form::Words, Form::Words)));
    needles
}

/// `Notes`, `About`: a word that anybody may start a sentence with.
fn is_ordinary_word(text: &str) -> bool {
    text.chars().all(char::is_alphabetic) && !text.chars().skip(1).any(char::is_uppercase)
}

/// The other spellings of a name that mean the same: its words joined by nothing, a space, a hyphen, an underscore, where a
/// number and an inner capital may start a word.
fn variants(name: &str) -> Vec<String> {
    let mut all = Vec::new();
    for capitals in [false, true] {
        let words = words(name, capitals);
        // Between digits a sign counts: `1-2` is not `12`.
        let digits_meet = words.windows(2).any(|pair| {
            let ends = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
            let starts = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            pair.first().is_some_and(|word| ends(word)) && pair.last().is_some_and(|word| starts(word))
        });
        if words.len() > 1 && !digits_meet {
            all.extend(["", " ", "-", "_"].into_iter().map(|joiner| words.join(joiner)));
        }
    }
    all
}

fn words(name: &str, capitals: bool) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before: Option<char> = None;
    for c in name.chars() {
        let separates = matches!(c, ' ' | '-' | '_');
        let turns = before.is_some_and(|before| {
            (before.is_alphabetic() && c.is_ascii_digit())
                || (before.is_ascii_digit() && c.is_alphabetic())
                || (capitals && before.is_lowercase() && c.is_uppercase())
        });
        if separates || turns {
            words.push(String::new());
        }
        if !separates && let Some(word) = words.last_mut() {
            word.push(c);
        }
        before = Some(c);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Where a text comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A path of the output.
    Path,
    /// A reading of a file of the output.
    Reading,
    /// What an author wrote.
    Source,
}

impl Needle {
    /// Whether the bytes `start..end` of a text are the string itself.
    pub fn is_at(&self, text: &str, start: usize, end: usize, place: Place) -> bool {
        let (before, after) = (&text[..start], &text[end..]);
        let previous = before.chars().next_back();
        let next = after.chars().next();
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if matches!(self.form, Form::Segment) {
            let starts = previous.is_none_or(|c| c == '/');
            return place == Place::Path && starts && next.is_none_or(|c| matches!(c, '/' | '.'));
        }
        if joins(previous) || (joins(next) && !matches!(self.form, Form::Url)) {
            return false;
        }
        match self.form {
            Form::Words | Form::Segment => true,
            Form::Word => {
                let goes_on =
                    after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
                text[start..end] == self.text
                    && (place == Place::Source || !(starts_sentence(before) && goes_on))
            }
            Form::Value => !(is_hyphen(previous) || is_hyphen(next)),
            Form::Host => {
                let digit = self.text.starts_with(|c: char| c.is_ascii_digit());
                let more_before = digit && ends_in_part(before);
                !(is_hyphen(previous) || is_hyphen(next) || more_before || goes_on_after_dot(after))
            }
            Form::Url => ends_url(after),
        }
    }
}

fn is_hyphen(c: Option<char>) -> bool {
    matches!(c, Some('-' | '_'))
}

/// `10.` before an address makes it another one.
fn ends_in_part(before: &str) -> bool {
    before.strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
}

/// `.org` behind a host makes it another one.
fn goes_on_after_dot(after: &str) -> bool {
    after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

fn starts_sentence(before: &str) -> bool {
    before
        .trim_end_matches(' ')
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, BREAK | '.' | '!' | '?' | ':'))
}

/// A URL ends at white space, at the end of a piece, at quotes and brackets, and before the stop of a sentence.
fn ends_url(after: &str) -> bool {
    let rest = after.strip_prefix('/').unwrap_or(after);
    let rest = rest.trim_start_matches(['.', ',', ';', ':', '!', '*', '|']);
    let question = rest.strip_prefix('?');
    question.unwrap_or(rest).chars().next().is_none_or(|c| {
        c.is_whitespace() || matches!(c, BREAK | '"' | '\'' | '<' | '>' | ')' | ']' | '}' | '#' | '\\' | '`')
    })
}
