//! Slugs: the promised ones, and that no name whatever gets an unsafe one.

use std::collections::BTreeMap;

use sitrep::names::fold;
use sitrep::names::slug::{self, slug};

use super::awkward_names;

#[test]
fn slugs_are_the_promised_ones() {
    for (name, text, lossy) in [
        ("RedFoxtrot", "redfoxtrot", false),
        ("APT 28", "apt-28", false),
        ("Émile", "emile", false),
        ("Straße", "strasse", false),
        ("T1114.001", "t1114-001", true),
        ("CVE-2021-26855", "cve-2021-26855", false),
        ("C", "c", false),
        ("C++", "cplusplus", true),
        ("Ｃ＋＋", "cplusplus", true),
        ("cplusplus", "cplusplus", false),
        ("C#", "csharp", true),
        ("AT&T", "atandt", true),
        ("Black & White", "black-and-white", true),
        ("you@home", "youathome", true),
        ("LAPSUS$", "lapsus", true),
        ("LAPSUS", "lapsus", false),
        ("狼毒草", "lang-du-cao", true),
        ("Lang Du Cao", "lang-du-cao", false),
        ("me.com", "me-com", true),
        ("me com", "me-com", false),
        ("10-5", "10-5", false),
        ("10 5", "10-5", true),
        ("10_5", "10-5", true),
        ("NoName057(16)", "noname057-16", true),
        ("A/B", "a-b", true),
        ("A B", "a-b", false),
        (".git", "git", true),
        ("con.txt", "con-txt", true),
        ("co\u{ad}op", "coop", false),
        ("index 2", "index-2", false),
        ("COM10", "com10", false),
    ] {
        let slug = slug(name);
        assert_eq!((slug.text.as_str(), slug.lossy), (text, lossy), "{name:?}");
    }
}

#[test]
fn slug_that_says_too_little_carries_a_hash() {
    let long = "Very long name ".repeat(20);
    let cases = [
        ("$$$", "n"),
        ("..", "n"),
        ("", "n"),
        ("\0", "n"),
        ("---", "n"),
        ("index", "index"),
        ("Page", "page"),
        ("CON", "con"),
        ("Nul", "nul"),
        ("com1", "com1"),
        ("COM¹", "com1"),
        ("LPT9", "lpt9"),
        (long.as_str(), "very-long-name-very-long-name-very-long-name-very-long-name-very-long"),
    ];
    for (name, start) in cases {
        let slug = slug(name);
        assert_eq!(slug.text, format!("{start}-{}", slug::short_hash(&fold(name))), "{name:?}");
        assert!(slug.lossy, "{name:?}");
        assert_eq!(slug::hashed(name), slug.text, "{name:?}");
    }
    assert_ne!(slug("$$$").text, slug("..").text);
    assert_ne!(slug(&"a".repeat(250)).text, slug(&"a".repeat(251)).text);
}

#[test]
fn hashed_slugs_tell_meeting_names_apart_and_keep_spellings_together() {
    let hash = slug::short_hash("lapsus$");
    assert_eq!(slug::hashed("LAPSUS$"), format!("lapsus-{hash}"));
    assert_eq!(slug::hashed("lapsus$"), slug::hashed("LAPSUS$"));
    assert_ne!(slug::hashed("me.com"), slug::hashed("me-com"));
    assert_ne!(slug::hashed("C++"), slug::hashed("cplusplus"));
}

#[test]
fn short_hash_is_eight_lower_case_digits_of_blake3() {
    assert_eq!(slug::short_hash(""), "af1349b9");
    assert_eq!(slug::short_hash("abc"), "6437b3ac");
}

#[test]
fn slugs_of_hostile_names_are_safe_and_stable() {
    for name in awkward_names() {
        let made = slug(&name);
        let hashed = slug::hashed(&name);
        for text in [&made.text, &hashed] {
            assert!(slug::is_valid(text), "{name:?} gives {text:?}");
        }
        assert_eq!(slug(&made.text).text, made.text, "{name:?}");
        assert!(made.text.len() <= 80, "{name:?} gives {:?}", made.text);
        assert_eq!(slug(&name), made);
        if !made.lossy {
            assert_eq!(fold(&made.text), fold(&name), "{name:?}");
        }
        for part in slug::path(&name).split('/').filter(|part| !part.is_empty()) {
            assert!(slug::is_valid(part), "{name:?} gives {part:?}");
        }
    }
}

#[test]
fn every_character_alone_gets_a_valid_slug() {
    for c in (0..=0x3_ffff).filter_map(char::from_u32) {
        let text = slug(&c.to_string()).text;
        assert!(slug::is_valid(&text), "{c:?} gives {text:?}");
    }
}

#[test]
fn content_paths_keep_their_folders() {
    for (path, route) in [
        ("2021/My Report", "2021/my-report"),
        ("acme", "acme"),
        ("/a//b/", "a/b"),
        ("a/ /b", "a/b"),
        ("Ä/e\u{301}", "a/e"),
        ("", ""),
        ("//", ""),
    ] {
        assert_eq!(slug::path(path), route, "{path:?}");
    }
    let climbing = slug::path("../con/x");
    assert_eq!(climbing, format!("n-{}/con-{}/x", slug::short_hash(".."), slug::short_hash("con")));
}

#[test]
fn explicit_slugs_are_checked() {
    let longest = "a".repeat(100);
    for good in ["a", "0", "a-b", "a--b", "lapsus-group", "com10", "console", "indexes", longest.as_str()] {
        assert!(slug::is_valid(good), "{good:?}");
    }
    let too_long = "a".repeat(101);
    for bad in [
        "",
        "-",
        "-a",
        "a-",
        "A",
        "a b",
        "a/b",
        "a.b",
        "..",
        "é",
        "a\0",
        "index",
        "page",
        "con",
        "prn",
        "aux",
        "nul",
        "com0",
        "com9",
        "lpt1",
        too_long.as_str(),
    ] {
        assert!(!slug::is_valid(bad), "{bad:?}");
    }
}

#[test]
fn names_that_share_a_slug_without_loss_are_one_name() {
    let mut owners = BTreeMap::new();
    for name in awkward_names() {
        let made = slug(&name);
        if !made.lossy {
            let key = fold(&name);
            let owner = owners.entry(made.text).or_insert_with(|| key.clone());
            assert_eq!(*owner, key, "{name:?}");
        }
    }
}
