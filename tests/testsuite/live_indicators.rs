//! Indicators never become live links, whatever makes the link; listed hosts that a site itself leads to warn.

use crate::support::SiteTest;

const LISTED: &str = "-- content/reports/a.md --
---
title: Paper
date: 2024-01-01
indicators:
- evil[.]test
- {type: hostname, value: c2.only.test}
- 203.0.113.9
- 198.51.100.0/24
- '2001:db8::bad'
- hxxp://bad[.]test/gate.php
- wolf@mail.test
---
Text.
";

fn with(body: &str) -> SiteTest {
    SiteTest::new(&format!(
        "{LISTED}-- content/about.md --\n---\ntitle: About\n---\n{body}\n-- content/index.md --\n[a](about.md)\n"
    ))
}

/// Spellings of links to what is listed, with how they are shown.
const BLOCKED: [(&str, &str); 18] = [
    ("https://evil.test/x", "hxxps://evil[.]test/x"),
    ("https://EVIL.test./x", "hxxps://EVIL[.]test[.]/x"),
    ("https://a.b.evil.test", "hxxps://a[.]b[.]evil[.]test"),
    ("http://evil.test:8080/", "hxxp://evil[.]test:8080/"),
    ("//evil.test/x", "//evil[.]test/x"),
    ("https:/evil.test/x", "hxxps:/evil[.]test/x"),
    ("https:evil.test", "hxxps:evil[.]test"),
    ("https://user@evil.test/", "hxxps://user[@]evil[.]test/"),
    ("https://c2.only.test/", "hxxps://c2[.]only[.]test/"),
    ("http://203.0.113.9/x", "hxxp://203[.]0[.]113[.]9/x"),
    ("http://0xcb007109/x", "hxxp://0xcb007109/x"),
    ("http://198.51.100.77/", "hxxp://198[.]51[.]100[.]77/"),
    ("http://[2001:db8::bad]/", "hxxp://[2001[:]db8::bad]/"),
    ("http://bad.test/gate.php", "hxxp://bad[.]test/gate.php"),
    ("http://bad.test/gate.php#x", "hxxp://bad[.]test/gate.php#x"),
    ("mailto:wolf@mail.test", "wolf[@]mail[.]test"),
    ("mailto:any@evil.test", "any[@]evil[.]test"),
    ("ftp://evil.test/x", "fxp://evil[.]test/x"),
];

const LINKED: [&str; 6] = [
    "https://bad.test/",
    "http://bad.test/gate.php?x",
    "https://only.test/",
    "https://x.c2.only.test/",
    "http://198.51.101.1/",
    "https://notevil.test/",
];

#[test]
fn markdown_links_to_indicators_become_defanged_text() {
    for (address, shown) in BLOCKED {
        if address.starts_with("ftp") {
            continue;
        }
        for body in
            [format!("[a]({address})"), format!("[a][x]\n\n[x]: {address}"), format!("![a]({address})")]
        {
            let built = with(&body).build();
            let main = built.main("about/index.html");
            assert!(!built.diagnostics.has_errors(), "{body}");
            assert!(main.contains(shown) && !main.contains(&format!("href=\"{address}")), "{body}\n{main}");
        }
    }
    for (body, shown) in [
        ("<https://evil.test/x>", "hxxps://evil[.]test/x"),
        ("[https://evil.test/x](https://evil.test/x)", "hxxps://evil[.]test/x"),
        ("[evil.test/x](https://evil.test/x/)", "hxxps://evil[.]test/x/"),
        ("<wolf@mail.test>", "wolf[@]mail[.]test"),
        ("<mailto:wolf@mail.test>", "wolf[@]mail[.]test"),
    ] {
        let main = with(body).build().main("about/index.html");
        assert!(
            main.contains(shown) && !main.contains("evil.test") && !main.contains("mailto:"),
            "{body}\n{main}"
        );
    }
    for address in LINKED {
        let main = with(&format!("[a]({address})")).build().main("about/index.html");
        assert!(main.contains(&format!("<a href=\"{address}\">a</a>")), "{address}\n{main}");
    }
}

#[test]
fn bare_addresses_stay_text() {
    let main = with("See https://evil.test/x and evil.test there.").build().main("about/index.html");
    assert!(main.contains("<p>See https://evil.test/x and evil.test there.</p>"), "{main}");
}

#[test]
fn raw_html_links_to_indicators_are_errors_at_their_place() {
    for (address, _) in BLOCKED {
        let said = with(&format!("Text\n\nx <a href=\"{address}\">y</a>")).build().said();
        // An address that the sanitiser takes out cannot be followed.
        if address.starts_with("ftp") {
            continue;
        }
        assert!(said.starts_with("content/about.md:6:12: error[live-indicator]"), "{address}\n{said}");
        assert_eq!(said.lines().count(), 1, "{address}\n{said}");
    }
    for address in LINKED {
        assert_eq!(with(&format!("<a href=\"{address}\">y</a>")).build().said(), "", "{address}");
    }
}

