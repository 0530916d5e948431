use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;
use sitrep::import::{self, Catalogue, Entry};
use sitrep::model::{EntityKind, Profile};

use crate::support::SiteTest;

/// A file of the format with names and texts that would break a careless writer.
const HOSTILE: &str = r#"{
  "name": "Threat Actor", "type": "threat-actor", "uuid": "x", "values": [
    {"value": "APT28", "uuid": "5b4ee3ea", "description": "A group.\n\n# Not a heading\n[[Name]] <script>alert(1)</script> ::: tlp\n::: tlp amber\n- item\n1. one\n[link](https://vendor.example/a(b)) [bad](javascript:alert(1)) `code` *em* |a|b|",
     "meta": {"synonyms": ["Fancy Bear", "fancy bear", "APT28", "G0007", "NO", "1e5", "- dash", "a: b # c", "\u0007bell", "multi\nline", "狼毒草", "{{x}}", "'q\"", "~", "null", "true", "2021"],
              "origin:Fancy Bear": "CrowdStrike", "country": "RU", "cfr-suspected-state-sponsor": "Russian Federation",
              "refs": ["https://vendor.example/a", "not a url", "https://vendor.example/a"], "motive": "Espionage", "since": "2004",
              "cfr-target-category": ["Government"], "targeted-sector": ["Military", "government"]}},
    {"value": "  ", "description": "nameless"},
    {"value": "Cozy  Bear", "meta": {"synonyms": ["NOBELIUM", "Shared Name"]}},
    {"value": "UNC2452", "meta": {"synonyms": ["NOBELIUM"], "cfr-suspected-state-sponsor": "Unknown"}},
    {"value": "LAPSUS"}, {"value": "LAPSUS$"}, {"value": "..", "description": ".."}
  ]}"#;

/// Writes what an import plans into a site.
fn imported(catalogues: &[Catalogue], mut site: SiteTest) -> (SiteTest, import::Plan) {
    let folder = site.folder.path().to_owned();
    let profiles: Vec<Profile> = site
        .build()
        .site
        .entities
        .into_iter()
        .filter_map(|entity| entity.profile.map(|profile| *profile))
        .collect();
    let plan = import::plan(catalogues, &profiles, |path| folder.join(path).exists());
    for draft in &plan.drafts {
        site = site.file(&draft.path, &draft.text);
    }
    (site, plan)
}

/// The profile that was read back beside the entry that it was made of.
fn assert_same(entry: &Entry, profile: &Profile) {
    let texts = |list: &[sitrep::source::Spanned<String>]| -> Vec<String> {
        list.iter().map(|text| text.value.clone()).collect()
    };
    assert_eq!(profile.name.value, entry.name);
    assert_eq!(profile.id.as_ref().map(|id| &id.value), entry.id.as_ref());
    let aliases: Vec<(String, Option<String>)> =
        profile.aliases.iter().map(|alias| (alias.name.value.clone(), alias.by.clone())).collect();
    assert_eq!(aliases, entry.aliases);
    assert_eq!(profile.country.as_ref().map(|text| &text.value), entry.country.as_ref());
    assert_eq!(profile.sponsor.as_ref().map(|text| &text.value), entry.sponsor.as_ref());
    assert_eq!(texts(&profile.sectors), entry.sectors);
    assert_eq!(profile.motivations, entry.motivations);
    assert_eq!(profile.external_ids, entry.external_ids);
    let sources: Vec<String> = profile
        .sources
        .iter()
        .filter_map(|source| source.url.as_ref().map(|url| url.value.clone()).or(source.title.clone()))
        .collect();
    assert_eq!(sources, entry.sources);
}

/// What a reader sees of some HTML: no tags, entities decoded, white space as single spaces.
fn seen(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, after)| after));
        text.push(' ');
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&").chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every name that several entities claim has a page that lists exactly these. None is needed where it is the own name of one.
fn assert_contested(plan: &import::Plan, built: &crate::support::Built) {
    for (kind, name, holders) in &plan.contested {
        let folded = sitrep::names::fold(name);
        let found = built
            .site
            .ambiguous
            .iter()
            .find(|at| at.kind == *kind && sitrep::names::fold(&at.name) == folded);
        let ambiguous = found.unwrap_or_else(|| panic!("{name} is no ambiguous name"));
        let candidates: BTreeSet<&str> =
            ambiguous.candidates.iter().map(|id| built.site.entities[*id].name.as_str()).collect();
        assert_eq!(candidates, holders.iter().map(String::as_str).collect(), "{name}");
        let is_own = holders.iter().any(|holder| sitrep::names::fold(holder) == folded);
        assert!(ambiguous.has_page || is_own, "{name}");
        if ambiguous.has_page {
            let main = built.main(&format!("{}index.html", ambiguous.route.trim_start_matches('/')));
            for id in &ambiguous.candidates {
                let href = format!("href=\"{}\"", built.site.entities[*id].route);
                assert!(main.contains(&href), "{name}: {href}");
            }
        }
    }
}

