//! Bodies: Markdown to HTML, what an author is told about it, and where links and pictures lead.

use std::ops::Range;
use std::sync::LazyLock;

use proptest::prelude::*;
use sitrep::markdown::highlight::Grammars;
use sitrep::markdown::{Address, Mention, Picture, Resolve, encode_href, is_refused, write};
use sitrep::model::EntityKind;

use crate::support::SiteTest;

/// A site in which every name but `Nobody` has a page, and every address leads where it says.
struct Anywhere;

/// Grammars without those of a theme.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::default);

impl Resolve for Anywhere {
    fn citation(&self, _: &str) -> Option<sitrep::markdown::Citation> {
        None
    }

    fn tlp(&self) -> sitrep::model::Tlp {
        sitrep::model::Tlp::Clear
    }

    fn grammars(&self) -> &Grammars {
        &GRAMMARS
    }

    fn address(&self, address: &str) -> Address {
        match is_refused(address) {
            true => Address::Shown(String::new()),
            false => Address::Link { href: encode_href(address), key: None },
        }
    }

    fn picture(&self, address: &str) -> Picture {
        match address.starts_with("http") {
            true => Picture::Link(encode_href(address)),
            false => Picture::Show(encode_href(address)),
        }
    }

    fn name(&self, _: Option<EntityKind>, name: &str) -> Option<Mention> {
        let href = format!("/{}/", encode_href(name));
        (name != "Nobody").then_some(Mention { href, kind: "actor", title: String::new(), key: 1 })
    }

    fn mentions(&self, text: &str) -> Vec<(Range<usize>, Mention)> {
        let mention = Mention { href: "/calypso/".to_owned(), kind: "actor", title: String::new(), key: 2 };
        text.match_indices("Calypso").map(|(at, name)| (at..at + name.len(), mention.clone())).collect()
    }
}

fn html(markdown: &str) -> String {
    write(markdown, &Anywhere).html
}

