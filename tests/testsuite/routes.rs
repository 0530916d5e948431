//! Paths: slugs of odd names, slugs that meet, redirects, clashes of authored paths, lists in pages, order.

use std::collections::BTreeMap;

use crate::support::{Built, SiteTest};

/// A site in which one report names all of these.
fn naming(kind: &str, names: &[&str]) -> Built {
    let names: Vec<String> = names.iter().map(|name| serde_json::to_string(name).unwrap()).collect();
    SiteTest::new(&format!(
        "-- content/reports/r.md --\n---\ntitle: R\ndate: 2024-01-01\n{kind}: [{}]\n---\nText.\n",
        names.join(", ")
    ))
    .build()
}

fn routes(built: &Built) -> BTreeMap<String, String> {
    built.site.entities.iter().map(|entity| (entity.name.clone(), entity.slug.clone())).collect()
}

#[test]
fn every_name_gets_a_safe_and_stable_slug() {
    // A `*` stands for a short hash.
    let long = "a long name ".repeat(21);
    let cases: &[(&str, &str, &str)] = &[
        ("actors", "$$$", "n-*"),
        ("actors", "狼毒草", "lang-du-cao"),
        ("actors", ".git", "git"),
        ("actors", "..", "n-*"),
        ("actors", "NoName057(16)", "noname057-16"),
        ("actors", "A/B", "a-b"),
        ("actors", long.trim(), "a-long-name-a-long-name-a-long-name-a-long-name-a-long-name-a-long-name-*"),
        ("actors", "index", "index-*"),
        ("tags", "Page", "page-*"),
        ("tags", "con", "con-*"),
        ("tags", "C", "c"),
        ("tags", "C++", "cplusplus"),
        ("tags", "C#", "csharp"),
        ("tags", "R&D", "randd"),
        ("tags", "@home", "athome"),
        ("malware", "LAPSUS$", "lapsus"),
        ("malware", "Émile", "emile"),
        ("actors", "<script>alert(1)</script>", "script-alert-1-script"),
        ("techniques", "t1114.001", "t1114-001"),
        ("vulnerabilities", "cve-2021-26855", "cve-2021-26855"),
        ("countries", "Åland", "aland-islands"),
        ("countries", "KOR", "south-korea"),
        ("countries", "NO", "norway"),
    ];
    for (kind, name, slug) in cases {
        let built = naming(kind, &[name]);
        let entity = &built.site.entities[0];
        match slug.split_once('*') {
            None => assert_eq!(entity.slug, *slug, "{name}"),
            Some((start, _)) => {
                let hash = entity.slug.strip_prefix(start);
                let is_hash = |hash: &str| hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
                assert!(hash.is_some_and(is_hash), "{name}: {}", entity.slug);
            }
        }
        assert_eq!(entity.route, format!("/{kind}/{}/", entity.slug));
        assert!(built.has(&format!("{kind}/{}/index.html", entity.slug)), "{name}");
        assert!(entity.slug.len() <= 100);
        assert!(!built.said().contains("slug-meeting"), "{name}: {}", built.said());
    }
}

#[test]
fn where_slugs_meet_all_that_lost_signs_get_a_hash() {
    // What is listed keeps its plain slug.
    let cases: &[(&str, &[&str], &[&str], usize)] = &[
        ("actors", &["LAPSUS", "LAPSUS$"], &["LAPSUS"], 1),
        ("actors", &["LAPSUS$", "LAPSUS!"], &[], 1),
        ("actors", &["LAPSUS$", "LAPSUS!", "lapsus"], &["lapsus"], 1),
        ("actors", &["A/B", "A B", "A.B"], &["A B"], 1),
        ("tags", &["C", "C++", "C#", ".C"], &["C", "C++", "C#"], 1),
        ("tags", &["C", "C++", "C#"], &["C", "C++", "C#"], 0),
        ("actors", &["LockBit 3.0", "LockBit 30"], &["LockBit 3.0", "LockBit 30"], 0),
        ("techniques", &["T1114.001", "T1114 001"], &["T1114.001"], 1),
        ("countries", &["Norway", "Norway!"], &["Norway"], 1),
        ("actors", &["index", "INDEX!"], &["index", "INDEX!"], 0),
    ];
    for (kind, names, plain, warnings) in cases {
        let built = naming(kind, names);
        let slugs = routes(&built);
        assert_eq!(slugs.len(), names.len(), "{names:?}");
        let mut seen: Vec<&String> = slugs.values().collect();
        seen.dedup();
        assert_eq!(seen.len(), names.len(), "{slugs:?}");
        for name in *names {
            let natural = sitrep::names::slug::slug(name).text;
            assert_eq!(slugs[*name] == natural, plain.contains(name), "{name}: {slugs:?}");
        }
        let said = built.said();
        assert_eq!(said.matches("warning[slug-meeting]").count(), *warnings, "{said}");
        assert!(!built.diagnostics.has_errors(), "{said}");
    }
}

