//! Which links a set of indicators forbids, site-wide.
//!
//! In: typed live values, then one link target at a time. Out: whether the target is a listed indicator, however it
//! is spelled. Built once, asked for every link of every page: each question is a few lookups in sorted sets, and
//! its cost does not grow with the list in any way a reader could notice.
//! It does not say which indicator it was, and does not know hosts that are excused; the caller leaves those out.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::defang::refang;
use super::host::{self, Host};
use super::href::{self, Site, Target};
use super::kind::IndicatorType;
use super::network::{AddressSet, Block};

/// The links that a set of indicators forbids. The default forbids none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    domains: BTreeSet<String>,
    hostnames: BTreeSet<String>,
    addresses: AddressSet,
    urls: BTreeSet<String>,
    /// The hosts of `urls`: most links are to none of them, and need not be spelled out for comparison.
    url_hosts: BTreeSet<String>,
    emails: BTreeSet<String>,
}

impl Cover {
    /// Collects live values. A domain covers its host and every host below, a hostname that host, addresses and
    /// blocks those addresses, a URL itself, an email address the `mailto:` of it. Other types cover nothing, and
    /// neither do values that cannot be read, since no link can lead to them.
    pub fn new<'a>(indicators: impl Iterator<Item = (IndicatorType, &'a str)>) -> Cover {
        let mut cover = Cover::default();
        let mut ranges = Vec::new();
        for (kind, live) in indicators {
            cover.add(kind, live.trim(), &mut ranges);
        }
        cover.addresses = AddressSet::new(ranges);
        cover
    }

    /// Whether a link to `href` would lead to a listed indicator.
    ///
    /// `href` is the attribute's value after HTML entities were decoded, in any spelling that a browser would
    /// follow, and in a defanged one. Relative targets are never blocked. A mail address at a covered host is.
    pub fn blocks(&self, href: &str) -> bool {
        if self.covers(href) {
            return true;
        }
        // What is left are defanged targets, whose brackets Markdown renderers escape. Few links are worth the look.
        if !href.contains(['[', '(', '{', '*', '\\', '%']) {
            return false;
        }
        let bracketed = href.replace("%5B", "[").replace("%5b", "[").replace("%5D", "]").replace("%5d", "]");
        let live = refang(&bracketed);
        live != href && self.covers(&live)
    }

    fn add(&mut self, kind: IndicatorType, live: &str, ranges: &mut Vec<(IpAddr, IpAddr)>) {
        match kind {
            IndicatorType::Domain | IndicatorType::Hostname => match host::read(live) {
                Some(Host::Name(name)) if kind == IndicatorType::Domain => {
                    self.domains.insert(name);
                }
                Some(Host::Name(name)) => {
                    self.hostnames.insert(name);
                }
                Some(Host::Address(address)) => ranges.push((address, address)),
                None => {}
            },
            IndicatorType::Ipv4 | IndicatorType::Ipv6 => {
                ranges.extend(live.parse::<IpAddr>().map(|ip| (ip.to_canonical(), ip.to_canonical())));
            }
            IndicatorType::Cidr => ranges.extend(Block::parse(live).map(canonical_ends)),
            IndicatorType::Url => {
                if let Some(Target::Site(site)) = href::read(live) {
                    self.urls.extend(site.comparable());
                    self.url_hosts.insert(site.host.to_string());
                }
            }
            IndicatorType::Email => {
                self.emails.insert(address_key(live).0);
            }
            _ => {}
        }
    }

    fn covers(&self, href: &str) -> bool {
        match href::read(href) {
            None => false,
            Some(Target::Site(site)) => self.covers_host(&site.host) || self.covers_url(&site),
            Some(Target::Mail(addresses)) => addresses.iter().any(|address| {
                let (key, host) = address_key(address);
                self.emails.contains(&key) || host.is_some_and(|host| self.covers_host(&host))
            }),
        }
    }

    fn covers_url(&self, site: &Site) -> bool {
        self.url_hosts.contains(&site.host.to_string())
            && site.comparable().iter().any(|url| self.urls.contains(url))
    }

    fn covers_host(&self, host: &Host) -> bool {
        let name = match host {
            Host::Address(address) => return self.addresses.contains(*address),
            Host::Name(name) => name.as_str(),
        };
        if self.hostnames.contains(name) {
            return true;
        }
        let mut parent = Some(name);
        while let Some(name) = parent {
            if self.domains.contains(name) {
                return true;
            }
            parent = name.split_once('.').map(|(_, above)| above);
        }
        false
    }
}

/// First and last address, with a block inside the IPv4-mapped part of IPv6 as the IPv4 addresses it reaches.
fn canonical_ends(block: Block) -> (IpAddr, IpAddr) {
    let (first, last) = block.ends();
    match (first.to_canonical(), last.to_canonical()) {
        (IpAddr::V4(first), IpAddr::V4(last)) => (first.into(), last.into()),
        _ => (first, last),
    }
}

/// The comparison form of a mail address, and its host. The local part is folded too: a mail server may tell its
/// case apart, but none that matters does, and a link must not slip through on it.
fn address_key(address: &str) -> (String, Option<Host>) {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return (address.to_lowercase(), None);
    };
    let host = host::read(domain);
    let shown = host.as_ref().map_or_else(|| domain.to_lowercase(), Host::to_string);
    (format!("{}@{shown}", local.to_lowercase()), host)
}
