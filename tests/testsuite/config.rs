use crate::support::SiteTest;

/// A site of one report with this configuration.
fn site(config: &str) -> SiteTest {
    SiteTest::new(&format!(
        "-- sitrep.yaml --\n{config}\n-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\n---\ntext\n"
    ))
}

const GOOD: &str = "title: T\nbase_url: https://site.example/\ntlp: {default: CLEAR}\n";

#[test]
fn every_fault_of_the_configuration_is_named_once_and_makes_none_in_the_documents() {
    let cases = [
        (
            "",
            "1:1: error[missing-key]: the key `base_url` is missing\n1:1: error[missing-key]: the key `title` is missing",
        ),
        (
            "# nothing\ntlp: {default: CLEAR}",
            "2:1: error[missing-key]: the key `base_url` is missing\n2:1: error[missing-key]: the key `title` is missing",
        ),
        ("- a", "1:1: error[wrong-type]: this must be a mapping of keys to values, not a list"),
        ("title: T\nbase_url: [", "2:11: error[invalid-yaml]: this bracket is never closed: there is no `]`"),
        (
            "titel: T\nbase_url: example.org\npage_size: 0\ntlp: {default: purple, maks: RED}\nnames: {autolink: yes}\n\
             links: {broken: wrn}\nfront_matter: {unknown_keys: ignore}\nleaks: {allow: [x, {text: y}]}\n\
             menus: {main: [{title: x}]}\nexample: 1\nlanguage: x_y\nextra: [1]\nlinks: {broken: warn}",
            "1:1: error[unknown-key]: unknown key `titel`\n\
             2:11: error[invalid-base-url]: the base URL must start with `https://` or `http://`\n\
             3:12: error[invalid-value]: `0` is no whole number from 1 to 1000\n\
             4:16: error[invalid-tlp]: `purple` is no TLP level\n\
             4:24: error[unknown-key]: unknown key `maks`\n\
             5:19: error[wrong-type]: this must be `true` or `false`, not `yes`\n\
             6:17: error[invalid-value]: `wrn` is none of error, warn\n\
             7:30: error[invalid-value]: `ignore` is none of error, warn\n\
             8:17: error[wrong-type]: this must be a mapping of keys to values, not text\n\
             8:20: error[missing-key]: the key `reason` is missing\n\
             9:16: error[missing-key]: the key `url` is missing\n\
             10:10: error[wrong-type]: this must be `true` or `false`, not `1`\n\
             11:11: error[invalid-language]: `x_y` is no language tag such as `en` or `pt-BR`\n\
             12:8: error[wrong-type]: this must be a mapping of keys to values, not a list\n\
             13:1: error[duplicate-key]: the key `links` stands here a second time",
        ),
        (
            "title: T\nbase_url: https://site.example/\ntlp: GREEN",
            "3:6: error[wrong-type]: this must be a mapping of keys to values, not text",
        ),
        (
            "title:\nbase_url: ~\ntlp: {default: CLEAR}",
            "1:1: error[empty-value]: the key `title` has no value\n2:1: error[empty-value]: the key `base_url` has no value",
        ),
    ];
    for (config, expected) in cases {
        let said = site(config).build().said();
        let own: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("sitrep.yaml:")).collect();
        assert_eq!(own.join("\n"), expected, "{config}");
        let others =
            said.lines().filter(|line| !line.starts_with("sitrep.yaml:") && !line.contains("missing-tlp"));
        assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new(), "{config}");
        let unset = config.is_empty();
        assert_eq!(
            said.contains("missing-tlp"),
            unset,
            "{config}: only an unset default is a fault of the documents"
        );
    }
}

#[test]
fn base_urls_are_http_with_a_sound_host_and_a_plain_path() {
    let good = [
        ("https://s.example", "https://s.example/"),
        ("HTTPS://S.Example/a//b", "https://s.example/a/b/"),
        ("http://127.0.0.1:1111/", "http://127.0.0.1:1111/"),
        ("http://[::1]/", "http://[::1]/"),
    ];
    for (written, expected) in good {
        let built = site(&GOOD.replace("https://site.example/", written)).build();
        assert_eq!(built.said(), "", "{written}");
        assert_eq!(built.site.config.base_url.absolute("/"), expected);
    }
    let bad = [
        "s.example",
        "//s.example/",
        "ftp://s.example/",
        "https://",
        "https://s.example:99999/",
        "https://a:b/",
        "https://..../",
        "https://-/",
        "https://user@s.example/",
        "https://s.example/?q",
        "https://s.example/#a",
        "'https://s.example/a b/'",
        "https://s.example/../",
        "https://s.example/ä/",
        "https://münchen.example/",
    ];
    for written in bad {
        let built = site(&GOOD.replace("https://site.example/", written)).build();
        assert!(
            built.said().starts_with("sitrep.yaml:2:11: error[invalid-base-url]"),
            "{written}: {}",
            built.said()
        );
    }
}

#[test]
fn values_are_read_and_have_the_documented_defaults() {
    let plain = site(GOOD).build().site.config;
    assert_eq!(
        (plain.page_size, plain.autolink, plain.example, plain.language.as_str()),
        (50, true, false, "en")
    );
    let full = format!(
        "{GOOD}description: D\nlanguage: pt-BR\nproducer: 2021\npage_size: 7\nmenus: {{main: [{{title: X, url: /x/}}], foot: []}}\n\
         names: {{autolink: false}}\nexample: true\nleaks: {{allow: [{{text: abc, reason: known}}]}}\nextra: {{a: 1e5}}\n"
    );
    let built = site(&full).build();
    let config = built.site.config;
    assert_eq!((config.page_size, config.autolink, config.example), (7, false, true));
    assert_eq!((config.language.as_str(), config.producer.as_str()), ("pt-BR", "2021"));
    assert_eq!(config.menus["main"].len(), 1);
    assert_eq!(config.leaks_allowed[0].reason, "known");
    assert_eq!(config.extra.to_string(), r#"{"a":"1e5"}"#);
}
