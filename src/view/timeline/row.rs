//! One claim of a timeline in words: for its line, for what is read aloud, and for the table. It adds nothing to what the row says.

use super::Frame;
use super::lanes;
use crate::link::{ClaimId, Party, Statement};
use crate::model::{Activity, Bound, PartialDate, Report, Stance};
use crate::view::{Chip, Link, RevealView, Rows, TimelineRow, words};

impl Rows<'_> {
    /// One side of a claim as a chip.
    pub(super) fn some_chip(&self, party: Option<&Party>) -> Option<Chip> {
        party.map(|party| self.party_chip(party))
    }

    /// The name of one side; that of a cluster says that it is one, so that nobody takes it for a group so called.
    pub(super) fn party_name(&self, party: Option<&Party>) -> String {
        match self.some_chip(party) {
            Some(chip) if chip.cluster => format!("{} (cluster)", chip.name),
            Some(chip) => chip.name,
            None => String::new(),
        }
    }

    /// A claim in words.
    pub(super) fn timeline_row(&self, id: ClaimId, frame: Frame<'_>) -> TimelineRow {
        let linked = &self.site.reports[id.report];
        let report = &linked.report;
        let claim = self.site.statement(id).claim();
        let anchor = format!("#sr-claim-{}", id.number + 1);
        let mut row = TimelineRow {
            subject: self.party_name(self.site.parties(id).subject.as_ref()),
            verb: String::new(),
            object: self.party_name(self.object(id, frame).as_ref()),
            reveals: self.revealed_there(id),
            period: String::new(),
            from: String::new(),
            to: String::new(),
            peak: String::new(),
            stance: claim.stance.unwrap_or(Stance::Asserts).word().to_owned(),
            grade: grade(claim),
            disputed: self.is_disputed(id, frame.own),
            says: self.says(report, &claim.says, frame),
            sentence: String::new(),
            href: if frame.own { anchor } else { self.href(&linked.route) + &anchor },
            number: id.number + 1,
            report: (!frame.own)
                .then(|| Link { title: report.title.shown().to_owned(), href: self.href(&linked.route) }),
            tlp: (!frame.own)
                .then(|| words::tlp(claim.tlp.map_or(report.head.tlp, |own| own.max(report.head.tlp)))),
        };
        if let Statement::Activity(activity) = self.site.statement(id) {
            row.verb = activity.verb.as_deref().map_or_else(|| "targets".to_owned(), words::open_word);
            row.period = words::period(activity, self.english);
            row.peak = words::peak(activity, self.english);
            (row.from, row.to) = (from(activity), to(activity));
        }
        row.sentence = sentence(&row);
        row
    }

    /// Upon whom a claim is, as the page knows it: a report does not know what a later one reveals.
    pub(super) fn object(&self, id: ClaimId, frame: Frame<'_>) -> Option<Party> {
        if frame.own { self.site.parties(id).object.clone() } else { lanes::victim(self.site, id) }
    }

    /// Who the victim of a claim is that its report leaves undisclosed and another one names.
    fn revealed_there(&self, id: ClaimId) -> Vec<RevealView> {
        match &self.site.parties(id).object {
            Some(Party::Undisclosed(report, row)) => {
                self.named_elsewhere(&self.site.reports[*report].report.rows[*row])
            }
            _ => Vec::new(),
        }
    }

    /// Publishers, or titles of sources without one, each once.
    fn says(&self, report: &Report, says: &[crate::source::Spanned<String>], frame: Frame<'_>) -> String {
        let mut names: Vec<String> = Vec::new();
        for reference in says {
            let source = report.sources.iter().find(|source| source.is(reference));
            let publisher = source.and_then(|source| source.publisher.clone());
            let title = || Some(self.citation(&report.sources, reference, frame.blocked)?.title);
            if let Some(name) = publisher.or_else(title)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        words::list(&names)
    }
}

fn grade(claim: &crate::model::Claim) -> String {
    let confidence = claim.confidence.map(|confidence| format!("confidence {}", confidence.text()));
    let likelihood = claim.likelihood.map(|likelihood| likelihood.word().to_owned());
    let both: Vec<String> = confidence.into_iter().chain(likelihood).collect();
    both.join(", ")
}

/// A start for a table: the date as it was written, then its bound.
fn from(row: &Activity) -> String {
    row.from.as_ref().map(|date| bounded(date.value, row.from_bound)).unwrap_or_default()
}

fn to(row: &Activity) -> String {
    match (&row.to, row.to_bound) {
        (None, Bound::Ongoing) => "ongoing".to_owned(),
        (Some(date), bound) => bounded(date.value, bound),
        (None, _) => String::new(),
    }
}

fn bounded(date: PartialDate, bound: Bound) -> String {
    match bound {
        Bound::Exact => date.iso(),
        Bound::About => format!("{} (about)", date.iso()),
        Bound::AtLeast => format!("{} (at least)", date.iso()),
        Bound::Ongoing => format!("{} (ongoing)", date.iso()),
        Bound::Unknown => format!("{} (uncertain)", date.iso()),
    }
}

/// All of a claim for those who hear it and for a hint at its bar.
fn sentence(row: &TimelineRow) -> String {
    let who: Vec<&str> = [&row.subject, &row.verb, &row.object]
        .into_iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    let mut text = who.join(" ");
    if let Some(reveal) = row.reveals.first() {
        let (victim, report) = (&reveal.victim.title, &reveal.report.title);
        text = match row.report {
            None => format!("{text} (named as {victim} in {report})"),
            Some(_) => format!("{text} (undisclosed there, named in {report})"),
        };
    }
    text.push_str(": ");
    let unknown = if row.peak.is_empty() { "no dates given" } else { "no start or end given" };
    text.push_str(if row.period.is_empty() { unknown } else { &row.period });
    if !row.peak.is_empty() {
        text.push_str(", busiest ");
        text.push_str(&row.peak);
    }
    match row.stance.as_str() {
        "suspects" => text.push_str("; suspected"),
        "denies" => text.push_str("; denied"),
        "disputes" => text.push_str("; disputed"),
        _ => {}
    }
    if !row.grade.is_empty() {
        text.push_str("; ");
        text.push_str(&row.grade);
    }
    if row.disputed {
        text.push_str("; another claim disputes it");
    }
    text
}
