//! `sitrep build`.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::bail;

use super::{Outcome, shared};
use crate::cli::{BuildArgs, FormatArg};
use crate::stages::{self, Timings};
use crate::write::{self, Protected};

/// Builds the site; with an error in the content nothing is written.
pub fn run(args: &BuildArgs) -> anyhow::Result<Outcome> {
    if args.print.format == FormatArg::Github {
        bail!("`--format github` is for `sitrep check`");
    }
    let start = Instant::now();
    shared::threads(&args.edition)?;
    let root = &args.edition.root;
    let dir = args.output.clone().unwrap_or_else(|| root.join("public"));
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let protected = Protected { root, home: home.as_deref() };
    if root.is_dir() {
        write::check_target(&dir, &protected)?;
    }
    let mut timings = Timings::new(!args.print.quiet);
    let built = stages::build(&shared::request(&args.edition, args.base_url.as_ref()), &mut timings)?;
    let diagnostics = built.diagnostics.finish(args.print.strict);
    eprint!("{}", shared::printed(&diagnostics, &built.sources, &args.print));
    if diagnostics.has_errors() {
        if !args.print.quiet {
            eprintln!("{}; nothing was written", shared::summary(&diagnostics));
        }
        return Ok(Outcome::Faults);
    }
    let output = &built.output;
    let changes = timings.stage("write", || write::output(output, &dir, &protected))?;
    if args.timings {
        eprint!("{}", timings.lines());
    }
    if !args.print.quiet {
        let pages = output.iter().filter(|(path, _)| path.ends_with(".html")).count();
        eprintln!(
            "{pages} pages, {} entities; {} files written, {} unchanged, {} removed in {} ms",
            built.site.entities.len(),
            changes.written,
            changes.unchanged,
            changes.removed,
            start.elapsed().as_millis()
        );
    }
    Ok(Outcome::Clean)
}
