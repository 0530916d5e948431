//! How rules are shown and handed out, and what a withheld one leaves behind.

use sitrep::model::Tlp;

use super::report;
use crate::support::SiteTest;

const PAGE: &str = "reports/a/index.html";

/// What stands between two texts of a page.
#[track_caller]
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let at = text.find(from).unwrap_or_else(|| panic!("no {from} in {text}")) + from.len();
    &text[at..at + text[at..].find(to).unwrap_or_else(|| panic!("no {to} in {text}"))]
}

#[test]
fn rules_are_shown_in_colours_with_language_and_download() {
    let test = report(
        "detections:\n- {type: yara, file: rules/a b.yar, title: 'Beacon <x>'}\n- type: sigma\n  rule: |\n    title: Login\n\
         \x20   logsource: {product: x}\n    detection: {s: {a: 'https://evil.example/'}, condition: s}\n",
    )
    .file("content/reports/a/rules/a b.yar", "rule a { condition: true }\n");
    let built = test.build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    let section = between(&page, "id=\"sr-detections\"", "</section>");
    for wanted in [
        "<bdi>Beacon &lt;x&gt;</bdi>",
        "<span class=\"detection-kind\">YARA</span>",
        "<span class=\"hl-keyword\">rule</span>",
        "href=\"/reports/a/rules/a%20b.yar\" download",
        "<bdi>Login</bdi>",
        "href=\"/reports/a/detections/login.yml\" download>Download login.yml</a>",
        "<span class=\"detection-size\">1 line</span>",
    ] {
        assert!(section.contains(wanted), "{wanted} in {section}");
    }
    assert!(!section.contains("href=\"https"), "{section}");
    assert!(page.contains("<a href=\"#sr-detections\">Detections</a>"));
    assert_eq!(built.text("reports/a/rules/a b.yar"), "rule a { condition: true }\n");
    assert_eq!(
        built.text("reports/a/detections/login.yml"),
        "# TLP:CLEAR\n# Login, from \"A\", https://site.example/reports/a/\n\n\
         title: Login\nlogsource: {product: x}\ndetection: {s: {a: 'https://evil.example/'}, condition: s}\n"
    );
}

#[test]
fn a_file_that_is_made_carries_its_marking_as_a_comment_of_its_language() {
    let rows = [
        ("yara", "rule x {condition: true}", "x.yar", "// TLP:AMBER\n// x, from"),
        ("sigma", "{title: x, logsource: {a: b}, detection: {condition: s}}", "x.yml", "# TLP:AMBER\n# x"),
        ("suricata", "alert ip any any -> any any (msg:\"x\"; sid:1;)", "x.rules", "# TLP:AMBER\n# x"),
        ("snort", "alert ip any any -> any any (msg:\"x\"; sid:1;)", "x.rules", "# TLP:AMBER\n# x"),
        ("kql", "print 1", "kql-rule.kql", "// TLP:AMBER\n// KQL rule, from \"A\", "),
        ("spl", "index=x", "spl-rule.spl", "``` TLP:AMBER ```\n``` SPL rule, from \"A\", "),
    ];
    for (kind, rule, name, start) in rows {
        let built =
            report(&format!("tlp: GREEN\ndetections: [{{type: {kind}, rule: '{rule}', tlp: AMBER}}]"))
                .max_tlp(Tlp::Amber)
                .build();
        assert_eq!(built.said(), "", "{kind}");
        let text = built.text(&format!("reports/a/detections/{name}"));
        assert!(
            text.starts_with(start)
                && text.ends_with(&format!(
                    "/reports/a/{}\n\n{rule}\n",
                    if kind == "spl" { " ```" } else { "" }
                )),
            "{text}"
        );
        assert!(built.main(PAGE).contains("<span class=\"tlp tlp-amber\">TLP:AMBER</span>"), "{kind}");
    }
    let built = report(
        "retracted: \"It was\\nwrong ``` indeed\"\ndetections: [{type: spl, rule: x, title: \"a\\nb\"}]",
    )
    .build();
    assert_eq!(
        built.text("reports/a/detections/a-b.spl"),
        "``` TLP:CLEAR ```\n``` a b, from \"A\", https://site.example/reports/a/ ```\n``` RETRACTED: It was wrong ''' indeed ```\n\nx\n"
    );
}

