//! What the leak check must look for of withheld blocks: the addresses they link to or spell out, the names they link, and the
//! indicators they hold. Prose is full of ordinary words, so nothing is guessed: hosts and addresses of mail count where they are
//! written defanged, hashes and addresses of machines in any form. What a published text links to of its own accord is no secret.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::bodies::Cut;
use super::secrets::{Collector, SecretSort};
use super::{Edition, Withheld, prose};
use crate::indicator::{IndicatorType, normalise, recognise, refang};
use crate::model::{BodyLink, LinkTarget};

/// Collects the strings of all blocks.
pub fn collect(edition: &Edition, cuts: &[Cut], withheld: &mut Withheld) {
    if cuts.is_empty() {
        return;
    }
    let published: BTreeSet<&str> =
        prose::heads(edition).flat_map(|head| &head.body.links).filter_map(address).collect();
    let blocks = cuts.iter().flat_map(|cut| cut.blocks.iter().zip(&cut.texts).map(move |block| (cut, block)));
    for (cut, (block, text)) in blocks {
        let within =
            |link: &&BodyLink| block.span.start <= link.span.start && link.span.end <= block.span.end;
        let links: Vec<&BodyLink> = cut.links.iter().filter(within).collect();
        let reason = format!("block of {}", block.level.label());
        let row = Some(block.opener);
        let mut collector = Collector { path: &cut.path, by_tlp: true, reason, row, withheld };
        let linked = links.iter().filter_map(|link| address(link)).filter(|address| is_page(address));
        for address in linked.filter(|address| !published.contains(address)) {
            collector.string(address, SecretSort::Url);
        }
        for link in &links {
            if let LinkTarget::Name { kind, name } = &link.target {
                collector.linked_name(*kind, name);
            }
        }
        for token in text.split(|c: char| c.is_whitespace() || "|<>\"'`,;".contains(c)) {
            let token = token.trim_matches(|c: char| "()[]{}*_~.:!?".contains(c));
            if let Some((sort, value)) = told(token).filter(|(_, value)| !published.contains(value.as_str()))
            {
                collector.string(&value, sort);
            }
        }
    }
}

fn address(link: &BodyLink) -> Option<&str> {
    match &link.target {
        LinkTarget::Address(address) | LinkTarget::Picture(address) => Some(address),
        LinkTarget::Name { .. } => None,
    }
}

/// A page elsewhere: a host alone is everybody's.
fn is_page(address: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let path = rest.and_then(|rest| rest.split_once('/')).map(|(_, path)| path);
    path.is_some_and(|path| !path.is_empty())
}

/// What a word of a text gives away.
fn told(token: &str) -> Option<(SecretSort, String)> {
    let live = refang(token);
    let kind = recognise(&live)?;
    let sort = match kind {
        IndicatorType::Md5 | IndicatorType::Sha1 | IndicatorType::Sha256 | IndicatorType::Sha512 => {
            SecretSort::Indicator(kind)
        }
        IndicatorType::Ipv4 | IndicatorType::Ipv6 if is_telling(&live) => SecretSort::Indicator(kind),
        IndicatorType::Domain | IndicatorType::Hostname | IndicatorType::Email | IndicatorType::Url
            if live != token =>
        {
            SecretSort::Indicator(kind)
        }
        IndicatorType::Url if is_page(&live) => SecretSort::Url,
        _ => return None,
    };
    // What is looked for is what was written; the normal form of a URL may be spelled otherwise.
    let value = if kind == IndicatorType::Url { live.to_string() } else { normalise(kind, &live) };
    Some((sort, value))
}

/// Addresses inside a network and of the machine itself stand in any text.
fn is_telling(address: &str) -> bool {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            !(address.is_private()
                || address.is_loopback()
                || address.is_unspecified()
                || address.is_link_local())
        }
        Ok(IpAddr::V6(address)) => !(address.is_loopback() || address.is_unspecified()),
        Err(_) => false,
    }
}
