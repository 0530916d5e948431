//! Reads every page of the output once and keeps what the rules ask for: anchors, links, and what looks like code.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::html;
use crate::output::{Content, Maker, Output};
use crate::source::Sources;

/// What the rules need of one page.
pub struct Page<'a> {
    /// Its path in the output.
    pub path: &'a str,
    /// What made it.
    pub maker: Maker,
    /// Its anchors.
    pub ids: BTreeSet<String>,
    /// Its links, each once, in order.
    pub links: Vec<PageLink>,
    /// Code that the content security policy would stop: what it is, and how it starts. Pages that are copied from `static/` run
    /// under a policy of their own.
    pub inline_code: BTreeSet<(String, String)>,
    /// Addresses that a browser would ask a third party for.
    pub third_party: BTreeSet<String>,
}

/// A link of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageLink {
    /// The address with entities decoded.
    pub href: String,
    /// True for an address that a click follows.
    pub clickable: bool,
}

/// Reads all pages in order of path, those that are copied too. Nothing at all stands for a page whose template failed.
pub fn pages<'a>(output: &'a Output, sources: &Sources) -> Vec<Page<'a>> {
    let failed = |content: &Content| matches!(content, Content::Bytes(bytes) if bytes.is_empty());
    let files: Vec<_> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html") || path.ends_with(".htm"))
        .filter(|(_, file)| !failed(&file.content))
        .collect();
    files
        .into_par_iter()
        .map(|(path, file)| match (&file.content, file.maker) {
            (Content::Copy(_), Maker::Source(source)) => {
                let mut page = page(path, file.maker, &sources.get(source).text);
                page.inline_code.clear();
                page
            }
            (Content::Copy(_), _) => page(path, file.maker, ""),
            (Content::Bytes(bytes), _) => page(path, file.maker, &String::from_utf8_lossy(bytes)),
        })
        .collect()
}

fn page<'a>(path: &'a str, maker: Maker, text: &str) -> Page<'a> {
    let mut page = Page {
        path,
        maker,
        ids: BTreeSet::new(),
        links: Vec::new(),
        inline_code: BTreeSet::new(),
        third_party: BTreeSet::new(),
    };
    let mut links = BTreeSet::new();
    for tag in html::tags(text) {
        let name = tag.name.to_ascii_lowercase();
        let loads = loads(&name, &tag);
        for (attribute, value) in tag.attributes() {
            let attribute = attribute.to_ascii_lowercase();
            match attribute.as_str() {
                "id" => {
                    page.ids.insert(html::decoded(value).into_owned());
                }
                "name" if name == "a" => {
                    page.ids.insert(html::decoded(value).into_owned());
                }
                "href" | "src" | "action" | "formaction" | "poster" | "data" | "cite" | "longdesc"
                | "srcset" | "imagesrcset" | "xlink:href" | "ping" | "background" => {
                    for address in addresses(&attribute, value) {
                        if loads && is_remote(&address) {
                            page.third_party.insert(address.clone());
                        }
                        links.insert(PageLink {
                            href: address,
                            clickable: matches!(name.as_str(), "a" | "area") && attribute.ends_with("href"),
                        });
                    }
                }
                "style" => {
                    page.inline_code.insert(("a `style` attribute".to_owned(), "style=".to_owned()));
                }
                _ if attribute.starts_with("on") && attribute.len() > 2 => {
                    page.inline_code.insert((format!("the attribute `{attribute}`"), attribute));
                }
                _ => {}
            }
        }
        inline(&name, &tag, &mut page);
        refresh(&name, &tag, &mut links);
    }
    page.links = links.into_iter().collect();
    page
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

fn addresses(attribute: &str, value: &str) -> Vec<String> {
    let value = html::decoded(value);
    if !attribute.ends_with("srcset") {
        return vec![value.into_owned()];
    }
    value.split(',').filter_map(|candidate| candidate.split_whitespace().next()).map(str::to_owned).collect()
}

/// True for an address at another host.
pub fn is_remote(address: &str) -> bool {
    let bare = address.trim_start().to_ascii_lowercase();
    bare.starts_with("//") || bare.starts_with("http:") || bare.starts_with("https:")
}

fn inline(name: &str, tag: &html::Tag<'_>, page: &mut Page<'_>) {
    match name {
        "style" => {
            page.inline_code.insert(("a `style` element".to_owned(), "<style".to_owned()));
        }
        "script" if tag.attribute("src").is_none() => {
            let kind = tag.attribute("type").unwrap_or_default();
            if !kind.eq_ignore_ascii_case("application/ld+json") {
                let what = "a `script` element without `src`".to_owned();
                page.inline_code.insert((what, "<script".to_owned()));
            }
        }
        _ => {}
    }
}

/// `<meta http-equiv="refresh" content="0; url=…">`.
fn refresh(name: &str, tag: &html::Tag<'_>, links: &mut BTreeSet<PageLink>) {
    if name != "meta" || !tag.attribute("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"))
    {
        return;
    }
    let content = tag.attribute("content").map(html::decoded).unwrap_or_default();
    let lower = content.to_ascii_lowercase();
    if let Some(at) = lower.find("url=") {
        links.insert(PageLink {
            href: content[at + 4..].trim_matches(|c| c == '\'' || c == '"' || c == ' ').to_owned(),
            clickable: true,
        });
    }
}
