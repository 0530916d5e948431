//! Builds that remember: after any edits, a build with the memory of those before it makes the bytes and says the words of one without.
//! `SITREP_MEMORY_ROUNDS` sets the number of rounds (60); a failing one names its edits.

use std::path::PathBuf;

use sitrep::diagnostic::Diagnostics;
use sitrep::output::{Content, Output, Staged};
use sitrep::stages::{self, Memory, Request, Timings};
use sitrep::write::{self, Protected, Staging};

use crate::support::{Dice, SiteTest};

const SITE: &str = "\
-- sitrep.yaml --
title: Test
base_url: https://site.example/
tlp: {default: CLEAR, max: GREEN}
page_size: 3
-- content/index.md --
---
title: Home
---
Hello, RedFoxtrot.
-- content/about.md --
---
title: About
---
See [one](reports/r0.md) and [[Tick]].
-- content/actors/redfoxtrot.md --
---
name: RedFoxtrot
aliases: [Blue Fox]
summary: S
---
Text about [[Roshan]].
-- static/note.txt --
A note.
";

/// What a body may hold: some of it says something to other pages, some only to a reader.
const PARTS: [&str; 18] = [
    "Plain words.\n",
    "On RedFoxtrot, Blue Fox and Tick.\n",
    "See [two](r2.md).\n",
    "See [two](r2.md#part).\n",
    "[[Calypso]] and [[victim:Roshan]].\n",
    "[[Nobody]]\n",
    "[gone](r9.md)\n",
    "## Part\n\nText.\n",
    "```json\n{\"a\": 1}\n```\n",
    "```nolang\nx\n```\n",
    "::: tlp amber\nKept back, [two](r2.md).\n:::\n",
    "::: tlp green\nFor the community.\n:::\n",
    "As said.[^s:one]\n",
    "As said.[^s:none]\n",
    "<http://bad.example/x>\n",
    "[evil](http://evil.example/)\n",
    "<b onclick=\"x\">bold</b>\n",
    "Secret Otter was here.\n",
];

fn body(dice: &mut Dice) -> String {
    (0..=dice.roll(3)).map(|_| format!("{}\n", dice.pick(&PARTS))).collect()
}

fn report(at: usize, dice: &mut Dice) -> String {
    let actors = ["RedFoxtrot", "Blue Fox", "Tick", "Calypso", "{name: Dark Cluster, kind: cluster}"];
    let mut text = format!(
        "---\ntitle: Report {}\ndate: 2021-0{}-0{}\nsummary: S\n",
        dice.roll(4),
        at + 1,
        dice.roll(3) + 1
    );
    let victims =
        ["[Roshan]", "[{name: Acme, sectors: [energy]}]", "[{undisclosed: true, sectors: [energy]}]"];
    text.push_str(&format!("actors: [{}, {}]\n", dice.pick(&actors), dice.pick(&actors)));
    text.push_str(&format!("victims: {}\n", dice.pick(&victims)));
    text.push_str("sources: [{id: one, title: A source, url: \"https://source.example/a\"}]\n");
    let extras = [
        "",
        "",
        "draft: true\n",
        "tlp: AMBER\n",
        "tags: [mail]\n",
        "techniques: [T1114]\n",
        "techniques: [{name: T1114, stance: denies}]\n",
        "retracted: It was another group.\n",
        "indicators: [evil.example]\n",
        "indicators: [bad.example, 192.0.2.7]\n",
        "redirect_from: [/old/]\n",
        "malware: [{name: PlugX, tlp: RED}]\n",
    ];
    text.push_str(dice.pick(&extras));
    text.push_str("---\n");
    text.push_str(&body(dice));
    text
}

/// A site on the disk and what was done to it.
struct Edited {
    site: SiteTest,
    changed: Vec<PathBuf>,
    told: Vec<String>,
}

