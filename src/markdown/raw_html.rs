//! Raw HTML inside Markdown, made safe in two steps. In: what an author typed between `<` and `>`. Out: HTML that
//! cannot execute, cannot call another host by itself, and cannot swallow the text that follows it.
//!
//! [`lex`] looks at one raw chunk at a time, before any HTML parser sees it: complete tags of a short list pass, and
//! everything else that resembles a tag becomes text, because a parser would hide it (`<target_company>`) or take the
//! rest of the page as its content (`<title>`, an open quote). [`sanitise`] then parses the whole body once, balances
//! it and drops every attribute that is not on a list.
//!
//! Not done here: links to pages are not checked, indicators not defanged, and `id`s not made unique. Ids starting with
//! `sr-`, `fn-` or `fnref-` belong to the writer by convention; raw HTML that sets one keeps it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// One raw chunk, with only harmless tags left as tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexed {
    /// What to write in place of the chunk. Still to pass through [`sanitise`], with the body around it.
    pub html: String,
    /// The tags that turned into text, in the order of the chunk.
    pub shown_as_text: Vec<ShownAsText>,
}

/// Something that looks like a tag, and that readers will see as the author typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownAsText {
    /// Where its `<` stands: a byte offset in the chunk.
    pub offset: usize,
    /// The element's name as written, without the slash of an end tag; `!--`, `![CDATA[`, `!` or `?` for an
    /// unclosed comment, CDATA section, declaration or processing instruction.
    pub name: String,
}

/// Sorts one contiguous raw chunk into tags that may stay, constructs to drop, and text.
///
/// A tag stays where it is complete inside the chunk (CommonMark 0.31, section 6.6: quotes closed, white space between
/// attributes) and its element is allowed; its attributes are left for [`sanitise`]. Complete comments, processing
/// instructions, declarations and CDATA sections vanish. Any other `<` is escaped. Entities pass through.
pub fn lex(chunk: &str) -> Lexed {
    let mut lexed = Lexed::default();
    let mut absent = Absent::default();
    let mut remaining = chunk;
    while let Some((text, after)) = remaining.split_once('<') {
        lexed.html.push_str(text);
        // `after` is a suffix of `chunk`, and one byte, the `<`, stands before it.
        let offset = chunk.len() - after.len() - 1;
        remaining = match construct(after, &mut absent) {
            Construct::Tag { name, source, rest } => {
                if is_allowed(name) {
                    lexed.html.push('<');
                    lexed.html.push_str(source);
                } else {
                    lexed.html.push_str("&lt;");
                    push_escaped(&mut lexed.html, source);
                    lexed.note(offset, name);
                }
                rest
            }
            Construct::Invisible { rest } => rest,
            Construct::TagLike { name } => {
                lexed.html.push_str("&lt;");
                lexed.note(offset, name);
                after
            }
            Construct::Text => {
                lexed.html.push_str("&lt;");
                after
            }
        };
    }
    lexed.html.push_str(remaining);
    lexed
}

/// Parses a whole body (our own markup and what [`lex`] let through), and writes it back balanced and harmless.
///
/// Elements and attributes off the lists go, their content stays; so do links whose scheme is not `http`, `https`,
/// `mailto` or `tel`, and pictures from another host. An element that hides its content (`<details>`, `<rp>`) and is
/// never closed is shown as text, or it would hide the rest of the page.
pub fn sanitise(html: &str) -> String {
    bare_booleans(CLEANER.clean(&show_unclosed(html)).to_string())
}

/// Writes `disabled` for the serialiser's `disabled=""`, in the only element that bears such attributes. A quote within a value
/// is escaped, so that an attribute is all this can meet.
fn bare_booleans(html: String) -> String {
    const INPUT: &str = "<input ";
    if !html.contains(INPUT) {
        return html;
    }
    let mut parts = html.split(INPUT);
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (attributes, rest) = part.split_at(part.find('>').unwrap_or(part.len()));
        bare.push_str(INPUT);
        bare.push_str(&attributes.replace("=\"\"", ""));
        bare.push_str(rest);
    }
    bare
}

/// Elements that authors may write. None of them has content that a parser reads as raw text, loads anything but a
/// local picture, or takes input.
const ALLOWED: &str = "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span \
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr";

/// Attributes that any element may bear: no `style`, no event handlers, nothing that names a browsing context.
const GLOBAL_ATTRIBUTES: &str = "class id title lang dir role tabindex aria-label aria-labelledby aria-describedby \
    aria-hidden aria-current data-lang data-indicator";

