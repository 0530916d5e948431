//! What may be published: the one place where material is withheld. In goes everything that authors wrote and the policy, out
//! come the [`Edition`], from which what is withheld is gone, and [`Withheld`], which only the leak check may
//! read. Drafts, embargoes and TLP levels of documents and of single rows are decided here, before any name is linked, so
//! that the rest of the program cannot tell a withheld row from one that was never written.

mod anchors;
mod block_secrets;
mod bodies;
mod mentions;
mod prose;
mod reveals;
mod rows;
mod secrets;
mod strangers;
mod withheld;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::Diagnostics;
use crate::model::{Head, Page, Profile, Report, Tlp};
use crate::parse::Parsed;
use crate::source::{SourceId, Span};

use secrets::Collector;

pub use reveals::references as report_references;
pub use secrets::{Secret, SecretSort};
pub use withheld::{RowSort, Withheld, WithheldDocument, WithheldFile, WithheldRow};

/// What this run may publish.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Show drafts and what is under embargo.
    pub drafts: bool,
    /// The highest level that is shown.
    pub max_tlp: Tlp,
    /// The highest level that the site publishes; what is above it carries a badge.
    pub site_max: Tlp,
    /// Decides embargo and date diagnostics, and nothing else.
    pub today: Date,
}

/// Everything that may be published.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// In order of path.
    pub reports: Vec<Arc<Report>>,
    /// In order of path.
    pub profiles: Vec<Profile>,
    /// In order of path.
    pub pages: Vec<Page>,
    /// Paths below `content/` that could not be read.
    pub failed: Vec<String>,
    /// What keeps a document back from the public edition, in words; only those that something does.
    pub held: BTreeMap<SourceId, Vec<String>>,
    /// Links in published prose that were reported as leading to withheld material, and the files that these links copy.
    pub reported: BTreeSet<Span>,
    /// The highest level that the edition may hold.
    pub max_tlp: Option<Tlp>,
}

/// Splits what was written into what may be published and what may not.
pub fn edition(mut parsed: Parsed, policy: &Policy, diagnostics: &mut Diagnostics) -> (Edition, Withheld) {
    let is_withheld = |profile: &Profile| reasons(&profile.head, policy).is_some();
    let leaning = strangers::settle(&mut parsed, is_withheld, diagnostics);
    let mut edition = Edition { failed: parsed.failed, max_tlp: Some(policy.max_tlp), ..Edition::default() };
    let is_site_edition = !policy.drafts && policy.max_tlp == policy.site_max;
    let mut withheld = Withheld { is_site_edition, ..Withheld::default() };
    reports(parsed.reports, policy, &mut edition, &mut withheld);
    profiles(parsed.profiles, policy, &mut edition, &mut withheld);
    for page in parsed.pages {
        match document(&page.head, &page.title, &page.route, policy) {
            Some(document) => {
                collector(&document, &mut withheld).page(&page);
                withheld.documents.push(document);
            }
            None => {
                badge(&mut edition, &page.head, policy);
                edition.pages.push(page);
            }
        }
    }
    strangers::unsupported(&mut edition.reports, &leaning, diagnostics);
    bodies::withhold(&mut edition, policy.max_tlp, &mut withheld, diagnostics);
    if withheld.documents.is_empty() && withheld.rows.is_empty() {
        return (edition, withheld);
    }
    let names = secrets::public_names(&edition);
    secrets::forget_public(&edition, &names, &mut withheld);
    edition.reported = prose::check(&edition, &names, &withheld, diagnostics);
    (edition, withheld)
}

fn reports(reports: Vec<Arc<Report>>, policy: &Policy, edition: &mut Edition, withheld: &mut Withheld) {
    let mut hidden = reveals::Hidden::default();
    for mut report in reports {
        let route = format!("/reports/{}/", report.slug);
        match document(&report.head, report.title.text(), &route, policy) {
            Some(mut document) => {
                document.date = Some(report.date.day);
                hidden.report(&report);
                if !document.by_tlp {
                    // What a draft holds will be published one day, its rows above the maximum will not.
                    let above = rows::withhold(&mut report, policy.max_tlp);
                    above_of(&document, withheld).dropped(&above);
                }
                collector(&document, withheld).report(&report);
                withheld.documents.push(document);
            }
            None => {
                let dropped = rows::withhold(&mut report, policy.max_tlp);
                hidden.rows(&report, &dropped);
                above(&report.head, withheld).dropped(&dropped);
                above(&report.head, withheld).list(report.indicators_file.as_ref(), &dropped);
                withheld.rows.extend(dropped.listed(report.head.source));
                badge(edition, &report.head, policy);
                edition.reports.push(report);
            }
        }
    }
    hidden.forget(&mut edition.reports);
}

