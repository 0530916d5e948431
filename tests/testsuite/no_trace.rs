//! No trace, by random sites: the output of a site with withheld material is byte for byte that of the same site from whose files an
//! author deleted it. `SITREP_NO_TRACE_CASES` sets the number of sites (200), `SITREP_NO_TRACE_SEED` another run of them; 10,000 by hand:
//! `SITREP_NO_TRACE_CASES=10000 cargo test --release --test testsuite no_trace`.
//!
//! A failing site is made small and printed; lines that start with `!` are the withheld material. To add a sort of row, write it with
//! `Item` in `no_trace/claims.rs` or `no_trace/evidence.rs` (a part of a body with `Text::line` in `no_trace/site.rs`) and say when it is gone.

mod choices;
mod claims;
mod evidence;
mod report;
mod rows;
mod site;
mod text;

use std::cell::RefCell;
use std::collections::BTreeMap;

use rayon::prelude::*;
use sitrep::diagnostic::{Diagnostics, Severity};
use sitrep::gate::Policy;
use sitrep::output::{Content, Staged};
use sitrep::render::Theme;
use sitrep::{audit, check, gate, link, load, parse, render, view};

use crate::support::SiteTest;
use choices::Tapes;

/// The site with the marked lines, and the site without them.
pub fn pair(text: &str) -> (SiteTest, SiteTest) {
    let with: String =
        text.lines().map(|line| format!("{}\n", line.strip_prefix('!').unwrap_or(line))).collect();
    let without: String =
        text.lines().filter(|line| !line.starts_with('!')).map(|line| format!("{line}\n")).collect();
    (SiteTest::new(&with), SiteTest::new(&without))
}

type Files = BTreeMap<String, Vec<u8>>;

thread_local! {
    /// The embedded theme, which is that of every site: reading it takes longer than all the rest.
    static THEME: RefCell<Option<Theme>> = const { RefCell::new(None) };
}

/// Every file of the output, and the errors where they are asked for.
fn built(test: &SiteTest, audited: bool) -> (Files, String) {
    // Taken out and put back: a thread that waits in the middle of one site may begin another.
    let mut theme = THEME.take();
    let result = built_with(test, audited, &mut theme);
    THEME.set(theme);
    result
}

fn built_with(test: &SiteTest, audited: bool, theme: &mut Option<Theme>) -> (Files, String) {
    let mut diagnostics = Diagnostics::default();
    let sources = load::site(test.folder.path()).unwrap();
    let config = parse::config(&sources, &mut diagnostics);
    let (site_max, max_tlp) = (config.tlp_max, config.tlp_max);
    let policy = Policy { drafts: test.drafts, max_tlp, site_max, today: test.today };
    let parsed = parse::content(&sources, &config, &mut diagnostics);
    let (edition, withheld) = gate::edition(parsed, &policy, &mut diagnostics);
    let site = link::site(edition, &config, &mut diagnostics);
    let theme = theme.get_or_insert_with(|| {
        let grammars = parse::grammars(&sources, &mut Diagnostics::default());
        render::theme(&sources, &config, grammars.into(), &mut Diagnostics::default())
    });
    if audited {
        check::site(&site, &sources, &theme.grammars, policy.today, &mut diagnostics);
    }
    theme.set_site(&view::site_view(&site));
    let output = render::site(&site, theme, &sources, &mut diagnostics);
    if audited {
        audit::output(&output, &site, &withheld, &sources, &mut diagnostics);
    }
    let files = output.iter().filter(|(path, _)| !path.starts_with("assets/")).map(|(path, file)| {
        let bytes = match &file.content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::Copy(path) | Content::Staged(Staged { file: path, .. }) => std::fs::read(path).unwrap(),
        };
        (path.to_owned(), bytes)
    });
    let files = files.collect();
    let diagnostics = diagnostics.finish(false);
    let short = diagnostics.short(&sources);
    let errors: Vec<&str> =
        short.lines().filter(|line| line.contains(&format!(" {}[", Severity::Error.word()))).collect();
    (files, errors.join("\n"))
}

/// What is wrong with the site of some tapes.
fn fault(tapes: &Tapes) -> Option<String> {
    let site = site::site(tapes);
    let (mut with, mut without) = pair(&site.text);
    (with.drafts, without.drafts) = (site.drafts, site.drafts);
    let ((with, errors), (without, _)) = (built(&with, true), built(&without, false));
    if !errors.is_empty() {
        return Some(format!("there are errors:\n{errors}"));
    }
    let paths = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    if with != without && paths(&with) != paths(&without) {
        let only = |one: &Files, other: &Files| {
            paths(one).into_iter().filter(|path| !other.contains_key(path)).collect::<Vec<_>>()
        };
        return Some(format!(
            "paths: only with {:?}, only without {:?}",
            only(&with, &without),
            only(&without, &with)
        ));
    }
    let (path, bytes) = with.iter().find(|(path, bytes)| without[*path] != **bytes)?;
    let (with, without) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&without[path]));
    let lines: Vec<String> = with
        .lines()
        .zip(without.lines())
        .filter(|(a, b)| a != b)
        .take(3)
        .map(|(a, b)| format!("with:    {a}\nwithout: {b}"))
        .collect();
    Some(format!("{path} differs:\n{}", lines.join("\n")))
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |value| value.parse().unwrap())
}

#[test]
fn random_sites_leave_no_trace() {
    let (cases, seed) = (setting("SITREP_NO_TRACE_CASES", 200), setting("SITREP_NO_TRACE_SEED", 1));
    let failed = (0..cases).into_par_iter().find_map_first(|number| {
        let tapes = choices::tapes(seed, number);
        fault(&tapes).map(|fault| (number, tapes, fault))
    });
    if let Some((number, tapes, first)) = failed {
        // Another fault is another story: an error keeps its code, a difference stays one.
        let kind = |fault: &str| match fault.split_once("error[") {
            Some((_, rest)) => rest.split(']').next().unwrap_or_default().to_owned(),
            None => String::new(),
        };
        let small = choices::shrunk(tapes, |tapes| {
            let fault = fault(tapes);
            fault.is_some_and(|fault| kind(&fault) == kind(&first))
        });
        let fault = fault(&small).unwrap_or(first);
        panic!("case {number} of seed {seed}: {fault}\n\nthe site:\n{}", site::site(&small).text);
    }
}
