//! The types an indicator can have, with the words that authors, exports and other tools use for them.
//!
//! In: the text of a `type` field. Out: an [`IndicatorType`], its stable key and its label for readers.
//! It does not look at values, except where a word such as `ip` says too little on its own.

use super::recognise;

/// What one indicator value is. The order is the order in which groups are shown: network, then files, then the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndicatorType {
    /// A DNS name that stands for itself and every name below it.
    Domain,
    /// A DNS name that stands for exactly one host.
    Hostname,
    /// One IPv4 address, dotted.
    Ipv4,
    /// One IPv6 address, without brackets or zone.
    Ipv6,
    /// A block of IPv4 or IPv6 addresses, `address/prefix`.
    Cidr,
    /// An absolute URL with scheme and host.
    Url,
    /// An email address.
    Email,
    /// An MD5 sum in hex.
    Md5,
    /// A SHA-1 sum in hex.
    Sha1,
    /// A SHA-256 sum in hex.
    Sha256,
    /// A SHA-512 sum in hex.
    Sha512,
    /// An ssdeep fuzzy hash, `blocksize:hash:hash`.
    Ssdeep,
    /// A TLSH locality-sensitive hash, with or without its `T1`.
    Tlsh,
    /// The name of a file, without folders.
    Filename,
    /// The path of a file or folder.
    Path,
    /// A key or value of the Windows registry.
    RegistryKey,
    /// The name of a mutex.
    Mutex,
    /// The text of a `User-Agent` header.
    UserAgent,
    /// The number of an autonomous system, `AS64500`.
    Asn,
    /// A JA3 fingerprint of a TLS client, an MD5 sum in hex.
    Ja3,
    /// A Bitcoin address.
    Btc,
    /// The id of a vulnerability, `CVE-2021-26855`.
    Cve,
}

impl IndicatorType {
    /// Every type, in the order in which groups are shown.
    pub const ALL: [IndicatorType; 22] = [
        IndicatorType::Domain,
        IndicatorType::Hostname,
        IndicatorType::Ipv4,
        IndicatorType::Ipv6,
        IndicatorType::Cidr,
        IndicatorType::Url,
        IndicatorType::Email,
        IndicatorType::Md5,
        IndicatorType::Sha1,
        IndicatorType::Sha256,
        IndicatorType::Sha512,
        IndicatorType::Ssdeep,
        IndicatorType::Tlsh,
        IndicatorType::Filename,
        IndicatorType::Path,
        IndicatorType::RegistryKey,
        IndicatorType::Mutex,
        IndicatorType::UserAgent,
        IndicatorType::Asn,
        IndicatorType::Ja3,
        IndicatorType::Btc,
        IndicatorType::Cve,
    ];

    /// The stable word for files, exports and diagnostics: lower case, words joined by hyphens.
    pub const fn key(self) -> &'static str {
        self.words().0
    }

    /// The words for readers, for one value: `File name`.
    pub const fn label(self) -> &'static str {
        self.words().1
    }

    /// The words for readers, for a group of values: `File names`.
    pub const fn plural(self) -> &'static str {
        self.group().0
    }

    /// The name, without ending, of a plain list of such values; addresses of both families share one: `filenames`.
    pub const fn list(self) -> &'static str {
        self.group().1
    }

    /// Reads a type as an author or another tool writes it: a key in any case, with `_` or space for `-`, or one of
    /// the names that MISP, STIX and OpenIOC use.
    ///
    /// MISP's `ip-src` and `ip-dst` do not tell the two address families apart and are read as [`Self::Ipv4`];
    /// [`Self::resolve`] looks at the value too. `ip` and `hash` alone name no type here.
    pub fn parse(text: &str) -> Option<IndicatorType> {
        let word = folded(text);
        let canonical = Self::ALL.into_iter().find(|kind| kind.key() == word);
        canonical.or_else(|| synonym(&word))
    }

    /// Reads a type with the live value at hand: words for either address family (`ip`, `ip-dst`) and for any sum
    /// (`hash`) are settled by the value, every other word as [`Self::parse`] reads it.
    pub fn resolve(text: &str, live: &str) -> Option<IndicatorType> {
        match folded(text).as_str() {
            "ip" | "ip-address" | "ip-addr" | "ipaddr" | "ip-src" | "ip-dst" | "address" => {
                Some(if live.contains('/') {
                    IndicatorType::Cidr
                } else if live.contains(':') {
                    IndicatorType::Ipv6
                } else {
                    IndicatorType::Ipv4
                })
            }
            "hash" | "checksum" | "file-hash" => recognise(live).filter(|kind| kind.is_hash()),
            _ => IndicatorType::parse(text),
        }
    }

    /// Whether values are sums or fuzzy hashes of a file's content.
    pub const fn is_hash(self) -> bool {
        use IndicatorType::{Md5, Sha1, Sha256, Sha512, Ssdeep, Tlsh};
        matches!(self, Md5 | Sha1 | Sha256 | Sha512 | Ssdeep | Tlsh)
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            IndicatorType::Domain => ("domain", "Domain"),
            IndicatorType::Hostname => ("hostname", "Host name"),
            IndicatorType::Ipv4 => ("ipv4", "IPv4 address"),
            IndicatorType::Ipv6 => ("ipv6", "IPv6 address"),
            IndicatorType::Cidr => ("cidr", "Address block"),
            IndicatorType::Url => ("url", "URL"),
            IndicatorType::Email => ("email", "Email address"),
            IndicatorType::Md5 => ("md5", "MD5"),
            IndicatorType::Sha1 => ("sha1", "SHA-1"),
            IndicatorType::Sha256 => ("sha256", "SHA-256"),
            IndicatorType::Sha512 => ("sha512", "SHA-512"),
            IndicatorType::Ssdeep => ("ssdeep", "ssdeep"),
            IndicatorType::Tlsh => ("tlsh", "TLSH"),
            IndicatorType::Filename => ("filename", "File name"),
            IndicatorType::Path => ("path", "Path"),
            IndicatorType::RegistryKey => ("registry-key", "Registry key"),
            IndicatorType::Mutex => ("mutex", "Mutex"),
            IndicatorType::UserAgent => ("user-agent", "User agent"),
            IndicatorType::Asn => ("asn", "AS number"),
            IndicatorType::Ja3 => ("ja3", "JA3"),
            IndicatorType::Btc => ("btc", "Bitcoin address"),
            IndicatorType::Cve => ("cve", "CVE"),
        }
    }
}

