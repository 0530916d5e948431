//! Activity and attribution rows of a report.

use super::document::missing;
use super::fields::{Mapping, Reader};
use super::rows;
use super::schema;
use super::yaml::{Node, Value};
use crate::model::{Activity, Attribution, AttributionTarget, Bound, Claim, Likelihood};

/// Reads one row of `activity`.
pub fn activity(reader: &mut Reader, node: &Node) -> Option<Activity> {
    let map = reader.mapping(node, schema::ACTIVITY)?;
    let activity = Activity {
        claim: claim(reader, &map),
        actor: map.name(reader, "actor"),
        victim: map.name(reader, "victim"),
        verb: map.string(reader, "verb"),
        from: map.get("from").and_then(|node| reader.partial_date(node)),
        to: map.get("to").and_then(|node| reader.partial_date(node)),
        from_bound: bound(reader, &map, "from_bound"),
        to_bound: bound(reader, &map, "to_bound"),
        peak: map.list(reader, "peak", |reader, node| reader.partial_date(node)),
    };
    if activity.actor.is_none() && activity.victim.is_none() {
        let message = "this activity names neither an `actor` nor a `victim`";
        reader.error("empty-claim", map.span, message, "name at least one of them");
    }
    if let (Some(from), Some(to)) = (&activity.from, &activity.to)
        && from.first_day() > to.last_day()
    {
        let message = format!("this period ends ({}) before it starts ({})", to.iso(), from.iso());
        reader.error("invalid-period", to.span, message, "swap `from` and `to`, or correct one of them");
    }
    Some(activity)
}

/// Reads one row of `attribution`.
pub fn attribution(reader: &mut Reader, node: &Node) -> Option<Attribution> {
    let map = reader.mapping(node, schema::ATTRIBUTION)?;
    let subject = map.name(reader, "subject");
    let to = map.named("to").and_then(|node| target(reader, node));
    if subject.is_none() && map.named("subject").is_none() {
        missing(reader, &map, "subject", "subject: one of the report's actors");
    }
    if to.is_none() && map.named("to").is_none() {
        missing(reader, &map, "to", "to: {country: CN}");
    }
    Some(Attribution { claim: claim(reader, &map), subject, to })
}

fn target(reader: &mut Reader, node: &Node) -> Option<AttributionTarget> {
    if !matches!(node.value, Value::Map(_)) {
        return reader.text(node).map(AttributionTarget::Actor);
    }
    let map = reader.mapping(node, schema::TARGET)?;
    let country = map.name(reader, "country");
    let sponsor = map.name(reader, "sponsor");
    match (country, sponsor) {
        (Some(country), None) => Some(AttributionTarget::Country(country)),
        (None, Some(sponsor)) => Some(AttributionTarget::Sponsor(sponsor)),
        _ => {
            let message = "an attribution is to one `country` or one `sponsor`";
            reader.error("invalid-value", node.span, message, "write one row for each");
            None
        }
    }
}

fn claim(reader: &mut Reader, map: &Mapping<'_>) -> Claim {
    let words = Likelihood::WORDS.map(|(likelihood, word, _)| (word, likelihood));
    Claim {
        id: map.name(reader, "id"),
        stance: rows::stance(reader, map),
        confidence: rows::confidence(reader, map),
        likelihood: map.get("likelihood").and_then(|node| reader.word(node, &words, Likelihood::parse)),
        says: map.texts(reader, "says"),
        disputes: map.texts(reader, "disputes"),
        note: map.string(reader, "note").unwrap_or_default(),
        tlp: rows::level(reader, map),
        span: map.span,
    }
}

fn bound(reader: &mut Reader, map: &Mapping<'_>, key: &str) -> Bound {
    let words = Bound::ALL.map(|bound| (bound.word(), bound));
    map.get(key).and_then(|node| reader.word(node, &words, Bound::parse)).unwrap_or_default()
}
