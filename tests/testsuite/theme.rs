//! Templates of a site: what they replace, and what is said about those with faults. Every case is a whole site; a fault is
//! expected at its file, line and column, and nothing of a faulty site is written.

use crate::support::SiteTest;

const REPORTS: &str = "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\nactors: [Heron]\n---\ntext\n\
    -- content/reports/b.md --\n---\ntitle: B\ndate: 2021-01-02\nsummary: S.\nextra: {case: C-17}\n---\ntext\n";

/// A template, and the diagnostics of a site that has it.
const FAULTS: [(&str, &str, &str); 19] = [
    (
        "report.html",
        "a\n{% if %}",
        "2:7: found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`",
    ),
    ("report.html", "{% if report.title %}x", "1:22: unexpected end of input"),
    ("report.html", "{% raw %}", "1:1: unexpected end of raw block"),
    ("report.html", "x {{ nope }}", "1:6: variable `nope` is not defined, on 2 pages, first /reports/b/"),
    (
        "report.html",
        "é {{ report.titel }}",
        "1:13: field `titel` is not defined, on 2 pages, first /reports/b/",
    ),
    ("report.html", "{{ report.extra.case }}", "1:17: field `case` is not defined, on /reports/a/"),
    ("report.html", "{{ report.title | shout }}", "1:19: unknown filter `shout`"),
    ("report.html", "{% if report.title is loud %}{% endif %}", "1:23: unknown test `loud`"),
    ("report.html", "{{ now() }}", "1:4: unknown function `now`"),
    ("report.html", "{{ <nope/> }}", "1:4: unknown component `nope`"),
    ("report.html", "{{ <date/> }}", "1:4: argument `date` missing, on 2 pages, first /reports/b/"),
    ("report.html", "\n{% extends \"gone.html\" %}", "2:13: there is no template `gone.html` to extend"),
    ("report.html", "{% include 'gone.html' %}", "1:12: unknown template `gone.html`"),
    (
        "report.html",
        "{% extends \"report.html\" %}",
        "1:13: templates extend each other in a circle: `report.html`",
    ),
    (
        "report.html",
        "{% include \"report.html\" %}",
        "1:13: templates include each other in a circle: `report.html`, `report.html`",
    ),
    (
        "report.html",
        "{% extends \"base.html\" %}{% block body %}{% endblock body %}",
        "1:35: block `body` is not defined in any parent template",
    ),
    (
        "report.html",
        "{% component a() %}{{ <a/> }}{% endcomponent a %}{{ <a/> }}",
        "1:1: maximum render recursion depth for components exceeded, on 2 pages, first /reports/b/",
    ),
    ("report.html", "{{ url() }}", "1:4: missing keyword argument `path`, on 2 pages, first /reports/b/"),
    ("unused.html", "{{ x | nope }}", "1:8: unknown filter `nope`"),
];

#[test]
fn a_fault_of_a_template_stands_at_its_place_and_nothing_else_is_said() {
    for (name, template, expected) in FAULTS {
        let test = SiteTest::new(REPORTS).file(&format!("templates/{name}"), template);
        let (place, message) = expected.split_once(": ").unwrap();
        let wanted = format!("templates/{name}:{place}: error[template]: {message}\n");
        assert_eq!(test.build().said(), wanted, "{template}");
    }
}

#[test]
fn a_site_with_a_faulty_template_is_not_written_and_the_snippet_is_shown() {
    for (name, template, _) in FAULTS {
        let test = SiteTest::new(REPORTS).file(&format!("templates/{name}"), template);
        let ran = test.sitrep(&["build"]);
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(1), "{template}: {said}");
        assert!(!test.folder.path().join("public").exists(), "{template}");
        let line = template.lines().rfind(|line| line.contains('{')).unwrap();
        assert!(said.contains(line), "{template}: {said}");
    }
}

#[test]
fn all_faulty_templates_are_reported_in_one_run() {
    let test = SiteTest::new(REPORTS)
        .file("templates/home.html", "{% if %}")
        .file("templates/list.html", "{% extends \"gone.html\" %}")
        .file("templates/entity.html", "{{ <gone/> }}{{ 1 | gone }}")
        .file("templates/page.html", "{% extends \"a.html\" %}")
        .file("templates/a.html", "{% extends \"b.html\" %}")
        .file("templates/b.html", "{% extends \"a.html\" %}")
        .file("templates/404.html", "{{ gone }}")
        .file("templates/report.html", "{{ report.gone }}")
        .file("templates/redirect.html", b"\xff\xfe".as_slice());
    test.says(
        "
templates/404.html:1:4: error[template]: variable `gone` is not defined, on /404.html
templates/a.html:1:13: error[template]: templates extend each other in a circle: `b.html`, `a.html`
templates/entity.html:1:4: error[template]: unknown component `gone`
templates/entity.html:1:21: error[template]: unknown filter `gone`
templates/home.html:1:7: error[template]: found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
templates/list.html:1:13: error[template]: there is no template `gone.html` to extend
templates/redirect.html:1:1: error[not-utf8]: this file is not UTF-8 text
templates/report.html:1:11: error[template]: field `gone` is not defined, on 2 pages, first /reports/b/
",
    );
}

