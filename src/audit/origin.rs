//! Where an author wrote an address that stands in the output: a link in Markdown, raw HTML of a document, a menu, a template of the
//! site. What stands nowhere was made by the theme or by the program.

use std::collections::BTreeMap;

use super::document;
use crate::link::{DocumentId, Site, Target};
use crate::markdown::{encode_href, encode_path};
use crate::model::{Head, LinkTarget};
use crate::output::Maker;
use crate::source::{Area, SourceFile, SourceId, Sources, Span};

/// Answers for one site.
pub struct Origins<'a> {
    site: &'a Site,
    sources: &'a Sources,
    heads: BTreeMap<SourceId, (DocumentId, &'a Head)>,
}

impl<'a> Origins<'a> {
    /// Gathers the documents of a site.
    pub fn new(site: &'a Site, sources: &'a Sources) -> Self {
        Self { site, sources, heads: site.heads().map(|(id, head)| (head.source, (id, head))).collect() }
    }

    /// The places in the document behind a page; none when the address does not come from its text.
    pub fn in_document(&self, maker: Maker, href: &str) -> Vec<Span> {
        let Some(source) = document(maker) else { return Vec::new() };
        let file = self.sources.get(source);
        let Some((id, head)) = self.heads.get(&source) else {
            let copied = matches!(file.area, Area::Static | Area::Asset);
            return self
                .spelled(href)
                .iter()
                .filter(|_| copied)
                .find_map(|text| quoted(source, file, 0, text))
                .into_iter()
                .collect();
        };
        let links = head.body.links.iter().filter(|link| match &link.target {
            LinkTarget::Address(address) | LinkTarget::Picture(address) => {
                self.made(*id, head, address) == href
            }
            LinkTarget::Name { .. } => false,
        });
        let spans: Vec<Span> = links.map(|link| link.span).collect();
        if !spans.is_empty() {
            return spans;
        }
        let raw = self.spelled(href);
        raw.iter().find_map(|text| quoted(source, file, head.body.start, text)).into_iter().collect()
    }

    /// The place in a menu or in a template of the site.
    pub fn shared(&self, href: &str) -> Option<Span> {
        let base = &self.site.config.base_url;
        let mut items = self.site.config.menus.values().flatten();
        let menu = items.find(|item| *item.url == href || base.href(&item.url) == href);
        menu.map(|item| item.url.span)
            .or_else(|| self.spelled(href).iter().find_map(|text| self.template(text)))
    }

    /// The first place of a text in a template of the site.
    pub fn template(&self, text: &str) -> Option<Span> {
        let own = |file: &SourceFile| file.area == Area::Template && !file.path.starts_with("theme:");
        let mut templates = self.sources.iter().filter(|(_, file)| own(file));
        templates.find_map(|(source, file)| {
            let at = file.text.find(text).filter(|_| !text.is_empty())?;
            Some(Span::new(source, at, at + text.len()))
        })
    }

    /// An address as it stands in the output, and as an author may have written it.
    fn spelled(&self, href: &str) -> Vec<String> {
        let base = &self.site.config.base_url;
        let inner = href.strip_prefix(&base.path).map(|inner| format!("/{inner}"));
        let mut all = vec![href.to_owned(), href.replace('&', "&amp;")];
        all.extend(inner.clone());
        // A template writes what follows `{{ site.root }}`.
        all.extend(
            inner.map(|inner| inner.trim_start_matches('/').to_owned()).filter(|inner| inner.len() > 2),
        );
        all
    }

    /// What a Markdown address becomes in the output.
    fn made(&self, id: DocumentId, head: &Head, address: &str) -> String {
        let href = |path: &str| self.site.config.base_url.href(path);
        match self.site.target(head, address) {
            Target::Document(to, suffix) => format!("{}{}", href(self.site.route(to)), encode_href(&suffix)),
            Target::File(file, suffix) => {
                let path = encode_path(&self.site.file_path(id, head, &file));
                format!("{}{}", href(&path), encode_href(&suffix))
            }
            Target::Path(path) => href(&encode_href(&path)),
            Target::Relative(address) | Target::External(address) => encode_href(&address),
            Target::Missing(_) => String::new(),
        }
    }
}

/// The place of a text between quotes, or behind an equals sign, from an offset on.
fn quoted(source: SourceId, file: &SourceFile, from: usize, text: &str) -> Option<Span> {
    let rest = file.text.get(from..)?;
    let found = rest.match_indices(text).map(|(at, _)| at).find(|at| {
        let next = rest[at + text.len()..].chars().next();
        rest[..*at].ends_with(['"', '\'', '='])
            && next.is_none_or(|next| matches!(next, '"' | '\'' | '>') || next.is_whitespace())
    })?;
    Some(Span::new(source, from + found, from + found + text.len()))
}
