//! What each verb does: a few stage calls, what is printed, and the exit code. Nothing here knows what a page contains.
#![allow(
    clippy::disallowed_methods,
    reason = "the date enters here, `--timings` measures here, and `init` and `new` make files"
)]

mod build;
mod check;
mod import;
mod init;
mod list;
mod new;
mod serve;
mod shared;

use std::process::ExitCode;

use crate::cli::{Cli, Command};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Clean, or warnings only.
    Clean,
    /// Errors in the content; nothing was written.
    Faults,
}

/// Runs a verb and gives the exit code: 0 clean or warnings only, 1 errors in the content, 2 wrong usage or a failure of the
/// machine.
pub fn run(cli: &Cli) -> ExitCode {
    let outcome = match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Import(args) => import::run(args),
        Command::Init(args) => init::run(args),
        Command::New(args) => new::run(args),
        Command::List(args) => list::run(args),
        Command::Serve(args) => serve::run(args),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
