//! What names mean: who owns a key and who claims it. A key is the folded name; of a technique, a vulnerability and a country it
//! is the code, so that every spelling of a code is one entity.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use crate::link::{AmbiguousId, EntityId};
use crate::model::{EntityKind, Profile};
use crate::names::{country, fold};

/// A kind and the key of a name.
pub type Slot = (EntityKind, String);

/// What a use of a name turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// An entity.
    Entity(EntityId),
    /// A name that several entities claim.
    Ambiguous(Slot),
    /// A victim whose name is not published.
    Undisclosed,
}

impl Meaning {
    /// The entity, where it is one.
    pub fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Entity(id) => Some(*id),
            Self::Ambiguous(_) | Self::Undisclosed => None,
        }
    }
}

/// Who owns and who claims each name.
#[derive(Debug, Default)]
pub struct Index {
    owners: HashMap<Slot, EntityId>,
    claims: BTreeMap<Slot, BTreeSet<EntityId>>,
    ambiguous: BTreeMap<Slot, AmbiguousId>,
}

impl Index {
    pub(super) fn own(&mut self, slot: Slot, id: EntityId) {
        self.owners.insert(slot, id);
    }

    pub(super) fn claim(&mut self, slot: Slot, id: EntityId) {
        self.claims.entry(slot).or_default().insert(id);
    }

    /// The entity whose own name it is.
    pub fn owner(&self, slot: &Slot) -> Option<EntityId> {
        self.owners.get(slot).copied()
    }

    /// Everybody who owns the name or has it as an exact alias, in order.
    pub fn claimants(&self, slot: &Slot) -> Vec<EntityId> {
        let owner = self.owner(slot);
        match self.claims.get(slot) {
            None => owner.into_iter().collect(),
            Some(claims) => {
                let others = claims.iter().copied().filter(|id| Some(*id) != owner);
                let mut all: Vec<EntityId> = owner.into_iter().chain(others).collect();
                all.sort_unstable();
                all
            }
        }
    }

    /// Everybody who owns or claims a name, by the key of the name, of whatever kind they are; without those whose names are codes.
    pub fn by_key(&self) -> HashMap<&str, BTreeSet<EntityId>> {
        self.everybody(|(kind, key)| (!kind.is_coded()).then_some(key.as_str()))
    }

    /// The same, by kind and key, of those whose names are codes.
    pub fn by_code(&self) -> HashMap<(EntityKind, &str), BTreeSet<EntityId>> {
        self.everybody(|(kind, key)| kind.is_coded().then_some((*kind, key.as_str())))
    }

    /// Everybody who owns or claims the names for which `of` gives something, by that.
    fn everybody<'a, K: Eq + Hash>(
        &'a self,
        of: impl Fn(&'a Slot) -> Option<K>,
    ) -> HashMap<K, BTreeSet<EntityId>> {
        let mut all: HashMap<K, BTreeSet<EntityId>> = HashMap::new();
        let owners = self.owners.iter().filter_map(|(slot, id)| Some((of(slot)?, id)));
        owners.for_each(|(key, id)| all.entry(key).or_default().extend([*id]));
        let claims = self.claims.iter().filter_map(|(slot, ids)| Some((of(slot)?, ids)));
        claims.for_each(|(key, ids)| all.entry(key).or_default().extend(ids));
        all
    }

    /// True when somebody owns or claims the name.
    pub fn is_known(&self, slot: &Slot) -> bool {
        self.owners.contains_key(slot) || self.claims.contains_key(slot)
    }

    /// The disambiguation entry of a name.
    pub fn ambiguous(&self, slot: &Slot) -> Option<AmbiguousId> {
        self.ambiguous.get(slot).copied()
    }

    /// Every name with more than one claimant.
    pub(super) fn contested(&self) -> Vec<(Slot, Vec<EntityId>)> {
        self.claims
            .keys()
            .map(|slot| (slot.clone(), self.claimants(slot)))
            .filter(|(_, claimants)| claimants.len() > 1)
            .collect()
    }

    pub(super) fn renumber(&mut self, place: &[EntityId]) {
        self.owners.values_mut().for_each(|id| *id = place[*id]);
        for claimants in self.claims.values_mut() {
            *claimants = claimants.iter().map(|id| place[*id]).collect();
        }
    }

    pub(super) fn set_ambiguous(&mut self, ambiguous: BTreeMap<Slot, AmbiguousId>) {
        self.ambiguous = ambiguous;
    }
}

/// The key of a name within its kind.
pub fn key(kind: EntityKind, name: &str) -> String {
    key_with(kind, name, || fold(name))
}

/// The same, for who knows the folded name.
pub fn key_with(kind: EntityKind, name: &str, folded: impl FnOnce() -> String) -> String {
    match kind {
        EntityKind::Technique | EntityKind::Vulnerability if is_code(kind, name) => name.to_ascii_lowercase(),
        EntityKind::Country => match country::find(name) {
            Some(country) => fold(country.name),
            None => folded(),
        },
        _ => folded(),
    }
}

/// How a name without a profile is shown: a code in capitals, a country by its English name, others as written.
pub fn canonical(kind: EntityKind, name: &str) -> String {
    match kind {
        EntityKind::Technique | EntityKind::Vulnerability if is_code(kind, name) => name.to_ascii_uppercase(),
        EntityKind::Country => {
            country::find(name).map_or_else(|| name.to_owned(), |country| country.name.to_owned())
        }
        _ => name.to_owned(),
    }
}

/// True for `T1114`, `T1114.001` and the like, and for `CVE-2021-26855`.
pub fn is_code(kind: EntityKind, name: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match kind {
        EntityKind::Technique => {
            name.strip_prefix(['T', 't']).is_some_and(|rest| match rest.split_once('.') {
                Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
                None => digits(rest, 4),
            })
        }
        EntityKind::Vulnerability => name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("CVE-")),
        _ => false,
    }
}

/// Who a profile is about.
pub struct Identity {
    /// What its page is called.
    pub name: String,
    /// Its key.
    pub key: String,
    /// Further keys that mean it.
    pub also: Vec<String>,
}

/// The identity of a profile: its id where the kind is one of codes, else its name.
pub fn identity(profile: &Profile) -> Identity {
    let kind = profile.kind;
    let own = key(kind, &profile.name);
    if !matches!(kind, EntityKind::Technique | EntityKind::Vulnerability) {
        return Identity { name: canonical_profile(profile), key: own, also: Vec::new() };
    }
    let catalogue = profile.external_ids.iter().map(|(_, id)| id.as_str());
    // An id that the author gives counts whatever its form: catalogues number tactics as they do techniques.
    let given = profile.id.as_ref().map(|id| id.value.as_str());
    let code = given
        .or_else(|| [profile.name.value.as_str()].into_iter().chain(catalogue).find(|id| is_code(kind, id)));
    match code {
        Some(code) => {
            let id = key(kind, code);
            let also = if own == id { Vec::new() } else { vec![own] };
            Identity { name: code.to_ascii_uppercase(), key: id, also }
        }
        None => Identity { name: profile.name.value.clone(), key: own, also: Vec::new() },
    }
}

fn canonical_profile(profile: &Profile) -> String {
    match (profile.kind, profile.name.len()) {
        // A profile named by a bare code is about the country, whose page bears the name.
        (EntityKind::Country, 2 | 3) => canonical(profile.kind, &profile.name),
        _ => profile.name.value.clone(),
    }
}
