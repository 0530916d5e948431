//! Views and templates to the [`Output`]. In go the linked site, the theme and the files that are copied, out comes every page,
//! feed and file of the site in one map. A fault in a template is a diagnostic at its place; two authored sources of
//! one path are an error that names both.

mod assemble;
mod beside;
mod body;
mod feed;
mod files;
mod frame;
mod indicators;
mod jobs;
mod keep;
mod matrix;
mod memory;
mod mentions;
mod patch;
mod sitemap;
mod surroundings;
mod theme;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::Cover;
use crate::link::{Site, cover};
use crate::model::EntityKind;
use crate::output::{Content, Maker, Output};
use crate::source::{Sources, Span};
use crate::view::Rows;

pub use keep::{InMemory, Keep, Write};
pub use memory::Memory;
pub use mentions::{Unlinked, unlinked};
pub use theme::{Fault, Theme, load as theme};

/// Renders every page and gathers every file.
pub fn site(site: &Site, theme: &Theme, sources: &Sources, diagnostics: &mut Diagnostics) -> Output {
    make(site, theme, sources, None, &InMemory, diagnostics)
}

/// The same as [`site`], for pages that are not to stay in memory.
pub fn site_kept(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    keep: &dyn Keep,
    diagnostics: &mut Diagnostics,
) -> Output {
    make(site, theme, sources, None, keep, diagnostics)
}

/// The same as [`site`], quicker where a memory has what was made before. The result does not depend on it.
pub fn site_again(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    memory: Option<&mut Memory>,
    diagnostics: &mut Diagnostics,
) -> Output {
    make(site, theme, sources, memory, &InMemory, diagnostics)
}

fn make(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    mut memory: Option<&mut Memory>,
    keep: &dyn Keep,
    diagnostics: &mut Diagnostics,
) -> Output {
    let said = diagnostics.iter().count();
    let changed = memory.as_deref_mut().and_then(|memory| memory.prepare(site, theme, sources));
    let known = memory.as_deref();
    let copied = files::all(site, sources);
    let brush = theme::Brush::new(theme, known);
    let (mut rows, (cover, mentions)) = rayon::join(
        || Rows::again(site, &brush, known.and_then(|known| known.ties.as_ref())),
        || rayon::join(|| cover(site), || mentions::Mentions::new(site)),
    );
    rows.taken = copied.iter().map(|(path, ..)| path.to_lowercase()).collect();
    let stage = Stage { site, theme, sources, rows: &rows, cover, mentions, memory: known, keep };
    let last = changed.as_ref().and_then(|_| known?.take_last());
    let patched = changed.zip(last).and_then(|(changed, last)| stage.patched(&changed, last));
    // What many pages show is at fault on all of them.
    let patched = patched.filter(|_| !brush.is_faulty());
    let parts = if patched.is_none() { stage.parts() } else { Parts::default() };
    let (ties, faults) = (rows.ties.clone(), brush.faults());
    // Putting all of it together keeps one processor busy; so does giving back the rows, which are thousands of small things.
    let (output, ((), ())) = rayon::join(
        || patched.unwrap_or_else(|| parts.put_together(site, theme, sources, faults, copied, diagnostics)),
        || rayon::join(|| keep.rest(), || give_back(rows, keep)),
    );
    if let Some(memory) = memory {
        memory.ties = Some(ties);
        let is_quiet = diagnostics.iter().count() == said;
        memory.keep(is_quiet.then_some(&output));
    }
    output
}

fn give_back(rows: Rows<'_>, keep: &dyn Keep) {
    if keep.is_last() {
        std::mem::forget(rows);
    }
}

/// The names of every kind whose list has several pages, for the filter above it: path in the output and JSON.
fn names(rows: &Rows<'_>) -> Vec<(String, Vec<u8>)> {
    // Texts and numbers always become JSON.
    let json = |kind| serde_json::to_vec(&rows.names(kind)).unwrap_or_default();
    let kinds = EntityKind::ALL.into_par_iter();
    kinds.filter_map(|kind| Some((rows.names_path(kind)?, json(kind)))).collect()
}

/// Pages that a thread takes at once: the large ones stand last, and no thread is to be left alone with all of them.
const HANDFUL: usize = 8;

