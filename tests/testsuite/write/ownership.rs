//! What the write stage refuses to touch.

use std::fs;

use super::{MANIFEST, Place, files, output, tree};

#[test]
fn places_of_the_sources_are_refused() {
    let table = [
        ("site", "root of the site"),
        ("site/public/..", "root of the site"),
        ("site/content/../../site", "root of the site"),
        ("", "holds the site"),
        ("..", "holds the site"),
        ("site/content", "it lies in"),
        ("site/content/out", "it lies in"),
        ("site/templates/new/folder", "it lies in"),
        ("site/static", "it lies in"),
        ("site/new/../static/out", "it lies in"),
        ("site/.git/out", "it lies in"),
        ("site/.sitrep", "it lies in"),
        ("other/.git/hooks", "`.git` folder"),
        ("home", "home folder"),
        ("site/../home", "home folder"),
        ("home/.profile", "it is a file"),
        ("home/.profile/public", "resolving"),
    ];
    for (path, reason) in table {
        let place = Place::new();
        // A manifest makes no place ours that is the user's.
        for folder in ["", "site/", "site/content/", "site/static/", "home/"] {
            place.put(&format!("{folder}{MANIFEST}"), "{\"version\": 1, \"files\": []}");
        }
        let before = tree(&place.base);
        let early = place.check(&place.at(path)).expect_err(path);
        let late = place.try_write_to(&place.at(path), &output(&[("a", "a")])).expect_err(path);
        assert!(format!("{early:#}").contains(reason), "{path}: {early:#}");
        assert_eq!(format!("{early:#}"), format!("{late:#}"));
        assert_eq!(tree(&place.base), before, "{path}");
    }
    let place = Place::new();
    let error = place.check(std::path::Path::new("/")).expect_err("the root of the file system");
    assert!(error.to_string().contains("choose another folder with `--output`"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_to_the_sources_are_seen_through() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    // content/ lives elsewhere and is linked into the root; `inn` and `via` lead to places that are not ours.
    fs::rename(place.at("site/content"), place.at("texts")).unwrap();
    symlink(place.at("texts"), place.at("site/content")).unwrap();
    symlink(place.at("site"), place.at("inn")).unwrap();
    symlink(place.at("site/static"), place.at("via")).unwrap();
    symlink(place.at("nowhere"), place.at("dangling")).unwrap();
    symlink(place.at("round"), place.at("round")).unwrap();
    for path in
        ["texts", "texts/out", "site/content/out", "inn", "inn/static", "via", "via/out", "dangling", "round"]
    {
        place.check(&place.at(path)).expect_err(path);
    }
    place.check(&place.at("inn/public")).expect("a new folder in the root");
}

#[test]
fn folder_of_someone_else_is_refused() {
    let place = Place::new();
    for name in ["e.txt", "d.txt", "c.txt", "b.txt", "a/x.txt"] {
        place.put(&format!("site/public/{name}"), "mine");
    }
    let text = place.refused(&output(&[("index.html", "home")]));
    assert!(text.contains("`a`, `b.txt`, `c.txt` and 2 more"), "{text}");
    assert!(text.contains("--output"), "{text}");
}

#[test]
fn folder_of_a_publishing_branch_is_accepted() {
    let place = Place::new();
    for name in [".git/HEAD", ".nojekyll", "CNAME"] {
        place.put(&format!("site/public/{name}"), "kept");
    }
    place.check(&place.out()).unwrap();
    place.write(&output(&[("index.html", "home")]));
    place.write(&output(&[]));
    assert_eq!(files(&place.out()), [".git/HEAD", ".nojekyll", "CNAME"]);
}

#[test]
fn foreign_files_in_the_way_are_listed_and_nothing_is_written() {
    let place = Place::new();
    place.write(&output(&[("index.html", "home"), ("old/x/index.html", "x")]));
    place.put("site/public/a.html", "mine");
    place.put("site/public/b", "a file where a folder is needed");
    place.put("site/public/old/x/mine.txt", "inside a folder where a file is needed");
    place.put("site/public/same.html", "same");
    let text = place.refused(&output(&[("index.html", "new"), ("b/index.html", "b"), ("new.html", "")]));
    assert!(text.contains("did not write: `b`; nothing"), "{text}");
    let text =
        place.refused(&output(&[("index.html", "new"), ("a.html", "a"), ("old/x", "x"), ("new.html", "")]));
    assert!(text.contains("did not write: `a.html`, `old/x/mine.txt`; nothing"), "{text}");
}

#[test]
fn foreign_file_with_the_same_bytes_is_adopted() {
    let place = Place::new();
    place.put("site/public/CNAME", "example.org");
    assert_eq!(place.write(&output(&[("CNAME", "example.org"), ("index.html", "home")])), (1, 1, 0));
    assert_eq!(place.write(&output(&[("index.html", "home")])), (0, 1, 1));
    assert_eq!(files(&place.out()), ["index.html"]);
}

#[test]
fn foreign_file_that_differs_only_by_case_is_kept() {
    let place = Place::new();
    place.write(&output(&[("Notes.html", "ours")]));
    if place.out().join("notes.html").exists() {
        // One file on this system: ours, and respelled.
        assert_eq!(place.write(&output(&[("notes.html", "ours")])), (1, 0, 1));
        assert_eq!(files(&place.out()), ["notes.html"]);
    } else {
        place.put("site/public/notes.html", "mine");
        place.refused(&output(&[("notes.html", "ours")]));
    }
}

#[test]
fn manifest_that_is_not_ours_stops_everything() {
    let table = [
        ("", "EOF"),
        ("not json", "expected"),
        ("[]", "expected"),
        ("{\"files\": []}", "version"),
        ("{\"version\": 2, \"files\": {}}", "version 2"),
        ("{\"version\": 1, \"files\": [1]}", "expected a string"),
        ("{\"version\": 1, \"files\": [\"/victim.txt\"]}", "`/victim.txt`"),
        ("{\"version\": 1, \"files\": [\"../victim.txt\"]}", "`../victim.txt`"),
        ("{\"version\": 1, \"files\": [\"index.html\", \"a/../../victim.txt\"]}", "`a/../../victim.txt`"),
        ("{\"version\": 1, \"files\": [\"..\"]}", "`..`"),
        ("{\"version\": 1, \"files\": [\"\"]}", "plain path"),
        ("{\"version\": 1, \"files\": [\"./a\"]}", "plain path"),
        ("{\"version\": 1, \"files\": [\"a//b\"]}", "plain path"),
        ("{\"version\": 1, \"files\": [\"a/\"]}", "plain path"),
        ("{\"version\": 1, \"files\": [\"a\\u0000b\"]}", "plain path"),
        ("{\"version\": 1, \"files\": [\".git/HEAD\"]}", "reserved"),
        ("{\"version\": 1, \"files\": [\"sub/.GIT/HEAD\"]}", "reserved"),
        ("{\"version\": 1, \"files\": [\".sitrep-tmp/lock\"]}", "reserved"),
        ("{\"version\": 1, \"files\": [\".sitrep-manifest.json\"]}", "reserved"),
    ];
    for (manifest, reason) in table {
        let place = Place::new();
        place.write(&output(&[("index.html", "home")]));
        place.put("site/victim.txt", "mine");
        place.put(&format!("site/public/{MANIFEST}"), manifest);
        let early = format!("{:#}", place.check(&place.out()).expect_err(manifest));
        let text = place.refused(&output(&[("new.html", "new")]));
        assert_eq!(early, text);
        assert!(text.contains(reason) && text.contains("build again"), "{manifest}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let site = [("docs/a.html", "a"), ("page.html", "page"), ("gone.html", "gone")];
    place.write(&output(&site));
    // The user moves our folder away and links to it, and replaces our files by links to their own.
    place.put("mine/page.html", "mine");
    fs::rename(place.out().join("docs"), place.at("docs")).unwrap();
    symlink(place.at("docs"), place.out().join("docs")).unwrap();
    for name in ["page.html", "gone.html"] {
        fs::remove_file(place.out().join(name)).unwrap();
        symlink(place.at("mine/page.html"), place.out().join(name)).unwrap();
    }
    let text = place.refused(&output(&site));
    assert!(text.contains("did not write: `docs`;"), "{text}");
    // Our own file comes back in place of the link; a stale one takes only the link; the linked folder is let go.
    assert_eq!(place.write(&output(&[("page.html", "page")])), (1, 0, 1));
    assert!(!place.out().join("page.html").is_symlink());
    assert_eq!(files(&place.out()), ["docs", "page.html"]);
    assert_eq!(tree(&place.at("mine"))["page.html"], "mine");
    assert_eq!(tree(&place.at("docs"))["a.html"], "a");
}

#[cfg(unix)]
#[test]
fn foreign_link_at_a_wanted_path_is_refused_whatever_it_holds() {
    let place = Place::new();
    place.write(&output(&[]));
    place.put("mine.html", "same");
    std::os::unix::fs::symlink(place.at("mine.html"), place.out().join("index.html")).unwrap();
    let text = place.refused(&output(&[("index.html", "same")]));
    assert!(text.contains("`index.html`"), "{text}");
}

#[cfg(unix)]
#[test]
fn own_names_that_are_links_are_refused() {
    use std::os::unix::fs::symlink;
    for name in [MANIFEST, ".sitrep-tmp"] {
        let place = Place::new();
        place.put("elsewhere/1.part", "mine");
        fs::create_dir_all(place.out()).unwrap();
        symlink(place.at("elsewhere"), place.out().join(name)).unwrap();
        place.refused(&output(&[("index.html", "home")]));
    }
}

#[test]
fn output_paths_that_leave_the_folder_or_meet_are_refused() {
    let paths: [&[&str]; 13] = [
        &[""],
        &["/etc/x"],
        &["../x"],
        &["a/../../x"],
        &["a/./b"],
        &["a//b"],
        &["a/"],
        &["a\0b"],
        &[".git/config"],
        &["a/.git/config"],
        &[MANIFEST],
        &[".sitrep-tmp/0.part"],
        &["foo", "foo-bar", "foo/index.html"],
    ];
    for paths in paths {
        let place = Place::new();
        let site: Vec<(&str, &str)> = paths.iter().map(|path| (*path, "x")).collect();
        place.refused(&output(&site));
    }
}
