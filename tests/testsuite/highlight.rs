//! Code blocks: languages to classes, plain fallbacks, and the promise that no colour ever changes the code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sitrep::diagnostic::Diagnostics;
use sitrep::markdown::highlight::{Fence, Grammars, Highlighted};

use crate::support::SiteTest;

const CSS: &str = include_str!("../../static/assets/highlight.css");
const SITE_CSS: &str = include_str!("../../static/assets/site.css");

/// The grammars of a site that has none of its own.
static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| {
    let site = SiteTest::new("");
    sitrep::parse::grammars(&sitrep::load::site(site.folder.path()).unwrap(), &mut Diagnostics::default())
});

fn code(language: &str, text: &str) -> Highlighted {
    GRAMMARS.code(language, text)
}

fn label(language: &str) -> Option<String> {
    GRAMMARS.label(language)
}

/// A class and the piece of code that must have it.
type Piece = (&'static str, &'static str);

/// Language, code, and the classed pieces that must be in it.
const SNIPPETS: [(&str, &str, &[Piece]); 18] = [
    (
        "powershell",
        "# stage 2\n$x = \"a $Name `n\"; if ($x -eq 'b') { Write-Host $true 5 }\n",
        &[
            ("comment", "# stage 2"),
            ("variable", "$x"),
            ("escape", "`n"),
            ("keyword", "-eq"),
            ("string", "'b'"),
            ("function", "Write-Host"),
            ("constant", "$true"),
            ("number", "5"),
        ],
    ),
    (
        "sigma",
        "title: Test # c\nlevel: high\nn: 'x'\nenabled: true\ncount: 5\n",
        &[
            ("attribute", "title"),
            ("comment", "# c"),
            ("string", "'x'"),
            ("constant", "true"),
            ("number", "5"),
        ],
    ),
    (
        "sh",
        "if [ -f \"$HOME/x\" ]; then curl --data @f | sh; fi # c\n",
        &[
            ("keyword", "if"),
            ("variable", "$HOME"),
            ("function", "curl"),
            ("attribute", "--data"),
            ("comment", "# c"),
        ],
    ),
    (
        "python",
        "@dec\nclass A(B):\n    def f(self):\n        return f\"x {len(self)}\\n\"\n",
        &[("keyword", "class"), ("type", "A"), ("function", "len"), ("variable", "self"), ("escape", "\\n")],
    ),
    (
        "json",
        "{\"a\": -1.5, \"b\": [true, \"x\\n\"]}",
        &[
            ("attribute", "\"a\""),
            ("number", "-1.5"),
            ("constant", "true"),
            ("string", "\"x"),
            ("escape", "\\n"),
        ],
    ),
    (
        "evtx",
        "<Event a=\"1\"><!-- c -->x &amp; y</Event>",
        &[
            ("tag", "Event"),
            ("attribute", "a"),
            ("string", "\"1\""),
            ("comment", "&lt;!-- c --&gt;"),
            ("escape", "&amp;amp;"),
        ],
    ),
    (
        "reg",
        "[HKEY_LOCAL_MACHINE\\Run]\n\"c\"=dword:00000001\n",
        &[("heading", "HKEY_LOCAL_MACHINE\\Run"), ("attribute", "c")],
    ),
    (
        "toml",
        "[sec]\na = 1 # c\n",
        &[("heading", "sec"), ("attribute", "a"), ("number", "1"), ("comment", "# c")],
    ),
    (
        "diff",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old <b>\n+new\n same\n",
        &[("deleted", "-old &lt;b&gt;"), ("inserted", "+new")],
    ),
    ("http", "GET /a HTTP/1.1\nHost: x.example\n\n", &[("keyword", "GET"), ("attribute", "Host")]),
    (
        "sql",
        "SELECT a FROM t WHERE x = 'y' AND z > 5 -- c\n",
        &[("keyword", "SELECT"), ("string", "'y'"), ("keyword", "AND"), ("comment", "-- c")],
    ),
    (
        "js",
        "const f = (x) => `t ${x}` && document.write(unescape('%u')); // c\n",
        &[("keyword", "const"), ("string", "'%u'"), ("function", "unescape"), ("comment", "// c")],
    ),
    ("ts", "let a: number = 1; // c\n", &[("keyword", "let"), ("number", "1"), ("comment", "// c")]),
    (
        "csharp",
        "public class A { int F() { return 0x1F; } }\n",
        &[("keyword", "public class"), ("type", "A"), ("function", "F"), ("number", "0x1F")],
    ),
    (
        "c++",
        "#include <map>\nint main() { return 0; } /* a\n b */\n",
        &[("string", "&lt;map&gt;"), ("function", "main"), ("comment", "/* a\n b */")],
    ),
    ("dockerfile", "FROM debian:12\nRUN echo \"x\"\n", &[("keyword", "FROM"), ("string", "\"x\"")]),
    ("bat", "rem c\nset X=5\n", &[("comment", "c"), ("variable", "X")]),
    (
        "rust",
        "fn f(n: u32) -> Option<String> { None } // żółw\n",
        &[("keyword", "fn"), ("function", "f"), ("type", "Option"), ("comment", "// żółw")],
    ),
];

