//! `Output` -> disk: the only writer of a site.
//!
//! In: everything that is to be published, and the output folder. Out: a folder that holds exactly that, and what
//! changed. Only paths that `.sitrep-manifest.json` lists are ever replaced or removed; files of others survive.
//! A run puts down a manifest of old and new paths first, then the files, then removes the stale ones, and puts the
//! final manifest last: whenever it is killed, the next run knows what is its own and finishes the work.
//! It does not decide what a page contains, and it does not guard against someone who changes the folder meanwhile.

#![allow(clippy::disallowed_methods, reason = "this stage is where a site meets the disk")]

// In order of dependency: each uses only those above it.
mod claim;

mod manifest;

mod ownership;

mod plan;

mod tree;

mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result};
use rayon::prelude::*;

pub use self::ownership::Protected;
pub use self::staging::{Staging, private};

use self::claim::Claim;
use self::manifest::Manifest;
use self::plan::{Kind, Plan, Wanted};
use self::tree::{Tree, fill, top};
use crate::output::{Content, Lay, Output};

/// What one run did to the output folder, in files; the manifest is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New files, and files whose bytes changed.
    pub written: usize,
    /// Files that already held the right bytes and were not touched.
    pub unchanged: usize,
    /// Files of an earlier run that are no longer part of the site.
    pub removed: usize,
}

/// Brings the folder `dir` to the state that `output` describes, and touches nothing that already is in it.
///
/// The folder is created where it is missing. `dir` may be a symlink to a folder; inside the folder no symlink is ever
/// followed. Unchanged files keep their bytes and times, and when nothing changes at all the manifest stays as it is.
/// Times, permissions and owners of copied files are not carried over.
///
/// # Errors
///
/// Before anything is written: all that [`check_target`] refuses, a path that leaves the folder or is reserved, a file
/// to copy that is missing, a file of someone else in the way, another run at work in the folder. Later: failures of
/// the disk, with the path; the next run then repairs the folder.
pub fn output(output: &Output, dir: &Path, sources: &Protected<'_>) -> Result<Changes> {
    output_staged(output, dir, sources, None)
}

/// The same, for an output some of whose pages wait in a staging.
///
/// # Errors
/// As [`output`].
pub fn output_staged(
    output: &Output,
    dir: &Path,
    sources: &Protected<'_>,
    staging: Option<&Staging>,
) -> Result<Changes> {
    let target = ownership::target(dir, sources)?;
    let wanted = plan::wanted(output)?;
    fs::create_dir_all(&target).with_context(|| format!("creating `{}`", target.display()))?;
    let claim = Claim::take(&target)?;
    let manifest = Manifest::read(&target)?;
    let plan = plan::plan(&target, &wanted, &manifest)?;
    apply(&plan, &wanted, &manifest, &claim, staging.and_then(Staging::tree))
}

/// Refuses a folder that [`output`] would refuse, so that a build can say so before it starts; changes nothing.
///
/// # Errors
///
/// The root, a folder that holds the sources, a folder of the sources, the home folder, the root of the file system, a
/// file, a folder that holds files of someone else and no manifest, or a manifest that Sitrep did not write.
pub fn check_target(dir: &Path, sources: &Protected<'_>) -> Result<()> {
    ownership::target(dir, sources).map(drop)
}

/// A digest of how the files that Sitrep wrote into a folder lie there: their lengths, times and numbers, not their bytes. Nothing where
/// there is no manifest, or a file that it lists is missing.
///
/// While it stays, nobody has written to any of them.
pub fn state(dir: &Path) -> Option<String> {
    state_of(dir, Manifest::read(dir).ok()?.paths(), None)
}

/// The same, for who knows the files that the manifest lists, in order of path, and has just written them with a staging.
pub fn state_of<'a>(
    dir: &Path,
    files: impl Iterator<Item = &'a str>,
    staging: Option<&Staging>,
) -> Option<String> {
    let known = staging.map(Staging::lays).unwrap_or_default();
    let lies = |path: &str| known.get(path).copied().or_else(|| plan::lies(&dir.join(path)));
    let paths: Vec<&str> = files.chain([manifest::NAME]).collect();
    let lays: Vec<Option<Lay>> = paths.par_iter().map(|path| lies(path)).collect();
    let mut hasher = blake3::Hasher::new();
    for (path, lay) in paths.into_iter().zip(lays) {
        hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes()).update(&lay?.bytes());
    }
    Some(hasher.finalize().to_hex().to_string())
}

