//! What any page is made of: the site, the frame, links, dates, markings, names.

use std::collections::BTreeMap;

use serde::Serialize;

use super::RevealView;
use crate::view::{Drawn, Shared};

/// `site`: the same on every page, so it holds no figure over the whole site.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// `title` of `sitrep.yaml`.
    pub title: String,
    /// `description` of `sitrep.yaml`; empty when unset.
    pub description: String,
    /// BCP 47 language of the site's prose; the interface is English.
    pub language: String,
    /// Who publishes; empty when unset.
    pub producer: String,
    /// `base_url` with a final slash.
    pub base_url: String,
    /// The path of `base_url`, with a slash at both ends (`/` or `/sub/`).
    pub root: String,
    /// The edition: the highest level that it may hold.
    pub edition: TlpView,
    /// Menus of `sitrep.yaml` by name; `main` always exists.
    pub menus: BTreeMap<String, Vec<Link>>,
    /// `extra` of `sitrep.yaml`.
    pub extra: serde_json::Value,
}

/// `page`: what the head and the frame of any page need.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Title of the page without the site's.
    pub title: String,
    /// What the title bar of a browser shows: both titles where there is room for them; of the home page that of the site.
    pub full_title: String,
    /// One or two plain sentences for search engines; empty when there is nothing to say.
    pub description: String,
    /// Path below `site.root` with a slash at both ends, `/actors/redfoxtrot/`.
    pub route: String,
    /// Absolute canonical URL.
    pub url: String,
    /// `home`, `list`, `report`, `entity`, `claims`, `disambiguation`, `matrix`, `pairs`, `attack`, `indicators`, `timeline`, `page`,
    /// `redirect` or `not-found`.
    pub template: String,
    /// Language of the page's prose.
    pub language: String,
    /// True where a search engine should not list the page: redirects, the 404 page, unpublished material.
    pub noindex: bool,
    /// The marking of the page: the highest level of anything on it. Pages on which nothing has a level of its own bear that of the
    /// edition.
    pub tlp: Shared<DrawnTlp>,
    /// The level of the report itself, where its page bears a higher one for what stands beside it: names of neighbours, related
    /// reports, pages that link to it.
    pub report_tlp: Option<TlpView>,
    /// What keeps this page back from the public edition, in words (`DRAFT`, `EMBARGO until 2026-01-01`, `TLP above the site's
    /// maximum`, `TLP block above the site's maximum`); empty in a public edition.
    pub held: Vec<String>,
    /// The way from the home page to this one, without either.
    pub breadcrumbs: Vec<Link>,
    /// When the material was published, on reports.
    pub published: Option<DateView>,
    /// When it was last changed, on reports and profiles that say so.
    pub updated: Option<DateView>,
    /// schema.org data as JSON, ready to stand in a `script` of type `application/ld+json`; empty when there is none.
    pub json_ld: String,
    /// What stands around every page alike.
    pub frame: Shared<FrameView>,
}

/// What components of the theme make of the site, once for all pages.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FrameView {
    /// What `head_links` makes of it: icon, feed, scripts and style sheets.
    pub links: Drawn,
    /// What `site_menu` makes of the main menu ([`MenuView`]), with the place of the page marked.
    pub menu: Drawn,
    /// What `site_footer` makes of it.
    pub footer: Drawn,
}

/// The main menu, as a page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct MenuView {
    /// In the order of `sitrep.yaml`.
    pub items: Vec<MenuItem>,
}

/// One item of the main menu.
#[derive(Debug, Clone, Serialize)]
pub struct MenuItem {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// For `aria-current`: `page` where the item leads to the page itself, `true` to one above it, else empty. The home page is above
    /// none.
    pub current: String,
}

/// A place on the site and what to call it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What the reader sees.
    pub title: String,
    /// Where it leads.
    pub href: String,
}

