//! Names that more than one entity claims: who uses them, what their disambiguation pages are called, and the one warning a name
//! with its first place, the number of its uses, who claims it, and how to settle it.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Slot, key};
use super::{Resolver, earlier, is_own_name, most_used, own_among};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Ambiguous, Entity, EntityId, LinkedReport, ReportId};
use crate::model::{Alias, BodyLink, EntityKind, Equivalence, LinkTarget, Page};
use crate::names::slug;
use crate::source::{Span, Spanned};

/// Every place where an ambiguous name was used.
#[derive(Default)]
pub struct Uses {
    spellings: BTreeMap<String, usize>,
    /// Reports with a use that resolved to nobody.
    unsettled: BTreeSet<ReportId>,
    /// Whether any use, in whatever document, resolved to nobody.
    is_unsettled: bool,
    first: Option<Span>,
    count: usize,
}

impl Resolver {
    /// Notes one use of a name with several claimants, and resolves it where it is spelled like the own name of one.
    pub(super) fn contested(
        &mut self,
        at: Option<ReportId>,
        slot: &Slot,
        name: &Spanned<String>,
        claimants: &[EntityId],
    ) -> Option<EntityId> {
        let own = own_among(&self.entities, claimants, name);
        let uses = self.uses.entry(slot.clone()).or_default();
        *uses.spellings.entry(name.value.clone()).or_insert(0) += 1;
        uses.count += 1;
        uses.first = earlier(uses.first, name.span);
        if own.is_none() {
            uses.is_unsettled = true;
            uses.unsettled.extend(at);
        }
        own
    }

    /// Counts the names in brackets of all prose. They make no entities, but they use ambiguous names.
    pub(super) fn take_prose(&mut self, reports: &[LinkedReport], pages: &[Page]) {
        let mut found: Vec<(Option<ReportId>, Slot, Spanned<String>)> = Vec::new();
        for (at, linked) in reports.iter().enumerate() {
            let links = linked.report.head.body.links.iter();
            found.extend(links.filter_map(|link| {
                let (slot, name) = self.bracketed(Some(linked), link)?;
                Some((Some(at), slot, name))
            }));
        }
        let profiles = self.entities.iter().filter_map(|entity| entity.profile.as_ref());
        let heads = profiles.map(|profile| &profile.head).chain(pages.iter().map(|page| &page.head));
        for link in heads.flat_map(|head| &head.body.links) {
            found.extend(self.bracketed(None, link).map(|(slot, name)| (None, slot, name)));
        }
        for (at, slot, name) in found {
            let claimants = self.index.claimants(&slot);
            self.contested(at, &slot, &name, &claimants);
        }
    }

    /// The ambiguous name that a link uses: one of one kind only, and not the name of a row of the report itself.
    fn bracketed(&self, linked: Option<&LinkedReport>, link: &BodyLink) -> Option<(Slot, Spanned<String>)> {
        let LinkTarget::Name { kind, name } = &link.target else { return None };
        let mut kinds =
            EntityKind::ALL.into_iter().filter(|one| kind.is_none_or(|kind| kind == *one)).filter(|kind| {
                linked.is_some_and(|linked| linked.own_row(*kind, name).is_some())
                    || self.index.is_known(&(*kind, key(*kind, name)))
            });
        let kind = kinds.next().filter(|_| kinds.next().is_none())?;
        let slot = (kind, key(kind, name));
        let is_own = linked.is_some_and(|linked| linked.own_row(kind, name).is_some());
        let ambiguous = !is_own && self.index.claimants(&slot).len() > 1;
        ambiguous.then(|| (slot, Spanned::new(name.clone(), link.span)))
    }

    /// Every contested name, with its warning.
    pub(super) fn ambiguous(&mut self, diagnostics: &mut Diagnostics) -> Vec<Ambiguous> {
        let mut found = Vec::new();
        for (slot, candidates) in self.index.contested() {
            let uses = self.uses.remove(&slot).unwrap_or_default();
            // What is told apart by codes may share a name: mobile and enterprise techniques do. Only a use of the name is
            // a question.
            if slot.0.is_coded() && uses.count == 0 {
                continue;
            }
            diagnostics.extend(self.warning(&slot, &candidates, &uses));
            let mut spellings = uses.spellings.clone();
            for claim in self.claims(&slot, &candidates) {
                spellings.entry(claim.value.clone()).or_insert(0);
            }
            let owner = self.index.owner(&slot).map(|id| &self.entities[id]);
            let (name, has_page) = called(owner, &spellings, uses.is_unsettled, &slot.1);
            found.push(Ambiguous {
                kind: slot.0,
                name,
                key: slot.1,
                slug: String::new(),
                route: String::new(),
                has_page,
                spellings: spellings.into_keys().collect(),
                candidates,
                reports: uses.unsettled.into_iter().collect(),
            });
        }
        found
    }

