//! Sources that a body cites with `[^s:id]`: what they look like, and what is said of those that lead nowhere.

use sitrep::model::Tlp;

use crate::support::SiteTest;

const SOURCES: &str = "sources: [{id: one, title: A & B}, {publisher: Some body, url: 'https://two.example/x'}, \
                       {id: 'a_b*c`<&[', title: Odd}, {id: hidden, title: Hidden paper, tlp: amber}]\n";

fn report(body: &str) -> String {
    format!(
        "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nactors: [Open Bear]\n{SOURCES}---\n{body}\n"
    )
}

/// How a citation is written.
fn cited(number: usize, title: &str) -> String {
    format!(
        "<a class=\"citation\" href=\"#sr-source-{number}\" title=\"{title}\"><span class=\"visually-hidden\">Source </span>[{number}]</a>"
    )
}

/// The prose of a page.
#[track_caller]
fn prose(text: &str, path: &str) -> String {
    let built = SiteTest::new(text).build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    let main = built.main(path);
    let from = main.find("<div class=\"prose\">").unwrap() + 20;
    let to = main[from..].find("\n</div>\n").map_or(main.len(), |at| from + at);
    main[from..to].trim().to_owned()
}

#[test]
fn a_citation_leads_to_its_source() {
    let one = cited(1, "A &amp; B");
    let two = cited(2, "Some body");
    let odd = cited(3, "Odd");
    let bear = "<a class=\"entity entity-actor\" href=\"/actors/open-bear/\">Open Bear</a>";
    for (body, expected) in [
        ("Text.[^s:one]", format!("<p>Text.{one}</p>")),
        ("Text [^s:one][^s:a_b*c`<&[] [^s: one ].", format!("<p>Text {one}{odd} {one}.</p>")),
        ("By address.[^s:https://two.example/x]", format!("<p>By address.{two}</p>")),
        ("So[^s:one]: it goes on", format!("<p>So{one}: it goes on</p>")),
        ("**b**[^s:one]*c*[^s:one]_d_ \"**e**\"[^s:one]**f**", format!("<p><strong>b</strong>{one}<em>c</em>{one}<em>d</em> \"<strong>e</strong>\"{one}<strong>f</strong></p>")),
        ("Open Bear[^s:one] and one", format!("<p>{bear}{one} and one</p>")),
        ("`[^s:one]` and\n\n    [^s:one]", "<p><code>[^s:one]</code> and</p>\n<div class=\"code\"><pre tabindex=\"0\"><code>[^s:one]\n</code></pre></div>".to_owned()),
        ("\\[^s:one] and \\\\[^s:one]", format!("<p>[^s:one] and \\{one}</p>")),
        ("[text [^s:one]](https://x.example/)", "<p><a href=\"https://x.example/\">text <span class=\"visually-hidden\">Source </span>[1]</a></p>".to_owned()),
        ("[^s:one](https://x.example/)", format!("<p>{one}(https://x.example/)</p>")),
        ("| a[^s:one] | b |\n|---|---|\n| c | d[^s:one] |", format!("<section class=\"table-wrap\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">a{one}</th><th scope=\"col\">b</th></tr></thead><tbody>\n<tr><td>c</td><td>d{one}</td></tr>\n</tbody></table></section>")),
        ("## Title[^s:one] here", format!("<h2 id=\"title-here\">Title{one} here <a class=\"anchor\" href=\"#title-here\" aria-label=\"Link to section: Title here\">#</a></h2>")),
        ("- a[^s:one]\n- [[Open Bear]][^s:one]", format!("<ul>\n<li>a{one}</li>\n<li>{bear}{one}</li>\n</ul>")),
        ("<!-- [^s:nothing] -->\nText", "<p>Text</p>".to_owned()),
        (
            "A[^s:one][^n]\n\n[^n]: Note[^s:one]",
            format!("<p>A{one}<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" aria-label=\"Footnote 1\">1</a></sup></p>\n\
                     <section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n<li id=\"fn-1\"><p>Note{one} <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to the reference of footnote 1\">↩</a></p>\n</li>\n</ol></section>"),
        ),
        ("![alt[^s:one]](https://x.example/p.png)", "<p><a href=\"https://x.example/p.png\">alt</a></p>".to_owned()),
    ] {
        assert_eq!(prose(&report(body), "reports/a/index.html"), expected, "{body}");
    }
    let profile =
        "-- content/actors/b.md --\n---\nname: Open Bear\nsources: [{id: x, title: Book}]\n---\nText[^s:x]\n";
    assert_eq!(prose(profile, "actors/open-bear/index.html"), format!("<p>Text{}</p>", cited(1, "Book")));
    // Links to a source are checked with all others.
    let built = SiteTest::new(&report("## Title[^s:one] here\n\n## Other\n\n### More")).build();
    let main = built.main("reports/a/index.html");
    assert!(main.contains(">Title here</a>") && main.contains("id=\"sr-source-1\""), "{main}");
}

