//! What the preview holds: the edition as it was last built, the public edition where somebody asked for it, and a short memory of
//! what changed. In goes a word from the watch, out come files for the server and messages for open tabs.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use serde::Serialize;
use tokio::sync::watch as signal;

use super::edition::{self, Changes, Files};
use super::watch::{Told, Watch};
use crate::diagnostic::print::{self, Format};
use crate::diagnostic::{Diagnostics, Severity};
use crate::link::{DocumentId, Site};
use crate::output::{Maker, page_path};
use crate::source::{SourceId, Sources};
use crate::stages::{self, Memory, Request, Timings};

/// Rebuilds that are remembered, for tabs that were away.
const MEMORY: usize = 200;

/// An edition that can be looked at.
#[derive(Default)]
pub struct Shown {
    /// Its files.
    pub files: Files,
    /// What there is to say about it.
    pub faults: Vec<Fault>,
    /// Milliseconds that the build took.
    pub millis: u128,
    about: Option<About>,
}

/// What is behind the pages.
struct About {
    sources: Sources,
    site: Site,
    makers: BTreeMap<String, SourceId>,
}

/// A diagnostic for the browser, the same text as at the terminal.
#[derive(Debug, Clone, Serialize)]
pub struct Fault {
    /// `error`, `warning` or `hint`.
    pub severity: &'static str,
    /// `content/reports/acme.md:3:7`; empty for a failure of the machine.
    pub place: String,
    /// The whole text, with the source line and the hints.
    pub text: String,
}

/// What the preview bar says about one page.
#[derive(Debug, Serialize)]
pub struct Card {
    /// The file behind it; empty for a page that Sitrep makes.
    source: String,
    /// Names of the entities of a report.
    entities: Vec<String>,
    /// What there is to say about its file.
    faults: Vec<Fault>,
    /// Milliseconds that the last build took.
    millis: u128,
}

/// News for an open tab.
#[derive(Debug, Serialize)]
pub struct News {
    /// The state of the preview, `SESSION-NUMBER`.
    pub version: String,
    /// The tab knows nothing that can be built upon: it has to load its page again.
    pub reload: bool,
    pages: Vec<String>,
    styles: Vec<String>,
    others: bool,
    /// A page that was edited, for `--navigate`.
    open: Option<String>,
    /// Errors first.
    pub faults: Vec<Fault>,
    millis: u128,
}

struct State {
    number: u64,
    shown: Arc<Shown>,
    /// The public edition, with the number of the rebuild that it is of.
    public: Option<(u64, Arc<Shown>)>,
    memory: VecDeque<(u64, Changes, Option<String>)>,
}

