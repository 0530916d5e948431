//! The preview, through the real program on 127.0.0.1: what it serves, to whom, and how it follows the disk.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::{Dice, Folder, SiteTest};

const SITE: &str = r#"
-- sitrep.yaml --
title: Preview
base_url: https://site.example/sub/
tlp: {default: CLEAR, max: CLEAR}
-- content/index.md --
---
title: Preview
summary: S
---
Home.
-- content/reports/one.md --
---
title: First report
date: 2021-01-01
summary: S
actors: [RedFoxtrot]
redirect_from: [/old/]
---
![map](map.png)
-- content/reports/draft.md --
---
title: Draft report
date: 2021-01-02
summary: S
draft: true
actors: [Calypso]
---
Text.
-- content/reports/amber.md --
---
title: Amber report
date: 2021-01-03
summary: S
tlp: AMBER
---
Text.
-- static/note.txt --
A note.
"#;

/// A preview that ends with the test.
struct Preview {
    child: Child,
    port: u16,
    /// What it said at the terminal so far.
    said: Arc<Mutex<String>>,
}

/// An answer: status, headers in small letters, body.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The page without the one tag that a preview adds.
    fn bare(&self) -> String {
        let text = self.text();
        match text.split_once("<script src=\"/__sitrep/preview.js?v=") {
            Some((before, after)) => format!("{before}{}", after.split_once("</script>").unwrap().1),
            None => text,
        }
    }
}

