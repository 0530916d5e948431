//! Names that should be codes: a technique that is no ATT&CK id and has no profile, likewise a vulnerability
//! that is no CVE id, a country that is none.

use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::link::Site;
use crate::model::EntityKind;
use crate::names::country;

/// Warns of each such name once, with its first place and the number of reports.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for entity in site.entities.iter().filter(|entity| entity.profile.is_none()) {
        let Some(span) = entity.first else { continue };
        let reports = match entity.reports.len() {
            0 | 1 => String::new(),
            count => format!(" ({count} reports)"),
        };
        match entity.kind {
            EntityKind::Technique if !crate::link::is_code(entity.kind, &entity.name) => {
                let message = format!("`{}` is no ATT&CK technique id{reports}", entity.name);
                let called = crate::attack::named(&entity.name);
                let ids: Vec<String> = called.iter().map(|row| format!("`{}`", row.id)).collect();
                let hint = match ids.as_slice() {
                    [] => "write the id, such as `T1114.001`, or a profile with an `id`".to_owned(),
                    ids => format!("ATT&CK calls {} so: write the id", ids.join(" and ")),
                };
                diagnostics.push(Diagnostic::warning("unknown-technique", span, message).hint(hint));
            }
            EntityKind::Vulnerability if !crate::link::is_code(entity.kind, &entity.name) => {
                let message = format!("`{}` is no CVE id{reports}", entity.name);
                diagnostics.push(
                    Diagnostic::warning("unknown-vulnerability", span, message)
                        .hint("write the id, such as `CVE-2021-26855`, or a profile that says what it is"),
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