#[test]
fn slug_of_a_profile_settles_a_meeting() {
    let report = "-- content/reports/r.md --\n---\ntitle: R\ndate: 2024-01-01\nactors: [\"LAPSUS$\", LAPSUS!, LAPSUS]\n---\nText.\n";
    let profile = |file: &str, name: &str, slug: &str| {
        format!("-- content/actors/{file}.md --\n---\nname: {name}\n{slug}\n---\n")
    };
    let cases = [
        (vec![profile("a", "LAPSUS$", "slug: lapsus-dollar")], "LAPSUS$", "lapsus-dollar", 1),
        (
            vec![profile("a", "LAPSUS$", "slug: l-1"), profile("b", "LAPSUS!", "slug: l-2")],
            "LAPSUS!",
            "l-2",
            0,
        ),
        // Taken from a name that lost nothing: worth a word.
        (vec![profile("a", "LAPSUS$", "slug: lapsus")], "LAPSUS$", "lapsus", 1),
    ];
    for (profiles, name, slug, warnings) in cases {
        let built = SiteTest::new(&format!("{report}{}", profiles.concat())).build();
        assert_eq!(routes(&built)[name], slug);
        assert_eq!(built.said().matches("[slug-meeting]").count(), warnings, "{}", built.said());
        assert!(!built.diagnostics.has_errors());
    }
    let settled = profile("a", "LAPSUS$", "slug: lapsus") + &profile("b", "LAPSUS!", "");
    let built = SiteTest::new(&settled).build();
    assert!(!built.said().contains("slug-meeting"), "{}", built.said());
    let both = profile("a", "X", "slug: same") + &profile("b", "Y", "slug: same");
    let built = SiteTest::new(&both).build();
    let said: Vec<String> =
        built.said().lines().filter(|line| !line.contains("unused")).map(str::to_owned).collect();
    assert_eq!(
        said,
        [
            "content/actors/b.md:3:7: error[path-clash]: content/actors/a.md and content/actors/b.md both take the slug `same`"
        ]
    );
}

#[test]
fn path_of_a_report_is_its_path_without_a_leading_date() {
    let cases = [
        ("reports/2021-09-28-roshan.md", "", "/reports/roshan/"),
        ("reports/2021/2021-09-28-Roshan Mail.md", "", "/reports/2021/roshan-mail/"),
        ("reports/2021-09-28-roshan/index.md", "", "/reports/roshan/"),
        ("reports/roshan.markdown", "", "/reports/roshan/"),
        ("reports/a/b/c/index.md", "", "/reports/a/b/c/"),
        ("reports/2021-09-28-roshan.md", "slug: mail-server", "/reports/mail-server/"),
        ("reports/2021/roshan/index.md", "slug: mail-server", "/reports/2021/mail-server/"),
        ("reports/2021-13-41-roshan.md", "date: 2021-01-01", "/reports/2021-13-41-roshan/"),
        ("reports/page.md", "", "/reports/page-*/"),
        ("reports/$$$.md", "", "/reports/n-*/"),
    ];
    for (path, line, route) in cases {
        let date = if line.starts_with("date") { "" } else { "date: 2021-09-28\n" };
        let built =
            SiteTest::new(&format!("-- content/{path} --\n---\ntitle: R\n{date}{line}\n---\nText.\n"))
                .build();
        assert_eq!(built.said(), "", "{path}");
        let found = &built.site.reports[0].route;
        match route.split_once('*') {
            None => assert_eq!(found, route, "{path}"),
            Some((start, _)) => {
                assert!(found.starts_with(start) && found.len() == start.len() + 9, "{found}")
            }
        }
        assert!(built.has(&format!("{}index.html", found.trim_start_matches('/'))));
    }
}