/// The desk that the builder and the server share.
pub struct Desk {
    request: Request,
    navigate: bool,
    tell: Box<dyn Fn(Told<'_>) + Send + Sync>,
    session: u128,
    state: Mutex<State>,
    /// The number of the last rebuild; 0 before the first one has ended.
    rebuilt: signal::Sender<u64>,
}

impl Desk {
    /// A desk with nothing on it yet.
    pub fn new(request: Request, navigate: bool, tell: Box<dyn Fn(Told<'_>) + Send + Sync>) -> Self {
        let state = State { number: 0, shown: Arc::default(), public: None, memory: VecDeque::new() };
        let start = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Self {
            request,
            navigate,
            tell,
            session: start.map_or(0, |since| since.as_micros()),
            state: Mutex::new(state),
            rebuilt: signal::channel(0).0,
        }
    }

    /// Builds, and builds again with each change on the disk, for ever.
    pub fn work(&self) {
        let mut memory = Memory::default();
        let (mut watch, notice) = Watch::new(&self.request.root);
        if let Some(notice) = notice {
            self.notice(&notice);
        }
        self.rebuild(&[], &mut memory);
        loop {
            let burst = watch.wait();
            if let Some(notice) = burst.notice {
                self.notice(&notice);
            }
            memory.forget(&self.request.root, burst.is_whole.then_some(&burst.changed));
            self.rebuild(&burst.changed, &mut memory);
        }
    }

    /// The path below which the site is served: `/`, unless the author gave an address with another one.
    pub fn base(&self) -> &str {
        self.request.base_url.as_ref().map_or("/", |base| base.path.as_str())
    }

    /// The folder of the site.
    pub fn root(&self) -> &std::path::Path {
        &self.request.root
    }

    /// Tells the person at the terminal.
    pub fn notice(&self, text: &str) {
        (self.tell)(Told::Notice(text));
    }

    // A thread that panicked leaves a state that is whole: it is put in place in one step.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rebuild(&self, edited: &[PathBuf], memory: &mut Memory) {
        let start = Instant::now();
        let before = self.state().shown.clone();
        let (mut shown, diagnostics) = build(&self.request, &before, Some(memory));
        shown.millis = start.elapsed().as_millis();
        let changes = edition::changes(&before.files, &shown.files);
        let open = edited.iter().find_map(|path| shown.page_of(path)).filter(|_| self.navigate);
        let line = format!("{} pages changed in {} ms", changes.pages.len(), shown.millis);
        let shown = Arc::new(shown);
        let mut state = self.state();
        state.number += 1;
        let number = state.number;
        state.memory.push_back((number, changes, open));
        if state.memory.len() > MEMORY {
            state.memory.pop_front();
        }
        state.shown = shown.clone();
        drop(state);
        self.rebuilt.send_replace(number);
        // Readers of the site do not wait for the terminal.
        match (&diagnostics, &shown.about) {
            (Some(diagnostics), Some(about)) => {
                (self.tell)(Told::Built(diagnostics, &about.sources, &line));
            }
            _ => (self.tell)(Told::Failed(shown.faults.first().map_or("", |fault| fault.text.as_str()))),
        }
    }

    /// Waits for the first build.
    pub async fn ready(&self) {
        let _ = self.rebuilt.subscribe().wait_for(|number| *number > 0).await;
    }

    /// The edition of the preview, or exactly what `build` would publish, which is built when first asked for.
    pub fn shown(&self, public: bool) -> Arc<Shown> {
        let state = self.state();
        if !public {
            return state.shown.clone();
        }
        let number = state.number;
        if let Some((of, shown)) = &state.public
            && *of == number
        {
            return shown.clone();
        }
        drop(state);
        let request = Request { drafts: false, max_tlp: None, ..self.request.clone() };
        let (mut shown, diagnostics) = build(&request, &Shown::default(), None);
        // A site with errors publishes nothing.
        if diagnostics.is_none_or(|diagnostics| diagnostics.has_errors()) {
            shown.files.clear();
        }
        let shown = Arc::new(shown);
        self.state().public = Some((number, shown.clone()));
        shown
    }

    /// The state of the preview, for the address of its script.
    pub fn version(&self) -> String {
        format!("{}-{}", self.session, self.state().number)
    }

    /// Waits until there is more than a tab knows.
    pub async fn later_than(&self, version: &str) {
        let known = self.number(version).unwrap_or(0);
        let _ = self.rebuilt.subscribe().wait_for(|number| *number > known).await;
    }

    /// The number of a version of this session.
    fn number(&self, version: &str) -> Option<u64> {
        let (session, number) = version.split_once('-')?;
        (session == self.session.to_string()).then(|| number.parse().ok()).flatten()
    }

