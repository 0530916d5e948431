//! What is done to a text before it is parsed, and undone in every piece of it that is read back. Bytes are only replaced by as many
//! others, so that offsets stay true.

use std::borrow::Cow;

/// Stands for `|` inside `[[Name|shown]]` while the text is parsed, so that a table does not cut the link in two.
pub const PIPE: char = '\u{1f}';

/// Stands for a control character that no page may hold.
const LOST: char = '\u{1a}';

/// Replaces `|` inside wikilinks by [`PIPE`], and control characters that are no white space by a mark.
pub fn prepare(text: &str) -> Cow<'_, str> {
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let has_controls = text.as_bytes().iter().any(is_control);
    if !has_controls && !text.contains("[[") {
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
            prepared.extend(before.chars().map(replaced));
            prepared.push_str("[[");
            prepared.extend(inner.chars().map(|c| if c == '|' { PIPE } else { replaced(c) }));
            prepared.push_str("]]");
            rest = after;
        }
        prepared.extend(rest.chars().map(replaced));
    }
    Cow::Owned(prepared)
}

/// Gives a piece of prepared text back as the author wrote it; a control character becomes U+FFFD.
pub fn restore(text: &str) -> Cow<'_, str> {
    if text.contains([PIPE, LOST]) {
        Cow::Owned(text.replace(PIPE, "|").replace(LOST, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}
