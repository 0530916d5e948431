//! Disk to [`Sources`]: the only reader of a site's files. In goes the root folder, out come all files below `content/`,
//! `templates/`, `static/` and `syntaxes/`, the configuration and the embedded theme, as text with LF line ends. What cannot be read as
//! text, and links that lead nowhere or out of the site, become faults at their place; only a failure of the
//! machine stops it. It decides nothing about what a file means.
#![allow(clippy::disallowed_methods, reason = "this stage is the only reader of a site")]

mod memory;
mod text;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use rayon::prelude::*;
use rust_embed::RustEmbed;
use walkdir::{DirEntry, WalkDir};

use crate::source::{Area, LoadFault, Origin, SourceFile, SourceId, Sources, Span};

pub use memory::Memory;
use memory::Stamp;
use text::{copied_text, decode, lines, unprintable};

/// The templates of the default theme.
#[derive(RustEmbed)]
#[folder = "templates/"]
struct ThemeTemplates;

/// The static files of the default theme.
#[derive(RustEmbed)]
#[folder = "static/"]
struct ThemeStatic;

/// The grammars of the default theme.
#[derive(RustEmbed)]
#[folder = "syntaxes/"]
struct ThemeSyntaxes;

/// Reads a site.
///
/// # Errors
/// When the root has no `sitrep.yaml` or no `content/`, or a file or folder cannot be read.
pub fn site(root: &Path) -> anyhow::Result<Sources> {
    site_again(root, None)
}

/// The same as [`site`], quicker where a memory has files that lie as they lay.
///
/// # Errors
/// Those of [`site`].
pub fn site_again(root: &Path, mut memory: Option<&mut Memory>) -> anyhow::Result<Sources> {
    let again = |file: &SourceFile, disk: &Path| {
        read(Found::file(file.path.clone(), file.area, disk.to_owned())).ok()
    };
    if let Some(sources) = memory.as_deref_mut().and_then(|memory| memory.again(again)) {
        return Ok(sources);
    }
    if !root.is_dir() {
        bail!("there is no folder `{}`", root.display());
    }
    let config = root.join("sitrep.yaml");
    if !config.is_file() {
        bail!("there is no sitrep.yaml in `{}`; `sitrep init DIR` makes a new site", root.display());
    }
    if !root.join("content").is_dir() {
        bail!("there is no content/ folder in `{}`", root.display());
    }
    let real_root = root.canonicalize().with_context(|| format!("cannot resolve `{}`", root.display()))?;
    let walk_all = || {
        let mut found = vec![Found::file("sitrep.yaml".to_owned(), Area::Config, config)];
        let mut has_links = false;
        for (folder, area) in [
            ("content", Area::Content),
            ("static", Area::Static),
            ("syntaxes", Area::Syntax),
            ("templates", Area::Template),
        ] {
            has_links |= walk(root, &real_root, folder, area, &mut found)?;
        }
        anyhow::Ok((found, has_links))
    };
    // Looking for files keeps one processor busy.
    let (walked, theme) = rayon::join(walk_all, theme);
    let (found, has_links) = walked?;
    let mut read = match memory.as_deref_mut() {
        None => found.into_par_iter().map(read).collect::<anyhow::Result<Vec<_>>>()?,
        Some(memory) => {
            let again = |found: Found| {
                // Taken before the file is read: what changes meanwhile has another stamp the next time.
                let (disk, stamp) = (found.disk.clone(), Stamp::of(&found.disk));
                let known = memory.get(&disk, stamp).filter(|_| found.fault.is_none());
                anyhow::Ok((disk, stamp, known.map_or_else(|| read(found), Ok)?))
            };
            let all = found.into_par_iter().map(again).collect::<anyhow::Result<Vec<_>>>()?;
            memory.keep(all.iter().cloned());
            all.into_iter().map(|(_, _, read)| read).collect()
        }
    };
    read.extend(theme);
    read.sort_by(|a, b| a.file.path.cmp(&b.file.path));
    let mut sources = Sources::default();
    for (at, Read { file, fault }) in read.into_iter().enumerate() {
        let source = SourceId(u32::try_from(at).context("more files than Sitrep can number")?);
        sources.faults.extend(fault.map(|fault| LoadFault {
            code: fault.code,
            span: Span::new(source, fault.at, fault.at),
            message: fault.message,
            hint: fault.hint.to_owned(),
        }));
        sources.files.push(file);
    }
    if let Some(memory) = memory.filter(|_| !has_links) {
        memory.keep_whole(root, &sources);
    }
    Ok(sources)
}

