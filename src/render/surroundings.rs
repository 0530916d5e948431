//! What a body may see of the rest of its site, as one number: which documents, files and names there are and where they lead, what must
//! not be linked, and how code is coloured. Titles, dates and claims of other documents are no part of it.

use std::hash::{BuildHasher, Hash, Hasher};

use ahash::RandomState;

use crate::link::{Entity, Site};
use crate::model::Source;
use crate::source::{Area, Sources};

/// The number for a site.
pub fn of(site: &Site, sources: &Sources) -> u64 {
    let hasher = &mut RandomState::with_seeds(1, 2, 3, 4).build_hasher();
    files(sources, hasher);
    (site.max_tlp, &site.config.base_url.origin, &site.config.base_url.path).hash(hasher);
    for (id, head) in site.heads() {
        (&head.path, site.route(id)).hash(hasher);
    }
    for linked in &site.reports {
        let report = &linked.report;
        for row in &report.rows {
            (row.kind, &row.name.value, row.used.as_ref().map(|used| &used.value)).hash(hasher);
        }
        for indicator in &report.indicators {
            (indicator.kind, &indicator.value.value).hash(hasher);
        }
        cited(&report.sources, hasher);
        (report.rows.len(), report.indicators.len()).hash(hasher);
    }
    site.entities.iter().for_each(|entity| named(site, entity, hasher));
    for name in &site.ambiguous {
        (name.kind, &name.name, &name.key, &name.route, name.has_page, &name.spellings).hash(hasher);
        for candidate in &name.candidates {
            site.entities[*candidate].route.hash(hasher);
        }
    }
    hasher.finish()
}

/// Settings and grammars as they are; of files beside documents that they are there.
fn files(sources: &Sources, hasher: &mut impl Hasher) {
    for (source, file) in sources.iter() {
        match file.area {
            Area::Config | Area::Syntax => (source, &file.path, &file.text).hash(hasher),
            Area::Asset => (source, &file.path, file.broken, file.text.is_empty()).hash(hasher),
            Area::Content | Area::Template | Area::Static => {}
        }
    }
}

fn cited(sources: &[Source], hasher: &mut impl Hasher) {
    for source in sources {
        for url in [&source.url, &source.archive_url] {
            url.as_ref().map(|url| &url.value).hash(hasher);
        }
    }
    sources.len().hash(hasher);
}

fn named(site: &Site, entity: &Entity, hasher: &mut impl Hasher) {
    (entity.kind, &entity.name, &entity.key, &entity.route, entity.title()).hash(hasher);
    entity.cluster_of.map(|at| &site.reports[at].route).hash(hasher);
    entity.spellings.keys().for_each(|name| name.hash(hasher));
    entity.spellings.len().hash(hasher);
    let Some(profile) = &entity.profile else { return };
    (&profile.name.value, profile.id.as_ref().map(|id| &id.value), &profile.external_ids).hash(hasher);
    for alias in &profile.aliases {
        (&alias.name.value, alias.equivalence).hash(hasher);
    }
    profile.aliases.len().hash(hasher);
    cited(&profile.sources, hasher);
}
