//! Sitrep, a static site generator for threat reports.
//!
//! The program is one journey, and the modules below stand in its order; each imports only from modules above it.
//!
//! 1. [`load`] reads the files of a site.
//! 2. [`parse`] turns them into typed reports, profiles and pages.
//! 3. [`gate`] withholds what may not be published. What is withheld is gone from here on.
//! 4. [`link`] resolves names to entities and fixes every path.
//! 5. [`check`] looks for what an author can mend.
//! 6. [`view`] and [`render`] make pages, feeds and files: one [`output::Output`] in memory.
//! 7. [`audit`] looks at the finished output: links, leaks, live indicators.
//! 8. [`mod@write`] puts it on the disk, and only what changed.
//!
//! A fault in the content never stops a stage: it becomes a [`diagnostic::Diagnostic`]. Only a failure of the machine is an
//! error.

// Vocabulary: plain data without files, clock or templates.
pub mod source;

pub mod headline;

pub mod diagnostic;

pub mod names;

pub mod attack;

pub mod indicator;

pub mod model;

pub mod config;

pub mod output;

// Stages, in the order in which a site passes through them.
pub mod markdown;

pub mod load;

pub mod parse;

pub mod detection;

pub mod gate;

pub mod link;

pub mod check;

pub mod view;

pub mod render;

pub mod audit;

pub mod write;

pub mod import;

pub mod stages;

pub mod serve;

// The program.
pub mod cli;

pub mod commands;
