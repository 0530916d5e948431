//! Reads every page of the output once and keeps what the rules ask for: anchors, links, and what looks like code.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::facts::{Addresses, Facts, Fixed};
use super::known::Known;
use crate::output::{Content, File, Maker, Output};
use crate::source::Sources;

/// One page and what the rules need of it.
#[derive(Clone)]
pub struct Page<'a> {
    /// Its path in the output.
    pub path: &'a str,
    /// What made it.
    pub maker: Maker,
    /// What stands on it.
    pub facts: Arc<Facts>,
    /// The addresses of its links by number, those of other pages among them.
    addresses: List,
}

/// Addresses by number.
type List = Arc<Vec<Arc<str>>>;

impl Page<'_> {
    /// The addresses of its links, each once, as they come.
    pub fn links(&self) -> impl Iterator<Item = &Arc<str>> {
        self.facts.links.iter().filter_map(|number| self.addresses.get(*number as usize))
    }

    /// True when the page has the anchor.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.facts.ids.binary_search_by(|id| id.as_ref().cmp(anchor)).is_ok()
    }
}

/// All pages, and what stands on them.
pub struct Pages<'a> {
    /// In order of path.
    pub all: Vec<Page<'a>>,
    /// Those that a memory did not know.
    pub new: Vec<Page<'a>>,
    /// True where links into pages that a memory did know may lead elsewhere now: a file came or went, or an anchor.
    pub moved: bool,
    /// Every address on any page, each once: most stand on hundreds of pages, so that a rule about addresses looks at these, and at the
    /// pages only where there is something to report. Addresses that only pages of an earlier build had may be among them.
    pub addresses: HashSet<Arc<str>, Fixed>,
    /// Those of them that a memory did not know.
    pub new_addresses: Vec<Arc<str>>,
}

/// What was found on a page.
#[derive(Clone)]
pub struct Found {
    facts: Arc<Facts>,
    /// The addresses of its links by number.
    addresses: List,
}

/// Pages that were read before, for a site that is built again and again.
#[derive(Default)]
pub struct Memory {
    pages: HashMap<String, (Arc<[u8]>, Found)>,
    /// A hash of the paths of all files.
    paths: u64,
    addresses: HashSet<Arc<str>, Fixed>,
}

impl Memory {
    /// The page at a path as it was read before, if its bytes are those that were read.
    fn found(&self, path: &str, file: &File, sources: &Sources) -> Option<Found> {
        let (known, found) = self.pages.get(path)?;
        Arc::ptr_eq(known, &bytes(file, sources)?).then(|| found.clone())
    }

    /// Keeps what was read.
    pub fn keep(&mut self, output: &Output, sources: &Sources, pages: Pages<'_>) {
        let made = |page: Page<'_>| {
            let bytes = bytes(output.get(page.path)?, sources)?;
            let found = Found { facts: page.facts, addresses: page.addresses };
            Some((page.path.to_owned(), (bytes, found)))
        };
        let paths = paths(output);
        match self.paths == paths {
            true => self.pages.extend(pages.new.into_iter().filter_map(made)),
            false => self.pages = pages.all.into_iter().filter_map(made).collect(),
        }
        self.addresses = pages.addresses;
        self.paths = paths;
    }

    /// True where a page is at a path with the same anchors as before.
    fn has_anchors_of(&self, page: &Page<'_>) -> bool {
        self.pages.get(page.path).is_some_and(|(_, known)| known.facts.ids == page.facts.ids)
    }
}

fn paths(output: &Output) -> u64 {
    let mut hasher = Fixed::default().build_hasher();
    output.iter().for_each(|(path, _)| path.hash(&mut hasher));
    hasher.finish()
}

/// What was read of pages when they were made.
#[derive(Default)]
pub struct Read {
    /// By number of the page.
    pages: HashMap<usize, Found>,
    /// The addresses on them, of each reader.
    addresses: Vec<List>,
}

impl Read {
    /// Adds what one reader has read, by number of the page.
    pub fn add(&mut self, facts: Vec<(usize, Arc<Facts>)>, addresses: Addresses) {
        let addresses: List = Arc::new(addresses.all);
        let found = |(page, facts)| (page, Found { facts, addresses: addresses.clone() });
        self.pages.extend(facts.into_iter().map(found));
        self.addresses.push(addresses);
    }

