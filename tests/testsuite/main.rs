//! One binary for all tests that need more than one module. A test is one screen: the whole site in one string, the action, the
//! expected result.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and looks at the disk to see what a command did"
)]

/// Sites in strings, built in memory or by the binary.
mod support;

/// The house rules: module order, file heads, documentation generated from the code.
mod architecture;
/// Whole builds: the pages of a site, rebuilding after edits, determinism, interrupted builds.
mod build;
/// Flags, exit codes, what goes to standard output and what to standard error.
mod cli;
/// Code blocks.
mod highlight;
/// Recognising, defanging and covering indicators.
mod indicators;
/// Bodies: Markdown, links, pictures.
mod markdown;
/// Names that become links by themselves.
mod mentions;
/// Folding, slugs and countries.
mod names;
/// Raw HTML in Markdown.
mod raw_html;
/// The output folder: what is written, kept and removed.
mod write;
