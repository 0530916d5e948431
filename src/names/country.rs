//! Knows the countries of ISO 3166-1, and finds one by code or by name.
//!
//! In goes what an author or a catalogue wrote (`NO`, `nor`, `Korea, Republic of`, `the Netherlands`), out
//! comes the one entry that it means. Regions, cities, demonyms and withdrawn codes are no countries here,
//! and nothing is guessed: `Korea` finds nothing, and a misspelling is left to the diagnostics.

mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::fold::fold;

pub use table::COUNTRIES;

/// A country or territory with its own ISO 3166-1 code (and Kosovo, under the code in common use).
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// The code of two upper-case letters, `IR`.
    pub alpha2: &'static str,
    /// The code of three upper-case letters, `IRN`.
    pub alpha3: &'static str,
    /// The common English name, `Iran`; the country's page takes its title and its slug from it.
    pub name: &'static str,
    /// Other English names and short forms, `Iran (Islamic Republic of)`; never those of another country.
    pub other: &'static [&'static str],
}

/// Finds a country by its ISO code in any case, or by any of its names.
///
/// Names are compared folded; a `the` at the start, after a comma or in brackets, a curly apostrophe and an
/// `&` make no difference. A text of two or three letters is a code first, a name (`UK`, `UAE`) otherwise.
pub fn find(text: &str) -> Option<&'static Country> {
    let text = text.trim();
    if matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        let code = text.to_ascii_uppercase();
        if let Some(country) = INDEX.codes.get(code.as_str()) {
            return Some(country);
        }
    }
    INDEX.names.get(&key(text)).copied()
}

/// The table by code and by key of every name.
struct Index {
    codes: BTreeMap<&'static str, &'static Country>,
    names: BTreeMap<String, &'static Country>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut codes = BTreeMap::new();
    let mut names = BTreeMap::new();
    for country in COUNTRIES {
        codes.insert(country.alpha2, country);
        codes.insert(country.alpha3, country);
        for name in std::iter::once(&country.name).chain(country.other) {
            names.insert(key(name), country);
        }
    }
    Index { codes, names }
});

/// Folds a country's name, and leaves out the article that lists place in so many ways.
fn key(name: &str) -> String {
    // The index holds hundreds of names, nearly all of them without any of this.
    let folded = match name.contains(['\u{2019}', '&']) {
        true => fold(&name.replace('\u{2019}', "'").replace('&', " and ")),
        false => fold(name),
    };
    let plain = match folded.contains("the") {
        true => folded.replace("(the", "(").replace(", the", ", "),
        false => folded,
    };
    let plain = plain.strip_suffix(" ()").unwrap_or(&plain).trim_end_matches(", ");
    plain.strip_prefix("the").unwrap_or(plain).to_owned()
}
