//! The page of a report.

use std::collections::BTreeSet;

use super::unnamed;
use super::{BodyView, ChangeView, Chip, ChipGroup, Link, ReportView, Rows, Shared, words};
use crate::link::{DocumentId, EntityId, Meaning, ReportId};
use crate::markdown::highlight::Grammars;
use crate::model::{EntityKind, Row};

/// A chip of a report while all of them are gathered.
enum Made {
    /// With what the theme makes of it.
    Whole(Shared<Chip>),
    /// Of undisclosed victims that are still counted.
    Counted(Box<Chip>),
}

impl Made {
    fn counted(&mut self) -> Option<&mut Chip> {
        match self {
            Self::Counted(chip) => Some(chip),
            Self::Whole(_) => None,
        }
    }
}

impl Rows<'_> {
    /// The view of one report around its text. `blocked` says which addresses must not become links, `grammars` colour its rules.
    pub fn report_view(
        &self,
        at: ReportId,
        body: Shared<BodyView>,
        blocked: &dyn Fn(&str) -> bool,
        grammars: &Grammars,
    ) -> ReportView {
        let linked = &self.site.reports[at];
        let report = &linked.report;
        let other = |at: Option<usize>| {
            let linked = self.site.reports.get(at?)?;
            Some(Link { title: linked.report.title.shown().to_owned(), href: self.href(&linked.route) })
        };
        let producer = report.producer.clone();
        ReportView {
            title: report.title.shown().to_owned(),
            date: words::written(&report.date, self.english),
            updated: report.head.updated.as_ref().map(|date| words::written(date, self.english)),
            summary: report.head.summary.shown().to_owned(),
            authors: report.authors.iter().map(|author| author.value.clone()).collect(),
            producer: producer.unwrap_or_else(|| self.site.config.producer.clone()),
            kind: report.kind.as_deref().map(words::title_word).unwrap_or_default(),
            tlp: words::tlp(self.report_level(at)),
            pap: report.pap.map(|pap| format!("PAP:{}", pap.word())).unwrap_or_default(),
            retracted: report.retracted.clone(),
            key_points: report.key_points.iter().map(|point| point.value.clone()).collect(),
            chips: self.chips(at),
            body,
            claims: self.claims(linked, blocked),
            timeline: self.report_timeline(at, blocked),
            gaps: report.gaps.iter().map(|gap| gap.value.clone()).collect(),
            quotes: self.quotes(report, blocked),
            indicators: self.report_indicators(at),
            detections: self.detections(at, grammars),
            sources: self.cited_sources(report, blocked),
            changelog: report
                .changelog
                .iter()
                .map(|change| ChangeView {
                    date: words::written(&change.date, self.english),
                    note: change.note.clone(),
                })
                .collect(),
            related: self.related_reports(at),
            cite: self.cite(at),
            mentioned_in: self.mentioned_in(DocumentId::Report(at), |_| false),
            older: other(Some(at + 1)),
            newer: other(at.checked_sub(1)),
            extra: report.head.extra.clone(),
        }
    }

    fn chips(&self, at: ReportId) -> Vec<ChipGroup> {
        EntityKind::ALL
            .into_iter()
            .map(|kind| ChipGroup {
                kind: kind.key().to_owned(),
                label: kind.label_plural().to_owned(),
                chips: self.chips_of(at, kind),
            })
            .filter(|group| !group.chips.is_empty())
            .collect()
    }

    /// Rows as written, each entity once and undisclosed victims of one description counted, then what the rows of victims add.
    fn chips_of(&self, at: ReportId, kind: EntityKind) -> Vec<Shared<Chip>> {
        let linked = &self.site.reports[at];
        let mut seen = BTreeSet::new();
        let mut chips: Vec<Made> = Vec::new();
        let rows = linked.report.rows.iter().zip(&linked.rows);
        for (row, meaning) in rows.filter(|(row, _)| row.kind == kind) {
            match meaning {
                Meaning::Entity(id) if !seen.insert(*id) => {}
                Meaning::Entity(id) => chips.push(Made::Whole(self.entity_chip(at, row, *id))),
                Meaning::Ambiguous(_) => chips.push(Made::Whole(self.drawn_chip(self.chip(row, meaning)))),
                Meaning::Undisclosed => {
                    let mut chip = self.chip(row, meaning);
                    // Those of one description are counted here, and need no numbers.
                    chip.name = unnamed::description(self.site, row);
                    let counted = chips.iter_mut().filter_map(Made::counted);
                    let mut alike =
                        counted.filter(|other| Chip { count: other.count, ..chip.clone() } == **other);
                    match alike.next() {
                        Some(other) => other.count += 1,
                        None => chips.push(Made::Counted(Box::new(chip))),
                    }
                }
            }
        }
        let derived = linked.entities.iter().filter(|id| self.site.entities[**id].kind == kind);
        chips.extend(derived.filter(|id| seen.insert(**id)).map(|id| Made::Whole(self.plain_chip(*id))));
        let drawn = chips.into_iter().map(|chip| match chip {
            Made::Whole(chip) => chip,
            Made::Counted(chip) => self.drawn_chip(*chip),
        });
        drawn.collect()
    }

    /// The chip of a row that names an entity.
    fn entity_chip(&self, at: ReportId, row: &Row, id: EntityId) -> Shared<Chip> {
        let reveals = self.reveals_by(at, id);
        if reveals.is_empty() && self.says_nothing_more(row, id) {
            return self.plain_chip(id);
        }
        self.drawn_chip(Chip { reveals, ..self.chip(row, &Meaning::Entity(id)) })
    }
}
