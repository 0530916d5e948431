use crate::support::SiteTest;

const HEAD: &str = "title: A\ndate: 2021-01-01\nsummary: S.\n";

fn document(body: &str) -> String {
    format!("---\n{HEAD}---\n{body}")
}

/// A site with one file of any bytes, and what is said about it without its path.
#[track_caller]
fn said(path: &str, bytes: impl AsRef<[u8]>) -> String {
    let built = SiteTest::new("").file(path, bytes).build();
    built.said().trim().replace(&format!("{path}:"), "")
}

#[test]
fn byte_order_marks_and_every_line_end_are_accepted() {
    let plain = document("One.\n\nTwo.\n");
    let texts = [
        plain.clone(),
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
    ];
    let pages: Vec<String> = texts
        .iter()
        .flat_map(|text| ["a.md", "a.markdown", "a.MD"].map(|name| (name, text)))
        .map(|(name, text)| {
            let built = SiteTest::new("").file(&format!("content/reports/{name}"), text).build();
            assert_eq!(built.said(), "", "{name} {text:?}");
            built.main("reports/a/index.html")
        })
        .collect();
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[test]
fn positions_count_lines_of_any_end_and_no_byte_order_mark() {
    for text in ["\u{feff}---\r\ntitle: é\r\ndate: x\r\n---\r\nt\r\n", "---\rtitle: é\rdate: x\r---\rt\r"] {
        assert_eq!(
            said("content/reports/a.md", text),
            "3:7: error[invalid-date]: a date is written YYYY-MM-DD"
        );
    }
    assert_eq!(
        said("content/reports/a.md", "\u{feff}---\ntitle: [x\n---\n"),
        "2:8: error[invalid-yaml]: this bracket is never closed: there is no `]`"
    );
}

#[test]
fn what_is_no_document_is_one_located_error() {
    let utf16: Vec<u8> = "\u{feff}---\ntitle: A\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bare16: Vec<u8> = "---\ntitle: A\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let large = format!("---\n{HEAD}tags:\n{}---\nx\n", "- a tag of some length\n".repeat(14_000));
    let bomb = "extra:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &["ab", "bc", "cd", "de", "ef", "fg", "gh"]
            .map(|pair| {
                let (from, to) = pair.split_at(1);
                format!("  {to}: &{to} [{}]\n", vec![format!("*{from}"); 10].join(", "))
            })
            .concat();
    let deep = |open: &str, close: &str| {
        format!("---\n{HEAD}extra: {{x: {}{}}}\n---\nx\n", open.repeat(3000), close.repeat(3000))
    };
    let cases: [(Vec<u8>, &str); 19] = [
        (b"".to_vec(), "1:1: error[empty-file]: this file is empty"),
        (b"\n \n".to_vec(), "1:1: error[empty-file]: this file is empty"),
        (b"# Hello\n".to_vec(), "1:1: error[no-front-matter]: this file has no front matter"),
        (b"\n---\ntitle: A\n---\n".to_vec(), "1:1: error[no-front-matter]: this file has no front matter"),
        (b"+++\ntitle = 1\n+++\n".to_vec(), "1:1: error[no-front-matter]: this file has no front matter"),
        (
            b"---\ntitle: A\n\nProse.\n".to_vec(),
            "1:1: error[unclosed-front-matter]: the front matter that starts here is never closed",
        ),
        (
            b"---".to_vec(),
            "1:1: error[unclosed-front-matter]: the front matter that starts here is never closed",
        ),
        (
            b"---\ntitle: A\n\nProse that goes on\nover two lines.\n\n---\n\nmore\n".to_vec(),
            "4:1: error[invalid-yaml]: a colon is missing in this line",
        ),
        (
            b"---\n- a\n---\n".to_vec(),
            "2:1: error[wrong-type]: this must be a mapping of keys to values, not a list",
        ),
        (b"---\ntitle: Caf\xe9\n---\n".to_vec(), "2:11: error[not-utf8]: this file is not UTF-8 text"),
        (utf16, "1:1: error[not-utf8]: this file is not UTF-8 text"),
        (bare16, "1:2: error[nul-byte]: there is a NUL byte in this text"),
        (document("a\0b").into_bytes(), "6:2: error[nul-byte]: there is a NUL byte in this text"),
        (
            document("a\x1b[31mred\x07").into_bytes(),
            "6:2: error[control-character]: there is a control character here, U+001B, the first of 2",
        ),
        (
            large.into_bytes(),
            "2:1: error[front-matter-too-large]: this YAML has 322044 bytes, more than the 262144 allowed",
        ),
        (
            format!("---\n{HEAD}{bomb}---\nx\n").into_bytes(),
            "10:38: error[yaml-too-large]: with its aliases this text has more than 100000 values",
        ),
        (
            format!("---\n{HEAD}extra: &e {{a: *e}}\n---\nx\n").into_bytes(),
            "5:15: error[invalid-yaml]: this alias stands inside the value that it means",
        ),
        (deep("[", "]").into_bytes(), "5:266: error[yaml-too-deep]: this is nested more than 32 levels deep"),
        (
            format!("---\n{HEAD}extra:\n  x: {}1{}\n---\nx\n", "[".repeat(33), "]".repeat(33)).into_bytes(),
            "6:36: error[yaml-too-deep]: this is nested more than 32 levels deep",
        ),
    ];
    for (bytes, expected) in cases {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert_eq!(said("content/reports/a.md", bytes), expected, "{shown}");
    }
}

#[test]
fn deep_nesting_in_a_body_is_read_or_refused_but_never_overflows() {
    let bodies = [
        "[".repeat(3000) + &"]".repeat(3000),
        "> ".repeat(3000) + "x",
        "<div>".repeat(3000),
        "*a **b ".repeat(3000),
        "- ".repeat(3000) + "x",
        "[[".repeat(1500) + "10" + &"]]".repeat(1500),
        "![".repeat(3000) + &"](x)".repeat(3000),
    ];
    for body in bodies {
        let built = SiteTest::new("").file("content/reports/a.md", document(&(body.clone() + "\n"))).build();
        assert!(built.has("reports/a/index.html"), "{}", &body[..20]);
    }
}

#[test]
fn anchors_are_read_and_stand_where_they_are_used() {
    let built = SiteTest::new("")
        .file("content/reports/a.md", format!("---\n{HEAD}tags: &t [a, b]\nsectors: *t\n---\nx\n"))
        .build();
    assert_eq!(built.said(), "");
    assert!(built.has("sectors/b/index.html"));
    assert_eq!(
        said("content/reports/a.md", format!("---\n{HEAD}extra: &t {{name: [x]}}\ntags: *t\n---\nx\n")),
        "5:18: error[wrong-type]: this must be text, not a list\n6:7: error[wrong-type]: this must be a list, not a mapping"
    );
}

#[test]
fn a_file_that_cannot_be_read_makes_no_errors_elsewhere() {
    let test = SiteTest::new(
        "-- content/reports/good.md --\n---\ntitle: A\ndate: 2021-01-01\n---\n\
         [x](broken.md) [r](/reports/broken/) [[Only There]] [[Profiled]] [b](/actors/profiled/) [c](latin.md)\n[[Typo]]\n\
         -- content/reports/broken.md --\n---\ntitle: \"A\nactors: [Only There]\n---\n[bad](javascript:x)\n\
         -- content/actors/prof.md --\n---\nname: Profiled\naliases: [x\n---\n",
    )
    .file("content/reports/latin.md", b"---\ntitle: \xff\n---\n");
    test.says(
        "content/actors/prof.md:3:10: error[invalid-yaml]: this bracket is never closed: there is no `]`\n\
         content/reports/broken.md:2:8: error[invalid-yaml]: this quote is never closed\n\
         content/reports/broken.md:5:1: error[unsafe-link]: links of the form `javascript:x` are refused\n\
         content/reports/good.md:6:1: error[unresolved-name]: `Typo` is not the name of anything on this site\n\
         content/reports/latin.md:2:8: error[not-utf8]: this file is not UTF-8 text",
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_round_or_out_are_located_errors() {
    use std::os::unix::fs::symlink;
    let test = SiteTest::new(
        "-- content/reports/a.md --\n---\ntitle: A\ndate: 2021-01-01\n---\n[d](dangling.md) ![p](gone.png)\n",
    );
    let outside = crate::support::Folder::new();
    outside.write("secret.md", "---\ntitle: Secret\ndate: 2021-01-01\n---\nx\n");
    let content = test.folder.path().join("content");
    symlink("nowhere.md", content.join("reports/dangling.md")).unwrap();
    symlink("nowhere.png", content.join("reports/gone.png")).unwrap();
    symlink("loop.md", content.join("reports/loop.md")).unwrap();
    symlink("..", content.join("reports/up")).unwrap();
    symlink(outside.path(), content.join("tags")).unwrap();
    symlink(outside.path().join("secret.md"), content.join("reports/secret.md")).unwrap();
    symlink("nowhere", test.folder.path().join("static")).unwrap();
    symlink("a.md", content.join("reports/copy.md")).unwrap();
    let built = test.build();
    assert_eq!(
        built.said(),
        "content/reports/dangling.md:1:1: error[dangling-link]: this symbolic link leads nowhere\n\
         content/reports/gone.png:1:1: error[dangling-link]: this symbolic link leads nowhere\n\
         content/reports/loop.md:1:1: error[circular-link]: this symbolic link leads round in a circle\n\
         content/reports/secret.md:1:1: error[link-out-of-site]: this symbolic link leads out of the site\n\
         content/reports/up:1:1: error[circular-link]: this symbolic link leads round in a circle\n\
         content/tags:1:1: error[link-out-of-site]: this symbolic link leads out of the site\n\
         static:1:1: error[dangling-link]: this symbolic link leads nowhere\n"
    );
    assert!(built.has("reports/copy/index.html"), "a link inside the site is followed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_not_utf8_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let test = SiteTest::new("");
    let name = std::ffi::OsStr::from_bytes(b"a\xff.md");
    std::fs::create_dir_all(test.folder.path().join("content/reports")).unwrap();
    std::fs::write(test.folder.path().join("content/reports").join(name), document("x")).unwrap();
    test.says("content/reports/a\u{fffd}.md:1:1: error[not-utf8]: the name of this file is not UTF-8");
}

#[test]
fn hidden_files_and_leftovers_of_editors_are_ignored() {
    let mut test = SiteTest::new(
        "-- static/.well-known/security.txt --\nContact: x\n-- static/.git/HEAD --\nx\n-- static/.DS_Store --\nx\n",
    );
    for name in [".hidden.md", "a.md~", ".a.md.swp", "#a.md#", ".#a.md", ".obsidian/x.md"] {
        test = test.file(&format!("content/reports/{name}"), "no front matter");
    }
    let built = test.build();
    assert_eq!(built.said(), "");
    assert!(built.has(".well-known/security.txt"));
    assert!(!built.has(".git/HEAD") && !built.has(".DS_Store"));
}

#[test]
fn a_folder_without_a_site_is_wrong_usage() {
    let test = SiteTest::new("");
    std::fs::remove_file(test.folder.path().join("sitrep.yaml")).unwrap();
    let ran = test.sitrep(&["check"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("there is no sitrep.yaml"));
}