/// A document of any kind.
fn file(path: &str, head: &str) -> String {
    let title = if path.contains("actors/") || path.contains("tags/") { "" } else { "title: T\n" };
    let date = if path.contains("reports/") { "date: 2024-01-01\n" } else { "" };
    format!("-- {path} --\n---\n{title}{date}{head}\n---\nText.\n")
}

#[test]
fn one_path_the_first_wins_entity_then_disambiguation_then_alias() {
    let text = [
        file("content/actors/a.md", "name: Alpha\naliases: [Red Fox, Blue/Fox, Shared Name, \"Dot.Fox\"]"),
        file("content/actors/b.md", "name: Red/Fox\naliases: [Shared Name, \"Shared/Name\", \"Dot,Fox\"]"),
        file("content/reports/r.md", "actors: [Blue Fox, Alpha, Red/Fox]"),
        file("content/reports/s.md", "actors: [Shared Name]"),
    ];
    let built = SiteTest::new(&text.concat()).build();
    let page = |slug: &str| built.text(&format!("actors/{slug}/index.html"));
    assert!(page("red-fox").contains("<bdi>Red/Fox</bdi>"), "an entity goes before the alias of another");
    assert!(page("blue-fox").contains("<bdi>Blue Fox</bdi>"));
    assert!(page("shared-name").contains("several meanings"), "a disambiguation page goes before an alias");
    assert!(!built.has("actors/dot-fox/index.html"), "aliases of two entities meet: neither gets the path");
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
}

#[test]
fn aliases_and_old_paths_lead_to_the_page() {
    let text = [
        file(
            "content/actors/a.md",
            "name: RedFoxtrot\nslug: rf\naliases: [Red Foxtrot, TAG-22]\nredirect_from: [/groups/red/, /actors/tag-22/]",
        ),
        file("content/reports/r.md", "actors: [tag 22]\nredirect_from: [/2021/old.html]"),
        file("content/about.md", "redirect_from: [/impressum]"),
        file("content/index.md", "menus: {}")
            .replace("menus: {}\n", "")
            .replace("Text.", "[About](about.md)"),
    ];
    let built = SiteTest::new(&text.concat()).build();
    assert_eq!(built.said(), "");
    let cases = [
        ("actors/red-foxtrot/index.html", "/actors/rf/"),
        ("actors/tag-22/index.html", "/actors/rf/"),
        ("groups/red/index.html", "/actors/rf/"),
        ("2021/old.html", "/reports/r/"),
        ("impressum/index.html", "/about/"),
    ];
    for (from, to) in cases {
        assert!(built.text(from).contains(&format!("href=\"{to}\"")), "{from}");
        assert!(built.text(from).contains(&format!("https://site.example{to}\"")), "{from}: canonical");
    }
}

