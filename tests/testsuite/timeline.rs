//! Timelines: from the dates of rows to bars on an axis, what is said of them, and the pages of `/timeline/`.

use std::fmt::Write;

use sitrep::model::Tlp;
use sitrep::view::{BarView, Rows, TimelineView, Undrawn};

use crate::support::{Built, SiteTest};

/// A report on actors `A` to `F`, victims `V` and `W`, and an undisclosed one, with a row of activity a line.
fn report(slug: &str, date: &str, rows: &str) -> String {
    let rows: String = rows.lines().map(|row| format!("  - {{{}}}\n", row.trim())).collect();
    format!(
        "-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\ndate: {date}\nactors: [A, B, C, D, E, F]\nvictims: [V, {{name: W, sectors: [energy]}}, {{name: X, undisclosed: true}}]\nsources: [{{id: s, publisher: Vendor}}, {{id: t, title: Paper}}]\nactivity:\n{rows}---\nText.\n"
    )
}

#[track_caller]
fn build(text: &str) -> Built {
    let built = SiteTest::new(text).build();
    assert_eq!(built.said(), "");
    built
}

/// The figure of a report by its title.
fn of_report(built: &Built, title: &str) -> Option<TimelineView> {
    let at = built.site.reports.iter().position(|linked| linked.report.title.text() == title).unwrap();
    Rows::new(&built.site, &Undrawn).report_timeline(at, &|_| false)
}

fn of_entity(built: &Built, route: &str) -> TimelineView {
    let id = built.site.entities.iter().position(|entity| entity.route == route).unwrap();
    Rows::new(&built.site, &Undrawn).entity_timeline(id, &|_| false).unwrap()
}

/// Marks with the place where each begins and ends.
fn marks(bar: &BarView) -> String {
    let shapes =
        bar.shapes.iter().map(|shape| format!("{} {}-{}", shape.mark, shape.x, shape.x + shape.width));
    shapes.collect::<Vec<_>>().join(", ")
}

/// Lines of lanes: who, then the bars by their words.
fn lines(timeline: &TimelineView) -> Vec<String> {
    let mut all = Vec::new();
    for lane in &timeline.lanes {
        let name = lane.label.as_ref().map_or("-", |chip| &chip.name);
        for line in &lane.lines {
            let bars: Vec<String> =
                line.iter().map(|bar| format!("{} {}", bar.row.object, bar.row.period)).collect();
            all.push(format!("{name}: {}", bars.join(" | ")));
        }
    }
    all
}

fn undated(timeline: &TimelineView) -> Vec<String> {
    let rows = |lane: &sitrep::view::UndatedView| {
        let objects: Vec<&str> = lane.rows.iter().map(|row| row.object.as_str()).collect();
        format!("{}: {}", lane.label.as_ref().map_or("-", |chip| &chip.name), objects.join(", "))
    };
    timeline.undated.iter().map(rows).collect()
}

