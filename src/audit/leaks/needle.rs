//! The forms in which a withheld string may stand in the output, and when a place where one was found is that string and not a
//! part of another word, host or address.

use std::net::Ipv6Addr;

use unicode_normalization::char::is_combining_mark;

use super::spelling::{BREAK, spelled};
use crate::gate::{Secret, SecretSort};
use crate::indicator::IndicatorType;
use crate::names::{slug, variants};

/// One form of a withheld string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    /// Index of the string.
    pub secret: usize,
    /// What is looked for, in the one spelling; case is ignored.
    pub text: String,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    let text = spelled(found.text.trim()).trim().to_owned();
    let needle = |text: String, form: Form| Needle { secret, text, form };
    let mut needles = match found.sort {
        SecretSort::Title if is_ordinary_word(&text) => {
            let segment = slug::text(&found.text);
            vec![needle(text, Form::Word), needle(segment, Form::Segment)]
        }
        SecretSort::Title => {
            vec![needle(slug::text(&found.text), Form::Words), needle(text, Form::Words)]
        }
        SecretSort::Name(_) => {
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
        SecretSort::Indicator(IndicatorType::Domain | IndicatorType::Hostname | IndicatorType::Email) => {
            let said = text.replace('.', " dot ").replace('@', " at ");
            vec![needle(said, Form::Host), needle(text, Form::Host)]
        }
        SecretSort::Indicator(IndicatorType::Ipv4 | IndicatorType::Cidr) => vec![needle(text, Form::Host)],
        SecretSort::Indicator(IndicatorType::Ipv6) => {
            let mut all: Vec<String> = text.parse().map_or_else(|_| Vec::new(), address_forms);
            all.push(text);
            all.into_iter().map(|text| needle(text, Form::Host)).collect()
        }
        SecretSort::Indicator(_) => vec![needle(text, Form::Value)],
    };
    needles.retain(|needle| !needle.text.is_empty());
    needles.sort_by_cached_key(|needle| (needle.text.to_ascii_lowercase(), needle.form));
    needles.dedup_by(|a, b| a.text.eq_ignore_ascii_case(&b.text) && a.form == b.form);
    needles
}

/// The short form of an address (RFC 5952), the one without gaps, the one with every digit, and the short one with every digit of
/// the groups that are left.
fn address_forms(address: Ipv6Addr) -> Vec<String> {
    let groups = |digits: usize| address.segments().map(|group| format!("{group:0digits$x}")).join(":");
    let short = address.to_string();
    let padded =
        short.split(':').map(|group| if group.is_empty() { String::new() } else { format!("{group:0>4}") });
    let padded = padded.collect::<Vec<_>>().join(":");
    vec![short, groups(1), groups(4), padded]
}

/// `Notes`, `About`: a word that anybody may start a sentence with.
fn is_ordinary_word(text: &str) -> bool {
    text.chars().all(char::is_alphabetic) && !text.chars().skip(1).any(char::is_uppercase)
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
        let (first, last) = (text[start..].chars().next(), text[..end].chars().next_back());

        if matches!(self.form, Form::Segment) {
            let starts = previous.is_none_or(|c| c == '/');
            return place == Place::Path && starts && next.is_none_or(|c| matches!(c, '/' | '.'));
        }
        if joins(previous, first) || (joins(last, next) && !matches!(self.form, Form::Url)) {
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
            Form::Url => ends_url(after, self.text.split_once("://").map_or(&*self.text, |(_, bare)| bare)),
        }
    }
}

/// True when two neighbours belong to one word. Scripts that set no blanks have no words to tell apart.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let in_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    in_word(before) && in_word(after) && !sets_no_blanks(before) && !sets_no_blanks(after)
}

/// Letters of Thai, Lao, Tibetan, Myanmar, Khmer, kana, Hangul, which adds endings, and Han.
fn sets_no_blanks(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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

/// A URL ends at white space, at the end of a piece, at quotes and brackets, and before the stop of a sentence. A query behind the
/// path of a document is still that document.
fn ends_url(after: &str, bare: &str) -> bool {
    let rest = after.strip_prefix('/').unwrap_or(after);
    if rest.starts_with('?') && bare.contains('/') {
        return true;
    }
    let rest = rest.trim_start_matches(['.', ',', ';', ':', '!', '*', '|']);
    let question = rest.strip_prefix('?');
    question.unwrap_or(rest).chars().next().is_none_or(|c| {
        c.is_whitespace() || matches!(c, BREAK | '"' | '\'' | '<' | '>' | ')' | ']' | '}' | '#' | '\\' | '`')
    })
}
