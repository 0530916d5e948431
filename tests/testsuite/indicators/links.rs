//! Links that a list of indicators forbids, in every spelling that a browser would follow.
//!
//! In: tables of link targets, most of them hostile. What browsers do with them follows the WHATWG URL standard.

use sitrep::indicator::{Cover, IndicatorType, host_of};

use super::SHA256;

#[test]
fn hosts_are_read_as_a_browser_reads_them() {
    for (href, host) in [
        ("https://evil.example/a", Some("evil.example")),
        ("https://good.example@evil.example/", Some("evil.example")),
        ("https://evil.example\\@good.example/", Some("evil.example")),
        ("https://good.example:pw@evil.example:443", Some("evil.example")),
        ("http:\\\\evil.example", Some("evil.example")),
        ("http:evil.example", Some("evil.example")),
        ("http:/evil.example", Some("evil.example")),
        ("http:////evil.example", Some("evil.example")),
        ("//evil.example/", Some("evil.example")),
        ("/\\evil.example", Some("evil.example")),
        ("\\\\evil.example", Some("evil.example")),
        ("///evil.example", Some("evil.example")),
        ("/\t/evil.example", Some("evil.example")),
        (" \u{1}ht\ntp://ev\til.exa\rmple ", Some("evil.example")),
        ("HTTPS://EVIL.EXAMPLE.", Some("evil.example")),
        ("https://ev%69l%2Eexample", Some("evil.example")),
        ("https://ｅｖｉｌ．example/", Some("evil.example")),
        ("https://evil。example/", Some("evil.example")),
        ("https://ev\u{ad}il.example/", Some("evil.example")),
        ("https://BÜCHER.example/", Some("xn--bcher-kva.example")),
        ("https://b%C3%BCcher.example/", Some("xn--bcher-kva.example")),
        ("https://пример.испытание/", Some("xn--e1afmkfd.xn--80akhbyknj4f")),
        ("https://他们为什么不说中文.example", Some("xn--ihqwcrb4cv8a8dqg056pqjye.example")),
        ("git+ssh://git@evil.example:22/x", Some("evil.example")),
        ("ssh://good.example\\@evil.example/", Some("evil.example")),
        ("hxxp:evil.example", Some("evil.example")),
        ("view-source:https://evil.example/", Some("evil.example")),
        ("blob:https://evil.example/1", Some("evil.example")),
        ("file://evil.example/share", Some("evil.example")),
        ("http://3221225985/", Some("192.0.2.1")),
        ("http://0xC0.0.02.1/", Some("192.0.2.1")),
        ("http://0300.0x0.2.1/", Some("192.0.2.1")),
        ("http://192.0.513/", Some("192.0.2.1")),
        ("http://0xc0000201./", Some("192.0.2.1")),
        ("http://１９２.0.2.1/", Some("192.0.2.1")),
        ("http://[::ffff:192.0.2.1]/", Some("192.0.2.1")),
        ("http://[2001:0DB8:0:0:0:0:0:1]:80/", Some("2001:db8::1")),
        ("http://192.0.2.256/", None),
        ("http://1.2.3.4.5/", None),
        ("http://evil.example:port/", None),
        ("http://[::1/", None),
        ("http://exa mple/", None),
        ("file:///evil.example", None),
        ("/evil.example", None),
        ("evil.example", None),
        ("a/b:c//d", None),
        ("#//evil.example", None),
        ("?u=https://evil.example", None),
        ("mailto:a@evil.example", None),
        ("http://", None),
        ("//", None),
        ("", None),
    ] {
        assert_eq!(host_of(href).as_deref(), host, "{href:?}");
    }
}

#[test]
fn no_spelling_of_a_link_evades_a_listed_domain() {
    let cover = cover(&[(IndicatorType::Domain, "Evil.example"), (IndicatorType::Domain, "bücher.test")]);
    for href in [
        "http://evil.example",
        "https://a.b.evil.example/x",
        "https://good.example@evil.example/",
        "https://evil.example%2e/",
        "//EVIL.example./",
        "http:\\\\evil.example",
        "http:evil.example",
        "hxxp://evil.example/",
        "hxxp:evil.example",
        "hxxps[:]//evil[.]example/",
        "hxxp://evil%5B.%5Dexample/",
        "h**p://evil.example",
        "ja\tvascript:http://evil.example",
        "ftp://evil.example",
        "xmpp://evil.example",
        "wss://evil.example/",
        "https://BÜCHER.test/",
        "https://xn--bcher-kva.test/",
        "https://bu\u{308}cher.test/",
        "mailto:x@mail.evil.example",
    ] {
        assert!(cover.blocks(href), "{href:?}");
    }
    for href in [
        "https://notevil.example/",
        "https://evil.example.org/",
        "https://example/",
        "https://good.example/?u=https://evil.example/",
        "https://good.example/#evil.example",
        "https://good.example\\@evil.example/",
        "evil.example",
        "/evil.example/",
        "./evil[.]example",
        "#evil.example",
        "",
    ] {
        assert!(!cover.blocks(href), "{href:?}");
    }
}

#[test]
fn a_hostname_covers_one_host_and_an_address_one_address() {
    use IndicatorType::*;
    let cover = cover(&[(Hostname, "www.evil.example"), (Ipv4, "192.0.2.1"), (Ipv6, "2001:0db8::1")]);
    for (href, blocked) in [
        ("https://www.evil.example/", true),
        ("https://a.www.evil.example/", false),
        ("https://evil.example/", false),
        ("http://192.0.2.1/", true),
        ("http://3221225985/", true),
        ("http://0xc0.0.0x2.01/", true),
        ("http://[::ffff:c000:201]/", true),
        ("http://192.0.2.2/", false),
        ("http://[2001:db8:0:0::1]:8080/x", true),
        ("http://[2001:db8::2]/", false),
    ] {
        assert_eq!(cover.blocks(href), blocked, "{href}");
    }
}