#[test]
fn dates_become_marks() {
    // The 366 days of 2020, and the 1461 from 2018 to 2021, on 1000 units; and a month in days.
    let year = "from: 2020-01-01, to: 2020-12-31";
    let four = "from: 2018-01-01, to: 2021-12-31";
    let month = "from: 2020-03-01, to: 2020-03-30";
    let cases: &[(&str, &str, &str, &str)] = &[
        (year, "from: 2020-03, to: 2020-05", "body 164-415", "March 2020 to May 2020"),
        (year, "from: 2020-02-29, to: 2020-02-29", "body 161-167", "29 February 2020"),
        (year, "from: 2020-06-15, to: 2020-07", "body 454-582", "15 June 2020 to July 2020"),
        (
            year,
            "from: 2020-03, to: 2020-05, from_bound: about, to_bound: about",
            "about-start 138-178, about-end 401-441, body 178-401",
            "about March 2020 to about May 2020",
        ),
        (
            year,
            "from: 2020-03, to: 2020-05, from_bound: at-least, to_bound: at-least",
            "at-least-start 110-164, at-least-end 415-469, body 164-415",
            "at least March 2020 to at least May 2020",
        ),
        (
            year,
            "from: 2020-03, to: 2020-05, from_bound: unknown, to_bound: unknown",
            "open 74-164, open 415-505, body 164-415",
            "March 2020 (uncertain) to May 2020 (uncertain)",
        ),
        (year, "from: 2020-03", "open 249-339, body 164-249", "from March 2020"),
        (
            year,
            "to: 2020-09, to_bound: about",
            "open 577-667, about-end 735-775, body 667-735",
            "until about September 2020",
        ),
        // Ongoing when the report appeared, on the first of October; nothing is known of later.
        (
            year,
            "from: 2020-03, to_bound: ongoing",
            "ongoing 751-984, arrow 980-1000, body 164-751",
            "March 2020, ongoing",
        ),
        (
            year,
            "from: 2020-03, to: 2020-05, to_bound: ongoing",
            "ongoing 751-984, arrow 980-1000, body 164-751",
            "March 2020 to May 2020, ongoing",
        ),
        (
            year,
            "from: 2020-03, to: 2020-08, peak: [2020-05, 2020-04]",
            "body 164-667, peak 249-415",
            "March 2020 to August 2020, busiest April 2020 to May 2020",
        ),
        (
            year,
            "from: 2020-03, to: 2020-08, peak: [2020-05-04]",
            "body 164-667, peak 339-345",
            "March 2020 to August 2020, busiest 4 May 2020",
        ),
        (
            year,
            "peak: [2020-05, 2020-07, 2020-09]",
            "open 241-331, open 749-839, peak 331-415, peak 497-582, peak 667-749",
            "no start or end given, busiest May 2020, July 2020, September 2020",
        ),
        (
            year,
            "from: 2020-03, to: 2020-08, stance: suspects",
            "body 164-667",
            "March 2020 to August 2020; suspected",
        ),
        (
            year,
            "from: 2020-03, to: 2020-08, stance: denies, confidence: low, likelihood: likely",
            "body 164-667, strike 156-675",
            "March 2020 to August 2020; denied; confidence low, likely",
        ),
        (four, "from: 2019, to: 2020-06", "loose 250-500, body 500-624", "2019 to June 2020"),
        (four, "from: 2019, to: 2020", "loose 250-750", "2019 to 2020"),
        (
            four,
            "from: 2019, to: 2019, from_bound: about",
            "about-start 224-264, loose 264-500",
            "about 2019 to 2019",
        ),
        (four, "from: 2019-03, to: 2019", "loose 290-500", "March 2019 to 2019"),
        (four, "from: 2019-03-04, to: 2019-03-04", "body 292-298", "4 March 2019"),
        (month, "from: 2020-03, to: 2020-03-20", "loose 31-656", "March 2020 to 20 March 2020"),
    ];
    let text: String = cases
        .iter()
        .enumerate()
        .map(|(at, (frame, row, _, _))| {
            let rows = format!("actor: A, victim: V, {row}\nactor: F, victim: W, {frame}");
            report(&format!("r{at:02}"), "2020-10-01", &rows)
        })
        .collect();
    let built = build(&text);
    for (at, (_, row, expected, words)) in cases.iter().enumerate() {
        let found = of_report(&built, &format!("Report r{at:02}")).unwrap();
        let is_own = |bar: &&BarView| bar.row.subject == "A";
        let bar = found.lanes.iter().flat_map(|lane| lane.lines.iter().flatten()).find(is_own).unwrap();
        assert_eq!(marks(bar), *expected, "{row}");
        assert_eq!(bar.row.sentence, format!("A targets V: {words}"), "{row}");
    }
}

#[test]
fn axes_fit_their_time() {
    let cases: &[(&str, &str)] = &[
        ("from: 2021-03-03, to: 2021-03-03", "Mar 2021/2 0.0, 3 33.3, 4 66.7"),
        ("from: 2021-03-01, to: 2021-03-20", "Mar 2021/1 4.5, 8 36.4, 15 68.2"),
        (
            "from: 2021-03-01, to: 2021-05-10",
            "Mar 2021/8 7.6, 22 22.8, Apr 2021/5 38.0, 19 53.3, May 2021/3 68.5, 17 83.7",
        ),
        ("from: 2020-07, to: 2021-09", "2020/Jul 0.0, Oct 20.1, 2021/Jan 40.3, Apr 60.0, Jul 79.9"),
        ("from: 2014, to: 2021", "2014 0.0, 2016 25.0, 2018 50.0, 2020 75.0"),
        (
            "from: 2010, to: 2023",
            "2010 0.0, 2012 14.3, 2014 28.6, 2016 42.9, 2018 57.1, 2020 71.4, 2022 85.7",
        ),
        ("from: 1960, to: 2023", "1960 0.0, 1970 15.6, 1980 31.3, 1990 46.9, 2000 62.5, 2010 78.1"),
        ("from: 0001, to: 9999", "1000 10.0, 3000 30.0, 5000 50.0, 7000 70.0"),
    ];
    let text: String = cases
        .iter()
        .enumerate()
        .map(|(at, (row, _))| report(&format!("r{at}"), "2024-01-01", &format!("actor: A, victim: V, {row}")))
        .collect();
    let built = build(&text);
    for (at, (row, expected)) in cases.iter().enumerate() {
        let found = of_report(&built, &format!("Report r{at}")).unwrap();
        let label = |label: &sitrep::view::LabelView| {
            let above = if label.above.is_empty() { String::new() } else { format!("{}/", label.above) };
            format!("{above}{} {}", label.text, label.percent)
        };
        let labels: Vec<String> = found.labels.iter().map(label).collect();
        assert_eq!(labels.join(", "), *expected, "{row}");
        assert!(found.grid.len() < 50, "{row}");
    }
}

