//! What Markdown and raw HTML take out of the source of a document: signs of emphasis, links, tags, entities, quotation marks at the
//! start of a line. In goes a place in the source, out comes what stands there instead. It errs on the side of taking out: it only
//! finds the place of what is known to stand in the page.

use super::spelling::{Replacement, spelled};
use super::{escapes, reading};

/// Signs of emphasis and code, escapes, links, tags and entities.
pub fn sign(text: &str, at: usize) -> Option<(usize, Replacement)> {
    let rest = &text[at..];
    let gone = |length: usize| Some((length, Replacement::Text("")));
    match rest.as_bytes().first()? {
        b'*' | b'`' => gone(1),
        b'~' if rest.starts_with("~~") => gone(2),
        // Inside a word it is no sign.
        b'_' => {
            let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let after = rest[1..].chars().next().is_some_and(char::is_alphanumeric);
            if before && after { None } else { gone(1) }
        }
        b'\\' => rest[1..].starts_with(|c: char| c.is_ascii_punctuation() || c == '\n').then(|| gone(1))?,
        b'[' => gone(1),
        b']' => {
            let target = rest[1..].starts_with('(').then(|| rest.find(')')).flatten();
            let line = rest.find('\n').unwrap_or(rest.len());
            gone(target.filter(|end| *end < line).map_or(1, |end| end + 1))
        }
        b'<' => {
            let name = rest[1..].trim_start_matches('/');
            let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
            let end = rest.find('>')?;
            let is_tag = length > 0 && name.starts_with(|c: char| c.is_ascii_alphabetic());
            let inline = is_tag && end < 200 && !reading::is_block(&name[..length]);
            // What an attribute says is looked for as well.
            let bare = !rest[..end].contains(['=', '\n']);
            (inline && bare).then(|| gone(end + 1))?
        }
        b'&' => {
            let end = rest.char_indices().nth(34).map_or(rest.len(), |(end, _)| end);
            let end = rest[..end].find(';')? + 1;
            let decoded = escapes::entities(&rest[..end]);
            (decoded.as_ref() != &rest[..end]).then(|| (end, Replacement::Written(spelled(&decoded))))
        }
        _ => None,
    }
}

/// Length of the signs of quotations behind the end of a line.
pub fn line_start(rest: &str) -> usize {
    let line = &rest[1..];
    let inner = line.trim_start_matches([' ', '>']);
    let start = &line[..line.len() - inner.len()];
    if start.contains('>') { start.len() } else { 0 }
}
