//! No page asks a third party for anything, so a picture elsewhere is only linked.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Site, Target};
use crate::model::LinkTarget;

/// Warns of every picture that is not a file of the site.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for (_, head) in site.heads() {
        for link in &head.body.links {
            if let LinkTarget::Picture(address) = &link.target
                && matches!(site.target(head, address), Target::External(_))
            {
                diagnostics.push(
                    Diagnostic::warning(
                        "remote-picture",
                        link.span,
                        "this picture is elsewhere, so it is shown as a link",
                    )
                    .hint("put a copy of it beside the report"),
                );
            }
        }
    }
}
