//! What a view comes to, as one number: two pages whose views have one digest are one page, as long as the theme stays. What many pages
//! share is digested once, and HTML that the theme made of a view counts nothing, as the view itself does.

use std::cell::Cell;

use ahash::RandomState;
use serde::Serialize;

/// Two hashes with keys of their own. Nobody who could make two views collide has a reason to: the site is the author's.
pub type Digest = (u64, u64);

thread_local! {
    static DIGESTING: Cell<bool> = const { Cell::new(false) };
}

/// The digest of a view; nothing for one that cannot be told from another.
pub fn digest<T: Serialize + ?Sized>(view: &T) -> Option<Digest> {
    let outer = DIGESTING.replace(true);
    let json = serde_json::to_vec(view);
    DIGESTING.set(outer);
    let json = json.ok()?;
    let hash = |seed: u64| RandomState::with_seeds(seed, 2, 3, 4).hash_one(&json);
    Some((hash(1), hash(5)))
}

/// True while a digest is taken on this thread.
pub fn is_being_taken() -> bool {
    DIGESTING.get()
}
