//! What stands in the same reports as an entity: counts, order, what is cut and what is left out. In go small sites, out come the
//! lists of a page.

use sitrep::model::Tlp;

use crate::support::{Built, SiteTest};

fn report(slug: &str, front: &str) -> String {
    format!(
        "-- content/reports/{slug}.md --\n---\ntitle: Report {slug}\ndate: 2024-01-01\n{front}\n---\nText.\n"
    )
}

/// The lines of the section, `# Label` for a group and `name count` for an entity.
fn together(built: &Built, path: &str) -> Vec<String> {
    let main = built.main(&format!("{path}/index.html"));
    let Some((_, section)) = main.split_once("<h2 id=\"sr-together\">") else { return Vec::new() };
    let section = section.split_once("</div>").unwrap().0;
    let mut lines = Vec::new();
    for line in section.lines() {
        if let Some((_, label)) = line.split_once("</svg>") {
            lines.push(format!("# {}", label.split_once("</h3>").unwrap().0));
        } else if let Some((_, name)) = line.split_once("<bdi>") {
            lines.push(name.split_once("</bdi>").unwrap().0.to_owned());
        }
        if let Some((_, count)) = line.split_once("<span class=\"count\">") {
            let last = lines.last_mut().unwrap();
            last.push_str(&format!(" {}", count.split_once('<').unwrap().0));
        }
        if let Some((_, text)) = line.split_once("<p class=\"note\">and ") {
            lines.push(format!("+ and {}", text.split_once('<').unwrap().0));
        }
    }
    lines
}

#[test]
fn names_of_the_same_reports_are_counted_by_kind_most_first() {
    let site = [
        report(
            "one",
            "actors: [Heron, Zeta]\nmalware: [PlugX]\nvictims: [{name: Roshan, sectors: [telecoms]}]",
        ),
        report("two", "actors: [Heron, Alpha, Zeta]\nmalware: [PlugX]\nactivity: [{actor: Alpha}]"),
        report("three", "actors: [Heron, {name: Winnti, kind: cluster}]\ntechniques: [T1114.002]"),
        report("four", "actors: [Heron, Gone]\nretracted: wrong"),
        report("five", "actors: [Elsewhere]\nmalware: [PlugX]"),
    ]
    .concat();
    let built = SiteTest::new(&site).build();
    assert_eq!(
        together(&built, "actors/heron"),
        [
            "# Actors",
            "Zeta 2",
            "Alpha 1",
            "Winnti 1",
            "# Victims",
            "Roshan 1",
            "# Malware",
            "PlugX 2",
            "# Techniques",
            "T1114.002 1",
            "# Sectors",
            "telecoms 1",
        ]
    );
    assert_eq!(
        together(&built, "actors/gone"),
        Vec::<String>::new(),
        "a retracted report counts for nothing"
    );
    let cluster = built.main("actors/heron/index.html");
    assert!(cluster.contains("<a href=\"/actors/winnti-three/\"><bdi>Winnti</bdi></a> <span class=\"chip-note\">activity cluster</span>"));
}

#[test]
fn targets_show_the_techniques_used_most() {
    let site = [
        report(
            "one",
            "victims: [{name: Roshan, sectors: [telecoms], country: AF}]\ntechniques: [T1190, T1114]",
        ),
        report("two", "victims: [{name: Roshan, sectors: [telecoms], country: AF}]\ntechniques: [T1190]"),
    ]
    .concat();
    let built = SiteTest::new(&site).build();
    for path in ["victims/roshan", "sectors/telecoms", "countries/afghanistan"] {
        let lines = together(&built, path).join("; ");
        assert!(lines.contains("# Techniques used most; T1190 2; T1114 1"), "{path}: {lines}");
    }
}

#[test]
fn long_groups_are_cut_with_a_count() {
    let tags: Vec<String> = (10..35).map(|at| format!("t{at}")).collect();
    let site = report("one", &format!("actors: [Heron]\ntags: [{}]", tags.join(", ")));
    let lines = together(&SiteTest::new(&site).build(), "actors/heron");
    assert_eq!(lines.len(), 12);
    assert_eq!(lines[..2], ["# Tags", "t10 1"]);
    assert_eq!(lines[10..], ["t19 1", "+ and 15 others"]);
}

#[test]
fn a_catalogue_puts_nothing_side_by_side() {
    let many: Vec<String> = (0..600).map(|at| format!("t{at}")).collect();
    let site = report("list", &format!("actors: [Heron]\ntags: [{}]", many.join(", ")))
        + &report("case", "actors: [Heron]\nmalware: [PlugX]");
    let built = SiteTest::new(&site).build();
    assert_eq!(together(&built, "actors/heron"), ["# Malware", "PlugX 1"]);
    let note = "1 report that names hundreds of things is not counted.";
    assert!(built.main("actors/heron/index.html").contains(note));
    assert!(!built.main("malware/plugx/index.html").contains("not counted"));
}

#[test]
fn only_the_first_page_of_an_entity_shows_them() {
    let config =
        "-- sitrep.yaml --\ntitle: T\nbase_url: https://site.example/\ntlp: {default: CLEAR}\npage_size: 2\n";
    let reports: String = (1..=3).map(|at| report(&format!("r{at}"), "actors: [Heron]\ntags: [x]")).collect();
    let built = SiteTest::new(&format!("{config}{reports}")).build();
    assert_eq!(together(&built, "actors/heron"), ["# Tags", "x 3"]);
    assert_eq!(together(&built, "actors/heron/page/2"), Vec::<String>::new());
}

#[test]
fn a_page_bears_the_level_of_the_names_that_stand_with_it() {
    let profile = "-- content/actors/heron.md --\n---\nname: Heron\n---\nText.\n";
    let site = format!("{profile}{}", report("one", "actors: [Heron]\nmalware: [{name: PlugX, tlp: AMBER}]"));
    let built = SiteTest::new(&site).max_tlp(Tlp::Amber).build();
    assert!(built.text("actors/heron/index.html").contains("marked-amber\""));
    let clear = SiteTest::new(&site).build();
    assert!(clear.text("actors/heron/index.html").contains("marked-clear\""));
    assert_eq!(together(&clear, "actors/heron"), Vec::<String>::new());
}

#[test]
fn a_technique_that_a_report_denies_is_not_used() {
    let site = [
        report("one", "victims: [V]\ntechniques: [T1114, {name: T1003, stance: denies}]"),
        report("two", "victims: [V]\ntechniques: [T1114]"),
    ];
    let built = SiteTest::new(&site.concat()).build();
    let lines = together(&built, "victims/v");
    assert!(lines.iter().any(|line| line.starts_with("# Techniques used most")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("T1003")), "{lines:?}");
}

#[test]
fn a_theme_replaces_the_row_of_a_name() {
    let reports = [
        report("one", "actors: [Heron]\nmalware: [PlugX]"),
        report("two", "actors: [Heron]\nmalware: [PlugX]"),
        report("three", "actors: [Heron, Zeta]\nmalware: [PlugX]"),
    ]
    .concat();
    let template = "{% component together_row(row) %}[{{ row.entity.name }} {{ row.reports }}]{% endcomponent together_row %}";
    let built = SiteTest::new(&format!("{reports}-- templates/own.html --\n{template}\n")).build();
    assert_eq!(built.said(), "");
    // Each page has its own number.
    for (page, expected) in [("heron", "[PlugX 3]"), ("zeta", "[PlugX 1]")] {
        let main = built.main(&format!("actors/{page}/index.html"));
        assert!(main.contains(expected), "{main}");
    }
}
