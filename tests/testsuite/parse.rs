use sitrep::model::EntityKind;

use crate::support::SiteTest;

/// A site of one report with these lines in its front matter.
fn report(lines: &str) -> SiteTest {
    let head = "title: A\ndate: 2021-01-01\nsummary: S.";
    SiteTest::new(&format!("-- content/reports/a.md --\n---\n{head}\n{lines}\n---\ntext\n"))
}

/// What is said about the report, without its path: `line:col: severity[code]: message`.
#[track_caller]
fn said(lines: &str) -> Vec<String> {
    let built = report(lines).build();
    let said = built.said();
    said.lines().map(|line| line.trim_start_matches("content/reports/a.md:").to_owned()).collect()
}

#[test]
fn a_scalar_that_is_a_name_is_the_text_that_the_author_wrote() {
    let names = [
        "NO",
        "1e5",
        "1.10",
        "2021",
        "true",
        "0x10",
        "null",
        "yes",
        "on",
        "0o7",
        "1_000",
        ".5",
        ".inf",
        "+1",
        "007",
        "2021-01-01",
        "12:30:00",
        "-1",
        "False",
        "Null-Crew",
        "=",
        "y",
    ];
    for name in names {
        for (shape, list) in [
            ("flow", format!("[{name}]")),
            ("row", format!("[{{name: {name}}}]")),
            ("block", format!("\n  - {name}")),
        ] {
            let built = report(&format!("actors: {list}\nsectors: {list}\nid: {name}")).build();
            let report = &built.site.reports[0].report;
            let found: Vec<&str> =
                report.rows_of(EntityKind::Actor).map(|row| row.name.value.as_str()).collect();
            assert_eq!(found, [name], "{shape}: {}", built.said());
            assert_eq!(report.id.as_ref().unwrap().value, name, "{shape}");
            assert!(!built.diagnostics.has_errors(), "{shape} {name}: {}", built.said());
        }
    }
}

#[test]
fn every_place_of_a_name_id_hash_or_code_takes_odd_scalars() {
    let built = report(
        "actors: [1e5, {name: 1.10, as: 0x10}]\n\
         victims: [{name: true, country: NO, sectors: [2021]}]\n\
         countries: [NO]\n\
         sources: [{id: 007, title: 2021, via: 1e5}]\n\
         activity: [{id: 1e3, actor: 1e5, victim: true, says: [007]}, {actor: 0x10, disputes: [1e3]}]\n\
         attribution: [{subject: 1.10, to: {country: NO}}, {subject: 1e5, to: null}]\n\
         indicators: [{type: md5, value: 00000000000000000000000000000001}, 00000000000000000000000000000002]\n\
         authors: [null]",
    )
    .build();
    assert_eq!(built.said(), "");
    let report = &built.site.reports[0].report;
    assert_eq!(report.rows_of(EntityKind::Country).next().unwrap().name.value, "NO");
    assert_eq!(report.indicators[1].value.value, "00000000000000000000000000000002");
    assert_eq!(report.activity[1].claim.disputes[0].value, "1e3");
    assert!(built.has("countries/norway/index.html"));
}

#[test]
fn a_tilde_or_nothing_is_no_name() {
    assert_eq!(said("actors: [~]"), ["5:10: error[empty-value]: this item is empty"]);
    assert_eq!(said("actors:\n  -\n  - B"), ["6:4: error[empty-value]: this item is empty"]);
    assert_eq!(said("actors: ['']"), ["5:10: error[empty-value]: this text is empty"]);
    assert_eq!(said("actors: [{name: ~}]"), ["5:11: error[empty-value]: the key `name` has no value"]);
    assert_eq!(said("actors:\nvictims: ~\ntags: null"), Vec::<String>::new());
}

#[test]
fn folded_and_quoted_scalars_are_one_text() {
    let built = report(
        "actors:\n  - >\n    APT\n    28\n  - \"Red\n    Fox\"\n  - Multi\n    line # comment\n  - 'it''s'",
    )
    .build();
    let names: Vec<&str> =
        built.site.reports[0].report.rows_of(EntityKind::Actor).map(|row| row.name.value.as_str()).collect();
    assert_eq!(names, ["APT 28", "Red Fox", "Multi line", "it's"]);
}