    /// What happened since a version.
    pub fn news(&self, since: &str) -> News {
        let state = self.state();
        let known = self.number(since);
        let oldest = state.memory.front().map_or(0, |(number, ..)| *number);
        let is_known = known.is_some_and(|number| number + 1 >= oldest && number <= state.number);
        let mut news = News {
            version: format!("{}-{}", self.session, state.number),
            reload: !is_known,
            pages: Vec::new(),
            styles: Vec::new(),
            others: false,
            open: None,
            faults: state.shown.faults.clone(),
            millis: state.shown.millis,
        };
        let below = |path: &String| format!("{}{}", self.base(), path.trim_start_matches('/'));
        for (_, changes, open) in state.memory.iter().filter(|(number, ..)| Some(*number) > known) {
            news.pages.extend(changes.pages.iter().map(below));
            news.styles.extend(changes.styles.iter().map(below));
            news.others |= changes.others;
            news.open = open.as_ref().map(below).or(news.open);
        }
        news
    }
}

impl Shown {
    /// The route of the page that a file of the site makes.
    fn page_of(&self, file: &std::path::Path) -> Option<String> {
        let about = self.about.as_ref()?;
        let (source, _) = about.sources.find(&file.to_string_lossy().replace('\\', "/"))?;
        let makers = about.makers.iter().find(|(path, maker)| **maker == source && path.ends_with(".html"));
        makers.map(|(path, _)| format!("/{}", path.strip_suffix("index.html").unwrap_or(path)))
    }

    /// What the preview bar says about the page at a route.
    pub fn card(&self, route: &str) -> Card {
        let mut card =
            Card { source: String::new(), entities: Vec::new(), faults: Vec::new(), millis: self.millis };
        let Some(about) = &self.about else { return card };
        let Some(source) = about.makers.get(&page_path(route)) else { return card };
        card.source = about.sources.get(*source).path.clone();
        let start = format!("{}:", card.source);
        card.faults = self.faults.iter().filter(|fault| fault.place.starts_with(&start)).cloned().collect();
        let document = about.site.heads().find(|(_, head)| head.source == *source);
        if let Some((DocumentId::Report(at), _)) = document {
            let entities = about.site.reports[at].entities.iter().map(|id| &about.site.entities[*id]);
            card.entities =
                entities.map(|entity| format!("{}: {}", entity.kind.label(), entity.name)).collect();
        }
        card
    }
}

/// Builds an edition; of a faulty one what could not be made is as it was `before`.
fn build(request: &Request, before: &Shown, memory: Option<&mut Memory>) -> (Shown, Option<Diagnostics>) {
    // On a thread of the pool: the stages would be handed over to one, each by itself.
    let built = match rayon::scope(|_| stages::build_again(request, memory, &mut Timings::default())) {
        Ok(built) => built,
        Err(error) => {
            let text = format!("error: {error:#}");
            let faults = vec![Fault { severity: "error", place: String::new(), text }];
            return (Shown { files: before.files.clone(), faults, ..Shown::default() }, None);
        }
    };
    let diagnostics = built.diagnostics.finish(false);
    let makers = built.output.iter().filter_map(|(path, file)| match file.maker {
        Maker::Source(source) => Some((path.to_owned(), source)),
        Maker::Place(_) | Maker::Generated => None,
    });
    let before = diagnostics.has_errors().then_some(&before.files);
    let (makers, files) =
        rayon::join(|| makers.collect(), || edition::files(&built.output, &built.unsound, before));
    let faults = faults(&diagnostics, &built.sources);
    let about = About { sources: built.sources, site: built.site, makers };
    (Shown { files, faults, millis: 0, about: Some(about) }, Some(diagnostics))
}

/// Diagnostics one by one, errors first.
fn faults(diagnostics: &Diagnostics, sources: &Sources) -> Vec<Fault> {
    let mut found: Vec<(Severity, Fault)> = diagnostics
        .iter()
        .map(|diagnostic| {
            let mut one = Diagnostics::default();
            one.push(diagnostic.clone());
            let text = print::render(&one, sources, Format::Human { colour: false }, Severity::Hint);
            let file = sources.get(diagnostic.span.source);
            let at = file.position(diagnostic.span.start);
            let place = format!("{}:{}:{}", file.path, at.line, at.column);
            (
                diagnostic.severity,
                Fault { severity: diagnostic.severity.word(), place, text: text.trim_end().to_owned() },
            )
        })
        .collect();
    found.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    found.into_iter().map(|(_, fault)| fault).collect()
}
