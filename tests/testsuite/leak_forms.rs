//! The forms in which a withheld string may hide from the leak check: markup inside names, entities, invisible signs, escapes, other
//! scripts, defanging with blanks, files that hold other files.

use crate::support::SiteTest;

/// What is withheld in every site of these tests.
const HIDDEN: &str = "\
-- content/reports/red.md --
---
title: A hidden red lantern
date: 2024-01-01
tlp: red
actors: [Hidden Wolf, Winter 9, Grün Bär, Big Red Dog, 狼毒草小组, Волчья стая]
malware: [QuickRat]
indicators: ['evil.test', '203.0.113.9', 'http://bad.test/gate.php', 'wolf@mail.test', '2001:db8::1', 'xyz.test']
sources: [{title: Confidential vendor notes, url: 'https://vendor.test/private/paper'}]
---
Text.
";

#[track_caller]
fn leaks(path: &str, text: &str) -> Vec<String> {
    let said = SiteTest::new(HIDDEN).file(path, text).build().said();
    said.lines().filter(|line| line.contains("[leak]")).map(str::to_owned).collect()
}

#[test]
fn markup_inside_a_name_hides_nothing() {
    for body in [
        "Hid<em>den</em> Wolf",
        "Hid<!-- x -->den Wolf",
        "Hid<wbr>den Wolf",
        "Hidden<br>Wolf",
        "Hidden<br/>\nWolf",
        "Hid<nobr>den</nobr> Wolf",
        "Hid<x-y>den</x-y> Wolf",
        "Hidden <span>Wolf</span>",
        "<b>H</b>idden <i><u>W</u></i>olf",
        "Hid<img src=a.png alt=''>den Wolf",
        "Winter <b>9</b>",
        "<ruby>Hidden<rt></rt></ruby> Wolf",
        "<svg><text>Hid<tspan>den</tspan> Wolf</text></svg>",
        "<p>x <a href='#'>Hidden</a> <a href='#'>Wolf</a></p>",
    ] {
        let found =
            leaks("static/a.html", &format!("<!DOCTYPE html><html lang=en><body>{body}</body></html>\n"));
        assert_eq!(found.len(), 1, "{body}\n{found:?}");
    }
    for body in [
        "<p>Hidden</p><p>Wolf</p>",
        "<td>Hidden</td><td>Wolf</td>",
        "<li>Hidden<li>Wolf",
        "<h1>Hidden</h1>Wolf",
    ] {
        let found =
            leaks("static/a.html", &format!("<!DOCTYPE html><html lang=en><body>{body}</body></html>\n"));
        assert_eq!(found, Vec::<String>::new(), "{body}");
    }
}

#[test]
fn entities_and_invisible_signs_hide_nothing() {
    for body in [
        "Hid&shy;den Wolf",
        "Hid&shyden Wolf",
        "Hid&#173;den Wolf",
        "Hid&#xAD;den&#160Wolf",
        "Hid&zwnj;den&ensp;Wolf",
        "Hid&ZeroWidthSpace;den Wolf",
        "&#0000000072;idden Wolf",
        "&#72idden Wolf",
        "Hid\u{200b}den\u{2009}Wolf",
        "Hid\u{2066}den\u{2069} Wolf",
        "Hid\u{fe0f}den Wolf",
        "Hidden&hyphen;Wolf",
        "Hidden\u{2011}Wolf",
        "Hidden&nbsp;Wolf",
        "Hidden&lowbar;Wolf",
        "evil&period;test",
        "evil&#46;test",
    ] {
        let found = leaks("static/a.html", &format!("<!DOCTYPE html><html lang=en><p>{body}</p></html>\n"));
        assert_eq!(found.len(), 1, "{body}\n{found:?}");
        let found = leaks("static/a.svg", &format!("<svg><title>{body}</title></svg>\n"));
        assert_eq!(found.len(), 1, "{body}\n{found:?}");
    }
}

