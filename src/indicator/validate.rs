//! Whether a live value is what its type says, and if not, what is wrong in one sentence for the author.
//!
//! In: a type and a live value. Out: nothing, or a lower-case sentence without a final period that names the type.
//! It checks form only, never whether a host exists; a Bitcoin address in Base58 may still fail its checksum.

use super::bitcoin;
use super::host;
use super::href::{self, Target};
use super::kind::IndicatorType;
use super::network::{Block, as_number};
use super::recognise::is_registry_key;

/// Checks a live value against its type.
///
/// # Errors
/// The sentence for a diagnostic: `sha256 must have 64 hex digits, this has 63`. It does not repeat the value.
pub fn validate(kind: IndicatorType, live: &str) -> Result<(), String> {
    let key = kind.key();
    if live.trim().is_empty() {
        return Err(format!("{key} must not be empty"));
    }
    if let Some(c) = live.chars().find(|c| c.is_control()) {
        return Err(format!("{key} must not hold the control character U+{:04X}", u32::from(c)));
    }
    match kind {
        IndicatorType::Domain => domain(key, live),
        IndicatorType::Hostname => name(key, live),
        IndicatorType::Ipv4 => {
            let parsed = live.parse::<std::net::Ipv4Addr>().map(drop);
            parsed.map_err(|_| "ipv4 must be four numbers from 0 to 255, as in `192.0.2.1`".to_owned())
        }
        IndicatorType::Ipv6 => {
            let parsed = live.parse::<std::net::Ipv6Addr>().map(drop);
            parsed.map_err(|_| {
                "ipv6 must be an address without brackets, zone or port, as in `2001:db8::1`".to_owned()
            })
        }
        IndicatorType::Cidr => Block::parse(live).map(drop),
        IndicatorType::Url => url(live),
        IndicatorType::Email => email(live),
        IndicatorType::Md5 | IndicatorType::Ja3 => hex(key, live, 32),
        IndicatorType::Sha1 => hex(key, live, 40),
        IndicatorType::Sha256 => hex(key, live, 64),
        IndicatorType::Sha512 => hex(key, live, 128),
        IndicatorType::Ssdeep => ssdeep(live),
        IndicatorType::Tlsh => hex(key, live.strip_prefix("T1").unwrap_or(live), 70),
        IndicatorType::Filename if live.contains(['/', '\\']) => {
            Err("filename must not hold a folder, a value with `/` or `\\` is a path".to_owned())
        }
        IndicatorType::RegistryKey if !is_registry_key(live) => {
            Err("registry-key must start with a hive, as in `HKLM\\Software`".to_owned())
        }
        IndicatorType::Asn if as_number(live).is_none() => {
            Err("asn must be a number up to 4294967295, as in `AS64500`".to_owned())
        }
        IndicatorType::Btc if !bitcoin::is_address(live) => {
            Err("btc must be a bitcoin address that starts with `1`, `3` or `bc1`".to_owned())
        }
        IndicatorType::Cve => cve(live),
        _ => Ok(()),
    }
}

fn hex(key: &str, live: &str, length: usize) -> Result<(), String> {
    if let Some(c) = live.chars().find(|c| !c.is_ascii_hexdigit()) {
        return Err(format!("{key} must have {length} hex digits, `{}` is none", c.escape_debug()));
    }
    match live.len() {
        found if found == length => Ok(()),
        found => Err(format!("{key} must have {length} hex digits, this has {found}")),
    }
}

/// A name that may stand for everything below it, hence never a whole top-level domain.
fn domain(key: &str, live: &str) -> Result<(), String> {
    if live.starts_with("*.") {
        return Err(format!("{key} already covers all names below it, write it without `*.`"));
    }
    name(key, live)?;
    if live.trim_end_matches('.').contains('.') {
        Ok(())
    } else {
        Err(format!("{key} must have at least two labels, as in `evil.example`"))
    }
}

