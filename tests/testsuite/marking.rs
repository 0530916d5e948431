//! Every page and every file for programs bears its marking: the highest level of anything in it, the edition's where nothing has one.

use sitrep::model::Tlp;

use crate::support::SiteTest;

const SITE: &str = "\
-- sitrep.yaml --
title: Test
base_url: https://site.example/
tlp: {default: CLEAR, max: CLEAR}
page_size: 1
-- content/about.md --
---
title: About
---
x
-- content/reports/clear.md --
---
title: Clear one
date: 2021-01-03
actors: [Heron]
malware: [{name: LanternRat, tlp: green}]
---
x
-- content/reports/green.md --
---
title: Green one
date: 2021-01-02
tlp: green
actors: [Otter]
redirect_from: [/old/]
---
x
-- content/reports/amber.md --
---
title: Amber one
date: 2021-01-01
tlp: amber
victims: [Otter Works]
---
x
-- content/actors/heron.md --
---
name: Heron
sources: [{title: Paper, tlp: amber+strict}]
---
x
";

fn marking(html: &str) -> (String, String) {
    let class = html.split(" marked-").nth(1).map(|rest| rest.split(['"', ' ']).next().unwrap().to_owned());
    let badge = html.split("<p class=\"markings-tlp\">").nth(1).and_then(|rest| rest.split('>').nth(1));
    (class.unwrap_or_default(), badge.unwrap_or_default().split('<').next().unwrap().to_owned())
}

#[test]
fn every_page_bears_the_highest_level_of_what_it_shows() {
    for (max, expected) in [
        (
            Tlp::Amber,
            [
                ("index.html", "amber"),
                ("about/index.html", "clear"),
                ("reports/clear/index.html", "green"),
                ("reports/green/index.html", "amber"),
                ("reports/amber/index.html", "amber"),
                ("reports/index.html", "green"),
                ("reports/page/3/index.html", "amber"),
                ("actors/index.html", "green"),
                ("actors/heron/index.html", "green"),
                ("actors/otter/index.html", "green"),
                ("malware/lanternrat/index.html", "green"),
                ("victims/index.html", "amber"),
                ("old/index.html", "amber"),
                ("404.html", "amber"),
            ],
        ),
        (
            Tlp::Red,
            [
                ("index.html", "amber-strict"),
                ("about/index.html", "clear"),
                ("reports/clear/index.html", "green"),
                ("reports/green/index.html", "amber"),
                ("reports/amber/index.html", "amber"),
                ("reports/index.html", "green"),
                ("reports/page/3/index.html", "amber"),
                ("actors/index.html", "amber-strict"),
                ("actors/heron/index.html", "amber-strict"),
                ("actors/otter/index.html", "green"),
                ("malware/lanternrat/index.html", "green"),
                ("victims/index.html", "amber"),
                ("old/index.html", "red"),
                ("404.html", "red"),
            ],
        ),
    ] {
        let built = SiteTest::new(SITE).max_tlp(max).build();
        for (path, level) in expected {
            let word = Tlp::ALL.into_iter().find(|tlp| tlp.class() == level).unwrap().label();
            assert_eq!(marking(&built.text(path)), (level.to_owned(), word), "{max:?} {path}");
        }
        let edition = format!("{}</span> edition", max.label());
        let pages = built.paths().into_iter().filter(|path| path.ends_with(".html"));
        for path in pages {
            let text = built.text(&path);
            assert!(!marking(&text).0.is_empty() && !marking(&text).1.is_empty(), "{path}");
            assert!(text.contains(&edition) || text.contains("http-equiv=\"refresh\""), "{path}");
        }
    }
}

#[test]
fn a_clear_edition_is_clear_throughout() {
    let built = SiteTest::new(SITE).build();
    for path in built.paths().iter().filter(|path| path.ends_with(".html")) {
        assert_eq!(marking(&built.text(path)), ("clear".to_owned(), "TLP:CLEAR".to_owned()), "{path}");
    }
}

#[test]
fn feed_data_and_names_bear_it_too() {
    let built = SiteTest::new(SITE).max_tlp(Tlp::Amber).build();
    let feed = built.text("atom.xml");
    let rights: Vec<&str> =
        feed.split("<rights>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(rights, ["TLP:AMBER edition", "TLP:GREEN", "TLP:GREEN", "TLP:AMBER"]);
    assert!(built.text("reports/clear/index.html").contains("\"conditionsOfAccess\":\"TLP:GREEN\""));
    // The data of a report is that of the report alone; its page says why it bears more.
    let green = built.text("reports/green/index.html");
    assert!(green.contains("\"conditionsOfAccess\":\"TLP:GREEN\""));
    assert!(green.contains("shows TLP:AMBER material beside this TLP:GREEN report"));
    assert!(!built.text("reports/amber/index.html").contains("material beside"));
    let names: serde_json::Value = serde_json::from_str(&built.text("actors/names.json")).unwrap();
    assert_eq!(names["tlp"], "TLP:GREEN");
    assert_eq!(names["names"].as_array().unwrap().len(), 2);
}
