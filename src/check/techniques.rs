//! Techniques against the table of ATT&CK: ids that it does not know, and ids that were revoked or deprecated, with what took their
//! place. A technique with a profile is its author's business, and ICS techniques are not in the table.

use crate::attack::{self, Status, Technique};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Entity, Site, is_code};
use crate::model::EntityKind;
use crate::source::Span;

/// Warns of each such id once, with its first place and the number of reports.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    let plain = site.entities.iter().filter(|entity| {
        entity.kind == EntityKind::Technique && entity.profile.is_none() && is_code(entity.kind, &entity.name)
    });
    for entity in plain {
        let Some(span) = entity.first else { continue };
        let said = match attack::technique(&entity.name) {
            None if attack::is_ics(&entity.name) => None,
            None => Some(unknown(entity, span)),
            Some(technique) => fallen(technique, entity, span),
        };
        if let Some(said) = said {
            diagnostics.push(said.maybe_hint(versions(site, span)));
        }
    }
}

fn unknown(entity: &Entity, span: Span) -> Diagnostic {
    let message =
        format!("`{}` is no technique of ATT&CK {}{}", entity.name, attack::release(), uses(entity));
    let hint = meant(&entity.name).unwrap_or_else(|| {
        "look it up at attack.mitre.org, or write a profile that says what it is".to_owned()
    });
    Diagnostic::warning("unknown-technique", span, message).hint(hint)
}

/// What may have been meant by an unknown id.
fn meant(id: &str) -> Option<String> {
    if let Some(parent) = attack::parent(id) {
        let parent = attack::technique(parent)?;
        let start = format!("{}.", parent.id);
        let known = attack::techniques().iter().filter(|row| row.id.starts_with(&start));
        let mut standing = known.filter(|row| row.status == Status::Current);
        return Some(match (standing.next(), standing.next_back()) {
            (None, _) => format!("{} has no sub-techniques", called(parent)),
            (Some(only), None) => format!("{} has only the sub-technique {}", called(parent), called(only)),
            (Some(first), Some(last)) => {
                format!("{} has the sub-techniques `{}` to `{}`", called(parent), first.id, last.id)
            }
        });
    }
    // Two digits in the wrong order are the slip that can be told from other ids.
    let swapped = (1..id.len().saturating_sub(1)).filter_map(|at| {
        let mut bytes = id.as_bytes().to_vec();
        bytes.swap(at, at + 1);
        let technique = attack::technique(std::str::from_utf8(&bytes).ok()?)?;
        (technique.status == Status::Current).then_some(technique)
    });
    match swapped.collect::<Vec<_>>().as_slice() {
        [only] => Some(format!("did you mean {}?", called(only))),
        _ => None,
    }
}

fn fallen(technique: &Technique, entity: &Entity, span: Span) -> Option<Diagnostic> {
    let (code, what) = match technique.status {
        Status::Current => return None,
        Status::Revoked => ("revoked-technique", "revoked"),
        Status::Deprecated => ("deprecated-technique", "deprecated"),
    };
    let successors: Vec<String> = technique.successors().into_iter().map(called).collect();
    let message = match successors.as_slice() {
        [] => format!("{} is {what} in ATT&CK, which names no successor", called(technique)),
        successors => format!("{} is {what} in ATT&CK; use {}", called(technique), successors.join(" or ")),
    };
    let hint = "a technique profile of this id keeps it without this warning";
    Some(Diagnostic::warning(code, span, message + &uses(entity)).hint(hint))
}

/// A word on the version of ATT&CK that the report at this place is written against, where it differs from the table's.
fn versions(site: &Site, span: Span) -> Option<String> {
    let linked = site.reports.iter().find(|linked| linked.report.head.source == span.source)?;
    let written = linked.report.attack_version.as_deref()?;
    let (version, known) = (attack::version(written), attack::release());
    let written = written.trim().trim_start_matches(['v', 'V']);
    if version == 0 || attack::major() == 0 {
        return None;
    }
    match version.cmp(&attack::major()) {
        std::cmp::Ordering::Less => Some(format!(
            "the report is written against ATT&CK v{written}, where the id may have been right; the table here is of {known}"
        )),
        std::cmp::Ordering::Greater => Some(format!(
            "the report is written against ATT&CK v{written}, and the table here, of {known}, may be older"
        )),
        std::cmp::Ordering::Equal => None,
    }
}

fn called(technique: &Technique) -> String {
    format!("`{}` {}", technique.id, technique.name)
}

fn uses(entity: &Entity) -> String {
    match entity.reports.len() {
        0 | 1 => String::new(),
        count => format!(" ({count} reports)"),
    }
}
