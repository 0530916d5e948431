//! Published prose must not lead to what is withheld: a link to a withheld document or to a file of its folder, a wikilink that only
//! withheld material can resolve, and the citation of a withheld source are errors at their place. What is also published,
//! such as the page of an actor whose profile alone is withheld, may be linked.

use std::collections::{BTreeMap, BTreeSet};

use super::anchors::Anchors;
use super::rows::key;
use super::secrets::PublicNames;
use super::{Edition, Withheld, WithheldDocument};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{BodyLink, EntityKind, Head, LinkTarget, Report, Source};
use crate::parse::content_path;
use crate::source::{SourceId, Span};

/// Checks the prose of the edition. Gives the places that were reported.
pub fn check(
    edition: &Edition,
    names: &PublicNames,
    withheld: &Withheld,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<Span> {
    let places = Places::new(edition, names, withheld);
    let mut reported = BTreeSet::new();
    let anchors = Anchors::new(edition, withheld);
    for head in heads(edition) {
        for link in &head.body.links {
            if let Some(fault) = anchors.fault(head, link) {
                diagnostics.push(fault);
                reported.insert(link.span);
                continue;
            }
            if let Some((fault, source)) = copied(withheld, head, link) {
                diagnostics.push(fault);
                reported.insert(link.span);
                reported.extend(source.map(Span::file));
                continue;
            }
            if let Some((what, path)) = places.withheld(withheld, head, link) {
                let message =
                    format!("`{what}` leads to material that this edition withholds (content/{path})");
                diagnostics.push(
                    Diagnostic::error("withheld-link", link.span, message)
                        .hint("remove the link, or publish what it leads to"),
                );
                reported.insert(link.span);
            }
        }
    }
    for report in &edition.reports {
        citations(&report.head, &report.sources, withheld, diagnostics);
    }
    for profile in &edition.profiles {
        citations(&profile.head, &profile.sources, withheld, diagnostics);
    }
    for report in &edition.reports {
        rule_files(report, &places, diagnostics);
    }
    reported
}

/// A link to a file beside a report copies it as it is, with all that this edition withholds of it.
fn copied(withheld: &Withheld, head: &Head, link: &BodyLink) -> Option<(Diagnostic, Option<SourceId>)> {
    let (LinkTarget::Address(address) | LinkTarget::Picture(address)) = &link.target else { return None };
    let bare = address.split(['#', '?']).next().unwrap_or_default();
    let file = withheld.files.get(&content_path(&head.path, bare)?)?;
    let path = &file.document;
    let (message, hint) = if file.in_part {
        (
            format!(
                "this link copies the file `{bare}` with rows that this edition withholds (content/{path})"
            ),
            "remove the link: the files that Sitrep makes beside the page hold the rows that are published",
        )
    } else {
        (
            format!("this link copies the file `{bare}`, which this edition withholds (content/{path})"),
            "remove the link, or lower the level of the row that names the file",
        )
    };
    Some((Diagnostic::error("withheld-link", link.span, message).hint(hint), file.source))
}

/// A rule file that lies in the folder of a withheld document belongs to it.
fn rule_files(report: &Report, places: &Places<'_>, diagnostics: &mut Diagnostics) {
    let from = &report.head.path;
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    for file in report.detections.iter().filter_map(|row| row.file.as_ref()) {
        if let Some(path) = places.at(from, &format!("{folder}/{}", file.value)) {
            let message =
                format!("`{}` lies beside material that this edition withholds (content/{path})", file.value);
            diagnostics.push(
                Diagnostic::error("withheld-link", file.span, message)
                    .hint("copy the file to this report, or publish what it lies beside"),
            );
        }
    }
}

/// Every document of the edition.
pub fn heads(edition: &Edition) -> impl Iterator<Item = &Head> {
    let heads = edition.reports.iter().map(|report| &report.head);
    let heads = heads.chain(edition.profiles.iter().map(|profile| &profile.head));
    heads.chain(edition.pages.iter().map(|page| &page.head))
}

/// Where withheld documents stand.
struct Places<'a> {
    names: &'a PublicNames,
    paths: BTreeMap<&'a str, &'a str>,
    routes: BTreeMap<&'a str, &'a str>,
    /// Folders that belong to a withheld document: `reports/acme` of `reports/acme/index.md`.
    folders: BTreeMap<&'a str, &'a str>,
}