#[test]
fn other_forms_of_the_letters_hide_nothing() {
    for body in [
        "Ｈｉｄｄｅｎ Ｗｏｌｆ",
        "𝐇𝐢𝐝𝐝𝐞𝐧 Wolf",
        "Híddén Wolf",
        "Hi\u{301}dden Wolf",
        "Grun Bar",
        "GRÜN BÄR",
        "Gru\u{308}n Ba\u{308}r",
        "Big-Red Dog",
        "big red_dog, BigRed-Dog",
        "Quick Rat",
        "quick-rat",
        "攻击者狼毒草小组使用",
        "ВОЛЧЬЯ СТАЯ",
        "волчья-стая",
        "Hidden Wolf²",
        "Gruppe Hidden Wolf集団",
    ] {
        let text = format!("---\ntitle: x\n---\n{body}\n");
        let found = leaks("content/about.md", &text);
        assert_eq!(found.len(), 1, "{body}\n{found:?}");
        assert!(found[0].starts_with("content/about.md:4:"), "{body}\n{found:?}");
    }
    for body in ["Вол\u{306}чья стая", "Hidden Wolfé", "Hidden Wolfы"] {
        let found = leaks("content/about.md", &format!("---\ntitle: x\n---\n{body}\n"));
        assert_eq!(found, Vec::<String>::new(), "{body}");
    }
}

#[test]
fn indicators_and_addresses_are_found_in_every_writing() {
    for body in [
        "evil [.] test",
        "evil (dot) test",
        "evil{.}test",
        "evil\\.test",
        "EVIL.TEST.",
        "hxxp[://]evil[.]test",
        "hxxp:[//]bad[.]test/gate.php",
        "meow://bad.test/gate.php",
        "wolf [at] mail [dot] test",
        "wolf(at)mail.test",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "2001:DB8:0:0:0:0:0:1",
        "2001:db8::1",
        "2001:0db8::0001",
        "evil dot test",
        "wolf at mail dot test",
        "http://bad.test/gate.php?id=7",
        "https://vendor.test/private/paper?utm_source=x#y",
        "<https://vendor.test/private/paper/>",
        "https://proxy.test/?u=https%3A%2F%2Fvendor.test%2Fprivate%2Fpaper",
        "https://proxy.test/?u=https%253A%252F%252Fvendor.test%252Fprivate%252Fpaper",
        "[x](https://other.test/?q=Hidden+Wolf)",
    ] {
        let found = leaks("content/about.md", &format!("---\ntitle: x\n---\n{body}\n"));
        assert_eq!(found.len(), 1, "{body}\n{found:?}");
    }
}

#[test]
fn escapes_in_a_block_of_code_hide_nothing() {
    let hidden = "-- content/reports/red.md --\n---\ntitle: Red lantern\ndate: 2024-01-01\ntlp: amber\nindicators: ['C:\\Users\\Public\\evilthing.dll', 'HKLM\\Software\\EvilKey']\n---\nText.\n";
    for code in [
        "```yara\nrule a {\n  strings:\n    $a = \"C:\\\\Users\\\\Public\\\\evilthing.dll\"\n  condition: $a\n}\n```",
        "```json\n{\"path\": \"c:\\\\users\\\\public\\\\evilthing.dll\"}\n```",
        "```\n{\"path\": \"C:\\u005cUsers\\\\Public\\\\evil\\u0074hing.dll\"}\n```",
        "```\nreg add \"HKLM\\\\Software\\\\EvilKey\"\n```",
        "`HKLM\\\\Software\\\\EvilKey`",
    ] {
        let said =
            SiteTest::new(hidden).file("content/index.md", format!("Text.\n\n{code}\n")).build().said();
        assert_eq!(said.matches("error[leak]").count(), 1, "{code}\n{said}");
        assert!(said.starts_with("content/index.md:"), "{code}\n{said}");
        let other = code.replace("evil", "good").replace("Evil", "Good");
        assert_eq!(SiteTest::new(hidden).file("content/index.md", other).build().said(), "");
    }
}

#[test]
fn files_inside_files_hide_nothing() {
    for (path, text) in [
        ("static/a.json", "{\"html\": \"<p>Hid<b>den</b> Wolf</p>\"}"),
        ("static/a.json", "{\"html\": \"\\u003cp>Hid\\u00adden&nbsp;Wolf\\u003c/p>\"}"),
        ("static/a.json", "{\"a\": \"\\ud835\\udc07idden Wolf\"}"),
        ("static/a.json", "{\"a\": \"https:\\/\\/vendor.test\\/private\\/paper\"}"),
        ("static/a.js", "x = 'Hidden\\x20Wolf'"),
        ("static/a.js", "x = 'Hidden\\u{20}Wolf'"),
        ("static/a.js", "x = 'Hidden \\\nWolf'"),
        ("static/a.css", "a::after { content: 'Hid\\64 en Wolf' }"),
        ("static/a.txt", "see ?q=Hidden%20Wolf"),
        ("static/a.txt", "Hid&shy;den Wolf"),
        ("static/a.svg", "<svg><text>Hid<![CDATA[den]]> Wolf</text></svg>"),
        ("static/a.svg", "<svg aria-label='Hidden&#32;Wolf'/>"),
        ("static/a.xml", "<f><![CDATA[<p>Hid<b>den</b> Wolf</p>]]></f>"),
        ("static/a.html", "<html lang=en><style>a::after { content: 'Hid\\64 en Wolf' }</style></html>"),
        ("static/a.html", "<html lang=en><p data-x='{\"a\":\"Hidden\\u0020Wolf\"}'>x</p></html>"),
        ("static/a.html", "<html lang=en><p title=Hidden&#32;Wolf>x</p></html>"),
        (
            "static/a.html",
            "<html lang=en><script type='application/ld+json'>{\"a\":\"Hid\\u00adden Wolf\"}</script></html>",
        ),
        ("static/%48idden%20Wolf.txt", "x"),
    ] {
        let found = leaks(path, text);
        assert_eq!(found.len(), 1, "{path} {text}\n{found:?}");
    }
}