/// A date as an attribute and as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `<time datetime>`: `2021-09-28`, `2021-09` or `2021`.
    pub iso: String,
    /// For readers: `28 September 2021` in English, ISO otherwise.
    pub text: String,
}

/// A date that many pages show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawnDate {
    /// As in [`DateView`].
    pub iso: String,
    /// As in [`DateView`].
    pub text: String,
    /// What the component `date` makes of it.
    pub drawn: Drawn,
}

/// A Traffic Light Protocol 2.0 level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TlpView {
    /// As FIRST writes it: `TLP:AMBER+STRICT`.
    pub label: String,
    /// For class names: `clear`, `green`, `amber`, `amber-strict`, `red`.
    pub level: String,
}

/// A level that many pages show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawnTlp {
    /// As in [`TlpView`].
    pub label: String,
    /// As in [`TlpView`].
    pub level: String,
    /// What the component `tlp_badge` makes of it.
    pub drawn: Drawn,
}

/// An entity in a list of other things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityRef {
    /// Key of the kind: `actor`, `victim`, `malware`, `tool`, `campaign`, `technique`, `vulnerability`, `sector`, `country`, `tag`.
    pub kind: String,
    /// The kind in words, singular: `Actor`.
    pub label: String,
    /// What the component `icon` makes of the kind.
    pub icon: Drawn,
    /// The entity's name; of a technique or a vulnerability its id.
    pub name: String,
    /// What a technique or a vulnerability is called; empty where nothing is known, and for every other kind.
    pub title: String,
    /// Its page.
    pub href: String,
    /// An activity cluster that nobody tied to a known actor.
    pub cluster: bool,
    /// What the component `entity_chip` makes of it.
    pub drawn: Drawn,
    /// What the component `entity_link` makes of it: the name as a link, without a sign of its kind.
    pub link: Drawn,
}

/// One name of a report's front matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, singular.
    pub label: String,
    /// What the component `icon` makes of the kind.
    pub icon: Drawn,
    /// The entity's name; of an undisclosed victim a description (`Undisclosed telecommunications organizations, India`); of an
    /// ambiguous name the name as written.
    pub name: String,
    /// As on [`EntityRef`].
    pub title: String,
    /// Its page or disambiguation page; absent for an undisclosed victim.
    pub href: Option<String>,
    /// The name that this report uses, where it differs.
    pub named: Option<String>,
    /// The report's stance, where it is not that it asserts: `suspects`, `denies`, `disputes`.
    pub stance: Option<String>,
    /// An activity cluster that the report could not tie to a known actor.
    pub cluster: bool,
    /// The name is ambiguous: `href` leads to the disambiguation page.
    pub ambiguous: bool,
    /// How many rows the chip stands for: 1, or the number of undisclosed victims that one description fits.
    pub count: usize,
    /// Of an undisclosed victim (`href` is absent): who it is, where another report names it. Of a named victim: the undisclosed
    /// victims of other reports that this report names by it.
    pub reveals: Vec<RevealView>,
    /// Where a report lists its names, what the component `chip` makes of it; empty elsewhere.
    pub drawn: Drawn,
}

/// The chips of one kind, in the order of the front matter.
#[derive(Debug, Clone, Serialize)]
pub struct ChipGroup {
    /// Key of the kind.
    pub kind: String,
    /// The kind in words, plural: `Actors`.
    pub label: String,
    /// At least one.
    pub chips: Vec<Shared<Chip>>,
}

/// One heading of a body, level 2 or 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TocItem {
    /// 2 or 3.
    pub level: u8,
    /// Its anchor, without `#`.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// Markdown that became HTML.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BodyView {
    /// Safe HTML; print it with `| safe`.
    pub html: String,
    /// Its headings of level 2 and 3.
    pub toc: Vec<TocItem>,
    /// Number of words.
    pub words: usize,
    /// Minutes to read it at 220 words a minute, at least 1.
    pub minutes: usize,
}
