//! `sitrep.yaml` as a typed value. Plain data; it is read in `parse`, with every fault at its place.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::model::Tlp;
use crate::source::{SourceId, Spanned};

/// The settings of a site.
#[derive(Debug, Clone)]
pub struct Config {
    /// `sitrep.yaml` itself, for diagnostics about the site as a whole.
    pub source: SourceId,
    /// Title of the site.
    pub title: String,
    /// Where the site will stand.
    pub base_url: BaseUrl,
    /// One or two sentences about the site; may be empty.
    pub description: String,
    /// BCP 47 language of the prose.
    pub language: String,
    /// Who publishes; may be empty.
    pub producer: String,
    /// Rows on a page of a list, at least 1.
    pub page_size: usize,
    /// Menus by name; `main` always exists.
    pub menus: BTreeMap<String, Vec<MenuItem>>,
    /// Level of what has none of its own.
    pub tlp_default: Option<Tlp>,
    /// The highest level that is published.
    pub tlp_max: Tlp,
    /// What an unknown key is: an error, or a warning and kept in `extra`.
    pub unknown_keys: Severity,
    /// What a broken link is.
    pub broken_links: Severity,
    /// Whether plain mentions of names become links.
    pub autolink: bool,
    /// Strings that the leak check lets pass.
    pub leaks_allowed: Vec<AllowedLeak>,
    /// True for a site of examples: reserved indicator values are expected.
    pub example: bool,
    /// A theme's own settings.
    pub extra: serde_json::Value,
}

/// One entry of a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// What the reader sees.
    pub title: String,
    /// A path below the base URL (`/reports/`) or an absolute URL.
    pub url: Spanned<String>,
}

/// An exception of the leak check.
#[derive(Debug, Clone)]
pub struct AllowedLeak {
    /// The string as it would be reported.
    pub text: Spanned<String>,
    /// Why it may be published.
    pub reason: String,
}

/// The absolute URL that the site will stand at, split where links need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`.
    pub origin: String,
    /// The path with a slash at both ends.
    pub path: String,
}

impl BaseUrl {
    /// Reads an `http` or `https` URL without query and fragment.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| "the base URL must start with `https://` or `http://`".to_owned())?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err(format!("the base URL must be http or https, not `{scheme}`"));
        }
        if rest.contains(['?', '#']) {
            return Err("the base URL must have no query and no fragment".to_owned());
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if !is_host_and_port(host) {
            return Err(format!("the base URL has no valid host: `{host}`"));
        }
        let path_ok = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        if !path.chars().all(path_ok) || path.split('/').any(|part| part == "." || part == "..") {
            return Err(format!("the base URL has no plain path: `/{path}`"));
        }
        let path: String =
            path.split('/').filter(|part| !part.is_empty()).map(|part| format!("{part}/")).collect();
        Ok(Self { origin: format!("{scheme}://{}", host.to_ascii_lowercase()), path: format!("/{path}") })
    }

    /// The absolute URL of a route such as `/actors/`.
    pub fn absolute(&self, route: &str) -> String {
        [self.origin.as_str(), &self.path, route.trim_start_matches('/')].concat()
    }

    /// A route as the `href` of a page: the base path before it.
    pub fn href(&self, route: &str) -> String {
        [self.path.as_str(), route.trim_start_matches('/')].concat()
    }
}

fn is_host_and_port(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_host = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.strip_suffix('.').unwrap_or(host).split('.').all(label),
    };
    is_host && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}
