//! What is withheld leaves no trace: a site with withheld material gives the bytes of the site in which it was never written. In
//! the texts below a line that starts with `!` is withheld material: one site has it without the sign, the other lacks it.

use sitrep::model::Tlp;

use crate::no_trace::pair;
use crate::support::{Built, SiteTest};

#[track_caller]
fn assert_same(name: &str, with: &Built, without: &Built) {
    let (with, without) = (with.bytes(), without.bytes());
    let paths = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        files.keys().cloned().collect::<Vec<_>>().join("\n")
    };
    assert_eq!(paths(&with), paths(&without), "{name}: paths");
    for (path, bytes) in &with {
        let (a, b) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&without[path]));
        assert_eq!(a, b, "{name}: {path}");
    }
}

#[track_caller]
fn no_trace(name: &str, text: &str) {
    let (with, without) = pair(text);
    let (with, without) = (with.build(), without.build());
    assert_eq!(with.said(), "", "{name}");
    assert_same(name, &with, &without);
}

const PUBLIC: &str = "-- content/reports/public.md --\n---\ntitle: Public\ndate: 2024-05-01\n";

#[test]
fn withheld_documents_leave_no_trace() {
    for (name, head) in [
        ("draft", "draft: true"),
        ("embargo", "publish_after: 2026-01-02"),
        ("level", "tlp: green"),
        ("draft and level", "draft: true\n!tlp: RED"),
    ] {
        let text = format!(
            "-- content/reports/a.md --\n---\ntitle: Oldest\ndate: 2023-01-01\nactors: [Open Bear]\n---\nText.\n\
             -- content/reports/c.md --\n---\ntitle: Newest\ndate: 2025-01-01\nactors: [Open-Bear]\n---\nText.\n\
             -- content/actors/open.md --\n---\nname: Open Bear\n---\nText.\n\
             -- content/index.md --\nHome.\n\
             !-- content/reports/b/index.md --\n!---\n!title: Hidden middle\n!date: 2024-01-01\n!{head}\n\
             !actors: [Open  Bear, Open  Bear 2, {{name: Hidden Wolf, as: Grey Dog}}]\n!victims: [Hidden Corp]\n!tags: [espionage]\n\
             !redirect_from: [/hidden-path/]\n!indicators: [hidden.example]\n!sources: [https://hidden.example/x]\n!---\n\
             !See [c](../c.md), [[Hidden Wolf]] and ![p](p.png).\n!-- content/reports/b/p.png --\n!png\n\
             !-- content/actors/wolf.md --\n!---\n!name: Hidden Wolf\n!aliases: [Night Wolf, Open Bear Two]\n!{head}\n!---\n!See [c](../reports/c.md).\n\
             !-- content/tags/espionage.md --\n!---\n!name: Espionage\n!{head}\n!---\n!Text.\n\
             !-- content/plan.md --\n!---\n!title: Hidden plan\n!{head}\n!---\n!See [[Open Bear]].\n"
        );
        no_trace(name, &text);
    }
}

