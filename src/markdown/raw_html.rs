//! Raw HTML inside Markdown, made safe in two steps. In: what an author typed between `<` and `>`. Out: HTML that
//! cannot execute, cannot call another host by itself, and cannot swallow the text that follows it.
//!
//! [`lex`] looks at one raw chunk at a time, before any HTML parser sees it: complete tags of a short list pass, and
//! everything else that resembles a tag becomes text, because a parser would hide it (`<target_company>`) or take the
//! rest of the page as its content (`<title>`, an open quote). [`sanitise`] then parses the whole body once, balances
//! it and drops every attribute that is not on a list.
//!
//! Not done here: [`lex`] only tells which addresses and ids there are and where; the writer resolves the former as those
//! of Markdown and keeps the latter unique.

mod syntax;
mod unclosed;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use syntax::{Absent, Construct, attributes, construct};

/// One raw chunk, with only harmless tags left as tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexed {
    /// What to write in place of the chunk. Still to pass through [`sanitise`], with the body around it.
    pub html: String,
    /// The tags that turned into text, in the order of the chunk.
    pub shown_as_text: Vec<ShownAsText>,
    /// What the writer must see to in the tags that stay, in the order of [`Lexed::html`].
    pub notes: Vec<Note>,
}

/// An attribute of a tag that stays, which is not simply left for [`sanitise`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The bytes of its value in the chunk, of its name where it has none.
    pub place: Range<usize>,
    /// The bytes of the tag in [`Lexed::html`].
    pub tag: Range<usize>,
    /// The bytes of the attribute in [`Lexed::html`].
    pub attribute: Range<usize>,
    /// What it is.
    pub what: Noted,
}

/// What a [`Note`] is about. Values have their entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// The address of `<a href>`.
    Link(String),
    /// The address of `<img src>`, and the text that stands for the picture.
    Picture {
        /// Address.
        src: String,
        /// Description.
        alt: String,
    },
    /// An anchor.
    Id(String),
    /// The name of an attribute that [`sanitise`] will drop.
    Dropped(String),
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
                    lexed.tag(offset, name, source);
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
    bare_booleans(CLEANER.clean(&unclosed::show_unclosed(html)).to_string())
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

impl Lexed {
    /// Writes a tag that stays. The title of the page is its only heading of level 1, so another is one of level 2.
    fn tag(&mut self, offset: usize, name: &str, source: &str) {
        let from = self.html.len();
        self.html.push('<');
        match (source.split_at_checked(2), source.split_at_checked(3)) {
            (Some(("h1" | "H1", rest)), _) => self.html.push_str(&format!("h2{rest}")),
            (_, Some(("/h1" | "/H1", rest))) => self.html.push_str(&format!("/h2{rest}")),
            _ => self.html.push_str(source),
        }
        let tag = from..self.html.len();
        let found = attributes(source);
        let alt = found.iter().find(|attribute| attribute.name.eq_ignore_ascii_case("alt"));
        let alt = alt.map_or("", |alt| &*alt.value);
        for attribute in &found {
            let value = attribute.value.clone().into_owned();
            let (element, key) = (name.to_ascii_lowercase(), attribute.name.to_ascii_lowercase());
            let what = match (element.as_str(), key.as_str()) {
                ("a", "href") => Noted::Link(value),
                ("img", "src") => Noted::Picture { src: value, alt: alt.to_owned() },
                (_, "id") => Noted::Id(value),
                _ if is_kept(&element, &key) => continue,
                _ => Noted::Dropped(key),
            };
            let shifted = |range: &Range<usize>, by: usize| range.start + by + 1..range.end + by + 1;
            let is_bare = attribute.inner.is_empty() || matches!(what, Noted::Dropped(_));
            let place = shifted(if is_bare { &attribute.range } else { &attribute.inner }, offset);
            let attribute = shifted(&attribute.range, from);
            self.notes.push(Note { place, tag: tag.clone(), attribute, what });
        }
    }

    fn note(&mut self, offset: usize, name: &str) {
        let name = name.to_owned();
        self.shown_as_text.push(ShownAsText { offset, name });
    }
}

pub(super) fn is_allowed(name: &str) -> bool {
    ALLOWED.split_ascii_whitespace().any(|allowed| allowed.eq_ignore_ascii_case(name))
}

fn is_kept(element: &str, attribute: &str) -> bool {
    let own = ELEMENT_ATTRIBUTES.iter().filter(|(of, _)| *of == element).map(|(_, list)| *list);
    own.chain([GLOBAL_ATTRIBUTES]).any(|list| list.split_ascii_whitespace().any(|kept| kept == attribute))
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
        // Our own numbers of lines of code.
        .add_tag_attributes("span", ["data-line"])
        .add_tag_attributes("mark", ["data-line"])
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
