//! `sitrep new`: a file with the front matter filled in. It never overwrites.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, bail};

use super::{Outcome, shared};
use crate::cli::{NewArgs, NewKind};
use crate::model::{EntityKind, Tlp};
use crate::names::slug;
use crate::source::is_unprintable;

/// Makes the file and says where it is.
pub fn run(args: &NewArgs) -> anyhow::Result<Outcome> {
    if !args.root.join("sitrep.yaml").is_file() {
        bail!("there is no sitrep.yaml in `{}`; `sitrep init DIR` makes a new site", args.root.display());
    }
    let name = args.name.trim();
    if name.is_empty() {
        bail!("the title or name is empty");
    }
    if name.chars().any(|c| is_unprintable(c) && !c.is_whitespace()) {
        bail!("the title or name holds a control character");
    }
    let today = shared::day(None);
    let slug = slug::slug(name).text;
    let tlp = level(&args.root)?.word();
    let (path, text) = match args.kind {
        NewKind::Report => {
            (format!("content/reports/{today}-{slug}.md"), report(name, &today.to_string(), tlp)?)
        }
        NewKind::Profile(kind) => (format!("content/{}/{slug}.md", kind.plural()), profile(kind, name, tlp)?),
    };
    write(&args.root.join(&path), &text).with_context(|| format!("cannot make {path}"))?;
    println!("{path}");
    Ok(Outcome::Clean)
}

/// The site's own default. Where it has none, a level that is published only once somebody lowers it.
fn level(root: &Path) -> anyhow::Result<Tlp> {
    let config = root.join("sitrep.yaml");
    let text = fs::read_to_string(&config).with_context(|| format!("cannot read `{}`", config.display()))?;
    let yaml: serde_yaml::Value = serde_yaml::from_str(&text).unwrap_or_default();
    let default = yaml.get("tlp").and_then(|tlp| tlp.get("default")).and_then(|level| level.as_str());
    Ok(default.and_then(Tlp::parse).unwrap_or(Tlp::AmberStrict))
}

/// Text as a YAML scalar that reads back as the same text, on one line.
fn scalar(text: &str) -> anyhow::Result<String> {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A JSON string is a YAML double-quoted scalar, and stays on one line whatever it holds.
    let quoted = serde_json::to_string(&flat)?;
    let plain = serde_yaml::to_string(&flat)?.trim_end().to_owned();
    Ok(if plain == flat { plain } else { quoted })
}

fn report(title: &str, date: &str, tlp: &str) -> anyhow::Result<String> {
    Ok(format!(
        "---\ntitle: {}\ndate: {date}\ndraft: true\ntlp: {tlp}\nsummary: One or two plain sentences.\nactors: []\nvictims: []\n\
         malware: []\nsectors: []\ncountries: []\ntags: []\nsources: []\n---\n\n## What happened\n\nWrite here.\n",
        scalar(title)?
    ))
}

fn profile(kind: EntityKind, name: &str, tlp: &str) -> anyhow::Result<String> {
    let extra = match kind {
        EntityKind::Actor => "aliases: []\nmotivations: []\n",
        EntityKind::Victim => "sectors: []\n",
        EntityKind::Malware | EntityKind::Tool | EntityKind::Campaign => "aliases: []\n",
        _ => "",
    };
    Ok(format!(
        "---\nname: {}\ntlp: {tlp}\nsummary: One or two plain sentences.\n{extra}sources: []\n---\n\nWrite here.\n",
        scalar(name)?
    ))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => anyhow::anyhow!("it is there already, and is left as it is"),
        _ => error.into(),
    })?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
