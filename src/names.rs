//! What a name is: when two spellings are one name, which path segment it gets, which country it means.
//!
//! In goes the text an author wrote; out come keys, slugs and ISO 3166 entries. Everything here is a pure
//! function of that text. Whether a name is ambiguous, whose alias it is, and what happens where two slugs
//! meet is decided by the link stage, which sees the whole site.

pub mod country;
pub mod fold;
pub mod slug;
mod variants;

pub use fold::{fold, is_invisible};
pub use slug::{Initial, initial};
pub use variants::variants;
