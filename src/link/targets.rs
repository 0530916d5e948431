//! Where links lead: relative `.md` links to routes, names in brackets to entities, files beside a document to their place in the
//! output. Read-only questions to a finished [`Site`].

use std::collections::BTreeMap;

use super::names::key;
use super::{DocumentId, EntityId, Meaning, Site};
use crate::model::{EntityKind, Head};
use crate::parse::content_path;
use crate::source::{Area, SourceFile, SourceId, Sources};

/// Where an address in a document leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A document, with what stands behind its path (`#anchor`).
    Document(DocumentId, String),
    /// A Markdown file that is not there; holds its path below `content/`.
    Missing(String),
    /// A file below `content/` that is no document; holds its path below `content/`, and what stands behind it.
    File(String, String),
    /// A path from the root of the site.
    Path(String),
    /// Relative to the page, or an anchor of it.
    Relative(String),
    /// An address with a scheme or a host.
    External(String),
}

/// What a name in brackets means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One entity.
    Entity(EntityId),
    /// An ambiguous name with a disambiguation page.
    Ambiguous(usize),
    /// Entities of several kinds.
    Several(Vec<EntityKind>),
    /// Nothing.
    Unknown,
}

/// Documents by their path below `content/`.
pub fn documents(site: &Site) -> BTreeMap<String, DocumentId> {
    let pages = site.pages.iter().enumerate();
    let pages = pages.map(|(at, page)| (page.head.path.clone(), DocumentId::Page(at)));
    let reports = site.reports.iter().enumerate();
    let reports = reports.map(|(at, report)| (report.report.head.path.clone(), DocumentId::Report(at)));
    let entities = site.entities.iter().enumerate().filter_map(|(at, entity)| {
        let path = entity.profile.as_ref()?.head.path.clone();
        Some((path, DocumentId::Entity(at)))
    });
    pages.chain(reports).chain(entities).collect()
}

/// The folder of a document that is `index.md` of its own folder: files in it belong to the document.
pub fn bundle_folder(path: &str) -> Option<&str> {
    let (folder, file) = path.rsplit_once('/')?;
    let stem = file.split('.').next().unwrap_or_default();
    (stem == "index").then_some(folder)
}

/// The file below `content/` at a path, where it is one that may be copied.
pub fn beside<'a>(sources: &'a Sources, path: &str) -> Option<(SourceId, &'a SourceFile)> {
    let found = sources.find(&format!("content/{path}"))?;
    let dangling = found.1.broken && found.1.text.is_empty();
    (found.1.area == Area::Asset && !dangling).then_some(found)
}

impl Site {
    /// Where an address written in a document leads.
    pub fn target(&self, from: &Head, address: &str) -> Target {
        let split = address.find(['#', '?']).unwrap_or(address.len());
        let (path, suffix) = address.split_at(split);
        if path.is_empty() {
            return Target::Relative(address.to_owned());
        }
        let Some(inner) = content_path(&from.path, path) else {
            let is_local = !path.starts_with("//") && !path.contains(':');
            return if is_local {
                Target::Relative(address.to_owned())
            } else {
                Target::External(address.to_owned())
            };
        };
        let lower = inner.to_ascii_lowercase();
        if lower.ends_with(".md") || lower.ends_with(".markdown") {
            return match self.documents.get(&inner) {
                Some(id) => Target::Document(*id, suffix.to_owned()),
                None => Target::Missing(inner),
            };
        }
        if path.starts_with('/') {
            return Target::Path(address.to_owned());
        }
        let looks_like_file = inner.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if looks_like_file && !path.ends_with('/') {
            return Target::File(inner, suffix.to_owned());
        }
        Target::Relative(address.to_owned())
    }

    /// Where a file below `content/` stands in the output, without a slash in front: below the document's route when it lies in
    /// the document's own folder, else at its own path.
    pub fn file_path(&self, from: DocumentId, head: &Head, file: &str) -> String {
        let inner = bundle_folder(&head.path)
            .and_then(|folder| file.strip_prefix(folder))
            .and_then(|inner| inner.strip_prefix('/'));
        match inner {
            Some(inner) => format!("{}{inner}", self.route(from).trim_start_matches('/')),
            None => file.to_owned(),
        }
    }

    /// What `[[Name]]` means in a report (within a kind its own rows go first) or in any other document. A name of several kinds
    /// means none of them.
    pub fn named(&self, from: DocumentId, kind: Option<EntityKind>, name: &str) -> Named {
        let kinds = EntityKind::ALL.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one));
        let mut found: Vec<(EntityKind, Named)> = Vec::new();
        for kind in kinds {
            match self.named_in(from, kind, name) {
                Named::Unknown => {}
                named => found.push((kind, named)),
            }
        }
        match found.len() {
            0 => Named::Unknown,
            1 => found.remove(0).1,
            _ => Named::Several(found.into_iter().map(|(kind, _)| kind).collect()),
        }
    }

    fn named_in(&self, from: DocumentId, kind: EntityKind, name: &str) -> Named {
        let own = match from {
            DocumentId::Report(at) => self.reports[at].own_row(kind, name),
            _ => None,
        };
        match own {
            Some(Meaning::Entity(id)) => Named::Entity(*id),
            Some(Meaning::Ambiguous(slot)) => {
                self.names.ambiguous(slot).map_or(Named::Unknown, Named::Ambiguous)
            }
            // The label of an undisclosed victim names nothing.
            Some(Meaning::Undisclosed) | None => self.named_of_kind(kind, name),
        }
    }

    /// What a name means within one kind.
    pub fn named_of_kind(&self, kind: EntityKind, name: &str) -> Named {
        let slot = (kind, key(kind, name));
        match self.names.claimants(&slot).as_slice() {
            [] => Named::Unknown,
            [only] => Named::Entity(*only),
            several => {
                let own = super::names::own_among(&self.entities, several, name);
                let page = self.names.ambiguous(&slot).filter(|at| self.ambiguous[*at].has_page);
                match (own.or_else(|| self.names.owner(&slot).filter(|_| page.is_none())), page) {
                    (Some(id), _) => Named::Entity(id),
                    (None, Some(at)) => Named::Ambiguous(at),
                    (None, None) => Named::Unknown,
                }
            }
        }
    }
}