impl<'a> Places<'a> {
    fn new(edition: &Edition, names: &'a PublicNames, withheld: &'a Withheld) -> Self {
        let public = public_routes(edition);
        let is_public = |document: &WithheldDocument| {
            let kind = document.path.split('/').next().and_then(EntityKind::from_plural);
            let known =
                kind.is_some_and(|kind| !withheld.names.contains_key(&(kind, key(kind, &document.title))));
            document.route == "/" || known || public.contains(&document.route)
        };
        let documents = &withheld.documents;
        Self {
            names,
            paths: documents.iter().map(|found| (found.path.as_str(), found.path.as_str())).collect(),
            routes: documents
                .iter()
                .filter(|document| !is_public(document))
                .map(|document| (document.route.as_str(), document.path.as_str()))
                .collect(),
            folders: documents
                .iter()
                .filter_map(|document| Some((own_folder(&document.path)?, document.path.as_str())))
                .collect(),
        }
    }

    /// What a link names, and the withheld document behind it.
    fn withheld<'b>(
        &self,
        withheld: &'b Withheld,
        head: &Head,
        link: &'b BodyLink,
    ) -> Option<(&'b str, &'b str)>
    where
        'a: 'b,
    {
        match &link.target {
            LinkTarget::Address(address) | LinkTarget::Picture(address) => {
                let bare = address.split(['#', '?']).next().unwrap_or_default();
                let path = content_path(&head.path, bare)?;
                Some((address.as_str(), self.at(&head.path, &path)?))
            }
            LinkTarget::Name { kind, name } => {
                let kinds = EntityKind::ALL.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one));
                let slots: Vec<_> = kinds.map(|kind| (kind, key(kind, name))).collect();
                let resolves = slots.iter().any(|slot| self.names.get(slot).is_some_and(|links| *links));
                let mut found = slots.iter().filter_map(|slot| withheld.names.get(slot));
                let path = found.next().filter(|_| !resolves)?;
                Some((name.as_str(), path.as_str()))
            }
        }
    }

    fn at(&self, from: &str, path: &str) -> Option<&'a str> {
        if let Some(found) = self.paths.get(path) {
            return Some(found);
        }
        let route = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        let route = route.strip_suffix("index.html/").unwrap_or(&route);
        if let Some(found) = self.routes.get(route) {
            return Some(found);
        }
        let own = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        above.filter(|folder| *folder != own).find_map(|folder| {
            let by_route = || self.routes.get(format!("/{folder}/").as_str());
            self.folders.get(folder).or_else(by_route).copied()
        })
    }
}

/// Paths at which something is published whatever is withheld there.
fn public_routes(edition: &Edition) -> BTreeSet<String> {
    let own = edition.pages.iter().map(|page| page.route.clone());
    let own = own.chain(edition.reports.iter().map(|report| format!("/reports/{}/", report.slug)));
    let old = heads(edition).flat_map(|head| &head.redirect_from).map(|from| {
        let bare = from.value.trim_matches('/');
        if bare.is_empty() { "/".to_owned() } else { format!("/{bare}/") }
    });
    own.chain(old).collect()
}

/// The folder of a document that is `index.md` of its own folder.
fn own_folder(path: &str) -> Option<&str> {
    let (folder, file) = path.rsplit_once('/')?;
    (file.split('.').next() == Some("index")).then_some(folder)
}

/// `[^s:id]` in a body cites a source of its document.
fn citations(head: &Head, sources: &[Source], withheld: &Withheld, diagnostics: &mut Diagnostics) {
    for cited in &head.body.citations {
        let id = &cited.value;
        let is_withheld = withheld.citations.contains(&(head.path.clone(), id.clone()));
        if is_withheld && !sources.iter().any(|source| source.is(id)) {
            let message = format!("`{id}` is a source that this edition withholds");
            diagnostics.push(
                Diagnostic::error("withheld-link", cited.span, message)
                    .hint("remove the citation, move it into a block `::: tlp` of the same level, or lower the level of the source"),
            );
        }
    }
}
