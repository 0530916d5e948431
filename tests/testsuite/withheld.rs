//! `sitrep list withheld`: what stays back, where it stands and why, as a table, JSON and CSV.

use crate::support::SiteTest;

const SITE: &str = "\
-- content/reports/open/index.md --
---
title: Open paper
date: 2024-05-01
sources:
- {id: o, title: Open source}
- {id: a, title: \"Paper, secret\", tlp: amber}
- {id: b, publisher: Vendor, via: a}
actors:
- Open Bear
- {name: Hidden Wolf, tlp: red}
- {name: Grey Dog, says: [a, b]}
victims:
- Open Corp
- {name: an operator, undisclosed: true, tlp: green}
malware: [{name: HiddenRat, tlp: amber}]
activity:
- {actor: Open Bear, victim: Open Corp, says: [o, a]}
- {actor: Hidden Wolf, victim: Open Corp, verb: entered}
- {actor: Open Bear, victim: an operator}
- {actor: Open Bear, says: [b]}
attribution:
- {subject: Open Bear, to: Hidden Wolf}
- {subject: Grey Dog, to: {country: NO}}
indicators: ['http://evil.test/x']
indicators_file: list.csv
detections:
- {type: yara, title: Finds HiddenRat, rule: 'rule a { condition: true }'}
quotes:
- {text: It was all very quiet until the last day of the month and then it was not, source: a}
---
Text.
-- content/reports/open/list.csv --
value,actor,tlp
a.test,,clear
b.test,,amber
c.test,Hidden Wolf,
-- content/reports/draft.md --
---
title: Long draft
date: 2024-06-01
draft: true
tlp: red
---
Text.
-- content/actors/wolf.md --
---
name: Hidden Wolf
publish_after: 2030-01-01
---
Text.
-- content/actors/bear.md --
---
name: Open Bear
sources: [{title: Third paper, tlp: green}]
---
Text.
-- content/plan.md --
---
title: Plan
tlp: green
---
Text.
";

fn list(format: &str) -> String {
    let ran = SiteTest::new(SITE).sitrep(&["list", "withheld", "--format", format, "--today", "2026-01-01"]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn documents_and_rows_are_listed_with_place_and_reason() {
    assert_eq!(
        list("csv"),
        "\
name,route,reports,first,last,what,file,why
Long draft,/reports/draft/,1,2024-06-01,2024-06-01,report,content/reports/draft.md,\"draft, TLP:RED\"
Hidden Wolf,/actors/hidden-wolf/,0,,,actor profile,content/actors/wolf.md,embargo until 2030-01-01
Plan,/plan/,0,,,page,content/plan.md,TLP:GREEN
Third paper,/actors/open-bear/,0,,,source,content/actors/bear.md:3,TLP:GREEN
\"Paper, secret\",/reports/open/,1,2024-05-01,2024-05-01,source,content/reports/open/index.md:6,TLP:AMBER
Vendor,/reports/open/,1,2024-05-01,2024-05-01,source,content/reports/open/index.md:7,\"it is known through `a`, which is withheld\"
Hidden Wolf,/reports/open/,1,2024-05-01,2024-05-01,actor,content/reports/open/index.md:10,TLP:RED
Grey Dog,/reports/open/,1,2024-05-01,2024-05-01,actor,content/reports/open/index.md:11,all its sources are withheld
an operator,/reports/open/,1,2024-05-01,2024-05-01,victim,content/reports/open/index.md:14,TLP:GREEN
HiddenRat,/reports/open/,1,2024-05-01,2024-05-01,malware,content/reports/open/index.md:15,TLP:AMBER
Hidden Wolf entered Open Corp,/reports/open/,1,2024-05-01,2024-05-01,activity,content/reports/open/index.md:18,its actor is withheld
Open Bear targets an operator,/reports/open/,1,2024-05-01,2024-05-01,activity,content/reports/open/index.md:19,its victim is withheld
Open Bear targets …,/reports/open/,1,2024-05-01,2024-05-01,activity,content/reports/open/index.md:20,its source is withheld
Open Bear to Hidden Wolf,/reports/open/,1,2024-05-01,2024-05-01,attribution,content/reports/open/index.md:22,its object is withheld
Grey Dog to NO,/reports/open/,1,2024-05-01,2024-05-01,attribution,content/reports/open/index.md:23,its subject is withheld
Finds HiddenRat,/reports/open/,1,2024-05-01,2024-05-01,detection,content/reports/open/index.md:27,\"it names `HiddenRat`, which is withheld\"
It was all very quiet until the last day of the month and th…,/reports/open/,1,2024-05-01,2024-05-01,quote,content/reports/open/index.md:29,its source is withheld
b[.]test,/reports/open/,1,2024-05-01,2024-05-01,indicator,content/reports/open/list.csv:3,TLP:AMBER
c[.]test,/reports/open/,1,2024-05-01,2024-05-01,indicator,content/reports/open/list.csv:4,its actor is withheld
"
    );
}

#[test]
fn json_and_table_hold_the_same_lines() {
    let json: serde_json::Value = serde_json::from_str(&list("json")).unwrap();
    let rows = json.as_array().unwrap();
    assert_eq!(rows.len(), list("csv").lines().count() - 1);
    let table = list("table");
    assert_eq!(table.lines().count(), rows.len() + 1);
    for row in rows {
        let cells = ["name", "what", "file", "why"].map(|key| row[key].as_str().unwrap());
        assert!(table.lines().any(|line| cells.iter().all(|cell| line.contains(cell))), "{cells:?}\n{table}");
    }
}

#[test]
fn an_edition_that_shows_more_lists_less() {
    let test = SiteTest::new(SITE);
    let ran =
        test.sitrep(&["list", "withheld", "--max-tlp", "red", "--today", "2031-01-01", "--format", "csv"]);
    let text = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(
        text.contains(
            "Long draft,/reports/draft/,1,2024-06-01,2024-06-01,report,content/reports/draft.md,draft"
        ),
        "{text}"
    );
}
