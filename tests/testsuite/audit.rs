//! Rules over the finished output: links inside the site, inline code, requests to third parties.

use crate::support::SiteTest;

const REPORT: &str = "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nactors: [Open Bear]\n";
const BEAR: &str = "-- content/actors/bear.md --\n---\nname: Open Bear\naliases: [Old Bear]\nredirect_from: [/gone/]\n---\n## A part\n\nText.\n";

fn site(base: &str, body: &str) -> SiteTest {
    let text = format!(
        "-- sitrep.yaml --\ntitle: Test\nbase_url: {base}\ntlp: {{default: CLEAR}}\n{REPORT}---\nFirst line.\n\n{body}\n{BEAR}\
         -- content/about.md --\n---\ntitle: About\n---\nText.\n-- content/index.md --\n[a](about.md)\n\
         -- static/doc.html --\n<p id=x>x</p>\n-- static/a b.txt --\nx\n-- static/é.txt --\nx\n"
    );
    SiteTest::new(&text)
}

#[test]
fn sound_links_say_nothing() {
    for base in ["https://site.example/", "https://site.example/sub/path"] {
        for body in [
            "[a](/actors/open-bear/)",
            "[a](/actors/open-bear)",
            "[a](/actors/open-bear/index.html)",
            "[a](/actors/open-bear/#a-part)",
            "[a](/actors/open-bear/?q=1#a-part)",
            "[a](/actors/open-bear/#top)",
            "[a](/actors/old-bear/)",
            "[a](/gone/)",
            "[a](/)",
            "[a](/atom.xml) [b](/doc.html#x) [c](/doc.html)",
            "[a](../actors/bear.md#a-part)",
            "[a](#here)\n\n## Here",
            "[a](<../../about/>)",
            "[a](/a%20b.txt) [b](</a b.txt>) [c](/%C3%A9.txt) [d](/é.txt)",
            "[a](mailto:a@b.test) [b](tel:+123) [c](https://other.test/x#y) [d](//other.test/x)",
            "<a href=\"#here\">x</a> <a id=\"here\"></a>",
        ] {
            let said = site(base, body).build().said();
            assert_eq!(said, "", "{base} {body}");
        }
    }
    for body in [
        "[a](https://site.example/sub/about/)",
        "[a](HTTPS://SITE.example/sub)",
        "[a](//site.example/sub/about/#)",
    ] {
        assert_eq!(site("https://site.example/sub/", body).build().said(), "", "{body}");
    }
}

#[test]
fn a_broken_link_is_reported_once_at_its_place() {
    for base in ["https://site.example/", "https://site.example/sub/"] {
        for (body, place) in [
            ("[a](/nowhere/)", "8:1"),
            ("[a](/nowhere/) and [b](/nowhere/)", "8:1"),
            ("[a](/actors/open-bear/#nowhere)", "8:1"),
            ("[a](../actors/bear.md#nowhere)", "8:1"),
            ("x [a](#nowhere)", "8:3"),
            ("[a](../actors/none.md)", "8:1"),
            ("![a](none.png)", "8:1"),
            ("![a](/none.png)", "8:1"),
            ("[a](none.pdf)", "8:1"),
            ("[a](../nowhere/)", "8:1"),
            ("[a](/actors/Open-Bear/)", "8:1"),
            ("[a][x]\n\n[x]: /nowhere/", "8:1"),
            ("x <a href=\"/nowhere/\">y</a>", "8:12"),
            ("x <a href='/nowhere/?a=1&amp;b=2'>y</a>", "8:12"),
            ("x <img src=\"/none.png\">", "8:13"),
            ("[a](/doc.html#y)", "8:1"),
        ] {
            let said = site(base, body).build().said();
            let mut errors: Vec<&str> =
                said.lines().filter(|line| line.contains("error[broken-link]")).collect();
            let start = format!("content/reports/a.md:{place}: ");
            let at = errors.iter().position(|line| line.starts_with(&start));
            assert!(at.is_some(), "{base} {body}\n{said}");
            errors.remove(at.unwrap());
            let twice = body.matches("(/nowhere/)").count() - usize::from(body.contains("(/nowhere/)"));
            assert_eq!(errors.len(), twice, "{base} {body}\n{said}");
        }
    }
}

#[test]
fn links_that_leave_a_sub_path_are_broken() {
    for body in
        ["[a](https://site.example/about/)", "[a](<../../../about/>)", "<a href=\"../../../../about/\">a</a>"]
    {
        let said = site("https://site.example/sub/", body).build().said();
        assert!(
            said.contains("error[broken-link]: ") && said.contains("leads out of the site"),
            "{body}\n{said}"
        );
    }
}

