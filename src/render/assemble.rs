//! Puts pages and files into one output and notices where two of them meet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Made, clash, describe};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::output::{Content, File, Maker, Output, page_path};
use crate::source::Sources;

/// An output that is being filled.
pub struct Assembly<'a> {
    output: Output,
    sources: &'a Sources,
    /// Pairs of makers of one path, named when the site is complete.
    clashes: Vec<(String, Maker, Maker)>,
    /// Paths of the pages that a search engine may list, in order.
    listed: BTreeSet<String>,
}

impl<'a> Assembly<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Self { output: Output::default(), sources, clashes: Vec::new(), listed: BTreeSet::new() }
    }

    /// Adds a page. The first at a path stays; a redirect that nobody wrote gives way without a word.
    pub fn page(&mut self, made: Made, _diagnostics: &mut Diagnostics) {
        let path = page_path(&made.route);
        let file = File { content: made.content, maker: made.maker };
        match self.output.insert(path.clone(), file) {
            Ok(()) if !made.noindex => {
                self.listed.insert(path);
            }
            Err(first) if !made.gives_way => self.clashes.push((path, first, made.maker)),
            Ok(()) | Err(_) => {}
        }
    }

    /// Adds a file of the site.
    pub fn file(&mut self, path: String, content: Content, maker: Maker) {
        let file = File { content, maker };
        if let Err(first) = self.output.insert(path.clone(), file)
            && first != maker
        {
            self.clashes.push((path, first, maker));
        }
    }

    /// True when something stands at the path.
    pub fn has(&self, path: &str) -> bool {
        self.output.get(path).is_some()
    }

    /// Adds what Sitrep makes itself, unless an author put a file of that name into `static/`.
    pub fn bytes(&mut self, path: &str, bytes: Vec<u8>) {
        if !self.has(path) {
            self.output.insert_bytes(path.to_owned(), bytes);
        }
    }

    /// Paths of the pages so far that a search engine may list, in order.
    pub fn listed(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(String::as_str)
    }

    /// The output, with an error for each path that two makers want, and for paths that differ only by case or where one is a
    /// folder of the other.
    pub fn finish(self, site: &Site, diagnostics: &mut Diagnostics) -> Output {
        for (path, first, second) in &self.clashes {
            diagnostics.push(clash(path, *first, *second, site, self.sources));
        }
        let mut lower: BTreeMap<String, (&str, Maker)> = BTreeMap::new();
        let capitals: BTreeSet<String> = self
            .output
            .iter()
            .filter(|(path, _)| !is_lower(path))
            .map(|(path, _)| path.to_lowercase())
            .collect();
        let alike = |path: &str| !is_lower(path) || capitals.contains(path);
        for (path, file) in self.output.iter().filter(|(path, _)| !capitals.is_empty() && alike(path)) {
            if let Some((other, maker)) = lower.insert(path.to_lowercase(), (path, file.maker)) {
                let message = format!(
                    "`/{other}` and `/{path}` differ only by case: {} and {} make them",
                    describe(maker, self.sources),
                    describe(file.maker, self.sources)
                );
                let authored = if matches!(file.maker, Maker::Generated) { maker } else { file.maker };
                let at = super::place(authored, site);
                diagnostics.push(
                    Diagnostic::error("path-clash", at, message)
                        .hint("rename one of them: many file systems cannot keep both"),
                );
            }
        }
        let mut said: BTreeSet<&str> = BTreeSet::new();
        let mut before = "";
        for (path, file) in self.output.iter() {
            let mut folder = path;
            // Paths are in order: a folder that holds the one before was asked for with it, and so were those above.
            let asked = |parent: &str| before.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'));
            while let Some((parent, _)) = folder.rsplit_once('/').filter(|(parent, _)| !asked(parent)) {
                folder = parent;
                if let Some(other) = self.output.get(parent)
                    && said.insert(parent)
                {
                    diagnostics.push(clash(parent, other.maker, file.maker, site, self.sources));
                }
            }
            before = path;
        }
        self.output
    }
}

/// True where small letters are all that a path has, as far as can be told without Unicode's tables.
fn is_lower(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}
