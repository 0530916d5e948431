//! A random site: settings, documents with their marks, and the bodies, which link to what is published only. What is withheld follows
//! from `product.md`, "Publishing", worked out here a second time and in another way than the gate does it.

use std::collections::BTreeSet;

use sitrep::model::EntityKind;
use sitrep::names::fold;

use super::choices::{Choices, Tapes};
use super::report::Draft;
use super::rows::{self, NAMES};
use super::text::{Item, Text, quoted};

/// The levels in order.
pub const LEVELS: [&str; 5] = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

/// A site as text, and how it is to be built.
pub struct RandomSite {
    pub text: String,
    pub drafts: bool,
}

/// What holds for the whole site.
pub struct Settings {
    pub max: usize,
    pub drafts: bool,
}

/// A document before its text is written.
pub struct Document<'a> {
    pub at: usize,
    pub choices: Choices<'a>,
    pub mark: Mark,
    pub sort: Sort,
}

/// What keeps a document back, or not.
pub struct Mark {
    draft: bool,
    embargo: bool,
    pub level: usize,
    /// It is withheld.
    pub gone: bool,
    /// Its level alone would do.
    pub by_tlp: bool,
}

pub enum Sort {
    Report(Box<Draft>),
    Profile(Profile),
    Page,
}

pub struct Profile {
    kind: EntityKind,
    name: &'static str,
    aliases: Vec<String>,
}

/// What the published part of the site says, and what it must not say.
#[derive(Default)]
pub struct World {
    /// Folded names that published front matter uses.
    public: BTreeSet<String>,
    /// Folded names that are withheld by TLP somewhere.
    secret: BTreeSet<String>,
    /// Addresses of published documents below `content/`.
    paths: Vec<String>,
    /// Names that a link finds.
    links: Vec<(EntityKind, String)>,
}

impl World {
    pub fn add(&mut self, kind: EntityKind, name: &str, gone: bool, by_tlp: bool) {
        use EntityKind::{Actor, Campaign, Malware, Victim};
        if !gone {
            self.public.insert(fold(name));
        } else if by_tlp && matches!(kind, Actor | Victim | Campaign | Malware) {
            self.secret.insert(fold(name));
        }
    }

    /// True for a name that published text must not mention.
    pub fn is_secret(&self, name: &str) -> bool {
        self.secret.contains(&fold(name)) && !self.public.contains(&fold(name))
    }

    /// A sentence that may name something; never what is withheld by TLP.
    pub fn sentence(&self, choices: &mut Choices<'_>) -> String {
        self.naming(choices).0
    }

    /// Such a sentence, and what it names.
    pub fn naming(&self, choices: &mut Choices<'_>) -> (String, Option<&'static str>) {
        let list = choices.pick(&NAMES).1;
        match choices.any(list).filter(|name| !self.is_secret(name)) {
            Some(name) if choices.once_in(2) => (format!("It was {name} there."), Some(name)),
            _ => ("Nothing more is known.".to_owned(), None),
        }
    }

    /// True for a name that published front matter uses.
    pub fn is_public(&self, name: &str) -> bool {
        self.public.contains(&fold(name))
    }
}

/// The site of some tapes.
pub fn site(tapes: &Tapes) -> RandomSite {
    let none = Vec::new();
    let (first, rest) = tapes.split_first().unwrap_or((&none, &[]));
    let mut choices = Choices::new(first);
    let settings = Settings { max: choices.pick(&[0, 0, 1]), drafts: choices.once_in(5) };
    let mut text = format!(
        "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\nexample: true\ntlp: {{default: CLEAR, max: {}}}\npage_size: {}\nnames: {{autolink: {}}}\n",
        LEVELS[settings.max],
        choices.pick(&[50, 2, 3]),
        !choices.once_in(4),
    );
    let mut documents: Vec<Document<'_>> =
        rest.iter().enumerate().map(|(at, tape)| document(at, tape, &settings)).collect();
    settle_profiles(&mut documents);
    let world = world(&documents);
    let undisclosed = undisclosed(&documents);
    for document in &mut documents {
        text.push_str(&written(document, &world, &undisclosed, &settings));
    }
    text.push_str("-- content/index.md --\n");
    text.push_str(&world.sentence(&mut choices));
    text.push('\n');
    RandomSite { text, drafts: settings.drafts }
}

