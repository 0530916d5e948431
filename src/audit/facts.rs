//! What a text with markup holds that the rules ask for: anchors, links, and what looks like code.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasher;
use std::sync::Arc;

use ahash::RandomState;

use super::html;

/// What the rules need of a page, or of a piece of one.
#[derive(Debug, Default)]
pub struct Facts {
    /// Anchors; those of a page in order.
    pub ids: Vec<Arc<str>>,
    /// The numbers of the addresses of links among those of the reader, with entities decoded; those of a page each once, as they come.
    pub links: Vec<u32>,
    /// Code that the content security policy would stop: what it is, and how it starts. Pages that are copied from `static/` run
    /// under a policy of their own.
    pub inline_code: BTreeSet<(String, String)>,
    /// Addresses that a browser would ask a third party for.
    pub third_party: BTreeSet<String>,
}

/// Addresses, each once, by number: pages hold numbers, for most addresses stand on hundreds.
#[derive(Default)]
pub struct Addresses {
    numbers: HashMap<Arc<str>, u32, Fixed>,
    /// By number.
    pub all: Vec<Arc<str>>,
}

impl Addresses {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        // Each takes dozens of bytes, so that no memory holds as many.
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let new: Arc<str> = Arc::from(text);
        self.all.push(new.clone());
        self.numbers.insert(new, number);
        number
    }
}

/// A hash that is the same in every run: what a build says must not depend on chance.
#[derive(Clone)]
pub struct Fixed(RandomState);

impl Default for Fixed {
    fn default() -> Self {
        Self(RandomState::with_seeds(1, 2, 3, 4))
    }
}

impl BuildHasher for Fixed {
    type Hasher = <RandomState as BuildHasher>::Hasher;

    fn build_hasher(&self) -> Self::Hasher {
        self.0.build_hasher()
    }
}

/// The addresses of links in a picture or another text with markup, in order.
pub fn addresses_in(text: &str) -> Vec<Arc<str>> {
    let mut addresses = Addresses::default();
    let numbers = Facts::of(text, &mut addresses).links;
    numbers.into_iter().filter_map(|number| addresses.all.get(number as usize).cloned()).collect()
}

