//! Names to entities. A name is an entity's own or an exact alias of one; a name that two claim resolves to neither, unless it
//! is spelled exactly like an entity's own name. A name that nobody claims makes an entity of its own.

mod index;
mod warnings;

use std::collections::{BTreeMap, BTreeSet};

use super::{Ambiguous, AmbiguousId, Entity, EntityId, LinkedReport, ReportId, claims};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EntityKind, Equivalence, Profile, Report, Row, RowKind};
use crate::names::slug;
use crate::source::{Span, Spanned};

pub use index::{Index, Meaning, is_code, key};

/// The result of [`resolve`]; slugs and routes are still empty.
pub struct Resolved {
    pub reports: Vec<LinkedReport>,
    pub entities: Vec<Entity>,
    pub ambiguous: Vec<Ambiguous>,
    pub index: Index,
}

/// Resolves every name of every report and profile. `reports` are sorted already.
pub fn resolve(reports: Vec<Report>, profiles: Vec<Profile>, diagnostics: &mut Diagnostics) -> Resolved {
    let mut resolver = Resolver { entities: Vec::new(), index: Index::default(), uses: BTreeMap::new() };
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
    for entity in &mut resolver.entities {
        if entity.profile.is_none() && !entity.kind.is_coded() {
            entity.name = most_used(&entity.spellings).unwrap_or(&entity.name).to_owned();
        }
    }
    let ambiguous = resolver.ambiguous(diagnostics);
    let mut resolved =
        Resolved { reports: linked, entities: resolver.entities, ambiguous, index: resolver.index };
    sort(&mut resolved);
    resolved
}

/// The most used spelling, then byte order.
fn most_used(spellings: &BTreeMap<String, usize>) -> Option<&str> {
    let most = spellings.values().max()?;
    spellings.iter().find(|(_, count)| *count == most).map(|(spelling, _)| spelling.as_str())
}

/// Every place where an ambiguous name was used or claimed.
#[derive(Default)]
pub struct Uses {
    spellings: BTreeMap<String, usize>,
    /// Uses that resolved to nobody.
    unsettled: Vec<ReportId>,
    first: Option<Span>,
    count: usize,
}

pub struct Resolver {
    pub entities: Vec<Entity>,
    pub index: Index,
    uses: BTreeMap<(EntityKind, String), Uses>,
}

impl Resolver {
    fn take_profiles(&mut self, profiles: Vec<Profile>, diagnostics: &mut Diagnostics) {
        for profile in profiles {
            let identity = index::identity(&profile);
            let slot = (profile.kind, identity.key.clone());
            if let Some(first) = self.index.owner(&slot) {
                let path = self.entities[first]
                    .profile
                    .as_ref()
                    .map_or_else(String::new, |profile| format!("content/{}", profile.head.path));
                let message = format!(
                    "`{}` has two profiles: {path} and content/{}",
                    profile.name.value, profile.head.path
                );
                diagnostics.push(
                    Diagnostic::error("profile-clash", profile.name.span, message)
                        .hint("merge them, or give one of them another name"),
                );
                continue;
            }
            let id = self.add(profile.kind, identity.name, identity.key);
            for extra in identity.also {
                self.index.claim((profile.kind, extra), id);
            }
            self.entities[id].profile = Some(profile);
        }
    }

    fn add(&mut self, kind: EntityKind, name: String, key: String) -> EntityId {
        let id = self.entities.len();
        self.index.own((kind, key.clone()), id);
        self.entities.push(Entity {
            kind,
            name,
            key,
            slug: String::new(),
            route: String::new(),
            profile: None,
            cluster_of: None,
            reports: Vec::new(),
            spellings: BTreeMap::new(),
            origin: Vec::new(),
        });
        id
    }

    fn take_aliases(&mut self) {
        for id in 0..self.entities.len() {
            let Some(profile) = &self.entities[id].profile else { continue };
            let kind = profile.kind;
            let exact: Vec<Spanned<String>> = profile
                .aliases
                .iter()
                .filter(|alias| alias.equivalence == Equivalence::Exact)
                .map(|alias| alias.name.clone())
                .collect();
            for alias in exact {
                self.index.claim((kind, key(kind, &alias)), id);
            }
        }
    }

    fn take_report(&mut self, at: ReportId, report: Report) -> LinkedReport {
        let rows: Vec<Meaning> = report.rows.iter().map(|row| self.row(at, &report, row)).collect();
        let mut entities: Vec<EntityId> = rows.iter().filter_map(Meaning::entity).collect();
        for victim in report.rows.iter().filter_map(|row| row.victim.as_ref()) {
            for sector in &victim.sectors {
                entities.extend(self.name(Some(at), EntityKind::Sector, sector).entity());
            }
            if let Some(country) = &victim.country {
                entities.extend(self.name(Some(at), EntityKind::Country, country).entity());
            }
        }
        entities.extend(claims::named(&report, at, &rows, self));
        let mut seen = BTreeSet::new();
        entities.retain(|id| seen.insert(*id));
        entities.sort_by_key(|id| self.entities[*id].kind);
        LinkedReport { route: format!("/reports/{}/", report.slug), report, rows, entities }
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
        if let Some(id) = self.index.owner(&(EntityKind::Actor, folded.clone()))
            && self.entities[id].profile.as_ref().is_some_and(Profile::is_cluster)
        {
            self.spelled(id, &row.name);
            return id;
        }
        // No name holds a NUL, so this key never meets that of a name.
        let own = format!("{folded}\0{}", report.slug);
        let id = self
            .index
            .owner(&(EntityKind::Actor, own.clone()))
            .unwrap_or_else(|| self.add(EntityKind::Actor, row.name.value.clone(), own));
        self.entities[id].cluster_of = Some(at);
        self.spelled(id, &row.name);
        id
    }

