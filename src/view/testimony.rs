//! The claims about an entity as its pages show them: who says it, through whom, in which report, and who objects. Groups come from
//! `groups`; here they get words, links and a length that a page can bear.

use std::collections::BTreeSet;

use super::groups::{Group, Line, Sort, objects};
use super::{
    ClaimGroup, ClaimPart, ClaimSource, ClaimsOverview, ClaimsView, EntityClaim, Link, NamedThere, Rows,
    words,
};
use crate::link::{ClaimId, EntityId, Meaning, Party, ReportId, Statement};
use crate::model::{Claim, Confidence, EntityKind, Likelihood, Source, Stance, Tlp};
use crate::source::Spanned;

/// Groups on the page of an entity.
const GROUPS: usize = 30;
/// Claims of either side of a group there.
const SIDE: usize = 5;
/// Claims on a page that shows all of them.
const PAGE: usize = 100;

/// A stretch of one group.
#[derive(Debug, Clone, Copy)]
struct Piece {
    group: usize,
    from: usize,
    to: usize,
}

impl Rows<'_> {
    /// What the page of an entity shows of the claims about it.
    pub fn claims_overview(&self, id: EntityId, blocked: &dyn Fn(&str) -> bool) -> ClaimsOverview {
        let Some(groups) = self.groups.get(&id) else { return ClaimsOverview::default() };
        let shown = groups.iter().enumerate().take(GROUPS).map(|(at, group)| {
            let claims = &group.claims[..group.claims.len().min(SIDE)];
            let against = &group.against[..group.against.len().min(SIDE)];
            let more = group.len() - claims.len() - against.len();
            (group.sort, self.group(id, group, Some(at), (claims, against), more, blocked))
        });
        ClaimsOverview {
            count: count(groups),
            parts: parts(shown),
            all: self.has_claim_pages(id).then(|| self.href(&self.claims_route(id))),
        }
    }

    /// The route of the pages with all claims about an entity.
    pub fn claims_route(&self, id: EntityId) -> String {
        format!("{}claims/", self.site.entities[id].route)
    }

    /// True where the entity's own page does not show all claims about it.
    fn has_claim_pages(&self, id: EntityId) -> bool {
        self.groups.get(&id).is_some_and(|groups| {
            groups.len() > GROUPS
                || groups.iter().any(|group| group.claims.len() > SIDE || group.against.len() > SIDE)
        })
    }

    /// Number of pages with all claims about an entity; none where its own page shows them.
    pub fn claim_pages(&self, id: EntityId) -> usize {
        if self.has_claim_pages(id) { self.pieces(id).len() } else { 0 }
    }

    /// Where a group of claims stands: on the entity's own page, or on one of those with all claims.
    pub fn group_href(&self, id: EntityId, group: usize) -> String {
        if group < GROUPS {
            return format!("#sr-claims-{}", group + 1);
        }
        let pages = self.pieces(id);
        let begins = |page: &Vec<Piece>| page.iter().any(|piece| piece.group == group && piece.from == 0);
        let number = pages.iter().position(begins).map_or(1, |at| at + 1);
        format!("{}#sr-claims-{}", self.href(&Self::page_route(&self.claims_route(id), number)), group + 1)
    }

    /// Which stretches of groups stand on which page.
    fn pieces(&self, id: EntityId) -> Vec<Vec<Piece>> {
        let mut pages: Vec<Vec<Piece>> = Vec::new();
        let mut room = 0;
        for (at, group) in self.groups.get(&id).into_iter().flatten().enumerate() {
            let mut from = 0;
            while from < group.len() {
                if room == 0 {
                    pages.push(Vec::new());
                    room = PAGE;
                }
                let to = group.len().min(from + room);
                room -= to - from;
                if let Some(page) = pages.last_mut() {
                    page.push(Piece { group: at, from, to });
                }
                from = to;
            }
        }
        pages
    }

    /// Page `number` of all claims about an entity.
    pub fn claims_view(&self, id: EntityId, number: usize, blocked: &dyn Fn(&str) -> bool) -> ClaimsView {
        let groups = self.groups.get(&id).map(Vec::as_slice).unwrap_or_default();
        let pages = self.pieces(id);
        let pieces = pages.get(number.saturating_sub(1)).map(Vec::as_slice).unwrap_or_default();
        let shown = pieces.iter().map(|piece| {
            let group = &groups[piece.group];
            let split = group.claims.len();
            let claims = &group.claims[piece.from.min(split)..piece.to.min(split)];
            let against = &group.against[piece.from.max(split) - split..piece.to.max(split) - split];
            let anchor = (piece.from == 0).then_some(piece.group);
            (group.sort, self.group(id, group, anchor, (claims, against), 0, blocked))
        });
        let count = count(groups);
        ClaimsView {
            entity: self.entity_ref(id),
            count,
            parts: parts(shown),
            paging: self.paging_of(&self.claims_route(id), number, count, pages.len()),
        }
    }

    fn group(
        &self,
        id: EntityId,
        group: &Group,
        anchor: Option<usize>,
        (claims, against): (&[Line], &[Line]),
        more: usize,
        blocked: &dyn Fn(&str) -> bool,
    ) -> ClaimGroup {
        let verb = self.verbs(group);
        let view = |line: &Line| self.line(id, group, *line, blocked);
        let beside = if anchor.is_some() { self.objections_to_actor(id, group) } else { Vec::new() };
        ClaimGroup {
            anchor: anchor.map(|at| format!("sr-claims-{}", at + 1)).unwrap_or_default(),
            subject: group.subject.as_ref().map(|party| self.party_chip(party)),
            verb,
            object: group.object.as_ref().map(|party| self.party_chip(party)),
            claims: claims.iter().map(view).collect(),
            against: against.iter().map(view).collect(),
            more,
            beside: beside.iter().take(SIDE).map(view).collect(),
            beside_more: beside.len().saturating_sub(SIDE),
        }
    }

    /// On the page of a victim, what the reports of a group object to where they say who is behind the actor: a reader who sees the
    /// actor there should see that too.
    fn objections_to_actor(&self, id: EntityId, group: &Group) -> Vec<Line> {
        let (Sort::Activity, Some(Party::Entity(actor)), EntityKind::Victim) =
            (group.sort, &group.subject, self.site.entities[id].kind)
        else {
            return Vec::new();
        };
        let reports: BTreeSet<ReportId> = group.claims.iter().map(|line| line.report()).collect();
        let groups = self.groups.get(actor).into_iter().flatten();
        let attributions =
            groups.filter(|other| other.sort == Sort::Attribution && other.subject == group.subject);
        let against = attributions.flat_map(|other| &other.against).copied();
        let own: BTreeSet<Line> = against.filter(|line| reports.contains(&line.report())).collect();
        own.into_iter().collect()
    }

    /// What the claims of a group say, in the order of the claims; those that object only where nobody else says anything.
    fn verbs(&self, group: &Group) -> String {
        let side = if group.claims.is_empty() { &group.against } else { &group.claims };
        let mut verbs: Vec<String> = Vec::new();
        for line in side {
            let verb = match line {
                Line::Claim(id) => verb(self.site.statement(*id)),
                Line::Row(..) => "named in reports".to_owned(),
            };
            if !verbs.contains(&verb) {
                verbs.push(verb);
            }
        }
        verbs.join(", ")
    }

    fn line(&self, id: EntityId, group: &Group, line: Line, blocked: &dyn Fn(&str) -> bool) -> EntityClaim {
        let mut view = match line {
            Line::Claim(claim) => self.claim_line(id, group, claim, blocked),
            Line::Row(report, row) => self.row_line(report, row, blocked),
        };
        view.tlp = self.badge(self.level_of_line(line));
        view
    }

    fn claim_line(
        &self,
        id: EntityId,
        group: &Group,
        claim: ClaimId,
        blocked: &dyn Fn(&str) -> bool,
    ) -> EntityClaim {
        let statement = self.site.statement(claim);
        let row = statement.claim();
        let graded = Graded::of(row);
        let mut view = self.said(claim.report, &graded, &format!("#sr-claim-{}", claim.number + 1), blocked);
        if let Statement::Activity(activity) = statement {
            view.period = words::period(activity, self.english);
            view.peak = words::peak(activity, self.english);
        }
        view.statement = self.own_words(group, claim);
        view.named = self.names_there(id, claim);
        view.disputes = self.disputed(claim.report, row);
        view.note = row.note.clone();
        view
    }

    fn row_line(&self, report: ReportId, row: usize, blocked: &dyn Fn(&str) -> bool) -> EntityClaim {
        let linked = &self.site.reports[report];
        let row = &linked.report.rows[row];
        let graded =
            Graded { stance: row.stance, confidence: row.confidence, likelihood: None, says: &row.says };
        let mut view = self.said(report, &graded, "#sr-names", blocked);
        let name = match linked.own_row(row.kind, &row.name) {
            Some(Meaning::Entity(id)) => self.site.entities[*id].name.as_str(),
            _ => "",
        };
        if row.spelling() != name && !row.kind.is_coded() {
            view.named = vec![NamedThere { entity: String::new(), name: row.spelling().to_owned() }];
        }
        view.role = row.role.as_deref().map(words::open_word).unwrap_or_default();
        view
    }

    /// What every line has.
    fn said(
        &self,
        report: ReportId,
        graded: &Graded<'_>,
        anchor: &str,
        blocked: &dyn Fn(&str) -> bool,
    ) -> EntityClaim {
        let linked = &self.site.reports[report];
        EntityClaim {
            report: Link {
                title: linked.report.title.shown().to_owned(),
                href: format!("{}{anchor}", self.href(&linked.route)),
            },
            date: self.reports[report].plain().date.clone(),
            tlp: self.badge(linked.report.head.tlp),
            statement: String::new(),
            period: String::new(),
            peak: String::new(),
            stance: graded.stance.unwrap_or(Stance::Asserts).word().to_owned(),
            confidence: graded.confidence.map(Confidence::text).unwrap_or_default(),
            likelihood: graded.likelihood.map(|likelihood| likelihood.word().to_owned()).unwrap_or_default(),
            named: Vec::new(),
            role: String::new(),
            says: graded.says.iter().filter_map(|says| self.claim_source(report, says, blocked)).collect(),
            disputes: Vec::new(),
            note: String::new(),
        }
    }

    /// What a claim says, where that is not what its group says: it objects to something else, or in other words.
    fn own_words(&self, group: &Group, claim: ClaimId) -> String {
        let statement = self.site.statement(claim);
        let parties = self.site.parties(claim);
        let own = verb(statement);
        if parties.subject == group.subject && parties.object == group.object {
            let verbs = self.verbs(group);
            let known = own == verbs
                || (objects(statement.claim().stance) && verbs.split(", ").any(|verb| verb == own));
            return if known { String::new() } else { own };
        }
        let name = |party: &Option<Party>| party.as_ref().map(|party| self.party_chip(party).name);
        let words = [name(&parties.subject), Some(own), name(&parties.object)];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn disputed(&self, report: ReportId, row: &Claim) -> Vec<Link> {
        let route = self.href(&self.site.reports[report].route);
        let is =
            |id: &Spanned<String>, claim: &Claim| claim.id.as_ref().is_some_and(|own| own.value == id.value);
        row.disputes
            .iter()
            .filter_map(|id| self.site.statements(report).find(|(_, other)| is(id, other.claim())))
            .map(|(id, _)| Link {
                title: format!("row {}", id.number + 1),
                href: format!("{route}#sr-claim-{}", id.number + 1),
            })
            .collect()
    }

    fn claim_source(
        &self,
        report: ReportId,
        says: &str,
        blocked: &dyn Fn(&str) -> bool,
    ) -> Option<ClaimSource> {
        let linked = &self.site.reports[report];
        let sources: &[Source] = &linked.report.sources;
        let cited = self.citation(sources, says, blocked)?;
        let source = &sources[cited.number - 1];
        let view = self.source_names(sources, source, blocked);
        Some(ClaimSource {
            href: format!("{}#{}", self.href(&linked.route), cited.anchor),
            date: source.date.map(|date| words::partial(date, self.english)),
            title: if view.name == cited.title { String::new() } else { cited.title },
            name: view.name,
            via: view.via,
            via_grade: view.via_grade,
            reliability: source.reliability.map(|scale| scale.text()).unwrap_or_default(),
            credibility: source.credibility.map(|scale| scale.text()).unwrap_or_default(),
        })
    }

    /// The level of one line: that of its report, or its own where that is higher.
    pub fn level_of_line(&self, line: Line) -> Tlp {
        let (report, own) = match line {
            Line::Claim(id) => (id.report, self.site.statement(id).claim().tlp),
            Line::Row(report, row) => (report, self.site.reports[report].report.rows[row].tlp),
        };
        self.site.reports[report].report.head.tlp.max(own.unwrap_or(Tlp::Clear))
    }
}

