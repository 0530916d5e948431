//! What names lead to: activity clusters, undisclosed victims, codes and countries.

use crate::support::{Built, SiteTest};

fn report(slug: &str, date: &str, lines: &str, body: &str) -> String {
    format!(
        "-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\ndate: {date}\n{lines}\n---\n{body}\n"
    )
}

fn profile(path: &str, lines: &str) -> String {
    format!("-- content/{path}.md --\n---\n{lines}\n---\n")
}

/// Names and routes of all entities.
fn entities(built: &Built) -> Vec<(String, String)> {
    built.site.entities.iter().map(|entity| (entity.name.clone(), entity.route.clone())).collect()
}

/// Routes of all entities of a kind.
fn routes(built: &Built, kind: &str) -> Vec<String> {
    let start = format!("/{kind}/");
    entities(built).into_iter().map(|(_, route)| route).filter(|route| route.starts_with(&start)).collect()
}

#[test]
fn cluster_belongs_to_its_report_whatever_aliases_say() {
    let apt41 = profile("actors/apt41", "name: APT41\naliases: [Winnti]");
    let cluster = profile("actors/w", "name: Winnti\nkind: cluster\naliases: [Blackfly]");
    let group = profile("actors/w", "name: Winnti\nkind: group");
    let row = |name: &str| format!("actors: [{{name: {name}, kind: cluster}}]");
    let a = report("a", "2024-01-01", &row("Winnti"), "Text.");
    let b = report("b", "2024-01-02", &row("WINNTI"), "Text.");
    let other = report("c", "2024-01-03", &row("Blackfly"), "Text.");
    let nested = report("2021/roshan", "2024-01-01", &row("Winnti"), "Text.");
    let odd = report("a", "2024-01-01", &row("$$$"), "Text.");
    // Sites, and the routes of actors; a `*` stands for a short hash.
    let cases: &[(&[&String], &[&str])] = &[
        (&[&a], &["/actors/winnti-a/"]),
        (&[&a, &apt41], &["/actors/apt41/", "/actors/winnti-a/"]),
        (&[&a, &b, &apt41], &["/actors/apt41/", "/actors/winnti-a/", "/actors/winnti-b/"]),
        (&[&a, &b, &cluster], &["/actors/winnti/"]),
        (&[&a, &group], &["/actors/winnti/", "/actors/winnti-a/"]),
        // An alias of a cluster's profile is an alias all the same.
        (&[&other, &cluster], &["/actors/blackfly-c/", "/actors/winnti/"]),
        (&[&nested], &["/actors/winnti-2021-roshan/"]),
        (&[&odd], &["/actors/n-*-a/"]),
    ];
    for (files, expected) in cases {
        let built = SiteTest::new(&files.iter().map(|text| text.as_str()).collect::<String>()).build();
        let found: Vec<String> = routes(&built, "actors");
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(*expected) {
            match expected.split_once('*') {
                None => assert_eq!(found, expected),
                Some((start, end)) => {
                    assert!(
                        found.starts_with(start)
                            && found.ends_with(end)
                            && found.len() == start.len() + end.len() + 8
                    );
                }
            }
        }
        assert!(!built.said().contains("ambiguous") && !built.diagnostics.has_errors(), "{}", built.said());
    }
}

#[test]
fn clusters_whose_slugs_meet_stay_apart() {
    let row = |name: &str| format!("actors: [{{name: {name}, kind: cluster}}]");
    let cases = [
        report("b-c", "2024-01-01", &row("A"), "Text.") + &report("c", "2024-01-01", &row("A B"), "Text."),
        report("a", "2024-01-01", "actors: [{name: Winnti, kind: cluster}, Winnti A]", "Text."),
        report(
            "a",
            "2024-01-01",
            "actors: [{name: C, kind: cluster}, {name: C+, kind: cluster}, C]",
            "Text.",
        ),
    ];
    for text in cases {
        let built = SiteTest::new(&text).build();
        let mut found = routes(&built, "actors");
        let count = found.len();
        found.dedup();
        assert_eq!(found.len(), count);
        assert!(!built.diagnostics.has_errors(), "{}", built.said());
    }
}

#[test]
fn name_of_a_cluster_is_not_linked_from_elsewhere_and_the_hint_says_where_it_is() {
    let a = report("a", "2024-01-01", "actors: [{name: Winnti, kind: cluster}]", "[[Winnti]] here.");
    let b = report("b", "2024-01-01", "", "[[winnti]] there.");
    let test = SiteTest::new(&(a + &b));
    let said = test.build().said();
    assert_eq!(
        said,
        "content/reports/b.md:6:1: error[unresolved-name]: `winnti` is not the name of anything on this site\n"
    );
    let ran = test.sitrep(&["check"]);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("`/actors/winnti-a/`"));
}