fn check(catalogue: &Catalogue) {
    let (site, plan) = imported(std::slice::from_ref(catalogue), SiteTest::new(""));
    assert_eq!(plan.drafts.len() + plan.conflicts.len(), catalogue.entries.len());
    let built = site.build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    let profiles: BTreeMap<&str, &Profile> = built
        .site
        .entities
        .iter()
        .filter_map(|entity| entity.profile.as_deref())
        .map(|profile| (profile.head.path.as_str(), profile))
        .collect();
    assert_eq!(profiles.len(), plan.drafts.len(), "one page for each entry");
    assert_contested(&plan, &built);
    let ids = |entry: &Entry| entry.external_ids.iter().find(|(key, _)| key == "misp").cloned();
    let entries: BTreeMap<_, &Entry> =
        catalogue.entries.iter().map(|entry| ((&entry.name, ids(entry)), entry)).collect();
    for draft in &plan.drafts {
        let profile = profiles[draft.path.trim_start_matches("content/")];
        let misp = profile.external_ids.iter().find(|(key, _)| key == "misp").cloned();
        assert_same(entries[&(&profile.name.value, misp)], profile);
        assert_eq!(
            profile
                .head
                .body
                .links
                .iter()
                .filter(|link| matches!(link.target, sitrep::model::LinkTarget::Name { .. }))
                .count(),
            0
        );
    }
    assert_eq!(site.build().bytes(), site.build().bytes());
}

#[test]
fn whatever_a_catalogue_holds_reads_back_as_the_same_values() {
    let catalogue = import::read(HOSTILE).unwrap();
    assert_eq!((catalogue.kind, catalogue.entries.len(), catalogue.nameless), (EntityKind::Actor, 6, 1));
    check(&catalogue);
    let first = &catalogue.entries[0];
    let aliases: Vec<&str> = first.aliases.iter().map(|(alias, _)| alias.as_str()).collect();
    assert_eq!(aliases[..5], ["Fancy Bear", "NO", "1e5", "- dash", "a: b # c"]);
    assert_eq!(first.aliases[0].1.as_deref(), Some("CrowdStrike"));
    assert_eq!(first.sectors, ["Government", "Military"]);
    assert_eq!(first.sources, ["https://vendor.example/a", "not a url"]);
    assert!(first.external_ids.contains(&("mitre".to_owned(), "G0007".to_owned())));
    assert_eq!(catalogue.entries[2].sponsor, None);
}

#[test]
fn a_description_is_shown_as_the_catalogue_says_it_and_runs_nothing() {
    let catalogue = import::read(HOSTILE).unwrap();
    let (site, _) = imported(&[catalogue], SiteTest::new(""));
    let main = site.build().main("actors/apt28/index.html");
    let shown = seen(&main);
    for text in [
        "#Notaheading",
        "[[Name]]<script>alert(1)</script>",
        ":::tlpamber",
        "[bad](javascript:alert(1))",
        "*em*|a|b|",
    ] {
        assert!(shown.contains(text), "{text}\n{shown}");
    }
    assert!(!main.contains("<script>") && !main.contains("javascript:alert(1)\""), "{main}");
}

#[test]
fn an_entry_whose_name_is_taken_is_listed_and_nothing_is_merged_or_touched() {
    let one = import::read(HOSTILE).unwrap();
    let other = import::read(
        r#"{"type": "mitre-intrusion-set", "name": "Intrusion Set", "values": [
            {"value": "Sofacy - G0007", "meta": {"external_id": "G0007", "synonyms": ["Fancy Bear"]}},
            {"value": "Shared Name - G9999", "meta": {"external_id": "G9999"}},
            {"value": "Fresh One - G0001", "meta": {"external_id": "G0001"}}]}"#,
    )
    .unwrap();
    let site =
        SiteTest::new("-- content/actors/mine.md --\n---\nname: Mine\naliases: [LAPSUS, {name: LAPSUS$, equivalence: overlaps}]\n---\nmy words\n")
            .file("content/actors/unc2452.md", "---\nname: UNC2452\n---\nmy words\n");
    let (site, plan) = imported(&[one, other], site);
    assert_eq!(plan.skipped, 1);
    assert_eq!(settled(&plan), [("LAPSUS", "Mine"), ("Sofacy", "APT28"), ("Shared Name", "Cozy Bear")]);
    assert!(plan.drafts.iter().any(|draft| draft.path == "content/actors/fresh-one.md"));
    let kept = std::fs::read_to_string(site.folder.path().join("content/actors/unc2452.md")).unwrap();
    assert_eq!(kept, "---\nname: UNC2452\n---\nmy words\n");
    assert!(!site.build().diagnostics.has_errors());
}

