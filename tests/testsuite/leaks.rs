//! The leak check: what of withheld material is looked for, where, how bad it is, and what is no trace of it.

use crate::support::SiteTest;

/// What is withheld in every site of these tests: a red report, a draft, a red row, a red profile, a tool.
const HIDDEN: &str = "\
-- content/reports/red.md --
---
title: Operation of the & Red Lantern
date: 2024-01-01
tlp: red
actors: [{name: Hidden Wolf, as: GreyDog-7}, APT1]
victims: [Hidden Corp]
campaigns: [Secret Dawn]
malware: [HiddenRat]
tools: [HiddenTool]
tags: [hiddentag]
sectors: [Hiddensector]
countries: [Greenland]
techniques: [T1595]
vulnerabilities: [CVE-2022-10001]
indicators: ['evil.test', '203.0.113.9', 'http://bad.test/gate.php', 'c:\\temp\\lantern.exe', 'wolf@mail.test', d41d8cd98f00b204e9800998ecf8427e]
sources: [{title: Confidential notes of a vendor, url: 'https://vendor.test/private/paper'}, 'https://portal.test/']
---
Text.
-- content/reports/draft.md --
---
title: Draft about a lantern
date: 2024-01-01
draft: true
actors: [Draft Panda]
indicators: [draft.test]
sources: ['https://draftsource.test/x']
---
Text.
-- content/actors/lynx.md --
---
name: Silent Lynx
aliases: [Quiet Cat]
tlp: amber
---
Text.
";

/// The diagnostics of a site with the hidden material and a published report with this text.
fn said(body: &str) -> String {
    let text = format!(
        "{HIDDEN}-- content/reports/public.md --\n---\ntitle: Public\ndate: 2024-05-01\n---\n{body}\n"
    );
    SiteTest::new(&text).build().said()
}

#[test]
fn withheld_strings_in_prose_are_found_in_every_spelling() {
    for (body, severity) in [
        ("Operation of the & Red Lantern", "error"),
        ("operation of the &amp; red\nlantern", "error"),
        ("see operation-of-the-and-red-lantern there", "error"),
        ("by Hidden Wolf.", "error"),
        ("by HIDDEN WOLF", "error"),
        ("by *Hidden* **Wolf**", "error"),
        ("by Hid**den** Wolf", "error"),
        ("by Hidden&nbsp;Wolf", "error"),
        ("by hidden-wolf", "error"),
        ("by HiddenWolf", "error"),
        ("`Hidden Wolf`", "error"),
        ("```\nHidden Wolf\n```", "error"),
        ("# Hidden Wolf", "error"),
        ("[x](https://other.test/hidden-wolf)", "error"),
        ("[x](https://other.test/?q=Hidden%20Wolf)", "error"),
        ("[x](https://other.test/ \"Hidden Wolf\")", "error"),
        ("![Hidden Wolf](https://other.test/x.png)", "error"),
        ("<abbr title=\"Hidden Wolf\">x</abbr>", "error"),
        ("GreyDog-7", "error"),
        ("GreyDog 7", "error"),
        ("Hidden Corp", "error"),
        ("Secret Dawn", "error"),
        ("HiddenRat", "error"),
        ("Silent Lynx", "error"),
        ("Quiet Cat's", "error"),
        ("evil.test", "error"),
        ("evil[.]test", "error"),
        ("evil(.)test", "error"),
        ("evil[dot]test", "error"),
        ("c2.evil.test", "error"),
        ("hxxps://evil[.]test/x", "error"),
        ("<https://evil.test/>", "error"),
        ("203.0.113.9", "error"),
        ("203[.]0[.]113[.]9:80", "error"),
        ("http://bad.test/gate.php", "error"),
        ("hxxp://bad[.]test/gate.php.", "error"),
        ("bad.test/gate.php", "error"),
        ("`c:\\temp\\lantern.exe`", "error"),
        ("wolf[@]mail[.]test", "error"),
        ("D41D8CD98F00B204E9800998ECF8427E", "error"),
        ("Confidential notes of a vendor", "error"),
        ("[x](https://vendor.test/private/paper)", "error"),
        ("(https://vendor.test/private/paper)", "error"),
        ("hxxps://vendor[.]test/private/paper", "error"),
        ("https://vendor.test/private/paper/#part", "error"),
        ("https://portal.test", "error"),
        ("Draft about a lantern", "error"),
        ("draft[.]test", "error"),
        ("Draft Panda", "warning"),
    ] {
        let said = said(body);
        let found = said.lines().any(|line| {
            line.starts_with("content/reports/public.md:") && line.contains(&format!("{severity}[leak]"))
        });
        assert!(found, "{body}\n{said}");
        assert_eq!(said.matches("[leak]").count(), 1, "{body}\n{said}");
    }
}

