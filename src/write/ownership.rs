//! Which folders may be written to.
//!
//! In: the folder that the user named, the site's root, the home folder. Out: the folder's real path, or an error that
//! says what to do instead. Paths are compared after symlinks and `..` are resolved, whether they exist yet or not.
//! It changes nothing on disk.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::{claim, manifest};

/// What must never be written into: the places that the user's own work comes from.
#[derive(Clone, Copy, Debug)]
pub struct Protected<'a> {
    /// The site's root, where `sitrep.yaml` lies.
    pub root: &'a Path,
    /// The user's home folder, where it is known.
    pub home: Option<&'a Path>,
}

/// The parts of a root that hold sources, history or private state.
const SOURCES: [&str; 6] = ["content", "templates", "static", "sitrep.yaml", ".git", ".sitrep"];

/// What a folder that Sitrep never wrote to may hold: the files of a branch that is published as it is, and the trace
/// of a first run that was killed before it could put down its manifest.
const TOLERATED: [&str; 4] = [".git", ".nojekyll", "CNAME", claim::FOLDER];

/// Returns the real path of the output folder `dir`, which need not exist; refuses what is not ours to write to.
pub(super) fn target(dir: &Path, sources: &Protected<'_>) -> Result<PathBuf> {
    let target = resolve(dir)?;
    if let Some(reason) = refusal(&target, sources)? {
        bail!(
            "`{}` cannot be the output folder: {reason}; choose another folder with `--output`",
            dir.display()
        );
    }
    if target.is_dir() {
        check_owned(dir, &target)?;
    }
    Ok(target)
}

/// Says why the place `target` is never written to, whatever it holds.
fn refusal(target: &Path, sources: &Protected<'_>) -> Result<Option<String>> {
    let root = resolve(sources.root)?;
    if target.parent().is_none() {
        return Ok(Some("it is the root of the file system".to_owned()));
    }
    if same(target, &root) {
        return Ok(Some("it is the root of the site".to_owned()));
    }
    if within(&root, target) {
        return Ok(Some(format!("it holds the site `{}`", root.display())));
    }
    for name in SOURCES {
        let named = root.join(name);
        // A source that links to nowhere is `load`'s to report; here its own name is what is kept clear.
        let source = resolve(&named).unwrap_or_else(|_| named.clone());
        if within(target, &source) || within(target, &named) {
            return Ok(Some(format!("it lies in `{}`", named.display())));
        }
        if within(&source, target) {
            return Ok(Some(format!("it holds `{}`", named.display())));
        }
    }
    if target.components().any(|part| part.as_os_str() == ".git") {
        return Ok(Some("it lies in a `.git` folder".to_owned()));
    }
    let home = sources.home.and_then(|home| resolve(home).ok());
    if home.is_some_and(|home| within(&home, target)) {
        return Ok(Some("it is your home folder, or holds it".to_owned()));
    }
    if fs::metadata(target).is_ok_and(|metadata| !metadata.is_dir()) {
        return Ok(Some("it is a file".to_owned()));
    }
    Ok(None)
}

/// Refuses an existing folder with a broken manifest, and one with files of someone else and no manifest.
fn check_owned(dir: &Path, target: &Path) -> Result<()> {
    let context = || format!("reading `{}`", dir.display());
    let mut others = Vec::new();
    for entry in fs::read_dir(target).with_context(context)? {
        let name = entry.with_context(context)?.file_name();
        if !TOLERATED.iter().any(|tolerated| name == *tolerated) {
            others.push(name.to_string_lossy().into_owned());
        }
    }
    // Looked for after the files: a first run that is at work right now puts its manifest down before any of them.
    if manifest::exists(target)? {
        return manifest::Manifest::read(target).map(drop);
    }
    others.sort();
    if others.is_empty() {
        return Ok(());
    }
    bail!(
        "`{}` holds {}, and no `{}` to show that Sitrep made it; empty it, or choose another folder with `--output`",
        dir.display(),
        listed(&others, 3),
        manifest::NAME
    )
}

/// Names up to `limit` paths in backticks and counts the rest.
pub(super) fn listed(names: &[String], limit: usize) -> String {
    let shown: Vec<String> = names.iter().take(limit).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(limit) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Resolves symlinks and `..` in a path of which the end need not exist.
fn resolve(path: &Path) -> Result<PathBuf> {
    let context = || format!("resolving `{}`", path.display());
    let mut resolved = PathBuf::new();
    for component in std::path::absolute(path).with_context(context)?.components() {
        match component {
            Component::CurDir => {}
            // What stands so far is resolved, so the parent is the one that the system would take.
            Component::ParentDir => {
                resolved.pop();
            }
            Component::Prefix(_) | Component::RootDir => resolved.push(component),
            Component::Normal(name) => {
                resolved.push(name);
                match resolved.canonicalize() {
                    Ok(real) => resolved = real,
                    Err(error) if error.kind() == ErrorKind::NotFound => {
                        if resolved.is_symlink() {
                            bail!("`{}` is a symlink to nowhere; remove it", resolved.display());
                        }
                    }
                    Err(error) => return Err(error).with_context(context),
                }
            }
        }
    }
    Ok(resolved)
}

fn same(left: &Path, right: &Path) -> bool {
    folded(left) == folded(right)
}

/// True where `inner` is `outer` or lies in it.
fn within(inner: &Path, outer: &Path) -> bool {
    folded(inner).starts_with(folded(outer))
}

/// Drops the case where the system's usual file systems do: a path that does not exist yet has no canonical spelling.
fn folded(path: &Path) -> PathBuf {
    if cfg!(any(windows, target_os = "macos")) {
        PathBuf::from(path.to_string_lossy().to_lowercase())
    } else {
        path.to_owned()
    }
}
