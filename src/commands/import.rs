//! `sitrep import`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{Outcome, shared};
use crate::cli::{ImportArgs, ImportFrom};
use crate::diagnostic::Diagnostics;
use crate::import::{self, Catalogue, Plan};
use crate::{load, parse};

/// Writes a profile for every entry of the catalogues that is new to the site, and lists what a person has to settle.
pub fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let ImportFrom::MispGalaxy { files } = &args.from;
    let mut catalogues = files.iter().map(read).collect::<anyhow::Result<Vec<Catalogue>>>()?;
    if args.root.join("sitrep.yaml").is_file() {
        let content = args.root.join("content");
        fs::create_dir_all(&content).with_context(|| format!("cannot make `{}`", content.display()))?;
    }
    let sources = load::site(&args.root)?;
    let mut diagnostics = Diagnostics::default();
    let config = parse::config(&sources, &mut diagnostics);
    let parsed = parse::content(&sources, &config, &mut diagnostics);
    if diagnostics.has_errors() {
        bail!("the site has errors, so its names are not certain; `sitrep check` names them");
    }
    catalogues.iter_mut().for_each(|catalogue| catalogue.unlink(&config.base_url.origin));
    let plan = import::plan(&catalogues, &parsed.profiles, |path| args.root.join(path).exists());
    for (written, draft) in plan.drafts.iter().enumerate() {
        let before = || {
            format!("{} written before this one; import again when it is mended", counted(written, "profile"))
        };
        let file = args.root.join(&draft.path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make `{}`", folder.display()))
                .with_context(before)?;
        }
        write(&file, &draft.text)
            .with_context(|| format!("cannot write `{}`", file.display()))
            .with_context(before)?;
    }
    shared::data(&report(&catalogues, &plan))?;
    Ok(Outcome::Clean)
}

/// Writes a file that is not there yet; one that cannot be written whole is taken away again.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let mut made = fs::File::create_new(file)?;
    made.write_all(text.as_bytes()).inspect_err(|_| {
        let _ = fs::remove_file(file);
    })
}

fn read(path: &PathBuf) -> anyhow::Result<Catalogue> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read `{shown}`"))?;
    import::read(&text).map_err(|message| anyhow::anyhow!("{shown}: {message}"))
}

fn report(catalogues: &[Catalogue], plan: &Plan) -> String {
    let mut text = String::new();
    for conflict in &plan.conflicts {
        let import::Conflict { entry, catalogue, name, holder } = conflict;
        let what = if entry == name { "its name".to_owned() } else { format!("`{name}`") };
        text.push_str(&format!(
            "not imported: `{entry}` ({catalogue}): {what} is already a name of `{holder}`\n"
        ));
    }
    for (kind, name, holders) in &plan.contested {
        let who: Vec<String> = holders.iter().map(|holder| format!("`{holder}`")).collect();
        text.push_str(&format!(
            "ambiguous {}: `{name}` is a name of {}\n",
            kind.label().to_lowercase(),
            who.join(" and ")
        ));
    }
    let nameless: usize = catalogues.iter().map(|catalogue| catalogue.nameless).sum();
    let without = if nameless == 0 { String::new() } else { format!(", {nameless} without a name") };
    text.push_str(&format!(
        "{} written, {} skipped because their file exists, {} left for you to settle, {}{without}\n",
        counted(plan.drafts.len(), "profile"),
        plan.skipped,
        plan.conflicts.len(),
        counted(plan.contested.len(), "ambiguous name")
    ));
    text
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