impl Facts {
    /// True where a text has nothing that any rule asks for.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
            && self.links.is_empty()
            && self.inline_code.is_empty()
            && self.third_party.is_empty()
    }

    /// What stands in a text; `addresses` numbers those of its links.
    pub fn of(text: &str, addresses: &mut Addresses) -> Self {
        let mut facts = Self::default();
        facts.add(text, addresses);
        facts
    }

    /// Adds what stands in a text. False where a tag, a comment or a script goes on behind its end: what follows might read otherwise
    /// without it.
    pub fn add(&mut self, text: &str, addresses: &mut Addresses) -> bool {
        let mut tokens = html::tokens(text);
        self.within(&mut tokens, addresses, 0);
        tokens.is_whole()
    }

    /// Forgets all, but not the room for it.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.links.clear();
        self.inline_code.clear();
        self.third_party.clear();
    }

    /// Adds what stands in a text inside so many other pages.
    fn within(&mut self, tokens: &mut html::Tokens<'_>, addresses: &mut Addresses, depth: usize) {
        for token in tokens {
            let html::Token::Start(tag) = token else { continue };
            let name = lower(tag.name);
            for (attribute, value) in tag.attributes() {
                self.attribute(&name, &tag, attribute, value, addresses);
                if depth < DEEPEST && attribute.eq_ignore_ascii_case("srcdoc") {
                    let mut inner = Self::default();
                    inner.within(&mut html::tokens(&html::decoded(value)), addresses, depth + 1);
                    self.framed(&inner, addresses);
                }
            }
            inline(&name, &tag, &mut self.inline_code);
            self.links.extend(refresh(&name, &tag).map(|address| addresses.number(&address)));
        }
    }

    /// Adds what a page in a frame leads to; its anchors are its own.
    fn framed(&mut self, inner: &Self, addresses: &Addresses) {
        let is_outside = |number: &&u32| !addresses.all[**number as usize].starts_with('#');
        self.links.extend(inner.links.iter().filter(is_outside));
        self.third_party.extend(inner.third_party.iter().cloned());
    }

    fn attribute(
        &mut self,
        name: &str,
        tag: &html::Tag<'_>,
        attribute: &str,
        value: &str,
        addresses: &mut Addresses,
    ) {
        let attribute = lower(attribute);
        match attribute.as_ref() {
            "id" => self.ids.push(Arc::from(&*html::decoded(value))),
            "name" if name == "a" => self.ids.push(Arc::from(&*html::decoded(value))),
            "href" | "src" | "action" | "formaction" | "poster" | "data" | "cite" | "longdesc" | "srcset"
            | "imagesrcset" | "xlink:href" | "ping" | "background" => {
                let value = html::decoded(value);
                let mut found = |address: &str| {
                    if is_remote(address) && loads(name, tag) {
                        self.third_party.insert(address.to_owned());
                    }
                    self.links.push(addresses.number(address));
                };
                if attribute.ends_with("srcset") {
                    let candidates = value.split(',');
                    candidates.filter_map(|one| one.split_whitespace().next()).for_each(found);
                } else {
                    found(&value);
                }
            }
            // A prefix of SVG may be any.
            _ if attribute.ends_with(":href") => self.links.push(addresses.number(&html::decoded(value))),
            "style" => {
                self.inline_code.insert(("a `style` attribute".to_owned(), "style=".to_owned()));
            }
            _ if attribute.starts_with("on") && attribute.len() > 2 => {
                self.inline_code.insert((format!("the attribute `{attribute}`"), attribute.into_owned()));
            }
            _ => {}
        }
    }
}

/// Pages inside each other in `srcdoc`, at most.
const DEEPEST: usize = 4;

/// Names as written in small letters, which they nearly always are.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Relations of a `link` element that make a browser connect to its address.
const FETCHED: [&str; 11] = [
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "preload",
    "prefetch",
    "prerender",
    "preconnect",
    "dns-prefetch",
    "manifest",
    "modulepreload",
];

/// True for elements whose address a browser fetches by itself.
fn loads(name: &str, tag: &html::Tag<'_>) -> bool {
    match name {
        "link" => tag.attribute("rel").is_some_and(|rel| {
            let rel = rel.to_ascii_lowercase();
            rel.split_whitespace().any(|word| FETCHED.contains(&word))
        }),
        "a" | "area" | "form" | "base" | "blockquote" | "q" | "del" | "ins" => false,
        _ => true,
    }
}

/// True for an address at another host.
pub fn is_remote(address: &str) -> bool {
    let bare = address.trim_start();
    let starts = |scheme: &str| bare.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    starts("//") || starts("http:") || starts("https:")
}

fn inline(name: &str, tag: &html::Tag<'_>, code: &mut BTreeSet<(String, String)>) {
    match name {
        "style" => {
            code.insert(("a `style` element".to_owned(), "<style".to_owned()));
        }
        "script" if tag.attribute("src").is_none() => {
            let kind = tag.attribute("type").unwrap_or_default();
            if !kind.eq_ignore_ascii_case("application/ld+json") {
                let what = "a `script` element without `src`".to_owned();
                code.insert((what, "<script".to_owned()));
            }
        }
        _ => {}
    }
}

/// `<meta http-equiv="refresh" content="0; url=…">`.
fn refresh(name: &str, tag: &html::Tag<'_>) -> Option<String> {
    let is_refresh = || tag.attribute("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
    if name != "meta" || !is_refresh() {
        return None;
    }
    let content = tag.attribute("content").map(html::decoded).unwrap_or_default();
    let at = content.to_ascii_lowercase().find("url=")?;
    Some(content[at + 4..].trim_matches(|c| c == '\'' || c == '"' || c == ' ').to_owned())
}
