//! `sitrep check`.

use super::{Outcome, shared};
use crate::cli::{CheckArgs, CheckList, FormatArg};
use crate::source::Span;
use crate::stages::{self, Timings};
use crate::{check, render};

/// Builds the site in memory and says what is wrong with it.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    shared::threads(&args.edition)?;
    let mut built =
        stages::build(&shared::request(&args.edition, None), &mut Timings::new(!args.print.quiet))?;
    check::near_names(&built.site, &mut built.diagnostics);
    if args.list == Some(CheckList::Unlinked) {
        if args.print.format == FormatArg::Github {
            anyhow::bail!("`--list` has the formats human, short and json");
        }
        return unlinked(built, args);
    }
    let diagnostics = built.diagnostics.finish(args.print.strict);
    let text = shared::printed(&diagnostics, &built.sources, &args.print);
    match args.print.format {
        FormatArg::Json | FormatArg::Github => shared::data(&text)?,
        FormatArg::Human | FormatArg::Short => eprint!("{text}"),
    }
    if !args.print.quiet {
        eprintln!("{}", shared::summary(&diagnostics));
    }
    Ok(if diagnostics.has_errors() { Outcome::Faults } else { Outcome::Clean })
}

/// Lists the names that prose leaves unlinked: for people by name, for programs one JSON object a line.
fn unlinked(built: stages::Built, args: &CheckArgs) -> anyhow::Result<Outcome> {
    let place = |span: Span| {
        let file = built.sources.get(span.source);
        (file.path.as_str(), file.position(span.start))
    };
    let rows = render::unlinked(&built.site);
    let line = |row: &render::Unlinked| {
        let (file, at) = place(row.first);
        match args.print.format {
            FormatArg::Json => {
                let render::Unlinked { name, why, uses, .. } = row;
                let (line, column) = (at.line, at.column);
                format!(
                    "{}\n",
                    serde_json::json!({"name": name, "why": why, "uses": uses, "file": file, "line": line, "column": column})
                )
            }
            _ => format!("{file}:{}:{}: `{}` ({} ×): {}\n", at.line, at.column, row.name, row.uses, row.why),
        }
    };
    shared::data(&rows.iter().map(line).collect::<String>())?;
    let diagnostics = built.diagnostics.finish(false);
    if diagnostics.has_errors() {
        eprintln!("{}; `sitrep check` names them", shared::summary(&diagnostics));
        return Ok(Outcome::Faults);
    }
    Ok(Outcome::Clean)
}
