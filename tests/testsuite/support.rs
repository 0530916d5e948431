//! Sites in strings: a text of files, each below a line `-- path --`, becomes a folder; [`SiteTest`] builds it in memory or with
//! the binary. A file without front matter of its own can be short: `sitrep.yaml` is filled in where a test gives none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output as Ran};
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use sitrep::diagnostic::Diagnostics;
use sitrep::gate::Policy;
use sitrep::link::Site;
use sitrep::model::Tlp;
use sitrep::output::{Content, Output, Staged};
use sitrep::source::Sources;
use sitrep::{audit, check, gate, link, load, parse, render, view};

/// The configuration of a test that gives none.
const CONFIG: &str = "title: Test\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nexample: true\n";

/// A folder that goes away with the value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("sitrep-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.0.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Path and text of every file of a txtar text.
pub fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let head = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (head, files.last_mut()) {
            (Some(path), _) => files.push((path.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => assert!(line.trim().is_empty(), "text before the first file: {line}"),
        }
    }
    files
}

/// A site of a test and how it is to be built.
#[must_use]
pub struct SiteTest {
    pub folder: Folder,
    pub drafts: bool,
    pub max_tlp: Option<Tlp>,
    pub today: Date,
}

impl SiteTest {
    /// A site from a txtar text.
    #[track_caller]
    pub fn new(text: &str) -> Self {
        let folder = Folder::new();
        folder.write("sitrep.yaml", CONFIG);
        std::fs::create_dir_all(folder.path().join("content")).unwrap();
        for (path, text) in files(text) {
            folder.write(&path, text);
        }
        Self { folder, drafts: false, max_tlp: None, today: Date::constant(2026, 1, 1) }
    }

    /// Adds a file of any bytes.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.folder.write(path, bytes);
        self
    }

    /// Shows drafts and embargoed reports.
    pub fn drafts(mut self) -> Self {
        self.drafts = true;
        self
    }

    /// Shows levels up to this one.
    pub fn max_tlp(mut self, level: Tlp) -> Self {
        self.max_tlp = Some(level);
        self
    }

    /// Decides embargoes.
    pub fn today(mut self, date: &str) -> Self {
        self.today = date.parse().unwrap();
        self
    }

    /// Runs all stages but the last, as `sitrep check` does.
    #[track_caller]
    pub fn build(&self) -> Built {
        let mut diagnostics = Diagnostics::default();
        let sources = load::site(self.folder.path()).unwrap();
        let config = parse::config(&sources, &mut diagnostics);
        let policy = Policy {
            drafts: self.drafts,
            max_tlp: self.max_tlp.unwrap_or(config.tlp_max),
            site_max: config.tlp_max,
            today: self.today,
        };
        let grammars = parse::grammars(&sources, &mut diagnostics);
        let parsed = parse::content(&sources, &config, &mut diagnostics);
        let (edition, withheld) = gate::edition(parsed, &policy, &mut diagnostics);
        let site = link::site(edition, &config, &mut diagnostics);
        check::site(&site, &sources, &grammars, self.today, &mut diagnostics);
        check::near_names(&site, &mut diagnostics);
        let mut theme = render::theme(&sources, &config, grammars.into(), &mut diagnostics);
        theme.set_site(&view::site_view(&site));
        let output = render::site(&site, &theme, &sources, &mut diagnostics);
        audit::output(&output, &site, &withheld, &sources, &mut diagnostics);
        Built { sources, site, output, diagnostics: diagnostics.finish(false) }
    }

    /// Builds and compares all diagnostics, hints of missing summaries left out, with `path:line:col: severity[code]: message` lines.
    #[track_caller]
    pub fn says(&self, expected: &str) {
        let built = self.build();
        assert_eq!(built.said().trim(), expected.trim());
    }

    /// Runs the binary in the folder of the site.
    pub fn sitrep(&self, arguments: &[&str]) -> Ran {
        Command::new(env!("CARGO_BIN_EXE_sitrep"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }
}

/// A site that was built in memory.
pub struct Built {
    pub sources: Sources,
    pub site: Site,
    pub output: Output,
    pub diagnostics: Diagnostics,
}

impl Built {
    /// All diagnostics in short form, without those that most small fixtures would have to avoid: missing summaries, pages and
    /// profiles that nothing leads to.
    pub fn said(&self) -> String {
        let usual = ["[missing-summary]", "[orphan-page]", "[unused-profile]"];
        let lines = self.diagnostics.short(&self.sources);
        let told = lines.lines().filter(|line| !usual.iter().any(|code| line.contains(code)));
        told.map(|line| format!("{line}\n")).collect()
    }

    /// The text of a file of the output.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        match self.output.get(path).map(|file| &file.content) {
            Some(Content::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
            Some(Content::Copy(path) | Content::Staged(Staged { file: path, .. })) => {
                std::fs::read_to_string(path).unwrap()
            }
            None => panic!("there is no {path}; there are:\n{}", self.paths().join("\n")),
        }
    }

    /// The inside of `<main>` of a page.
    #[track_caller]
    pub fn main(&self, path: &str) -> String {
        let text = self.text(path);
        let from = text.find("<main").unwrap();
        let to = text.find("</main>").unwrap();
        text[from..to].to_owned()
    }

    /// All paths of the output except the files of the theme.
    pub fn paths(&self) -> Vec<String> {
        let paths = self.output.iter().map(|(path, _)| path.to_owned());
        paths.filter(|path| !path.starts_with("assets/")).collect()
    }

    /// True when there is a file at the path.
    pub fn has(&self, path: &str) -> bool {
        self.output.get(path).is_some()
    }

    /// Every file with its bytes, for comparing whole sites.
    pub fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        let read = |content: &Content| match content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Copy(path) | Content::Staged(Staged { file: path, .. }) => std::fs::read(path).unwrap(),
        };
        self.output.iter().map(|(path, file)| (path.to_owned(), read(&file.content))).collect()
    }
}

/// A small generator of numbers: the same edits in each run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}