struct Found {
    path: String,
    area: Area,
    disk: PathBuf,
    fault: Option<Fault>,
}

impl Found {
    fn file(path: String, area: Area, disk: PathBuf) -> Self {
        Self { path, area, disk, fault: None }
    }
}

#[derive(Clone)]
struct Fault {
    code: &'static str,
    at: usize,
    message: String,
    hint: &'static str,
}

/// A file and what is wrong with it.
#[derive(Clone)]
struct Read {
    file: SourceFile,
    fault: Option<Fault>,
}

/// Adds the files below a folder, and says whether any way to them is a link.
fn walk(
    root: &Path,
    real_root: &Path,
    folder: &str,
    area: Area,
    found: &mut Vec<Found>,
) -> anyhow::Result<bool> {
    let start = root.join(folder);
    if fs::symlink_metadata(&start).is_err() {
        return Ok(false);
    }
    let mut has_links = fs::symlink_metadata(&start).is_ok_and(|found| found.is_symlink());
    let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.push(unreadable(root, area, error)?);
                continue;
            }
        };
        has_links |= entry.path_is_symlink();
        if entry.depth() > 0 && is_ignored(&entry, area) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        let path = relative(root, entry.path());
        if entry.file_name().to_str().is_none() {
            let mut named = Found::file(path, area, entry.path().to_owned());
            named.fault = Some(Fault {
                code: "not-utf8",
                at: 0,
                message: "the name of this file is not UTF-8".to_owned(),
                hint: "rename it: its name becomes part of an address",
            });
            found.push(named);
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && !stays_inside(entry.path(), real_root) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            let mut link = Found::file(path, area, entry.path().to_owned());
            link.fault = Some(Fault {
                code: "link-out-of-site",
                at: 0,
                message: "this symbolic link leads out of the site".to_owned(),
                hint: "copy the file into the site: what is outside must not be published by accident",
            });
            found.push(link);
            continue;
        }
        if entry.file_type().is_file() {
            let area = match area {
                Area::Content if !is_markdown(&path) => Area::Asset,
                area => area,
            };
            found.push(Found::file(path, area, entry.into_path()));
        }
    }
    Ok(has_links)
}

/// A dangling or circular link is a fault of the content; anything else is one of the machine.
fn unreadable(root: &Path, area: Area, error: walkdir::Error) -> anyhow::Result<Found> {
    let disk = error.path().unwrap_or(root).to_owned();
    let path = relative(root, &disk);
    let is_link = fs::symlink_metadata(&disk).is_ok_and(|meta| meta.file_type().is_symlink());
    let (code, message) = if error.loop_ancestor().is_some() || is_cycle(&error) {
        ("circular-link", "this symbolic link leads round in a circle")
    } else if is_link {
        ("dangling-link", "this symbolic link leads nowhere")
    } else {
        return Err(anyhow::Error::new(error).context(format!("cannot read `{}`", disk.display())));
    };
    let mut found = Found::file(path, area, disk);
    found.fault = Some(Fault {
        code,
        at: 0,
        message: message.to_owned(),
        hint: "remove the link or let it lead to a file of the site",
    });
    Ok(found)
}

fn is_cycle(error: &walkdir::Error) -> bool {
    // A link that leads to itself is refused by the system before walkdir sees a loop.
    error
        .io_error()
        .is_some_and(|io| io.raw_os_error() == Some(40) || io.to_string().contains("symbolic link"))
}

fn stays_inside(path: &Path, real_root: &Path) -> bool {
    path.canonicalize().is_ok_and(|target| target.starts_with(real_root))
}

fn is_ignored(entry: &DirEntry, area: Area) -> bool {
    let name = entry.file_name().to_string_lossy();
    let hidden = match area {
        Area::Static => name == ".git" || name == ".DS_Store",
        _ => name.starts_with('.'),
    };
    is_leftover(&name) || hidden
}

/// True for what editors and systems leave beside the files that a person writes.
pub fn is_leftover(name: &str) -> bool {
    name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swo")
        || name.ends_with(".swx")
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || name == "Thumbs.db"
}

