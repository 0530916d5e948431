//! What undisclosed victims are called: what they are, their sectors and their country. Two of one report that would read the same are
//! numbered, so that a reader sees that they are two. In go rows, out come words; the label of a row is never among them.

use std::collections::BTreeMap;

use super::{Rows, words};
use crate::link::{Named, Site};
use crate::model::{EntityKind, Row};
use crate::source::Span;

/// The numbers of undisclosed victims, by row; only of those that share a description with another of their report.
#[derive(Debug, Default)]
pub struct Unnamed(BTreeMap<Span, (usize, usize)>);

impl Unnamed {
    /// Numbers them in the order of their report.
    pub fn of(site: &Site) -> Self {
        let mut numbers = BTreeMap::new();
        for linked in &site.reports {
            let hidden: Vec<&Row> = linked.report.rows.iter().filter(|row| row.is_undisclosed()).collect();
            if hidden.len() < 2 {
                continue;
            }
            let mut alike: BTreeMap<String, Vec<Span>> = BTreeMap::new();
            for row in hidden {
                alike.entry(description(site, row)).or_default().push(row.span);
            }
            for spans in alike.into_values().filter(|spans| spans.len() > 1) {
                let count = spans.len();
                numbers.extend(spans.into_iter().enumerate().map(|(at, span)| (span, (at + 1, count))));
            }
        }
        Self(numbers)
    }
}

impl Rows<'_> {
    /// A victim without its name, numbered where its report has another of that description.
    pub fn undisclosed(&self, row: &Row) -> String {
        let text = description(self.site, row);
        match self.unnamed.0.get(&row.span) {
            Some((number, count)) => format!("{text} ({number} of {count})"),
            None => text,
        }
    }
}

/// What a victim without a name is, its sectors and its country.
pub fn description(site: &Site, row: &Row) -> String {
    let Some(victim) = &row.victim else { return "Undisclosed victim".to_owned() };
    let what = match victim.class.as_deref() {
        Some("class") => "organizations",
        Some("organization") => "organization",
        Some("individual") => "person",
        Some("group") => "group",
        Some("system") => "system",
        _ => "victim",
    };
    let called = |kind: EntityKind, name: &str| match site.named_of_kind(kind, name) {
        Named::Entity(id) => site.entities[id].name.clone(),
        _ => name.to_owned(),
    };
    let sectors: Vec<String> =
        victim.sectors.iter().map(|sector| called(EntityKind::Sector, sector)).collect();
    let mut text = match sectors.as_slice() {
        [] => format!("Undisclosed {what}"),
        // A "government person" is no English.
        sectors if matches!(what, "person" | "group" | "system") => {
            format!("Undisclosed {what} ({})", words::list(sectors))
        }
        sectors => format!("Undisclosed {} {what}", words::list(sectors)),
    };
    if let Some(country) = &victim.country {
        text.push_str(", ");
        text.push_str(&called(EntityKind::Country, country));
    }
    text
}
