//! The table of ATT&CK techniques and what becomes of it: names on pages, warnings about ids, the matrix of an actor and of the
//! site. The table itself is compared with its source where `SITREP_GALAXY` names a folder that holds it.

use std::collections::BTreeSet;
use std::path::Path;

use sitrep::attack::{self, Status};
use sitrep::link::is_code;
use sitrep::model::EntityKind;

use crate::support::SiteTest;

#[path = "../../examples/attack-table/table.rs"]
mod table;

const TABLE: &str = include_str!("../../src/attack/techniques.tsv");

/// The lines of the table that are no comment, in cells.
fn lines() -> Vec<Vec<&'static str>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect()
}

#[test]
fn the_table_is_sorted_and_refers_to_nothing_that_it_lacks() {
    let lines = lines();
    let domains: BTreeSet<&str> =
        lines.iter().filter(|cells| cells[0] == "domain").map(|cells| cells[1]).collect();
    let tactics: Vec<(&str, &str)> =
        lines.iter().filter(|cells| cells[0] == "tactic").map(|cells| (cells[2], cells[3])).collect();
    let heads = ["release", "notice", "domain", "tactic"];
    let rows: Vec<&Vec<&str>> = lines.iter().filter(|cells| !heads.contains(&cells[0])).collect();
    let ids: BTreeSet<&str> = rows.iter().map(|cells| cells[0]).collect();
    assert_eq!(tactics.iter().collect::<BTreeSet<_>>().len(), tactics.len());
    assert!(tactics.iter().all(|(domain, _)| domains.contains(domain)));
    assert!(rows.windows(2).all(|pair| pair[0][0] < pair[1][0]), "ids stand in order, each once");
    assert!(rows.len() > 1_000);
    for cells in &rows {
        let (id, name, domain, served) = (cells[0], cells[1], cells[2], cells[3]);
        assert!(is_code(EntityKind::Technique, id), "{id}");
        assert!(!name.is_empty() && name.trim() == name && !name.ends_with(id), "{cells:?}");
        assert!(matches!(cells.get(4), None | Some(&"revoked" | &"deprecated")), "{cells:?}");
        let successors: Vec<&str> = cells.get(5).map(|ids| ids.split(',').collect()).unwrap_or_default();
        assert!(successors.iter().all(|other| ids.contains(other) && *other != id), "{cells:?}");
        let places: Vec<Option<usize>> = served
            .split(',')
            .map(|short| tactics.iter().position(|known| *known == (domain, short)))
            .collect();
        assert!(places == [None] && served == "-" || places.iter().all(Option::is_some), "{cells:?}");
        assert!(served != "-" || cells.get(4) == Some(&"revoked"), "{cells:?}");
        if let Some(parent) = attack::parent(id) {
            assert!(ids.contains(parent), "{id}");
        }
    }
}

#[test]
fn the_program_reads_every_row_of_the_table() {
    let techniques = lines().iter().filter(|cells| is_code(EntityKind::Technique, cells[0])).count();
    assert_eq!(attack::techniques().len(), techniques);
    assert!(TABLE.contains(&format!("\n# {}\n", attack::notice())), "{}", attack::notice());
    for technique in attack::techniques() {
        assert_eq!(attack::technique(technique.id), Some(technique));
        for other in technique.successors() {
            assert_ne!(other.status, Status::Revoked, "{technique:?} ends in {other:?}");
        }
        if technique.status == Status::Current {
            assert!(!technique.tactics().is_empty() && technique.successors().is_empty(), "{technique:?}");
        }
    }
    // A chain of two, one without tactics of its own, one revoked without a successor.
    let ids = |id: &str| -> Vec<&str> {
        attack::technique(id).unwrap().successors().iter().map(|other| other.id).collect()
    };
    assert_eq!(ids("T1073"), ["T1574.001"]);
    assert!(!attack::technique("T1445").unwrap().tactics().is_empty());
    assert_eq!(ids("T1454"), Vec::<&str>::new());
    assert_eq!(attack::technique("T1059.999"), None);
}