#[test]
fn a_fault_stands_at_its_word_and_hides_no_other() {
    let cases: [(&str, &[&str]); 31] = [
        ("titel: x", &["5:1: error[unknown-key]: unknown key `titel`"]),
        ("actors: [{nam: X}]", &["5:11: error[unknown-key]: unknown key `nam`"]),
        ("tools: [{name: X, kind: group}]", &["5:19: error[unknown-key]: unknown key `kind`"]),
        ("tags: [a]\ntags: [b]", &["6:1: error[duplicate-key]: the key `tags` stands here a second time"]),
        ("extra: {a: {b: 1, b: 2}}", &["5:19: error[duplicate-key]: the key `b` stands here a second time"]),
        ("null: 1\nextra: {~: 1}", &["5:1: error[unknown-key]: unknown key `null`"]),
        ("actors: X\nactivity: [{actor: X}]", &["5:9: error[wrong-type]: this must be a list, not text"]),
        ("victims: {name: Y}", &["5:10: error[wrong-type]: this must be a list, not a mapping"]),
        ("changelog: x", &["5:12: error[wrong-type]: this must be a list, not text"]),
        ("tags: [[x]]", &["5:8: error[wrong-type]: this must be text, not a list"]),
        ("producer: {a: 1}", &["5:11: error[wrong-type]: this must be text, not a mapping"]),
        ("extra: [1]", &["5:8: error[wrong-type]: this must be a mapping of keys to values, not a list"]),
        ("draft: yes", &["5:8: error[wrong-type]: this must be `true` or `false`, not `yes`"]),
        ("draft: 'false'", &["5:8: error[wrong-type]: this must be `false` without quotes"]),
        ("draft:", &["5:1: error[empty-value]: the key `draft` has no value"]),
        ("tlp: ~", &["5:1: error[empty-value]: the key `tlp` has no value"]),
        ("tlp: purple", &["5:6: error[invalid-tlp]: `purple` is no TLP level"]),
        ("tlp: white", &["5:6: hint[tlp-white]: TLP 2.0 calls `WHITE` `CLEAR`"]),
        ("pap: white", &["5:6: hint[tlp-white]: PAP calls `WHITE` `CLEAR`"]),
        (
            "retracted: false",
            &["5:12: error[wrong-type]: this must be the reason of the retraction, not `false`"],
        ),
        (
            "slug: Über",
            &[
                "5:7: error[invalid-slug]: a slug is made of `a-z`, `0-9` and single hyphens and is no reserved word; `uber` would do",
            ],
        ),
        ("redirect_from: [/ok/, x]", &["5:23: error[invalid-path]: `x` is no path of this site"]),
        ("vulnerabilities: [CVE-21-1]", &["5:19: error[invalid-cve]: `CVE-21-1` is no CVE id"]),
        (
            "actors: [{name: A, confidence: 101}]",
            &[
                "5:32: error[invalid-confidence]: confidence is low, moderate, high or a whole number from 0 to 100, not `101`",
            ],
        ),
        (
            "actors: [A]\nactivity: [{actor: A, from: 2021-05, to: 2021-04}]",
            &["6:42: error[invalid-period]: this period ends (2021-04) before it starts (2021-05)"],
        ),
        (
            "actors: [APT28]\nactivity: [{actor: APT29}]",
            &["6:20: error[dangling-reference]: `APT29` is none of this report's actors"],
        ),
        (
            "sources: [htp://x.example/]",
            &["5:11: error[invalid-url]: `htp://x.example/` is no http or https address"],
        ),
        (
            "indicators: [{value: 192.0.2.1, malware: Gone}, {value: 192.0.2.2, malware: Gone}]",
            &[
                "5:42: warning[dangling-reference]: `Gone` is none of this report's malware, but 2 indicators name it",
            ],
        ),
        ("tags: [a, b, A, ' a']", &["5:14: warning[duplicate-name]: `A` stands in `tags` 3 times"]),
        (
            "actors: [\"a\\0b\"]",
            &["5:10: error[control-character]: this text holds the control character U+0000"],
        ),
        (
            "date2: x\ntlp: x\npublish_after: 2021-02-30\nactors: [{name: [y]}]",
            &[
                "5:1: error[unknown-key]: unknown key `date2`",
                "6:6: error[invalid-tlp]: `x` is no TLP level",
                "7:16: error[invalid-date]: day must be between 1 and 28 in 2021-02",
                "8:17: error[wrong-type]: this must be text, not a list",
            ],
        ),
    ];
    for (lines, expected) in cases {
        let found: Vec<String> =
            said(lines).into_iter().filter(|line| !line.contains("[reserved-indicator]")).collect();
        assert_eq!(found, expected, "{lines}");
    }
}