/// A level of its own for a document or a row; mostly none.
pub fn level(choices: &mut Choices<'_>) -> Option<usize> {
    choices.once_in(4).then(|| choices.below(LEVELS.len()))
}

fn document<'a>(at: usize, tape: &'a [u16], settings: &Settings) -> Document<'a> {
    let mut choices = Choices::new(tape);
    let sort = choices.below(6);
    let (draft, embargo) = (choices.once_in(6), choices.once_in(6));
    let level = level(&mut choices).unwrap_or(0);
    let by_tlp = level > settings.max;
    let mark =
        Mark { draft, embargo, level, gone: by_tlp || (!settings.drafts && (draft || embargo)), by_tlp };
    let sort = match sort {
        0..=3 => Sort::Report(Box::new(Draft::new(&mut choices, mark.level, settings))),
        4 => Sort::Profile(profile(at, &mut choices)),
        _ => Sort::Page,
    };
    Document { at, choices, mark, sort }
}

fn profile(at: usize, choices: &mut Choices<'_>) -> Profile {
    let (kind, names) = choices.pick(&NAMES);
    let mut aliases = Vec::new();
    if choices.once_in(2) {
        aliases.push(format!("Other {} {at}", kind.key()));
    }
    aliases.extend(choices.once_in(4).then(|| choices.pick(names).to_owned()));
    Profile { kind, name: choices.pick(names), aliases }
}

