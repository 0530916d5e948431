//! Reads every page of the output once and keeps what the rules ask for: anchors, links, and what looks like code.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher;

use ahash::RandomState;
use rayon::prelude::*;

use super::html;
use crate::output::{Content, File, Maker, Output};
use crate::source::Sources;

/// What the rules need of one page.
pub struct Page<'a> {
    /// Its path in the output.
    pub path: &'a str,
    /// What made it.
    pub maker: Maker,
    /// Its anchors, in order.
    pub ids: Vec<Cow<'a, str>>,
    /// The addresses of its links with entities decoded, each once, in order.
    pub links: Vec<Cow<'a, str>>,
    /// Code that the content security policy would stop: what it is, and how it starts. Pages that are copied from `static/` run
    /// under a policy of their own.
    pub inline_code: BTreeSet<(String, String)>,
    /// Addresses that a browser would ask a third party for.
    pub third_party: BTreeSet<String>,
}

impl Page<'_> {
    /// True when the page has the anchor.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.ids.binary_search_by(|id| id.as_ref().cmp(anchor)).is_ok()
    }
}

/// Addresses, each once.
pub type Addresses<'a> = HashSet<&'a str, RandomState>;

/// The addresses of all pages, each once: most stand on hundreds of pages, so that a rule about addresses looks at these, and at the
/// pages only where there is something to report.
pub fn addresses_of<'a>(pages: &'a [Page<'_>]) -> Addresses<'a> {
    let gather = |mut found: Addresses<'a>, page: &'a Page<'_>| {
        found.extend(page.links.iter().map(AsRef::as_ref));
        found
    };
    let empty = || HashSet::with_hasher(RandomState::with_seeds(1, 2, 3, 4));
    pages.par_iter().fold(empty, gather).reduce(empty, |mut all, found| {
        all.extend(found);
        all
    })
}

/// Reads all pages in order of path, those that are copied too. Nothing at all stands for a page whose template failed.
pub fn pages<'a>(output: &'a Output, sources: &'a Sources) -> Vec<Page<'a>> {
    let failed = |content: &Content| matches!(content, Content::Bytes(bytes) if bytes.is_empty());
    let files: Vec<_> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".htm"))
        .filter(|(_, file)| !failed(&file.content))
        .collect();
    // Neighbours have most in common, and few parts leave both cores work until the end.
    let part = files.len().div_ceil(4 * rayon::current_num_threads()).max(1);
    let read = |files: &[(&'a str, &'a File)]| {
        let mut known = Known::default();
        files.iter().map(|(path, file)| one(path, file, sources, &mut known)).collect::<Vec<_>>()
    };
    files.par_chunks(part).flat_map_iter(read).collect()
}

fn one<'a>(path: &'a str, file: &'a File, sources: &'a Sources, known: &mut Known<'a>) -> Page<'a> {
    match (&file.content, file.maker) {
        (Content::Copy(_), Maker::Source(source)) => {
            let mut page = page(path, file.maker, &sources.get(source).text, known);
            page.inline_code.clear();
            page
        }
        (Content::Copy(_), _) => page(path, file.maker, "", known),
        (Content::Bytes(bytes), _) => {
            page(path, file.maker, std::str::from_utf8(bytes).unwrap_or_default(), known)
        }
    }
}

/// What was found in pieces of pages: most lines stand on hundreds of pages. Two pieces with one 64-bit hash are taken as one.
#[derive(Default)]
struct Known<'a> {
    by_hash: HashMap<u64, usize, Fixed>,
    pieces: Vec<Facts<'a>>,
}

/// A hash that is the same in every run: what a build says must not depend on chance.
#[derive(Clone)]
struct Fixed(RandomState);

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