/// Pairs of entry and holder of a plan's conflicts.
fn settled(plan: &import::Plan) -> Vec<(&str, &str)> {
    plan.conflicts.iter().map(|conflict| (conflict.entry.as_str(), conflict.holder.as_str())).collect()
}

#[test]
fn two_entries_of_one_name_are_never_two_profiles() {
    let malware = import::read(
        r#"{"type": "malpedia", "name": "Malpedia", "values": [
            {"value": "Horus Eyes RAT"}, {"value": "HorusEyes RAT"}, {"value": "Horus Eyes RAT", "meta": {"synonyms": ["Other"]}},
            {"value": "A/B"}, {"value": "A B"}, {"value": "a_b"}]}"#,
    )
    .unwrap();
    let techniques = import::read(
        r#"{"type": "mitre-attack-pattern", "name": "Techniques", "values": [
            {"value": "Drive-by Compromise - T1189", "meta": {"external_id": "T1189"}},
            {"value": "Drive-By Compromise - T1456", "meta": {"external_id": "T1456"}},
            {"value": "Old - T1189", "meta": {"external_id": "T1189"}}]}"#,
    )
    .unwrap();
    let (site, plan) = imported(&[malware.clone(), techniques], SiteTest::new(""));
    assert_eq!(
        settled(&plan),
        [
            ("HorusEyes RAT", "Horus Eyes RAT"),
            ("Horus Eyes RAT", "Horus Eyes RAT"),
            ("a_b", "A B"),
            ("Old", "Drive-by Compromise")
        ]
    );
    assert_eq!(plan.drafts.len(), 5);
    assert!(!site.build().diagnostics.has_errors(), "{}", site.build().said());
    let (_, again) = imported(&[malware], site);
    assert_eq!((again.drafts.len(), again.skipped, again.conflicts.len()), (0, 3, 3));
}

#[test]
fn an_import_that_is_repeated_says_the_same_and_writes_nothing() {
    let one = import::read(HOSTILE).unwrap();
    let other = import::read(
        r#"{"type": "mitre-intrusion-set", "name": "Intrusion Set", "values": [
            {"value": "APT28 - G0007", "meta": {"external_id": "G0007"}},
            {"value": "Other - G0008", "meta": {"external_id": "G0008", "synonyms": ["Cozy Bear"]}}]}"#,
    )
    .unwrap();
    let both = [one, other];
    let (site, plan) = imported(&both, SiteTest::new(""));
    assert_eq!(settled(&plan), [("APT28", "APT28"), ("Other", "Cozy Bear")]);
    let (_, again) = imported(&both, site);
    assert_eq!(settled(&again), settled(&plan));
    assert_eq!((again.drafts.len(), again.skipped), (0, 6));
    assert_eq!(again.contested, plan.contested);
}

#[test]
fn a_folder_with_a_configuration_alone_can_be_imported_into() {
    let site = SiteTest::new("");
    std::fs::remove_dir(site.folder.path().join("content")).unwrap();
    site.folder.write("galaxy.json", HOSTILE);
    let ran = site.sitrep(&["import", "misp-galaxy", "galaxy.json"]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(site.folder.path().join("content/actors/apt28.md").is_file());
}

#[test]
fn names_of_two_entries_are_listed_at_the_end() {
    let site = SiteTest::new("");
    site.folder.write("galaxy.json", HOSTILE);
    let ran = site.sitrep(&["import", "misp-galaxy", "galaxy.json"]);
    let said = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("ambiguous actor: `NOBELIUM` is a name of `Cozy Bear` and `UNC2452`\n"), "{said}");
    assert!(said.ends_with("6 profiles written, 0 skipped because their file exists, 0 left for you to settle, 1 ambiguous name, 1 without a name\n"), "{said}");
    let again = String::from_utf8(site.sitrep(&["import", "misp-galaxy", "galaxy.json"]).stdout).unwrap();
    assert!(again.contains("0 profiles written, 6 skipped"), "{again}");
    for (text, code) in [("{}", 2), ("{\"type\": \"stalkerware\", \"values\": []}", 2), ("[", 2)] {
        site.folder.write("bad.json", text);
        assert_eq!(site.sitrep(&["import", "misp-galaxy", "bad.json"]).status.code(), Some(code), "{text}");
    }
}

