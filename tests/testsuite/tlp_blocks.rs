//! Blocks `::: tlp` in bodies: what is above the maximum leaves no trace, what is not shows its level, and a fence that is neither
//! text nor a block is an error. In the texts below a line that starts with `!` goes when its block is withheld.

use proptest::prelude::*;
use sitrep::diagnostic::Severity;
use sitrep::model::Tlp;
use sitrep::stages::{self, Memory, Request, Timings};

use crate::support::{Built, SiteTest};

const HEAD: &str = "---\ntitle: Public\ndate: 2024-05-01\nactors: [Open Bear]\nsources: [{id: one, publisher: Some body, url: 'https://one.example/x'}, {id: two, title: Paper}]\n---\n";

/// A site around the body of one report.
fn site(body: &str) -> String {
    format!(
        "-- content/index.md --\nHome, see [it](reports/public/index.md).\n-- content/actors/bear.md --\n---\nname: Open Bear\n---\nA bear.\n\
         -- content/reports/other.md --\n---\ntitle: Other\ndate: 2024-04-01\nactors: [Calm Otter]\n---\nOther.\n\
         -- content/reports/public/p.png --\npng\n-- content/reports/public/index.md --\n{HEAD}{body}"
    )
}

/// A body with its withheld lines, and without them.
fn bodies(text: &str) -> (String, String) {
    let with = text.lines().map(|line| format!("{}\n", line.strip_prefix('!').unwrap_or(line)));
    let without = text.lines().filter(|line| !line.starts_with('!')).map(|line| format!("{line}\n"));
    (with.collect(), without.collect())
}

#[track_caller]
fn assert_same(name: &str, with: &Built, without: &Built) {
    let (with, without) = (with.bytes(), without.bytes());
    assert_eq!(with.keys().collect::<Vec<_>>(), without.keys().collect::<Vec<_>>(), "{name}");
    for (path, bytes) in &with {
        let (a, b) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&without[path]));
        assert_eq!(a, b, "{name}: {path}");
    }
}

