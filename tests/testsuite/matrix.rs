//! `/matrix/` and the lists of all pairs: what counts as a pair, what it counts, where its figure leads.

use crate::support::{Built, SiteTest};

/// Reports one a day, the last the newest, each as slug and further front matter.
fn reports(rows: &[(&str, &str)]) -> String {
    let report = |(at, (slug, lines)): (usize, &(&str, &str))| {
        format!(
            "-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\ndate: 2024-01-{:02}\n{lines}\n---\nText.\n",
            at + 1
        )
    };
    rows.iter().enumerate().map(report).collect()
}

fn built(rows: &[(&str, &str)]) -> Built {
    let built = SiteTest::new(&reports(rows)).build();
    assert_eq!(built.said(), "");
    built
}

/// The cells of the first table of `/matrix/`: `Row/Column figure mark address`.
fn cells(built: &Built) -> Vec<String> {
    let main = built.main("matrix/index.html");
    let body = main.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap();
    let mut cells = Vec::new();
    for row in body.split("<tr>").skip(1) {
        let name = between(row, "<bdi>", "</bdi>");
        for cell in row.split("class=\"cell-name\"").skip(1) {
            let mark = if cell.contains("cell-together") {
                "named"
            } else if cell.contains("cell-contested") {
                "contested"
            } else {
                "claimed"
            };
            // The name of the column, then its figure.
            let (column, cell) = cell.split_once("<a class=\"cell").unwrap();
            let column = column.replace("<bdi>", "").replace("</bdi>", "");
            let column = between(&column, ">", "<");
            let href = between(cell, "href=\"", "\"");
            let figure = cell.split("</a>").next().unwrap().rsplit('>').next().unwrap();
            cells.push(format!("{name}/{column} {figure} {mark} {href}"));
        }
    }
    cells
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(inner, _)| inner)
}

#[test]
fn a_claim_makes_a_pair_and_a_denial_makes_none() {
    let names = "actors: [A, B]\nvictims: [V, W]\n";
    let cases: &[(&str, &[&str])] = &[
        ("activity: [{actor: A, victim: V}]", &["A/V 1 claimed /reports/r/"]),
        ("activity: [{actor: A, victim: V, stance: suspects}]", &["A/V 1 claimed /reports/r/"]),
        ("activity: [{actor: A, victim: V, stance: denies}]", &[]),
        ("activity: [{actor: A, victim: V, stance: disputes}]", &[]),
        // Two rows of one report are one report, and a report that both claims and denies is both.
        (
            "activity: [{actor: A, victim: V}, {actor: A, victim: V, verb: seen at}]",
            &["A/V 1 claimed /reports/r/"],
        ),
        (
            "activity: [{actor: A, victim: V}, {actor: A, victim: V, stance: denies}]",
            &["A/V 1 contested /reports/r/"],
        ),
        (
            "activity: [{id: c, actor: A, victim: V}, {actor: B, victim: V, disputes: [c]}]",
            &["A/V 1 contested /reports/r/", "B/V 1 claimed /reports/r/"],
        ),
        // Without a claim the names stand together.
        (
            "",
            &[
                "A/V 1 named /reports/r/",
                "A/W 1 named /reports/r/",
                "B/V 1 named /reports/r/",
                "B/W 1 named /reports/r/",
            ],
        ),
        ("retracted: It was wrong.\nactivity: [{actor: A, victim: V}]", &[]),
        ("retracted: It was wrong.", &[]),
        ("activity: [{actor: A}, {victim: V}]", &[]),
    ];
    for (lines, expected) in cases {
        let built = SiteTest::new(&reports(&[("r", &format!("{names}{lines}"))])).build();
        assert_eq!(cells(&built), *expected, "{lines}");
        assert_eq!(built.has("matrix/actors/index.html"), !expected.is_empty(), "{lines}");
    }
}

#[test]
fn denied_names_and_ambiguous_ones_stand_together_with_nobody() {
    let text = reports(&[(
        "r",
        "actors: [A, {name: B, stance: denies}, Shared]\nvictims: [V, {name: W, stance: disputes}]",
    )]) + "-- content/actors/x.md --\n---\nname: X\naliases: [Shared]\n---\n-- content/actors/y.md --\n---\nname: Y\naliases: [Shared]\n---\n";
    assert_eq!(cells(&SiteTest::new(&text).build()), ["A/V 1 named /reports/r/"]);
}

