//! Rules over the linked site: what an author can mend in a document. Each rule is one file, reads the site and adds
//! diagnostics; none changes anything. What can only be seen in the finished pages is looked at in `audit`.

mod dates;
mod detections;
mod duplicate_aliases;
mod duplicate_indicators;
mod empty_report;
mod indicators;
mod languages;
mod links;
mod near_names;
mod orphan_pages;
mod pictures;
mod report_ids;
mod summary;
mod techniques;
mod unknown_codes;
mod unused_profiles;

use jiff::civil::Date;

use crate::diagnostic::Diagnostics;
use crate::link::Site;
use crate::markdown::highlight::Grammars;
use crate::source::Sources;

/// Runs every rule that a build runs. `today` decides what is a future date.
pub fn site(site: &Site, sources: &Sources, grammars: &Grammars, today: Date, diagnostics: &mut Diagnostics) {
    dates::check(site, today, diagnostics);
    detections::check(site, sources, diagnostics);
    duplicate_aliases::check(site, diagnostics);
    duplicate_indicators::check(site, diagnostics);
    empty_report::check(site, diagnostics);
    indicators::check(site, diagnostics);
    languages::check(site, grammars, diagnostics);
    links::check(site, sources, diagnostics);
    orphan_pages::check(site, sources, diagnostics);
    pictures::check(site, diagnostics);
    report_ids::check(site, diagnostics);
    summary::check(site, diagnostics);
    techniques::check(site, diagnostics);
    unknown_codes::check(site, diagnostics);
    unused_profiles::check(site, diagnostics);
}

/// Looks for names that are nearly another: for `sitrep check`, as it is advice that a build need not wait for.
pub fn near_names(site: &Site, diagnostics: &mut Diagnostics) {
    near_names::check(site, diagnostics);
}
