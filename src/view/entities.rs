//! The pages of entities and of ambiguous names.

use std::collections::{BTreeMap, BTreeSet};

use super::facets::affirms;
use super::{
    AliasView, BodyView, ClaimsOverview, DisambiguationView, EntityView, Fact, Link, OriginView, Rows,
    Shared, TogetherView, UndisclosedView, words,
};
use crate::link::{AmbiguousId, DocumentId, Entity, EntityId, Named, ReportId};
use crate::model::{EntityKind, Profile, Stance};
use crate::source::Spanned;

impl Rows<'_> {
    /// Page `number` of one entity around the text of its profile.
    pub fn entity_view(
        &self,
        id: EntityId,
        number: usize,
        body: Shared<BodyView>,
        blocked: &dyn Fn(&str) -> bool,
    ) -> EntityView {
        let entity = &self.site.entities[id];
        let profile = entity.profile.as_ref();
        let first = number == 1;
        EntityView {
            kind: entity.kind.key().to_owned(),
            label: entity.kind.label().to_owned(),
            icon: self.icon(entity.kind.key()),
            list: self.list_link(entity.kind),
            name: entity.name.clone(),
            title: entity.title().to_owned(),
            summary: profile.map(|profile| profile.head.summary.shown().to_owned()).unwrap_or_default(),
            cluster: entity.is_cluster(),
            cluster_of: entity.cluster_of.map(|at| self.link(DocumentId::Report(at))),
            aliases: profile.map(|profile| self.aliases(id, profile)).unwrap_or_default(),
            named: named(entity),
            also: self.also(id),
            attribution: self.layers(id, blocked),
            seen: self.seen(id),
            facts: profile
                .map(|profile| self.facts(profile))
                .into_iter()
                .flatten()
                .chain(self.technique_facts(id, blocked))
                .collect(),
            claims: if first { self.claims_overview(id, blocked) } else { ClaimsOverview::default() },
            body,
            timeline: if first { self.entity_timeline(id, blocked) } else { None },
            reports: self.some_reports(&entity.reports, number),
            paging: self.paging(&entity.route, number, entity.reports.len()),
            undisclosed_in: if first { self.undisclosed_in(id) } else { UndisclosedView::default() },
            together: if first { self.together(id) } else { TogetherView::default() },
            origin: if first { self.origin(entity) } else { Vec::new() },
            members: if first { self.member_groups(id) } else { Vec::new() },
            attack: if first { self.attack_of(id) } else { None },
            notice: super::attack::notice(entity),
            mentioned_in: if first { self.mentions(id) } else { Vec::new() },
            indicators: if first { self.entity_indicators(id) } else { None },
            sources: profile.map(|profile| self.marked_sources(profile, blocked)).unwrap_or_default(),
            extra: profile.map_or_else(|| serde_json::json!({}), |profile| profile.head.extra.clone()),
        }
    }

    /// The list of a kind.
    pub fn list_link(&self, kind: EntityKind) -> Link {
        Link { title: kind.label_plural().to_owned(), href: self.href(&format!("/{}/", kind.plural())) }
    }

    fn aliases(&self, id: EntityId, profile: &Profile) -> Vec<AliasView> {
        let meaning = |name: &str| match self.site.named_of_kind(profile.kind, name) {
            Named::Entity(other) if other != id => Some(DocumentId::Entity(other)),
            Named::Ambiguous(at) => Some(DocumentId::Ambiguous(at)),
            _ => None,
        };
        profile
            .aliases
            .iter()
            .map(|alias| AliasView {
                name: alias.name.value.clone(),
                by: alias.by.clone().unwrap_or_default(),
                since: alias.since.map(|date| words::partial(date, self.english).text).unwrap_or_default(),
                equivalence: alias.equivalence.word().to_owned(),
                href: meaning(&alias.name).map(|id| self.href(self.site.route(id))),
            })
            .collect()
    }

    /// Pages whose prose links to the entity, without the reports that are listed anyway.
    fn mentions(&self, id: EntityId) -> Vec<Link> {
        let reports = &self.site.entities[id].reports;
        let is_listed = |from| matches!(from, DocumentId::Report(at) if reports.binary_search(&at).is_ok());
        self.mentioned_in(DocumentId::Entity(id), is_listed)
    }

    /// Where the entity's own name, or one of its aliases, means something else too.
    fn also(&self, id: EntityId) -> Vec<Link> {
        let claimed = self.claimed.get(&id).into_iter().flatten();
        let mut links: Vec<Link> = Vec::new();
        for at in claimed {
            let name = &self.site.ambiguous[*at];
            let others = name.candidates.iter().filter(|other| **other != id);
            let found: Vec<Link> = if name.has_page {
                vec![self.link(DocumentId::Ambiguous(*at))]
            } else {
                others.map(|other| self.link(DocumentId::Entity(*other))).collect()
            };
            for link in found {
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        links
    }

    /// One line for what an actor's profile says and for each stance that reports take, so that the list grows with the
    /// actors and not with the reports.
    fn origin(&self, entity: &Entity) -> Vec<OriginView> {
        let mut lines: BTreeMap<(EntityId, bool, Option<Stance>), Vec<ReportId>> = BTreeMap::new();
        let said = entity.origin.iter().filter(|origin| affirms(origin.stance));
        let attributed: BTreeSet<EntityId> = said.map(|origin| origin.actor).collect();
        // An objection stands beside what it objects to; of an actor that nobody attributes it stands among the claims.
        for origin in entity.origin.iter().filter(|origin| attributed.contains(&origin.actor)) {
            let line = lines.entry((origin.actor, origin.report.is_some(), origin.stance)).or_default();
            line.extend(origin.report);
        }
        lines
            .into_iter()
            .map(|((actor, _, stance), reports)| OriginView {
                actor: self.entity_ref(actor),
                report: reports.first().map(|at| self.link(DocumentId::Report(*at))),
                more: reports.len().saturating_sub(1),
                stance: stance.map(|stance| stance.word().to_owned()).unwrap_or_default(),
            })
            .collect()
    }

    fn facts(&self, profile: &Profile) -> Vec<Fact> {
        let plain = |text: &str| Link { title: text.to_owned(), href: String::new() };
        let linked = |kind: EntityKind, name: &Spanned<String>| self.named_link(kind, name);
        let mut facts = Vec::new();
        let mut add = |label: &str, mut values: Vec<Link>| {
            // Two spellings of one sector lead to one page.
            let mut seen = BTreeSet::new();
            values.retain(|value| value.href.is_empty() || seen.insert(value.href.clone()));
            if !values.is_empty() {
                facts.push(Fact { label: label.to_owned(), values });
            }
        };
        add("Kind", profile.sort.iter().map(|sort| plain(&words::open_word(sort))).collect());
        // Who is behind an actor is a claim, and stands with those who make it.
        if profile.kind != EntityKind::Actor {
            let country = profile.country.iter();
            add("Country", country.map(|name| linked(EntityKind::Country, name)).collect());
            add("Sponsor", profile.sponsor.iter().map(|sponsor| plain(sponsor)).collect());
        }
        add("Sectors", profile.sectors.iter().map(|name| linked(EntityKind::Sector, name)).collect());
        add("Motivations", profile.motivations.iter().map(|text| plain(text)).collect());
        let ids = profile.external_ids.iter();
        add("External ids", ids.map(|(catalogue, id)| plain(&format!("{catalogue}: {id}"))).collect());
        facts
    }

    fn named_link(&self, kind: EntityKind, name: &str) -> Link {
        match self.site.named_of_kind(kind, name) {
            Named::Entity(id) => self.link(DocumentId::Entity(id)),
            Named::Ambiguous(at) => self.link(DocumentId::Ambiguous(at)),
            Named::Several(_) | Named::Unknown => Link { title: name.to_owned(), href: String::new() },
        }
    }

    /// Page `number` of an ambiguous name.
    pub fn disambiguation_view(&self, at: AmbiguousId, number: usize) -> DisambiguationView {
        let name = &self.site.ambiguous[at];
        DisambiguationView {
            name: name.name.clone(),
            kind: name.kind.key().to_owned(),
            label: name.kind.label().to_owned(),
            list: self.list_link(name.kind),
            candidates: name.candidates.iter().map(|id| self.entities[*id].shown().clone()).collect(),
            reports: self.some_reports(&name.reports, number),
            paging: self.paging(&name.route, number, name.reports.len()),
        }
    }
}

/// Spellings in use that are neither the name nor an alias of the profile.
fn named(entity: &Entity) -> Vec<String> {
    if entity.kind.is_coded() {
        return Vec::new();
    }
    let aliases = entity.profile.iter().flat_map(|profile| &profile.aliases);
    let known: Vec<&str> = aliases.map(|alias| alias.name.as_str()).chain([entity.name.as_str()]).collect();
    let others = entity.spellings.keys().filter(|spelling| !known.contains(&spelling.as_str()));
    others.cloned().collect()
}
