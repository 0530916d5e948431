//! Source files to typed documents. In go the sources, out come the [`Config`] and the [`Parsed`] reports, profiles and pages,
//! with every fault of every file as a diagnostic at its place. A document with a fault in one field is still read as far as
//! it goes, so that one run names everything; a file without usable front matter is remembered as failed, so that
//! links to it are not called broken. No name is resolved and nothing is withheld here.

mod cited;
mod claims;
mod config;
mod csv;
mod document;
mod evidence;
mod fields;
mod foreign;
mod front_matter;
mod indicators;
mod json;
mod profile;
mod references;
mod report;
mod rows;
pub mod schema;
pub mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::highlight::Grammars;
use crate::model::{EntityKind, Page, Profile, Report};
use crate::source::{Area, SourceFile, SourceId, Sources, Span};

pub use config::config;

/// Everything that authors wrote below `content/`.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// In order of path; shared with the memory of earlier builds.
    pub reports: Vec<Arc<Report>>,
    /// In order of path.
    pub profiles: Vec<Profile>,
    /// In order of path; the home page is the one at `/`.
    pub pages: Vec<Page>,
    /// Paths below `content/` of documents that could not be read at all.
    pub failed: Vec<String>,
}

#[derive(Clone)]
enum Document {
    Report(Arc<Report>),
    Profile(Box<Profile>),
    Page(Box<Page>),
    Failed(String),
}

/// Reads the grammars of code blocks.
pub fn grammars(sources: &Sources, diagnostics: &mut Diagnostics) -> Grammars {
    Grammars::new(sources, diagnostics)
}

/// A file that any document may depend on: its number, path and text, and whether it is text at all.
type Around = (SourceId, String, Arc<str>, bool);

/// Documents that were read before, for a site that is read again and again: a file whose text, number and surroundings are the same
/// need not be parsed a second time.
#[derive(Default)]
pub struct Memory {
    /// What every document depends on: the configuration, and the files beside reports.
    around: Vec<Around>,
    documents: BTreeMap<SourceId, (Arc<str>, Document, Vec<Diagnostic>)>,
}

/// Documents that a thread takes at once: reports are longer than profiles and stand behind them.
const HANDFUL: usize = 8;

