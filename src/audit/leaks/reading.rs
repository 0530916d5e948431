//! What a reader, a browser or a program may find in one file of the output. In go the path and the text, out come its readings in
//! the one spelling: visible text with markup taken out, attributes, comments and scripts, and what is left when escapes are
//! undone.

use super::escapes;
use super::fresh::Seen;
use super::spelling::{BREAK, spelled};
use crate::audit::html::{self, Token};

/// All readings of a file. Attributes of pages that were seen before are left out, where somebody keeps account.
pub fn readings(path: &str, text: &str, seen: Option<&mut Seen>) -> Vec<String> {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" | "xhtml" => page(text, seen),
        "xml" | "svg" | "rss" | "atom" => xml(text),
        _ => plain(text, ending == "css"),
    }
}

fn page(text: &str, seen: Option<&mut Seen>) -> Vec<String> {
    let pieces = markup(text, is_block, seen);
    let mut all = vec![spelled(&pieces.text), spelled(&pieces.attributes)];
    all.extend(escapes::percent(&pieces.text).map(|reading| spelled(&reading)));
    all.extend(escaped_lines(&pieces.text).map(|reading| spelled(&reading)));
    all.extend(pieces.hidden());
    all
}

/// The lines of a page with backslashes, as the code that they show means them: `"C:\\Temp"`. Few lines have any, and the others need
/// not be read twice.
fn escaped_lines(text: &str) -> Option<String> {
    let mut lines = String::new();
    let mut end = 0;
    for at in memchr::memchr_iter(b'\\', text.as_bytes()) {
        if at < end {
            continue;
        }
        let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        end = text[at..].find('\n').map_or(text.len(), |after| at + after);
        lines.push_str(&text[start..end]);
        lines.push(BREAK);
    }
    escapes::backslashes(&lines)
}

/// Elements of XML are blocks unless they are known for the contrary. Its text may be a page of its own, as in a feed.
fn xml(text: &str) -> Vec<String> {
    let pieces = markup(text, |name| !is_inline(name), None);
    let inner = pieces.text.contains('<').then(|| markup(&pieces.text, is_block, None));
    let mut all = vec![spelled(&pieces.text), spelled(&pieces.attributes)];
    if let Some(inner) = inner {
        all.extend([spelled(&inner.text), spelled(&inner.attributes)]);
    }
    all.extend(pieces.hidden());
    all
}

fn plain(text: &str, is_style: bool) -> Vec<String> {
    let mut readings = vec![spelled(text)];
    let unescaped = if is_style { escapes::styles(text) } else { escapes::backslashes(text) };
    let inner = unescaped.as_deref().unwrap_or(text);
    // Text may hold markup, as content does in JSON.
    if !is_style && (inner.contains('&') || inner.contains("</")) {
        readings.extend(page(inner, None));
    }
    readings.extend(escapes::percent(inner).map(|reading| spelled(&reading)));
    readings.extend(unescaped.map(|reading| spelled(&reading)));
    readings
}

struct Pieces {
    /// What is visible, with entities decoded.
    text: String,
    /// Values of attributes with entities, percent encoding and backslashes undone.
    attributes: String,
    /// Comments, scripts and styles.
    verbatim: String,
}

impl Pieces {
    /// Readings of what nobody sees.
    fn hidden(&self) -> Vec<String> {
        if self.verbatim.is_empty() {
            return Vec::new();
        }
        let mut all = vec![spelled(&self.verbatim)];
        let undone =
            [escapes::backslashes, escapes::styles, escapes::percent].map(|undo| undo(&self.verbatim));
        all.extend(undone.into_iter().flatten().map(|reading| spelled(&reading)));
        all
    }
}

fn markup(text: &str, ends_name: impl Fn(&str) -> bool, mut seen: Option<&mut Seen>) -> Pieces {
    let mut pieces = Pieces {
        text: String::with_capacity(text.len() / 2),
        attributes: String::with_capacity(text.len() / 4),
        verbatim: String::new(),
    };
    let mut tokens = html::tokens(text).peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => pieces.text.push_str(&escapes::entities(text)),
            Token::Data(text) => pieces.text.push_str(text),
            Token::Verbatim(text) => {
                pieces.verbatim.push_str(text);
                pieces.verbatim.push(BREAK);
            }
            Token::End(name) => {
                if ends_name(name) {
                    pieces.text.push(BREAK);
                }
            }
            Token::Start(tag) => {
                let counts = matches!(tokens.peek(), Some(Token::Text(text)) if is_number(text));
                if tag.name.eq_ignore_ascii_case("br") {
                    pieces.text.push(' ');
                } else if ends_name(tag.name) || (counts && !is_emphasis(tag.name)) {
                    // A count beside a name is no part of it: `Acme <span>2</span>` is not `Acme 2`.
                    pieces.text.push(BREAK);
                }
                for (_, value) in tag.attributes().filter(|(_, value)| !value.is_empty()) {
                    if seen.as_mut().is_none_or(|seen| seen.is_new(value)) {
                        attribute(value, &mut pieces.attributes);
                    }
                }
            }
        }
    }
    pieces
}

fn attribute(value: &str, out: &mut String) {
    // Nothing in most values is escaped.
    if !value.bytes().any(|byte| matches!(byte, b'&' | b'%' | b'\\' | b'?')) {
        out.push_str(value);
        out.push(BREAK);
        return;
    }
    let value = escapes::entities(value);
    let mut push = |text: &str| {
        out.push_str(text);
        out.push(BREAK);
    };
    push(&value);
    let decoded = escapes::percent(&value);
    decoded.iter().for_each(|text| push(text));
    escapes::backslashes(&value).iter().for_each(|text| push(text));
    // A form writes blanks as `+`.
    if let Some((_, query)) = value.split_once('?')
        && query.contains('+')
    {
        let query = query.replace('+', " ");
        push(escapes::percent(&query).as_deref().unwrap_or(&query));
    }
}

fn is_number(text: &str) -> bool {
    // Most texts say at their first letter that they are none.
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Elements that stress a part of a text, a number in a name too.
fn is_emphasis(name: &str) -> bool {
    const EMPHASIS: [&str; 12] =
        ["b", "strong", "i", "em", "u", "mark", "code", "s", "ins", "font", "kbd", "tspan"];
    EMPHASIS.iter().any(|emphasis| name.eq_ignore_ascii_case(emphasis))
}

/// Elements of a page at which a name ends: they start a line of their own, or stand apart from the text around them. Any other, an
/// unknown one too, is part of the line.
pub fn is_block(name: &str) -> bool {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return is_block(&name.to_ascii_lowercase());
    }
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "col"
            | "colgroup"
            | "dd"
            | "desc"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frameset"
            | "g"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "link"
            | "listing"
            | "main"
            | "menu"
            | "meta"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "script"
            | "search"
            | "section"
            | "select"
            | "style"
            | "summary"
            | "svg"
            | "table"
            | "tbody"
            | "td"
            | "text"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}

/// Elements inside which a name may go on in XML: those of text in pages and pictures.
fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 31] = [
        "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "textpath", "tspan",
        "u", "var", "wbr",
    ];
    INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline))
}
