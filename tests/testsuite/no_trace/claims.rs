//! Claims of a random report: activity and attribution, with what they dispute.

use std::collections::BTreeSet;

use sitrep::model::EntityKind;

use super::choices::Choices;
use super::report::Draft;
use super::rows::{ACTORS, mark};
use super::site::{Settings, World, level};
use super::text::{Item, Text};

impl Draft {
    /// Writes both lists.
    pub fn write_claims(
        &self,
        at: usize,
        choices: &mut Choices<'_>,
        world: &World,
        settings: &Settings,
        text: &mut Text,
    ) {
        // Ids of claims and whether they are withheld.
        let mut ids: Vec<(bool, String)> = Vec::new();
        let mut lists: [Vec<(Item, Vec<usize>)>; 2] = [Vec::new(), Vec::new()];
        for _ in 0..choices.below(6) {
            let id = format!("c{}", ids.len());
            let mut item = Item::new("id", &id);
            let says = self.said(choices);
            let level = level(choices);
            item.gone = self.above(level, settings) || self.unsaid(&says);
            item.list("says", &self.says(&says));
            mark(&mut item, level);
            item.put("note", &world.sentence(choices));
            item.put("stance", choices.pick(&["asserts", "suspects", "denies", "disputes"]));
            let list = choices.below(2);
            let whole = if list == 0 {
                self.activity(choices, &mut item)
            } else {
                self.attribution(&format!("{at} {id}"), choices, world, &mut item)
            };
            if whole {
                let disputes = (0..choices.below(3)).map(|_| choices.below(6)).collect();
                ids.push((item.gone, id));
                lists[list].push((item, disputes));
            }
        }
        for (key, list) in ["activity", "attribution"].into_iter().zip(lists) {
            let mut items = Vec::new();
            for (mut item, disputes) in list {
                let disputes: BTreeSet<usize> = disputes.into_iter().collect();
                let disputed: Vec<(bool, String)> =
                    disputes.into_iter().filter_map(|at| ids.get(at).cloned()).collect();
                item.list("disputes", &disputed);
                items.push(item);
            }
            text.list(key, &items);
        }
    }

    /// True when it is about anybody.
    fn activity(&self, choices: &mut Choices<'_>, item: &mut Item) -> bool {
        let mut about = false;
        for (key, kind) in [("actor", EntityKind::Actor), ("victim", EntityKind::Victim)] {
            if let Some(name) = self.refer(choices, kind) {
                item.gone |= self.is_gone(&[kind], &name);
                item.put(key, &name);
                about = true;
            }
        }
        if choices.once_in(2) {
            item.put("verb", "entered");
        }
        if choices.once_in(2) {
            item.put("from", choices.pick(&["2020", "2020-03", "2021-03-04"]));
            item.put("to", choices.pick(&["2022", "2022-03", "2023-03-04"]));
            item.put("from_bound", choices.pick(&["exact", "about", "at-least"]));
        }
        if choices.once_in(4) {
            item.list("peak", &[(false, "2021-06".to_owned())]);
        }
        about
    }

    /// True when there is somebody to attribute.
    fn attribution(&self, id: &str, choices: &mut Choices<'_>, world: &World, item: &mut Item) -> bool {
        let Some(subject) = self.refer(choices, EntityKind::Actor) else { return false };
        item.gone |= self.is_gone(&[EntityKind::Actor], &subject);
        item.put("subject", &subject);
        let object = choices.pick(&ACTORS);
        let own = self.names.iter().any(|row| row.kind == EntityKind::Actor && row.is_called(object));
        match choices.below(4) {
            0 => {
                let country = choices.pick(&["NO", "Sweden", "DE"]);
                item.gone |= self.is_gone(&[EntityKind::Country], country);
                item.line(false, &format!("to: {{country: {country}}}"));
            }
            1 => item.line(false, "to: {sponsor: A ministry}"),
            2 if own || world.is_public(object) => {
                item.gone |= self.is_gone(&[EntityKind::Actor], object);
                item.put("to", object);
            }
            // A name that nothing else in the site uses.
            _ => item.put("to", &format!("Object of {id}")),
        }
        true
    }
}
