//! Undisclosed victims that a later report names: both reports and the victim's page say so. In go sites of two or three reports,
//! out come the pages of those that are joined, and of those that must not be.

use sitrep::model::Tlp;

use crate::support::{Built, SiteTest};

/// A report that leaves its victim undisclosed, and one that names it.
const JOINED: &str = r"
-- content/reports/first.md --
---
title: First case
date: 2024-01-01
actors: [Night Mail]
victims:
  - {name: Hidden Telecom, undisclosed: true, class: organization, sectors: [telecommunications], country: AF}
activity:
  - {actor: Night Mail, victim: Hidden Telecom, from: 2023-05}
---
Text.
-- content/reports/second.md --
---
title: Second case
date: 2024-06-01
victims:
  - {name: Roshan, reveals: {report: first, victim: Hidden Telecom}}
---
Text.
";

/// The text of a part of a page, white space folded.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(built: &Built, path: &str) -> String {
    words(&built.main(path))
}

#[test]
fn both_reports_and_the_victim_say_who_an_undisclosed_victim_is() {
    let built = SiteTest::new(JOINED).build();
    assert_eq!(built.said(), "");
    let first = built.main("reports/first/index.html");
    let link = r#"named as <a href="/victims/roshan/"><bdi>Roshan</bdi></a> in <a href="/reports/second/"><bdi>Second case</bdi></a>"#;
    assert_eq!(first.matches(link).count(), 4, "chip, timeline, its table, claim: {first}");
    let second = page(&built, "reports/second/index.html");
    let named = "Roshan reveals the undisclosed telecommunications organization, Afghanistan, of First case";
    assert!(second.contains(named), "{second}");
    let victim = page(&built, "victims/roshan/index.html");
    let there = "Undisclosed there 1 Reports on this victim that do not name it. Another report says who it is. First case \
                 “Undisclosed telecommunications organization, Afghanistan” there; named in Second case, 1 June 2024";
    assert!(victim.contains(there), "{victim}");
    assert!(victim.contains("Reports 1"), "the first report does not name it: {victim}");
    assert!(!built.bytes().values().any(|bytes| String::from_utf8_lossy(bytes).contains("Hidden Telecom")));
}

#[test]
fn a_timeline_says_which_report_names_the_victim() {
    let built = SiteTest::new(JOINED).build();
    let first = built.main("reports/first/index.html");
    let figure = words(first.split("<figure").nth(1).unwrap().split("</figure>").next().unwrap());
    let own = "Undisclosed telecommunications organization, Afghanistan (named as Roshan in Second case)";
    assert!(figure.contains(&format!("targets {own}: from May 2023")), "{figure}");
    assert_eq!(figure.matches(own).count(), 2, "line and table: {figure}");
    assert!(first.contains(&format!("aria-label=\"Night Mail targets {own}")), "{first}");
    for path in ["victims/roshan", "actors/night-mail", "timeline", "timeline/2023"] {
        let main = page(&built, &format!("{path}/index.html"));
        assert!(main.contains("(undisclosed there, named in Second case)"), "{path}: {main}");
    }
    assert!(page(&built, "victims/roshan/index.html").contains("The number of reports on both."));
    // The page of a year bears the level of the name that another report gives.
    let green = JOINED.replace("title: Second case", "title: Second case\ntlp: green");
    let built = SiteTest::new(&green).max_tlp(Tlp::Green).build();
    assert!(built.main("timeline/2023/index.html").contains(">TLP:GREEN<"));
}

#[test]
fn two_of_one_description_are_numbered_where_both_stand() {
    let hidden = "{name: One, undisclosed: true, sectors: [energy], country: \"NO\"}";
    let text = format!(
        "-- content/reports/r.md --\n---\ntitle: R\ndate: 2024-01-01\nactors: [A]\nvictims: [{hidden}, {}, {{name: V}}]\nactivity:\n  \
         - {{actor: A, victim: One, from: 2023}}\n  - {{actor: A, victim: Two, from: 2022}}\n---\nText.\n",
        hidden.replace("One", "Two")
    );
    let built = SiteTest::new(&text).build();
    assert_eq!(built.said(), "");
    for path in ["reports/r", "actors/a", "timeline"] {
        let main = page(&built, &format!("{path}/index.html"));
        for number in ["(1 of 2)", "(2 of 2)"] {
            assert!(main.contains(&format!("Undisclosed energy victim, Norway {number}")), "{path}: {main}");
        }
    }
    let names = built.main("reports/r/index.html");
    let names = words(names.split("<figure").next().unwrap());
    assert!(names.contains("Undisclosed energy victim, Norway") && !names.contains("of 2)"), "{names}");
}

#[test]
fn a_victim_that_is_named_is_no_longer_counted_as_undisclosed() {
    let more = "-- content/reports/third.md --\n---\ntitle: Third\ndate: 2024-07-01\nvictims: [{undisclosed: true}]\n---\nText.\n";
    let built = SiteTest::new(&format!("{JOINED}{more}")).build();
    let list = page(&built, "victims/index.html");
    assert!(list.contains("and 1 undisclosed victim"), "{list}");
}