/// What rendering a page needs.
struct Stage<'a> {
    site: &'a Site,
    theme: &'a Theme,
    sources: &'a Sources,
    rows: &'a Rows<'a>,
    cover: &'a Cover,
    mentions: mentions::Mentions<'a>,
    memory: Option<&'a Memory>,
    keep: &'a dyn Keep,
}

impl Stage<'_> {
    /// Makes everything.
    fn parts(&self) -> Parts {
        let rows = self.rows;
        let jobs = jobs::all(rows);
        // The files end with parts that keep one processor busy; the pages do not wait for them.
        let (pages, ((atom, names), (beside, indicators))) = rayon::join(
            || jobs.par_iter().with_max_len(HANDFUL).map(|job| self.page(*job)).collect(),
            || {
                let files = || rayon::join(|| beside::files(rows, self.sources), || indicators::files(rows));
                rayon::join(|| (feed::atom(rows), names(rows)), files)
            },
        );
        Parts { pages, atom, names, beside, indicators }
    }
}

/// Everything that was made, each for itself.
#[derive(Default)]
struct Parts {
    pages: Vec<Result<Made, theme::Fault>>,
    atom: Vec<u8>,
    names: Vec<(String, Vec<u8>)>,
    beside: Vec<Vec<beside::Made>>,
    indicators: Vec<(String, Vec<u8>, Maker)>,
}

impl Parts {
    /// Puts it into one output; `faults` are those of what many pages show.
    fn put_together(
        self,
        site: &Site,
        theme: &Theme,
        sources: &Sources,
        mut faults: Vec<theme::Fault>,
        copied: Vec<(String, Content, Maker)>,
        diagnostics: &mut Diagnostics,
    ) -> Output {
        let mut assembly = assemble::Assembly::new(sources);
        for page in self.pages {
            match page {
                Ok(made) => assembly.page(made, diagnostics),
                Err(fault) => {
                    // A page that failed holds its place, so that links to it are not broken as well.
                    assembly.page(Made::failed(&fault.page), diagnostics);
                    faults.push(fault);
                }
            }
        }
        theme::report(theme, sources, faults, diagnostics);
        for (path, content, maker) in copied {
            assembly.file(path, content, maker);
        }
        beside::collect(self.beside, &mut assembly);
        for (path, bytes, maker) in self.indicators {
            assembly.file(path, Content::Bytes(bytes.into()), maker);
        }
        assembly.bytes("atom.xml", self.atom);
        for (path, json) in self.names {
            assembly.file(path, Content::Bytes(json.into()), Maker::Generated);
        }
        sitemap::add(site, &mut assembly);
        assembly.finish(site, diagnostics)
    }
}

/// A page that was rendered.
struct Made {
    route: String,
    content: Content,
    maker: Maker,
    /// Generated pages give way where an authored one stands.
    gives_way: bool,
    /// Search engines are asked not to list it, and the sitemap leaves it out.
    noindex: bool,
}

impl Made {
    /// What stands for a page whose template failed: nothing, at its route.
    fn failed(route: &str) -> Self {
        Self {
            route: route.to_owned(),
            content: Content::Bytes(Arc::from([])),
            maker: Maker::Generated,
            gives_way: true,
            noindex: true,
        }
    }
}

/// The place of what made a file, for a message.
fn place(maker: Maker, site: &Site) -> Span {
    match maker {
        Maker::Source(source) => Span::file(source),
        Maker::Place(span) => span,
        Maker::Generated => Span::file(site.config.source),
    }
}

/// What made a file, for a message.
fn describe(maker: Maker, sources: &Sources) -> String {
    match maker {
        Maker::Source(source) => sources.get(source).path.clone(),
        Maker::Place(span) => {
            let file = sources.get(span.source);
            format!("{}:{}", file.path, file.position(span.start).line)
        }
        Maker::Generated => "a page that Sitrep makes".to_owned(),
    }
}

/// The error for two makers of one path.
fn clash(path: &str, first: Maker, second: Maker, site: &Site, sources: &Sources) -> Diagnostic {
    let at = if matches!(second, Maker::Generated) { first } else { second };
    let message =
        format!("{} and {} both make `/{path}`", describe(first, sources), describe(second, sources));
    Diagnostic::error("path-clash", place(at, site), message)
        .hint("rename one of them, or give a document another `slug`")
}