#[test]
fn withheld_blocks_leave_no_trace() {
    for (name, body) in [
        ("plain", "One.\n\n!::: tlp amber\n!Secret of the hidden.\n!:::\n\nTwo."),
        ("no space, any case", "One.\n\n!:::tlp AMBER+Strict\n!Secret.\n!:::\n\nTwo."),
        ("as the standard writes it", "One.\n\n!::: TLP:RED\n!Secret.\n!:::\n\nTwo."),
        ("level with its prefix", "One.\n\n!::: tlp TLP:GREEN\n!Secret.\n!:::\n\nTwo."),
        ("right below text", "One.\n!::: tlp green\n!Secret.\n!:::\nTwo."),
        ("nested, inner lower", "One.\n!::: tlp red\n!A\n!::: tlp clear\n!B\n!:::\n!C\n!:::\nTwo."),
        ("longer fences", "!:::: tlp red\n!A\n!::: tlp amber\n!B\n!:::\n!::::::\nTwo."),
        ("two in a row", "!::: tlp red\n!A\n!:::\n!::: tlp amber\n!B\n!:::\nTwo."),
        ("whole body", "!::: tlp red\n!Everything.\n!:::"),
        ("empty", "One.\n\n!::: tlp red\n!:::\n\nTwo."),
        (
            "across headings",
            "## One\n\nA.\n\n!::: tlp amber\n!Secret.\n!\n!## Two\n!\n!B.\n!\n!### Three\n!:::\n\n## Two\n\nC.",
        ),
        (
            "numbers of anchors",
            "!::: tlp amber\n!## Two\n!\n!<b id=\"x\">B</b>\n!:::\n## Two\n\n<b id=\"x\">C</b>",
        ),
        ("item of a list", "- one\n!- ::: tlp amber\n!  secret\n!  :::\n- two"),
        ("loose item", "- one\n\n!- ::: tlp amber\n!  a\n!\n!  b\n!  :::\n- two\n- three"),
        ("in an item", "- one\n\n!  ::: tlp amber\n!  secret\n!  :::\n\n  more\n- two"),
        ("between items", "- one\n!::: tlp amber\n!- secret\n!:::\n- two"),
        ("quote", "> one\n>\n!> ::: tlp amber\n!> secret\n!> :::\n>\n> two"),
        ("item of a list in a quote", "> - one\n!> - ::: tlp red\n!>   secret\n!>   :::\n> - two"),
        ("whole quote", "One.\n\n!> ::: tlp red\n!> secret\n!> :::\n\nTwo."),
        ("table", "!::: tlp red\n!| a | b |\n!|---|---|\n!| c | d |\n!:::\n\n| e |\n|---|\n| f |"),
        ("row below a table", "| e |\n|---|\n| f |\n!::: tlp red\n!x\n!:::\n| g |"),
        (
            "code",
            "!::: tlp red\n!```yara\n!rule x {}\n!:::\n!```\n!\n!    :::\n!:::\n\n```\n::: tlp red\n:::\n```\n\nText\n\n    :::",
        ),
        (
            "comment",
            "!::: tlp red\n!<!-- x\n!:::\n!-->\n!:::\n\n<!-- y\n::: tlp red\n-->\n\nText <!-- z\n:::\n--> more",
        ),
        (
            "raw HTML",
            "<div>\n!::: tlp red\n!<b>secret</b>\n!:::\n</div>\n\n<details>\n<summary>S</summary>\n\n!::: tlp red\n!secret\n!:::\n\n</details>",
        ),
        (
            "footnote and its reference",
            "A.[^a]\n!::: tlp red\n!B.[^b]\n!\n![^b]: Secret.\n!:::\n\nC.[^c]\n\n[^a]: A.\n[^c]: C.",
        ),
        (
            "note of a footnote that only the block uses",
            "A.[^a]\n!::: tlp red\n!B.[^b]\n!:::\n\n[^a]: A.\n[^b]: Told to nobody.",
        ),
        ("in a footnote", "A.[^a]\n\n[^a]: Note.\n\n!    ::: tlp red\n!    Secret.\n!    :::"),
        ("address of a link", "!::: tlp red\n![x][r]\n!\n![r]: https://secret.example/path\n!:::\n\nText."),
        (
            "address given twice",
            "!::: tlp red\n![x][r]\n!\n![r]: https://secret.example/path\n!:::\n\n[y][r]\n\n[r]: https://open.example/path",
        ),
        (
            "links, pictures and files",
            "!::: tlp red\n![[Calm Otter]], [o](../other.md), ![p](p.png), Calm Otter\n!:::\nOpen Bear and [o](../other.md).",
        ),
        ("wikilink to nothing", "!::: tlp red\n![[Nobody At All]] and [broken](../nowhere.md)\n!:::\nText."),
        ("citation", "A.[^s:two]\n!::: tlp red\n!B.[^s:one]\n!:::\n"),
        ("language of code", "!::: tlp red\n!```nosuchlanguage\n!x\n!```\n!:::\nText."),
        ("indented code on both sides", "    a\n!::: tlp red\n!x\n!:::\n\n    b"),
        ("trailing blanks", "One.\n!::: tlp red   \n!x\n!:::  \t\nTwo."),
        ("no line end", "One.\n!::: tlp red\n!x\n!:::"),
    ] {
        let (with, without) = bodies(body);
        let (with, without) = (SiteTest::new(&site(&with)).build(), SiteTest::new(&site(&without)).build());
        assert!(!with.diagnostics.has_errors(), "{name}\n{}", with.said());
        assert_same(name, &with, &without);
    }
}

#[test]
fn an_item_that_goes_on_behind_its_block_stays_an_item() {
    for (name, with, without) in [
        ("item", "- ::: tlp red\n  x\n  :::\n  open\n- two", "- open\n- two"),
        ("empty lines", "- ::: tlp red\n  x\n  :::\n\n\n  open\n- two", "- open\n- two"),
        ("list in a list", "- - ::: tlp red\n    x\n    :::\n  - open\n- two", "-\n  - open\n- two"),
        ("wide sign", "10.  ::: tlp red\n     x\n     :::\n     open\n11.  two", "10.  open\n11.  two"),
        ("in a quote", "> - ::: tlp red\n>   x\n>   :::\n>\n>   open\n> - two", "> - open\n> - two"),
        ("a quote in an item", "- > ::: tlp red\n  > x\n  > :::\n  > open\n- two", "- > open\n- two"),
        ("footnote", "A.[^a]\n\n[^a]: ::: tlp red\n    x\n    :::\n\n    Open.", "A.[^a]\n\n[^a]: Open."),
        ("code", "- ::: tlp red\n  x\n  :::\n      code\n- two", "-\n      code\n- two"),
    ] {
        let (with, without) = (SiteTest::new(&site(with)).build(), SiteTest::new(&site(without)).build());
        assert!(!with.diagnostics.has_errors(), "{name}\n{}", with.said());
        assert_same(name, &with, &without);
    }
}

