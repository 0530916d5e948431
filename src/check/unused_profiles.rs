//! A profile that nothing names is a page that no reader comes upon, and often a name that is spelled otherwise in the reports.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{DocumentId, Entity, Site};
use crate::model::{EntityKind, Profile};

/// More of one kind than this are a catalogue that was imported on purpose, and are said in one line.
const NAMED: usize = 10;

/// Hints at every profile whose entity no report, no other profile and no text names; of a whole catalogue of them once for
/// each kind.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for kind in EntityKind::ALL {
        let of_kind = site.entities.iter().enumerate().filter(|(_, entity)| entity.kind == kind);
        let unused: Vec<(&Entity, &Profile)> = of_kind
            .filter(|(id, entity)| !is_named(site, *id, entity))
            .filter_map(|(_, entity)| Some((entity, entity.profile.as_deref()?)))
            .collect();
        if unused.len() > NAMED
            && let Some((_, first)) = unused.iter().min_by_key(|(_, profile)| profile.name.span)
        {
            let message =
                format!("nothing on this site names {} profiles of {}", unused.len(), kind.plural());
            diagnostics.push(Diagnostic::advice("unused-profile", first.name.span, message).hint(
                "this is the first; name them in reports, or leave them as a catalogue to look things up in",
            ));
            continue;
        }
        for (entity, profile) in unused {
            let message = format!("nothing on this site names `{}`", entity.name);
            diagnostics
                .push(Diagnostic::advice("unused-profile", profile.name.span, message).hint(
                    "name it in a report, or give the profile the spelling of the reports as an alias",
                ));
        }
    }
}

fn is_named(site: &Site, id: usize, entity: &Entity) -> bool {
    !entity.reports.is_empty()
        || !entity.spellings.is_empty()
        || !entity.origin.is_empty()
        || site.backlinks.contains_key(&DocumentId::Entity(id))
}