#[test]
fn undisclosed_victims_are_counted_and_shown_without_a_name_or_a_page() {
    let built = SiteTest::new(
        "
-- content/reports/first-case.md --
---
title: First
date: 2024-01-01
victims:
  - {name: Hidden Telecom, undisclosed: true, class: organization, sectors: [telecommunications], country: AF}
  - {name: Secret Bank, undisclosed: true, as: Cloaked}
  - {undisclosed: true, class: individual}
  - Roshan
actors: [Calypso]
activity:
  - {actor: Calypso, victim: Hidden Telecom}
  - {actor: Calypso, victim: secret bank}
  - {actor: Calypso, victim: Cloaked}
---
Text that names Calypso.
-- content/reports/second-case.md --
---
title: Second
date: 2024-01-02
victims:
  - {name: Hidden Telecom, undisclosed: true}
  - {name: Roshan, reveals: {report: first-case, victim: Hidden Telecom}}
---
Text.
",
    )
    .build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    assert_eq!(routes(&built, "victims"), ["/victims/roshan/"]);
    let first = built.main("reports/first-case/index.html");
    for shown in [
        "Undisclosed telecommunications organization, Afghanistan",
        "Undisclosed victim",
        "Undisclosed person",
    ] {
        assert!(first.contains(shown), "{shown}");
    }
    // Its sectors and its country count for the report.
    for page in ["sectors/telecommunications/index.html", "countries/afghanistan/index.html"] {
        assert!(built.main(page).contains("/reports/first-case/"), "{page}");
    }
    for (path, bytes) in built.bytes() {
        let text = format!("{path}\n{}", String::from_utf8_lossy(&bytes)).to_lowercase();
        for label in ["hidden telecom", "hidden-telecom", "secret bank", "secret-bank", "cloaked"] {
            assert!(!text.contains(label) || path.starts_with("assets/"), "{label} in {path}");
        }
    }
}

#[test]
fn codes_and_countries_are_one_entity_in_every_spelling() {
    type Case<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);
    let cases: &[Case<'_>] = &[
        ("techniques", "T1114.001", "t1114.001", &[("T1114.001", "/techniques/t1114-001/")]),
        (
            "vulnerabilities",
            "CVE-2021-26855",
            "cve-2021-26855",
            &[("CVE-2021-26855", "/vulnerabilities/cve-2021-26855/")],
        ),
        ("countries", "AF", "Afghanistan", &[("Afghanistan", "/countries/afghanistan/")]),
        (
            "countries",
            "afg",
            "Islamic Republic of Afghanistan",
            &[("Afghanistan", "/countries/afghanistan/")],
        ),
        ("countries", "NO", "norway", &[("Norway", "/countries/norway/")]),
        ("countries", "Korea, Republic of", "KR", &[("South Korea", "/countries/south-korea/")]),
        (
            "countries",
            "GE",
            "Guinea",
            &[("Georgia", "/countries/georgia/"), ("Guinea", "/countries/guinea/")],
        ),
    ];
    for (kind, one, other, expected) in cases {
        let text = report("a", "2024-01-01", &format!("{kind}: [\"{one}\"]"), "Text.")
            + &report(
                "b",
                "2024-01-02",
                &format!("{kind}: [\"{other}\"]"),
                &format!("[[{one}]] and [[{other}]]"),
            );
        let built = SiteTest::new(&text).build();
        assert!(!built.diagnostics.has_errors(), "{}", built.said());
        let expected: Vec<(String, String)> =
            expected.iter().map(|(name, route)| ((*name).to_owned(), (*route).to_owned())).collect();
        assert_eq!(entities(&built), expected, "{one} {other}");
        assert!(!built.main("reports/b/index.html").contains("named “"));
    }
}

