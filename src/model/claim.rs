//! Claims: one dated, sourced statement each. An activity says who did what to whom and when; an attribution says who is
//! behind whom. Both keep the stance, the bounds and the precision that the source gave.

use super::{Bound, Confidence, Likelihood, PartialDate, Stance, Tlp};
use crate::source::{Span, Spanned};

/// What activity and attribution have in common.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The row's own id, for `disputes`.
    pub id: Option<Spanned<String>>,
    /// How the statement is made.
    pub stance: Option<Stance>,
    /// Analytic confidence.
    pub confidence: Option<Confidence>,
    /// How likely it is.
    pub likelihood: Option<Likelihood>,
    /// Ids of the sources that say so.
    pub says: Vec<Spanned<String>>,
    /// Ids of the claims that it disputes.
    pub disputes: Vec<Spanned<String>>,
    /// The author's note; may be empty.
    pub note: String,
    /// The row's own level.
    pub tlp: Option<Tlp>,
    /// The whole row.
    pub span: Span,
}

/// Who did what to whom, when.
#[derive(Debug, Clone)]
pub struct Activity {
    /// What every claim has.
    pub claim: Claim,
    /// A name of the report's actors.
    pub actor: Option<Spanned<String>>,
    /// A name or label of the report's victims.
    pub victim: Option<Spanned<String>>,
    /// What happened, from an open list; `targets` when unset.
    pub verb: Option<String>,
    /// Start.
    pub from: Option<Spanned<PartialDate>>,
    /// End.
    pub to: Option<Spanned<PartialDate>>,
    /// How firm the start is.
    pub from_bound: Bound,
    /// How firm the end is.
    pub to_bound: Bound,
    /// When it was busiest.
    pub peak: Vec<Spanned<PartialDate>>,
}

/// Who is behind whom.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// What every claim has.
    pub claim: Claim,
    /// A name of the report's actors.
    pub subject: Option<Spanned<String>>,
    /// To whom.
    pub to: Option<AttributionTarget>,
}

/// The layer to which something is attributed.
#[derive(Debug, Clone)]
pub enum AttributionTarget {
    /// Another actor.
    Actor(Spanned<String>),
    /// A country.
    Country(Spanned<String>),
    /// A state body or another sponsor; not an entity.
    Sponsor(Spanned<String>),
}
