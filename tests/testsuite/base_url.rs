//! A site below a sub-path: every address that leads into the site starts with the path of `base_url`, in pages, feeds, sitemap,
//! robots and redirects; and the sitemap lists what may be listed, whatever a site's own templates look like.

use crate::support::{Built, SiteTest};

const SITE: &str = "-- sitrep.yaml --
title: Test
base_url: https://site.example/intel/threats
tlp: {default: CLEAR}
page_size: 1
menus:
  main: [{title: About, url: /about/}]
  footer: [{title: Feed, url: /atom.xml}, {title: Elsewhere, url: 'https://elsewhere.example/'}]
-- content/index.md --
---
title: Home
summary: S.
---
[Report](reports/a/index.md), [about](/about/), [file](/extra.txt)
-- content/about.md --
---
title: About
summary: S.
redirect_from: [/who/, /who.html]
---
text
-- content/reports/a/index.md --
---
title: A
date: 2021-01-01
summary: S.
actors: [Heron, {name: Stork, kind: cluster}]
victims: [{name: Post, country: NO, sectors: [mail]}]
techniques: [T1566]
sources: ['https://elsewhere.example/x']
redirect_from: [/old/]
---
![picture](picture.png) [rule](x.yar) [[Heron]] [about](/about/) [b](../b.md#part) <https://elsewhere.example/>
-- content/reports/a/picture.png --
x
-- content/reports/a/x.yar --
rule x {}
-- content/reports/b.md --
---
title: B
date: 2021-01-02
summary: S.
actors: [Heron, Grey Heron, Shared]
---
## Part
text
-- content/actors/heron.md --
---
name: Heron
aliases: [Grey Heron, Shared]
---
text
-- content/actors/crane.md --
---
name: Crane
aliases: [Shared]
---
text
-- static/extra.txt --
x
";

/// Values of `href`, `src` and `content` of a page that are addresses.
fn addresses(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in ["href=\"", "src=\"", "url=", "content=\"http"] {
        for rest in html.split(attribute).skip(1) {
            found.push(rest.split(['"', '>']).next().unwrap().to_owned());
        }
    }
    found
}

fn locations(built: &Built) -> Vec<String> {
    let text = built.text("sitemap.xml");
    text.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned()).collect()
}