/// Attributes that belong to some elements only.
const ELEMENT_ATTRIBUTES: [(&str, &str); 13] = [
    ("a", "href"),
    ("blockquote", "cite"),
    ("del", "cite datetime"),
    ("details", "open"),
    ("img", "src alt width height loading decoding"),
    ("input", "type disabled checked"),
    ("ins", "cite datetime"),
    ("li", "value"),
    ("ol", "start reversed"),
    ("q", "cite"),
    ("td", "colspan rowspan headers"),
    ("th", "colspan rowspan headers scope"),
    ("time", "datetime"),
];

const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// What follows a `<`.
enum Construct<'a> {
    /// A complete start or end tag; `source` is its text from after the `<` to the `>`.
    Tag { name: &'a str, source: &'a str, rest: &'a str },
    /// A complete comment, processing instruction, declaration or CDATA section.
    Invisible { rest: &'a str },
    /// The beginning of something that is never completed.
    TagLike { name: &'a str },
    /// A plain less-than sign.
    Text,
}

/// Terminators known to be missing from the rest of the chunk. Without it, a thousand unclosed comments would each
/// search the chunk to its end.
#[derive(Default)]
struct Absent(Vec<&'static str>);

impl Absent {
    fn after<'a>(&mut self, text: &'a str, terminator: &'static str) -> Option<&'a str> {
        if self.0.contains(&terminator) {
            return None;
        }
        let rest = text.split_once(terminator).map(|(_, rest)| rest);
        if rest.is_none() {
            self.0.push(terminator);
        }
        rest
    }
}

impl Lexed {
    fn note(&mut self, offset: usize, name: &str) {
        let name = name.to_owned();
        self.shown_as_text.push(ShownAsText { offset, name });
    }
}

fn construct<'a>(after: &'a str, absent: &mut Absent) -> Construct<'a> {
    if let Some((name, rest)) = complete_tag(after) {
        let (source, rest) = after.split_at(after.len() - rest.len());
        return Construct::Tag { name, source, rest };
    }
    let element = after.strip_prefix('/').unwrap_or(after);
    if element.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let (name, _) = split_while(element, is_attribute_name);
        return Construct::TagLike { name };
    }
    let (name, body, terminator) = if let Some(body) = after.strip_prefix("!--") {
        if let Some(rest) = body.strip_prefix('>').or(body.strip_prefix("->")) {
            return Construct::Invisible { rest };
        }
        ("!--", body, "-->")
    } else if let Some(body) = after.strip_prefix("![CDATA[") {
        ("![CDATA[", body, "]]>")
    } else if let Some(body) = after.strip_prefix('?') {
        ("?", body, "?>")
    } else if let Some(body) = after.strip_prefix('!')
        && body.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        ("!", body, ">")
    } else {
        return Construct::Text;
    };
    match absent.after(body, terminator) {
        Some(rest) => Construct::Invisible { rest },
        None => Construct::TagLike { name },
    }
}

/// Reads a start or end tag whose `<` is already consumed: its name, and what follows its `>`.
///
/// Stricter than browsers, and on purpose: where an attribute name would hold a quote, or two attributes touch, a quote
/// was left open somewhere and its value runs over text that readers should see.
fn complete_tag(after: &str) -> Option<(&str, &str)> {
    let (is_end, body) = match after.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, after),
    };
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let (name, mut rest) = split_while(body, |c| c.is_ascii_alphanumeric() || c == '-');
    loop {
        let next = rest.trim_start_matches(is_space);
        if let Some(after) = next.strip_prefix('>') {
            return Some((name, after));
        }
        if is_end {
            return None;
        }
        if let Some(after) = next.strip_prefix("/>") {
            return Some((name, after));
        }
        if next.len() == rest.len() {
            return None;
        }
        rest = after_attribute(next)?;
    }
}

fn after_attribute(text: &str) -> Option<&str> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':') {
        return None;
    }
    let (_, rest) = split_while(text, is_attribute_name);
    let Some(value) = rest.trim_start_matches(is_space).strip_prefix('=') else {
        return Some(rest);
    };
    let value = value.trim_start_matches(is_space);
    for quote in ['"', '\''] {
        if let Some(value) = value.strip_prefix(quote) {
            return value.split_once(quote).map(|(_, rest)| rest);
        }
    }
    let (value, rest) =
        split_while(value, |c| !is_space(c) && !matches!(c, '"' | '\'' | '=' | '<' | '>' | '`'));
    (!value.is_empty()).then_some(rest)
}

