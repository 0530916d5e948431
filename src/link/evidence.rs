//! Whom claims are about. In go reports whose names are resolved, out come the two parties of every claim, and for every entity the
//! claims about it. Undisclosed victims that a later report names are joined here, and nowhere else. The claims of a
//! retracted report stay on its own page.

use std::collections::{BTreeMap, BTreeSet};

use super::targets::Named;
use super::{AmbiguousId, EntityId, LinkedReport, Meaning, ReportId, Site};
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::gate::report_references;
use crate::model::{
    Activity, Attribution, AttributionTarget, Claim, EntityKind, Report, Reveals, VictimDetails,
};
use crate::names::fold;

/// One claim of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId {
    /// The report that makes it.
    pub report: ReportId,
    /// Its place among the claims of the report, from 0: activity rows, then attribution rows.
    pub number: usize,
}

/// A claim as written.
#[derive(Debug, Clone, Copy)]
pub enum Statement<'a> {
    /// Who did what to whom, when.
    Activity(&'a Activity),
    /// Who is behind whom.
    Attribution(&'a Attribution),
}

impl<'a> Statement<'a> {
    /// What both sorts have in common.
    pub fn claim(self) -> &'a Claim {
        match self {
            Statement::Activity(row) => &row.claim,
            Statement::Attribution(row) => &row.claim,
        }
    }
}

/// One side of a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Something that has a page.
    Entity(EntityId),
    /// A name that several entities claim, in one report: what another report means by it is not known.
    Ambiguous(AmbiguousId, ReportId),
    /// A row of a report, of a victim whose name is not published.
    Undisclosed(ReportId, usize),
    /// A sponsor, which has no page.
    Sponsor(String),
}

/// Both sides of a claim; absent where the row leaves one open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parties {
    /// Who acts, or who is attributed.
    pub subject: Option<Party>,
    /// Upon whom, or to whom.
    pub object: Option<Party>,
}

/// A report that names a victim which another report does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reveal {
    /// The victim.
    pub victim: EntityId,
    /// The report that names it.
    pub report: ReportId,
}

impl Site {
    /// The claims of a report: activity rows, then attribution rows.
    pub fn statements(&self, at: ReportId) -> impl Iterator<Item = (ClaimId, Statement<'_>)> {
        let report = &self.reports[at].report;
        let activity = report.activity.iter().map(Statement::Activity);
        let all = activity.chain(report.attribution.iter().map(Statement::Attribution));
        all.enumerate().map(move |(number, statement)| (ClaimId { report: at, number }, statement))
    }

    /// A claim as written.
    pub fn statement(&self, id: ClaimId) -> Statement<'_> {
        let report = &self.reports[id.report].report;
        match report.activity.get(id.number) {
            Some(row) => Statement::Activity(row),
            None => Statement::Attribution(&report.attribution[id.number - report.activity.len()]),
        }
    }

    /// Whom a claim is about.
    pub fn parties(&self, id: ClaimId) -> &Parties {
        &self.reports[id.report].claims[id.number]
    }

    /// The one victim that reports name for an undisclosed one; nothing where they differ.
    pub fn revealed(&self, report: ReportId, row: usize) -> Option<Reveal> {
        let reveals = self.reveals.get(&(report, row))?;
        let first = reveals.first()?;
        reveals.iter().all(|reveal| reveal.victim == first.victim).then_some(*first)
    }
}

/// Fills the parties of every claim, the claims of every entity, and what reports reveal.
pub fn collect(site: &mut Site, diagnostics: &mut Diagnostics) {
    site.reveals = reveals(site, diagnostics);
    let parties: Vec<Vec<Parties>> = (0..site.reports.len())
        .map(|at| site.statements(at).map(|(_, statement)| of_statement(site, at, statement)).collect())
        .collect();
    for (linked, parties) in site.reports.iter_mut().zip(parties) {
        linked.claims = parties;
    }
    let mut claims: BTreeMap<EntityId, Vec<ClaimId>> = BTreeMap::new();
    for at in 0..site.reports.len() {
        if site.reports[at].report.retracted.is_some() {
            continue;
        }
        for (id, statement) in site.statements(at) {
            for entity in about(site, id, statement) {
                claims.entry(entity).or_default().push(id);
            }
        }
    }
    for (entity, claims) in claims {
        site.entities[entity].claims = claims;
    }
}

