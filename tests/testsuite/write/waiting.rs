//! Pages that wait on the disk until the whole site is known: what of them is published, and that nothing else is. Every case is pages
//! that were made and an output of some of them, into a folder in some state.

use std::collections::BTreeMap;
use std::fs;

use sitrep::output::{Content, File as Published, Maker, Output, Staged};
use sitrep::write::{self, Staging};

use super::{MANIFEST, Place, copy, tree};

struct Case {
    /// What lies below `site/public` before.
    before: &'static [(&'static str, &'static str)],
    /// Pages in the order in which they are made.
    made: &'static [(&'static str, &'static str)],
    /// The output: paths with a page by its place in `made` (`#0`), a file of the site (`<content/index.md`), or a text.
    output: &'static [(&'static str, &'static str)],
}

const CASES: [Case; 9] = [
    Case {
        before: &[],
        made: &[
            ("index.html", "home"),
            ("a/index.html", "A"),
            ("a/b/index.html", "B"),
            ("c/d/e/index.html", "E"),
        ],
        output: &[
            ("index.html", "#0"),
            ("a/index.html", "#1"),
            ("a/b/index.html", "#2"),
            ("a/b/data.json", "{}"),
            ("a/raw/index.md", "<content/index.md"),
            ("c/d/e/index.html", "#3"),
            ("assets/site.css", "x"),
            ("robots.txt", ""),
        ],
    },
    // A page that was made and is not published.
    Case {
        before: &[],
        made: &[
            ("a/index.html", "A"),
            ("a/secret/index.html", "S"),
            ("b/index.html", "B"),
            ("c/index.html", "C"),
        ],
        output: &[("a/index.html", "#0"), ("b/index.html", "#2")],
    },
    // Two pages for one path; the second one counts, then the first, then neither.
    Case {
        before: &[],
        made: &[("a/index.html", "first"), ("a/index.html", "second"), ("a/x/index.html", "x")],
        output: &[("a/index.html", "#1"), ("a/x/index.html", "#2")],
    },
    Case {
        before: &[],
        made: &[("a/index.html", "first"), ("a/index.html", "second"), ("a/x/index.html", "x")],
        output: &[("a/index.html", "#0"), ("a/x/index.html", "#2")],
    },
    Case {
        before: &[],
        made: &[("a/index.html", "first"), ("a/index.html", "second"), ("a/x/index.html", "x")],
        output: &[("a/index.html", "third"), ("a/x/index.html", "#2")],
    },
    // A page at a path where another one is a folder.
    Case {
        before: &[],
        made: &[("a/b", "file"), ("a/b/index.html", "page"), ("c/d/index.html", "page"), ("c/d", "file")],
        output: &[("a/b/index.html", "#1"), ("c/d", "#3")],
    },
    // Made at one path, published at another.
    Case {
        before: &[],
        made: &[("a/index.html", "A"), ("b/index.html", "B")],
        output: &[("b/index.html", "#0"), ("c/index.html", "#1")],
    },
    // Paths that lead elsewhere are never followed while pages wait.
    Case {
        before: &[],
        made: &[
            ("../out/index.html", "x"),
            ("/tmp/sitrep-never/index.html", "x"),
            ("a/../../x.html", "x"),
            ("a/index.html", "A"),
        ],
        output: &[("a/index.html", "#3"), ("b/index.html", "#0")],
    },
    // A folder that is there already, of a branch that is published as it is.
    Case {
        before: &[(".git/config", "g"), ("CNAME", "c")],
        made: &[("a/index.html", "A"), (".git/index.html", "G")],
        output: &[("a/index.html", "#0")],
    },
];