#[test]
fn two_authored_sources_of_one_path_are_an_error_that_names_both() {
    type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);
    let cases: &[Case] = &[
        (
            &[("content/reports/a.md", ""), ("content/reports/a/index.md", "")],
            &["content/reports/a.md", "content/reports/a/index.md"],
        ),
        (
            &[("content/reports/2020-01-01-a.md", ""), ("content/reports/2021-01-01-a.md", "")],
            &["content/reports/2020-01-01-a.md", "content/reports/2021-01-01-a.md"],
        ),
        (&[("content/a.md", ""), ("content/b.md", "slug: a")], &["content/a.md", "content/b.md"]),
        (
            &[("content/about.md", ""), ("static/about/index.html", "")],
            &["content/about.md", "static/about/index.html"],
        ),
        (&[("content/actors.md", "")], &["content/actors.md", "Sitrep makes"]),
        (&[("content/reports.md", "")], &["content/reports.md", "Sitrep makes"]),
        (&[("content/x.md", "slug: tags")], &["content/x.md", "Sitrep makes"]),
        (
            &[("content/reports/a.md", "redirect_from: [/about/]"), ("content/about.md", "")],
            &["content/reports/a.md:4", "content/about.md"],
        ),
        (
            &[
                ("content/reports/a.md", "redirect_from: [/old/]"),
                ("content/reports/b.md", "redirect_from: [/old/]"),
            ],
            &["content/reports/a.md:4", "content/reports/b.md:4"],
        ),
        (
            &[("content/reports/a.md", "redirect_from: [/actors/x/]"), ("content/actors/x.md", "name: X")],
            &["content/reports/a.md:4", "content/actors/x.md"],
        ),
        (
            &[("content/reports/a.md", "redirect_from: [/Actors/x/]"), ("content/actors/x.md", "name: X")],
            &["differ only by case"],
        ),
        (&[("static/actors", "")], &["static/actors"]),
    ];
    for (documents, names) in cases {
        let text: String = documents.iter().map(|(path, head)| file(path, head)).collect();
        let built = SiteTest::new(&text).build();
        let said: Vec<String> =
            built.said().lines().filter(|line| line.contains(": error")).map(str::to_owned).collect();
        assert_eq!(said.len(), 1, "{documents:?}: {said:?}");
        assert!(said[0].contains("error[path-clash]"), "{said:?}");
        for name in *names {
            assert!(said[0].contains(name), "{name}: {said:?}");
        }
    }
}

/// The lines of `config` and reports `r01` to `r<count>`, each a day later, all naming one tag.
fn many(config: &str, count: usize) -> SiteTest {
    let mut text = format!(
        "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/sub/\ntlp: {{default: CLEAR}}\n{config}\n"
    );
    for at in 1..=count {
        text += &format!(
            "-- content/reports/r{at:02}.md --\n---\ntitle: R{at}\ndate: 2024-01-{at:02}\ntags: [t]\nactors: [Shared]\n---\nText.\n"
        );
    }
    text += "-- content/actors/a.md --\n---\nname: A\naliases: [Shared]\n---\n-- content/actors/b.md --\n---\nname: B\naliases: [Shared]\n---\n";
    SiteTest::new(&text)
}

#[test]
fn lists_come_in_pages() {
    let cases = [(1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 3, 2), (2, 4, 2), (3, 4, 2), (50, 4, 1), (4, 4, 1)];
    for (size, reports, pages) in cases {
        let built = many(&format!("page_size: {size}"), reports).build();
        assert!(!built.diagnostics.has_errors(), "{}", built.said());
        for list in ["reports", "tags/t", "actors/shared"] {
            let mut shown = Vec::new();
            for page in 1..=pages {
                let path = if page == 1 {
                    format!("{list}/index.html")
                } else {
                    format!("{list}/page/{page}/index.html")
                };
                let main = built.main(&path);
                for at in 1..=reports {
                    if main.contains(&format!("href=\"/sub/reports/r{at:02}/\"")) {
                        shown.push(at);
                    }
                }
                assert_eq!(main.contains("rel=\"next\""), page < pages, "{path}");
                assert_eq!(main.contains("rel=\"prev\""), page > 1, "{path}");
                let canonical = path.strip_suffix("index.html").unwrap().to_owned();
                assert!(
                    built.text(&path).contains(&format!("https://site.example/sub/{canonical}\"")),
                    "{path}"
                );
            }
            assert!(!built.has(&format!("{list}/page/{}/index.html", pages + 1)));
            assert!(!built.has(&format!("{list}/page/1/index.html")));
            shown.sort_unstable();
            assert_eq!(shown, (1..=reports).collect::<Vec<_>>(), "{list}: each report once");
        }
    }
}

