//! Every link inside the site, checked in the finished pages: pages, anchors, pictures, redirects, whatever made them. A fault that
//! an author wrote stands at its place; one that a template makes on many pages is said once with their number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::address::{local, path_and_fragment, resolve};
use super::facts::Fixed;
use super::origin::Origins;
use super::place;
use super::scan::{Page, Pages};
use crate::config::BaseUrl;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::EntityKind;
use crate::output::{Output, page_path};
use crate::parse::percent_decoded;
use crate::source::Span;

/// Pages that were checked before, for a site that is built again and again.
#[derive(Default)]
pub struct Memory {
    /// Where every link of the build before was sound: what else that rested upon.
    sound: Option<(BaseUrl, Vec<String>)>,
}

/// Checks all pages, save those that a memory knows to be sound and whose links lead where they did.
pub fn check(
    output: &Output,
    site: &Site,
    pages: &Pages<'_>,
    origins: &Origins<'_>,
    mut memory: Option<&mut Memory>,
    diagnostics: &mut Diagnostics,
) {
    let rests = (site.config.base_url.clone(), site.failed.clone());
    let was_sound = memory.as_deref().is_some_and(|memory| memory.sound.as_ref() == Some(&rests));
    // An address that is not new may stem from a build before the last, and need not have been sound.
    let (checked, addresses) = match was_sound && !pages.moved {
        true => (&pages.new, pages.new.iter().flat_map(Page::links).collect()),
        false => (&pages.all, pages.addresses.iter().collect()),
    };
    let faults = faults(output, site, pages, checked, addresses);
    if let Some(memory) = &mut memory {
        memory.sound = faults.is_empty().then_some(rests);
    }
    report(site, faults, origins, diagnostics);
}

/// A page, an address on it, and what is wrong with that.
type Found<'a> = (&'a Page<'a>, &'a str, String);

/// All faults on pages, of which `addresses` holds every address at least.
fn faults<'a>(
    output: &Output,
    site: &Site,
    pages: &Pages<'_>,
    checked: &'a [Page<'a>],
    addresses: Vec<&Arc<str>>,
) -> Vec<Found<'a>> {
    if checked.is_empty() {
        return Vec::new();
    }
    let targets = Targets {
        site,
        pages: &pages.all,
        output,
        failed: site.failed.iter().map(|path| presumed_path(path)).collect(),
    };
    // An address that starts at the root means the same on every page, and stands on hundreds.
    let known: HashMap<&str, String, Fixed> = addresses
        .into_par_iter()
        .filter(|href| href.starts_with('/'))
        .filter_map(|href| Some((href.as_ref(), targets.fault("", href)?)))
        .collect();
    let fault_on = |page: &Page<'_>, href: &str| match href.strip_prefix('#') {
        Some(anchor) if page.has_anchor(anchor) => None,
        None if href.starts_with('/') => known.get(href).cloned(),
        _ => targets.fault(page.path, href),
    };
    checked
        .par_iter()
        .flat_map_iter(|page| {
            let links = page.links().map(AsRef::as_ref);
            links.filter_map(move |href| Some((page, href, fault_on(page, href)?)))
        })
        .collect()
}

fn report(site: &Site, faults: Vec<Found<'_>>, origins: &Origins<'_>, diagnostics: &mut Diagnostics) {
    let mut others: BTreeMap<(&str, String), (&Page<'_>, usize)> = BTreeMap::new();
    for (page, href, fault) in faults {
        let written = origins.in_document(page.maker, href);
        if written.is_empty() {
            others.entry((href, fault)).or_insert((page, 0)).1 += 1;
            continue;
        }
        for span in written.into_iter().filter(|span| !site.reported.contains(span)) {
            diagnostics.push(
                Diagnostic::new(site.config.broken_links, "broken-link", span, fault.clone())
                    .hint("paths start from the root of the site, `.md` links from the folder of this file"),
            );
        }
    }
    for ((href, fault), (page, count)) in others {
        let path = page.path;
        let on = if count == 1 { format!("on /{path}") } else { format!("on {count} pages, first /{path}") };
        let span: Span = origins.shared(href).unwrap_or_else(|| place(site, page.maker));
        diagnostics.push(
            Diagnostic::new(site.config.broken_links, "broken-link", span, format!("{fault}, {on}"))
                .hint("a menu, a template or raw HTML makes this link"),
        );
    }
}

/// Everything that a link can lead to.
struct Targets<'a> {
    site: &'a Site,
    /// In order of path.
    pages: &'a [Page<'a>],
    output: &'a Output,
    /// Where documents that could not be read would stand.
    failed: BTreeSet<String>,
}

impl Targets<'_> {
    /// Says what is wrong with an address on the page at a path; nothing when it is sound or leads elsewhere.
    fn fault(&self, page: &str, href: &str) -> Option<String> {
        let base = &self.site.config.base_url;
        let local = local(base, href)?;
        let (path, fragment) = path_and_fragment(&local);
        let Some(target) = resolve(base, page, path) else {
            return Some(format!("`{href}` leads out of the site, which stands at `{}`", base.path));
        };
        let target = percent_decoded(&target);
        let Some(found) = self.found(target.clone()) else {
            return (!self.may_have_failed(&target)).then(|| format!("`{href}` leads nowhere"));
        };
        let at = self.pages.binary_search_by(|page| page.path.cmp(found.as_str())).ok()?;
        let known = self.pages.get(at)?;
        let decoded = percent_decoded(fragment);
        let sound = fragment.is_empty()
            || fragment.eq_ignore_ascii_case("top")
            || fragment.starts_with(":~:")
            || known.has_anchor(decoded.as_str())
            || known.has_anchor(fragment);
        (!sound).then(|| format!("`{href}` names an anchor that is not on the page"))
    }

    /// The file at a path, or the index of the folder that it names.
    fn found(&self, target: String) -> Option<String> {
        if self.output.get(&target).is_some() {
            return Some(target);
        }
        let index = page_path(&format!("/{target}/"));
        self.output.get(&index).is_some().then_some(index)
    }

    /// A document that could not be read may have made the page, or named the entity that has it.
    fn may_have_failed(&self, target: &str) -> bool {
        let folder = target.split('/').next().unwrap_or_default();
        let of_entity = EntityKind::from_plural(folder).is_some();
        self.failed.contains(target)
            || self.failed.contains(&format!("{target}/index.html"))
            || (of_entity && !self.failed.is_empty())
    }
}

/// Where a document that could not be read would stand.
fn presumed_path(path: &str) -> String {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let stem = stem.strip_suffix("/index").unwrap_or(stem);
    let name = stem.rsplit('/').next().unwrap_or_default();
    let undated = name
        .split_at_checked(11)
        .filter(|(date, _)| crate::model::WrittenDate::parse(date.trim_end_matches('-')).is_ok())
        .map_or(name, |(_, rest)| rest);
    let folder = stem.strip_suffix(name).unwrap_or_default();
    page_path(&format!("/{folder}{}/", crate::names::slug::path(undated)))
}
