//! Countries: the codes and names that find one, and what finds none.

use std::collections::BTreeMap;

use sitrep::names::country::{self, COUNTRIES};
use sitrep::names::slug::slug;

#[test]
fn countries_are_found_by_code_and_by_name() {
    for (alpha2, texts) in [
        ("AE", "UAE|U.A.E.|united arab emirates"),
        ("AX", "Aland Islands"),
        ("BA", "Bosnia & Herzegovina"),
        ("BS", "The Bahamas|Bahamas (the)"),
        ("BQ", "bonaire, saint eustatius and saba "),
        ("CD", "DR Congo|Congo (the Democratic Republic of the)|Congo, The Democratic Republic of the"),
        ("CG", "Congo|Republic of the Congo"),
        ("CI", "Ivory Coast|Cote d'Ivoire|Côte d’Ivoire"),
        ("CN", "PRC|People's Republic of China|People’s Republic of China|china"),
        ("CV", "Cape Verde"),
        ("CZ", "Czech Republic"),
        ("DM", "Dominica"),
        ("DO", "Dominican Republic"),
        ("GB", "UK|gb|Great Britain|U.K."),
        ("GN", "Guinea"),
        ("GW", "Guinea-Bissau|guinea bissau"),
        ("IR", "Iran|Iran (Islamic Republic of)|Iran, Islamic Republic of|IRAN"),
        (
            "KP",
            "Korea (Democratic People's Republic of)|DPRK|Korea (the Democratic People’s Republic of)|north korea",
        ),
        (
            "KR",
            "Korea (Republic of)|Korea, Republic of|Korea (the Republic of)|Republic of Korea|South-Korea",
        ),
        ("LA", "Lao People's Democratic Republic|Laos"),
        ("LC", "St. Lucia|St Lucia|Saint Lucia"),
        ("MM", "Burma"),
        ("MO", "Macau|Macao"),
        ("NE", "Niger"),
        ("NL", "Holland|The Netherlands|Netherlands (the)|Netherlands, the|the_netherlands"),
        ("NO", "NO|no|nor|NOR| no |Norway|NORWAY"),
        ("PH", "Philippines|The Philippines"),
        ("PS", "Palestine|palestinian territory"),
        ("RU", "Russia|Russian Federation|the Russian Federation|THE RUSSIAN FEDERATION"),
        ("ST", "Sao Tome and Principe"),
        ("SZ", "Swaziland"),
        ("TL", "East Timor|Timor Leste|timor-leste"),
        ("TR", "Turkey|Turkiye|Türkiye|Tu\u{308}rkiye"),
        ("TW", "Taiwan"),
        ("US", "USA|us|U.S.|United States of America|The United States"),
        ("VA", "Vatican|Holy See"),
        ("VI", "u.s. virgin islands"),
        ("VN", "Viet Nam|VietNam"),
        ("XK", "Kosovo|xk|xkx"),
    ] {
        for text in texts.split('|') {
            let found = country::find(text).map(|found| found.alpha2);
            assert_eq!(found, Some(alpha2), "{text:?}");
        }
    }
}

#[test]
fn what_is_no_country_is_not_found() {
    for text in [
        "",
        " ",
        "XX",
        "ZZZ",
        "AN",
        "EU",
        "Korea",
        "Virgin Islands",
        "Middle East",
        "The Middle East",
        "Asia",
        "NATO",
        "European Union",
        "Lebonon",
        "Unknown",
        "the",
        "(the)",
        "N.O",
        "N-O",
        "\u{ff2e}\u{ff2f}",
        "1",
        "é",
        "日本",
    ] {
        assert_eq!(country::find(text), None, "{text:?}");
    }
}

#[test]
fn countries_are_all_of_iso_3166_and_kosovo() {
    assert_eq!(COUNTRIES.len(), 250);
    let mut codes = BTreeMap::new();
    for country in COUNTRIES {
        let upper = |code: &str| code.bytes().all(|b| b.is_ascii_uppercase());
        assert!(country.alpha2.len() == 2 && upper(country.alpha2), "{country:?}");
        assert!(country.alpha3.len() == 3 && upper(country.alpha3), "{country:?}");
        for code in [country.alpha2, country.alpha3] {
            assert_eq!(codes.insert(code, country), None, "{code}");
            assert_eq!(country::find(code), Some(country), "{code}");
            assert_eq!(country::find(&code.to_lowercase()), Some(country), "{code}");
        }
    }
}

#[test]
fn country_names_and_their_slugs_belong_to_one_country_each() {
    let mut slugs = BTreeMap::new();
    for country in COUNTRIES {
        for name in std::iter::once(&country.name).chain(country.other) {
            assert_eq!(country::find(name), Some(country), "{name}");
            let owner = *slugs.entry(slug(name).text).or_insert(country.alpha2);
            assert_eq!(owner, country.alpha2, "{name}");
        }
    }
}
