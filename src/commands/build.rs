//! `sitrep build`.

mod last;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::bail;

use self::last::{Last, Past};
use super::{Outcome, shared};
use crate::cli::{BuildArgs, FormatArg};
use crate::stages::{self, Timings};
use crate::write::{self, Changes, Protected, Staging};

/// Builds the site; with an error in the content nothing is written.
pub fn run(args: &BuildArgs) -> anyhow::Result<Outcome> {
    if args.print.format == FormatArg::Github {
        bail!("`--format github` is for `sitrep check`");
    }
    let start = Instant::now();
    shared::threads(&args.edition)?;
    // On a thread of the pool: the stages would be handed over to one, each by itself.
    rayon::scope(|_| build(args, start))
}

fn build(args: &BuildArgs, start: Instant) -> anyhow::Result<Outcome> {
    let root = &args.edition.root;
    let dir = args.output.clone().unwrap_or_else(|| root.join("public"));
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let protected = Protected { root, home: home.as_deref() };
    if root.is_dir() {
        write::check_target(&dir, &protected)?;
    }
    let mut timings = Timings::new(!args.print.quiet);
    let request = shared::request(&args.edition, args.base_url.as_ref());
    let sources = stages::load(&request, &mut timings)?;
    let last = timings.stage("compare", || {
        let flags = format!("{request:?} {:?} {}", args.print, shared::colour());
        Last::new(root, &dir, &flags, &sources)
    });
    if let Some(past) = last.as_ref().and_then(|last| timings.stage("look", || last.same())) {
        eprint!("{}", past.said);
        let changes = Changes { unchanged: past.files, ..Changes::default() };
        finish(args, &timings, &past, changes, start);
        return Ok(Outcome::Clean);
    }
    let staging = Staging::new(root, &dir);
    let mut built = stages::build_staged(&request, sources, staging.as_ref(), &mut timings);
    let diagnostics = std::mem::take(&mut built.diagnostics).finish(args.print.strict);
    let said = shared::printed(&diagnostics, &built.sources, &args.print);
    eprint!("{said}");
    if diagnostics.has_errors() {
        if !args.print.quiet {
            eprintln!("{}; nothing was written", shared::summary(&diagnostics));
        }
        return Ok(Outcome::Faults);
    }
    let output = &built.output;
    let changes =
        timings.stage("write", || write::output_staged(output, &dir, &protected, staging.as_ref()))?;
    timings.count(changes.written, "files written");
    timings.count(changes.removed, "removed");
    let past = Past {
        said,
        pages: output.iter().filter(|(path, _)| path.ends_with(".html")).count(),
        entities: built.site.entities.len(),
        files: output.len(),
    };
    finish(args, &timings, &past, changes, start);
    if let Some(last) = last {
        last.keep(past, output, staging.as_ref());
    }
    // The program ends here: the system takes back all memory at once, which giving back page by page does not.
    std::mem::forget(built);
    Ok(Outcome::Clean)
}

/// The times that were asked for, and the closing line.
fn finish(args: &BuildArgs, timings: &Timings, past: &Past, changes: Changes, start: Instant) {
    if args.timings {
        eprint!("{}", timings.lines());
    }
    if !args.print.quiet {
        eprintln!(
            "{} pages, {} entities; {} files written, {} unchanged, {} removed in {} ms",
            past.pages,
            past.entities,
            changes.written,
            changes.unchanged,
            changes.removed,
            start.elapsed().as_millis()
        );
    }
}
