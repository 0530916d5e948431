use crate::support::{Folder, SiteTest};

const REPORT: &str = "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\n---\ntext\n";

#[test]
fn exit_codes_tell_clean_content_fault_and_wrong_usage_apart() {
    let broken = "-- content/reports/a.md --\n---\ntitle: A\n---\ntext\n";
    let warns = "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\n---\n";
    let cases: [(&str, &[&str], i32); 8] = [
        (REPORT, &["check"], 0),
        (warns, &["check"], 0),
        (warns, &["check", "--strict"], 1),
        (broken, &["check"], 1),
        (broken, &["build"], 1),
        (REPORT, &["build", "--max-tlp", "purple"], 2),
        (REPORT, &["build", "--root", "nowhere"], 2),
        (REPORT, &["frobnicate"], 2),
    ];
    for (site, arguments, code) in cases {
        let ran = SiteTest::new(site).sitrep(arguments);
        assert_eq!(ran.status.code(), Some(code), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    }
}

#[test]
fn build_ends_in_one_line_on_standard_error_and_quiet_says_nothing() {
    let test = SiteTest::new(REPORT);
    let ran = test.sitrep(&["build"]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.stdout.is_empty());
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(" pages, ") && said.contains(" removed in "), "{said}");
    let again = test.sitrep(&["build", "--quiet"]);
    assert!(again.stderr.is_empty() && again.stdout.is_empty());
}

#[test]
fn check_as_json_is_one_object_a_line_on_standard_output() {
    let test = SiteTest::new("-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-13-01\n---\ntext\n");
    let ran = test.sitrep(&["check", "--format", "json"]);
    let out = String::from_utf8(ran.stdout).unwrap();
    let objects: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let fault = objects.iter().find(|object| object["severity"] == "error").unwrap();
    assert_eq!(fault["code"], "invalid-date");
    assert_eq!(fault["file"], "content/reports/a.md");
    assert_eq!((fault["line"].as_u64(), fault["column"].as_u64()), (Some(3), Some(7)));
    assert_eq!((fault["end_line"].as_u64(), fault["end_column"].as_u64()), (Some(3), Some(17)));
}

#[test]
fn a_build_with_errors_leaves_the_last_good_site_as_it_was() {
    let test = SiteTest::new(REPORT);
    assert_eq!(test.sitrep(&["build"]).status.code(), Some(0));
    let page = test.folder.path().join("public/reports/a/index.html");
    let before = std::fs::read(&page).unwrap();
    test.folder.write("content/reports/a.md", "---\ntitle: B\ndate: never\n---\n");
    assert_eq!(test.sitrep(&["build"]).status.code(), Some(1));
    assert_eq!(std::fs::read(&page).unwrap(), before);
}

#[test]
fn init_makes_a_site_that_checks_clean_and_never_writes_into_a_full_folder() {
    let folder = Folder::new();
    let test = SiteTest::new(REPORT);
    let dir = folder.path().join("new site");
    let shown = dir.to_str().unwrap();
    assert_eq!(test.sitrep(&["init", shown]).status.code(), Some(0));
    let ran = test.sitrep(&["check", "--strict", "--root", shown]);
    assert_eq!(ran.status.code(), Some(0));
    assert_eq!(String::from_utf8(ran.stderr).unwrap(), "0 errors, 0 warnings, 0 hints\n");
    let drafts = test.sitrep(&["check", "--strict", "--drafts", "--root", shown]);
    assert_eq!(String::from_utf8(drafts.stderr).unwrap(), "0 errors, 0 warnings, 0 hints\n");
    assert_eq!(test.sitrep(&["init", shown]).status.code(), Some(2));
}

#[test]
fn new_makes_files_that_read_back_and_never_overwrites() {
    let names = [
        "Plain title",
        "With: colon # and \"quotes\"",
        "NO",
        "1e5",
        "- dash",
        "{brace}",
        "狼毒草",
        "a\nb",
        "[x](y)",
        "'",
    ];
    for name in names {
        let test = SiteTest::new(REPORT);
        for kind in ["report", "actor", "victim", "technique", "tag"] {
            let ran = test.sitrep(&["new", kind, name]);
            assert_eq!(ran.status.code(), Some(0), "{kind} {name}: {}", String::from_utf8_lossy(&ran.stderr));
            assert_eq!(test.sitrep(&["new", kind, name]).status.code(), Some(2), "{kind} {name}");
        }
        let built = SiteTest { drafts: true, today: jiff::civil::Date::MAX, ..test }.build();
        let flat = name.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!built.diagnostics.has_errors(), "{name}: {}", built.said());
        assert!(built.site.reports.iter().any(|linked| linked.report.title.text() == flat), "{name}");
        assert!(built.site.entities.iter().any(|entity| entity.name == flat), "{name}");
    }
}

#[test]
fn list_gives_the_same_rows_as_table_json_and_csv() {
    let test = SiteTest::new(
        "-- content/reports/2021-01-01-a.md --\n---\ntitle: A\ndate: 2021-01-01\nactors: [APT28]\n---\nx\n\
         -- content/reports/b.md --\n---\ntitle: B\ndate: 2022-02-02\nactors: [APT28]\ndraft: true\n---\nx\n",
    );
    let out = |arguments: &[&str]| String::from_utf8(test.sitrep(arguments).stdout).unwrap();
    assert_eq!(
        out(&["list", "actors"]),
        "name   route           reports  first       last\nAPT28  /actors/apt28/  1        2021-01-01  2021-01-01\n"
    );
    assert_eq!(
        out(&["list", "actors", "--format", "csv"]),
        "name,route,reports,first,last\nAPT28,/actors/apt28/,1,2021-01-01,2021-01-01\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&out(&["list", "drafts", "--format", "json"])).unwrap();
    assert_eq!(json[0]["name"], "B");
    assert_eq!(json[0]["why"], "draft");
}

#[test]
fn a_new_file_has_the_marking_that_the_site_gives_by_default() {
    for (config, level) in
        [("{default: AMBER}", "AMBER"), ("{default: clear}", "CLEAR"), ("{max: RED}", "AMBER+STRICT")]
    {
        let site = SiteTest::new("")
            .file("sitrep.yaml", format!("title: T\nbase_url: https://s.example/\ntlp: {config}\n"));
        for kind in ["report", "actor"] {
            let ran = site.sitrep(&["new", kind, "A name"]);
            let path = String::from_utf8(ran.stdout).unwrap();
            let text = std::fs::read_to_string(site.folder.path().join(path.trim())).unwrap();
            assert!(text.contains(&format!("\ntlp: {level}\n")), "{config} {text}");
        }
        assert_eq!(site.sitrep(&["check"]).status.code(), Some(0), "{config}");
    }
}