#[test]
fn what_only_looks_like_a_withheld_string_is_none() {
    for body in [
        "Hidden Wolves, Unhidden Wolf",
        "Hidden\n\nWolf",
        "- Hidden\n- Wolf",
        "| Hidden | Wolf |\n|---|---|\n| a | b |",
        "APT1 has four letters",
        "HiddenTool, hiddentag, Hiddensector, Greenland, T1595, CVE-2022-10001",
        "my-evil.test, evil.tests, evil.test.org, evil-test",
        "1203.0.113.9, 203.0.113.90, 1.203.0.113.9",
        "http://bad.test/gate.php5 http://bad.test/gate.php/more",
        "biglantern.exe, my-lantern.exe",
        "https://vendor.test/private/paper2 https://vendor.test/private/paper/annex.pdf https://vendor.test/",
        "https://portal.test/other",
        "https://draftsource.test/x",
        "a d41d8cd98f00b204e9800998ecf8427e0 b",
    ] {
        assert_eq!(said(body), "", "{body}");
    }
}

#[test]
fn a_leak_names_its_place_and_its_reason() {
    let text = "\
-- content/reports/a.md --
---
title: Public
date: 2024-05-01
malware: [{name: HiddenRat, tlp: amber}]
---
It was
HiddenRat.
-- content/reports/red.md --
---
title: Red Lantern
date: 2024-05-01
tlp: red
---
Text.
-- content/reports/draft.md --
---
title: Long Draft
date: 2024-05-01
draft: true
publish_after: 2026-05-01
actors: [Draft Panda]
---
Text.
-- content/index.md --
---
title: Start
---
Red Lantern and again red lantern, long draft, Draft Panda
";
    SiteTest::new(text).says(
        "content/index.md:4:1: error[leak]: `Red Lantern` is withheld by content/reports/red.md (TLP:RED) and named here, on /index.html
content/index.md:4:36: error[leak]: `Long Draft` is withheld by content/reports/draft.md (draft, embargo until 2026-05-01) and named here, on /index.html
content/index.md:4:48: warning[leak]: `Draft Panda` is withheld by content/reports/draft.md (draft, embargo until 2026-05-01) and named here, on /index.html
content/reports/a.md:7:1: error[leak]: `HiddenRat` is withheld by content/reports/a.md:4 (TLP:AMBER) and named here, on /reports/a/index.html",
    );
}

#[test]
fn every_text_of_the_output_is_read_and_every_path() {
    for (path, text, line) in [
        ("static/a.txt", "x\nby Hidden Wolf", "static/a.txt:2:4:"),
        ("static/.well-known/security.txt", "Hidden Wolf", "static/.well-known/security.txt:1:1:"),
        ("static/a.css", ".x::after {content: 'evil.test'}", "static/a.css:1:22:"),
        ("static/a.js", "const x = 'http:\\/\\/bad.test\\/gate.php';", "static/a.js:1:"),
        ("static/a.json", "{\"a\": \"Hidden\\u0020Wolf\"}", "static/a.json:1:"),
        ("static/a.md", "**Hidden Wolf**", "static/a.md:1:3:"),
        ("static/a.csv", "value\nevil[.]test\n", "static/a.csv:2:1:"),
        ("static/a.svg", "<svg><text>Hidden <tspan>Wolf</tspan></text></svg>", "static/a.svg:1:"),
        ("static/a.html", "<p>x</p><!-- Hidden Wolf -->", "static/a.html:1:14:"),
        ("static/a.xml", "<a>&lt;b&gt;Hid&lt;i&gt;den&lt;/i&gt; Wolf&lt;/b&gt;</a>", "static/a.xml:1:"),
        ("static/LICENSE", "Hidden Wolf", "static/LICENSE:1:1:"),
        ("static/hidden-wolf.txt", "x", "static/hidden-wolf.txt:1:1:"),
        ("static/hidden-wolf/x.png", "x", "static/hidden-wolf/x.png:1:1:"),
        ("static/Hidden Wolf.pdf", "x", "static/Hidden Wolf.pdf:1:1:"),
        ("content/about.md", "---\ntitle: Hidden Wolf\n---\nx\n", "content/about.md:2:8:"),
        ("content/about.md", "---\ntitle: x\nsummary: by Hidden Wolf\n---\nx\n", "content/about.md:3:13:"),
        ("content/about.md", "---\ntitle: x\nslug: hidden-wolf\n---\nx\n", "content/about.md:3:7:"),
        (
            "content/reports/x.md",
            "---\ntitle: x\ndate: 2024-01-01\nkey_points: [by Hidden Wolf]\n---\nx\n",
            "content/reports/x.md:4:17:",
        ),
        (
            "content/reports/x.md",
            "---\ntitle: x\ndate: 2024-01-01\ngaps: [by Hidden Wolf]\n---\nx\n",
            "content/reports/x.md:4:11:",
        ),
        (
            "content/reports/x.md",
            "---\ntitle: x\ndate: 2024-01-01\nchangelog: [{date: 2024-01-02, note: by Hidden Wolf}]\n---\nx\n",
            "content/reports/x.md:4:41:",
        ),
        (
            "content/reports/x.md",
            "---\ntitle: x\ndate: 2024-01-01\nattribution: [{subject: a b, to: {sponsor: Hidden Wolf}}]\nactors: [a b]\n---\nx\n",
            "content/reports/x.md:4:44:",
        ),
        (
            "templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<p>Hidden Wolf</p>{% endblock main %}",
            "templates/404.html:",
        ),
    ] {
        let said = SiteTest::new(HIDDEN).file(path, text).build().said();
        let leaks: Vec<&str> = said.lines().filter(|line| line.contains("error[leak]")).collect();
        assert!(leaks.len() == 1 && leaks[0].starts_with(line), "{path} {text}\n{said}");
    }
}

