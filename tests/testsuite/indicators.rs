//! Indicators as text: their types, and their live and defanged spellings, there and back.
//!
//! Every test is a table of values. `forms` holds what is refused and what is the same, `links` the link targets
//! that a list of indicators forbids.

use sitrep::indicator::{IndicatorType, defang, recognise, refang, refang_as, validate};

mod forms;
mod links;

const MD5: &str = "d41d8cd98f00b204e9800998ecf8427e";
const SHA1: &str = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
const SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const TLSH: &str = "T1A12B34C56D78E90F1A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E6F708192A3B4";

/// Valid live values of every type, with what pages show for them.
fn valid_values() -> Vec<(IndicatorType, String, String)> {
    use IndicatorType::*;
    let changed = [
        (Domain, "evil.example", "evil[.]example"),
        (Domain, "evil.example.", "evil[.]example[.]"),
        (Domain, "_dmarc.bücher.example", "_dmarc[.]bücher[.]example"),
        (Hostname, "www.evil.example", "www[.]evil[.]example"),
        (Ipv4, "192.0.2.1", "192[.]0[.]2[.]1"),
        (Ipv6, "2001:db8::1", "2001[:]db8::1"),
        (Ipv6, "2001:db8:0:1:2:3:4:5", "2001[:]db8[:]0[:]1[:]2[:]3[:]4[:]5"),
        (Ipv6, "2001::1", "2001[:][:]1"),
        (Ipv6, "::ffff:192.0.2.1", "::ffff[:]192[.]0[.]2[.]1"),
        (Cidr, "192.0.2.0/24", "192[.]0[.]2[.]0/24"),
        (Cidr, "2001:db8::/32", "2001[:]db8::/32"),
        (Url, "http://evil.example/a", "hxxp://evil[.]example/a"),
        (Url, "https://evil.example", "hxxps://evil[.]example"),
        (Url, "https://evil.example:8443/A.php?b=c.d#e.f", "hxxps://evil[.]example:8443/A.php?b=c.d#e.f"),
        (Url, "http://evil.example?to=https://x.example", "hxxp://evil[.]example?to=https://x.example"),
        (Url, "http://user:pw@evil.example/@x", "hxxp://user:pw[@]evil[.]example/@x"),
        (Url, "http://[2001:db8::1]:80/", "hxxp://[2001[:]db8::1]:80/"),
        (Url, "http://evil.example/f(dot)?x[at]=(at)", "hxxp://evil[.]example/f(dot)?x[at]=(at)"),
        (Url, "ftp://evil.example/x", "fxp://evil[.]example/x"),
        (Url, "HTTP://Evil.Example/x", "HTTP[:]//Evil[.]Example/x"),
        (Url, "ws://evil.example/x", "ws[:]//evil[.]example/x"),
        (Url, "http://localhost:8080/x", "hxxp://localhost:8080/x"),
        (Email, "first.last@evil.example", "first.last[@]evil[.]example"),
    ];
    let sha512 = SHA256.repeat(2);
    let unchanged = [
        (Md5, MD5),
        (Sha1, SHA1),
        (Sha256, SHA256),
        (Sha512, sha512.as_str()),
        (Ssdeep, "96:abc+/D:efG"),
        (Tlsh, TLSH),
        (Filename, "invoice.pdf.exe"),
        (Path, r"C:\Users\.ssh\id.txt"),
        (Path, r"\\.\pipe\evil"),
        (Path, "/tmp/.x/y.sh"),
        (RegistryKey, r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"),
        (RegistryKey, r"HKCR\.exe"),
        (Mutex, r"Global\x.y"),
        (UserAgent, "Mozilla/5.0 (compatible; MSIE 9.0; .NET CLR 3.5)"),
        (Asn, "AS64500"),
        (Ja3, MD5),
        (Btc, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (Btc, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        (Cve, "CVE-2021-26855"),
    ];
    let same = |(kind, value): (IndicatorType, &str)| (kind, value.to_owned(), value.to_owned());
    let both = |(kind, live, shown): (IndicatorType, &str, &str)| (kind, live.to_owned(), shown.to_owned());
    changed.into_iter().map(both).chain(unchanged.into_iter().map(same)).collect()
}

#[test]
fn every_type_is_read_from_its_key_in_any_spelling() {
    for kind in IndicatorType::ALL {
        for text in [kind.key().to_owned(), kind.key().to_uppercase(), kind.key().replace('-', "_")] {
            assert_eq!(IndicatorType::parse(&text), Some(kind), "{text}");
            assert_eq!(IndicatorType::parse(&format!(" {} ", text.replace('-', " "))), Some(kind), "{text}");
        }
        assert!(!kind.label().is_empty());
    }
}

#[test]
fn words_of_other_tools_are_types() {
    use IndicatorType::*;
    for (word, kind) in [
        ("ip-dst", Some(Ipv4)),
        ("ip-src", Some(Ipv4)),
        ("SHA-256", Some(Sha256)),
        ("fqdn", Some(Hostname)),
        ("uri", Some(Url)),
        ("ipv4-addr", Some(Ipv4)),
        ("domain-name", Some(Domain)),
        ("email_addr", Some(Email)),
        ("windows-registry-key", Some(RegistryKey)),
        ("File Name", Some(Filename)),
        ("ip", None),
        ("hash", None),
        ("", None),
        ("nonsense", None),
    ] {
        assert_eq!(IndicatorType::parse(word), kind, "{word}");
    }
}

#[test]
fn words_that_say_too_little_are_settled_by_the_value() {
    use IndicatorType::*;
    for (word, live, kind) in [
        ("ip", "192.0.2.1", Some(Ipv4)),
        ("ip-dst", "2001:db8::1", Some(Ipv6)),
        ("IP Address", "192.0.2.0/24", Some(Cidr)),
        ("hash", MD5, Some(Md5)),
        ("hash", SHA256, Some(Sha256)),
        ("hash", "evil.example", None),
        ("ja3", MD5, Some(Ja3)),
    ] {
        assert_eq!(IndicatorType::resolve(word, live), kind, "{word} {live}");
    }
}

#[test]
fn valid_values_are_shown_defanged_and_come_back_exactly() {
    for (kind, live, shown) in valid_values() {
        assert_eq!(validate(kind, &live), Ok(()), "{live}");
        assert_eq!(defang(kind, &live), shown);
        assert_eq!(refang(&shown), live, "{shown}");
        assert_eq!(refang_as(kind, &shown), live, "{shown}");
        assert_eq!(refang(&live), live, "a live value passes through");
    }
    for kind in IndicatorType::ALL {
        assert!(valid_values().iter().any(|(listed, ..)| *listed == kind), "{} is in the table", kind.key());
    }
}

#[test]
fn usual_defanged_forms_are_read() {
    for (written, live) in [
        ("evil[.]example", "evil.example"),
        ("evil(.)example", "evil.example"),
        ("evil{.}example", "evil.example"),
        ("evil[dot]example", "evil.example"),
        ("evil(DOT)example", "evil.example"),
        ("evil{dot}example", "evil.example"),
        ("evil [.] example", "evil.example"),
        ("evil [dot] example", "evil.example"),
        (r"evil\.example", "evil.example"),
        ("  evil[.]example\n", "evil.example"),
        ("hxxp://evil.example/a", "http://evil.example/a"),
        ("hXXps://evil.example/a", "https://evil.example/a"),
        ("h**p://evil.example", "http://evil.example"),
        ("h**ps://evil[.]example", "https://evil.example"),
        ("fxp://evil.example/", "ftp://evil.example/"),
        ("http[:]//evil.example/", "http://evil.example/"),
        ("https[://]evil.example/", "https://evil.example/"),
        ("http:[//]evil.example/", "http://evil.example/"),
        ("hxxps[:]//evil[.]example[:]8443[/]a", "https://evil.example:8443/a"),
        ("hxxp://evil[.]example/a[.]php", "http://evil.example/a.php"),
        ("hxxp://evil(.)example/a(.)php", "http://evil.example/a.php"),
        ("evil[.]example/a[.]php", "evil.example/a.php"),
        ("192[.]0[.]2[.]1", "192.0.2.1"),
        ("192[.]0.2.1[:]8080", "192.0.2.1:8080"),
        ("192.0.2[.]0[/]24", "192.0.2.0/24"),
        ("2001[:]db8[:][:]1", "2001:db8::1"),
        ("a[@]evil.example", "a@evil.example"),
        ("a[at]evil[dot]example", "a@evil.example"),
        ("a(at)evil(dot)example", "a@evil.example"),
        ("a [at] evil [dot] example", "a@evil.example"),
        (r"C:\Windows\evil[.]exe", r"C:\Windows\evil.exe"),
        ("evil[.]exe", "evil.exe"),
        ("http://evil.example/?a[.]b=[at]", "http://evil.example/?a[.]b=[at]"),
        ("evil dot example", "evil.example"),
        ("user AT evil DOT co DOT example", "user@evil.co.example"),
        ("evil dot", "evil dot"),
        ("a dot in a sentence", "a dot in a sentence"),
        ("evil.example dot x", "evil.example dot x"),
        ("evil[ . ]example", "evil.example"),
        ("evil[ dot ]example", "evil.example"),
        ("evil[.example", "evil.example"),
        ("evil[.co[.example]", "evil.co.example"),
        ("evil.]example", "evil.example"),
        ("evil[.]a[.example]/x[.y]", "evil.a.example/x[.y]"),
        ("meow://evil[.]example/a", "http://evil.example/a"),
        ("h[xx]ps://evil[.]example/a", "https://evil.example/a"),
        ("h[tt]p[:]//evil[.]example/a", "http://evil.example/a"),
        (r"hxxp:\\evil[.]example/a", "http://evil.example/a"),
        (r"C:\\Windows\\x.exe", r"C:\\Windows\\x.exe"),
        ("hxxp{://}evil{.}example/a", "http://evil.example/a"),
        ("a{at}evil{dot}example", "a@evil.example"),
        ("a(@)evil(.)example", "a@evil.example"),
        ("192{.}0{.}2{.}1", "192.0.2.1"),
        ("192 dot 0 dot 2 dot 1", "192.0.2.1"),
        ("http://[2001:db8::1]/a.]", "http://[2001:db8::1]/a.]"),
        ("", ""),
        ("[", "["),
        ("ü[.", "ü[."),
    ] {
        assert_eq!(refang(written), live, "{written}");
    }
}

#[test]
fn a_known_type_keeps_texts_that_only_look_defanged() {
    use IndicatorType::*;
    for (kind, text, live) in [
        (Mutex, " a[.]b(at)c ", "a[.]b(at)c"),
        (Path, r"foo\.ssh(dot)x", r"foo\.ssh(dot)x"),
        (Filename, "evil[.]exe", "evil.exe"),
        (Domain, r"evil\.example", "evil.example"),
    ] {
        assert_eq!(refang_as(kind, text), live);
    }
}

#[test]
fn values_without_a_type_are_recognised() {
    use IndicatorType::*;
    for (kind, live, _) in valid_values() {
        let expected = match kind {
            Hostname => Domain,
            Ja3 => Md5,
            other => other,
        };
        assert_eq!(recognise(&live), Some(expected), "{live}");
    }
    for (text, kind) in [
        ("evil.pl", Some(Domain)),
        ("invoice 2021.xlsm", Some(Filename)),
        ("curl/7.68.0", Some(UserAgent)),
        (r"%APPDATA%\x.dll", Some(Path)),
        ("cve-2021-26855", Some(Cve)),
        ("xn--bcher-kva.example", Some(Domain)),
        ("update.zip", None),
        ("install.sh", None),
        ("evil.example/a", None),
        ("192.0.2.1:443", None),
        ("192.0.2.999", None),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx", None),
        ("a sentence of words", None),
        ("evil", None),
        ("", None),
    ] {
        assert_eq!(recognise(text), kind, "{text}");
    }
}