#[test]
fn languages_get_their_classes() {
    for (language, text, expected) in SNIPPETS {
        let shown = code(language, text);
        assert!(shown.known, "{language}");
        for (class, piece) in expected {
            let span = format!("<span class=\"hl-{class}\">{piece}</span>");
            assert!(shown.html.contains(&span), "{language}: no {span} in\n{}", shown.html);
        }
    }
}

#[test]
fn spans_and_entities_removed_the_code_is_what_it_was() {
    for (_, text, _) in SNIPPETS {
        for language in SNIPPETS.map(|(language, ..)| language) {
            assert_eq!(text_of(&code(language, text).html), text, "as {language}");
        }
    }
    for text in ["", "\n", " \n\t\n", "a", "\"", "<<EOF", "{{{{", "\u{0}\u{2028}é\u{10FFFF}", "'''\n\n"] {
        for language in SNIPPETS.map(|(language, ..)| language) {
            assert_eq!(text_of(&code(language, text).html), text, "as {language}");
        }
    }
}

#[test]
fn one_span_serves_neighbours_of_one_class() {
    let shown = code("js", "// a\n// b\nlet x = \"y\";");
    assert_eq!(
        shown.html,
        "<span class=\"hl-comment\">// a\n// b</span>\n<span class=\"hl-keyword\">let</span> x = \
         <span class=\"hl-string\">\"y\"</span>;"
    );
}

#[test]
fn languages_without_a_grammar_are_known_and_plain() {
    let text = "rule a { strings: $a = \"<x>\" & 1 }";
    let escaped = "rule a { strings: $a = \"&lt;x&gt;\" &amp; 1 }";
    for language in ["", "  ", "text", "text/plain", "TXT", "none", "zeek", "VBS", "vba"] {
        let shown = code(language, text);
        assert!(shown.known, "{language:?}");
        assert_eq!(shown.html, escaped, "{language:?}");
    }
}

#[test]
fn an_unknown_language_is_plain_and_said_to_be_unknown() {
    for language in ["pwoershell", "no-such-language", "<script>", "\"", "é"] {
        let shown = code(language, "let <a> = 1;");
        assert!(!shown.known, "{language}");
        assert_eq!(shown.html, "let &lt;a&gt; = 1;", "{language}");
        assert_eq!(label(language), None, "{language}");
    }
}

#[test]
fn languages_are_found_by_name_alias_or_extension_in_any_case() {
    let table = [
        ("ps1", Some("PowerShell")),
        ("PowerShell", Some("PowerShell")),
        ("shell", Some("Shell")),
        ("Bash", Some("Shell")),
        ("console", Some("Shell")),
        ("yml", Some("YAML")),
        ("sigma", Some("Sigma")),
        ("JavaScript", Some("JavaScript")),
        ("ts", Some("TypeScript")),
        ("py", Some("Python")),
        ("C#", Some("C#")),
        ("c++", Some("C++")),
        ("c", Some("C")),
        ("reg", Some("Windows registry")),
        ("conf", Some("INI")),
        ("jsonl", Some("JSON")),
        ("RUST", Some("Rust")),
        ("yara", Some("YARA")),
        ("kql", Some("KQL")),
        ("yaml title=\"a\"", Some("YAML")),
        ("{.python .numberLines}", Some("Python")),
        ("rust,ignore", Some("Rust")),
        ("", None),
        ("text", None),
    ];
    for (language, expected) in table {
        assert_eq!(label(language).as_deref(), expected, "{language:?}");
        assert!(code(language, "x").known, "{language:?}");
    }
}

#[test]
fn very_long_lines_and_texts_are_known_and_plain() {
    for text in ["let x = 1; ".repeat(200), "let x = 1;\n".repeat(12_000)] {
        let shown = code("js", &text);
        assert!(shown.known);
        assert_eq!(shown.html, text);
    }
}

