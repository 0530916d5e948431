//! Names of claims and indicators that no row of their report bears. In go reports and profiles, before anything is withheld; where a
//! profile says whose name it is, and the report has a row of that entity, the reference takes the name of the row, so that all
//! that follows (withholding too) need not know of it. What leads to no row, or might lead to two, is the slip that parsing found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{AttributionTarget, EntityKind, Equivalence, Profile, Report, Row, RowKind, Stranger};
use crate::names::fold;
use crate::parse::Parsed;
use crate::source::{SourceId, Span, Spanned};

/// A reference that only a withheld profile explains.
pub struct Leaning {
    document: SourceId,
    /// Where the reference stands.
    span: Span,
    /// As the author wrote it.
    written: String,
    /// The name of the row.
    own: String,
}

/// Gives every such reference the name of its row, and reports those that have none. `is_withheld` tells of a profile. Gives the
/// references that nobody could explain without a withheld profile.
pub fn settle(
    parsed: &mut Parsed,
    is_withheld: impl Fn(&Profile) -> bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Leaning> {
    let mut leaning = Vec::new();
    if parsed.reports.iter().all(|report| report.strangers.is_empty()) {
        return leaning;
    }
    let known = Known::of(&parsed.profiles);
    for report in parsed.reports.iter_mut().filter(|report| !report.strangers.is_empty()) {
        let report = Arc::make_mut(report);
        for stranger in std::mem::take(&mut report.strangers) {
            let Some((profile, kind, own)) = known.row(report, &stranger) else {
                let lost = stranger.kinds.iter().any(|kind| failed(&parsed.failed, *kind));
                // The alias may stand in a profile that could not be read.
                diagnostics.extend(stranger.fault.filter(|_| !lost));
                continue;
            };
            let (document, written) = (report.head.source, stranger.name);
            let withheld = is_withheld(profile);
            for name in references(report, kind).filter(|name| name.value == written) {
                name.value.clone_from(&own);
                if withheld {
                    let (written, own) = (written.clone(), own.clone());
                    leaning.push(Leaning { document, span: name.span, written, own });
                }
            }
        }
    }
    leaning
}

/// Adds an error for every name whose published references rest on a withheld profile, at the first of them: without that profile
/// there would be none.
pub fn unsupported(reports: &mut [Arc<Report>], leaning: &[Leaning], diagnostics: &mut Diagnostics) {
    let documents: BTreeSet<SourceId> = leaning.iter().map(|reference| reference.document).collect();
    let mut published: BTreeSet<Span> = BTreeSet::new();
    for report in reports.iter_mut().filter(|report| documents.contains(&report.head.source)) {
        for kind in [EntityKind::Actor, EntityKind::Victim, EntityKind::Malware] {
            published.extend(references(Arc::make_mut(report), kind).map(|name| name.span));
        }
    }
    let mut told: BTreeSet<(SourceId, &str)> = BTreeSet::new();
    for Leaning { document, span, written, own } in leaning {
        if published.contains(span) && told.insert((*document, written)) {
            let message = format!("only a withheld profile says whose name `{written}` is");
            diagnostics.push(
                Diagnostic::error("withheld-reference", *span, message)
                    .hint(format!("write the name that the report lists: `{own}`")),
            );
        }
    }
}

fn failed(paths: &[String], kind: EntityKind) -> bool {
    paths.iter().any(|path| path.split('/').next() == Some(kind.plural()))
}

/// Profiles by every name that means them.
struct Known<'a> {
    profiles: &'a [Profile],
    names: BTreeMap<(EntityKind, String), BTreeSet<usize>>,
}

impl<'a> Known<'a> {
    fn of(profiles: &'a [Profile]) -> Self {
        let mut names: BTreeMap<(EntityKind, String), BTreeSet<usize>> = BTreeMap::new();
        for (at, profile) in profiles.iter().enumerate() {
            let exact = profile.aliases.iter().filter(|alias| alias.equivalence == Equivalence::Exact);
            let all = exact.map(|alias| &alias.name).chain([&profile.name]).chain(&profile.id);
            for name in all {
                names.entry((profile.kind, fold(name))).or_default().insert(at);
            }
        }
        Self { profiles, names }
    }

    /// The one profile that a name means.
    fn one(&self, kind: EntityKind, name: &str) -> Option<usize> {
        let found = self.names.get(&(kind, fold(name)))?;
        found.first().copied().filter(|_| found.len() == 1)
    }

    /// The row of a report that a name means by way of a profile: that profile, the kind, and the name of the row. Nothing where
    /// the name may mean two of them.
    fn row(&self, report: &Report, stranger: &Stranger) -> Option<(&'a Profile, EntityKind, String)> {
        let mut found = stranger.kinds.iter().filter_map(|kind| {
            let at = self.one(*kind, &stranger.name)?;
            let profile = &self.profiles[at];
            let is_it = |row: &&Row| {
                // A cluster is what its report says of it, unless its own profile bears the name.
                let by_alias = row.sort != RowKind::Cluster || profile.is_cluster();
                by_alias && !row.is_undisclosed() && self.one(*kind, &row.name) == Some(at)
            };
            let row = report.rows_of(*kind).find(is_it)?;
            Some((profile, *kind, row.name.value.clone()))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

/// The names in claims and indicators of a report that are to be rows of a kind; malware may be a tool.
fn references(report: &mut Report, kind: EntityKind) -> Box<dyn Iterator<Item = &mut Spanned<String>> + '_> {
    let (activity, indicators) = (report.activity.iter_mut(), report.indicators.iter_mut());
    match kind {
        EntityKind::Actor => {
            let attribution = report.attribution.iter_mut().flat_map(|row| {
                let to = match &mut row.to {
                    Some(AttributionTarget::Actor(name)) => Some(name),
                    Some(AttributionTarget::Country(_) | AttributionTarget::Sponsor(_)) | None => None,
                };
                row.subject.iter_mut().chain(to)
            });
            let activity = activity.filter_map(|row| row.actor.as_mut());
            Box::new(activity.chain(attribution).chain(indicators.filter_map(|row| row.actor.as_mut())))
        }
        EntityKind::Victim => Box::new(activity.filter_map(|row| row.victim.as_mut())),
        _ => Box::new(indicators.filter_map(|row| row.malware.as_mut())),
    }
}
