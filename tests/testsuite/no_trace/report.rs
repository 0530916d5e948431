//! A random report: sources and names are drawn first, because everything else refers to them; the other rows, the text and the files
//! beside it follow when it is known what the whole site publishes.

use std::collections::BTreeSet;

use sitrep::model::EntityKind;
use sitrep::names::{country, fold};

use super::choices::Choices;
use super::site::{LEVELS, Mark, Settings, Undisclosed, World, level};
use super::text::{Item, Text};

/// Names of each kind that a profile may be about: some are spellings of each other, none holds another one.
pub const NAMES: [(EntityKind, &[&str]); 6] = [
    (EntityKind::Actor, &ACTORS),
    (EntityKind::Malware, &MALWARE),
    (EntityKind::Victim, &["Blue Telecom", "Blue-Telecom", "Ministry of Trees", "Port & Sons", "École Nord"]),
    (EntityKind::Campaign, &["Operation Dusk", "operation dusk", "Red Dawn 7", "Silent Otter"]),
    (EntityKind::Tag, &["espionage", "Espionage", "mail"]),
    (EntityKind::Sector, &["Energy", "energy", "Space"]),
];
const ACTORS: [&str; 12] = [
    "Calm Bear",
    "calm-bear",
    "CalmBear",
    "Winter 9",
    "winter-9",
    "APT-28",
    "apt28",
    "C++ Crew",
    "Silent Otter",
    "Grün Wolf",
    "狼毒草",
    "NoName057(16)",
];
const MALWARE: [&str; 6] =
    ["QuickRat", "Quick Rat", "Night.Loader", "Lantern 2", "lantern-2", "Silent Otter"];
/// Kinds that have no profile here.
const OTHERS: [(EntityKind, &[&str]); 4] = [
    (EntityKind::Tool, &["Netcat", "7-Zip", "QuickRat"]),
    (EntityKind::Country, &["NO", "Norway", "SE", "Germany"]),
    (EntityKind::Technique, &["T1114", "T1114.001", "T1595"]),
    (EntityKind::Vulnerability, &["CVE-2021-26855", "CVE-2022-0001"]),
];

/// The key that the spellings of a name share.
pub fn key(kind: EntityKind, name: &str) -> String {
    let country = (kind == EntityKind::Country).then(|| country::find(name)).flatten();
    country.map_or_else(|| fold(name), |country| country.alpha2.to_owned())
}

/// A source of a report or a profile.
pub struct Source {
    id: String,
    number: usize,
    via: Option<String>,
    reliability: bool,
    level: Option<usize>,
    pub gone: bool,
}

/// Sources, some known through others.
pub fn sources(choices: &mut Choices<'_>, base: usize, settings: &Settings) -> Vec<Source> {
    let count = choices.below(5);
    let mut all: Vec<Source> = (0..count)
        .map(|at| {
            let level = level(choices);
            let through = choices.once_in(3).then(|| choices.below(count + 1)).filter(|via| *via != at);
            Source {
                id: format!("s{at}"),
                number: choices.below(6),
                via: through.map(|via| if via == count { "A partner".to_owned() } else { format!("s{via}") }),
                reliability: choices.once_in(2),
                level,
                gone: level.is_some_and(|own| own.max(base) > settings.max),
            }
        })
        .collect();
    while let Some(at) = all.iter().position(|source| {
        !source.gone
            && source.via.as_ref().is_some_and(|via| all.iter().any(|one| one.gone && one.id == *via))
    }) {
        all[at].gone = true;
    }
    all
}

impl Source {
    fn title(&self) -> String {
        format!("Notes of vendor {}", self.number)
    }

    fn url(&self) -> String {
        format!("https://vendor{}.example/paper", self.number)
    }

    pub fn item(&self) -> Item {
        let mut item = Item::new("id", &self.id);
        item.gone = self.gone;
        item.put("title", &self.title());
        item.put("url", &self.url());
        self.via.iter().for_each(|via| item.put("via", via));
        if self.reliability {
            item.put("reliability", "B");
        }
        mark(&mut item, self.level);
        item
    }
}

fn mark(item: &mut Item, level: Option<usize>) {
    level.iter().for_each(|level| item.put("tlp", LEVELS[*level]));
}

/// A name in a list.
struct Name {
    kind: EntityKind,
    name: String,
    used: Option<&'static str>,
    undisclosed: bool,
    says: Vec<usize>,
    level: Option<usize>,
    gone: bool,
}

impl Name {
    fn is_called(&self, name: &str) -> bool {
        let names = [Some(self.name.as_str()), self.used];
        names.into_iter().flatten().any(|own| key(self.kind, own) == key(self.kind, name))
    }
}

/// A report of which only sources and names are known.
pub struct Draft {
    pub bundle: bool,
    level: usize,
    sources: Vec<Source>,
    names: Vec<Name>,
    files: Vec<(String, String, bool)>,
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

    fn above(&self, own: Option<usize>, settings: &Settings) -> bool {
        own.is_some_and(|own| own.max(self.level) > settings.max)
    }

    /// Some sources.
    fn said(&self, choices: &mut Choices<'_>) -> Vec<usize> {
        let mut says: Vec<usize> = Vec::new();
        for _ in 0..choices.below(3) {
            let at = choices.below(self.sources.len());
            if at < self.sources.len() && !says.contains(&at) {
                says.push(at);
            }
        }
        says
    }

    fn unsaid(&self, says: &[usize]) -> bool {
        !says.is_empty() && says.iter().all(|at| self.sources[*at].gone)
    }

    fn says(&self, says: &[usize]) -> Vec<(bool, String)> {
        says.iter().map(|at| (self.sources[*at].gone, self.sources[*at].id.clone())).collect()
    }

    /// True when only withheld rows of these kinds bear the name.
    fn is_gone(&self, kinds: &[EntityKind], name: &str) -> bool {
        let bears = |row: &&Name| kinds.contains(&row.kind) && row.is_called(name);
        let mut rows = self.names.iter().filter(bears).peekable();
        rows.peek().is_some() && rows.all(|row| row.gone)
    }

    /// A sentence that may name something of the report, and whether it names something withheld.
    fn telling(&self, choices: &mut Choices<'_>, world: &World) -> (String, bool) {
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
    fn is_told(&self, name: &str) -> bool {
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
    fn refer(&self, choices: &mut Choices<'_>, kind: EntityKind) -> Option<String> {
        let rows: Vec<&Name> = self.names.iter().filter(|row| row.kind == kind).collect();
        let row = *choices.any(&rows)?;
        let name = row.used.filter(|_| choices.once_in(2)).unwrap_or(&row.name);
        Some(if choices.once_in(3) { name.to_uppercase() } else { name.to_owned() })
    }

    fn write_claims(
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

    fn write_evidence(
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
