//! Sitrep, a static site generator for threat reports.
pub mod source;

pub mod diagnostic;

pub mod names;

pub mod indicator;

pub mod model;

pub mod config;

pub mod output;

pub mod markdown;

pub mod load;

pub mod parse;

pub mod gate;

pub mod link;

pub mod view;

pub mod write;