/// The prose of the report in an edition.
#[track_caller]
fn prose(body: &str, max: Tlp) -> String {
    let built = SiteTest::new(&site(body)).max_tlp(max).build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    let main = built.main("reports/public/index.html");
    let from = main.find("<div class=\"prose\">").map_or(main.len(), |at| at + 20);
    let to = main[from..].find("<section aria-labelledby=\"sr-sources").map_or(main.len(), |at| from + at);
    main[from..to].trim().trim_end_matches("</div>").trim().to_owned()
}

#[test]
fn a_shown_block_says_its_level() {
    let block = |level: &str, label: &str, inner: &str| {
        format!(
            "<div class=\"tlp-block tlp-block-{level}\" role=\"group\" aria-label=\"{label}\">\n\
             <p class=\"tlp-block-mark\"><span class=\"tlp tlp-{level}\">{label}</span></p>\n{inner}</div>"
        )
    };
    let amber = |inner: &str| block("amber", "TLP:AMBER", inner);
    for (body, expected) in [
        ("::: tlp amber\nText.\n:::", amber("<p>Text.</p>\n")),
        (
            "::: tlp amber\nA\n:::: tlp clear\nB\n::::\n:::",
            amber(&format!("<p>A</p>\n{}\n", amber("<p>B</p>\n"))),
        ),
        (
            "::: tlp clear\nA\n::: tlp AMBER\nB\n:::\n:::",
            block("clear", "TLP:CLEAR", &format!("<p>A</p>\n{}\n", amber("<p>B</p>\n"))),
        ),
        (
            "- one\n- ::: tlp amber\n  two\n  :::",
            format!("<ul>\n<li>one</li>\n<li>{}\n</li>\n</ul>", amber("two\n")),
        ),
        ("> ::: tlp amber\n> A\n> :::", format!("<blockquote>\n{}\n</blockquote>", amber("<p>A</p>\n"))),
        ("::: tlp amber\n:::\n\nText.", "<p>Text.</p>".to_owned()),
        ("::: tlp amber\nA <b>b</b> </div></section> c\n:::", amber("<p>A <b>b</b>  c</p>\n")),
        (
            "A.[^a]\n\n::: tlp amber\n[^a]: Note.\n:::",
            format!(
                "<p>A.<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\" aria-label=\"Footnote 1\">1</a></sup></p>\n\
                 <section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n<li id=\"fn-1\">{}\n\
                 <p><a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to the reference of footnote 1\">↩</a></p>\n</li>\n</ol></section>",
                amber("<p>Note.</p>\n")
            ),
        ),
    ] {
        assert_eq!(prose(body, Tlp::Red), expected, "{body}");
    }
    let html = prose("<div>\n::: tlp amber\n<i>x</i>\n:::\n</div>\n\nText.", Tlp::Red);
    assert!(html.contains("<i>x</i>\n</div>\n</div>") && html.ends_with("<p>Text.</p>"), "{html}");
}

