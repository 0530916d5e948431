//! What every page has: the site and the frame of the page.

use std::collections::BTreeMap;

use super::{ContentView, DateView, Link, PageView, Rows, SiteView, TlpView, words};
use crate::link::{DocumentId, ReportId, Site};
use crate::model::Head;

/// What a page says of itself, before the parts that follow from the site are added.
pub struct Frame<'a> {
    /// Title.
    pub title: String,
    /// Description; may be empty.
    pub description: String,
    /// Route.
    pub route: String,
    /// Name of the template, without extension.
    pub template: &'static str,
    /// The way from the home page.
    pub breadcrumbs: Vec<Link>,
    /// The document behind the page.
    pub head: Option<&'a Head>,
    /// Never to be listed by a search engine.
    pub noindex: bool,
}

/// The site as every page sees it.
pub fn site_view(site: &Site) -> SiteView {
    let config = &site.config;
    let menus: BTreeMap<String, Vec<Link>> = config
        .menus
        .iter()
        .map(|(name, items)| {
            let items = items.iter().map(|item| Link {
                title: item.title.clone(),
                href: if item.url.starts_with('/') && !item.url.starts_with("//") {
                    config.base_url.href(&item.url)
                } else {
                    item.url.value.clone()
                },
            });
            (name.clone(), items.collect())
        })
        .collect();
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        producer: config.producer.clone(),
        base_url: config.base_url.absolute("/"),
        root: config.base_url.path.clone(),
        edition: words::tlp(site.max_tlp),
        menus,
        extra: config.extra.clone(),
    }
}

impl Rows<'_> {
    /// The frame of a page.
    pub fn page_view(&self, frame: Frame<'_>) -> PageView {
        let config = &self.site.config;
        let held = frame.head.map(|head| self.held(head)).unwrap_or_default();
        PageView {
            url: config.base_url.absolute(&frame.route),
            language: frame
                .head
                .and_then(|head| head.language.clone())
                .unwrap_or_else(|| config.language.clone()),
            noindex: frame.noindex || !held.is_empty(),
            tlp: self.badge(frame.head.map_or(self.site.max_tlp, Head::marking)),
            report_tlp: None,
            held,
            published: None,
            updated: frame.head.and_then(|head| self.updated(head)),
            json_ld: String::new(),
            frame: self.frames.around(&self.href(&frame.route)),
            full_title: match frame.template {
                "home" => config.title.clone(),
                _ => full_title(&frame.title, &config.title),
            },
            title: frame.title,
            description: frame.description,
            route: frame.route,
            template: frame.template.to_owned(),
            breadcrumbs: frame.breadcrumbs,
        }
    }

    fn updated(&self, head: &Head) -> Option<DateView> {
        head.updated.as_ref().map(|date| words::written(date, self.english))
    }

    /// The frame of a report, with its dates and its schema.org data.
    pub fn report_page(&self, at: ReportId) -> PageView {
        let linked = &self.site.reports[at];
        let report = &linked.report;
        let mut page = self.page_view(Frame {
            title: report.title.shown().to_owned(),
            description: report.head.summary.shown().to_owned(),
            route: linked.route.clone(),
            template: "report",
            breadcrumbs: vec![Link { title: "Reports".to_owned(), href: self.href("/reports/") }],
            head: Some(&report.head),
            noindex: false,
        });
        let (own, beside) = (self.report_level(at), self.level_beside(at));
        self.mark(&mut page, Some(&report.head), own.max(beside));
        page.report_tlp = (beside > own).then(|| words::tlp(own));
        page.published = Some(words::written(&report.date, self.english));
        page.json_ld = self.json_ld(at, &page);
        page
    }

    /// schema.org/Report: of the report alone, whatever its page shows beside it. A `<` is escaped so that no text can end the element that holds it.
    fn json_ld(&self, at: ReportId, page: &PageView) -> String {
        let report = &self.site.reports[at].report;
        let organisation = report.producer.as_deref().unwrap_or(&self.site.config.producer);
        let mut data = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "Report",
            "headline": page.title,
            "url": page.url,
            "datePublished": report.date.day.to_string(),
            "inLanguage": page.language,
            "conditionsOfAccess": self.report_level(at).label(),
        });
        if let Some(updated) = &report.head.updated {
            data["dateModified"] = updated.day.to_string().into();
        }
        if !page.description.is_empty() {
            data["description"] = page.description.clone().into();
        }
        if !report.authors.is_empty() {
            let author = |name: &str| serde_json::json!({"@type": "Thing", "name": name});
            data["author"] = report.authors.iter().map(|name| author(&name.value)).collect();
        }
        if !organisation.is_empty() {
            data["publisher"] = serde_json::json!({"@type": "Organization", "name": organisation});
        }
        data.to_string().replace('<', "\\u003c")
    }

    /// A page of prose around its text.
    pub fn content_view(&self, at: usize, body: super::Shared<super::BodyView>) -> ContentView {
        let page = &self.site.pages[at];
        ContentView {
            title: page.title.value.clone(),
            summary: page.head.summary.shown().to_owned(),
            body,
            mentioned_in: self.mentioned_in(DocumentId::Page(at), |_| false),
            extra: page.head.extra.clone(),
        }
    }

    /// The edition's level for a template.
    pub fn edition(&self) -> TlpView {
        words::tlp(self.site.max_tlp)
    }
}

/// Characters of HTML that a title bar has room for.
const TITLE_BAR: usize = 70;

/// A title with that of the site behind it; where both have no room, what there is room for of the first.
fn full_title(title: &str, site: &str) -> String {
    const BETWEEN: &str = " · ";
    let room = |c: char| match c {
        '&' | '\'' => 5,
        '<' | '>' => 4,
        '"' => 6,
        _ => 1,
    };
    if [title, BETWEEN, site].into_iter().flat_map(str::chars).map(room).sum::<usize>() <= TITLE_BAR {
        return format!("{title}{BETWEEN}{site}");
    }
    match title.char_indices().nth(TITLE_BAR - 1) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}
