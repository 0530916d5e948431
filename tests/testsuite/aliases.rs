//! Ambiguous names: what each resolves to, where its disambiguation page stands, and the one warning about it. The collisions are
//! real ones of the public catalogues.

use crate::support::{Built, SiteTest};

/// A name that real catalogues give to more than one entity, and how one report spells it.
struct Collision {
    /// Profiles with their exact aliases.
    profiles: &'static [(&'static str, &'static [&'static str])],
    /// What the report writes under `actors`.
    used: &'static str,
    /// The entity that it means; none where it means nobody.
    resolves: Option<&'static str>,
    /// The disambiguation page.
    page: Option<&'static str>,
    /// Routes that must not be disambiguation pages of their own: redirects or pages of entities.
    others: &'static [&'static str],
}

const fn collision(
    profiles: &'static [(&'static str, &'static [&'static str])],
    used: &'static str,
    resolves: Option<&'static str>,
    page: Option<&'static str>,
    others: &'static [&'static str],
) -> Collision {
    Collision { profiles, used, resolves, page, others }
}

#[rustfmt::skip]
const COLLISIONS: &[Collision] = &[
    collision(&[("APT4", &["PLA Navy"]), ("APT18", &["PLA Navy"]), ("SAMURAI PANDA", &["PLA Navy"])], "PLA Navy", None, Some("pla-navy"), &[]),
    collision(&[("APT28", &["Grizzly Steppe"]), ("APT29", &["Grizzly Steppe"])], "Grizzly-Steppe", None, Some("grizzly-steppe"), &[]),
    collision(&[("APT29", &["Nobelium"]), ("UNC2452", &["NOBELIUM"])], "NOBELIUM", None, Some("nobelium"), &[]),
    collision(&[("APT35", &["Mint Sandstorm"]), ("Charming Kitten", &["Mint Sandstorm"])], "mint sandstorm", None, Some("mint-sandstorm"), &[]),
    collision(&[("Cleaver", &["Cobalt Gypsy"]), ("OilRig", &["Cobalt Gypsy"])], "COBALT GYPSY", None, Some("cobalt-gypsy"), &[]),
    collision(&[("Lazarus Group", &["Andariel"]), ("Silent Chollima", &["Andariel"])], "Andariel", None, Some("andariel"), &[]),
    collision(&[("Lazarus Group", &["Stardust Chollima"]), ("STARDUST CHOLLIMA", &[])], "Stardust Chollima", Some("STARDUST CHOLLIMA"), None, &["stardust-chollima"]),
    collision(&[("Lazarus Group", &["Stardust Chollima"]), ("STARDUST CHOLLIMA", &[])], "StardustChollima", None, Some("stardustchollima"), &["stardust-chollima"]),
    collision(&[("Lazarus Group", &["Sapphire Sleet"]), ("STARDUST CHOLLIMA", &["Sapphire Sleet"])], "Sapphire_Sleet", None, Some("sapphire-sleet"), &[]),
    collision(&[("Kimsuky", &["APT43"]), ("APT43", &[])], "apt43", Some("APT43"), None, &["apt43"]),
    collision(&[("Kimsuky", &["APT43"]), ("APT43", &[])], "APT 43", None, Some("apt-43"), &["apt43"]),
    collision(&[("SaintBear", &["Cadet Blizzard"]), ("DEV-0586", &["Cadet Blizzard"])], "Cadet Blizzard", None, Some("cadet-blizzard"), &[]),
    collision(&[("Callisto", &["COLDRIVER"]), ("Cold River", &[])], "COLDRIVER", None, Some("coldriver"), &["cold-river"]),
    collision(&[("Callisto", &["COLDRIVER"]), ("Cold River", &[])], "cold river", Some("Cold River"), Some("coldriver"), &["cold-river"]),
    collision(&[("TA505", &["Spandex Tempest"]), ("MONTY SPIDER", &["Spandex Tempest"])], "Spandex Tempest", None, Some("spandex-tempest"), &[]),
    collision(&[("Tortoiseshell", &["IMPERIAL KITTEN"]), ("Bohrium", &["Imperial Kitten"])], "Imperial Kitten", None, Some("imperial-kitten"), &[]),
    collision(&[("BRONZE HIGHLAND", &["Evasive Panda"]), ("Evasive Panda", &["BRONZE HIGHLAND"])], "Evasive Panda", Some("Evasive Panda"), None, &["evasive-panda", "bronze-highland"]),
    collision(&[("BRONZE HIGHLAND", &["Evasive Panda"]), ("Evasive Panda", &["BRONZE HIGHLAND"])], "Bronze Highland", Some("BRONZE HIGHLAND"), None, &["evasive-panda", "bronze-highland"]),
    collision(&[("Sandworm", &["IRIDIUM"]), ("IRIDIUM", &[])], "Iridium", Some("IRIDIUM"), None, &["iridium"]),
    // Signs count: these two are different names, and only their slugs could meet.
    collision(&[("Tick", &["TEMP.Tick"]), ("TempTick", &[])], "TEMP.Tick", Some("Tick"), None, &["temp-tick", "temptick"]),
    // A profile's own `slug:` leaves the path of the name free for the page of the name.
    collision(&[("Lazarus Group", &["Operation Troy"]), ("Silent Chollima", &["OperationTroy"])], "Operation Troy", None, Some("operation-troy"), &["operationtroy"]),
];

