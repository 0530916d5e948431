//! Names in brackets, and the pages that a text leads to.

use crate::support::{Built, SiteTest};

fn report(slug: &str, date: &str, lines: &str, body: &str) -> String {
    format!(
        "-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\ndate: {date}\n{lines}\n---\n{body}\n"
    )
}

fn profile(path: &str, lines: &str) -> String {
    format!("-- content/{path}.md --\n---\n{lines}\n---\n")
}

/// A page with this text on a site with some entities of every sort.
fn page_with(text: &str) -> Built {
    SiteTest::new(
        &(profile("actors/a", "name: RedFoxtrot\naliases: [Red Foxtrot, {name: Loose, equivalence: overlaps}]")
            + &profile("malware/t", "name: Turla")
            + &profile("actors/t", "name: Turla")
            + &report("r", "2024-01-01", "actors: [RedFoxtrot, {name: Winnti, kind: cluster}]\nvictims: [Roshan]\ntags: [espionage]\ntechniques: [T1114]", "Text.")
            + &format!("-- content/index.md --\n---\ntitle: Home\n---\n{text}\n")),
    )
    .build()
}

#[test]
fn names_in_brackets_lead_to_what_they_name() {
    let cases = [
        ("[[RedFoxtrot]]", "href=\"/actors/redfoxtrot/\""),
        ("[[red-foxtrot]]", "href=\"/actors/redfoxtrot/\""),
        ("[[actor:RedFoxtrot]]", "href=\"/actors/redfoxtrot/\""),
        ("[[RedFoxtrot|the group]]", ">the group</a>"),
        ("[[actor:Red Foxtrot|the group]]", "href=\"/actors/redfoxtrot/\""),
        ("[[malware:Turla]]", "href=\"/malware/turla/\""),
        ("[[actor:Turla]]", "href=\"/actors/turla/\""),
        ("[[t1114]]", "href=\"/techniques/t1114/\""),
        ("[[10]]", "[[10]]"),
    ];
    for (text, expected) in cases {
        let built = page_with(text);
        assert!(!built.diagnostics.has_errors(), "{text}: {}", built.said());
        assert!(built.main("index.html").contains(expected), "{text}: {}", built.main("index.html"));
    }
}

#[test]
fn names_in_brackets_that_mean_nothing_or_several_things_are_errors() {
    let cases = [
        (
            "[[RedFoxtrott]]",
            "unresolved-name",
            "`RedFoxtrott` is not the name of anything",
            "did you mean `RedFoxtrot`?",
        ),
        ("[[Red Foxtort]]", "unresolved-name", "`Red Foxtort` is not", "did you mean `Red Foxtrot`?"),
        (
            "[[victim:RedFoxtrot]]",
            "unresolved-name",
            "is not the name of a victim",
            "did you mean `[[actor:RedFoxtrot]]`?",
        ),
        ("[[Loose]]", "unresolved-name", "`Loose` is not the name of anything", "write a profile"),
        ("[[Winnti]]", "unresolved-name", "`Winnti` is not", "`/actors/winnti-r/`"),
        ("[[nothing like it]]", "unresolved-name", "is not the name of anything", "write a profile"),
        (
            "[[Turla]]",
            "ambiguous-link",
            "several things: actor, malware",
            "`[[actor:Turla]]` or `[[malware:Turla]]`",
        ),
    ];
    for (text, code, message, hint) in cases {
        let built = page_with(&format!("See {text}.\n\nAgain {text}."));
        let found: Vec<_> = built.diagnostics.iter().filter(|fault| fault.code == code).collect();
        let [fault] = found.as_slice() else { panic!("{text}: {}", built.said()) };
        assert_eq!(fault.severity.word(), "error");
        assert!(
            fault.message.contains(message) && fault.message.ends_with("(2 places)"),
            "{}",
            fault.message
        );
        assert!(fault.hints.iter().any(|line| line.contains(hint)), "{text}: {:?}", fault.hints);
        assert!(built.said().contains("content/index.md:4:5: error"), "{}", built.said());
    }
}

#[test]
fn name_of_two_kinds_needs_its_kind_in_the_report_that_names_both_or_one() {
    let both =
        report("r", "2024-01-01", "actors: [Turla]\nmalware: [Turla]", "[[Turla]] and [[malware:Turla]]");
    let one =
        report("r", "2024-01-01", "actors: [Turla]", "[[Turla]]") + &profile("malware/t", "name: Turla");
    let cluster = report(
        "r",
        "2024-01-01",
        "actors: [{name: PlugX, kind: cluster}]\nmalware: [PlugX]",
        "[[PlugX]] [[actor:PlugX]]",
    );
    for text in [both, one, cluster] {
        let built = SiteTest::new(&text).build();
        assert_eq!(built.said().matches("error[ambiguous-link]").count(), 1, "{}", built.said());
    }
}

#[test]
fn pages_that_lead_to_another_stand_on_it() {
    let links = [
        "[[Roshan]]",
        "[x](/victims/roshan.md)",
        "[x](/victims/roshan/)",
        "[x](/victims/roshan/#reports)",
        "[x](victims/roshan.md)",
        "[x](../victims/roshan/)",
    ];
    for link in links {
        let built = SiteTest::new(
            &(profile("victims/roshan", "name: Roshan")
                + &report("r", "2024-01-01", "victims: [Roshan]", "[[Roshan]]")
                + &format!("-- content/about.md --\n---\ntitle: About us\n---\n{link} again {link}\n")
                + "-- content/index.md --\n---\ntitle: Home\n---\n[About](about.md)\n"),
        )
        .build();
        assert!(!built.said().contains("orphan"), "{}", built.said());
        let main = built.main("victims/roshan/index.html");
        assert_eq!(main.matches("About us").count(), 1, "{link}: {main}");
        // A report that names it in its front matter is listed already.
        assert_eq!(main.matches("/reports/r/").count(), 1, "{link}");
        assert!(
            built.main("about/index.html").contains(">Test<")
                || built.main("about/index.html").contains(">Home<"),
            "{link}"
        );
    }
}
