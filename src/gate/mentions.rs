//! Whether a text names something in so many words. In go a text and a name, out comes yes or no: whole words, white space
//! alike. Names of fewer than five letters are ordinary words too often, so they count in their written case only.

/// Names with fewer letters must stand in the text in their written case.
pub const SHORTEST: usize = 5;

/// How many letters and digits a name has.
pub fn letters(name: &str) -> usize {
    name.chars().filter(|c| c.is_alphanumeric()).count()
}

/// True when the text holds the name as whole words.
pub fn mentions(text: &str, name: &str) -> bool {
    let exact = letters(name) < SHORTEST;
    let spelled = |text: &str| {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if exact { joined } else { joined.to_lowercase() }
    };
    let (text, name) = (spelled(text), spelled(name));
    if name.is_empty() {
        return false;
    }
    text.match_indices(&name).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
