//! What an indicator of compromise is, as text: its type, its live and its defanged spelling, and the links it forbids.
//!
//! In: one value as an author wrote it, or the `href` of a link. Out: the type, the live value, the value for showing,
//! a sentence that says what is wrong with it, or whether a link leads to a listed indicator. The usual way of a value:
//! [`refang()`] (stored live), [`recognise()`] or [`IndicatorType::resolve`], [`validate()`], [`shown()`] when it is shown.
//!
//! Pure text work: it resolves no name, fetches nothing, and knows neither reports nor spans nor diagnostics.
//! Which indicators may take part in [`Cover`] (a listed host may also be a source's) is the caller's decision.

mod kind;

mod host;

mod href;

mod reserved;

mod network;

mod bitcoin;

mod validate;

mod recognise;

mod nearly;

mod normalise;

mod defang;

mod unicode;

mod visible;

mod cover;

pub use cover::Cover;
pub use defang::{defang, refang, refang_as};
pub use href::host_of;
pub use kind::IndicatorType;
pub use nearly::nearly;
pub use network::{is_reserved, reserve};
pub use normalise::{normalise, same};
pub use recognise::recognise;
pub use reserved::Reserve;
pub use unicode::other_spelling;
pub use validate::validate;
pub use visible::{legible, shown, visible};
