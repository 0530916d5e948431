//! A profile that nothing names is a page that no reader comes upon, and often a name that is spelled otherwise in the reports.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{DocumentId, Site};

/// Hints at every profile whose entity no report, no other profile and no text names.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for (id, entity) in site.entities.iter().enumerate() {
        let Some(profile) = &entity.profile else { continue };
        let is_named = !entity.reports.is_empty()
            || !entity.spellings.is_empty()
            || !entity.origin.is_empty()
            || site.backlinks.contains_key(&DocumentId::Entity(id));
        if !is_named {
            let message = format!("nothing on this site names `{}`", entity.name);
            diagnostics
                .push(Diagnostic::advice("unused-profile", profile.name.span, message).hint(
                    "name it in a report, or give the profile the spelling of the reports as an alias",
                ));
        }
    }
}
