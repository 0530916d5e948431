//! Files that were read before, for a site that is read again and again. A file counts as unchanged while its length, its times and its
//! place on the disk are those under which it was read; one that a watch has seen change is read again whatever they say.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Read;
use crate::source::{SourceFile, SourceId, Sources};

/// What was read.
#[derive(Default)]
pub struct Memory {
    /// By path on the disk.
    files: HashMap<PathBuf, (Stamp, Read)>,
    /// All that was read last, where a watch saw everything that changed since.
    whole: Option<Whole>,
    /// What changed since, by path on the disk.
    changed: BTreeSet<PathBuf>,
}

/// A site as it was read, without faults and without links on the disk, behind which no watch sees.
struct Whole {
    sources: Sources,
    /// By path on the disk.
    places: HashMap<PathBuf, SourceId>,
}

/// How a file lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    changed: SystemTime,
    /// Device, number and time of the last change of either, where the system has them.
    place: (u64, u64, i64, i64),
}

impl Stamp {
    /// That of a file; nothing where the system does not say when it changed.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        let changed = metadata.modified().ok()?;
        Some(Self { length: metadata.len(), changed, place: place(&metadata) })
    }
}

#[cfg(unix)]
fn place(metadata: &Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn place(_: &Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}

impl Memory {
    /// Forgets files that changed; `None` forgets all of them.
    pub fn forget(&mut self, changed: Option<&[PathBuf]>) {
        match changed {
            Some(changed) => {
                changed.iter().for_each(|path| drop(self.files.remove(path)));
                self.changed.extend(changed.iter().cloned());
            }
            None => {
                self.files.clear();
                self.whole = None;
            }
        }
    }

    /// The site as it was read last with the files that changed read again, each by `read`; nothing where more than the text of files
    /// may have changed.
    pub(super) fn again(&mut self, read: impl Fn(&SourceFile, &Path) -> Option<Read>) -> Option<Sources> {
        let mut whole = self.whole.take().filter(|_| !self.changed.is_empty())?;
        for path in std::mem::take(&mut self.changed) {
            let file = whole.sources.files.get_mut(whole.places.get(&path)?.0 as usize)?;
            fs::symlink_metadata(&path).ok().filter(Metadata::is_file)?;
            // Taken before the file is read: what changes meanwhile has another stamp the next time.
            let stamp = Stamp::of(&path)?;
            let read = read(file, &path).filter(|read| read.fault.is_none())?;
            *file = read.file.clone();
            self.files.insert(path, (stamp, read));
        }
        let sources = whole.sources.clone();
        self.whole = Some(whole);
        Some(sources)
    }

    /// Keeps a site as it was read, for [`Self::again`].
    pub(super) fn keep_whole(&mut self, root: &Path, sources: &Sources) {
        self.changed.clear();
        let places: HashMap<PathBuf, SourceId> = sources
            .iter()
            .filter(|(_, file)| !file.path.starts_with("theme:"))
            .map(|(source, file)| (root.join(&file.path), source))
            .collect();
        let plain = sources.faults.is_empty() && places.keys().all(|path| self.files.contains_key(path));
        self.whole = plain.then(|| Whole { sources: sources.clone(), places });
    }

    /// What was read of a file that lies as it lay then.
    pub(super) fn get(&self, path: &Path, stamp: Option<Stamp>) -> Option<Read> {
        let (known, read) = self.files.get(path)?;
        (Some(*known) == stamp).then(|| read.clone())
    }

    /// Keeps what was read, and nothing else.
    pub(super) fn keep(&mut self, read: impl Iterator<Item = (PathBuf, Option<Stamp>, Read)>) {
        self.files = read.filter_map(|(path, stamp, read)| Some((path, (stamp?, read)))).collect();
    }
}