/// A DNS name: labels of letters in any script, digits, `-` and `_`; lengths as the DNS carries them.
fn name(key: &str, live: &str) -> Result<(), String> {
    let name = live.strip_suffix('.').unwrap_or(live);
    if let Some(c) = name.chars().find(|c| is_invisible(*c)) {
        return Err(format!("{key} must not hold the invisible character U+{:04X}", u32::from(c)));
    }
    let refused =
        |c: &char| c.is_whitespace() || (c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_.".contains(*c));
    if let Some(c) = name.chars().find(refused) {
        return Err(format!("{key} must not hold `{}`", c.escape_debug()));
    }
    if name.split('.').any(str::is_empty) {
        return Err(format!("{key} must not have an empty label"));
    }
    let too_long = || format!("{key} must have labels of at most 63 characters");
    let ascii = host::to_ascii(name).ok_or_else(too_long)?;
    if ascii.split('.').any(|label| label.len() > 63) {
        return Err(too_long());
    }
    if ascii.len() > 253 {
        return Err(format!("{key} must have at most 253 characters, this has {}", ascii.len()));
    }
    match host::read(name) {
        Some(host::Host::Name(_)) => Ok(()),
        Some(host::Host::Address(_)) => Err(format!("{key} must be a name, this is an address")),
        None => Err(format!("{key} must not end in a number")),
    }
}

/// Characters that change how a name looks and can be in none: direction marks and zero-width characters. The two
/// joiners are left out, Persian and Indic names need them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn url(live: &str) -> Result<(), String> {
    if live.contains(char::is_whitespace) {
        return Err("url must not hold white space, write `%20`".to_owned());
    }
    let separated = live.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//"));
    if !separated || href::split_scheme(live).is_none() {
        return Err("url must start with a scheme, as in `https://`".to_owned());
    }
    // Read as a browser reads it, the host would have lost them.
    let authority = live.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let decoded = host::percent_decoded(authority).unwrap_or_default();
    if let Some(c) = decoded.chars().find(|c| is_invisible(*c)) {
        return Err(format!(
            "the host of a url must not hold the invisible character U+{:04X}",
            u32::from(c)
        ));
    }
    // `https:///host` is a live link for a browser, but in a list it is a slip of the pen.
    let empty_authority =
        live.split_once("://").is_some_and(|(_, rest)| rest.starts_with(['/', '\\', '?', '#']));
    match href::read(live) {
        Some(Target::Site(site)) if !empty_authority => match site.host {
            host::Host::Address(_) => Ok(()),
            host::Host::Name(host) => name("the host of a url", &host),
        },
        _ => Err("url must have a host, as in `https://evil.example/`".to_owned()),
    }
}

fn email(live: &str) -> Result<(), String> {
    let Some((local, host)) = live.rsplit_once('@') else {
        return Err("email must have an `@`".to_owned());
    };
    if local.is_empty() || local.len() > 64 {
        return Err("email must have 1 to 64 characters before the `@`".to_owned());
    }
    if let Some(c) = local.chars().find(|c| c.is_whitespace() || "()<>[]:;,\\\"@".contains(*c)) {
        return Err(format!("email must not hold `{}` before the `@`", c.escape_debug()));
    }
    domain("the domain of an email", host)
}

fn ssdeep(live: &str) -> Result<(), String> {
    // The tool prints `,"file name"` behind the hash.
    let hash = live.split(',').next().unwrap_or(live);
    let parts: Vec<&str> = hash.split(':').collect();
    let [size, first, second] = parts.as_slice() else {
        return Err("ssdeep must be three parts joined by `:`".to_owned());
    };
    let block_size = size.parse::<u64>().unwrap_or(0);
    if block_size % 3 != 0 || !(block_size / 3).is_power_of_two() {
        return Err(format!("ssdeep must start with a block size such as 3, 96 or 3072, this has `{size}`"));
    }
    let base64 = |c: char| c.is_ascii_alphanumeric() || c == '+' || c == '/';
    match first.chars().chain(second.chars()).find(|c| !base64(*c)) {
        Some(c) => Err(format!("ssdeep must be base64 letters, `{}` is none", c.escape_debug())),
        None => Ok(()),
    }
}

fn cve(live: &str) -> Result<(), String> {
    let upper = live.to_ascii_uppercase();
    let numbers = upper.strip_prefix("CVE-").and_then(|rest| rest.split_once('-'));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match numbers {
        Some((year, number))
            if year.len() == 4 && (4..=19).contains(&number.len()) && digits(year) && digits(number) =>
        {
            Ok(())
        }
        _ => Err("cve must be a year and a number, as in `CVE-2021-26855`".to_owned()),
    }
}