#[test]
fn long_empty_stretches_are_left_out_and_said() {
    let rows = "actor: A, victim: V, from: 1998-03-04, to: 1998-03-04\nactor: B, victim: V, from: 2024-05, to: 2024-06";
    let far = "actor: A, victim: V, from: 0001-01-01, to: 0001-01-01, from_bound: unknown\nactor: B, victim: V, from: 9999-12, to: 9999-12-31, to_bound: about";
    // Six stretches are left out, no more.
    let spread: Vec<String> =
        (0..12).map(|at| format!("actor: A, victim: V, from: {}, to: {0}", 1000 + at * at * 50)).collect();
    let text = report("r", "2024-07-01", rows)
        + &report("far", "2024-07-01", far)
        + &report("spread", "2024-07-01", &spread.join("\n"));
    let built = build(&text);
    let found = of_report(&built, "Report r").unwrap();
    let words: Vec<&str> = found.breaks.iter().map(|gap| gap.words.as_str()).collect();
    assert_eq!(words, ["1999 to 2023"]);
    let shapes: Vec<String> = found.lanes.iter().map(|lane| marks(&lane.lines[0][0])).collect();
    assert_eq!(shapes, ["body 81-87", "body 678-758"]);
    assert!(built.main("reports/r/index.html").contains("The axis leaves out 1999 to 2023"));
    for (title, breaks) in [("Report far", 1), ("Report spread", 6)] {
        let found = of_report(&built, title).unwrap();
        assert_eq!(found.breaks.len(), breaks);
        for bar in found.lanes.iter().flat_map(|lane| lane.lines.iter().flatten()) {
            for shape in &bar.shapes {
                assert!(shape.x >= 0 && shape.width >= 6 && shape.x + shape.width <= 1000, "{}", marks(bar));
            }
            assert!(bar.x >= 0 && bar.x + bar.width <= 1000);
        }
    }
}

#[test]
fn four_groups_of_which_two_give_no_date_are_seen_at_one_victim() {
    let text = "actor: C, victim: V
        actor: A, victim: V, from: 2020-07, to: 2021-09, from_bound: about, says: [s, t]
        actor: B, victim: V, from: 2021-03, to: 2021-05, from_bound: at-least
        actor: B, victim: X, from: 2021-03, to: 2021-05, stance: suspects
        actor: D, victim: V, to_bound: ongoing
        actor: E, victim: W, from: 2021-04, to: 2021-04
        actor: F, victim: V, from: 2020-08, to: 2020-09, stance: denies";
    let built = build(&report("r", "2021-10-01", text));
    let found = of_report(&built, "Report r").unwrap();
    assert_eq!(
        found.summary,
        "5 actors; 3 of them with dates, July 2020 to September 2021; of 1 more only denials or disputes are shown"
    );
    let places: Vec<String> =
        found.places.iter().map(|place| format!("{}: {}", place.place, place.who)).collect();
    assert_eq!(places, ["V: A, B, C and D"]);
    let overlaps: Vec<String> =
        found.overlaps.iter().map(|at| format!("{}: {} at {}", at.period, at.who, at.place)).collect();
    assert_eq!(overlaps, ["March 2021 to May 2021: A and B at V"]);
    assert_eq!(found.bands.len(), 1);
    // The earliest first; those without a date are listed, those of whom nothing is drawn before the others.
    assert_eq!(
        lines(&found),
        [
            "A: V about July 2020 to September 2021",
            "F: V August 2020 to September 2020",
            "B: V at least March 2021 to May 2021",
            "B: Undisclosed victim March 2021 to May 2021",
            "E: W April 2021"
        ]
    );
    assert_eq!(undated(&found), ["C: V", "D: V"]);
    assert_eq!(found.lanes[0].lines[0][0].row.says, "Vendor and Paper");
    let victim = of_entity(&built, "/victims/v/");
    assert_eq!(
        victim.summary,
        "4 actors at V; 2 of them with dates, July 2020 to September 2021; of 1 more only denials or disputes are shown"
    );
    assert_eq!(victim.report.unwrap().title, "Report r");
    assert_eq!(victim.overlaps[0].place, "");
    let actor = of_entity(&built, "/actors/b/");
    assert_eq!(actor.by, "victim");
    let label = |at: usize| actor.lanes[at].label.as_ref().unwrap().name.clone();
    assert_eq!((label(0), label(1)), ("V".to_owned(), "Undisclosed victim".to_owned()));
    assert!(actor.overlaps.is_empty() && actor.bands.is_empty());
    // The sector of W.
    assert_eq!(lines(&of_entity(&built, "/sectors/energy/")), ["E: W April 2021"]);
}

