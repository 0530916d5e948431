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
mod matrix;
mod memory;
mod mentions;
mod sitemap;
mod surroundings;
mod theme;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::indicator::Cover;
use crate::link::{DocumentId, Site, cover};
use crate::model::EntityKind;
use crate::output::{Content, Maker, Output, page_path};
use crate::source::{Sources, Span};
use crate::view::Rows;

pub use memory::Memory;
pub use mentions::{Unlinked, unlinked};
pub use theme::{Theme, load as theme};

/// What becomes of a page when it was made: in go its path in the output and its bytes. It is called for every page, from many
/// threads at once.
pub type Keep<'a> = dyn Fn(&str, &[u8]) -> Content + Sync + 'a;

/// Renders every page and gathers every file.
pub fn site(site: &Site, theme: &Theme, sources: &Sources, diagnostics: &mut Diagnostics) -> Output {
    make(site, theme, sources, None, &in_memory, diagnostics)
}

/// The same as [`site`], for pages that are not to stay in memory.
pub fn site_kept(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    keep: &Keep<'_>,
    diagnostics: &mut Diagnostics,
) -> Output {
    make(site, theme, sources, None, keep, diagnostics)
}

/// Keeps a page in memory, at its length.
pub fn in_memory(_path: &str, html: &[u8]) -> Content {
    Content::Bytes(Arc::from(html))
}

/// The same as [`site`], quicker where a memory has what was made before. The result does not depend on it.
pub fn site_again(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    memory: Option<&mut Memory>,
    diagnostics: &mut Diagnostics,
) -> Output {
    make(site, theme, sources, memory, &in_memory, diagnostics)
}

fn make(
    site: &Site,
    theme: &Theme,
    sources: &Sources,
    mut memory: Option<&mut Memory>,
    keep: &Keep<'_>,
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
    let output = patched.unwrap_or_else(|| stage.whole(&brush, copied, diagnostics));
    let ties = rows.ties.clone();
    if let Some(memory) = memory {
        memory.ties = Some(ties);
        let is_quiet = diagnostics.iter().count() == said;
        memory.keep(is_quiet.then_some(&output));
    }
    output
}

/// Adds the names of every kind whose list has several pages, for the filter above it.
fn names(rows: &Rows<'_>, assembly: &mut assemble::Assembly<'_>) {
    for kind in EntityKind::ALL {
        if let Some(path) = rows.names_path(kind) {
            // Texts and numbers always become JSON.
            let json = serde_json::to_vec(&rows.names(kind)).unwrap_or_default();
            assembly.file(path, Content::Bytes(json.into()), Maker::Generated);
        }
    }
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
    keep: &'a Keep<'a>,
}

impl Stage<'_> {
    /// Makes everything.
    fn whole(
        &self,
        brush: &theme::Brush<'_>,
        copied: Vec<(String, Content, Maker)>,
        diagnostics: &mut Diagnostics,
    ) -> Output {
        let (site, theme, sources, rows) = (self.site, self.theme, self.sources, self.rows);
        let jobs = jobs::all(rows);
        // The files end with parts that keep one processor busy; the pages do not wait for them.
        let (made, (atom, (beside, indicators))): (Vec<Result<Made, theme::Fault>>, _) = rayon::join(
            || jobs.par_iter().with_max_len(HANDFUL).map(|job| self.page(*job)).collect(),
            || {
                let files = || rayon::join(|| beside::files(rows), || indicators::files(rows));
                rayon::join(|| feed::atom(rows), files)
            },
        );
        let mut assembly = assemble::Assembly::new(sources);
        let mut faults = brush.faults();
        for page in made {
            match page {
                Ok(made) => assembly.page(made, diagnostics),
                Err(fault) => {
                    // A page that failed holds its place, so that links to it are not broken as well.
                    assembly.page(Made::failed(&fault.page), diagnostics);
                    faults.push(fault);
                }
            }
        }
        theme::report(theme, &faults, diagnostics);
        for (path, content, maker) in copied {
            assembly.file(path, content, maker);
        }
        beside::collect(rows, beside, sources, &mut assembly);
        for (path, bytes, maker) in indicators {
            assembly.file(path, Content::Bytes(bytes.into()), maker);
        }
        assembly.bytes("atom.xml", atom);
        names(rows, &mut assembly);
        sitemap::add(site, &mut assembly);
        assembly.finish(site, diagnostics)
    }

    /// The output of the build before with the pages of some documents made anew; nothing where one of them fails.
    fn patched(&self, changed: &[DocumentId], last: Output) -> Option<Output> {
        let mut output = last;
        for id in changed {
            let made = self.page(jobs::of(self.site, *id)?).ok()?;
            output.refill(&page_path(&made.route), made.content);
        }
        Some(output)
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
