//! Pages that wait as they are to be published, in the same folders. A first build then publishes a folder with all that is in it by
//! giving it its place, in one step: no reader sees a part of it, and the disk is asked once and not for every file.
//!
//! In: files while they are made, later the whole output. Out: the folders that have their place now. Whatever cannot go this way is left
//! to the caller, file by file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::manifest;
use super::plan::{Wanted, lay};
use crate::output::{Content, Lay, Staged};

/// Folders that are not published yet.
pub(super) struct Tree {
    folder: PathBuf,
    laid: Mutex<Laid>,
    /// True once a file could not be finished, so that nobody knows what lies here.
    spoiled: AtomicBool,
}

/// What is in a tree.
#[derive(Default)]
struct Laid {
    /// Every folder that holds a file, by its path in the output.
    folders: HashSet<String>,
    /// By folder at the top, the number of files in it.
    files: BTreeMap<String, usize>,
    /// By path, how a file lies: the system is asked while the file is open, which takes less than to look for it again. Giving the folder
    /// around it a place changes nothing about the file.
    lays: HashMap<String, Lay>,
    /// The folders at the top that have their place.
    published: HashSet<String>,
}

impl Tree {
    /// A tree in a folder that does not exist yet.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, laid: Mutex::default(), spoiled: AtomicBool::new(false) }
    }

    /// Lays the file that is to be at a path of the output, and says where it lies now. A file at the top of the output, and one whose
    /// place is taken, is refused.
    pub(super) fn lay(
        &self,
        path: &str,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<PathBuf> {
        let top = top(path).filter(|_| manifest::fault(path).is_none()).ok_or(ErrorKind::InvalidInput)?;
        let folder = path.rsplit_once('/').map_or(top, |(folder, _)| folder);
        if !self.laid().folders.contains(folder) {
            // Nearly every page has a folder of its own, so that is made before anything is looked for in it.
            let place = self.folder.join(folder);
            match fs::create_dir(&place) {
                Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(&place)?,
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            self.laid().folders.insert(folder.to_owned());
        }
        let place = self.folder.join(path);
        let mut file = File::create_new(&place)?;
        fill(&mut file).inspect_err(|_| self.spoiled.store(true, Ordering::Relaxed))?;
        let lay = file.metadata().ok().and_then(|metadata| lay(&metadata));
        let mut laid = self.laid();
        laid.lays.extend(lay.map(|lay| (path.to_owned(), lay)));
        match laid.files.get_mut(top) {
            Some(number) => *number += 1,
            None => drop(laid.files.insert(top.to_owned(), 1)),
        }
        Ok(place)
    }

    /// Publishes those of the missing `folders` whose every file is in the tree or can be laid there; gives their names. `files` are all
    /// that are to be written.
    pub(super) fn publish<'a>(
        &self,
        target: &Path,
        folders: &[&'a str],
        files: &[&Wanted<'_>],
    ) -> BTreeSet<&'a str> {
        let mut inside: BTreeMap<&str, Vec<&Wanted<'_>>> = BTreeMap::new();
        for file in files {
            if let Some(top) = top(file.path) {
                inside.entry(top).or_default().push(file);
            }
        }
        let tops = folders.iter().copied().filter(|folder| top(folder).is_none());
        let published: BTreeSet<&str> = tops.filter(|folder| {
            let files = inside.get(folder).map(Vec::as_slice).unwrap_or_default();
            let is_laid = |file: &&&Wanted<'_>| {
                matches!(file.content, Content::Staged(Staged { file: at, .. }) if *at == self.folder.join(file.path))
            };
            let (there, missing): (Vec<&&Wanted<'_>>, Vec<_>) = files.iter().partition(is_laid);
            // Of two pages for one path one is laid, and it may be the other that counts.
            there.len() == self.laid_in(folder)
                && missing.into_par_iter().all(|file| self.lay(file.path, |to| fill(to, file.content)).is_ok())
                && !self.spoiled.load(Ordering::Relaxed)
                && fs::rename(self.folder.join(folder), target.join(folder)).is_ok()
        })
        .collect();
        self.laid().published.extend(published.iter().copied().map(str::to_owned));
        published
    }

    /// How the files of the folders that have their place lie, by path. It is given away.
    pub(super) fn lays(&self) -> HashMap<String, Lay> {
        let mut laid = self.laid();
        let (mut lays, published) = (std::mem::take(&mut laid.lays), &laid.published);
        lays.retain(|path, _| top(path).is_some_and(|top| published.contains(top)));
        lays
    }

    fn laid_in(&self, folder: &str) -> usize {
        self.laid().files.get(folder).copied().unwrap_or_default()
    }

    fn laid(&self) -> MutexGuard<'_, Laid> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The folder at the top of the output that a path leads into; nothing for what is at the top itself.
pub(super) fn top(path: &str) -> Option<&str> {
    path.split_once('/').map(|(top, _)| top)
}

/// Writes what `content` stands for into the open file.
pub(super) fn fill(to: &mut File, content: &Content) -> io::Result<()> {
    match content {
        Content::Bytes(bytes) => to.write_all(bytes),
        Content::Copy(from) | Content::Staged(Staged { file: from, .. }) => {
            io::copy(&mut File::open(from)?, to).map(drop)
        }
    }
}
