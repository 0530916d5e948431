//! Whether a text names something withheld in so many words. In go names, titles and addresses, then texts; out comes what a text
//! names: whole words, white space alike, the words of a name joined in any way. Names of fewer than five letters are ordinary
//! words too often, so they count in their written case only.

use crate::names::variants;

/// Names with fewer letters must stand in the text in their written case.
pub const SHORTEST: usize = 5;

/// How many letters and digits a name has.
pub fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphanumeric()).count()
}

/// What texts may name.
#[derive(Default)]
pub struct Told {
    names: Vec<Spellings>,
}

struct Spellings {
    name: String,
    /// In small letters, unless the case counts.
    all: Vec<String>,
    exact: bool,
}

impl Told {
    /// Adds a name, which may be spelled in several ways.
    pub fn name(&mut self, name: &str) {
        let spellings = std::iter::once(name.to_owned()).chain(variants(name));
        self.add(name, spellings, letters(name) < SHORTEST);
    }

    /// Adds a title or an address. A title of one short word is left out: it stands in any text.
    pub fn text(&mut self, text: &str) {
        if letters(text) >= SHORTEST || text.trim().contains(char::is_whitespace) {
            self.add(text, std::iter::once(text.to_owned()), false);
        }
    }

    fn add(&mut self, name: &str, spellings: impl Iterator<Item = String>, exact: bool) {
        let mut all: Vec<String> = spellings.map(|text| spelled(&text, exact)).collect();
        all.retain(|text| !text.is_empty());
        self.names.push(Spellings { name: name.to_owned(), all, exact });
    }

    /// The first name that stands in a text.
    pub fn named_in(&self, text: &str) -> Option<&str> {
        if self.names.is_empty() || text.is_empty() {
            return None;
        }
        let (exact, small) = (spelled(text, true), spelled(text, false));
        let stands = |name: &&Spellings| {
            let text = if name.exact { &exact } else { &small };
            name.all.iter().any(|spelling| holds(text, spelling))
        };
        self.names.iter().find(stands).map(|name| name.name.as_str())
    }
}

fn spelled(text: &str, exact: bool) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if exact { joined } else { joined.to_lowercase() }
}

/// True when the text holds the name as whole words.
fn holds(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
