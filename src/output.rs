//! Everything that will be published: one ordered map from path to bytes. The stages before fill it, the audit reads it, and
//! only `write` (or a preview server) takes it further. It touches no disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::{SourceId, Span};

/// A site ready to be written.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Shared until one of two copies changes: an edition of tens of thousands of files is kept and compared again and again.
    files: Arc<BTreeMap<String, File>>,
}

/// One file of the output.
#[derive(Debug, Clone)]
pub struct File {
    /// What it holds.
    pub content: Content,
    /// What made it.
    pub maker: Maker,
}

/// What a file of the output holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The bytes themselves. A preview shares them with the edition that it serves.
    Bytes(Arc<[u8]>),
    /// A file of the site that is copied as it is.
    Copy(PathBuf),
    /// A page that was read already and waits on the disk, so that memory need not hold all pages at once.
    Staged(Staged),
}

/// A page that waits on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// Tells it from every other page of its build.
    pub number: usize,
    /// The file that holds it.
    pub file: PathBuf,
    /// In bytes.
    pub length: u64,
    /// Where the output folder holds the very same page already, and `file` is that: how it lay on the disk.
    pub lay: Option<Lay>,
}

/// How a regular file lies on the disk: all that changes when somebody writes to it or puts another in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lay {
    /// In bytes.
    pub length: u64,
    /// When it was last written to, in nanoseconds since 1970.
    pub modified: u128,
    /// Its number, and when that last changed, in seconds and nanoseconds; zeros where the system knows no such thing.
    pub number: (u64, i64, i64),
}

impl Lay {
    /// All of it, for a digest.
    pub fn bytes(&self) -> [u8; 48] {
        let mut bytes = [0; 48];
        let (number, seconds, nanoseconds) = self.number;
        let parts = [self.length, number, seconds.cast_unsigned(), nanoseconds.cast_unsigned()];
        bytes[..16].copy_from_slice(&self.modified.to_le_bytes());
        for (place, part) in bytes[16..].chunks_exact_mut(8).zip(parts) {
            place.copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }
}

/// What made a file of the output, so that a fault in it can be traced back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    /// A file of the site: a document, a static file, a picture.
    Source(SourceId),
    /// A place in a file of the site, such as one entry of `redirect_from`.
    Place(Span),
    /// Sitrep itself: lists, feeds, pages of entities without a profile.
    Generated,
}

impl Maker {
    /// True where both are one file of the site, or Sitrep itself.
    fn is_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Source(one), Self::Source(other)) => one == other,
            (Self::Place(one), Self::Place(other)) => one.source == other.source,
            (Self::Generated, Self::Generated) => true,
            (Self::Source(_) | Self::Place(_) | Self::Generated, _) => false,
        }
    }
}

impl Output {
    /// The file at a path relative to the output folder, `/` between segments and none in front.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// All files in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &File)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True without any file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Puts a file at a path that is still free.
    ///
    /// # Errors
    /// Gives back what made the file that is already there.
    pub fn insert(&mut self, path: String, file: File) -> Result<(), Maker> {
        match Arc::make_mut(&mut self.files).entry(path) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(file);
                Ok(())
            }
            std::collections::btree_map::Entry::Occupied(taken) => Err(taken.get().maker),
        }
    }

    /// Puts another file in the place of one that is there and comes from the same: a page that was made again. False where it does not,
    /// and all stays as it was.
    pub fn replace(&mut self, path: &str, file: File) -> bool {
        let there = Arc::make_mut(&mut self.files).get_mut(path);
        let Some(there) = there.filter(|there| there.maker.is_of(file.maker)) else { return false };
        *there = file;
        true
    }

    /// Puts bytes that Sitrep made at a path, whatever was there.
    pub fn insert_bytes(&mut self, path: String, bytes: Vec<u8>) {
        let file = File { content: Content::Bytes(bytes.into()), maker: Maker::Generated };
        Arc::make_mut(&mut self.files).insert(path, file);
    }
}

/// The path in the output of the page at a route: `/actors/` is `actors/index.html`, `/404.html` is `404.html`.
pub fn page_path(route: &str) -> String {
    let path = route.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
