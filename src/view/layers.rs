//! Who is said to be behind an actor: group, sponsor, country, each only as far as claims or the profile say so. Steps are never
//! added up. In go the groups of claims about the actor and its profile, out come lines for the identity card.

use std::collections::BTreeSet;

use super::groups::{Group, Line, Sort, objects};
use super::{LayerView, Link, Rows};
use crate::link::{DocumentId, EntityId, Party};
use crate::model::{EntityKind, Profile, Stance};
use crate::names::fold;

/// The steps above an activity cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Group,
    Sponsor,
    Country,
}

impl Layer {
    fn key(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Sponsor => "sponsor",
            Self::Country => "country",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Group => "Attributed group",
            Self::Sponsor => "Attributed sponsor",
            Self::Country => "Attributed origin",
        }
    }
}

impl Rows<'_> {
    /// The layers of an actor's attribution, lowest first; within a layer what most claims say first.
    pub fn layers(&self, id: EntityId, blocked: &dyn Fn(&str) -> bool) -> Vec<LayerView> {
        let entity = &self.site.entities[id];
        if entity.kind != EntityKind::Actor {
            return Vec::new();
        }
        let me = Some(Party::Entity(id));
        let groups = self.groups.get(&id).into_iter().flatten().enumerate();
        let mut lines: Vec<(Layer, LayerView)> = groups
            .filter(|(_, group)| group.sort == Sort::Attribution && group.subject == me)
            .filter_map(|(at, group)| self.claimed_layer(id, at, group))
            .collect();
        if let Some(profile) = &entity.profile {
            self.profiled_layers(profile, blocked, &mut lines);
        }
        // What is only denied or disputed is no layer: it stands among the claims.
        lines.retain(|(_, line)| line.claims > 0 || line.profile);
        lines.sort_by_key(|(layer, line)| (*layer, std::cmp::Reverse(line.claims)));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn claimed_layer(&self, id: EntityId, at: usize, group: &Group) -> Option<(Layer, LayerView)> {
        let object = group.object.as_ref()?;
        let layer = match object {
            Party::Sponsor(_) => Layer::Sponsor,
            Party::Entity(id) if self.site.entities[*id].kind == EntityKind::Country => Layer::Country,
            Party::Entity(_) | Party::Ambiguous(..) | Party::Undisclosed(..) => Layer::Group,
        };
        let stances: BTreeSet<Stance> =
            group.claims.iter().filter_map(|line| self.said_stance(*line)).collect();
        let chip = self.party_chip(object);
        let view = LayerView {
            layer: layer.key().to_owned(),
            label: layer.label().to_owned(),
            to: Link { title: chip.name, href: chip.href.unwrap_or_default() },
            stances: stances.iter().map(|stance| stance.word().to_owned()).collect(),
            claims: group.claims.len(),
            against: group.against.len(),
            href: self.group_href(id, at),
            profile: false,
            sources: Vec::new(),
        };
        Some((layer, view))
    }

    fn said_stance(&self, line: Line) -> Option<Stance> {
        let Line::Claim(id) = line else { return None };
        let stance = self.site.statement(id).claim().stance;
        (!objects(stance)).then(|| stance.unwrap_or(Stance::Asserts))
    }

    /// What the profile says joins the line of claims that say the same, or that object to it.
    fn profiled_layers(
        &self,
        profile: &Profile,
        blocked: &dyn Fn(&str) -> bool,
        lines: &mut Vec<(Layer, LayerView)>,
    ) {
        let named = |kind, name: &str| match self.site.named_of_kind(kind, name) {
            crate::link::Named::Entity(id) => self.link(DocumentId::Entity(id)),
            _ => Link { title: name.to_owned(), href: String::new() },
        };
        let country = profile.country.iter().map(|name| (Layer::Country, named(EntityKind::Country, name)));
        let sponsor = profile.sponsor.iter();
        let sponsor =
            sponsor.map(|name| (Layer::Sponsor, Link { title: name.value.clone(), href: String::new() }));
        let sources = self.all_citations(&profile.sources, blocked);
        for (layer, to) in sponsor.chain(country) {
            let same = |other: &&mut (Layer, LayerView)| {
                other.0 == layer && fold(&other.1.to.title) == fold(&to.title)
            };
            if let Some((_, line)) = lines.iter_mut().find(same) {
                line.profile = true;
                line.sources = sources.clone();
                continue;
            }
            let view = LayerView {
                layer: layer.key().to_owned(),
                label: layer.label().to_owned(),
                to,
                stances: Vec::new(),
                claims: 0,
                against: 0,
                href: String::new(),
                profile: true,
                sources: sources.clone(),
            };
            lines.push((layer, view));
        }
    }
}
