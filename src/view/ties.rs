//! What follows from which report names what, and from nothing else: the reports that are related, and what stands together. An edit of
//! a title or of prose leaves all of it as it is, so a preview takes it from the build before. In go the numbers of the linked site,
//! out come places for what is found, empty or filled.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use ahash::RandomState;

use super::Digest;
use super::attack::Techniques;
use super::reveals::Reveals;
use crate::link::{EntityId, ReportId, Site};
use crate::model::EntityKind;

/// What was found, by number; each place is filled when somebody first asks.
pub struct Ties {
    /// All that it follows from.
    shape: Digest,
    /// By report, the related ones, the best first.
    pub related: Vec<OnceLock<Vec<ReportId>>>,
    /// By entity.
    pub together: Vec<OnceLock<Together>>,
}

/// What stands in the same reports as an entity.
pub struct Together {
    /// By kind.
    pub groups: Vec<Group>,
    /// Catalogues that were left out.
    pub left_out: usize,
}

/// What of one kind stands in the same reports as an entity.
pub struct Group {
    /// The kind.
    pub kind: EntityKind,
    /// The first of them, with the number of reports that they share.
    pub shown: Vec<(EntityId, usize)>,
    /// Number of all.
    pub all: usize,
}

impl Ties {
    /// Those of the build before where the same reports name the same things, else new ones.
    pub fn of(
        site: &Site,
        reveals: &Reveals,
        techniques: &Techniques,
        before: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let hash = |seed: u64| hash(seed, site, reveals, techniques);
        let shape = (hash(1), hash(5));
        if let Some(before) = before.filter(|before| before.shape == shape) {
            return before.clone();
        }
        Arc::new(Self {
            shape,
            related: site.reports.iter().map(|_| OnceLock::new()).collect(),
            together: site.entities.iter().map(|_| OnceLock::new()).collect(),
        })
    }
}

/// A hash of who names what: entities of each report, those that it is about without naming them, techniques that it does not deny,
/// indicators that it shares, whether it stands; and the kind of each entity.
fn hash(seed: u64, site: &Site, reveals: &Reveals, techniques: &Techniques) -> u64 {
    let mut hasher = RandomState::with_seeds(seed, 2, 3, 4).build_hasher();
    (site.reports.len(), site.entities.len()).hash(&mut hasher);
    for linked in &site.reports {
        (&linked.entities, linked.report.retracted.is_some()).hash(&mut hasher);
    }
    for entity in &site.entities {
        entity.kind.hash(&mut hasher);
    }
    for shared in site.shared_indicators.values() {
        shared.reports.hash(&mut hasher);
    }
    reveals.hash_subjects(&mut hasher);
    techniques.hash_counted(&mut hasher);
    hasher.finish()
}
