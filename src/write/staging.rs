//! Where pages wait until the audit has passed: files below `.sitrep/`, so that publishing a page is renaming a file or, in a first
//! build, the folder around it, and memory need not hold them all. A page that the output folder holds already, byte by byte, is not
//! written a second time. Nothing here is needed: where the folder cannot be used, pages stay in memory.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::claim::Claim;
use super::manifest::Manifest;
use super::plan;
use super::tree::Tree;
use crate::output::{Lay, Staged};

const PRIVATE: &str = ".sitrep";
const IGNORED: &str = ".gitignore";

/// The folder for pages that wait; it goes with this value, and with it every page that was not published.
pub struct Staging {
    /// Nothing once it is given back.
    claim: Option<Claim>,
    /// The folder around it, where this run made that.
    made: Option<PathBuf>,
    published: Option<Published>,
    /// Where nothing is published yet.
    tree: Option<Tree>,
    next: AtomicUsize,
}

/// What earlier runs wrote into the output folder.
struct Published {
    target: PathBuf,
    manifest: Manifest,
}

impl Staging {
    /// Makes a place for the pages of the site at `root` that are to be published in `dir`; nothing where there can be none, or another
    /// run uses it.
    pub fn new(root: &Path, dir: &Path) -> Option<Self> {
        let is_new = !root.join(PRIVATE).exists();
        let folder = private(root).ok()?;
        let claim = Claim::take(&folder).ok()?;
        let made = is_new.then_some(folder);
        let published = Published::of(dir);
        let place = claim.tree();
        // What the claim has left there, such as a link, is somebody else's.
        let is_free = fs::symlink_metadata(&place).is_err();
        let tree = (published.is_none() && is_free).then(|| Tree::new(place));
        Some(Self { claim: Some(claim), made, published, tree, next: AtomicUsize::new(0) })
    }

    /// Puts down the page that is to be at a path of the output; nothing where the disk refuses it.
    pub fn put(&self, path: &str, html: &[u8]) -> Option<Staged> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let length = html.len() as u64;
        if let Some((file, lay)) = self.published.as_ref().and_then(|published| published.same(path, html)) {
            return Some(Staged { number, file, length, lay: Some(lay) });
        }
        let laid = self.tree.as_ref().and_then(|tree| tree.lay(path, |file| file.write_all(html)).ok());
        let apart = || self.claim.as_ref()?.part(&number.to_string(), |file| file.write_all(html)).ok();
        let file = laid.or_else(apart)?;
        Some(Staged { number, file, length, lay: None })
    }

    /// The folders in which pages wait, where whole ones can be published.
    pub(super) fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }

    /// How the files lie that were put down where they are published, by path of the output.
    pub(super) fn lays(&self) -> HashMap<String, Lay> {
        self.tree.as_ref().map(Tree::lays).unwrap_or_default()
    }

    /// The text of a page that waits; empty where the disk has lost it.
    pub fn text(page: &Staged) -> String {
        fs::read_to_string(&page.file).unwrap_or_default()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.claim = None;
        let Some(folder) = &self.made else { return };
        // A build that has nothing to remember leaves nothing behind.
        let names: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
        if names.len() == 1 && names.iter().all(|entry| entry.file_name() == IGNORED) {
            let _ = fs::remove_file(folder.join(IGNORED));
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Published {
    fn of(dir: &Path) -> Option<Self> {
        let target = dir.canonicalize().ok()?;
        let manifest = Manifest::read(&target).ok()?;
        // Where two paths differ only by case they may be one file, and removing one of them removes the other.
        (!manifest.has_twins()).then_some(Self { target, manifest })
    }

    /// The file at a path and how it lies, where it holds just these bytes.
    fn same(&self, path: &str, html: &[u8]) -> Option<(PathBuf, Lay)> {
        let file = self.target.join(self.manifest.owned(path)?);
        // How it lies is noted first: who changes it later is noticed when the site is written.
        let lay = plan::lies(&file)?;
        plan::holds(&file, html).ok()?.then_some((file, lay))
    }
}

/// The folder of the site for what is no part of it and may be deleted at any time; git ignores it.
///
/// # Errors
/// When it cannot be made.
pub fn private(root: &Path) -> io::Result<PathBuf> {
    let folder = root.join(PRIVATE);
    fs::create_dir_all(&folder)?;
    let ignored = folder.join(IGNORED);
    if !ignored.exists() {
        fs::write(ignored, "*\n")?;
    }
    Ok(folder)
}
