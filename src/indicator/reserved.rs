//! Names and addresses that are set aside for examples, or that lead nowhere from the internet.
//!
//! In: a host as a browser reads it, or a range of addresses. Out: what it is set aside for, if anything. The tables follow the
//! registries of IANA for special-use domain names and addresses (RFC 2606, RFC 6761, RFC 6890, RFC 5737, RFC 3849, RFC 9637).
//! It knows nothing of who uses an address in fact.

use std::net::IpAddr;

use super::host::Host;

/// What a value is set aside for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reserve {
    /// Documentation: `.example`, `example.com`, `192.0.2.0/24`, AS64496; also `.test` and `.invalid`.
    Example,
    /// A network of one's own, the machine itself, many receivers at once, or nobody: nothing that the internet leads to.
    Local,
}

/// What a host is set aside for.
pub(super) fn of_host(host: Host) -> Option<Reserve> {
    let name = match host {
        Host::Address(address) => return of_address(address),
        Host::Name(name) => name,
    };
    let mut labels = name.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let second = labels.next();
    match (top, second) {
        ("example" | "test" | "invalid", _) | ("com" | "net" | "org", Some("example")) => {
            Some(Reserve::Example)
        }
        ("localhost" | "local" | "internal" | "localdomain" | "lan", _) | ("arpa", Some("home")) => {
            Some(Reserve::Local)
        }
        _ => None,
    }
}

/// What an address is set aside for.
pub(super) fn of_address(address: IpAddr) -> Option<Reserve> {
    of_range((address, address))
}

/// What all addresses from the first to the last are set aside for; `None` where the range leaves the block it starts in.
pub(super) fn of_range((first, last): (IpAddr, IpAddr)) -> Option<Reserve> {
    match (first.to_canonical(), last.to_canonical()) {
        (IpAddr::V4(first), IpAddr::V4(last)) => {
            find(&V4, u32::from(first).into(), u32::from(last).into(), 32)
        }
        (IpAddr::V6(first), IpAddr::V6(last)) => find(&V6, first.into(), last.into(), 128),
        _ => None,
    }
}

fn find(table: &[(u128, u32, Reserve)], first: u128, last: u128, width: u32) -> Option<Reserve> {
    let holds =
        |address: u128, base: u128, prefix: u32| (address ^ base).checked_shr(width - prefix) == Some(0);
    let found =
        table.iter().find(|(base, prefix, _)| holds(first, *base, *prefix) && holds(last, *base, *prefix));
    found.map(|(_, _, reserve)| *reserve)
}

const fn v4(a: u8, b: u8, c: u8) -> u128 {
    u32::from_be_bytes([a, b, c, 0]) as u128
}

const V4: [(u128, u32, Reserve); 15] = [
    (v4(192, 0, 2), 24, Reserve::Example),
    (v4(198, 51, 100), 24, Reserve::Example),
    (v4(203, 0, 113), 24, Reserve::Example),
    (v4(233, 252, 0), 24, Reserve::Example),
    (v4(0, 0, 0), 8, Reserve::Local),
    (v4(10, 0, 0), 8, Reserve::Local),
    (v4(100, 64, 0), 10, Reserve::Local),
    (v4(127, 0, 0), 8, Reserve::Local),
    (v4(169, 254, 0), 16, Reserve::Local),
    (v4(172, 16, 0), 12, Reserve::Local),
    (v4(192, 0, 0), 24, Reserve::Local),
    (v4(192, 168, 0), 16, Reserve::Local),
    (v4(198, 18, 0), 15, Reserve::Local),
    (v4(224, 0, 0), 4, Reserve::Local),
    (v4(240, 0, 0), 4, Reserve::Local),
];

const V6: [(u128, u32, Reserve); 8] = [
    (0x2001_0db8 << 96, 32, Reserve::Example),
    (0x3fff << 112, 20, Reserve::Example),
    (0, 128, Reserve::Local),
    (1, 128, Reserve::Local),
    (0x100 << 112, 64, Reserve::Local),
    (0xfc00 << 112, 7, Reserve::Local),
    (0xfe80 << 112, 10, Reserve::Local),
    (0xff00 << 112, 8, Reserve::Local),
];
