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

/// A build, what it said without its times, and whether it went through the stages.
fn run(test: &SiteTest, arguments: &[&str]) -> (String, bool) {
    let ran = test.sitrep(&[&["build", "--timings"], arguments].concat());
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = String::from_utf8(ran.stderr).unwrap();
    let rendered = text.lines().any(|line| line.trim_start().starts_with("render "));
    let said = text
        .lines()
        .filter(|line| !line.contains(" ms") && !line.ends_with("CPU"))
        .collect::<Vec<_>>()
        .join("\n");
    (said, rendered)
}

/// The site with a warning, and with files that have lain there for a while.
fn settled() -> SiteTest {
    let test = SiteTest::new(SITE).file("content/reports/b/pic.png", b"\x89PNG");
    test.folder
        .write("content/reports/w.md", "---\ntitle: Warns\ndate: 2021-03-03\nsummary: No text.\n---\n");
    settle(&test);
    test
}

/// Dates all files back: one that was just changed may change again without another time.
fn settle(test: &SiteTest) {
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for entry in walkdir::WalkDir::new(test.folder.path()) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() && !entry.path().starts_with(test.folder.path().join("public")) {
            std::fs::File::options().append(true).open(entry.path()).unwrap().set_modified(then).unwrap();
        }
    }
}

#[test]
fn the_same_input_is_not_built_twice_and_is_told_of_again() {
    let test = settled();
    let (said, rendered) = run(&test, &[]);
    assert!(rendered && said.contains("reports/w.md"), "{said}");
    let before = disk(&test.folder.path().join("public"));
    assert_eq!(run(&test, &[]), (said.clone(), false));
    assert_eq!(disk(&test.folder.path().join("public")), before);
    // Another folder, other flags and another day are other builds, and each has its own note.
    for arguments in [&["--output", "other"][..], &["--output", "drafts", "--drafts"]] {
        assert!(run(&test, arguments).1, "{arguments:?}");
        assert!(!run(&test, arguments).1, "{arguments:?}");
    }
    assert!(!run(&test, &[]).1);
    for arguments in
        [&["--drafts"][..], &["--max-tlp", "amber"], &["--today", "2030-01-01"], &["--format", "short"]]
    {
        assert!(run(&test, arguments).1, "{arguments:?}");
    }
    assert_eq!(test.sitrep(&["build", "--strict"]).status.code(), Some(1), "the warning is an error now");
    let ignored = std::fs::read_to_string(test.folder.path().join(".sitrep/.gitignore")).unwrap();
    assert_eq!(ignored, "*\n");
}

#[test]
fn whatever_is_touched_after_a_build_the_next_one_equals_a_clean_one() {
    type Touch = fn(&Path);
    let touches: [(&str, Touch); 12] = [
        ("a byte of a page", |root| {
            let page = root.join("public/reports/a/index.html");
            let text = std::fs::read_to_string(&page).unwrap().replace("APT28", "APT29");
            std::fs::write(page, text).unwrap();
        }),
        ("a page is gone", |root| std::fs::remove_file(root.join("public/index.html")).unwrap()),
        ("a page is a folder", |root| {
            std::fs::remove_file(root.join("public/404.html")).unwrap();
            std::fs::create_dir(root.join("public/404.html")).unwrap();
        }),
        ("the manifest is gone with all of it", |root| std::fs::remove_dir_all(root.join("public")).unwrap()),
        ("a copied picture of the same length", |root| {
            std::fs::write(root.join("content/reports/b/pic.png"), b"\x89GIF").unwrap();
        }),
        ("a report", |root| {
            let path = root.join("content/reports/a.md");
            let text = std::fs::read_to_string(&path).unwrap().replace("First", "Fresh");
            std::fs::write(path, text).unwrap();
        }),
        ("a report of another name", |root| {
            std::fs::rename(root.join("content/reports/a.md"), root.join("content/reports/c.md")).unwrap();
            let about = "---\ntitle: About\n---\nNo links.\n";
            std::fs::write(root.join("content/about.md"), about).unwrap();
        }),
        ("a static file", |root| std::fs::write(root.join("static/new.txt"), "x").unwrap()),
        ("a template", |root| {
            std::fs::create_dir_all(root.join("templates")).unwrap();
            std::fs::write(root.join("templates/404.html"), "<!DOCTYPE html>\n<title>x</title>\n").unwrap();
        }),
        ("the notes are gone", |root| std::fs::remove_dir_all(root.join(".sitrep")).unwrap()),
        ("the notes are no notes", |root| {
            for entry in std::fs::read_dir(root.join(".sitrep")).unwrap() {
                std::fs::write(entry.unwrap().path(), "{").unwrap();
            }
        }),
        ("a note is a folder", |root| {
            for entry in std::fs::read_dir(root.join(".sitrep")).unwrap() {
                let path = entry.unwrap().path();
                std::fs::remove_file(&path).unwrap();
                std::fs::create_dir(&path).unwrap();
            }
        }),
    ];
    let test = settled();
    for (what, touch) in touches {
        run(&test, &[]);
        touch(test.folder.path());
        let (said, _) = run(&test, &[]);
        let clean = Folder::new();
        let other = clean.path().join("out");
        let fresh = run(&test, &["--output", other.to_str().unwrap()]);
        assert_eq!((said, true), fresh, "{what}");
        assert_eq!(disk(&test.folder.path().join("public")), disk(&other), "{what}");
        settle(&test);
    }
}
