//! Undisclosed victims that another report names. In go the joins of the linked site, out comes what the pages of both reports and
//! of the victim say of them, and which entities a report is about without naming them. A victim that reports name differently is
//! joined to nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use super::{Link, RevealView, Rows, UndisclosedRow, UndisclosedView, words};
use crate::link::{DocumentId, EntityId, Party, ReportId, Reveal, Site};
use crate::model::{Row, Tlp};
use crate::source::Span;

/// Rows of a victim's page.
const SHOWN: usize = 50;

/// An undisclosed victim by report and row.
type Hidden = (ReportId, usize);

/// The joins of a site, by everything that asks for them.
#[derive(Default)]
pub struct Reveals {
    /// By the row of the undisclosed victim.
    rows: BTreeMap<Span, Reveal>,
    /// By the report that names a victim, and the victim.
    named: BTreeMap<(ReportId, EntityId), Vec<Hidden>>,
    /// By victim.
    victims: BTreeMap<EntityId, Vec<Hidden>>,
    /// By report, victims that it is about and does not name.
    silent: BTreeMap<ReportId, BTreeSet<EntityId>>,
    /// By victim, the reports that are about it and do not name it.
    unnamed: BTreeMap<EntityId, BTreeSet<ReportId>>,
}

impl Reveals {
    /// Gathers them.
    pub fn of(site: &Site) -> Self {
        let mut found = Self::default();
        for (hidden, reveals) in &site.reveals {
            let (at, row) = *hidden;
            let Some(reveal) = site.revealed(at, row) else { continue };
            let linked = &site.reports[at];
            found.rows.insert(linked.report.rows[row].span, reveal);
            found.victims.entry(reveal.victim).or_default().push(*hidden);
            for reveal in reveals {
                let known = found.named.entry((reveal.report, reveal.victim)).or_default();
                if !known.contains(hidden) {
                    known.push(*hidden);
                }
            }
            if !linked.entities.contains(&reveal.victim) {
                found.silent.entry(at).or_default().insert(reveal.victim);
                found.unnamed.entry(reveal.victim).or_default().insert(at);
            }
        }
        found
    }

    /// Everything that a report is about: what it names, and undisclosed victims that another report names. Each once.
    pub fn subjects<'s>(&'s self, site: &'s Site, at: ReportId) -> impl Iterator<Item = EntityId> + 's {
        let silent = self.silent.get(&at).into_iter().flatten();
        site.reports[at].entities.iter().chain(silent).copied()
    }

    /// Every report that is about an entity, each once.
    pub fn reports_on<'s>(&'s self, site: &'s Site, id: EntityId) -> impl Iterator<Item = ReportId> + 's {
        let unnamed = self.unnamed.get(&id).into_iter().flatten();
        site.entities[id].reports.iter().chain(unnamed).copied()
    }

    /// Hashes all that [`Reveals::subjects`], [`Reveals::reports_on`] and [`Reveals::count`] know beyond the site.
    pub fn hash_subjects(&self, hasher: &mut impl Hasher) {
        (&self.silent, &self.unnamed).hash(hasher);
    }

    /// Number of reports that are about an entity.
    pub fn count(&self, site: &Site, id: EntityId) -> usize {
        site.entities[id].reports.len() + self.unnamed.get(&id).map_or(0, BTreeSet::len)
    }

    /// True for the row of an undisclosed victim that another report names.
    pub fn is_named(&self, row: &Row) -> bool {
        self.rows.contains_key(&row.span)
    }
}

impl Rows<'_> {
    /// Who an undisclosed victim is, where another report names it.
    pub fn named_elsewhere(&self, row: &Row) -> Vec<RevealView> {
        let reveal = self.reveals.rows.get(&row.span).into_iter();
        reveal
            .map(|reveal| RevealView {
                victim: self.link(DocumentId::Entity(reveal.victim)),
                report: self.link(DocumentId::Report(reveal.report)),
            })
            .collect()
    }

    /// The undisclosed victims of other reports that a report names by naming this victim.
    pub fn reveals_by(&self, at: ReportId, victim: EntityId) -> Vec<RevealView> {
        let hidden = self.reveals.named.get(&(at, victim)).into_iter().flatten();
        hidden
            .map(|(report, row)| {
                let what = self.undisclosed(&self.site.reports[*report].report.rows[*row]);
                RevealView {
                    victim: Link { title: words::lower_first(&what), href: String::new() },
                    report: self.link(DocumentId::Report(*report)),
                }
            })
            .collect()
    }

    /// The reports that leave a victim undisclosed, with the report that names it.
    pub fn undisclosed_in(&self, id: EntityId) -> UndisclosedView {
        let hidden = self.reveals.victims.get(&id).map(Vec::as_slice).unwrap_or_default();
        let rows = hidden.iter().take(SHOWN).filter_map(|(report, row)| {
            let written = &self.site.reports[*report].report.rows[*row];
            let reveal = self.reveals.rows.get(&written.span)?;
            Some(UndisclosedRow {
                report: self.reports[*report].shown().clone(),
                description: self.undisclosed(written),
                named_by: self.link(DocumentId::Report(reveal.report)),
                named_on: words::written(&self.site.reports[reveal.report].report.date, self.english),
            })
        });
        UndisclosedView { rows: rows.collect(), more: hidden.len().saturating_sub(SHOWN) }
    }

    /// The level of what a victim's page says of the reports that leave it undisclosed.
    pub fn level_of_undisclosed(&self, id: EntityId) -> Tlp {
        let hidden = self.reveals.victims.get(&id).into_iter().flatten();
        hidden.map(|hidden| self.level_of_join(*hidden)).fold(Tlp::Clear, Tlp::max)
    }

    /// The level of what the page of a report says of joins: the names that others give, and what it names itself.
    pub fn level_of_reveals(&self, at: ReportId) -> Tlp {
        let rows = 0..self.site.reports[at].report.rows.len();
        let named = self.reveals.named.range((at, 0)..=(at, EntityId::MAX)).flat_map(|(_, hidden)| hidden);
        let all = rows.map(|row| (at, row)).chain(named.copied());
        all.map(|hidden| self.level_of_join(hidden)).fold(Tlp::Clear, Tlp::max)
    }

    /// The level of a party of a claim that stands on the page of an entity, as far as its name comes from another report.
    pub fn level_of_party(&self, party: &Party) -> Tlp {
        match party {
            Party::Undisclosed(report, row) => self.level_of_join((*report, *row)),
            Party::Entity(_) | Party::Ambiguous(..) | Party::Sponsor(_) => Tlp::Clear,
        }
    }

    /// The level of both sides of a join; nothing where there is none.
    fn level_of_join(&self, (report, row): Hidden) -> Tlp {
        let hidden = &self.site.reports[report].report;
        let Some(reveal) = self.reveals.rows.get(&hidden.rows[row].span) else { return Tlp::Clear };
        let naming = &self.site.reports[reveal.report];
        let rows = naming.report.rows.iter().zip(&naming.rows);
        let rows = rows.filter(|(_, meaning)| meaning.entity() == Some(reveal.victim)).map(|(row, _)| row);
        let levels = rows.chain([&hidden.rows[row]]).filter_map(|row| row.tlp);
        levels.chain([hidden.head.tlp, naming.report.head.tlp]).fold(Tlp::Clear, Tlp::max)
    }
}
