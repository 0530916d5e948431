//! What is done to a text before it is parsed, and undone in every piece of it that is read back. Bytes are only replaced by as many
//! others, so that offsets stay true.

use std::borrow::Cow;

use super::citations::{self, CITE};
use super::{blocks, raw_html};

/// Stands for `|` inside `[[Name|shown]]` while the text is parsed, so that a table does not cut the link in two.
pub const PIPE: char = '\u{1f}';

/// Stands for a control character that no page may hold.
const LOST: char = '\u{1a}';

/// Stands for `<` at the start of a line where it would open a block of raw HTML that is no markup here: `<script>`, `<?`,
/// `<victim>`. Such a block would take what follows with it, up to the end of the text.
pub const OPEN: char = '\u{1e}';

/// Replaces `|` inside wikilinks by [`PIPE`], `<` of what is no markup by [`OPEN`], control characters that are no white
/// space by a mark, citations and fences of blocks by what the parser lets pass.
pub fn prepare(text: &str) -> Cow<'_, str> {
    let prepared = without_blocks(text);
    if holds(text, ":::") { Cow::Owned(blocks::mark(text, prepared.into_owned())) } else { prepared }
}

/// True for a text with these signs in it: all of every text is looked through for some that hardly any has.
pub fn holds(text: &str, signs: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), signs.as_bytes()).is_some()
}

/// The same, with the fences of blocks as they are.
pub fn without_blocks(text: &str) -> Cow<'_, str> {
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let has_controls = text.as_bytes().iter().fold(false, |found, byte| found | is_control(byte));
    let openings = openings(text);
    if !has_controls && openings.is_empty() && !holds(text, "[[") && !holds(text, citations::START) {
        return Cow::Borrowed(text);
    }
    let replaced = |c: char| match u8::try_from(c) {
        Ok(byte) if is_control(&byte) => LOST,
        _ => c,
    };
    let mut prepared = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some((before, inner)) = rest.split_once("[[")
            && let Some((inner, after)) = inner.split_once("]]")
        {
            citations::push(&mut prepared, before, replaced);
            prepared.push_str("[[");
            prepared.extend(inner.chars().map(|c| if c == '|' { PIPE } else { replaced(c) }));
            prepared.push_str("]]");
            rest = after;
        }
        citations::push(&mut prepared, rest, replaced);
    }
    for at in openings {
        prepared.replace_range(at..=at, "\u{1e}");
    }
    Cow::Owned(prepared)
}

/// Offsets of every `<` at the start of a line that would open a block and swallow what follows.
fn openings(text: &str) -> Vec<usize> {
    if !text.contains('<') {
        return Vec::new();
    }
    let ends = ["?>", "]]>", ">", "</pre"].map(|end| text.to_ascii_lowercase().rfind(end));
    let closed_after =
        |which: usize, at: usize| ends.get(which).copied().flatten().is_some_and(|end| end > at);
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let marker = |c: char| c.is_whitespace() || ">*+-.)0123456789".contains(c);
        let inner = line.trim_start_matches(marker);
        let at = line_start + line.len() - inner.len();
        line_start += line.len();
        let Some(rest) = inner.strip_prefix('<') else { continue };
        let name_start = rest.trim_start_matches('/');
        let name: &str = name_start.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let swallows = match rest.chars().next() {
            Some('?') => !closed_after(0, at),
            Some('!') if rest.starts_with("!--") => false,
            Some('!') if rest.starts_with("![CDATA[") => !closed_after(1, at),
            Some('!') => !closed_after(2, at),
            _ if name.eq_ignore_ascii_case("pre") => !closed_after(3, at),
            // What goes on otherwise is an address in angle brackets.
            _ => {
                let after = name_start[name.len()..].chars().next();
                let is_tag = after.is_none_or(|c| c.is_whitespace() || c == '>' || c == '/');
                is_tag && !name.is_empty() && !raw_html::is_allowed(name)
            }
        };
        if swallows {
            found.push(at);
        }
    }
    found
}

/// Gives a piece of prepared text back as the author wrote it; a control character becomes U+FFFD.
pub fn restore(text: &str) -> Cow<'_, str> {
    // Nearly every piece is as it was, and is looked through without a question at each byte.
    let is_touched = |touched, byte: &u8| touched | (LOST as u8..=PIPE as u8).contains(byte);
    if !text.as_bytes().iter().fold(false, is_touched) {
        return Cow::Borrowed(text);
    }
    match text.contains(CITE) {
        true => Cow::Owned(replaced(&citations::restored(text))),
        false => Cow::Owned(replaced(text)),
    }
}

fn replaced(text: &str) -> String {
    text.replace(PIPE, "|").replace(OPEN, "<").replace(LOST, "\u{fffd}")
}
