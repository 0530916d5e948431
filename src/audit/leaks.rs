//! Traces of withheld material in the output: in text, attributes, comments, paths and other text files; raw, escaped, as a slug,
//! live and defanged. One automaton holds every form of every withheld string and reads what is on many pages once. A hit stands at
//! the place where an author wrote it. The words of the embedded theme are nobody's secret. Pictures are not looked into.

mod allowed;
mod bits;
mod escapes;
mod fresh;
mod memory;
mod needle;
mod reading;
mod search;
mod source;
mod spelling;
mod starts;
mod watch;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::place;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::gate::{Secret, SecretSort, Withheld};
use crate::indicator::{self, IndicatorType};
use crate::link::Site;
use crate::model::EntityKind;
use crate::output::{Content, File, Maker, Output};
use crate::source::{Area, SourceId, Sources, Span};
use allowed::Allowed;
pub use fresh::Seen;
pub use memory::Memory;
use needle::{Place, needles};
use search::Search;
use spelling::spelled;
pub use watch::{Again, Watch};

/// Looks for every withheld string in every file, save those that a memory knows to be clean and pages in which `read` was found when
/// they were made.
pub fn check(
    output: &Output,
    site: &Site,
    watch: Watch<'_>,
    read: BTreeSet<usize>,
    sources: &Sources,
    memory: Option<&mut Memory>,
    diagnostics: &mut Diagnostics,
) {
    let Watch { withheld, secrets, search, again } = watch;
    let allowed = Allowed::new(site, &secrets);
    let mut used = BTreeSet::new();
    if let Some(search) = search {
        let mut leaked = leaked_again(output, sources, &search, memory);
        leaked.extend(read);
        let wanted = wanted(site, sources, &search, &secrets, leaked);
        // Where a string stands is looked up only once one stands somewhere that must not.
        let faults = wanted.leaked.iter().any(|at| allowed.by(*at).is_none());
        let found = search.only(&wanted.all).map(|search| {
            let hits = if faults { hits(output, sources, &search, again) } else { BTreeMap::new() };
            let written = written(output, site, withheld, sources, &search, &wanted.all);
            found(wanted, hits, &written)
        });
        for Found { secret, span, places } in found.into_iter().flatten() {
            match allowed.by(secret) {
                Some(entry) => {
                    used.insert(entry);
                }
                None if is_told(site, sources, secrets[secret], span, &places) => {}
                None => diagnostics.push(report(site, sources, secrets[secret], span, &places)),
            }
        }
    }
    if withheld.is_site_edition {
        allowed.report_unused(site, &used, diagnostics);
    }
}

/// A string that stands somewhere.
struct Found<'a> {
    secret: usize,
    /// Where an author wrote it.
    span: Option<Span>,
    /// The files in which it stands.
    places: Vec<(&'a str, Maker)>,
}

/// Strings to be reported, should an author have written them.
struct Wanted {
    /// Those that stand somewhere.
    leaked: BTreeSet<usize>,
    /// Those, and the words of the theme.
    all: BTreeSet<usize>,
}

fn wanted(
    site: &Site,
    sources: &Sources,
    search: &Search,
    secrets: &[&Secret],
    mut leaked: BTreeSet<usize>,
) -> Wanted {
    let themed = theme_words(sources, search);
    let doubtful: BTreeSet<usize> = themed.iter().copied().filter(|at| !is_one_word(secrets[*at])).collect();
    let known = published(site, search, secrets);
    leaked.retain(|at| !known.contains(at) && !themed.contains(at));
    let all = leaked.iter().chain(doubtful.difference(&known)).copied().collect();
    Wanted { leaked, all }
}

fn found<'a>(
    wanted: Wanted,
    mut hits: BTreeMap<usize, Vec<(&'a str, Maker)>>,
    written: &BTreeMap<usize, Vec<Span>>,
) -> Vec<Found<'a>> {
    let Wanted { leaked, all } = wanted;
    hits.retain(|secret, _| leaked.contains(secret));
    let found = all.into_iter().map(|secret| {
        let places = hits.remove(&secret).unwrap_or_default();
        let spans = written.get(&secret).map(Vec::as_slice).unwrap_or_default();
        let own = spans.iter().find(|span| places.iter().any(|(_, maker)| is_of(*maker, span.source)));
        Found { secret, span: own.or(spans.first()).copied(), places }
    });
    // A word of the theme is a trace only where an author wrote it.
    found.filter(|found| found.span.is_some() || leaked.contains(&found.secret)).collect()
}

/// Names of drafts and embargoed reports will be published one day; all else is an error.
fn severity(secret: &Secret) -> Severity {
    match secret.sort {
        SecretSort::Name(_) if !secret.by_tlp => Severity::Warning,
        _ => Severity::Error,
    }
}

