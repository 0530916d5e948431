//! What the last build of a folder came to, so that a build of the same input into the same folder has nothing to do. A note below
//! `.sitrep/` holds a digest of everything that went in (files, flags, day, program) and one of the files that came out as they lie on
//! the disk. It is no part of the site, may be deleted at any time, and counts only while both digests hold: a file of the output that
//! anybody touched brings on a build. A build with errors leaves none.

use std::fs::{self, Metadata};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::output::Output;
use crate::source::{Area, Origin, SourceFile, Sources};
use crate::write::{self, Staging};

/// What a build ended with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// What it said about the content, as it was printed.
    pub said: String,
    /// Number of pages.
    pub pages: usize,
    /// Number of entities.
    pub entities: usize,
    /// Number of files.
    pub files: usize,
}

#[derive(Serialize, Deserialize)]
struct Note {
    input: String,
    output: String,
    past: Past,
}

/// A build that is about to run: where its note is, and the digest of what goes in.
pub struct Last<'a> {
    root: &'a Path,
    dir: &'a Path,
    /// Name of the note.
    note: String,
    input: String,
}

/// A file of the site that is copied and was changed so shortly before may change again without another time.
const UNSETTLED: Duration = Duration::from_secs(2);

impl<'a> Last<'a> {
    /// Takes the digest of everything that decides what is written and said; `flags` are those of the command line, and the day.
    /// Nothing where a digest would prove nothing: a file was just changed, or the program cannot be told from another.
    pub fn new(root: &'a Path, dir: &'a Path, flags: &str, sources: &Sources) -> Option<Self> {
        let files: Vec<&SourceFile> = sources.iter().map(|(_, file)| file).collect();
        let digests: Option<Vec<blake3::Hash>> = files.into_par_iter().map(digest).collect();
        let mut hasher = blake3::Hasher::new();
        for text in [program()?.as_str(), flags] {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        for digest in digests? {
            hasher.update(digest.as_bytes());
        }
        for fault in &sources.faults {
            hasher.update(fault.message.as_bytes());
        }
        let place = std::path::absolute(dir).ok()?;
        let name = blake3::hash(place.as_os_str().as_encoded_bytes()).to_hex();
        let note = format!("last-build-{}.json", name.get(..16)?);
        Some(Self { dir, root, note, input: hasher.finalize().to_hex().to_string() })
    }

    /// What the last build ended with, where this one would end with the same and all of its files lie as it left them.
    #[allow(clippy::disallowed_methods, reason = "the note is no file of the site")]
    pub fn same(&self) -> Option<Past> {
        let note: Note =
            serde_json::from_slice(&fs::read(self.root.join(".sitrep").join(&self.note)).ok()?).ok()?;
        let holds = note.input == self.input && Some(note.output) == write::state(self.dir);
        holds.then_some(note.past)
    }

    /// Keeps what this build of an output ended with. That a note cannot be written is no fault: the next build then does its work.
    pub fn keep(&self, past: Past, output: &Output, staging: Option<&Staging>) {
        let paths = output.iter().map(|(path, _)| path);
        let Some(output) = write::state_of(self.dir, paths, staging) else { return };
        let note = Note { input: self.input.clone(), output, past };
        let _ = serde_json::to_vec(&note).map(|bytes| self.put(&bytes));
    }

    /// Writes the note whole or not at all.
    #[allow(clippy::disallowed_methods, reason = "the note is no file of the site")]
    fn put(&self, bytes: &[u8]) -> std::io::Result<()> {
        let note = write::private(self.root)?.join(&self.note);
        let draft = note.with_extension(format!("{}.new", std::process::id()));
        let written = fs::File::create(&draft).and_then(|mut file| file.write_all(bytes));
        written.and_then(|()| fs::rename(&draft, note)).inspect_err(|_| drop(fs::remove_file(&draft)))
    }
}

/// The digest of a file: its text, and of one that is copied when it last changed, because only its text was read.
fn digest(file: &SourceFile) -> Option<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    let area = [file.area as u8, u8::from(file.broken)];
    hasher.update(&(file.path.len() as u64).to_le_bytes()).update(file.path.as_bytes()).update(&area);
    if let Origin::Disk(path) = &file.origin
        && matches!(file.area, Area::Asset | Area::Static)
    {
        let metadata = fs::metadata(path).ok()?;
        hasher.update(&metadata.len().to_le_bytes()).update(&settled(&metadata)?.to_le_bytes());
    }
    Some(hasher.update(file.text.as_bytes()).finalize())
}

/// When a file last changed, in nanoseconds; nothing where that was a moment ago.
#[allow(
    clippy::disallowed_methods,
    reason = "decides whether a build is skipped, and reaches no output byte"
)]
fn settled(metadata: &Metadata) -> Option<u128> {
    let changed = metadata.modified().ok()?;
    let is_settled = SystemTime::now().duration_since(changed).is_ok_and(|age| age > UNSETTLED);
    is_settled.then_some(changed.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos())
}

/// What tells this program from another version of it.
fn program() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    let metadata = fs::metadata(&path).ok()?;
    let changed = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{} {} {changed} {}", env!("CARGO_PKG_VERSION"), metadata.len(), path.display()))
}
