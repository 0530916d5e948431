//! The vocabulary of the domain: reports, profiles, pages, and the rows of their front matter, as the author wrote them.
//! Plain typed data without behaviour beyond reading one word or date; it knows no file, no template and no
//! other document. Names are not resolved here.

mod body;
mod claim;
mod date;
mod document;
mod evidence;
mod kind;
mod scale;
mod tlp;

pub use body::{Body, BodyLink, LinkTarget, TlpBlock};
pub use claim::{Activity, Attribution, AttributionTarget, Claim};
pub use date::{Bound, PartialDate, WrittenDate};
pub use document::{
    Alias, Change, Equivalence, Head, Page, Profile, Report, Reveals, Row, RowKind, Stranger, VictimDetails,
};
pub use evidence::{Detection, DetectionType, Indicator, IndicatorsFile, Quote, Source};
pub use kind::EntityKind;
pub use scale::{Confidence, Credibility, Likelihood, Pap, Reliability, Stance};
pub use tlp::Tlp;