#[test]
fn menus_templates_and_copied_pages_must_not_link_to_indicators() {
    let menu = "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nexample: true\nmenus:\n  main:\n  - title: X\n    url: https://evil.test/\n";
    let template = "-- templates/404.html --\n{% extends \"base.html\" %}\n{% block main %}<a href=\"https://evil.test/\">x</a>{% endblock main %}\n";
    let copied = "-- static/x.html --\n<p>\n<a href='https://evil.test/'>x</a>\n";
    let redirect = "-- static/x.html --\n<meta http-equiv=refresh content=\"0;url=https://evil.test/\">\n";
    for (more, start) in [
        (menu, "sitrep.yaml:8:10: "),
        (template, "templates/404.html:2:26: "),
        (copied, "static/x.html:2:10: "),
        (redirect, "static/x.html:1:"),
    ] {
        let said = SiteTest::new(&format!("{LISTED}{more}")).build().said();
        assert!(
            said.starts_with(&format!("{start}error[live-indicator]: "))
                || (more == redirect && said.contains("live-indicator")),
            "{start}\n{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn copied_files_of_any_sort_must_not_link_to_indicators() {
    let svg = |attribute: &str| {
        format!(
            "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n<a {attribute}=\"http://evil.test/\"><text>x</text></a></svg>"
        )
    };
    let page = "<p>\n<a href=\"http://evil.test/\">x</a>";
    for (path, text, place) in [
        ("y.svg", svg("href").into_bytes(), "2:10"),
        ("y.svg", svg("xlink:href").into_bytes(), "2:16"),
        ("y.svg", svg("l:href").into_bytes(), "2:12"),
        ("y.SVG", svg("href").into_bytes(), "2:10"),
        ("w.xhtml", page.into(), "2:10"),
        ("n.HTML", page.into(), "2:10"),
        ("n.htm", page.into(), "2:10"),
        ("n.html", [page.as_bytes(), b"caf\xe9"].concat(), "1:1"),
        ("n.html", "<iframe srcdoc=\"<a href=http://evil.test/>x</a>\"></iframe>".into(), "1:25"),
        (
            "n.html",
            "<iframe srcdoc=\"&lt;iframe srcdoc='&amp;lt;a href=http://evil.test/&amp;gt;x'&gt;\"></iframe>"
                .into(),
            "1:1",
        ),
    ] {
        let said = SiteTest::new(LISTED).file(&format!("static/{path}"), text).build().said();
        assert!(
            said.starts_with(&format!("static/{path}:{place}: error[live-indicator]: ")),
            "{path}\n{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    for (path, text) in [
        ("y.svg", "<svg><a href=\"https://good.test/\"><text>evil.test</text></a></svg>"),
        ("n.html", "<iframe srcdoc=\"<a href='#x'>evil.test</a>\"></iframe>"),
        ("n.txt", "<a href=\"http://evil.test/\">"),
    ] {
        assert_eq!(SiteTest::new(LISTED).file(&format!("static/{path}"), text).build().said(), "", "{path}");
    }
}

#[test]
fn a_source_at_a_listed_url_is_shown_defanged() {
    let text = "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nindicators: ['https://bad.test/leak']\n\
                sources: [{id: one, url: 'https://bad.test/leak'}, {id: two, url: 'https://bad.test/other', via: 'https://bad.test/leak'}]\n\
                actors: [Open Bear]\nactivity: [{actor: Open Bear, says: [one]}]\nquotes: [{text: x, source: one}]\n---\nText.\n";
    let built = SiteTest::new(text).build();
    assert_eq!(built.said(), "");
    let main = built.main("reports/a/index.html");
    assert!(main.contains("hxxps://bad[.]test/leak"), "{main}");
    assert!(!main.contains("bad.test/leak"), "{main}");
    assert!(main.contains("href=\"https://bad.test/other\""), "{main}");
}

#[test]
fn a_listed_host_that_the_site_leads_to_warns_and_blocks_exact_urls_only() {
    let text = "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nsources: ['https://blog.vendor.test/paper', 'http://192.0.2.1/x']\n\
                indicators:\n- vendor.test\n- blog.vendor.test\n- {type: hostname, value: vendor.test}\n- site.example\n- github.com\n- 192.0.2.1\n- 192.0.2.0/24\n\
                - 'https://blog.vendor.test/bad'\n- evil.github.io\n- vendor.test\n---\n\
                [a](https://blog.vendor.test/good) [b](https://blog.vendor.test/bad) [c](https://site.example/) [d](https://github.com/x) \
                [e](https://evil.github.io/) [f](http://192.0.2.1/y)\n";
    let built = SiteTest::new(text).build();
    let said = built.said();
    let warned: Vec<&str> = said.lines().filter(|line| line.contains("warning[indicator-host]")).collect();
    for (line, host, why) in [
        ("6:3", "vendor[.]test", "the host of a source"),
        ("7:3", "blog[.]vendor[.]test", "the host of a source"),
        ("9:3", "site[.]example", "the site's own host"),
        ("10:3", "github[.]com", "a well-known host"),
        ("11:3", "192[.]0[.]2[.]1", "the host of a source"),
        ("12:3", "192[.]0[.]2[.]0/24", "the host of a source"),
    ] {
        let found = warned.iter().any(|said| {
            said.starts_with(&format!("content/reports/a.md:{line}: "))
                && said.contains(&format!("`{host}` "))
                && said.contains(why)
        });
        assert!(found, "{host}\n{said}");
    }
    assert_eq!(warned.len(), 6, "{said}");
    assert!(!said.contains("error"), "{said}");
    let main = built.main("reports/a/index.html");
    for href in [
        "https://blog.vendor.test/good",
        "https://site.example/",
        "https://github.com/x",
        "http://192.0.2.1/y",
    ] {
        assert!(main.contains(&format!("href=\"{href}\"")), "{href}\n{main}");
    }
    for shown in ["hxxps://blog[.]vendor[.]test/bad", "hxxps://evil[.]github[.]io/"] {
        assert!(main.contains(shown), "{shown}\n{main}");
    }
}
