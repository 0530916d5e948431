//! Links in Markdown that lead nowhere: names in brackets that mean nothing or several things, documents and files that are not
//! there. Paths and anchors are checked in the finished pages.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, did_you_mean};
use crate::link::{Entity, Named, Site, Target};
use crate::model::{BodyLink, EntityKind, Equivalence, Head, LinkTarget};
use crate::names::fold;
use crate::source::{SourceFile, Sources, Span};

/// What is wrong with a name in brackets, the kind and the name as first written.
type Fault = (Option<EntityKind>, String, Vec<EntityKind>);

/// Checks every link that an author wrote in Markdown. A name that leads nowhere is said once, with the number of its places.
pub fn check(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) {
    // A name may stand in a document which could not be read; its own fault is enough.
    let failed = site.failed.iter().filter_map(|path| sources.find(&format!("content/{path}")));
    let failed: Vec<&SourceFile> = failed.map(|(_, file)| file).collect();
    let unread: Vec<String> = failed.iter().map(|file| fold(&file.text)).collect();
    let nameless = failed.iter().any(|file| is_nameless_profile(file));
    let mut names: BTreeMap<Fault, Vec<Span>> = BTreeMap::new();
    let mut near: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (id, head) in site.heads() {
        for link in head.body.links.iter().filter(|link| !site.reported.contains(&link.span)) {
            match &link.target {
                LinkTarget::Name { kind, name } => {
                    let is_unread = |name: &str| {
                        let key = fold(name);
                        nameless || unread.iter().any(|text| text.contains(&key))
                    };
                    let kinds = match site.named(id, *kind, name) {
                        Named::Entity(_) | Named::Ambiguous(_) => continue,
                        Named::Several(kinds) => kinds,
                        Named::Unknown if is_unread(name) => continue,
                        Named::Unknown => Vec::new(),
                    };
                    names.entry((*kind, name.clone(), kinds)).or_default().push(link.span);
                }
                LinkTarget::Address(address) | LinkTarget::Picture(address) => {
                    diagnostics.extend(addressed(site, sources, head, link, address, &mut near));
                }
            }
        }
    }
    for ((kind, name, kinds), mut places) in names {
        places.sort_unstable();
        let Some(first) = places.first() else { continue };
        let times = if places.len() == 1 { String::new() } else { format!(" ({} places)", places.len()) };
        diagnostics.push(if kinds.is_empty() {
            unresolved(site, *first, kind, &name, &times)
        } else {
            several(*first, &name, &kinds, &times)
        });
    }
}

fn several(place: Span, name: &str, kinds: &[EntityKind], times: &str) -> Diagnostic {
    let forms: Vec<String> = kinds.iter().map(|kind| format!("`[[{}:{name}]]`", kind.key())).collect();
    let labels: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    let message = format!("`{name}` is the name of several things: {}{times}", labels.join(", "));
    Diagnostic::error("ambiguous-link", place, message).hint(format!("write {}", forms.join(" or ")))
}

fn unresolved(site: &Site, place: Span, kind: Option<EntityKind>, name: &str, times: &str) -> Diagnostic {
    let what = kind.map_or_else(|| "anything".to_owned(), EntityKind::with_article);
    let message = format!("`{name}` is not the name of {what} on this site{times}");
    let fault = Diagnostic::error("unresolved-name", place, message);
    let clusters = clusters(site, kind, name);
    if !clusters.is_empty() {
        return fault.hint(format!(
            "only activity clusters of single reports bear it; link to the page: {}",
            clusters.join(" or ")
        ));
    }
    if let Some(kind) = EntityKind::ALL.into_iter().find(|other| is_known(site, *other, name)) {
        return fault.hint(format!("did you mean `[[{}:{name}]]`?", kind.key()));
    }
    let known = site.entities.iter().filter(|entity| kind.is_none_or(|kind| kind == entity.kind));
    let hint = did_you_mean(name, known.flat_map(spellings))
        .unwrap_or_else(|| "name it in the front matter of a report, or write a profile".to_owned());
    fault.hint(hint)
}

/// Names that a link may use for an entity.
fn spellings(entity: &Entity) -> impl Iterator<Item = &str> {
    let profile = entity.profile.as_ref().filter(|_| entity.cluster_of.is_none());
    let aliases = profile.into_iter().flat_map(|profile| &profile.aliases);
    let exact = aliases.filter(|alias| alias.equivalence == Equivalence::Exact);
    let own = [entity.name.as_str(), entity.own_title()].into_iter().filter(|name| !name.is_empty());
    own.filter(|_| entity.cluster_of.is_none()).chain(exact.map(|alias| alias.name.value.as_str()))
}

fn is_known(site: &Site, kind: EntityKind, name: &str) -> bool {
    site.named_of_kind(kind, name) != Named::Unknown
}

/// Routes of the clusters that bear a name.
fn clusters(site: &Site, kind: Option<EntityKind>, name: &str) -> Vec<String> {
    let clusters = site.entities.iter().filter(|entity| entity.cluster_of.is_some());
    clusters
        .filter(|entity| kind.is_none_or(|kind| kind == entity.kind) && fold(&entity.name) == fold(name))
        .map(|entity| format!("`{}`", entity.route))
        .collect()
}

/// True for a profile that hides even the name it is about: any name may be its.
fn is_nameless_profile(file: &SourceFile) -> bool {
    let folder = file.path.split('/').nth(1).unwrap_or_default();
    let named = |line: &str| line.strip_prefix("name:").is_some_and(|name| !name.trim().is_empty());
    EntityKind::from_plural(folder).is_some() && !file.text.lines().any(named)
}

fn addressed(
    site: &Site,
    sources: &Sources,
    head: &Head,
    link: &BodyLink,
    address: &str,
    near: &mut BTreeMap<String, Option<String>>,
) -> Option<Diagnostic> {
    let severity = site.config.broken_links;
    match site.target(head, address) {
        Target::Missing(path) if !site.failed.contains(&path) => {
            let known = site.documents.keys().map(String::as_str);
            let near = near.entry(path.clone()).or_insert_with(|| did_you_mean(&path, known));
            Some(missing(severity, link, &path, near.clone()))
        }
        // A file that is there and cannot be read has a fault of its own.
        Target::File(path, _) if sources.find(&format!("content/{path}")).is_none() => {
            let prefix = "content/";
            let known = sources.iter().filter_map(|(_, file)| file.path.strip_prefix(prefix));
            let near = near.entry(path.clone()).or_insert_with(|| did_you_mean(&path, known));
            Some(missing(severity, link, &path, near.clone()))
        }
        _ => None,
    }
}

fn missing(severity: Severity, link: &BodyLink, path: &str, near: Option<String>) -> Diagnostic {
    let message = format!("there is no `content/{path}`");
    let hint = near.unwrap_or_else(|| "a relative link starts from the folder of this file".to_owned());
    Diagnostic::new(severity, "broken-link", link.span, message).hint(hint)
}
