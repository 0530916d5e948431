//! A page of prose that nothing leads to is never read. Reports and entities stand in lists; a page of prose needs a menu, a link
//! in a text, or a template of the site that names its path.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{DocumentId, Site};
use crate::source::{Area, Sources};

/// Warns of every page of prose without a way to it.
pub fn check(site: &Site, sources: &Sources, diagnostics: &mut Diagnostics) {
    let texts = with_raw_links(site);
    for (at, page) in site.pages.iter().enumerate().filter(|(_, page)| page.route != "/") {
        let is_linked = site.backlinks.contains_key(&DocumentId::Page(at))
            || in_menu(site, &page.route)
            || texts.iter().any(|(id, text)| *id != DocumentId::Page(at) && text.contains(&page.route))
            || in_template(sources, &page.route);
        if !is_linked {
            let message = format!("nothing on this site leads to {}", page.route);
            diagnostics.push(
                Diagnostic::warning("orphan-page", page.title.span, message)
                    .hint("link to it from another page, or name it under `menus` in sitrep.yaml"),
            );
        }
    }
}

fn in_menu(site: &Site, route: &str) -> bool {
    let bare = route.trim_end_matches('/');
    site.config.menus.values().flatten().any(|item| {
        let path = item.url.split(['#', '?']).next().unwrap_or_default();
        path.trim_end_matches('/') == bare
    })
}

/// Texts with links in raw HTML, any of which may lead to a page.
fn with_raw_links(site: &Site) -> Vec<(DocumentId, &str)> {
    let texts = site.heads().map(|(id, head)| (id, head.body.markdown()));
    texts.filter(|(_, text)| text.contains("<a ")).collect()
}

fn in_template(sources: &Sources, route: &str) -> bool {
    let own = sources.iter().filter(|(_, file)| file.area == Area::Template);
    own.map(|(_, file)| &file.text).any(|text| text.contains(route))
}