/// Markdown, and a piece of HTML that must come of it.
const PIECES: [(&str, &str); 61] = [
    // Tables: classes and no styles, and a section of its own around each.
    (
        "|a|\n|-|\n|b|",
        "<section class=\"table-wrap\" tabindex=\"0\" aria-label=\"Table\"><table>\n<thead><tr><th scope=\"col\">a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table></section>",
    ),
    ("|a|\n|-|\n\n|b|\n|-|", "aria-label=\"Table 2\""),
    (
        "|a|b|c|\n|:-|:-:|-:|\n|x|y|z|",
        "<tr><td class=\"left\">x</td><td class=\"center\">y</td><td class=\"right\">z</td></tr>",
    ),
    ("| |b|\n|-|-|\n|x|y|", "<tr><td class=\"blank\"></td><th scope=\"col\">b</th></tr>"),
    ("|a|b|\n|-|-|\n|[[N\\|x]]|y|", "<td><a class=\"entity entity-actor\" href=\"/N/\">x</a></td><td>y</td>"),
    ("|a|b|\n|-|-|\n|[[N|x]]|y|", "<td><a class=\"entity entity-actor\" href=\"/N/\">x</a></td><td>y</td>"),
    ("|a|b|\n|-|-|\n|`[[N\\|x]]`|y|", "<td><code>[[N|x]]</code></td><td>y</td>"),
    // Names in brackets.
    ("[[actor:N]]", "<a class=\"entity entity-actor\" href=\"/N/\">N</a>"),
    ("[[N|*s* `c`]]", "href=\"/N/\"><em>s</em> <code>c</code></a>"),
    ("[[N|1. s]]", "href=\"/N/\">1. s</a>"),
    ("*[[N]]*", "<em><a class=\"entity entity-actor\" href=\"/N/\">N</a></em>"),
    (
        "# [[N|s]]",
        "<h2 id=\"s\"><a class=\"entity entity-actor\" href=\"/N/\">s</a> <a class=\"anchor\" href=\"#s\"",
    ),
    ("[x [[N]] y](z)", "[x <a class=\"entity entity-actor\" href=\"/N/\">N</a> y](z)"),
    ("[[10]] [[10|x]] [[ ]] [[", "<p>[[10]] [[10|x]] [[ ]] [[</p>"),
    ("[[Nobody|x]]", "<p>x</p>"),
    ("`[[N|x]]`", "<p><code>[[N|x]]</code></p>"),
    ("    [[N|x]]", "<code>[[N|x]]</code>"),
    ("\\[[N]]", "<p>[[N]]</p>"),
    // Headings: no level is skipped, and every anchor is one of a kind.
    (
        "# A\n## B",
        "<h2 id=\"a\">A <a class=\"anchor\" href=\"#a\" aria-label=\"Link to section: A\">#</a></h2>\n<h3 id=\"b\">",
    ),
    ("## A\n# B\n## C", "<h3 id=\"c\">"),
    ("### A\n###### B\n#### C", "<h3 id=\"c\">"),
    ("A\n=\n\nB\n-", "<h3 id=\"b\">"),
    ("# A\n# A\n# A", "<h2 id=\"a-2\">"),
    ("# A\n# A-1\n# A", "<h2 id=\"a-2\">"),
    ("# A\n# B {#a}", "<h2 id=\"a\">B "),
    ("# B {#a}\n# A", "<h2 id=\"a-1\">A "),
    ("# A\n\n<p id=\"a\">x</p>", "<h2 id=\"a-1\">"),
    ("# Index\n# A", "<h2 id=\"index\">"),
    ("# 🔥", "<h2 id=\"fire\">🔥 "),
    ("# 狼毒草", "<h2 id=\"lang-du-cao\">"),
    ("# A {#sr-main}", "<h2 id=\"h-sr-main\">"),
    ("# Fn-1", "<h2 id=\"h-fn-1\">"),
    ("# A {#é\".x .c onclick=y style=z}", "<h2 id=\"é&quot;.x\" class=\"c\">A "),
    ("# <victim> `c` ![p](x.png)", "<h2 id=\"victim-c-p\">&lt;victim&gt; <code>c</code> <img"),
    ("#\n## {#here}", "<div id=\"here\"></div>"),
    // Footnotes: numbers in order of reference, a way back to each, nothing of what is not shown.
    (
        "a[^x] b[^y]\n\n[^y]: Y\n[^x]: X",
        "<li id=\"fn-1\"><p>X <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to the reference of footnote 1\">↩</a></p>\n</li>\n<li id=\"fn-2\"><p>Y ",
    ),
    ("a[^x] b[^x]\n\n[^x]: X", "href=\"#fnref-1-2\" aria-label=\"Back to reference 2 of footnote 1\">↩2</a>"),
    ("a[^x]\n\n[^y]: Y\n\n[^x]: X[^y]", "<li id=\"fn-2\"><p>Y "),
    (
        "a[^x]\n\n[^u]: U[^y]\n\n[^x]: X\n\n[^y]: Y",
        "fn-1\"><p>X <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to the reference of footnote 1\">↩</a></p>\n</li>\n</ol>",
    ),
    ("a[^x]\n\n[^x]: X\n[^x]: Z", "<p>X "),
    ("# H[^x]\n\n[^x]: X", "<h2 id=\"h\">H<sup"),
    (
        "|a[^x]|\n|-|\n|b|\n\n- c[^x]\n\n[^x]: X\n\n    ```\n    y\n    ```",
        "</pre></div>\n<p><a class=\"footnote-back\"",
    ),
    ("a[^no]", "<p>a[^no]</p>"),
    // Lists, quotes, emphasis.
    (
        "- [x] a\n- [ ] b",
        "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> a</li>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"to do\"> b</li>",
    ),
    ("- [x] a\n\n  b", "<li class=\"task\"><p><input"),
    ("~~a~~", "<del>a</del>"),
    (
        "> [!NOTE]\n> - a\n>   > [!CAUTION]\n>   > b",
        "<div class=\"alert alert-note\"><p class=\"alert-title\">Note</p>\n<ul>\n<li>a<div class=\"alert alert-caution\">",
    ),
    (
        "> [!TIP]\n> a\n\n> [!IMPORTANT]\n> b\n\n> [!WARNING]\n> c",
        "<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p>\n<p>c</p>\n</div>",
    ),
    // Code: the language is the first word of the fence.
    (
        "```{.python .n}\nx\n```",
        "<p class=\"code-language\"><span class=\"code-name\">Python</span></p><pre tabindex=\"0\"><code class=\"language-python\">",
    ),
    ("~~~YAML {1,4-6}\nx: 1\n~~~", "<code class=\"language-yaml lines\"><mark class=\"line\">"),
    (
        "```{2,4-6}\n<x>\n```",
        "<pre tabindex=\"0\"><code class=\"lines\"><span class=\"line\">&lt;x&gt;\n</span></code>",
    ),
    ("- a\n  ```\n  b\n  ```", "<pre tabindex=\"0\"><code>b\n</code></pre></div>"),
    ("{{ a }} {% b %} {{< c >}} {{% d %}}", "<p>{{ a }} {% b %} {{&lt; c &gt;}} {{% d %}}</p>"),
    // Links and pictures.
    ("[a](x \"t&\\\"\")", "<a href=\"x\" title=\"t&amp;&quot;\">a</a>"),
    (
        "<a@b.example> http://a.example",
        "<p><a href=\"mailto:a@b.example\">a@b.example</a> http://a.example</p>",
    ),
    ("[![i](https://a.example/x.png)](y)", "<p><a href=\"y\">i</a></p>"),
    ("![a *b*\nc](<p q.png>)", "<img src=\"p%20q.png\" alt=\"a b c\" loading=\"lazy\">"),
    ("![[p.png|a]]", "<img src=\"p.png\" alt=\"a\" loading=\"lazy\">"),
    // What no page may hold, and what is text.
    ("a\u{1f}b\u{7}c\u{85}d", "<p>a\u{fffd}b\u{fffd}c\u{fffd}d</p>"),
    ("a\u{7f}b\u{80}c\u{9f}d\u{a0}¢é\"'", "<p>a\u{fffd}b\u{fffd}c\u{fffd}d\u{a0}¢é\"'</p>"),
    ("\u{202e}x e\u{301} \u{1f468}\u{200d}\u{1f469}", "<p>\u{202e}x e\u{301} \u{1f468}\u{200d}\u{1f469}</p>"),
];