#[test]
fn links_of_menus_and_templates_are_checked_once() {
    let config = |menu: &str| {
        format!(
            "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/sub/\ntlp: {{default: CLEAR}}\nmenus:\n  main:\n  - title: X\n    url: {menu}\n{REPORT}---\nText.\n"
        )
    };
    let said = SiteTest::new(&config("/nowhere/")).build().said();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(
        said.starts_with("sitrep.yaml:7:10: error[broken-link]: `/sub/nowhere/` leads nowhere, on "),
        "{said}"
    );
    SiteTest::new(&config("/reports/")).says("");
    let template = "-- templates/404.html --\n{% extends \"base.html\" %}\n{% block main %}<a href=\"{{ site.root }}lost/\">x</a>\n<img src=\"/out.png\">{% endblock main %}\n";
    let said = SiteTest::new(&format!("{}{template}", config("/reports/"))).build().said();
    assert!(
        said.contains("templates/404.html:3:11: error[broken-link]: `/out.png` leads out of the site"),
        "{said}"
    );
    assert!(
        said.contains(
            "templates/404.html:2:41: error[broken-link]: `/sub/lost/` leads nowhere, on /404.html"
        ),
        "{said}"
    );
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn broken_links_may_be_warnings() {
    let text = format!(
        "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {{default: CLEAR}}\nlinks: {{broken: warn}}\n{REPORT}---\n[a](/nowhere/) [b](none.md) <a href=\"/lost/\">c</a>\n"
    );
    let said = SiteTest::new(&text).build().said();
    assert_eq!(said.matches("warning[broken-link]").count(), 3, "{said}");
    assert!(!said.contains("error"), "{said}");
}

#[test]
fn what_failed_to_parse_is_not_broken() {
    for (path, link) in [
        ("content/reports/2024-01-01-bad.md", "[a](2024-01-01-bad.md) [b](/reports/bad/)"),
        ("content/reports/bad/index.md", "[a](bad/index.md#x) [b](/reports/bad/#x)"),
        ("content/actors/bad.md", "[a](../actors/bad.md) [b](/actors/bad/)"),
        ("content/plan.md", "[a](../plan.md) [b](/plan/)"),
        ("content/reports/bad.md", "[b](/actors/named-there/)"),
    ] {
        for text in ["---\ntitle: Some Name\n", "---\n: [\n---\nSome Name\n"] {
            let test = SiteTest::new(&format!("{REPORT}---\n{link}\n")).file(path, text);
            let said = test.build().said();
            assert!(said.contains("error"), "{path}\n{said}");
            assert!(!said.contains("broken-link") && !said.contains("unresolved"), "{path}\n{said}");
        }
    }
}

#[test]
fn copied_pages_are_read_too() {
    let text = format!(
        "{REPORT}---\nText.\n-- static/x.html --\n<a href=\"/reports/a/\">a</a>\n<a href=/lost/ style=\"color: red\">b</a>\n"
    );
    SiteTest::new(&text).says("static/x.html:2:9: error[broken-link]: `/lost/` leads nowhere");
}

#[test]
fn inline_code_is_an_error() {
    for (html, column) in [
        ("<p style=\"color: red\">x</p>", 32),
        ("<p onclick=\"x()\">x</p>", 32),
        ("<style>p {}</style>", 29),
        ("<script>x()</script>", 29),
        ("<script type=\"module\">x()</script>", 29),
    ] {
        let text = format!(
            "{REPORT}---\nText.\n-- templates/404.html --\n{{% extends \"base.html\" %}}{{% block main %}}{html}{{% endblock main %}}\n"
        );
        let said = SiteTest::new(&text).build().said();
        assert!(said.contains("error[inline-code]"), "{html}\n{said}");
        assert!(said.starts_with("templates/404.html:1:"), "{html} {column}\n{said}");
    }
    let text = format!(
        "{REPORT}---\nText.\n-- templates/404.html --\n{{% extends \"base.html\" %}}{{% block main %}}<script type=\"application/ld+json\">{{}}</script>{{% endblock main %}}\n"
    );
    SiteTest::new(&text).says("");
}

#[test]
fn requests_to_third_parties_are_errors() {
    for html in [
        "<script src=\"https://cdn.test/x.js\"></script>",
        "<link rel=\"stylesheet\" href=\"//cdn.test/x.css\">",
        "<link rel=\"preconnect\" href=\"https://cdn.test\">",
        "<link rel=\"shortcut icon\" href=\"https://cdn.test/x.ico\">",
        "<img src=\"HTTPS://cdn.test/x.png\" alt=\"\">",
        "<img srcset=\"https://cdn.test/x.png 2x\" alt=\"\">",
        "<video poster=\"https://cdn.test/x.png\"></video>",
        "<iframe src=\"https://cdn.test/\"></iframe>",
    ] {
        let text = format!(
            "{REPORT}---\nText.\n-- templates/404.html --\n{{% extends \"base.html\" %}}{{% block main %}}{html}{{% endblock main %}}\n"
        );
        let said = SiteTest::new(&text).build().said();
        assert!(said.contains("error[third-party]"), "{html}\n{said}");
    }
    for css in [
        "@import \"https://fonts.test/x.css\";",
        "p {background: url( 'https://cdn.test/x.png' )}",
        "@import url(//fonts.test/x)",
    ] {
        let said = SiteTest::new(&format!("{REPORT}---\nText.\n-- static/x.css --\n{css}\n")).build().said();
        assert!(said.starts_with("static/x.css:") && said.contains("error[third-party]"), "{css}\n{said}");
    }
    for html in [
        "<a href=\"https://cdn.test/x\">x</a>",
        "<img src=\"https://site.example/assets/x.png\" alt=\"\">",
        "<link rel=\"license\" href=\"https://cdn.test/x\">",
    ] {
        let text = format!(
            "{REPORT}---\nText.\n-- static/assets/x.png --\nx\n-- templates/404.html --\n{{% extends \"base.html\" %}}{{% block main %}}{html}{{% endblock main %}}\n"
        );
        SiteTest::new(&text).says("");
    }
}

#[test]
fn links_that_run_code_are_refused_whatever_makes_them() {
    for url in ["javascript:alert(1)", "JaVa\tscript:x", "data:text/html,x", "vbscript:x"] {
        let menu = format!(
            "-- sitrep.yaml --\ntitle: T\nbase_url: https://site.example/\ntlp: {{default: CLEAR}}\nmenus:\n  main:\n    - {{title: X, url: {url:?}}}\n"
        );
        let page =
            format!("-- templates/404.html --\n<!DOCTYPE html><title>x</title><a href=\"{url}\">x</a>\n");
        for text in [menu, page] {
            let said = SiteTest::new(&text).build().said();
            assert!(said.contains("error[unsafe-link]"), "{text}\n{said}");
        }
    }
}

/// Pages are read in pieces, and a piece that was seen before is not read again. What is open at the end of a line must not hide or
/// show anything.
#[test]
fn what_goes_on_over_the_end_of_a_line_is_read_as_one() {
    let lines = |page: &str| page.replace('|', "\n");
    for (page, broken) in [
        ("<a href='/n1/'>x</a>|<a href='/n1/'>x</a>", "/n1/"),
        ("<!--|<a href='/n1/'>x</a>|-->|<a href='/n2/'>x</a>", "/n2/"),
        ("<!--|<a href='/n1/'>x</a>|<a href='/n2/'>x</a>", ""),
        ("<a href='/n1/'>x</a>|<!--|<a href='/n1/'>x</a>|-->", "/n1/"),
        ("<!--|<a href='/n1/'>x</a>|-->|<a href='/n1/'>x</a>", "/n1/"),
        ("<a|href='/n1/'|class=a>x</a>|href='/n2/'", "/n1/"),
        ("<a title='|<a href=\"/n1/\">|' href='/n2/'>x</a>", "/n2/"),
        ("<a title='<a href=\"/n1/\">' href='/n2/'>x</a>", "/n2/"),
        ("<script>|'<a href=\"/n1/\">'|</script>|<a href='/n2/'>x</a>", "/n2/"),
        ("<SCRIPT|>|'<a href=\"/n1/\">'|</Script >|<a href='/n2/'>x</a>", "/n2/"),
        ("<style>|a::after { content: '<a href=/n1/>' }|</style>", ""),
        (
            "<script>|a|b|c|d|e|f|'<a href=\"/n1/\">'|g|h|</script>|<a href='/n2/'>x</a>|<a href='/n3/'>x</a>",
            "/n2/ /n3/",
        ),
        ("1 <|a href='/n1/'> < 2 |<a href='/n2/'>x</a>", "/n2/"),
        ("<?php|<a href='/n1/'>|?>|<a href='/n2/'>x</a>", "/n2/"),
    ] {
        let page = lines(page);
        // Twice, so that every piece of the second page is known from the first.
        let text = format!("-- static/a.html --\n{page}\n-- static/b.html --\n{page}\n");
        let built = SiteTest::new(&text).build();
        let said = built.said();
        let found: std::collections::BTreeSet<&str> =
            said.split('`').skip(1).step_by(2).filter(|word| word.starts_with("/n")).collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>().join(" "), broken, "{page}\n{said}");
    }
}
