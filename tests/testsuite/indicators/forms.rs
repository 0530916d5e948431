//! Which values are refused and with which words, which are the same, which can only be examples.
//!
//! In: tables of values. The last test feeds every function what no author would write.

use sitrep::indicator::{
    Cover, IndicatorType, Reserve, defang, host_of, is_reserved, normalise, other_spelling, recognise,
    refang_as, reserve, shown, validate,
};

use super::SHA256;

#[test]
fn faults_are_told_in_one_sentence() {
    use IndicatorType::*;
    let long_label = format!("{}.example", "a".repeat(64));
    let long_name = format!("{}example", "abcdefg.".repeat(32));
    for (kind, live, fault) in [
        (Sha256, &SHA256[1..], "sha256 must have 64 hex digits, this has 63"),
        (Md5, "d41d8cd98f00b204e9800998ecf8427g", "md5 must have 32 hex digits, `g` is none"),
        (Domain, "evil", "domain must have at least two labels, as in `evil.example`"),
        (Domain, "*.evil.example", "domain already covers all names below it, write it without `*.`"),
        (Domain, "evil..example", "domain must not have an empty label"),
        (Domain, "evil.example/a", "domain must not hold `/`"),
        (Domain, "evil\u{202e}.example", "domain must not hold the invisible character U+202E"),
        (Domain, "192.0.2.1", "domain must be a name, this is an address"),
        (Domain, &long_label, "domain must have labels of at most 63 characters"),
        (Domain, &long_name, "domain must have at most 253 characters, this has 263"),
        (Ipv4, "192.0.2.256", "ipv4 must be four numbers from 0 to 255, as in `192.0.2.1`"),
        (Ipv6, "[::1]", "ipv6 must be an address without brackets, zone or port, as in `2001:db8::1`"),
        (Cidr, "192.0.2.0", "cidr must be an address and a prefix, as in `192.0.2.0/24`"),
        (Cidr, "192.0.2.0/33", "cidr must end in a prefix from 0 to 32, this has `33`"),
        (Cidr, "2001:db8::/+1", "cidr must end in a prefix from 0 to 128, this has `+1`"),
        (Url, "evil.example/a", "url must start with a scheme, as in `https://`"),
        (Url, "https:///a", "url must have a host, as in `https://evil.example/`"),
        (Url, "https://evil.example:99999/", "url must have a host, as in `https://evil.example/`"),
        (Url, "https://evil.example/a b", "url must not hold white space, write `%20`"),
        (Email, "evil.example", "email must have an `@`"),
        (Email, "a b@evil.example", "email must not hold ` ` before the `@`"),
        (Email, "a@evil", "the domain of an email must have at least two labels, as in `evil.example`"),
        (Ssdeep, "5:a:b", "ssdeep must start with a block size such as 3, 96 or 3072, this has `5`"),
        (Filename, "a/b.exe", "filename must not hold a folder, a value with `/` or `\\` is a path"),
        (RegistryKey, r"Software\Run", r"registry-key must start with a hive, as in `HKLM\Software`"),
        (Asn, "AS4294967296", "asn must be a number up to 4294967295, as in `AS64500`"),
        (Cve, "CVE-2021-1", "cve must be a year and a number, as in `CVE-2021-26855`"),
        (Mutex, " ", "mutex must not be empty"),
        (Mutex, "a\0b", "mutex must not hold the control character U+0000"),
    ] {
        assert_eq!(validate(kind, live), Err(fault.to_owned()), "{live}");
    }
}

#[test]
fn spellings_of_one_indicator_share_one_normal_form() {
    use IndicatorType::*;
    for (kind, one, other) in [
        (Sha256, SHA256.to_uppercase().as_str(), SHA256),
        (Domain, "EVIL.Example.", "evil.example"),
        (Domain, "BÜCHER.example", "xn--bcher-kva.example"),
        (Url, "HTTP://Evil.example/A", "http://evil.example/A"),
        (Url, "http://[2001:DB8::1]:80/", "http://[2001:db8::1]:80/"),
        (Email, "Ann@EVIL.example", "Ann@evil.example"),
        (Ipv6, "2001:0DB8:0::1", "2001:db8::1"),
        (Cidr, "192.0.2.77/24", "192.0.2.0/24"),
        (Asn, "as64500", "AS64500"),
        (Cve, "cve-2021-26855", "CVE-2021-26855"),
    ] {
        assert_eq!(normalise(kind, one), normalise(kind, other), "{one}");
    }
    assert_ne!(normalise(Url, "http://evil.example/A"), normalise(Url, "http://evil.example/a"));
}

#[test]
fn values_that_can_only_be_examples_or_local_are_reserved() {
    use IndicatorType::*;
    for (kind, live, reserved) in [
        (Domain, "evil.example", true),
        (Domain, "WWW.Example.COM.", true),
        (Domain, "x.test", true),
        (Hostname, "a.invalid", true),
        (Hostname, "localhost", true),
        (Domain, "notexample.com", false),
        (Domain, "example.dev", false),
        (Ipv4, "192.0.2.1", true),
        (Ipv4, "198.51.100.1", true),
        (Ipv4, "203.0.113.1", true),
        (Ipv4, "10.0.0.1", true),
        (Ipv4, "172.31.0.1", true),
        (Ipv4, "192.168.1.1", true),
        (Ipv4, "127.0.0.1", true),
        (Ipv4, "172.32.0.1", false),
        (Ipv4, "8.8.8.8", false),
        (Ipv6, "2001:db8::1", true),
        (Ipv6, "::1", true),
        (Ipv6, "fd00::1", true),
        (Ipv6, "2001:db9::1", false),
        (Cidr, "192.0.2.0/24", true),
        (Cidr, "10.0.0.0/8", true),
        (Cidr, "192.0.2.0/23", false),
        (Cidr, "0.0.0.0/0", false),
        (Cidr, "::/0", false),
        (Url, "https://evil.example:81/a", true),
        (Url, "http://127.1/", true),
        (Url, "https://evil.dev/?example.com", false),
        (Email, "a@mail.example.org", true),
        (Email, "a@evil.dev", false),
        (Asn, "AS64500", true),
        (Asn, "AS13335", false),
        (Sha256, SHA256, false),
        (Filename, "evil.example", false),
    ] {
        assert_eq!(is_reserved(kind, live), reserved, "{live}");
    }
}

