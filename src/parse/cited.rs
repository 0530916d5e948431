//! Citations `[^s:id]` of a body against the sources of its front matter. They are checked before anything is withheld, as other
//! references are: what a withheld source leaves dangling is no slip.

use std::collections::BTreeMap;

use super::fields::Reader;
use crate::diagnostic::did_you_mean;
use crate::model::{Body, Source};
use crate::source::Span;

/// Adds an error for every id that is none of the sources, at its first place. `sources` is none for a page, which cannot have any;
/// `lost` says that some could not be read, so that any id may be one of them.
pub fn check(reader: &mut Reader, body: &Body, sources: Option<&[Source]>, lost: bool) {
    if body.citations.is_empty() || lost {
        return;
    }
    let known = sources.unwrap_or_default();
    let mut unknown: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
    for cited in body.citations.iter().filter(|cited| !known.iter().any(|source| source.is(&cited.value))) {
        unknown.entry(&cited.value).or_insert((cited.span, 0)).1 += 1;
    }
    for (id, (span, count)) in unknown {
        let times = if count == 1 { String::new() } else { format!(" ({count} places)") };
        let (message, hint) = match sources {
            None => (
                format!("`{id}` cites a source, and a page has none{times}"),
                "only reports and profiles have `sources`; link to what you mean, or use a footnote `[^1]`"
                    .to_owned(),
            ),
            Some([]) => (
                format!("`{id}` cites a source, and this document lists none{times}"),
                format!("add `sources` to its front matter, with a row `id: {id}`"),
            ),
            Some(known) => {
                let ids = known.iter().filter_map(|source| source.id.as_deref()).map(String::as_str);
                let near = did_you_mean(id, ids);
                (
                    format!("no source of this document has the id `{id}`{times}"),
                    near.unwrap_or_else(|| "add a row with that `id` to `sources`".to_owned()),
                )
            }
        };
        reader.error("dangling-reference", span, message, hint);
    }
}
