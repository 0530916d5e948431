//! The write stage: what ends up in the output folder, and what is left alone.
//!
//! In: an `Output` and a folder on disk in some state. Out: the folder's whole tree, compared with what is promised.
//! `ownership` holds what is refused, `repair` what happens after a run that did not end, `waiting` pages that waited on the disk.

mod ownership;
mod repair;
mod waiting;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use sitrep::output::{Content, File as Published, Maker, Output};
use sitrep::write::{self, Changes, Protected};

const MANIFEST: &str = ".sitrep-manifest.json";

/// A site with sources and a home folder in a directory of its own, removed when the test ends.
struct Place {
    base: PathBuf,
}

impl Place {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let base = std::env::temp_dir().join(format!("sitrep-write-{}-{number}", std::process::id()));
        let place = Self { base };
        for path in ["site/sitrep.yaml", "site/content/index.md", "site/static/logo.svg", "home/.profile"] {
            place.put(path, path);
        }
        for folder in ["site/templates", "site/.git", "site/.sitrep"] {
            fs::create_dir_all(place.at(folder)).unwrap();
        }
        place
    }

    fn at(&self, path: &str) -> PathBuf {
        self.base.join(path)
    }

    fn out(&self) -> PathBuf {
        self.at("site/public")
    }

    /// Writes a file by hand, as someone else would.
    fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn protected<'a>(root: &'a Path, home: &'a Path) -> Protected<'a> {
        Protected { root, home: Some(home) }
    }

    fn try_write_to(&self, dir: &Path, output: &Output) -> anyhow::Result<Changes> {
        write::output(output, dir, &Self::protected(&self.at("site"), &self.at("home")))
    }

    fn check(&self, dir: &Path) -> anyhow::Result<()> {
        write::check_target(dir, &Self::protected(&self.at("site"), &self.at("home")))
    }

    /// Writes to the usual folder and returns (written, unchanged, removed).
    #[track_caller]
    fn write(&self, output: &Output) -> (usize, usize, usize) {
        let changes = self.try_write_to(&self.out(), output).unwrap();
        (changes.written, changes.unchanged, changes.removed)
    }

    /// Expects a refusal that changes nothing anywhere, and returns its whole text.
    #[track_caller]
    fn refused(&self, output: &Output) -> String {
        let before = tree(&self.base);
        let error = self.try_write_to(&self.out(), output).expect_err("a refusal");
        assert_eq!(tree(&self.base), before, "a refusal changed something");
        format!("{error:#}")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.base);
    }
}

fn output(files: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    for (path, text) in files {
        output.insert_bytes((*path).to_owned(), text.as_bytes().to_vec());
    }
    output
}

/// Adds a file of the disk to an output.
fn copy(output: &mut Output, path: &str, from: impl Into<PathBuf>) {
    let content = Content::Copy(from.into());
    let maker = Maker::Generated;
    output.insert(path.to_owned(), Published { content, maker }).expect("a free path");
}

/// Everything below a folder: text of files, `folder`, or where a link points; without following links.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        let text = if entry.file_type().is_dir() {
            "folder".to_owned()
        } else if entry.file_type().is_symlink() {
            format!("-> {}", fs::read_link(entry.path()).unwrap().display())
        } else {
            String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()
        };
        tree.insert(path, text);
    }
    tree
}

/// The names of all files and links below a folder, the manifest aside.
fn files(folder: &Path) -> Vec<String> {
    let tree = tree(folder).into_iter();
    tree.filter(|(path, text)| text != "folder" && path != MANIFEST).map(|(path, _)| path).collect()
}