#[test]
fn profiles_of_codes_are_found_by_id_and_by_name() {
    let cases = [
        (
            "techniques",
            "name: Email Collection\nid: T1114",
            "t1114",
            "email collection",
            "/techniques/t1114/",
        ),
        ("techniques", "name: T1114.001", "T1114.001", "t1114.001", "/techniques/t1114-001/"),
        (
            "techniques",
            "name: Email Collection\nexternal_ids: {mitre: T1114}",
            "T1114",
            "Email Collection",
            "/techniques/t1114/",
        ),
        (
            "techniques",
            "name: Phishing\nid: T1566\naliases: [Spearphishing]",
            "T1566",
            "spear-phishing",
            "/techniques/t1566/",
        ),
        (
            "vulnerabilities",
            "name: ProxyLogon\nid: cve-2021-26855",
            "CVE-2021-26855",
            "ProxyLogon",
            "/vulnerabilities/cve-2021-26855/",
        ),
        ("countries", "name: NO", "Norway", "nor", "/countries/norway/"),
    ];
    for (kind, head, one, other, route) in cases {
        let text = profile(&format!("{kind}/x"), head)
            + &report("r", "2024-01-01", &format!("{kind}: [\"{one}\"]"), "Text.")
            + &report("s", "2024-01-02", &format!("{kind}: [\"{other}\"]"), "Text.");
        let built = SiteTest::new(&text).build();
        assert_eq!(built.said(), "", "{head}");
        assert_eq!(routes(&built, kind), [route], "{head}");
        let main = built.main(&format!("{}index.html", &route[1..]));
        assert!(main.contains("/reports/r/") && main.contains("/reports/s/"));
    }
    // Two techniques of one name are two techniques; the name alone means neither.
    let text = profile("techniques/a", "name: Domains\nid: T1583.001")
        + &profile("techniques/b", "name: Domains\nid: T1584.001")
        + &report("r", "2024-01-01", "techniques: [Domains]", "Text.");
    let built = SiteTest::new(&text).build();
    assert!(built.main("techniques/domains/index.html").contains("several meanings"));
    assert_eq!(built.said().matches("[ambiguous-name]").count(), 1, "{}", built.said());
}

#[test]
fn country_keeps_targets_and_attributed_origin_apart() {
    let text = profile("actors/a", "name: Alpha\ncountry: CN")
        + &report("target", "2024-01-01", "actors: [Beta]\ncountries: [China]", "Text.")
        + &report("victim", "2024-01-02", "victims: [{name: V, country: chn}]", "Text.")
        + &report(
            "origin",
            "2024-01-03",
            "actors: [Beta]\nattribution: [{subject: Beta, to: {country: China}, stance: suspects}]",
            "Text.",
        )
        + &report(
            "gone",
            "2024-01-04",
            "retracted: wrong\nactors: [Gamma]\nattribution: [{subject: Gamma, to: {country: CN}}, {subject: Gamma, to: {country: FR}}]",
            "Text.",
        );
    let built = SiteTest::new(&text).build();
    let main = built.main("countries/china/index.html");
    let (targeted, origin) = main.split_once("sr-origin").unwrap();
    for (part, has, hasnt) in [
        (
            targeted,
            &["/reports/target/", "/reports/victim/"][..],
            &["/reports/origin/", "/actors/alpha/", "/reports/gone/"][..],
        ),
        (
            origin,
            &["/actors/alpha/", "/actors/beta/", "/reports/origin/", "suspects"],
            &["/reports/target/", "gamma"],
        ),
    ] {
        assert!(has.iter().all(|href| part.contains(href)), "{part}");
        assert!(hasnt.iter().all(|href| !part.contains(href)), "{part}");
    }
    assert!(
        !built.has("countries/france/index.html"),
        "a claim of a retracted report stands on no other page"
    );
}

#[test]
fn attributed_origin_grows_with_the_actors_and_not_with_the_reports() {
    let line = |stance: &str| {
        format!("actors: [Beta]\nattribution: [{{subject: Beta, to: {{country: China}}, stance: {stance}}}]")
    };
    let text = report("a", "2024-01-01", &line("suspects"), "Text.")
        + &report("b", "2024-01-03", &line("suspects"), "Text.")
        + &report("c", "2024-01-02", &line("suspects"), "Text.")
        + &report("d", "2024-01-04", &line("denies"), "Text.");
    let built = SiteTest::new(&text).build();
    let main = built.main("countries/china/index.html");
    let (_, origin) = main.split_once("sr-origin").unwrap();
    let origin = origin.split("</section>").next().unwrap();
    assert_eq!(origin.matches("/actors/beta/").count(), 2, "one line a stance: {origin}");
    assert!(origin.contains("/reports/b/") && origin.contains("and 2 older reports"), "{origin}");
    assert!(origin.contains("/reports/d/") && !origin.contains("/reports/a/"), "{origin}");
}

#[test]
fn many_threads_and_one_make_the_same_bytes() {
    let mut text = profile("actors/a", "name: A\naliases: [Shared, S1]")
        + &profile("actors/b", "name: B\naliases: [Shared]");
    for at in 0..40 {
        text += &report(
            &format!("r{at}"),
            "2024-01-01",
            &format!(
                "actors: [A, Shared, \"X{at}$\", {{name: Winnti, kind: cluster}}]\ntags: [\"X{at}!\", t]"
            ),
            "[[A]] and [[Shared]].",
        );
    }
    let test = SiteTest::new(&text);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let built = test.build();
            (built.bytes(), built.said())
        })
    };
    assert!(with(1) == with(8));
}
