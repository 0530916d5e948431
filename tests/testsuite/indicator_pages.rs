//! Indicators on pages and in files: the section of a report and of an entity, what several reports share, what a download holds, and
//! that nothing of it is live on a page or withheld in a file.

use sitrep::model::Tlp;

use crate::support::{Built, SiteTest};

const TWO: &str = "-- content/reports/a.md --
---
title: First paper
date: 2024-01-01
actors: [Open Bear, {name: Side, kind: cluster}]
malware: [OpenRat]
tools: [Hammer]
indicators:
- {value: 'evil[.]example', first_seen: 2021-03, last_seen: 2021-05-02, valid_until: 2022, context: C2 of the <first> wave, confidence: 85, actor: Open Bear, malware: OpenRat}
- 'hxxps://user@evil[.]example:8443/A.php?x[.]y=1'
- 192[.]0[.]2[.]1
- 2001:db8::1
- {type: mutex, value: '=evil'}
- 'wolf[at]mail.example'
- {value: 203.0.113.9, malware: Hammer, actor: Side}
---
Text.
-- content/reports/b.md --
---
title: Second paper
date: 2024-02-01
id: R-2
actors: [Open Bear]
indicators:
- EVIL.example.
- {value: 'hxxp://[2001[:]db8::1]:80/x', actor: Open Bear, context: '@cmd, \"quoted\"'}
- 192.0.2.1
---
Text.
-- content/reports/c.md --
---
title: Retracted paper
date: 2024-03-01
retracted: It was wrong.
actors: [Open Bear]
indicators:
- evil.example
- {value: only.example, actor: Open Bear}
---
Text.
";