#[test]
fn carriage_returns_never_come_out() {
    for language in ["sh", "text", "unknown"] {
        let html = code(language, "a\r\n# b\r\nc\rd\r\n").html;
        assert_eq!(text_of(&html), "a\n# b\nc\nd\n", "{language}");
    }
}

#[test]
fn every_class_has_a_colour() {
    for (language, text, _) in SNIPPETS {
        for piece in code(language, text).html.split("<span class=\"").skip(1) {
            let class = piece.split('"').next().unwrap_or_default();
            assert!(CSS.contains(&format!(".{class}")), "{class} is not in highlight.css");
        }
    }
}

#[test]
fn colours_are_readable_on_the_code_background() {
    let mut colours = BTreeMap::<&str, Vec<&str>>::new();
    for line in CSS.lines() {
        if let Some((name, colour)) = line.trim().trim_end_matches(';').split_once(": #") {
            colours.entry(name).or_default().push(colour);
        }
    }
    assert!(!colours.is_empty());
    assert_eq!(SITE_CSS.matches("--line-mark: #e3edf7").count(), 2, "light and print");
    assert_eq!(SITE_CSS.matches("--line-mark: #1a2938").count(), 2, "dark by system and by choice");
    for (name, values) in colours {
        let [light, dark, chosen_dark] = values[..] else {
            panic!("{name} has {} values instead of light, dark, dark", values.len());
        };
        assert_eq!(dark, chosen_dark, "{name}");
        // On the block, and on a line that is set off.
        for (light_ground, dark_ground) in [("F3F4F1", "0B0E11"), ("e3edf7", "1a2938")] {
            assert!(contrast(light, light_ground) >= 4.5, "{name} in light on {light_ground}");
            assert!(contrast(dark, dark_ground) >= 4.5, "{name} in dark on {dark_ground}");
        }
    }
}

/// Undoes markup, in the order that keeps `&amp;lt;` right.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for (i, part) in html.split('<').enumerate() {
        text.push_str(if i == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The contrast ratio of WCAG 2.2.
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let channel = |at: usize, weight: f64| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        let linear = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        weight * linear
    };
    channel(0, 0.2126) + channel(2, 0.7152) + channel(4, 0.0722)
}

/// Language, a whole file of it, and classed pieces that must be in it.
const SAMPLES: [(&str, &str, &[Piece]); 5] = [
    (
        "yara",
        include_str!("samples/sample.yara"),
        &[("keyword", "rule"), ("keyword", "strings"), ("keyword", "condition"), ("keyword", "nocase")],
    ),
    (
        "suricata",
        include_str!("samples/sample.rules"),
        &[("keyword", "alert"), ("attribute", "msg"), ("attribute", "sid")],
    ),
    ("snort", include_str!("samples/sample.rules"), &[("keyword", "alert"), ("attribute", "content")]),
    (
        "kql",
        include_str!("samples/sample.kql"),
        &[("keyword", "where"), ("keyword", "let"), ("keyword", "summarize")],
    ),
    (
        "spl",
        include_str!("samples/sample.spl"),
        &[("keyword", "stats"), ("keyword", "by"), ("attribute", "index")],
    ),
];

#[test]
fn the_languages_of_detections_are_coloured_and_change_no_character() {
    for (language, text, pieces) in SAMPLES {
        let shown = code(language, text);
        assert_eq!(text_of(&shown.html), text, "{language}");
        for (class, piece) in pieces {
            let span = format!("<span class=\"hl-{class}\">");
            let is_there = shown.html.split(&span).skip(1).any(|rest| {
                let inside = rest.split("</span>").next().unwrap_or_default();
                inside.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == *piece)
            });
            assert!(is_there, "no {class} {piece} in {language}:\n{}", shown.html);
        }
        // Nothing that is cut short anywhere fails or swallows a character.
        for (end, _) in text.char_indices().step_by(7) {
            assert_eq!(text_of(&code(language, &text[..end]).html), text[..end], "{language} up to {end}");
        }
        for line in [
            "\"",
            "'",
            "(",
            "{ 4D 5A",
            "/* ",
            "```",
            "[search",
            "|",
            "$a = /x",
            "alert tcp any any -> any any (msg:\"x",
        ] {
            let text = format!("{line}\nrule x\n");
            assert_eq!(text_of(&code(language, &text).html), text, "{language}");
        }
    }
}