#[test]
fn undisclosed_victims_are_a_figure_without_a_column() {
    let hidden =
        "actors: [A]\nvictims: [{name: secret, undisclosed: true}, {name: other, undisclosed: true}]\n";
    let built = built(&[
        ("r", &format!("{hidden}activity: [{{actor: A, victim: secret}}, {{actor: A, victim: other}}]")),
        ("s", &format!("{hidden}activity: [{{actor: A, victim: secret, stance: denies}}]")),
    ]);
    assert_eq!(cells(&built), ["A/Undisclosed 1 claimed /reports/r/"]);
    let main = built.main("matrix/index.html");
    assert!(!main.contains("secret") && main.contains("The pair with its reports"), "{main}");
}

#[test]
fn all_pairs_hold_undisclosed_victims_and_say_what_is_a_cluster() {
    let hidden = "victims: [V, {name: secret, undisclosed: true}]\n";
    let text = format!(
        "actors: [A, {{name: B, kind: cluster}}]\n{hidden}activity: [{{actor: A, victim: secret}}, {{actor: B, victim: V}}]"
    );
    let built = built(&[("r", &text), ("s", &text)]);
    assert_eq!(
        cells(&built),
        [
            "A/Undisclosed 2 claimed /matrix/actors/#sr-undisclosed-a",
            "B/V 1 claimed /reports/r/",
            "B/V 1 claimed /reports/s/"
        ]
    );
    assert!(built.main("matrix/index.html").contains("All 3 pairs"));
    let list = built.main("matrix/actors/index.html");
    let row = between(&list, "id=\"sr-undisclosed-a\"", "</tr>");
    assert!(
        row.contains("Undisclosed victims") && row.contains("Report r") && row.contains("Report s"),
        "{row}"
    );
    assert!(between(&list, "id=\"sr-pair-b-r.v\"", "</tr>").contains(">cluster<"), "{list}");
}

#[test]
fn a_figure_of_several_reports_leads_to_its_row_among_all_pairs() {
    let claim = "actors: [A]\nvictims: [V]\nactivity: [{actor: A, victim: V}]";
    let names = "actors: [A, B]\nvictims: [V]";
    let mut rows = vec![("a", claim), ("b", names), ("c", claim)];
    let many: Vec<String> = (0..7).map(|at| format!("n{at}")).collect();
    rows.extend(many.iter().map(|slug| (slug.as_str(), names)));
    let built = built(&rows);
    assert_eq!(
        cells(&built),
        ["A/V 2 claimed /matrix/actors/#sr-pair-a.v", "B/V 8 named /matrix/actors/#sr-pair-b.v",]
    );
    let list = built.main("matrix/actors/index.html");
    let row = between(&list, "id=\"sr-pair-a.v\"", "</tr>");
    assert!(
        row.contains("data-label=\"Claimed in\">2<") && row.contains("data-label=\"Only named in\">8<"),
        "{row}"
    );
    // Six of ten reports, newest first.
    assert!(row.contains("<summary>9 more</summary>") && row.contains("and 4 older"), "{row}");
    assert!(
        row.find("Report n6").unwrap() < row.find("Report n5").unwrap() && !row.contains("Report c"),
        "{row}"
    );
    assert!(list.contains("<tr id=\"sr-pair-b.v\" class=\"pair-loose\">"), "{list}");
}

#[test]
fn the_busiest_rows_are_shown_and_the_rest_is_in_pages() {
    // Actor 0 against all victims, actor 1 against all but one, and so on.
    let name = |letter: char, at: usize| format!("{letter}{at:03}");
    let mut lines = String::from("actors: [");
    lines += &(0..60).map(|at| name('A', at)).collect::<Vec<_>>().join(", ");
    lines += "]\nvictims: [";
    lines += &(0..60).map(|at| name('V', at)).collect::<Vec<_>>().join(", ");
    lines += "]\nactivity:\n";
    for actor in 0..60 {
        for victim in actor..60 {
            lines += &format!("- {{actor: {}, victim: {}}}\n", name('A', actor), name('V', victim));
        }
    }
    let built = built(&[("r", &lines)]);
    let main = built.main("matrix/index.html");
    assert!(main.contains("Shown are the busiest 50 of 60 actors and 30 of 60 victims."), "{main}");
    assert!(main.contains("All 1830 pairs"));
    let cells = cells(&built);
    // Columns are weighed by the rows that are shown, ties in order of name.
    assert_eq!(cells[0], "A000/V049 1 claimed /reports/r/");
    assert!(cells.contains(&"A000/Further victims 30 claimed /actors/a000/".to_owned()));
    assert!(!cells.iter().any(|cell| cell.starts_with("A050/")));
    // 1830 pairs on pages of 50.
    assert!(built.has("matrix/actors/page/37/index.html") && !built.has("matrix/actors/page/38/index.html"));
    let last = built.main("matrix/actors/page/37/index.html");
    assert_eq!(last.matches("<tr id=").count(), 30);
}

