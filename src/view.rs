//! What a template may use: typed, documented structs, made from the `Site`. In goes the linked site, out come
//! values that Tera sees under the names given in `contract`. It deliberately holds no HTML but the rendered bodies, and decides
//! no path.
//!
//! Every `href` starts with the path of `base_url`, so that a template prints it as it is. Lists of rows are built once
//! for the whole site and shared between pages.

mod attack;
mod chips;
mod cite;
mod cited;
mod claims;
pub mod contract;
mod detections;
mod digest;
mod disputes;
mod downloads;
mod drawn;
mod entities;
mod explore;
mod facets;
mod groups;
mod indicators;
mod layers;
mod lists;
mod marking;
mod matrix;
mod names;
mod pages;
mod pairs;
mod parties;
mod pivot;
mod related;
mod reports;
mod reveals;
mod rows;
mod seen;
mod surround;
mod tally;
mod testimony;
mod ties;
mod timeline;
mod together;
mod unnamed;
mod words;

pub use attack::{ROUTE as ATTACK_ROUTE, TITLE as ATTACK_TITLE};
pub use contract::*;
pub use detections::RuleFile;
pub use digest::{Digest, digest};
pub use downloads::{Downloads, PlainList};
pub use drawn::{Draw, Drawn, Shared, Sketch, Undrawn};
pub use indicators::Listed;
pub use lists::LATEST;
pub use matrix::PairKind;
pub use pages::{Frame, site_view};
pub use rows::Rows;
pub use ties::Ties;
pub use timeline::Years;