fn site(collision: &Collision, used: &str) -> SiteTest {
    let mut text = format!(
        "-- content/reports/first.md --\n---\ntitle: First\ndate: 2024-01-01\nactors: [\"{used}\"]\n---\nText.\n"
    );
    for (at, (name, aliases)) in collision.profiles.iter().enumerate() {
        let aliases: Vec<String> = aliases.iter().map(|alias| format!("\"{alias}\"")).collect();
        text += &format!(
            "-- content/actors/{at}.md --\n---\nname: {name}\naliases: [{}]\n---\n",
            aliases.join(", ")
        );
    }
    SiteTest::new(&text)
}

/// Routes below `/actors/` of all disambiguation pages.
fn pages(built: &Built) -> Vec<String> {
    let name = |path: &String| Some(path.strip_prefix("actors/")?.strip_suffix("/index.html")?.to_owned());
    let paths = built.paths();
    let found = paths.iter().filter_map(name);
    found
        .filter(|slug| {
            built.text(&format!("actors/{slug}/index.html")).contains("name with several meanings")
        })
        .collect()
}

fn resolved(built: &Built) -> Option<String> {
    let id = built.site.reports[0].rows[0].entity()?;
    Some(built.site.entities[id].name.clone())
}

fn warnings(built: &Built) -> Vec<String> {
    built.said().lines().filter(|line| line.contains("[ambiguous-name]")).map(str::to_owned).collect()
}

#[test]
fn name_of_two_entities_resolves_to_the_one_so_called_or_to_nobody() {
    for collision in COLLISIONS {
        let built = site(collision, collision.used).build();
        let used = collision.used;
        assert_eq!(resolved(&built).as_deref(), collision.resolves, "{used}");
        assert_eq!(pages(&built), Vec::from_iter(collision.page.map(str::to_owned)), "{used}");
        assert!(!built.diagnostics.has_errors(), "{used}: {}", built.said());
        for other in collision.others {
            assert!(built.has(&format!("actors/{other}/index.html")), "{used}: {other}");
        }
        if let Some(page) = collision.page {
            let main = built.main(&format!("actors/{page}/index.html"));
            let uses = usize::from(collision.resolves.is_none());
            assert_eq!(main.matches("/reports/first/").count(), uses, "{used}");
            for (name, _) in collision.profiles {
                assert!(main.contains(&format!("<bdi>{name}</bdi>")), "{used}: {name}");
            }
        }
    }
}