/// Real cluster files, from the folder that `SITREP_GALAXY` names.
#[test]
fn every_entry_of_a_real_catalogue_becomes_one_page() {
    let Some(folder) = std::env::var_os("SITREP_GALAXY").map(PathBuf::from) else {
        assert!(
            std::env::var_os("SITREP_REQUIRE_TOOLS").is_none(),
            "SITREP_GALAXY names no folder of cluster files"
        );
        eprintln!("skipped: SITREP_GALAXY names no folder of MISP galaxy cluster files");
        return;
    };
    let mut catalogues = Vec::new();
    for (name, _) in import::TYPES {
        if let Ok(text) = std::fs::read_to_string(folder.join(format!("{name}.json"))) {
            catalogues.push(import::read(&text).unwrap());
        }
    }
    assert!(!catalogues.is_empty(), "no cluster file in {}", folder.display());
    // Entries that share a name inside one catalogue are left to settle; each of the others becomes a page.
    catalogues.iter().for_each(check);
    let (site, plan) = imported(&catalogues, SiteTest::new(""));
    let entries: usize = catalogues.iter().map(|catalogue| catalogue.entries.len()).sum();
    assert_eq!(plan.drafts.len() + plan.conflicts.len(), entries);
    let built = site.build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    assert_eq!(
        built.site.entities.iter().filter(|entity| entity.profile.is_some()).count(),
        plan.drafts.len()
    );
    assert_contested(&plan, &built);
    assert_eq!(built.bytes(), site.build().bytes());
}

/// Any text that JSON can hold, with the characters that YAML, Markdown and paths give a meaning to more often than by chance.
fn text() -> impl Strategy<Value = String> {
    let odd = "[-:#?!&*%@`'\"{}\\[\\],>|~=<\\\\\\./ \n\r\t\u{0}\u{7}\u{85}\u{2028}\u{202e}\u{feff}0-9a-cA-C\u{e9}\u{72fc}]{0,24}";
    prop_oneof![
        odd.prop_map(String::from),
        any::<String>(),
        prop::sample::select(vec![
            "null".to_owned(),
            "~".to_owned(),
            "true".to_owned(),
            "1e5".to_owned(),
            "0x10".to_owned(),
            "2021-01-01".to_owned(),
            "---".to_owned(),
            "...".to_owned(),
            "- a".to_owned(),
            "a: b".to_owned(),
            "<<".to_owned(),
            "::: tlp red".to_owned(),
            "[[APT28]]".to_owned(),
            "{{< x >}}".to_owned(),
            "http://evil.example/".to_owned(),
            "con".to_owned(),
            "..".to_owned(),
        ])
    ]
}

fn cluster() -> impl Strategy<Value = serde_json::Value> {
    let texts = || prop::collection::vec(text(), 0..4);
    (text(), text(), texts(), texts(), texts(), text()).prop_map(|(name, about, synonyms, refs, sectors, by)| {
        let mut meta = serde_json::json!({"synonyms": synonyms, "refs": refs, "cfr-target-category": sectors,
            "country": by, "motive": by, "cfr-suspected-state-sponsor": by});
        if let Some(first) = synonyms.first() {
            meta[format!("origin:{first}")] = by.into();
        }
        serde_json::json!({"value": name, "description": about, "uuid": about, "meta": meta})
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_catalogue_reads_back_as_the_same_values(clusters in prop::collection::vec(cluster(), 1..12)) {
        let json = serde_json::json!({"type": "threat-actor", "name": "Any", "values": clusters});
        let mut catalogue = import::read(&json.to_string()).unwrap();
        // By name and id the check knows which entry a profile was made of, so no two may have both in common.
        let mut known = BTreeSet::new();
        catalogue.entries.retain(|entry| known.insert((entry.name.clone(), entry.external_ids.clone())));
        check(&catalogue);
    }
}

#[test]
fn values_of_the_wrong_type_cost_an_entry_no_more_than_themselves() {
    let catalogue = import::read(
        r#"{"type": "threat-actor", "values": [
            {"value": "A", "meta": null, "description": null}, {"value": "B", "meta": [], "description": 5, "uuid": 7},
            {"value": "C", "meta": {"synonyms": "one", "refs": {"a": 1}, "country": null}}, {"value": 5}, {}]}"#,
    )
    .unwrap();
    assert_eq!((catalogue.entries.len(), catalogue.nameless), (3, 2));
    assert_eq!(catalogue.entries[2].aliases, [("one".to_owned(), None)]);
    check(&catalogue);
}

