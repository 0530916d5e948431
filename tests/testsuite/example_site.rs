//! The repository's own site: it builds without a word in every edition, and the facts of its case stand on the pages. The site
//! of `sitrep init` is clean as well.

use std::path::Path;

use sitrep::output::{Content, Output};

use crate::support::{Folder, SiteTest};

/// The example site, copied without the repository's templates and static files, which are embedded.
fn example() -> SiteTest {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut test = SiteTest::new("");
    copy(&root.join("content"), &test.folder, "content");
    test.folder.write("sitrep.yaml", std::fs::read(root.join("sitrep.yaml")).unwrap());
    test.max_tlp = None;
    // Later than every date that the site holds.
    test.today("2027-01-01")
}

fn copy(from: &Path, to: &Folder, path: &str) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            copy(&entry.path(), to, &path);
        } else {
            to.write(&path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// The text of every page and feed.
fn texts(output: &Output) -> Vec<(String, String)> {
    output
        .iter()
        .filter_map(|(path, file)| match &file.content {
            Content::Bytes(bytes) => Some((path.to_owned(), String::from_utf8(bytes.to_vec()).ok()?)),
            Content::Copy(_) | Content::Staged(_) => None,
        })
        .collect()
}

/// A page without tags, white space folded.
fn words(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_example_site_says_nothing_in_any_edition() {
    for test in [example(), example().drafts(), example().drafts().max_tlp(sitrep::model::Tlp::Red)] {
        let built = test.build();
        assert_eq!(built.diagnostics.short(&built.sources), "");
    }
    let root = env!("CARGO_MANIFEST_DIR");
    let ran = SiteTest::new("").sitrep(&["check", "--strict", "--root", root]);
    assert_eq!(String::from_utf8(ran.stderr).unwrap(), "0 errors, 0 warnings, 0 hints\n");
}

#[test]
fn the_draft_is_in_no_byte_of_the_public_edition() {
    let public = example().build();
    let drafts = example().drafts().build();
    let new: Vec<String> = drafts.paths().into_iter().filter(|path| !public.has(path)).collect();
    let own = ["cite.bib", "cite.ris", "index.html"];
    assert_eq!(new, own.map(|name| format!("reports/roshan-collection-plan/{name}")));
    assert!(drafts.text(&new[2]).contains("DRAFT"));
    assert!(texts(&public.output).iter().all(|(_, text)| !text.contains("collection-plan")));
}

#[test]
fn the_report_names_four_groups_and_ties_no_cluster_to_a_known_actor() {
    let built = example().build();
    for cluster in ["plugx", "winnti"] {
        let text = words(&built.main(&format!("actors/{cluster}-roshan/index.html")));
        assert!(text.contains("activity cluster, not tied to any known actor"), "{text}");
    }
    for path in ["actors/plugx-roshan/index.html", "actors/winnti-roshan/index.html"] {
        let main = built.main(path);
        for other in ["APT41", "Axiom", "BARIUM", "/malware/plugx/", "/actors/winnti-group/"] {
            assert!(!main.contains(other), "{other} in {path}");
        }
    }
    let linked = built.main("reports/roshan/index.html");
    let linked = linked.split("id=\"sr-mentioned\"").next().unwrap();
    assert!(!linked.contains("/malware/plugx/") && !linked.contains("/actors/winnti-group/"), "{linked}");
    let report = words(&built.main("reports/roshan/index.html"));
    assert_eq!(report.matches("Winnti activity cluster").count(), 3, "{report}");
    assert_eq!(report.matches("PlugX activity cluster").count(), 4, "{report}");
}

#[test]
fn four_groups_are_seen_on_one_mail_server_at_a_glance() {
    let built = example().build();
    let report = words(&built.main("reports/roshan/index.html"));
    let victim = words(&built.main("victims/roshan/index.html"));
    for wanted in [
        "Roshan: Calypso, RedFoxtrot, Winnti (cluster) and PlugX (cluster)",
        "March 2021 to May 2021: Calypso and RedFoxtrot at one time at Roshan",
    ] {
        assert!(report.contains(wanted), "{wanted} in {report}");
    }
    for wanted in [
        "4 actors at Roshan; 2 of them with dates, July 2020 to September 2021",
        "March 2021 to May 2021: Calypso and RedFoxtrot at one time",
        "No dates given Winnti activity cluster",
        "known through News article on the attacks against Roshan (title, publisher and address not recorded in our copy) (itself graded F, reliability cannot be judged; 6, truth cannot be judged)",
        "Who is behind Calypso is disputed by disputes Calypso attributed to China Chinese Embassy (which one is not stated)",
    ] {
        assert!(victim.contains(wanted), "{wanted} in {victim}");
    }
}

#[test]
fn dates_keep_their_bounds() {
    let report = words(&example().build().main("reports/roshan/index.html"));
    for wanted in [
        "about July 2020 to September 2021 Peak: August 2021 to September 2021",
        "at least March 2021 to May 2021",
    ] {
        assert!(report.contains(wanted), "{wanted} in {report}");
    }
}

#[test]
fn undisclosed_victims_are_described_and_their_labels_are_nowhere() {
    let built = example().build();
    let report = words(&built.main("reports/roshan/index.html"));
    for wanted in [
        "Undisclosed telecommunications organization, Afghanistan",
        "Undisclosed telecommunications organizations, Afghanistan",
        "Undisclosed telecommunications organizations, India",
        "Undisclosed telecommunications organizations, Pakistan",
        "Undisclosed telecommunications organizations, Kazakhstan",
    ] {
        assert!(report.contains(wanted), "{wanted} in {report}");
    }
    for (path, text) in texts(&built.output) {
        for label in ["Second Afghan mobile operator", "Unnamed telecommunications firms in"] {
            assert!(!text.contains(label), "{label} in {path}");
        }
    }
    let victims: Vec<String> =
        built.paths().into_iter().filter(|path| path.starts_with("victims/")).collect();
    let named = ["victims/index.html", "victims/roshan/index.html", "victims/the-times-group/index.html"];
    assert_eq!(victims, named);
}

#[test]
fn the_embassy_s_objection_stands_in_the_rows_that_it_disputes() {
    let html = example().build().main("reports/roshan/index.html");
    let rows: Vec<String> = html.split("<tr id=\"sr-claim-").skip(1).map(words).collect();
    let of = |text: &str| rows.iter().filter(|row| row.contains(text)).collect::<Vec<_>>();
    let suspected: Vec<_> =
        of("attributed to Country: China").into_iter().filter(|row| row.contains("suspects")).collect();
    let unit = of("PLA Unit 69010");
    assert_eq!((suspected.len(), unit.len()), (2, 1), "{rows:?}");
    for row in suspected.into_iter().chain(unit) {
        assert!(
            row.contains("Disputed in row") && row.contains("Chinese Embassy (which one is not stated)"),
            "{row}"
        );
    }
    assert_eq!(of("Disputes row").len(), 2);
}

#[test]
fn sources_are_numbered_named_and_have_no_address() {
    let html = example().build().main("reports/roshan/index.html");
    let sources = html.split("<ol class=\"sources\">").nth(1).unwrap().split("</ol>").next().unwrap();
    assert_eq!(sources.matches("<li id=\"sr-source-").count(), 5);
    assert_eq!(sources.matches("href=\"#sr-source-1\"").count(), 4, "all but the first are known through it");
    assert!(!sources.contains("http"), "{sources}");
    assert!(words(sources).contains("title, publisher and address not recorded in our copy"));
}

#[test]
fn china_is_an_attributed_origin_and_no_target() {
    let built = example().build();
    let text = words(&built.main("countries/china/index.html"));
    assert!(text.contains("No published report names China as a target"), "{text}");
    let origin = text.split("Attributed origin").nth(1).unwrap();
    assert!(origin.contains("Calypso") && origin.contains("RedFoxtrot"), "{origin}");
    let text = words(&built.main("countries/afghanistan/index.html"));
    assert!(text.contains("Targeted 4 reports"), "{text}");
}

#[test]
fn the_site_of_init_says_nothing_in_any_edition() {
    let folder = Folder::new();
    let dir = folder.path().join("new");
    let ran = SiteTest::new("").sitrep(&["init", dir.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(0));
    for flags in [&["check", "--strict"][..], &["check", "--strict", "--drafts", "--max-tlp", "red"]] {
        let ran = SiteTest::new("").sitrep(&[flags, &["--root", dir.to_str().unwrap()]].concat());
        assert_eq!(String::from_utf8(ran.stderr).unwrap(), "0 errors, 0 warnings, 0 hints\n", "{flags:?}");
    }
}