#[test]
fn a_figure_names_its_only_victim() {
    let cases = [
        ("actor: A, victim: V, from: 2024-03-04", "1 actor at V, 4 March 2024", false),
        ("actor: A, victim: V, from: 2024-03-04\nactor: A, victim: W", "1 actor, 4 March 2024", true),
        ("actor: A, victim: X, from: 2024-03-04", "1 actor, 4 March 2024", true),
        ("actor: A, from: 2024-03-04", "1 actor, 4 March 2024", true),
    ];
    let reports = cases.iter().enumerate();
    let text: String =
        reports.map(|(at, (rows, ..))| report(&format!("r{at}"), "2024-05-01", rows)).collect();
    let built = build(&text);
    for (at, (rows, summary, objects)) in cases.iter().enumerate() {
        let found = of_report(&built, &format!("Report r{at}")).unwrap();
        assert_eq!((found.summary.as_str(), found.objects), (*summary, *objects), "{rows}");
    }
}

#[test]
fn overlaps_follow_from_what_is_asserted_and_sure() {
    let a = "actor: A, victim: V, from: 2020-01, to: 2020-12";
    let cases = [
        ("actor: B, victim: V, from: 2020-12-31, to: 2021-02", "31 December 2020"),
        ("actor: B, victim: V, from: 2021-01, to: 2021-02", ""),
        ("actor: B, victim: W, from: 2020-01, to: 2020-12", ""),
        ("actor: A, victim: V, from: 2020-01, to: 2020-12", ""),
        ("actor: B, victim: V, from: 2020-01, to: 2020-12, stance: suspects", ""),
        ("actor: B, victim: V, from: 2020-01, to: 2020-12, stance: denies", ""),
        ("actor: B, victim: V, from: 2020-03", ""),
        ("actor: B, victim: V, from: 2020-03, to_bound: ongoing", "March 2020 to December 2020"),
        ("actor: B, victim: V, from: 2019, to: 2020-02", "January 2020 to February 2020"),
        ("actor: B, victim: V, from: 2020, to: 2020", ""),
        ("actor: B, victim: V, from: 2019, to: 2021", "January 2020 to December 2020"),
        ("actor: B, victim: V, from: 2020-02, to: 2020-04, from_bound: unknown", ""),
        ("victim: V, from: 2020-02, to: 2020-04", ""),
    ];
    let text: String = cases
        .iter()
        .enumerate()
        .map(|(at, (row, _))| report(&format!("r{at}"), "2021-10-01", &format!("{a}\n{row}")))
        .collect();
    let built = build(&text);
    for (at, (row, expected)) in cases.iter().enumerate() {
        let found = of_report(&built, &format!("Report r{at}")).unwrap();
        let periods: Vec<&str> = found.overlaps.iter().map(|overlap| overlap.period.as_str()).collect();
        assert_eq!(periods.join(", "), *expected, "{row}");
        assert_eq!(found.bands.len(), found.overlaps.len(), "{row}");
    }
}

/// The overlaps of a figure: when, who, where, whose presence is disputed, and whether a band shows it.
fn overlaps(found: &TimelineView) -> Vec<String> {
    let words = |at: &sitrep::view::OverlapView| {
        let band = if at.band { ", drawn" } else { "" };
        let disputed =
            if at.disputed.is_empty() { String::new() } else { format!(", disputed {}", at.disputed) };
        format!("{}: {} at {}{disputed}{band}", at.period, at.who, at.place)
    };
    found.overlaps.iter().map(words).collect()
}