#[test]
fn a_row_lost_to_a_fault_makes_no_references_dangle() {
    let lines = "actors: [{nam: A}]\nsources: [{id: s1, url: [x]}, 'htp://x']\n\
                 activity: [{actor: A, says: [s1, s2]}]\nquotes: [{text: x, source: s3}]";
    let codes: Vec<String> =
        said(lines).iter().map(|line| line.split(['[', ']']).nth(1).unwrap().to_owned()).collect();
    assert_eq!(codes, ["unknown-key", "wrong-type", "invalid-url"]);
}

#[test]
fn dates_keep_their_form_and_are_refused_at_their_place() {
    let good = [
        ("2021-09-28", "2021-09-28T00:00:00Z"),
        ("'2021-09-28'", "2021-09-28T00:00:00Z"),
        ("2022-04-09 10:00:00 +0600", "2022-04-09T10:00:00+06:00"),
        ("2022-04-09T23:30:00-08:00", "2022-04-09T23:30:00-08:00"),
        ("2022-04-09t10:00:00.5z", "2022-04-09T10:00:00.5Z"),
        ("2024-02-29 # leap day", "2024-02-29T00:00:00Z"),
    ];
    for (written, expected) in good {
        let site = format!("-- content/reports/a.md --\n---\ntitle: A\ndate: {written}\n---\ntext\n");
        let built = SiteTest::new(&site).build();
        assert_eq!(built.said(), "", "{written}");
        assert_eq!(built.site.reports[0].report.date.rfc3339(), expected);
    }
    let bad = [
        ("2021-02-30", "day must be between 1 and 28 in 2021-02"),
        ("2023-02-29", "day must be between 1 and 28 in 2023-02"),
        ("2026-13-01", "month must be between 1 and 12"),
        ("2021-00-01", "month must be between 1 and 12"),
        ("2021-9-8", "a date is written YYYY-MM-DD"),
        ("2021-09", "a date is written YYYY-MM-DD"),
        ("28.09.2021", "a date is written YYYY-MM-DD"),
        ("tomorrow", "a date is written YYYY-MM-DD"),
        ("2021-09-28T25:00:00Z", "a time is between 00:00:00 and 23:59:59"),
        ("2021-09-28T10:00:00 +99", "the offset `+99` is not of the form Z, +06:00 or +0600"),
    ];
    for (written, message) in bad {
        let site = format!("-- content/reports/a.md --\n---\ntitle: A\ndate: {written}\n---\ntext\n");
        SiteTest::new(&site).says(&format!("content/reports/a.md:3:7: error[invalid-date]: {message}"));
    }
}

#[test]
fn a_missing_date_comes_from_the_file_name() {
    for path in ["2021-09-28-roshan.md", "2021-09-28-roshan/index.md", "2021-09-28-roshan.markdown"] {
        let built =
            SiteTest::new(&format!("-- content/reports/{path} --\n---\ntitle: A\n---\ntext\n")).build();
        assert_eq!(built.said(), "", "{path}");
        assert_eq!(built.site.reports[0].report.date.day.to_string(), "2021-09-28");
        assert!(built.has("reports/roshan/index.html"), "{path}");
    }
    SiteTest::new("-- content/reports/2021-13-28-a.md --\n---\ntitle: A\n---\ntext\n")
        .says("content/reports/2021-13-28-a.md:2:1: error[missing-key]: the key `date` is missing");
}

