//! What is said of a rule that is broken, and where.

use sitrep::detection::read;
use sitrep::model::DetectionType::{self, Kql, Sigma, Snort, Spl, Suricata, Yara};

/// A language, a text, and `at code message` of each fault, `at` being what the fault underlines.
const CASES: [(DetectionType, &str, &[&str]); 55] = [
    (Yara, "rule { condition: true }", &["rule|incomplete-rule|this rule has no name"]),
    (Yara, "rule 9a { condition: true }", &["9a |rule-syntax|`9a` is no name for a YARA rule"]),
    (Yara, "rule my-rule { condition: true }", &["my|rule-syntax|`my-rule` is no name for a YARA rule"]),
    (Yara, "rule my name { condition: true }", &["my |rule-syntax|`my` is no name for a YARA rule"]),
    (Yara, "rule a { strings: $a = \"x\" }", &["a|incomplete-rule|the rule `a` has no `condition`"]),
    (Yara, "rule a { condition: }", &["a|incomplete-rule|the `condition` of the rule `a` is empty"]),
    (Yara, "rule a { condition: true", &["{|rule-syntax|this `{` is never closed"]),
    (Yara, "rule a { condition: (true }", &["(|rule-syntax|this `(` is never closed"]),
    (Yara, "rule a { condition: true) }", &[")|rule-syntax|this `)` closes nothing"]),
    (
        Yara,
        "rule a { condition: true\nrule b { condition: true }",
        &["{|rule-syntax|this `{` is never closed"],
    ),
    (Yara, "rule a { condition: true } }", &["}|rule-syntax|`}` stands outside of any rule"]),
    (Yara, "rule a { strings: $a = \"x\n condition: $a }", &["\"|rule-syntax|this quote is never closed"]),
    (
        Yara,
        "rule a { strings: $a = /x\n condition: $a }",
        &["/|rule-syntax|this regular expression is never closed"],
    ),
    (Yara, "rule a { condition: true } /* x", &["/*|rule-syntax|this comment is never closed"]),
    (
        Yara,
        "rule a { strings: $a = { 4D ZZ } condition: $a }",
        &["Z|rule-syntax|`Z` is no part of a hexadecimal text"],
    ),
    (
        Yara,
        "rule a { strings: $a = { 4D ( 01 | 02 } condition: $a }",
        &["(|rule-syntax|this `(` is never closed"],
    ),
    (Yara, "rule a condition: true }", &["rule|rule-syntax|no `{` opens this rule"]),
    (Yara, "title: x", &["title|rule-syntax|`title` stands outside of any rule"]),
    (Yara, "// nothing", &["/|incomplete-rule|there is no YARA rule here"]),
    (Sigma, "title: A\nlogsource: {product: x}\n", &["title|incomplete-rule|this rule has no `detection`"]),
    (
        Sigma,
        "logsource: {product: x}\ndetection: {s: {a: 1}, condition: s}",
        &["logsource|incomplete-rule|this rule has no `title`"],
    ),
    (
        Sigma,
        "title: A\ndetection: {s: {a: 1}, condition: s}",
        &["title|incomplete-rule|this rule has no `logsource`"],
    ),
    (
        Sigma,
        "title: A\nlogsource: {product: x}\ndetection:\n  s: {a: 1}\n",
        &["s|incomplete-rule|this `detection` has no `condition`"],
    ),
    (
        Sigma,
        "title: A\nlogsource: {product: x}\ndetection: s\n",
        &["s|rule-syntax|`detection` is a mapping of keys to values"],
    ),
    (
        Sigma,
        "title: A\nlogsource: windows\ndetection: {s: {a: 1}, condition: s}",
        &["windows|rule-syntax|`logsource` is a mapping of keys to values"],
    ),
    (
        Sigma,
        "title:\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: }",
        &[
            "title|incomplete-rule|this rule has no `title`",
            "s|incomplete-rule|this `detection` has no `condition`",
        ],
    ),
    (Sigma, "- a\n- b\n", &["- a\n- b|rule-syntax|a Sigma rule is a mapping of keys to values, not a list"]),
    (
        Sigma,
        "title: A\ntitle: B\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}",
        &["title|rule-syntax|the key `title` stands here a second time"],
    ),
    (
        Sigma,
        "title: A\nlogsource:\n  product: [x\ndetection: {}\n",
        &["[|rule-syntax|this bracket is never closed: there is no `]`"],
    ),
    (
        Sigma,
        "title: A\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}\n---\ntitle: B\nlogsource: {product: x}\n",
        &["title|incomplete-rule|this rule has no `detection`"],
    ),
    (Sigma, "# nothing\n---\n", &["#|incomplete-rule|there is no Sigma rule here"]),
    (Sigma, "title: A\n\tlogsource: x\n", &["\t|rule-syntax|a tab cannot stand here"]),
    (
        Sigma,
        "correlation: {type: event_count, rules: [a]}",
        &["correlation|incomplete-rule|this rule has no `title`"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x\"; rev:1;)",
        &["alert|incomplete-rule|this rule has no `sid`"],
    ),
    (Suricata, "alert tcp any any -> any any (sid:1;)", &["alert|incomplete-rule|this rule has no `msg`"]),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x\"; sid:1;",
        &["(|rule-syntax|the bracket that opens the options is never closed"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x\"; sid:1)",
        &["sid:1|rule-syntax|no `;` ends this option"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x\"; nocase)\nalert tcp any any -> any any (msg:\"y\"; sid:2;)",
        &["nocase|rule-syntax|no `;` ends this option"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x; sid:1;)",
        &["\"|rule-syntax|this quote is never closed"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"a;b\"; sid:1;)",
        &["\"|rule-syntax|this quote is never closed"],
    ),
    (
        Suricata,
        "alert tcp any any any any (msg:\"x\"; sid:1;)",
        &["tcp any any any any|rule-syntax|this is no header of a rule"],
    ),
    (Suricata, "alert http (msg:\"x\"; sid:1;)", &["http|rule-syntax|this is no header of a rule"]),
    (
        Suricata,
        "alrt tcp any any -> any any (msg:\"x\"; sid:1;)",
        &["alrt|rule-syntax|`alrt` is no action of Suricata"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any\nalert tcp any any -> any any (msg:\"x\"; sid:1;)",
        &["alert|rule-syntax|this rule has no options"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x\"; sid:one;)",
        &["one|rule-syntax|`one` is no number of a rule"],
    ),
    (
        Suricata,
        "alert tcp any any -> any any (msg:\"x\"; sid:1;) more",
        &["more|rule-syntax|this stands behind the rule"],
    ),
    (Suricata, "rule a { condition: true }", &["rule|rule-syntax|`rule` starts no rule"]),
    (
        Suricata,
        "# alert tcp any any -> any any (msg:\"x\"; sid:1;)",
        &["#|incomplete-rule|there is no Suricata rule here"],
    ),
    (
        Snort,
        "alert tcp any any -> any (msg:\"x\"; sid:1;)",
        &["tcp any any -> any|rule-syntax|this is no header of a rule"],
    ),
    (
        Snort,
        "alert tcp any any -> any any (msg:\"x; sid:1;)",
        &["\"|rule-syntax|this quote is never closed", "msg:\"x; sid:1;|rule-syntax|no `;` ends this option"],
    ),
    (Kql, "T | where a == \"x", &["\"|rule-syntax|this quote is never closed"]),
    (Kql, "T | where (a == 1", &["(|rule-syntax|this `(` is never closed"]),
    (
        Kql,
        "T | where a in [1, 2) // )",
        &["[|rule-syntax|this `[` is never closed", ")|rule-syntax|this `)` closes nothing"],
    ),
    (Spl, "index=x [ search y", &["[|rule-syntax|this `[` is never closed"]),
    (Spl, "index=x \"y", &["\"|rule-syntax|this quote is never closed"]),
];

#[test]
fn a_broken_rule_has_its_faults_at_their_places() {
    for (kind, text, expected) in CASES {
        let found: Vec<String> = read(kind, text)
            .faults
            .iter()
            .map(|fault| format!("{}|{}|{}", &text[fault.range.clone()], fault.code, fault.message))
            .collect();
        assert_eq!(found, expected, "{} {text}", kind.label());
    }
}
