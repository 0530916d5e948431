//! Who was at one victim, and who at one time. In go all lanes of a figure, those included that it has no room for, out come words
//! and the days to set off.

use std::collections::{BTreeMap, BTreeSet};

use super::Frame;
use super::lanes::Lane;
use super::overlap::{self, Overlap, Presence};
use super::period::Day;
use crate::link::{ClaimId, Party};
use crate::model::Stance;
use crate::view::{OverlapView, PlaceView, Rows};

/// Victims and overlaps that are told in words, and overlaps that are drawn.
const TOLD: usize = 3;
const BANDS: usize = 12;

/// What several actors have in common.
#[derive(Default)]
pub struct Together {
    /// Victims of several actors.
    pub places: Vec<PlaceView>,
    /// Times at which several were at one victim, each with its days, the last one excluded.
    pub overlaps: Vec<(Days, OverlapView)>,
    /// Number of further such times.
    pub more: usize,
    /// The days of those times, where there is but one such victim.
    pub bands: Vec<Days>,
}

type Days = (Day, Day);

/// Who is said to have been at one victim.
#[derive(Default)]
struct Place {
    /// By what is asserted.
    all: Presence,
    /// By what is asserted and nobody disputes.
    firm: Presence,
}

impl Rows<'_> {
    /// How a claim is made; it asserts where it does not say.
    pub(super) fn stance(&self, id: ClaimId) -> Stance {
        self.site.statement(id).claim().stance.unwrap_or(Stance::Asserts)
    }

    /// What the actors of a report or of a victim have in common; nothing for lanes of several victims in several reports.
    pub(super) fn at_once(&self, lanes: &[Lane], frame: Frame<'_>) -> Together {
        let mut together = Together::default();
        if frame.own || frame.place.is_some() {
            self.overlaps(lanes, frame, &mut together);
        }
        if frame.own {
            together.places = self.places(lanes, frame);
        }
        together
    }

    /// Victims at whom several actors are said to have been, with or without dates, most actors first.
    fn places(&self, lanes: &[Lane], frame: Frame<'_>) -> Vec<PlaceView> {
        // By lane, whether every claim is disputed.
        let mut by_place: BTreeMap<Party, BTreeMap<usize, bool>> = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.key.is_some()) {
            for id in lane.claims() {
                let present = matches!(self.stance(id), Stance::Asserts | Stance::Suspects);
                if let (true, Some(place)) = (present, self.object(id, frame)) {
                    *by_place.entry(place).or_default().entry(at).or_insert(true) &=
                        self.is_disputed(id, frame.own);
                }
            }
        }
        let mut several: Vec<_> = by_place.into_iter().filter(|(_, who)| who.len() > 1).collect();
        several.sort_by_key(|(_, who)| std::cmp::Reverse(who.len()));
        several.truncate(TOLD);
        let view = |(place, who): (Party, BTreeMap<usize, bool>)| PlaceView {
            place: self.party_name(Some(&place)),
            who: self.lane_names(who.keys().copied(), lanes),
            disputed: self
                .lane_names(who.iter().filter(|(_, disputed)| **disputed).map(|(at, _)| *at), lanes),
        };
        several.into_iter().map(view).collect()
    }

    fn overlaps(&self, lanes: &[Lane], frame: Frame<'_>, together: &mut Together) {
        let mut by_place: BTreeMap<Party, Place> = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.key.is_some()) {
            for dated in lane.dated.iter().filter(|dated| self.stance(dated.id) == Stance::Asserts) {
                let place = match frame.place {
                    Some(victim) => Some(Party::Entity(victim)),
                    None => self.object(dated.id, frame),
                };
                if let (Some(place), Some(sure)) = (place, dated.period.sure()) {
                    let place = by_place.entry(place).or_default();
                    place.all.add(at, sure);
                    if !self.is_disputed(dated.id, frame.own) {
                        place.firm.add(at, sure);
                    }
                }
            }
        }
        let mut found: Vec<(usize, Overlap, Party)> = Vec::new();
        let mut places = BTreeSet::new();
        for (place, presence) in &mut by_place {
            presence.firm.join();
            let all = overlap::most_telling(presence.all.overlaps());
            if all.is_empty() {
                continue;
            }
            places.insert(place.clone());
            let mut bands: Vec<Days> = all.iter().take(BANDS).map(|found| (found.from, found.to)).collect();
            bands.sort_unstable();
            together.bands = bands;
            found.extend(all.into_iter().enumerate().map(|(rank, overlap)| (rank, overlap, place.clone())));
        }
        if places.len() > 1 {
            together.bands.clear();
        }
        // Every victim has its first before any has its second.
        found.sort_by_key(|(rank, overlap, _)| (*rank, overlap.weight()));
        together.more = found.len().saturating_sub(TOLD);
        found.truncate(TOLD);
        found.sort_by_key(|(_, overlap, _)| (overlap.from, overlap.to));
        let view = |(_, overlap, place): (usize, Overlap, Party)| {
            let presence = by_place.get(&place)?;
            let who = presence.all.who(overlap);
            let firm = presence.firm.who(overlap);
            let view = OverlapView {
                period: self.stretch(overlap.from, overlap.to),
                who: self.lane_names(who.iter().copied(), lanes),
                disputed: self.lane_names(who.difference(&firm).copied(), lanes),
                place: if frame.place.is_some() { String::new() } else { self.party_name(Some(&place)) },
                band: false,
            };
            Some(((overlap.from, overlap.to), view))
        };
        together.overlaps = found.into_iter().filter_map(view).collect();
    }
}
