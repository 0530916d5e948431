//! Addresses and blocks of addresses: reading `address/prefix`, sets that are searched fast, and what is reserved.
//!
//! In: live values. Out: first and last address of a block, sorted sets of ranges, and whether a value belongs to
//! documentation, a private network or the machine itself, where no attacker can be.
//! IPv4 and IPv6 are two separate spaces here: `::/0` holds no IPv4 address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::host::{self, Host};
use super::href::{self, Target};
use super::kind::IndicatorType;

/// Whether a value can only be an example or lie inside one's own network: `.example`, `.test`, `.invalid`,
/// `.localhost`, `example.com`/`.net`/`.org`, the documentation blocks, RFC 1918 and its IPv6 counterparts,
/// loopback, link-local, and AS numbers for documentation and private use.
///
/// A block counts when all of it does, a URL and an email address by their host. Other types never do.
pub fn is_reserved(kind: IndicatorType, live: &str) -> bool {
    let live = live.trim();
    match kind {
        IndicatorType::Domain | IndicatorType::Hostname => host::read(live).is_some_and(is_reserved_host),
        IndicatorType::Ipv4 | IndicatorType::Ipv6 => live.parse().is_ok_and(is_reserved_address),
        IndicatorType::Cidr => Block::parse(live).is_ok_and(|block| {
            let (first, last) = block.ends();
            is_reserved_address(first) && is_reserved_address(last)
        }),
        IndicatorType::Url => match href::read(live) {
            Some(Target::Site(site)) => is_reserved_host(site.host),
            _ => false,
        },
        IndicatorType::Email => {
            live.rsplit_once('@').and_then(|(_, domain)| host::read(domain)).is_some_and(is_reserved_host)
        }
        IndicatorType::Asn => as_number(live).is_some_and(
            |number| matches!(number, 64_496..=65_534 | 65_536..=65_551 | 4_200_000_000..=4_294_967_294),
        ),
        _ => false,
    }
}

/// The number of `AS64500`, `as64500` or `64500`.
pub(super) fn as_number(live: &str) -> Option<u32> {
    let prefixed = live.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("as"));
    let digits = if prefixed { live.get(2..)? } else { live };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// A block of addresses. The address is kept as written, bits beyond the prefix included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    address: IpAddr,
    prefix: u8,
}

impl Block {
    /// Reads `address/prefix`. The error says which half is wrong.
    pub(super) fn parse(text: &str) -> Result<Block, String> {
        let Some((address, prefix)) = text.split_once('/') else {
            return Err("cidr must be an address and a prefix, as in `192.0.2.0/24`".to_owned());
        };
        let address: IpAddr =
            address.parse().map_err(|_| format!("cidr must start with an address, `{address}` is none"))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let digits = !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_digit());
        match prefix.parse::<u8>() {
            Ok(prefix) if digits && prefix <= most => Ok(Block { address, prefix }),
            _ => Err(format!("cidr must end in a prefix from 0 to {most}, this has `{prefix}`")),
        }
    }

    /// The first and the last address of the block.
    pub(super) fn ends(self) -> (IpAddr, IpAddr) {
        match self.address {
            IpAddr::V4(address) => {
                let rest = u32::MAX.checked_shr(self.prefix.into()).unwrap_or(0);
                let bits = u32::from(address);
                (Ipv4Addr::from(bits & !rest).into(), Ipv4Addr::from(bits | rest).into())
            }
            IpAddr::V6(address) => {
                let rest = u128::MAX.checked_shr(self.prefix.into()).unwrap_or(0);
                let bits = u128::from(address);
                (Ipv6Addr::from(bits & !rest).into(), Ipv6Addr::from(bits | rest).into())
            }
        }
    }

    /// The block with the bits beyond its prefix cleared, in its shortest spelling.
    pub(super) fn canonical(self) -> String {
        format!("{}/{}", self.ends().0, self.prefix)
    }
}

/// A set of addresses as disjoint ranges in ascending order; looking one up is a binary search.
#[derive(Clone, Debug, Default)]
pub(super) struct AddressSet(Vec<(IpAddr, IpAddr)>);

impl AddressSet {
    /// Builds the set from ranges (first, last) in any order; overlapping ones are joined.
    ///
    /// `IpAddr` orders all of IPv4 before all of IPv6, so both families share one list without touching.
    pub(super) fn new(mut ranges: Vec<(IpAddr, IpAddr)>) -> AddressSet {
        ranges.sort_unstable();
        let mut joined: Vec<(IpAddr, IpAddr)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match joined.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        AddressSet(joined)
    }

    pub(super) fn contains(&self, address: IpAddr) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= address);
        let candidate = after.checked_sub(1).and_then(|index| self.0.get(index));
        candidate.is_some_and(|(_, last)| address <= *last)
    }
}

fn is_reserved_host(host: Host) -> bool {
    let name = match host {
        Host::Address(address) => return is_reserved_address(address),
        Host::Name(name) => name,
    };
    let mut labels = name.rsplit('.');
    let top = labels.next().unwrap_or_default();
    match top {
        "com" | "net" | "org" => labels.next() == Some("example"),
        _ => matches!(top, "example" | "test" | "invalid" | "localhost"),
    }
}

fn is_reserved_address(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || v4.is_unspecified()
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            let documentation = (first, second) == (0x2001, 0x0db8) || (first == 0x3fff && second < 0x1000);
            documentation
                || v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
        }
    }
}
