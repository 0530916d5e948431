use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    rust_files(&src, &mut found);
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn module_of(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn a_module_imports_only_from_modules_listed_above_it() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let order: BTreeMap<String, usize> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .enumerate()
        .map(|(at, name)| (name.to_owned(), at))
        .collect();
    let mut faults = Vec::new();
    for (file, text) in sources()
        .iter()
        .filter(|(file, _)| file.contains('/') || !matches!(file.as_str(), "lib.rs" | "main.rs"))
    {
        let own =
            order.get(module_of(file)).unwrap_or_else(|| panic!("{file} belongs to no module of lib.rs"));
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list
                    .split('}')
                    .next()
                    .unwrap()
                    .split(',')
                    .map(|part| part.trim().split("::").next().unwrap())
                    .collect(),
                None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()],
            };
            for name in names {
                if order.get(name).is_some_and(|other| other > own) {
                    faults.push(format!("{file} imports {name}"));
                }
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_file_opens_with_its_purpose_and_stays_small() {
    let mut faults = Vec::new();
    for (file, text) in sources() {
        if !text.starts_with("//! ") {
            faults.push(format!("{file} does not open with //!"));
        }
        let is_table = file.ends_with("table.rs") || file == "parse/schema.rs";
        if text.lines().count() > 400 && !is_table {
            faults.push(format!("{file} has {} lines", text.lines().count()));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn stages_touch_no_disk_clock_or_terminal() {
    let free = ["load", "write", "stages", "serve", "commands", "main"];
    let banned =
        ["std::fs", "SystemTime", "Instant::now", "println!", "print!(", "std::env", "std::net::Tcp"];
    let mut faults = Vec::new();
    for (file, text) in sources() {
        if free.contains(&module_of(&file)) {
            continue;
        }
        for word in banned {
            let used = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(word));
            if used {
                faults.push(format!("{file} uses {word}"));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_invariant_names_a_test_that_exists() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert!(text.lines().count() <= 150);
    let (_, invariants) = text.split_once("## Invariants").unwrap();
    let (invariants, _) = invariants.split_once("\n## ").unwrap();
    let named: Vec<&str> = invariants.split('`').filter(|word| word.contains("::")).collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        let (module, test) = name.rsplit_once("::").unwrap();
        let file = root().join(format!("tests/testsuite/{}.rs", module.replace("::", "/")));
        let tests = std::fs::read_to_string(&file)
            .unwrap_or_else(|_| panic!("{name}: there is no {}", file.display()));
        assert!(tests.contains(&format!("fn {test}(")), "{name}");
    }
}
