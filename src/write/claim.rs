//! One run's claim on an output folder: the lock, and the place for files that are not finished.
//!
//! In: a folder that exists. Out: the right to write there until the value is dropped, and `put`, which makes a file
//! appear at its path whole or not at all. Both live in `.sitrep-tmp/`, which is gone when the run ends; what a killed
//! run left there is cleared by the next one. It does not know what belongs into the folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// The folder for unfinished files and the lock, inside the output folder.
pub(super) const FOLDER: &str = ".sitrep-tmp";

const LOCK: &str = "lock";
const UNFINISHED: &str = "part";
/// A folder of unfinished folders.
const TREE: &str = "tree.part";

/// An output folder that no other run writes to while this value lives.
pub(super) struct Claim {
    target: PathBuf,
    folder: PathBuf,
    /// Held open for its lock, which the system drops with the process, however that ends.
    _lock: File,
}

impl Claim {
    /// Claims `target`, an existing folder; fails where another run holds it.
    pub(super) fn take(target: &Path) -> Result<Self> {
        let folder = target.join(FOLDER);
        let lock = lock(&folder, target)?;
        let claim = Self { target: target.to_owned(), folder, _lock: lock };
        claim.clear()?;
        Ok(claim)
    }

    /// The claimed folder.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// A place for unfinished folders; what is there when the claim ends goes with it.
    pub(super) fn tree(&self) -> PathBuf {
        self.folder.join(TREE)
    }

    /// Fills a file that lies apart and renames it to `path` inside the folder, in place of what is there.
    ///
    /// A symlink at `path` is replaced, not followed. `name` tells apart files that are written at the same time.
    pub(super) fn put(
        &self,
        path: &str,
        name: &str,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<()> {
        fs::rename(self.part(name, fill)?, self.target.join(path))
    }

    /// Fills a file that lies apart, and gives its path. It is removed with the claim unless it was renamed.
    pub(super) fn part(
        &self,
        name: &str,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<PathBuf> {
        let unfinished = self.folder.join(format!("{name}.{UNFINISHED}"));
        // Closed on return: some systems rename no open file.
        fill(&mut File::create_new(&unfinished)?)?;
        Ok(unfinished)
    }

    /// Removes unfinished files, and nothing else that someone may have put there.
    fn clear(&self) -> Result<()> {
        let context = || format!("clearing `{}`", self.folder.display());
        for entry in fs::read_dir(&self.folder).with_context(context)? {
            let entry = entry.with_context(context)?;
            let path = entry.path();
            if entry.file_name() == TREE && entry.file_type().with_context(context)?.is_dir() {
                // Follows no symlink.
                fs::remove_dir_all(&path).with_context(context)?;
            } else if path.extension().is_some_and(|extension| extension == UNFINISHED) && !path.is_dir() {
                fs::remove_file(&path).with_context(context)?;
            }
        }
        Ok(())
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Whatever cannot be removed now is cleared by the next run; there is no one left to tell. The lock's name goes
        // before the lock itself, see `is_current`.
        let _ = self.clear();
        let _ = fs::remove_file(self.folder.join(LOCK));
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Creates and locks the lock file.
fn lock(folder: &Path, target: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    // A run that ends takes the folder and the file away under our feet, so one try may not be enough.
    for _ in 0..100 {
        create(folder)?;
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            result => result.with_context(|| format!("opening `{}`", path.display()))?,
        };
        match file.try_lock() {
            Ok(()) if !is_current(&file, &path) => {}
            Ok(()) => return Ok(file),
            // Some network file systems have no locks; the lock guards against an oversight, and is no reason to fail.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(file);
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("locking `{}`", path.display()));
            }
            Err(TryLockError::WouldBlock) => break,
        }
    }
    bail!(
        "another run of Sitrep is writing to `{}`; wait for it to end, or choose another folder with `--output`",
        target.display()
    )
}

/// Creates `.sitrep-tmp`, and refuses what only looks like it.
fn create(folder: &Path) -> Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        result => return result.with_context(|| format!("creating `{}`", folder.display())),
    }
    let lock = folder.join(LOCK);
    let is_folder = fs::symlink_metadata(folder).map_or(true, |metadata| metadata.is_dir());
    if !is_folder || lock.is_symlink() || lock.is_dir() {
        bail!("`{}` was not made by Sitrep; remove it", folder.display());
    }
    Ok(())
}

/// False where the locked file is one that its last holder removed before this run could lock it: a third run may by
/// now hold a new file of that name.
#[cfg(unix)]
fn is_current(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(named)) => held.dev() == named.dev() && held.ino() == named.ino(),
        _ => false,
    }
}

/// As on Unix, but without file identities: only a name that is gone is noticed.
#[cfg(not(unix))]
fn is_current(_: &File, path: &Path) -> bool {
    path.exists()
}