#[test]
fn a_link_must_not_copy_a_list_with_withheld_rows() {
    let text = "\
-- content/reports/a/index.md --
---
title: Public
date: 2024-05-01
indicators_file: list.csv
---
[All of it](list.csv)
-- content/reports/a/list.csv --
value,tlp
open.test,clear
gone.test,amber
";
    SiteTest::new(text).says(
        "content/reports/a/index.md:6:1: error[withheld-link]: this link copies the file `list.csv` with rows that this edition withholds (content/reports/a/index.md)",
    );
    let quiet = text.replace("[All of it](list.csv)", "Text.");
    SiteTest::new(&quiet).says("");
}

#[test]
fn a_link_must_not_copy_a_withheld_rule() {
    let site = |row: &str, body: &str| {
        format!(
            "-- content/reports/r.yar --\nrule Z1 {{ condition: true }}\n\
             -- content/reports/list.csv --\nvalue\nbad.test\n\
             -- content/reports/hidden.md --\n---\ntitle: Hidden title\ndate: 2024-01-01\ntlp: red\nindicators_file: list.csv\n---\nText.\n\
             -- content/reports/a.md --\n---\ntitle: A\ndate: 2024-01-01\n{row}\n---\n{body}\n"
        )
    };
    let amber = "detections: [{type: yara, file: r.yar, title: Rule set Z1, tlp: AMBER}]";
    let both = "detections: [{type: yara, file: r.yar, tlp: AMBER}, {type: yara, file: r.yar}]";
    let rule = "error[withheld-link]: this link copies the file `r.yar`, which this edition withholds (content/reports/a.md)";
    let list = "error[withheld-link]: this link copies the file `list.csv`, which this edition withholds (content/reports/hidden.md)";
    for (row, body, said) in [
        (amber, "See [the rule](r.yar).", format!("content/reports/a.md:6:5: {rule}")),
        (
            amber,
            "See ![the rule](./r.yar).",
            format!("content/reports/a.md:6:5: {}", rule.replace("`r", "`./r")),
        ),
        (amber, "See <a href=\"r.yar\">it</a>.", format!("content/reports/a.md:6:14: {rule}")),
        (amber, "Text.", String::new()),
        (both, "See [the rule](r.yar).", String::new()),
        ("kind: note", "See [the rule](r.yar).", String::new()),
        ("kind: note", "See [the list](list.csv).", format!("content/reports/a.md:6:5: {list}")),
        ("indicators_file: list.csv", "See [the list](list.csv).", String::new()),
    ] {
        assert_eq!(SiteTest::new(&site(row, body)).build().said().trim(), said, "{row} {body}");
    }
}