#[test]
fn the_table_is_what_the_command_makes_of_its_source() {
    let source =
        std::env::var_os("SITREP_GALAXY").map(|folder| Path::new(&folder).join("mitre-attack-pattern.json"));
    let Some(json) = source.and_then(|path| std::fs::read_to_string(path).ok()) else {
        eprintln!("skipped: SITREP_GALAXY names no folder with mitre-attack-pattern.json");
        return;
    };
    let made = table::table(&json, None);
    let version = |text: &str| {
        text.split_once("cluster version ").map(|(_, rest)| rest.split('.').next().unwrap().to_owned())
    };
    match made {
        // An older or newer release of the catalogue makes another table.
        Ok(made) if version(&made) == version(TABLE) => assert!(made == TABLE, "see `examples/attack-table`"),
        other => eprintln!(
            "skipped: the source is of another release than the table: {:?}",
            other.map(|made| version(&made))
        ),
    }
}

#[test]
fn the_command_takes_facts_and_refuses_what_it_does_not_know() {
    let file =
        |values: &str| format!(r#"{{"type": "mitre-attack-pattern", "version": 9, "values": [{values}]}}"#);
    let value = |id: &str, rest: &str| {
        format!(
            r#"{{"uuid": "{id}", "value": "Name - {id}", "meta": {{"external_id": "{id}", "kill_chain": ["attack-Windows:execution", "attack-Linux:execution", "attack-IaaS:persistence"]}}{rest}}}"#
        )
    };
    let made = table::table(&file(&format!("{}, {}, {}, {}",
        value("T1002", r#", "revoked": true, "related": [{"type": "revoked-by", "dest-uuid": "T1001"}, {"type": "related-to", "dest-uuid": "T1003"}]"#),
        value("T1001", r#", "description": "Adversaries may use a deprecated protocol.""#),
        value("T1003", r#", "description": "**This technique has been deprecated. Please use [X](https://attack.mitre.org/techniques/T1001) instead.**\n\nSee https://attack.mitre.org/techniques/T1002.""#),
        value("T1004", r#", "revoked": true, "related": [{"type": "revoked-by", "dest-uuid": "gone"}]"#),
    )), Some("v19.2")).unwrap();
    let rows: Vec<&str> = made.lines().filter(|line| line.starts_with("T1")).collect();
    assert_eq!(
        rows,
        [
            "T1001\tName\tenterprise\texecution,persistence",
            "T1002\tName\tenterprise\texecution,persistence\trevoked\tT1001",
            "T1003\tName\tenterprise\texecution,persistence\tdeprecated\tT1001",
            "T1004\tName\tenterprise\texecution,persistence\trevoked",
        ]
    );
    assert!(made.contains("\nrelease\tv19.2\n") && made.contains("cluster version 9.\n"), "{made}");
    let faults = [
        ("[]", "not the cluster file"),
        (r#"{"type": "tool", "values": []}"#, "not the cluster file"),
        ("{", "no JSON"),
        (&file(r#"{"value": "X - T1", "meta": {}}"#), "no `external_id`"),
        (
            &file(&value("T1005", "").replace("attack-Linux:execution", "attack-Linux:new-tactic")),
            "`attack-Linux:new-tactic`, which `DOMAINS` lacks",
        ),
        (
            &file(&value("T1005", "").replace("attack-Linux:execution", "mobile-attack-iOS:impact")),
            "more than one domain",
        ),
        (&file(&value("T1005", "").replace("Name - ", "")), "no name"),
    ];
    for (json, fault) in faults {
        let said = table::table(json, None).unwrap_err();
        assert!(said.contains(fault), "{json}\n{said}");
    }
}

/// A report with a summary that lists techniques.
fn report(slug: &str, lines: &str) -> String {
    format!(
        "-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\nsummary: S.\ndate: 2024-01-0{}\n{lines}\n---\nText.\n",
        slug.len()
    )
}

#[test]
fn unknown_and_revoked_ids_are_warned_of_once_with_their_successor() {
    let known = attack::release();
    let cases: &[(String, &str, &str)] = &[
        (
            report("a", "techniques: [T9999]") + &report("bb", "techniques: [t9999]"),
            &format!(
                "content/reports/a.md:5:14: warning[unknown-technique]: `T9999` is no technique of ATT&CK {known} (2 reports)"
            ),
            "look it up",
        ),
        (
            report("a", "techniques: [T1086, T1086.001]"),
            "content/reports/a.md:5:14: warning[revoked-technique]: `T1086` PowerShell is revoked in ATT&CK; use `T1059.001` PowerShell",
            "keeps it",
        ),
        (
            report("a", "techniques: [T1073]"),
            "content/reports/a.md:5:14: warning[revoked-technique]: `T1073` DLL Side-Loading is revoked in ATT&CK; use `T1574.001` DLL",
            "keeps it",
        ),
        (
            report("a", "techniques: [T1562.001]"),
            "content/reports/a.md:5:14: warning[revoked-technique]: `T1562.001` Disable or Modify Tools is revoked in ATT&CK; use `T1685` Disable or Modify Tools",
            "",
        ),
        (
            report("a", "techniques: [T1454]"),
            "content/reports/a.md:5:14: warning[revoked-technique]: `T1454` Malicious SMS Message is revoked in ATT&CK, which names no successor",
            "",
        ),
        (
            report("a", "techniques: [T1175]"),
            "content/reports/a.md:5:14: warning[deprecated-technique]: `T1175` Component Object Model and Distributed COM is deprecated in ATT&CK; use `T1021.003` Distributed Component Object Model or `T1559.001` Component Object Model",
            "",
        ),
        (
            report("a", "techniques: [T1059.999]"),
            &format!(
                "content/reports/a.md:5:14: warning[unknown-technique]: `T1059.999` is no technique of ATT&CK {known}"
            ),
            "`T1059` Command and Scripting Interpreter has the sub-techniques `T1059.001` to `T1059.013`",
        ),
        (
            report("a", "techniques: [T1190.001]"),
            &format!(
                "content/reports/a.md:5:14: warning[unknown-technique]: `T1190.001` is no technique of ATT&CK {known}"
            ),
            "has no sub-techniques",
        ),
        (
            report("a", "techniques: [T9151]"),
            &format!(
                "content/reports/a.md:5:14: warning[unknown-technique]: `T9151` is no technique of ATT&CK {known}"
            ),
            "look it up",
        ),
        (
            report("a", "techniques: [T1950]"),
            &format!(
                "content/reports/a.md:5:14: warning[unknown-technique]: `T1950` is no technique of ATT&CK {known}"
            ),
            "did you mean `T1590` Gather Victim Network Information?",
        ),
        (
            report("a", "techniques: [Email Collection]"),
            "content/reports/a.md:5:14: warning[unknown-technique]: `Email Collection` is no ATT&CK technique id",
            "ATT&CK calls `T1114` so: write the id",
        ),
        // A version of ATT&CK that the report gives is no excuse, and is named.
        (
            report("a", "techniques: [T1086]\nattack_version: 6"),
            "content/reports/a.md:5:14: warning[revoked-technique]: `T1086` PowerShell is revoked in ATT&CK; use `T1059.001` PowerShell",
            "the report is written against ATT&CK v6, where the id may have been right",
        ),
        (
            report("a", "techniques: [T9999]\nattack_version: v99.1"),
            &format!(
                "content/reports/a.md:5:14: warning[unknown-technique]: `T9999` is no technique of ATT&CK {known}"
            ),
            "ATT&CK v99.1, and the table here, of v19 or later, may be older",
        ),
        // ICS techniques are not in the table.
        (report("a", "techniques: [T0886, T1059.001]"), "", ""),
        // A profile is its author's business.
        (
            report("a", "techniques: [T1086, T9999]")
                + "-- content/techniques/p.md --\n---\nname: Old shell\nid: T1086\n---\n-- content/techniques/q.md --\n---\nname: T9999\n---\n",
            "",
            "",
        ),
    ];
    for (text, expected, hint) in cases {
        let built = SiteTest::new(text).build();
        let said = built.said();
        let first = said.lines().next().unwrap_or_default();
        assert_eq!(first, *expected, "{text}");
        let hints: Vec<String> = built.diagnostics.iter().flat_map(|one| one.hints.clone()).collect();
        assert!(hint.is_empty() || hints.iter().any(|said| said.contains(hint)), "{text}\n{hints:#?}");
    }
}

/// The techniques of a page by tactic: `Tactic: id figure mark, …`.
fn by_tactic(main: &str) -> Vec<String> {
    let tactics = main.split("<section class=\"attack-tactic\">").skip(1);
    let tactics = tactics.filter_map(|tactic| tactic.split("</section>").next());
    let between = |text: &str, start: &str, end: &str| -> String {
        text.split_once(start)
            .and_then(|(_, rest)| rest.split_once(end))
            .map_or("", |(inner, _)| inner)
            .to_owned()
    };
    tactics
        .map(|tactic| {
            let heading = tactic.split("</h").next().unwrap().rsplit('>').next().unwrap();
            let cells: Vec<String> = tactic
                .split("<li class=\"technique ")
                .skip(1)
                .map(|cell| {
                    let id = between(cell, "technique-id\">", "<");
                    let count = if cell.contains("<summary>") {
                        between(cell, "<summary>", " report")
                    } else {
                        between(cell, "technique-count\">", " report")
                    };
                    let marks = ["technique-sub", "technique-loose", "suspected", "revoked"];
                    let marks: Vec<&str> = marks.into_iter().filter(|mark| cell.contains(mark)).collect();
                    format!("{id} {count} {}", marks.join("+")).trim().to_owned()
                })
                .collect();
            format!("{heading}: {}", cells.join(", "))
        })
        .collect()
}

#[test]
fn names_come_from_the_table_and_a_profile_goes_before_it() {
    let text = report("a", "techniques: [t1059.001, T1566, T1190]\nactors: [A]")
        + "-- content/techniques/p.md --\n---\nname: House name\nid: T1566\n---\n";
    let built = SiteTest::new(&text).build();
    let chip = |id: &str, title: &str| {
        format!("<bdi class=\"chip-name\">{id}</bdi> <bdi class=\"chip-title\">{title}</bdi>")
    };
    let main = built.main("reports/a/index.html");
    for (id, title) in
        [("T1059.001", "PowerShell"), ("T1566", "House name"), ("T1190", "Exploit Public-Facing Application")]
    {
        assert!(main.contains(&chip(id, title)), "{id}\n{main}");
    }
    assert!(built.text("techniques/t1059-001/index.html").contains("<title>T1059.001 PowerShell · "));
    assert!(
        built
            .main("techniques/t1059-001/index.html")
            .contains("<bdi>T1059.001</bdi> <span class=\"h1-title\">PowerShell</span>")
    );
    assert!(built.main("techniques/index.html").contains("<span class=\"entity-title\">House name</span>"));
    // The names for the filter of a long list.
    let many: Vec<String> = attack::techniques()
        .iter()
        .filter(|row| row.status == Status::Current)
        .take(60)
        .map(|row| row.id.to_owned())
        .collect();
    let built = SiteTest::new(&report("a", &format!("techniques: [{}]", many.join(", ")))).build();
    assert!(built.text("techniques/names.json").contains(r#""also":["Data Obfuscation"]"#));
    // A name of the table is a plain word in prose.
    let prose = report("a", "techniques: [T1059.001]").replace("Text.", "They ran PowerShell, T1059.001.");
    let main = SiteTest::new(&prose).build().main("reports/a/index.html");
    assert!(main.contains("They ran PowerShell, <a class=\"entity entity-technique\" href=\"/techniques/t1059-001/\" title=\"PowerShell\">T1059.001</a>."), "{main}");
}

#[test]
fn a_technique_page_says_what_the_table_knows() {
    let text = report("a", "techniques: [T1059, T1059.001, T1059.003, T1086, T1999.001]\nactors: [A]");
    let built = SiteTest::new(&text).build();
    let card = |slug: &str| {
        let main = built.main(&format!("techniques/{slug}/index.html"));
        let facts = main.split("<dt>").skip(1).map(|fact| {
            let values: Vec<&str> =
                fact.split("<dd>").skip(1).map(|value| value.split("</dd>").next().unwrap()).collect();
            format!(
                "{}: {}",
                fact.split('<').next().unwrap(),
                values.join(" | ").replace("<bdi>", "").replace("</bdi>", "")
            )
        });
        facts.collect::<Vec<_>>()
    };
    let execution = "Tactics: <a href=\"/matrix/attack/#sr-tactic-enterprise-execution\">Execution</a>";
    assert_eq!(
        card("t1059"),
        [
            execution,
            "Sub-techniques here: <a href=\"/techniques/t1059-001/\">T1059.001 PowerShell</a> | <a href=\"/techniques/t1059-003/\">T1059.003 Windows Command Shell</a>",
            "Described by MITRE: <a href=\"https://attack.mitre.org/techniques/T1059/\">attack.mitre.org: T1059</a>",
        ]
    );
    assert_eq!(
        card("t1059-001")[1],
        "Sub-technique of: <a href=\"/techniques/t1059/\">T1059 Command and Scripting Interpreter</a>"
    );
    assert_eq!(
        card("t1086")[..3],
        [
            "Status: revoked in ATT&amp;CK",
            "Use instead: <a href=\"/techniques/t1059-001/\">T1059.001 PowerShell</a>",
            execution,
        ]
    );
    assert_eq!(card("t1999-001"), Vec::<String>::new());
    assert!(built.main("techniques/t1059/index.html").contains(attack::notice()));
    assert!(!built.main("techniques/t1999-001/index.html").contains(attack::notice()));
    // An address that is listed as an indicator is no link.
    let listed =
        report("a", "techniques: [T1190]\nindicators: ['https://attack.mitre.org/techniques/T1190/']");
    let built = SiteTest::new(&listed).build();
    assert!(!built.main("techniques/t1190/index.html").contains("attack.mitre.org"));
}

#[test]
fn the_matrix_of_an_actor_tells_its_own_reports_from_shared_ones() {
    let text = report(
        "a",
        "actors: [A]\ntechniques: [T1566, T1566.001, {name: T1190, stance: suspects}, {name: T1003, stance: denies}]",
    ) + &report("bb", "actors: [A, B]\ntechniques: [T1566, T1105, T1078]")
        + &report("ccc", "actors: [{name: A, stance: denies}]\ntechniques: [T1499]")
        + &report("dddd", "retracted: No.\nactors: [A]\ntechniques: [T1498]")
        + &report("eeeee", "actors: [A]\nattribution: [{subject: A, to: C}]\ntechniques: [T1003.001]")
        + &report("ffffff", "actors: [A]\ntechniques: [T1430, T1086, T0886]");
    let built = SiteTest::new(&text).build();
    assert_eq!(
        by_tactic(&built.main("actors/a/index.html")),
        [
            "Initial Access: T1078 1 technique-loose, T1190 1 technique-loose+suspected, T1566 2, T1566.001 1 technique-sub",
            "Execution: T1086 1 revoked",
            "Persistence: T1078 1 technique-loose",
            "Privilege Escalation: T1078 1 technique-loose",
            "Stealth: T1078 1 technique-loose",
            "Credential Access: T1003.001 1",
            "Command and Control: T1105 1 technique-loose",
            // Mobile techniques stand below the tactics of their own matrix.
            "Discovery: T1430 1",
            "Collection: T1430 1",
            "Not in the table: T0886 1",
        ]
    );
    let main = built.main("actors/a/index.html");
    assert!(main.contains("techniques in 4 reports on this actor") && main.contains(attack::notice()));
    assert!(
        main.contains("<h3>Enterprise <span class=\"count\">7</span></h3>") && main.contains("<h3>Mobile "),
        "{main}"
    );
    // To whom it is attributed is another matter: there the report is on several actors.
    assert_eq!(
        by_tactic(&built.main("actors/c/index.html")),
        ["Credential Access: T1003.001 1 technique-loose"]
    );
    assert!(built.main("actors/c/index.html").contains("OS Credential Dumping:</span>"));
    // Of the whole site every technique of a standing report counts once a report.
    let all = by_tactic(&built.main("matrix/attack/index.html"));
    assert_eq!(
        all[0],
        "Initial Access: T1078 1, T1190 1 technique-loose+suspected, T1566 2, T1566.001 1 technique-sub"
    );
    assert!(
        all.contains(&"Impact: T1499 1".to_owned())
            && !all.iter().any(|line| line.contains("T1498") || line.contains("T1003 "))
    );
    // No other kind has a matrix, and an actor whose reports name no technique has none.
    let plain = SiteTest::new(&report("a", "actors: [A]\nmalware: [M]")).build();
    assert!(!plain.main("actors/a/index.html").contains("sr-attack"));
    assert!(!built.main("techniques/t1566/index.html").contains("sr-attack"));
}

#[test]
fn one_more_report_leaves_the_matrix_of_other_actors_as_it_is() {
    let before = SiteTest::new(&report("a", "actors: [A]\ntechniques: [T1566]")).build();
    let text = report("a", "actors: [A]\ntechniques: [T1566]")
        + &report("bb", "actors: [B]\ntechniques: [T1566, T1190]");
    let after = SiteTest::new(&text).build();
    assert_eq!(before.text("actors/a/index.html"), after.text("actors/a/index.html"));
}
