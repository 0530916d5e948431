//! The pages of a site, one job each, and how each is made. Jobs stand in order of precedence: where two want one path, the
//! first stays.

use super::keep::alone;
use super::theme::Fault;
use super::{InMemory, Keep, Made, Stage};
use crate::headline;
use crate::link::{AmbiguousId, DocumentId, EntityId, ReportId, Site};
use crate::model::{EntityKind, Tlp};
use crate::output::{Content, Maker, page_path};
use crate::view::{BodyView, Frame, Link, PageView, PairKind, RedirectView, Rows, Shared, Years};

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Job {
    Home,
    Report(ReportId),
    Page(usize),
    Reports(usize),
    Kind(EntityKind, usize),
    Entity(EntityId, usize),
    Claims(EntityId, usize),
    Ambiguous(AmbiguousId, usize),
    Matrix,
    Pairs(PairKind, usize),
    Attack,
    Indicators(usize),
    /// The list of years, or a page of one.
    Timeline(Option<(i16, usize)>),
    NotFound,
    Redirect(usize),
}

/// Every page of the site.
pub fn all(rows: &Rows<'_>) -> Vec<Job> {
    let site = rows.site;
    let mut jobs = vec![Job::Home, Job::NotFound];
    jobs.extend((0..site.reports.len()).map(Job::Report));
    jobs.extend((1..=rows.pages(site.reports.len())).map(Job::Reports));
    for kind in EntityKind::ALL {
        let pages = rows.pages(rows.ids(kind).len());
        jobs.extend((1..=pages).map(|number| Job::Kind(kind, number)));
    }
    for (id, entity) in site.entities.iter().enumerate() {
        let pages = rows.pages(entity.reports.len());
        jobs.extend((1..=pages).map(|number| Job::Entity(id, number)));
        jobs.extend((1..=rows.claim_pages(id)).map(|number| Job::Claims(id, number)));
    }
    for (id, name) in site.ambiguous.iter().enumerate().filter(|(_, name)| name.has_page) {
        let pages = rows.pages(name.reports.len());
        jobs.extend((1..=pages).map(|number| Job::Ambiguous(id, number)));
    }
    super::matrix::jobs(rows, &mut jobs);
    jobs.extend((1..=rows.pages(rows.pivot.len())).map(Job::Indicators));
    let years: Vec<(i16, usize)> = rows.years.pages().collect();
    if !years.is_empty() {
        jobs.push(Job::Timeline(None));
    }
    for (year, lanes) in years {
        jobs.extend((1..=rows.pages(lanes)).map(|number| Job::Timeline(Some((year, number)))));
    }
    let pages = site.pages.iter().enumerate().filter(|(_, page)| page.route != "/");
    jobs.extend(pages.map(|(at, _)| Job::Page(at)));
    jobs.extend((0..site.redirects.len()).map(Job::Redirect));
    jobs
}

/// The page that shows the body of a document.
pub fn of(site: &Site, id: DocumentId) -> Option<Job> {
    match id {
        DocumentId::Report(at) => Some(Job::Report(at)),
        DocumentId::Page(at) if home_page(site) == Some(at) => Some(Job::Home),
        DocumentId::Page(at) => Some(Job::Page(at)),
        DocumentId::Entity(id) => Some(Job::Entity(id, 1)),
        DocumentId::Ambiguous(_) => None,
    }
}

fn home_page(site: &Site) -> Option<usize> {
    site.pages.iter().position(|page| page.route == "/")
}

