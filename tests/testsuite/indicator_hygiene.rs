//! Warnings about indicators that do harm in a block list, and about rows that stand twice: one for each sort of fault, however many rows
//! have it.

use crate::support::SiteTest;

const PLAIN: &str =
    "-- sitrep.yaml --\ntitle: Test\nbase_url: https://site.example/\ntlp: {default: CLEAR}\n";

fn report(rows: &str) -> String {
    format!(
        "-- content/reports/a.md --\n---\ntitle: Paper\ndate: 2024-01-01\nindicators:\n{rows}---\nText.\n"
    )
}

#[test]
fn addresses_that_lead_nowhere_are_one_warning_also_on_a_site_of_examples() {
    for value in [
        "10.0.0.1",
        "172.31.255.255",
        "192.168.0.0/16",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.251",
        "255.255.255.255",
        "100.64.0.1",
        "0.0.0.0",
        "'::1'",
        "fe80::1",
        "'ff02::fb'",
        "fd00::/8",
        "{type: hostname, value: localhost}",
        "printer.local",
        "'http://127.1/x'",
        "'http://192.168.1.1:8080/x'",
        "root@host.internal",
        "AS64512",
    ] {
        let said = SiteTest::new(&report(&format!("- {value}\n"))).build().said();
        assert!(said.starts_with("content/reports/a.md:5:"), "{value}\n{said}");
        assert!(said.contains("warning[local-indicator]"), "{value}\n{said}");
        assert_eq!(said.lines().count(), 1, "{value}\n{said}");
    }
    SiteTest::new(&report("- 10.0.0.1\n- 10.0.0.2\n- 192.0.2.1\n- 'http://[::1]/'\n")).says(
        "content/reports/a.md:5:3: warning[local-indicator]: `10[.]0[.]0[.]1` is a private, local or unused address, \
         or one of many receivers (as are 2 other indicators here)",
    );
}

#[test]
fn values_for_documentation_warn_unless_the_site_is_one_of_examples() {
    for value in [
        "evil.example",
        "www.example.com",
        "evil.test",
        "evil.invalid",
        "192.0.2.1",
        "198.51.100.0/25",
        "203.0.113.255",
        "2001:db8::/48",
        "'3fff::1'",
        "'https://evil.example/a'",
        "a@example.org",
        "AS64496",
    ] {
        let text = report(&format!("- {value}\n"));
        SiteTest::new(&text).says("");
        let said = SiteTest::new(&format!("{PLAIN}{text}")).build().said();
        assert!(said.contains("warning[example-indicator]") && said.lines().count() == 1, "{value}\n{said}");
    }
    for value in [
        "evil.dev",
        "8.8.8.9",
        "192.0.2.0/23",
        "64.0.0.0/3",
        "2001:db9::1",
        "AS13335",
        "d41d8cd98f00b204e9800998ecf8427e",
    ] {
        SiteTest::new(&format!("{PLAIN}{}", report(&format!("- {value}\n")))).says("");
    }
}

#[test]
fn thousands_of_rows_and_of_reports_are_a_few_warnings() {
    let rows: String =
        (0..20_000).map(|at| format!("10.{}.{}.{}\n", at / 10_000, at / 100 % 100, at % 100)).collect();
    let text = "-- content/reports/a/index.md --\n---\ntitle: Paper\ndate: 2024-01-01\nindicators_file: l.csv\n---\nText.\n";
    let test = SiteTest::new(text).file("content/reports/a/l.csv", format!("value\n{rows}{rows}"));
    test.says(
        "content/reports/a/l.csv:2:1: warning[local-indicator]: `10[.]0[.]0[.]0` is a private, local or unused address, or one of \
         many receivers (as are 39999 other indicators here)\n\
         content/reports/a/l.csv:20002:1: warning[duplicate-indicator]: 20000 indicators of this report stand in it more than once",
    );
    let text: String = (0..30)
        .map(|at| {
            report("- evil.example\n- 192.0.2.1\n").replace("reports/a.md", &format!("reports/r{at:02}.md"))
        })
        .collect();
    SiteTest::new(&format!("{PLAIN}{text}")).says(
        "content/reports/r00.md:5:3: warning[example-indicator]: `evil[.]example` is set aside for documentation (as are 59 other \
         indicators in 30 reports)",
    );
}

#[test]
fn an_indicator_that_stands_twice_in_any_spelling_is_named_once() {
    SiteTest::new(&report("- evil.example\n- 'EVIL[.]example.'\n- evil.example\n- {type: hostname, value: evil.example}\n")).says(
        "content/reports/a.md:6:3: warning[duplicate-indicator]: `EVIL[.]example[.]` is listed 3 times in this report",
    );
    let apart = "- {value: a.example, actor: One}\n- {value: a.example, actor: Two}\n- {value: a.example, actor: Two, malware: Rat}\n";
    let text = report(apart).replace("indicators:", "actors: [One, Two]\nmalware: [Rat]\nindicators:");
    SiteTest::new(&text).says("");
    let again = text.replace("actor: Two}", "actor: one}");
    let said = SiteTest::new(&again).build().said();
    assert_eq!(said.matches("duplicate-indicator").count(), 1, "{said}");
    let two = format!("{}{}", report("- evil.example\n"), report("- evil.example\n").replace("a.md", "b.md"));
    SiteTest::new(&two).says("");
}