#[test]
fn one_warning_a_name_gives_place_uses_all_profiles_and_a_way_out() {
    for collision in COLLISIONS.iter().filter(|collision| collision.resolves != Some("Tick")) {
        let test = site(collision, collision.used);
        let built = test.build();
        let said: Vec<String> = warnings(&built)
            .into_iter()
            .filter(|line| line.contains(&format!("the name `{}`", collision.used)))
            .collect();
        let [line] = said.as_slice() else { panic!("{}: {said:?}", collision.used) };
        // Cold River and COLDRIVER are one name, so the use of either is its first place.
        assert!(line.starts_with("content/reports/first.md:4:10: warning"), "{line}");
        assert!(line.ends_with("it is used once"), "{line}");
        let claimed = collision.profiles.iter().enumerate();
        for (at, (name, _)) in claimed {
            assert!(line.contains(&format!("`{name}` (content/actors/{at}.md)")), "{line}");
        }
        let ran = test.sitrep(&["check"]);
        let text = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(text.contains(&format!(", as: {}}}", collision.used)), "{text}");
        assert!(text.contains("equivalence: overlaps"), "{text}");
        assert_eq!(ran.status.code(), Some(0), "{text}");
        assert_eq!(test.sitrep(&["check", "--strict"]).status.code(), Some(1));
    }
}

const TWO: &str = "
-- content/actors/a.md --
---
name: Alpha
aliases: [Shared]
---
-- content/actors/b.md --
---
name: Beta
aliases: [shared]
---
";

#[test]
fn uses_are_counted_everywhere_and_the_first_is_that_of_the_first_path() {
    let built = SiteTest::new(&format!(
        "{TWO}
-- content/about.md --
---
title: About
---
See [[Shared]] and [[tag:other]].
-- content/index.md --
---
title: Home
---
[About](about.md)
-- content/reports/old.md --
---
title: Old
date: 2020-01-01
actors: [SHARED]
---
Text.
-- content/reports/new.md --
---
title: New
date: 2024-01-01
actors: [Shared]
attribution: [{{subject: Shared, to: Shared}}]
tags: [other]
---
[[Shared]] and [[actor:Shared|shown]] are this report's own row.
"
    ))
    .build();
    assert_eq!(
        built.said().lines().filter(|line| line.contains("ambiguous")).collect::<Vec<_>>(),
        [
            "content/about.md:4:5: warning[ambiguous-name]: the name `Shared` means `Alpha` (content/actors/a.md) or `Beta` (content/actors/b.md); it is used 3 times"
        ]
    );
    let main = built.main("actors/shared/index.html");
    let new = main.find("/reports/new/").unwrap();
    let old = main.find("/reports/old/").unwrap();
    assert!(new < old, "newest first");
    assert!(built.main("about/index.html").contains("href=\"/actors/shared/\""));
    assert!(!built.main("actors/alpha/index.html").contains("/reports/"));
}

#[test]
fn settled_names_give_no_warning() {
    let cases = [
        ("the entity that is meant", "{name: Alpha, as: Other}", "[Other]", "exact", true),
        (
            "an alias that only overlaps",
            "Gamma",
            "[{name: Shared, equivalence: overlaps}]",
            "overlaps",
            false,
        ),
        ("a subset", "Gamma", "[{name: Shared, equivalence: subset}]", "subset", false),
        ("a superset", "Gamma", "[{name: Shared, equivalence: superset}]", "superset", false),
        ("disputed", "Gamma", "[{name: Shared, equivalence: disputed}]", "disputed", false),
    ];
    for (what, row, aliases, word, redirects) in cases {
        let built = SiteTest::new(&format!(
            "
-- content/actors/a.md --
---
name: Alpha
aliases: {aliases}
---
-- content/reports/r.md --
---
title: R
date: 2024-01-01
actors: [{row}, Shared]
---
Text.
"
        ))
        .build();
        assert!(!built.said().contains("ambiguous"), "{what}: {}", built.said());
        // An alias that is not exact neither resolves nor redirects: `Shared` is an entity of its own.
        let shared = built.site.reports[0].rows[1].entity().unwrap();
        assert_eq!(built.site.entities[shared].name, "Shared", "{what}");
        assert_eq!(built.text("actors/alpha/index.html").contains(word), word != "exact", "{what}");
        assert_eq!(built.has("actors/other/index.html"), redirects, "{what}");
        assert!(built.text("actors/shared/index.html").contains("entity-actor"), "{what}");
    }
}

