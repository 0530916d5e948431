//! `sitrep init`: a new site that builds clean. Its samples are fictional, say so, and use reserved names only.

use std::fs;

use anyhow::{Context, bail};

use super::Outcome;
use crate::cli::InitArgs;

/// Path and text of every file of a new site.
const FILES: [(&str, &str); 12] = [
    ("sitrep.yaml", include_str!("init/sitrep.yaml")),
    (".gitignore", include_str!("init/gitignore")),
    ("content/index.md", include_str!("init/index.md")),
    ("content/about.md", include_str!("init/about.md")),
    ("content/reports/2026-01-12-first-sighting.md", include_str!("init/first-sighting.md")),
    ("content/reports/2026-02-03-second-victim.md", include_str!("init/second-victim.md")),
    ("content/reports/2026-02-20-one-actor-or-two.md", include_str!("init/one-actor-or-two.md")),
    ("content/reports/2026-02-27-open-questions.md", include_str!("init/open-questions.md")),
    ("content/actors/night-mail.md", include_str!("init/night-mail.md")),
    ("content/actors/paper-heron.md", include_str!("init/paper-heron.md")),
    ("content/victims/northwind-post.md", include_str!("init/northwind-post.md")),
    ("content/malware/inkblot.md", include_str!("init/inkblot.md")),
];

/// Makes the site in a folder that does not exist or is empty.
pub fn run(args: &InitArgs) -> anyhow::Result<Outcome> {
    let dir = &args.dir;
    let shown = dir.display();
    if dir.exists() {
        let mut entries = fs::read_dir(dir).with_context(|| format!("cannot read `{shown}`"))?;
        if entries.any(|entry| entry.is_ok_and(|entry| entry.file_name() != ".git")) {
            bail!("`{shown}` is not empty; a new site needs a folder of its own");
        }
    }
    for (path, text) in FILES {
        let file = dir.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        }
        fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    println!("a new site is in {shown}");
    println!("  sitrep build --root {shown}");
    println!("  sitrep new report \"Title\" --root {shown}");
    Ok(Outcome::Clean)
}
