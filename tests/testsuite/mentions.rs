//! Names that become links by themselves: which, and between which neighbours.

use crate::support::SiteTest;

const SITE: &str = r#"
-- content/actors/lazarus.md --
---
name: Lazarus Group
aliases: [Hidden Cobra, {name: Zinc Fog, equivalence: overlaps}, Winnti, Both Ways]
---
See Lazarus Group and APT28.
-- content/actors/apt28.md --
---
name: APT28
aliases: [Fancy, Both Ways]
---
x
-- content/malware/bothkinds.md --
---
name: Two Kinds
---
x
-- content/tools/bothkinds.md --
---
name: Two Kinds
---
x
-- content/malware/owner.md --
---
name: Own Name
---
x
-- content/malware/alias.md --
---
name: Other Name
aliases: [Own Name]
---
x
-- content/tags/iron.md --
---
name: Iron
---
x
"#;

const FRONT_MATTER: &str = "\
---
title: T
date: 2021-01-01
actors: [RedFoxtrot, Calypso, AB, Élan Vital, É7, 七星 9, {name: Winnti, kind: cluster}, {name: Zed, as: Foxy}]
malware: [PlugX, Iron]
victims: [{name: Roshan, sectors: [Telecoms]}]
---
";

/// Builds a report with this text and gives the inside of its paragraph, each link as `{…}`.
fn linked(text: &str) -> String {
    let site = SiteTest::new(SITE).file("content/reports/r.md", format!("{FRONT_MATTER}{text}\n"));
    let main = site.build().main("reports/r/index.html");
    let prose = main.split("<div class=\"prose\">").nth(1).unwrap_or_default();
    let inner = prose.split("<p>").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap_or_default();
    let mut shown = String::new();
    for (at, piece) in inner.split('<').enumerate() {
        let (tag, text) = if at == 0 { ("", piece) } else { piece.split_once('>').unwrap_or(("", piece)) };
        shown.push_str(match tag {
            tag if tag.starts_with("a ") => "{",
            "/a" => "}",
            _ => "",
        });
        shown.push_str(text);
    }
    shown
}

#[test]
fn which_names_link_and_between_which_neighbours() {
    let table = [
        // Names of the report's own front matter, as written there.
        ("Calypso and Calypso", "{Calypso} and Calypso"),
        ("calypso CALYPSO", "calypso CALYPSO"),
        ("Foxy, Zed, Telecoms, Roshan", "{Foxy}, Zed, {Telecoms}, {Roshan}"),
        ("AB", "AB"),
        // Names with a space, a digit or an inner capital, wherever they come from.
        ("APT28 Hidden Cobra", "{APT28} {Hidden Cobra}"),
        ("APT 28", "{APT 28}"),
        ("APT-28", "{APT-28}"),
        ("Lazarus\nGroup", "{Lazarus\nGroup}"),
        ("Fancy", "Fancy"),
        // Names of several things, and names that are not exact.
        (
            "Both Ways, Two Kinds, Own Name, Iron, Winnti, Zinc Fog",
            "Both Ways, Two Kinds, Own Name, Iron, Winnti, Zinc Fog",
        ),
        // Neighbours.
        ("RedFoxtrot's", "{RedFoxtrot}'s"),
        ("RedFoxtrot-linked", "{RedFoxtrot}-linked"),
        ("Calypso/RedFoxtrot.", "{Calypso}/{RedFoxtrot}."),
        ("(\"Calypso\"), „RedFoxtrot“: APT28!", "(\"{Calypso}\"), „{RedFoxtrot}“: {APT28}!"),
        ("Calypso是 是RedFoxtrot", "{Calypso}是 是{RedFoxtrot}"),
        (
            "Calypsos xCalypso Calypso_x APT281 Calypso\u{301}",
            "Calypsos xCalypso Calypso_x APT281 Calypso\u{301}",
        ),
        ("**Red**Foxtrot", "RedFoxtrot"),
        ("**Calypso**, *RedFoxtrot*", "{Calypso}, {RedFoxtrot}"),
        // Names that begin with more than one byte, and that end a text or begin inside of a word.
        ("xÉlan Vital ÉÉlan Vital Élan Vital", "xÉlan Vital ÉÉlan Vital {Élan Vital}"),
        ("É É7", "É {É7}"),
        ("七七星 9 x七星 9", "七七星 9 x{七星 9}"),
        ("APT28APT28 APT28", "APT28APT28 {APT28}"),
        // Addresses, paths, files, hashes.
        (
            "http://a.example/Calypso hxxp://Calypso[.]example",
            "http://a.example/Calypso hxxp://Calypso[.]example",
        ),
        (
            "Calypso.example www.Calypso.example Calypso[.]example",
            "Calypso.example www.Calypso.example Calypso[.]example",
        ),
        ("x@Calypso.example Calypso@a.example", "x@Calypso.example Calypso@a.example"),
        (
            "/opt/Calypso/x ~/Calypso C:\\Calypso\\x Calypso.exe",
            "/opt/Calypso/x ~/Calypso C:\\Calypso\\x Calypso.exe",
        ),
        ("d41dAPT28f00 http://a.example/*Calypso*/x", "d41dAPT28f00 http://a.example/Calypso/x"),
        // After a name that is spelled on, another one is still found.
        ("Lazarus Groups Calypso", "Lazarus Groups {Calypso}"),
        // What is linked already in the section is not linked again.
        ("[[Calypso]] Calypso", "{Calypso} Calypso"),
        ("[x](../actors/apt28.md) APT28", "{x} APT28"),
        ("`Calypso` [Calypso](/actors/) Calypso", "Calypso {Calypso} {Calypso}"),
    ];
    for (text, expected) in table {
        assert_eq!(linked(text), expected, "{text}");
    }
}

