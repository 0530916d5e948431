//! The template contract: every struct that a template may see, one file a sort of page. `docs/theming.md` is generated from the
//! comments of these files, in the order in which they stand here. It holds no code and no HTML but the rendered bodies.

// The order is that of the reference, so blank lines keep it.
mod frame;

mod lists;

mod report;

mod claims;

mod detections;

mod cite;

mod entity;

mod matrix;

mod indicators;

mod related;

mod timeline;

mod plain;

// All of it is public under one name, so that a struct may move between files.
pub use cite::*;
pub use claims::*;
pub use detections::*;
pub use entity::*;
pub use frame::*;
pub use indicators::*;
pub use lists::*;
pub use matrix::*;
pub use plain::*;
pub use related::*;
pub use report::*;
pub use timeline::*;
