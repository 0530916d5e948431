//! Claims across reports: whom they are about, who says them, who objects, and what follows from them and from nothing else.

use sitrep::model::Tlp;

use crate::support::{Built, SiteTest};

/// The text of a part of a page, white space collapsed.
fn text(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of the section with the claims on the page of an entity.
#[track_caller]
fn claims(built: &Built, path: &str) -> String {
    let main = built.main(path);
    let from = main.find("id=\"sr-claims\"").unwrap_or_else(|| panic!("no claims on {path}"));
    let section = &main[from..];
    let to = ["id=\"sr-reports\"", "id=\"sr-origin\"", "id=\"sr-sources\""]
        .iter()
        .filter_map(|end| section.find(end))
        .min();
    text(section.get(..to.unwrap_or(section.len())).unwrap())
}

#[track_caller]
fn in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("`{part}` does not stand there in order: {text}"));
        rest = &rest[at + part.len()..];
    }
}

/// Two reports on one matter: the older asserts, the newer has it from somebody, and somebody else objects.
const TWO: &str = r#"
-- content/reports/older.md --
---
title: The older report
date: 2021-01-10
actors: [{name: Calypso, as: CalypsoAPT}]
victims: [{name: Roshan, sectors: [telecoms], country: AF}]
activity:
  - {actor: Calypso, victim: Roshan, verb: compromises, from: 2020-07, from_bound: at-least, to: 2021-01, confidence: high}
---
x
-- content/reports/newer.md --
---
title: The newer report
date: 2021-09-28
actors: [Calypso]
victims: [{name: Roshan, sectors: [telecoms], country: AF}]
activity:
  - {id: a, actor: Calypso, victim: Roshan, verb: targets, from: 2021-02, to_bound: ongoing, stance: suspects, says: [lab]}
  - {actor: Calypso, victim: Roshan, stance: denies, says: [embassy]}
attribution:
  - {id: b, subject: Calypso, to: {country: CN}, stance: suspects, says: [lab]}
  - {id: c, subject: Calypso, to: {sponsor: Unit 1}, says: [lab]}
  - {subject: Calypso, to: {country: CN}, stance: disputes, disputes: [b, c], says: [embassy], note: A general statement.}
sources:
  - {id: lab, title: What the lab found, publisher: The Lab, via: news, reliability: B, credibility: 2}
  - {id: embassy, title: A statement}
  - {id: news, title: A news article, reliability: F, credibility: 6}
---
x
"#;

#[test]
fn an_entity_shows_all_claims_about_it_with_who_says_so_and_who_objects() {
    let built = SiteTest::new(TWO).build();
    let calypso = claims(&built, "actors/calypso/index.html");
    in_order(
        &calypso,
        &[
            "Claims 6",
            "Who is behind whom",
            "Calypso attributed to",
            "China",
            "Said by suspects The Lab : What the lab found",
            "known through A news article (itself graded F, reliability cannot be judged; 6, truth cannot be judged)",
            "Reliability: B, usually reliable",
            "Credibility: 2, probably true",
            "In The newer report , 28 September 2021",
            "Objected to by disputes A statement Against row 3 , row 4 of the same report A general statement.",
            "Calypso attributed to Sponsor: Unit 1",
            "Said by asserts The Lab",
            "Objected to by disputes Calypso attributed to China A statement",
        ],
    );
    in_order(
        &calypso,
        &[
            "Activity",
            "targets, compromises",
            "Said by suspects targets February 2021, ongoing",
            "The newer report",
            "asserts compromises at least July 2020 to January 2021 Confidence: high Said by the report itself Named “ CalypsoAPT ” there In The older report",
            "Objected to by denies A statement In The newer report",
        ],
    );
    for (page, count) in [
        ("victims/roshan", "Claims 3"),
        ("sectors/telecoms", "Claims 3"),
        ("countries/afghanistan", "Claims 3"),
        ("countries/china", "Claims 2"),
    ] {
        let found = claims(&built, &format!("{page}/index.html"));
        assert!(found.contains(count), "{page}: {found}");
    }
}

#[test]
fn a_victim_shows_what_its_reports_call_its_actors_and_who_disputes_who_is_behind_them() {
    let other = r#"
-- content/reports/elsewhere.md --
---
title: Elsewhere
date: 2022-01-01
actors: [Calypso]
attribution:
  - {subject: Calypso, to: {country: CN}, stance: denies, note: Not about Roshan.}
---
x
"#;
    let built = SiteTest::new(&format!("{TWO}{other}")).build();
    let roshan = claims(&built, "victims/roshan/index.html");
    in_order(
        &roshan,
        &[
            "Objected to by denies A statement In The newer report",
            "Who is behind Calypso is disputed by disputes Calypso attributed to China A statement",
            "Against row 3 , row 4 of the same report A general statement. In The newer report",
        ],
    );
    assert!(roshan.contains("Calypso is named “ CalypsoAPT ” there"), "{roshan}");
    assert!(!roshan.contains("Not about Roshan"), "{roshan}");
    // The actor's own page has it among its attributions.
    assert!(!claims(&built, "actors/calypso/index.html").contains("Who is behind Calypso is disputed"));
}

