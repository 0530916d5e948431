//! Compares an output with the folder on disk.
//!
//! In: an `Output`, a claimed folder and its manifest. Out: what to write, what to remove, which folders to create; or
//! an error that lists the files of someone else in the way. It reads the folder and the files to copy, and changes
//! nothing, so whatever is refused here leaves the last good site as it was.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{self, Manifest};
use super::ownership;
use crate::output::{Content, Lay, Output, Staged};

/// One file of the output whose path is safe and whose content is at hand.
pub(super) struct Wanted<'a> {
    pub(super) path: &'a str,
    pub(super) content: &'a Content,
    /// In bytes.
    length: u64,
}

/// What one run has to do, in this order; all paths are relative to the output folder and sorted.
pub(super) struct Plan<'a> {
    /// Stale files that have to go before anything is written.
    pub(super) obstacles: Vec<&'a str>,
    /// Folders where a file is to be, the deepest first; without the obstacles they are empty.
    pub(super) folders_in_the_way: Vec<String>,
    /// Missing folders, parents first.
    pub(super) folders: Vec<&'a str>,
    /// New and changed files.
    pub(super) write: Vec<&'a Wanted<'a>>,
    /// The other files that earlier runs wrote and the output no longer has.
    pub(super) stale: Vec<&'a str>,
}

/// What lies at a path, itself and not what it may link to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Missing,
    /// A regular file and its length in bytes.
    File(u64),
    Folder,
    /// A symlink, a pipe, a device.
    Other,
}

/// What is to be done about one wanted file.
enum State {
    Unchanged,
    Changed,
    /// Not ours, and not what we want.
    Foreign,
    Folder,
}

/// Lists the files of `output`; refuses paths that leave the folder or meet, and files to copy that cannot be read.
pub(super) fn wanted(output: &Output) -> Result<Vec<Wanted<'_>>> {
    let files: Vec<_> = output.iter().collect();
    let results: Vec<Result<Wanted<'_>>> = files
        .par_iter()
        .map(|(path, file)| {
            if let Some(fault) = manifest::fault(path) {
                bail!("the output path `{}` {fault}", path.escape_debug());
            }
            let (path, content) = (*path, &file.content);
            let length = length(content).with_context(|| format!("copying to `{path}`"))?;
            Ok(Wanted { path, content, length })
        })
        .collect();
    let wanted: Vec<Wanted<'_>> = results.into_iter().collect::<Result<_>>()?;
    let folders: BTreeSet<&str> = wanted.iter().flat_map(|file| folders(file.path)).collect();
    if let Some(file) = wanted.iter().find(|file| folders.contains(file.path)) {
        bail!("`{}` would be a file and a folder at once", file.path);
    }
    Ok(wanted)
}

/// Decides what has to be done in the folder `target`.
pub(super) fn plan<'a>(target: &Path, wanted: &'a [Wanted<'a>], manifest: &'a Manifest) -> Result<Plan<'a>> {
    let paths: BTreeSet<&str> = wanted.iter().map(|file| file.path).collect();
    let gone: Vec<&str> = manifest.paths().filter(|path| !paths.contains(path)).collect();
    let mut way = InTheWay { obstacles: respelled(&paths, &gone), ..InTheWay::default() };
    let twins: BTreeMap<String, &str> =
        way.obstacles.iter().map(|path| (path.to_lowercase(), *path)).collect();
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| folders(path)).collect();
    let missing = way.missing(target, &folders, manifest)?;
    way.refuse(target)?;

    let states: Vec<Result<State>> =
        wanted.par_iter().map(|file| state(target, file, manifest, &way, &twins)).collect();
    let mut write = Vec::new();
    for (file, state) in wanted.iter().zip(states) {
        match state? {
            State::Unchanged => continue,
            State::Changed => {}
            State::Foreign => way.foreign(file.path),
            State::Folder => way.folder(target, file.path, manifest)?,
        }
        write.push(file);
    }
    way.refuse(target)?;

    let (obstacles, stale) = without_linked(target, &gone)?
        .into_iter()
        .partition::<Vec<&str>, _>(|path| way.obstacles.contains(path));
    // A folder that only held obstacles goes with them, and is needed again.
    let folders = if obstacles.is_empty() { missing } else { folders.into_iter().collect() };
    let folders_in_the_way = way.folders;
    Ok(Plan { obstacles, folders_in_the_way, folders, write, stale })
}

