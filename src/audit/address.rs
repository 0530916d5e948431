//! Addresses as a browser reads them: whether one leads into this site, and to which path of the output.

use std::borrow::Cow;

use crate::config::BaseUrl;
use crate::output::page_path;

/// The address below the host when it leads into this site: `/sub/a/?q#b`, `../a/`, `#b`.
pub fn local<'a>(base: &BaseUrl, href: &'a str) -> Option<Cow<'a, str>> {
    let href = href.trim();
    let breaks = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r');
    let href = match href.bytes().any(breaks) {
        true => Cow::Owned(href.replace(['\t', '\n', '\r'], "")),
        false => Cow::Borrowed(href),
    };
    if href.starts_with('/') && !href.starts_with("//") {
        return Some(href);
    }
    let bare = base.origin.split_once(':').map_or("", |(_, rest)| rest);
    for own in [base.origin.as_str(), bare] {
        // An absolute address of the site itself: canonical links, menus.
        let (start, rest) = href.split_at_checked(own.len()).unwrap_or_default();
        if !own.is_empty()
            && start.eq_ignore_ascii_case(own)
            && (rest.is_empty() || rest.starts_with(['/', '#', '?']))
        {
            return Some(Cow::Owned(if rest.starts_with('/') {
                rest.to_owned()
            } else {
                format!("/{rest}")
            }));
        }
    }
    let scheme = href.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    (!scheme && !href.starts_with("//")).then_some(href)
}

/// Splits an address at its fragment and drops its query.
pub fn path_and_fragment(local: &str) -> (&str, &str) {
    let (path, fragment) = local.split_once('#').unwrap_or((local, ""));
    (path.split('?').next().unwrap_or_default(), fragment)
}

/// The path of the output that an address on a page means; a folder is its index. Nothing when it leads out of the site.
pub fn resolve(base: &BaseUrl, page: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(page.to_owned());
    }
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => base.path.trim_end_matches('/').split('/').chain(page.split('/')).collect(),
    };
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
    let mut full = String::with_capacity(base.path.len() + page.len() + path.len());
    for part in parts.iter().filter(|part| !part.is_empty()) {
        full.push('/');
        full.push_str(part);
    }
    let folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end)) || path == "." || path == "..";
    if folder || full.is_empty() {
        full.push('/');
    }
    if base.path.strip_suffix('/') == Some(full.as_str()) {
        return Some(page_path("/"));
    }
    full.strip_prefix(&base.path).map(page_path)
}