#[test]
fn a_link_to_what_is_withheld_is_reported_once() {
    SiteTest::new(
        "-- content/reports/h.md --\n---\ntitle: H\ndate: 2024-01-01\ntlp: amber\nactors: [Cobalt Otter]\n---\nText.\n\
         -- content/reports/b.md --\n---\ntitle: B\ndate: 2024-01-01\n---\n\n\n[[Cobalt Otter]] did it.\n",
    )
    .says("content/reports/b.md:7:1: error[withheld-link]: `Cobalt Otter` leads to material that this edition withholds (content/reports/h.md)");
}

#[test]
fn files_that_hold_no_text_are_copied_and_not_read() {
    let wide: Vec<u8> = "\u{feff}Hidden Wolf".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let said = SiteTest::new(HIDDEN)
        .file("static/a.png", "Hidden Wolf")
        .file("static/a.dat", b"\xff\xfe\x00 Hidden Wolf\x00\xff")
        .file("static/latin.txt", b"caf\xe9 Hidden Wolf")
        .build()
        .said();
    assert_eq!(said, "");
    let said = SiteTest::new(HIDDEN).file("static/wide.txt", wide).build().said();
    assert!(said.contains("static/wide.txt:1:1: error[leak]"), "{said}");
}

#[test]
fn what_is_published_elsewhere_is_no_leak() {
    for public in [
        "actors: [Hidden-Wolf]",
        "actors: [{name: Other, as: hidden wolf}]\nattribution: [{subject: Other, to: GreyDog-7}]",
        "indicators: [evil.test]",
        "indicators: ['http://evil.test/x']",
        "sources: ['https://vendor.test/private/paper']",
        "sources: ['https://www.evil.test/paper']",
        "malware: [Draft about a lantern]",
    ] {
        let text = format!(
            "{HIDDEN}-- content/reports/public.md --\n---\ntitle: Public\ndate: 2024-05-01\n{public}\n---\nText.\n"
        );
        let said = SiteTest::new(&text).build().said();
        assert!(!said.contains("leak"), "{public}\n{said}");
    }
    let text = format!(
        "{HIDDEN}-- content/actors/dog.md --\n---\nname: Yellow Dog\naliases: [{{name: GreyDog 7, equivalence: overlaps}}]\n---\nText.\n"
    );
    SiteTest::new(&text).says("");
}

#[test]
fn no_tag_sector_or_tool_makes_the_name_of_an_actor_public() {
    let site = |withheld: &str, public: &str| {
        format!(
            "-- content/reports/h.md --\n---\ntitle: H\ndate: 2024-01-01\ntlp: amber\n{withheld}: [Cobalt Otter]\n---\nText.\n\
             -- content/reports/b.md --\n---\ntitle: B\ndate: 2024-01-01\n{public}\n---\nPlain prose names Cobalt Otter.\n"
        )
    };
    for (withheld, public, leaks) in [
        ("actors", "actors: [cobalt-otter]", false),
        ("actors", "malware: [cobalt-otter]", false),
        ("malware", "tools: [cobalt-otter]", false),
        ("malware", "actors: [cobalt-otter]", false),
        ("campaigns", "campaigns: [cobalt-otter]", false),
        ("victims", "victims: [cobalt-otter]", false),
        ("tools", "tags: [cobalt-otter]", false),
        ("actors", "tags: [cobalt-otter]", true),
        ("actors", "tags: [cobalt-otter-2024]", true),
        ("actors", "sectors: [cobalt-otter]", true),
        ("actors", "tools: [cobalt-otter]", true),
        ("actors", "victims: [{name: Cobalt Otter, undisclosed: true}]", true),
        ("campaigns", "actors: [cobalt-otter]", false),
        ("campaigns", "tools: [cobalt-otter]", true),
        ("victims", "sectors: [cobalt-otter]", true),
        ("victims", "victims: [{name: Cobalt Otter, undisclosed: true}]", true),
        ("campaigns", "tags: [cobalt-otter]", true),
        ("malware", "tags: [cobalt-otter]", true),
    ] {
        let said = SiteTest::new(&site(withheld, public)).build().said();
        let found = said
            .lines()
            .any(|line| line.starts_with("content/reports/b.md:") && line.contains("error[leak]"));
        assert_eq!(found, leaks, "{withheld}, {public}\n{said}");
    }
    let profile = "-- content/tags/otter.md --\n---\nname: Cobalt Otter\n---\nText.\n";
    let said = SiteTest::new(&format!("{}{profile}", site("actors", "kind: note"))).build().said();
    assert!(said.contains("error[leak]"), "{said}");
    // A state that was a victim is called as its country is.
    SiteTest::new(
        "-- content/reports/h.md --\n---\ntitle: H\ndate: 2024-01-01\ntlp: amber\nvictims: [Ukraine]\n---\nText.\n\
         -- content/reports/b.md --\n---\ntitle: B\ndate: 2024-01-01\ncountries: [UA]\n---\nHosts in Ukraine.\n",
    )
    .says("");
}