/// Two published profiles of one entity are an error, so all but the first become pages.
fn settle_profiles(documents: &mut [Document<'_>]) {
    let mut seen = BTreeSet::new();
    for document in documents {
        if let Sort::Profile(profile) = &document.sort
            && !document.mark.gone
            && !seen.insert((profile.kind, rows::key(profile.kind, profile.name)))
        {
            document.sort = Sort::Page;
        }
    }
}

fn world(documents: &[Document<'_>]) -> World {
    let mut world = World::default();
    for document in documents {
        let mark = &document.mark;
        match &document.sort {
            Sort::Report(report) => {
                report.tell(mark, &mut world);
                if !mark.gone {
                    world.links.extend(report.links());
                }
            }
            Sort::Profile(profile) => {
                let names = profile.aliases.iter().map(String::as_str).chain([profile.name]);
                names.for_each(|name| world.add(profile.kind, name, mark.gone, mark.by_tlp));
                if !mark.gone {
                    world.links.push((profile.kind, profile.name.to_owned()));
                }
            }
            Sort::Page => {}
        }
        if !mark.gone {
            world.paths.push(path(document));
        }
    }
    world
}

/// Path below `content/`.
fn path(document: &Document<'_>) -> String {
    let at = document.at;
    match &document.sort {
        Sort::Report(report) if report.bundle => format!("reports/r{at}/index.md"),
        Sort::Report(_) => format!("reports/r{at}.md"),
        Sort::Profile(profile) => format!("{}/p{at}.md", profile.kind.plural()),
        Sort::Page => format!("page{at}.md"),
    }
}

/// An undisclosed victim of some report.
pub struct Undisclosed {
    pub report: usize,
    /// Path of the report below `content/`.
    pub path: String,
    pub label: String,
    /// Nothing published may point at it.
    pub gone: bool,
}

fn undisclosed(documents: &[Document<'_>]) -> Vec<Undisclosed> {
    let mut all = Vec::new();
    for document in documents {
        if let Sort::Report(report) = &document.sort {
            all.extend(report.undisclosed().into_iter().map(|(label, gone)| Undisclosed {
                report: document.at,
                path: path(document),
                label,
                gone: gone || document.mark.gone,
            }));
        }
    }
    all
}

fn written(
    document: &mut Document<'_>,
    world: &World,
    undisclosed: &[Undisclosed],
    settings: &Settings,
) -> String {
    let path = path(document);
    let Document { at, choices, mark, sort } = document;
    let mut text = Text::new(mark.gone);
    text.line(false, &format!("-- content/{path} --"));
    text.line(false, "---");
    match sort {
        Sort::Report(report) => report.write(*at, choices, world, undisclosed, settings, &mut text),
        Sort::Profile(profile) => write_profile(profile, mark, choices, world, settings, &mut text),
        Sort::Page => {
            text.put("title", &format!("Page number {at} of the lamp"));
            text.put("summary", &world.sentence(choices));
        }
    }
    head(*at, mark, choices, &mut text);
    text.line(false, "---");
    body(&path, choices, world, &mut text);
    if let Sort::Report(report) = sort {
        report.write_body(choices, &mut text);
        report.write_files(*at, &mut text);
    }
    text.finish()
}

/// Keys that all documents share.
fn head(at: usize, mark: &Mark, choices: &mut Choices<'_>, text: &mut Text) {
    if mark.draft {
        text.line(false, "draft: true");
    }
    if mark.embargo {
        text.line(false, "publish_after: 2030-01-01");
    }
    if mark.level > 0 {
        text.line(false, &format!("tlp: {}", LEVELS[mark.level]));
    }
    if choices.once_in(3) {
        text.line(false, &format!("updated: 2024-04-{:02}", 1 + choices.below(28)));
    }
    // What is withheld may want a path that something published has.
    let own = if mark.gone { choices.below(9) } else { at };
    if choices.once_in(3) {
        text.list("redirect_from", &[Item::text(&format!("/old-{own}/"))]);
    }
    if choices.once_in(4) {
        text.line(false, &format!("slug: s{own}"));
    }
}

/// Paragraphs with links to published documents, names and addresses. A marked block would be lines whose first argument of
/// [`Text::line`] is true.
fn body(path: &str, choices: &mut Choices<'_>, world: &World, text: &mut Text) {
    let up = "../".repeat(path.matches('/').count());
    for number in 0..choices.below(4) {
        text.line(false, "");
        text.line(false, &world.sentence(choices));
        match choices.below(7) {
            5 => block(number, true, choices, world, text),
            6 => block(number, false, choices, world, text),
            1 => {
                if let Some(to) = choices.any(&world.paths) {
                    text.line(false, &format!("See [it]({up}{to}) and its *text*."));
                }
            }
            2 => {
                if let Some((kind, name)) = choices.any(&world.links) {
                    text.line(false, &format!("So did [[{}:{name}]].", kind.key()));
                }
            }
            3 => [format!("A note[^{number}]."), String::new(), format!("[^{number}]: Below.")]
                .iter()
                .for_each(|line| text.line(false, line)),
            4 => text.line(false, &format!("## Part {number}")),
            _ => {}
        }
    }
}

/// A marked block, with text, a heading and a footnote of its own; `gone` is above what the site publishes.
fn block(number: usize, gone: bool, choices: &mut Choices<'_>, world: &World, text: &mut Text) {
    text.line(gone, if gone { "::: tlp amber" } else { ":::tlp CLEAR" });
    text.line(gone, &world.sentence(choices));
    if choices.below(2) == 1 {
        text.line(gone, "");
        text.line(gone, &format!("## Inside {number}[^b{number}]"));
        text.line(gone, "");
        text.line(gone, &format!("[^b{number}]: Within."));
    }
    if let Some((kind, name)) = choices.any(&world.links) {
        text.line(gone, "");
        text.line(gone, &format!("- [[{}:{name}]]", kind.key()));
    }
    text.line(gone, ":::");
}

fn write_profile(
    profile: &Profile,
    mark: &Mark,
    choices: &mut Choices<'_>,
    world: &World,
    settings: &Settings,
    text: &mut Text,
) {
    text.put("name", profile.name);
    let mut aliases: Vec<Item> = Vec::new();
    for alias in &profile.aliases {
        let mut item = Item::new("name", alias);
        if choices.once_in(3) {
            item.put("equivalence", choices.pick(&["exact", "overlaps", "subset", "disputed"]));
        }
        aliases.push(item);
    }
    text.list("aliases", &aliases);
    if profile.kind == EntityKind::Actor {
        text.line(false, &format!("kind: {}", choices.pick(&["group", "person", "cluster"])));
        text.line(false, &format!("country: {}", quoted(choices.pick(&["NO", "Sweden"]))));
    }
    text.put("summary", &world.sentence(choices));
    let sources = rows::sources(choices, mark.level, settings);
    text.list("sources", &sources.iter().map(|source| source.item()).collect::<Vec<_>>());
}