#[test]
fn markdown_becomes_the_html_that_the_theme_knows() {
    for (markdown, expected) in PIECES {
        let html = html(markdown);
        assert!(html.contains(expected), "{markdown}\nmakes\n{html}\nwithout\n{expected}");
    }
}

#[test]
fn words_are_what_white_space_keeps_apart() {
    let cases = [
        ("One two  three.", 3),
        ("One\ntwo\tthree four", 4),
        ("Ein Wört\u{2003}mehr\u{a0}oder weniger", 5),
        ("# Head\n\n- one\n- two, three\n", 4),
        ("In **bold** and `code here`.", 6),
        ("", 0),
    ];
    for (markdown, words) in cases {
        assert_eq!(write(markdown, &Anywhere).words, words, "{markdown:?}");
    }
}

proptest! {
    /// Many bytes are looked at together; what comes out must be what each character by itself would give.
    #[test]
    fn escaping_a_text_is_escaping_its_characters(start in "[a-z ]{0,70}", odd in ".{0,8}", end in "[a-z ]{0,70}") {
        let text = format!("{start}{odd}{end}");
        let (mut whole, mut single) = (String::new(), String::new());
        sitrep::markdown::text(&mut whole, &text);
        for c in text.chars() {
            match c {
                '&' => single.push_str("&amp;"),
                '<' => single.push_str("&lt;"),
                '>' => single.push_str("&gt;"),
                '\n' | '\t' => single.push(c),
                c if c.is_control() => single.push('\u{fffd}'),
                c => single.push(c),
            }
        }
        prop_assert_eq!(whole, single);
    }
}