#[test]
fn an_import_that_was_cut_short_is_completed_and_a_deleted_file_is_made_again() {
    let catalogue = import::read(
        r#"{"type": "threat-actor", "name": "Threat actor", "values": [
            {"value": "ALLANITE", "uuid": "1"}, {"value": "ENERGETIC BEAR", "uuid": "2", "meta": {"synonyms": ["ALLANITE"]}},
            {"value": "Third", "uuid": "3"}]}"#,
    )
    .unwrap();
    let all = std::slice::from_ref(&catalogue);
    let (site, first) = imported(all, SiteTest::new(""));
    assert_eq!((first.drafts.len(), first.conflicts.len()), (3, 0));
    let text = std::fs::read_to_string(site.folder.path().join("content/actors/allanite.md")).unwrap();
    std::fs::remove_file(site.folder.path().join("content/actors/allanite.md")).unwrap();
    std::fs::rename(
        site.folder.path().join("content/actors/third.md"),
        site.folder.path().join("content/actors/renamed.md"),
    )
    .unwrap();
    let (_, again) = imported(all, site);
    assert_eq!((again.drafts.len(), again.skipped, again.conflicts.len()), (1, 2, 0));
    assert_eq!((again.drafts[0].path.as_str(), &again.drafts[0].text), ("content/actors/allanite.md", &text));
    // The same file given twice says nothing new.
    let (_, twice) = imported(&[catalogue.clone(), catalogue], SiteTest::new(""));
    assert_eq!((twice.drafts.len(), twice.skipped, twice.conflicts.len()), (3, 3, 0));
}

#[test]
fn a_file_at_the_path_of_another_name_hides_no_entry() {
    let one = import::read(r#"{"type": "threat-actor", "values": [{"value": "LAPSUS$", "uuid": "1"}, {"value": "APT28", "uuid": "2"}]}"#).unwrap();
    let other = import::read(
        r#"{"type": "mitre-intrusion-set", "name": "M", "values": [{"value": "LAPSUS", "uuid": "3"}, {"value": "APT28", "uuid": "4"}]}"#,
    )
    .unwrap();
    let site = SiteTest::new("").file("content/actors/apt28.md", "---\nname: Something Else\n---\nmine\n");
    let (site, plan) = imported(&[one], site);
    assert_eq!((plan.drafts.len(), plan.skipped), (2, 0));
    let (site, plan) = imported(&[other], site);
    assert_eq!((plan.drafts.len(), plan.skipped), (1, 0));
    assert_eq!(settled(&plan), [("APT28", "APT28")]);
    let built = site.build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    let names: BTreeSet<&str> = built.site.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["APT28", "LAPSUS", "LAPSUS$", "Something Else"]));
}

#[test]
fn what_a_site_would_refuse_is_not_written() {
    let json = "{\"type\": \"threat-actor\", \"values\": [{\"value\": \"A\u{fffe}B\", \"description\": \"x\u{ffff}y [l](https://site.example/nope) <https://site.example/a/>\", \"meta\": {\"since\": \"0000\", \"synonyms\": [\"C\u{fffe}\"], \"refs\": [\"https://site.example/actors/a/\"]}}, {\"value\": \"\u{200b}\u{ad}\"}]}";
    let site = SiteTest::new("");
    site.folder.write("galaxy.json", json);
    let ran = site.sitrep(&["import", "misp-galaxy", "galaxy.json"]);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("1 profile written"), "{ran:?}");
    let built = site.build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    let technique = import::read(r#"{"type": "mitre-attack-pattern", "values": [{"value": "Odd", "meta": {"external_id": ["CAPEC-1", "T1190"]}}, {"value": "Path", "meta": {"external_id": "../../x"}}]}"#).unwrap();
    let ids: Vec<Option<&str>> = technique.entries.iter().map(|entry| entry.id.as_deref()).collect();
    assert_eq!(ids, [Some("T1190"), None]);
}
