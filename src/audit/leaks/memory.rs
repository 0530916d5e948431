//! Files that were searched before, for a site that is built again and again.

use std::collections::HashMap;
use std::sync::Arc;

use super::search::Search;
use crate::output::{Content, File, Output};

/// Files in which nothing was found, for a site that is built again and again.
#[derive(Default)]
pub struct Memory {
    /// What was looked for.
    search: Option<Search>,
    clean: HashMap<String, Arc<[u8]>>,
}

impl Memory {
    /// Forgets everything unless the same strings are looked for.
    pub fn prepare(&mut self, search: &Search) {
        if self.search.as_ref() != Some(search) {
            *self = Self { search: Some(search.clone()), clean: HashMap::new() };
        }
    }

    /// True for a file that was looked at as it is.
    pub fn knows(&self, path: &str, file: &File) -> bool {
        let known = self.clean.get(path);
        matches!((known, &file.content), (Some(known), Content::Bytes(bytes)) if Arc::ptr_eq(known, bytes))
    }

    /// Keeps the files of an output in which nothing was found.
    pub fn keep(&mut self, output: &Output) {
        let made = |(path, file): (&str, &File)| match &file.content {
            Content::Bytes(bytes) => Some((path.to_owned(), bytes.clone())),
            Content::Copy(_) | Content::Staged(_) => None,
        };
        self.clean = output.iter().filter_map(made).collect();
    }
}
