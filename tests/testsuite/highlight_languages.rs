//! The theme's own grammars for common languages: whole samples, and traps where a quick grammar goes wrong.

use std::sync::LazyLock;

use sitrep::diagnostic::Diagnostics;
use sitrep::markdown::highlight::Grammars;

use crate::support::SiteTest;

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| {
    let site = SiteTest::new("");
    sitrep::parse::grammars(&sitrep::load::site(site.folder.path()).unwrap(), &mut Diagnostics::default())
});

/// Code in a form that is easy to read here: every span as `«class text»`.
fn marked(language: &str, text: &str) -> String {
    let html = GRAMMARS.code(language, text).html;
    let html = html.replace("<span class=\"hl-", "«").replace("\">", " ").replace("</span>", "»");
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The code behind such a form.
fn unmarked(text: &str) -> String {
    let mut code = String::new();
    for (at, part) in text.split('«').enumerate() {
        let rest = if at == 0 { part } else { part.split_once(' ').map_or("", |(_, rest)| rest) };
        code.push_str(&rest.replace('»', ""));
    }
    code
}

/// Language, and what must come out: first a whole file, then traps, each behind a line of `%%%`.
const MARKED: [(&str, &str); 8] = [
    ("json", include_str!("samples/marked/json.txt")),
    ("sigma", include_str!("samples/marked/sigma.txt")),
    ("powershell", include_str!("samples/marked/powershell.txt")),
    ("python", include_str!("samples/marked/python.txt")),
    ("sql", include_str!("samples/marked/sql.txt")),
    ("sh", include_str!("samples/marked/sh.txt")),
    ("c", include_str!("samples/marked/c.txt")),
    ("js", include_str!("samples/marked/js.txt")),
];

fn samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    MARKED.into_iter().flat_map(|(language, text)| text.split("%%%\n").map(move |part| (language, part)))
}

#[test]
fn code_is_coloured_as_a_reader_expects() {
    let mut wrong = String::new();
    for (language, wanted) in samples() {
        let shown = marked(language, &unmarked(wanted));
        for (wanted, shown) in wanted.lines().zip(shown.lines()).filter(|(wanted, shown)| wanted != shown) {
            wrong.push_str(&format!("{language}\nwanted {wanted}\nshown  {shown}\n\n"));
        }
        if unmarked(&shown) != unmarked(wanted) {
            wrong.push_str(&format!("{language}: characters are lost in\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn code_that_is_cut_short_or_in_another_language_keeps_its_characters() {
    for (language, text) in samples() {
        let text = unmarked(text);
        for (end, _) in text.char_indices().step_by(41) {
            assert_eq!(unmarked(&marked(language, &text[..end])), text[..end], "{language} up to {end}");
        }
        for (other, _) in MARKED {
            assert_eq!(unmarked(&marked(other, &text)), text, "{language} as {other}");
        }
    }
}

#[test]
fn the_theme_s_grammars_come_before_the_big_set_and_stand_alone() {
    let words = "json JSONL stix yaml yml sigma ps1 psm1 PowerShell py python3 pyi sql postgres ddl sh bash zsh console c h \
                 js jsx mjs cjs node yara yar kql spl splunk suricata snort";
    for word in words.split_ascii_whitespace() {
        let language = GRAMMARS.find(word).unwrap_or_else(|| panic!("{word}"));
        let (set, syntax) = language.grammar.unwrap_or_else(|| panic!("{word}"));
        assert_eq!(set.syntaxes().len(), 1, "{word}: {}", syntax.name);
        assert!(language.label.is_some(), "{word}");
    }
    for word in ["ts", "cpp", "cs", "rust", "xml"] {
        let (set, _) = GRAMMARS.find(word).and_then(|language| language.grammar).unwrap();
        assert!(set.syntaxes().len() > 100, "{word}");
    }
}

/// A grammar of a site, which colours one word.
fn own(name: &str, extensions: &str) -> String {
    format!(
        "name: {name}\nfile_extensions: [{extensions}]\nscope: source.own\ncontexts:\n  main:\n    - match: OWN\n      scope: keyword\n"
    )
}

#[test]
fn a_site_s_own_grammar_wins_by_the_name_of_its_file_or_by_its_words() {
    let page = "-- content/about.md --\n---\ntitle: A\nsummary: S\n---\n```json\nOWN: 1\n```\n```jsonl\nOWN: 1\n```\n```sigma\nOWN: 1\n```\n";
    let counts = |file: &str, text: String| {
        let built = SiteTest::new(page).file(&format!("syntaxes/{file}"), text).build();
        assert_eq!(built.said(), "");
        built.main("about/index.html").matches("<span class=\"hl-keyword\">OWN</span>").count()
    };
    assert_eq!(counts("json.sublime-syntax", own("House JSON", "json")), 2, "and for the other words for it");
    assert_eq!(counts("other.sublime-syntax", own("Other", "json")), 2);
    assert_eq!(counts("other.sublime-syntax", own("Other", "sigma")), 1);
    assert_eq!(counts("other.sublime-syntax", own("Other", "yaml")), 1, "Sigma is YAML");
    assert_eq!(counts("other.sublime-syntax", own("Other", "other")), 0);
}
