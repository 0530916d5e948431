//! Lists that stay useful when they are long: parts of the alphabet, names for the filter, ways in by country and sector.

use crate::support::{Built, SiteTest};

/// A site whose lists have ten rows a page.
fn site() -> SiteTest {
    SiteTest::new("").file(
        "sitrep.yaml",
        "title: T\nbase_url: https://site.example/sub/\ntlp: {default: CLEAR}\npage_size: 10\n",
    )
}

fn actor(site: SiteTest, slug: &str, front_matter: &str) -> SiteTest {
    site.file(&format!("content/actors/{slug}.md"), format!("---\n{front_matter}\n---\nx\n"))
}

/// Texts and addresses of the links inside a part of a page.
fn links(html: &str) -> Vec<(String, String)> {
    let text = |html: &str| {
        let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        parts.collect::<String>().trim().to_owned()
    };
    let found = html.split("<a ").skip(1).map(|part| {
        let href = part.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        (text(&format!("<a {}", part.split("</a>").next().unwrap())), href.to_owned())
    });
    found.collect()
}

fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split_once(from).unwrap_or_else(|| panic!("no {from} in {html}")).1.split(to).next().unwrap()
}

#[test]
fn every_part_of_the_alphabet_leads_to_its_first_row_on_its_page() {
    let mut site = site();
    for letter in ["A", "B", "C"] {
        for at in 1..=11 {
            site = actor(site, &format!("{letter}{at}"), &format!("name: {letter}x {at:02}"));
        }
    }
    let odd = ["1937CN", "$$$", "_x", "’y", "[z]", "🦊", "狼毒草", "Ökotest", "Łódź", "Æon", "Østen", "й"];
    for (slug, name) in odd.iter().enumerate().map(|(at, name)| (format!("odd{at}"), name)) {
        let slug = slug.as_str();
        site = actor(site, slug, &format!("name: \"{name}\""));
    }
    let built = site.build();
    assert_eq!(built.said(), "");
    let main = built.main("actors/index.html");
    let letters = links(between(&main, "<nav class=\"letters\"", "</nav>"));
    let wanted = [
        ("#Signs", "/sub/actors/#sr-letter-sign"),
        ("0–9", "/sub/actors/#sr-letter-digit"),
        ("A", "/sub/actors/#sr-letter-a"),
        ("B", "/sub/actors/page/2/#sr-letter-b"),
        ("C", "/sub/actors/page/3/#sr-letter-c"),
        ("L", "/sub/actors/page/5/#sr-letter-l"),
        ("O", "/sub/actors/page/5/#sr-letter-o"),
        ("…Other scripts", "/sub/actors/page/5/#sr-letter-other"),
    ];
    let wanted: Vec<(String, String)> =
        wanted.iter().map(|(text, href)| ((*text).to_owned(), (*href).to_owned())).collect();
    assert_eq!(letters, wanted);
    let second = built.main("actors/page/2/index.html");
    let row = between(&second, "id=\"sr-letter-b\"", "</tr>").len();
    assert!(row > 0 && between(&second, "id=\"sr-letter-b\"", "</table>").contains("Bx 01"), "{second}");
    assert!(!built.main("sectors/index.html").contains("class=\"letters\""), "a short list needs none");
}

#[test]
fn names_of_all_pages_are_in_one_file_where_a_list_has_several() {
    let mut site = site();
    for at in 1..=11 {
        site = actor(site, &format!("a{at}"), &format!("name: Actor {at:02}"));
    }
    let site = actor(site, "z", "name: \"</script>&\"\naliases: [Zed, {name: Other, equivalence: overlaps}]")
        .file("content/reports/r.md", "---\ntitle: R\ndate: 2021-01-01\nsummary: S\nactors: [Zed]\n---\nx\n");
    let built = site.build();
    let rows: serde_json::Value = serde_json::from_str(&built.text("actors/names.json")).unwrap();
    assert_eq!(rows["tlp"], "TLP:CLEAR");
    let rows = &rows["names"];
    assert_eq!(rows.as_array().unwrap().len(), 12);
    let row = rows.as_array().unwrap().iter().find(|row| row["name"] == "</script>&").unwrap();
    assert_eq!(row["also"], serde_json::json!(["Zed"]));
    assert_eq!(row["reports"], 1);
    assert!(row["href"].as_str().unwrap().starts_with("/sub/actors/script-"), "{row}");
    assert!(built.main("actors/index.html").contains("data-names=\"/sub/actors/names.json\""));
    assert!(!built.has("sectors/names.json") && !built.main("sectors/index.html").contains("sr-filter"));
}

