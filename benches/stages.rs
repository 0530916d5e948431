//! How long single stages take: parse, link, render, highlight, write. In goes a small site that is written here, always the same,
//! out come criterion's figures: `cargo bench`, or `cargo bench -- highlight` for one of them.
//!
//! Whole builds against another generator are measured by `compare.py`; these figures are for finding out what a change to one
//! stage does.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark may fail loudly, and writes the site that it measures"
)]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput};
use jiff::civil::Date;
use sitrep::config::Config;
use sitrep::diagnostic::Diagnostics;
use sitrep::gate::{Edition, Policy};
use sitrep::source::Sources;
use sitrep::write::Protected;
use sitrep::{gate, link, load, parse, render, view, write};

/// Reports of the site.
const REPORTS: usize = 300;

/// Languages and blocks of code as reports quote them.
const CODE: [(&str, &str); 4] = [
    (
        "powershell",
        "$bytes = [Convert]::FromBase64String((Get-Content \"$env:TEMP\\a.dat\"))\nfor ($i = 0; $i -lt $bytes.Length; $i++) {\n    \
         $bytes[$i] = $bytes[$i] -bxor 0x5A  # one byte key\n}\n[IO.File]::WriteAllBytes(\"$env:APPDATA\\a.bin\", $bytes)\n",
    ),
    (
        "python",
        "import base64\n\ndef decode(blob: bytes, key: int = 0x5A) -> bytes:\n    \"\"\"One byte key, then base64.\"\"\"\n    \
         return bytes(value ^ key for value in base64.b64decode(blob))\n",
    ),
    ("json", "{\"id\": 7, \"beacon\": true, \"sleep\": 300, \"hosts\": [\"c2.example\", \"192.0.2.10\"]}\n"),
    (
        "yara",
        "rule loader : stage1 {\n    meta:\n        date = \"2024-01-01\"\n    strings:\n        $a = { 4D 5A ?? 00 }\n        \
         $b = \"update.exe\" wide ascii nocase\n    condition:\n        $a at 0 and #b > 2\n}\n",
    ),
];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let site = Written::new();
    parsing(&mut criterion, &site);
    linking(&mut criterion, &site);
    rendering(&mut criterion, &site);
    highlighting(&mut criterion, &site);
    writing(&mut criterion, &site);
    criterion.final_summary();
}

/// The site on disk and as it was read; the folder goes away with the value.
struct Written {
    folder: PathBuf,
    sources: Sources,
    config: Config,
}

impl Written {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stages");
        let _ = fs::remove_dir_all(&folder);
        let reports = folder.join("site/content/reports");
        fs::create_dir_all(&reports).unwrap();
        let config =
            "title: Stages\nbase_url: https://stages.example/\ntlp: {default: CLEAR}\nexample: true\n";
        fs::write(folder.join("site/sitrep.yaml"), config).unwrap();
        for number in 0..REPORTS {
            fs::write(reports.join(format!("report-{number}.md")), report(number)).unwrap();
        }
        let sources = load::site(&folder.join("site")).unwrap();
        let config = parse::config(&sources, &mut Diagnostics::default());
        Self { folder, sources, config }
    }

    fn edition(&self) -> Edition {
        let parsed = parse::content(&self.sources, &self.config, &mut Diagnostics::default());
        let policy = Policy {
            drafts: false,
            max_tlp: self.config.tlp_max,
            site_max: self.config.tlp_max,
            today: Date::constant(2026, 1, 1),
        };
        gate::edition(parsed, &policy, &mut Diagnostics::default()).0
    }

    fn output(&self) -> sitrep::output::Output {
        let (site, theme) = self.linked();
        render::site(&site, &theme, &self.sources, &mut Diagnostics::default())
    }

    fn linked(&self) -> (link::Site, render::Theme) {
        let mut diagnostics = Diagnostics::default();
        let site = link::site(self.edition(), &self.config, &mut diagnostics);
        let grammars = Arc::new(parse::grammars(&self.sources, &mut diagnostics));
        let mut theme = render::theme(&self.sources, &self.config, grammars, &mut diagnostics);
        theme.set_site(&view::site_view(&site));
        (site, theme)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn parsing(criterion: &mut Criterion, site: &Written) {
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Elements(REPORTS as u64));
    group.bench_function("content", |bench| {
        bench.iter(|| parse::content(black_box(&site.sources), &site.config, &mut Diagnostics::default()));
    });
    group.finish();
}

