//! Files beside the page of a report: the raw text of its detection rules, and its entry for lists of sources. A rule file of an
//! author is copied as it is, and only where a published row names it; all else is made here.

use rayon::prelude::*;

use super::assemble::Assembly;
use super::files::content;
use crate::link::ReportId;
use crate::output::{Content, Maker};
use crate::source::Sources;
use crate::view::Rows;

/// A file.
pub struct Made {
    pub path: String,
    pub content: Content,
    pub maker: Maker,
    /// An author's own file of that name, which something links to, stays.
    gives_way: bool,
}

/// Makes the files of every report, in their order.
pub fn files(rows: &Rows<'_>, sources: &Sources) -> Vec<Vec<Made>> {
    (0..rows.site.reports.len()).into_par_iter().map(|at| of(rows, at, sources)).collect()
}

/// Makes those of one report: its rules, and where else it is cited.
pub fn of(rows: &Rows<'_>, at: ReportId, sources: &Sources) -> Vec<Made> {
    let report = &rows.site.reports[at].report;
    let rules = report.detections.iter().zip(rows.rule_files(at)).filter_map(|(row, file)| {
        let (content, maker) = match file.made {
            Some(text) => (Content::Bytes(text.into_bytes().into()), Maker::Place(row.span)),
            None => (content(sources.get(row.source?)), Maker::Source(row.source?)),
        };
        Some(Made { path: file.path, content, maker, gives_way: false })
    });
    let cite = rows.cite_files(at).into_iter().map(|(path, text)| Made {
        path,
        content: Content::Bytes(text.into_bytes().into()),
        maker: Maker::Source(report.head.source),
        gives_way: true,
    });
    rules.chain(cite).collect()
}

/// Adds them.
pub fn collect(made: Vec<Vec<Made>>, assembly: &mut Assembly<'_>) {
    for file in made.into_iter().flatten() {
        if !file.gives_way || !assembly.has(&file.path) {
            assembly.file(file.path, file.content, file.maker);
        }
    }
}
