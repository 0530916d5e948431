//! Detection rules: how they are shown and handed out, what is said of those that are broken, what a withheld one leaves behind.

use sitrep::detection::read;
use sitrep::model::DetectionType;

use crate::support::SiteTest;

/// Rules that are broken, with `line:column code message` of every fault.
mod broken;
/// On the page and beside it.
mod shown;
/// Sound rules of every language.
mod sound;

/// A report with some lines of front matter, which start on line 5.
fn report(lines: &str) -> SiteTest {
    SiteTest::new(&format!(
        "-- content/reports/a/index.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\n{lines}\n---\ntext\n"
    ))
}

#[test]
fn a_fault_stands_at_its_line_in_the_file_and_in_the_front_matter() {
    let rule = "rule a\n{\n    strings:\n        $a = \"é\" $b = \"x\n    condition:\n        $a\n}\n";
    report("detections: [{type: yara, file: a.yar}]")
        .file("content/reports/a/a.yar", rule)
        .says("content/reports/a/a.yar:4:23: warning[rule-syntax]: this quote is never closed");
    let crlf = format!("\u{feff}{}", rule.replace('\n', "\r\n"));
    report("detections: [{type: yara, file: a.yar}]")
        .file("content/reports/a/a.yar", crlf)
        .says("content/reports/a/a.yar:4:23: warning[rule-syntax]: this quote is never closed");
    let block = |indicator: &str| {
        let inner: String = rule.lines().map(|line| format!("      {line}\n")).collect();
        format!("detections:\n  - type: yara\n    rule: {indicator}\n\n{inner}")
    };
    for indicator in ["|", "|-", "|+", "|2  # a comment"] {
        report(&block(indicator))
            .says("content/reports/a/index.md:12:29: warning[rule-syntax]: this quote is never closed");
    }
    report("detections:\n- type: yara\n  rule: 'rule a { strings: $a = \"it''s\" condition: $a) }'")
        .says("content/reports/a/index.md:7:54: warning[rule-syntax]: this `)` closes nothing");
    report("detections:\n- {type: kql, rule: \"print \\\"\\u00e9\\\", (\\n  | take 1\"}")
        .says("content/reports/a/index.md:6:40: warning[rule-syntax]: this `(` is never closed");
    report("detections:\n- type: spl\n  rule: >\n    index=x\n    | stats count(\n    | head")
        .says("content/reports/a/index.md:9:18: warning[rule-syntax]: this `(` is never closed");
    report("detections:\n- type: spl\n  rule: index=x\n    | stats (")
        .says("content/reports/a/index.md:8:13: warning[rule-syntax]: this `(` is never closed");
}

#[test]
fn two_rules_of_one_name_in_one_report_are_a_warning_and_one_file_twice_is_none() {
    let rule = "rule a { condition: true }";
    report(&format!(
        "detections:\n- {{type: yara, file: a.yar}}\n- {{type: yara, file: a.yar, title: Again}}\n- {{type: yara, rule: '{rule}'}}\n\
         - {{type: snort, rule: 'alert tcp any any -> any any (msg:\"x\"; sid:7;)'}}\n- {{type: suricata, rule: 'alert tcp any any -> any any (msg:\"x\"; sid:7;)'}}\n\
         - {{type: snort, rule: 'alert tcp any any -> any any (msg:\"y\"; sid:7;)'}}"
    ))
    .file("content/reports/a/a.yar", rule)
    .says(
        "
content/reports/a/index.md:8:28: warning[duplicate-rule]: a second rule has the name `a`
content/reports/a/index.md:11:67: warning[duplicate-rule]: a second rule has the number 7
",
    );
}

#[test]
fn many_rules_of_one_name_are_one_warning_and_many_names_are_counted() {
    let rows = "detections: [{type: yara, file: a.yar}]";
    let rule = |name: &str| format!("rule {name} {{ condition: true }}\n");
    report(rows)
        .file("content/reports/a/a.yar", rule("a").repeat(40))
        .says("content/reports/a/a.yar:2:6: warning[duplicate-rule]: 40 rules have the name `a`");
    let many: String = (0..30).map(|at| rule(&format!("r{at}")).repeat(2)).collect();
    let said = report(rows).file("content/reports/a/a.yar", many).build().said();
    assert_eq!(said.lines().count(), 21, "{said}");
    assert_eq!(
        said.lines().last(),
        Some(
            "content/reports/a/a.yar:42:6: warning[duplicate-rule]: from here on, 10 more names of this report are those of several rules"
        )
    );
}

