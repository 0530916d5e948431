//! Evidence of a random report: indicators in front matter and in a file, detections with their files, quotes.

use sitrep::model::EntityKind;

use super::choices::Choices;
use super::report::Draft;
use super::rows::mark;
use super::site::{LEVELS, Settings, World, level};
use super::text::{Item, Text};

impl Draft {
    /// Writes all lists.
    pub fn write_evidence(
        &mut self,
        choices: &mut Choices<'_>,
        world: &World,
        settings: &Settings,
        text: &mut Text,
    ) {
        let mut indicators = Vec::new();
        for _ in 0..choices.below(5) {
            let mut item = Item::new("value", &self.value(choices));
            let level = level(choices);
            item.gone = self.above(level, settings);
            mark(&mut item, level);
            for (key, kinds) in
                [("actor", &[EntityKind::Actor][..]), ("malware", &[EntityKind::Malware, EntityKind::Tool])]
            {
                let kind = choices.pick(kinds);
                if choices.once_in(3)
                    && let Some(name) = self.refer(choices, kind)
                {
                    item.gone |= self.is_gone(kinds, &name);
                    item.put(key, &name);
                }
            }
            let (context, gone) = self.telling(choices, world);
            item.gone |= gone;
            item.put("context", &context);
            indicators.push(item);
        }
        text.list("indicators", &indicators);
        if self.bundle && choices.once_in(2) {
            self.write_list(choices, settings, text);
        }
        let mut detections = Vec::new();
        for number in 0..choices.below(3) {
            let mut item = Item::new("type", "kql");
            let level = level(choices);
            let (told, gone) = self.telling(choices, world);
            item.gone = self.above(level, settings) || gone;
            mark(&mut item, level);
            if choices.once_in(2) {
                item.put("title", &format!("Rule {number} of the lamp"));
            }
            if self.bundle && choices.once_in(2) {
                item.put("file", &format!("rule{number}.kql"));
                self.files.push((
                    format!("rule{number}.kql"),
                    format!("// {told}\nT | where a == {number}"),
                    item.gone,
                ));
            } else {
                item.put("rule", &format!("T | where a == '{told}'"));
            }
            detections.push(item);
        }
        text.list("detections", &detections);
        let mut quotes = Vec::new();
        for _ in 0..choices.below(3) {
            let (told, gone) = self.telling(choices, world);
            let mut item = Item::new("text", &told);
            let level = level(choices);
            let source = self.said(choices).first().copied();
            item.gone = self.above(level, settings) || gone || source.is_some_and(|at| self.sources[at].gone);
            mark(&mut item, level);
            source.iter().for_each(|at| item.put("source", &self.sources[*at].id));
            item.put("speaker", "A speaker");
            quotes.push(item);
        }
        text.list("quotes", &quotes);
    }

    fn value(&self, choices: &mut Choices<'_>) -> String {
        let number = choices.below(9);
        match choices.below(4) {
            0 => format!("v{number}.example"),
            1 => format!("hxxps://w{number}[.]example/gate"),
            2 => format!("192.0.2.{number}"),
            _ => format!("{number}41d8cd98f00b204e9800998ecf8427e"),
        }
    }

    /// A list of indicators in a file; one row of it is always published.
    fn write_list(&mut self, choices: &mut Choices<'_>, settings: &Settings, text: &mut Text) {
        let json = choices.once_in(2);
        let (name, head, first, end) = if json {
            ("list.json", "[", "{\"value\": \"first.example\"}", "]")
        } else {
            ("list.csv", "value,actor,tlp", "first.example,,", "")
        };
        text.put("indicators_file", name);
        let mut lines = format!("{head}\n{first}\n");
        for _ in 0..choices.below(5) {
            let value = self.value(choices);
            let level = level(choices);
            let actor =
                self.refer(choices, EntityKind::Actor).filter(|_| choices.once_in(3)).unwrap_or_default();
            let gone = self.above(level, settings)
                || (!actor.is_empty() && self.is_gone(&[EntityKind::Actor], &actor));
            let tlp = level.map_or("", |level| LEVELS[level]);
            let row = match (json, actor.as_str(), tlp) {
                (false, ..) => format!("{value},{actor},{tlp}"),
                (true, "", "") => format!(",{{\"value\": \"{value}\"}}"),
                (true, actor, "") => format!(",{{\"value\": \"{value}\", \"actor\": \"{actor}\"}}"),
                (true, "", tlp) => format!(",{{\"value\": \"{value}\", \"tlp\": \"{tlp}\"}}"),
                (true, actor, tlp) => {
                    format!(",{{\"value\": \"{value}\", \"actor\": \"{actor}\", \"tlp\": \"{tlp}\"}}")
                }
            };
            lines.push_str(&format!("{}{row}\n", if gone { "!" } else { "" }));
        }
        lines.push_str(end);
        self.files.push((name.to_owned(), lines, false));
    }
}