fn is_allowed(name: &str) -> bool {
    ALLOWED.split_ascii_whitespace().any(|allowed| allowed.eq_ignore_ascii_case(name))
}

fn is_attribute_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-')
}

/// White space as HTML counts it, which is narrower than Unicode's.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn split_while(text: &str, keep: impl Fn(char) -> bool) -> (&str, &str) {
    let rest = text.trim_start_matches(keep);
    text.split_at(text.len() - rest.len())
}

/// Escapes text for the content of an element, where quotes need nothing.
pub(super) fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(c),
        }
    }
}

/// Escapes the start tags of `<details>` that nothing closes, and of `<rp>` with more than text inside.
///
/// An end tag does not reach through a `<table>` that is still open (HTML, "has an element in scope"), so such a
/// `</details>` closes nothing.
fn show_unclosed(html: &str) -> Cow<'_, str> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut unclosed = Vec::new();
    let mut pending_rp = None;
    let mut remaining = html;
    while let Some((_, after)) = remaining.split_once('<') {
        let Some((name, rest)) = complete_tag(after) else {
            remaining = after;
            continue;
        };
        remaining = rest;
        let offset = html.len() - after.len() - 1;
        let is_end = after.starts_with('/');
        let closes_rp = is_end && name.eq_ignore_ascii_case("rp");
        unclosed.extend(pending_rp.take().filter(|_| !closes_rp));
        for watched in ["details", "table"] {
            if !name.eq_ignore_ascii_case(watched) {
                continue;
            }
            if !is_end {
                open.push((watched, offset));
            } else if watched == "table" {
                let table = open.iter().rposition(|(name, _)| *name == "table");
                open.truncate(table.unwrap_or(open.len()));
            } else {
                open.pop_if(|(name, _)| *name == "details");
            }
        }
        if !is_end && name.eq_ignore_ascii_case("rp") {
            pending_rp = Some(offset);
        }
    }
    unclosed.extend(pending_rp);
    unclosed.extend(open.iter().filter(|(name, _)| *name == "details").map(|(_, offset)| *offset));
    unclosed.sort_unstable();
    escape_at(html, &unclosed)
}

/// Replaces the `<` at each of the ascending offsets by its entity.
fn escape_at<'a>(html: &'a str, offsets: &[usize]) -> Cow<'a, str> {
    if offsets.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut escaped = String::with_capacity(html.len() + 3 * offsets.len());
    let mut from = 0;
    for &offset in offsets {
        escaped.push_str(html.get(from..offset).unwrap_or_default());
        escaped.push_str("&lt;");
        from = offset + 1;
    }
    escaped.push_str(html.get(from..).unwrap_or_default());
    Cow::Owned(escaped)
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let words = |list: &'static str| list.split_ascii_whitespace().collect::<HashSet<_>>();
    let mut tags = words(ALLOWED);
    // Our own task lists; `lex` never lets a raw one through.
    tags.insert("input");
    let attributes = ELEMENT_ATTRIBUTES.map(|(element, list)| (element, words(list)));
    let mut cleaner = Builder::default();
    cleaner
        .tags(tags)
        .generic_attributes(words(GLOBAL_ATTRIBUTES))
        .tag_attributes(HashMap::from(attributes))
        .set_tag_attribute_value("input", "type", "checkbox")
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            let stays = match (element, attribute) {
                ("img", "src") => is_local(value),
                // Ammonia checks the schemes of `href` and `src` only.
                (_, "cite") => has_allowed_scheme(value),
                _ => true,
            };
            stays.then_some(Cow::Borrowed(value))
        });
    cleaner
});

/// Whether a browser would load the picture from the page's own host.
fn is_local(url: &str) -> bool {
    let url = as_browsers_read(url);
    let mut start = url.chars();
    let is_slash = |c| matches!(c, Some('/' | '\\'));
    scheme(&url).is_none() && !(is_slash(start.next()) && is_slash(start.next()))
}

fn has_allowed_scheme(url: &str) -> bool {
    let url = as_browsers_read(url);
    scheme(&url).is_none_or(|scheme| SCHEMES.iter().any(|s| s.eq_ignore_ascii_case(scheme)))
}

/// Drops what the URL Standard drops before parsing: control characters and spaces around, tabs and newlines within.
fn as_browsers_read(url: &str) -> String {
    url.trim_matches(|c| c <= ' ').replace(['\t', '\n', '\r'], "")
}

fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}
