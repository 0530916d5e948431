use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Folder, SiteTest};

const SITE: &str = "
-- content/index.md --
---
title: Home
---
Hello. [About](about.md)
-- content/about.md --
---
title: About
---
About [a](reports/a.md).
-- content/reports/a.md --
---
title: First
date: 2021-01-01
summary: One.
actors: [APT28, Calypso]
victims: [Roshan]
tags: [espionage]
---
## Text

APT28 and Calypso.
-- content/reports/b/index.md --
---
title: Second
date: 2021-02-02
summary: Two.
actors: [Fancy Bear]
countries: [AF]
---
![a picture](pic.png) and [data](rows.csv).
-- content/reports/b/rows.csv --
a,b
-- content/reports/b/unused.csv --
a,b
-- content/actors/apt28.md --
---
name: APT28
aliases: [Fancy Bear]
---
A profile.
-- static/.well-known/security.txt --
Contact: mailto:a@site.example
-- static/.DS_Store --
x
-- static/note.txt~ --
x
";

fn disk(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(dir)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(dir).unwrap().to_string_lossy().into_owned();
            (path, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_site_has_every_page_and_only_the_files_that_something_refers_to() {
    let built = SiteTest::new(SITE).file("content/reports/b/pic.png", b"\x89PNG").build();
    assert_eq!(built.said(), "");
    let expected = "
        .well-known/security.txt 404.html about/index.html actors/apt28/index.html actors/calypso/index.html
        actors/fancy-bear/index.html actors/index.html atom.xml campaigns/index.html countries/afghanistan/index.html
        countries/index.html index.html indicators/index.html malware/index.html matrix/actors/index.html
        matrix/attack/index.html matrix/index.html reports/a/cite.bib reports/a/cite.ris
        reports/a/index.html reports/b/cite.bib reports/b/cite.ris reports/b/index.html reports/b/pic.png
        reports/b/rows.csv reports/index.html robots.txt sectors/index.html sitemap.xml tags/espionage/index.html
        tags/index.html techniques/index.html tools/index.html victims/index.html victims/roshan/index.html
        vulnerabilities/index.html";
    assert_eq!(built.paths(), expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn the_number_of_threads_and_the_base_folder_change_no_byte() {
    let mut sites = Vec::new();
    for jobs in ["1", "2", "16"] {
        let test = SiteTest::new(SITE).file("content/reports/b/pic.png", b"\x89PNG");
        assert_eq!(test.sitrep(&["build", "--jobs", jobs, "--quiet"]).status.code(), Some(0));
        sites.push(disk(&test.folder.path().join("public")));
    }
    assert!(sites[0].len() > 25);
    assert!(sites.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn today_reaches_no_output_byte() {
    let picture = b"\x89PNG";
    let early = SiteTest::new(SITE).file("content/reports/b/pic.png", picture).today("2001-01-01");
    let late = SiteTest::new(SITE).file("content/reports/b/pic.png", picture).today("2099-01-01");
    let (early_bytes, late_bytes) = (early.build().bytes(), late.build().bytes());
    assert!(early_bytes.keys().eq(late_bytes.keys()));
    for (path, bytes) in late_bytes {
        assert!(early_bytes[&path] == bytes, "{path} differs");
    }
}

/// Edits that a person may make, each as path and new text; no text means that the file goes.
const EDITS: &[(&str, Option<&str>)] = &[
    (
        "content/reports/a.md",
        Some("---\ntitle: First, renamed\ndate: 2021-01-01\nactors: [Turla]\n---\nother text\n"),
    ),
    (
        "content/reports/c.md",
        Some("---\ntitle: Third\ndate: 2022-01-01\ntags: [new, espionage]\n---\nAPT28 again.\n"),
    ),
    ("content/actors/apt28.md", None),
    ("content/reports/c.md", None),
    ("content/actors/apt28.md", Some("---\nname: APT28\naliases: [Sofacy]\nslug: sofacy-group\n---\nnew\n")),
    ("static/robots.txt", Some("User-agent: *\nDisallow: /\n")),
    ("templates/404.html", Some("<!DOCTYPE html><title>Gone</title><h1>Gone</h1>")),
    ("content/reports/a.md", Some("---\ntitle: broken\ndate: never\n---\n")),
    ("content/reports/a.md", Some("---\ntitle: Mended\ndate: 2021-01-01\ndraft: true\n---\nx\n")),
    ("static/robots.txt", None),
    ("sitrep.yaml", Some("title: New\nbase_url: https://other.example/sub/\ntlp: {default: CLEAR}\n")),
    ("templates/404.html", None),
];

#[test]
fn after_any_edits_the_folder_equals_a_clean_build() {
    let test = SiteTest::new(SITE).file("content/reports/b/pic.png", b"\x89PNG");
    // The page links to a report that an edit makes a draft.
    test.folder.write("content/about.md", "---\ntitle: About\n---\nNo links.\n");
    assert_eq!(test.sitrep(&["build", "--quiet"]).status.code(), Some(0));
    for (path, text) in EDITS {
        match text {
            Some(text) => test.folder.write(path, text),
            None => std::fs::remove_file(test.folder.path().join(path)).unwrap(),
        }
        let before = disk(&test.folder.path().join("public"));
        let ran = test.sitrep(&["build", "--quiet"]);
        let clean = Folder::new();
        let other = clean.path().join("out");
        let fresh = test.sitrep(&["build", "--quiet", "--output", other.to_str().unwrap()]);
        assert_eq!(ran.status.code(), fresh.status.code());
        let after = disk(&test.folder.path().join("public"));
        if ran.status.code() == Some(0) {
            assert_eq!(after, disk(&other), "after the edit of {path}");
        } else {
            assert_eq!(after, before, "a failed build after the edit of {path}");
        }
    }
}

#[test]
fn a_build_killed_at_any_moment_is_repaired_by_the_next() {
    let test = SiteTest::new(SITE).file("content/reports/b/pic.png", b"\x89PNG");
    for at in 0..60 {
        test.folder.write(
            &format!("content/reports/r{at}.md"),
            format!("---\ntitle: R{at}\ndate: 2021-01-01\ntags: [t{at}]\n---\nx\n"),
        );
    }
    let clean = Folder::new();
    let whole = clean.path().join("out");
    assert_eq!(
        test.sitrep(&["build", "--quiet", "--output", whole.to_str().unwrap()]).status.code(),
        Some(0)
    );
    for wait in 0..12 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sitrep"))
            .args(["build", "--quiet"])
            .current_dir(test.folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait * 12));
        let _ = child.kill();
        child.wait().unwrap();
        let ran = test.sitrep(&["build", "--quiet"]);
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(disk(&test.folder.path().join("public")), disk(&whole));
        if wait % 2 == 0 {
            std::fs::remove_dir_all(test.folder.path().join("public")).unwrap();
        }
    }
}

#[test]
fn the_output_folder_never_holds_sources_or_strangers() {
    let test = SiteTest::new(SITE).file("content/reports/b/pic.png", b"\x89PNG");
    test.folder.write("strangers/mine.txt", "mine");
    for target in [".", "content", "content/out", "static", "templates/x", "strangers", "..", "/"] {
        let ran = test.sitrep(&["build", "--quiet", "--output", target]);
        assert_eq!(ran.status.code(), Some(2), "{target}");
    }
    assert_eq!(std::fs::read_to_string(test.folder.path().join("strangers/mine.txt")).unwrap(), "mine");
}