/// Carries out `plan` in the order that makes every state in between repairable.
fn apply(
    plan: &Plan<'_>,
    wanted: &[Wanted<'_>],
    manifest: &Manifest,
    claim: &Claim,
    tree: Option<&Tree>,
) -> Result<Changes> {
    let paths: BTreeSet<String> = wanted.iter().map(|file| file.path.to_owned()).collect();
    let claimed = manifest.claim(&paths, claim)?;

    let mut removed = remove(claim.target(), &plan.obstacles)?;
    for folder in &plan.folders_in_the_way {
        let folder = claim.target().join(folder);
        fs::remove_dir(&folder).with_context(|| format!("removing `{}`", folder.display()))?;
    }
    prune(claim.target(), &plan.obstacles);
    // Where something had to make room the folders are not all missing.
    let tree = tree.filter(|_| plan.obstacles.is_empty() && plan.folders_in_the_way.is_empty());
    let published = tree.map(|tree| tree.publish(claim.target(), &plan.folders, &plan.write));
    let is_left = |path: &str| {
        let published = published.as_ref();
        !published.is_some_and(|published| published.contains(top(path).unwrap_or(path)))
    };
    let folders: Vec<&str> = plan.folders.iter().copied().filter(|path| is_left(path)).collect();
    let files: Vec<&Wanted<'_>> = plan.write.iter().copied().filter(|file| is_left(file.path)).collect();
    create_folders(claim.target(), &folders)?;
    write_files(&files, claim)?;
    removed += remove(claim.target(), &plan.stale)?;
    prune(claim.target(), &plan.stale);

    claimed.settle(paths, claim)?;
    Ok(Changes { written: plan.write.len(), unchanged: wanted.len() - plan.write.len(), removed })
}

/// Removes files of earlier runs and returns how many there were; what has become a folder is not ours, and stays.
fn remove(target: &Path, paths: &[&str]) -> Result<usize> {
    let results: Vec<Result<usize>> = paths
        .par_iter()
        .map(|path| {
            let path = target.join(path);
            match plan::kind(&path)? {
                Kind::Missing | Kind::Folder => Ok(0),
                Kind::File(_) | Kind::Other => fs::remove_file(&path)
                    .map(|()| 1)
                    .with_context(|| format!("removing `{}`", path.display())),
            }
        })
        .collect();
    results.into_iter().sum()
}

/// Removes the folders above `paths` that are empty now, the deepest first.
///
/// A run that was killed may have removed the files and not the folders, so the paths need not have existed just now.
fn prune(target: &Path, paths: &[&str]) {
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| plan::folders(path)).collect();
    for folder in folders.iter().rev() {
        // Not empty, gone, or a mount point: each is a reason to leave it, none to fail.
        let _ = fs::remove_dir(target.join(folder));
    }
}

/// Creates folders, those that exist aside; the outermost first, those of one depth in parallel.
fn create_folders(target: &Path, folders: &[&str]) -> Result<()> {
    let mut by_depth: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for folder in folders {
        by_depth.entry(plan::folders(folder).count()).or_default().push(folder);
    }
    let create = |folder: &&str| {
        let folder = target.join(folder);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            result => result.with_context(|| format!("creating `{}`", folder.display())),
        }
    };
    for folders in by_depth.values() {
        let results: Vec<Result<()>> = folders.par_iter().map(create).collect();
        results.into_iter().collect::<Result<()>>()?;
    }
    Ok(())
}

/// Writes all files, in parallel; of several failures the first in path order is returned.
fn write_files(files: &[&Wanted<'_>], claim: &Claim) -> Result<()> {
    let results: Vec<Result<()>> = files
        .par_iter()
        .enumerate()
        .map(|(number, file)| {
            let put = || claim.put(file.path, &number.to_string(), |to| fill(to, file.content));
            let done = match file.content {
                // It may wait on another disk.
                Content::Staged(page) => {
                    fs::rename(&page.file, claim.target().join(file.path)).or_else(|_| put())
                }
                Content::Bytes(_) | Content::Copy(_) => put(),
            };
            done.with_context(|| failure(file))
        })
        .collect();
    results.into_iter().collect()
}

fn failure(file: &Wanted<'_>) -> String {
    match file.content {
        Content::Bytes(_) | Content::Staged(_) => format!("writing `{}`", file.path),
        Content::Copy(from) => format!("copying `{}` to `{}`", from.display(), file.path),
    }
}