impl Edited {
    fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.site.folder.path().join(path)).ok()
    }

    fn write(&mut self, path: &str, text: &str) {
        self.site.folder.write(path, text);
        self.changed.push(PathBuf::from(path));
        self.told.push(format!("-- {path} --\n{text}"));
    }

    fn remove(&mut self, path: &str) {
        let _ = std::fs::remove_file(self.site.folder.path().join(path));
        self.changed.push(PathBuf::from(path));
        self.told.push(format!("-- {path} -- is gone"));
    }

    /// Gives a document another text below its front matter.
    fn rewrite(&mut self, path: &str, dice: &mut Dice) {
        let Some(text) = self.read(path) else { return };
        let end = text.rfind("\n---\n").map_or(0, |at| at + 5);
        let more = body(dice);
        let new = if dice.roll(3) == 0 { format!("{text}{more}") } else { format!("{}{more}", &text[..end]) };
        self.write(path, &new);
    }

    fn edit(&mut self, dice: &mut Dice) {
        let at = dice.roll(5);
        let path = format!("content/reports/r{at}.md");
        match dice.roll(16) {
            0..=5 => self.rewrite(&path, dice),
            6 => self.rewrite("content/about.md", dice),
            7 => self.rewrite("content/index.md", dice),
            8 => self.rewrite("content/actors/redfoxtrot.md", dice),
            9 | 10 => {
                let text = report(at, dice);
                self.write(&path, &text);
            }
            11 => {
                if let Some(text) = self.read(&path) {
                    let title = format!("title: Another {}", dice.roll(9));
                    let lines = text.lines().map(|line| if line.starts_with("title:") { &title } else { line });
                    let text: String = lines.map(|line| format!("{line}\n")).collect();
                    self.write(&path, &text);
                }
            }
            12 => self.remove(&path),
            13 => {
                let aliases = dice.pick(&["[Blue Fox]", "[Blue Fox, Tick]", "[Calypso]", "[]"]);
                self.write(
                    "content/actors/redfoxtrot.md",
                    &format!("---\nname: RedFoxtrot\naliases: {aliases}\nsummary: S\n---\nText.\n"),
                );
            }
            14 => {
                let word = dice.pick(&["Footer one", "Footer two {{ page.title }}"]);
                self.write("templates/404.html", &format!("<!DOCTYPE html><title>x</title><p>{word}</p>"));
            }
            _ => match dice.roll(4) {
                0 => self.remove("templates/404.html"),
                1 => self.write("static/page.html", "<p id=\"a\"><a href=\"/reports/\">x</a></p>"),
                2 => self.write("content/reports/hidden.md", "---\ntitle: Hidden\ndate: 2021-01-01\nsummary: S\ntlp: RED\nactors: [Secret Otter]\n---\nText.\n"),
                _ => self.remove("content/reports/hidden.md"),
            },
        }
    }
}

/// Everything that a build makes and says.
pub fn made(
    output: &Output,
    diagnostics: Diagnostics,
    sources: &sitrep::source::Sources,
) -> Vec<(String, Vec<u8>)> {
    let files = output.iter().map(|(path, file)| {
        let bytes = match &file.content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Copy(from) | Content::Staged(Staged { file: from, .. }) => std::fs::read(from).unwrap(),
        };
        (format!("{path} by {:?}", file.maker), bytes)
    });
    let mut all: Vec<(String, Vec<u8>)> = files.collect();
    all.push(("what is said".to_owned(), diagnostics.finish(false).short(sources).into_bytes()));
    all
}

/// The first difference between two builds, if there is one.
pub fn difference(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) -> Option<String> {
    if one.len() != other.len() {
        return Some(format!("{} files, {} files", one.len(), other.len()));
    }
    let ((path, one), (other_path, other)) = one.iter().zip(other).find(|(one, other)| one != other)?;
    let [one, other] = [one, other].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Some(format!("{path} / {other_path}\n--- one\n{one}\n--- other\n{other}"))
}