#[test]
fn the_report_itself_ties_a_claim_to_what_it_disputes_by_id_or_by_subject_and_object() {
    let built = SiteTest::new(TWO).build();
    let main = text(&built.main("reports/newer/index.html"));
    in_order(
        &main,
        &[
            "1 Actor: Calypso targets Victim: Roshan Disputed in row 2 (A statement)",
            "2 Actor: Calypso targets Victim: Roshan Disputes row 1",
            "3 Actor: Calypso attributed to Country: China Disputed in row 5",
            "4 Actor: Calypso attributed to Sponsor: Unit 1 Disputed in row 5",
            "5 Actor: Calypso attributed to Country: China Disputes row 3 , row 4",
        ],
    );
    assert!(main.contains("The Lab Source [1] through [3]"), "{main}");
}

#[test]
fn a_retracted_report_keeps_its_claims_to_its_own_page() {
    let text =
        TWO.replace("title: The newer report\n", "title: The newer report\nretracted: It was wrong.\n");
    let built = SiteTest::new(&text).build();
    let calypso = built.main("actors/calypso/index.html");
    assert!(!calypso.contains("Unit 1") && !calypso.contains("February 2021"), "{calypso}");
    assert!(claims(&built, "actors/calypso/index.html").contains("Claims 1"));
    let own = self::text(&built.main("reports/newer/index.html"));
    assert!(own.contains("This report has been retracted. It was wrong.") && own.contains("Unit 1"), "{own}");
    assert!(own.contains("attributed to Country: China") && !own.contains("Country: CN"), "{own}");
}

/// The lines of an identity card: the words of each entry.
fn card(built: &Built, path: &str) -> String {
    let main = built.main(path);
    let card =
        main.split_once("id=\"sr-card\"").map_or("", |(_, rest)| rest.split("</aside>").next().unwrap());
    text(card)
}

#[test]
fn an_actor_is_attributed_as_far_as_its_own_claims_go_and_no_further() {
    let built = SiteTest::new(
        r#"
-- content/reports/a.md --
---
title: A
date: 2021-01-10
actors: [{name: UNC1, kind: cluster}, APT1, APT2, APT3, APT4]
attribution:
  - {subject: UNC1, to: APT1, stance: suspects}
  - {subject: APT1, to: {sponsor: Unit 1}}
  - {subject: APT1, to: {country: CN}, stance: suspects}
  - {subject: APT2, to: {country: CN}, stance: denies}
---
x
-- content/actors/apt3.md --
---
name: APT3
country: CN
sponsor: Unit 3
sources: [{id: book, title: A book, url: "https://book.example/"}]
---
x
-- content/actors/apt4.md --
---
name: APT4
country: CN
---
x
"#,
    )
    .build();
    assert_eq!(built.said(), "");
    let rows = [
        ("unc1-a", "Attributed group APT1 suspected 1 claim"),
        ("apt1", "Attributed sponsor Unit 1 asserted 1 claim Attributed origin China suspected 1 claim"),
        ("apt2", ""),
        (
            "apt3",
            "Attributed sponsor Unit 3 by this profile Source [1] Attributed origin China by this profile Source [1]",
        ),
        ("apt4", "Attributed origin China by this profile, which names no source"),
    ];
    for (slug, wanted) in rows {
        let card = card(&built, &format!("actors/{slug}/index.html"));
        let found = card.strip_prefix("> Identity ").or(card.strip_prefix("Identity ")).unwrap_or(&card);
        assert_eq!(found, wanted, "{slug}");
    }
}