#[test]
fn a_find_that_markup_splits_stands_at_its_place() {
    for (body, column) in [
        ("by Hid<em>den</em> Wolf", 4),
        ("by Hid&shy;den Wolf", 4),
        ("by _Hidden_ Wolf", 5),
        ("by Hid**den** Wolf", 4),
        ("by ~~Hidden~~ Wolf", 6),
        ("by [Hidden](https://other.test/) Wolf", 5),
        ("by Hid\u{ad}den Wolf", 4),
        ("> by Hidden\n> Wolf", 6),
        ("by Hidden\\\nWolf", 4),
        ("[x](https://other.test/hidden-wolf)", 24),
    ] {
        let found = leaks("content/about.md", &format!("---\ntitle: x\n---\n{body}\n"));
        assert_eq!(found.len(), 1, "{body}\n{found:?}");
        assert!(found[0].starts_with(&format!("content/about.md:4:{column}:")), "{body}\n{found:?}");
    }
}

#[test]
fn rows_above_the_maximum_in_a_draft_are_withheld_by_tlp() {
    let text = "\
-- content/reports/draft.md --
---
title: A long draft
date: 2024-05-01
draft: true
actors: [Soon Panda, {name: Never Panda, tlp: red}]
sources: [{title: Paper for everyone}, {title: Paper for nobody, tlp: red}]
---
Text.
-- content/index.md --
Soon Panda, Never Panda, Paper for everyone, Paper for nobody.
";
    SiteTest::new(text).says(
        "content/index.md:1:1: warning[leak]: `Soon Panda` is withheld by content/reports/draft.md (draft) and named here, on /index.html
content/index.md:1:13: error[leak]: `Never Panda` is withheld by content/reports/draft.md:5 (draft, TLP:RED) and named here, on /index.html
content/index.md:1:46: error[leak]: `Paper for nobody` is withheld by content/reports/draft.md:6 (draft, TLP:RED) and named here, on /index.html",
    );
}

#[test]
fn a_tag_that_holds_a_withheld_name_names_it() {
    let text = format!(
        "{HIDDEN}-- content/reports/a.md --\n---\ntitle: A\ndate: 2024-05-01\ntags: [hidden-wolf-2024]\ntools: [Hidden Wolf Kit]\n---\nHidden Wolf Kit.\n"
    );
    let said = SiteTest::new(&text).build().said();
    let leaks: Vec<&str> = said.lines().filter(|line| line.contains("[leak]")).collect();
    assert!(leaks.len() == 1 && leaks[0].starts_with("content/reports/a.md:4:8: error[leak]"), "{said}");
}

#[test]
fn an_exception_that_allows_nothing_is_reported_at_its_place() {
    let config = "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {default: CLEAR}\nexample: true\nleaks:\n  allow:\n  \
                  - {text: Hidden Wolf, reason: known}\n  - {text: QuickRat, reason: known}\n  - {text: Nobody, reason: none}\n";
    let text = format!("{HIDDEN}{config}-- content/index.md --\nHid**den** Wolf\n");
    SiteTest::new(&text).says(
        "sitrep.yaml:8:12: warning[unused-exception]: `QuickRat` is allowed here and is no leak
sitrep.yaml:9:12: warning[unused-exception]: `Nobody` is allowed here and is no leak",
    );
    // Another edition withholds other things.
    assert_eq!(SiteTest::new(&text).drafts().build().said(), "");
    assert_eq!(SiteTest::new(&text).max_tlp(sitrep::model::Tlp::Red).build().said(), "");
    let quiet = format!("{config}-- content/index.md --\nText.\n");
    assert_eq!(SiteTest::new(&quiet).build().said().lines().count(), 3);
}