#[test]
fn a_page_bears_the_highest_level_of_its_blocks() {
    let text = format!(
        "{}\n-- content/actors/bear.md --\n---\nname: Open Bear\n---\n::: tlp amber\nA bear.\n:::\n\
         -- content/about.md --\n---\ntitle: About\n---\n::: tlp red\nUs.\n:::\n\
         -- content/index.md --\nHome.\n\n::: tlp green\nHello.\n:::\n",
        site("Text.\n\n::: tlp green\nA\n::: tlp amber+strict\nB\n:::\n:::\n")
    );
    let pages = [
        "reports/public/index.html",
        "actors/open-bear/index.html",
        "about/index.html",
        "index.html",
        "reports/other/index.html",
    ];
    for (max, marks, words) in [
        (Tlp::Clear, ["clear", "clear", "clear", "clear", "clear"], [false, false, false, false, false]),
        (Tlp::Green, ["green", "green", "clear", "green", "clear"], [true, false, false, true, false]),
        (Tlp::Amber, ["green", "amber", "clear", "amber", "clear"], [true, true, false, true, false]),
        (
            Tlp::Red,
            ["amber-strict", "amber-strict", "red", "amber-strict", "clear"],
            [true, true, true, true, false],
        ),
    ] {
        let built = SiteTest::new(&text).max_tlp(max).build();
        assert!(!built.diagnostics.has_errors(), "{}", built.said());
        for ((page, mark), shown) in pages.into_iter().zip(marks).zip(words) {
            let html = built.text(page);
            assert!(html.contains(&format!(" marked-{mark}\"")), "{max:?} {page} {mark}");
            assert_eq!(html.contains("tlp-block-mark"), shown, "{max:?} {page}");
            // A preview that shows more than the public edition says so.
            assert_eq!(html.contains("markings-held"), shown, "{max:?} {page}");
        }
        // A list says how each report is marked.
        let list = built.main("reports/index.html");
        assert!(list.contains(&format!("tlp-{}\">", marks[0])), "{max:?}");
        assert!(!built.text("atom.xml").contains("Hello"));
    }
}