#[test]
fn a_rule_without_a_title_is_called_by_its_name_or_its_file() {
    let built = report(
        "detections:\n- {type: yara, rule: 'rule One {condition: true}'}\n- {type: yara, rule: 'rule Two {condition: true} rule Three {condition: true}'}\n\
         - {type: kql, file: hunt.kql}\n- {type: kql, rule: 'print 1'}\n- {type: kql, rule: 'print 2'}\n- {type: spl, rule: x}\n\
         - {type: kql, rule: x, title: Same}\n- {type: kql, rule: y, title: same}\n- {type: kql, rule: z, title: 狼}",
    )
    .file("content/reports/a/hunt.kql", "print 3")
    .build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    let titles: Vec<&str> =
        page.split("detection-title\"><bdi>").skip(1).map(|part| part.split('<').next().unwrap()).collect();
    assert_eq!(
        titles,
        ["One", "Two and 1 more", "hunt.kql", "KQL rule", "KQL rule 2", "SPL rule", "Same", "same", "狼"]
    );
    for path in [
        "detections/one.yar",
        "detections/two-and-1-more.yar",
        "hunt.kql",
        "detections/kql-rule.kql",
        "detections/same.kql",
        "detections/same-2.kql",
    ] {
        assert!(built.has(&format!("reports/a/{path}")), "{path}: {:?}", built.paths());
    }
}

#[test]
fn files_stand_where_pictures_would() {
    let flat = "---\ntitle: T\ndate: 2021-01-01\nsummary: S.\ndetections: [{type: yara, file: x.yar}]\n---\n[raw](x.yar)\n";
    let built = SiteTest::new("")
        .file("content/reports/one.md", flat)
        .file("content/reports/two.md", flat)
        .file("content/reports/bundle/index.md", flat)
        .file("content/reports/x.yar", "rule x {condition: true}")
        .file("content/reports/bundle/x.yar", "rule y {condition: true}")
        .file("content/reports/bundle/unused.yar", "rule z {")
        .build();
    assert_eq!(built.said(), "");
    let rules: Vec<String> = built.paths().into_iter().filter(|path| path.ends_with(".yar")).collect();
    assert_eq!(rules, ["reports/bundle/x.yar", "reports/x.yar"]);
    assert!(built.main("reports/one/index.html").contains("href=\"/reports/x.yar\" download"));
}

#[test]
fn a_long_rule_is_cut_on_the_page_and_whole_in_the_file() {
    let long: String =
        (0..60_000).map(|line| format!("// line {line} of a rule that is very long indeed\n")).collect();
    let file = format!("rule a {{ condition: true }}\n{long}");
    let test = report("detections: [{type: yara, file: a.yar}]").file("content/reports/a/a.yar", &file);
    let built = test.build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    assert!(page.contains("The first 200 of 60001 lines. The whole rule is in the file."), "{page}");
    assert!(page.len() < 60_000, "{}", page.len());
    assert!(!page.contains("data-copy=\"sr-detection-1-code\""));
    assert_eq!(built.text("reports/a/a.yar"), file);

    let one_line = format!("print \"{}\"", "é".repeat(40_000));
    let built =
        report("detections: [{type: kql, file: a.kql}]").file("content/reports/a/a.kql", one_line).build();
    assert_eq!(built.said(), "");
    assert!(built.main(PAGE).len() < 60_000);

    let many: String = (0..300)
        .map(|number| {
            format!(
                "- type: yara\n  rule: |\n    rule r{number} {{\n{}    condition: true }}\n",
                "    // x\n".repeat(20)
            )
        })
        .collect();
    let built = report(&format!("detections:\n{many}")).build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    assert!(page.len() < 700_000, "{}", page.len());
    assert_eq!(page.matches("<details class=\"detection\"").count(), 300);
    assert_eq!(page.matches(" open>").count(), 2);
    assert!(page.contains("<p class=\"note\">The whole rule is in the file.</p>") || page.len() < 300_000);
}