#[test]
fn the_card_hides_no_stance_no_objection_and_no_source() {
    let built = SiteTest::new(
        r#"
-- content/reports/a.md --
---
title: A
date: 2021-01-10
actors: [{name: UNC1, kind: cluster}, {name: UNC2, kind: cluster}, APT1, APT2, APT3, APT4]
attribution:
  - {subject: UNC1, to: APT1, stance: suspects}
  - {subject: UNC2, to: APT1, stance: denies}
  - {subject: APT1, to: {country: CN}, stance: suspects}
  - {subject: APT1, to: {country: CN}}
  - {subject: APT2, to: {country: CN}, stance: denies}
  - {subject: APT3, to: {country: CN}, stance: denies}
---
x
-- content/actors/apt3.md --
---
name: APT3
country: CN
sources: [{title: Catalogue, reliability: A, credibility: 1}]
---
x
"#,
    )
    .build();
    assert_eq!(built.said(), "");
    let rows = [
        ("unc1-a", "Attributed group APT1 suspected 1 claim"),
        ("unc2-a", ""),
        ("apt1", "Attributed origin China asserted suspected 2 claims"),
        ("apt3", "Attributed origin China disputed 1 claim against by this profile Source [1]"),
    ];
    for (slug, wanted) in rows {
        let card = card(&built, &format!("actors/{slug}/index.html"));
        let found = card.strip_prefix("> Identity ").or(card.strip_prefix("Identity ")).unwrap_or(&card);
        assert_eq!(found, wanted, "{slug}");
        let tied = built.main(&format!("actors/{slug}/index.html")).contains("not tied to any known actor");
        assert_eq!(tied, slug == "unc2-a", "{slug}");
    }
    // Whom nobody attributes to a country is no actor of that origin; an objection stands beside what it objects to.
    let china = built.main("countries/china/index.html");
    let origin = text(china.split("id=\"sr-origin\"").nth(1).unwrap().split("</section>").next().unwrap());
    assert!(!origin.contains("APT2"), "{origin}");
    in_order(&origin, &["APT1", "suspects", "APT3", "denies", "By their profiles 1", "APT3"]);
    assert!(built.main("countries/index.html").contains("Attributed origin of 2 actors"));
}

#[test]
fn first_and_last_seen_keep_precision_and_bounds() {
    let rows = [
        ("{from: 2021-03, from_bound: at-least, to: 2021-05}", "", "at least March 2021", "May 2021"),
        ("{from: 2021, to: 2021-05-03, to_bound: about}", "", "2021", "about 3 May 2021"),
        ("{from: 2021-03, to_bound: ongoing}", "", "March 2021", "ongoing on 9 September 2021"),
        ("{from: 2021-03, from_bound: unknown}", "", "March 2021 (uncertain)", "at least March 2021"),
        ("{to: 2021-05}", "", "at least May 2021", "May 2021"),
        ("{peak: [2021-04, 2021-06]}", "", "at least April 2021", "at least June 2021"),
        ("{from: 2021-03, to: 2021-05, stance: suspects}", "", "March 2021 suspected", "May 2021 suspected"),
        ("{from: 2021-03, to: 2021-05}", "first_seen: 2019\nlast_seen: 2021-05-31", "2019", "31 May 2021"),
        ("{from: 2021-03, to: 2021-05, stance: denies}", "first_seen: 2020", "2020", ""),
        ("{from: 2021-03, to: 2021-05, stance: disputes}", "", "", ""),
    ];
    for (row, profile, first, last) in rows {
        let row = row.replacen('{', "{actor: A1, victim: V1, ", 1);
        let built = SiteTest::new(&format!(
            "-- content/reports/r.md --\n---\ntitle: R\ndate: 2021-09-09\nactors: [A1]\nvictims: [V1]\nactivity: [{row}]\n---\nx\n\
             -- content/actors/a1.md --\n---\nname: A1\n{profile}\n---\nx\n"
        ))
        .build();
        let card = card(&built, "actors/a1/index.html");
        let by = |label: &str, value: &str| match value {
            "" => assert!(!card.contains(label), "{row}: {card}"),
            value => {
                assert!(card.contains(&format!("{label} {value} ")), "{row}: {card}, wanted {label} {value}")
            }
        };
        by("First seen", first);
        by("Last seen", last);
    }
}

#[test]
fn a_row_that_says_more_than_a_name_stands_among_the_claims() {
    let built = SiteTest::new(
        r#"
-- content/reports/a.md --
---
title: A
date: 2021-01-10
malware:
  - {name: PlugX, as: Korplug, role: second-stage, stance: suspects, confidence: low, says: [lab]}
  - ShadowPad
sources: [{id: lab, title: What the lab found}]
---
x
"#,
    )
    .build();
    let found = claims(&built, "malware/plugx/index.html");
    in_order(
        &found,
        &[
            "Where reports name it",
            "suspects as second stage",
            "Confidence: low",
            "What the lab found",
            "In A",
        ],
    );
    assert!(!built.main("malware/shadowpad/index.html").contains("sr-claims"));
}

