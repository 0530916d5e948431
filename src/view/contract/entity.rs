//! The pages of entities and of ambiguous names.

use serde::Serialize;

use super::{
    AttackMatrix, BodyView, ClaimsOverview, EntityRef, EntityRow, IndicatorsView, LayerView, Link,
    MemberGroup, Paging, ReportRow, SeenView, SourceView, TimelineView, TogetherView, UndisclosedView,
};
use crate::view::{Drawn, Shared};

/// `entity`: a page of one actor, victim, tag…
#[derive(Debug, Clone, Serialize)]
pub struct EntityView {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, singular.
    pub label: String,
    /// What the component `icon` makes of the kind.
    pub icon: Drawn,
    /// Its list.
    pub list: Link,
    /// Name; of a technique or a vulnerability its id.
    pub name: String,
    /// What a technique or a vulnerability is called: by its profile, else a technique by the ATT&CK table; empty otherwise.
    pub title: String,
    /// Summary of the profile; empty when there is none.
    pub summary: String,
    /// An activity cluster, of one report or with a profile of `kind: cluster`.
    pub cluster: bool,
    /// The report that the cluster belongs to; absent for a cluster with a profile of its own.
    pub cluster_of: Option<Link>,
    /// Aliases of the profile.
    pub aliases: Vec<AliasView>,
    /// Spellings in reports and profiles that are neither the name nor an alias.
    pub named: Vec<String>,
    /// What else the name means: disambiguation page or other entities that claim it.
    pub also: Vec<Link>,
    /// Who is said to be behind an actor, lowest layer first; a layer that neither a claim nor the profile gives is not there.
    pub attribution: Vec<LayerView>,
    /// When it was first and last seen.
    pub seen: Vec<SeenView>,
    /// The rest of the identity card: country, sectors, motivations, external ids…
    pub facts: Vec<Fact>,
    /// What reports say about it, and who objects; on the first page only.
    pub claims: ClaimsOverview,
    /// Text of the profile.
    pub body: Shared<BodyView>,
    /// Dated activity in all reports: of an actor by victim, of everything else by actor; on the first page only.
    pub timeline: Option<TimelineView>,
    /// Reports that name it, newest first, those of this page.
    pub reports: Vec<Shared<ReportRow>>,
    /// Where in those reports this page stands.
    pub paging: Paging,
    /// Of a victim: reports that leave it undisclosed while another one names it; on the first page only.
    pub undisclosed_in: UndisclosedView,
    /// What else its reports name; on the first page only.
    pub together: TogetherView,
    /// Of a country: actors whose origin is attributed to it, kept apart from the reports in which it is a target; on the first
    /// page only.
    pub origin: Vec<OriginView>,
    /// Of a sector or a country: actors seen there by a claim or their profile, and the victims in it; on the first page only.
    pub members: Vec<MemberGroup>,
    /// Of an actor: the techniques in reports on it, by tactic; on the first page only.
    pub attack: Option<AttackMatrix>,
    /// Of a technique that ATT&CK knows: what MITRE asks to be shown beside its names; empty otherwise.
    pub notice: String,
    /// Pages whose prose links here and whose front matter does not name it; on the first page only.
    pub mentioned_in: Vec<Link>,
    /// Of an actor, a malware family or a tool: the indicators whose row names it; absent where there are none, and on further
    /// pages.
    pub indicators: Option<IndicatorsView>,
    /// Sources of the profile.
    pub sources: Vec<SourceView>,
    /// `extra` of the profile.
    pub extra: serde_json::Value,
}

/// Another name of an entity.
#[derive(Debug, Clone, Serialize)]
pub struct AliasView {
    /// The name.
    pub name: String,
    /// Who uses it; empty when unknown.
    pub by: String,
    /// Since when; empty when unknown.
    pub since: String,
    /// `exact`, or how the name differs: `overlaps`, `subset`, `superset`, `disputed`.
    pub equivalence: String,
    /// Where the name leads, where that is not this page: a disambiguation page, or the entity whose own name it is.
    pub href: Option<String>,
}

/// One line of an identity card.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What it says: `Country`, `First seen`.
    pub label: String,
    /// Values; `href` is empty where there is no page.
    pub values: Vec<Link>,
}

/// Why an actor stands under a country's attributed origin: its profile, or reports of one stance.
#[derive(Debug, Clone, Serialize)]
pub struct OriginView {
    /// The actor.
    pub actor: Shared<EntityRef>,
    /// The newest report whose attribution says so; absent where the actor's profile does.
    pub report: Option<Link>,
    /// Number of older reports that say the same.
    pub more: usize,
    /// Stance of that attribution; empty for a profile.
    pub stance: String,
}

/// `disambiguation`: a name that more than one entity claims.
#[derive(Debug, Clone, Serialize)]
pub struct DisambiguationView {
    /// The name.
    pub name: String,
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, singular.
    pub label: String,
    /// Its list.
    pub list: Link,
    /// The entities that claim the name.
    pub candidates: Vec<Shared<EntityRow>>,
    /// Reports that used the name, newest first, those of this page.
    pub reports: Vec<Shared<ReportRow>>,
    /// Where in those reports this page stands.
    pub paging: Paging,
}
