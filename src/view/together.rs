//! What stands in the same reports as an entity, by kind, with the number of reports. In go the reports on the entity, out come the
//! names that they share most. It says nothing of a tie between two names: that is the matter of claims. Retracted reports count
//! for nothing.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::ties::{Group, Together};
use super::{Drawn, Rows, TogetherGroup, TogetherHead, TogetherView};
use crate::link::{DocumentId, EntityId, ReportId};
use crate::model::{EntityKind, Tlp};

/// Entities of one kind on a page.
const SHOWN: usize = 10;
/// A report that names more than this is a catalogue: standing side by side in it says nothing, and counting its pairs would take
/// as long as all the rest.
const CATALOGUE: usize = 500;

/// An entity as it stands on the pages of others, by the number of reports on both: pages that share as many show the same.
pub type Beside = Mutex<BTreeMap<usize, Drawn>>;

impl Rows<'_> {
    /// What stands in the same reports as an entity.
    pub fn together(&self, id: EntityId) -> TogetherView {
        let found = self.ties.together[id].get_or_init(|| self.found_together(id));
        let target = matches!(
            self.site.entities[id].kind,
            EntityKind::Victim | EntityKind::Sector | EntityKind::Country
        );
        let groups = found.groups.iter().map(|group| self.together_group(group, target));
        TogetherView { groups: groups.collect(), left_out: found.left_out }
    }

    /// Finds it; the work grows with the names of its reports.
    fn found_together(&self, id: EntityId) -> Together {
        let (catalogues, reports): (Vec<ReportId>, Vec<ReportId>) =
            self.standing_on(id).partition(|at| self.site.reports[*at].entities.len() > CATALOGUE);
        let mut counted = self.tallies.with(self.site.entities.len(), |tally| {
            for at in reports {
                let on_both = self.reveals.subjects(self.site, at).filter(|other| *other != id);
                on_both
                    .filter(|other| self.techniques.counts(self.site, at, *other))
                    .for_each(|id| tally.count(id));
            }
            tally.take()
        });
        let kind = |id: EntityId| self.site.entities[id].kind;
        // Entities stand by kind, then by name; the sort is stable, so ties stay in order of name.
        let groups = counted.chunk_by_mut(|one, other| kind(one.0) == kind(other.0));
        let groups = groups.map(|group| {
            group.sort_by_key(|(_, reports)| Reverse(*reports));
            Group {
                kind: kind(group[0].0),
                shown: group.iter().take(SHOWN).copied().collect(),
                all: group.len(),
            }
        });
        Together { groups: groups.collect(), left_out: catalogues.len() }
    }

    fn standing_on(&self, id: EntityId) -> impl Iterator<Item = ReportId> + '_ {
        let reports = self.reveals.reports_on(self.site, id);
        reports.filter(|at| self.related.stands(*at))
    }

    fn together_group(&self, group: &Group, target: bool) -> TogetherGroup {
        let shown = group.shown.iter().map(|(id, reports)| self.together_row(*id, *reports));
        let shown: Vec<Drawn> = shown.collect();
        TogetherGroup {
            kind: group.kind.key().to_owned(),
            head: self.together_head(group.kind, target),
            drawn: Drawn::of(&shown),
            more: group.all - group.shown.len(),
        }
    }

    /// What names of a kind are called, on the pages of what is a target or is none.
    fn together_head(&self, kind: EntityKind, target: bool) -> Drawn {
        let draw = || {
            let head = TogetherHead {
                kind: kind.key().to_owned(),
                label: kind.label_plural().to_owned(),
                icon: self.icon(kind.key()),
                target,
            };
            self.draw.draw("together_head", "head", &head, "/")
        };
        self.heads[&kind][usize::from(target)].get_or_init(draw).clone()
    }

    fn together_row(&self, id: EntityId, reports: usize) -> Drawn {
        let place = &self.beside[id];
        let lock = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(row) = lock().get(&reports) {
            return row.clone();
        }
        let row = self.drawn_beside(id, reports);
        lock().insert(reports, row.clone());
        row
    }

    /// The highest level of what the first page of an entity says beyond its reports: claims, names that stand in the same reports,
    /// undisclosed victims, pages that link to it.
    pub fn level_of_first_page(&self, id: EntityId) -> Tlp {
        let reports = self.standing_on(id).map(|at| self.related.level_of_names(at));
        let together = reports.fold(Tlp::Clear, Tlp::max);
        let beside = self.level_of_undisclosed(id).max(self.level_of_mentions(DocumentId::Entity(id)));
        let groups = self.groups.get(&id).into_iter().flatten();
        let parties = groups.flat_map(|group| [&group.subject, &group.object]).flatten();
        // A claim of one report may bear a name that only another one gives.
        let named = parties.map(|party| self.level_of_party(party)).fold(Tlp::Clear, Tlp::max);
        let claims = self.site.entities[id].claims.iter();
        let claims = claims.map(|claim| self.level_of_claim(*claim)).fold(Tlp::Clear, Tlp::max);
        together.max(beside).max(named).max(claims)
    }
}