#[test]
fn what_waited_is_published_and_nothing_else() {
    for (number, case) in CASES.iter().enumerate() {
        for again in [false, true] {
            let place = Place::new();
            case.before.iter().for_each(|(path, text)| place.put(&format!("site/public/{path}"), text));
            if again {
                // Files of an earlier run, one of them in a folder that the new site has too.
                let mut earlier = Output::default();
                earlier.insert_bytes("a/old.html".to_owned(), b"old".to_vec());
                earlier.insert_bytes("b".to_owned(), b"a file where a folder will be".to_vec());
                place.write(&earlier);
            }
            publish(&place, case);
            let mut expected: BTreeMap<String, String> =
                case.before.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
            expected
                .extend(case.output.iter().map(|(path, text)| ((*path).to_owned(), stands_for(case, text))));
            let mut found = tree(&place.out());
            found.retain(|path, text| text != "folder" && path != MANIFEST);
            assert_eq!(found, expected, "case {number}, again {again}");
            assert!(
                fs::read_dir(place.at("site/.sitrep"))
                    .unwrap()
                    .all(|entry| entry.unwrap().file_name() == ".gitignore")
            );
            assert!(
                !place.at("site/out").exists()
                    && !place.at("out").exists()
                    && !place.at("site/x.html").exists()
            );
        }
    }
}

fn stands_for(case: &Case, text: &str) -> String {
    match (text.strip_prefix('#'), text.strip_prefix('<')) {
        (Some(at), _) => case.made[at.parse::<usize>().unwrap()].1.to_owned(),
        (_, Some(path)) => format!("site/{path}"),
        _ => text.to_owned(),
    }
}

fn publish(place: &Place, case: &Case) {
    let (root, home) = (place.at("site"), place.at("home"));
    let staging = Staging::new(&root, &place.out()).unwrap();
    let pages: Vec<Staged> =
        case.made.iter().map(|(path, text)| staging.put(path, text.as_bytes()).unwrap()).collect();
    let mut output = Output::default();
    for (path, text) in case.output {
        match (text.strip_prefix('#'), text.strip_prefix('<')) {
            (Some(at), _) => {
                let page = pages[at.parse::<usize>().unwrap()].clone();
                assert_eq!(Staging::text(&page), stands_for(case, text));
                let file = Published { content: Content::Staged(page), maker: Maker::Generated };
                output.insert((*path).to_owned(), file).unwrap();
            }
            (_, Some(from)) => copy(&mut output, path, root.join(from)),
            _ => output.insert_bytes((*path).to_owned(), text.as_bytes().to_vec()),
        }
    }
    let written =
        write::output_staged(&output, &place.out(), &Place::protected(&root, &home), Some(&staging)).unwrap();
    assert_eq!(written.written, case.output.len());
}

#[test]
fn what_a_killed_run_left_waiting_is_gone_after_the_next_one() {
    let place = Place::new();
    place.put("site/.sitrep/.sitrep-tmp/tree.part/actors/heron/index.html", "left over");
    place.put("site/.sitrep/.sitrep-tmp/7.part", "left over");
    place.put("site/.sitrep/.sitrep-tmp/notes.txt", "mine");
    publish(&place, &CASES[0]);
    let left = tree(&place.at("site/.sitrep"));
    let left: Vec<&str> =
        left.iter().filter(|(_, text)| *text != "folder").map(|(path, _)| path.as_str()).collect();
    assert_eq!(left, [".gitignore", ".sitrep-tmp/notes.txt"]);
    assert!(!place.out().join("actors").exists());
}

#[cfg(unix)]
#[test]
fn a_link_where_pages_wait_is_not_followed() {
    let place = Place::new();
    place.put("site/.sitrep/.sitrep-tmp/notes.txt", "mine");
    fs::create_dir(place.at("elsewhere")).unwrap();
    std::os::unix::fs::symlink(place.at("elsewhere"), place.at("site/.sitrep/.sitrep-tmp/tree.part"))
        .unwrap();
    // One of its pages is not published, and would stay there.
    publish(&place, &CASES[1]);
    assert!(fs::read_dir(place.at("elsewhere")).unwrap().next().is_none());
    let found = tree(&place.out());
    for (path, text) in CASES[1].output {
        assert_eq!(found.get(*path), Some(&stands_for(&CASES[1], text)), "{path}");
    }
}
