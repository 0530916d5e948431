//! Names to entities. A name is an entity's own or an exact alias of one; a name that two claim resolves to neither, unless it
//! is spelled exactly like an entity's own name. A name that nobody claims makes an entity of its own. Slugs and routes come
//! later.

mod contested;
mod index;
mod order;
mod own;
mod plain;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::{Ambiguous, Entity, EntityId, LinkedReport, ReportId, claims};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EntityKind, Equivalence, Page, Profile, Report, Row, RowKind};
use crate::source::{Span, Spanned};

use contested::Uses;
use index::Slot;
pub use index::{Index, Meaning, canonical, is_code, key, key_with};
pub use own::OwnNames;
use plain::Plain;

/// The result of [`resolve`]; slugs and routes are still empty.
pub struct Resolved {
    pub reports: Vec<LinkedReport>,
    pub entities: Vec<Entity>,
    pub ambiguous: Vec<Ambiguous>,
    pub index: Index,
    /// Paths of profiles that are left out because another one is about the same entity, with that entity.
    pub doubles: Vec<(String, EntityId)>,
}

/// Resolves every name of every report and profile, and counts the ambiguous ones in the prose of `pages` too. `reports` are
/// sorted already.
pub fn resolve(
    reports: Vec<Arc<Report>>,
    profiles: Vec<Profile>,
    pages: &[Page],
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let mut resolver = Resolver::default();
    // Most profiles are of entities of their own, and growing copies them all.
    resolver.entities.reserve(profiles.len());
    resolver.take_profiles(profiles, diagnostics);
    resolver.take_aliases();
    let mut linked: Vec<LinkedReport> = Vec::with_capacity(reports.len());
    for report in reports {
        let report = resolver.take_report(linked.len(), report);
        linked.push(report);
    }
    resolver.take_profile_names();
    claims::origins(&linked, &mut resolver);
    for (at, report) in linked.iter().enumerate() {
        for id in &report.entities {
            resolver.entities[*id].reports.push(at);
        }
    }
    resolver.count_plain();
    for entity in &mut resolver.entities {
        if entity.profile.is_none() && !entity.kind.is_coded() {
            entity.name = most_used(&entity.spellings).unwrap_or(&entity.name).to_owned();
        }
    }
    resolver.take_prose(&linked, pages);
    let ambiguous = resolver.ambiguous(diagnostics);
    let mut resolved = Resolved {
        reports: linked,
        entities: resolver.entities,
        ambiguous,
        index: resolver.index,
        doubles: resolver.doubles,
    };
    order::sort(&mut resolved);
    resolved
}

/// The most used spelling, then byte order.
fn most_used(spellings: &BTreeMap<String, usize>) -> Option<&str> {
    let most = spellings.values().max()?;
    spellings.iter().find(|(_, count)| *count == most).map(|(spelling, _)| spelling.as_str())
}

/// Entities and names while they are gathered.
#[derive(Default)]
pub struct Resolver {
    pub entities: Vec<Entity>,
    pub index: Index,
    /// Unattributed clusters by folded name and report: no name leads to them from elsewhere.
    clusters: BTreeMap<(String, ReportId), EntityId>,
    uses: BTreeMap<Slot, Uses>,
    plain: Plain,
    doubles: Vec<(String, EntityId)>,
}

impl Resolver {
    fn take_profiles(&mut self, profiles: Vec<Profile>, diagnostics: &mut Diagnostics) {
        for profile in profiles {
            let identity = index::identity(&profile);
            let slot = (profile.kind, identity.key.clone());
            if let Some(first) = self.index.owner(&slot) {
                diagnostics.push(profile_clash(&self.entities[first], &profile));
                self.doubles.push((profile.head.path.clone(), first));
                // The build fails; what the second profile claims is known, so that no link to it is called broken.
                self.claim_aliases(&profile, first);
                continue;
            }
            let id = self.add(profile.kind, identity.name, identity.key);
            for extra in identity.also {
                self.index.claim((profile.kind, extra), id);
            }
            self.entities[id].profile = Some(Box::new(profile));
        }
    }

    fn add(&mut self, kind: EntityKind, name: String, key: String) -> EntityId {
        let id = self.entities.len();
        self.index.own((kind, key.clone()), id);
        self.entities.push(entity(kind, name, key));
        id
    }

    fn take_aliases(&mut self) {
        for id in 0..self.entities.len() {
            if let Some(profile) = self.entities[id].profile.take() {
                self.claim_aliases(&profile, id);
                self.entities[id].profile = Some(profile);
            }
        }
    }

    fn claim_aliases(&mut self, profile: &Profile, id: EntityId) {
        for alias in profile.aliases.iter().filter(|alias| alias.equivalence == Equivalence::Exact) {
            self.index.claim((profile.kind, key(profile.kind, &alias.name)), id);
        }
    }

    fn take_report(&mut self, at: ReportId, report: Arc<Report>) -> LinkedReport {
        let rows: Vec<Meaning> = report.rows.iter().map(|row| self.row(at, &report, row)).collect();
        let mut linked = LinkedReport {
            route: format!("/reports/{}/", report.slug),
            report,
            rows,
            own: OnceLock::new(),
            entities: Vec::new(),
            claims: Vec::new(),
        };
        let mut entities: Vec<EntityId> = linked.rows.iter().filter_map(Meaning::entity).collect();
        for victim in linked.report.rows.iter().filter_map(|row| row.victim.as_ref()) {
            for sector in &victim.sectors {
                entities.extend(self.name(Some(at), EntityKind::Sector, sector).entity());
            }
            if let Some(country) = &victim.country {
                entities.extend(self.name(Some(at), EntityKind::Country, country).entity());
            }
        }
        entities.extend(claims::named(&linked, at, self));
        let mut seen = BTreeSet::new();
        entities.retain(|id| seen.insert(*id));
        entities.sort_by_key(|id| self.entities[*id].kind);
        linked.entities = entities;
        linked
    }

