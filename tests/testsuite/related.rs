//! Related reports: what makes two reports related, in which order, with which words, and what a new report may change. In go small
//! sites, out come the related reports of a page.

use sitrep::model::Tlp;

use crate::support::{Built, SiteTest};

/// One report of a generated site.
fn report(slug: &str, date: &str, front: &str) -> String {
    format!("-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\ndate: {date}\n{front}\n---\nText.\n")
}

/// Titles and reasons of the related reports of a report.
fn related(built: &Built, slug: &str) -> Vec<String> {
    let main = built.main(&format!("reports/{slug}/index.html"));
    let Some((_, section)) = main.split_once("<h2 id=\"sr-related\">") else { return Vec::new() };
    let section = section.split_once("</section>").unwrap().0;
    let between = |text: &str, from: &str, to: &str| {
        text.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned()
    };
    section
        .split("<li>")
        .skip(1)
        .map(|item| {
            let title = between(&between(item, "<h3", "</h3>"), "\">", "</a>");
            let title = title.split_once("\">").map_or(title.clone(), |(_, title)| title.to_owned());
            format!("{title}: {}", between(item, "related-reason\">", "</p>"))
        })
        .collect()
}

#[test]
fn reports_are_related_by_names_and_indicators_and_say_why() {
    let front = "actors: [RedFoxtrot]\nmalware: [PlugX]\nindicators: [c2.test, 203.0.113.7]";
    let site = [
        report("one", "2024-01-01", front),
        report("two", "2024-02-01", "actors: [RedFoxtrot]\nmalware: [PlugX]\nindicators: ['C2[.]TEST']"),
        report("three", "2024-03-01", "malware: [PlugX]\ntags: [other]"),
        report("four", "2024-04-01", "actors: [Somebody Else]"),
    ]
    .concat();
    let built = SiteTest::new(&site).build();
    assert_eq!(
        related(&built, "one"),
        ["Report two: shares RedFoxtrot, PlugX and one indicator", "Report three: shares PlugX"]
    );
    assert_eq!(
        related(&built, "two"),
        ["Report one: shares RedFoxtrot, PlugX and one indicator", "Report three: shares PlugX"]
    );
    // As strong as each other: the newest first.
    assert_eq!(related(&built, "three"), ["Report two: shares PlugX", "Report one: shares PlugX"]);
    assert_eq!(related(&built, "four"), Vec::<String>::new());
}

#[test]
fn one_indicator_outweighs_several_names_and_a_rare_name_a_common_one() {
    let common: String =
        (1..=9).map(|at| report(&format!("c{at}"), "2020-01-01", "tags: [common]")).collect();
    let site = [
        report(
            "one",
            "2024-01-01",
            "actors: [Rare]\nmalware: [Also Rare]\ntags: [common]\nindicators: [c2.test]",
        ),
        report("indicator", "2021-01-01", "indicators: [c2.test]"),
        report("rare", "2021-01-01", "actors: [Rare]"),
        report("rarer", "2021-01-01", "malware: [Also Rare]\nactors: [Rare]"),
        common,
    ]
    .concat();
    let found = related(&SiteTest::new(&site).build(), "one");
    assert_eq!(
        found[..4],
        [
            "Report indicator: shares one indicator",
            "Report rarer: shares Also Rare and Rare",
            "Report rare: shares Rare",
            "Report c1: shares common",
        ]
    );
    assert_eq!(found.len(), 5, "ties go to the slug where dates are equal, and five are shown: {found:?}");
}

#[test]
fn what_more_than_fifty_reports_use_relates_none_of_them() {
    let all = |count: usize| -> String {
        let front = "sectors: [energy]\nindicators: [203.0.113.9]";
        (1..=count).map(|at| report(&format!("r{at}"), "2024-01-01", front)).collect()
    };
    let built = SiteTest::new(&all(50)).build();
    assert_eq!(related(&built, "r1").len(), 5);
    assert_eq!(related(&built, "r1")[0], "Report r10: shares energy and one indicator");
    assert_eq!(related(&SiteTest::new(&all(51)).build(), "r1"), Vec::<String>::new());
}

#[test]
fn a_long_reason_is_cut_short_in_words() {
    let tags = |count: usize| {
        let names: Vec<String> = (1..=count).map(|at| format!("t{at}")).collect();
        let indicators: Vec<String> = (1..=12).map(|at| format!("h{at}.test")).collect();
        format!("tags: [{}]\nindicators: [{}]", names.join(", "), indicators.join(", "))
    };
    let pair = |count| report("one", "2024-01-01", &tags(count)) + &report("two", "2024-02-01", &tags(count));
    let found = related(&SiteTest::new(&pair(5)).build(), "one");
    assert_eq!(found, ["Report two: shares t1, t2, t3, t4, t5 and 12 indicators"]);
    let found = related(&SiteTest::new(&pair(7)).build(), "one");
    assert_eq!(found, ["Report two: shares t1, t2, t3, t4, 3 more names and 12 indicators"]);
}

