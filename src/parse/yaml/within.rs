//! Where a piece of a scalar's text stands in the file. In go the text as it was written (quotes, indentation and escapes included),
//! the text as it was read and an offset of the second, out comes an offset of the first. Of literal blocks, which hold rules,
//! it is exact to the byte; of folded text it is the right word.

/// The offset in `raw` of the byte `at` of `text`. `raw` is what the parser gives as the place of a scalar: of a block it starts with
/// the first character that says something.
pub fn within(raw: &str, text: &str, at: usize) -> usize {
    aligned(raw, text, at).unwrap_or_else(|| walked(raw, text, at)).min(raw.len())
}

/// The lines of a literal block end as those of its text do; only their indentation differs.
fn aligned(raw: &str, text: &str, at: usize) -> Option<usize> {
    let blank = text.len() - text.trim_start_matches('\n').len();
    let text = &text[blank..];
    let at = at.checked_sub(blank)?;
    let number = text.get(..at)?.matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next()?;
    let first = text.split('\n').next()?;
    let mut lines = raw.split('\n');
    let quoted = raw.starts_with(['"', '\'']);
    if quoted || !first.trim_end().ends_with(lines.clone().next()?.trim_end()) {
        return None;
    }
    let before: usize = lines.by_ref().take(number).map(|line| line.len() + 1).sum();
    let found = raw.get(before..)?.split('\n').next()?;
    let inside = (at - start) as isize + found.len() as isize - line.len() as isize;
    (found.ends_with(line.trim_start())).then(|| before + usize::try_from(inside).unwrap_or(0))
}

/// Steps through both texts: an escape is one character, a break with the white space round it one space or some breaks.
fn walked(raw: &str, text: &str, at: usize) -> usize {
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
    let mut from = quote.map_or(0, char::len_utf8);
    let target = text.get(..at).map_or(0, |before| before.chars().count());
    let mut text = text.chars().take(target).peekable();
    while let Some(next) = text.next() {
        let rest = raw.get(from..).unwrap_or_default();
        let space = rest.len() - rest.trim_start().len();
        if rest[..space].contains('\n') {
            if next.is_whitespace() {
                while text.next_if_eq(&'\n').is_some() {}
                from += space;
                continue;
            }
            from += space;
        }
        from += width(raw.get(from..).unwrap_or_default(), quote);
    }
    from
}

/// The bytes that write one character.
fn width(rest: &str, quote: Option<char>) -> usize {
    let mut signs = rest.chars();
    let first = signs.next().map_or(0, char::len_utf8);
    match (rest.as_bytes(), quote) {
        ([b'\\', escape, ..], Some('"')) => match escape {
            b'x' => 4,
            b'u' => 6,
            b'U' => 10,
            _ => 1 + signs.next().map_or(0, char::len_utf8),
        },
        ([b'\'', b'\'', ..], Some('\'')) => 2,
        _ => first,
    }
}