fn is_one_word(secret: &Secret) -> bool {
    secret.sort == SecretSort::Title && !secret.text.trim().contains(char::is_whitespace)
}

/// Withheld indicators and addresses that published ones hold, as a URL holds its host: they are public.
fn published(site: &Site, search: &Search, secrets: &[&Secret]) -> BTreeSet<usize> {
    let reports = || site.reports.iter().map(|linked| &linked.report);
    let profiles = site.entities.iter().filter_map(|entity| entity.profile.as_ref());
    let sources = reports().flat_map(|report| &report.sources);
    let urls = sources
        .chain(profiles.flat_map(|profile| &profile.sources))
        .flat_map(|source| [&source.url, &source.archive_url])
        .flatten();
    let values = reports().flat_map(|report| &report.indicators).map(|indicator| &indicator.value);
    let mut found = BTreeSet::new();
    for value in values.chain(urls) {
        search.into(&mut found, &spelled(value), Place::Reading);
    }
    found.retain(|at| matches!(secrets[*at].sort, SecretSort::Indicator(_) | SecretSort::Url));
    found
}

/// Strings that the embedded theme itself says, on every site.
fn theme_words(sources: &Sources, search: &Search) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let templates = sources.iter().filter(|(_, file)| file.area == Area::Template && is_theme(&file.path));
    for (_, file) in templates {
        for reading in reading::readings("theme.html", &file.text, None) {
            search.into(&mut found, &reading, Place::Source);
        }
    }
    for kind in EntityKind::ALL {
        search.into(&mut found, kind.label(), Place::Source);
        search.into(&mut found, kind.label_plural(), Place::Source);
    }
    found
}

fn is_theme(path: &str) -> bool {
    path.starts_with("theme:")
}

/// The strings that stand in any file, save in pages that were read when they were made. Files in which a memory knows that there are
/// none are not looked at.
fn leaked_again(
    output: &Output,
    sources: &Sources,
    search: &Search,
    memory: Option<&mut Memory>,
) -> BTreeSet<usize> {
    let Some(memory) = memory else { return leaked(output, sources, search, None) };
    memory.prepare(search);
    let found = leaked(output, sources, search, Some(memory));
    match found.is_empty() {
        true => memory.keep(output),
        false => *memory = Memory::default(),
    }
    found
}

fn leaked(output: &Output, sources: &Sources, search: &Search, memory: Option<&Memory>) -> BTreeSet<usize> {
    let is_new = |path: &str, file: &File| {
        !matches!(file.content, Content::Staged(_)) && memory.is_none_or(|memory| !memory.knows(path, file))
    };
    let files: Vec<(&str, &File)> = output.iter().filter(|(path, file)| is_new(path, file)).collect();
    let look = |(mut seen, mut found): (fresh::Seen, BTreeSet<usize>), (path, file): (&str, &File)| {
        // Those that wait on the disk were read when they were made.
        if let Some(text) = text(file, sources, &|_| String::new()) {
            search.read(&mut found, &mut seen, path, &text);
        }
        (seen, found)
    };
    files.into_par_iter().fold(Default::default, look).map(|(_, found)| found).reduce(
        BTreeSet::new,
        |mut all, found| {
            all.extend(found);
            all
        },
    )
}

/// The files in which each string stands, in order of path.
fn hits<'a>(
    output: &'a Output,
    sources: &Sources,
    search: &Search,
    again: &Again<'_>,
) -> BTreeMap<usize, Vec<(&'a str, Maker)>> {
    let files: Vec<(&str, &File)> = output.iter().collect();
    let found: Vec<(usize, &str, Maker)> = files
        .into_par_iter()
        .flat_map_iter(|(path, file)| {
            let mut found: BTreeSet<usize> = BTreeSet::new();
            if let Some(text) = text(file, sources, again) {
                search.path(&mut found, path);
                for reading in reading::readings(path, &text, None) {
                    search.into(&mut found, &reading, Place::Reading);
                }
            }
            found.into_iter().map(move |secret| (secret, path, file.maker)).collect::<Vec<_>>()
        })
        .collect();
    let mut hits: BTreeMap<usize, Vec<(&str, Maker)>> = BTreeMap::new();
    for (secret, path, maker) in found {
        hits.entry(secret).or_default().push((path, maker));
    }
    hits
}

