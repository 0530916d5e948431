//! Where the main menu marks the place of a page. Every case is a menu, and what it looks like on pages of one site.

use crate::support::SiteTest;

const REPORT: &str =
    "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\nactors: [Heron]\n---\ntext\n";

/// Addresses of a menu, and for pages which of its items are the page itself (`=`) or above it (`>`), by place in the menu.
const MENUS: [(&str, &[(&str, &str)]); 7] = [
    (
        "/ /reports/ /actors/",
        &[
            ("index.html", "=.."),
            ("reports/index.html", ".=."),
            ("reports/a/index.html", ".>."),
            ("actors/heron/index.html", "..>"),
            ("tags/index.html", "..."),
            ("404.html", "..."),
        ],
    ),
    // Menus that lead into each other: all that stand above a page are marked.
    (
        "/actors/heron/ /actors/ /reports/a/",
        &[
            ("actors/heron/index.html", "=>."),
            ("actors/index.html", ".=."),
            ("reports/a/index.html", "..="),
            ("reports/index.html", "..."),
        ],
    ),
    // Two items of one address, and one that is the start of a name only.
    ("/actors/ /actors/ /reports", &[("actors/index.html", "==."), ("reports/a/index.html", "..>")]),
    ("/reports/#top https://other.example/", &[("reports/index.html", ".."), ("reports/a/index.html", "..")]),
    ("/404.html /", &[("404.html", "=."), ("index.html", ".=")]),
    ("https://other.example/reports/", &[("reports/a/index.html", ".")]),
    ("", &[("index.html", ""), ("reports/a/index.html", "")]),
];

#[test]
fn the_menu_marks_the_page_and_what_is_above_it() {
    for root in ["/", "/sub/"] {
        for (items, pages) in MENUS {
            let main: String =
                items.split_whitespace().map(|url| format!("{{title: X, url: \"{url}\"}}, ")).collect();
            let config = format!(
                "-- sitrep.yaml --\ntitle: T\nbase_url: https://site.example{root}\ntlp: {{default: CLEAR}}\n\
                 menus: {{main: [{main}]}}\n"
            );
            let built = SiteTest::new(&format!("{config}{REPORT}")).build();
            assert_eq!(built.said(), "", "{config}");
            for (page, marks) in pages {
                let text = built.text(page);
                let menu = text.split_once("<nav class=\"site-menu\"").map_or("", |(_, rest)| rest);
                let menu = menu.split_once("</nav>").map_or("", |(menu, _)| menu);
                let shown: String = menu
                    .split("<li>")
                    .skip(1)
                    .map(|item| match item {
                        item if item.contains("aria-current=\"page\"") => '=',
                        item if item.contains("aria-current=\"true\"") => '>',
                        _ => '.',
                    })
                    .collect();
                assert_eq!(&shown, marks, "{root} {items} {page}");
            }
        }
    }
}

#[test]
fn a_site_can_replace_the_parts_of_the_frame() {
    let built = SiteTest::new(REPORT)
        .file(
            "templates/mine.html",
            "{% component site_menu(menu) %}{% for item in menu.items %}<i>{{ item.title }}</i>{% endfor %}{% endcomponent site_menu %}\
             {% component site_footer(site) %}<p>{{ site.title }}'s foot</p>{% endcomponent site_footer %}",
        )
        .build();
    assert_eq!(built.said(), "");
    for page in ["index.html", "404.html", "reports/a/index.html"] {
        assert!(built.text(page).contains("'s foot</p>"), "{page}");
        assert!(!built.text(page).contains("footer-links"), "{page}");
    }
}

#[test]
fn a_fault_in_a_part_of_the_frame_is_said_once() {
    let test = SiteTest::new(REPORT).file(
        "templates/mine.html",
        "{% component site_footer(site) %}{{ site.titel }}{% endcomponent site_footer %}",
    );
    test.says("templates/mine.html:1:42: error[template]: field `titel` is not defined, on /");
}