#[test]
fn every_victim_has_its_overlap_told_before_any_has_its_second_and_the_rest_is_counted() {
    let at_v = "actor: A, victim: V, from: 2020-01, to: 2021-06
        actor: B, victim: V, from: 2020-03, to: 2020-05
        actor: B, victim: V, from: 2020-09, to: 2020-10
        actor: C, victim: V, from: 2021-02, to: 2021-06";
    let at_w =
        "actor: A, victim: W, from: 2022-02, to: 2022-05\nactor: B, victim: W, from: 2022-02, to: 2022-05";
    let built = build(
        &(report("one", "2023-01-01", at_v) + &report("both", "2023-01-01", &format!("{at_v}\n{at_w}"))),
    );
    let found = of_report(&built, "Report both").unwrap();
    assert_eq!(
        overlaps(&found),
        [
            "March 2020 to May 2020: A and B at V",
            "February 2021 to June 2021: A and C at V",
            "February 2022 to May 2022: A and B at W"
        ]
    );
    // With two such victims no band could say whose it is, and no line bears the sign of one.
    assert_eq!((found.overlaps_more, found.bands.len()), (1, 0));
    let main = built.main("reports/both/index.html");
    assert!(main.contains("1 more such time<") && !main.contains("timeline-shown"), "{main}");
    let found = of_report(&built, "Report one").unwrap();
    assert_eq!((found.overlaps.len(), found.overlaps_more, found.bands.len()), (3, 0, 3));
    assert!(built.main("reports/one/index.html").matches("timeline-shown").count() == 3);
}

#[test]
fn an_overlap_that_rests_on_a_disputed_claim_says_so() {
    let rows = "actor: A, victim: V, from: 2020-01, to: 2020-12
        id: b, actor: B, victim: V, from: 2020-03, to: 2020-05, confidence: 0
        actor: B, victim: V, stance: denies";
    let firm = format!("{rows}, disputes: [b]\nactor: B, victim: V, from: 2020-03, to: 2020-05");
    let built = build(&(report("r", "2021-01-01", rows) + &report("firm", "2021-01-01", &firm)));
    let found = of_report(&built, "Report r").unwrap();
    assert_eq!(overlaps(&found), ["March 2020 to May 2020: A and B at V, disputed B, drawn"]);
    assert_eq!(found.places[0].disputed, "B");
    assert_eq!(built.main("reports/r/index.html").matches(">disputed: B<").count(), 2);
    // Somebody else says the same, and nobody disputes that.
    let found = of_report(&built, "Report firm").unwrap();
    assert_eq!(overlaps(&found), ["March 2020 to May 2020: A and B at V, drawn"]);
    assert_eq!(found.places[0].disputed, "");
}

#[test]
fn what_two_reports_say_stays_two_bars_and_what_is_retracted_is_gone() {
    let row = "actor: A, victim: V, from: 2020-01, to: 2020-03";
    let retracted = report("r3", "2021-03-01", row).replace("actors:", "retracted: wrong\nactors:");
    let text = report("r1", "2021-01-01", row) + &report("r2", "2021-02-01", row) + &retracted;
    let built = build(&text);
    let victim = of_entity(&built, "/victims/v/");
    let bars: Vec<&BarView> = victim.lanes[0].lines.iter().flatten().collect();
    let hrefs: Vec<&str> = bars.iter().map(|bar| bar.row.href.as_str()).collect();
    assert_eq!(hrefs, ["/reports/r2/#sr-claim-1", "/reports/r1/#sr-claim-1"]);
    assert!(victim.report.is_none() && victim.overlaps.is_empty());
    assert!(of_report(&built, "Report r3").is_some(), "its own page keeps it");
    let year = built.main("timeline/2020/index.html");
    assert!(year.contains("/reports/r1/#sr-claim-1") && !year.contains("/reports/r3/"));
    // Where there is more than words have room for, bars of one lane share a line and never overlie one another.
    let many: String = (0..20)
        .map(|at| {
            report(&format!("r{at:02}"), "2021-01-01", "actor: A, victim: V, from: 2020-01, to: 2020-03")
        })
        .collect();
    let late = report("z", "2021-01-01", "actor: A, victim: V, from: 2020-11, to: 2020-12");
    let victim = of_entity(&build(&(many + &late)), "/victims/v/");
    assert!(!victim.worded);
    let lengths: Vec<usize> = victim.lanes[0].lines.iter().map(Vec::len).collect();
    assert_eq!(lengths.iter().sum::<usize>(), 21);
    assert_eq!((lengths.len(), lengths[0]), (20, 2));
}