#[test]
fn what_a_faulty_template_would_have_brought_is_not_reported_again() {
    let test = SiteTest::new(REPORTS)
        .file("templates/base.html", "{% block body %}{% endblock body %}{% if %}")
        .file("templates/report.html", "{% extends \"base.html\" %}{% block body %}{% endblock body %}")
        .file("templates/parts.html", "{% component part() %}x{% endcomponent part %}{{ ")
        .file("templates/list.html", "{{ <part/> }}{% include \"odd.html\" %}")
        .file("templates/odd.html", b"\xff".as_slice());
    test.says(
        "
templates/base.html:1:42: error[template]: found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
templates/odd.html:1:1: error[not-utf8]: this file is not UTF-8 text
templates/parts.html:1:47: error[template]: unexpected end of input
",
    );
}

#[test]
fn an_unknown_field_gets_a_suggestion_and_the_list_of_fields() {
    let test = SiteTest::new(REPORTS).file("templates/report.html", "{{ report.titel }}");
    let built = test.build();
    let hints = &built.diagnostics.iter().find(|found| found.code == "template").unwrap().hints;
    assert_eq!(hints[0], "did you mean `title`?");
    assert!(hints[1].starts_with("there are: authors, body, "), "{}", hints[1]);
}

#[test]
fn two_templates_that_define_one_component_are_an_error_in_the_second() {
    let test = SiteTest::new(REPORTS)
        .file("templates/one.html", "{% component mine() %}1{% endcomponent mine %}")
        .file("templates/two.html", "\n {% component mine() %}2{% endcomponent mine %}");
    test.says(
        "templates/two.html:2:15: error[template]: component `mine` is defined in both `one.html` and `two.html`",
    );
}

#[test]
fn a_component_that_does_not_take_what_it_is_handed_is_an_error_at_the_component() {
    let test = SiteTest::new(REPORTS).file(
        "templates/own.html",
        "{# component report_rows #}\n{% component report_row(row) %}{{ row.title }}{% endcomponent report_row %}",
    );
    test.says(
        "templates/own.html:2:14: error[template]: `report_row` does not take what it is handed: unknown argument(s) `report` in \
         component call. Possible argument(s) are: `row`, on 2 pages, first /reports/a/",
    );
}

#[test]
fn byte_order_mark_and_carriage_returns_change_neither_output_nor_places() {
    let text = "{{ report.title }}\n{% if true %}\nyes\n{% endif %}\n";
    let plain = SiteTest::new(REPORTS).file("templates/report.html", text).build();
    let odd = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let windows = SiteTest::new(REPORTS).file("templates/report.html", odd).build();
    assert_eq!(plain.said(), "");
    assert_eq!(plain.bytes(), windows.bytes());
    let test = SiteTest::new(REPORTS).file("templates/report.html", "\u{feff}a\r\nb {{ gone }}");
    test.says(
        "templates/report.html:2:6: error[template]: variable `gone` is not defined, on 2 pages, first /reports/b/",
    );
}

#[test]
fn a_template_of_the_site_replaces_the_theme_s_and_can_build_on_it() {
    let test = SiteTest::new(REPORTS).file(
        "templates/report.html",
        "{% extends \"theme/report.html\" %}{% block main %}{% if report.extra.case is defined %}\
         <p>Case {{ report.extra.case }}</p>{% endif %}{{ super() }}{% endblock main %}",
    );
    let built = test.build();
    assert_eq!(built.said(), "");
    assert!(built.main("reports/b/index.html").contains("<p>Case C-17</p>"));
    assert!(!built.main("reports/a/index.html").contains("Case"));
    assert!(built.main("reports/a/index.html").contains("<h1>A</h1>"));

    let base = "<!DOCTYPE html><html lang=\"en\"><title>t</title><main id=\"own\">{% block main %}{% endblock main %}\
                </main>{% block crumbs %}{% endblock crumbs %}{% block head %}{% endblock head %}";
    let built = SiteTest::new(REPORTS).file("templates/base.html", base).build();
    assert_eq!(built.said(), "");
    for page in ["index.html", "404.html", "reports/a/index.html", "actors/heron/index.html"] {
        assert!(built.text(page).contains("<main id=\"own\">"), "{page}");
    }

    let built = SiteTest::new(REPORTS)
        .file("templates/mine.html", "{% component date(date) %}on {{ date.iso }}{% endcomponent date %}")
        .build();
    assert_eq!(built.said(), "");
    assert!(built.main("reports/a/index.html").contains("<li>on 2021-01-01</li>"));
}

