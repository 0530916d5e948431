//! Chips: a name of a report with what the report says about it. In go a row and what it means, out comes what templates see, drawn.

use super::{Chip, Drawn, Rows, Shared};
use crate::link::{Entity, EntityId, Meaning};
use crate::model::{Row, RowKind, Stance};

impl Rows<'_> {
    /// The chip of an entity as most reports show it; they share one.
    pub fn plain_chip(&self, id: EntityId) -> Shared<Chip> {
        self.chips[id].clone()
    }

    /// True where the chip of a row is the plain one of its entity: the same that [`Rows::chip`] would make.
    pub fn says_nothing_more(&self, row: &Row, id: EntityId) -> bool {
        let (entity, plain) = (&self.site.entities[id], &self.chips[id]);
        shown_stance(row).is_none()
            && (row.sort == RowKind::Cluster) == plain.cluster
            && !is_named_otherwise(row, entity)
    }

    /// A chip with what the theme makes of it.
    pub fn drawn_chip(&self, mut chip: Chip) -> Shared<Chip> {
        chip.drawn = self.draw.draw("chip", "chip", &chip, chip.href.as_deref().unwrap_or_default());
        Shared::new(chip)
    }

    /// The chip of one row of a report.
    pub fn chip(&self, row: &Row, meaning: &Meaning) -> Chip {
        let mut chip = Chip {
            kind: row.kind.key().to_owned(),
            label: row.kind.label().to_owned(),
            icon: self.icon(row.kind.key()),
            name: String::new(),
            title: String::new(),
            href: None,
            named: None,
            stance: shown_stance(row).map(|stance| stance.word().to_owned()),
            cluster: row.sort == RowKind::Cluster,
            ambiguous: false,
            count: 1,
            reveals: Vec::new(),
            drawn: Drawn::default(),
        };
        match meaning {
            Meaning::Entity(id) => {
                let entity = &self.site.entities[*id];
                chip.name = entity.name.clone();
                entity.title().clone_into(&mut chip.title);
                chip.href = Some(self.href(&entity.route));
                chip.named = is_named_otherwise(row, entity).then(|| row.spelling().to_owned());
            }
            Meaning::Ambiguous(slot) => {
                chip.name = row.name.value.clone();
                chip.ambiguous = true;
                let page = self.site.names.ambiguous(slot).map(|at| &self.site.ambiguous[at]);
                chip.href = page.filter(|page| page.has_page).map(|page| self.href(&page.route));
                chip.named = row.used.as_ref().map(|used| used.value.clone());
            }
            Meaning::Undisclosed => {
                chip.name = self.undisclosed(row);
                chip.reveals = self.named_elsewhere(row);
            }
        }
        chip
    }

    /// The chip of an entity that no row of its own names, such as the sector of a victim.
    pub fn derived_chip(&self, id: EntityId) -> Chip {
        let entity = self.entity_ref(id);
        Chip {
            kind: entity.kind.clone(),
            label: entity.label.clone(),
            icon: entity.icon.clone(),
            name: entity.name.clone(),
            title: entity.title.clone(),
            href: Some(entity.href.clone()),
            named: None,
            stance: None,
            cluster: entity.cluster,
            ambiguous: false,
            count: 1,
            reveals: Vec::new(),
            drawn: Drawn::default(),
        }
    }
}

/// The stance of a row where a chip says it: to assert goes without saying.
fn shown_stance(row: &Row) -> Option<Stance> {
    row.stance.filter(|stance| *stance != Stance::Asserts)
}

/// True where a report calls an entity by another name than its page does.
fn is_named_otherwise(row: &Row, entity: &Entity) -> bool {
    row.spelling() != entity.name && !entity.kind.is_coded()
}