#[test]
fn blocks_cover_their_addresses_even_when_they_overlap() {
    use IndicatorType::*;
    let cover = cover(&[
        (Cidr, "192.0.2.128/25"),
        (Cidr, "198.51.100.0/24"),
        (Cidr, "198.51.100.8/30"),
        (Ipv4, "198.51.101.0"),
        (Cidr, "2001:db8:1::/48"),
        (Cidr, "203.0.113.7/32"),
    ]);
    for (href, blocked) in [
        ("http://192.0.2.127/", false),
        ("http://192.0.2.128/", true),
        ("http://192.0.2.255/", true),
        ("http://198.51.100.200/", true),
        ("http://198.51.101.0/", true),
        ("http://198.51.101.1/", false),
        ("http://203.0.113.7/", true),
        ("http://203.0.113.8/", false),
        ("http://[2001:db8:1:ffff::]/", true),
        ("http://[2001:db8:2::]/", false),
        ("http://[::]/", false),
    ] {
        assert_eq!(cover.blocks(href), blocked, "{href}");
    }
    let all = Cover::new([(Cidr, "0.0.0.0/0"), (Cidr, "::/0")].into_iter());
    assert!(all.blocks("http://255.255.255.255/") && all.blocks("http://[ffff::]/"));
}

#[test]
fn a_url_covers_exactly_itself() {
    use IndicatorType::*;
    let cover = cover(&[
        (Url, "HTTPS://Evil.example:443/a/b?x=1#top"),
        (Url, "http://root.example"),
        (Url, "http://[2001:db8::1]:81/"),
        (Url, "https://deep.example/a//b/"),
    ]);
    for (href, blocked) in [
        ("https://evil.example/a/b?x=1", true),
        ("https://EVIL.example./a/b?x=1#other", true),
        ("https://u:p@evil.example/a/b?x=1", true),
        ("//evil.example/a/b?x=1", true),
        ("https:\\\\evil.example\\a\\c\\..\\b?x=1", true),
        ("https://evil.example/%61/./%2e/b?x=%31", true),
        ("https://evil.example/a/b", false),
        ("https://evil.example/A/b?x=1", false),
        ("https://evil.example/a/b/?x=1", false),
        ("https://evil.example:8443/a/b?x=1", false),
        ("http://evil.example/a/b?x=1", false),
        ("https://evil.example/", false),
        ("http://root.example/", true),
        ("http://root.example:80?#", true),
        ("//root.example", true),
        ("https://root.example/", false),
        ("http://[2001:db8:0::1]:81", true),
        ("http://[2001:db8::1:81]", false),
        ("https://deep.example/a//b/", true),
        ("https://deep.example/a//b/.", true),
        ("https://deep.example/a/b/", false),
        ("https://deep.example/a//b", false),
    ] {
        assert_eq!(cover.blocks(href), blocked, "{href}");
    }
}

#[test]
fn an_email_covers_the_mailto_of_it() {
    let cover = cover(&[(IndicatorType::Email, "Ann@evil.example")]);
    for (href, blocked) in [
        ("mailto:ann@evil.example", true),
        ("MAILTO:ann%40EVIL.example?subject=x", true),
        ("mailto:bob@good.example,ann@evil.example", true),
        ("mailto:?cc=Ann%20%3Cann@evil.example%3E", true),
        ("mailto:ann[@]evil[.]example", true),
        ("mailto:bob@evil.example", false),
        ("mailto:", false),
        ("https://evil.example/", false),
        ("https://ann@evil.example/", false),
    ] {
        assert_eq!(cover.blocks(href), blocked, "{href}");
    }
}

#[test]
fn other_types_and_unreadable_values_cover_nothing() {
    use IndicatorType::*;
    let cover = cover(&[
        (Sha256, SHA256),
        (Filename, "evil.example"),
        (Domain, ""),
        (Domain, "."),
        (Ipv4, "evil"),
        (Cidr, "/"),
        (Url, "evil.example"),
        (Email, "@"),
    ]);
    for href in ["https://evil.example/", "//", "https:///", "mailto:", "http://./", ""] {
        assert!(!cover.blocks(href), "{href}");
    }
    assert!(!Cover::default().blocks("https://evil.example/"));
}

#[test]
fn eighty_thousand_indicators_still_answer_exactly() {
    use IndicatorType::*;
    let values: Vec<(IndicatorType, String)> = (0..80_000_u32)
        .map(|n| match n % 4 {
            0 => (Domain, format!("d{n}.evil.example")),
            1 => (Ipv4, std::net::Ipv4Addr::from(0xc612_0000 + n * 2).to_string()),
            2 => (Url, format!("https://u.example/{n}")),
            _ => (Sha256, format!("{n:064x}")),
        })
        .collect();
    let cover = Cover::new(values.iter().map(|(kind, value)| (*kind, value.as_str())));
    for n in 0..80_000_u32 {
        assert_eq!(cover.blocks(&format!("https://x.d{n}.evil.example/")), n % 4 == 0, "{n}");
        assert_eq!(cover.blocks(&format!("http://{}/", 0xc612_0000 + n * 2)), n % 4 == 1, "{n}");
        assert_eq!(cover.blocks(&format!("https://U.example/{n}")), n % 4 == 2, "{n}");
    }
}

fn cover(values: &[(IndicatorType, &str)]) -> Cover {
    Cover::new(values.iter().copied())
}
