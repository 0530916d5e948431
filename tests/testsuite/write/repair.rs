//! Runs that fail, are killed or meet: the next run always ends where a clean build would.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use sitrep::output::Output;

use super::{MANIFEST, Place, copy, files, output, tree};

type Site = [(&'static str, &'static str)];

const OLD: &Site = &[
    ("changed.html", "before"),
    ("gone/a.html", "a"),
    ("gone/deep/b.html", "b"),
    ("kept.html", "kept"),
    ("turns", "a file"),
];
const NEW: &Site = &[
    ("added/x/index.html", "x"),
    ("changed.html", "after"),
    ("kept.html", "kept"),
    ("turns/index.html", "a folder"),
];

/// One thing that a run does to the folder; a run may be killed after any of them.
enum Step {
    Write(String, String),
    Folder(&'static str),
    Remove(&'static str),
    RemoveFolder(&'static str),
}

/// All that a run from one site to the other does, in its order.
fn steps(old: &Site, new: &Site) -> Vec<Step> {
    let listed = |sites: &[&Site]| {
        let mut paths: Vec<_> = sites.concat().iter().map(|(path, _)| format!("\"{path}\"")).collect();
        paths.sort();
        paths.dedup();
        format!("{{\"version\": 1, \"files\": [{}]}}", paths.join(", "))
    };
    let write = |path: &str, text: &str| Step::Write(path.to_owned(), text.to_owned());
    let mut steps = vec![
        Step::Folder(".sitrep-tmp"),
        write(".sitrep-tmp/lock", ""),
        write(".sitrep-tmp/manifest.part", "{\"vers"),
        write(MANIFEST, &listed(&[old, new])),
    ];
    if !old.is_empty() {
        steps.push(Step::Remove("turns"));
    }
    steps.extend(["added", "added/x", "turns"].map(Step::Folder));
    for (number, (path, text)) in new.iter().enumerate().filter(|(_, file)| !old.contains(file)) {
        steps.push(write(&format!(".sitrep-tmp/{number}.part"), "half"));
        steps.push(write(path, text));
    }
    if !old.is_empty() {
        steps.extend(["gone/a.html", "gone/deep/b.html"].map(Step::Remove));
        steps.extend(["gone/deep", "gone"].map(Step::RemoveFolder));
    }
    steps.push(write(MANIFEST, &listed(&[new])));
    steps
}

fn take(step: &Step, folder: &Path) {
    match step {
        Step::Write(path, text) => fs::write(folder.join(path), text),
        Step::Folder(path) => fs::create_dir(folder.join(path)),
        Step::Remove(path) => fs::remove_file(folder.join(path)),
        Step::RemoveFolder(path) => fs::remove_dir(folder.join(path)),
    }
    .unwrap();
}

/// The tree of a site that is written in one go.
fn clean(site: &Site) -> BTreeMap<String, String> {
    let place = Place::new();
    place.write(&output(site));
    tree(&place.out())
}

#[test]
fn run_killed_at_any_step_is_repaired_by_the_next() {
    let later: &Site = &[("kept.html", "rewritten"), ("other/index.html", "other")];
    let nexts = [NEW, OLD, later, &[]].map(|next| (next, clean(next)));
    for old in [OLD, &[]] {
        let all = steps(old, NEW);
        for killed_after in 0..=all.len() {
            for (next, clean) in &nexts {
                let place = Place::new();
                if old.is_empty() {
                    fs::create_dir_all(place.out()).unwrap();
                } else {
                    place.write(&output(old));
                }
                all[..killed_after].iter().for_each(|step| take(step, &place.out()));
                place.check(&place.out()).unwrap();
                place.write(&output(next));
                assert_eq!(&tree(&place.out()), clean, "killed after step {killed_after}, then {next:?}");
            }
        }
    }
}

#[test]
fn foreign_files_survive_the_repair() {
    let place = Place::new();
    place.put("site/public/.sitrep-tmp/3.part", "left over");
    place.put("site/public/.sitrep-tmp/notes.txt", "mine");
    place.put("site/public/.sitrep-tmp/lock", "");
    place.write(&output(&[("index.html", "home")]));
    assert_eq!(files(&place.out()), [".sitrep-tmp/notes.txt", "index.html"]);
    assert_eq!(place.write(&output(&[("index.html", "home")])), (0, 1, 0));
}

#[test]
fn missing_file_to_copy_is_named_and_leaves_the_last_good_site() {
    let place = Place::new();
    let mut site = output(&[("index.html", "new")]);
    copy(&mut site, "a.png", place.at("pictures/a.png"));
    let text = place.refused(&site);
    assert!(text.contains("pictures/a.png") && text.contains("copying to `a.png`"), "{text}");
    assert!(!place.out().exists());
    place.write(&output(&[("index.html", "old")]));
    place.refused(&site);
    place.put("pictures/a.png", "picture");
    assert_eq!(place.write(&site), (2, 0, 0));
}

#[test]
fn folder_to_copy_is_an_error() {
    let place = Place::new();
    let mut site = Output::default();
    copy(&mut site, "a.png", place.at("site/content"));
    assert!(place.refused(&site).contains("is not a file"));
}

/// `/proc/self/mem` is a file that opens, and fails when its first byte is read: a disk that gives out midway.
#[cfg(target_os = "linux")]
#[test]
fn run_that_fails_midway_is_repaired_by_the_next() {
    for old in [OLD, &[]] {
        let place = Place::new();
        place.write(&output(old));
        let mut failing = output(NEW);
        copy(&mut failing, "added/broken.bin", "/proc/self/mem");
        let error = place.try_write_to(&place.out(), &failing).expect_err("a failure");
        let text = format!("{error:#}");
        assert!(text.contains("copying `/proc/self/mem` to `added/broken.bin`"), "{text}");
        // What was written is listed, what is stale is still there, nothing unfinished is left.
        let left = files(&place.out());
        assert!(left.iter().all(|path| !path.starts_with(".sitrep-tmp")), "{left:?}");
        let manifest = fs::read_to_string(place.out().join(MANIFEST)).unwrap();
        assert!(left.iter().all(|path| manifest.contains(&format!("\"{path}\""))), "{left:?}");
        place.write(&output(NEW));
        assert_eq!(tree(&place.out()), clean(NEW));
    }
}

#[test]
fn second_run_at_the_same_time_is_refused() {
    let place = Place::new();
    place.write(&output(OLD));
    place.put("site/public/.sitrep-tmp/lock", "");
    place.put("site/public/.sitrep-tmp/0.part", "being written by the other run");
    let lock = File::options().write(true).open(place.out().join(".sitrep-tmp/lock")).unwrap();
    lock.try_lock().unwrap();
    let text = place.refused(&output(NEW));
    assert!(text.contains("another run of Sitrep"), "{text}");
    drop(lock);
    place.write(&output(NEW));
    assert!(!place.out().join(".sitrep-tmp").exists());
}

#[test]
fn runs_that_meet_leave_one_whole_site() {
    let place = Place::new();
    let sites = [OLD, NEW];
    std::thread::scope(|scope| {
        for number in 0..8 {
            let place = &place;
            scope.spawn(move || {
                for _ in 0..20 {
                    if let Err(error) = place.try_write_to(&place.out(), &output(sites[number % 2])) {
                        assert!(format!("{error:#}").contains("another run"), "{error:#}");
                    }
                }
            });
        }
    });
    let trees = sites.map(clean);
    assert!(trees.contains(&tree(&place.out())), "{:?}", tree(&place.out()));
}
