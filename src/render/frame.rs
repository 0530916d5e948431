//! What stands around the bodies and headlines of a site: every file but the texts of the published documents, the titles and summaries of
//! the published reports, and what these bodies say to other pages. As long as it stays, a body that changed is seen on its own page, and
//! a headline where it is shown.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use ahash::RandomState;
use rayon::prelude::*;

use crate::link::Site;
use crate::model::{Body, Tlp};
use crate::source::{Area, SourceFile, SourceId, Sources, Span};

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
    /// Where in the front matter of a published report its title and its summary stand.
    headlines: [Option<Span>; 2],
}

/// A document of which nothing but its headline and its body is other than before.
pub struct Changed {
    /// Its file.
    pub source: SourceId,
    /// True where its title or its summary may be another.
    pub headline: bool,
}

impl Frame {
    /// The frame of a site.
    pub fn of(site: &Site, sources: &Sources) -> Self {
        let bodies: HashMap<SourceId, &Body> =
            site.heads().map(|(_, head)| (head.source, &head.body)).collect();
        let reports = site.reports.iter().map(|linked| &linked.report);
        let headlines: HashMap<SourceId, [Option<Span>; 2]> = reports
            .map(|report| (report.head.source, [Some(report.title.span), report.head.summary_span]))
            .collect();
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
            let headlines = headlines.get(&source).copied().unwrap_or_default();
            let (area, path, text) = (file.area, file.path.clone(), file.text.clone());
            File { source, area, path, text, length, said, headlines }
        });
        Self { files: files.collect(), max_tlp: Some(site.max_tlp), held: site.held.clone() }
    }

    /// The documents whose headlines and bodies are all that is different from an earlier frame; nothing where more is.
    pub fn only_texts_since(&self, before: &Self) -> Option<Vec<Changed>> {
        let is_same = self.max_tlp == before.max_tlp
            && self.held == before.held
            && self.files.len() == before.files.len()
            && self.files.iter().zip(&before.files).all(|(now, then)| now.is(then));
        is_same.then(|| {
            let pairs = self.files.iter().zip(&before.files);
            let changed = pairs.filter(|(now, then)| now.area == Area::Content && now.text != then.text);
            let changed =
                changed.map(|(now, then)| Changed { source: now.source, headline: !now.starts(then) });
            changed.collect()
        })
    }
}

impl File {
    /// True where an earlier file was the same to all other pages, but for its headline.
    fn is(&self, before: &Self) -> bool {
        (self.area, &self.path, self.said) == (before.area, &before.path, before.said)
            && (Arc::ptr_eq(&self.text, &before.text)
                || self.starts(before)
                || self.around().is_some_and(|around| Some(around) == before.around()))
    }

    /// True where the part that counts is the same.
    fn starts(&self, before: &Self) -> bool {
        self.length == before.length && self.text.get(..self.length) == before.text.get(..before.length)
    }

    /// The pieces of a report's front matter around its headline, with what stands between them: 0 for the title, 1 for the summary.
    /// Nothing where it cannot be told apart from the rest, as in YAML that uses one text in two places.
    fn around(&self) -> Option<Vec<(&str, usize)>> {
        let front = self.text.get(..self.length).filter(|front| !front.contains('*'))?;
        let mut holes: Vec<(usize, Range<usize>)> = Vec::new();
        for (kind, span) in self.headlines.iter().enumerate() {
            holes.extend(span.map(|span| (kind, span.start as usize..span.end as usize)));
        }
        holes.sort_by_key(|(_, hole)| hole.start);
        let mut from = 0;
        let mut pieces = Vec::new();
        for (kind, hole) in holes {
            pieces.push((front.get(from..hole.start).filter(|_| !hole.is_empty())?, kind));
            from = hole.end;
        }
        pieces.push((front.get(from..)?, pieces.len()));
        (pieces.len() > 1).then_some(pieces)
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
