//! Bodies to HTML: answers the Markdown writer's questions about addresses and names from the linked site.

use std::ops::Range;

use super::Stage;
use super::mentions::Own;
use crate::indicator::{self, IndicatorType, refang};
use crate::link::{DocumentId, Named, Target, beside};
use crate::markdown::highlight::Grammars;
use crate::markdown::{self, Address, Citation, Mention, Picture, Resolve, encode_href, encode_path};
use crate::model::{EntityKind, Head, Source, Tlp};
use crate::view::{BodyView, Shared, TocItem};

/// Words a minute, for the reading time.
const READING_SPEED: usize = 220;

impl Stage<'_> {
    /// The text of a document as a template sees it; empty for an entity without a profile.
    pub fn body(&self, id: DocumentId) -> Shared<BodyView> {
        let Some(head) = self.head(id) else { return Shared::default() };
        match self.memory {
            Some(memory) => {
                let file = &self.sources.get(head.source).text;
                memory.body(head, file, || self.rendered(id, head))
            }
            None => self.rendered(id, head),
        }
    }

    fn rendered(&self, id: DocumentId, head: &Head) -> Shared<BodyView> {
        let resolver = Resolver { stage: self, id, head, own: self.mentions.own(id) };
        let rendered = markdown::write(head.body.markdown(), &resolver);
        Shared::new(BodyView {
            html: rendered.html,
            toc: rendered
                .headings
                .into_iter()
                .map(|heading| TocItem { level: heading.level, id: heading.id, text: heading.text })
                .collect(),
            words: rendered.words,
            minutes: rendered.words.div_ceil(READING_SPEED).max(1),
        })
    }

    fn head(&self, id: DocumentId) -> Option<&Head> {
        match id {
            DocumentId::Page(at) => Some(&self.site.pages[at].head),
            DocumentId::Report(at) => Some(&self.site.reports[at].report.head),
            DocumentId::Entity(at) => self.site.entities[at].profile.as_ref().map(|profile| &profile.head),
            DocumentId::Ambiguous(_) => None,
        }
    }
}

struct Resolver<'a> {
    stage: &'a Stage<'a>,
    id: DocumentId,
    head: &'a Head,
    /// Names of its front matter.
    own: Own<'a>,
}

impl Resolver<'_> {
    fn href(&self, route: &str) -> String {
        self.stage.rows.href(route)
    }

    fn mention(&self, id: DocumentId) -> Option<Mention> {
        let (kind, title) = match id {
            DocumentId::Entity(at) => {
                let entity = &self.stage.site.entities[at];
                (entity.kind, entity.title())
            }
            DocumentId::Ambiguous(at) => (self.stage.site.ambiguous[at].kind, ""),
            DocumentId::Page(_) | DocumentId::Report(_) => return None,
        };
        let href = self.href(self.stage.site.route(id));
        Some(Mention { href, kind: kind.key(), title: title.to_owned(), key: key(id) })
    }

    /// The sources that the text may cite.
    fn sources(&self) -> &[Source] {
        match self.id {
            DocumentId::Report(at) => &self.stage.site.reports[at].report.sources,
            DocumentId::Entity(at) => {
                self.stage.site.entities[at].profile.as_ref().map_or(&[], |profile| &profile.sources)
            }
            DocumentId::Page(_) | DocumentId::Ambiguous(_) => &[],
        }
    }

    fn file_href(&self, file: &str) -> Option<String> {
        beside(self.stage.sources, file)?;
        let path = self.stage.site.file_path(self.id, self.head, file);
        Some(self.href(&encode_path(&path)))
    }
}

/// A number for an entity or an ambiguous name, so that a section links each once.
fn key(id: DocumentId) -> usize {
    match id {
        DocumentId::Entity(at) => at * 2,
        DocumentId::Ambiguous(at) => at * 2 + 1,
        DocumentId::Page(_) | DocumentId::Report(_) => usize::MAX,
    }
}

impl Resolve for Resolver<'_> {
    fn grammars(&self) -> &Grammars {
        &self.stage.theme.grammars
    }

    fn address(&self, address: &str) -> Address {
        let plain = |href: String| Address::Link { href, key: None };
        if markdown::is_refused(address) {
            return Address::Shown(String::new());
        }
        if self.stage.cover.blocks(address) || is_defanged(address) {
            return Address::Shown(shown(address));
        }
        match self.stage.site.target(self.head, address) {
            Target::Document(id, suffix) => Address::Link {
                href: format!("{}{}", self.href(self.stage.site.route(id)), encode_href(&suffix)),
                key: matches!(id, DocumentId::Entity(_)).then(|| key(id)),
            },
            Target::File(file, suffix) => match self.file_href(&file) {
                Some(href) => plain(format!("{href}{}", encode_href(&suffix))),
                None => Address::Shown(String::new()),
            },
            Target::Missing(_) => Address::Shown(String::new()),
            Target::Path(path) => plain(self.href(&encode_href(&path))),
            Target::Relative(address) | Target::External(address) => plain(encode_href(&address)),
        }
    }

    fn picture(&self, address: &str) -> Picture {
        if markdown::is_refused(address) {
            return Picture::Shown(String::new());
        }
        if self.stage.cover.blocks(address) || is_defanged(address) {
            return Picture::Shown(shown(address));
        }
        match self.stage.site.target(self.head, address) {
            Target::File(file, _) => match self.file_href(&file) {
                Some(src) => Picture::Show(src),
                None => Picture::Shown(String::new()),
            },
            Target::Path(path) => Picture::Show(self.href(&encode_href(&path))),
            Target::External(address) => Picture::Link(encode_href(&address)),
            Target::Relative(address) => Picture::Show(encode_href(&address)),
            Target::Document(..) | Target::Missing(_) => Picture::Shown(String::new()),
        }
    }

    fn name(&self, kind: Option<EntityKind>, name: &str) -> Option<Mention> {
        match self.stage.site.named(self.id, kind, name) {
            Named::Entity(at) => self.mention(DocumentId::Entity(at)),
            Named::Ambiguous(at) => self.mention(DocumentId::Ambiguous(at)),
            Named::Several(_) | Named::Unknown => None,
        }
    }

    fn citation(&self, id: &str) -> Option<Citation> {
        let cited = self.stage.rows.citation(self.sources(), id, &|url| self.stage.cover.blocks(url))?;
        Some(Citation { number: cited.number, anchor: cited.anchor, title: cited.title })
    }

    fn tlp(&self) -> Tlp {
        self.head.tlp
    }

    fn mentions(&self, text: &str) -> Vec<(Range<usize>, Mention)> {
        self.stage
            .mentions
            .find(&self.own, text)
            .into_iter()
            .filter(|(_, at)| DocumentId::Entity(*at) != self.id)
            .filter_map(|(range, at)| Some((range, self.mention(DocumentId::Entity(at))?)))
            .collect()
    }
}

/// True for an address that is written so that nothing follows it, whether or not a report lists it.
fn is_defanged(address: &str) -> bool {
    let scheme = address.trim_start().get(..4).unwrap_or_default();
    scheme.eq_ignore_ascii_case("hxxp")
}

fn shown(address: &str) -> String {
    let address = &*refang(address);
    match address.strip_prefix("mailto:") {
        Some(email) => indicator::shown(IndicatorType::Email, email),
        None => indicator::shown(IndicatorType::Url, address),
    }
}
