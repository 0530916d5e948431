//! Code blocks: languages to classes, plain fallbacks, and the promise that no colour ever changes the code.

use std::collections::BTreeMap;

use sitrep::markdown::highlight::{code, label};

const CSS: &str = include_str!("../../static/assets/highlight.css");

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
    for language in ["", "  ", "text", "text/plain", "TXT", "none", "yara", "Suricata", "snort", "KQL", "spl"]
    {
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
    for (name, values) in colours {
        let [light, dark, chosen_dark] = values[..] else {
            panic!("{name} has {} values instead of light, dark, dark", values.len());
        };
        assert_eq!(dark, chosen_dark, "{name}");
        assert!(contrast(light, "F3F4F1") >= 4.5, "{name} in light");
        assert!(contrast(dark, "0B0E11") >= 4.5, "{name} in dark");
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
