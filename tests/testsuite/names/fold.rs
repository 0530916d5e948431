//! Folding: which spellings are one name, and that a key is its own key.
//!
//! Tables of names that reports hold, then every order of the characters that folding could trip over.

use std::collections::BTreeMap;

use sitrep::names::fold;

use super::awkward_names;

#[test]
fn spellings_of_one_name_fold_alike() {
    let names: &[&[&str]] = &[
        &[
            "APT 28",
            "APT-28",
            "apt28",
            "APT_28",
            "ＡＰＴ２８",
            " apt\t28 ",
            "APT\u{2011}28",
            "A\u{ad}PT\u{200b}28",
        ],
        &["Cold River", "COLDRIVER", "cold-river", "Cold\u{a0}River", "Cold - River", "Cold\r\n  River"],
        &["Émile", "emile", "E\u{301}mile", "ÉMILE", "E\u{200d}\u{301}mile"],
        &["straße", "STRASSE", "strasse", "STRAẞE"],
        &["28 APT", "28APT", "28-apt"],
        &["CVE-2021-26855", "cve-2021-26855", "CVE 2021-26855"],
        &["T1114.001", "t1114.001"],
        &["LockBit 3.0", "LockBit3.0", "lockbit-3.0"],
        &["Cobalt Strike", "CobaltStrike", "Cobalt_Strike", "\u{feff}Cobalt\u{2060} Strike\u{202c}"],
        &["й", "и\u{306}", "Й"],
        &["が", "か\u{3099}"],
        &["ｶﾞ", "ガ"],
        &["ﬁn7", "FIN7", "FIN 7"],
        &["İstanbul", "istanbul"],
        &["Türkiye", "TURKIYE", "Tu\u{308}rkiye"],
        &["ΣΊΣΥΦΟΣ", "σίσυφος", "σίσυφοσ"],
        &["한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}", "한 국"],
        &["❤\u{fe0f}", "❤"],
        &["10  5", "10 5", "10\u{3000}5"],
    ];
    for spellings in names {
        for spelling in *spellings {
            assert_eq!(fold(spelling), fold(spellings[0]), "{spelling:?}, {:?}", spellings[0]);
        }
    }
}

#[test]
fn names_that_differ_in_a_sign_or_a_mark_that_counts_fold_apart() {
    let names: &[&[&str]] = &[
        &["C", "C++", "C#", "C ++", "C+"],
        &["LAPSUS", "LAPSUS$", "$LAPSUS$"],
        &["LockBit 3.0", "LockBit 30", "LockBit 3 0", "LockBit 3-0", "LockBit 3_0"],
        &["me.com", "mecom", "me,com", "me/com"],
        &["10-5", "10 5", "10_5", "105", "10--5"],
        &["й", "и"],
        &["が", "か"],
        &["कि", "क", "की"],
        &["سُ", "س"],
        &["A&B", "A & B", "AB", "A and B"],
        &["ρ", "p"],
        &["NoName057(16)", "NoName05716"],
        &[".git", "git"],
        &["$$$", "$$", "..", "狼毒草", "-", "_", "--"],
        &["Evil\0Corp", "EvilCorp"],
        &["", " ", "\u{200b}", "\u{200b}\u{200b}"],
    ];
    for group in names {
        let mut seen = BTreeMap::new();
        for name in *group {
            let other = seen.insert(fold(name), name);
            assert_eq!(other, None, "{name:?}");
        }
    }
}

#[test]
fn keys_are_what_the_rules_say() {
    for (name, key) in [
        ("APT 28", "apt28"),
        ("LockBit 3.0", "lockbit3.0"),
        ("CVE-2021-26855", "cve2021-26855"),
        ("  10 \t 5  ", "10 5"),
        ("A - _ B", "ab"),
        ("C ++", "c ++"),
        ("-a-", "-a-"),
        ("Straße 7", "strasse7"),
        ("Й", "й"),
        ("狼毒草", "狼毒草"),
        ("NO", "no"),
        ("1e5", "1e5"),
        ("1.10", "1.10"),
    ] {
        assert_eq!(fold(name), key, "{name:?}");
    }
}

#[test]
fn name_that_folds_to_nothing_is_its_own_key() {
    for name in ["", " ", "\t\n", "\u{200b}", "\u{feff}\u{ad}", "\u{fe0f}", "\u{3164}"] {
        assert_eq!(fold(name), name, "{name:?}");
    }
}

#[test]
fn ascii_names_fold_as_they_do_among_other_characters() {
    for name in awkward_names().iter().filter(|name| name.is_ascii() && !fold(name).trim().is_empty()) {
        assert_eq!(fold(name), fold(&format!("\u{200b}{name}")), "{name:?}");
        assert_eq!(fold(name), fold(&format!("{name}\u{fe0f}")), "{name:?}");
    }
}

#[test]
fn folding_a_key_changes_nothing_whatever_the_character() {
    let places = [
        ("", ""),
        ("a ", " b"),
        ("1-", "_2"),
        ("e\u{301}", "\u{301}"),
        ("α\u{345}", "\u{301}"),
        ("か ", "\u{3099}"),
        ("\u{1100}", "\u{11a8}"),
    ];
    // Outside these blocks lie ideographs and scripts whose letters neither fold nor decompose.
    let blocks = [
        0..=0x13ff,
        0x1680..=0x33ff,
        0xa620..=0xac1f,
        0xd7b0..=0xd7ff,
        0xf900..=0xffff,
        0x1_0400..=0x1_04ff,
        0x1_0780..=0x1_07ff,
        0x1_1080..=0x1_113f,
        0x1_d150..=0x1_d1ff,
        0x1_e900..=0x1_e95f,
        0x1_f100..=0x1_f1ff,
        0xe_0000..=0xe_007f,
    ];
    let characters = blocks.into_iter().flatten().filter_map(char::from_u32);
    for c in characters {
        for (before, after) in places {
            assert_stable(&format!("{before}{c}{after}"));
        }
    }
}

#[test]
fn folding_a_key_changes_nothing_whatever_the_order() {
    let odd = [
        "a", "É", "ß", "1", "٣", "²", "½", " ", "-", "_", ".", "$", "¨", "´", "\u{301}", "\u{308}",
        "\u{345}", "\u{3099}", "\u{20dd}", "\u{94d}", "\u{93f}", "क", "か", "й", "İ", "ı", "ς", "ᾳ", "ﷺ",
        "ᄀ", "\u{1161}", "\u{11a8}", "가", "ﾞ", "\u{200d}", "\u{ad}", "\u{202e}", "\u{fe0f}", "\u{2028}",
        "\u{3000}", "\u{2011}", "－", "＿", "‗", "🐼", "\0", "ᎀ", "ꭰ", "Ⅳ", "㎏", "\u{338}", "=",
    ];
    for a in odd {
        for b in odd {
            for c in odd {
                assert_stable(&[a, b, c].concat());
                assert_stable(&["x", a, b, c, "1"].concat());
            }
        }
    }
}

#[track_caller]
fn assert_stable(name: &str) {
    let key = fold(name);
    assert!(!key.is_empty() || name.is_empty(), "{name:?} folds to nothing");
    assert_eq!(fold(&key), key, "{name:?}");
}
