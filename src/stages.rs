//! The stages from disk to audited output as one call, with the time that each took. In goes where the site is and what the edition
//! may hold, out comes the site in memory and what there is to say about it. Nothing is written here.
#![allow(
    clippy::disallowed_methods,
    reason = "the time that a stage takes is measured here, and reaches no output byte"
)]

mod timings;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostics, Severity};
use crate::gate::{Policy, Withheld};
use crate::link::Site;
use crate::markdown::highlight::Grammars;
use crate::model::Tlp;
use crate::output::{Content, Output};
use crate::render::{Keep, Theme};
use crate::source::{Area, SourceId, Sources};
use crate::write::Staging;
use crate::{audit, check, gate, link, load, parse, render, view};

pub use timings::Timings;

/// Which site, and which edition of it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Folder of the site.
    pub root: PathBuf,
    /// Show drafts and reports under embargo.
    pub drafts: bool,
    /// Highest level to show, in place of the site's own.
    pub max_tlp: Option<Tlp>,
    /// The day that decides embargoes and what is a future date.
    pub today: Date,
    /// Address of the site, in place of its own.
    pub base_url: Option<BaseUrl>,
}

/// A site in memory, audited, and what there is to say about it.
pub struct Built {
    /// Its files.
    pub sources: Sources,
    /// What they come to.
    pub site: Site,
    /// What is held back.
    pub withheld: Withheld,
    /// What would be published.
    pub output: Output,
    /// Everything there is to say, not yet in order.
    pub diagnostics: Diagnostics,
    /// Files that could not be read whole: what their pages say may be wrong or missing.
    pub unsound: BTreeSet<SourceId>,
    /// What its pages were made with: thousands of small things, which a program that ends need not give back.
    pub theme: Theme,
}

/// Numbers, paths and texts of files.
type Files = Vec<(SourceId, String, Arc<str>)>;

/// What need not be done again for a site that is built again and again: documents and blocks of code that are as they were.
#[derive(Default)]
pub struct Memory {
    sources: load::Memory,
    documents: parse::Memory,
    pages: render::Memory,
    files: audit::Memory,
    /// The grammars and the files that they were made of.
    grammars: Option<(Files, Arc<Grammars>)>,
}

/// Reads and builds a site in memory.
///
/// # Errors
/// When the site cannot be read.
pub fn build(request: &Request, timings: &mut Timings) -> anyhow::Result<Built> {
    build_again(request, None, timings)
}

/// The same as [`build`], quicker where a memory has what was made before. The result does not depend on it.
///
/// # Errors
/// When the site cannot be read.
pub fn build_again(
    request: &Request,
    mut memory: Option<&mut Memory>,
    timings: &mut Timings,
) -> anyhow::Result<Built> {
    let known = memory.as_deref_mut().map(|memory| &mut memory.sources);
    let sources = timings.stage("load", || load::site_again(&request.root, known))?;
    timings.count(sources.files.len(), "files");
    Ok(build_sources(request, sources, memory, None, timings))
}

impl Memory {
    /// Forgets what was read of files that changed, relative to the root; `None` where nobody knows which these are.
    pub fn forget(&mut self, root: &Path, changed: Option<&[PathBuf]>) {
        let changed: Option<Vec<PathBuf>> =
            changed.map(|changed| changed.iter().map(|path| root.join(path)).collect());
        self.sources.forget(changed.as_deref());
    }
}

/// The first stage alone.
///
/// # Errors
/// When the site cannot be read.
pub fn load(request: &Request, timings: &mut Timings) -> anyhow::Result<Sources> {
    let sources = timings.stage("load", || load::site(&request.root))?;
    timings.count(sources.files.len(), "files");
    Ok(sources)
}

/// All stages after the first, with pages that wait on the disk where there is a staging. That is for a program which ends with the build:
/// some of what the stages used is then not given back.
pub fn build_staged(
    request: &Request,
    sources: Sources,
    staging: Option<&Staging>,
    timings: &mut Timings,
) -> Built {
    build_sources(request, sources, None, staging, timings)
}

fn build_sources(
    request: &Request,
    sources: Sources,
    mut memory: Option<&mut Memory>,
    staging: Option<&Staging>,
    timings: &mut Timings,
) -> Built {
    let mut diagnostics = Diagnostics::default();
    let mut config = parse::config(&sources, &mut diagnostics);
    if let Some(base) = &request.base_url {
        config.base_url = base.clone();
    }
    let policy = policy(request, &config);
    let grammars = grammars(&sources, memory.as_deref_mut(), &mut diagnostics);
    let (mut theme_faults, mut theme_timings) = (Diagnostics::default(), Timings::default());
    let documents = memory.as_deref_mut().map(|memory| &mut memory.documents);
    // The site does not need the templates, nor they the site.
    let (Linked { site, withheld, unsound }, mut theme) = rayon::join(
        || linked(&sources, &config, &policy, &grammars, documents, timings, &mut diagnostics),
        || {
            let grammars = grammars.clone();
            theme_timings.stage("theme", || render::theme(&sources, &config, grammars, &mut theme_faults))
        },
    );
    timings.beside(theme_timings);
    diagnostics.append(theme_faults);
    theme.set_site(&view::site_view(&site));
    let reader = audit::Reader::new(&site, &withheld, &Staging::text);
    let (mut found, mut said) = (Diagnostics::default(), Diagnostics::default());
    // Neither needs the other, and each has parts that keep one processor busy.
    let mut check_timings = Timings::default();
    let (output, ()) = timings.stage("render", || {
        rayon::join(
            || match (staging, memory.as_deref_mut()) {
                (Some(staging), _) => {
                    let waiting = Waiting { staging, reader: &reader };
                    render::site_kept(&site, &theme, &sources, &waiting, &mut said)
                }
                (None, memory) => {
                    let pages = memory.map(|memory| &mut memory.pages);
                    render::site_again(&site, &theme, &sources, pages, &mut said)
                }
            },
            || {
                check_timings.stage("check", || {
                    check::site(&site, &sources, &theme.grammars, policy.today, &mut found)
                });
            },
        )
    });
    check_timings.count(found.iter().count(), "faults, warnings and hints");
    timings.beside(check_timings);
    diagnostics.append(found);
    diagnostics.append(said);
    let pages = output.iter().filter(|(path, _)| path.ends_with(".html")).count();
    timings.count(pages, "pages");
    timings.count(output.len() - pages, "other files");
    let files = memory.map(|memory| &mut memory.files);
    let read =
        timings.stage("audit", || audit::finish(&output, reader, &site, &sources, files, &mut diagnostics));
    if staging.is_some() {
        // As with the rows: the program ends.
        std::mem::forget(read);
    }
    timings.count(withheld.secrets.len(), "withheld strings looked for");
    Built { sources, site, withheld, output, diagnostics, unsound, theme }
}

