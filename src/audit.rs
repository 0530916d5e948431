//! Rules over the finished [`Output`], whatever made it: links, live indicators, code that the content security policy would stop,
//! requests to third parties, and traces of what is withheld. In goes the output, out come diagnostics; nothing is
//! changed. Each rule is one file. This is the only stage that knows what was withheld.

mod address;
mod html;
mod indicators;
mod inline_code;
mod leaks;
mod links;
mod origin;
mod scan;
mod third_party;
mod unsafe_links;

use crate::diagnostic::Diagnostics;
use crate::gate::Withheld;
use crate::link::Site;
use crate::output::{Maker, Output};
use crate::source::{SourceId, Sources, Span};

/// Runs every rule.
pub fn output(
    output: &Output,
    site: &Site,
    withheld: &Withheld,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let pages = scan::pages(output, sources);
    let origins = origin::Origins::new(site, sources);
    links::check(output, site, &pages, &origins, diagnostics);
    let addresses = scan::addresses_of(&pages);
    indicators::check(site, &pages, &addresses, &origins, diagnostics);
    unsafe_links::check(site, &pages, &addresses, &origins, diagnostics);
    inline_code::check(site, &pages, &origins, diagnostics);
    third_party::check(output, site, &pages, &origins, sources, diagnostics);
    leaks::check(output, site, withheld, sources, diagnostics);
}

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
