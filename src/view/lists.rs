//! Lists in pages: reports, kinds, the home page.

use std::collections::BTreeSet;

use super::{BodyView, Facet, HomeView, Link, ListView, PageLink, Paging, Rows, Shared};
use crate::link::{EntityId, ReportId};
use crate::model::EntityKind;

/// Reports on the home page: one large, ten in a list.
pub const LATEST: usize = 11;
/// Entities of a kind on the home page.
const TOP: usize = 8;
/// Pages shown on either side of the current one.
const AROUND: usize = 2;

impl Rows<'_> {
    /// The number of pages that a list of `rows` takes, at least 1.
    pub fn pages(&self, rows: usize) -> usize {
        rows.div_ceil(self.site.config.page_size).max(1)
    }

    /// The part of a list that page `number` (from 1) shows.
    pub fn slice<'l, T>(&self, list: &'l [T], number: usize) -> &'l [T] {
        let size = self.site.config.page_size;
        let from = (number.max(1) - 1).saturating_mul(size).min(list.len());
        let to = from.saturating_add(size).min(list.len());
        &list[from..to]
    }

    /// The route of page `number` of the list at `route`.
    pub fn page_route(route: &str, number: usize) -> String {
        if number <= 1 { route.to_owned() } else { format!("{route}page/{number}/") }
    }

    /// Where page `number` of a list of `rows` at `route` stands.
    pub fn paging(&self, route: &str, number: usize, rows: usize) -> Paging {
        self.paging_of(route, number, rows, self.pages(rows))
    }

    /// The same for a list whose pages do not all hold the same number of rows.
    pub fn paging_of(&self, route: &str, number: usize, rows: usize, pages: usize) -> Paging {
        let href = |number| self.href(&Self::page_route(route, number));
        let around = number.saturating_sub(AROUND).max(1)..=number.saturating_add(AROUND).min(pages);
        let shown: BTreeSet<usize> = around.chain([1, pages]).collect();
        let mut links: Vec<PageLink> = Vec::new();
        for page in shown {
            if links.last().is_some_and(|last| last.number + 1 < page) {
                links.push(PageLink { number: 0, href: String::new(), current: false });
            }
            links.push(PageLink { number: page, href: href(page), current: page == number });
        }
        Paging {
            number,
            pages,
            rows,
            previous: (number > 1).then(|| href(number - 1)),
            next: (number < pages).then(|| href(number + 1)),
            links,
        }
    }

    /// A page of `/reports/`.
    pub fn report_list(&self, number: usize) -> ListView {
        ListView {
            kind: "report".to_owned(),
            label: "Reports".to_owned(),
            label_one: "Report".to_owned(),
            reports: self.slice(&self.reports, number).iter().map(|row| row.shown().clone()).collect(),
            entities: Vec::new(),
            undisclosed: 0,
            ambiguous: Vec::new(),
            letters: Vec::new(),
            facets: Vec::new(),
            names: None,
            paging: self.paging("/reports/", number, self.reports.len()),
        }
    }

    /// A page of a kind's list.
    pub fn entity_list(&self, kind: EntityKind, number: usize) -> ListView {
        let route = format!("/{}/", kind.plural());
        let rows = &self.entities[self.ids(kind)];
        let ambiguous = self.site.ambiguous[self.ambiguous(kind)]
            .iter()
            .filter(|name| name.has_page && number == 1)
            .map(|name| Link { title: name.name.clone(), href: self.href(&name.route) })
            .collect();
        ListView {
            kind: kind.key().to_owned(),
            label: kind.label_plural().to_owned(),
            label_one: kind.label().to_owned(),
            reports: Vec::new(),
            entities: self.slice(rows, number).iter().map(|row| row.shown().clone()).collect(),
            undisclosed: if kind == EntityKind::Victim { self.undisclosed_victims() } else { 0 },
            ambiguous,
            letters: self.letters(kind),
            facets: if number == 1 { self.facets(kind) } else { Vec::new() },
            names: self.names_path(kind).map(|path| self.href(&format!("/{path}"))),
            paging: self.paging(&route, number, rows.len()),
        }
    }

    /// Victims whose names are not published, in all reports. They never merge, so each row counts, but for those that another
    /// report names.
    fn undisclosed_victims(&self) -> usize {
        let rows = self.site.reports.iter().flat_map(|linked| &linked.report.rows);
        rows.filter(|row| row.is_undisclosed() && !self.reveals.is_named(row)).count()
    }

    /// The home page around its prose.
    pub fn home(&self, body: Shared<BodyView>) -> HomeView {
        HomeView {
            body,
            latest: self.reports.iter().take(LATEST).map(|row| row.shown().clone()).collect(),
            reports: self.reports.len(),
            kinds: EntityKind::ALL.into_iter().filter_map(|kind| self.facet(kind)).collect(),
            explore: self.explore(),
        }
    }

    fn facet(&self, kind: EntityKind) -> Option<Facet> {
        let mut ids: Vec<EntityId> = self.ids(kind).collect();
        let count = ids.len();
        // By number of reports; the sort is stable, so ties stay in order of name.
        ids.sort_by_key(|id| std::cmp::Reverse(self.entities[*id].plain().reports));
        (count > 0).then(|| Facet {
            kind: kind.key().to_owned(),
            label: kind.label_plural().to_owned(),
            href: self.href(&format!("/{}/", kind.plural())),
            count,
            top: ids.iter().take(TOP).map(|id| self.entities[*id].shown().clone()).collect(),
        })
    }

    /// The rows of some reports, those of page `number`.
    pub fn some_reports(&self, ids: &[ReportId], number: usize) -> Vec<super::Shared<super::ReportRow>> {
        self.slice(ids, number).iter().map(|at| self.reports[*at].shown().clone()).collect()
    }
}
