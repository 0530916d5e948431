//! Claims, sources and quotes of a report or a profile.

use super::groups::objects;
use super::{Chip, CitationView, ClaimRef, ClaimView, QuoteView, Rows, SourceView, cited, words};
use crate::indicator::{self, IndicatorType};
use crate::link::{LinkedReport, Named, canonical};
use crate::markdown::encode_href;
use crate::model::{AttributionTarget, Claim, EntityKind, Profile, Report, Source, Stance};
use crate::source::Spanned;

impl Rows<'_> {
    /// Activity rows, then attribution rows. `blocked` says which addresses must not become links.
    pub fn claims(&self, linked: &LinkedReport, blocked: &dyn Fn(&str) -> bool) -> Vec<ClaimView> {
        let report = &linked.report;
        let activity = report.activity.iter().map(|row| {
            let mut view = self.claim(report, &row.claim, "activity", blocked);
            view.subject = self.own_chip(linked, EntityKind::Actor, row.actor.as_ref());
            view.object = self.own_chip(linked, EntityKind::Victim, row.victim.as_ref());
            view.verb = row.verb.as_deref().map_or_else(|| "targets".to_owned(), words::open_word);
            view.period = words::period(row, self.english);
            view.peak = words::peak(row, self.english);
            view
        });
        let attribution = report.attribution.iter().map(|row| {
            let mut view = self.claim(report, &row.claim, "attribution", blocked);
            view.subject = self.own_chip(linked, EntityKind::Actor, row.subject.as_ref());
            view.verb = "attributed to".to_owned();
            view.object = row.to.as_ref().map(|to| self.attributed_to(linked, to));
            view
        });
        self.numbered(linked, activity.chain(attribution).collect())
    }

    fn claim(&self, report: &Report, claim: &Claim, kind: &str, blocked: &dyn Fn(&str) -> bool) -> ClaimView {
        ClaimView {
            kind: kind.to_owned(),
            number: 0,
            anchor: String::new(),
            id: claim.id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
            subject: None,
            verb: String::new(),
            object: None,
            period: String::new(),
            peak: String::new(),
            tlp: claim.tlp.filter(|level| *level > report.head.tlp).map(words::tlp),
            stance: claim.stance.unwrap_or(Stance::Asserts).word().to_owned(),
            confidence: claim.confidence.map(|confidence| confidence.text()).unwrap_or_default(),
            likelihood: claim.likelihood.map(|likelihood| likelihood.word().to_owned()).unwrap_or_default(),
            says: claim
                .says
                .iter()
                .filter_map(|reference| self.citation(&report.sources, reference, blocked))
                .collect(),
            disputes: Vec::new(),
            disputed_by: Vec::new(),
            note: claim.note.clone(),
        }
    }

    fn own_chip(
        &self,
        linked: &LinkedReport,
        kind: EntityKind,
        name: Option<&Spanned<String>>,
    ) -> Option<Chip> {
        let name = name?;
        let at = linked.own().row(kind, name)?;
        let mut chip = self.chip(linked.report.rows.get(at)?, linked.rows.get(at)?);
        chip.stance = None;
        Some(chip)
    }

    fn attributed_to(&self, linked: &LinkedReport, to: &AttributionTarget) -> Chip {
        let (kind, name) = match to {
            AttributionTarget::Sponsor(name) => return self.sponsor_chip(name),
            AttributionTarget::Actor(name) => (EntityKind::Actor, name),
            AttributionTarget::Country(name) => (EntityKind::Country, name),
        };
        if kind == EntityKind::Actor
            && let Some(chip) = self.own_chip(linked, kind, Some(name))
        {
            return chip;
        }
        match self.site.named_of_kind(kind, name) {
            Named::Entity(id) => self.derived_chip(id),
            Named::Ambiguous(at) => Chip {
                href: Some(self.href(&self.site.ambiguous[at].route)),
                ambiguous: true,
                ..self.named_chip(kind, name)
            },
            // What only a retracted report names has no page, yet a code is still a country.
            Named::Several(_) | Named::Unknown => self.named_chip(kind, &canonical(kind, name)),
        }
    }

    /// The pointer to a source of a list by its id or URL.
    pub fn citation(
        &self,
        sources: &[Source],
        reference: &str,
        blocked: &dyn Fn(&str) -> bool,
    ) -> Option<CitationView> {
        let at = sources.iter().position(|source| source.is(reference))?;
        Some(self.citation_of(sources, at, blocked))
    }

    fn citation_of(&self, sources: &[Source], at: usize, blocked: &dyn Fn(&str) -> bool) -> CitationView {
        let names = self.source_names(sources, &sources[at], blocked);
        let via = sources[at].via.as_ref();
        let via = via.and_then(|via| sources.iter().position(|source| source.is(&via.value)));
        CitationView {
            number: at + 1,
            anchor: format!("sr-source-{}", at + 1),
            title: title(&sources[at], blocked),
            name: names.name,
            via: names.via,
            via_number: via.map_or(0, |at| at + 1),
        }
    }

    /// Citations of all sources of a list, in order.
    pub fn all_citations(&self, sources: &[Source], blocked: &dyn Fn(&str) -> bool) -> Vec<CitationView> {
        (0..sources.len()).map(|at| self.citation_of(sources, at, blocked)).collect()
    }

    /// What a source is called in a line of text, and through whom it is known.
    pub fn source_names(
        &self,
        sources: &[Source],
        source: &Source,
        blocked: &dyn Fn(&str) -> bool,
    ) -> SourceNames {
        let name = |source: &Source| source.publisher.clone().unwrap_or_else(|| title(source, blocked));
        let other = |via: &Spanned<String>| sources.iter().find(|source| source.is(&via.value));
        let through = source.via.as_ref().and_then(other);
        let via = source.via.as_ref().map(|via| match through {
            Some(other) => name(other),
            None => shown(&via.value, &via.value, blocked),
        });
        let reliability = through.and_then(|other| other.reliability);
        let credibility = through.and_then(|other| other.credibility);
        let grade = [reliability.map(|scale| scale.text()), credibility.map(|scale| scale.text())];
        let grade: Vec<String> = grade.into_iter().flatten().collect();
        SourceNames { name: name(source), via: via.unwrap_or_default(), via_grade: grade.join("; ") }
    }

    /// A numbered list of sources. `blocked` says which addresses must not become links.
    pub fn sources(&self, sources: &[Source], blocked: &dyn Fn(&str) -> bool) -> Vec<SourceView> {
        let address = |url: &Option<Spanned<String>>| {
            url.as_ref().map(|url| url.value.clone()).filter(|url| !blocked(url)).unwrap_or_default()
        };
        sources
            .iter()
            .enumerate()
            .map(|(at, source)| SourceView {
                number: at + 1,
                anchor: format!("sr-source-{}", at + 1),
                title: title(source, blocked),
                untitled: source.title.is_none() && source.publisher.is_none() && source.url.is_some(),
                publisher: source.publisher.clone().unwrap_or_default(),
                url: address(&source.url),
                href: encode_href(&address(&source.url)),
                archive_url: encode_href(&address(&source.archive_url)),
                date: source.date.map(|date| words::partial(date, self.english)),
                accessed: source.accessed.as_ref().map(|date| words::written(date, self.english)),
                via: source
                    .via
                    .as_ref()
                    .map(|via| {
                        let other = sources.iter().find(|source| source.is(&via.value));
                        let text = || shown(&via.value, &via.value, blocked);
                        other.map_or_else(text, |other| title(other, blocked))
                    })
                    .unwrap_or_default(),
                through: source.via.as_ref().and_then(|via| self.citation(sources, via, blocked)),
                reliability: source.reliability.map(|scale| scale.text()).unwrap_or_default(),
                credibility: source.credibility.map(|scale| scale.text()).unwrap_or_default(),
                tlp: None,
                cited_by: Vec::new(),
                relays: Vec::new(),
            })
            .collect()
    }

    /// The sources of a profile.
    pub fn marked_sources(&self, profile: &Profile, blocked: &dyn Fn(&str) -> bool) -> Vec<SourceView> {
        let mut views = self.sources(&profile.sources, blocked);
        cited::markings(&mut views, &profile.sources, profile.head.tlp);
        views
    }

    /// The sources of a report, with what cites them.
    pub fn cited_sources(&self, report: &Report, blocked: &dyn Fn(&str) -> bool) -> Vec<SourceView> {
        let mut views = self.sources(&report.sources, blocked);
        cited::markings(&mut views, &report.sources, report.head.tlp);
        cited::add(&mut views, report);
        views
    }

    /// The quotes of a report.
    pub fn quotes(&self, report: &Report, blocked: &dyn Fn(&str) -> bool) -> Vec<QuoteView> {
        let sources = self.sources(&report.sources, blocked);
        let quotes = report.quotes.iter().enumerate();
        quotes
            .map(|(at, quote)| QuoteView {
                text: quote.text.value.clone(),
                speaker: quote.speaker.clone().unwrap_or_default(),
                role: quote.role.clone().unwrap_or_default(),
                source: quote
                    .source
                    .as_ref()
                    .and_then(|reference| self.citation(&report.sources, reference, blocked)),
                stance: quote.stance.map(|stance| stance.word().to_owned()).unwrap_or_default(),
                anchor: cited::statement(at),
                via: String::new(),
                through: None,
                reliability: String::new(),
                credibility: String::new(),
                tlp: quote.tlp.filter(|own| *own > report.head.tlp).map(words::tlp),
            })
            .map(|mut quote| {
                cited::attribute(&mut quote, &sources);
                quote
            })
            .collect()
    }

    /// Numbers the claims and ties each to those that it disputes: those that it names, else those of the same subject and object.
    fn numbered(&self, linked: &LinkedReport, mut claims: Vec<ClaimView>) -> Vec<ClaimView> {
        for (at, claim) in claims.iter_mut().enumerate() {
            claim.number = at + 1;
            claim.anchor = format!("sr-claim-{}", at + 1);
        }
        let refs: Vec<ClaimRef> = claims
            .iter()
            .map(|claim| ClaimRef {
                number: claim.number,
                anchor: claim.anchor.clone(),
                stance: claim.stance.clone(),
                says: claim.says.clone(),
            })
            .collect();
        let report = &linked.report;
        let activity = report.activity.iter().map(|row| &row.claim);
        let rows: Vec<&Claim> = activity.chain(report.attribution.iter().map(|row| &row.claim)).collect();
        for (at, row) in rows.iter().enumerate() {
            let disputed = |other: &usize| match row.disputes.is_empty() {
                false => row
                    .disputes
                    .iter()
                    .any(|id| rows[*other].id.as_ref().is_some_and(|own| own.value == id.value)),
                true => {
                    objects(row.stance)
                        && !objects(rows[*other].stance)
                        && claims[at].kind == claims[*other].kind
                        && linked.claims[at] == linked.claims[*other]
                }
            };
            let others: Vec<usize> = (0..rows.len()).filter(|other| *other != at).filter(disputed).collect();
            for other in others {
                claims[at].disputes.push(refs[other].clone());
                claims[other].disputed_by.push(refs[at].clone());
            }
        }
        claims
    }
}

/// What a source is called in a line of text.
pub struct SourceNames {
    /// Publisher, else title.
    pub name: String,
    /// Through whom it is known; empty when first-hand.
    pub via: String,
    /// The Admiralty grade of that; empty when unset.
    pub via_grade: String,
}

/// What to call a source: its title, else its publisher, else its address without a scheme, else its id.
fn title(source: &Source, blocked: &dyn Fn(&str) -> bool) -> String {
    let url = source.url.as_ref().map(|url| {
        let bare = url.value.split_once("://").map_or(url.value.as_str(), |(_, rest)| rest);
        shown(&url.value, bare.trim_end_matches('/'), blocked)
    });
    source
        .title
        .clone()
        .or_else(|| source.publisher.clone())
        .or(url)
        .or_else(|| source.id.as_ref().map(|id| id.value.clone()))
        .unwrap_or_default()
}

/// How an address stands in a text: as `plain`, and defanged where it is an indicator.
fn shown(address: &str, plain: &str, blocked: &dyn Fn(&str) -> bool) -> String {
    if blocked(address) { indicator::shown(IndicatorType::Url, address) } else { plain.to_owned() }
}
