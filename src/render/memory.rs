//! Bodies that were rendered before, for a site that is built again and again. What a body becomes follows from its own text and
//! from all front matter, names and files of the site. As long as the second is as it was, a body whose text is as it was
//! need not be rendered again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::link::{DocumentId, Site};
use crate::model::Tlp;
use crate::source::{Area, SourceId, Sources};
use crate::view::BodyView;

/// Rendered bodies and what they rest upon.
#[derive(Default)]
pub struct Memory {
    frame: Frame,
    bodies: Mutex<HashMap<DocumentId, (Arc<str>, BodyView)>>,
}

/// Everything but the bodies that a body may depend on.
#[derive(Default)]
struct Frame {
    /// Every file: of a published document its front matter counts, of one that is withheld or faulty all of it.
    files: Vec<(SourceId, String, Arc<str>, usize)>,
    /// The highest level of the edition: it decides which sources are there to cite.
    max_tlp: Option<Tlp>,
    /// Pages of ambiguous names: whether there is one follows from prose too.
    ambiguous: Vec<(String, String, bool)>,
}

impl Frame {
    fn of(site: &Site, sources: &Sources) -> Self {
        let starts: HashMap<SourceId, usize> =
            site.heads().map(|(_, head)| (head.source, head.body.start)).collect();
        let length = |source: SourceId, area: Area, text: &str| match area {
            Area::Content => starts.get(&source).copied().unwrap_or(text.len()),
            Area::Config | Area::Asset | Area::Syntax => text.len(),
            // That they are there is all that a body can see of them.
            Area::Template | Area::Static => 0,
        };
        Self {
            files: sources
                .iter()
                .map(|(source, file)| {
                    (source, file.path.clone(), file.text.clone(), length(source, file.area, &file.text))
                })
                .collect(),
            max_tlp: Some(site.max_tlp),
            ambiguous: site
                .ambiguous
                .iter()
                .map(|name| (name.name.clone(), name.route.clone(), name.has_page))
                .collect(),
        }
    }

    fn is(&self, other: &Self) -> bool {
        let same = |a: &(SourceId, String, Arc<str>, usize), b: &(SourceId, String, Arc<str>, usize)| {
            (a.0, &a.1, a.3) == (b.0, &b.1, b.3) && a.2.get(..a.3) == b.2.get(..b.3)
        };
        self.ambiguous == other.ambiguous
            && self.max_tlp == other.max_tlp
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|(a, b)| same(a, b))
    }
}

impl Memory {
    /// Makes ready for a build of a site: forgets everything where anything but bodies has changed.
    pub fn prepare(&mut self, site: &Site, sources: &Sources) {
        let frame = Frame::of(site, sources);
        if !self.frame.is(&frame) {
            self.bodies = Mutex::default();
        }
        self.frame = frame;
    }

    /// The body of a document as it was rendered before, or as it is rendered now.
    pub fn body(&self, id: DocumentId, text: &str, render: impl FnOnce() -> BodyView) -> BodyView {
        let lock = || self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, body)) = lock().get(&id)
            && **known == *text
        {
            return body.clone();
        }
        let body = render();
        lock().insert(id, (Arc::from(text), body.clone()));
        body
    }
}