/// Reads every Markdown file below `content/`.
pub fn content(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Parsed {
    load_faults(sources, diagnostics);
    let documents = documents(sources).into_par_iter().with_max_len(HANDFUL);
    let read = documents.map(|(source, file)| one(sources, source, file, config));
    gather(read.collect(), diagnostics)
}

/// The same as [`content`], with what was read before taken from a memory and put into it.
pub fn content_again(
    sources: &Sources,
    config: &Config,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> Parsed {
    load_faults(sources, diagnostics);
    let beside = sources.iter().filter(|(_, file)| matches!(file.area, Area::Config | Area::Asset));
    let around: Vec<Around> =
        beside.map(|(source, file)| (source, file.path.clone(), file.text.clone(), file.broken)).collect();
    if memory.around != around {
        *memory = Memory { around, documents: BTreeMap::new() };
    }
    let known = &mut memory.documents;
    let is_known = |source: SourceId, file: &SourceFile| {
        // The path follows from the number only as long as no file came or went.
        known.get(&source).is_some_and(|(text, document, _)| {
            (Arc::ptr_eq(text, &file.text) || *text == file.text) && document.path() == inner(file)
        })
    };
    let documents = documents(sources);
    let new: Vec<(SourceId, &SourceFile)> =
        documents.iter().copied().filter(|(source, file)| !is_known(*source, file)).collect();
    let new: Vec<_> = new
        .into_par_iter()
        .map(|(source, file)| (source, file.text.clone(), one(sources, source, file, config)))
        .collect();
    known
        .extend(new.into_iter().map(|(source, text, (document, faults))| (source, (text, document, faults))));
    let current: BTreeSet<SourceId> = documents.iter().map(|(source, _)| *source).collect();
    known.retain(|source, _| current.contains(source));
    let known: Vec<_> = known.values().collect();
    // The stages behind take profiles and pages apart, so each build has its own; of a report only where they change it.
    let read = known.into_par_iter().map(|(_, document, faults)| (document.clone(), faults.clone()));
    gather(read.collect(), diagnostics)
}

fn load_faults(sources: &Sources, diagnostics: &mut Diagnostics) {
    for fault in &sources.faults {
        diagnostics
            .push(Diagnostic::error(fault.code, fault.span, fault.message.clone()).hint(fault.hint.clone()));
    }
}

fn documents(sources: &Sources) -> Vec<(SourceId, &SourceFile)> {
    sources.iter().filter(|(_, file)| file.area == Area::Content).collect()
}

fn gather(read: Vec<(Document, Vec<Diagnostic>)>, diagnostics: &mut Diagnostics) -> Parsed {
    let mut parsed = Parsed::default();
    for (document, faults) in read {
        diagnostics.extend(faults);
        match document {
            Document::Report(report) => parsed.reports.push(report),
            Document::Profile(profile) => parsed.profiles.push(*profile),
            Document::Page(page) => parsed.pages.push(*page),
            Document::Failed(path) => parsed.failed.push(path),
        }
    }
    parsed
}

impl Document {
    fn path(&self) -> &str {
        match self {
            Self::Report(report) => &report.head.path,
            Self::Profile(profile) => &profile.head.path,
            Self::Page(page) => &page.head.path,
            Self::Failed(path) => path,
        }
    }
}

/// The path below `content/`.
fn inner(file: &SourceFile) -> &str {
    file.path.trim_start_matches("content/")
}

fn one(
    sources: &Sources,
    source: SourceId,
    file: &SourceFile,
    config: &Config,
) -> (Document, Vec<Diagnostic>) {
    let path = file.path.trim_start_matches("content/").to_owned();
    if file.broken {
        return (Document::Failed(path), Vec::new());
    }
    let (folder, inner) = path.split_once('/').unwrap_or(("", &path));
    let kind = EntityKind::from_plural(folder);
    if (folder == "reports" || kind.is_some()) && document::stem(inner) == "index" {
        let fault = Diagnostic::error(
            "reserved-path",
            Span::file(source),
            format!("the page /{folder}/ is the list that Sitrep makes"),
        )
        .hint(format!("move the text to a page of its own, such as content/about-{folder}.md"));
        return (Document::Failed(path), vec![fault]);
    }
    if path.split('/').any(|part| part == "_drafts") {
        let fault = Diagnostic::error(
            "reserved-path",
            Span::file(source),
            "a folder `_drafts` keeps nothing back here",
        )
        .hint("write `draft: true` in each file, and move it out of the folder");
        return (Document::Failed(path), vec![fault]);
    }
    let mut reader = fields::Reader::new(source, config.unknown_keys);
    let document = match kind {
        Some(kind) => {
            profile::read(&mut reader, file, &path, kind, config).map(|p| Document::Profile(Box::new(p)))
        }
        None if folder == "reports" => {
            report::read(&mut reader, sources, file, &path, config).map(|r| Document::Report(Arc::new(r)))
        }
        None => document::page(&mut reader, file, &path, config).map(|p| Document::Page(Box::new(p))),
    };
    (document.unwrap_or(Document::Failed(path)), reader.faults)
}

/// The path below `content/` that a relative address in a document means, or that one from the root of `content/` does:
/// percent-decoded, `.` and `..` resolved. Nothing for an address with a scheme or a host, and for one that leaves
/// `content/`.
pub fn content_path(document: &str, address: &str) -> Option<String> {
    if address.is_empty() || address.starts_with("//") || has_scheme(address) {
        return None;
    }
    let decoded = percent_decoded(address);
    let mut parts: Vec<&str> =
        if decoded.starts_with('/') { Vec::new() } else { document.split('/').collect() };
    parts.pop();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Percent-encoded bytes decoded where the result is UTF-8, else the text as it is.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'%') {
        return text.to_owned();
    }
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