#[test]
fn withheld_rows_leave_no_trace() {
    for (name, rows) in [
        ("actor", "actors:\n- Open Bear\n!- {name: Hidden Wolf, as: Grey Dog, tlp: green}"),
        (
            "victim",
            "victims:\n- Open Corp\n!- {name: Hidden Corp, sectors: [Space], country: NO, tlp: amber}",
        ),
        ("undisclosed", "victims:\n- Open Corp\n!- {name: an operator, undisclosed: true, tlp: amber}"),
        ("malware", "malware:\n- OpenRat\n!- {name: HiddenRat, tlp: red}"),
        ("tool", "tools:\n- Nmap\n!- {name: HiddenTool, tlp: red}"),
        ("campaign", "campaigns:\n- Open Op\n!- {name: Hidden Op, tlp: AMBER+STRICT}"),
        ("technique", "techniques:\n- T1114\n!- {name: T1595, tlp: red}"),
        ("vulnerability", "vulnerabilities:\n- CVE-2021-26855\n!- {name: CVE-2022-0001, tlp: red}"),
        ("sector", "sectors:\n- Energy\n!- {name: Space, tlp: red}"),
        ("country", "countries:\n- NO\n!- {name: SE, tlp: red}"),
        ("tag", "tags:\n- one\n!- {name: two, tlp: red}"),
        (
            "claims of a withheld actor",
            "actors:\n- Open Bear\n!- {name: Hidden Wolf, as: Grey Dog, tlp: green}\nvictims: [Open Corp]\nactivity:\n\
             - {actor: Open Bear, victim: Open Corp}\n!- {actor: hidden-wolf, victim: Open Corp}\n!- {actor: Grey Dog, victim: Open Corp}\n\
             attribution:\n- {subject: Open Bear, to: {country: NO}}\n!- {subject: Grey Dog, to: {country: SE}}\n!- {subject: Open Bear, to: Hidden Wolf}",
        ),
        (
            "claims of a withheld victim",
            "actors: [Open Bear]\nvictims:\n- Open Corp\n!- {name: Hidden Corp, tlp: green}\nactivity:\n\
             - {actor: Open Bear, victim: Open Corp}\n!- {actor: Open Bear, victim: Hidden Corp}",
        ),
        (
            "attribution to a withheld country, by code or name",
            "actors: [Open Bear]\ncountries:\n- NO\n!- {name: SE, tlp: red}\nattribution:\n\
             - {subject: Open Bear, to: {country: Norway}}\n!- {subject: Open Bear, to: {country: Sweden}}",
        ),
        (
            "sources and those known through them",
            "actors: [Open Bear]\nsources:\n- {id: open, title: Open source}\n!- {id: c, title: Third paper, via: b}\n\
             !- {id: b, title: Second paper, via: a}\n!- {id: a, title: First paper, url: 'https://a.example/x', tlp: amber}\n\
             activity:\n- {actor: Open Bear, verb: kept, says: [open]}\n!- {actor: Open Bear, verb: gone, says: [c, a]}\n\
             quotes:\n- {text: kept, source: open}\n!- {text: gone, source: b}",
        ),
        (
            "a claim that some sources still support loses the others",
            "actors: [Open Bear]\nsources:\n- {id: open, title: Open source}\n!- {id: a, title: First paper, tlp: amber}\n\
             activity:\n- actor: Open Bear\n  says:\n  - open\n!  - a\n",
        ),
        (
            "a name whose sources are all withheld",
            "sources:\n- {id: open, title: Open source}\n!- {id: a, title: First paper, tlp: amber}\n\
             actors:\n- {name: Open Bear, says: [open]}\n!- {name: Hidden Wolf, says: [a]}\n",
        ),
        (
            "indicators of a withheld name",
            "actors:\n- Open Bear\n!- {name: Hidden Wolf, tlp: red}\nmalware:\n- OpenRat\n!- {name: HiddenRat, tlp: red}\nindicators:\n\
             - {value: a.test, actor: Open Bear, malware: OpenRat}\n!- {value: b.test, actor: Hidden Wolf}\n!- {value: c.test, malware: Hidden Rat}\n\
             !- {value: d.test, tlp: amber}\n!- {value: e.test, context: C2 of HiddenRat}",
        ),
        (
            "detections and quotes that name what is withheld",
            "malware:\n- OpenRat\n!- {name: HiddenRat, tlp: red}\nactors:\n- Open Bear\n!- {name: Hidden Wolf, tlp: red}\n\
             detections:\n- {type: yara, rule: 'rule a {condition: true}', title: OpenRat}\n!- {type: yara, rule: 'rule b {condition: true}', title: Finds hiddenrat}\n\
             !- {type: yara, rule: 'rule HiddenRat {condition: true}'}\n!- {type: yara, rule: 'rule c {condition: true}', title: Some title, tlp: green}\n\
             quotes:\n- {text: It was Open Bear}\n!- {text: It was Hidden Wolf}\n!- {text: Nothing, speaker: Hidden  Wolf}\n!- {text: Other, tlp: green}",
        ),
        (
            "names in another spelling, rules of files, roles, tools as malware",
            "malware:\n- OpenRat\n!- {name: HiddenRat, tlp: red}\ntools:\n- OpenTool\n!- {name: HiddenTool, tlp: red}\n\
             indicators:\n- {value: a.test, malware: OpenTool}\n!- {value: b.test, malware: HiddenTool}\n!- {value: c.test, context: C2 of hidden-rat}\n\
             detections:\n- {type: yara, file: open.yar}\n!- {type: yara, file: gone.yar}\n\
             quotes:\n- {text: kept, role: of OpenRat}\n!- {text: gone, role: maker of Hidden Rat}",
        ),
        (
            "rules and quotes that cite a withheld source",
            "sources:\n- {id: o, title: Open paper}\n!- {id: a, title: Hidden paper, url: 'https://a.example/x', tlp: red}\n\
             detections:\n- {type: kql, rule: 'T | where a == 1'}\n!- {type: kql, rule: '// https://a.example/x'}\n\
             indicators:\n- a.test\n!- {value: b.test, context: listed in the Hidden Paper}\nquotes:\n- {text: kept}\n!- {text: see hidden paper}",
        ),
        (
            "disputes of a withheld claim",
            "actors: [Open Bear]\nactivity:\n- {id: kept, actor: Open Bear}\n!- {id: gone, actor: Open Bear, tlp: amber}\n\
             - actor: Open Bear\n  stance: disputes\n  disputes:\n  - kept\n!  - gone",
        ),
        ("profile source", "actors: [Open Bear]"),
    ] {
        let mut text = format!("{PUBLIC}{rows}\n---\nText.\n");
        if name == "profile source" {
            text.push_str(
                "-- content/actors/bear.md --\n---\nname: Open Bear\nsources:\n- {id: o, title: Open paper}\n\
                 !- {id: a, title: Hidden paper, tlp: amber}\n!- {title: Other paper, via: a}\n---\nText.\n",
            );
        }
        if rows.contains("open.yar") {
            text = text.replace("reports/public.md", "reports/public/index.md");
            text.push_str("-- content/reports/public/open.yar --\nrule a { condition: true }\n!-- content/reports/public/gone.yar --\n!rule b { meta: x = \"HiddenRat\" condition: true }\n");
        }
        no_trace(name, &text);
    }
}