#[test]
fn disputed_claims_are_marked() {
    let cases = [
        (
            "id: a, actor: A, victim: V, from: 2020\nactor: B, victim: V, stance: disputes, disputes: [a], from: 2020",
            "A",
        ),
        ("actor: A, victim: V, from: 2020\nactor: A, victim: V, stance: denies", "A"),
        ("actor: A, victim: V, from: 2020\nactor: A, victim: W, stance: denies", ""),
        ("actor: A, victim: V, from: 2020\nactor: B, victim: V, stance: denies", ""),
    ];
    let text: String = cases
        .iter()
        .enumerate()
        .map(|(at, (rows, _))| report(&format!("r{at}"), "2021-01-01", rows))
        .collect();
    let built = build(&text);
    for (at, (rows, expected)) in cases.iter().enumerate() {
        let found = of_report(&built, &format!("Report r{at}")).unwrap();
        let bars = found.lanes.iter().flat_map(|lane| lane.lines.iter().flatten());
        let disputed: Vec<&str> =
            bars.filter(|bar| bar.row.disputed).map(|bar| bar.row.subject.as_str()).collect();
        assert_eq!(disputed.join(", "), *expected, "{rows}");
        assert_eq!(found.legend.iter().any(|mark| mark.mark == "disputed"), !expected.is_empty(), "{rows}");
    }
}

#[test]
fn the_sign_of_a_dispute_hides_neither_a_short_bar_nor_a_peak() {
    let frame = "actor: F, victim: W, from: 2018-01-01, to: 2021-12-31";
    let cases = [
        (
            "from: 2019-04-02, to: 2019-04-09, peak: [2019-04-05]",
            "body 312-318, peak 314-320, disputed 328-352",
        ),
        ("from: 2021-12-20, to: 2021-12-31", "body 992-1000, disputed 960-984"),
        (
            "from: 2021-06, to_bound: ongoing",
            "ongoing 923-984, arrow 980-1000, body 854-923, disputed 822-846",
        ),
        ("from: 2018-01, to: 2021-12, peak: [2020-01]", "body 0-1000, peak 500-521, disputed 238-262"),
    ];
    let reports = cases.iter().enumerate().map(|(at, (row, _))| {
        let rows = format!("actor: A, victim: V, {row}\nactor: A, victim: V, stance: denies\n{frame}");
        report(&format!("r{at}"), "2021-09-10", &rows)
    });
    let built = build(&reports.collect::<String>());
    for (at, (row, expected)) in cases.iter().enumerate() {
        let found = of_report(&built, &format!("Report r{at}")).unwrap();
        let is_own = |bar: &&BarView| bar.row.subject == "A";
        let bar = found.lanes.iter().flat_map(|lane| lane.lines.iter().flatten()).find(is_own).unwrap();
        assert_eq!(marks(bar), *expected, "{row}");
    }
}

#[test]
fn a_denial_without_a_date_disputes_on_every_page_and_is_no_presence() {
    let text = report("r1", "2021-01-01", "actor: A, victim: V, from: 2020")
        + &report(
            "r2",
            "2021-02-01",
            "actor: A, victim: V, stance: denies\nactor: B, victim: V, from: 2019, to: 2019, stance: disputes",
        );
    let built = build(&text);
    let year = Rows::new(&built.site, &Undrawn).year_view(2020, 1, &|_| false).timeline.unwrap();
    let all = Rows::new(&built.site, &Undrawn).years_view(&|_| false);
    let bars = |found: &TimelineView| {
        let bars = found.lanes.iter().flat_map(|lane| lane.lines.iter().flatten());
        bars.map(|bar| (bar.row.subject.clone(), bar.row.disputed)).collect::<Vec<_>>()
    };
    assert_eq!(bars(&year), [("A".to_owned(), true)]);
    for path in ["timeline/2020", "timeline", "actors/a", "victims/v"] {
        let main = built.main(&format!("{path}/index.html"));
        assert!(main.contains("; disputed by another claim") && main.contains("#sr-mark-disputed"), "{path}");
    }
    // The page of a report shows what that report says.
    assert!(!built.main("reports/r1/index.html").contains("disputed by another claim"));
    let victim = of_entity(&built, "/victims/v/");
    assert_eq!(victim.summary, "1 actor at V, 2020; of 1 more only denials or disputes are shown");
    let timeline = all.timeline.unwrap();
    assert_eq!(timeline.summary, "1 actor at V, 2020; of 1 more only denials or disputes are shown");
    assert_eq!(all.years.iter().map(|year| year.actors).collect::<Vec<_>>(), [1, 0]);
    // An objection that stands higher than what it disputes marks the page that says so.
    let text = text.replace("victim: V, stance: denies", "victim: V, stance: denies, tlp: green");
    let green = SiteTest::new(&text).max_tlp(Tlp::Green).build();
    assert!(green.main("timeline/2020/index.html").contains(">TLP:GREEN<"));
}