impl IndicatorType {
    const fn group(self) -> (&'static str, &'static str) {
        match self {
            IndicatorType::Domain => ("Domains", "domains"),
            IndicatorType::Hostname => ("Host names", "hostnames"),
            IndicatorType::Ipv4 => ("IPv4 addresses", "ips"),
            IndicatorType::Ipv6 => ("IPv6 addresses", "ips"),
            IndicatorType::Cidr => ("Address blocks", "cidrs"),
            IndicatorType::Url => ("URLs", "urls"),
            IndicatorType::Email => ("Email addresses", "emails"),
            IndicatorType::Md5 => ("MD5 hashes", "md5"),
            IndicatorType::Sha1 => ("SHA-1 hashes", "sha1"),
            IndicatorType::Sha256 => ("SHA-256 hashes", "sha256"),
            IndicatorType::Sha512 => ("SHA-512 hashes", "sha512"),
            IndicatorType::Ssdeep => ("ssdeep hashes", "ssdeep"),
            IndicatorType::Tlsh => ("TLSH hashes", "tlsh"),
            IndicatorType::Filename => ("File names", "filenames"),
            IndicatorType::Path => ("Paths", "paths"),
            IndicatorType::RegistryKey => ("Registry keys", "registry-keys"),
            IndicatorType::Mutex => ("Mutexes", "mutexes"),
            IndicatorType::UserAgent => ("User agents", "user-agents"),
            IndicatorType::Asn => ("AS numbers", "asns"),
            IndicatorType::Ja3 => ("JA3 fingerprints", "ja3"),
            IndicatorType::Btc => ("Bitcoin addresses", "btc"),
            IndicatorType::Cve => ("CVEs", "cves"),
        }
    }
}

/// The comparison form of a type word: lower case, `_` and runs of space as one hyphen.
fn folded(text: &str) -> String {
    let spaced = text.replace(['_', '-'], " ").to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join("-")
}

fn synonym(word: &str) -> Option<IndicatorType> {
    Some(match word {
        "domain-name" | "dns" | "dns-name" => IndicatorType::Domain,
        "host" | "host-name" | "fqdn" => IndicatorType::Hostname,
        "ip-dst" | "ip-src" | "ip4" | "ipv4-addr" | "ipv4-address" => IndicatorType::Ipv4,
        "ip6" | "ipv6-addr" | "ipv6-address" => IndicatorType::Ipv6,
        "ip-range" | "ipv4-cidr" | "ipv6-cidr" | "network" | "netblock" | "subnet" => IndicatorType::Cidr,
        "uri" | "link" => IndicatorType::Url,
        "email-addr" | "email-address" | "e-mail" | "mail" | "email-src" | "email-dst" => {
            IndicatorType::Email
        }
        "md-5" | "file-hash-md5" | "filehash-md5" => IndicatorType::Md5,
        "sha-1" | "file-hash-sha1" | "filehash-sha1" => IndicatorType::Sha1,
        "sha-256" | "file-hash-sha256" | "filehash-sha256" => IndicatorType::Sha256,
        "sha-512" | "file-hash-sha512" | "filehash-sha512" => IndicatorType::Sha512,
        "ssdeep-hash" => IndicatorType::Ssdeep,
        "tlsh-hash" => IndicatorType::Tlsh,
        "file-name" | "file" => IndicatorType::Filename,
        "file-path" | "filepath" | "directory" => IndicatorType::Path,
        "registry" | "regkey" | "reg-key" | "registrykey" | "windows-registry-key" => {
            IndicatorType::RegistryKey
        }
        "mutant" | "mutex-name" => IndicatorType::Mutex,
        "useragent" | "http-user-agent" => IndicatorType::UserAgent,
        "as" | "as-number" | "autonomous-system" => IndicatorType::Asn,
        "ja3-fingerprint" | "ja3-fingerprint-md5" | "ja3-hash" => IndicatorType::Ja3,
        "bitcoin" | "bitcoin-address" | "btc-address" => IndicatorType::Btc,
        "vulnerability" | "cve-id" => IndicatorType::Cve,
        _ => return None,
    })
}