    fn found(&self, file: &File) -> Option<Found> {
        match &file.content {
            Content::Staged(page) => self.pages.get(&page.number).cloned(),
            Content::Bytes(_) | Content::Copy(_) => None,
        }
    }
}

/// Reads all pages in order of path, those that are copied too. Nothing at all stands for a page whose template failed.
///
/// Until it is given the pages to keep, a memory has no addresses.
pub fn pages<'a>(
    output: &'a Output,
    read: Read,
    sources: &Sources,
    mut memory: Option<&mut Memory>,
) -> Pages<'a> {
    let addresses = memory.as_deref_mut().map(|memory| std::mem::take(&mut memory.addresses));
    let memory = memory.as_deref();
    let failed = |content: &Content| match content {
        Content::Bytes(bytes) => bytes.is_empty(),
        Content::Staged(page) => page.length == 0,
        Content::Copy(_) => false,
    };
    let files: Vec<_> = output
        .iter()
        .filter(|(path, _)| ends_in(path, &["html", "htm", "xhtml", "xht"]))
        .filter(|(_, file)| !failed(&file.content))
        .collect();
    // Neighbours have most in common, and few parts leave both cores work until the end.
    let part = files.len().div_ceil(4 * rayon::current_num_threads()).max(1);
    let scan = |files: &[(&'a str, &'a File)]| {
        let mut known = Known::default();
        let found: Vec<(bool, Result<Found, Facts>)> = files
            .iter()
            .map(|(path, file)| {
                let before = memory.and_then(|memory| memory.found(path, file, sources));
                let is_known = before.is_some();
                let before = before.or_else(|| read.found(file));
                (is_known, before.ok_or_else(|| one(file, sources, &mut known)))
            })
            .collect();
        let list: List = Arc::new(known.addresses.all);
        let mut new = Vec::new();
        let all: Vec<Page<'a>> = files
            .iter()
            .zip(found)
            .map(|((path, file), (is_known, found))| {
                let found =
                    found.unwrap_or_else(|facts| Found { facts: Arc::new(facts), addresses: list.clone() });
                let page = Page { path, maker: file.maker, facts: found.facts, addresses: found.addresses };
                new.extend(Some(page.clone()).filter(|_| !is_known));
                page
            })
            .collect();
        (all, new, list)
    };
    let parts: Vec<(Vec<Page<'_>>, Vec<Page<'_>>, List)> = files.par_chunks(part).map(scan).collect();
    let mut pages = Pages {
        all: Vec::with_capacity(files.len()),
        new: Vec::new(),
        moved: true,
        new_addresses: Vec::new(),
        addresses: addresses.unwrap_or_default(),
    };
    let earlier = read.addresses.into_iter().map(|addresses| (Vec::new(), Vec::new(), addresses));
    for (all, new, addresses) in parts.into_iter().chain(earlier) {
        pages.all.extend(all);
        pages.new.extend(new);
        let known = &mut pages.addresses;
        let new = addresses.iter().filter(|address| known.insert(Arc::clone(address)));
        pages.new_addresses.extend(new.cloned());
    }
    if let Some(memory) = memory {
        pages.moved =
            memory.paths != paths(output) || !pages.new.iter().all(|page| memory.has_anchors_of(page));
    }
    pages
}

/// What is read of a page: of one that is copied its text.
fn bytes(file: &File, sources: &Sources) -> Option<Arc<[u8]>> {
    match (&file.content, file.maker) {
        (Content::Bytes(bytes), _) => Some(bytes.clone()),
        (Content::Copy(_), Maker::Source(source)) => Some(Arc::from(sources.get(source).text.clone())),
        (Content::Copy(_) | Content::Staged(_), _) => None,
    }
}

/// True for a path with one of these endings, in any case.
pub fn ends_in(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))
}

fn one(file: &File, sources: &Sources, known: &mut Known) -> Facts {
    match (&file.content, file.maker) {
        (Content::Copy(_), Maker::Source(source)) => {
            let mut page = known.page(sources.get(source).text.as_bytes());
            page.inline_code.clear();
            page
        }
        (Content::Copy(_) | Content::Staged(_), _) => Facts::default(),
        (Content::Bytes(bytes), _) => known.page(bytes),
    }
}
