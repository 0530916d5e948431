//! Which documents link to which in their prose.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rayon::prelude::*;

use super::targets::{Named, Target};
use super::{DocumentId, Site};
use crate::model::{BodyLink, Head, LinkTarget};

/// Fills `site.backlinks`: by target, the documents whose prose links to it, in order, without the target itself.
pub fn collect(site: &mut Site) {
    site.backlinks = found(site);
}

fn found(site: &Site) -> BTreeMap<DocumentId, Vec<DocumentId>> {
    // Most links are to files and names.
    let routes = LazyLock::new(|| routes(site));
    let target = &|id: DocumentId, head: &Head, link: &BodyLink| match &link.target {
        LinkTarget::Address(address) => match site.target(head, address) {
            Target::Document(target, _) => Some(target),
            Target::Path(path) => routes.get(&route("/", &path)).copied(),
            Target::Relative(path) => routes.get(&route(site.route(id), &path)).copied(),
            Target::Missing(_) | Target::File(..) | Target::External(_) => None,
        },
        LinkTarget::Picture(_) => None,
        LinkTarget::Name { kind, name } => match site.named(id, *kind, name) {
            Named::Entity(target) => Some(DocumentId::Entity(target)),
            Named::Ambiguous(target) => Some(DocumentId::Ambiguous(target)),
            Named::Several(_) | Named::Unknown => None,
        },
    };
    let heads: Vec<(DocumentId, &Head)> = site.heads().collect();
    let links = heads.into_par_iter().flat_map_iter(|(id, head)| {
        let targets = head.body.links.iter().filter_map(move |link| target(id, head, link));
        targets.filter(move |target| *target != id).map(move |target| (target, id))
    });
    let links: Vec<(DocumentId, DocumentId)> = links.collect();
    let mut found: BTreeMap<DocumentId, BTreeSet<DocumentId>> = BTreeMap::new();
    for (target, id) in links {
        found.entry(target).or_default().insert(id);
    }
    found.into_iter().map(|(target, from)| (target, from.into_iter().collect())).collect()
}

/// Everything that has a page, by route.
fn routes(site: &Site) -> BTreeMap<String, DocumentId> {
    let pages = (0..site.pages.len()).map(DocumentId::Page);
    let reports = (0..site.reports.len()).map(DocumentId::Report);
    let entities = (0..site.entities.len()).map(DocumentId::Entity);
    let names = site.ambiguous.iter().enumerate().filter(|(_, name)| name.has_page);
    let names = names.map(|(at, _)| DocumentId::Ambiguous(at));
    let all = pages.chain(reports).chain(entities).chain(names);
    all.map(|id| (site.route(id).to_owned(), id)).collect()
}

/// The route that a path from the root, or relative to the page at `from`, leads to.
fn route(from: &str, path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => while parts.pop().is_some_and(str::is_empty) {},
            name => parts.push(name),
        }
    }
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) }
}

impl Site {
    /// Every authored document of the site with its head.
    pub fn heads(&self) -> impl Iterator<Item = (DocumentId, &Head)> {
        let pages = self.pages.iter().enumerate();
        let pages = pages.map(|(at, page)| (DocumentId::Page(at), &page.head));
        let reports = self.reports.iter().enumerate();
        let reports = reports.map(|(at, report)| (DocumentId::Report(at), &report.report.head));
        let entities = self
            .entities
            .iter()
            .enumerate()
            .filter_map(|(at, entity)| Some((DocumentId::Entity(at), &entity.profile.as_ref()?.head)));
        pages.chain(reports).chain(entities)
    }
}
