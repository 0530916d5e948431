//! The material of random reports: names of each kind, sources, and the rows that name something.

use sitrep::model::EntityKind;
use sitrep::names::{country, fold};

use super::choices::Choices;
use super::site::{LEVELS, Settings, level};
use super::text::Item;

/// Names of each kind that a profile may be about: some are spellings of each other, none holds another one.
pub const NAMES: [(EntityKind, &[&str]); 6] = [
    (EntityKind::Actor, &ACTORS),
    (EntityKind::Malware, &MALWARE),
    (EntityKind::Victim, &["Blue Telecom", "Blue-Telecom", "Ministry of Trees", "Port & Sons", "École Nord"]),
    (EntityKind::Campaign, &["Operation Dusk", "operation dusk", "Red Dawn 7", "Silent Otter"]),
    (EntityKind::Tag, &["espionage", "Espionage", "mail"]),
    (EntityKind::Sector, &["Energy", "energy", "Space"]),
];
pub const ACTORS: [&str; 12] = [
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
pub const OTHERS: [(EntityKind, &[&str]); 4] = [
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
    pub id: String,
    pub number: usize,
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
    pub fn title(&self) -> String {
        format!("Notes of vendor {}", self.number)
    }

    pub fn url(&self) -> String {
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

/// Adds the level of a row.
pub fn mark(item: &mut Item, level: Option<usize>) {
    level.iter().for_each(|level| item.put("tlp", LEVELS[*level]));
}

/// A name in a list.
pub struct Name {
    pub kind: EntityKind,
    pub name: String,
    pub used: Option<&'static str>,
    pub undisclosed: bool,
    pub says: Vec<usize>,
    pub level: Option<usize>,
    pub gone: bool,
}

impl Name {
    pub fn is_called(&self, name: &str) -> bool {
        let names = [Some(self.name.as_str()), self.used];
        names.into_iter().flatten().any(|own| key(self.kind, own) == key(self.kind, name))
    }
}