fn linking(criterion: &mut Criterion, site: &Written) {
    let edition = site.edition();
    let mut group = criterion.benchmark_group("link");
    group.throughput(Throughput::Elements(REPORTS as u64));
    group.bench_function("site", |bench| {
        bench.iter_batched(
            || edition.clone(),
            |edition| link::site(edition, &site.config, &mut Diagnostics::default()),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn rendering(criterion: &mut Criterion, written: &Written) {
    let (site, theme) = written.linked();
    let mut group = criterion.benchmark_group("render");
    group.sample_size(20);
    group.throughput(Throughput::Elements(REPORTS as u64));
    group.bench_function("site", |bench| {
        bench.iter(|| render::site(black_box(&site), &theme, &written.sources, &mut Diagnostics::default()));
    });
    group.finish();
}

/// Each language by itself; the numbers differ from block to block, so that a memory of blocks by content helps none.
fn highlighting(criterion: &mut Criterion, site: &Written) {
    let grammars = parse::grammars(&site.sources, &mut Diagnostics::default());
    let mut group = criterion.benchmark_group("highlight");
    for (language, code) in CODE {
        group.throughput(Throughput::Bytes(code.len() as u64));
        let mut number = 0_u64;
        group.bench_function(language, |bench| {
            bench.iter_batched(
                || {
                    number += 1;
                    code.replace("example", &format!("example{number}"))
                        .replace("5A", &format!("{number:02X}"))
                },
                |code| grammars.code(language, &code),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// Into an empty folder, and over what is there already.
fn writing(criterion: &mut Criterion, site: &Written) {
    let output = site.output();
    let root = site.folder.join("site");
    let sources = Protected { root: &root, home: None };
    let dir = site.folder.join("public");
    let mut group = criterion.benchmark_group("write");
    group.sample_size(10);
    group.throughput(Throughput::Elements(output.iter().count() as u64));
    group.bench_function("all", |bench| {
        bench.iter_batched(
            || {
                let _ = fs::remove_dir_all(&dir);
            },
            |()| write::output(&output, &dir, &sources).unwrap(),
            BatchSize::PerIteration,
        );
    });
    write::output(&output, &dir, &sources).unwrap();
    group.bench_function("nothing", |bench| {
        bench.iter(|| write::output(black_box(&output), &dir, &sources).unwrap());
    });
    group.finish();
}

/// A report of some 500 words that names a few of many, with a table, a footnote and a block of code.
fn report(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: Report {number}\ndate: {}-{:02}-{:02}\nsummary: What was seen on host {number}.\nactors: [Actor {}, Actor {}]\n\
         victims: [Victim {}]\nmalware: [Loader{}]\nsectors: [sector {}]\ntags: [tag {}]\ntechniques: [T1{:03}]\n---\n\n",
        2015 + number % 10,
        1 + number % 12,
        1 + number % 28,
        number % 40,
        number % 7,
        number % 90,
        number % 25,
        number % 9,
        number % 30,
        number % 200,
    );
    for part in 0..4 {
        let _ = writeln!(text, "## Part {part}\n");
        for line in 0..10 {
            let _ = writeln!(
                text,
                "Operators of Actor {} moved from host {line} with stolen credentials and left",
                number % 40
            );
        }
        text.push('\n');
    }
    let (language, code) = CODE[number % CODE.len()];
    let _ = write!(
        text,
        "Few traces[^1].\n\n[^1]: In temporary folders.\n\n| host | note |\n|---|---|\n| {number} | Loader{} |\n\n```{language}\n{code}```\n",
        number % 25,
    );
    text
}
