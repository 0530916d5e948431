//! The ways into the whole library that the home page offers beside the kinds: one line a page, and only where that page has
//! something to show.

use super::{ATTACK_ROUTE, ATTACK_TITLE, Link, Rows, Years};
use crate::link::LinkedReport;

impl Rows<'_> {
    /// Links of the home page to pages over all reports.
    pub fn explore(&self) -> Vec<Link> {
        let pages = [
            ("Timeline", Years::ROUTE, self.years.pages().next().is_some()),
            ("Matrix", "/matrix/", self.has_matrix()),
            (ATTACK_TITLE, ATTACK_ROUTE, self.has_attack()),
            ("Indicators", "/indicators/", self.site.reports.iter().any(has_indicators)),
        ];
        let there = pages.into_iter().filter(|(_, _, there)| *there);
        there.map(|(title, route, _)| Link { title: title.to_owned(), href: self.href(route) }).collect()
    }
}

/// True for a report whose indicators stand on the page of all of them.
fn has_indicators(linked: &LinkedReport) -> bool {
    linked.report.retracted.is_none() && !linked.report.indicators.is_empty()
}