#[test]
fn a_small_component_of_the_site_stands_wherever_the_theme_s_would() {
    let own = "{% component date(date) %}[day {{ date.iso }}]{% endcomponent date %}\n\
               {% component tlp_badge(tlp) %}[level {{ tlp.level }}]{% endcomponent tlp_badge %}\n\
               {% component together_head(head) %}[many {{ head.label }} {{ head.target }}]{% endcomponent together_head %}";
    let facts =
        "actors: [Heron]\nvictims: [Acme]\ntechniques: [T1059]\nactivity: [{actor: Heron, victim: Acme}]";
    let report = |name: &str| {
        format!(
            "-- content/reports/{name}.md --\n---\ntitle: {name}\ndate: 2021-01-01\n{facts}\n---\nText.\n"
        )
    };
    let site = [report("one"), report("two")].concat();
    let built = SiteTest::new(&site).file("templates/own.html", own).build();
    assert_eq!(built.said(), "");
    for page in built.paths().iter().filter(|path| path.ends_with(".html")) {
        let text = built.text(page);
        assert!(text.contains("[level clear]"), "{page}");
        assert!(!text.contains("class=\"tlp ") && !text.contains("<time "), "{page}: {text}");
        let count = |tag: &str| text.matches(tag).count();
        assert_eq!(count("<section"), count("</section>"), "{page}: {text}");
    }
    let cases = [
        ("index.html", "[day 2021-01-01]"),
        ("reports/index.html", "[day 2021-01-01]"),
        ("reports/one/index.html", "<li>[day 2021-01-01]</li>"),
        ("reports/one/index.html", "<p class=\"meta\">[day 2021-01-01] [level clear]"),
        ("actors/index.html", "<td data-label=\"Last\">[day 2021-01-01]</td>"),
        ("actors/heron/index.html", "</a>, [day 2021-01-01]</td>"),
        ("actors/heron/index.html", "one</a>, [day 2021-01-01]</p>"),
        ("actors/heron/index.html", "[many Techniques false]"),
        ("victims/acme/index.html", "[many Techniques true]"),
        ("matrix/actors/index.html", "[day 2021-01-01] [level clear]"),
    ];
    for (page, expected) in cases {
        assert!(built.text(page).contains(expected), "{page}: {expected}\n{}", built.text(page));
    }
}

#[test]
fn other_files_below_templates_are_left_alone() {
    let test = SiteTest::new(REPORTS)
        .file("templates/README.md", "{{ not a template")
        .file("templates/.hidden.html", "{{ nor this")
        .file("templates/report.html~", "{{ nor this");
    test.says("");
}

#[test]
fn titles_names_and_extra_are_escaped() {
    let built = SiteTest::new(
        "-- content/reports/a.md --\n---\ntitle: \"<script>x</script> & \\\"q\\\"\"\ndate: 2021-01-01\nsummary: \"<b>\"\n\
         actors: [\"<i>\"]\nkey_points: [\"<u>\"]\n---\ntext\n",
    )
    .build();
    assert!(!built.diagnostics.has_errors(), "{}", built.said());
    for path in built.paths().iter().filter(|path| path.ends_with(".html")) {
        let text = built.text(path);
        for tag in ["<script>x", "<b>", "<i>", "<u>"] {
            assert!(!text.contains(tag), "{tag} in {path}");
        }
    }
}

#[test]
fn a_page_is_marked_no_lower_than_a_report_that_it_lists() {
    let site = "-- content/index.md --\n---\ntitle: Home\nsummary: S.\n---\nx\n\
        -- content/actors/heron.md --\n---\nname: Heron\nsummary: S.\n---\nx\n\
        -- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\nsummary: S.\nactors: [Heron]\ntlp: AMBER\n---\nx\n";
    let marking = |html: &str| html.split("<p class=\"markings-tlp\">").nth(1).unwrap()[..60].to_owned();
    for (level, expected) in
        [(sitrep::model::Tlp::Clear, "TLP:CLEAR<"), (sitrep::model::Tlp::Red, "TLP:AMBER<")]
    {
        let built = SiteTest::new(site).max_tlp(level).build();
        assert!(marking(&built.text("index.html")).contains(expected), "{level:?}");
        if level == sitrep::model::Tlp::Red {
            assert!(marking(&built.text("actors/heron/index.html")).contains(expected));
        }
    }
}

#[test]
fn a_title_leaves_room_in_the_title_bar_and_stands_whole_on_the_page() {
    let long = "word ".repeat(30).trim().to_owned();
    for (title, expected) in [
        ("Short", "Short · Test".to_owned()),
        (&*"x".repeat(66), "x".repeat(66)),
        (&*long, format!("{}…", &long[..69])),
    ] {
        let site = format!(
            "-- content/reports/a.md --\n---\ntitle: {title}\ndate: 2021-01-01\nsummary: S.\n---\nx\n"
        );
        let page = SiteTest::new(&site).build().text("reports/a/index.html");
        assert!(page.contains(&format!("<title>{expected}</title>")), "{title}");
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{title}");
        assert!(page.contains(&format!("<meta property=\"og:title\" content=\"{title}\">")), "{title}");
    }
}
