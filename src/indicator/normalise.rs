//! The comparison form of a live value: two spellings of one indicator have the same one.
//!
//! In: a type and a live value. Out: the key for finding duplicates and shared indicators. It is not for showing:
//! a Unicode host becomes Punycode. Where case may matter (paths, file names, mutexes, local parts) nothing changes.

use super::host;
use super::kind::IndicatorType;
use super::network::{Block, as_number};

/// Normalises a live value: sums, hosts and schemes in lower case, ids in upper case, addresses in their shortest
/// spelling, blocks without the bits beyond their prefix. What cannot be read is only trimmed.
pub fn normalise(kind: IndicatorType, live: &str) -> String {
    let live = live.trim();
    match kind {
        IndicatorType::Domain | IndicatorType::Hostname => host_key(live),
        IndicatorType::Ipv4 | IndicatorType::Ipv6 => {
            live.parse::<std::net::IpAddr>().map_or_else(|_| live.to_owned(), |address| address.to_string())
        }
        IndicatorType::Cidr => Block::parse(live).map_or_else(|_| live.to_owned(), Block::canonical),
        IndicatorType::Url => url_key(live),
        IndicatorType::Email => match live.rsplit_once('@') {
            Some((local, domain)) => format!("{local}@{}", host_key(domain)),
            None => live.to_owned(),
        },
        IndicatorType::Md5
        | IndicatorType::Sha1
        | IndicatorType::Sha256
        | IndicatorType::Sha512
        | IndicatorType::Ja3 => live.to_ascii_lowercase(),
        IndicatorType::Tlsh | IndicatorType::Cve => live.to_ascii_uppercase(),
        IndicatorType::Asn => as_number(live).map_or_else(|| live.to_owned(), |number| format!("AS{number}")),
        IndicatorType::Btc if live.starts_with("BC1") => live.to_ascii_lowercase(),
        _ => live.to_owned(),
    }
}

fn host_key(host: &str) -> String {
    host::read(host).map_or_else(|| host.to_lowercase(), |host| host.to_string())
}

/// Scheme and host folded, everything else byte for byte: two paths that differ in case are two indicators.
fn url_key(live: &str) -> String {
    let Some((scheme, rest)) = live.split_once("://") else {
        return live.to_owned();
    };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host_and_port) = match authority.rsplit_once('@') {
        Some((user, host)) => (format!("{user}@"), host),
        None => (String::new(), authority),
    };
    let port_at = host_and_port.rfind(':').filter(|at| !host_and_port.ends_with(']') || *at == 0);
    let (host, port) = host_and_port.split_at(port_at.unwrap_or(host_and_port.len()));
    let host = if host.starts_with('[') { host.to_ascii_lowercase() } else { host_key(host) };
    format!("{}://{user}{host}{port}{path}", scheme.to_ascii_lowercase())
}