#[test]
fn a_report_that_names_more_pairs_than_can_mean_anything_is_left_out_and_said_so() {
    let list = |letter: char, count: usize| {
        (0..count).map(|at| format!("{letter}{at}")).collect::<Vec<_>>().join(", ")
    };
    let names = |actors: usize, victims: usize| {
        format!("actors: [{}]\nvictims: [{}]", list('A', actors), list('V', victims))
    };
    let few = built(&[("r", &names(50, 20))]);
    assert!(few.main("matrix/index.html").contains("All 1000 pairs"));
    let many = built(&[("r", &names(50, 21)), ("s", "actors: [A1]\nvictims: [V1]")]);
    assert_eq!(cells(&many), ["A1/V1 1 named /reports/s/"]);
    for page in ["matrix/index.html", "matrix/actors/index.html"] {
        assert!(many.main(page).contains("1 report that names more than a thousand such pairs"), "{page}");
    }
}

#[test]
fn sectors_meet_countries_by_victims_and_else_by_name() {
    let profile = "-- content/victims/w.md --\n---\nname: W\nsectors: [energy]\ncountry: NO\n---\n";
    let cases: &[(&str, &[&str])] = &[
        (
            "victims: [{name: V, sectors: [telecoms], country: AF}]\nsectors: [media]\ncountries: [FR]",
            &["telecoms/Afghanistan 1 claimed /reports/r/"],
        ),
        (
            "victims: [{name: h, undisclosed: true, sectors: [telecoms], country: AF}]",
            &["telecoms/Afghanistan 1 claimed /reports/r/"],
        ),
        ("victims: [W]", &["energy/Norway 1 claimed /reports/r/"]),
        ("victims: [{name: W, country: SE}]", &["energy/Sweden 1 claimed /reports/r/"]),
        (
            "victims: [{name: V, sectors: [telecoms], country: AF, stance: denies}]\nsectors: [media]",
            &["media/Afghanistan 1 named /reports/r/", "telecoms/Afghanistan 1 named /reports/r/"],
        ),
        (
            "sectors: [media, {name: energy, stance: disputes}]\ncountries: [FR]",
            &["media/France 1 named /reports/r/"],
        ),
        ("retracted: No.\nvictims: [W]", &[]),
    ];
    for (lines, expected) in cases {
        let built = SiteTest::new(&(reports(&[("r", lines)]) + profile)).build();
        let main = built.main("matrix/index.html");
        assert!(!main.contains("Actors by victims"), "{lines}");
        assert_eq!(cells(&built), *expected, "{lines}");
        assert_eq!(built.has("matrix/sectors/index.html"), !expected.is_empty());
    }
}

#[test]
fn an_empty_matrix_is_there_for_menus_and_nothing_leads_to_it() {
    let text = "-- content/reports/r.md --\n---\ntitle: R\ndate: 2024-01-01\n---\nText.\n";
    let menu = "-- sitrep.yaml --\ntitle: T\nbase_url: https://example.org/\ntlp: {default: CLEAR}\nmenus: {main: [{title: M, url: /matrix/}, {title: N, url: /matrix/attack/}]}\n";
    let built = SiteTest::new(&format!("{text}{menu}")).build();
    assert_eq!(built.said(), "");
    for page in ["matrix/index.html", "matrix/attack/index.html"] {
        assert!(built.text(page).contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
        assert!(built.main(page).contains("class=\"empty\""), "{page}");
    }
    assert!(!built.text("sitemap.xml").contains("/matrix/"));
    assert!(!built.main("index.html").contains("/matrix/"));
    let some = SiteTest::new(&reports(&[("r", "actors: [A]\nvictims: [V]")])).build();
    assert!(some.main("index.html").contains("<li><a href=\"/matrix/\">Matrix</a></li>"));
    assert!(!some.main("index.html").contains("/matrix/attack/"));
    assert!(
        some.text("sitemap.xml").contains("/matrix/</loc>")
            && !some.text("sitemap.xml").contains("/matrix/attack/")
    );
}

#[test]
fn odd_names_stay_text_and_have_anchors_of_their_own() {
    let built = built(&[
        ("r", "actors: ['<b>', 'A/B', '狼毒草', 'שלום']\nvictims: ['\"', '&amp;']"),
        ("s", "actors: ['<b>', 'A/B', '狼毒草', 'שלום']\nvictims: ['\"', '&amp;']"),
    ]);
    let main = built.main("matrix/index.html");
    assert!(main.contains("<bdi>&lt;b&gt;</bdi>") && main.contains("<bdi>&amp;amp;</bdi>"), "{main}");
    assert_eq!(cells(&built).len(), 8);
}