#[test]
fn withheld_reports_and_victims_are_not_revealed() {
    for (name, reference) in
        [("slug", "hidden"), ("path", "reports/hidden.md"), ("route", "/reports/hidden/"), ("id", "R-1")]
    {
        let text = format!(
            "{PUBLIC}victims:\n- name: Open Corp\n!  reveals: {{report: {reference}, victim: an operator}}\n---\nText.\n\
             !-- content/reports/hidden.md --\n!---\n!title: Hidden one\n!id: R-1\n!date: 2024-01-01\n!tlp: red\n!victims: [{{name: an operator, undisclosed: true}}]\n!---\n!Text.\n"
        );
        no_trace(name, &text);
        let text = format!(
            "{PUBLIC}victims:\n- name: Open Corp\n!  reveals: {{report: {reference}, victim: an operator}}\n---\nText.\n\
             -- content/reports/hidden.md --\n---\ntitle: Hidden one\nid: R-1\ndate: 2024-01-01\nvictims:\n- Other Corp\n!- {{name: an operator, undisclosed: true, tlp: red}}\n---\nText.\n"
        );
        no_trace(name, &text);
    }
}

#[test]
fn a_row_is_published_up_to_the_maximum() {
    let text = format!(
        "{PUBLIC}tlp: GREEN\nactors: [{{name: Clear One, tlp: clear}}, {{name: Green One, tlp: green}}, {{name: Amber One, tlp: amber}}, \
         {{name: Strict One, tlp: amber+strict}}, {{name: Red One, tlp: RED}}]\n---\nText.\n"
    );
    for (level, actors) in [
        (Tlp::Clear, vec![]),
        (Tlp::Green, vec!["clear-one", "green-one"]),
        (Tlp::Amber, vec!["amber-one", "clear-one", "green-one"]),
        (Tlp::AmberStrict, vec!["amber-one", "clear-one", "green-one", "strict-one"]),
        (Tlp::Red, vec!["amber-one", "clear-one", "green-one", "red-one", "strict-one"]),
    ] {
        let built = SiteTest::new(&text).max_tlp(level).build();
        let pages: Vec<String> = built
            .paths()
            .iter()
            .filter_map(|path| path.strip_prefix("actors/")?.strip_suffix("/index.html").map(str::to_owned))
            .collect();
        assert_eq!(pages, actors, "{level:?}");
        assert_eq!(built.has("reports/public/index.html"), level >= Tlp::Green, "{level:?}");
    }
}

#[test]
fn configured_maximum_and_default_decide() {
    let site = |tlp: &str, own: &str| {
        let text = format!(
            "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {tlp}\n\
             -- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\n{own}\n---\nText.\n\
             -- content/actors/a.md --\n---\nname: Open Bear\n{own}\n---\nText.\n\
             -- content/plan.md --\n---\ntitle: Plan\n{own}\n---\nText.\n"
        );
        let built = SiteTest::new(&text).build();
        ["reports/a/index.html", "actors/open-bear/index.html", "plan/index.html"].map(|path| built.has(path))
    };
    for (tlp, own, shown) in [
        ("{default: CLEAR}", "", true),
        ("{default: GREEN}", "", false),
        ("{default: GREEN, max: GREEN}", "", true),
        ("{default: AMBER, max: GREEN}", "", false),
        ("{default: AMBER, max: GREEN}", "tlp: green", true),
        ("{default: CLEAR}", "tlp: TLP:AMBER", false),
        ("{default: CLEAR}", "tlp: white", true),
    ] {
        assert_eq!(site(tlp, own), [shown; 3], "{tlp} {own}");
    }
}

