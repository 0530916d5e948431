//! Files beside the page of a report: the raw text of its detection rules, and its entry for lists of sources. A rule file of an
//! author is copied as it is, and only where a published row names it; all else is made here.

use rayon::prelude::*;

use super::assemble::Assembly;
use super::files::content;
use crate::link::Site;
use crate::model::Detection;
use crate::output::{Content, Maker};
use crate::source::Sources;
use crate::view::{Rows, RuleFile};

/// The files of a report: its rules, and where else it is cited.
pub type Made = (Vec<RuleFile>, [(String, String); 2]);

/// Makes the files of every report, in their order.
pub fn files(rows: &Rows<'_>) -> Vec<Made> {
    let reports = (0..rows.site.reports.len()).into_par_iter();
    reports.map(|at| (rows.rule_files(at), rows.cite_files(at))).collect()
}

/// Adds them.
pub fn collect(site: &Site, made: Vec<Made>, sources: &Sources, assembly: &mut Assembly<'_>) {
    for (linked, (rules, cite)) in site.reports.iter().zip(made) {
        for (row, file) in linked.report.detections.iter().zip(rules) {
            match file.made {
                Some(text) => {
                    assembly.file(
                        file.path,
                        Content::Bytes(text.into_bytes().into()),
                        Maker::Place(row.span),
                    );
                }
                None => copy(row, file.path, sources, assembly),
            }
        }
        for (path, text) in cite {
            // An author's own file of that name, which something links to, stays.
            if !assembly.has(&path) {
                let maker = Maker::Source(linked.report.head.source);
                assembly.file(path, Content::Bytes(text.into_bytes().into()), maker);
            }
        }
    }
}

fn copy(row: &Detection, path: String, sources: &Sources, assembly: &mut Assembly<'_>) {
    if let Some(source) = row.source {
        assembly.file(path, content(sources.get(source)), Maker::Source(source));
    }
}