    fn spelled(&mut self, id: EntityId, name: &str) {
        *self.entities[id].spellings.entry(name.to_owned()).or_insert(0) += 1;
    }

    /// Resolves one use of a name. `at` is the report that uses it; absent for a profile.
    pub fn name(&mut self, at: Option<ReportId>, kind: EntityKind, name: &Spanned<String>) -> Meaning {
        let slot = (kind, key(kind, name));
        let claimants = self.index.claimants(&slot);
        let meaning = match claimants.as_slice() {
            [] => Meaning::Entity(self.add(kind, index::canonical(kind, name), slot.1.clone())),
            [only] => Meaning::Entity(*only),
            several => {
                let uses = self.uses.entry(slot.clone()).or_default();
                *uses.spellings.entry(name.value.clone()).or_insert(0) += 1;
                uses.count += 1;
                uses.first = uses.first.or(Some(name.span));
                match several.iter().find(|id| is_own_name(&self.entities[**id], name)) {
                    Some(id) => Meaning::Entity(*id),
                    None => {
                        uses.unsettled.extend(at);
                        Meaning::Ambiguous(slot)
                    }
                }
            }
        };
        if let Meaning::Entity(id) = &meaning {
            self.spelled(*id, name);
        }
        meaning
    }

    /// Sectors and countries that profiles name have pages too.
    fn take_profile_names(&mut self) {
        for id in 0..self.entities.len() {
            let Some(profile) = &self.entities[id].profile else { continue };
            let sectors = profile.sectors.clone();
            let country = profile.country.clone();
            for sector in sectors {
                self.name(None, EntityKind::Sector, &sector);
            }
            if let Some(country) = country {
                self.name(None, EntityKind::Country, &country);
            }
        }
    }

    fn ambiguous(&mut self, diagnostics: &mut Diagnostics) -> Vec<Ambiguous> {
        let mut found = Vec::new();
        for (slot, candidates) in self.index.contested() {
            let uses = self.uses.remove(&slot).unwrap_or_default();
            warnings::ambiguous(&slot, &candidates, &uses, &self.entities, diagnostics);
            let claimed = self.alias_spellings(&slot, &candidates);
            let name = most_used(&uses.spellings)
                .map(str::to_owned)
                .or_else(|| claimed.first().cloned())
                .unwrap_or_else(|| slot.1.clone());
            let own = self.index.owner(&slot).map(|id| slug::slug(&self.entities[id].name).text);
            let has_page = own.is_none_or(|own| {
                !uses.unsettled.is_empty() || claimed.iter().any(|alias| slug::slug(alias).text != own)
            });
            let name = match self.index.owner(&slot) {
                // The page of the owner stands at its own spelling; the disambiguation page takes another one.
                Some(owner) if has_page => {
                    let other = |spelling: &&String| !is_own_name(&self.entities[owner], spelling);
                    let all = uses.spellings.keys().chain(&claimed);
                    all.clone().find(other).cloned().unwrap_or(name)
                }
                _ => name,
            };
            found.push(Ambiguous {
                kind: slot.0,
                name,
                key: slot.1,
                slug: String::new(),
                route: String::new(),
                has_page,
                candidates,
                reports: uses.unsettled.into_iter().collect::<BTreeSet<_>>().into_iter().collect(),
            });
        }
        found
    }

    fn alias_spellings(&self, slot: &(EntityKind, String), candidates: &[EntityId]) -> Vec<String> {
        let mut spellings: Vec<String> = candidates
            .iter()
            .filter_map(|id| self.entities[*id].profile.as_ref())
            .flat_map(|profile| &profile.aliases)
            .filter(|alias| key(slot.0, &alias.name) == slot.1)
            .map(|alias| alias.name.value.clone())
            .collect();
        spellings.sort();
        spellings.dedup();
        spellings
    }
}

/// Spelled exactly like the entity's own name, case aside.
pub fn is_own_name(entity: &Entity, name: &str) -> bool {
    let own = entity.profile.as_ref().map_or(&entity.name, |profile| &profile.name.value);
    caseless::default_caseless_match_str(own, name)
}

/// Puts entities and ambiguous names in order of kind and key, and renumbers what points to them.
fn sort(resolved: &mut Resolved) {
    let mut order: Vec<EntityId> = (0..resolved.entities.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&resolved.entities[*a], &resolved.entities[*b]);
        (a.kind, &a.key, &a.name).cmp(&(b.kind, &b.key, &b.name))
    });
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new;
    }
    let mut entities: Vec<Option<Entity>> =
        std::mem::take(&mut resolved.entities).into_iter().map(Some).collect();
    resolved.entities = order.iter().filter_map(|old| entities[*old].take()).collect();
    for entity in &mut resolved.entities {
        for origin in &mut entity.origin {
            origin.actor = place[origin.actor];
        }
    }
    for report in &mut resolved.reports {
        for id in &mut report.entities {
            *id = place[*id];
        }
        for meaning in &mut report.rows {
            if let Meaning::Entity(id) = meaning {
                *id = place[*id];
            }
        }
    }
    resolved.ambiguous.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    for candidate in resolved.ambiguous.iter_mut().flat_map(|name| &mut name.candidates) {
        *candidate = place[*candidate];
    }
    resolved.index.renumber(&place);
    let ambiguous: BTreeMap<(EntityKind, String), AmbiguousId> =
        resolved.ambiguous.iter().enumerate().map(|(at, name)| ((name.kind, name.key.clone()), at)).collect();
    resolved.index.set_ambiguous(ambiguous);
}