/// Sets the time of every file to one long ago, so that a later write shows.
fn age(folder: &Path) -> SystemTime {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in tree(folder).keys().map(|path| folder.join(path)).filter(|path| path.is_file()) {
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }
    time
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn first_run_creates_the_folder_and_a_sorted_manifest() {
    let place = Place::new();
    let site = output(&[("index.html", "home"), ("a/b/index.html", "deep"), ("a.txt", "")]);
    assert_eq!(place.write(&site), (3, 0, 0));
    assert_eq!(files(&place.out()), ["a.txt", "a/b/index.html", "index.html"]);
    assert_eq!(
        fs::read_to_string(place.out().join(MANIFEST)).unwrap(),
        "{\n  \"version\": 1,\n  \"files\": [\n    \"a.txt\",\n    \"a/b/index.html\",\n    \"index.html\"\n  ]\n}\n"
    );
    assert!(!place.out().join(".sitrep-tmp").exists());
}

#[test]
fn same_output_again_touches_no_file_and_no_manifest() {
    let place = Place::new();
    let mut site = output(&[("index.html", "home"), ("empty", "")]);
    copy(&mut site, "logo.svg", place.at("site/static/logo.svg"));
    assert_eq!(place.write(&site), (3, 0, 0));
    let time = age(&place.out());
    assert_eq!(place.write(&site), (0, 3, 0));
    for file in ["index.html", "empty", "logo.svg", MANIFEST] {
        assert_eq!(modified(&place.out().join(file)), time, "{file}");
    }
}

#[test]
fn only_changed_files_are_written() {
    let place = Place::new();
    place.put("pictures/a.png", "old");
    let with = |home: &str| {
        let mut site = output(&[("index.html", home), ("same.html", "same")]);
        copy(&mut site, "a.png", place.at("pictures/a.png"));
        site
    };
    place.write(&with("aaaa"));
    let time = age(&place.out());
    // Same lengths: only the bytes tell.
    place.put("pictures/a.png", "new");
    assert_eq!(place.write(&with("bbbb")), (2, 1, 0));
    assert_eq!(tree(&place.out())["index.html"], "bbbb");
    assert_eq!(tree(&place.out())["a.png"], "new");
    assert_eq!(modified(&place.out().join("same.html")), time);
    assert_eq!(modified(&place.out().join(MANIFEST)), time);
}

#[test]
fn long_files_are_compared_to_their_last_byte() {
    let place = Place::new();
    let long = "x".repeat(200_000);
    place.put("long.csv", &format!("{long}a"));
    let mut site = output(&[("page.html", &format!("{long}a"))]);
    copy(&mut site, "long.csv", place.at("long.csv"));
    place.write(&site);
    assert_eq!(place.write(&site), (0, 2, 0));
    place.put("long.csv", &format!("{long}b"));
    site.insert_bytes("page.html".to_owned(), format!("{long}b").into_bytes());
    assert_eq!(place.write(&site), (2, 0, 0));
    assert!(tree(&place.out()).into_iter().all(|(path, text)| path == MANIFEST || text.ends_with('b')));
}

#[test]
fn removed_pages_go_with_the_folders_they_leave_empty() {
    let place = Place::new();
    place.write(&output(&[
        ("index.html", "home"),
        ("tags/a/b/index.html", "b"),
        ("tags/c/index.html", "c"),
        ("kept/index.html", "k"),
    ]));
    place.put("site/public/tags/c/notes.txt", "mine");
    place.put("site/public/mine/x.txt", "mine");
    let site = output(&[("index.html", "home"), ("kept/index.html", "k")]);
    assert_eq!(place.write(&site), (0, 2, 2));
    assert_eq!(
        tree(&place.out()).into_keys().collect::<Vec<_>>(),
        [
            MANIFEST,
            "index.html",
            "kept",
            "kept/index.html",
            "mine",
            "mine/x.txt",
            "tags",
            "tags/c",
            "tags/c/notes.txt"
        ]
    );
}

#[test]
fn output_without_files_empties_what_was_ours_and_keeps_the_folder() {
    let place = Place::new();
    assert_eq!(place.write(&output(&[])), (0, 0, 0));
    assert_eq!(place.write(&output(&[("a/index.html", "a")])), (1, 0, 0));
    assert_eq!(place.write(&output(&[])), (0, 0, 1));
    assert_eq!(tree(&place.out()).into_keys().collect::<Vec<_>>(), [MANIFEST]);
}

#[test]
fn files_and_folders_change_places() {
    let shapes: [&[(&str, &str)]; 5] = [
        &[("a/foo", "file")],
        &[("a/foo/index.html", "page")],
        &[("a/foo/x/y/index.html", "page"), ("a/foo/z", "z")],
        &[("a", "file")],
        &[("a/FOO/Index.html", "case")],
    ];
    for from in shapes {
        for to in shapes {
            let place = Place::new();
            place.write(&output(from));
            place.write(&output(to));
            let clean = Place::new();
            clean.write(&output(to));
            assert_eq!(tree(&place.out()), tree(&clean.out()), "{from:?} to {to:?}");
        }
    }
}

#[test]
fn empty_folders_where_a_file_is_to_be_give_way() {
    let place = Place::new();
    place.write(&output(&[("foo/index.html", "page")]));
    fs::create_dir_all(place.out().join("foo/left/over")).unwrap();
    assert_eq!(place.write(&output(&[("foo", "file")])), (1, 0, 1));
    assert_eq!(files(&place.out()), ["foo"]);
}

#[test]
fn one_thread_and_many_write_the_same_tree() {
    let pages: Vec<(String, String)> =
        (0..300).map(|n| (format!("reports/{}/{n}/index.html", n % 7), format!("page {n}"))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let trees = [1, 8].map(|threads| {
        let place = Place::new();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| place.write(&output(&pages))), (300, 0, 0));
        assert_eq!(pool.install(|| place.write(&output(&pages[..200]))), (0, 200, 100));
        tree(&place.out())
    });
    assert_eq!(trees[0], trees[1]);
}

#[test]
fn folder_may_be_reached_through_a_link_or_a_winding_path() {
    let place = Place::new();
    let site = output(&[("index.html", "home")]);
    fs::create_dir_all(place.at("www")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(place.at("www"), place.at("site/public")).unwrap();
        assert_eq!(place.write(&site), (1, 0, 0));
        assert_eq!(files(&place.at("www")), ["index.html"]);
    }
    place.try_write_to(&place.at("site/new/../content/../new/deep"), &site).unwrap();
    assert_eq!(files(&place.at("site/new/deep")), ["index.html"]);
}
