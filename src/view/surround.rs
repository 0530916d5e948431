//! What stands around every page alike: icon, feed and style sheets of its head, the main menu, the foot. A component of the theme makes
//! each once for the whole site; the menu once for each way in which it marks where a page is.

use super::{Draw, FrameView, Link, MenuItem, MenuView, Shared, SiteView};

/// The frames of a site.
pub struct Frames {
    /// The path of each item of the main menu.
    items: Vec<String>,
    /// The root of the site.
    root: String,
    /// By what the menu marks. Every page finds its own: a page between the items is marked as one right below the longest item
    /// above it, for whatever else is above it is above that item too.
    all: Vec<(Vec<Mark>, Shared<FrameView>)>,
}

/// What an item of the menu is to a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// The page itself.
    Page,
    /// A page above it.
    Above,
    Other,
}

impl Frames {
    /// Draws what a site needs.
    pub fn new(site: &SiteView, draw: &dyn Draw) -> Self {
        let main = site.menus.get("main").map(Vec::as_slice).unwrap_or_default();
        let items: Vec<String> = main.iter().map(|item| item.href.clone()).collect();
        let mut frames = Self { items, root: site.root.clone(), all: Vec::new() };
        // Faults of these components are said of the home page.
        let whole = |component| draw.draw(component, "site", site, "/");
        let (links, footer) = (whole("head_links"), whole("site_footer"));
        // No path holds the character, so that this is below each item and is none of them.
        let below = frames.items.iter().map(|item| format!("{item}\0"));
        let places: Vec<String> = frames.items.iter().cloned().chain(below).chain([String::new()]).collect();
        for place in places {
            let marks = frames.marks(&place);
            if frames.all.iter().any(|(known, _)| *known == marks) {
                continue;
            }
            let item = |(link, mark): (&Link, &Mark)| MenuItem {
                title: link.title.clone(),
                href: link.href.clone(),
                current: mark.word().to_owned(),
            };
            let menu = MenuView { items: main.iter().zip(&marks).map(item).collect() };
            let menu = draw.draw("site_menu", "menu", &menu, "/");
            let frame = FrameView { links: links.clone(), menu, footer: footer.clone() };
            frames.all.push((marks, Shared::new(frame)));
        }
        frames
    }

    /// The frame of the page at an address of the site.
    pub fn around(&self, href: &str) -> Shared<FrameView> {
        let marks = self.marks(href);
        let found = self.all.iter().find(|(known, _)| *known == marks);
        found.map(|(_, frame)| frame.clone()).unwrap_or_default()
    }

    fn marks(&self, href: &str) -> Vec<Mark> {
        let mark = |item: &String| match item {
            item if item == href => Mark::Page,
            // The home page is above all, and its item would always be marked.
            item if *item != self.root && href.starts_with(item.as_str()) => Mark::Above,
            _ => Mark::Other,
        };
        self.items.iter().map(mark).collect()
    }
}

impl Mark {
    /// As the attribute `aria-current` says it.
    fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Above => "true",
            Self::Other => "",
        }
    }
}
