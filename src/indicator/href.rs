//! The target of a link, read as a browser reads it, whatever was done to make it look like something else.
//!
//! In: the value of an `href` after HTML entities were decoded. Out: the site or the mail addresses it leads to.
//! Follows the basic URL parser of the WHATWG URL standard: white space inside, backslashes, missing or surplus
//! slashes, userinfo, default ports. Where the standard depends on the page (`http:evil.example` is relative on an
//! `http` page), the reading that leaves the site is taken. Relative targets lead nowhere.

use std::borrow::Cow;

use super::host::{self, Host};

/// Where a link leaves to.
#[derive(Debug)]
pub(super) enum Target {
    Site(Site),
    /// The addresses of a `mailto:`, percent-decoded, as written.
    Mail(Vec<String>),
}

/// An absolute or scheme-relative URL with a host.
#[derive(Debug)]
pub(super) struct Site {
    /// Lower case; `None` for `//host/`, which takes the page's.
    scheme: Option<String>,
    pub(super) host: Host,
    port: Option<u16>,
    /// Path and query as written, without the fragment.
    path: String,
    /// What separates the segments of the path; browsers take backslashes in the schemes they know.
    slashes: &'static [char],
}

/// The host a link target leads to, as a browser would read it: lower case, Unicode as Punycode, no final dot,
/// addresses in their shortest form and without brackets.
///
/// `None` for relative targets, schemes without a host (`mailto:`), and hosts that a browser refuses. `href` is the
/// attribute's value after HTML entities were decoded.
pub fn host_of(href: &str) -> Option<String> {
    match read(href)? {
        Target::Site(site) => Some(site.host.to_string()),
        Target::Mail(_) => None,
    }
}

/// Reads a link target; `None` when it is relative, has no host, or no browser would follow it.
pub(super) fn read(href: &str) -> Option<Target> {
    let broken = |c: char| matches!(c, '\t' | '\n' | '\r');
    let unbroken =
        if href.contains(broken) { Cow::Owned(href.replace(broken, "")) } else { Cow::Borrowed(href) };
    let mut rest = unbroken.trim_matches(|c| c <= ' ');
    if rest.starts_with("//")
        || rest.starts_with("\\\\")
        || rest.starts_with("/\\")
        || rest.starts_with("\\/")
    {
        return site(None, rest.trim_start_matches(SLASHES), SLASHES);
    }
    loop {
        let (scheme, after) = split_scheme(rest)?;
        match scheme.as_str() {
            "http" | "https" | "ws" | "wss" | "ftp" => {
                return site(Some(scheme), after.trim_start_matches(SLASHES), SLASHES);
            }
            "file" => {
                let host = after.strip_prefix(SLASHES)?.strip_prefix(SLASHES)?;
                return site(Some(scheme), host, SLASHES);
            }
            "mailto" => return Some(Target::Mail(mail_addresses(after))),
            _ => {}
        }
        if let Some(after) = after.strip_prefix("//") {
            return site(Some(scheme), after, &['/']);
        }
        // `view-source:https://…`, `microsoft-edge:https://…`: what a wrapping scheme opens counts.
        rest = after;
    }
}

impl Site {
    /// The one spelling of a URL that has a scheme: what leads to the same place is spelled alike.
    pub(super) fn spelled(&self) -> String {
        let scheme = self.scheme.as_deref().unwrap_or_default();
        let port = self.port.filter(|port| default_port(scheme) != Some(*port));
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let host = match &self.host {
            Host::Address(std::net::IpAddr::V6(address)) => format!("[{address}]"),
            host => host.to_string(),
        };
        format!("{scheme}://{host}{port}{}", comparable_path(&self.path, self.slashes))
    }

    /// The spellings under which a listed URL would be the same: one, or `http` and `https` for `//host/`.
    pub(super) fn comparable(&self) -> Vec<String> {
        let schemes = match &self.scheme {
            Some(scheme) => vec![scheme.as_str()],
            None => vec!["http", "https"],
        };
        let path = comparable_path(&self.path, self.slashes);
        let spelled = |scheme: &str| {
            let port = self.port.or(default_port(scheme)).unwrap_or(0);
            // The space keeps a port apart from the last group of an IPv6 address.
            format!("{scheme}://{} {port}{path}", self.host)
        };
        schemes.into_iter().map(spelled).collect()
    }
}

