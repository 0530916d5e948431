//! Raw HTML in Markdown: hostile input executes nothing, and no input hides the text that follows it.

use sitrep::markdown::raw_html::{lex, sanitise};

/// A marker that must be readable after every hostile chunk.
const AFTER: &str = "<p>the text that follows</p>";

/// The journey of a body: the writer lexes raw chunks, and the whole body is sanitised.
fn publish(chunk: &str) -> String {
    sanitise(&format!("<p>before</p>{}{AFTER}", lex(chunk).html))
}

#[test]
fn hostile_html_executes_nothing_and_swallows_nothing() {
    let table = [
        "<script>alert(1)</script>",
        "<script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\" onerror=\"alert(1)\" style=\"position:fixed\">",
        "<img/src=x/onerror=alert(1)>",
        "<img src=https://evil.example/p.gif>",
        "<img src=//evil.example/p.gif>",
        "<img src='/\t/evil.example/p.gif'>",
        "<img src='\\\\evil.example\\p.gif'>",
        "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
        "<img srcset=\"https://evil.example/p.gif 1x\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"jAvAsCript:alert(1)\">x</a>",
        "<a href=\" &#1; javascript:alert(1)\">x</a>",
        "<a href=\"java&#10;script:alert(1)\">x</a>",
        "<a href=\"java&Tab;script&colon;alert(1)\">x</a>",
        "<a href=\"vbscript:x\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<a href=\"x\" onclick=\"alert(1)\" target=\"_blank\" name=\"x\">x</a>",
        "<q cite=\"javascript:alert(1)\">x</q>",
        "<div title=\"",
        "<div title=\"open\n<p class=\"a\" id=\"b\">",
        "<div title='><img src=x onerror=alert(1)>",
        "<div\n",
        "<div style=\"background:url(//evil.example)\" onmouseover=alert(1)>x</div>",
        "<title>",
        "<textarea>",
        "<plaintext>",
        "<xmp>",
        "<iframe src=\"//evil.example\">",
        "<noembed>",
        "<noframes>",
        "<template>",
        "<select><option>",
        "<svg><script>alert(1)</script></svg>",
        "<svg onload=alert(1)>",
        "<svg><style><img src=x onerror=alert(1)></style>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form action=//evil.example><button>x</button><input type=text>",
        "<object data=x.swf><embed src=x.swf>",
        "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
        "<base href=\"//evil.example/\">",
        "<link rel=stylesheet href=//evil.example>",
        "<html><head><body onload=alert(1)>",
        "<style>@import '//evil.example'; p { display: none }</style>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<a title=\"</a><img src=x onerror=alert(1)>\">x</a>",
        "<p title=\"--><script>alert(1)</script>\">x</p>",
        "<!--",
        "<!-- <p>",
        "<!--><script>alert(1)</script>-->",
        "<!-- --!><script>alert(1)</script>",
        "<!DOCTYPE html",
        "<?php echo '",
        "<![CDATA[",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<table>",
        "<table><tr><td>cell",
        "<table><caption>",
        "<div><section><ul><li>",
        "<pre>",
        "<details>",
        "<details><summary>more",
        "<details><table></details>",
        "<ruby><rp>",
        "<ruby><rp><div></rp>",
        "</p></div></section></body></html>",
        "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
        "<target_company>",
        "<victim>",
    ];
    for chunk in table {
        let html = publish(chunk);
        assert_harmless(&html, chunk);
        assert!(html.contains(">the text that follows<"), "{chunk} swallows:\n{html}");
        assert_eq!(sanitise(&html), html, "{chunk} changes when parsed again");
    }
}

/// No tag outside the list, no attribute that executes, loads from elsewhere or submits.
fn assert_harmless(html: &str, chunk: &str) {
    let forbidden = "script style iframe svg math title textarea xmp plaintext noscript noembed noframes form button \
                     input select template object embed meta base link html head body";
    // The serialiser escapes `<` and `>` in text and in attributes, so each `<` begins a tag.
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        assert!(!forbidden.split(' ').any(|f| f == name), "{chunk} leaves <{name}>:\n{html}");
        let names = tag.split('"').step_by(2).collect::<String>();
        for attribute in [" on", " style", " target", " name", " srcset", " action"] {
            assert!(!names.contains(attribute), "{chunk} leaves{attribute} in:\n{html}");
        }
        let squeezed = tag.replace(char::is_whitespace, "").to_lowercase();
        for link in ["href=\"", "src=\"", "cite=\""] {
            for scheme in ["javascript:", "vbscript:", "data:", "file:"] {
                let link = format!("{link}{scheme}");
                assert!(!squeezed.contains(&link), "{chunk} leaves {link}:\n{html}");
            }
        }
        for src in ["src=\"http", "src=\"/", "src=\"\\"] {
            assert!(!squeezed.contains(src), "{chunk} leaves {src}:\n{html}");
        }
    }
}