/// What lies where the output needs a file or a folder.
#[derive(Default)]
struct InTheWay<'a> {
    /// Stale files of ours.
    obstacles: BTreeSet<&'a str>,
    /// Folders where a file is to be, the deepest first.
    folders: Vec<String>,
    /// Anything of someone else.
    foreign: BTreeSet<String>,
    /// Folders in whose place there is nothing.
    absent: HashSet<&'a str>,
}

impl<'a> InTheWay<'a> {
    fn foreign(&mut self, path: &str) {
        self.foreign.insert(path.to_owned());
    }

    /// Lists the folders that have to be created; what lies in their place is taken in.
    fn missing(
        &mut self,
        target: &Path,
        folders: &BTreeSet<&'a str>,
        manifest: &'a Manifest,
    ) -> Result<Vec<&'a str>> {
        let mut missing = Vec::new();
        for folder in folders {
            let lies =
                if self.is_absent_around(folder) { Kind::Missing } else { kind(&target.join(folder))? };
            match (lies, manifest.owned(folder)) {
                (Kind::Folder, _) => continue,
                (Kind::Missing, _) => {
                    self.absent.insert(*folder);
                }
                (Kind::File(_), Some(path)) => {
                    self.obstacles.insert(path);
                }
                // A symlink is not replaced even where a file of ours was: someone means a folder to be there.
                (Kind::File(_) | Kind::Other, _) => self.foreign(folder),
            }
            missing.push(*folder);
        }
        Ok(missing)
    }

    /// True where the folder around a path is not there, so that nothing can be at the path.
    fn is_absent_around(&self, path: &str) -> bool {
        path.rsplit_once('/').is_some_and(|(above, _)| self.absent.contains(above))
    }

    /// Takes in everything in a folder that lies where a file is to be.
    fn folder(&mut self, target: &Path, folder: &str, manifest: &'a Manifest) -> Result<()> {
        for entry in WalkDir::new(target.join(folder)).contents_first(true).sort_by_file_name() {
            let entry = entry.with_context(|| format!("reading `{folder}`"))?;
            let inner = entry.path().strip_prefix(target).unwrap_or(entry.path());
            let names: Vec<_> = inner.iter().map(|name| name.to_string_lossy()).collect();
            let path = names.join("/");
            if entry.file_type().is_dir() {
                self.folders.push(path);
            } else if let Some(path) = manifest.owned(&path) {
                self.obstacles.insert(path);
            } else {
                self.foreign.insert(path);
            }
        }
        Ok(())
    }

    /// Fails where someone else's files are in the way.
    fn refuse(&self, target: &Path) -> Result<()> {
        if self.foreign.is_empty() {
            return Ok(());
        }
        let foreign: Vec<String> = self.foreign.iter().cloned().collect();
        bail!(
            "the site needs places in `{}` that hold something that Sitrep did not write: {}; nothing was written; \
             move it away, or choose another folder with `--output`",
            target.display(),
            ownership::listed(&foreign, 20)
        )
    }
}

/// Looks at what lies at `path` without following a symlink there.
pub(super) fn kind(path: &Path) -> Result<Kind> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Kind::File(metadata.len())),
        Ok(metadata) if metadata.is_dir() => Ok(Kind::Folder),
        Ok(_) => Ok(Kind::Other),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Kind::Missing)
        }
        Err(error) => Err(error).with_context(|| format!("reading `{}`", path.display())),
    }
}

/// How a regular file lies at a path; nothing where there is none.
pub(super) fn lies(path: &Path) -> Option<Lay> {
    lay(&fs::symlink_metadata(path).ok()?)
}