/// Everything that has a page and that a claim is about: its parties, and the sectors and the country of its victim.
fn about(site: &Site, id: ClaimId, statement: Statement<'_>) -> BTreeSet<EntityId> {
    let mut found = BTreeSet::new();
    let linked = &site.reports[id.report];
    let parties = site.parties(id);
    for party in [&parties.subject, &parties.object].into_iter().flatten() {
        match party {
            Party::Entity(id) => {
                found.insert(*id);
            }
            Party::Undisclosed(report, row) => {
                found.extend(site.revealed(*report, *row).map(|reveal| reveal.victim));
            }
            Party::Ambiguous(..) | Party::Sponsor(_) => {}
        }
    }
    if let Statement::Activity(row) = statement
        && let Some(victim) = row.victim.as_ref().and_then(|name| victim(linked, name))
    {
        let sectors = victim.sectors.iter().map(|name| (EntityKind::Sector, name));
        for (kind, name) in sectors.chain(victim.country.iter().map(|name| (EntityKind::Country, name))) {
            if let Named::Entity(id) = site.named_of_kind(kind, name) {
                found.insert(id);
            }
        }
    }
    found
}

fn victim<'a>(linked: &'a LinkedReport, name: &str) -> Option<&'a VictimDetails> {
    let row = linked.own().row(EntityKind::Victim, name)?;
    linked.report.rows.get(row)?.victim.as_deref()
}

fn of_statement(site: &Site, at: ReportId, statement: Statement<'_>) -> Parties {
    let own = |kind, name: &Option<crate::source::Spanned<String>>| own(site, at, kind, name.as_ref()?);
    match statement {
        Statement::Activity(row) => Parties {
            subject: own(EntityKind::Actor, &row.actor),
            object: own(EntityKind::Victim, &row.victim),
        },
        Statement::Attribution(row) => Parties {
            subject: own(EntityKind::Actor, &row.subject),
            object: row.to.as_ref().and_then(|to| match to {
                AttributionTarget::Sponsor(name) => Some(Party::Sponsor(name.value.clone())),
                AttributionTarget::Country(name) => anywhere(site, at, EntityKind::Country, name),
                AttributionTarget::Actor(name) => own_or_any(site, at, name),
            }),
        },
    }
}

fn own_or_any(site: &Site, at: ReportId, name: &str) -> Option<Party> {
    own(site, at, EntityKind::Actor, name).or_else(|| anywhere(site, at, EntityKind::Actor, name))
}

/// The row of the report that bears the name.
fn own(site: &Site, at: ReportId, kind: EntityKind, name: &str) -> Option<Party> {
    let linked = &site.reports[at];
    let row = linked.own().row(kind, name)?;
    match linked.rows.get(row)? {
        Meaning::Entity(id) => Some(Party::Entity(*id)),
        Meaning::Ambiguous(slot) => site.names.ambiguous(slot).map(|name| Party::Ambiguous(name, at)),
        Meaning::Undisclosed => Some(Party::Undisclosed(at, row)),
    }
}

fn anywhere(site: &Site, at: ReportId, kind: EntityKind, name: &str) -> Option<Party> {
    match site.named_of_kind(kind, name) {
        Named::Entity(id) => Some(Party::Entity(id)),
        Named::Ambiguous(name) => Some(Party::Ambiguous(name, at)),
        Named::Several(_) | Named::Unknown => None,
    }
}

/// By row of an undisclosed victim, the reports that name it, oldest first.
pub type RevealedRows = BTreeMap<(ReportId, usize), Vec<Reveal>>;

