//! Long lists in order of name: which part of the alphabet each entity stands in, where that part begins, and all names for a
//! script that filters them.

use serde::Serialize;

use super::{Letter, Rows};
use crate::headline::Showing;
use crate::link::Entity;
use crate::model::EntityKind;
use crate::names::{Initial, initial};

/// Lists with fewer rows than this are seen at a glance.
const LONG: usize = 30;

/// One entity for the filter of a long list.
#[derive(Debug, Serialize)]
pub struct NameRow<'a> {
    /// Its name; of a technique or a vulnerability its id.
    name: &'a str,
    /// Its page.
    href: &'a str,
    /// Other words that find it: what a code is called, aliases.
    also: Vec<&'a str>,
    /// Number of reports.
    reports: usize,
}

/// All names of a kind, with the marking of the list.
#[derive(Debug, Serialize)]
pub struct Names<'a> {
    /// `TLP:CLEAR`.
    tlp: String,
    /// The names, in order.
    names: Vec<NameRow<'a>>,
}

impl Rows<'_> {
    /// Where each part of a kind's list begins; empty for a short list.
    pub fn letters(&self, kind: EntityKind) -> Vec<Letter> {
        let rows = &self.entities[self.ids(kind)];
        let mut letters: Vec<Letter> = Vec::new();
        if rows.len() < LONG {
            return letters;
        }
        let route = format!("/{}/", kind.plural());
        let mut before = "";
        for (at, row) in rows.iter().map(Showing::plain).enumerate().filter(|(_, row)| !row.letter.is_empty())
        {
            if row.letter_anchor != before {
                let page = self.href(&Self::page_route(&route, at / self.site.config.page_size + 1));
                letters.push(Letter {
                    label: row.letter.clone(),
                    href: format!("{page}#{}", row.letter_anchor),
                });
                before = &row.letter_anchor;
            }
        }
        letters
    }

    /// The path of the file with all names of a kind, where its list has several pages.
    pub fn names_path(&self, kind: EntityKind) -> Option<String> {
        let several = self.pages(self.ids(kind).len()) > 1;
        several.then(|| format!("{}/names.json", kind.plural()))
    }

    /// All names of a kind, in order.
    pub fn names(&self, kind: EntityKind) -> Names<'_> {
        let rows = self.entities[self.ids(kind)].iter().map(Showing::plain);
        let names = rows.map(|row| {
            let title = Some(row.title.as_str()).filter(|title| !title.is_empty());
            NameRow {
                name: &row.name,
                href: &row.href,
                also: title.into_iter().chain(row.aliases.iter().map(String::as_str)).collect(),
                reports: row.reports,
            }
        });
        Names { tlp: self.kind_level(kind).label(), names: names.collect() }
    }
}

/// The part of the alphabet that an entity stands in, and its anchor; both empty for a technique, whose order is that of ids.
pub fn letter(entity: &Entity) -> (String, String) {
    if entity.kind == EntityKind::Technique {
        return (String::new(), String::new());
    }
    if entity.kind == EntityKind::Vulnerability {
        let year = entity.name.split('-').nth(1).filter(|year| year.len() == 4).unwrap_or("…");
        let anchor = if year == "…" { "other" } else { year };
        return (year.to_owned(), format!("sr-letter-{anchor}"));
    }
    let (label, anchor) = match initial(&entity.key) {
        Initial::Sign => ("#".to_owned(), "sign".to_owned()),
        Initial::Digit => ("0–9".to_owned(), "digit".to_owned()),
        Initial::Letter(letter) => (letter.to_string(), letter.to_ascii_lowercase().to_string()),
        Initial::Other => ("…".to_owned(), "other".to_owned()),
    };
    (label, format!("sr-letter-{anchor}"))
}