/// Number of claims; one that objects to several stands in several groups.
fn count(groups: &[Group]) -> usize {
    let lines = groups.iter().flat_map(|group| group.claims.iter().chain(&group.against));
    lines.collect::<BTreeSet<_>>().len()
}

/// How firmly something is said, and by whom.
struct Graded<'a> {
    stance: Option<Stance>,
    confidence: Option<Confidence>,
    likelihood: Option<Likelihood>,
    says: &'a [Spanned<String>],
}

impl<'a> Graded<'a> {
    fn of(claim: &'a Claim) -> Self {
        let Claim { stance, confidence, likelihood, says, .. } = claim;
        Self { stance: *stance, confidence: *confidence, likelihood: *likelihood, says }
    }
}

fn verb(statement: Statement<'_>) -> String {
    match statement {
        Statement::Activity(row) => {
            row.verb.as_deref().map_or_else(|| "targets".to_owned(), words::open_word)
        }
        Statement::Attribution(_) => "attributed to".to_owned(),
    }
}

/// Groups in order, cut into parts where the sort changes.
fn parts(groups: impl Iterator<Item = (Sort, ClaimGroup)>) -> Vec<ClaimPart> {
    let mut parts: Vec<ClaimPart> = Vec::new();
    for (sort, group) in groups {
        let kind = match sort {
            Sort::Attribution => "attribution",
            Sort::Activity => "activity",
            Sort::Naming => "naming",
        };
        match parts.last_mut().filter(|part| part.kind == kind) {
            Some(part) => part.groups.push(group),
            None => parts.push(ClaimPart { kind: kind.to_owned(), groups: vec![group] }),
        }
    }
    parts
}
