//! Which actor is reported against which victim, and which sector is hit in which country. In go the reports of the edition, out come
//! pairs with the reports behind them. A pair that a claim makes and a pair of names that merely stand in one report are kept apart,
//! and what is only denied or disputed is no pair. Retracted reports count for nothing. Every report is read once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::facets::affirms;
use crate::link::{EntityId, LinkedReport, Meaning, Named, ReportId, Site};
use crate::model::{Activity, EntityKind, Profile, Row};

/// Pairs that the names of one report may make. A report with more is an overview, which says nothing about any two of them.
const MOST: usize = 1_000;

/// Pairs of one sort.
#[derive(Debug, Default)]
pub struct Pairs {
    /// Those that most reports claim first, then those that most reports name, then in order of name.
    pub list: Vec<Pair>,
    /// Actors with the reports that claim activity of theirs against undisclosed victims, newest first: those with the most reports
    /// first, then in order of name. They stand behind the pairs.
    pub undisclosed: Vec<(EntityId, Vec<ReportId>)>,
    /// Reports left out as overviews.
    pub skipped: usize,
    /// Place in the list, by row and column.
    places: BTreeMap<(EntityId, EntityId), usize>,
}

/// Two entities that reports connect.
#[derive(Debug)]
pub struct Pair {
    /// The actor or the sector.
    pub row: EntityId,
    /// The victim or the country.
    pub column: EntityId,
    /// Number of reports that claim a connection.
    pub claimed: usize,
    /// Number of reports that name both and claim nothing of anybody.
    pub together: usize,
    /// Number of reports that deny or dispute a connection.
    pub contested: usize,
    /// Those that claim it or name both, newest first.
    pub reports: Vec<ReportId>,
}

/// How a report connects two entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Claimed,
    Together,
    Contested,
}

/// One report on one pair.
type Found = (EntityId, EntityId, ReportId, Bond);

/// Actors by victims: by the activity that reports claim.
pub fn actors(site: &Site) -> Pairs {
    let mut pairs = Pairs::default();
    let mut found = Vec::new();
    let mut undisclosed: BTreeMap<EntityId, Vec<ReportId>> = BTreeMap::new();
    for (at, linked) in standing(site) {
        let report = &linked.report;
        if report.activity.is_empty() {
            let actors = named(site, linked, EntityKind::Actor);
            pairs.skipped +=
                usize::from(!together(&mut found, at, &actors, &named(site, linked, EntityKind::Victim)));
        }
        let mut hidden = BTreeSet::new();
        for activity in &report.activity {
            let affirmed = affirms(activity.claim.stance);
            match (who(linked, activity), affirmed) {
                ((Some(actor), Some(Meaning::Entity(victim))), true) => {
                    found.push((actor, *victim, at, Bond::Claimed));
                }
                ((Some(actor), Some(Meaning::Undisclosed)), true) => drop(hidden.insert(actor)),
                ((Some(actor), Some(Meaning::Entity(victim))), false) => {
                    found.push((actor, *victim, at, Bond::Contested));
                }
                _ => {}
            }
            for id in &activity.claim.disputes {
                let named =
                    |other: &&Activity| other.claim.id.as_ref().is_some_and(|own| own.value == id.value);
                let other = report.activity.iter().find(named).map(|other| who(linked, other));
                if let Some((Some(actor), Some(Meaning::Entity(victim)))) = other {
                    found.push((actor, *victim, at, Bond::Contested));
                }
            }
        }
        for actor in hidden {
            undisclosed.entry(actor).or_default().push(at);
        }
    }
    pairs.undisclosed = undisclosed.into_iter().collect();
    pairs.undisclosed.sort_by_key(|(actor, reports)| (Reverse(reports.len()), *actor));
    pairs.fill(found);
    pairs
}

/// Sectors by countries: by the victims that are in both.
pub fn sectors(site: &Site) -> Pairs {
    let mut pairs = Pairs::default();
    let mut found = Vec::new();
    for (at, linked) in standing(site) {
        // Of a report with a thousand victims most share their sector and country.
        let mut own = BTreeSet::new();
        for (row, meaning) in linked.report.rows.iter().zip(&linked.rows) {
            if row.kind == EntityKind::Victim && affirms(row.stance) {
                let (sectors, countries) = where_is(site, row, meaning);
                for sector in &sectors {
                    own.extend(countries.iter().map(|country| (*sector, *country)));
                }
            }
        }
        found.extend(own.iter().map(|(sector, country)| (*sector, *country, at, Bond::Claimed)));
        if own.is_empty() {
            let sectors = named(site, linked, EntityKind::Sector);
            pairs.skipped +=
                usize::from(!together(&mut found, at, &sectors, &named(site, linked, EntityKind::Country)));
        }
    }
    pairs.fill(found);
    pairs
}

fn standing(site: &Site) -> impl Iterator<Item = (ReportId, &LinkedReport)> {
    site.reports.iter().enumerate().filter(|(_, linked)| linked.report.retracted.is_none())
}

/// Who acts and upon whom, as far as the claim says.
fn who<'a>(linked: &'a LinkedReport, activity: &Activity) -> (Option<EntityId>, Option<&'a Meaning>) {
    let meaning = |kind, name: &str| linked.own_row(kind, name);
    let actor = activity.actor.as_ref().and_then(|name| meaning(EntityKind::Actor, name)?.entity());
    (actor, activity.victim.as_ref().and_then(|name| meaning(EntityKind::Victim, name)))
}

