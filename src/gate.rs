//! What may be published: the one place where material is withheld. In goes everything that authors wrote and the policy, out
//! come the [`Edition`], from which what is withheld is gone, and [`Withheld`], which only the leak check may
//! read. Drafts, embargoes and TLP levels of documents and of single rows are decided here, before any name is linked, so
//! that the rest of the program cannot tell a withheld row from one that was never written.

mod prose;
mod rows;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::diagnostic::Diagnostics;
use crate::model::{Head, Page, Profile, Report, Tlp};
use crate::parse::Parsed;
use crate::source::{SourceId, Span};

pub use secrets::{Secret, SecretSort};

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
    pub reports: Vec<Report>,
    /// In order of path.
    pub profiles: Vec<Profile>,
    /// In order of path.
    pub pages: Vec<Page>,
    /// Paths below `content/` that could not be read.
    pub failed: Vec<String>,
    /// What keeps a document back from the public edition, in words; only those that something does.
    pub held: BTreeMap<SourceId, Vec<String>>,
    /// Links in published prose that were reported as leading to withheld material.
    pub reported: BTreeSet<Span>,
    /// The highest level that the edition may hold.
    pub max_tlp: Option<Tlp>,
}

/// What is not published. Only the audit, and `list withheld`, may read it.
#[derive(Debug, Clone, Default)]
pub struct Withheld {
    /// Whole documents, in order of path.
    pub documents: Vec<WithheldDocument>,
    /// Strings that must not appear in the output.
    pub secrets: Vec<Secret>,
}

/// A document that is not published.
#[derive(Debug, Clone)]
pub struct WithheldDocument {
    /// The file.
    pub source: SourceId,
    /// Its path below `content/`.
    pub path: String,
    /// Its title or name.
    pub title: String,
    /// Where it would stand.
    pub route: String,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// True when its level is among the reasons.
    pub by_tlp: bool,
}

/// Splits what was written into what may be published and what may not.
pub fn edition(parsed: Parsed, policy: &Policy, diagnostics: &mut Diagnostics) -> (Edition, Withheld) {
    let mut edition = Edition { failed: parsed.failed, max_tlp: Some(policy.max_tlp), ..Edition::default() };
    let mut withheld = Withheld::default();
    for mut report in parsed.reports {
        match reasons(&report.head, policy) {
            Some((reasons, by_tlp)) => {
                secrets::of_report(&report, by_tlp, &mut withheld.secrets);
                let route = format!("/reports/{}/", report.slug);
                withheld.documents.push(document(&report.head, &report.title, route, reasons, by_tlp));
            }
            None => {
                secrets::of_rows(&rows::withhold(&mut report, policy.max_tlp), &mut withheld.secrets);
                badge(&mut edition, &report.head, policy);
                edition.reports.push(report);
            }
        }
    }
    for mut profile in parsed.profiles {
        match reasons(&profile.head, policy) {
            Some((reasons, by_tlp)) => {
                secrets::of_profile(&profile, by_tlp, &mut withheld.secrets);
                let slug = crate::names::slug::slug(&profile.name).text;
                let route = format!("/{}/{slug}/", profile.kind.plural());
                withheld.documents.push(document(&profile.head, &profile.name, route, reasons, by_tlp));
            }
            None => {
                let dropped = rows::withhold_sources(&mut profile.sources, profile.head.tlp, policy.max_tlp);
                secrets::of_sources(&dropped, &profile.head, &mut withheld.secrets);
                badge(&mut edition, &profile.head, policy);
                edition.profiles.push(profile);
            }
        }
    }
    for page in parsed.pages {
        match reasons(&page.head, policy) {
            Some((reasons, by_tlp)) => {
                secrets::of_page(&page, by_tlp, &mut withheld.secrets);
                withheld.documents.push(document(
                    &page.head,
                    &page.title,
                    page.route.clone(),
                    reasons,
                    by_tlp,
                ));
            }
            None => {
                badge(&mut edition, &page.head, policy);
                edition.pages.push(page);
            }
        }
    }
    rows::forget_reveals(&mut edition, &withheld);
    secrets::forget_public(&edition, &mut withheld.secrets);
    edition.reported = prose::check(&edition, &withheld, diagnostics);
    (edition, withheld)
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

fn document(head: &Head, title: &str, route: String, reasons: Vec<String>, by_tlp: bool) -> WithheldDocument {
    WithheldDocument {
        source: head.source,
        path: head.path.clone(),
        title: title.to_owned(),
        route,
        reasons,
        by_tlp,
    }
}

/// A preview that shows more than the public edition says so on the page.
fn badge(edition: &mut Edition, head: &Head, policy: &Policy) {
    let mut words = Vec::new();
    if head.draft {
        words.push("DRAFT".to_owned());
    }
    if let Some(day) = embargo(head, policy) {
        words.push(format!("EMBARGO until {day}"));
    }
    if head.tlp > policy.site_max {
        words.push("TLP above the site's maximum".to_owned());
    }
    if !words.is_empty() {
        edition.held.insert(head.source, words);
    }
}