/// How a file lies, as the system says; nothing of what is no regular file, or where the system keeps no times.
pub(super) fn lay(metadata: &fs::Metadata) -> Option<Lay> {
    let changed = metadata.modified().ok().filter(|_| metadata.is_file())?;
    let modified = changed.duration_since(std::time::UNIX_EPOCH).ok()?.as_nanos();
    #[cfg(unix)]
    let number = {
        use std::os::unix::fs::MetadataExt as _;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let number = (0, 0, 0);
    Some(Lay { length: metadata.len(), modified, number })
}

/// Lists the folders above a path, the outermost first.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}

fn length(content: &Content) -> Result<u64> {
    let from = match content {
        Content::Bytes(bytes) => return Ok(bytes.len() as u64),
        Content::Staged(page) => return Ok(page.length),
        Content::Copy(from) => from,
    };
    let metadata = fs::metadata(from).with_context(|| format!("reading `{}`", from.display()))?;
    if !metadata.is_file() {
        bail!("`{}` is not a file", from.display());
    }
    Ok(metadata.len())
}

/// Finds the stale paths that differ from a wanted path, or from a folder above one, in case only.
///
/// Where the file system ignores case the two are one file, and removing the stale one last would remove the new one.
fn respelled<'a>(paths: &BTreeSet<&str>, gone: &[&'a str]) -> BTreeSet<&'a str> {
    if gone.is_empty() {
        return BTreeSet::new();
    }
    let spelling: BTreeMap<String, &str> = paths
        .iter()
        .flat_map(|path| folders(path).chain([*path]))
        .map(|path| (path.to_lowercase(), path))
        .collect();
    let differs = |path: &str| spelling.get(&path.to_lowercase()).is_some_and(|wanted| *wanted != path);
    gone.iter().copied().filter(|path| folders(path).chain([*path]).any(differs)).collect()
}

/// Compares one wanted file with what lies at its path: first the kind, then the length, then the bytes.
fn state(
    target: &Path,
    file: &Wanted<'_>,
    manifest: &Manifest,
    way: &InTheWay<'_>,
    twins: &BTreeMap<String, &str>,
) -> Result<State> {
    let path = target.join(file.path);
    if let Content::Staged(Staged { lay: Some(lay), .. }) = file.content {
        if lies(&path).as_ref() != Some(lay) {
            bail!("`{}` was changed while the site was built; build it again", path.display());
        }
        return Ok(State::Unchanged);
    }
    let lies = if way.is_absent_around(file.path) { Kind::Missing } else { kind(&path)? };
    let length = match lies {
        Kind::Missing => return Ok(State::Changed),
        Kind::Folder => return Ok(State::Folder),
        Kind::File(length) => Some(length),
        Kind::Other => None,
    };
    if let Some(twin) = twins.get(&file.path.to_lowercase())
        && is_one_file(&path, &target.join(twin))
    {
        return Ok(State::Changed);
    }
    let comparing = || format!("comparing `{}`", path.display());
    if length == Some(file.length) && same_bytes(&path, file).with_context(comparing)? {
        return Ok(State::Unchanged);
    }
    match manifest.owned(file.path) {
        Some(_) => Ok(State::Changed),
        None => Ok(State::Foreign),
    }
}

fn is_one_file(left: &Path, right: &Path) -> bool {
    matches!((left.canonicalize(), right.canonicalize()), (Ok(left), Ok(right)) if left == right)
}

fn same_bytes(path: &Path, file: &Wanted<'_>) -> io::Result<bool> {
    match file.content {
        Content::Bytes(bytes) => holds(path, bytes),
        Content::Copy(from) | Content::Staged(Staged { file: from, .. }) => {
            same_stream(BufReader::new(File::open(path)?), BufReader::new(File::open(from)?))
        }
    }
}

/// True where a file holds just these bytes.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let file = File::open(path)?;
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    same_stream(BufReader::new(file), bytes)
}

fn same_stream(mut left: impl BufRead, mut right: impl BufRead) -> io::Result<bool> {
    loop {
        let (some, others) = (left.fill_buf()?, right.fill_buf()?);
        if some.is_empty() || others.is_empty() {
            return Ok(some.is_empty() && others.is_empty());
        }
        let length = some.len().min(others.len());
        if some.get(..length) != others.get(..length) {
            return Ok(false);
        }
        left.consume(length);
        right.consume(length);
    }
}

/// Drops the paths that a symlink leads out of the folder, or elsewhere in it: what lies there was not written by us.
fn without_linked<'a>(target: &Path, paths: &[&'a str]) -> Result<Vec<&'a str>> {
    let above: BTreeSet<&str> = paths.iter().flat_map(|path| folders(path)).collect();
    let mut links = BTreeSet::new();
    for folder in above {
        if kind(&target.join(folder))? == Kind::Other {
            links.insert(folder);
        }
    }
    let through = |path: &&&str| folders(path).any(|folder| links.contains(folder));
    Ok(paths.iter().filter(|path| !through(path)).copied().collect())
}