#[test]
fn attributes_of_a_fence_are_understood_in_the_ways_that_people_write_them() {
    // Info string, word, lines set off, first number, title, attributes that mean nothing.
    type Row = (
        &'static str,
        &'static str,
        &'static [(usize, usize)],
        Option<usize>,
        &'static str,
        &'static [&'static str],
    );
    let table: [Row; 20] = [
        ("yara", "yara", &[], None, "", &[]),
        ("yara {1,4-6}", "yara", &[(1, 1), (4, 6)], None, "", &[]),
        ("yara{1,4-6}", "yara", &[(1, 1), (4, 6)], None, "", &[]),
        ("{1, 4-6}", "", &[(1, 1), (4, 6)], None, "", &[]),
        ("yara {2} numbers", "yara", &[(2, 2)], Some(1), "", &[]),
        ("yara numbers start=10", "yara", &[], Some(10), "", &[]),
        ("yara start=10", "yara", &[], Some(10), "", &[]),
        ("sh,linenos,hl_lines=3 5-6", "sh", &[(3, 3), (5, 6)], Some(1), "", &[]),
        ("sh {linenos=true,hl_lines=[1,\"4-6\"],linenostart=7}", "sh", &[(1, 1), (4, 6)], Some(7), "", &[]),
        ("sh {linenos=false}", "sh", &[], None, "", &[]),
        ("{.python .numberLines startFrom=\"100\"}", "python", &[], Some(100), "", &[]),
        ("js {3} showLineNumbers title=\"a, b.js\"", "js", &[(3, 3)], Some(1), "a, b.js", &[]),
        ("yaml title='x y'", "yaml", &[], None, "x y", &[]),
        ("yara {0}", "yara", &[], None, "", &["0"]),
        ("yara {6-4}", "yara", &[], None, "", &["6-4"]),
        ("yara {1-}", "yara", &[], None, "", &["1-"]),
        ("yara {99999999999999999999}", "yara", &[], None, "", &["99999999999999999999"]),
        ("rust,ignore", "rust", &[], None, "", &["ignore"]),
        ("yara start=x", "yara", &[], None, "", &["start=x"]),
        ("yara title=\"open {1}", "yara", &[], None, "open {1}", &[]),
    ];
    for (info, word, marked, numbers, title, unknown) in table {
        let fence = Fence::parse(info);
        let found: Vec<(usize, usize)> =
            fence.marked.iter().map(|range| (*range.start(), *range.end())).collect();
        assert_eq!((fence.word, found.as_slice(), fence.numbers), (word, marked, numbers), "{info}");
        assert_eq!((fence.title.as_str(), fence.unknown.as_slice()), (title, unknown), "{info}");
    }
}

/// The block of code on a page with this Markdown.
fn block(markdown: &str) -> String {
    let site =
        SiteTest::new("").file("content/about.md", format!("---\ntitle: A\nsummary: S\n---\n{markdown}"));
    let main = site.build().main("about/index.html");
    let from = main.find("<div class=\"code\">").unwrap_or_else(|| panic!("{main}"));
    main[from..].split("</div>").next().unwrap().to_owned()
}

#[test]
fn lines_are_numbered_and_set_off_and_copied_without_the_numbers() {
    let text = "```yara {2-3} start=9 title=\"a.yar\"\nrule a\n{ /* x\ny */ }\n\n```\n";
    let wanted = "<div class=\"code\"><p class=\"code-language\"><span class=\"code-title\">a.yar</span> \
                  <span class=\"code-name\">YARA</span></p><pre tabindex=\"0\"><code class=\"language-yara lines numbered\">\
                  <span class=\"line\" data-line=\"9\"><span class=\"hl-keyword\">rule</span> <span class=\"hl-type\">a</span>\n</span>\
                  <mark class=\"line\" data-line=\"10\">{ <span class=\"hl-comment\">/* x</span>\n</mark>\
                  <mark class=\"line\" data-line=\"11\"><span class=\"hl-comment\">y */</span> }\n</mark>\
                  <span class=\"line\" data-line=\"12\">\n</span></code></pre>";
    assert_eq!(block(text), wanted);
    // A body with raw HTML is sanitised as a whole, which must not touch our own lines.
    assert_eq!(block(&format!("{text}\n<b>x</b>\n")), wanted);
    let plain = block("```yara\nrule a\n```\n");
    assert!(!plain.contains("class=\"line\""), "{plain}");
    let unknown = block("```klingon <b>\nx\n```\n");
    assert!(
        unknown.contains("<span class=\"code-name\">klingon</span>"),
        "the block says its language: {unknown}"
    );
}