/// Lets pages wait on the disk, where that takes them, and the audit read them meanwhile.
struct Waiting<'a> {
    staging: &'a Staging,
    reader: &'a audit::Reader<'a>,
}

impl Keep for Waiting<'_> {
    fn page(&self, path: &str, write: &mut render::Write<'_>) -> Result<Content, render::Fault> {
        self.reader.take(path, write, |html| match self.staging.put(path, html) {
            Some(page) => (Some(page.number), Content::Staged(page)),
            None => (None, Content::Bytes(Arc::from(html))),
        })
    }

    fn rest(&self) {
        self.reader.read();
    }

    fn is_last(&self) -> bool {
        true
    }
}

/// What the documents of a site come to.
struct Linked {
    site: Site,
    withheld: Withheld,
    unsound: BTreeSet<SourceId>,
}

/// The stages from documents to the linked site; the grammars that its blocks of code need are made ready meanwhile.
fn linked(
    sources: &Sources,
    config: &Config,
    policy: &Policy,
    grammars: &Grammars,
    memory: Option<&mut parse::Memory>,
    timings: &mut Timings,
    diagnostics: &mut Diagnostics,
) -> Linked {
    let parsed = timings.stage("parse", || match memory {
        Some(memory) => parse::content_again(sources, config, memory, diagnostics),
        None => parse::content(sources, config, diagnostics),
    });
    timings.count(parsed.reports.len(), "reports");
    timings.count(parsed.profiles.len(), "profiles");
    timings.count(parsed.pages.len(), "pages");
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let unsound = errors.map(|diagnostic| diagnostic.span.source).collect();
    let (kept, withheld) = timings.stage("gate", || gate::edition(parsed, policy, diagnostics));
    timings.count(withheld.documents.len(), "documents withheld");
    timings.count(withheld.rows.len(), "rows withheld");
    // Pages that wait for one grammar wait for each other, and linking keeps one processor busy.
    let languages = languages(&kept);
    let mut grammar_timings = Timings::default();
    let (site, ()) = rayon::join(
        || timings.stage("link", || link::site(kept, config, diagnostics)),
        || grammar_timings.stage("grammars", || grammars.prepare(&languages)),
    );
    timings.count(site.entities.len(), "entities");
    timings.count(site.ambiguous.len(), "ambiguous names");
    grammar_timings.count(languages.len(), "languages");
    timings.beside(grammar_timings);
    Linked { site, withheld, unsound }
}

/// The languages of all blocks of code.
fn languages(edition: &gate::Edition) -> BTreeSet<String> {
    let reports = edition.reports.iter().map(|report| &report.head);
    let profiles = edition.profiles.iter().map(|profile| &profile.head);
    let heads = reports.chain(profiles).chain(edition.pages.iter().map(|page| &page.head));
    heads.flat_map(|head| &head.body.languages).map(|language| language.value.clone()).collect()
}

/// The grammars, with the blocks that they have coloured, as long as no file of theirs changed.
fn grammars(sources: &Sources, memory: Option<&mut Memory>, diagnostics: &mut Diagnostics) -> Arc<Grammars> {
    let Some(memory) = memory else { return Arc::new(parse::grammars(sources, diagnostics)) };
    let files = sources.iter().filter(|(_, file)| file.area == Area::Syntax);
    let key: Files = files.map(|(source, file)| (source, file.path.clone(), file.text.clone())).collect();
    if let Some((known, grammars)) = &memory.grammars
        && *known == key
    {
        return grammars.clone();
    }
    let errors = diagnostics.count(Severity::Error);
    let grammars = Arc::new(parse::grammars(sources, diagnostics).remembering());
    // Faults have to be said again with every build.
    memory.grammars = (diagnostics.count(Severity::Error) == errors).then(|| (key, grammars.clone()));
    grammars
}

fn policy(request: &Request, config: &Config) -> Policy {
    Policy {
        drafts: request.drafts,
        max_tlp: request.max_tlp.unwrap_or(config.tlp_max),
        site_max: config.tlp_max,
        today: request.today,
    }
}
