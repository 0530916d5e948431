//! Who was at one victim, and who at one time. In go all lanes of a figure, those included that it has no room for, out come words
//! and the days to set off.

use std::collections::{BTreeMap, BTreeSet};

use super::Frame;
use super::lanes::Lane;
use super::overlap::{self, Presence};
use super::period::Day;
use crate::link::{ClaimId, Party};
use crate::model::Stance;
use crate::view::{OverlapView, PlaceView, Rows};

/// Victims and overlaps that are told in words, and overlaps that are drawn.
const TOLD: usize = 3;
const BANDS: usize = 12;

/// What several actors have in common.
pub struct Together {
    /// Victims of several actors.
    pub places: Vec<PlaceView>,
    /// Times at which several were at one victim.
    pub overlaps: Vec<OverlapView>,
    /// The days of those times, where there is but one such victim; the last one excluded.
    pub bands: Vec<(Day, Day)>,
}

impl Rows<'_> {
    /// How a claim is made; it asserts where it does not say.
    pub(super) fn stance(&self, id: ClaimId) -> Stance {
        self.site.statement(id).claim().stance.unwrap_or(Stance::Asserts)
    }

    /// What the actors of a report or of a victim have in common; nothing for lanes of several victims in several reports.
    pub(super) fn at_once(&self, lanes: &[Lane], frame: Frame<'_>) -> Together {
        let mut together = Together { places: Vec::new(), overlaps: Vec::new(), bands: Vec::new() };
        if frame.own {
            together.places = self.places(lanes, frame);
        }
        if frame.own || frame.place.is_some() {
            (together.overlaps, together.bands) = self.overlaps(lanes, frame);
        }
        together
    }

    /// Victims at whom several actors are said to have been, with or without dates, most actors first.
    fn places(&self, lanes: &[Lane], frame: Frame<'_>) -> Vec<PlaceView> {
        let mut by_place: BTreeMap<Party, BTreeSet<usize>> = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.key.is_some()) {
            for id in lane.claims() {
                let present = matches!(self.stance(id), Stance::Asserts | Stance::Suspects);
                if let (true, Some(place)) = (present, self.object(id, frame)) {
                    by_place.entry(place).or_default().insert(at);
                }
            }
        }
        let mut several: Vec<_> = by_place.into_iter().filter(|(_, who)| who.len() > 1).collect();
        several.sort_by_key(|(_, who)| std::cmp::Reverse(who.len()));
        several.truncate(TOLD);
        let view = |(place, who): (Party, BTreeSet<usize>)| PlaceView {
            place: self.party_name(Some(&place)),
            who: self.lane_names(&who, lanes),
        };
        several.into_iter().map(view).collect()
    }

    fn overlaps(&self, lanes: &[Lane], frame: Frame<'_>) -> (Vec<OverlapView>, Vec<(Day, Day)>) {
        let mut by_place: BTreeMap<Party, Presence> = BTreeMap::new();
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.key.is_some()) {
            for dated in lane.dated.iter().filter(|dated| self.stance(dated.id) == Stance::Asserts) {
                let place = match frame.place {
                    Some(victim) => Some(Party::Entity(victim)),
                    None => self.object(dated.id, frame),
                };
                if let (Some(place), Some(sure)) = (place, dated.period.sure()) {
                    by_place.entry(place).or_default().add(at, sure);
                }
            }
        }
        let (mut told, mut bands, mut places) = (Vec::new(), Vec::new(), 0);
        for (place, mut presence) in by_place {
            let found = presence.overlaps();
            if found.is_empty() {
                continue;
            }
            places += 1;
            let all = overlap::most_telling(found, BANDS);
            bands.extend(all.iter().map(|overlap| (overlap.from, overlap.to)));
            let name = if frame.place.is_some() { String::new() } else { self.party_name(Some(&place)) };
            told.extend(overlap::most_telling(all, TOLD).into_iter().map(|overlap| OverlapView {
                period: self.stretch(overlap.from, overlap.to),
                who: self.lane_names(&presence.who(overlap), lanes),
                place: name.clone(),
            }));
        }
        told.truncate(TOLD);
        (told, if places == 1 { bands } else { Vec::new() })
    }
}