#[test]
fn embargo_ends_on_its_day_and_drafts_shows_it() {
    let text = "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\npublish_after: 2025-06-15\n---\nText.\n\
                -- content/reports/b.md --\n---\ntitle: Draft\ndate: 2024-01-01\ndraft: true\n---\nText.\n\
                -- content/reports/c.md --\n---\ntitle: Amber\ndate: 2024-01-01\ntlp: amber\n---\nText.\n";
    let shown = |test: SiteTest| {
        let built = test.build();
        ["a", "b", "c"].map(|slug| built.has(&format!("reports/{slug}/index.html")))
    };
    assert_eq!(shown(SiteTest::new(text).today("2025-06-14")), [false, false, false]);
    assert_eq!(shown(SiteTest::new(text).today("2025-06-15")), [true, false, false]);
    assert_eq!(shown(SiteTest::new(text).today("2025-06-16")), [true, false, false]);
    assert_eq!(shown(SiteTest::new(text).today("2025-06-14").drafts()), [true, true, false]);
    assert_eq!(shown(SiteTest::new(text).drafts().max_tlp(Tlp::Red)), [true, true, true]);
}

#[test]
fn the_day_reaches_no_byte() {
    let text = format!("{PUBLIC}publish_after: 2020-01-01\nactors: [Open Bear]\n---\nText.\n");
    let early = SiteTest::new(&text).today("2024-05-02").build();
    let late = SiteTest::new(&text).today("2031-12-31").build();
    assert_same("today", &early, &late);
}

#[test]
fn prose_must_not_lead_to_what_is_withheld() {
    let hidden = "-- content/reports/hidden/index.md --\n---\ntitle: Hidden paper\ndate: 2024-01-01\ndraft: true\nactors: [Hidden Wolf]\ntools: [HTool]\n---\nText.\n\
                  -- content/reports/hidden/p.png --\npng\n\
                  -- content/actors/wolf.md --\n---\nname: Hidden Wolf\naliases: [Grey Dog]\ntlp: red\n---\nText.\n\
                  -- content/actors/bear.md --\n---\nname: Open Bear\ntlp: red\n---\nText.\n";
    for (body, found) in [
        ("[a](hidden/index.md)", true),
        ("[a](hidden/index.md#part)", true),
        ("[a](../reports/hidden/index.md)", true),
        ("[a](/reports/hidden/)", true),
        ("[a](/reports/hidden/?x#y)", true),
        ("[a](/reports/hidden)", true),
        ("[a][1]\n\n[1]: hidden/index.md", true),
        ("![a](hidden/p.png)", true),
        ("[a](hidden/p.png)", true),
        ("[a](/reports/hidden/p.png)", true),
        ("[a](../actors/wolf.md)", true),
        ("[a](/actors/hidden-wolf/)", true),
        ("[[Hidden Wolf]]", true),
        ("[[Grey Dog|him]]", true),
        ("[[actor:Hidden Wolf]]", true),
        ("[[HTool]]", true),
        ("a[^s:gone]", true),
        ("a `[a](b)` [[Open Bear]] [b](/actors/open-bear/)", false),
        ("[a](https://hidden.example/reports/)", false),
    ] {
        let text = format!(
            "{hidden}-- content/reports/public.md --\n---\ntitle: Public\ndate: 2024-05-01\nactors: [Open Bear]\n\
             sources: [{{id: gone, publisher: Some, tlp: red}}, {{id: kept, publisher: Other}}]\n---\n{body}\n"
        );
        let said = SiteTest::new(&text).build().said();
        let line = "content/reports/public.md:7:";
        let located =
            said.lines().any(|said| said.starts_with(line) && said.contains("error[withheld-link]"));
        assert_eq!(located, found, "{body}\n{said}");
        let broken =
            said.lines().filter(|said| said.contains("broken-link") || said.contains("unresolved")).count();
        assert_eq!(broken, 0, "{body}\n{said}");
    }
}