    /// Where candidates claim a name: their exact aliases, else the names of their profiles.
    fn claims(&self, slot: &Slot, candidates: &[EntityId]) -> Vec<&Spanned<String>> {
        let profiles = candidates.iter().filter_map(|id| self.entities[*id].profile.as_ref());
        let claims =
            |alias: &&Alias| alias.equivalence == Equivalence::Exact && key(slot.0, &alias.name) == slot.1;
        let aliases: Vec<&Spanned<String>> = profiles
            .clone()
            .flat_map(|profile| profile.aliases.iter().filter(claims))
            .map(|alias| &alias.name)
            .collect();
        if aliases.is_empty() { profiles.map(|profile| &profile.name).collect() } else { aliases }
    }

    fn warning(&self, slot: &Slot, candidates: &[EntityId], uses: &Uses) -> Option<Diagnostic> {
        let claims = self.claims(slot, candidates);
        let claim = claims.iter().min_by_key(|claim| claim.span)?;
        let spelling = most_used(&uses.spellings).unwrap_or(&claim.value);
        let who: Vec<String> = candidates.iter().map(|id| described(&self.entities[*id])).collect();
        let times = match uses.count {
            0 => "not used yet".to_owned(),
            1 => "used once".to_owned(),
            count => format!("used {count} times"),
        };
        let message = format!("the name `{spelling}` means {}; it is {times}", who.join(" or "));
        let owner = own_among(&self.entities, candidates, spelling);
        let other = candidates.iter().find(|id| Some(**id) != owner).or(candidates.first())?;
        let meant = &self.entities[*other].name;
        let warning = Diagnostic::warning("ambiguous-name", uses.first.unwrap_or(claim.span), message);
        let warning = match owner {
            Some(id) => warning.hint(format!(
                "so spelled it is taken for `{}`, whose own name it is; where another is meant write `{{name: {meant}, as: {spelling}}}`",
                self.entities[id].name
            )),
            None => warning.hint(format!(
                "in a report write the entity that is meant and keep the name: `{{name: {meant}, as: {spelling}}}`"
            )),
        };
        Some(warning.hint("in a profile give the alias `equivalence: overlaps` (or subset, superset, disputed) where it does not mean exactly the entity"))
    }
}

fn described(entity: &Entity) -> String {
    match &entity.profile {
        Some(profile) => format!("`{}` (content/{})", entity.name, profile.head.path),
        None => format!("`{}`", entity.name),
    }
}

/// What the disambiguation page of a name is called, and whether there is one. The page of an entity whose own name it is stands
/// at its own spelling; the disambiguation page then takes another one, if only by a sign that a slug cannot show.
fn called(
    owner: Option<&Entity>,
    spellings: &BTreeMap<String, usize>,
    unsettled: bool,
    key: &str,
) -> (String, bool) {
    let pick = |wanted: &dyn Fn(&str) -> bool| {
        let some: BTreeMap<String, usize> = spellings
            .iter()
            .filter(|(spelling, _)| wanted(spelling))
            .map(|(spelling, count)| (spelling.clone(), *count))
            .collect();
        most_used(&some).map(str::to_owned)
    };
    let any = || pick(&|_| true).unwrap_or_else(|| key.to_owned());
    let Some(owner) = owner else { return (any(), true) };
    let taken = owner
        .profile
        .as_ref()
        .and_then(|profile| profile.head.slug.as_ref())
        .map_or_else(|| slug::slug(&owner.name).text, |slug| slug.value.clone());
    let elsewhere = |spelling: &str| slug::slug(spelling).text != taken;
    if let Some(name) = pick(&|spelling| !is_own_name(owner, spelling) && elsewhere(spelling)) {
        return (name, true);
    }
    let has_page = unsettled || spellings.keys().any(|spelling| elsewhere(spelling));
    let name = pick(&|spelling| !is_own_name(owner, spelling)).unwrap_or_else(any);
    (name, has_page)
}