/// A build whose pages wait on the disk, written even where there are errors; with the number of pages that the output folder held already.
fn staged(request: &Request) -> (Vec<(String, Vec<u8>)>, usize) {
    let dir = request.root.join("public");
    let staging = Staging::new(&request.root, &dir).unwrap();
    let sources = stages::load(request, &mut Timings::default()).unwrap();
    let built = stages::build_staged(request, sources, Some(&staging), &mut Timings::default());
    let pages: Vec<&Staged> = built
        .output
        .iter()
        .filter_map(|(_, file)| match &file.content {
            Content::Staged(page) => Some(page),
            Content::Bytes(_) | Content::Copy(_) => None,
        })
        .collect();
    assert!(pages.len() > 10, "{} pages wait", pages.len());
    let held = pages.iter().filter(|page| page.lay.is_some()).count();
    let mut all = made(&built.output, Diagnostics::default(), &built.sources);
    let protected = Protected { root: &request.root, home: None };
    write::output_staged(&built.output, &dir, &protected, Some(&staging)).unwrap();
    for ((path, _), (_, bytes)) in built.output.iter().zip(&all) {
        assert_eq!(std::fs::read(dir.join(path)).unwrap(), *bytes, "{path}");
    }
    all.pop();
    let said = built.diagnostics.finish(false).short(&built.sources).into_bytes();
    all.push(("what is said".to_owned(), said));
    drop(staging);
    assert!(!request.root.join(".sitrep").exists());
    (all, held)
}

#[test]
fn after_any_edits_a_build_with_a_memory_is_one_without() {
    let rounds =
        std::env::var("SITREP_MEMORY_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60);
    let mut dice = Dice(20_261_125);
    let mut edited = Edited { site: SiteTest::new(SITE), changed: Vec::new(), told: Vec::new() };
    for at in 0..5 {
        let text = report(at, &mut dice);
        edited.write(&format!("content/reports/r{at}.md"), &text);
    }
    let root = edited.site.folder.path().to_owned();
    let request =
        Request { root: root.clone(), drafts: true, max_tlp: None, today: edited.site.today, base_url: None };
    let mut memory = Memory::default();
    let mut held = 0;
    for round in 0..rounds {
        memory.forget(&root, Some(&edited.changed));
        let again = stages::build_again(&request, Some(&mut memory), &mut Timings::default()).unwrap();
        let clean = stages::build(&request, &mut Timings::default()).unwrap();
        let again = made(&again.output, again.diagnostics, &again.sources);
        let clean = made(&clean.output, clean.diagnostics, &clean.sources);
        if dice.roll(4) == 0 {
            let _ = std::fs::remove_dir_all(root.join("public"));
        }
        let (waited, pages) = staged(&request);
        held += pages;
        for (how, other) in [("a memory", again), ("pages on the disk", waited)] {
            if let Some(difference) = difference(&other, &clean) {
                panic!("round {round}, with {how}: {}\n{difference}", edited.told.join("\n"));
            }
        }
        (edited.changed, edited.told) = (Vec::new(), Vec::new());
        for _ in 0..=dice.roll(2) {
            edited.edit(&mut dice);
        }
    }
    assert!(held > rounds, "{held} pages of the output folder were left as they were");
}

#[test]
fn a_page_of_which_a_template_makes_nothing_is_the_same_wherever_it_waits() {
    let more = "-- templates/matrix.html --\n-- content/more.md --\n---\ntitle: More\n---\nSee [it](/matrix/#part).\n";
    let site = SiteTest::new(&format!("{SITE}{more}"));
    let root = site.folder.path().to_owned();
    let request = Request { root, drafts: false, max_tlp: None, today: site.today, base_url: None };
    let built = stages::build(&request, &mut Timings::default()).unwrap();
    assert_eq!(site.folder.path().join("templates/matrix.html").metadata().unwrap().len(), 0);
    let built = made(&built.output, built.diagnostics, &built.sources);
    assert_eq!(difference(&staged(&request).0, &built), None);
}