#[test]
fn reports_joined_by_a_name_are_related_and_their_names_stand_together() {
    let built = SiteTest::new(JOINED).build();
    for (path, other) in [("first", "Second case"), ("second", "First case")] {
        let report = page(&built, &format!("reports/{path}/index.html"));
        assert!(report.contains(&format!("Related reports {other} shares Roshan")), "{report}");
    }
    let victim = built.main("victims/roshan/index.html");
    assert!(victim.contains(r#"<a href="/actors/night-mail/"><bdi>Night Mail</bdi></a></span>"#), "{victim}");
}

#[test]
fn names_that_contradict_each_other_join_nothing() {
    let more = "-- content/reports/third.md --\n---\ntitle: Third\ndate: 2024-07-01\nvictims:\n  \
                - {name: Etisalat, reveals: {report: first, victim: Hidden Telecom}}\n---\nText.\n";
    let built = SiteTest::new(&format!("{JOINED}{more}")).build();
    assert!(built.said().contains("warning[contradictory-reveals]"), "{}", built.said());
    for path in ["reports/first", "reports/second", "reports/third", "victims/roshan", "victims/etisalat"] {
        let main = page(&built, &format!("{path}/index.html"));
        assert!(
            !main.contains("named as") && !main.contains("reveals") && !main.contains("Undisclosed there"),
            "{main}"
        );
    }
    assert!(page(&built, "victims/index.html").contains("and 1 undisclosed victim"));
}

#[test]
fn reports_that_agree_join_as_one() {
    let more = "-- content/reports/third.md --\n---\ntitle: Third\ndate: 2024-07-01\nvictims:\n  \
                - {name: Roshan, reveals: {report: first, victim: Hidden Telecom}}\n---\nText.\n";
    let built = SiteTest::new(&format!("{JOINED}{more}")).build();
    assert_eq!(built.said(), "");
    let first = page(&built, "reports/first/index.html");
    assert!(
        first.contains("named as Roshan in Second case") && !first.contains("named as Roshan in Third"),
        "{first}"
    );
    for path in ["second", "third"] {
        let report = page(&built, &format!("reports/{path}/index.html"));
        assert!(report.contains("of First case"), "{report}");
    }
    let victim = page(&built, "victims/roshan/index.html");
    assert!(victim.contains("Reports 2") && victim.contains("Undisclosed there 1"), "{victim}");
}

#[test]
fn one_report_may_name_several_undisclosed_victims_alike() {
    let built = SiteTest::new(
        r"
-- content/reports/first.md --
---
title: First case
date: 2024-01-01
victims:
  - {name: one, undisclosed: true, class: organization}
  - {name: two, undisclosed: true, class: system}
---
Text.
-- content/reports/second.md --
---
title: Second case
date: 2024-06-01
victims:
  - {name: Roshan, reveals: {report: first, victim: one}}
  - {name: Roshan, reveals: {report: first, victim: two}}
---
Text.
",
    )
    .build();
    assert_eq!(built.said(), "");
    let second = page(&built, "reports/second/index.html");
    let both = "Roshan reveals the undisclosed organization, of First case reveals the undisclosed system, of First case";
    assert!(second.contains(both), "{second}");
    assert!(page(&built, "victims/roshan/index.html").contains("Undisclosed there 2"));
}

#[test]
fn a_report_does_not_reveal_its_own_victim() {
    SiteTest::new(
        r"
-- content/reports/first.md --
---
title: First case
date: 2024-01-01
victims:
  - {name: one, undisclosed: true}
  - {name: Roshan, reveals: {report: first, victim: one}}
---
Text.
",
    )
    .says("content/reports/first.md:6:38: error[invalid-value]: a report cannot reveal its own undisclosed victim");
}

#[test]
fn a_retracted_report_names_nobody() {
    let retracted = JOINED.replace("date: 2024-06-01", "date: 2024-06-01\nretracted: wrong company");
    let built = SiteTest::new(&retracted).build();
    for path in ["reports/first", "reports/second", "victims/roshan"] {
        let main = page(&built, &format!("{path}/index.html"));
        assert!(!main.contains("named as") && !main.contains("reveals the"), "{main}");
    }
}

#[test]
fn a_page_bears_the_level_of_the_name_that_another_report_gives() {
    let amber = JOINED.replace("date: 2024-06-01", "date: 2024-06-01\ntlp: AMBER");
    let profile = "-- content/victims/roshan.md --\n---\nname: Roshan\n---\nText.\n";
    let actor = "-- content/actors/night-mail.md --\n---\nname: Night Mail\n---\nText.\n";
    let site = format!("{amber}{profile}{actor}");
    let built = SiteTest::new(&site).max_tlp(Tlp::Amber).build();
    // The claim on the actor's page names the victim with the words of the report above.
    for path in ["reports/first", "reports/second", "victims/roshan", "actors/night-mail"] {
        let text = built.text(&format!("{path}/index.html"));
        assert!(text.contains("marked-amber\""), "{path}");
    }
    let clear = SiteTest::new(&site).build();
    assert!(!clear.text("reports/first/index.html").contains("named as"));
    assert!(clear.text("reports/first/index.html").contains("marked-clear\""));
}
