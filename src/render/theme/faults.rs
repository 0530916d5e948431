//! What Tera says is wrong, as faults with a place. In goes an error of the template engine, out come its message and the bytes
//! of the template that it is about. Where the engine gives no place, the tag at fault is looked for in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::{ErrorKind, ReportError, Tera};

/// How the message about an unknown parent begins.
const NO_PARENT: &str = "there is no template";

/// Something wrong with a template.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Name of the template, `report.html` or `theme/report.html`.
    pub template: String,
    /// The bytes at fault.
    pub range: Range<usize>,
    /// What the engine says.
    pub message: String,
    /// Route of the page that was being made; empty while templates are read.
    pub page: String,
}

impl Fault {
    /// True where it only says that something is missing which a template that was set aside would have brought. `lost` holds
    /// those templates by name.
    pub fn follows_from(&self, lost: &BTreeMap<String, String>) -> bool {
        let Some(missing) = self.message.split('`').nth(1) else { return false };
        let defines = |word: &str| {
            let tag = format!("{word} {missing}");
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            lost.values().any(|text| text.match_indices(&tag).any(|(at, _)| ends(&text[at + tag.len()..])))
        };
        if self.message.starts_with("Unknown component") {
            defines("component")
        } else if self.message.contains("is not defined in any parent template") {
            defines("block")
        } else {
            let template = ["Unknown template", NO_PARENT].iter().any(|head| self.message.starts_with(head));
            template && lost.contains_key(missing)
        }
    }

    /// The message as a diagnostic writes it, and the names that would have been right.
    pub fn sentences(&self) -> (String, Option<&str>) {
        let line = self.message.lines().next().unwrap_or_default();
        let (message, available) = match line.split_once(". Available ") {
            Some((message, rest)) => (message, rest.split_once(": ").map(|(_, names)| names)),
            None => (line, None),
        };
        let message = message.trim().trim_end_matches('.');
        let mut characters = message.chars();
        let lowered = match characters.next() {
            Some(first) => first.to_lowercase().chain(characters).collect(),
            None => "this template cannot be used".to_owned(),
        };
        (lowered, available)
    }
}

/// The fault of a template that does not parse.
pub fn syntax(name: &str, text: &str) -> Option<Fault> {
    // Templates that it extends or includes are not there, but it is parsed before they are looked for.
    let error = Tera::new().add_raw_template(name, text).err()?;
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(located(report)),
        _ => None,
    }
}

/// The fault that ended the rendering of a page by `template`.
pub fn of_page(error: &tera::Error, template: &str, route: &str) -> Fault {
    let mut fault = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => located(report),
        other => whole(template, other.to_string()),
    };
    route.clone_into(&mut fault.page);
    if fault.template.is_empty() {
        template.clone_into(&mut fault.template);
    }
    fault
}

/// What is wrong between templates that parse: at least one fault.
pub fn of(error: &tera::Error, texts: &BTreeMap<String, String>) -> Vec<Fault> {
    let tag = |template: &str, word: &str, name: &str, message: String| Fault {
        range: texts.get(template).map_or(0..0, |text| tag(text, word, name)),
        ..whole(template, message)
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![located(report)],
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("{NO_PARENT} `{parent}` to extend");
            vec![tag(current, "extends", parent, message)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message = format!("templates extend each other in a circle: {}", chain(inheritance_chain));
            vec![tag(tpl, "extends", "", message)]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("templates include each other in a circle: {}", chain(include_chain));
            let next = include_chain.get(1).map_or("", String::as_str);
            vec![tag(tpl, "include", next, message)]
        }
        other => {
            let text = other.to_string();
            let found = reports(&text, texts);
            if found.is_empty() { vec![doubled(&text, texts)] } else { found }
        }
    }
}

fn located(report: &ReportError) -> Fault {
    Fault { range: report.span().range.clone(), ..whole(report.filename(), report.message().to_owned()) }
}

fn whole(template: &str, message: String) -> Fault {
    Fault { template: template.to_owned(), range: 0..0, message, page: String::new() }
}

fn chain(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The name in the first `extends` or `include` tag for it; an empty name is any.
fn tag(text: &str, word: &str, name: &str) -> Range<usize> {
    for (at, _) in text.match_indices(word) {
        let rest = &text[at + word.len()..];
        let start = at + word.len() + (rest.len() - rest.trim_start().len());
        let Some(quote) = text[start..].chars().next().filter(|c| "\"'`".contains(*c)) else { continue };
        let inner = &text[start + 1..];
        let Some(end) = inner.find(quote) else { continue };
        if name.is_empty() || &inner[..end] == name {
            return start + 1..start + 1 + end;
        }
    }
    0..0
}

/// The engine gives all dangling references as one text of reports, each `error: MESSAGE`, then `--> NAME:LINE:COLUMN` and the line
/// with carets below it.
fn reports(text: &str, texts: &BTreeMap<String, String>) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut message = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = Some(rest);
        } else if let Some((_, place)) = line.split_once("--> ")
            && let Some(message) = message.take()
        {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|part| part.parse::<usize>().ok());
            let row = parts.next().and_then(|part| part.parse::<usize>().ok());
            let name = parts.next().unwrap_or_default();
            let at = texts.get(name).and_then(|text| offset(text, row?, column?)).unwrap_or(0);
            let mut fault = whole(name, message.to_owned());
            fault.range = at..at;
            found.push(fault);
        } else if let Some(fault) = found.last_mut()
            && let Some((_, carets)) = line.split_once(" | ")
            && carets.trim_start().bytes().all(|c| c == b'^')
        {
            fault.range.end = fault.range.start + carets.trim_start().len();
        }
    }
    found
}

fn offset(text: &str, row: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(row.checked_sub(1)?).map(str::len).sum();
    let line = text.get(start..)?.lines().next().unwrap_or_default();
    Some(start + line.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>())
}

/// Where a text defines a component, by the name behind that word.
pub fn definition(text: &str, component: &str) -> Option<Range<usize>> {
    let head = format!("component {component}");
    let mut found = text.match_indices(&head).map(|(at, _)| at + "component ".len()..at + head.len());
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    found.find(|range| ends(&text[range.end..]))
}

/// Two templates of the site that define one component: the fault stands in the second.
fn doubled(text: &str, texts: &BTreeMap<String, String>) -> Fault {
    let mut quoted = text.split('`').skip(1).step_by(2);
    let component = quoted.next().unwrap_or_default();
    let name = quoted.last().filter(|name| texts.contains_key(*name)).unwrap_or_default();
    let range = texts.get(name).and_then(|text| definition(text, component)).unwrap_or(0..0);
    Fault { range, ..whole(name, text.to_owned()) }
}