impl Preview {
    fn start(root: &Path, flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sitrep"))
            .args(["serve", "--root", root.to_str().unwrap(), "--port", "0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let port = url.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        assert_eq!(url, format!("http://127.0.0.1:{port}/\n"));
        let said = Arc::new(Mutex::new(String::new()));
        let (errors, notes) = (BufReader::new(child.stderr.take().unwrap()), said.clone());
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                notes.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        Self { child, port, said }
    }

    fn ask(&self, line: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let own = format!("127.0.0.1:{}", self.port);
        let mut text = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            text.push_str(&format!("Host: {own}\r\n"));
        }
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all((text + "\r\n").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Answer { status, headers, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &[])
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    fn rebuilds(&self) -> usize {
        self.said.lock().unwrap().matches(" pages changed in ").count()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `build` with the same flags writes.
fn built(root: &Path, flags: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = Folder::new();
    let dir = out.path().join("out");
    let ran = Command::new(env!("CARGO_BIN_EXE_sitrep"))
        .args(["build", "--quiet", "--root", root.to_str().unwrap(), "--output", dir.to_str().unwrap()])
        .args(flags)
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&dir).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&dir).unwrap().to_string_lossy().into_owned();
        if entry.file_type().is_file() && path != ".sitrep-manifest.json" {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// The first file that a preview serves otherwise than `build` writes it.
fn difference(preview: &Preview, files: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    for (path, bytes) in files {
        let answer = preview.get(&format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
        let status = if path == "404.html" { 200 } else { answer.status };
        let same = if path.ends_with(".html") {
            answer.bare().as_bytes() == bytes.as_slice()
        } else {
            answer.body == *bytes
        };
        if status != 200 || !same {
            return Some(path.clone());
        }
    }
    None
}

fn site() -> SiteTest {
    SiteTest::new(SITE).file("content/reports/map.png", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 4, 5])
}

#[test]
fn a_served_page_without_the_script_is_the_page_that_build_writes() {
    let site = site();
    for (serve, build) in [
        (&[][..], &["--drafts", "--max-tlp", "RED"][..]),
        (&["--no-drafts"], &["--max-tlp", "RED"]),
        (&["--max-tlp", "CLEAR"], &["--drafts", "--max-tlp", "CLEAR"]),
    ] {
        let preview = Preview::start(site.folder.path(), serve);
        let url = preview.url();
        let files = built(site.folder.path(), &[build, &["--base-url", &url]].concat());
        assert!(files.len() > 20);
        assert_eq!(difference(&preview, &files), None, "{serve:?}");
        let page = preview.get("/reports/one/").text();
        assert_eq!(page.matches("/__sitrep/").count(), 1, "one tag and nothing else");
        assert!(!preview.get("/old/").text().contains("/__sitrep/"), "a redirect allows no script");
    }
    let names: Vec<String> = std::fs::read_dir(site.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.iter().any(|name| name == "public" || name == ".sitrep"), "{names:?}");
}

#[test]
fn an_address_of_the_author_s_own_with_a_path_is_served_below_that_path() {
    let site = site();
    let preview = Preview::start(site.folder.path(), &["--base-url", "https://site.example/sub/"]);
    let files = built(
        site.folder.path(),
        &["--drafts", "--max-tlp", "RED", "--base-url", "https://site.example/sub/"],
    );
    let page = preview.get("/sub/reports/one/");
    assert_eq!((page.status, page.bare().into_bytes()), (200, files["reports/one/index.html"].clone()));
    for (path, status, to) in [
        ("/", 301, "/sub/"),
        ("/sub", 301, "/sub/"),
        ("/sub/reports/one", 301, "/sub/reports/one/"),
        ("/reports/one/", 404, ""),
        ("/sub/../note.txt", 404, ""),
    ] {
        let answer = preview.get(path);
        let location = answer.headers.get("location").map_or("", String::as_str);
        assert_eq!((answer.status, location), (status, to), "{path}");
    }
    let card = preview.get("/__sitrep/page?path=/sub/reports/one/").text();
    assert!(card.contains("content/reports/one.md"), "{card}");
}

#[test]
fn the_public_edition_is_what_build_publishes_and_nothing_else() {
    let site = site();
    let preview = Preview::start(site.folder.path(), &[]);
    let files = built(site.folder.path(), &["--base-url", &preview.url()]);
    let public = [("Cookie", "a=b; sitrep-edition=public")];
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let answer =
            preview.ask(&format!("GET /{}", path.strip_suffix("index.html").unwrap_or(path)), &public);
        assert_eq!(answer.bare().as_bytes(), bytes.as_slice(), "{path}");
    }
    for path in ["/reports/draft/", "/reports/amber/", "/actors/calypso/"] {
        assert_eq!(preview.ask(&format!("GET {path}"), &public).status, 404, "{path}");
    }
    let draft = preview.get("/reports/draft/").text();
    assert!(
        draft.contains(">DRAFT<") && draft.contains("<meta name=\"robots\" content=\"noindex\">"),
        "{draft}"
    );
    assert!(preview.get("/reports/amber/").text().contains("TLP above"));
}

#[test]
fn paths_that_lead_out_of_the_site_are_not_there() {
    let site = site().file("secret.txt", "secret").file("static/deep/a.txt", "deep");
    let preview = Preview::start(site.folder.path(), &[]);
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/deep%5ca.txt",
        "/deep/./a.txt",
        "/note.txt%00",
        "/%00",
        "/sitrep.yaml",
        "/content/index.md",
        "//note.txt",
        "/__sitrep/../note.txt",
        "/__sitrep/nothing",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("secret"), "{path}");
    }
    assert_eq!(preview.get("/deep/a.txt").text(), "deep");
    // A file that became a link out of the site since the build is not followed.
    let note = site.folder.path().join("static/note.txt");
    assert_eq!(preview.get("/note.txt").text(), "A note.\n");
    #[cfg(unix)]
    {
        std::fs::remove_file(&note).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", &note).unwrap();
        assert_eq!(preview.get("/note.txt").status, 404);
    }
}

#[test]
fn only_names_of_this_machine_are_answered_and_only_reading_is_allowed() {
    let site = site();
    let preview = Preview::start(site.folder.path(), &[]);
    for (host, status) in [
        ("localhost", 200),
        ("LOCALHOST:1111", 200),
        ("127.0.0.1", 200),
        ("[::1]:1111", 200),
        ("192.0.2.7:1111", 200),
        ("evil.example", 421),
        ("evil.example:1111", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ] {
        let answer = preview.ask("GET /", &[("Host", host)]);
        assert_eq!(answer.status, status, "{host}");
        assert!(!answer.headers.keys().any(|name| name.starts_with("access-control-")), "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = preview.ask(&format!("{method} /"), &[("Origin", "https://evil.example")]);
        assert_eq!((answer.status, answer.headers["allow"].as_str()), (405, "GET, HEAD"), "{method}");
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}

#[test]
fn answers_have_types_tags_ranges_and_heads() {
    let site = site();
    let preview = Preview::start(site.folder.path(), &[]);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/theme.js", "text/javascript; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/reports/map.png", "image/png"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, kind), "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        let head = preview.ask(&format!("HEAD {path}"), &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.headers["content-length"], answer.body.len().to_string(), "{path}");
        let again = preview.ask(&format!("GET {path}"), &[("If-None-Match", &answer.headers["etag"])]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
    let missing = preview.get("/nothing/here/");
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Page not found"));
    let folder = preview.get("/reports/one?x=1");
    assert_eq!((folder.status, folder.headers["location"].as_str()), (301, "/reports/one/?x=1"));
    let picture = "GET /reports/map.png";
    for (range, status, body, told) in [
        ("bytes=1-3", 206, &b"PNG"[..], "bytes 1-3/10"),
        ("bytes=8-", 206, &[4, 5], "bytes 8-9/10"),
        ("bytes=-2", 206, &[4, 5], "bytes 8-9/10"),
        ("bytes=8-99", 206, &[4, 5], "bytes 8-9/10"),
        ("bytes=10-", 416, &[], "bytes */10"),
    ] {
        let answer = preview.ask(picture, &[("Range", range)]);
        assert_eq!((answer.status, answer.body.as_slice()), (status, body), "{range}");
        assert_eq!(answer.headers["content-range"], told, "{range}");
    }
    for range in ["bytes=3-1", "bytes=0-1,3-4", "lines=1-2", "bytes=x-"] {
        assert_eq!(preview.ask(picture, &[("Range", range)]).status, 200, "{range}");
    }
}

/// The address that a preview prints when it may choose its port.
fn chosen(site: &SiteTest) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sitrep"))
        .args(["serve", "--root", site.folder.path().to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    (child, url)
}

#[test]
fn without_a_port_the_next_free_one_from_1111_on_is_taken() {
    let site = site();
    let (mut first, one) = chosen(&site);
    let (mut second, other) = chosen(&site);
    for child in [&mut first, &mut second] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let port =
        |url: &str| -> u16 { url.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap() };
    assert!(
        (1111..1211).contains(&port(&one)) && (port(&one) + 1..1211).contains(&port(&other)),
        "{one} {other}"
    );
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let site = site();
    let preview = Preview::start(site.folder.path(), &[]);
    let port = preview.port.to_string();
    let ran = site.sitrep(&["serve", "--port", &port]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains(&format!("cannot listen at 127.0.0.1:{port}")));
    assert_eq!(site.sitrep(&["serve", "--root", "nowhere"]).status.code(), Some(2));
}

/// Waits until a preview serves what `build` writes, a few seconds at most.
#[track_caller]
fn assert_follows(preview: &Preview, root: &Path, what: &str) {
    let files = built(root, &["--drafts", "--max-tlp", "RED", "--base-url", &preview.url()]);
    let start = Instant::now();
    while let Some(path) = difference(preview, &files) {
        assert!(start.elapsed() < Duration::from_secs(20), "{path} is not as built after {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn after_any_edits_the_preview_is_what_a_clean_build_is() {
    let site = site();
    let root = site.folder.path().to_owned();
    let preview = Preview::start(&root, &[]);
    let path = |file: &str| root.join(file);
    type Edit<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let folder = &site.folder;
    let write = |file: &'static str, text: &'static str| -> Box<dyn Fn() + '_> {
        Box::new(move || folder.write(file, text))
    };
    let edits: Vec<Edit<'_>> = vec![
        (
            "a report is edited",
            write(
                "content/reports/one.md",
                "---\ntitle: Other title\ndate: 2021-01-01\nsummary: S\nactors: [RedFoxtrot, Tick]\n---\nText.\n",
            ),
        ),
        (
            "a report is added",
            write(
                "content/reports/two.md",
                "---\ntitle: Second\ndate: 2021-02-01\nsummary: S\nvictims: [Roshan]\n---\nText.\n",
            ),
        ),
        (
            "a profile is added",
            write("content/actors/tick.md", "---\nname: Tick\naliases: [BRONZE BUTLER]\n---\nText.\n"),
        ),
        (
            "a report is renamed",
            Box::new(|| {
                std::fs::rename(path("content/reports/two.md"), path("content/reports/three.md")).unwrap()
            }),
        ),
        (
            "a template is added",
            write(
                "templates/404.html",
                "<!DOCTYPE html><html lang=\"en\"><head><title>x</title></head><body><main>{{ site.title }}</main></body></html>",
            ),
        ),
        ("a static file is edited", write("static/note.txt", "Another note.\n")),
        (
            "the configuration is edited",
            write(
                "sitrep.yaml",
                "title: New name\nbase_url: https://site.example/\ntlp: {default: CLEAR, max: CLEAR}\n",
            ),
        ),
        ("a profile is deleted", Box::new(|| std::fs::remove_file(path("content/actors/tick.md")).unwrap())),
        ("a template is deleted", Box::new(|| std::fs::remove_dir_all(path("templates")).unwrap())),
        (
            "a folder goes and comes",
            Box::new(|| {
                std::fs::rename(path("content"), path("aside")).unwrap();
                std::thread::sleep(Duration::from_millis(200));
                std::fs::rename(path("aside"), path("content")).unwrap();
            }),
        ),
        (
            "a file is saved by renaming",
            Box::new(|| {
                std::fs::write(path("content/.one.md.swp"), "x").unwrap();
                std::fs::write(
                    path("content/reports/one.md~"),
                    "---\ntitle: Saved\ndate: 2021-01-01\nsummary: S\n---\nText.\n",
                )
                .unwrap();
                std::fs::rename(path("content/reports/one.md~"), path("content/reports/one.md")).unwrap();
            }),
        ),
        (
            "everything at once",
            Box::new(|| {
                for at in 0..40 {
                    let text = format!(
                        "---\ntitle: R{at}\ndate: 2021-03-01\nsummary: S\nactors: [A{at}]\n---\nText.\n"
                    );
                    std::fs::write(path(&format!("content/reports/r{at}.md")), text).unwrap();
                }
                std::fs::remove_file(path("content/reports/draft.md")).unwrap();
            }),
        ),
    ];
    assert_follows(&preview, &root, "the start");
    for (what, edit) in &edits {
        edit();
        assert_follows(&preview, &root, what);
    }
}

#[test]
fn a_burst_of_changes_and_leftovers_of_editors_cost_little() {
    let site = site();
    let root = site.folder.path().to_owned();
    let preview = Preview::start(&root, &[]);
    assert_follows(&preview, &root, "the start");
    let before = preview.rebuilds();
    for name in [
        ".git/index",
        "public/index.html",
        "content/.#one.md",
        "content/reports/.one.md.swp",
        "content/one.md~",
        "other.txt",
    ] {
        site.folder.write(name, "x");
    }
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(preview.rebuilds(), before, "{}", preview.said.lock().unwrap());
    for at in 0..500 {
        site.folder.write(&format!("content/tags/t{at}.md"), format!("---\nname: Tag {at}\n---\nText.\n"));
    }
    assert_follows(&preview, &root, "500 files");
    std::thread::sleep(Duration::from_millis(300));
    let rebuilds = preview.rebuilds() - before;
    // One on a machine that is idle; a slow one may tear the burst apart, but never into as many rebuilds as files.
    assert!((1..=25).contains(&rebuilds), "{rebuilds} rebuilds for one burst");
}

#[test]
fn a_fault_leaves_the_last_good_pages_and_is_told_with_its_place() {
    let site = site();
    let preview = Preview::start(site.folder.path(), &[]);
    assert!(preview.get("/reports/one/").text().contains("First report"));
    site.folder.write("content/reports/one.md", "---\ntitle: <img src=x>\ndate: 2021-13-01\n---\nx\n");
    site.folder.write(
        "content/reports/amber.md",
        "---\ntitle: Mended amber\ndate: 2021-01-03\nsummary: S\n---\nText.\n",
    );
    let start = Instant::now();
    while !preview.get("/reports/amber/").text().contains("Mended amber") {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "a fault elsewhere must not hold up the other report"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(preview.get("/reports/one/").text().contains("First report"));
    assert!(preview.said.lock().unwrap().contains("content/reports/one.md:3:7"));
    let card = preview.get("/__sitrep/page?path=/reports/amber/").text();
    assert!(card.contains("\"source\":\"content/reports/amber.md\""), "{card}");
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).unwrap();
    stream.write_all(b"GET /__sitrep/events?since=0-0 HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let news = lines.find(|line| line.starts_with("data: ")).unwrap();
    assert!(news.contains("\"reload\":true") && news.contains("content/reports/one.md:3:7"), "{news}");
}

#[test]
fn a_site_that_does_not_build_is_served_until_it_does() {
    let site = SiteTest::new("-- sitrep.yaml --\ntitle: [\n");
    let preview = Preview::start(site.folder.path(), &[]);
    assert!(preview.get("/").text().contains("/__sitrep/preview.js"));
    std::fs::remove_dir_all(site.folder.path().join("content")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(preview.get("/").text().contains("/__sitrep/preview.js"));
    site.folder.write("content/index.md", "---\ntitle: At last\nsummary: S\n---\nx\n");
    site.folder.write("sitrep.yaml", "title: T\nbase_url: https://s.example/\ntlp: {default: CLEAR}\n");
    let start = Instant::now();
    while !preview.get("/").text().contains("At last") {
        assert!(start.elapsed() < Duration::from_secs(10), "{}", preview.said.lock().unwrap());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Makes one random edit, and says which.
fn random_edit(folder: &Folder, dice: &mut Dice) -> String {
    let at = dice.roll(6);
    let (names, other) = (["RedFoxtrot", "Calypso", "Tick", "APT 28"], dice.roll(4));
    let report = format!("content/reports/r{at}.md");
    let draft = if dice.roll(4) == 0 { "draft: true\n" } else { "" };
    let path = |file: &str| folder.path().join(file);
    match dice.roll(9) {
        0..=2 => {
            let text = format!(
                "---\ntitle: Report {at} {other}\ndate: 2021-0{}-01\nsummary: S\n{draft}actors: [{}]\nvictims: [{{name: V{other}, sectors: [s{at}]}}]\n---\nOn {} and [one](/reports/one/).\n\n```yara {{1}}\nrule r{other}\n```\n",
                at + 1,
                names[other],
                names[dice.roll(4)]
            );
            folder.write(&report, text);
        }
        3 => drop(std::fs::remove_file(path(&report))),
        4 => drop(std::fs::rename(path(&report), path(&format!("content/reports/r{other}.md")))),
        5 => folder.write(
            &format!("content/actors/a{other}.md"),
            format!(
                "---\nname: {}\naliases: [\"Alias {at}{other}\"]\nsectors: [s{at}]\n---\nText {at}.\n",
                names[other]
            ),
        ),
        6 => drop(std::fs::remove_file(path(&format!("content/actors/a{other}.md")))),
        7 => folder.write("templates/components.css", format!("{at}")),
        _ => folder.write(&format!("static/f{other}.txt"), format!("file {at}")),
    }
    format!("{report} {other}")
}

#[test]
fn after_random_edits_the_preview_is_what_a_clean_build_is() {
    let site = site();
    let root = site.folder.path().to_owned();
    let preview = Preview::start(&root, &[]);
    let mut dice = Dice(20_261_124);
    for round in 0..15 {
        let mut edits = Vec::new();
        for _ in 0..=dice.roll(3) {
            edits.push(random_edit(&site.folder, &mut dice));
        }
        assert_follows(&preview, &root, &format!("round {round}: {}", edits.join(", ")));
    }
}

#[test]
fn a_file_beside_a_report_that_is_renamed_is_missed_as_a_build_would_miss_it() {
    let site = SiteTest::new(SITE)
        .file("content/reports/map.png", "x")
        .file(
            "content/reports/listed.md",
            "---\ntitle: Listed\ndate: 2021-01-01\nsummary: S\nindicators_file: list1.csv\n---\nText.\n",
        )
        .file("content/reports/list1.csv", "type,value\ncve,CVE-2021-26855\n");
    let preview = Preview::start(site.folder.path(), &[]);
    assert!(preview.get("/reports/listed/").text().contains("Listed"));
    assert!(!preview.said.lock().unwrap().contains("list1.csv"), "{}", preview.said.lock().unwrap());
    let beside = site.folder.path().join("content/reports");
    std::fs::rename(beside.join("list1.csv"), beside.join("list2.csv")).unwrap();
    let start = Instant::now();
    while !preview.said.lock().unwrap().contains("list1.csv") {
        assert!(start.elapsed() < Duration::from_secs(8), "{}", preview.said.lock().unwrap());
        std::thread::sleep(Duration::from_millis(50));
    }
}