#[test]
fn reports_stand_newest_first_then_by_slug_and_entities_by_folded_name() {
    let text = [
        "-- content/reports/b.md --\n---\ntitle: B\ndate: 2024-01-01\nactors: [zeta, Alpha, ÉMILE]\n---\nText.\n",
        "-- content/reports/a.md --\n---\ntitle: A\ndate: 2024-01-01T23:00:00-05:00\nactors: [echo, Emilf]\n---\nText.\n",
        "-- content/reports/c.md --\n---\ntitle: C\ndate: 2024-01-02\nactors: [alpha 2]\n---\nText.\n",
    ];
    let built = SiteTest::new(&text.concat()).build();
    let order = |main: &str, hrefs: &[&str]| {
        let places: Vec<usize> =
            hrefs.iter().map(|href| main.find(&format!("href=\"{href}\"")).unwrap()).collect();
        assert!(places.is_sorted(), "{hrefs:?}: {places:?}");
    };
    order(&built.main("reports/index.html"), &["/reports/c/", "/reports/a/", "/reports/b/"]);
    order(
        &built.main("actors/index.html"),
        &[
            "/actors/alpha/",
            "/actors/alpha-2/",
            "/actors/echo/",
            "/actors/emile/",
            "/actors/emilf/",
            "/actors/zeta/",
        ],
    );
    // Chips as written.
    order(&built.main("reports/b/index.html"), &["/actors/zeta/", "/actors/alpha/", "/actors/emile/"]);
}

#[test]
fn one_more_report_leaves_the_pages_of_others_as_they_are() {
    let base: String = (1..=5)
        .map(|at| format!("-- content/reports/r{at}.md --\n---\ntitle: R{at}\ndate: 2024-0{at}-01\nactors: [A{at}]\ntags: [t{at}]\n---\nText on A{at}.\n"))
        .chain(["-- content/about.md --\n---\ntitle: About\n---\nText.\n".to_owned()])
        .collect();
    let more = "-- content/reports/new.md --\n---\ntitle: New\ndate: 2025-01-01\nactors: [Another]\nvictims: [Victim]\n---\nText.\n";
    let before = SiteTest::new(&base).build().bytes();
    let after = SiteTest::new(&format!("{base}{more}")).build().bytes();
    // Lists that hold the report or its entities, and the report that now has a newer one.
    let changed = [
        "index.html",
        "reports/index.html",
        "actors/index.html",
        "victims/index.html",
        "matrix/index.html",
        "atom.xml",
        "sitemap.xml",
        "reports/r5/index.html",
    ];
    let differing: Vec<&str> = before
        .iter()
        .filter(|(path, bytes)| after.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .filter(|path| !changed.contains(path))
        .collect();
    assert_eq!(differing, Vec::<&str>::new());
    // The report, its actor, its victim, the list of the one pair that they make, and two files to cite the report.
    assert_eq!(after.len(), before.len() + 6);
}

#[test]
fn one_more_report_changes_the_pages_of_those_alone_with_which_it_shares_something() {
    let report = |slug: &str, date: &str, front: &str| {
        format!(
            "-- content/reports/{slug}.md --\n---\ntitle: Title {slug}\ndate: {date}\n{front}\n---\nText.\n"
        )
    };
    // Four pairs of related reports; a pair of neighbours between them and the newest; a name that is everywhere.
    let mut base: String = ["actor", "malware", "indicator", "other"]
        .iter()
        .enumerate()
        .flat_map(|(at, name)| {
            let front = match *name {
                "actor" => "actors: [Heron]\ntags: [everywhere]",
                "malware" => "malware: [PlugX]\ntags: [everywhere]",
                "indicator" => "indicators: [c2.test]\ntags: [everywhere]",
                _ => "tools: [Elsewhere]\ntags: [everywhere]",
            };
            (1..=2).map(move |half| (format!("{name}{half}"), format!("2020-{:02}-01", at * 2 + half), front))
        })
        .map(|(slug, date, front)| report(&slug, &date, front))
        .collect();
    base.extend((1..=50).map(|at| report(&format!("many{at}"), "2021-01-01", "tags: [everywhere]")));
    let more = report("new", "2022-01-01", "actors: [Heron]\nindicators: [c2.test]\ntags: [everywhere]");
    let before = SiteTest::new(&base).build().bytes();
    let after = SiteTest::new(&format!("{base}{more}")).build().bytes();
    let changed: Vec<&str> = before
        .iter()
        .filter(|(path, bytes)| path.starts_with("reports/") && after.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .filter(|path| !path.starts_with("reports/page/") && *path != "reports/index.html")
        .collect();
    let expected = [
        "reports/actor1/index.html",
        "reports/actor2/index.html",
        "reports/indicator1/index.html",
        "reports/indicator2/index.html",
        // It now has a newer one.
        "reports/many1/index.html",
    ];
    assert_eq!(changed, expected);
}