#[test]
fn entity_that_bears_an_ambiguous_name_says_so() {
    let built = SiteTest::new(
        "
-- content/actors/a.md --
---
name: Kimsuky
aliases: [APT43]
---
-- content/actors/b.md --
---
name: APT43
---
",
    )
    .build();
    assert!(built.main("actors/apt43/index.html").contains("href=\"/actors/kimsuky/\""));
    // The alias leads to the entity whose own name it is.
    assert!(built.main("actors/kimsuky/index.html").contains("href=\"/actors/apt43/\""));
}

#[test]
fn disambiguation_page_and_entity_of_one_slug_stay_apart_without_a_second_warning() {
    let built = SiteTest::new(
        "
-- content/actors/a.md --
---
name: Kimsuky
aliases: [APT-43]
---
-- content/actors/b.md --
---
name: APT 43
---
-- content/reports/r.md --
---
title: R
date: 2024-01-01
actors: [APT_43]
---
Text.
",
    )
    .build();
    assert!(built.text("actors/apt-43/index.html").contains("<bdi>APT 43</bdi>"));
    assert!(!built.text("actors/apt-43/index.html").contains("several meanings"));
    let pages = pages(&built);
    assert!(
        matches!(pages.as_slice(), [slug] if slug.starts_with("apt-43-") && slug.len() == 15),
        "{pages:?}"
    );
    assert_eq!(built.said().lines().count(), warnings(&built).len(), "{}", built.said());
    assert!(built.main("reports/r/index.html").contains(&format!("/actors/{}/", pages[0])));
}

#[test]
fn two_profiles_of_one_entity_are_an_error_that_names_both() {
    let cases = [
        ("actors", "name: APT 28", "name: apt28"),
        ("countries", "name: NO", "name: Norway"),
        ("countries", "name: KOR", "name: South Korea"),
        ("techniques", "name: T1114", "{name: Email Collection, id: t1114}"),
        ("vulnerabilities", "name: cve-2021-26855", "{name: ProxyLogon, id: CVE-2021-26855}"),
        ("actors", "{name: Winnti, kind: cluster}", "{name: Winnti, kind: group}"),
    ];
    for (folder, first, second) in cases {
        let head = |yaml: &str| yaml.trim_matches(['{', '}']).replace(", ", "\n");
        let built = SiteTest::new(&format!(
            "
-- content/{folder}/a.md --
---
{}
---
-- content/{folder}/b.md --
---
{}
aliases: [Another]
---
-- content/index.md --
---
title: Home
---
[One](/{folder}/b.md) and [[Another]].
",
            head(first),
            head(second)
        ))
        .build();
        let said: Vec<String> =
            built.said().lines().filter(|line| line.contains("error")).map(str::to_owned).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        let names = format!("content/{folder}/a.md and content/{folder}/b.md");
        assert!(said[0].contains("[profile-clash]") && said[0].contains(&names), "{said:?}");
    }
}

#[test]
fn name_twice_in_one_list_is_a_warning() {
    let cases = [
        (
            "reports/r.md",
            "title: R\ndate: 2024-01-01\nactors: [APT 28, apt-28]",
            "`apt-28` stands in `actors` a second time",
        ),
        ("reports/r.md", "title: R\ndate: 2024-01-01\ntags: [a, b, A]", "`A` stands in `tags` a second time"),
        ("actors/a.md", "name: A\naliases: [Bear, BEAR]", "`BEAR` stands in `aliases` a second time"),
    ];
    for (path, head, message) in cases {
        let built = SiteTest::new(&format!("-- content/{path} --\n---\n{head}\n---\nText.\n")).build();
        let said = built.said();
        assert_eq!(said.matches("[duplicate-name]").count(), 1, "{said}");
        assert!(said.contains(&format!("warning[duplicate-name]: {message}")), "{said}");
    }
    let by =
        "-- content/actors/a.md --\n---\nname: A\naliases: [{name: Bear, by: X}, {name: Bear, by: Y}]\n---\n";
    assert!(!SiteTest::new(by).build().said().contains("duplicate-name"));
}

