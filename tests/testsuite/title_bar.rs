//! What the title bar of a browser shows. Every case is the title of a report and of its site, and what stands in `<title>`.

use crate::support::SiteTest;

#[test]
fn the_title_of_the_site_stands_behind_where_there_is_room() {
    let (long, longer) = ("a".repeat(66), "é".repeat(80));
    let cases = [
        ("Short", "Site", "Short · Site".to_owned()),
        // Seventy characters with what is between them, counted as HTML.
        (&long, "S", format!("{long} · S")),
        (&long, "Si", long.clone()),
        (&format!("{}&", &long[..62]), "S", format!("{}&amp;", &long[..62])),
        (&format!("{}&", &long[..61]), "S", format!("{}&amp; · S", &long[..61])),
        ("A \"b\" <c>", "Site's", "A &quot;b&quot; &lt;c&gt; · Site&#39;s".to_owned()),
        (&longer, "S", format!("{}…", "é".repeat(69))),
    ];
    for (title, site, expected) in cases {
        let yaml = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let files = format!(
            "-- sitrep.yaml --\ntitle: {}\nbase_url: https://site.example/\ntlp: {{default: CLEAR}}\n\
             -- content/reports/a.md --\n---\ntitle: {}\ndate: 2021-01-01\nsummary: S.\n---\ntext\n",
            yaml(site),
            yaml(title)
        );
        let built = SiteTest::new(&files).build();
        let bar = |page: &str| {
            let text = built.text(page);
            let (_, rest) = text.split_once("<title>").unwrap();
            rest.split_once("</title>").unwrap().0.to_owned()
        };
        assert_eq!(bar("reports/a/index.html"), expected, "{title}, {site}");
        assert_eq!(bar("index.html"), site.replace('\'', "&#39;"), "{title}, {site}");
    }
}
