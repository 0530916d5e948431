use crate::support::SiteTest;

/// What `check` writes for people about one report, without the closing line.
fn human(text: &str) -> String {
    let ran = SiteTest::new("").file("content/reports/a.md", text).sitrep(&["check"]);
    let said = String::from_utf8(ran.stderr).unwrap();
    said.lines().filter(|line| !line.ends_with(" hints")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_fault_is_shown_with_its_line_a_caret_and_a_hint() {
    let cases = [
        (
            "---\ntitle: A\ndate: 2026-13-01\nsummary: S.\n---\ntext\n",
            "error[invalid-date]: month must be between 1 and 12
 --> content/reports/a.md:3:7
  |
3 | date: 2026-13-01
  |       ^^^^^^^^^^
  |
  = hint: write it as `2021-09-28` or `2021-09-28T10:00:00+02:00`

",
        ),
        (
            "---\ntitle: A\ndate: 2021-01-01\nsummary: S.\nactors: [狼毒草, 🐼 panda, {nam: é}]\n---\ntext\n",
            "error[unknown-key]: unknown key `nam`
 --> content/reports/a.md:5:25
  |
5 | actors: [狼毒草, 🐼 panda, {nam: é}]
  |                             ^^^
  |
  = hint: did you mean `name`?

",
        ),
        (
            "",
            "error[empty-file]: this file is empty
--> content/reports/a.md:1:1
 = hint: write front matter between two lines `---`, then the text

",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(human(text), expected);
    }
}

#[test]
fn a_very_long_line_is_cut_round_the_fault_and_keeps_its_column() {
    let text = format!(
        "---\ntitle: A\ndate: 2021-01-01\nsummary: S.\n---\n{}[x](gone.md){}\n",
        "long ".repeat(900),
        " more".repeat(900)
    );
    let said = human(&text);
    assert!(said.contains(" --> content/reports/a.md:6:4501\n"), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let at = lines.iter().position(|line| line.contains("[x](gone.md)")).unwrap();
    assert!(lines[at].chars().count() < 200, "{said}");
    assert_eq!(lines[at].find("[x](gone.md)"), lines[at + 1].find('^'), "{said}");
}

#[test]
fn yaml_faults_point_at_the_sign_at_fault() {
    let cases = [
        ("title: A: b", "2:9", "this colon cannot start a value here"),
        ("title: \"A\ndate: x", "2:8", "this quote is never closed"),
        ("title: 'it's'", "2:12", "text stands behind the closing quote"),
        ("title: [A\ndate: x", "2:8", "this bracket is never closed: there is no `]`"),
        ("title: A\nactors: {name: x\ndate: x", "3:9", "this bracket is never closed: there is no `}`"),
        ("title: A\nactors: [a, b]]", "3:15", "this bracket closes nothing"),
        ("title: *bold*", "2:8", "there is no anchor for `*bold*` above"),
        ("title: @x", "2:8", "text without quotes cannot start with `@`"),
        ("title: `x`", "2:8", "text without quotes cannot start with a backquote"),
        ("title: \"C:\\Users\\x\"", "2:11", "this backslash starts no escape that YAML knows"),
        ("title: A\nactors:\n\t- B", "4:1", "a tab cannot indent a line of YAML"),
        ("title: A\nactors:\n  - A\n - B", "5:2", "this line does not fit the lines above it"),
        ("title: A\n  date: x", "3:7", "this colon cannot start a value here"),
        ("title: A\ndate x\nactors: [a]", "3:1", "a colon is missing in this line"),
        ("title: - a", "2:8", "a list cannot start here"),
        ("title: A\n...\ndate: x", "4:1", "a second YAML document starts here, and only one is allowed"),
        ("? [a]\n: b", "2:3", "a key must be text, not a list"),
        ("title: 🐼 狼: b: c", "2:11", "this colon cannot start a value here"),
    ];
    for (head, place, message) in cases {
        SiteTest::new("")
            .file("content/reports/a.md", format!("---\n{head}\n---\ntext\n"))
            .says(&format!("content/reports/a.md:{place}: error[invalid-yaml]: {message}"));
    }
}

const FAULTY: &str = "-- content/reports/b.md --\n---\ntitle: [x]\ndate: y\nupdated: {a: b}\nchangelog: [{date: 1}, x]\nauthors: Bob\n\
    language: de_DE!\nslug: Ü\nredirect_from: [x]\ndraft: 1\npublish_after: x\nretracted: true\ntlp: x\npap: white\n\
    actors: [A, a, {nam: B}, {name: C, kind: grup, stance: x, confidence: x, says: [q], tlp: white}]\n\
    victims: [{undisclosed: 1, class: x, country: [x], reveals: {report: a}}]\nvulnerabilities: [CVE-1]\n\
    activity: [{actor: Q, from: x, from_bound: x, likelihood: x}, {verb: x}, {actor: A, from: 2021, to: 2020, disputes: [z]}]\n\
    attribution: [{subject: A, to: {country: CN, sponsor: x}}, {}]\nsources: [x, {}, {id: s, url: x, reliability: G, credibility: 9}, {id: s}]\n\
    indicators: [foo bar, {type: domian, value: x}, {type: md5, value: x}, {}]\nindicators_file: x.txt\n\
    detections: [{type: x, file: nope}, {type: yara}]\nquotes: [{speaker: x}]\nextra: [1]\nfoo: bar\nfoo: \"\\0\"\n---\n[[Nope]]\n\
    -- content/reports/a.md --\n---\ntitle: \"x\n---\n-- content/reports/c.md --\n# x\n-- content/actors/x.md --\n---\nnaem: X\naliases: [{by: x}]\n---\nx\n";

#[test]
fn every_error_of_the_front_matter_has_a_hint_and_the_house_style() {
    let built = SiteTest::new(FAULTY).build();
    assert!(built.diagnostics.iter().count() > 50);
    for diagnostic in built.diagnostics.iter() {
        let message = &diagnostic.message;
        assert!(!diagnostic.hints.is_empty(), "no hint: {message}");
        assert!(
            !message.ends_with('.')
                && !message.starts_with(|c: char| c.is_ascii_uppercase() && c != 'P' && c != 'T'),
            "{message}"
        );
        assert!(diagnostic.span.end >= diagnostic.span.start, "{message}");
    }
}

#[test]
fn all_faults_of_all_files_come_in_one_stable_order() {
    let test = SiteTest::new(FAULTY);
    let one = test.sitrep(&["check", "--format", "short", "--jobs", "1"]);
    let many = test.sitrep(&["check", "--format", "short", "--jobs", "8"]);
    assert_eq!(one.stderr, many.stderr);
    let said = String::from_utf8(one.stderr).unwrap();
    let places: Vec<(String, usize, usize)> = said
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(':');
            let path = parts.next()?.to_owned();
            Some((path, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        })
        .collect();
    assert!(places.is_sorted(), "{said}");
    let files: std::collections::BTreeSet<&str> = places.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(files.len(), 4, "{said}");
}

#[test]
fn formats_for_programs_are_data_on_standard_output() {
    let test =
        SiteTest::new("-- content/reports/a,b.md --\n---\ntitle: 'A'\ndate: 100%\nsummary: S.\n---\ntext\n");
    let json = test.sitrep(&["check", "--format", "json"]);
    assert_eq!(
        String::from_utf8(json.stdout).unwrap(),
        "{\"code\":\"invalid-date\",\"severity\":\"error\",\"message\":\"a date is written YYYY-MM-DD\",\
         \"hints\":[\"write it as `2021-09-28` or `2021-09-28T10:00:00+02:00`\"],\"file\":\"content/reports/a,b.md\",\
         \"line\":3,\"column\":7,\"end_line\":3,\"end_column\":11}\n"
    );
    let github = test.sitrep(&["check", "--format", "github"]);
    assert_eq!(
        String::from_utf8(github.stdout).unwrap(),
        "::error file=content/reports/a%2Cb.md,line=3,col=7,endLine=3,endColumn=11,title=invalid-date::\
         a date is written YYYY-MM-DD%0Ahint: write it as `2021-09-28` or `2021-09-28T10:00:00+02:00`\n"
    );
    assert_eq!(test.sitrep(&["build", "--format", "github"]).status.code(), Some(2));
    let short = test.sitrep(&["check", "--format", "short"]);
    assert!(short.stdout.is_empty());
    assert!(
        String::from_utf8(short.stderr)
            .unwrap()
            .starts_with("content/reports/a,b.md:3:7: error[invalid-date]: ")
    );
}

#[test]
fn a_terminal_never_obeys_what_a_file_holds() {
    let said = human("---\ntitle: A\ndate: \"\x1b[31m\"\nsummary: S.\n---\ntext \x1b[2J\n");
    assert!(!said.contains('\x1b'), "{said:?}");
}