    fn row(&mut self, at: ReportId, report: &Report, row: &Row) -> Meaning {
        if row.is_undisclosed() {
            return Meaning::Undisclosed;
        }
        if row.kind == EntityKind::Actor && row.sort == RowKind::Cluster {
            return Meaning::Entity(self.cluster(at, report, row));
        }
        self.name(Some(at), row.kind, &row.name)
    }

    /// A cluster belongs to its report, unless a profile of a cluster bears its name.
    fn cluster(&mut self, at: ReportId, report: &Report, row: &Row) -> EntityId {
        let folded = key(EntityKind::Actor, &row.name);
        let profiled = self.index.owner(&(EntityKind::Actor, folded.clone())).filter(|id| {
            let profile = self.entities[*id].profile.as_deref();
            profile.is_some_and(Profile::is_cluster)
        });
        let id = profiled.unwrap_or_else(|| match self.clusters.get(&(folded.clone(), at)) {
            Some(id) => *id,
            None => {
                let id = self.entities.len();
                let mut cluster =
                    entity(EntityKind::Actor, row.name.value.clone(), format!("{folded}\0{}", report.slug));
                cluster.cluster_of = Some(at);
                self.entities.push(cluster);
                self.clusters.insert((folded, at), id);
                id
            }
        });
        self.spelled(id, &row.name);
        id
    }

    fn spelled(&mut self, id: EntityId, name: &Spanned<String>) {
        let entity = &mut self.entities[id];
        *entity.spellings.entry(name.value.clone()).or_default() += 1;
        entity.first = earlier(entity.first, name.span);
    }

    /// Gives every entity the uses of its names that were counted apart.
    fn count_plain(&mut self) {
        for found in std::mem::take(&mut self.plain).into_uses() {
            let entity = &mut self.entities[found.entity];
            *entity.spellings.entry(found.spelling).or_default() += found.count;
            entity.first = earlier(entity.first, found.first);
        }
    }

    /// Resolves one use of a name. `at` is the report that uses it; absent for a profile. All profiles have been taken.
    pub fn name(&mut self, at: Option<ReportId>, kind: EntityKind, name: &Spanned<String>) -> Meaning {
        if let Some(id) = self.plain.again(kind, name) {
            return Meaning::Entity(id);
        }
        let slot = (kind, key(kind, name));
        let claimants = self.index.claimants(&slot);
        let id = match claimants.as_slice() {
            [] => self.add(kind, index::canonical(kind, name), slot.1),
            [only] => *only,
            several => match self.contested(at, &slot, name, several) {
                Some(id) => {
                    self.spelled(id, name);
                    return Meaning::Entity(id);
                }
                None => return Meaning::Ambiguous(slot),
            },
        };
        self.plain.note(kind, name, id);
        Meaning::Entity(id)
    }

    /// Sectors and countries that profiles name have pages too, and an actor's country is its attributed origin.
    fn take_profile_names(&mut self) {
        for id in 0..self.entities.len() {
            let Some(profile) = self.entities[id].profile.take() else { continue };
            for sector in &profile.sectors {
                self.name(None, EntityKind::Sector, sector);
            }
            let country = profile.country.as_ref().map(|name| self.name(None, EntityKind::Country, name));
            if let Some(country) = country.and_then(|meaning| meaning.entity())
                && profile.kind == EntityKind::Actor
            {
                let origin = super::Origin { actor: id, report: None, stance: None };
                self.entities[country].origin.push(origin);
            }
            self.entities[id].profile = Some(profile);
        }
    }
}

fn entity(kind: EntityKind, name: String, key: String) -> Entity {
    Entity {
        kind,
        name,
        key,
        slug: String::new(),
        route: String::new(),
        profile: None,
        cluster_of: None,
        reports: Vec::new(),
        spellings: BTreeMap::new(),
        first: None,
        origin: Vec::new(),
        claims: Vec::new(),
    }
}

/// The place that comes first in order of path.
fn earlier(known: Option<Span>, other: Span) -> Option<Span> {
    Some(known.map_or(other, |known| known.min(other)))
}

fn profile_clash(first: &Entity, second: &Profile) -> Diagnostic {
    let path = first.profile.as_ref().map_or("", |profile| profile.head.path.as_str());
    let message =
        format!("`{}` has two profiles: content/{path} and content/{}", first.name, second.head.path);
    let place = second.name.span;
    Diagnostic::error("profile-clash", place, message).hint("merge them, or give one of them another name")
}

/// Spelled exactly like the entity's own name, case aside.
pub fn is_own_name(entity: &Entity, name: &str) -> bool {
    let same = |own: &str| caseless::canonical_caseless_match_str(own.trim(), name.trim());
    same(&entity.name) || entity.profile.as_ref().is_some_and(|profile| same(&profile.name))
}

/// The one of several claimants whose own name it is, case aside; nothing where that is more than one.
pub fn own_among(entities: &[Entity], claimants: &[EntityId], name: &str) -> Option<EntityId> {
    let mut own = claimants.iter().copied().filter(|id| is_own_name(&entities[*id], name));
    own.next().filter(|_| own.next().is_none())
}