#[test]
fn pages_never_link_to_themselves_and_other_documents_only_link_telling_names() {
    let site = SiteTest::new(SITE).file("content/reports/r.md", FRONT_MATTER);
    let site = site.file("content/about.md", "---\ntitle: A\n---\nRedFoxtrot, Calypso and APT28\n");
    let built = site.build();
    let lazarus = built.main("actors/lazarus-group/index.html");
    assert!(lazarus.contains(
        "<p>See Lazarus Group and <a class=\"entity entity-actor\" href=\"/actors/apt28/\">APT28</a>."
    ));
    let about = built.main("about/index.html");
    assert!(about.contains(">RedFoxtrot</a>, Calypso and <a"), "{about}");
}

#[test]
fn names_stay_text_where_the_site_says_so() {
    let config =
        "title: T\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nnames: {autolink: false}\n";
    let site = SiteTest::new(SITE)
        .file("sitrep.yaml", config)
        .file("content/reports/r.md", format!("{FRONT_MATTER}Calypso and [[APT28]]\n"));
    let main = site.build().main("reports/r/index.html");
    assert!(main.contains("<p>Calypso and <a class=\"entity entity-actor\""), "{main}");
}

#[test]
fn the_name_of_a_cluster_and_of_a_malware_links_to_neither() {
    let site = SiteTest::new(SITE)
        .file("content/reports/r.md", format!("{FRONT_MATTER}Of PlugXY and PlugXY.\n").replace("[PlugX, Iron]", "[PlugXY]"))
        .file(
            "content/reports/other.md",
            "---\ntitle: O\ndate: 2021-01-01\nactors: [{name: PlugXY, kind: cluster}]\n---\nThe PlugXY cluster.\n",
        );
    let built = site.build();
    for path in ["reports/r/index.html", "reports/other/index.html"] {
        let main = built.main(path);
        let prose = main.split("<div class=\"prose\">").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(!prose.contains("<a "), "{path}: {prose}");
    }
}

#[test]
fn names_that_stay_text_are_listed_with_the_reason() {
    let text = "\
One Calypso, *Zinc* Fog, Zinc Fog, Both Ways.\n
Two Kinds and Fancy, [[tag:Iron]] and Iron; AB, Winnti.\n
`Fancy` [Fancy](https://vendor.example/)\n
# Fancy\n
A second Fancy and
Both Ways.\n";
    let site = SiteTest::new(SITE).file("content/reports/r.md", format!("{FRONT_MATTER}{text}"));
    let built = site.build();
    let rows: Vec<String> = sitrep::render::unlinked(&built.site)
        .iter()
        .map(|row| {
            let file = built.sources.get(row.first.source);
            let at = file.position(row.first.start);
            format!("{}:{}:{} {} {} {}", file.path, at.line, at.column, row.name, row.uses, row.why)
        })
        .collect();
    let word = "a single word, which the front matter here does not name; write `[[…]]` or name it there";
    assert_eq!(
        rows,
        [
            "content/reports/r.md:10:45 AB 1 shorter than three letters; write `[[…]]`".to_owned(),
            "content/reports/r.md:8:36 Both Ways 2 it may mean the actor `APT28` (/actors/apt28/) or the actor `Lazarus Group` (/actors/lazarus-group/)".to_owned(),
            format!("content/reports/r.md:10:15 Fancy 2 {word}"),
            "content/reports/r.md:10:39 Iron 1 it may mean the malware `Iron` (/malware/iron/) or the tag `Iron` (/tags/iron/)".to_owned(),
            "content/reports/r.md:10:1 Two Kinds 1 it may mean the malware `Two Kinds` (/malware/two-kinds/) or the tool `Two Kinds` (/tools/two-kinds/)".to_owned(),
            "content/reports/r.md:10:49 Winnti 1 it may mean the actor `Lazarus Group` (/actors/lazarus-group/) or the activity cluster `Winnti` (/actors/winnti-r/)".to_owned(),
            "content/reports/r.md:8:26 Zinc Fog 1 an alias that never resolves, of `Lazarus Group` (overlaps)".to_owned(),
        ]
    );
    // On a page of prose nothing can be named in the front matter.
    let page = SiteTest::new(SITE)
        .file("content/about.md", "---\ntitle: A\n---\nFancy and AB.\n")
        .file("content/reports/r.md", FRONT_MATTER);
    let rows = sitrep::render::unlinked(&page.build().site);
    let why =
        |name: &str| rows.iter().find(|row| row.name == name).map(|row| row.why.as_str()).unwrap_or_default();
    assert_eq!(
        why("Fancy"),
        "a single word, which links by itself only in a report that names it; write `[[…]]`"
    );
    assert_eq!(why("AB"), "shorter than three letters; write `[[…]]`");
    assert_eq!(site.sitrep(&["check", "--list", "unlinked", "--format", "github"]).status.code(), Some(2));
    let ran = site.sitrep(&["check", "--list", "unlinked", "--format", "json"]);
    let out = String::from_utf8(ran.stdout).unwrap();
    let first: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!((first["name"].as_str(), first["line"].as_u64()), (Some("AB"), Some(10)));
    assert_eq!((out.lines().count(), ran.status.code()), (7, Some(0)));
    let off = site.file(
        "sitrep.yaml",
        "title: T\nbase_url: https://s.example/\ntlp: {default: CLEAR}\nnames: {autolink: false}\n",
    );
    let rows = sitrep::render::unlinked(&off.build().site);
    assert!(
        rows.iter().any(|row| row.name == "Calypso" && row.why.contains("`names.autolink` is off")),
        "{rows:?}"
    );
}
