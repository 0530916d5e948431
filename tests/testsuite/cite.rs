//! What others need to cite a report, and what a report cites: entries for lists of sources, the list of sources with its ways back,
//! statements with where they come from.

use sitrep::model::Tlp;

use crate::support::SiteTest;

const PAGE: &str = "reports/a/index.html";

fn report(lines: &str) -> SiteTest {
    SiteTest::new(&format!(
        "-- content/reports/a.md --\n---\ndate: 2021-09-28\nsummary: S.\n{lines}\n---\ntext\n"
    ))
}

/// A site whose configuration has these lines as well.
fn configured(config: &str, lines: &str) -> SiteTest {
    report(lines).file(
        "sitrep.yaml",
        format!("title: Test & Co\nbase_url: https://site.example/sub/\ntlp: {{default: CLEAR}}\n{config}"),
    )
}

#[test]
fn an_entry_for_bibtex_is_whole_and_escaped() {
    let built = configured(
        "producer: Sitrep lab",
        "title: \"100% {open} \\\\ #1 & $x_y~^ \\\"q\\\" 狼\\nnext\"\nauthors: [Ada Example, Fish and Chips]\nupdated: 2021-10-02\ntlp: clear",
    )
    .build();
    assert_eq!(built.said(), "");
    assert_eq!(
        built.text("reports/a/cite.bib"),
        "@techreport{a-2021,
  author      = {{Ada Example} and {Fish and Chips}},
  title       = {{100\\% \\textbraceleft{}open\\textbraceright{} \\textbackslash{} \\#1 \\& \\$x\\_y\\textasciitilde{}\\textasciicircum{} \"q\" 狼 next}},
  institution = {Sitrep lab},
  year        = {2021},
  month       = sep,
  day         = {28},
  url         = {https://site.example/sub/reports/a/},
  note        = {Updated 2 October 2021; TLP:CLEAR},
}
"
    );
    let page = built.main(PAGE);
    assert!(
        page.contains("@techreport{a-2021,\n  author      = {{Ada Example} and {Fish and Chips}},"),
        "{page}"
    );
    assert!(page.contains("href=\"/sub/reports/a/cite.bib\" download"), "{page}");
}

#[test]
fn braces_are_balanced_whatever_the_title_is() {
    for title in ["}{", "{{{", "\\\\{", "}", "a } b { c", "@techreport{x,", "\\\\", "%"] {
        let built = report(&format!("title: \"{title}\"\nauthors: [\"{title}\"]")).build();
        let text = built.text("reports/a/cite.bib");
        let mut depth = 0_i32;
        for c in text.chars() {
            depth += i32::from(c == '{') - i32::from(c == '}');
            assert!(depth >= 0, "{text}");
        }
        assert_eq!((depth, text.matches('@').count() - title.matches('@').count() * 2), (0, 1), "{text}");
        assert_eq!(text.lines().count(), 10, "{text}");
    }
}

#[test]
fn the_plain_text_names_who_when_what_where_and_the_marking() {
    let cases = [
        (
            "",
            "title: A report",
            "(28 September 2021). A report. Test &amp; Co. https://site.example/sub/reports/a/ TLP:CLEAR",
        ),
        (
            "producer: Lab",
            "title: Who?",
            "Lab (28 September 2021). Who? https://site.example/sub/reports/a/ TLP:CLEAR",
        ),
        ("producer: Lab", "title: X\nauthors: [A, B, C]", "A, B and C (28 September 2021). X. Lab. https://"),
        (
            "producer: Lab",
            "title: X\nproducer: Other\nauthors: [A]",
            "A (28 September 2021). X. Other. https://",
        ),
        ("language: de", "title: X", "(2021-09-28). X. Test"),
        ("", "title: X\nretracted: wrong", "(28 September 2021). X. Test &amp; Co. RETRACTED. https://"),
        (
            "",
            "title: تقرير",
            "<p class=\"cite-text\" id=\"sr-cite-text\" dir=\"auto\">(28 September 2021). تقرير. Test",
        ),
    ];
    for (config, lines, expected) in cases {
        let page = configured(config, lines).build().main(PAGE);
        assert!(page.contains(expected), "{expected} in {page}");
    }
}

#[test]
fn a_retracted_report_is_cited_as_such_and_listed_as_such() {
    let built = report("title: X\nretracted: \"the logs\\nwere forged\"\nactors: [Heron]").build();
    assert_eq!(built.said(), "");
    assert!(
        built
            .text("reports/a/cite.bib")
            .contains("note        = {RETRACTED: the logs were forged; TLP:CLEAR}")
    );
    assert!(built.text("reports/a/cite.ris").contains("N1  - RETRACTED: the logs were forged\r\n"));
    let page = built.main(PAGE);
    assert!(
        page.contains("<strong>This report has been retracted.</strong> the logs\nwere forged"),
        "{page}"
    );
    for list in ["index.html", "reports/index.html", "actors/heron/index.html"] {
        assert!(built.main(list).contains("<span class=\"held\">RETRACTED</span>"), "{list}");
    }
}

#[test]
fn programs_find_the_entry_in_the_head_and_as_ris() {
    let built = configured(
        "producer: Lab",
        "title: \"A \\\"quoted\\\" <title>\"\nauthors: [Ada Example, Bo]\nlanguage: fr",
    )
    .build();
    let page = built.text(PAGE);
    for wanted in [
        "<meta name=\"citation_title\" content=\"A &quot;quoted&quot; &lt;title&gt;\">",
        "<meta name=\"citation_author\" content=\"Ada Example\">\n<meta name=\"citation_author\" content=\"Bo\">",
        "<meta name=\"citation_publication_date\" content=\"2021/09/28\">",
        "<meta name=\"citation_technical_report_institution\" content=\"Lab\">",
        "<meta name=\"citation_language\" content=\"fr\">",
        "<meta name=\"citation_fulltext_html_url\" content=\"https://site.example/sub/reports/a/\">",
    ] {
        assert!(page.contains(wanted), "{wanted} in {page}");
    }
    assert_eq!(
        built.text("reports/a/cite.ris"),
        "TY  - RPRT\r\nAU  - Ada Example\r\nAU  - Bo\r\nTI  - A \"quoted\" <title>\r\nPB  - Lab\r\nPY  - 2021\r\n\
         DA  - 2021/09/28\r\nLA  - fr\r\nUR  - https://site.example/sub/reports/a/\r\nN1  - TLP:CLEAR\r\nER  - \r\n"
    );
    let home = built.text("index.html");
    assert!(!home.contains("citation_") && !home.contains("copy.js"));
}

#[test]
fn an_author_s_own_entry_stays() {
    let site = "-- content/reports/a/index.md --\n---\ntitle: A\ndate: 2021-09-28\nsummary: S.\n---\n[cite](cite.bib)\n\
                -- content/reports/a/cite.bib --\nmine\n";
    let test = SiteTest::new(site);
    let built = test.build();
    assert_eq!(built.said(), "");
    assert_eq!(built.text("reports/a/cite.bib"), "mine\n");
    assert!(built.text("reports/a/cite.ris").starts_with("TY  - RPRT"));
}

const CITED: &str = "title: X
actors: [Heron, {name: Egret, tlp: AMBER}]
activity:
- {actor: Heron, says: [labs, paper]}
- {actor: Egret, says: [paper]}
attribution:
- {subject: Heron, to: {country: NO}, says: [labs]}
sources:
- {id: labs, title: Labs report, publisher: Labs, date: 2021-08, accessed: 2021-09-01, url: 'https://labs.example/x', archive_url: 'https://archive.example/x', reliability: b, credibility: 2}
- {id: paper, title: Newspaper, via: labs, reliability: F, credibility: 6, tlp: GREEN}
- {title: Nobody cites this}
quotes:
- {text: No., speaker: Spokesperson, role: Press office, source: paper, stance: denies, tlp: GREEN}
- {text: Yes., source: labs}
- {text: Perhaps.}";

#[test]
fn a_source_leads_back_to_what_cites_it_and_says_how_good_it_is() {
    let built = report(CITED).max_tlp(Tlp::Green).build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    let item = |number: usize| {
        let from = page.find(&format!("<li id=\"sr-source-{number}\"")).unwrap();
        page[from..].split("</li>").next().unwrap()
    };
    for wanted in [
        "Labs, <time datetime=\"2021-08\">August 2021</time>",
        "href=\"https://labs.example/x\"",
        "href=\"https://archive.example/x\" rel=\"noopener nofollow\">Archived copy</a>",
        "Read on <time datetime=\"2021-09-01\">",
        "Reliability of the source: B, usually reliable",
        "Credibility of the information: 2, probably true",
        "Cited by <a class=\"citation\" href=\"#sr-claim-1\">row 1</a>, <a class=\"citation\" href=\"#sr-claim-2\">row 2</a>, \
         <a class=\"citation\" href=\"#sr-statement-2\">statement 2</a></span>",
        "Relays <a class=\"citation\" href=\"#sr-source-2\">source [2]</a></span>",
    ] {
        assert!(item(1).contains(wanted), "{wanted} in {}", item(1));
    }
    for wanted in [
        "href=\"#sr-source-1\" title=\"Labs report\">source [1]</a>",
        "F, reliability cannot be judged",
        "6, truth cannot be judged",
        "TLP:GREEN",
        "href=\"#sr-claim-1\">row 1</a>, <a class=\"citation\" href=\"#sr-statement-1\">statement 1</a></span>",
    ] {
        assert!(item(2).contains(wanted), "{wanted} in {}", item(2));
    }
    assert!(!item(3).contains("Cited by") && !item(1).contains("TLP:"), "{}", item(3));
}

#[test]
fn a_statement_says_who_where_how_through_whom_and_how_good_that_is() {
    let built = report(CITED).max_tlp(Tlp::Amber).build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    let statement = |number: usize| {
        let from = page.find(&format!("id=\"sr-statement-{number}\"")).unwrap();
        page[from..].split("</figure>").next().unwrap()
    };
    for wanted in [
        "<strong>Spokesperson</strong>, Press office",
        "href=\"#sr-source-2\"",
        "<span class=\"stance stance-denies\">denies</span>",
        "Known through <a class=\"citation\" href=\"#sr-source-1\"",
        "Reliability of the source: F, reliability cannot be judged",
        "<span class=\"tlp tlp-green\">TLP:GREEN</span>",
    ] {
        assert!(statement(1).contains(wanted), "{wanted} in {}", statement(1));
    }
    assert!(statement(2).contains("B, usually reliable") && !statement(2).contains("Known through"));
    assert!(!statement(3).contains("figcaption"), "{}", statement(3));
    // A row marked above its report stands there with all that cites it.
    assert!(page.contains("href=\"#sr-claim-2\">row 2</a>"), "{page}");
}

#[test]
fn changes_key_points_and_gaps_stand_as_written() {
    let built = report(
        "title: X\nkey_points: [First & <b>, Second]\ngaps: [Open question]\nupdated: 2021-10-02\n\
         changelog:\n- {date: 2021-09-28, note: First version.}\n- {date: 2021-10-02, note: 'A <fix>.'}",
    )
    .build();
    assert_eq!(built.said(), "");
    let page = built.main(PAGE);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} in {page}"));
    assert!(at("<li>First &amp; &lt;b&gt;</li>") < at("<li>Second</li>"));
    assert!(
        at("<li>Open question</li>") < at("First version.") && at("First version.") < at("A &lt;fix&gt;.")
    );
    assert!(at("Updated <time datetime=\"2021-10-02\">2 October 2021</time>") < at("Key points"));
}