#[test]
fn raw_html_is_resolved_sanitised_and_balanced() {
    let table = [
        ("<a href='b.md' onclick=x class=k>q</a>", "<p><a href=\"b.md\" class=\"k\">q</a></p>\n"),
        ("<img src=a.png alt=x>", "<img src=\"a.png\" alt=\"x\">"),
        (
            "<img alt=\"a &amp; b\" id=z src=https://e.example/p.png>",
            "<a href=\"https://e.example/p.png\">a &amp; b</a>",
        ),
        ("<a href=\"java&#115;cript:x\">q</a>", "<p><a>q</a></p>\n"),
        ("<a href=x>open\n\nnext", "<p>&lt;a href=\"x\"&gt;open</p>\n<p>next</p>\n"),
        ("<h1 id=a>T</h1>\n\n<p id=a>u</p>", "<h2 id=\"a\">T</h2>\n<p>u</p>"),
        ("<p id=\"sr-main\">u</p>", "<p>u</p>"),
        (
            "<div>\n\n- a\n\n# H",
            "<div>\n<ul>\n<li>a</li>\n</ul>\n<h2 id=\"h\">H <a class=\"anchor\" href=\"#h\" aria-label=\"Link to section: H\">#</a></h2>\n</div>",
        ),
        ("a <target_company> <title> b", "<p>a &lt;target_company&gt; &lt;title&gt; b</p>\n"),
        ("<script>alert(1)</script>\n\nb", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>b</p>\n"),
        (
            "<details>\n<summary>s</summary>\n\n**b**\n\n</details>",
            "<details>\n<summary>s</summary>\n<p><strong>b</strong></p>\n</details>",
        ),
        ("a <!-- x --> b\n\n<!-- y\n\nz -->\n\nc", "<p>a  b</p>\n\n<p>c</p>\n"),
        ("a <span title=\"[[x|y]]\">s</span>", "<p>a <span title=\"[[x|y]]\">s</span></p>\n"),
    ];
    for (markdown, expected) in table {
        assert_eq!(html(markdown), expected, "{markdown}");
    }
}

#[test]
fn contents_list_headings_of_level_two_and_three_as_text() {
    let body = "# A [[N|s]] `c`[^x]\n## B\n### C\n#\n# <victim>\n\n[^x]: X";
    let found: Vec<String> = write(body, &Anywhere)
        .headings
        .into_iter()
        .map(|heading| format!("{} {} {}", heading.level, heading.id, heading.text))
        .collect();
    assert_eq!(found, ["2 a-s-c A s c", "3 b B", "2 victim <victim>"]);
}

#[test]
fn names_link_once_a_section_in_running_text_only() {
    let table = [
        ("Calypso Calypso\n\nCalypso", 1),
        ("Calypso\n\n# H\n\nCalypso", 2),
        ("# Calypso\n\n`Calypso` [Calypso](x) [[N|Calypso]] ![Calypso](x.png)\n\n    Calypso", 0),
        ("<a href=x>Calypso</a> <code>Calypso</code>", 0),
        ("<b>Calypso</b>", 1),
        ("**Calypso** x", 1),
        ("**Caly**pso", 0),
        ("|a|\n|-|\n|Calypso|", 1),
        ("- Calypso", 1),
        ("x[^a]\n\n[^a]: Calypso", 1),
    ];
    for (markdown, expected) in table {
        assert_eq!(html(markdown).matches("href=\"/calypso/\"").count(), expected, "{markdown}");
    }
}

#[test]
fn what_an_author_may_not_expect_is_said_at_its_place() {
    SiteTest::new(
        r#"
-- content/about.md --
---
title: About
---
# H {#a onclick=x}
# I {#a}
# J {#sr-x}
#

a[^b] <victim> <b style="x" onclick=y>z</b>

[^b]: B
[^c]: C
[^b]: D

```pyhton
```
> ```nonesuch
> ```
~~~NoneSuch {1}
~~~

<p id=a>[j](javascript:x)</p>

[k](data:x) [l]( vbscript:x) <a href="javascript:x">m</a> \<!-- fine --> `<!-- fine`

> <div>
> <zzz>

n <!-- open

<div>
<!-- open

o
"#,
    )
    .says(
        "\
content/about.md:4:1: warning[heading-attribute]: the attribute `onclick` of this heading is left out
content/about.md:5:1: warning[duplicate-anchor]: a second element has the anchor `a`, so it gets a number (2 in all)
content/about.md:6:1: warning[reserved-anchor]: the anchor `sr-x` is one that templates use, so it becomes `h-sr-x`
content/about.md:7:1: hint[empty-heading]: this heading has no text, so it is not shown
content/about.md:9:7: hint[html-as-text]: `<victim>` is shown as text
content/about.md:9:19: hint[html-attribute]: the attribute `style` of raw HTML is left out
content/about.md:9:29: hint[html-attribute]: the attribute `onclick` of raw HTML is left out
content/about.md:12:1: warning[unused-footnote]: nothing refers to the footnote `c`, so it is not shown
content/about.md:13:1: warning[duplicate-footnote]: the footnote `b` is defined a second time, and only the first counts
content/about.md:15:1: hint[unknown-language]: `pyhton` is no language that can be coloured, so it is shown plain
content/about.md:17:3: hint[unknown-language]: `nonesuch` is no language that can be coloured, so it is shown plain (2 blocks)
content/about.md:19:1: hint[fence-attribute]: line 1 is to be set off, but the block has 0 lines
content/about.md:24:1: error[unsafe-link]: links of the form `data:x` are refused
content/about.md:24:13: error[unsafe-link]: links of the form `vbscript:x` are refused
content/about.md:24:39: warning[unsafe-link]: links of the form `javascript:x` are refused
content/about.md:27:3: hint[html-as-text]: `<zzz>` is shown as text
content/about.md:29:3: error[open-comment]: this comment is not closed before its block ends, so readers would see it
content/about.md:32:1: error[open-comment]: this comment is not closed before its block ends, so readers would see it",
    );
}

/// A site with files of all sorts of names.
fn library() -> SiteTest {
    let site = SiteTest::new(
        r#"
-- sitrep.yaml --
title: Test
base_url: https://site.example/sub/
tlp: {default: CLEAR}
-- content/reports/2021-01-01-flat.md --
---
title: Flat
date: 2021-01-01
actors: [Calypso]
indicators: [evil.example, "http://bad.example/x"]
---
![a](pic%20a.png) ![b](<pic a.png>) ![c](h%23a.png) ![d](q%3F.png) ![e](űñ.png) ![f](100%25.png)
![g](bund/img/p.png) [h](bund/ioc.csv "t") [i](bund/index.md) [k](b%75nd/index.md#part)
[l](/reports/bund/index.md) [m](../actors/calypso.md?x) [n](../about.markdown#top) [o][r] [p](/actors/)
[q](mailto:x@a.example?subject=a%20b) [s](tel:+123) [t](https://a.example/?a=1&b=[2])
[u](http://evil.example/x) <http://sub.evil.example> [v](http://bad.example/x) [w](http://bad.example/y)
[x](hxxps://any[.]example/z) ![y](http://evil.example/p.png) ![z](https://a.example/p.png)
<a href="bund/index.md">1</a> <img src='pic a.png' alt="2"> <a href="/actors/">3</a>

[r]: bund/index.md
-- content/reports/bund/index.md --
---
title: Bund
date: 2021-01-02
actors: [Calypso]
---
# Part

![a](img/p.png) ![b](./ioc.csv) [c](../2021-01-01-flat.md) ![d](../pic%20a.png) [e](#part)
-- content/actors/calypso.md --
---
name: Calypso
---
[a](../reports/bund/index.md) [b](calypso.md)
-- content/about.markdown --
---
title: About
---
[a](reports/bund/index.md) [b](index.md)
-- content/index.md --
Home.
-- content/reports/bund/img/p.png --
-- content/reports/bund/ioc.csv --
-- content/reports/bund/unused.png --
"#,
    );
    ["pic a", "h#a", "q?", "űñ", "100%"]
        .iter()
        .fold(site, |site, name| site.file(&format!("content/reports/{name}.png"), "x"))
}

#[test]
fn links_and_pictures_lead_to_routes_and_files() {
    let built = library().build();
    let flat = built.main("reports/flat/index.html");
    for expected in [
        "<img src=\"/sub/reports/pic%20a.png\" alt=\"a\" loading=\"lazy\"> <img src=\"/sub/reports/pic%20a.png\" alt=\"b\"",
        "src=\"/sub/reports/h%23a.png\"",
        "src=\"/sub/reports/q%3F.png\"",
        "src=\"/sub/reports/%C5%B1%C3%B1.png\"",
        "src=\"/sub/reports/100%25.png\"",
        "src=\"/sub/reports/bund/img/p.png\"",
        "<a href=\"/sub/reports/bund/ioc.csv\" title=\"t\">h</a>",
        "<a href=\"/sub/reports/bund/\">i</a>",
        "<a href=\"/sub/reports/bund/#part\">k</a>",
        "<a href=\"/sub/reports/bund/\">l</a>",
        "<a href=\"/sub/actors/calypso/?x\">m</a>",
        "<a href=\"/sub/about/#top\">n</a>",
        "<a href=\"/sub/reports/bund/\">o</a>",
        "<a href=\"/sub/actors/\">p</a>",
        "<a href=\"mailto:x@a.example?subject=a%20b\">q</a>",
        "<a href=\"tel:+123\">s</a>",
        "<a href=\"https://a.example/?a=1&amp;b=[2]\">t</a>",
        "u (<code class=\"indicator\">hxxp://evil[.]example/x</code>)",
        "<code class=\"indicator\">hxxp://sub[.]evil[.]example</code>",
        "v (<code class=\"indicator\">hxxp://bad[.]example/x</code>)",
        "<a href=\"http://bad.example/y\">w</a>",
        "x (<code class=\"indicator\">hxxps://any[.]example/z</code>)",
        "y (<code class=\"indicator\">hxxp://evil[.]example/p.png</code>)",
        "<a href=\"https://a.example/p.png\">z</a>",
        "<a href=\"/sub/reports/bund/\">1</a> <img src=\"/sub/reports/pic%20a.png\" alt=\"2\"> <a href=\"/sub/actors/\">3</a>",
    ] {
        assert!(flat.contains(expected), "no {expected} in\n{flat}");
    }
    for (path, expected) in [
        ("reports/bund/index.html", "<img src=\"/sub/reports/bund/img/p.png\""),
        ("reports/bund/index.html", "<a href=\"/sub/reports/flat/\">c</a>"),
        (
            "actors/calypso/index.html",
            "<a href=\"/sub/reports/bund/\">a</a> <a href=\"/sub/actors/calypso/\">b</a>",
        ),
        ("about/index.html", "<a href=\"/sub/reports/bund/\">a</a> <a href=\"/sub/\">b</a>"),
    ] {
        let main = built.main(path);
        assert!(main.contains(expected), "no {expected} in\n{main}");
    }
    let copied: Vec<String> =
        built.paths().into_iter().filter(|path| path.ends_with(".png") || path.ends_with(".csv")).collect();
    assert_eq!(
        copied,
        [
            "indicators/all.csv",
            "reports/100%.png",
            "reports/bund/img/p.png",
            "reports/bund/ioc.csv",
            "reports/flat/indicators.csv",
            "reports/h#a.png",
            "reports/pic a.png",
            "reports/q?.png",
            "reports/űñ.png",
        ]
    );
}

#[test]
fn links_that_lead_nowhere_are_errors_at_their_place() {
    SiteTest::new(
        r#"
-- content/about.md --
---
title: About
---
[a](none.md) ![b](none.png)
[c](#none) [d](../../../etc/passwd) <a href="none.csv">e</a> [f](/none/) [g](<x y.md>)
[[Nobody]] <img src="none.jpg">

| a |
|---|
| [h](none.pdf) |
"#,
    )
    .says(
        "\
content/about.md:4:1: error[broken-link]: there is no `content/none.md`
content/about.md:4:14: error[broken-link]: there is no `content/none.png`
content/about.md:5:1: error[broken-link]: `#none` names an anchor that is not on the page
content/about.md:5:12: error[broken-link]: `../../../etc/passwd` leads nowhere
content/about.md:5:46: error[broken-link]: there is no `content/none.csv`
content/about.md:5:62: error[broken-link]: `/none/` leads nowhere
content/about.md:5:74: error[broken-link]: there is no `content/x y.md`
content/about.md:6:1: error[unresolved-name]: `Nobody` is not the name of anything on this site
content/about.md:6:22: error[broken-link]: there is no `content/none.jpg`
content/about.md:10:3: error[broken-link]: there is no `content/none.pdf`",
    );
}

#[test]
fn unknown_languages_come_with_what_may_have_been_meant() {
    for (language, expected) in
        [("pyhton", "did you mean `python`?"), ("zzzzzzzz", "known are, among others, `powershell`")]
    {
        let site = SiteTest::new("").file("content/index.md", format!("```{language}\n```\n"));
        let built = site.build();
        let hint =
            built.diagnostics.iter().find(|fault| fault.code == "unknown-language").map(|fault| &fault.hints);
        assert!(hint.is_some_and(|hints| hints[0].starts_with(expected)), "{language}: {hint:?}");
    }
}

#[test]
fn indicators_are_text_in_markdown_and_an_error_in_raw_html() {
    let site = |body: &str| {
        let front = "---\ntitle: T\ndate: 2021-01-01\nactors: [A B]\nindicators: [evil.example]\n---\n";
        SiteTest::new("").file("content/reports/r.md", format!("{front}{body}\n"))
    };
    site("[a](http://evil.example/) ![b](//evil.example/c.png) <img src=http://evil.example/d.png alt=e>")
        .says(
            "\
content/reports/r.md:7:27: warning[remote-picture]: this picture is elsewhere, so it is shown as a link
content/reports/r.md:7:63: warning[remote-picture]: this picture is elsewhere, so it is shown as a link",
        );
    site("<a href='http://evil&#46;example/'>a</a>").says(
        "content/reports/r.md:7:10: error[live-indicator]: the indicator `hxxp://evil[.]example/` is a live link on /reports/r/index.html",
    );
}

/// Elements that stand alone.
const VOID: [&str; 8] = ["img", "br", "hr", "input", "wbr", "col", "embed", "source"];

/// Every end tag closes the element that was opened last, and no tag holds what a browser would run.
fn assert_sound(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in\n{html}");
        } else if !VOID.contains(&name) {
            open.push(name);
        }
        assert!(!["script", "style", "title", "iframe"].contains(&name), "<{name}> in\n{html}");
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on") && !names.contains(" style"), "<{tag}> in\n{html}");
        let squeezed = tag.replace(char::is_whitespace, "").to_lowercase();
        assert!(!squeezed.contains("href=\"javascript:"), "<{tag}> in\n{html}");
    }
    assert_eq!(open, Vec::<&str>::new(), "left open in\n{html}");
}

/// Pieces of Markdown and HTML that are worth meeting each other.
fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "\n", "\n\n", "> ", "- ", "1. ", "    ", "# ", "## ", "|", "|-|\n", "```", "~~~sh\n", "*", "**", "_",
            "~~", "`", "[", "]", "[[", "]]", "](", ")", "![", "[^a]", "[^a]: ", "[x]: ", "<", ">", "</", "<div>",
            "</div>", "<b>", "</b>", "<a href=\"", "<a href=javascript:x>", "</a>", "<p>", "<table>", "</table>",
            "<td>", "<details>", "</details>", "<summary>", "<script>", "</script>", "<style>", "<title>",
            "<img src=x onerror=y>", "<!--", "-->", "<!", "<?", "\"", "'", "&", "&#106;", "&lt;", "javascript:x",
            "(javascript:x)", "data:x", "{#a .b onclick=x}", "- [ ] ", "> [!NOTE]\n", "Calypso", "\\", "\0",
            "\u{1f}", "\u{1a}", "<pre>", "<h1>", "<li>", "<ruby>", "<rp>", "<svg>", "<math>", "<select>", "on",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_renders_to_sound_html(body in body()) {
        assert_sound(&html(&body));
    }
}

#[test]
fn what_looks_like_a_tag_swallows_nothing_that_follows() {
    for tag in [
        "<script>",
        "<SCRIPT src=x>",
        "<style>",
        "<textarea>",
        "<title>",
        "<pre>",
        "<?php open",
        "<!DOCTYPE open",
        "<![CDATA[ open",
        "<victim>",
        "</script>",
        "<iframe src=x>",
        "- <script>",
        "> <script>",
        "1. <textarea>",
    ] {
        let body = format!("{tag}\n\n## Head\n\n[[Calypso]] **b**\n");
        let front = "---\ntitle: T\ndate: 2021-01-01\nsummary: S.\nactors: [Calypso]\n---\n";
        let built = SiteTest::new("").file("content/reports/r.md", format!("{front}{body}")).build();
        let main = built.main("reports/r/index.html");
        let shown =
            tag.trim_start_matches(['-', '>', '1', '.', ' ']).replace('<', "&lt;").replace('>', "&gt;");
        assert!(main.contains(&shown), "{tag}\n{main}");
        assert!(main.contains("<h2 id=\"head\">") && main.contains("<strong>b</strong>"), "{tag}\n{main}");
        assert!(main.contains("href=\"/actors/calypso/\">Calypso</a> <strong>"), "{tag}\n{main}");
        let is_hinted = built.said().contains("hint[html-as-text]");
        assert!(is_hinted || tag == "<pre>", "{tag}\n{}", built.said());
    }
    let kept = ["<https://vendor.example/a>", "<wolf@mail.test>", "<div>x</div>", "<pre>x</pre>"];
    for body in kept {
        let front = "---\ntitle: T\ndate: 2021-01-01\nsummary: S.\n---\n";
        let built = SiteTest::new("").file("content/reports/r.md", format!("{front}{body}\n")).build();
        assert_eq!(built.said(), "", "{body}");
        assert!(!built.main("reports/r/index.html").contains("&lt;"), "{body}");
    }
}

#[test]
fn template_code_of_another_generator_is_said_once() {
    let table = [
        (
            "{{< figure src=\"a.png\" >}} and {{< ref x >}}",
            "4:1",
            "`{{< figure src=\"a.png\" >}}` is template code of another generator, and is shown as text (2 in this text)",
        ),
        (
            "See {% post_url 2020-01-01-x %}.",
            "4:5",
            "`{% post_url 2020-01-01-x %}` is template code of another generator, and is shown as text",
        ),
        (
            "A {{ site.baseurl }}/x",
            "4:3",
            "`{{ site.baseurl }}` is template code of another generator, and is shown as text",
        ),
        ("`{{< a >}}` and {% b %} {{ x }} {%", "", ""),
        ("```\n{{< a >}}\n```", "", ""),
    ];
    for (markdown, place, wanted) in table {
        let text = format!("-- content/about.md --\n---\ntitle: A\n---\n{markdown}\n");
        let said = SiteTest::new(&text).build().said();
        let line = said.lines().find(|line| line.contains("template-code")).unwrap_or_default();
        let expected = if wanted.is_empty() {
            String::new()
        } else {
            format!("content/about.md:{place}: warning[template-code]: {wanted}")
        };
        assert_eq!(line, expected, "{said}");
    }
}
