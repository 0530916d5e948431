//! Files that were read before, for a site that is read again and again. A file counts as unchanged while its length, its times and its
//! place on the disk are those under which it was read; one that a watch has seen change is read again whatever they say.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Read;

/// What was read.
#[derive(Default)]
pub struct Memory {
    /// By path on the disk.
    files: HashMap<PathBuf, (Stamp, Read)>,
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
            Some(changed) => changed.iter().for_each(|path| drop(self.files.remove(path))),
            None => self.files.clear(),
        }
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