/// A page without tags, white space folded.
fn words(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The section of indicators of a page.
#[track_caller]
fn section(built: &Built, path: &str) -> String {
    let main = built.main(path);
    let from = main.find("<section class=\"iocs\"").unwrap_or_else(|| panic!("no section in {path}"));
    let to = main[from..].find("</section>").unwrap();
    main[from..from + to].to_owned()
}

#[test]
fn a_report_shows_its_indicators_by_type_with_all_that_is_said_of_them() {
    let built = SiteTest::new(TWO).build();
    assert_eq!(built.said(), "");
    let main = built.main("reports/a/index.html");
    assert!(main.contains("<h2 id=\"sr-indicators\">Indicators "), "{main}");
    let text = words(&section(&built, "reports/a/index.html"));
    for wanted in [
        "Indicators 7",
        "Domains 1 evil[.]example C2 of the &lt;first&gt; wave Actor: Open Bear Malware: OpenRat Confidence: 85 also in 1 report first seen March 2021 last seen 2 May 2021 valid until 2022",
        "IPv4 addresses 2 192[.]0[.]2[.]1 also in 1 report",
        "203[.]0[.]113[.]9 Actor: Side (activity cluster) Tool: Hammer",
        "IPv6 addresses 1 2001[:]db8::1",
        "URLs 1 hxxps://user[@]evil[.]example:8443/A.php?x.y=1",
        "Email addresses 1 wolf[@]mail[.]example",
        "Mutexes 1 =evil",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    let order: Vec<usize> = ["Domains", "IPv4", "IPv6", "URLs", "Email", "Mutexes"]
        .iter()
        .map(|label| text.rfind(label).unwrap())
        .collect();
    assert!(order.is_sorted(), "{order:?}\n{text}");
    assert!(!text.contains("xpired"), "a date, never a verdict");
}

#[test]
fn no_page_holds_a_live_address_anywhere() {
    let built = SiteTest::new(TWO).build();
    let live = [
        "evil.example",
        "mail.example",
        "192.0.2.1",
        "203.0.113.9",
        "2001:db8::1",
        "only.example",
        "https://user",
    ];
    let mut pages = 0;
    for (path, bytes) in built.bytes().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8(bytes).unwrap().to_lowercase();
        for value in live {
            assert!(!text.contains(value), "{value} in {path}");
        }
        assert!(!text.contains("hxxp\"") && !text.contains("href=\"hxxp"), "{path}");
        pages += usize::from(text.contains("class=\"ioc\""));
    }
    assert_eq!(pages, 8, "three reports, the shared ones, an actor, a cluster, a malware family, a tool");
}

#[test]
fn the_files_hold_every_value_live_with_their_marking() {
    let built = SiteTest::new(TWO).build();
    assert_eq!(
        built.text("reports/b/indicators.csv"),
        "# TLP:CLEAR\r\n# https://site.example/reports/b/\r\n# 2024-02-01\r\n\
         type,value,defanged,first_seen,last_seen,valid_until,confidence,tlp,actor,malware,report_id,report_url,context\r\n\
         domain,EVIL.example.,EVIL[.]example[.],,,,,TLP:CLEAR,,,R-2,https://site.example/reports/b/,\r\n\
         url,http://[2001:db8::1]:80/x,hxxp://[2001[:]db8::1]:80/x,,,,,TLP:CLEAR,Open Bear,,R-2,https://site.example/reports/b/,\"'@cmd, \"\"quoted\"\"\"\r\n\
         ipv4,192.0.2.1,192[.]0[.]2[.]1,,,,,TLP:CLEAR,,,R-2,https://site.example/reports/b/,\r\n"
    );
    let csv = built.text("reports/a/indicators.csv");
    assert!(csv.contains("\r\nmutex,'=evil,'=evil,"), "{csv}");
    assert!(
        csv.contains("\r\ndomain,evil.example,evil[.]example,2021-03,2021-05-02,2022,85,TLP:CLEAR,Open Bear,OpenRat,a,https://site.example/reports/a/,C2 of the <first> wave\r\n"),
        "{csv}"
    );
    assert!(csv.split("\r\n").all(|line| !line.contains('\n')), "lines end as RFC 4180 says");
    let json: serde_json::Value = serde_json::from_str(&built.text("reports/a/indicators.json")).unwrap();
    assert_eq!(json["tlp"], "TLP:CLEAR");
    assert_eq!(json["title"], "First paper");
    assert_eq!(json["url"], "https://site.example/reports/a/");
    let rows = json["indicators"].as_array().unwrap();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[1]["value"], "https://user@evil.example:8443/A.php?x.y=1");
    assert_eq!(rows[4]["value"], "=evil", "only a spreadsheet needs the quote");
    assert_eq!(rows[6]["malware"], "Hammer");
    assert!(rows[0].get("report_id").is_none() && rows[4].get("context").is_none());
    assert_eq!(
        built.text("reports/a/ips.txt"),
        "# TLP:CLEAR\n# IP addresses\n# https://site.example/reports/a/\n# 2024-01-01\n192.0.2.1\n2001:db8::1\n203.0.113.9\n"
    );
    for list in ["domains", "urls", "emails", "mutexes"] {
        assert_eq!(built.text(&format!("reports/a/{list}.txt")).lines().count(), 5, "{list}");
    }
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_made_harmless() {
    let contexts = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "#x", "a;b", "\"", "  lead", "plain"];
    let wanted =
        ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'＝1", "\"#x\"", "\"a;b\"", "\"\"\"\"", "lead", "plain"];
    let rows: String = contexts
        .iter()
        .enumerate()
        .map(|(at, context)| format!("- {{value: h{at}.example, context: '{context}'}}\n"))
        .collect();
    let text = format!(
        "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nindicators:\n{rows}- {{value: tab.example, context: \"\\t=x\"}}\n- {{value: line.example, context: \"a\\n=x\"}}\n---\nText.\n"
    );
    let built = SiteTest::new(&text).build();
    let csv = built.text("reports/a/indicators.csv");
    for wanted in wanted {
        assert!(csv.contains(&format!("/reports/a/,{wanted}\r\n")), "{wanted}\n{csv}");
    }
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(csv.as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(read.len(), 12);
    for record in &read {
        assert!(
            record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝'])),
            "{record:?}"
        );
    }
    assert_eq!(&read[11][12], "a\n=x");
}

#[test]
fn what_several_reports_share_is_listed_with_reports_and_actors() {
    let built = SiteTest::new(TWO).build();
    let main = built.main("indicators/index.html");
    let text = words(&section(&built, "indicators/index.html"));
    for wanted in [
        "EVIL[.]example[.] Domain 2 reports Second paper 1 February 2024 TLP:CLEAR on Actor: Open Bear First paper 1 January 2024 TLP:CLEAR Actor: Open Bear Malware: OpenRat",
        "192[.]0[.]2[.]1 IPv4 address 2 reports Second paper",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(!main.contains("Retracted paper"), "{main}");
    assert!(!text.contains("203[.]0[.]113[.]9"), "in one report only: {text}");
    let report = section(&built, "reports/a/index.html");
    let href = report.split("href=\"/indicators/#").nth(1).unwrap().split('"').next().unwrap();
    assert!(main.contains(&format!("<tr id=\"{href}\">")), "{href}\n{main}");
    assert_eq!(built.text("indicators/domains.txt").lines().skip(4).collect::<Vec<_>>(), ["EVIL.example."]);
    let all = built.text("indicators/all.csv");
    assert_eq!(all.matches("\r\n").count(), 4 + 10);
    assert!(!all.contains("only.example"));
}

#[test]
fn one_value_in_two_spellings_is_shared() {
    let spellings = [
        ("192.0.2.7", "192.0.2.7/32"),
        ("'http://d.example/a'", "'hxxp://D[.]example:80/%61'"),
        ("{type: registry key, value: 'HKLM\\x'}", "{type: registry key, value: 'HKEY_LOCAL_MACHINE\\X'}"),
    ];
    for (one, other) in spellings {
        let report = |name: &str, value: &str| {
            format!(
                "-- content/reports/{name}.md --\n---\ntitle: {name}\ndate: 2024-01-01\nindicators: [{value}]\n---\nText.\n"
            )
        };
        let built = SiteTest::new(&(report("one", one) + &report("two", other))).build();
        assert_eq!(built.said(), "", "{one}");
        assert_eq!(built.site.shared_indicators.len(), 1, "{one} {other}");
        for page in ["reports/one/index.html", "reports/two/index.html"] {
            assert!(built.main(page).contains("href=\"/indicators/#sr-indicator-"), "{page} {one}");
        }
    }
}

#[test]
fn those_that_most_reports_list_come_first_and_long_lists_have_pages() {
    let mut text = "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nexample: true\npage_size: 2\n".to_owned();
    for report in 1..=4 {
        let rows: String = (report..=5).map(|host| format!("- h{host}.example\n")).collect();
        text.push_str(&format!(
            "-- content/reports/r{report}.md --\n---\ntitle: Paper {report}\ndate: 2024-01-0{report}\nindicators:\n{rows}---\nText.\n"
        ));
    }
    let built = SiteTest::new(&text).build();
    assert_eq!(built.said(), "");
    let shown = |path: &str| -> Vec<String> {
        let main = built.main(path);
        main.split("data-type=\"domain\" dir=\"ltr\">")
            .skip(1)
            .map(|rest| rest.split('<').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(shown("indicators/index.html"), ["h4[.]example", "h5[.]example"]);
    assert_eq!(shown("indicators/page/2/index.html"), ["h3[.]example", "h2[.]example"]);
    assert!(built.main("reports/r1/index.html").contains("href=\"/indicators/page/2/#sr-indicator-"));
    assert!(!built.main("indicators/page/2/index.html").contains("Reports with indicators"));
}

#[test]
fn an_entity_shows_the_indicators_whose_rows_name_it() {
    let built = SiteTest::new(TWO).build();
    let text = words(&section(&built, "actors/open-bear/index.html"));
    for wanted in [
        "Indicators 2",
        "evil[.]example First paper",
        "hxxp://[2001[:]db8::1]:80/x Second paper",
        "also in 1 other report",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    assert!(
        text.contains("By report Second paper 1 indicator, 1 February 2024 First paper 1 indicator"),
        "{text}"
    );
    assert!(!text.contains("only[.]example") && !text.contains("Actor: Open Bear"), "{text}");
    assert!(words(&section(&built, "tools/hammer/index.html")).contains("203[.]0[.]113[.]9"));
    assert!(words(&section(&built, "actors/side-a/index.html")).contains("203[.]0[.]113[.]9"));
    let json: serde_json::Value =
        serde_json::from_str(&built.text("actors/open-bear/indicators.json")).unwrap();
    let rows = json["indicators"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["report_id"], &rows[1]["report_id"]), (2, &"R-2".into(), &"a".into()));
    assert_eq!(rows[1]["report_url"], "https://site.example/reports/a/");
    assert!(!built.has("actors/open-bear/domains.txt"), "two values are no list");
}

#[test]
fn a_retracted_report_keeps_its_indicators_to_its_page() {
    let built = SiteTest::new(TWO).build();
    let text = words(&section(&built, "reports/c/index.html"));
    assert!(text.contains("kept here for the record") && text.contains("only[.]example"), "{text}");
    let files = built.paths().into_iter().filter(|path| path.starts_with("reports/c/"));
    assert_eq!(
        files.collect::<Vec<_>>(),
        ["reports/c/cite.bib", "reports/c/cite.ris", "reports/c/index.html"]
    );
    for (path, bytes) in built.bytes() {
        let text = String::from_utf8(bytes).unwrap_or_default();
        let own = path == "reports/c/index.html" || path.starts_with("assets/");
        assert!(own || !(text.contains("only.example") || text.contains("only[.]example")), "{path}");
    }
}

#[test]
fn rows_above_the_edition_are_in_no_page_and_no_file() {
    let text = TWO.replace(
        "- 192.0.2.1\n---",
        "- 192.0.2.1\n- {value: secret.example, tlp: amber, actor: Open Bear}\n---",
    );
    let public = SiteTest::new(&text).build();
    assert_eq!(public.said(), "");
    assert_eq!(public.bytes(), SiteTest::new(TWO).build().bytes());
    let closed = SiteTest::new(&text).max_tlp(Tlp::Amber).build();
    for path in ["reports/b/indicators.csv", "actors/open-bear/indicators.csv", "indicators/all.csv"] {
        let csv = closed.text(path);
        assert!(csv.starts_with("# TLP:AMBER\r\n"), "{csv}");
        assert!(csv.contains("domain,secret.example,secret[.]example,,,,,TLP:AMBER,Open Bear,"), "{csv}");
    }
    assert!(closed.text("reports/b/domains.txt").starts_with("# TLP:AMBER\n"));
    assert!(closed.text("reports/b/ips.txt").starts_with("# TLP:AMBER\n"), "a page's files bear one marking");
    let json: serde_json::Value = serde_json::from_str(&closed.text("reports/b/indicators.json")).unwrap();
    assert_eq!((&json["tlp"], &json["indicators"][0]["tlp"]), (&"TLP:AMBER".into(), &"TLP:CLEAR".into()));
    let row = section(&closed, "reports/b/index.html");
    let row = row.split("secret[.]example").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("TLP:AMBER"), "{row}");
    assert_eq!(
        words(&section(&closed, "reports/b/index.html")).matches("TLP:AMBER").count(),
        2,
        "files and one row"
    );
}

#[test]
fn hidden_characters_and_both_spellings_of_a_host_are_shown() {
    let text = "-- content/reports/a.md --
---
title: Paper
date: 2024-01-01
indicators:
- {type: filename, value: \"invoice\\u202Efdp.exe\"}
- {type: path, value: \"/tmp/a\\u200Bb\\u00A0c\"}
- {type: mutex, value: 'a⟨U+202E⟩', context: \"see \\u202Egpj.exe\"}
- bücher.example
- xn--e1afmkfd.example
- 'https://xn--bcher-kva.example/ü'
- 'a@bücher.example'
---
Text.
";
    let built = SiteTest::new(text).build();
    assert_eq!(built.said(), "");
    let text = words(&section(&built, "reports/a/index.html"));
    for wanted in [
        "invoice⟨U+202E⟩fdp.exe",
        "/tmp/a⟨U+200B⟩b⟨U+00A0⟩c",
        "a⟨U+27E8⟩U+202E⟩",
        "see ⟨U+202E⟩gpj.exe",
        "bücher[.]example also written xn--bcher-kva[.]example",
        "xn--e1afmkfd[.]example also written пример[.]example",
        "hxxps://xn--bcher-kva[.]example/ü also written bücher[.]example",
        "a[@]bücher[.]example also written xn--bcher-kva[.]example",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    for (path, bytes) in built.bytes().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!String::from_utf8(bytes).unwrap().contains(['\u{202e}', '\u{200b}']), "{path}");
    }
    assert!(
        built.text("reports/a/filenames.txt").ends_with("invoice\u{202e}fdp.exe\n"),
        "files hold what was seen"
    );
}

#[test]
fn a_file_of_an_author_keeps_its_place() {
    let text = "-- content/reports/a/index.md --
---
title: Paper
date: 2024-01-01
indicators_file: indicators.csv
---
[The list](indicators.csv) and [domains](Domains.txt)
-- content/reports/a/indicators.csv --
value
a.example
b.example
c.example
-- content/reports/a/Domains.txt --
mine
-- static/reports/a/indicators.json --
{}
";
    let test = SiteTest::new(text);
    let built = test.build();
    assert_eq!(built.said(), "");
    assert_eq!(built.text("reports/a/indicators.csv"), "value\na.example\nb.example\nc.example\n");
    assert_eq!(built.text("reports/a/indicators.json"), "{}\n");
    assert!(built.text("reports/a/published-indicators.csv").contains("\r\ndomain,a.example,"));
    assert!(built.text("reports/a/published-domains.txt").ends_with("\na.example\nb.example\nc.example\n"));
    let main = built.main("reports/a/index.html");
    for file in ["published-indicators.csv", "published-indicators.json", "published-domains.txt"] {
        assert!(main.contains(&format!("href=\"/reports/a/{file}\" download")), "{file}\n{main}");
    }
}

/// A report whose file has these lines.
fn long(lines: &str) -> SiteTest {
    let text = "-- content/reports/a/index.md --\n---\ntitle: Paper\ndate: 2024-01-01\nactors: [Open Bear]\nmalware: [OpenRat]\nindicators_file: list.csv\n---\nText.\n";
    SiteTest::new(text).file("content/reports/a/list.csv", lines)
}

#[test]
fn eighty_thousand_rows_make_a_light_page_and_whole_files() {
    let rows: String = (0..80_000).map(|at| format!("{at:064x}\n")).collect();
    let built = long(&format!("value\n{rows}")).build();
    assert_eq!(built.said(), "");
    let html = built.text("reports/a/index.html");
    assert!(html.len() < 300_000, "{} bytes", html.len());
    assert!(words(&html).contains("are the first 200 of 80000; the files hold all."));
    assert_eq!(html.matches("<th scope=\"row\">").count(), 200);
    assert!(html.contains("data-all=\"/reports/a/indicators.json\""));
    assert_eq!(built.text("reports/a/indicators.csv").matches("\r\n").count(), 80_000 + 4);
    assert_eq!(built.text("reports/a/sha256.txt").lines().count(), 80_000 + 4);
    assert!(built.text("indicators/index.html").len() < 30_000);
}

#[test]
fn rows_with_everything_make_a_light_page_too() {
    let rows: String = (0..1000)
        .map(|at| {
            format!(
                "sha256,{at:064x},2021-03-01,2021-04-01,2022-01-01,high,Open Bear,OpenRat,\"{}, stage {at}\"\n\
                 url,https://h{at}.example/a/b.php?id={at},2021-03,2021-04,,low,,,\n",
                "Dropped by the loader & <run>".repeat(5)
            )
        })
        .collect();
    let columns = "type,value,first_seen,last_seen,valid_until,confidence,actor,malware,context";
    let built = long(&format!("{columns}\n{rows}")).build();
    assert_eq!(built.said(), "");
    for (path, all) in [("reports/a/", 2000), ("actors/open-bear/", 1000), ("malware/openrat/", 1000)] {
        let html = built.text(&format!("{path}index.html"));
        assert!(html.len() < 300_000, "{path} has {} bytes", html.len());
        assert!(words(&html).contains(&format!(" of {all}; the files hold all.")), "{path}");
        assert_eq!(built.text(&format!("{path}indicators.csv")).matches("\r\n").count(), all + 4, "{path}");
        assert_eq!(built.text(&format!("{path}sha256.txt")).lines().count(), 1000 + 4, "{path}");
    }
    let groups = words(&section(&built, "reports/a/index.html"));
    assert!(groups.contains("URLs 1000, 100 of them listed here"), "{groups}");
}

#[test]
fn long_texts_do_not_make_a_heavy_page() {
    let rows: String = (0..300)
        .map(|at| {
            let context = "\"\"<".repeat(3000);
            format!("https://h{at}.example/{},\"{context}\"\n", "<&>/".repeat(500))
        })
        .collect();
    let text = "-- content/reports/a/index.md --\n---\ntitle: Paper\ndate: 2024-01-01\nindicators_file: l.csv\n---\nText.\n";
    let test = SiteTest::new(text).file("content/reports/a/l.csv", format!("value,context\n{rows}"));
    let built = test.build();
    assert_eq!(built.said(), "");
    assert!(built.text("reports/a/index.html").len() < 300_000);
    let csv = built.text("reports/a/indicators.csv");
    assert!(csv.contains(&"\"\"<".repeat(3000)), "the files hold all of it");
}

#[test]
fn a_file_of_one_site_is_an_indicators_file_of_another() {
    let built = SiteTest::new(TWO).build();
    for file in ["indicators.csv", "indicators.json"] {
        let text = format!(
            "-- content/reports/a.md --\n---\ntitle: First paper\ndate: 2024-01-01\nactors: [Open Bear, {{name: Side, kind: cluster}}]\n\
             malware: [OpenRat]\ntools: [Hammer]\nindicators_file: {file}\n---\nText.\n"
        );
        let taken = built.text(&format!("reports/a/{file}"));
        let again = SiteTest::new(&text).file(&format!("content/reports/{file}"), &taken).build();
        assert_eq!(again.said(), "", "{file}");
        assert_eq!(
            again.text("reports/a/indicators.json"),
            built.text("reports/a/indicators.json"),
            "{file}"
        );
        assert_eq!(again.text("reports/a/indicators.csv"), built.text("reports/a/indicators.csv"), "{file}");
    }
}

#[test]
fn a_site_without_indicators_says_so() {
    let built = SiteTest::new("").build();
    let text = words(&built.main("indicators/index.html"));
    assert!(text.contains("No two published reports list the same indicator."), "{text}");
    assert_eq!(built.paths().iter().filter(|path| path.starts_with("indicators/")).count(), 1);
}
