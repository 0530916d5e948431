//! Pages of prose, and what stands at an old path.

use crate::view::Shared;
use serde::Serialize;

use super::{BodyView, Link};

/// `content`: a page made of a Markdown file outside the kinds, such as `/about/`.
#[derive(Debug, Clone, Serialize)]
pub struct ContentView {
    /// Title.
    pub title: String,
    /// Summary; empty when there is none.
    pub summary: String,
    /// The text.
    pub body: Shared<BodyView>,
    /// Pages whose prose links here.
    pub mentioned_in: Vec<Link>,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}

/// `redirect`: the page at an old path or an alias.
#[derive(Debug, Clone, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}