#[test]
fn what_is_set_aside_says_for_what() {
    use IndicatorType::*;
    for (kind, live, found) in [
        (Domain, "a.example", Some(Reserve::Example)),
        (Ipv4, "203.0.113.9", Some(Reserve::Example)),
        (Ipv6, "::ffff:192.0.2.1", Some(Reserve::Example)),
        (Asn, "AS64511", Some(Reserve::Example)),
        (Asn, "AS64512", Some(Reserve::Local)),
        (Ipv4, "239.255.255.250", Some(Reserve::Local)),
        (Ipv6, "fe80::1", Some(Reserve::Local)),
        (Hostname, "printer.lan", Some(Reserve::Local)),
        (Domain, "a.home.arpa", Some(Reserve::Local)),
        (Domain, "arpa.dev", None),
        (Cidr, "0.0.0.0/0", None),
        (Cidr, "10.0.0.0/7", None),
        (Cidr, "fc00::/6", None),
        (Ipv4, "100.128.0.1", None),
        (Filename, "localhost", None),
    ] {
        assert_eq!(reserve(kind, live), found, "{live}");
    }
}

#[test]
fn a_host_has_its_other_spelling_beside_it() {
    use IndicatorType::*;
    for (kind, live, other) in [
        (Domain, "bücher.example", Some("xn--bcher-kva.example")),
        (Domain, "XN--BCHER-KVA.example", Some("bücher.example")),
        (Hostname, "www.xn--80ak6aa92e.com", Some("www.аррӏе.com")),
        (Hostname, "例え.テスト", Some("xn--r8jz45g.xn--zckzah")),
        (Url, "https://xn--r8jz45g.xn--zckzah/x", Some("例え.テスト")),
        (Url, "http://ann@bücher.example:80/ü", Some("xn--bcher-kva.example")),
        (Url, "http://b%C3%BCcher.example/", Some("xn--bcher-kva.example")),
        (Url, "http://evil.example/xn--bcher-kva", None),
        (Email, "ü@bücher.example", Some("xn--bcher-kva.example")),
        (Email, "ü@evil.example", None),
        (Domain, "evil.example", None),
        (Domain, "xn--.example", None),
        (Domain, "xn--ü.example", Some("xn--xn---3ra.example")),
        (Domain, "xn--99999999.example", None),
        (Domain, "xn--a-.example", None),
        (Filename, "xn--bcher-kva", None),
    ] {
        assert_eq!(other_spelling(kind, live).as_deref(), other, "{live}");
    }
}

#[test]
fn nothing_in_a_shown_value_is_hidden() {
    use IndicatorType::*;
    for (kind, live, seen) in [
        (Filename, "invoice\u{202e}fdp.exe", "invoice⟨U+202E⟩fdp.exe"),
        (Path, "/a\u{200b}\u{200d}\u{feff}b", "/a⟨U+200B⟩⟨U+200D⟩⟨U+FEFF⟩b"),
        (Mutex, "a\u{a0}b c", "a⟨U+00A0⟩b c"),
        (Mutex, "⟨U+202E⟩", "⟨U+27E8⟩U+202E⟩"),
        (Mutex, "\u{e0041}\u{3164}", "⟨U+E0041⟩⟨U+3164⟩"),
        (Url, "http://evil.example/\u{202e}x", "hxxp://evil[.]example/⟨U+202E⟩x"),
        (Filename, "résumé 狼.exe", "résumé 狼.exe"),
    ] {
        assert_eq!(shown(kind, live), seen);
    }
}

/// A fixed pseudo-random walk over the pieces that parsers trip over.
#[test]
fn no_text_makes_the_module_fail() {
    let pieces = [
        "http", "://", ":", "/", "\\", "//", "@", "[", "]", "[.]", "(at)", "{", "%", "%5B", "%c3", "0x", "1",
        ".", "..", "xn--", "ü", "\u{202e}", "\t", " ", "evil", "example", "::", "ffff", "/33", "?", "#",
        "mailto:", "\0", "😀", "*", " dot ", "[.", ".]", "h[xx]p",
    ];
    let mut state = 1_u64;
    let cover = Cover::new(
        [(IndicatorType::Domain, "evil.example"), (IndicatorType::Url, "http://evil/")].into_iter(),
    );
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let index = (state >> 33) as usize % pieces.len();
            text.push_str(pieces[index]);
        }
        cover.blocks(&text);
        host_of(&text);
        if let Some(kind) = recognise(&text) {
            assert_eq!(validate(kind, text.trim()), Ok(()), "{text:?}");
        }
        for kind in IndicatorType::ALL {
            normalise(kind, &text);
            is_reserved(kind, &text);
            other_spelling(kind, &text);
            assert!(!shown(kind, &text).contains(['\u{202e}', '\t', '\0']), "{text:?}");
            refang_as(kind, &defang(kind, &text));
        }
    }
}