#[test]
fn fences_with_faults_stand_at_their_places() {
    for (body, expected) in [
        ("Text\n::: tlp amber\nsecret", "8:1: error[tlp-block]: this block is never closed"),
        (
            "::: tlp amber\n:::: tlp red\nx\n:::",
            "7:1: error[tlp-block]: this block is never closed\n10:1: error[tlp-block]: this fence has 3 colons, and the block that it would close was opened with 4",
        ),
        ("::: tlp amber\n::: tlp red\nx\n:::", "7:1: error[tlp-block]: this block is never closed"),
        (":::", "7:1: error[tlp-block]: this closes a block, but none is open here"),
        (
            "::: tlp red\nx\n:::\n\n> :::",
            "11:3: error[tlp-block]: this closes a block, but none is open here",
        ),
        ("::: tlp ambr\nx\n:::", "7:1: error[tlp-block]: `ambr` is no TLP level"),
        ("::: tlp amber secret :::", "7:1: error[tlp-block]: `amber secret :::` is no TLP level"),
        ("::: tlp\nx\n:::", "7:1: error[tlp-block]: this block does not say its TLP level"),
        ("::: tlpamber\nx\n:::", "7:1: error[tlp-block]: `tlpamber` is no block that Sitrep knows"),
        ("::: amber\nx\n:::", "7:1: error[tlp-block]: `amber` is no block that Sitrep knows"),
        ("::: tpl amber\nx\n:::", "7:1: error[tlp-block]: `tpl amber` is no block that Sitrep knows"),
        ("::: note\nx\n:::", "7:1: error[unknown-block]: `note` is no block that Sitrep knows"),
        (":::{.tip}\nx\n:::", "7:1: error[unknown-block]: `{.tip}` is no block that Sitrep knows"),
        ("::: tlp white\nx\n:::", "7:1: hint[tlp-white]: TLP 2.0 calls `WHITE` `CLEAR`"),
        (
            "：：： tlp red\nx\n：：：",
            "7:1: error[tlp-block]: these are full-width colons, which neither open nor close a block\n9:1: error[tlp-block]: these are full-width colons, which neither open nor close a block",
        ),
        (
            "- ::: tlp red\n  x\n:::",
            "9:1: error[tlp-block]: this block is closed in another list item, quote or footnote than it was opened in",
        ),
        (
            "::: tlp red\n- x\n  :::",
            "9:3: error[tlp-block]: this block is closed in another list item, quote or footnote than it was opened in",
        ),
        (
            "- ::: tlp red\n  x\n- y\n  :::",
            "10:3: error[tlp-block]: this block is closed in another list item, quote or footnote than it was opened in",
        ),
        (
            "> ::: tlp red\n> x\n:::",
            "9:1: error[tlp-block]: this block is closed in another list item, quote or footnote than it was opened in",
        ),
        (
            "Text\n    ::: tlp red",
            "8:5: error[tlp-block]: this stands in running text, so it neither opens nor closes a block",
        ),
        (
            "- [ ] ::: tlp red",
            "7:7: error[tlp-block]: this stands in running text, so it neither opens nor closes a block",
        ),
        (
            "\u{200b}::: tlp red",
            "7:2: error[tlp-block]: this stands in running text, so it neither opens nor closes a block",
        ),
        (
            "Text\u{2028}::: tlp red\u{2028}x\u{2028}:::",
            "7:6: error[tlp-block]: this stands in running text, so it neither opens nor closes a block\n7:20: error[tlp-block]: this stands in running text, so it neither opens nor closes a block",
        ),
        (
            "<div>\n1. ::: tlp red\n</div>",
            "8:4: error[tlp-block]: this stands in running text, so it neither opens nor closes a block",
        ),
        ("[r]: /x\n  'a\n  ::: tlp red\n  b'", "9:3: error[tlp-block]: this block is never closed"),
        (
            "Text\n\n    ::: tlp amber\n    secret\n    :::",
            "9:5: error[tlp-block]: this is indented so far that Markdown reads it as code, so it opens no block",
        ),
        (
            "\t:::tlp amber",
            "7:2: error[tlp-block]: this is indented so far that Markdown reads it as code, so it opens no block",
        ),
        (
            "- a\n\n      ::: tlp amber\n      secret\n      :::",
            "9:7: error[tlp-block]: this is indented so far that Markdown reads it as code, so it opens no block",
        ),
        (
            "::: tlp clear\n\n    ::: tlp amber\n    secret\n    :::\n:::",
            "9:5: error[tlp-block]: this is indented so far that Markdown reads it as code, so it opens no block",
        ),
        (
            "```\ncode\n\n::: tlp amber\nsecret\n:::",
            "10:1: error[tlp-block]: this stands behind a code fence that is never closed, so it opens no block",
        ),
        (
            "> ~~~yara\n> ::: tlp amber\n> ```\n\nText",
            "8:3: error[tlp-block]: this stands behind a code fence that is never closed, so it opens no block",
        ),
        (
            "::: tlp amber\n<div>\nx\n</div>\n:::\n```\n::: tlp amber\n:::\n```",
            "11:1: error[tlp-block]: raw HTML goes on over this fence, until the next empty line",
        ),
        (
            "> <div>\n> ::: tlp amber\n>\n> x\n> :::\n> *after*",
            "11:3: error[tlp-block]: raw HTML goes on over this fence, until the next empty line",
        ),
        ("::: tlp amber\n<div>\nx\n</div>\n:::\n\n```\n::: tlp amber\n:::\n```", ""),
        ("<div>\n::: tlp amber\n\nx\n:::\n\nText", ""),
        ("    :::", ""),
        ("    ::: note", ""),
        ("- a\n\n  > ```\n  > ::: tlp amber\n  > ```\n", ""),
        ("~~~\n::: tlp amber\n~~~\n\n~~~\ncode", ""),
        ("```\n::: tlp amber\n```", ""),
        (
            "```python\nx = 1\n\n::: tlp amber\nsecret\n:::\n\n```\ny = 2\n",
            "10:1: warning[tlp-block]: this stands in code, so it opens no block and is shown as it is",
        ),
        ("```markdown\nText.\n\n::: tlp amber\nx\n:::\n```", ""),
        ("```\n\n::: tlp amber\nx\n:::\n\n::: tlp red\nx\n:::\n```", ""),
        ("- a\n\n  ```\n  ::: tlp amber\n  ```", ""),
        ("<!--\n::: tlp amber\n-->\n\nText", ""),
        ("About ::: tlp amber", ""),
        (":: tlp amber", ""),
        ("\\::: tlp amber", ""),
        ("`::: tlp amber`", ""),
        ("| ::: tlp amber |\n|---|\n| ::: |", ""),
        ("Text <?> more\n\n<?>\n\n```\n:::\n```", ""),
    ] {
        for max in [Tlp::Clear, Tlp::Red] {
            let said = SiteTest::new(&site(&format!("{body}\n"))).max_tlp(max).build().said();
            let said: String = said
                .lines()
                .map(|line| line.trim_start_matches("content/reports/public/index.md:").to_owned() + "\n")
                .filter(|line| !line.contains("[empty-report]") && !line.contains("[html-as-text]"))
                .collect();
            assert_eq!(said.trim(), expected, "{body}\n{max:?}");
        }
    }
}

