//! `.sitrep-manifest.json`: the list of the files that Sitrep wrote into an output folder.
//!
//! In: the folder, or the paths of an output. Out: the set of owned paths, or the file. It derives from the paths alone
//! (no times, no counts), one path a line in byte order, so that two publications differ only where the site does.
//! A manifest is not trusted: one that names anything but a plain path inside the folder is refused as a whole.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path};

use anyhow::{Context as _, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use super::claim::{self, Claim};

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".sitrep-manifest.json";

const VERSION: u32 = 1;

/// The files that earlier runs wrote, and the text that says so on disk.
pub(super) struct Manifest {
    paths: BTreeSet<String>,
    /// None: the folder bears no manifest yet.
    text: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Version1 {
    version: u32,
    files: BTreeSet<String>,
}

#[derive(Deserialize)]
struct AnyVersion {
    version: u32,
}

impl Manifest {
    /// Reads the manifest of the folder `target`; a folder without one owns nothing.
    pub(super) fn read(target: &Path) -> Result<Self> {
        let path = target.join(NAME);
        if !exists(target)? {
            let paths = BTreeSet::new();
            return Ok(Self { paths, text: None });
        }
        let advice = || {
            format!(
                "`{}` is not a manifest that this Sitrep can follow, so nothing in that folder is touched; \
                 restore it, or delete the folder and build again",
                path.display()
            )
        };
        if !fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            return Err(anyhow!("it is not a regular file").context(advice()));
        }
        let bytes = fs::read(&path).with_context(|| format!("reading `{}`", path.display()))?;
        let text = String::from_utf8(bytes).with_context(advice)?;
        let paths = parse(&text).with_context(advice)?;
        let text = Some(text);
        Ok(Self { paths, text })
    }

    /// Returns the path as the manifest lists it, where an earlier run wrote it or was about to.
    pub(super) fn owned(&self, path: &str) -> Option<&str> {
        self.paths.get(path).map(String::as_str)
    }

    /// True where two paths differ only by case.
    pub(super) fn has_twins(&self) -> bool {
        let mut lower = BTreeSet::new();
        !self.paths.iter().all(|path| lower.insert(path.to_lowercase()))
    }

    /// The owned paths in byte order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Puts down the union of the old and the new paths, unless the manifest on disk covers them already.
    ///
    /// From here on a killed run leaves only files that the next run knows to be its own.
    pub(super) fn claim(&self, paths: &BTreeSet<String>, claim: &Claim) -> Result<Claimed> {
        if let Some(text) = &self.text
            && paths.is_subset(&self.paths)
        {
            return Ok(Claimed { text: text.clone() });
        }
        let text = text(self.paths.union(paths).cloned().collect())?;
        put(&text, claim)?;
        Ok(Claimed { text })
    }
}

/// A manifest on disk that covers both what was there and what is being written.
pub(super) struct Claimed {
    text: String,
}

impl Claimed {
    /// Puts down the final manifest of exactly `paths`, unless the one on disk says so in the same bytes.
    pub(super) fn settle(self, paths: BTreeSet<String>, claim: &Claim) -> Result<()> {
        let text = text(paths)?;
        if text == self.text { Ok(()) } else { put(&text, claim) }
    }
}

/// True where the folder `target` bears a manifest, whatever it holds.
pub(super) fn exists(target: &Path) -> Result<bool> {
    let path = target.join(NAME);
    match fs::symlink_metadata(&path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("reading `{}`", path.display())),
    }
}

/// Says what is wrong with a path that is to lie inside the output folder; None for a plain one.
///
/// Plain are relative, `/`-separated paths without `.`, `..` and empty segments, outside `.git` and Sitrep's own files.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    // Nearly every path is of these alone, and neither starts a segment with a dot nor leaves one empty.
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    let starts = |pair: &[u8]| matches!(pair, [b'/', b'/' | b'.']);
    let (bytes, ends) = (path.as_bytes(), |byte: Option<&u8>| matches!(byte, None | Some(b'/' | b'.')));
    if bytes.iter().copied().all(is_usual)
        && !bytes.windows(2).any(starts)
        && !ends(bytes.first())
        && bytes.last() != Some(&b'/')
    {
        return None;
    }
    if path.contains('\0') || !path.split('/').all(is_plain) {
        return Some("is not a plain path inside the output folder");
    }
    let mut segments = path.split('/');
    let own =
        |segment: &str| segment.eq_ignore_ascii_case(NAME) || segment.eq_ignore_ascii_case(claim::FOLDER);
    if path.split('/').any(|part| part.eq_ignore_ascii_case(".git")) || segments.next().is_some_and(own) {
        return Some("is reserved");
    }
    None
}

fn is_plain(segment: &str) -> bool {
    let mut components = Path::new(segment).components();
    matches!(components.next(), Some(Component::Normal(name)) if name == segment)
        && components.next().is_none()
}

fn parse(text: &str) -> Result<BTreeSet<String>> {
    let AnyVersion { version } = serde_json::from_str(text)?;
    if version != VERSION {
        bail!("it has version {version}, and this Sitrep knows version {VERSION}");
    }
    let Version1 { files, .. } = serde_json::from_str(text)?;
    match files.iter().find_map(|path| fault(path).map(|fault| (path, fault))) {
        Some((path, fault)) => bail!("it lists `{}`, which {fault}", path.escape_debug()),
        None => Ok(files),
    }
}

fn text(files: BTreeSet<String>) -> Result<String> {
    let version = VERSION;
    let mut text = serde_json::to_string_pretty(&Version1 { version, files })?;
    text.push('\n');
    Ok(text)
}

fn put(text: &str, claim: &Claim) -> Result<()> {
    let fill = |file: &mut fs::File| {
        file.write_all(text.as_bytes())?;
        // Any other file is compared byte by byte next time; a torn manifest would disown the folder.
        file.sync_all()
    };
    claim.put(NAME, "manifest", fill).with_context(|| format!("writing `{NAME}`"))
}
