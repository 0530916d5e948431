//! The spellings under which a name is still the same name for a reader: its words joined by nothing, a space, a hyphen or an
//! underscore. In goes a name, out come texts to look for. Case and marks are the business of whoever searches.

/// Names of more words keep one joiner throughout: the mixed ones double with every word.
const MIXED: usize = 4;

/// All spellings of a name that differ in how its words are joined, the name itself not always among them; none for a name of one
/// word. A number and an inner capital may start a word; between digits a sign counts, `1-2` is not `12`.
pub fn variants(name: &str) -> Vec<String> {
    let mut all = Vec::new();
    for capitals in [false, true] {
        let words = words(name, capitals);
        let digits_meet = words.windows(2).any(|pair| {
            let ends = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
            let starts = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            pair.first().is_some_and(|word| ends(word)) && pair.last().is_some_and(|word| starts(word))
        });
        if words.len() < 2 || digits_meet {
            continue;
        }
        if words.len() <= MIXED {
            all.extend(joined(&words, &["", " ", "-"]));
            all.push(words.join("_"));
        } else {
            all.extend(["", " ", "-", "_"].into_iter().map(|joiner| words.join(joiner)));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// Every way to join words by these joiners.
fn joined(words: &[String], joiners: &[&str]) -> Vec<String> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    rest.iter().fold(vec![first.clone()], |starts, word| {
        starts
            .iter()
            .flat_map(|start| joiners.iter().map(move |joiner| format!("{start}{joiner}{word}")))
            .collect()
    })
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
