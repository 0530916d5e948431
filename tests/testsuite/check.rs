//! Rules over the linked site: what each says, how severe it is, and that it says it once.

use crate::support::SiteTest;

/// A report with a summary.
fn report(path: &str, lines: &str, body: &str) -> String {
    format!("-- content/reports/{path}.md --\n---\ntitle: Report\nsummary: One line.\n{lines}\n---\n{body}\n")
}

fn dated(path: &str, lines: &str) -> String {
    report(path, &format!("date: 2024-01-01\n{lines}"), "Text.")
}

fn profile(path: &str, lines: &str) -> String {
    format!("-- content/{path}.md --\n---\n{lines}\n---\n")
}

fn page(path: &str, body: &str) -> String {
    format!("-- content/{path}.md --\n---\ntitle: Page\n---\n{body}\n")
}

/// All diagnostics of a site, hints of missing summaries included.
fn said(text: &str) -> Vec<String> {
    let built = SiteTest::new(text).build();
    built.diagnostics.short(&built.sources).lines().map(str::to_owned).collect()
}

#[test]
fn every_rule_says_one_thing_at_its_severity() {
    let cases: &[(String, &[&str])] = &[
        (
            "-- content/reports/r.md --\n---\ntitle: R\ndate: 2024-01-01\n---\nText.\n".to_owned(),
            &["content/reports/r.md:2:8: hint[missing-summary]: this report has no `summary`"],
        ),
        (
            report("r", "date: 2024-01-01", ""),
            &["content/reports/r.md:2:8: warning[empty-report]: this report has no text"],
        ),
        (
            report("r", "date: 2026-01-02\nupdated: 2027-01-01", "Text."),
            &[
                "content/reports/r.md:4:7: warning[future-date]: the date 2026-01-02 is in the future",
                "content/reports/r.md:5:10: warning[future-date]: the updated 2027-01-01 is in the future",
            ],
        ),
        (report("r", "date: 2026-01-01", "Text."), &[]),
        (
            dated("a", "id: x") + &dated("b", "id: x"),
            &[
                "content/reports/b.md:5:5: error[duplicate-id]: the id `x` is already that of content/reports/a.md",
            ],
        ),
        (
            dated("a", "techniques: [Phishing]") + &dated("b", "techniques: [phishing]"),
            &[
                "content/reports/a.md:5:14: warning[unknown-technique]: `Phishing` is no ATT&CK technique id (2 reports)",
            ],
        ),
        (
            dated("a", "victims: [{name: V, country: Atlantis}]"),
            &[
                "content/reports/a.md:5:30: warning[unknown-country]: `Atlantis` is no country that ISO 3166-1 knows",
            ],
        ),
        (
            dated("a", "actors: [A]\nattribution: [{subject: A, to: {country: Atlantis}}]"),
            &[
                "content/reports/a.md:6:42: warning[unknown-country]: `Atlantis` is no country that ISO 3166-1 knows",
            ],
        ),
        (
            profile("actors/a", "name: Alpha\ncountry: Atlantis") + &dated("a", "actors: [Alpha]"),
            &[
                "content/actors/a.md:3:10: warning[unknown-country]: `Atlantis` is no country that ISO 3166-1 knows",
            ],
        ),
        (
            profile("actors/a", "name: Alpha"),
            &["content/actors/a.md:2:7: hint[unused-profile]: nothing on this site names `Alpha`"],
        ),
        (
            page("about", "Text."),
            &["content/about.md:2:8: warning[orphan-page]: nothing on this site leads to /about/"],
        ),
        (
            dated("a", "actors: [RedFoxtort]")
                + &profile("actors/x", "name: RedFoxtrot")
                + &dated("b", "actors: [RedFoxtrot]"),
            &[
                "content/reports/a.md:5:10: warning[near-duplicate]: `RedFoxtort` is nearly the name `RedFoxtrot`",
            ],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn warnings_pass_and_strict_makes_them_errors() {
    let test = SiteTest::new(&report("r", "date: 2024-01-01", ""));
    assert_eq!(test.sitrep(&["check"]).status.code(), Some(0));
    assert_eq!(test.sitrep(&["check", "--strict"]).status.code(), Some(1));
    let hints = SiteTest::new("-- content/reports/r.md --\n---\ntitle: R\ndate: 2024-01-01\n---\nText.\n");
    assert_eq!(hints.sitrep(&["check", "--strict"]).status.code(), Some(0), "a hint stays a hint");
}

#[test]
fn near_names_are_slips_and_not_other_names() {
    // Kind, two names, whether the second is taken for a slip of the first.
    let cases = [
        ("actors", "RedFoxtrot", "RedFoxtrott", true),
        ("actors", "RedFoxtrot", "RedFoxrtot", true),
        ("actors", "RedFoxtrot", "RedFoxtro", true),
        ("actors", "Fancy Kitten", "Fancy Kiten", true),
        ("actors", "RedFoxtrot", "RedFoxxtrott", false),
        ("actors", "APT28", "APT29", false),
        ("actors", "UNC2452", "UNC24521", false),
        ("actors", "LockBit 3.0", "LockBit 30", false),
        ("actors", "Calypso", "Calipsa", false),
        ("actors", "Group A", "Group B", false),
        ("actors", "Tick", "Tock", false),
        ("tags", "C++", "C#", false),
        ("actors", "LAPSUS", "LAPSUS$", false),
        ("vulnerabilities", "CVE-2021-26855", "CVE-2021-26858", false),
        ("techniques", "T1114.001", "T1114.002", false),
        ("tags", "ransomware", "ransonware", true),
        ("tags", "ransomware", "Ransom-Ware", false),
    ];
    for (kind, one, other, near) in cases {
        let text = dated("a", &format!("{kind}: [\"{one}\"]"))
            + &dated("b", &format!("{kind}: [\"{one}\"]"))
            + &dated("c", &format!("{kind}: [\"{other}\"]"));
        let found: Vec<String> =
            said(&text).into_iter().filter(|line| line.contains("[near-duplicate]")).collect();
        assert_eq!(found.len(), usize::from(near), "{one} {other}: {found:?}");
        assert!(
            found
                .iter()
                .all(|line| line.contains("reports/c.md") && line.contains(&format!("`{other}` is nearly"))),
            "{found:?}"
        );
        // What both have a profile for is meant as it is, unless a doubled letter, a sign or a final `s` is all the difference.
        let profiles = profile(&format!("{kind}/a"), &format!("name: \"{one}\""))
            + &profile(&format!("{kind}/b"), &format!("name: \"{other}\""));
        let found = said(&(text + &profiles)).join("\n").matches("near-duplicate").count();
        let same_word = ["RedFoxtrott", "Fancy Kiten"].contains(&other);
        assert_eq!(found, usize::from(same_word), "{one} {other}");
    }
    for (one, other, near) in [
        ("TEMP.Tick", "TempTick", true),
        ("Desert Falcon", "Desert Falcons", true),
        ("DeepClif", "DeepCliff", true),
        ("Zloader", "Xloader", false),
        ("Specter", "ESPecter", false),
        ("APT-C-12", "APT-Q-12", false),
    ] {
        let first = profile("actors/a", &format!("name: One\naliases: [\"{one}\"]"));
        let second = |aliases: &str| profile("actors/b", &format!("name: Two\naliases: [{aliases}]"));
        let text = first.clone() + &second(&format!("\"{other}\""));
        let found = said(&text).join("\n").matches("near-duplicate").count();
        assert_eq!(found, usize::from(near), "{one} {other}");
        let settled = first + &second(&format!("\"{other}\", {{name: \"{one}\", equivalence: disputed}}"));
        assert!(!said(&settled).join("\n").contains("near-duplicate"), "{one} {other}");
    }
    let text = dated("a", "actors: [RedFoxtort]") + &profile("actors/x", "name: RedFoxtrot");
    let built = SiteTest::new(&text).sitrep(&["build"]);
    let checked = SiteTest::new(&text).sitrep(&["check"]);
    let says = |ran: &std::process::Output| String::from_utf8_lossy(&ran.stderr).contains("near-duplicate");
    assert_eq!((says(&built), says(&checked)), (false, true), "it is for `check` alone");
    let kinds = dated("a", "actors: [Scanbox]\nmalware: [ScanBoxx]");
    assert!(!said(&kinds).join("\n").contains("near-duplicate"));
    let alias = profile("actors/a", "name: APT10\naliases: [Stone Panda]")
        + &dated("a", "actors: [Stone Pandas, APT10]");
    assert!(
        said(&alias).join("\n").contains("`Stone Pandas` is nearly the name `Stone Panda`"),
        "{:?}",
        said(&alias)
    );
    let many: String = (1..=3).map(|at| dated(&format!("r{at}"), "actors: [RedFoxtort]")).collect();
    let many = said(&(many + &profile("actors/a", "name: RedFoxtrot")));
    assert_eq!(
        many.iter().filter(|line| line.contains("near-duplicate") && line.ends_with("(3 reports)")).count(),
        1
    );
}

#[test]
fn page_is_no_orphan_when_anything_leads_to_it() {
    let about = page("about", "Text. [Self](/about/)");
    let menu = "-- sitrep.yaml --\ntitle: T\nbase_url: https://site.example/sub/\ntlp: {default: CLEAR}\nmenus: {footer: [{title: About, url: /about/}]}\n";
    let cases = [
        (String::new(), true),
        (menu.to_owned(), false),
        (page("index", "[About](about.md)"), false),
        (page("index", "[About](/about/#x)"), false),
        (page("index", "<a href=\"/about/\">About</a>"), false),
        (report("r", "date: 2024-01-01", "[About](../about.md)"), false),
        ("-- templates/404.html --\n{% extends \"base.html\" %}{% block main %}<a href=\"{{ site.root }}about/\">A</a><!-- /about/ -->{% endblock main %}\n".to_owned(), false),
    ];
    for (other, orphan) in cases {
        let said = said(&format!("{about}{other}")).join("\n");
        assert_eq!(said.contains("[orphan-page]"), orphan, "{other}: {said}");
    }
}

#[test]
fn profile_is_in_use_when_anything_names_it() {
    let cases = [
        (profile("actors/a", "name: Alpha\naliases: [Beta]"), dated("r", "actors: [beta]")),
        (profile("sectors/a", "name: Energy"), dated("r", "victims: [{name: V, sectors: [energy]}]")),
        (
            profile("sectors/a", "name: Energy"),
            profile("victims/v", "name: V\nsectors: [Energy]") + &dated("r", "victims: [V]"),
        ),
        (
            profile("countries/a", "name: China"),
            dated("r", "actors: [A]\nattribution: [{subject: A, to: {country: CN}}]"),
        ),
        (profile("actors/a", "name: Alpha"), page("index", "[[Alpha]]")),
        (profile("actors/a", "name: Alpha"), page("index", "[x](actors/a.md)")),
        (
            profile("actors/a", "name: Alpha"),
            dated("r", "actors: [A]\nattribution: [{subject: A, to: Alpha}]"),
        ),
    ];
    for (one, other) in cases {
        let said = said(&(one.clone() + &other)).join("\n");
        assert!(!said.contains("unused-profile"), "{one}{other}{said}");
    }
}

#[test]
fn links_that_lead_nowhere_are_located() {
    let cases = [
        ("[x](reports/gone.md)", "error[broken-link]: there is no `content/reports/gone.md`"),
        ("[x](picture.png)", "error[broken-link]: there is no `content/picture.png`"),
        ("[x](/gone/)", "error[broken-link]"),
        ("![x](https://other.example/a.png)", "warning[remote-picture]"),
    ];
    for (text, expected) in cases {
        let found = said(&page("index", &format!("Text {text}.")));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("content/index.md:4:6: ") && found[0].contains(expected), "{found:?}");
    }
}

#[test]
fn names_in_profiles_that_cannot_be_read_are_not_called_unknown() {
    let text = page("index", "[[Alpha]] and [it](actors/a.md)")
        + "-- content/actors/a.md --\n---\nname: [Alpha\n---\n";
    let found = said(&text);
    assert!(found.iter().all(|line| line.starts_with("content/actors/a.md:")), "{found:?}");
    assert!(!found.is_empty());
}

#[test]
fn a_catalogue_of_unused_profiles_is_said_in_one_line() {
    for (count, expected) in [(10, 10), (11, 1), (40, 1)] {
        let profiles: String = (0..count)
            .map(|at| format!("-- content/actors/a{at:02}.md --\n---\nname: Bear {at:02}\n---\nx\n"))
            .collect();
        let found: Vec<String> =
            said(&profiles).into_iter().filter(|line| line.contains("unused-profile")).collect();
        assert_eq!(found.len(), expected, "{found:?}");
        assert!(found[0].starts_with("content/actors/a00.md:2:7: hint"), "{found:?}");
    }
}