#[test]
fn a_fence_that_says_what_means_nothing_gets_a_hint() {
    let table = [
        ("```yara {9}\nrule a\n```\n", "line 9 is to be set off, but the block has 1 line"),
        ("```yara {1,2-3}\na\nb\n```\n", "line 3 is to be set off, but the block has 2 lines"),
        ("```yara nubmers\na\n```\n", "`nubmers` means nothing to a code block"),
        ("```yara {1,2} numbers\na\nb\n```\n", ""),
    ];
    for (markdown, wanted) in table {
        let text = format!("-- content/about.md --\n---\ntitle: A\nsummary: S\n---\n{markdown}");
        let said = SiteTest::new(&text).build().said();
        let message = said.lines().find(|line| line.contains("fence-attribute")).unwrap_or_default();
        assert!(message.ends_with(wanted), "{said}");
        assert_eq!(wanted.is_empty(), message.is_empty(), "{said}");
    }
}

/// A small grammar of a site.
const OWN: &str = "%YAML 1.2\n---\nname: Our Log\nfile_extensions: [ourlog]\nscope: source.ourlog\ncontexts:\n  main:\n    - match: '\\bDENY\\b'\n      scope: keyword.other\n";

#[test]
fn a_site_brings_its_own_grammars_and_replaces_the_theme_s() {
    let page = "-- content/about.md --\n---\ntitle: A\nsummary: S\n---\n```ourlog\nDENY x\n```\n```yara\nDENY\n```\n";
    let plain = SiteTest::new(page);
    assert!(plain.build().said().contains("`ourlog` is no language that can be coloured"));
    let site = plain
        .file("syntaxes/our.sublime-syntax", OWN)
        .file("syntaxes/notes.txt", "no grammar")
        .file("syntaxes/yara.sublime-syntax", OWN.replace("ourlog", "yara").replace("Our Log", "House YARA"));
    let built = site.build();
    assert_eq!(built.said(), "");
    let main = built.main("about/index.html");
    for wanted in [
        "<span class=\"hl-keyword\">DENY</span> x",
        ">Our Log<",
        "<span class=\"hl-keyword\">DENY</span>\n",
        ">House YARA<",
    ] {
        assert!(main.contains(wanted), "{wanted}\n{main}");
    }
    assert!(!built.paths().iter().any(|path| path.contains("sublime")), "a grammar is no page");
}

#[test]
fn a_grammar_that_cannot_be_used_is_an_error_at_its_place() {
    let table = [
        ("name: [", "our.sublime-syntax:1:"),
        ("name: X\nscope: source.x\n", "the key `contexts` is missing"),
        ("name: X\nscope: source.x\ncontexts:\n  other: []\n", "there is no context `main`"),
        (
            "name: X\nscope: source.x\ncontexts:\n  main:\n    - match: '(x'\n",
            "our.sublime-syntax:5:15: error[grammar]: this grammar cannot be read: the expression `(x` is not valid",
        ),
        ("", "this grammar cannot be read"),
        (
            "name: X\nscope: source.x\ncontexts:\n  main:\n    - include: expr\n  expr:\n    - include: main\n",
            "our.sublime-syntax:5:7: error[grammar]: the context `expr` includes itself, by way of others or at once",
        ),
        ("name: X\nscope: source.x\ncontexts:\n  main:\n    - include: main\n", "includes itself"),
        ("name: X\nscope: source.x\ncontexts:\n  main:\n    - include: scope:source.x\n", "includes itself"),
        (
            "name: X\nscope: source.x\ncontexts:\n  main:\n    - match: a\n      push: nope\n",
            "our.sublime-syntax:6:13: error[grammar]: there is no context `nope`",
        ),
        (
            "name: X\nscope: source.x\ncontexts:\n  main:\n    - include: scope:source.go\n",
            "our.sublime-syntax:5:22: error[grammar]: `source.go` is no grammar below `syntaxes/`",
        ),
        (
            "name: X\nversion: 2\nscope: source.x\ncontexts:\n  main: []\n",
            "our.sublime-syntax:2:1: error[grammar]: `version: 2` belongs to version 2",
        ),
        ("name: YARA\nscope: source.x\ncontexts:\n  main:\n    - include: scope:source.yara\n", ""),
    ];
    for (text, wanted) in table {
        let built = SiteTest::new("").file("syntaxes/our.sublime-syntax", text).build();
        let said = built.said();
        assert!(said.contains(wanted), "{text}\n{said}");
        assert_eq!(built.diagnostics.has_errors(), !wanted.is_empty(), "{text}\n{said}");
        assert!(said.lines().count() < 3, "{said}");
    }
}