fn is_markdown(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".md") || lower.ends_with(".markdown")
}

/// Files that another stage has to read as text: indicator lists beside a report. One that is no text is a fault.
fn is_list(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".csv") || lower.ends_with(".json")
}

/// Files of detection rules, which are shown. One that is no text is a fault where a report refers to it.
fn is_rule(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".yar", ".yara", ".yml", ".yaml", ".rules", ".kql", ".csl", ".spl"]
        .iter()
        .any(|end| lower.ends_with(end))
}

/// Extensions of files that hold no text. They are copied and never read: they may be large.
const BINARY: &[&str] = &[
    "7z", "aac", "apk", "avi", "avif", "bin", "bmp", "bz2", "cap", "class", "deb", "dll", "dmg", "doc",
    "docx", "dylib", "elf", "eot", "exe", "flac", "gif", "gz", "heic", "ico", "iso", "jar", "jpeg", "jpg",
    "jxl", "lz4", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "msi", "odt", "ogg", "otf", "pcap",
    "pcapng", "pdf", "png", "ppt", "pptx", "rar", "rpm", "so", "tar", "tgz", "tif", "tiff", "ttf", "wasm",
    "wav", "webm", "webp", "woff", "woff2", "xls", "xlsx", "xz", "zip", "zst",
];

/// Everything else that is published is read, so that the audit can look into it.
fn is_binary(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    BINARY.contains(&extension.as_str())
}

fn relative(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<Cow<'_, str>>>().join("/")
}

fn read(found: Found) -> anyhow::Result<Read> {
    // What a stage has to read must be text; of what is only copied the audit reads as much as is text.
    let must_be_text = match found.area {
        Area::Config | Area::Content | Area::Template | Area::Syntax => true,
        Area::Asset => is_list(&found.path) || is_rule(&found.path),
        Area::Static => false,
    };
    let mut file = SourceFile {
        path: found.path,
        area: found.area,
        text: Arc::from(""),
        origin: Origin::Disk(found.disk.clone()),
        broken: found.fault.is_some(),
    };
    let mut fault = found.fault;
    if fault.is_none() && (must_be_text || !is_binary(&file.path)) {
        let bytes =
            fs::read(&found.disk).with_context(|| format!("cannot read `{}`", found.disk.display()))?;
        if !must_be_text {
            file.text = Arc::from(copied_text(&bytes));
            return Ok(Read { file, fault });
        }
        let (text, text_fault) = decode(&bytes);
        file.text = Arc::from(text);
        file.broken = text_fault.is_some();
        // A broken file beside a report matters only where a report refers to it.
        fault = text_fault.filter(|_| found.area != Area::Asset);
        if fault.is_none() && matches!(found.area, Area::Config | Area::Content) {
            fault = unprintable(&file.text);
        }
    }
    Ok(Read { file, fault })
}

/// The embedded theme; its paths start with `theme:` so that no file of a site is mistaken for one.
fn theme() -> Vec<Read> {
    let templates = ThemeTemplates::iter().filter_map(|name| {
        let bytes = ThemeTemplates::get(&name)?.data;
        Some(embedded(format!("theme:templates/{name}"), Area::Template, bytes))
    });
    let files = ThemeStatic::iter().filter_map(|name| {
        let bytes = ThemeStatic::get(&name)?.data;
        Some(embedded(format!("theme:static/{name}"), Area::Static, bytes))
    });
    let grammars = ThemeSyntaxes::iter().filter_map(|name| {
        let bytes = ThemeSyntaxes::get(&name)?.data;
        Some(embedded(format!("theme:syntaxes/{name}"), Area::Syntax, bytes))
    });
    templates.chain(files).chain(grammars).collect()
}

fn embedded(path: String, area: Area, bytes: Cow<'static, [u8]>) -> Read {
    let text = match area {
        Area::Template | Area::Syntax => lines(&String::from_utf8_lossy(&bytes)),
        _ if is_binary(&path) => String::new(),
        _ => copied_text(&bytes),
    };
    Read {
        file: SourceFile {
            path,
            area,
            text: Arc::from(text),
            origin: Origin::Embedded(bytes),
            broken: false,
        },
        fault: None,
    }
}
