//! What becomes of pages when they were made.

use std::cell::RefCell;
use std::sync::Arc;

use super::theme::Fault;
use crate::output::Content;

/// Puts a page at the end of a buffer. What is in the buffer after a fault is no page.
pub type Write<'a> = dyn FnMut(&mut Vec<u8>) -> Result<(), Fault> + 'a;

/// Takes in pages.
pub trait Keep: Sync {
    /// Takes in the page at a path of the output. It is called for every page, from many threads at once.
    ///
    /// # Errors
    /// What is wrong with its template.
    fn page(&self, path: &str, write: &mut Write<'_>) -> Result<Content, Fault>;

    /// Is called once all pages were made, beside what else is left to do.
    fn rest(&self) {}

    /// True where the program ends with this build: the system takes back all memory at once, which giving back thousands of small
    /// things does not.
    fn is_last(&self) -> bool {
        false
    }
}

/// Keeps pages in memory, each at its length.
pub struct InMemory;

impl Keep for InMemory {
    fn page(&self, _path: &str, write: &mut Write<'_>) -> Result<Content, Fault> {
        alone(write).map(Content::Bytes)
    }
}

thread_local! {
    /// The page that a thread is making. It is copied out at its length: one that grew would keep up to as much again.
    static PAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A page at its length.
///
/// # Errors
/// What is wrong with its template.
pub fn alone(write: &mut Write<'_>) -> Result<Arc<[u8]>, Fault> {
    PAGE.with_borrow_mut(|html| {
        html.clear();
        write(html)?;
        Ok(Arc::from(html.as_slice()))
    })
}