#[test]
fn text_that_no_page_can_hold_is_replaced_on_the_page_alone() {
    let test = report("detections: [{type: snort, file: a.rules}]").file(
        "content/reports/a/a.rules",
        "# \u{1b}[31m\u{c}\nalert ip any any -> any any (msg:\"</code><script>x\"; sid:1;)\n",
    );
    let built = test.build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    assert!(
        page.contains("\u{fffd}[31m\u{fffd}") && !page.contains('\u{1b}') && !page.contains("<script>x"),
        "{page}"
    );
    assert!(built.text("reports/a/a.rules").contains('\u{1b}'));
}

#[test]
fn a_withheld_rule_leaves_no_trace_and_its_file_is_copied_only_for_others() {
    let site = |rows: &str, text: &str| {
        SiteTest::new(&format!(
            "-- content/reports/a/index.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\nmalware: [OpenRat]\n{rows}---\n{text}\n\
             -- content/reports/a/x.yar --\nrule x {{ condition: true }}\n-- content/reports/a/y.yar --\nrule y {{ condition: true }}\n"
        ))
    };
    let kept = "detections:\n- {type: yara, file: y.yar}\n- {type: kql, rule: print 2}\n";
    let test = site(kept, "text");
    let public = test.build().bytes();
    for withheld in [
        "detections:\n- {type: yara, file: x.yar, tlp: AMBER}\n- {type: yara, file: y.yar}\n- {type: kql, rule: print 1, tlp: RED}\n- {type: kql, rule: print 2}\n",
        "detections:\n- {type: yara, file: y.yar}\n- {type: yara, file: y.yar, tlp: GREEN, title: Hidden}\n- {type: kql, rule: print 2}\n",
    ] {
        let test = site(withheld, "text");
        let built = test.build();
        assert_eq!(built.said(), "");
        assert!(built.bytes() == public, "{withheld}");
    }
    let linked = site("detections: [{type: yara, file: x.yar, tlp: AMBER}]\n", "[raw](x.yar)").build();
    assert!(linked.has("reports/a/x.yar") && !linked.main(PAGE).contains("sr-detections"));
}

#[test]
fn a_file_that_names_withheld_malware_goes_with_it() {
    let site = |extra: &str| {
        SiteTest::new(&format!(
            "-- content/reports/a/index.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\nmalware: [OpenRat{extra}]\n\
             detections:\n- {{type: yara, file: x.yar}}\n- {{type: yara, file: y.yar}}\n---\ntext\n\
             -- content/reports/a/x.yar --\n// finds HiddenRat\nrule x {{ condition: true }}\n-- content/reports/a/y.yar --\nrule y {{ condition: true }}\n"
        ))
    };
    let built = site(", {name: HiddenRat, tlp: AMBER}").build();
    assert_eq!(built.said(), "");
    assert!(!built.has("reports/a/x.yar") && built.has("reports/a/y.yar"));
    assert!(!built.main(PAGE).contains("x.yar"));
}

#[test]
fn a_rule_file_in_the_folder_of_a_withheld_report_is_not_taken_from_there() {
    SiteTest::new(
        "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\ndetections: [{type: yara, file: b/x.yar}]\n---\ntext\n\
         -- content/reports/b/index.md --\n---\ntitle: Silent title\ndate: 2021-01-01\nsummary: S.\ntlp: RED\n---\ntext\n\
         -- content/reports/b/x.yar --\nrule x { condition: true }\n",
    )
    .says("content/reports/a.md:5:33: error[withheld-link]: `b/x.yar` lies beside material that this edition withholds (content/reports/b/index.md)");
}
