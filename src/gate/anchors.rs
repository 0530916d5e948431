//! Links to an anchor that stood in a withheld block: `#here`, `report.md#there`, `/reports/acme/#there`. In go the documents of the
//! edition and the anchors that are gone, out comes an error at each such link. An anchor that another heading bears now is none.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edition, Withheld};
use crate::diagnostic::Diagnostic;
use crate::model::{BodyLink, Head, LinkTarget};
use crate::parse::{content_path, percent_decoded};
use crate::source::SourceId;

/// The anchors that are gone.
pub struct Anchors<'a> {
    by_path: BTreeMap<&'a str, &'a BTreeSet<String>>,
    /// Paths of the documents that lost some, by route without slashes at its ends.
    routes: BTreeMap<String, &'a str>,
    /// The route of every document from which a relative address may start.
    from: BTreeMap<SourceId, String>,
}

impl<'a> Anchors<'a> {
    /// Gathers them.
    pub fn new(edition: &'a Edition, withheld: &'a Withheld) -> Self {
        let by_path: BTreeMap<&str, &BTreeSet<String>> = withheld
            .anchors
            .iter()
            .filter(|(_, anchors)| !anchors.is_empty())
            .map(|(path, anchors)| (path.as_str(), anchors))
            .collect();
        if by_path.is_empty() {
            return Self { by_path, routes: BTreeMap::new(), from: BTreeMap::new() };
        }
        let reports =
            edition.reports.iter().map(|report| (&report.head, format!("/reports/{}/", report.slug)));
        let profiles = edition.profiles.iter().map(|profile| (&profile.head, super::profile_route(profile)));
        let pages = edition.pages.iter().map(|page| (&page.head, page.route.clone()));
        let all: Vec<(&Head, String)> = reports.chain(profiles).chain(pages).collect();
        let lost = all.iter().filter(|(head, _)| by_path.contains_key(head.path.as_str()));
        let routes = lost.map(|(head, route)| (route.trim_matches('/').to_owned(), head.path.as_str()));
        Self {
            routes: routes.collect(),
            from: all.iter().map(|(head, route)| (head.source, route.clone())).collect(),
            by_path,
        }
    }

    /// The error for a link to one of them.
    pub fn fault(&self, head: &Head, link: &BodyLink) -> Option<Diagnostic> {
        let LinkTarget::Address(address) = &link.target else { return None };
        if self.by_path.is_empty() {
            return None;
        }
        let (path, anchor) = address.split_once('#')?;
        let path = path.split('?').next().unwrap_or_default();
        let anchor = percent_decoded(anchor);
        let document = self.documents(head, path).into_iter().find(|document| {
            self.by_path.get(document.as_str()).is_some_and(|anchors| anchors.contains(&anchor))
        })?;
        let message =
            format!("`{address}` leads into a block that this edition withholds (content/{document})");
        let hint = "remove the link, or move it into a block `::: tlp` of the same level";
        Some(Diagnostic::error("withheld-link", link.span, message).hint(hint))
    }

    /// The documents that a path may mean: as a file, from the root, and relative to the page.
    fn documents(&self, head: &Head, path: &str) -> Vec<String> {
        if path.is_empty() {
            return vec![head.path.clone()];
        }
        let as_file = content_path(&head.path, path);
        let from = self.from.get(&head.source).map(|route| route.trim_start_matches('/'));
        let as_page = from.and_then(|route| content_path(route, path));
        let routed = |path: &String| {
            let route = path.strip_suffix("index.html").unwrap_or(path).trim_matches('/');
            self.routes.get(route).map(|document| (*document).to_owned())
        };
        let pages: Vec<String> = [&as_file, &as_page].into_iter().flatten().filter_map(routed).collect();
        as_file.into_iter().chain(pages).collect()
    }
}
