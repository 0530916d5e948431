//! Links in Markdown that lead nowhere: names in brackets that mean nothing or several things, documents and files that are not
//! there. Paths and anchors are checked in the finished pages.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, did_you_mean};
use crate::link::{DocumentId, Named, Site, Target, beside};
use crate::model::{BodyLink, EntityKind, Head, LinkTarget};
use crate::source::Sources;

/// Checks every link that an author wrote in Markdown.
pub fn check(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) {
    // A name may be that of a profile which could not be read; its own fault is enough.
    let names_may_be_missing = site.failed.iter().any(|path| {
        let folder = path.split('/').next().unwrap_or_default();
        EntityKind::from_plural(folder).is_some()
    });
    for (id, head) in site.heads() {
        for link in &head.body.links {
            if site.reported.contains(&link.span) {
                continue;
            }
            match &link.target {
                LinkTarget::Name { kind, name } if !names_may_be_missing => {
                    diagnostics.extend(named(site, id, link, *kind, name));
                }
                LinkTarget::Name { .. } => {}
                LinkTarget::Address(address) | LinkTarget::Picture(address) => {
                    diagnostics.extend(addressed(site, sources, head, link, address));
                }
            }
        }
    }
}

fn named(
    site: &Site,
    id: DocumentId,
    link: &BodyLink,
    kind: Option<EntityKind>,
    name: &str,
) -> Option<Diagnostic> {
    match site.named(id, kind, name) {
        Named::Entity(_) | Named::Ambiguous(_) => None,
        Named::Several(kinds) => {
            let forms: Vec<String> =
                kinds.iter().map(|kind| format!("`[[{}:{name}]]`", kind.key())).collect();
            let labels: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
            let message = format!("`{name}` is the name of several things: {}", labels.join(", "));
            let hint = format!("write {}", forms.join(" or "));
            Some(Diagnostic::error("ambiguous-link", link.span, message).hint(hint))
        }
        Named::Unknown => {
            let what = kind
                .map_or_else(|| "anything".to_owned(), |kind| format!("a {}", kind.label().to_lowercase()));
            let message = format!("`{name}` is not the name of {what} on this site");
            let known = site.entities.iter().filter(|entity| kind.is_none_or(|kind| kind == entity.kind));
            let hint = did_you_mean(name, known.map(|entity| entity.name.as_str()))
                .unwrap_or_else(|| "name it in the front matter of a report, or write a profile".to_owned());
            Some(Diagnostic::error("unresolved-name", link.span, message).hint(hint))
        }
    }
}

fn addressed(
    site: &Site,
    sources: &Sources,
    head: &Head,
    link: &BodyLink,
    address: &str,
) -> Option<Diagnostic> {
    let severity = site.config.broken_links;
    match site.target(head, address) {
        Target::Missing(path) if !site.failed.contains(&path) => {
            let known = site.documents.keys().map(String::as_str);
            Some(missing(severity, link, &path, did_you_mean(&path, known)))
        }
        Target::File(path, _) if beside(sources, &path).is_none() => {
            let prefix = "content/";
            let known = sources.iter().filter_map(|(_, file)| file.path.strip_prefix(prefix));
            Some(missing(severity, link, &path, did_you_mean(&path, known)))
        }
        _ => None,
    }
}

fn missing(severity: Severity, link: &BodyLink, path: &str, near: Option<String>) -> Diagnostic {
    let message = format!("there is no `content/{path}`");
    let hint = near.unwrap_or_else(|| "a relative link starts from the folder of this file".to_owned());
    Diagnostic::new(severity, "broken-link", link.span, message).hint(hint)
}
