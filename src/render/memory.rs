//! What was rendered before, for a site that is built again and again. A page follows from its view and the theme, and what a component
//! draws does so too. What a body becomes follows from its own file and from its [`surroundings`]. Where nothing but bodies and headlines
//! changed, and they say the same to the rest of the site, all pages that show none of them are those of the build before.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::frame::{Changed, Frame};
use super::jobs::Job;
use super::surroundings;
use super::theme::{Fault, Theme};
use crate::link::Site;
use crate::model::Head;
use crate::output::Output;
use crate::source::{Area, SourceId, Sources};
use crate::view::{BodyView, Digest, Drawn, PageView, Shared, Ties, digest};

/// What was rendered, and what it rests upon.
#[derive(Default)]
pub struct Memory {
    frame: Frame,
    surroundings: Option<u64>,
    /// With the file that each was in, and its text without what is withheld.
    bodies: Kept<SourceId, (Arc<str>, String, Shared<BodyView>)>,
    look: Look,
    /// By name of the view and route, with the digest of the view.
    pages: Kept<(&'static str, String), Page>,
    /// What follows from which report names what.
    pub ties: Option<Arc<Ties>>,
    /// What components drew, by name and digest of the view.
    pub drawn: Kept<(&'static str, Digest), Drawn>,
    /// By page, whose headlines it shows.
    shows: Mutex<HashMap<Job, Vec<SourceId>>>,
    /// Everything that the last build made, where there was nothing to say about it.
    last: Mutex<Option<Output>>,
}

/// The digest of a page's view, and its bytes.
type Page = (Digest, Arc<[u8]>);

/// What the build before made, and what this one made or took from it.
pub struct Kept<K, V> {
    before: HashMap<K, V>,
    now: Mutex<HashMap<K, V>>,
    /// True where this build made only some of its pages: what it has no use for may be of use again.
    partly: bool,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { before: HashMap::new(), now: Mutex::default(), partly: false }
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// Begins a build, of some pages or of all: what the last one of all pages had no use for is gone.
    fn turn(&mut self, partly: bool) {
        let now = std::mem::take(self.now.get_mut().unwrap_or_else(PoisonError::into_inner));
        if std::mem::replace(&mut self.partly, partly) {
            self.before.extend(now);
        } else {
            self.before = now;
        }
    }

    /// What was made before; it is kept for the next build too.
    pub fn get(&self, key: &K) -> Option<V>
    where
        K: Clone,
    {
        let known = self.before.get(key)?.clone();
        self.put(key.clone(), known.clone());
        Some(known)
    }

    /// Keeps what was made.
    pub fn put(&self, key: K, value: V) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value);
    }
}

/// All that pages show beside their views: the templates, and the site that each of them sees.
#[derive(Default, PartialEq)]
struct Look {
    templates: Vec<(String, Arc<str>)>,
    site: Option<Digest>,
}

impl Look {
    fn of(theme: &Theme, sources: &Sources) -> Self {
        let templates = sources.iter().filter(|(_, file)| file.area == Area::Template);
        Self {
            templates: templates.map(|(_, file)| (file.path.clone(), file.text.clone())).collect(),
            site: theme.site,
        }
    }
}

impl Memory {
    /// Makes ready for a build of a site: forgets what may have become something else. Says which documents are all that changed, where
    /// no other page can show more of them than their headlines.
    pub fn prepare(&mut self, site: &Site, theme: &Theme, sources: &Sources) -> Option<Vec<Changed>> {
        let frame = Frame::of(site, sources);
        let look = Look::of(theme, sources);
        let is_other = self.look != look || look.site.is_none();
        let quiet = frame.only_texts_since(&self.frame).filter(|_| !is_other && self.has_last());
        self.frame = frame;
        self.look = look;
        self.drawn.turn(quiet.is_some());
        if quiet.is_some() {
            return quiet;
        }
        let surroundings = Some(surroundings::of(site, sources));
        self.bodies.turn(false);
        if self.surroundings != surroundings {
            self.bodies = Kept::default();
        }
        self.surroundings = surroundings;
        self.pages.turn(false);
        self.shows = Mutex::default();
        if is_other {
            (self.pages, self.drawn) = (Kept::default(), Kept::default());
        }
        self.last = Mutex::default();
        None
    }

    fn has_last(&mut self) -> bool {
        self.last.get_mut().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Gives away the output of the build before.
    pub fn take_last(&self) -> Option<Output> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps an output that gave no reason to say anything; `None` where there was one.
    pub fn keep(&mut self, output: Option<&Output>) {
        self.last = Mutex::new(output.cloned());
    }

    /// Keeps whose headlines a page shows.
    pub fn shows(&self, job: Job, headlines: Vec<SourceId>) {
        self.shows.lock().unwrap_or_else(PoisonError::into_inner).insert(job, headlines);
    }

    /// The pages that show a headline of some documents, in no order.
    pub fn showing(&self, headlines: &[SourceId]) -> Vec<Job> {
        let shows = self.shows.lock().unwrap_or_else(PoisonError::into_inner);
        let any = |of: &[SourceId]| headlines.iter().any(|headline| of.binary_search(headline).is_ok());
        shows.iter().filter(|(_, of)| any(of)).map(|(job, _)| *job).collect()
    }

    /// A page as it was rendered before, or as it is rendered now.
    ///
    /// # Errors
    /// That of `render`.
    pub fn page<T: Serialize>(
        &self,
        page: &PageView,
        name: &'static str,
        view: &T,
        render: impl FnOnce() -> Result<Arc<[u8]>, Fault>,
    ) -> Result<Arc<[u8]>, Fault> {
        let Some(digest) = digest(&(page, view)) else { return render() };
        let key = (name, page.route.clone());
        let known = self.pages.before.get(&key).filter(|(known, _)| *known == digest);
        let html = match known {
            Some((_, html)) => html.clone(),
            None => render()?,
        };
        self.pages.put(key, (digest, html.clone()));
        Ok(html)
    }

    /// The body of a document as it was rendered before, or as it is rendered now.
    pub fn body(
        &self,
        head: &Head,
        file: &Arc<str>,
        render: impl FnOnce() -> Shared<BodyView>,
    ) -> Shared<BodyView> {
        let text = head.body.markdown();
        let is_known = |known: &&(Arc<str>, String, Shared<BodyView>)| known.0 == *file && known.1 == text;
        let body = match self.bodies.before.get(&head.source).filter(is_known) {
            Some((_, _, body)) => body.clone(),
            None => render(),
        };
        self.bodies.put(head.source, (file.clone(), text.to_owned(), body.clone()));
        body
    }
}
