//! The theme's grammars as the program carries them, linked: one file for each, made of the text as it is now, and colouring code as
//! that text does. With `SITREP_UPDATE=1` the files are written anew instead.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sitrep::diagnostic::Diagnostics;
use sitrep::markdown::highlight::{Grammars, compiled};
use syntect::dumps::dump_to_uncompressed_file;

use crate::support::SiteTest;

/// A grammar, a language that it is for, and code in it.
const SAMPLES: [(&str, &str, &str); 12] = [
    ("bash", "sh", include_str!("samples/marked/sh.txt")),
    ("c", "c", include_str!("samples/marked/c.txt")),
    ("javascript", "js", include_str!("samples/marked/js.txt")),
    ("json", "json", include_str!("samples/marked/json.txt")),
    ("kql", "kql", include_str!("samples/sample.kql")),
    ("powershell", "powershell", include_str!("samples/marked/powershell.txt")),
    ("python", "python", include_str!("samples/marked/python.txt")),
    ("spl", "spl", include_str!("samples/sample.spl")),
    ("sql", "sql", include_str!("samples/marked/sql.txt")),
    ("suricata", "suricata", include_str!("samples/sample.rules")),
    ("yaml", "yaml", include_str!("samples/marked/sigma.txt")),
    ("yara", "yara", include_str!("samples/sample.yara")),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn text(grammar: &str) -> String {
    fs::read_to_string(folder("syntaxes").join(format!("{grammar}.sublime-syntax"))).unwrap()
}

fn grammars(site: &SiteTest) -> Grammars {
    sitrep::parse::grammars(&sitrep::load::site(site.folder.path()).unwrap(), &mut Diagnostics::default())
}

#[test]
fn every_grammar_of_the_theme_has_a_file_made_of_its_text() {
    let sources = names(&folder("syntaxes"));
    let grammars: Vec<&str> = sources.iter().map(|name| name.split('.').next().unwrap()).collect();
    assert_eq!(grammars, SAMPLES.map(|(grammar, ..)| grammar), "a grammar has no sample here");
    let compiled_files = folder("src/markdown/highlight/compiled");
    let wanted: BTreeSet<String> =
        grammars.iter().map(|grammar| compiled::file_name(grammar, &text(grammar))).collect();
    if std::env::var_os("SITREP_UPDATE").is_some_and(|value| value == "1") {
        for name in names(&compiled_files).difference(&wanted) {
            fs::remove_file(compiled_files.join(name)).unwrap();
        }
        // Those that are there stay: the library keeps no order, and the same grammar may come to other bytes.
        for grammar in &grammars {
            let text = text(grammar);
            let file = compiled_files.join(compiled::file_name(grammar, &text));
            if !file.exists() {
                dump_to_uncompressed_file(&compiled::read(&text), file).unwrap();
            }
        }
    }
    assert_eq!(names(&compiled_files), wanted, "`SITREP_UPDATE=1 cargo test compiled` writes the files anew");
}

#[test]
fn a_compiled_grammar_colours_as_its_text_does() {
    let theme = grammars(&SiteTest::new(""));
    for (grammar, language, code) in SAMPLES {
        let text = text(grammar);
        assert!(compiled::known(grammar, &text).is_some(), "{grammar} cannot be read");
        // One more sign, and the text is another.
        let edited = format!("{text}# Ours.\n");
        assert!(compiled::known(grammar, &edited).is_none(), "{grammar} does not look at the text");
        let site = SiteTest::new("");
        site.folder.write(&format!("syntaxes/{grammar}.sublime-syntax"), edited);
        let html = theme.code(language, code).html;
        assert!(html.contains("<span class=\"hl-"), "{grammar} colours nothing");
        assert_eq!(html, grammars(&site).code(language, code).html, "{grammar}");
    }
}
