//! Words for dates, periods and levels: what a reader sees in place of a typed value.

use jiff::civil::Date;

use super::{DateView, TlpView};
use crate::config::Config;
use crate::model::{Activity, Bound, PartialDate, Tlp, WrittenDate};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Whether dates are written in English words.
pub fn is_english(config: &Config) -> bool {
    config.language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
}

/// A TLP level for a template.
pub fn tlp(level: Tlp) -> TlpView {
    TlpView { label: level.label(), level: level.class().to_owned() }
}

/// A day for a template.
pub fn day(date: Date, english: bool) -> DateView {
    partial(PartialDate::Day(date), english)
}

/// A written date for a template; its time stays in the attribute.
pub fn written(date: &WrittenDate, english: bool) -> DateView {
    DateView {
        iso: date.timestamp.clone().unwrap_or_else(|| date.day.to_string()),
        text: day(date.day, english).text,
    }
}

/// A date of any precision for a template.
pub fn partial(date: PartialDate, english: bool) -> DateView {
    let month = |month: i8| MONTHS[usize::try_from(month - 1).unwrap_or(0).min(11)];
    let text = match date {
        PartialDate::Month(year, number) if english => format!("{} {year}", month(number)),
        PartialDate::Day(day) if english => {
            format!("{} {} {}", day.day(), month(day.month()), day.year())
        }
        other => other.iso(),
    };
    DateView { iso: date.iso(), text }
}

/// The period of an activity in words, with its bounds: `about July 2020 to September 2021`.
pub fn period(activity: &Activity, english: bool) -> String {
    let say = |date: PartialDate, bound: Bound| bounded(&partial(date, english).text, bound);
    let from = activity.from.as_ref().map(|date| say(date.value, activity.from_bound));
    let to = activity.to.as_ref().map(|date| say(date.value, activity.to_bound));
    let ongoing = activity.to_bound == Bound::Ongoing;
    match (from, to) {
        (Some(from), Some(to)) if ongoing && from != to => format!("{from} to {to}, ongoing"),
        (Some(to), Some(_)) | (None, Some(to)) if ongoing => format!("{to}, ongoing"),
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) if ongoing => format!("{from}, ongoing"),
        (Some(from), None) if activity.from_bound == Bound::AtLeast => format!("since {from}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) if ongoing => "ongoing".to_owned(),
        (None, None) => String::new(),
    }
}

/// A date in words with its bound: `at least March 2021`.
pub fn bounded(text: &str, bound: Bound) -> String {
    match bound {
        Bound::Exact | Bound::Ongoing => text.to_owned(),
        Bound::About => format!("about {text}"),
        Bound::AtLeast => format!("at least {text}"),
        Bound::Unknown => format!("{text} (uncertain)"),
    }
}

/// The peak of an activity in words: a span of two dates, the earlier first, or a list.
pub fn peak(activity: &Activity, english: bool) -> String {
    let mut dates: Vec<PartialDate> = activity.peak.iter().map(|date| date.value).collect();
    if dates.len() == 2 {
        dates.sort_by_key(|date| date.first_day());
    }
    let texts: Vec<String> = dates.into_iter().map(|date| partial(date, english).text).collect();
    match texts.as_slice() {
        [from, to] => format!("{from} to {to}"),
        texts => texts.join(", "),
    }
}

/// A word of an open list as a heading: `intrusion-analysis` is `Intrusion analysis`.
pub fn title_word(word: &str) -> String {
    let word = open_word(word);
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Words in a row: `a`, `a and b`, `a, b and c`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A number of reports: `1 report`, `7 reports`.
pub fn reports(count: usize) -> String {
    if count == 1 { "1 report".to_owned() } else { format!("{count} reports") }
}

/// A word of an open list as a reader sees it: `intrusion-analysis` is `intrusion analysis`.
pub fn open_word(word: &str) -> String {
    word.replace(['-', '_'], " ")
}

/// A text with its first letter in lower case, to go on in a sentence.
pub fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

/// A name that can stand in a sentence: where it holds letters that run from right to left, or signs that turn the direction,
/// between isolates (U+2068, U+2069), so that it turns nothing around it.
pub fn isolated(name: &str) -> String {
    let turns = |character: char| {
        matches!(u32::from(character),
            0x0590..=0x08FF | 0x200E..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFB1D..=0xFDFF
            | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    };
    if name.chars().any(turns) { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() }
}