fn reveals(site: &Site, diagnostics: &mut Diagnostics) -> RevealedRows {
    let mut found = RevealedRows::new();
    let reports = References::of(site);
    for (at, linked) in site.reports.iter().enumerate() {
        for (row, meaning) in linked.report.rows.iter().zip(&linked.rows) {
            let Some(reveals) = row.victim.as_ref().and_then(|victim| victim.reveals.as_ref()) else {
                continue;
            };
            let Some(target) = reports.undisclosed(site, reveals, diagnostics) else { continue };
            if row.is_undisclosed() {
                diagnostics.push(
                    Diagnostic::error(
                        "invalid-value",
                        row.span,
                        "an undisclosed victim reveals nothing".to_owned(),
                    )
                    .hint("take `undisclosed` out and give the name, or take `reveals` out"),
                );
            }
            if target.0 == at {
                let message = "a report cannot reveal its own undisclosed victim".to_owned();
                diagnostics.push(
                    Diagnostic::error("invalid-value", reveals.report.span, message)
                        .hint("give the name in the row of that victim instead"),
                );
                continue;
            }
            // A retracted report no longer says so.
            if let (Meaning::Entity(victim), None) = (meaning, &linked.report.retracted) {
                found.entry(target).or_default().push(Reveal { victim: *victim, report: at });
            }
        }
    }
    for ((report, row), reveals) in &mut found {
        // Reports stand newest first.
        reveals.reverse();
        let named: BTreeSet<&str> =
            reveals.iter().map(|reveal| site.entities[reveal.victim].name.as_str()).collect();
        if named.len() > 1 {
            let names: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
            let row = &site.reports[*report].report.rows[*row];
            diagnostics.push(
                Diagnostic::warning(
                    "contradictory-reveals",
                    row.span,
                    format!("reports name this undisclosed victim differently: {}", names.join(", ")),
                )
                .hint("nothing is joined until they agree: correct `reveals` in one of them"),
            );
        }
    }
    found
}

/// Reports by every way to refer to one.
struct References {
    reports: BTreeMap<String, ReportId>,
}

impl References {
    fn of(site: &Site) -> Self {
        let uses = |linked: &LinkedReport| {
            linked
                .report
                .rows
                .iter()
                .any(|row| row.victim.as_ref().is_some_and(|victim| victim.reveals.is_some()))
        };
        let mut reports = BTreeMap::new();
        if site.reports.iter().any(uses) {
            for (at, linked) in site.reports.iter().enumerate() {
                reports
                    .extend(report_references(&linked.report).into_iter().map(|reference| (reference, at)));
            }
        }
        Self { reports }
    }

    /// The row that `reveals` points at; an error where there is none.
    fn undisclosed(
        &self,
        site: &Site,
        reveals: &Reveals,
        diagnostics: &mut Diagnostics,
    ) -> Option<(ReportId, usize)> {
        let written = reveals.report.trim_matches('/');
        let Some(at) = self.reports.get(written).copied() else {
            // What could not be read is no slip of this report.
            if site.failed.iter().any(|path| path.contains(written)) {
                return None;
            }
            let slugs = site.reports.iter().map(|linked| linked.report.slug.as_str());
            let message = format!("there is no report `{}`", reveals.report.value);
            let near = did_you_mean(written, slugs);
            diagnostics.push(
                Diagnostic::error("dangling-reference", reveals.report.span, message)
                    .hint(near.unwrap_or_else(|| "write the slug or the path of the report".to_owned())),
            );
            return None;
        };
        let report: &Report = &site.reports[at].report;
        let hidden: Vec<(usize, &str)> = report
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.is_undisclosed() && !row.name.is_empty())
            .map(|(at, row)| (at, row.name.as_str()))
            .collect();
        let wanted = fold(&reveals.victim);
        if let Some((row, _)) = hidden.iter().find(|(_, label)| fold(label) == wanted) {
            return Some((at, *row));
        }
        let message =
            format!("report `{}` has no undisclosed victim `{}`", report.slug, reveals.victim.value);
        let near = did_you_mean(&reveals.victim.value, hidden.iter().map(|(_, label)| *label));
        diagnostics.push(Diagnostic::error("dangling-reference", reveals.victim.span, message).hint(
            near.unwrap_or_else(|| "give that row a `name` as a label; the label is never shown".to_owned()),
        ));
        None
    }
}
