//! `sitrep check`.

use super::{Outcome, stages};
use crate::cli::{CheckArgs, FormatArg};

/// Builds the site in memory and says what is wrong with it.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    stages::threads(&args.edition)?;
    let built = stages::build(&args.edition, None, args.print.quiet)?;
    let diagnostics = built.diagnostics.finish(args.print.strict);
    let text = stages::printed(&diagnostics, &built.sources, &args.print);
    match args.print.format {
        FormatArg::Json | FormatArg::Github => stages::data(&text)?,
        FormatArg::Human | FormatArg::Short => eprint!("{text}"),
    }
    if !args.print.quiet {
        eprintln!("{}", stages::summary(&diagnostics));
    }
    Ok(if diagnostics.has_errors() { Outcome::Faults } else { Outcome::Clean })
}