#[test]
fn many_claims_go_on_on_pages_of_their_own() {
    let mut site = SiteTest::new("");
    for at in 1..=120 {
        site = site.file(
            &format!("content/reports/r{at:03}.md"),
            format!(
                "---\ntitle: R{at:03}\ndate: 2021-01-01\nactors: [A1]\nvictims: [V1]\nactivity: [{{actor: A1, victim: V1, from: 2020}}]\n---\nx\n"
            ),
        );
    }
    let built = site.build();
    assert_eq!(built.said(), "");
    let page = claims(&built, "actors/a1/index.html");
    in_order(&page, &["R001", "R005", "115 more claims of this group", "All 120 claims"]);
    assert!(!page.contains("R006"));
    let first = text(&built.main("actors/a1/claims/index.html"));
    let second = text(&built.main("actors/a1/claims/page/2/index.html"));
    in_order(&first, &["Claims about A1", "120 claims of published reports, page 1 of 2", "R001", "R100"]);
    in_order(&second, &["(continued)", "R101", "R120"]);
    assert!(!first.contains("R101") && !second.contains("R100"));
}

#[test]
fn a_page_is_marked_as_high_as_what_it_says() {
    let site = r#"
-- content/reports/a.md --
---
title: A
date: 2021-01-10
actors: [A1, A2]
victims: [V1]
activity:
  - {actor: A1, victim: V1, from: 2020, tlp: AMBER}
---
x
-- content/reports/b.md --
---
title: B
date: 2021-01-10
actors: [A2, A3]
---
x
-- content/actors/a3.md --
---
name: A3
---
x
-- content/actors/a1.md --
---
name: A1
---
x
-- content/actors/a2.md --
---
name: A2
---
x
"#;
    let built = SiteTest::new(site).max_tlp(Tlp::Amber).build();
    let marked = |path: &str| {
        let html = built.text(path);
        html.split("markings-tlp")
            .nth(1)
            .and_then(|part| part.split("TLP:").nth(1))
            .map(|part| part.split('<').next().unwrap().to_owned())
    };
    for (path, level) in [
        ("reports/a", "AMBER"),
        ("reports/b", "CLEAR"),
        ("actors/a1", "AMBER"),
        ("actors/a2", "AMBER"),
        ("actors/a3", "CLEAR"),
    ] {
        assert_eq!(marked(&format!("{path}/index.html")).as_deref(), Some(level), "{path}");
    }
    let clear = SiteTest::new(site).build();
    assert!(clear.text("reports/a/index.html").contains("TLP:CLEAR</span></p>"));
}

#[test]
fn what_reveals_points_at_must_be_there() {
    let rows = [
        ("{report: early, victim: the operator}", ""),
        ("{report: /reports/early/, victim: The Operator}", ""),
        ("{report: reports/early.md, victim: the operator}", ""),
        (
            "{report: erly, victim: the operator}",
            "7:38: error[dangling-reference]: there is no report `erly`",
        ),
        (
            "{report: early, victim: Acme}",
            "7:53: error[dangling-reference]: report `early` has no undisclosed victim `Acme`",
        ),
    ];
    for (reveals, wanted) in rows {
        let built = SiteTest::new(&format!(
            "-- content/reports/early.md --\n---\ntitle: E\ndate: 2021-01-01\nvictims: [{{name: the operator, undisclosed: true}}, Acme]\n---\nx\n\
             -- content/reports/late.md --\n---\ntitle: L\ndate: 2022-01-01\nactors: [A1]\n\
             # the row:\nvictims:\n  - {{name: Roshan, reveals: {reveals}}}\n---\nx\n"
        ))
        .build();
        let said = built.said();
        let wanted =
            if wanted.is_empty() { String::new() } else { format!("content/reports/late.md:{wanted}") };
        assert_eq!(said.trim(), wanted, "{reveals}");
    }
}

#[test]
fn a_revealed_victim_has_the_claims_about_the_undisclosed_one() {
    let early = "-- content/reports/early.md --\n---\ntitle: Early\ndate: 2021-01-01\nactors: [A1]\nvictims: [{name: op, undisclosed: true}]\n\
                 activity: [{actor: A1, victim: op, from: 2020}]\n---\nx\n";
    let late = |slug: &str, name: &str| {
        format!(
            "-- content/reports/{slug}.md --\n---\ntitle: Late\ndate: 2022-01-01\nvictims: [{{name: {name}, reveals: {{report: early, victim: op}}}}]\n---\nx\n"
        )
    };
    let built = SiteTest::new(&format!("{early}{}", late("late", "Roshan"))).build();
    assert_eq!(built.said(), "");
    in_order(&claims(&built, "victims/roshan/index.html"), &["A1 targets", "2020", "In Early"]);
    let both = SiteTest::new(&format!("{early}{}{}", late("one", "Roshan"), late("two", "Acme"))).build();
    assert!(both.said().contains("warning[contradictory-reveals]"), "{}", both.said());
    assert!(
        !both.main("victims/roshan/index.html").contains("sr-claims"),
        "contradicting reveals join nothing"
    );
}
