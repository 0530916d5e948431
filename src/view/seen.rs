//! When an entity was first and last seen: the outermost dates of the claims about it and of its profile. Precision and bounds stay
//! as they were given; a claim that denies or disputes shows nothing.

use jiff::civil::Date;

use super::groups::objects;
use super::{Link, Rows, SeenView, words};
use crate::link::{ClaimId, EntityId, Statement};
use crate::model::{Activity, Bound, PartialDate, Stance};

/// A date that somebody gives.
#[derive(Clone, Copy)]
struct Sighting {
    date: PartialDate,
    bound: Bound,
    suspected: bool,
    /// Absent for the profile.
    claim: Option<ClaimId>,
}

impl Rows<'_> {
    /// First and last seen, where anybody gives a date.
    pub fn seen(&self, id: EntityId) -> Vec<SeenView> {
        let mut first: Vec<Sighting> = Vec::new();
        let mut last: Vec<Sighting> = Vec::new();
        for claim in &self.site.entities[id].claims {
            if let Statement::Activity(row) = self.site.statement(*claim)
                && !objects(row.claim.stance)
            {
                let suspected = row.claim.stance == Some(Stance::Suspects);
                let sighting = |(date, bound)| Sighting { date, bound, suspected, claim: Some(*claim) };
                first.extend(start(row).map(sighting));
                let reported = PartialDate::Day(self.site.reports[claim.report].report.date.day);
                last.extend(end(row, reported).map(sighting));
            }
        }
        if let Some(profile) = &self.site.entities[id].profile {
            let sighting =
                |date: PartialDate| Sighting { date, bound: Bound::Exact, suspected: false, claim: None };
            first.extend(profile.first_seen.map(sighting));
            last.extend(profile.last_seen.map(sighting));
        }
        // Of dates that begin on one day the more precise one; then what is more than a suspicion, then the newest report.
        let earliest = first
            .into_iter()
            .min_by_key(|seen| (seen.date.first_day(), seen.date.last_day(), seen.suspected));
        let reach = |seen: &Sighting| -> (Date, Date) { (seen.date.last_day(), seen.date.first_day()) };
        let latest = last
            .into_iter()
            .rev()
            .max_by_key(|seen| (reach(seen), seen.bound == Bound::Ongoing, !seen.suspected));
        let views = [("First seen", earliest), ("Last seen", latest)];
        views.into_iter().filter_map(|(label, seen)| Some(self.seen_view(label, seen?))).collect()
    }

    fn seen_view(&self, label: &str, seen: Sighting) -> SeenView {
        let date = words::partial(seen.date, self.english);
        let ongoing = seen.bound == Bound::Ongoing && label == "Last seen";
        let text = match ongoing {
            true => match seen.date {
                PartialDate::Day(_) => format!("ongoing on {}", date.text),
                PartialDate::Month(..) | PartialDate::Year(_) => format!("ongoing in {}", date.text),
            },
            false => words::bounded(&date.text, seen.bound),
        };
        SeenView {
            label: label.to_owned(),
            iso: if text == date.text { date.iso } else { String::new() },
            text,
            suspected: seen.suspected,
            claim: seen.claim.map(|claim| {
                let linked = &self.site.reports[claim.report];
                Link {
                    title: linked.report.title.shown().to_owned(),
                    href: format!("{}#sr-claim-{}", self.href(&linked.route), claim.number + 1),
                }
            }),
        }
    }
}

/// The earliest date of an activity: its start; without one, the other dates bound it from above.
fn start(row: &Activity) -> Option<(PartialDate, Bound)> {
    if let Some(from) = &row.from {
        return Some((from.value, row.from_bound));
    }
    let others = row.peak.iter().chain(&row.to).map(|date| date.value);
    others.min_by_key(|date| date.first_day()).map(|date| (date, Bound::AtLeast))
}

/// The latest date of an activity: its end, of one that goes on the day of the report; without either, the other dates bound
/// it from below.
fn end(row: &Activity, reported: PartialDate) -> Option<(PartialDate, Bound)> {
    if let Some(to) = &row.to {
        return Some((to.value, row.to_bound));
    }
    if row.to_bound == Bound::Ongoing {
        return Some((reported, Bound::Ongoing));
    }
    let others = row.peak.iter().chain(&row.from).map(|date| date.value);
    others.max_by_key(|date| date.last_day()).map(|date| (date, Bound::AtLeast))
}
