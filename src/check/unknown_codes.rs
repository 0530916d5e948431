//! Names that should be codes: a technique that is no ATT&CK id and has no profile, a country that is none.

use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::link::{Entity, Site};
use crate::model::EntityKind;
use crate::names::country;
use crate::source::Span;

/// Warns of each such name once, with its first place and the number of reports.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for (id, entity) in site.entities.iter().enumerate() {
        if entity.profile.is_some() {
            continue;
        }
        let Some(span) = first_use(site, id, entity) else { continue };
        let reports = match entity.reports.len() {
            0 | 1 => String::new(),
            count => format!(" ({count} reports)"),
        };
        match entity.kind {
            EntityKind::Technique if !crate::link::is_code(entity.kind, &entity.name) => {
                let message = format!("`{}` is no ATT&CK technique id{reports}", entity.name);
                diagnostics.push(
                    Diagnostic::warning("unknown-technique", span, message)
                        .hint("write the id, such as `T1114.001`, or a profile with an `id`"),
                );
            }
            EntityKind::Country if country::find(&entity.name).is_none() => {
                let message = format!("`{}` is no country that ISO 3166-1 knows{reports}", entity.name);
                let near = did_you_mean(&entity.name, country::COUNTRIES.iter().map(|country| country.name));
                let hint = near.unwrap_or_else(|| {
                    "write an ISO code or the English name; a region is better a tag".to_owned()
                });
                diagnostics.push(Diagnostic::warning("unknown-country", span, message).hint(hint));
            }
            _ => {}
        }
    }
}

/// The first place of a name, in order of path.
fn first_use(site: &Site, id: usize, entity: &Entity) -> Option<Span> {
    let in_reports = entity.reports.iter().filter_map(|at| {
        let linked = &site.reports[*at];
        let row = linked.rows.iter().position(|meaning| meaning.entity() == Some(id));
        let row = row.and_then(|row| linked.report.rows.get(row)).map(|row| row.name.span);
        row.or_else(|| {
            let victims = linked.report.rows.iter().filter_map(|row| row.victim.as_ref());
            victims
                .filter_map(|victim| victim.country.as_ref())
                .find(|c| c.value == entity.name)
                .map(|c| c.span)
        })
    });
    let profiles = site.entities.iter().filter_map(|other| other.profile.as_ref());
    let in_profiles =
        profiles.filter_map(|profile| profile.country.as_ref()).filter(|name| name.value == entity.name);
    in_reports.min().or_else(|| in_profiles.map(|name| name.span).min())
}