/// The entities of a kind that the rows of a report name and do not deny; of sectors and countries those of its victims too.
pub fn named(site: &Site, linked: &LinkedReport, kind: EntityKind) -> BTreeSet<EntityId> {
    let (mut affirmed, mut denied) = (BTreeSet::new(), BTreeSet::new());
    for (row, meaning) in linked.report.rows.iter().zip(&linked.rows).filter(|(row, _)| row.kind == kind) {
        let set = if affirms(row.stance) { &mut affirmed } else { &mut denied };
        set.extend(meaning.entity());
    }
    if matches!(kind, EntityKind::Sector | EntityKind::Country) {
        let derived = linked.entities.iter().filter(|id| site.entities[**id].kind == kind);
        affirmed.extend(derived.filter(|id| !denied.contains(id)));
    }
    affirmed
}

/// The sectors and countries of a victim: those of its row, else those of its profile.
fn where_is(site: &Site, row: &Row, meaning: &Meaning) -> (BTreeSet<EntityId>, BTreeSet<EntityId>) {
    let profile = meaning.entity().and_then(|id| site.entities[id].profile.as_deref());
    let entities = |kind: EntityKind, own: Vec<&str>, other: Vec<&str>| -> BTreeSet<EntityId> {
        let names = if own.is_empty() { other } else { own };
        let known = names.into_iter().map(|name| site.named_of_kind(kind, name));
        known.filter_map(|named| if let Named::Entity(id) = named { Some(id) } else { None }).collect()
    };
    let victim = row.victim.as_ref();
    let sectors = victim.iter().flat_map(|victim| &victim.sectors).map(|name| name.as_str()).collect();
    let of_profile = |profile: &'_ Profile| profile.sectors.iter().map(|name| name.value.clone()).collect();
    let known: Vec<String> = profile.map(of_profile).unwrap_or_default();
    let country = victim.and_then(|victim| victim.country.as_ref()).map(|name| name.as_str());
    let other = profile.and_then(|profile| profile.country.as_ref()).map(|name| name.as_str());
    (
        entities(EntityKind::Sector, sectors, known.iter().map(String::as_str).collect()),
        entities(EntityKind::Country, country.into_iter().collect(), other.into_iter().collect()),
    )
}

/// Adds every pair of two lists; false where there are too many.
fn together(
    found: &mut Vec<Found>,
    at: ReportId,
    rows: &BTreeSet<EntityId>,
    columns: &BTreeSet<EntityId>,
) -> bool {
    if rows.len().saturating_mul(columns.len()) > MOST {
        return false;
    }
    for row in rows {
        found.extend(columns.iter().map(|column| (*row, *column, at, Bond::Together)));
    }
    true
}

impl Pairs {
    /// Sorts and counts what was found.
    fn fill(&mut self, mut found: Vec<Found>) {
        found.sort_unstable();
        found.dedup();
        for of_pair in found.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let count = |bond: Bond| of_pair.iter().filter(|found| found.3 == bond).count();
            let mut reports: Vec<ReportId> =
                of_pair.iter().filter(|found| found.3 != Bond::Contested).map(|found| found.2).collect();
            reports.dedup();
            let Some((row, column, ..)) = of_pair.first().copied().filter(|_| !reports.is_empty()) else {
                continue;
            };
            self.list.push(Pair {
                row,
                column,
                claimed: count(Bond::Claimed),
                together: count(Bond::Together),
                contested: count(Bond::Contested),
                reports,
            });
        }
        self.list.sort_by_key(|pair| (Reverse(pair.claimed), Reverse(pair.together), pair.row, pair.column));
        let places = self.list.iter().enumerate().map(|(at, pair)| ((pair.row, pair.column), at));
        self.places = places.collect();
    }

    /// Number of pairs, those with undisclosed victims included.
    pub fn count(&self) -> usize {
        self.list.len() + self.undisclosed.len()
    }

    /// The place of a pair in the list.
    pub fn place(&self, row: EntityId, column: EntityId) -> Option<usize> {
        self.places.get(&(row, column)).copied()
    }

    /// The busiest rows and columns: at most so many of each. Columns are weighed by the rows that are chosen.
    pub fn busiest(&self, rows: usize, columns: usize) -> (Vec<EntityId>, Vec<EntityId>) {
        let hidden = self.undisclosed.iter().map(|(actor, reports)| (*actor, (reports.len(), 0)));
        let by_row = self.list.iter().map(|pair| (pair.row, (pair.claimed, pair.together)));
        let rows = heaviest(by_row.chain(hidden), rows);
        let chosen: BTreeSet<EntityId> = rows.iter().copied().collect();
        let shown = self.list.iter().filter(|pair| chosen.contains(&pair.row));
        let columns = heaviest(shown.map(|pair| (pair.column, (pair.claimed, pair.together))), columns);
        (rows, columns)
    }
}

/// The entities with the most claims, then the most reports that name them with others, then in order of name.
fn heaviest(items: impl Iterator<Item = (EntityId, (usize, usize))>, most: usize) -> Vec<EntityId> {
    let mut weights: BTreeMap<EntityId, (usize, usize)> = BTreeMap::new();
    for (id, (claimed, together)) in items {
        let weight = weights.entry(id).or_default();
        *weight = (weight.0 + claimed, weight.1 + together);
    }
    let mut sorted: Vec<(EntityId, (usize, usize))> = weights.into_iter().collect();
    sorted.sort_by_key(|(id, weight)| (Reverse(*weight), *id));
    sorted.into_iter().take(most).map(|(id, _)| id).collect()
}
