//! Rules over the finished [`Output`], whatever made it: links, live indicators, code that the content security policy would stop,
//! requests to third parties, and traces of what is withheld. In goes the output, out come diagnostics; nothing is
//! changed. Each rule is one file. This is the only stage that knows what was withheld.

mod address;
mod facts;
mod html;
mod indicators;
mod inline_code;
mod known;
mod leaks;
mod links;
mod origin;
mod pictures;
mod reader;
mod scan;
mod third_party;
mod unsafe_links;

use crate::diagnostic::Diagnostics;
use crate::gate::Withheld;
use crate::link::Site;
use crate::output::{Maker, Output};
use crate::source::{SourceId, Sources, Span};

pub use reader::Reader;

/// Files that were read before, for a site that is built again and again: one whose bytes are the very same is not read again.
#[derive(Default)]
pub struct Memory {
    pages: scan::Memory,
    links: links::Memory,
    indicators: indicators::Memory,
    leaks: leaks::Memory,
    /// True where no address was refused.
    safe: bool,
}

/// Runs every rule.
pub fn output(
    output: &Output,
    site: &Site,
    withheld: &Withheld,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    finish(output, Reader::new(site, withheld, &|_| String::new()), site, sources, None, diagnostics);
}

/// The same where a reader took in pages when they were made; quicker where a memory has files that are as they were. The result
/// depends on neither.
pub fn finish<'a>(
    output: &'a Output,
    reader: Reader<'_>,
    site: &Site,
    sources: &Sources,
    mut memory: Option<&mut Memory>,
    diagnostics: &mut Diagnostics,
) -> Option<Read<'a>> {
    let (watch, read, found) = reader.finish();
    let pages = scan::pages(output, read, sources, memory.as_deref_mut().map(|memory| &mut memory.pages));
    let origins = origin::Origins::new(site, sources);
    let (links, covered, safe, known) = match memory.as_deref_mut() {
        Some(Memory { links, indicators, safe, leaks, .. }) => {
            (Some(links), Some(indicators), Some(safe), Some(leaks))
        }
        None => (None, None, None, None),
    };
    // No rule needs another, and most keep one processor busy.
    let (mut said, mut more) = (Diagnostics::default(), Diagnostics::default());
    rayon::join(
        || links::check(output, site, &pages, &origins, links, diagnostics),
        || {
            rayon::join(
                || {
                    indicators::check(site, &pages, &origins, covered, &mut said);
                    unsafe_links::check(site, &pages, &origins, safe, &mut said);
                },
                || {
                    pictures::check(output, site, &origins, sources, &mut more);
                    inline_code::check(site, &pages.all, &origins, &mut more);
                    third_party::check(output, site, &pages.all, &origins, sources, &mut more);
                    leaks::check(output, site, watch, found, sources, known, &mut more);
                },
            )
        },
    );
    diagnostics.append(said);
    diagnostics.append(more);
    match memory {
        Some(memory) => {
            memory.pages.keep(output, sources, pages);
            None
        }
        None => Some(Read(pages)),
    }
}

/// What was read of the pages, where no memory keeps it.
pub struct Read<'a>(
    #[allow(dead_code, reason = "it is only there to be given back, or not")] scan::Pages<'a>,
);

/// The place that stands for a file of the output: the document behind it, else the configuration.
fn place(site: &Site, maker: Maker) -> Span {
    match maker {
        Maker::Source(source) => Span::file(source),
        Maker::Place(span) => span,
        Maker::Generated => Span::file(site.config.source),
    }
}

/// The document behind a file of the output.
fn document(maker: Maker) -> Option<SourceId> {
    match maker {
        Maker::Source(source) => Some(source),
        Maker::Place(span) => Some(span.source),
        Maker::Generated => None,
    }
}

/// ` (12 pages in all)`, or nothing for one page.
fn in_all(count: usize) -> String {
    if count == 1 { String::new() } else { format!(" ({count} pages in all)") }
}
