//! Writes `src/attack/techniques.tsv`, the table of ATT&CK techniques that Sitrep carries, from a cluster file of the MISP galaxy:
//! `cargo run --example attack-table -- PATH/mitre-attack-pattern.json [RELEASE]`, where RELEASE is the version of ATT&CK, such as
//! `19.2`, if a person knows it: the file does not say. What becomes of it in the program is `src/attack.rs`.
#![allow(
    clippy::disallowed_methods,
    reason = "a command of the repository, which reads one file and writes one"
)]

mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (source, release) = (arguments.next(), arguments.next());
    let Some(source) = source else {
        eprintln!("usage: cargo run --example attack-table -- PATH/mitre-attack-pattern.json [RELEASE]");
        return ExitCode::from(2);
    };
    let target = concat!(env!("CARGO_MANIFEST_DIR"), "/src/attack/techniques.tsv");
    let made = std::fs::read_to_string(&source)
        .map_err(|error| error.to_string())
        .and_then(|json| table::table(&json, release.as_deref()))
        .and_then(|text| std::fs::write(target, text).map_err(|error| error.to_string()));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{source}: {error}");
            ExitCode::from(2)
        }
    }
}