#[test]
fn tag_like_text_is_shown_as_written() {
    let table = [
        ("<target_company>", "&lt;target_company>", &[(0, "target_company")][..]),
        ("<victim> x </victim>", "&lt;victim&gt; x &lt;/victim&gt;", &[(0, "victim"), (11, "victim")]),
        ("é <Acme a=\"&lt;b>\">", "é &lt;Acme a=\"&amp;lt;b&gt;\"&gt;", &[(3, "Acme")]),
        ("<title>", "&lt;title&gt;", &[(0, "title")]),
        ("<https://x.example>", "&lt;https://x.example>", &[(0, "https:")]),
        ("<b class=\"x>", "&lt;b class=\"x>", &[(0, "b")]),
        ("</b class>", "&lt;/b class>", &[(0, "b")]),
        ("<b", "&lt;b", &[(0, "b")]),
        ("<!-- a", "&lt;!-- a", &[(0, "!--")]),
        ("<?php", "&lt;?php", &[(0, "?")]),
        ("<!DOCTYPE html", "&lt;!DOCTYPE html", &[(0, "!")]),
        ("<![CDATA[ a", "&lt;![CDATA[ a", &[(0, "![CDATA[")]),
        ("a < b <3 </> <", "a &lt; b &lt;3 &lt;/> &lt;", &[]),
    ];
    for (chunk, html, shown) in table {
        let lexed = lex(chunk);
        assert_eq!(lexed.html, html, "{chunk}");
        let names: Vec<_> = lexed.shown_as_text.iter().map(|s| (s.offset, s.name.as_str())).collect();
        assert_eq!(names, shown, "{chunk}");
    }
}

#[test]
fn allowed_tags_and_entities_pass_the_lexer_untouched() {
    let table = [
        "",
        "plain &amp; &lt;script&gt; &#60; text",
        "<b>x</b>",
        "<DIV CLASS='a'\n  id=\"b\">x</DIV >",
        "<img src=a.png alt=\"a > b\" width=10/>",
        "<br/><br /><hr>",
        "<details open><summary>x</summary></details>",
        "<a href=\"https://x.example/?a=1&amp;b=2\" title='\"'>x</a>",
    ];
    for chunk in table {
        let lexed = lex(chunk);
        assert_eq!(lexed.html, chunk);
        assert_eq!(lexed.shown_as_text, [], "{chunk}");
    }
}

#[test]
fn complete_comments_and_declarations_vanish() {
    for chunk in [
        "a<!-- <b> -- x -->b",
        "a<!-->b",
        "a<!--->b",
        "a<!---->b",
        "a<?php echo '<b>' ?>b",
        "a<!DOCTYPE html>b",
        "a<![CDATA[ <b> ]]>b",
    ] {
        let lexed = lex(chunk);
        assert_eq!(lexed.html, "ab", "{chunk}");
        assert_eq!(lexed.shown_as_text, [], "{chunk}");
    }
}

#[test]
fn our_own_markup_passes_the_sanitiser_unchanged() {
    let table = [
        r##"<h2 id="a"><a class="anchor" href="#a" aria-label="Link to this section">A</a></h2>"##,
        r##"<p>a <a href="/actors/x/">x</a> <a href="../y/#z">y</a> <a href="mailto:a@b.example">m</a> &amp; &lt;</p>"##,
        r##"<pre class="code" data-lang="sh" tabindex="0"><code><span class="hl-keyword">if</span> a &lt; b</code></pre>"##,
        r##"<ul class="tasks"><li><input type="checkbox" disabled checked> done</li></ul>"##,
        r##"<table><thead><tr><th scope="col" class="right">a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>"##,
        r##"<p>x<sup class="footnote"><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup></p>"##,
        r##"<section class="footnotes" role="doc-endnotes"><ol start="3" reversed=""><li id="fn-1" value="2">n</li></ol></section>"##,
        r##"<figure><img src="a/b.png" alt="" width="10" height="20" loading="lazy" decoding="async"><figcaption>c</figcaption></figure>"##,
        r##"<div class="alert" role="note" lang="fa" dir="rtl" aria-hidden="true"><time datetime="2021-09">September 2021</time></div>"##,
        r##"<code class="ioc" data-indicator="domain">evil[.]example</code>"##,
        r##"<blockquote cite="https://x.example/"><p>q</p></blockquote><details open=""><summary>s</summary>d</details>"##,
        r##"<ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby><p title="a &lt;b&gt;">x</p>"##,
    ];
    for html in table {
        assert_eq!(sanitise(html), html);
    }
}

#[test]
fn what_is_left_open_is_balanced_at_the_end_of_the_body() {
    let table = [
        ("<div class=\"a\">x", "<div class=\"a\">x<p>t</p></div>"),
        ("</div>x", "x<p>t</p>"),
        ("<table><tr><td>x</td></tr>", "<p>t</p><table><tbody><tr><td>x</td></tr></tbody></table>"),
        ("<p title='<details>'>x</p>", "<p title=\"&lt;details&gt;\">x</p><p>t</p>"),
        ("<details>x", "&lt;details&gt;x<p>t</p>"),
        ("<details>x</details>", "<details>x</details><p>t</p>"),
        ("<rp><b>(</b></rp>", "&lt;rp&gt;<b>(</b><p>t</p>"),
    ];
    for (chunk, expected) in table {
        let body = format!("{}<p>t</p>", lex(chunk).html);
        assert_eq!(sanitise(&body), expected, "{chunk}");
    }
}

#[test]
fn a_raw_tag_may_span_chunks() {
    let (open, close) = (lex("<details>\n<summary>s</summary>\n"), lex("</details>\n"));
    let body = format!("{}<p>inside</p>\n{}<p>after</p>", open.html, close.html);
    assert_eq!(sanitise(&body), "<details>\n<summary>s</summary>\n<p>inside</p>\n</details>\n<p>after</p>");
}

#[test]
fn unclosed_constructs_by_the_thousand_stay_text() {
    for start in ["<!--", "<?", "<![CDATA[", "<a b='", "<a b=\"", "<"] {
        let chunk = start.repeat(20_000);
        let html = lex(&chunk).html;
        assert!(!html.contains('<'), "{start}");
    }
}