const CASE: &str = "\
---
title: R
date: 2021-01-01
summary: S
actors: [Alpha, Beta, Gamma]
victims:
  - {name: Roshan, sectors: [telecoms], country: AF}
  - {name: Hidden, undisclosed: true, sectors: [energy], country: PK}
activity:
  - {actor: Alpha, victim: Roshan}
  - {actor: Beta, victim: Hidden, stance: suspects}
  - {actor: Gamma, victim: Roshan, stance: denies}
attribution:
  - {subject: Alpha, to: {country: CN}, stance: suspects}
  - {subject: Beta, to: {country: CN}, stance: disputes}
---
x
";

fn facets(built: &Built, page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let main = built.main(page);
    let groups = main.split("<section class=\"facet-group\"").skip(1);
    let label = |group: &str| between(group, "aria-label=\"", "\"").to_owned();
    groups.map(|group| (label(group), links(group.split("</section>").next().unwrap()))).collect()
}

#[test]
fn actors_and_victims_are_found_by_country_and_sector_as_far_as_claims_say_so() {
    let site = actor(site(), "delta", "name: Delta\nsectors: [Telecoms, energy]\ncountry: RU")
        .file("content/reports/r.md", CASE)
        .file(
            "content/reports/old.md",
            "---\ntitle: O\ndate: 2020-01-01\nsummary: S\nretracted: wrong\nactors: [Epsilon]\nvictims: [{name: Roshan, sectors: [telecoms]}]\nactivity: [{actor: Epsilon, victim: Roshan}]\n---\nx\n",
        );
    let built = site.build();
    assert_eq!(built.said(), "");
    let link = |text: &str, href: &str| (text.to_owned(), format!("/sub{href}"));
    let wanted = [
        (
            "Attributed origin".to_owned(),
            vec![
                link("China 1", "/countries/china/#sr-origin"),
                link("Russia 1", "/countries/russia/#sr-origin"),
            ],
        ),
        (
            "Seen in".to_owned(),
            vec![
                link("Afghanistan 1", "/countries/afghanistan/#sr-members-actor"),
                link("Pakistan 1", "/countries/pakistan/#sr-members-actor"),
            ],
        ),
        (
            "Sectors".to_owned(),
            vec![
                link("energy 2", "/sectors/energy/#sr-members-actor"),
                link("telecoms 2", "/sectors/telecoms/#sr-members-actor"),
            ],
        ),
    ];
    assert_eq!(facets(&built, "actors/index.html"), wanted);
    let victims: Vec<String> =
        facets(&built, "victims/index.html").into_iter().map(|(label, _)| label).collect();
    assert_eq!(victims, ["Countries", "Sectors"]);
    let sector = built.main("sectors/telecoms/index.html");
    let members = links(between(&sector, "id=\"sr-members-actor\"", "</section>"));
    let names: Vec<&str> = members.iter().map(|(name, _)| name.trim_start_matches("Actor: ")).collect();
    assert_eq!(names, ["Alpha", "Delta"]);
    assert!(between(&sector, "id=\"sr-members-victim\"", "</section>").contains("Roshan"));
    assert!(
        !built.main("sectors/energy/index.html").contains("sr-members-victim"),
        "an undisclosed victim has no page"
    );
}

#[test]
fn a_file_of_the_site_does_not_stand_in_for_the_names_of_a_list() {
    let mut site = site().file("static/actors/names.json", "[]");
    for at in 1..=11 {
        site = actor(site, &format!("a{at}"), &format!("name: Actor {at:02}"));
    }
    assert!(site.build().said().contains("error[path-clash]"), "{}", site.build().said());
}