#[test]
fn prose_must_not_refer_into_a_withheld_block() {
    let block = "::: tlp amber\n## Hidden part\n\n<b id=\"raw\">x</b>\n\n[^n]: Note.\n\n[ref]: https://hidden.example/path\n\n[[Calm Otter]]\n:::\n\n## Hidden part\n\n## Open\n\n";
    for (text, expected) in [
        (
            "A.[^n]",
            "23:3: error[withheld-link]: the footnote `n` is defined in a block that this edition withholds",
        ),
        (
            "[it][ref]",
            "23:1: error[withheld-link]: the address of `[ref]` stands in a block that this edition withholds",
        ),
        (
            "[ref]",
            "23:1: error[withheld-link]: the address of `[ref]` stands in a block that this edition withholds",
        ),
        (
            "![ref][]",
            "23:1: error[withheld-link]: the address of `[ref]` stands in a block that this edition withholds",
        ),
        (
            "Né [x](#hidden-part-1)",
            "23:4: error[withheld-link]: `#hidden-part-1` leads into a block that this edition withholds (content/reports/public/index.md)",
        ),
        (
            "[x](index.md#raw)",
            "23:1: error[withheld-link]: `index.md#raw` leads into a block that this edition withholds (content/reports/public/index.md)",
        ),
        (
            "[x](/reports/public/#raw)",
            "23:1: error[withheld-link]: `/reports/public/#raw` leads into a block that this edition withholds (content/reports/public/index.md)",
        ),
        (
            "<a href=\"#raw\">x</a>",
            "23:10: error[withheld-link]: `#raw` leads into a block that this edition withholds (content/reports/public/index.md)",
        ),
        ("[x](#hidden-part) [y](#open)", ""),
        ("A.[^n]\n\n[^n]: Defined here too.", ""),
        ("[ref]\n\n[ref]: /about/", "23:1: error[broken-link]: `/about/` leads nowhere"),
        ("[x](nothing.md) ", "23:1: error[broken-link]: there is no `content/reports/public/nothing.md`"),
        ("::: tlp amber\nA.[^n] [ref] [x](#raw)\n:::", ""),
    ] {
        let built = SiteTest::new(&site(&format!("{block}{text}\n"))).build();
        let said = built.said();
        let said: Vec<&str> = said
            .lines()
            .map(|line| line.trim_start_matches("content/reports/public/index.md:"))
            .filter(|line| !line.contains("footnote]"))
            .collect();
        assert_eq!(said.join("\n"), expected, "{text}");
    }
    for from in ["[x](public/index.md#raw)", "[x](/reports/public/#raw)", "[x](../public/#raw)"] {
        let text = format!("{}{block}", site("")).replace("Other.\n", &format!("{from}\n"));
        let said = SiteTest::new(&text).build().said();
        assert!(said.starts_with("content/reports/other.md:6:1: error[withheld-link]"), "{from}\n{said}");
        assert_eq!(said.lines().filter(|line| line.contains("error")).count(), 1, "{said}");
    }
}