#[test]
fn retracted_reports_clusters_ambiguous_names_and_undisclosed_victims_relate_nothing() {
    let profiles = "-- content/actors/a.md --\n---\nname: Alpha\naliases: [Both]\n---\nText.\n\
                    -- content/actors/b.md --\n---\nname: Beta\naliases: [Both]\n---\nText.\n";
    for front in [
        "actors: [{name: Winnti, kind: cluster}]",
        "actors: [Both]",
        "victims: [{name: hidden, undisclosed: true}]",
        "actors: [Gamma]\nindicators: [c2.test]\nretracted: wrong",
    ] {
        let site =
            format!("{profiles}{}{}", report("one", "2024-01-01", front), report("two", "2024-02-01", front));
        let built = SiteTest::new(&site).build();
        assert_eq!(related(&built, "one"), Vec::<String>::new(), "{front}");
        assert_eq!(related(&built, "two"), Vec::<String>::new(), "{front}");
    }
}

#[test]
fn eighty_thousand_shared_indicators_count_no_more_than_ten() {
    let list: String = (0..80_000).map(|at| format!("h{at}.test\n")).collect();
    let few: String = (0..10).map(|at| format!("f{at}.test, ")).collect();
    let file = "indicators_file: iocs.csv";
    let names = format!("tags: [a, b]\nindicators: [{}]", few.trim_end_matches(", "));
    let bundle = |slug: &str, date: &str, front: &str| {
        format!(
            "-- content/reports/{slug}/index.md --\n---\ntitle: Report {slug}\ndate: {date}\n{front}\n---\nText.\n"
        )
    };
    let site = [
        bundle("one", "2024-01-01", &format!("{names}\n{file}")),
        bundle("many", "2024-02-01", file),
        bundle("few", "2024-03-01", &names),
    ]
    .concat();
    let csv = format!("value\n{list}");
    let built = SiteTest::new(&site)
        .file("content/reports/one/iocs.csv", &csv)
        .file("content/reports/many/iocs.csv", &csv)
        .build();
    assert_eq!(
        related(&built, "one"),
        ["Report few: shares a, b and 10 indicators", "Report many: shares 80000 indicators"]
    );
}

#[test]
fn names_that_run_the_other_way_turn_nothing_around_them() {
    let front = "actors: ['مجموعة', 'קבוצה', Plain]";
    let site = report("one", "2024-01-01", front) + &report("two", "2024-02-01", front);
    let found = related(&SiteTest::new(&site).build(), "one");
    assert_eq!(found, ["Report two: shares Plain, \u{2068}קבוצה\u{2069} and \u{2068}مجموعة\u{2069}"]);
}

#[test]
fn a_report_bears_the_level_of_the_titles_and_names_beside_its_own() {
    let marked = |built: &Built, slug: &str| {
        let text = built.text(&format!("reports/{slug}/index.html"));
        text.split_once("marked-").unwrap().1.split_once('"').unwrap().0.to_owned()
    };
    // Years apart, so that neighbours in time are others.
    let far: String = ["2022-01-01", "2022-02-01", "2022-03-01"]
        .iter()
        .enumerate()
        .map(|(at, date)| report(&format!("far{at}"), date, ""))
        .collect();
    let one = report("one", "2021-01-01", "actors: [Shared]");
    let titled = report("two", "2023-01-01", "actors: [Shared]\ntlp: AMBER");
    let built = SiteTest::new(&format!("{one}{far}{titled}")).max_tlp(Tlp::Amber).build();
    assert_eq!(marked(&built, "one"), "amber", "it shows the title of a report above it");
    assert_eq!(marked(&built, "far2"), "amber", "so does its neighbour");
    assert_eq!(marked(&built, "far1"), "clear");
    let row = report("two", "2023-01-01", "actors: [{name: Shared, tlp: AMBER}]");
    let built = SiteTest::new(&format!("{one}{far}{row}")).max_tlp(Tlp::Amber).build();
    assert_eq!(marked(&built, "one"), "amber", "what both share is above it");
    assert_eq!(marked(&built, "far2"), "clear", "a neighbour shows the title alone");
    let listed = "actors: [Shared]\nindicators: [{value: c2.test, tlp: AMBER}]";
    let own = report("one", "2021-01-01", "actors: [Shared]\nindicators: [c2.test]");
    let other = report("two", "2023-01-01", listed);
    let built = SiteTest::new(&format!("{own}{far}{other}")).max_tlp(Tlp::Amber).build();
    assert_eq!(marked(&built, "one"), "amber", "so is the indicator");
    let clear = SiteTest::new(&format!("{own}{far}{other}")).build();
    assert_eq!(related(&clear, "one"), ["Report two: shares Shared"]);
    assert_eq!(marked(&clear, "one"), "clear");
    let linking =
        "-- content/secret.md --\n---\ntitle: Secret page\ntlp: AMBER\n---\n[one](reports/one.md)\n";
    let built = SiteTest::new(&format!("{one}{linking}")).max_tlp(Tlp::Amber).build();
    assert_eq!(marked(&built, "one"), "amber", "so is the title of a page that links to it");
}
