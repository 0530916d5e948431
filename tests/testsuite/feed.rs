//! The Atom feed: which reports, in which order, and that each entry has what RFC 4287 asks for.

use crate::support::SiteTest;

/// The contents of each element of a name.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}>");
    let close = format!("</{name}>");
    xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap()).collect()
}

fn reports(number: usize) -> String {
    (0..number)
        .map(|at| {
            format!(
                "-- content/reports/r{at:03}.md --\n---\ntitle: R{at}\ndate: 2021-{:02}-{:02}\nsummary: S.\n---\nx\n",
                1 + at / 28,
                1 + at % 28
            )
        })
        .collect()
}

#[test]
fn the_feed_holds_the_fifty_newest_reports_newest_first() {
    let feed = SiteTest::new(&reports(60)).build().text("atom.xml");
    let entries = elements(&feed, "entry");
    assert_eq!(entries.len(), 50);
    assert_eq!(elements(entries[0], "id"), ["https://site.example/reports/r059/"]);
    assert_eq!(elements(&feed, "updated").len(), 51);
    assert_eq!(elements(entries[49], "id"), ["https://site.example/reports/r010/"]);
    for entry in entries {
        for name in ["id", "title", "updated", "published"] {
            assert_eq!(elements(entry, name).len(), 1, "{name} in {entry}");
        }
        assert!(
            entry
                .contains("<link rel=\"alternate\" type=\"text/html\" href=\"https://site.example/reports/r")
        );
    }
}

#[test]
fn the_feed_s_date_is_the_newest_of_its_entries() {
    let cases = [
        ("date: 2021-03-04", "2021-03-04T00:00:00Z"),
        ("date: 2021-03-04\nupdated: 2022-01-02", "2022-01-02T00:00:00Z"),
        ("date: 2022-04-09 10:00:00 +0600", "2022-04-09T10:00:00+06:00"),
    ];
    for (date, expected) in cases {
        let site = format!(
            "-- content/reports/a.md --\n---\ntitle: A\n{date}\nsummary: S.\n---\nx\n\
             -- content/reports/b.md --\n---\ntitle: B\ndate: 2020-01-01\nsummary: S.\n---\nx\n"
        );
        let feed = SiteTest::new(&site).build().text("atom.xml");
        assert_eq!(elements(&feed, "updated")[0], expected, "{date}");
    }
}

#[test]
fn dates_of_several_time_zones_are_compared_as_moments() {
    let site = "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-05-02 01:00:00 +0900\nsummary: S.\n---\nx\n\
                -- content/reports/b.md --\n---\ntitle: B\ndate: 2021-05-01 23:00:00 +0000\nsummary: S.\n---\nx\n";
    let feed = SiteTest::new(site).build().text("atom.xml");
    assert_eq!(elements(&feed, "updated")[0], "2021-05-01T23:00:00+00:00");
}

#[test]
fn every_feed_has_an_author_and_a_date_whatever_is_missing() {
    let empty = SiteTest::new("").build().text("atom.xml");
    assert_eq!(elements(&empty, "updated"), ["1970-01-01T00:00:00Z"]);
    assert_eq!(elements(&empty, "name"), ["Test"]);
    let site = "-- sitrep.yaml --\ntitle: T\nbase_url: https://site.example\nproducer: P\ntlp: {default: CLEAR}\n\
                -- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nauthors: [X, Y]\nsummary: S.\n---\nx\n\
                -- content/reports/b.md --\n---\ntitle: B\ndate: 2020-01-01\nproducer: Q\nsummary: S.\n---\nx\n";
    let feed = SiteTest::new(site).build().text("atom.xml");
    assert_eq!(elements(&feed, "name"), ["P", "X", "Y", "Q"]);
}

#[test]
fn text_that_xml_cannot_hold_or_would_misread_is_made_safe() {
    let site = "-- content/reports/a.md --\n---\ntitle: \"a < b & \\\"c\\\" \\u0007 ]]>\"\ndate: 2021-01-01\nsummary: \"<b>\"\n\
                actors: ['A\"<B>']\n---\nx\n";
    let feed = SiteTest::new(site).build().text("atom.xml");
    let title = elements(elements(&feed, "entry")[0], "title")[0];
    assert_eq!(title, "a &lt; b &amp; &quot;c&quot; \u{fffd} ]]&gt;");
    assert!(feed.contains("label=\"A&quot;&lt;B&gt;\""), "{feed}");
}

#[test]
fn a_feed_that_an_author_wrote_stands_in_for_the_made_one() {
    let test = SiteTest::new(
        "-- static/atom.xml --\n<feed/>\n-- static/robots.txt --\nUser-agent: *\nDisallow: /\n",
    );
    let built = test.build();
    assert_eq!(built.text("atom.xml"), "<feed/>\n");
    assert_eq!(built.text("robots.txt"), "User-agent: *\nDisallow: /\n");
}

#[test]
fn the_feed_does_not_depend_on_the_day() {
    let site = reports(3);
    let one = SiteTest::new(&site).today("2022-01-01").build();
    let other = SiteTest::new(&site).today("2030-12-31").build();
    assert_eq!(one.bytes(), other.bytes());
}