#[test]
fn without_a_date_there_is_no_timeline() {
    let built =
        build(&report("r", "2021-01-01", "actor: A, victim: V\nactor: B, victim: V, to_bound: ongoing"));
    assert!(of_report(&built, "Report r").is_none());
    assert!(!built.main("reports/r/index.html").contains("sr-timeline"));
    assert!(!built.main("victims/v/index.html").contains("sr-timeline"));
    assert!(!built.paths().iter().any(|path| path.starts_with("timeline")));
}

#[test]
fn a_figure_has_room_for_so_many_and_counts_the_rest() {
    let names: Vec<String> = (0..300).map(|at| format!("Actor {at:03}")).collect();
    let mut rows: Vec<String> = names
        .iter()
        .map(|name| format!("  - {{actor: {name}, victim: V, from: 2020-02, to: 2020-03}}\n"))
        .collect();
    rows.extend(
        (0..30).map(|at| format!("  - {{actor: Actor 250, victim: V, from: 20{at:02}, to: 20{at:02}}}\n")),
    );
    let text = format!(
        "-- content/reports/r.md --\n---\ntitle: R\ndate: 2031-01-01\nactors: [{}]\nvictims: [V]\nactivity:\n{}---\nText.\n",
        names.join(", "),
        rows.concat()
    );
    let built = SiteTest::new(&text).build();
    let victim = of_entity(&built, "/victims/v/");
    assert_eq!(victim.lanes.len(), 40);
    assert_eq!(victim.lanes[0].label.as_ref().unwrap().name, "Actor 250");
    let bars: usize = victim.lanes[0].lines.iter().map(Vec::len).sum();
    assert_eq!((bars, victim.lanes[0].more), (12, 19));
    assert_eq!(victim.more.len(), 200);
    assert_eq!(
        victim.left_out,
        "The figure has no room for 279 more claims, all those of 260 actors among them; the table has 200 of them."
    );
    assert_eq!(victim.summary, "300 actors at V, 2000 to 2029");
    // A year is in pages, fifty lanes each.
    for (path, there) in [
        ("timeline/2020/index.html", true),
        ("timeline/2020/page/6/index.html", true),
        ("timeline/2020/page/7/index.html", false),
        ("timeline/2029/page/2/index.html", false),
    ] {
        assert_eq!(built.has(path), there, "{path}");
    }
    let last = built.main("timeline/2020/page/6/index.html");
    assert!(last.contains("300 actors") && last.contains("Actor 299") && last.contains("Page 6 of 6"));
}