/// Splits `scheme:` off, lower case, with the defanged spellings of schemes as the schemes they stand for.
pub(super) fn split_scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let mut letters = scheme.chars();
    if !letters.next()?.is_ascii_alphabetic()
        || !letters.all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    {
        return None;
    }
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "hxxp" => "http".to_owned(),
        "hxxps" => "https".to_owned(),
        "fxp" => "ftp".to_owned(),
        other => other.to_owned(),
    };
    Some((scheme, rest))
}

const SLASHES: &[char] = &['/', '\\'];

fn site(scheme: Option<String>, after: &str, slashes: &'static [char]) -> Option<Target> {
    let before_fragment = after.split('#').next().unwrap_or(after);
    let end = before_fragment.find(|c| c == '?' || slashes.contains(&c)).unwrap_or(before_fragment.len());
    let (authority, path_and_query) = before_fragment.split_at(end);
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = split_port(host_and_port)?;
    Some(Target::Site(Site {
        scheme,
        host: host::read(host)?,
        port,
        path: path_and_query.to_owned(),
        slashes,
    }))
}

fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    let host_end = if text.starts_with('[') { text.find(']')? + 1 } else { 0 };
    let (bracketed, rest) = text.split_at(host_end);
    let (name, port) = match rest.split_once(':') {
        Some((name, port)) => (name, port),
        None => (rest, ""),
    };
    if !bracketed.is_empty() && !name.is_empty() {
        return None;
    }
    let host = if bracketed.is_empty() { name } else { bracketed };
    if port.is_empty() {
        return Some((host, None));
    }
    let number = port.bytes().all(|b| b.is_ascii_digit()).then(|| port.parse().ok())?;
    number.map(|number| (host, Some(number)))
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// Path and query in one spelling: starts with `/`, dot segments resolved, escapes alike, an empty query dropped.
fn comparable_path(path_and_query: &str, slashes: &[char]) -> String {
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let escaped = one_spelling(&path.replace(slashes, "/"));
    let mut segments: Vec<&str> = Vec::new();
    let mut steps = escaped.split('/').skip(1).peekable();
    let mut ends_in_slash = true;
    while let Some(segment) = steps.next() {
        let is_last = steps.peek().is_none();
        ends_in_slash = is_last && matches!(segment, "" | "." | "..");
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            // Behind a final slash there is no segment; an empty one inside the path counts.
            "" if is_last => {}
            _ => segments.push(segment),
        }
    }
    let mut out = String::from("/");
    out.push_str(&segments.join("/"));
    if ends_in_slash && !segments.is_empty() {
        out.push('/');
    }
    if !query.is_empty() {
        out.push('?');
        out.push_str(&one_spelling(query));
    }
    out
}

/// One spelling for every escape (RFC 3986, section 6.2.2): unreserved characters bare, everything that a browser
/// would escape as `%XX` in upper case, reserved characters as they were written.
fn one_spelling(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = host::escaped_byte(rest);
        let byte = escaped.unwrap_or(*first);
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let bare = escaped.is_none() && b"!$&()*+,;=:@/?[]%".contains(&byte);
        if unreserved || bare {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        rest = if escaped.is_some() { rest.get(3..).unwrap_or_default() } else { tail };
    }
    out
}

/// The addresses of a `mailto:` (RFC 6068): the path, and the `to`, `cc` and `bcc` of the query.
fn mail_addresses(after: &str) -> Vec<String> {
    let before_fragment = after.split('#').next().unwrap_or(after);
    let (path, query) = before_fragment.split_once('?').unwrap_or((before_fragment, ""));
    let copies = query.split('&').filter_map(|field| {
        let (name, value) = field.split_once('=')?;
        matches!(name.to_ascii_lowercase().as_str(), "to" | "cc" | "bcc").then_some(value)
    });
    std::iter::once(path)
        .chain(copies)
        .filter_map(host::percent_decoded)
        .flat_map(|list| list.split([',', ';']).map(bare_address).collect::<Vec<_>>())
        .filter(|address| !address.is_empty())
        .collect()
}

/// `Some One <a@evil.example>` is `a@evil.example`.
fn bare_address(text: &str) -> String {
    let inner = text.rsplit_once('<').map_or(text, |(_, after)| after);
    inner.trim().trim_end_matches('>').to_owned()
}