#[test]
fn unknown_keys_may_be_warnings_and_go_to_extra() {
    let config = "title: T\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nfront_matter: {unknown_keys: warn}\n";
    let test = SiteTest::new(&format!(
        "-- sitrep.yaml --\n{config}-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nscore: 7\n\
         ratio: 1.10\nextra: {{score: 8, big: 1e5, on: true, none: null, code: 007, deep: [{{a: x}}]}}\n---\ntext\n"
    ));
    let built = test.build();
    assert_eq!(
        built.said(),
        "content/reports/a.md:4:1: warning[unknown-key]: unknown key `score`\n\
         content/reports/a.md:5:1: warning[unknown-key]: unknown key `ratio`\n"
    );
    let expected =
        r#"{"score":8,"big":"1e5","on":true,"none":null,"code":"007","deep":[{"a":"x"}],"ratio":"1.10"}"#;
    assert_eq!(built.site.reports[0].report.head.extra.to_string(), expected);
    assert_eq!(test.sitrep(&["check", "--strict"]).status.code(), Some(1));
}

#[test]
fn a_document_without_tlp_is_an_error_where_the_site_has_no_default() {
    SiteTest::new(
        "-- sitrep.yaml --\ntitle: T\nbase_url: https://site.example/\n\
         -- content/about.md --\n---\ntitle: A\n---\nx\n-- content/actors/x.md --\n---\nname: X\n---\nx\n\
         -- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\ntlp: TLP:clear\nactors: [X]\n---\nx\n",
    )
    .says(
        "content/about.md:2:1: error[missing-tlp]: this document has no `tlp` and the site has no default\n\
         content/actors/x.md:2:1: error[missing-tlp]: this document has no `tlp` and the site has no default",
    );
}

#[test]
fn profiles_are_read_with_the_same_care() {
    SiteTest::new(
        "-- content/actors/x.md --\n---\nname: 1e5\naliases: [NO, {name: Y, equivalence: exat, since: 2021-13}, {by: Z}]\n\
         first_seen: 2021-02-30\nexternal_ids: {mitre: [G0007, ~], misp: 1e5}\nsectors: x\nkinds: group\n---\nx\n",
    )
    .says(
        "content/actors/x.md:3:38: error[invalid-value]: `exat` is none of exact, overlaps, subset, superset, disputed\n\
         content/actors/x.md:3:51: error[invalid-date]: month must be between 1 and 12\n\
         content/actors/x.md:3:61: error[missing-key]: the key `name` is missing\n\
         content/actors/x.md:4:13: error[invalid-date]: day must be between 1 and 28 in 2021-02\n\
         content/actors/x.md:5:31: error[empty-value]: this item is empty\n\
         content/actors/x.md:6:10: error[wrong-type]: this must be a list, not text\n\
         content/actors/x.md:7:1: error[unknown-key]: unknown key `kinds`",
    );
}

#[test]
fn an_indicator_file_is_read_with_every_cell_in_its_place() {
    let csv = "type,value,first_seen,contxt,tlp\n# comment, here\n\ndomain,evil[.]example,2021-13,x,gren\n\
               ,\"hxxp://evil[.]example/a,b\",2021,\"two\nlines \"\"q\"\"\",CLEAR\ndomian,é.example\n,foo bar\n,,2021\n\
               ,192.0.2.1,,,,,extra\nmd5,1e5\n";
    let built = report("indicators_file: i.csv").file("content/reports/i.csv", csv).build();
    let said = built.said().replace("content/reports/i.csv:", "");
    let found: Vec<&str> = said.lines().filter(|line| !line.contains("[reserved-indicator]")).collect();
    assert_eq!(
        found,
        [
            "1:23: error[unknown-key]: unknown key `contxt`",
            "4:23: error[invalid-date]: month must be between 1 and 12",
            "4:33: error[invalid-tlp]: `gren` is no TLP level",
            "7:1: error[invalid-indicator]: `domian` is no type of indicator",
            "8:2: error[invalid-indicator]: the type of `foo bar` is not recognised",
            "9:1: error[missing-key]: this row has no `value`",
            "10:16: error[invalid-csv]: this row has more cells than the first line has columns",
            "11:5: error[invalid-indicator]: md5 must have 32 hex digits, this has 3",
        ]
    );
    let values: Vec<&str> =
        built.site.reports[0].report.indicators.iter().map(|row| row.value.value.as_str()).collect();
    assert_eq!(values, ["http://evil.example/a,b", "192.0.2.1"]);
}