#[test]
fn a_rule_file_of_any_ending_is_read_alike() {
    for name in ["r.rule", "r.txt", "r.yar"] {
        let path = format!("content/reports/a/{name}");
        let row = || report(&format!("detections: [{{type: yara, file: {name}}}]"));
        row().file(&path, "\u{feff}rule a { condition: true }\n").says("");
        let rule = "\u{feff}rule a\n{ strings: $a = \"x\n condition: $a }\n";
        let said = row().file(&path, rule).build().said();
        assert!(said.starts_with(&format!("{path}:2:17: warning[rule-syntax]")), "{said}");
        let said = row().file(&path, b"rule a { meta: x = \"caf\xe9\" condition: true }").build().said();
        assert!(said.starts_with("content/reports/a/index.md:5:33: error[not-utf8]: `r."), "{said}");
    }
    report("detections: [{type: yara, file: r.yar}]")
        .file("content/reports/a/r.yar", "rule a { \0 condition: true }\n")
        .says("content/reports/a/index.md:5:33: error[nul-byte]: there is a NUL byte in `r.yar`, line 1");
}

#[test]
fn a_file_that_holds_no_rule_is_said_at_the_row() {
    let row = |file: &str| report(&format!("detections: [{{type: sigma, file: {file}}}]"));
    row("a.yml")
        .file("content/reports/a/a.yml", " \n\n")
        .says("content/reports/a/index.md:5:34: warning[empty-rule]: there is no text in `a.yml`");
    row("a.yml")
        .file("content/reports/a/a.yml", b"title: \xff\n")
        .says("content/reports/a/index.md:5:34: error[not-utf8]: `a.yml` is not UTF-8 text");
    row("a.bin")
        .file("content/reports/a/a.bin", b"\x00\xff")
        .says("content/reports/a/index.md:5:34: error[not-utf8]: `a.bin` is empty or not UTF-8 text");
    row("a.yaml").file("content/reports/a/a.yml", "x").says(
        "content/reports/a/index.md:5:34: error[missing-file]: there is no file `a.yaml` beside this report",
    );
    row("b.md")
        .file("content/reports/a/b.md", "---\ntitle: B\ndate: 2021-01-01\nsummary: S.\n---\nx\n")
        .says("content/reports/a/index.md:5:34: error[invalid-value]: `b.md` is a document, not a rule file");
    report("detections: [{type: kql, rule: ''}]")
        .says("content/reports/a/index.md:5:32: error[empty-value]: this text is empty");
}

#[test]
fn the_faults_of_one_text_are_counted_from_the_twentieth_on() {
    let text = "nonsense\n".repeat(50);
    let built = report("detections: [{type: suricata, file: a.rules}]")
        .file("content/reports/a/a.rules", text)
        .build();
    assert_eq!(built.said().lines().count(), 21, "{}", built.said());
    assert!(built.said().ends_with(
        "content/reports/a/a.rules:21:1: warning[rule-syntax]: from here on, this text has 30 more faults\n"
    ));
}

#[test]
fn rules_are_found_by_name() {
    let names = |kind, text: &str| -> Vec<String> {
        read(kind, text).rules.into_iter().map(|rule| rule.name).collect()
    };
    assert_eq!(names(DetectionType::Yara, "rule a {condition: true} rule b : t {condition: a}"), ["a", "b"]);
    assert_eq!(names(DetectionType::Sigma, "title: One\nlogsource: {}\ndetection: {}\n"), ["One"]);
    let rules =
        "alert ip any any -> any any (msg:\"A \\\"b\\\"\\; c\"; sid:1;)\npass ip any any -> any any (sid:2;)";
    assert_eq!(names(DetectionType::Suricata, rules), ["A \"b\"; c", ""]);
    assert_eq!(names(DetectionType::Kql, "print 1").len(), 0);
}