#[test]
fn years_follow_from_their_own_claims() {
    let text =
        report("r1", "2021-01-01", "actor: A, victim: V, from: 2018-11, to: 2020-02\nactor: B, victim: V")
            + &report("r2", "2022-06-01", "actor: C, victim: V, from: 2022-03, to_bound: ongoing");
    let before = build(&text);
    let pages = |built: &Built| {
        let paths = built.paths().into_iter();
        paths.filter(|path| path.starts_with("timeline")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        pages(&before),
        "timeline/2018/index.html timeline/2019/index.html timeline/2020/index.html timeline/2022/index.html timeline/index.html"
    );
    assert!(before.text("sitemap.xml").contains("https://site.example/timeline/2019/"));
    let links = |path: &str| {
        let main = before.main(path);
        let steps = main.split("class=\"timeline-steps\"").nth(1).unwrap_or_default();
        let steps = steps.split("</nav>").next().unwrap_or_default().to_owned();
        steps
            .split("href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(links("timeline/2018/index.html"), ["/timeline/2019/"]);
    assert_eq!(links("timeline/2020/index.html"), ["/timeline/2019/", "/timeline/2022/"]);
    let index = before.main("timeline/index.html");
    assert!(index.contains("1 claim gives no date") && index.contains("1 claim, 1 actor"));
    // Of a bar that goes on beyond the year, the axis says so.
    let year = before.main("timeline/2019/index.html");
    assert!(year.contains("#sr-mark-earlier") && year.contains("#sr-mark-later"));
    let more = report("r3", "2023-01-01", "actor: D, victim: V, from: 2022-12, to: 2022-12");
    let after = build(&(text + &more));
    for path in ["timeline/2018/index.html", "timeline/2019/index.html", "timeline/2020/index.html"] {
        assert_eq!(before.text(path), after.text(path), "{path}");
    }
    assert_ne!(before.text("timeline/2022/index.html"), after.text("timeline/2022/index.html"));
    // A claim of a thousand years is no thousand pages.
    let built = build(&report("r", "2021-01-01", "actor: A, victim: V, from: 0900, to: 1900, peak: [1850]"));
    assert_eq!(pages(&built), "timeline/0900/index.html timeline/1900/index.html timeline/index.html");
}

#[test]
fn the_figure_stands_before_the_evidence_and_leads_to_its_rows() {
    let rows =
        "actor: A, victim: V, from: 2020-01, to: 2020-03\nactor: B, victim: W, verb: scans, stance: suspects";
    let built = build(&report("r", "2021-01-01", rows));
    let main = built.main("reports/r/index.html");
    let figure =
        &main[main.find("<figure class=\"timeline").unwrap()..main.find("id=\"sr-evidence\"").unwrap()];
    assert!(figure.contains("href=\"#sr-claim-1\" aria-label=\"A targets V: January 2020 to March 2020\""));
    assert!(figure.contains("No dates given") && figure.contains("href=\"#sr-claim-2\""));
    let table = &figure[figure.find("<table>").unwrap()..figure.find("</table>").unwrap()];
    assert_eq!(table.matches("<tr>").count(), 3);
    for cell in
        ["<td>2020-01</td>", "<td>2020-03</td>", "<td>not given</td>", "<td>suspects</td>", "<td>scans</td>"]
    {
        assert!(table.contains(cell), "{cell}");
    }
    let victim = built.main("victims/v/index.html");
    assert!(victim.find("<figure class=\"timeline").unwrap() < victim.find("id=\"sr-reports\"").unwrap());
    assert!(victim.contains("href=\"/reports/r/#sr-claim-1\""));
    for page in
        ["reports/r/index.html", "victims/v/index.html", "timeline/2020/index.html", "timeline/index.html"]
    {
        assert!(!built.text(page).contains(" style="), "{page}");
        assert_eq!(built.text(page).matches("id=\"sr-timeline\"").count(), 1, "{page}");
    }
}

#[test]
fn pages_of_a_timeline_bear_the_marking_of_their_claims() {
    let rows =
        "actor: A, victim: V, from: 2020, to: 2020, tlp: amber\nactor: B, victim: V, from: 2019, to: 2019";
    let text = report("r", "2021-01-01", rows);
    let public = SiteTest::new(&text).build();
    assert!(!public.has("timeline/2020/index.html"));
    assert!(!public.main("timeline/2019/index.html").contains("TLP:AMBER"));
    let inner = SiteTest::new(&text).max_tlp(Tlp::Amber).build();
    for (path, level) in
        [("timeline/2020", "TLP:AMBER"), ("timeline/2019", "TLP:CLEAR"), ("timeline", "TLP:AMBER")]
    {
        let main = inner.main(&format!("{path}/index.html"));
        let marking = main.split("markings-tlp").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
        assert!(marking.contains(&format!(">{level}<")), "{path}: {marking}");
    }
}

#[test]
fn a_period_that_ends_before_it_starts_is_an_error_at_its_place() {
    SiteTest::new(&report("r", "2021-01-01", "actor: A, victim: V, from: 2020-02, to: 2020-01")).says(
        "content/reports/r.md:8:46: error[invalid-period]: this period ends (2020-01) before it starts (2020-02)",
    );
}

#[test]
fn names_in_any_script_keep_their_own_direction() {
    let name = "نمر الصحراء";
    let text = format!(
        "-- content/reports/r.md --\n---\ntitle: R\ndate: 2021-01-01\nlanguage: de\nactors: [\"{name}\"]\nvictims: [\"<b>&\", W]\nactivity:\n  - {{actor: \"{name}\", victim: \"<b>&\", from: 2020-01, to: 2020-02}}\n  - {{actor: \"{name}\", victim: W, from: 2020-01, to: 2020-02}}\n---\nText.\n"
    );
    let built = build(&text);
    let mut page = String::new();
    write!(page, "{}", built.main("reports/r/index.html")).unwrap();
    assert!(page.contains(&format!("<bdi>{name}</bdi>")));
    assert!(page.contains("<bdi>&lt;b&gt;&amp;</bdi>") && !page.contains("<b>&"));
}
