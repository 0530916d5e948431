//! A random report: sources and names are drawn first, because everything else refers to them; the other rows, the text and the files
//! beside it follow when it is known what the whole site publishes.

use sitrep::model::EntityKind;

use super::choices::Choices;
use super::rows::{NAMES, Name, OTHERS, Source, mark, sources};
use super::site::{Mark, Settings, Undisclosed, World, level};
use super::text::{Item, Text};

/// A report of which only sources and names are known.
pub struct Draft {
    pub bundle: bool,
    level: usize,
    pub sources: Vec<Source>,
    pub names: Vec<Name>,
    /// Files beside it: name, lines, and whether only withheld rows refer to it.
    pub files: Vec<(String, String, bool)>,
}

impl Draft {
    pub fn new(choices: &mut Choices<'_>, level: usize, settings: &Settings) -> Self {
        let bundle = choices.once_in(2);
        let sources = sources(choices, level, settings);
        let mut report = Self { bundle, level, sources, names: Vec::new(), files: Vec::new() };
        for (kind, list) in NAMES.into_iter().chain(OTHERS) {
            for _ in 0..choices.below(4) {
                let name = report.name(choices, kind, list, settings);
                report.names.push(name);
            }
        }
        report
    }

    fn name(
        &self,
        choices: &mut Choices<'_>,
        kind: EntityKind,
        list: &'static [&str],
        settings: &Settings,
    ) -> Name {
        let undisclosed = kind == EntityKind::Victim && choices.once_in(3);
        let name = if undisclosed {
            format!("operator {}", choices.below(2))
        } else {
            choices.pick(list).to_owned()
        };
        let used = (!undisclosed && choices.once_in(5)).then(|| choices.pick(list));
        let says = self.said(choices);
        let level = level(choices);
        let gone = self.above(level, settings) || self.unsaid(&says);
        Name { kind, name, used, undisclosed, says, level, gone }
    }

    pub fn above(&self, own: Option<usize>, settings: &Settings) -> bool {
        own.is_some_and(|own| own.max(self.level) > settings.max)
    }

    /// Some sources.
    pub fn said(&self, choices: &mut Choices<'_>) -> Vec<usize> {
        let mut says: Vec<usize> = Vec::new();
        for _ in 0..choices.below(3) {
            let at = choices.below(self.sources.len());
            if at < self.sources.len() && !says.contains(&at) {
                says.push(at);
            }
        }
        says
    }

    pub fn unsaid(&self, says: &[usize]) -> bool {
        !says.is_empty() && says.iter().all(|at| self.sources[*at].gone)
    }

    pub fn says(&self, says: &[usize]) -> Vec<(bool, String)> {
        says.iter().map(|at| (self.sources[*at].gone, self.sources[*at].id.clone())).collect()
    }

    /// True when only withheld rows of these kinds bear the name.
    pub fn is_gone(&self, kinds: &[EntityKind], name: &str) -> bool {
        let bears = |row: &&Name| kinds.contains(&row.kind) && row.is_called(name);
        let mut rows = self.names.iter().filter(bears).peekable();
        rows.peek().is_some() && rows.all(|row| row.gone)
    }

    /// A sentence that may name something of the report, and whether it names something withheld.
    pub fn telling(&self, choices: &mut Choices<'_>, world: &World) -> (String, bool) {
        match choices.below(4) {
            1 => {
                let Some(row) = choices.any(&self.names) else { return ("Quiet.".to_owned(), false) };
                let gone = self.is_told(&row.name);
                let quiet = row.undisclosed || (!gone && world.is_secret(&row.name));
                if quiet {
                    ("Quiet.".to_owned(), false)
                } else {
                    (format!("Seen with {} twice.", row.name), gone)
                }
            }
            2 => {
                let Some(source) = choices.any(&self.sources) else { return ("Quiet.".to_owned(), false) };
                let kept = self.sources.iter().any(|one| !one.gone && one.number == source.number);
                let text = if choices.once_in(2) { source.title() } else { source.url() };
                if source.gone || kept {
                    (format!("From {text} there."), !kept)
                } else {
                    ("Quiet.".to_owned(), false)
                }
            }
            _ => {
                let (text, name) = world.naming(choices);
                (text, name.is_some_and(|name| self.is_told(name)))
            }
        }
    }

    /// True for a name that indicators, detections and quotes must not tell.
    pub fn is_told(&self, name: &str) -> bool {
        [EntityKind::Actor, EntityKind::Malware].into_iter().any(|kind| self.is_gone(&[kind], name))
    }

    /// What the names of the report mean for the whole site.
    pub fn tell(&self, mark: &Mark, world: &mut World) {
        for row in self.names.iter().filter(|row| !row.undisclosed) {
            for name in [Some(row.name.as_str()), row.used].into_iter().flatten() {
                world.add(row.kind, name, mark.gone || row.gone, mark.by_tlp || row.gone);
            }
        }
    }

