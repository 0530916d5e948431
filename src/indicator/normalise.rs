//! The comparison form of a live value: two spellings of one indicator have the same one.
//!
//! In: a type and a live value. Out: the key for finding duplicates and shared indicators. It is not for showing:
//! a Unicode host becomes Punycode. Where case may matter (paths, file names, mutexes, local parts) nothing changes.

use super::host;
use super::href::{self, Target};
use super::kind::IndicatorType;
use super::network::{Block, as_number};

/// Normalises a live value: sums, hosts and schemes in lower case, ids in upper case, addresses in their shortest
/// spelling, blocks without the bits beyond their prefix, URLs and registry keys as what reads them does. What cannot be read is only trimmed.
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
        IndicatorType::RegistryKey => registry_key(live),
        IndicatorType::Tlsh | IndicatorType::Cve => live.to_ascii_uppercase(),
        IndicatorType::Asn => as_number(live).map_or_else(|| live.to_owned(), |number| format!("AS{number}")),
        IndicatorType::Btc if live.starts_with("BC1") => live.to_ascii_lowercase(),
        _ => live.to_owned(),
    }
}

/// A value by which duplicates are found: its type and normal form. A block of one address is that address.
pub fn same(kind: IndicatorType, live: &str) -> (IndicatorType, String) {
    let normal = normalise(kind, live);
    let one = normal.strip_suffix("/32").filter(|one| !one.contains(':'));
    match one.or_else(|| normal.strip_suffix("/128")).filter(|_| kind == IndicatorType::Cidr) {
        Some(one) if one.contains(':') => (IndicatorType::Ipv6, one.to_owned()),
        Some(one) => (IndicatorType::Ipv4, one.to_owned()),
        None => (kind, normal),
    }
}

fn host_key(host: &str) -> String {
    host::read(host).map_or_else(|| host.to_lowercase(), |host| host.to_string())
}

/// A URL as [`super::Cover`] compares it: two that lead a browser to one place are one.
fn url_key(live: &str) -> String {
    match href::read(live) {
        Some(Target::Site(site)) => site.spelled(),
        _ => live.to_owned(),
    }
}

/// A key of the registry, which knows no case, with its hive in the short form.
fn registry_key(live: &str) -> String {
    let lower = live.to_lowercase();
    let native = [("\\registry\\machine", "hklm"), ("\\registry\\user", "hku")];
    for (long, short) in native {
        if let Some(rest) = lower.strip_prefix(long).filter(|rest| rest.is_empty() || rest.starts_with('\\'))
        {
            return format!("{short}{rest}");
        }
    }
    let end = lower.find('\\').unwrap_or(lower.len());
    let (hive, rest) = lower.split_at(end);
    let short = match hive.trim_end_matches(':') {
        "hkey_local_machine" => "hklm",
        "hkey_current_user" => "hkcu",
        "hkey_classes_root" => "hkcr",
        "hkey_users" => "hku",
        "hkey_current_config" => "hkcc",
        other => other,
    };
    format!("{short}{rest}")
}
