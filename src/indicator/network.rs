//! Addresses and blocks of addresses: reading `address/prefix`, sets that are searched fast, and what is reserved.
//!
//! In: live values. Out: first and last address of a block, sorted sets of ranges, and what a value is set aside for.
//! IPv4 and IPv6 are two separate spaces here: `::/0` holds no IPv4 address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::host;
use super::href::{self, Target};
use super::kind::IndicatorType;
use super::reserved::{Reserve, of_address, of_host, of_range};

/// Whether no attacker can be at a value, see [`reserve`].
pub fn is_reserved(kind: IndicatorType, live: &str) -> bool {
    reserve(kind, live).is_some()
}

/// What a value is set aside for, so that no attacker can be there; `None` for every value that can be somebody's.
///
/// A block counts when all of it does, a URL and an email address by their host. Other types never do.
pub fn reserve(kind: IndicatorType, live: &str) -> Option<Reserve> {
    let live = live.trim();
    match kind {
        IndicatorType::Domain | IndicatorType::Hostname => host::read(live).and_then(of_host),
        IndicatorType::Ipv4 | IndicatorType::Ipv6 => live.parse().ok().and_then(of_address),
        IndicatorType::Cidr => Block::parse(live).ok().and_then(|block| of_range(block.ends())),
        IndicatorType::Url => match href::read(live) {
            Some(Target::Site(site)) => of_host(site.host),
            _ => None,
        },
        IndicatorType::Email => {
            live.rsplit_once('@').and_then(|(_, domain)| host::read(domain)).and_then(of_host)
        }
        IndicatorType::Asn => match as_number(live)? {
            64_496..=64_511 | 65_536..=65_551 => Some(Reserve::Example),
            0 | 23_456 | 64_512..=65_535 | 4_200_000_000..=u32::MAX => Some(Reserve::Local),
            _ => None,
        },
        _ => None,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