fn profiles(profiles: Vec<Profile>, policy: &Policy, edition: &mut Edition, withheld: &mut Withheld) {
    for mut profile in profiles {
        let route = profile_route(&profile);
        match document(&profile.head, &profile.name, &route, policy) {
            Some(document) => {
                if !document.by_tlp {
                    let above =
                        rows::withhold_sources(&mut profile.sources, profile.head.tlp, policy.max_tlp);
                    above_of(&document, withheld).gone_sources(&above);
                }
                collector(&document, withheld).profile(&profile);
                withheld.documents.push(document);
            }
            None => {
                let sources = rows::withhold_sources(&mut profile.sources, profile.head.tlp, policy.max_tlp);
                above(&profile.head, withheld).gone_sources(&sources);
                withheld.rows.extend(rows::listed_sources(&sources, profile.head.source));
                badge(edition, &profile.head, policy);
                edition.profiles.push(profile);
            }
        }
    }
}

/// Where a profile's page stands, as far as its own file tells.
fn profile_route(profile: &Profile) -> String {
    let slug = match &profile.head.slug {
        Some(slug) => slug.value.clone(),
        None => crate::names::slug::text(&profile.name),
    };
    format!("/{}/{slug}/", profile.kind.plural())
}

/// Gathers what a withheld document holds.
fn collector<'a>(document: &'a WithheldDocument, withheld: &'a mut Withheld) -> Collector<'a> {
    let reason = document.reasons.join(", ");
    Collector { path: &document.path, by_tlp: document.by_tlp, reason, row: None, withheld }
}

/// Gathers the rows of a withheld document that are above the maximum.
fn above_of<'a>(document: &'a WithheldDocument, withheld: &'a mut Withheld) -> Collector<'a> {
    Collector { by_tlp: true, ..collector(document, withheld) }
}

/// Gathers the withheld rows of a published document.
fn above<'a>(head: &'a Head, withheld: &'a mut Withheld) -> Collector<'a> {
    Collector { path: &head.path, by_tlp: true, reason: String::new(), row: None, withheld }
}

/// Why a document is withheld, and whether its level is among the reasons; nothing when it is published.
fn reasons(head: &Head, policy: &Policy) -> Option<(Vec<String>, bool)> {
    let mut reasons = Vec::new();
    if head.draft && !policy.drafts {
        reasons.push("draft".to_owned());
    }
    if !policy.drafts
        && let Some(day) = embargo(head, policy)
    {
        reasons.push(format!("embargo until {day}"));
    }
    let by_tlp = head.tlp > policy.max_tlp;
    if by_tlp {
        reasons.push(head.tlp.label());
    }
    (!reasons.is_empty()).then_some((reasons, by_tlp))
}

fn embargo(head: &Head, policy: &Policy) -> Option<Date> {
    head.publish_after.as_ref().map(|date| date.day).filter(|day| *day > policy.today)
}

/// A document as a withheld one; nothing when it is published.
fn document(head: &Head, title: &str, route: &str, policy: &Policy) -> Option<WithheldDocument> {
    let (reasons, by_tlp) = reasons(head, policy)?;
    Some(WithheldDocument {
        source: head.source,
        path: head.path.clone(),
        title: title.to_owned(),
        date: None,
        route: route.to_owned(),
        reasons,
        by_tlp,
    })
}

/// A preview that shows more than the public edition says so on the page.
fn badge(edition: &mut Edition, head: &Head, policy: &Policy) {
    let mut words = Vec::new();
    let is_shown = |level: Tlp| level > policy.site_max && level <= policy.max_tlp;
    if head.draft {
        words.push("DRAFT".to_owned());
    }
    if let Some(day) = embargo(head, policy) {
        words.push(format!("EMBARGO until {day}"));
    }
    if head.tlp > policy.site_max {
        words.push("TLP above the site's maximum".to_owned());
    } else if head.body.blocks.iter().any(|block| is_shown(block.level)) {
        words.push("TLP block above the site's maximum".to_owned());
    }
    if !words.is_empty() {
        edition.held.insert(head.source, words);
    }
}
