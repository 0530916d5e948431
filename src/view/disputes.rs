//! Which claims others object to. In goes the linked site, out come for every claim those that deny or dispute it: those of its report
//! that name its id, and denials of any standing report that name none and are about the same two parties. Every page asks
//! here, so that no two of them differ. It makes no words.

use std::collections::BTreeMap;

use super::Rows;
use super::groups::{Line, identity, objects};
use crate::link::{ClaimId, Party, Site, Statement};
use crate::model::Tlp;

/// What a claim is about: whether it is an attribution, and its two parties.
type Matter = (bool, Option<Party>, Option<Party>);

/// The objections of a whole site.
#[derive(Debug, Default)]
pub struct Disputes {
    /// By claim, those of the same report that name it.
    named: BTreeMap<ClaimId, Vec<ClaimId>>,
    /// Objections that name no claim, by what they are about.
    matters: BTreeMap<Matter, Vec<ClaimId>>,
}

impl Disputes {
    /// Gathers them.
    pub fn of(site: &Site) -> Self {
        let mut found = Self::default();
        for at in 0..site.reports.len() {
            let ids =
                site.statements(at).filter_map(|(id, said)| Some((&said.claim().id.as_ref()?.value, id)));
            let ids: BTreeMap<&String, ClaimId> = ids.collect();
            for (id, statement) in site.statements(at) {
                let claim = statement.claim();
                for other in claim.disputes.iter().filter_map(|name| ids.get(&name.value)) {
                    found.named.entry(*other).or_default().push(id);
                }
                if claim.disputes.is_empty() && objects(claim.stance) {
                    found.matters.entry(matter(site, id)).or_default().push(id);
                }
            }
        }
        found
    }

    /// Those that object to a claim, on every page but that of its report. What a retracted report says counts for nothing there.
    fn against(&self, site: &Site, id: ClaimId) -> impl Iterator<Item = ClaimId> {
        let stands = |other: &ClaimId| site.reports[other.report].report.retracted.is_none();
        self.all(site, id).filter(stands)
    }

    /// Those of its own report that object to a claim.
    fn within(&self, site: &Site, id: ClaimId) -> impl Iterator<Item = ClaimId> {
        self.all(site, id).filter(move |other| other.report == id.report)
    }

    fn all(&self, site: &Site, id: ClaimId) -> impl Iterator<Item = ClaimId> {
        let by_matter = !self.matters.is_empty() && !objects(site.statement(id).claim().stance);
        let matters = by_matter.then(|| self.matters.get(&matter(site, id))).flatten();
        self.named.get(&id).into_iter().chain(matters).flatten().copied()
    }
}

fn matter(site: &Site, id: ClaimId) -> Matter {
    let parties = site.parties(id);
    let same = |party: &Option<Party>| party.as_ref().map(|party| identity(site, party));
    let attribution = matches!(site.statement(id), Statement::Attribution(_));
    (attribution, same(&parties.subject), same(&parties.object))
}

impl Rows<'_> {
    /// True where another claim objects to this one: on the page of its report one of the same report, elsewhere any.
    pub fn is_disputed(&self, id: ClaimId, own: bool) -> bool {
        match own {
            true => self.disputes.within(self.site, id).next().is_some(),
            false => self.disputes.against(self.site, id).next().is_some(),
        }
    }

    /// The highest level of what a page other than that of its report says of a claim: its own, that of a name that another report
    /// gives to its victim, and those of its objections.
    pub fn level_of_claim(&self, id: ClaimId) -> Tlp {
        let object = self.site.parties(id).object.as_ref();
        let name = object.map_or(Tlp::Clear, |party| self.level_of_party(party));
        let others = self.disputes.against(self.site, id);
        let lines = others.chain([id]).map(|id| self.level_of_line(Line::Claim(id)));
        lines.fold(name, Tlp::max)
    }
}
