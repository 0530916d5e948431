//! Where the files of indicators stand: beside the page that lists them, each under a name that no file of an author has. In goes the
//! route of a page and the types that it lists, out come paths and links. It writes no file.

use std::collections::BTreeSet;

use super::{Link, Rows};
use crate::indicator::IndicatorType;

/// Fewest rows that have plain lists beside their page.
const LISTED: usize = 3;

/// The files of indicators beside one page. Paths have no slash in front.
#[derive(Debug, Clone)]
pub struct Downloads {
    /// All that is known of each.
    pub csv: String,
    /// The same for programs; absent for the whole site, whose rows its reports have.
    pub json: Option<String>,
    /// Values alone, one a line.
    pub lists: Vec<PlainList>,
}

/// A file of values alone.
#[derive(Debug, Clone)]
pub struct PlainList {
    /// [`IndicatorType::list`] of the values.
    pub list: &'static str,
    /// What they are, in words.
    pub label: &'static str,
    /// The file.
    pub path: String,
}

impl Rows<'_> {
    /// The files beside the page of a report or an entity that lists so many rows. One or two values are copied sooner than their
    /// lists are fetched, and most files of a library would be such lists.
    pub fn downloads(&self, route: &str, rows: usize, kinds: &BTreeSet<IndicatorType>) -> Downloads {
        Downloads {
            csv: self.free(route, "indicators.csv"),
            json: Some(self.free(route, "indicators.json")),
            lists: if rows < LISTED { Vec::new() } else { self.lists(route, kinds) },
        }
    }

    /// The files of the whole site.
    pub fn site_downloads(&self, kinds: &BTreeSet<IndicatorType>) -> Downloads {
        let route = "/indicators/";
        Downloads { csv: self.free(route, "all.csv"), json: None, lists: self.lists(route, kinds) }
    }

    fn lists(&self, route: &str, kinds: &BTreeSet<IndicatorType>) -> Vec<PlainList> {
        let mut lists: Vec<PlainList> = Vec::new();
        for kind in kinds {
            if lists.last().is_none_or(|last| last.list != kind.list()) {
                let label = if kind.list() == "ips" { "IP addresses" } else { kind.plural() };
                let path = self.free(route, &format!("{}.txt", kind.list()));
                lists.push(PlainList { list: kind.list(), label, path });
            }
        }
        lists
    }

    /// A path beside a page. Where an author's file stands, ours has `published-` before its name: what it holds is what this
    /// edition may show, which of a file that an author wrote nobody can say.
    fn free(&self, route: &str, name: &str) -> String {
        let folder = route.trim_start_matches('/');
        let path = format!("{folder}{name}");
        if self.taken.contains(&path.to_lowercase()) { format!("{folder}published-{name}") } else { path }
    }

    /// Links to files, in order.
    pub fn file_links(&self, files: &Downloads) -> Vec<Link> {
        let link =
            |title: &str, path: &str| Link { title: title.to_owned(), href: self.href(&format!("/{path}")) };
        let json = files.json.iter().map(|path| link("JSON", path));
        let lists = files.lists.iter().map(|list| link(list.label, &list.path));
        std::iter::once(link("CSV", &files.csv)).chain(json).chain(lists).collect()
    }
}
