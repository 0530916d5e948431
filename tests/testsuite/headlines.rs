//! Titles and summaries in a preview: an edited one is made anew on every page and in every file that shows it, and nothing else is. In go
//! edits of one report at a time, out comes what a build of the whole site makes.

use std::path::PathBuf;
use std::sync::Arc;

use sitrep::output::{Content, Output};
use sitrep::stages::{self, Memory, Request, Timings};

use crate::memory::{difference, made};
use crate::support::SiteTest;

/// Every place where a page names a report that is not its own: neighbours, related reports, lists, claims, disputes, timelines, matrices,
/// techniques, shared indicators, what is disclosed later, clusters, names that mean several things, redirects, mentions in prose.
const SITE: &str = r"
-- sitrep.yaml --
title: Test
base_url: https://site.example/
page_size: 2
tlp: {default: CLEAR, max: GREEN}
-- content/index.md --
---
title: Home
---
See [one](reports/one.md).
-- content/about.md --
---
title: About
---
See [three](reports/three.md) and [[Tick]].
-- content/actors/night-mail.md --
---
name: Night Mail
aliases: [Blue Fox]
summary: S
---
See [two](../reports/two.md).
-- content/actors/tick.md --
---
name: Tick
aliases: [Blue Fox]
---
Text.
-- content/reports/one.md --
---
title: First case
date: 2024-01-01
summary: About the first.
redirect_from: [/old/one/]
actors: [Night Mail, {name: Side, kind: cluster}]
tags: [mail]
techniques: [T1114, T1566]
malware: [OpenRat]
sources: [{id: s, title: A source, url: 'https://source.example/a'}]
victims:
  - {name: Hidden Telecom, undisclosed: true, class: organization, sectors: [telecommunications], country: AF}
activity:
  - {actor: Night Mail, victim: Hidden Telecom, from: 2023-05, says: [s]}
attribution:
  - {actor: Night Mail, to: {country: CN}, stance: asserts}
indicators:
  - {value: 'evil.example', actor: Night Mail, malware: OpenRat}
  - 192.0.2.1
detections:
  - type: yara
    rule: 'rule a { condition: true }'
---
Text.
-- content/reports/two.md --
---
title: Second case
date: 2024-02-01
summary: About the second.
actors: [Blue Fox, Tick]
tags: [mail]
techniques: [T1114]
victims: [{name: Acme, sectors: [telecommunications], country: AF}]
activity:
  - {actor: Tick, victim: Acme, from: 2023-06, to: 2023-07}
indicators: [evil.example, 192.0.2.2]
---
See [one](one.md).
-- content/reports/three.md --
---
title: Third case
date: 2024-03-01
summary: About the third.
tags: [mail]
actors: [Night Mail, Tick]
victims:
  - {name: Roshan, reveals: {report: one, victim: Hidden Telecom}}
activity:
  - {actor: Night Mail, victim: Roshan, from: 2023-05, stance: denies}
attribution:
  - {actor: Night Mail, to: {country: CN}, stance: disputes}
---
See [two](two.md).
-- content/reports/four.md --
---
title: Fourth case
date: 2024-04-01
summary: About the fourth.
retracted: It was another.
tags: [post]
actors: [Night Mail]
indicators: [evil.example]
---
Text.
-- content/reports/five.md --
---
title: Fifth case
date: 2025-05-01
summary: About the fifth.
tags: [mail, post]
techniques: [T1566]
actors: [Tick, {name: Side, kind: cluster}]
malware: [OpenRat]
victims: [{name: Acme}]
activity:
  - {actor: Side, victim: Acme, from: 2025-01, stance: suspects}
---
See [four](four.md) and [three](three.md).
";

/// What stands in the front matter, what it becomes, and whether that is an edit of a headline and nothing else, as far as can be told
/// from the text alone.
const EDITS: [(&str, &str, bool); 9] = [
    ("title: ", "title: Another ", true),
    ("title: Another ", "title: A <b> & 'quoted' \"Ünïcode\" ", true),
    ("summary: ", "summary: Another text ", true),
    ("title: A <b> & 'quoted' \"Ünïcode\" ", "title: |\n  Over lines\n  ", false),
    ("summary: Another text About", "summary: \"In quotes\" # ", true),
    ("title: |\n  Over lines\n  ", "title: ", false),
    ("summary: \"In quotes\" # ", "summary: &word Anchored ", true),
    ("summary: &word Anchored ", "# ", false),
    ("title: ", "producer: &name Somebody\ntitle: *name # ", false),
];

fn bytes(output: &Output, path: &str) -> Arc<[u8]> {
    match &output.get(path).unwrap_or_else(|| panic!("no {path}")).content {
        Content::Bytes(bytes) => bytes.clone(),
        Content::Copy(_) | Content::Staged(_) => panic!("{path} is on the disk"),
    }
}

#[test]
fn an_edited_headline_is_seen_wherever_it_is_shown() {
    let site = SiteTest::new(SITE);
    let root = site.folder.path().to_owned();
    let request =
        Request { root: root.clone(), drafts: true, max_tlp: None, today: site.today, base_url: None };
    let mut memory = Memory::default();
    let mut again = |changed: &[PathBuf]| {
        memory.forget(&root, Some(changed));
        stages::build_again(&request, Some(&mut memory), &mut Timings::default()).unwrap()
    };
    let mut before = again(&[]).output;
    for name in ["one", "two", "three", "four", "five"] {
        let path = format!("content/reports/{name}.md");
        let other = if name == "one" { "reports/two/cite.bib" } else { "reports/one/cite.bib" };
        let original = std::fs::read_to_string(root.join(&path)).unwrap();
        let mut text = original.clone();
        for (at, (old, new, is_headline)) in EDITS.iter().enumerate() {
            assert!(text.contains(old), "{text}");
            text = text.replacen(old, new, 1);
            site.folder.write(&path, &text);
            let built = again(&[PathBuf::from(&path)]);
            let output = built.output.clone();
            let clean = stages::build(&request, &mut Timings::default()).unwrap();
            let patched = made(&built.output, built.diagnostics, &built.sources);
            let whole = made(&clean.output, clean.diagnostics, &clean.sources);
            if let Some(difference) = difference(&patched, &whole) {
                panic!("{name}, edit {at}\n{difference}");
            }
            // What belongs to another report was not even made: the very same bytes.
            let is_same = Arc::ptr_eq(&bytes(&before, other), &bytes(&output, other));
            assert_eq!(is_same, *is_headline, "{name}, edit {at}");
            before = output;
        }
        site.folder.write(&path, &original);
        before = again(&[PathBuf::from(&path)]).output;
    }
}

#[test]
fn no_page_asks_for_a_headline_unwatched() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    for folder in ["src/view", "src/render"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                for unwatched in ["title.text()", "summary.text()"] {
                    assert!(!text.contains(unwatched), "{}: {unwatched}", entry.path().display());
                }
                read += usize::from(text.contains("title.shown()"));
            }
        }
    }
    assert!(read > 5);
}
