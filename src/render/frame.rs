//! What stands around the bodies of a site: every file but the text of the published ones, and what these bodies say to other pages. As
//! long as it stays, a body that changed is seen on its own page and nowhere else.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use ahash::RandomState;
use rayon::prelude::*;

use crate::link::Site;
use crate::model::{Body, Tlp};
use crate::source::{Area, SourceFile, SourceId, Sources};

/// Everything but the bodies.
#[derive(Default)]
pub struct Frame {
    files: Vec<File>,
    /// The highest level of the edition: it decides which sources are there to cite.
    max_tlp: Option<Tlp>,
    /// Why documents are kept back from the public edition.
    held: BTreeMap<SourceId, Vec<String>>,
}

/// One file of a site.
struct File {
    source: SourceId,
    area: Area,
    path: String,
    text: Arc<str>,
    /// How much of the text counts: of a published document its front matter, of one that is withheld or faulty all of it.
    length: usize,
    /// What its body says to other pages; nothing for a file that is no published document.
    said: Option<u64>,
}

impl Frame {
    /// The frame of a site.
    pub fn of(site: &Site, sources: &Sources) -> Self {
        let bodies: HashMap<SourceId, &Body> =
            site.heads().map(|(_, head)| (head.source, &head.body)).collect();
        let all: Vec<(SourceId, &SourceFile)> = sources.iter().collect();
        let files = all.into_par_iter().map(|(source, file)| {
            let body = bodies.get(&source);
            let length = match file.area {
                Area::Content => body.map_or(file.text.len(), |body| body.start),
                Area::Config | Area::Asset | Area::Syntax => file.text.len(),
                // Templates are compared elsewhere; of a file that is copied no page holds more than its path.
                Area::Template | Area::Static => 0,
            };
            let said = body.map(|body| said(body));
            File { source, area: file.area, path: file.path.clone(), text: file.text.clone(), length, said }
        });
        Self { files: files.collect(), max_tlp: Some(site.max_tlp), held: site.held.clone() }
    }

    /// The documents whose bodies are all that is different from an earlier frame; nothing where more is.
    pub fn only_bodies_since(&self, before: &Self) -> Option<Vec<SourceId>> {
        let is_same = self.max_tlp == before.max_tlp
            && self.held == before.held
            && self.files.len() == before.files.len()
            && self.files.iter().zip(&before.files).all(|(now, then)| now.is(then));
        is_same.then(|| {
            let pairs = self.files.iter().zip(&before.files);
            let changed = pairs.filter(|(now, then)| now.area == Area::Content && now.text != then.text);
            changed.map(|(now, _)| now.source).collect()
        })
    }
}

impl File {
    /// True where an earlier file was the same to all other pages.
    fn is(&self, before: &Self) -> bool {
        let same = |end: usize| {
            Arc::ptr_eq(&self.text, &before.text) || self.text.get(..end) == before.text.get(..end)
        };
        (self.area, &self.path, self.length, self.said)
            == (before.area, &before.path, before.length, before.said)
            && same(self.length)
    }
}

/// What other pages can see of a body: where it links to, which sources it cites, and the levels of its blocks.
fn said(body: &Body) -> u64 {
    let mut hasher = RandomState::with_seeds(1, 2, 3, 4).build_hasher();
    for link in &body.links {
        link.target.hash(&mut hasher);
    }
    for citation in &body.citations {
        citation.value.hash(&mut hasher);
    }
    for block in &body.blocks {
        block.level.hash(&mut hasher);
    }
    (body.links.len(), body.citations.len(), body.blocks.len(), body.empty).hash(&mut hasher);
    hasher.finish()
}