impl<'a> Known<'a> {
    /// What is in the first piece of a text, and where it ends: a line, or as many as belong together because a tag, a comment or a
    /// script goes on over their ends.
    fn piece(&mut self, text: &'a str) -> (&Facts<'a>, usize) {
        let mut end = 0;
        loop {
            // Twice as much each time: a script of many lines must not be read once for each of them.
            let from = (2 * end).min(text.len());
            end = memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |at| from + at + 1);
            let piece = &text[..end];
            let hash = self.by_hash.hasher().hash_one(piece);
            if let Some(at) = self.by_hash.get(&hash) {
                return (&self.pieces[*at], end);
            }
            if end == text.len() || html::is_whole(piece) {
                let at = self.pieces.len();
                self.by_hash.insert(hash, at);
                self.pieces.push(Facts::of(piece));
                return (&self.pieces[at], end);
            }
        }
    }
}

/// What the rules need of a piece of a page.
#[derive(Default)]
struct Facts<'a> {
    ids: Vec<Cow<'a, str>>,
    links: Vec<Cow<'a, str>>,
    inline_code: BTreeSet<(String, String)>,
    third_party: BTreeSet<String>,
}

fn page<'a>(path: &'a str, maker: Maker, text: &'a str, known: &mut Known<'a>) -> Page<'a> {
    let mut page = Page {
        path,
        maker,
        ids: Vec::new(),
        links: Vec::new(),
        inline_code: BTreeSet::new(),
        third_party: BTreeSet::new(),
    };
    let mut at = 0;
    while at < text.len() {
        let (facts, length) = known.piece(&text[at..]);
        page.ids.extend(facts.ids.iter().cloned());
        page.links.extend(facts.links.iter().cloned());
        page.inline_code.extend(facts.inline_code.iter().cloned());
        page.third_party.extend(facts.third_party.iter().cloned());
        at += length;
    }
    for list in [&mut page.ids, &mut page.links] {
        list.sort_unstable();
        list.dedup();
    }
    page
}

impl<'a> Facts<'a> {
    fn of(text: &'a str) -> Self {
        let mut facts = Self::default();
        for tag in html::tags(text) {
            let name = lower(tag.name);
            for (attribute, value) in tag.attributes() {
                facts.attribute(&name, &tag, attribute, value);
            }
            inline(&name, &tag, &mut facts.inline_code);
            refresh(&name, &tag, &mut facts.links);
        }
        facts
    }

    fn attribute(&mut self, name: &str, tag: &html::Tag<'_>, attribute: &str, value: &'a str) {
        let attribute = lower(attribute);
        match attribute.as_ref() {
            "id" => self.ids.push(html::decoded(value)),
            "name" if name == "a" => self.ids.push(html::decoded(value)),
            "href" | "src" | "action" | "formaction" | "poster" | "data" | "cite" | "longdesc" | "srcset"
            | "imagesrcset" | "xlink:href" | "ping" | "background" => {
                for address in addresses(&attribute, value) {
                    if is_remote(&address) && loads(name, tag) {
                        self.third_party.insert(address.clone().into_owned());
                    }
                    self.links.push(address);
                }
            }
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

fn addresses<'a>(attribute: &str, value: &'a str) -> Vec<Cow<'a, str>> {
    let value = html::decoded(value);
    if !attribute.ends_with("srcset") {
        return vec![value];
    }
    let candidates = value.split(',').filter_map(|candidate| candidate.split_whitespace().next());
    candidates.map(|address| Cow::Owned(address.to_owned())).collect()
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
fn refresh(name: &str, tag: &html::Tag<'_>, links: &mut Vec<Cow<'_, str>>) {
    if name != "meta" || !tag.attribute("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"))
    {
        return;
    }
    let content = tag.attribute("content").map(html::decoded).unwrap_or_default();
    let lower = content.to_ascii_lowercase();
    if let Some(at) = lower.find("url=") {
        let address = content[at + 4..].trim_matches(|c| c == '\'' || c == '"' || c == ' ');
        links.push(Cow::Owned(address.to_owned()));
    }
}
