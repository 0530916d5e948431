//! The output of the build before with a few pages made anew: those of the documents that changed, and those that show a headline of them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::frame::Changed;
use super::jobs::{self, Job};
use super::{Made, Stage, beside, feed, indicators};
use crate::link::ReportId;
use crate::output::{Content, File, Maker, Output, page_path};
use crate::source::SourceId;

impl Stage<'_> {
    /// Patches the output of the build before; nothing where a page fails, or is another one than before.
    pub fn patched(&self, changed: &[Changed], last: Output) -> Option<Output> {
        let headlines: Vec<SourceId> =
            changed.iter().filter(|changed| changed.headline).map(|changed| changed.source).collect();
        let mut jobs: BTreeSet<Job> = self.memory?.showing(&headlines).into_iter().collect();
        for changed in changed {
            let mut heads = self.site.heads();
            let (id, _) = heads.find(|(_, head)| head.source == changed.source)?;
            jobs.insert(jobs::of(self.site, id)?);
        }
        let pages: Vec<_> = jobs.into_par_iter().map(|job| self.page(job)).collect();
        let mut output = last;
        for page in pages {
            let Made { route, content, maker, gives_way, .. } = page.ok()?;
            if gives_way || !output.replace(&page_path(&route), File { content, maker }) {
                return None;
            }
        }
        if !headlines.is_empty() {
            self.patch_files(&headlines, &mut output);
        }
        Some(output)
    }

    /// Makes the files anew that hold headlines of some reports. What an author put in the place of one stays.
    fn patch_files(&self, headlines: &[SourceId], output: &mut Output) {
        let file = |bytes: Vec<u8>, maker| File { content: Content::Bytes(bytes.into()), maker };
        output.replace("atom.xml", file(feed::atom(self.rows), Maker::Generated));
        let reports = self.site.reports.iter().enumerate();
        let edited = reports.filter(|(_, linked)| headlines.contains(&linked.report.head.source));
        for at in edited.map(|(at, _)| at).collect::<Vec<ReportId>>() {
            for beside::Made { path, content, maker, .. } in beside::of(self.rows, at, self.sources) {
                output.replace(&path, File { content, maker });
            }
            for (path, bytes, maker) in indicators::of_report(self.rows, at) {
                output.replace(&path, file(bytes, maker));
            }
        }
    }
}