impl Stage<'_> {
    /// Makes one page.
    pub fn page(&self, job: Job) -> Result<Made, Fault> {
        let Some(memory) = self.memory else { return self.made(job) };
        let (made, headlines) = headline::watched(|| self.made(job));
        memory.shows(job, headlines);
        made
    }

    fn made(&self, job: Job) -> Result<Made, Fault> {
        match job {
            Job::Home => self.home(),
            Job::Report(at) => self.report(at),
            Job::Page(at) => self.content(at),
            Job::Reports(number) => self.reports(number),
            Job::Kind(kind, number) => self.kind(kind, number),
            Job::Entity(id, number) => self.entity(id, number),
            Job::Claims(id, number) => self.claims(id, number),
            Job::Ambiguous(at, number) => self.ambiguous(at, number),
            Job::Matrix => self.matrix(),
            Job::Pairs(kind, number) => self.pairs(kind, number),
            Job::Attack => self.attack(),
            Job::Indicators(number) => self.indicators(number),
            Job::Timeline(year) => self.timeline(year),
            Job::NotFound => self.not_found(),
            Job::Redirect(at) => self.redirect(at),
        }
    }

    /// Renders a page with its view.
    pub fn finish<T: serde::Serialize>(
        &self,
        page: &PageView,
        name: &'static str,
        view: &T,
        maker: Maker,
    ) -> Result<Made, Fault> {
        self.finish_as(page, name, view, maker, self.keep)
    }

    /// The same, for a page that is kept in a way of its own.
    fn finish_as<T: serde::Serialize>(
        &self,
        page: &PageView,
        name: &'static str,
        view: &T,
        maker: Maker,
        keep: &dyn Keep,
    ) -> Result<Made, Fault> {
        let mut write = |html: &mut Vec<u8>| self.theme.render(page, name, view, html);
        Ok(Made {
            content: match self.memory {
                Some(memory) => Content::Bytes(memory.page(page, name, view, || alone(&mut write))?),
                None => keep.page(&page_path(&page.route), &mut write)?,
            },
            route: page.route.clone(),
            maker,
            gives_way: false,
            noindex: page.noindex,
        })
    }

    fn home(&self) -> Result<Made, Fault> {
        let at = home_page(self.site);
        let authored = at.map(|at| &self.site.pages[at]);
        let body = at.map_or_else(Shared::<BodyView>::default, |at| self.body(DocumentId::Page(at)));
        let summary = authored.map(|page| page.head.summary.shown().to_owned()).unwrap_or_default();
        let mut page = self.rows.page_view(Frame {
            title: authored.map_or(&self.site.config.title, |page| &page.title.value).clone(),
            description: if summary.is_empty() { self.site.config.description.clone() } else { summary },
            route: "/".to_owned(),
            template: "home",
            breadcrumbs: Vec::new(),
            head: authored.map(|page| &page.head),
            noindex: false,
        });
        self.rows.mark(&mut page, authored.map(|page| &page.head), self.rows.site_level());
        let maker = authored.map_or(Maker::Generated, |page| Maker::Source(page.head.source));
        self.finish(&page, "home", &self.rows.home(body), maker)
    }

    fn report(&self, at: ReportId) -> Result<Made, Fault> {
        let page = self.rows.report_page(at);
        let body = self.body(DocumentId::Report(at));
        let view = self.rows.report_view(at, body, &|url| self.cover.blocks(url), &self.theme.grammars);
        let source = self.site.reports[at].report.head.source;
        self.finish(&page, "report", &view, Maker::Source(source))
    }

    fn content(&self, at: usize) -> Result<Made, Fault> {
        let authored = &self.site.pages[at];
        let mut page = self.rows.page_view(Frame {
            title: authored.title.value.clone(),
            description: authored.head.summary.shown().to_owned(),
            route: authored.route.clone(),
            template: "page",
            breadcrumbs: Vec::new(),
            head: Some(&authored.head),
            noindex: false,
        });
        self.rows.mark(&mut page, Some(&authored.head), self.rows.level_of_mentions(DocumentId::Page(at)));
        let view = self.rows.content_view(at, self.body(DocumentId::Page(at)));
        self.finish(&page, "content", &view, Maker::Source(authored.head.source))
    }

    fn reports(&self, number: usize) -> Result<Made, Fault> {
        let mut page = self.list_page("Reports", "All reports, newest first", "/reports/", number);
        let all: Vec<ReportId> = (0..self.site.reports.len()).collect();
        self.rows.mark(&mut page, None, self.rows.reports_level(self.rows.slice(&all, number)));
        self.finish(&page, "list", &self.rows.report_list(number), Maker::Generated)
    }

    fn kind(&self, kind: EntityKind, number: usize) -> Result<Made, Fault> {
        let view = self.rows.entity_list(kind, number);
        let route = format!("/{}/", kind.plural());
        let description = format!("All {}, by name", kind.label_plural().to_lowercase());
        let mut page = self.list_page(kind.label_plural(), &description, &route, number);
        self.rows.mark(&mut page, None, self.rows.kind_level(kind));
        self.finish(&page, "list", &view, Maker::Generated)
    }

    fn list_page(&self, title: &str, description: &str, route: &str, number: usize) -> PageView {
        self.rows.page_view(Frame {
            title: numbered(title, number),
            description: description.to_owned(),
            route: Rows::page_route(route, number),
            template: "list",
            breadcrumbs: Vec::new(),
            head: None,
            noindex: false,
        })
    }

    fn entity(&self, id: EntityId, number: usize) -> Result<Made, Fault> {
        let entity = &self.site.entities[id];
        let profile = entity.profile.as_ref();
        let body = if number == 1 { self.body(DocumentId::Entity(id)) } else { Shared::default() };
        let view = self.rows.entity_view(id, number, body, &|url| self.cover.blocks(url));
        let description = if view.summary.is_empty() {
            format!("{}: reports, names and sources", entity.kind.label())
        } else {
            view.summary.clone()
        };
        let mut page = self.rows.page_view(Frame {
            title: numbered(&entity.called(), number),
            description,
            route: Rows::page_route(&entity.route, number),
            template: "entity",
            breadcrumbs: vec![view.list.clone()],
            head: profile.map(|profile| &profile.head),
            noindex: false,
        });
        let beside = if number == 1 { self.rows.level_of_first_page(id) } else { Tlp::Clear };
        let level = self.rows.entity_level(id).max(beside);
        self.rows.mark(&mut page, profile.map(|profile| &profile.head), level);
        let maker = match profile {
            Some(profile) if number == 1 => Maker::Source(profile.head.source),
            _ => Maker::Generated,
        };
        self.finish(&page, "entity", &view, maker)
    }

    fn claims(&self, id: EntityId, number: usize) -> Result<Made, Fault> {
        let entity = &self.site.entities[id];
        let view = self.rows.claims_view(id, number, &|url| self.cover.blocks(url));
        let mut page = self.rows.page_view(Frame {
            title: numbered(&format!("Claims about {}", entity.name), number),
            description: format!("All that published reports say about {}, and who objects", entity.name),
            route: Rows::page_route(&self.rows.claims_route(id), number),
            template: "claims",
            breadcrumbs: vec![self.rows.list_link(entity.kind), self.rows.link(DocumentId::Entity(id))],
            head: None,
            noindex: false,
        });
        let profile = entity.profile.as_ref().map(|profile| &profile.head);
        self.rows.mark(&mut page, profile, self.rows.entity_level(id));
        self.finish(&page, "claims", &view, Maker::Generated)
    }

    fn ambiguous(&self, at: AmbiguousId, number: usize) -> Result<Made, Fault> {
        let name = &self.site.ambiguous[at];
        let view = self.rows.disambiguation_view(at, number);
        let mut page = self.rows.page_view(Frame {
            title: numbered(&name.name, number),
            description: format!(
                "The name {} means more than one {}",
                name.name,
                name.kind.label().to_lowercase()
            ),
            route: Rows::page_route(&name.route, number),
            template: "disambiguation",
            breadcrumbs: vec![view.list.clone()],
            head: None,
            noindex: false,
        });
        self.rows.mark(&mut page, None, self.rows.ambiguous_level(at));
        self.finish(&page, "disambiguation", &view, Maker::Generated)
    }

    fn indicators(&self, number: usize) -> Result<Made, Fault> {
        let page = self.rows.page_view(Frame {
            title: numbered("Indicators", number),
            description: "Indicators that several reports share, and all of them as files".to_owned(),
            route: Rows::page_route("/indicators/", number),
            template: "indicators",
            breadcrumbs: Vec::new(),
            head: None,
            noindex: false,
        });
        self.finish(&page, "indicators", &self.rows.pivot_view(number), Maker::Generated)
    }

    fn timeline(&self, year: Option<(i16, usize)>) -> Result<Made, Fault> {
        let blocked = |url: &str| self.cover.blocks(url);
        let (view, title, route) = match year {
            None => (self.rows.years_view(&blocked), "Timeline".to_owned(), Years::ROUTE.to_owned()),
            Some((year, number)) => (
                self.rows.year_view(year, number, &blocked),
                numbered(&format!("Activity in {year}"), number),
                Rows::page_route(&Years::route(year), number),
            ),
        };
        let list = Link { title: "Timeline".to_owned(), href: self.rows.href(Years::ROUTE) };
        let mut page = self.rows.page_view(Frame {
            description: match year {
                None => "Dated activity in all reports, by year and by actor".to_owned(),
                Some((year, _)) => format!("Who was active in {year}, by the claims of the reports"),
            },
            title,
            route,
            template: "timeline",
            breadcrumbs: year.map(|_| list).into_iter().collect(),
            head: None,
            noindex: false,
        });
        page.tlp = self.rows.timeline_marking(year);
        self.finish(&page, "timeline", &view, Maker::Generated)
    }

    fn not_found(&self) -> Result<Made, Fault> {
        let page = self.rows.page_view(Frame {
            title: "Page not found".to_owned(),
            description: String::new(),
            route: "/404.html".to_owned(),
            template: "not-found",
            breadcrumbs: Vec::new(),
            head: None,
            noindex: true,
        });
        self.finish(&page, "404", &(), Maker::Generated)
    }

    fn redirect(&self, at: usize) -> Result<Made, Fault> {
        let redirect = &self.site.redirects[at];
        let to = self.rows.link(redirect.to);
        let mut page = self.rows.page_view(Frame {
            title: to.title.clone(),
            description: String::new(),
            route: redirect.from.clone(),
            template: "redirect",
            breadcrumbs: Vec::new(),
            head: None,
            noindex: true,
        });
        page.url = self.site.config.base_url.absolute(self.site.route(redirect.to));
        let maker = redirect.written.map_or(Maker::Generated, Maker::Place);
        // It may give way to another page at its path, and only what is published is to be read.
        let mut made = self.finish_as(&page, "redirect", &RedirectView { to }, maker, &InMemory)?;
        made.gives_way = redirect.written.is_none();
        Ok(made)
    }
}

/// A title with the number of the page, from the second on.
pub fn numbered(title: &str, number: usize) -> String {
    if number == 1 { title.to_owned() } else { format!("{title}, page {number}") }
}