#[test]
fn citations_that_lead_nowhere_stand_at_their_places() {
    for (body, expected) in [
        ("A[^s:ona]", "7:2: error[dangling-reference]: no source of this document has the id `ona`"),
        (
            "A[^s:x] é[^s:x]",
            "7:2: error[dangling-reference]: no source of this document has the id `x` (2 places)",
        ),
        ("A[^s:]", "7:2: error[dangling-reference]: no source of this document has the id ``"),
        (
            "é[^s:hidden][^s:hidden]",
            "7:2: error[withheld-link]: `hidden` is a source that this edition withholds\n7:13: error[withheld-link]: `hidden` is a source that this edition withholds",
        ),
        ("`[^s:hidden]` \\[^s:x]", ""),
        ("::: tlp amber\nA[^s:hidden]\n:::", ""),
        (
            "::: tlp amber\nA[^s:x]\n:::",
            "8:2: error[dangling-reference]: no source of this document has the id `x`",
        ),
        (
            "[^s:one]: A paper",
            "7:1: error[source-footnote]: `[^s:one]` cites a source, which no footnote can define",
        ),
        (
            "Text\n\n> [^s:one]: A paper",
            "9:3: error[source-footnote]: `[^s:one]` cites a source, which no footnote can define",
        ),
        (
            "<div>\nA[^s:one]\n</div>",
            "8:2: warning[citation-in-html]: `[^s:one]` stands in raw HTML, so it is shown as text",
        ),
        (
            "<div>\nA[^s:hidden]\n</div>",
            "8:2: warning[citation-in-html]: `[^s:hidden]` stands in raw HTML, so it is shown as text\n8:2: error[withheld-link]: `hidden` is a source that this edition withholds",
        ),
    ] {
        let said = SiteTest::new(&report(body)).build().said();
        let said: Vec<&str> = said
            .lines()
            .map(|line| line.trim_start_matches("content/reports/a.md:"))
            .filter(|line| !line.contains("[empty-report]"))
            .collect();
        assert_eq!(said.join("\n"), expected, "{body}");
    }
    SiteTest::new("-- content/about.md --\n---\ntitle: About\n---\nA[^s:one]\n")
        .says("content/about.md:4:2: error[dangling-reference]: `one` cites a source, and a page has none");
    SiteTest::new("-- content/actors/b.md --\n---\nname: Open Bear\n---\nA[^s:one]\n").says(
        "content/actors/b.md:4:2: error[dangling-reference]: `one` cites a source, and this document lists none",
    );
}

#[test]
fn numbers_are_those_of_the_edition() {
    let text =
        report("A[^s:one]").replace("sources: [", "sources: [{id: first, title: First paper, tlp: green}, ");
    for (max, number) in [(Tlp::Clear, 1), (Tlp::Green, 2)] {
        let main = SiteTest::new(&text).max_tlp(max).build().main("reports/a/index.html");
        assert!(main.contains(&cited(number, "A &amp; B")), "{max:?}");
    }
}

#[test]
fn a_citation_is_no_word_and_no_name() {
    let text = "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nactors: [Open Bear]\nsources: [{id: Open Bear, title: Book}]\n---\nOne two[^s:Open Bear] three [^s:Open Bear]\n";
    let built = SiteTest::new(text).build();
    assert_eq!(built.said(), "");
    let main = built.main("reports/a/index.html");
    assert!(!main.contains("entity-actor"), "{main}");
}