/// The text of a file, empty where it holds none; nothing for a file of the theme.
fn text<'a>(file: &'a File, sources: &'a Sources, again: &Again<'_>) -> Option<Cow<'a, str>> {
    if let Maker::Source(source) = file.maker {
        let source = sources.get(source);
        if is_theme(&source.path) {
            return None;
        }
        if matches!(source.area, Area::Static | Area::Asset) {
            return Some(Cow::Borrowed(&source.text));
        }
    }
    Some(match &file.content {
        Content::Bytes(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or_default()),
        Content::Copy(_) => Cow::Borrowed(""),
        Content::Staged(page) => Cow::Owned(again(page)),
    })
}

/// Where authors wrote the wanted strings: in published documents outside withheld rows, in the configuration, in templates and
/// files of the site.
fn written(
    output: &Output,
    site: &Site,
    withheld: &Withheld,
    sources: &Sources,
    search: &Search,
    wanted: &BTreeSet<usize>,
) -> BTreeMap<usize, Vec<Span>> {
    let documents = site.heads().map(|(_, head)| head.source);
    let copied = output.iter().filter_map(|(_, file)| match file.maker {
        Maker::Source(source) => Some(source),
        Maker::Place(_) | Maker::Generated => None,
    });
    let templates = sources.iter().filter(|(_, file)| file.area == Area::Template).map(|(source, _)| source);
    let read: BTreeSet<SourceId> = documents
        .chain(copied)
        .chain(templates)
        .chain([site.config.source])
        .filter(|source| !is_theme(&sources.get(*source).path))
        .collect();
    let read: Vec<SourceId> = read.into_iter().collect();
    let parts = withheld.parts();
    let found: Vec<(usize, Span)> = read
        .into_par_iter()
        .flat_map_iter(|source| {
            let mut found: BTreeMap<usize, Span> = BTreeMap::new();
            for text in spelling::located(&sources.get(source).text) {
                for (secret, start, end) in search.find(&text.text, Place::Source) {
                    let span = Span::new(source, text.original(start), text.original(end));
                    if wanted.contains(&secret) && !parts.hold(span) && !is_reported(site, span) {
                        found.entry(secret).or_insert(span);
                    }
                }
            }
            found.into_iter().collect::<Vec<_>>()
        })
        .collect();
    let mut places: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for (secret, span) in found {
        places.entry(secret).or_default().push(span);
    }
    places
}

/// A link to withheld material has an error of its own; its words are not reported a second time.
fn is_reported(site: &Site, span: Span) -> bool {
    let holds = |link: &Span| link.source == span.source && link.start <= span.start && span.end <= link.end;
    site.reported.iter().any(holds)
}

/// True for what stands nowhere but in links with an error of their own, or in files that these copy.
fn is_told(
    site: &Site,
    sources: &Sources,
    secret: &Secret,
    span: Option<Span>,
    places: &[(&str, Maker)],
) -> bool {
    let is_copied = |source: SourceId| site.reported.contains(&Span::file(source));
    if let Some(span) = span {
        return is_copied(span.source);
    }
    let copied = |(_, maker): &(&str, Maker)| matches!(maker, Maker::Source(source) if is_copied(*source));
    let Some(search) = Search::new(needles(0, secret).into_iter()) else { return false };
    let names = |link: &Span| {
        let text = sources.get(link.source).text.get(link.start as usize..link.end as usize);
        let texts = spelling::located(text.unwrap_or_default());
        texts.iter().any(|text| search.find(&text.text, Place::Source).next().is_some())
    };
    (!places.is_empty() && places.iter().all(copied)) || site.reported.iter().any(names)
}

fn is_of(maker: Maker, source: SourceId) -> bool {
    super::document(maker) == Some(source)
}

fn report(
    site: &Site,
    sources: &Sources,
    secret: &Secret,
    span: Option<Span>,
    places: &[(&str, Maker)],
) -> Diagnostic {
    let shown = match secret.sort {
        SecretSort::Indicator(kind) => indicator::shown(kind, &secret.text),
        SecretSort::Url => indicator::shown(IndicatorType::Url, &secret.text),
        SecretSort::Title | SecretSort::Name(_) => secret.text.clone(),
    };
    let found = match places {
        [] => String::new(),
        [(path, _)] => format!(", on /{path}"),
        [(path, _), others @ ..] => format!(", on /{path} and {} more", others.len()),
    };
    let at = places.first().map_or_else(|| Span::file(site.config.source), |(_, maker)| place(site, *maker));
    let by = match secret.row {
        Some(row) => {
            let file = sources.get(row.source);
            format!("{}:{}", file.path, file.position(row.start).line)
        }
        None => format!("content/{}", secret.path),
    };
    let message = format!("`{shown}` is withheld by {by} ({}) and named here{found}", secret.reason);
    Diagnostic::new(severity(secret), "leak", span.unwrap_or(at), message)
        .hint("take it out, or allow it with a reason under `leaks.allow` in sitrep.yaml")
}
