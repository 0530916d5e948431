//! Which documents link to which in their prose.

use std::collections::{BTreeMap, BTreeSet};

use super::targets::{Named, Target};
use super::{DocumentId, Site};
use crate::model::{Head, LinkTarget};

/// Fills `site.backlinks`: by target, the documents whose prose links to it, in order, without the target itself.
pub fn collect(site: &mut Site) {
    let mut found: BTreeMap<DocumentId, BTreeSet<DocumentId>> = BTreeMap::new();
    for (id, head) in site.heads() {
        for link in &head.body.links {
            let target = match &link.target {
                LinkTarget::Address(address) => match site.target(head, address) {
                    Target::Document(target, _) => Some(target),
                    _ => None,
                },
                LinkTarget::Picture(_) => None,
                LinkTarget::Name { kind, name } => match site.named(id, *kind, name) {
                    Named::Entity(target) => Some(DocumentId::Entity(target)),
                    Named::Ambiguous(target) => Some(DocumentId::Ambiguous(target)),
                    Named::Several(_) | Named::Unknown => None,
                },
            };
            if let Some(target) = target.filter(|target| *target != id) {
                found.entry(target).or_default().insert(id);
            }
        }
    }
    site.backlinks = found.into_iter().map(|(target, from)| (target, from.into_iter().collect())).collect();
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