#[test]
fn indicator_files_of_other_shapes() {
    let md5 = "1".repeat(32);
    let cases: [(&str, String, &str); 13] = [
        ("i.csv", "\u{feff}Type;Value;Context\r\ndomain;evil.example;a,b\r\n".to_owned(), ""),
        (
            "i.csv",
            "evil.example\n".to_owned(),
            "i.csv:1:1: error[invalid-csv]: the first line names no column `value`",
        ),
        ("i.csv", String::new(), "i.csv:1:1: error[invalid-csv]: this file has no rows"),
        (
            "i.csv",
            "value,context\nevil.example,\"open\nfoo bar,y\n".to_owned(),
            "i.csv:2:14: error[invalid-csv]: this quote is never closed\n\
             i.csv:3:1: error[invalid-indicator]: the type of `foo bar` is not recognised",
        ),
        ("i.json", format!("[\"evil[.]example\", {{\"type\": \"md5\", \"value\": {md5}}}]"), ""),
        (
            "i.json",
            "[\n \"a.example\",\n]".to_owned(),
            "i.json:3:1: error[invalid-json]: this is no JSON: expected value",
        ),
        (
            "i.json",
            "{\"a\": 1}".to_owned(),
            "i.json:1:1: error[wrong-type]: this must be a list, not a mapping",
        ),
        (
            "i.json",
            "[\n {\"value\": \"é\", \"foo\": 1},\n {\"foo\": 2, \"value\": 5}]".to_owned(),
            "i.json:2:12: error[invalid-indicator]: the type of `é` is not recognised\n\
             i.json:2:17: error[unknown-key]: unknown key `foo`\n\
             i.json:3:22: error[invalid-indicator]: the type of `5` is not recognised",
        ),
        (
            "i.json",
            "[".repeat(3000) + &"]".repeat(3000),
            "i.json:1:33: error[json-too-deep]: this is nested more than 32 levels deep",
        ),
        ("i.txt", String::new(), "a.md:5:18: error[invalid-value]: `i.txt` is neither a CSV nor a JSON file"),
        ("no.csv", String::new(), ""),
        (
            "../i.csv",
            String::new(),
            "a.md:5:18: error[missing-file]: there is no file `../i.csv` beside this report",
        ),
        ("i.cs", String::new(), "a.md:5:18: error[invalid-value]: `i.cs` is neither a CSV nor a JSON file"),
    ];
    for (name, text, expected) in cases {
        let test = report(&format!("indicators_file: {name}"));
        let test = if name == "no.csv" { test } else { test.file(&format!("content/reports/{name}"), text) };
        let said = test.build().said().replace("content/reports/", "");
        let found: Vec<&str> = said.lines().filter(|line| !line.contains("[reserved-indicator]")).collect();
        let expected = match name {
            "no.csv" => "a.md:5:18: error[missing-file]: there is no file `no.csv` beside this report",
            _ => expected,
        };
        assert_eq!(found.join("\n"), expected, "{name}");
    }
}

