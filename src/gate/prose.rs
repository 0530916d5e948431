//! Published prose must not lead to what is withheld: a link to a withheld document, or a wikilink that only withheld material
//! can resolve, is an error at its place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edition, Withheld, WithheldDocument};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{BodyLink, Head, LinkTarget};
use crate::names::fold;
use crate::parse::content_path;
use crate::source::Span;

/// Checks every link of the edition. Gives the places that were reported.
pub fn check(edition: &Edition, withheld: &Withheld, diagnostics: &mut Diagnostics) -> BTreeSet<Span> {
    let paths: BTreeMap<&str, &WithheldDocument> =
        withheld.documents.iter().map(|document| (document.path.as_str(), document)).collect();
    let routes: BTreeMap<&str, &WithheldDocument> =
        withheld.documents.iter().map(|document| (document.route.as_str(), document)).collect();
    let names: BTreeMap<String, &str> = withheld
        .secrets
        .iter()
        .filter(|secret| secret.sort == super::SecretSort::Name)
        .map(|secret| (fold(&secret.text), secret.path.as_str()))
        .collect();
    let mut reported = BTreeSet::new();
    for (head, link) in links(edition) {
        let found = match &link.target {
            LinkTarget::Address(address) | LinkTarget::Picture(address) => {
                let bare = address.split(['#', '?']).next().unwrap_or_default();
                let by_path = content_path(&head.path, bare).and_then(|path| paths.get(path.as_str()));
                by_path
                    .or_else(|| routes.get(bare))
                    .or_else(|| routes.get(format!("{}/", bare.trim_end_matches('/')).as_str()))
                    .map(|document| (address.clone(), document.path.as_str()))
            }
            LinkTarget::Name { name, .. } => names.get(&fold(name)).map(|path| (name.clone(), *path)),
        };
        if let Some((what, path)) = found {
            let message = format!("`{what}` leads to material that this edition withholds ({path})");
            diagnostics.push(
                Diagnostic::error("withheld-link", link.span, message)
                    .hint("remove the link, or publish what it leads to"),
            );
            reported.insert(link.span);
        }
    }
    reported
}

fn links(edition: &Edition) -> impl Iterator<Item = (&Head, &BodyLink)> {
    let heads = edition.reports.iter().map(|report| &report.head);
    let heads = heads.chain(edition.profiles.iter().map(|profile| &profile.head));
    let heads = heads.chain(edition.pages.iter().map(|page| &page.head));
    heads.flat_map(|head| head.body.links.iter().map(move |link| (head, link)))
}
