//! The pages below `/matrix/`: the busiest pairs, the lists of all pairs, and techniques of ATT&CK by tactic. The first and the last
//! exist on every site, so that a menu may lead there; while they are empty, no search engine is to list them.

use super::jobs::{Job, numbered};
use super::theme::Fault;
use super::{Made, Stage};
use crate::output::Maker;
use crate::view::{ATTACK_ROUTE, ATTACK_TITLE, Frame, Link, PairKind, Rows};

/// The route of the first of them, and what it is called.
const ROUTE: &str = "/matrix/";
const TITLE: &str = "Matrix";

/// Adds these pages.
pub fn jobs(rows: &Rows<'_>, jobs: &mut Vec<Job>) {
    jobs.push(Job::Matrix);
    for kind in PairKind::ALL {
        let pairs = rows.pairs(kind).count();
        let pages = if pairs == 0 { 0 } else { rows.pages(pairs) };
        jobs.extend((1..=pages).map(|number| Job::Pairs(kind, number)));
    }
    jobs.push(Job::Attack);
}

impl Stage<'_> {
    /// `/matrix/`.
    pub fn matrix(&self) -> Result<Made, Fault> {
        let page = self.rows.page_view(Frame {
            title: TITLE.to_owned(),
            description: "Actors by victims and sectors by countries, with the reports behind each pair"
                .to_owned(),
            route: ROUTE.to_owned(),
            template: "matrix",
            breadcrumbs: Vec::new(),
            head: None,
            noindex: !self.rows.has_matrix(),
        });
        self.finish(&page, "matrix", &self.rows.matrix_view(), Maker::Generated)
    }

    /// A page of the list of all pairs of one sort.
    pub fn pairs(&self, kind: PairKind, number: usize) -> Result<Made, Fault> {
        let page = self.rows.page_view(Frame {
            title: numbered(kind.label(), number),
            description: format!("{}: every pair, with the reports behind it", kind.label()),
            route: Rows::page_route(&kind.route(), number),
            template: "pairs",
            breadcrumbs: vec![self.up()],
            head: None,
            noindex: false,
        });
        self.finish(&page, "pairs", &self.rows.pairs_view(kind, number), Maker::Generated)
    }

    /// `/matrix/attack/`.
    pub fn attack(&self) -> Result<Made, Fault> {
        let page = self.rows.page_view(Frame {
            title: ATTACK_TITLE.to_owned(),
            description: "Techniques of MITRE ATT&CK in all reports, by tactic".to_owned(),
            route: ATTACK_ROUTE.to_owned(),
            template: "attack",
            breadcrumbs: vec![self.up()],
            head: None,
            noindex: !self.rows.has_attack(),
        });
        self.finish(&page, "attack", &self.rows.attack_view(), Maker::Generated)
    }

    fn up(&self) -> Link {
        Link { title: TITLE.to_owned(), href: self.rows.href(ROUTE) }
    }
}
