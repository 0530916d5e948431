//! Claims about one entity, grouped by what they assert. In goes the site, out come groups of claim ids with those that object
//! beside those that they object to. Words and links are made elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::link::{ClaimId, EntityId, Meaning, Party, ReportId, Site, Statement};
use crate::model::{Row, Stance};
use crate::names::fold;

/// Claims that assert the same of the same.
#[derive(Debug, Clone)]
pub struct Group {
    /// Attributions stand apart from activity.
    pub sort: Sort,
    /// Who acts, or who is attributed.
    pub subject: Option<Party>,
    /// Upon whom, or to whom.
    pub object: Option<Party>,
    /// Those that say so, newest report first.
    pub claims: Vec<Line>,
    /// Those that object, newest report first.
    pub against: Vec<Line>,
}

impl Group {
    /// Number of its claims.
    pub fn len(&self) -> usize {
        self.claims.len() + self.against.len()
    }
}

/// Sorts of groups in the order in which a page shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Who is behind whom.
    Attribution,
    /// Who did what to whom.
    Activity,
    /// What reports say where they name the entity.
    Naming,
}

/// One line of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// A claim.
    Claim(ClaimId),
    /// A row of a report that names the entity and says more than the name.
    Row(ReportId, usize),
}

impl Line {
    /// The report that says it.
    pub fn report(self) -> ReportId {
        match self {
            Self::Claim(id) => id.report,
            Self::Row(report, _) => report,
        }
    }
}

/// True for a stance that objects.
pub fn objects(stance: Option<Stance>) -> bool {
    matches!(stance, Some(Stance::Denies | Stance::Disputes))
}

/// The groups of every entity that anything is said about.
pub fn all(site: &Site) -> BTreeMap<EntityId, Vec<Group>> {
    let namings = namings(site);
    let told = (0..site.entities.len())
        .filter(|id| !site.entities[*id].claims.is_empty() || namings.contains_key(id));
    let told: Vec<EntityId> = told.collect();
    let groups = told.par_iter().map(|id| {
        let namings = namings.get(id).map(Vec::as_slice).unwrap_or_default();
        (*id, groups(site, *id, namings))
    });
    groups.collect()
}

/// Groups the claims about an entity: by sort, those with the newest claim first. `namings` are the rows that name it.
fn groups(site: &Site, id: EntityId, namings: &[(ReportId, usize)]) -> Vec<Group> {
    let mut gathered = Gathered::default();
    let claims = &site.entities[id].claims;
    for claim in claims {
        let at = gathered.group(site, *claim);
        let group = &mut gathered.groups[at];
        let side = if objects(site.statement(*claim).claim().stance) {
            &mut group.against
        } else {
            &mut group.claims
        };
        side.push(Line::Claim(*claim));
    }
    let known: BTreeSet<ClaimId> = claims.iter().copied().collect();
    let reports: BTreeSet<ReportId> = claims.iter().map(|claim| claim.report).collect();
    for report in reports {
        gathered.objections(site, report, &known);
    }
    let mut groups = gathered.groups;
    for group in &mut groups {
        // Ids of claims follow the order of reports, newest first.
        group.against.sort_unstable();
    }
    groups.sort_by_key(|group| {
        (group.sort, group.claims.first().into_iter().chain(group.against.first()).min().copied())
    });
    if let Some(naming) = naming(site, namings) {
        groups.push(naming);
    }
    groups
}

#[derive(Default)]
struct Gathered {
    groups: Vec<Group>,
    places: BTreeMap<Key, usize>,
}

/// What the claims of one group share.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    sort: Sort,
    subject: Option<Party>,
    object: Option<Party>,
}

impl Gathered {
    fn group(&mut self, site: &Site, claim: ClaimId) -> usize {
        let parties = site.parties(claim);
        let sort = match site.statement(claim) {
            Statement::Activity(_) => Sort::Activity,
            Statement::Attribution(_) => Sort::Attribution,
        };
        let same = |party: &Option<Party>| party.as_ref().map(|party| identity(site, party));
        let key = Key { sort, subject: same(&parties.subject), object: same(&parties.object) };
        let next = self.groups.len();
        let at = *self.places.entry(key).or_insert(next);
        if at == next {
            self.groups.push(Group {
                sort,
                subject: parties.subject.clone(),
                object: parties.object.clone(),
                claims: Vec::new(),
                against: Vec::new(),
            });
        }
        at
    }

    /// Puts the claims of a report that dispute another by its id beside it, whatever they are about themselves.
    fn objections(&mut self, site: &Site, report: ReportId, known: &BTreeSet<ClaimId>) {
        let by_id: BTreeMap<&str, ClaimId> = site
            .statements(report)
            .filter_map(|(id, statement)| Some((statement.claim().id.as_ref()?.value.as_str(), id)))
            .collect();
        for (id, statement) in site.statements(report) {
            for disputed in &statement.claim().disputes {
                let Some(other) = by_id.get(disputed.value.as_str()).filter(|other| known.contains(other))
                else {
                    continue;
                };
                let at = self.group(site, *other);
                let group = &mut self.groups[at];
                let line = Line::Claim(id);
                if !group.against.contains(&line) && !group.claims.contains(&line) {
                    group.against.push(line);
                }
            }
        }
    }
}

/// What a party is for comparison: a victim that a report names is the same where another does not.
pub fn identity(site: &Site, party: &Party) -> Party {
    match party {
        Party::Undisclosed(report, row) => {
            site.revealed(*report, *row).map_or_else(|| party.clone(), |reveal| Party::Entity(reveal.victim))
        }
        Party::Sponsor(name) => Party::Sponsor(fold(name)),
        Party::Entity(_) | Party::Ambiguous(..) => party.clone(),
    }
}

/// Rows of reports by the entity that they name: those that say more than the name. Retracted reports are left out.
fn namings(site: &Site) -> BTreeMap<EntityId, Vec<(ReportId, usize)>> {
    let mut found: BTreeMap<EntityId, Vec<(ReportId, usize)>> = BTreeMap::new();
    for (at, linked) in site.reports.iter().enumerate() {
        if linked.report.retracted.is_some() {
            continue;
        }
        for (number, (row, meaning)) in linked.report.rows.iter().zip(&linked.rows).enumerate() {
            if let (Meaning::Entity(id), true) = (meaning, says_more(row)) {
                found.entry(*id).or_default().push((at, number));
            }
        }
    }
    found
}

fn says_more(row: &Row) -> bool {
    row.stance.is_some() || row.confidence.is_some() || row.role.is_some() || !row.says.is_empty()
}

fn naming(site: &Site, rows: &[(ReportId, usize)]) -> Option<Group> {
    let of = |against: bool| -> Vec<Line> {
        let rows = rows
            .iter()
            .filter(|(report, row)| objects(site.reports[*report].report.rows[*row].stance) == against);
        rows.map(|(report, row)| Line::Row(*report, *row)).collect()
    };
    (!rows.is_empty()).then(|| Group {
        sort: Sort::Naming,
        subject: None,
        object: None,
        claims: of(false),
        against: of(true),
    })
}
