//! Parses the command line, runs it and chooses the exit code.

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sitrep::commands::run(&sitrep::cli::Cli::parse())
}