#[test]
fn every_address_of_every_page_starts_with_the_path_of_the_base_url() {
    let built = SiteTest::new(SITE).build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    let mut count = 0;
    for path in built.paths().iter().filter(|path| path.ends_with(".html")) {
        for address in addresses(&built.text(path)) {
            let inside = address.starts_with("/intel/threats/")
                || address.starts_with("https://site.example/intel/threats/")
                || address.starts_with("s://site.example/intel/threats/")
                || address.starts_with('#')
                || address.starts_with("https://elsewhere.example/")
                // Where MITRE describes a technique.
                || address.starts_with("https://attack.mitre.org/techniques/");
            assert!(inside, "{address} on {path}");
            count += 1;
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn canonical_and_open_graph_addresses_are_absolute() {
    let built = SiteTest::new(SITE).build();
    for (path, url) in [
        ("index.html", "https://site.example/intel/threats/"),
        ("reports/a/index.html", "https://site.example/intel/threats/reports/a/"),
        ("reports/page/2/index.html", "https://site.example/intel/threats/reports/page/2/"),
        ("actors/heron/index.html", "https://site.example/intel/threats/actors/heron/"),
    ] {
        let text = built.text(path);
        assert!(text.contains(&format!("<link rel=\"canonical\" href=\"{url}\">")), "{path}");
        assert!(text.contains(&format!("<meta property=\"og:url\" content=\"{url}\">")), "{path}");
    }
    for (path, to) in [
        ("old/index.html", "reports/a/"),
        ("who/index.html", "about/"),
        ("who.html", "about/"),
        ("actors/grey-heron/index.html", "actors/heron/"),
    ] {
        let text = built.text(path);
        let canonical = format!("<link rel=\"canonical\" href=\"https://site.example/intel/threats/{to}\">");
        assert!(text.contains(&canonical), "{path}");
        assert!(text.contains(&format!("content=\"0; url=/intel/threats/{to}\"")), "{path}");
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
    }
}

#[test]
fn feed_sitemap_and_robots_carry_the_sub_path() {
    let built = SiteTest::new(SITE).build();
    let feed = built.text("atom.xml");
    for rest in feed.split("https://site.example").skip(1) {
        assert!(rest.starts_with("/intel/threats/"), "{rest}");
    }
    assert!(built.text("robots.txt").ends_with("Sitemap: https://site.example/intel/threats/sitemap.xml\n"));
    let found = locations(&built);
    assert!(found.iter().all(|url| url.starts_with("https://site.example/intel/threats/")), "{found:?}");
}

#[test]
fn the_sitemap_lists_pages_once_and_neither_redirects_nor_the_404_page() {
    let built = SiteTest::new(SITE).build();
    let found: Vec<String> = locations(&built)
        .iter()
        .map(|url| url.trim_start_matches("https://site.example/intel/threats").to_owned())
        .collect();
    for wanted in
        ["/", "/about/", "/reports/", "/reports/page/2/", "/reports/a/", "/actors/heron/", "/actors/shared/"]
    {
        assert_eq!(found.iter().filter(|url| *url == wanted).count(), 1, "{wanted} in {found:?}");
    }
    for unwanted in ["/old/", "/who/", "/who.html", "/404.html", "/actors/grey-heron/"] {
        assert!(!found.iter().any(|url| url == unwanted), "{unwanted}");
    }
}

#[test]
fn a_site_s_own_frame_does_not_change_the_sitemap() {
    let theme = SiteTest::new(SITE).build();
    let blocks = "{% block crumbs %}{% endblock crumbs %}{% block main %}{% endblock main %}{% block head %}{% endblock head %}";
    for frame in [
        format!("<!DOCTYPE html><title>t</title>{blocks}"),
        format!("<!DOCTYPE html><meta name=\"robots\" content=\"noindex\"><title>t</title>{blocks}"),
    ] {
        let own = SiteTest::new(SITE)
            .file("templates/base.html", &frame)
            .file("templates/redirect.html", "<a href=\"{{ redirect.to.href }}\">here</a>")
            .build();
        assert_eq!(own.text("sitemap.xml"), theme.text("sitemap.xml"));
    }
}

#[test]
fn unpublished_material_is_shown_to_its_author_and_to_no_search_engine() {
    let site =
        "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\ndraft: true\n---\nx\n";
    let built = SiteTest::new(site).drafts().build();
    assert!(built.text("reports/a/index.html").contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(!built.text("sitemap.xml").contains("/reports/a/"));
}

#[test]
fn the_forms_of_a_base_url_come_to_the_same() {
    for (written, prefix) in [
        ("https://site.example", "/"),
        ("https://site.example/", "/"),
        ("https://site.example/sub", "/sub/"),
        ("https://SITE.example//sub//", "/sub/"),
        ("http://localhost:8080/a/b/", "/a/b/"),
    ] {
        let site = SITE.replace("https://site.example/intel/threats", written);
        let built = SiteTest::new(&site).build();
        assert!(!built.diagnostics.has_errors(), "{written}: {}", built.said());
        let home = built.text("index.html");
        assert!(home.contains(&format!("href=\"{prefix}assets/site.css\"")), "{written}");
        assert!(home.contains(&format!("href=\"{prefix}reports/a/\"")), "{written}");
    }
}

#[test]
fn two_places_of_one_site_differ_in_addresses_only() {
    let below = SiteTest::new(SITE);
    let top = SiteTest::new(&SITE.replace("/intel/threats", ""));
    let (one, other) = (below.build(), top.build());
    assert_eq!(one.paths(), other.paths());
    for (path, text) in one.paths().iter().map(|path| (path, one.text(path))) {
        assert_eq!(text.replace("/intel/threats/", "/"), other.text(path), "{path}");
    }
}