#[test]
fn what_is_said_behind_a_withheld_block_stands_at_its_place() {
    let hidden = "::: tlp red\nÜber\n:::\n";
    let body = format!("{hidden}É [[Nobody]] x\n\n{hidden}[a](nowhere.md)\n\n```nosuch\n```\n\n- {hidden}  \n  ![b](c.png) [^s:nothing]\n")
        .replace("- ::: tlp red\nÜber\n:::\n", "- ::: tlp red\n  Über\n  :::\n");
    let said = SiteTest::new(&site(&body)).build().said();
    let said: Vec<&str> =
        said.lines().map(|line| line.trim_start_matches("content/reports/public/index.md:")).collect();
    let expected = [
        "10:3: error[unresolved-name]: `Nobody` is not the name of anything on this site",
        "15:1: error[broken-link]: there is no `content/reports/public/nowhere.md`",
        "17:1: hint[unknown-language]: `nosuch` is no language that can be coloured, so it is shown plain",
        "24:3: error[broken-link]: there is no `content/reports/public/c.png`",
        "24:15: error[dangling-reference]: no source of this document has the id `nothing`",
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_a_withheld_block_holds_is_looked_for_in_the_output() {
    let block = "::: tlp amber\nSee [it](https://hidden.example/report/7), <https://hidden.example/other>, hxxp://evil[.]example/a, evil[.]example, \n\
                 203.0.113.77, 10.0.0.1, d41d8cd98f00b204e9800998ecf8427f, [[Secret Heron]], http://open.example/, [[Open Bear]] and github.com.\n:::\n\n";
    for (text, leaks) in [
        ("It is at https://hidden.example/report/7.", true),
        ("It is at `https://hidden.example/other`.", true),
        ("Block evil.example now.", true),
        ("Block hxxp://evil[.]example/a now.", true),
        ("Block 203[.]0[.]113[.]77 now.", true),
        ("The sum D41D8CD98F00B204E9800998ECF8427F.", true),
        ("It was Secret Heron.", true),
        ("From 10.0.0.1, with [the same link](https://hidden.example/report/7).", false),
        ("About http://open.example/ and github.com and Open Bear.", false),
        ("Nothing at all.", false),
    ] {
        let built = SiteTest::new(&site(&format!("{block}{text}\n"))).build();
        let said = built.said();
        assert_eq!(said.contains("index.md:12:") && said.contains("error[leak]"), leaks, "{text}\n{said}");
        assert_eq!(built.diagnostics.has_errors(), leaks, "{text}\n{said}");
    }
}

#[test]
fn withheld_blocks_are_known_by_place_and_level() {
    let test =
        SiteTest::new(&site("A\n\n::: tlp amber\nB\n::: tlp red\nC\n:::\n:::\n\n::: tlp green\nD\n:::\n"));
    let request = Request {
        root: test.folder.path().to_owned(),
        drafts: false,
        max_tlp: Some(Tlp::Green),
        today: test.today,
        base_url: None,
    };
    let built = stages::build(&request, &mut Timings::default()).unwrap();
    let known: Vec<_> = built
        .withheld
        .rows
        .iter()
        .map(|row| {
            let at = built.sources.get(row.span.source).position(row.span.start);
            (row.sort.word(), at.line, at.column, row.label.as_str(), row.reason.as_str())
        })
        .collect();
    assert_eq!(known, [("block", 9, 1, "B ::: tlp red C :::", "TLP:AMBER")]);
}

#[test]
fn a_memory_of_one_edition_gives_no_byte_to_another() {
    let about =
        "-- content/about.md --\n---\ntitle: About\n---\n::: tlp amber\nA.\n:::\n\n::: tlp red\nB.\n:::\n";
    let text = format!("{about}{}", site("B.[^s:two]\n").replace("{id: one,", "{id: one, tlp: amber,"));
    let test = SiteTest::new(&text);
    let mut memory = Memory::default();
    for level in [Tlp::Red, Tlp::Clear, Tlp::Amber, Tlp::Red, Tlp::Clear] {
        let request = Request {
            root: test.folder.path().to_owned(),
            drafts: false,
            max_tlp: Some(level),
            today: test.today,
            base_url: None,
        };
        let again = stages::build_again(&request, Some(&mut memory), &mut Timings::default()).unwrap();
        let clean = stages::build(&request, &mut Timings::default()).unwrap();
        for ((path, a), (_, b)) in again.output.iter().zip(clean.output.iter()) {
            assert_eq!(a.content, b.content, "{level:?} {path}");
        }
    }
}

/// A piece of a random body, and whether it stands in a block of its own.
#[derive(Debug, Clone)]
struct Part {
    text: usize,
    mark: usize,
    /// Before its lines: nothing, or the sign of a list or a quote.
    sign: usize,
    /// Empty lines before and behind.
    blank: (bool, bool),
}

/// Markdown of many sorts; some of it is not closed, and some means something else next to other pieces.
const TEXTS: [&str; 22] = [
    "Plain text.",
    "Open Bear and [[Calm Otter]].",
    "## Heading\n\nText",
    "### Heading",
    "- a\n- b",
    "1. a\n2. b\n\n   c",
    "> quote\nlazy",
    "| a | b |\n|---|---|\n| c | d |",
    "```\n::: tlp amber\n:::\n```",
    "~~~ yara\nrule x {}\n~~~",
    "    indented\n\n    code",
    "Text[^1] and.[^2]",
    "A source.[^s:one][^s:two]",
    "<b>raw</b> <i>open",
    "<div>\nblock\n</div>",
    "<!-- comment\n:::\n-->",
    "---",
    "- [ ] task\n- [x] done",
    "A ![p](p.png) and [o](../other.md)",
    "*emphasis* `code` ~~gone~~ \\:::",
    "Line\\\nbreak  \nhere",
    "\tTab\n\n\tand tab",
];

const LEVELS: [&str; 6] = ["tlp amber", "TLP:RED", "tlp amber+strict", "tlp green", "tlp clear", "tlp green"];

fn part() -> impl Strategy<Value = Part> {
    (0..TEXTS.len(), 0..12_usize, 0..5_usize, any::<bool>(), any::<bool>())
        .prop_map(|(text, mark, sign, above, below)| Part { text, mark, sign, blank: (above, below) })
}

/// Appends a piece in the form of [`bodies`]. `edge` is what a withheld line starts with.
fn push(out: &mut String, part: &Part, nested: Option<&Part>, edge: &str) {
    let (first, rest) = [("", ""), ("", ""), ("- ", "  "), ("> ", "> "), ("1) ", "   ")][part.sign];
    let withheld = part.mark < 3;
    let edge = if withheld { "!" } else { edge };
    let mut lines: Vec<String> = Vec::new();
    if let Some(level) = LEVELS.get(part.mark) {
        lines.push(format!("{} {level}", if nested.is_some() { "::::" } else { ":::" }));
    }
    lines.extend(TEXTS[part.text].lines().map(str::to_owned));
    let mut inner = String::new();
    if let Some(nested) = nested {
        push(&mut inner, nested, None, "");
        lines.extend(inner.lines().map(str::to_owned));
    }
    if part.mark < LEVELS.len() {
        lines.push(if nested.is_some() { "::::" } else { ":::" }.to_owned());
    }
    if part.blank.0 {
        out.push('\n');
    }
    if part.sign < 2 && TEXTS[part.text].starts_with([' ', '\t']) {
        // Or it would belong to a list item above, which goes on then.
        out.push_str("\nBetween.\n\n");
    }
    for (at, line) in lines.iter().enumerate() {
        let (own, line) = line.strip_prefix('!').map_or((edge, line.as_str()), |line| ("!", line));
        let sign = if at == 0 { first } else { rest };
        out.push_str(&format!("{}{sign}{line}\n", if withheld { "!" } else { own }));
    }
    if part.blank.1 {
        out.push('\n');
    }
}

/// A random body in the form of [`bodies`].
fn random_body(parts: &[(Part, Option<Part>)]) -> String {
    let mut body = String::new();
    for (part, nested) in parts {
        push(&mut body, part, nested.as_ref().filter(|_| part.mark < LEVELS.len()), "");
    }
    body.push_str("\n\n[^1]: Note.\n[^2]: Other note.\n");
    body
}

/// Several bodies to a site: a build costs more than a body.
const BODIES: usize = 6;

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bodies_leave_no_trace(
        texts in prop::collection::vec(prop::collection::vec((part(), prop::option::of(part())), 1..9), BODIES),
    ) {
        let written: Vec<String> = texts.iter().map(|parts| random_body(parts)).collect();
        let reports = |all: &[String]| {
            let (first, others) = all.split_first().unwrap();
            let others = others.iter().enumerate().map(|(at, body)| {
                format!("\n-- content/reports/r{at}/p.png --\npng\n-- content/reports/r{at}/index.md --\n{HEAD}{body}")
            });
            format!("{}{}", site(first), others.collect::<String>())
        };
        let (with, without): (Vec<String>, Vec<String>) = written.iter().map(|body| bodies(body)).unzip();
        // The folders must outlive what is copied from them.
        let sites = [with, without].map(|all| SiteTest::new(&reports(&all)).max_tlp(Tlp::Green));
        let [with, without] = sites.each_ref().map(SiteTest::build);
        // With an error nothing is published. What makes one here is a list that a paragraph swallows, and such bodies are few.
        prop_assume!(!with.diagnostics.has_errors());
        let page = "reports/public/index.html";
        prop_assert_eq!(with.main(page), without.main(page), "{}", written[0]);
        prop_assert!(with.bytes() == without.bytes(), "{}", written.join("\n-----\n"));
        prop_assert_eq!(without.diagnostics.count(Severity::Error), 0, "{}", without.said());
    }
}