#[test]
fn well_known_and_own_hosts_warn_once_and_exact_urls_do_not() {
    let rows = "- github.com\n- 8.8.8.8\n- 'https://github.com/evil/x'\n- vendor.dev\n- 'https://vendor.dev/x'\n- GitHub.com\n";
    let text = report(rows).replace("indicators:", "sources: ['https://www.vendor.dev/paper']\nindicators:");
    let said = SiteTest::new(&text).build().said();
    let hosts: Vec<&str> = said.lines().filter(|line| line.contains("[indicator-host]")).collect();
    assert_eq!(hosts.len(), 3, "{said}");
    assert!(
        said.contains(
            "6:3: warning[indicator-host]: `github[.]com` is listed as an indicator (2 times) and is a well-known host"
        ),
        "{said}"
    );
    assert!(said.contains("7:3: warning[indicator-host]: `8[.]8[.]8[.]8`"), "{said}");
    assert!(said.contains("`vendor[.]dev` is listed as an indicator and is the host of a source"), "{said}");
    assert!(said.contains("11:3: warning[duplicate-indicator]: `GitHub[.]com` is listed twice"), "{said}");
    assert_eq!(said.lines().count(), 4, "{said}");
}

#[test]
fn no_spelling_of_a_well_known_host_is_blocked_as_a_whole() {
    for value in [
        "www.google.com",
        "{type: hostname, value: www.github.com}",
        "www.virustotal.com",
        "www.microsoft.com",
        "'::/0'",
        "0.0.0.0/0",
        "'2001:4860:4860::8888'",
    ] {
        let said = SiteTest::new(&report(&format!("- {value}\n"))).build().said();
        assert!(said.contains("warning[indicator-host]") && said.lines().count() == 1, "{value}\n{said}");
    }
    for value in ["www.evil-google.com", "{type: hostname, value: mail.github.com}", "www.1e100.net"] {
        assert_eq!(SiteTest::new(&report(&format!("- {value}\n"))).build().said(), "", "{value}");
    }
}

#[test]
fn values_that_a_link_takes_for_one_stand_twice() {
    for (one, other, is_twice) in [
        ("http://d.net", "http://d.net/", true),
        ("http://d.net:80/a", "http://d.net/a", true),
        ("http://d.net/a", "http://d.net/%61", true),
        ("http://d.net/a/../b", "http://D.net/b#x", true),
        ("https://[2a00:1450::1]:443/", "https://[2A00:1450:0::1]", true),
        ("1.2.3.4/32", "1.2.3.4", true),
        ("2a00:1450::1", "2a00:1450:0::1/128", true),
        ("HKLM\\x", "HKEY_LOCAL_MACHINE\\X", true),
        ("HKCU:\\Software\\x", "hkey_current_user\\software\\x", true),
        ("\\Registry\\Machine\\x", "HKLM\\x", true),
        ("http://d.net/a", "http://d.net/A", false),
        ("http://d.net/a", "https://d.net/a", false),
        ("http://d.net:8080/a", "http://d.net/a", false),
        ("1.2.3.4/31", "1.2.3.4", false),
        ("HKLM\\x", "HKCU\\x", false),
    ] {
        let rows = format!("- '{one}'\n- '{other}'\n");
        let said = SiteTest::new(&report(&rows)).build().said();
        assert_eq!(said.contains("[duplicate-indicator]"), is_twice, "{one} {other}\n{said}");
        assert_eq!(said.lines().count(), usize::from(is_twice), "{one} {other}\n{said}");
    }
}

#[test]
fn hidden_characters_of_a_value_are_hidden_in_no_message() {
    let rows = "- {type: filename, value: \"a\\u202Eb.exe\"}\n- {type: filename, value: \"a\\u202Eb.exe\"}\n- {type: domain, value: \"a\\u202Eb.example\"}\n- {value: \"x \\u202E y\"}\n";
    let said = SiteTest::new(&report(rows)).build().said();
    assert!(said.contains("must not hold the invisible character U+202E"), "{said}");
    assert!(!said.contains('\u{202e}'), "{said}");
    let mended: String = rows.lines().take(2).map(|line| format!("{line}\n")).collect();
    SiteTest::new(&report(&mended))
        .says("content/reports/a.md:6:27: warning[duplicate-indicator]: `a⟨U+202E⟩b.exe` is listed twice in this report");
}