#[test]
fn entity_without_a_profile_takes_its_most_used_spelling_then_byte_order() {
    let cases = [
        (&["APT-9", "APT 9", "APT-9"][..], "APT-9"),
        (&["apt9", "APT9"][..], "APT9"),
        (&["Zeta", "zeta", "ZETA", "zeta"][..], "zeta"),
    ];
    for (spellings, name) in cases {
        let mut text = String::new();
        for (at, spelling) in spellings.iter().enumerate() {
            text += &format!(
                "-- content/reports/{at}.md --\n---\ntitle: R{at}\ndate: 2024-01-0{}\nactors: [\"{spelling}\"]\n---\nText.\n",
                at + 1
            );
        }
        let built = SiteTest::new(&text).build();
        assert_eq!(built.site.entities.len(), 1);
        assert_eq!(built.site.entities[0].name, name);
        for (at, spelling) in spellings.iter().enumerate() {
            let main = built.main(&format!("reports/{at}/index.html"));
            let named = format!("named “<bdi>{spelling}</bdi>” in this report");
            assert_eq!(main.contains(&named), *spelling != name, "{spelling}");
        }
    }
}

/// A report that names its only actor by one name and claims by another, with the profiles of two actors.
fn by_another_name(actors: &str, name: &str, level: &str) -> SiteTest {
    SiteTest::new(&format!(
        r#"
-- content/actors/alpha-bear.md --
---
name: Alpha Bear
id: G9999
aliases: [UNC-1, {{name: Wide Bear, equivalence: overlaps}}, Both]
tlp: {level}
---
-- content/actors/other.md --
---
name: Other
aliases: [Both]
---
-- content/reports/r.md --
---
title: R
date: 2024-01-01
actors: [{actors}]
victims: [V]
activity:
  - {{actor: {name}, victim: V, from: 2023}}
attribution:
  - {{subject: {name}, to: {{country: NO}}}}
indicators: [{{value: 192.0.2.1, actor: {name}}}]
---
x
"#
    ))
}

#[test]
fn a_claim_may_use_any_name_of_an_actor_of_its_report() {
    let slip = |name: &str| {
        let said = |at: &str| {
            format!(
                "content/reports/r.md:{at}: error[dangling-reference]: `{name}` is none of this report's actors\n"
            )
        };
        said("7:13") + &said("9:15")
    };
    let cases: [(&str, &str, bool); 11] = [
        ("UNC-1", "Alpha Bear", true),
        ("UNC-1", "alpha-bear", true),
        ("UNC-1", "G9999", true),
        ("Alpha Bear", "unc 1", true),
        ("{name: UNC-1, as: Bear}", "Alpha Bear", true),
        ("{name: UNC-1, kind: cluster}", "Alpha Bear", false),
        ("Other", "Alpha Bear", false),
        ("UNC-1", "Wide Bear", false),
        ("UNC-1", "Both", false),
        ("UNC-1", "Nobody", false),
        ("Alpha Bear, Other", "Both", false),
    ];
    for (actors, name, resolves) in cases {
        let built = by_another_name(actors, name, "CLEAR").build();
        let said: String = built
            .said()
            .lines()
            .filter(|line| line.contains("error"))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(said, if resolves { String::new() } else { slip(name) }, "{actors}: {name}");
        if resolves {
            let main = built.main("reports/r/index.html");
            assert!(main.contains("href=\"/actors/alpha-bear/\""), "{actors}: {name}: {main}");
            assert!(built.main("victims/v/index.html").contains("1 actor at V, 2023"), "{actors}: {name}");
            assert!(
                built.main("actors/alpha-bear/index.html").contains("192[.]0[.]2[.]1"),
                "{actors}: {name}"
            );
            assert!(!built.said().contains("dangling"), "{actors}: {name}");
        }
    }
}

#[test]
fn a_claim_by_another_name_is_withheld_with_the_row_that_it_means() {
    let row = "Other, {name: UNC-1, tlp: amber}";
    let public = by_another_name(row, "Alpha Bear", "CLEAR").build();
    assert!(!public.said().contains("error"));
    assert!(!public.main("reports/r/index.html").contains("sr-claim-1"));
    assert!(by_another_name(row, "Alpha Bear", "AMBER").build().said().is_empty());
    // Without the profile nobody could say whose name it is, so the edition must not rest on it.
    by_another_name("UNC-1", "Alpha Bear", "AMBER").says(
        "content/reports/r.md:7:13: error[withheld-reference]: only a withheld profile says whose name `Alpha Bear` is",
    );
}