#[test]
fn an_indicator_file_has_a_level_of_its_own() {
    // The name and text of a file, the values that are published of it, what is said.
    for (name, text, published, said) in [
        ("i.json", r#"{"tlp":"TLP:RED","indicators":[{"value":"a.net"}]}"#, vec![], ""),
        ("i.json", r#"{"TLP":"amber","indicators":["a.net"]}"#, vec![], ""),
        (
            "i.json",
            r#"{"tlp":"CLEAR","indicators":["a.net",{"value":"b.net","tlp":"red"}]}"#,
            vec!["a.net"],
            "",
        ),
        ("i.json", r#"{"tlp":"TLP:GREEN","indicators":[{"value":"a.net","tlp":"clear"}]}"#, vec![], ""),
        (
            "i.json",
            r#"{"tlp":"purple","bogus":1,"indicators":[{"value":"a.net"}]}"#,
            vec![],
            "i.json:1:8: error[invalid-tlp]: `purple` is no TLP level\ni.json:1:17: error[unknown-key]: unknown key `bogus`",
        ),
        ("i.json", r#"{"title":"T","url":"u","date":"d","indicators":["a.net"]}"#, vec!["a.net"], ""),
        ("i.csv", "# TLP:AMBER\r\n# https://x/\r\nvalue\r\na.net\r\n", vec![], ""),
        ("i.csv", "value\na.net\n# tlp: amber+strict, do not share\n", vec![], ""),
        ("i.csv", "# TLP:CLEAR\nvalue\na.net\n", vec!["a.net"], ""),
        ("i.csv", "# TLP is not used here\nvalue\na.net\n", vec!["a.net"], ""),
        (
            "i.csv",
            "# TLP:PURPLE\nvalue\na.net\n",
            vec![],
            "i.csv:1:3: error[invalid-tlp]: `PURPLE` is no TLP level",
        ),
    ] {
        let built = report(&format!("indicators_file: {name}"))
            .file(&format!("content/reports/{name}"), text)
            .build();
        assert_eq!(built.said().trim().replace("content/reports/", ""), said, "{text}");
        let rows = &built.site.reports[0].report.indicators;
        let values: Vec<&str> = rows.iter().map(|row| row.value.value.as_str()).collect();
        assert_eq!(values, published, "{text}");
    }
}

#[test]
fn a_value_that_is_nearly_something_is_told_what() {
    for (value, nearly) in [
        ("d41d8cd98f00b204e9800998ecf8427", ": it has 31 hex digits, and MD5 has 32"),
        ("d41d8cd98f00b204e9800998ecf8427g", ": MD5 has 32 hex digits, and `g` is none"),
        ("1.2.3.256", ": ipv4 must be four numbers from 0 to 255, as in `192.0.2.1`"),
        ("1.2.3.4/33", ": cidr must end in a prefix from 0 to 32, this has `33`"),
        ("evil[.]com/path/a", ": a URL needs a scheme, as in `https://`"),
        ("45[.]33[.]32[.]156/a", ": a URL needs a scheme, as in `https://`"),
        ("45[.]33[.]32[.]156[:]443", ": a host has no port; write it alone, or as a URL with its scheme"),
        ("evil.com:443", ": a host has no port; write it alone, or as a URL with its scheme"),
        ("evil.com:443/a", ": a URL needs a scheme, as in `https://`"),
        ("http://ev\u{202e}il.com/", ": the host of a url must not hold the invisible character U+202E"),
        ("http://ev%E2%80%AEil.com/", ": the host of a url must not hold the invisible character U+202E"),
        ("a@ev\u{202e}il.com", ": the domain of an email must not hold the invisible character U+202E"),
        ("*.evil.com", ": domain already covers all names below it, write it without `*.`"),
        ("CVE-21-1", ": cve must be a year and a number, as in `CVE-2021-26855`"),
        ("update.zip", ": it may be a file or a domain"),
        ("foo bar", ""),
        ("foo", ""),
        ("5", ""),
        ("e.g.", ""),
    ] {
        let said = report("indicators_file: i.json")
            .file("content/reports/i.json", format!("[\"{value}\"]"))
            .build()
            .said();
        let shown = value.replace('\u{202e}', "\u{fffd}");
        let wanted = format!("error[invalid-indicator]: the type of `{shown}` is not recognised{nearly}");
        assert_eq!(said.trim(), format!("content/reports/i.json:1:2: {wanted}"));
    }
    for (kind, value) in [
        ("url", "http://ev\u{202e}il.com/"),
        ("url", "http://x@evil\u{200b}.com"),
        ("email", "a@ev\u{202e}il.com"),
    ] {
        let text = format!("[{{\"type\": \"{kind}\", \"value\": \"{value}\"}}]");
        let said = report("indicators_file: i.json").file("content/reports/i.json", text).build().said();
        assert!(said.contains("must not hold the invisible character"), "{value}\n{said}");
    }
}

#[test]
fn a_list_that_is_no_text_says_why() {
    for (name, bytes, said) in [
        (
            "i.csv",
            &b"value\na\0.net\n"[..],
            "a.md:5:18: error[nul-byte]: there is a NUL byte in `i.csv`, line 2",
        ),
        ("i.csv", b"value\ncaf\xe9.net\n", "a.md:5:18: error[not-utf8]: `i.csv` is not UTF-8 text"),
        ("i.csv", b"\xff\xfev\0a\0", "a.md:5:18: error[not-utf8]: `i.csv` is not UTF-8 text"),
        (
            "i.json",
            br#"[{"value": "\ud800"}]"#,
            "i.json:1:12: error[invalid-json]: this text holds half of a character: `\\ud800` to `\\udfff` stand in pairs",
        ),
    ] {
        let built = report(&format!("indicators_file: {name}"))
            .file(&format!("content/reports/{name}"), bytes)
            .build();
        assert_eq!(built.said().trim().replace("content/reports/", ""), said);
    }
}

#[test]
fn eighty_thousand_faulty_rows_are_named_in_part_and_counted() {
    let csv = "value\n".to_owned() + &"foo bar\n".repeat(80_000);
    let built = report("indicators_file: i.csv").file("content/reports/i.csv", csv).build();
    let said = built.said();
    assert_eq!(said.lines().count(), 101);
    let last = said.lines().last().unwrap();
    assert_eq!(
        last,
        "content/reports/i.csv:102:1: error[invalid-indicator]: from here on, this file has 79900 more faults"
    );
}

#[test]
fn keys_that_hold_a_text_back_elsewhere_are_never_passed_over() {
    let config = "title: T\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nfront_matter: {unknown_keys: warn}\n";
    // Key, whether it is an error where unknown keys are warnings, a word of the hint.
    let table = [
        ("published: false", true, "`draft: true`"),
        ("publishDate: 2031-01-01", true, "`publish_after: YYYY-MM-DD`"),
        ("expiryDate: 2031-01-01", true, "nothing expires here"),
        ("hidden: true", true, "`draft: true`"),
        ("lastmod: 2021-01-01", false, "`updated`"),
        ("description: x", false, "`summary`"),
        ("aliases: [/old/]", false, "`redirect_from: [/old/path/]`"),
        ("score: 5", false, "known keys are"),
    ];
    for (line, is_error, hint) in table {
        let report = format!("---\ntitle: A\ndate: 2021-01-01\nsummary: S\n{line}\n---\nx\n");
        let site = SiteTest::new("").file("content/reports/a.md", &report).file("sitrep.yaml", config);
        let built = site.build();
        assert_eq!(built.diagnostics.has_errors(), is_error, "{line}");
        let found = built.diagnostics.iter().find(|fault| fault.code == "unknown-key").unwrap();
        assert!(found.hints.iter().any(|text| text.contains(hint)), "{line}: {:?}", found.hints);
        let page = report.replace("date: 2021-01-01\n", "");
        let site = SiteTest::new("").file("content/about.md", page).file("sitrep.yaml", config);
        assert_eq!(site.build().diagnostics.has_errors(), is_error, "{line} on a page");
    }
    let site = SiteTest::new("-- content/reports/_drafts/a.md --\n---\ntitle: A\ndate: 2021-01-01\n---\nx\n");
    site.says(
        "content/reports/_drafts/a.md:1:1: error[reserved-path]: a folder `_drafts` keeps nothing back here",
    );
    let site =
        SiteTest::new("-- content/posts/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S\n---\nx\n")
            .build();
    let found = site.diagnostics.iter().find(|fault| fault.code == "unknown-key").unwrap();
    assert!(found.hints[0].contains("files below content/reports/"), "{:?}", found.hints);
}

#[test]
fn white_space_may_stand_anywhere_in_a_json_list() {
    let text = "-- content/reports/a/index.md --\n---\ntitle: A\ndate: 2024-05-01\nindicators_file: list.json\n---\nText.\n\
                -- content/reports/a/list.json --\n [ \"a.test\" , {\"value\" : \"b.test\" , \"context\" : \"x\" }\n , \"c.test\" \n]\n";
    let test = SiteTest::new(text);
    test.says("");
    let values: Vec<String> = test.build().site.reports[0]
        .report
        .indicators
        .iter()
        .map(|indicator| indicator.value.value.clone())
        .collect();
    assert_eq!(values, ["a.test", "b.test", "c.test"]);
}