#[test]
fn a_longer_published_name_does_not_name_what_it_holds() {
    let text = |body: &str| {
        format!(
            "-- content/reports/a.md --\n---\ntitle: Public\ndate: 2024-05-01\nactors: [{{name: Cobalt, tlp: amber}}, Open Cobalt Group]\n\
             tools: [Cobalt Strike]\nvulnerabilities: [CVE-2022-10001]\nindicators: [{{value: CVE-2022-10002, tlp: red}}, {{type: mutex, value: the, tlp: red}}]\n---\n{body}\n"
        )
    };
    SiteTest::new(&text(
        "They ran Cobalt Strike, cobalt-strike, the CVE-2022-10002, and Open Cobalt Group did too.",
    ))
    .says("");
    SiteTest::new(&text("Cobalt Strike of Cobalt.")).says(
        "content/reports/a.md:9:18: error[leak]: `Cobalt` is withheld by content/reports/a.md:4 (TLP:AMBER) and named here, on /reports/a/index.html",
    );
}

#[test]
fn titles_that_anybody_writes_are_no_leaks() {
    for title in
        ["About", "Notes", "Reports", "Latest reports", "Home", "Sources", "Actors", "Test", "Malware", "TLP"]
    {
        let text = format!(
            "-- content/hidden-page.md --\n---\ntitle: {title}\ndraft: true\n---\nText.\n\
             -- content/index.md --\nAbout 20 hosts. We took notes, read reports. Notes on sources follow. Malware was seen.\n\
             -- content/reports/a.md --\n---\ntitle: Public\ndate: 2024-05-01\nactors: [Open Bear]\nmalware: [OpenRat]\nsources: ['https://x.test/']\n---\nText.\n"
        );
        SiteTest::new(&text).says("");
    }
    let text = "-- content/hidden-page.md --\n---\ntitle: Nightfall\ndraft: true\n---\nText.\n\
                -- content/index.md --\nThis is part of Nightfall, they say.\n";
    SiteTest::new(text).says(
        "content/index.md:1:17: error[leak]: `Nightfall` is withheld by content/hidden-page.md (draft) and named here, on /index.html",
    );
}

#[test]
fn allowed_strings_pass() {
    let config = "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nleaks: {allow: [{text: hidden  WOLF, reason: public since}]}\n";
    let text = format!("{HIDDEN}{config}-- content/index.md --\nHidden Wolf and HiddenRat\n");
    SiteTest::new(&text).says(
        "content/index.md:1:17: error[leak]: `HiddenRat` is withheld by content/reports/red.md (TLP:RED) and named here, on /index.html",
    );
}

#[test]
fn a_name_withheld_by_many_documents_is_reported_once() {
    let mut text = String::from("-- content/index.md --\nAcme Widgets, Acme Widgets.\n");
    for at in 0..5 {
        text.push_str(&format!(
            "-- content/reports/r{at}.md --\n---\ntitle: Paper {at}\ndate: 2024-05-01\n{}\nvictims: [Acme Widgets]\n---\nText.\n",
            if at == 3 { "tlp: amber" } else { "draft: true" }
        ));
    }
    SiteTest::new(&text).says(
        "content/index.md:1:1: error[leak]: `Acme Widgets` is withheld by content/reports/r3.md (TLP:AMBER) and named here, on /index.html",
    );
}

#[test]
fn a_leak_writes_nothing() {
    let test = SiteTest::new(&format!("{HIDDEN}-- content/index.md --\nHidden Wolf\n"));
    let ran = test.sitrep(&["build", "--today", "2026-01-01"]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(!test.folder.path().join("public").exists());
    let ran = test.sitrep(&["build", "--max-tlp", "red"]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn names_that_differ_in_a_sign_are_two_names() {
    for (public, secret) in [("LAPSUS", "LAPSUS$"), ("Calypso", "Calypso!")] {
        let text = format!(
            "-- content/reports/a.md --\n---\ntitle: A\ndate: 2024-01-01\nactors: [{public}]\n---\n{public} was there.\n\
             -- content/reports/b.md --\n---\ntitle: Withheld one\ndate: 2024-01-01\ntlp: red\nactors: [{secret}]\n---\nx\n"
        );
        SiteTest::new(&text).says("");
    }
}