    /// Names that a link finds; not clusters and what may be one.
    pub fn links(&self) -> Vec<(EntityKind, String)> {
        let found =
            self.names.iter().filter(|row| !row.gone && !row.undisclosed && row.kind != EntityKind::Actor);
        found.map(|row| (row.kind, row.name.clone())).collect()
    }

    /// Labels of undisclosed victims; withheld where no published row bears it.
    pub fn undisclosed(&self) -> Vec<(String, bool)> {
        let rows = self.names.iter().filter(|row| row.undisclosed);
        rows.map(|row| (row.name.clone(), self.is_gone(&[EntityKind::Victim], &row.name))).collect()
    }

    /// Writes the front matter.
    pub fn write(
        &mut self,
        at: usize,
        choices: &mut Choices<'_>,
        world: &World,
        undisclosed: &[Undisclosed],
        settings: &Settings,
        text: &mut Text,
    ) {
        text.put("title", &format!("Paper number {at} of the lamp"));
        text.line(false, &format!("date: 2024-03-{:02}", 1 + choices.below(28)));
        if choices.once_in(2) {
            text.put("id", &format!("R-{at}"));
        }
        if choices.once_in(6) {
            text.put("retracted", &world.sentence(choices));
        }
        for key in ["key_points", "gaps", "authors"] {
            let items: Vec<Item> =
                (0..choices.below(3)).map(|_| Item::text(&world.sentence(choices))).collect();
            text.list(key, &items);
        }
        if choices.once_in(3) {
            let mut change = Item::new("date", "2024-05-02");
            change.put("note", &world.sentence(choices));
            text.list("changelog", &[change]);
        }
        text.list("sources", &self.sources.iter().map(Source::item).collect::<Vec<_>>());
        for (kind, _) in NAMES.into_iter().chain(OTHERS) {
            let rows: Vec<Item> = self
                .names
                .iter()
                .filter(|row| row.kind == kind)
                .map(|row| self.row(at, row, choices, undisclosed))
                .collect();
            text.list(kind.plural(), &rows);
        }
        self.write_claims(at, choices, world, settings, text);
        self.write_evidence(choices, world, settings, text);
    }

    fn row(&self, at: usize, row: &Name, choices: &mut Choices<'_>, undisclosed: &[Undisclosed]) -> Item {
        let mut item = Item::new("name", &row.name);
        item.gone = row.gone;
        row.used.iter().for_each(|used| item.put("as", used));
        item.list("says", &self.says(&row.says));
        mark(&mut item, row.level);
        match row.kind {
            EntityKind::Actor if choices.once_in(3) => {
                item.put("kind", choices.pick(&["cluster", "person", "unknown"]))
            }
            EntityKind::Victim => {
                if row.undisclosed {
                    item.line(false, "undisclosed: true");
                } else if let Some(other) = choices.any(undisclosed).filter(|other| other.report != at)
                    && choices.once_in(2)
                {
                    let (path, label) = (&other.path, &other.label);
                    let folder = choices.pick(&["", "content/"]);
                    item.line(other.gone, &format!("reveals: {{report: {folder}{path}, victim: '{label}'}}"));
                }
                if choices.once_in(3) {
                    item.put("country", choices.pick(&["NO", "Norway", "JP"]));
                    item.list("sectors", &[(false, "Energy".to_owned())]);
                }
            }
            _ => {}
        }
        if choices.once_in(4) {
            item.put("stance", choices.pick(&["asserts", "suspects", "denies"]));
            item.put("confidence", choices.pick(&["low", "85"]));
        }
        item
    }

    /// A row of some kind to refer to, by one of its names.
    pub fn refer(&self, choices: &mut Choices<'_>, kind: EntityKind) -> Option<String> {
        let rows: Vec<&Name> = self.names.iter().filter(|row| row.kind == kind).collect();
        let row = *choices.any(&rows)?;
        let name = row.used.filter(|_| choices.once_in(2)).unwrap_or(&row.name);
        Some(if choices.once_in(3) { name.to_uppercase() } else { name.to_owned() })
    }

    /// The end of the body: citations, and a picture beside the report.
    pub fn write_body(&mut self, choices: &mut Choices<'_>, text: &mut Text) {
        let kept: Vec<&Source> = self.sources.iter().filter(|source| !source.gone).collect();
        if let Some(source) = choices.any(&kept).filter(|_| choices.once_in(3)) {
            text.line(false, "");
            text.line(false, &format!("So it is said[^s:{}].", source.id));
        }
        if self.bundle {
            let shown = choices.once_in(2);
            if shown {
                text.line(false, "");
                text.line(false, "It looks so: ![A lamp](lamp.png)");
            }
            self.files.push(("lamp.png".to_owned(), "png".to_owned(), !shown));
        }
    }

    /// The files beside the report.
    pub fn write_files(&self, at: usize, text: &mut Text) {
        for (name, lines, gone) in &self.files {
            text.line(*gone, &format!("-- content/reports/r{at}/{name} --"));
            for line in lines.lines() {
                let (own, line) = line.strip_prefix('!').map_or((false, line), |line| (true, line));
                text.line(*gone || own, line);
            }
        }
    }
}
