//! Blocks `::: tlp` in bodies: what is above the maximum leaves no trace, what is not shows its level, and a fence that is neither
//! text nor a block is an error. In the texts below a line that starts with `!` goes when its block is withheld.

use sitrep::model::Tlp;

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
            "!::: tlp red\n!```yara\n!rule x {}\n!:::\n!```\n!\n!    :::\n!:::\n\n```\n::: tlp red\n:::\n```\n\nText\n\n    ::: tlp red",
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
