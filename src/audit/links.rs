//! Every link inside the site, checked in the finished pages: pages, anchors, pictures, redirects, whatever made them. A fault that
//! an author wrote stands at its place; one that a template makes on many pages is said once with their number.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::Page;
use super::{document, place};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::{Head, LinkTarget};
use crate::output::{Output, page_path};
use crate::parse::percent_decoded;
use crate::source::{SourceId, Span};

/// Checks all pages.
pub fn check(output: &Output, site: &Site, pages: &[Page<'_>], diagnostics: &mut Diagnostics) {
    let anchors: BTreeMap<&str, &BTreeSet<String>> =
        pages.iter().map(|page| (page.path, &page.ids)).collect();
    let heads: BTreeMap<SourceId, &Head> = site.heads().map(|(_, head)| (head.source, head)).collect();
    let failed: BTreeSet<String> = site.failed.iter().map(|path| presumed_path(path)).collect();
    let mut others: BTreeMap<String, (Span, String, usize)> = BTreeMap::new();
    for page in pages {
        for link in &page.links {
            let Some(fault) = broken(output, site, &anchors, &failed, page, &link.href) else { continue };
            let written = document(page.maker)
                .and_then(|source| heads.get(&source))
                .and_then(|head| written_at(site, head, &link.href));
            match written {
                Some(span) => diagnostics.push(
                    Diagnostic::new(site.config.broken_links, "broken-link", span, fault).hint(
                        "paths start from the root of the site, `.md` links from the folder of this file",
                    ),
                ),
                None => {
                    let entry = others
                        .entry(fault)
                        .or_insert_with(|| (place(site, page.maker), page.path.to_owned(), 0));
                    entry.2 += 1;
                }
            }
        }
    }
    for (fault, (span, path, count)) in others {
        let on = if count == 1 { format!("on /{path}") } else { format!("on {count} pages, first /{path}") };
        diagnostics.push(
            Diagnostic::new(site.config.broken_links, "broken-link", span, format!("{fault}, {on}"))
                .hint("a menu, a template or raw HTML makes this link"),
        );
    }
}

/// Says what is wrong with an address of a page; nothing when it is sound or leads elsewhere.
fn broken(
    output: &Output,
    site: &Site,
    anchors: &BTreeMap<&str, &BTreeSet<String>>,
    failed: &BTreeSet<String>,
    page: &Page<'_>,
    href: &str,
) -> Option<String> {
    let local = local(site, href)?;
    let (path, fragment) = local.split_once('#').unwrap_or((&local, ""));
    let path = path.split('?').next().unwrap_or_default();
    let target = if path.is_empty() {
        page.path.to_owned()
    } else if let Some(absolute) = path.strip_prefix('/') {
        let route = format!("/{absolute}");
        let Some(inner) = route.strip_prefix(&site.config.base_url.path) else {
            return Some(format!(
                "`{href}` leads out of the site, which stands at `{}`",
                site.config.base_url.path
            ));
        };
        resolve("", inner)
    } else {
        resolve(page.path, path)
    };
    let target = percent_decoded(&target);
    let found = [target.clone(), page_path(&format!("{target}/"))]
        .into_iter()
        .find(|path| output.get(path).is_some());
    let Some(found) = found else {
        let is_failed = failed.contains(&target) || failed.contains(&format!("{target}/index.html"));
        return (!is_failed).then(|| format!("`{href}` leads nowhere"));
    };
    let fragment = percent_decoded(fragment);
    let known = anchors.get(found.as_str())?;
    let sound = fragment.is_empty() || fragment == "top" || known.contains(&fragment);
    (!sound).then(|| format!("`{href}` names an anchor that is not on the page"))
}

/// The address below the host when it leads into this site.
fn local(site: &Site, href: &str) -> Option<String> {
    let href = href.trim();
    if let Some(rest) = href.strip_prefix(&site.config.base_url.origin) {
        // An absolute address of the site itself: canonical links, feeds.
        return (rest.is_empty() || rest.starts_with(['/', '#', '?']))
            .then(|| if rest.is_empty() { "/".to_owned() } else { rest.to_owned() });
    }
    let scheme = href.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    (!scheme && !href.starts_with("//")).then(|| href.to_owned())
}

/// A path relative to a page of the output, as a path of the output; a folder is its index.
fn resolve(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    if path.is_empty() || path.ends_with('/') || path.ends_with("..") || path == "." {
        page_path(&format!("/{joined}/")).trim_start_matches('/').to_owned()
    } else {
        joined
    }
}

/// Where a document that could not be read would stand.
fn presumed_path(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let name = stem.rsplit('/').next().unwrap_or_default();
    let undated = name
        .split_at_checked(11)
        .filter(|(date, _)| crate::model::WrittenDate::parse(date.trim_end_matches('-')).is_ok())
        .map_or(name, |(_, rest)| rest);
    let folder = stem.strip_suffix(name).unwrap_or_default();
    page_path(&format!("/{folder}{}/", crate::names::slug::path(undated)))
}

/// The place in a document of the link that became this address.
fn written_at(site: &Site, head: &Head, href: &str) -> Option<Span> {
    head.body
        .links
        .iter()
        .find(|link| match &link.target {
            LinkTarget::Address(address) | LinkTarget::Picture(address) => {
                let encoded = crate::markdown::encode_href(address);
                let suffix = address.find('#').map_or("", |at| &address[at..]);
                let made = crate::markdown::encode_href(suffix);
                encoded == href
                    || site.config.base_url.href(&encoded) == href
                    || (!made.is_empty() && href.ends_with(&made) && address.contains(".md"))
            }
            LinkTarget::Name { .. } => false,
        })
        .map(|link| link.span)
}
