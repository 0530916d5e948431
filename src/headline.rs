//! Titles and summaries of documents, and who shows them. Many pages name a report that is not theirs; a preview has to know which,
//! so that an edited title is made anew where it stands and nowhere else. Every page asks for such a text by [`Headline::shown`], and
//! what watches the making of the page is told.

use std::cell::RefCell;

use crate::source::SourceId;

thread_local! {
    /// Whose headlines were asked for while something is watched on this thread; nothing outside of that.
    static SHOWN: RefCell<Option<Vec<SourceId>>> = const { RefCell::new(None) };
}

/// A text of a document that other pages show: its title or its summary.
#[derive(Debug, Clone)]
pub struct Headline {
    of: SourceId,
    text: String,
}

impl Headline {
    /// A text of the document of a file.
    pub fn new(of: SourceId, text: String) -> Self {
        Self { of, text }
    }

    /// The text, to be shown on a page: it may have to be made anew with the text.
    pub fn shown(&self) -> &str {
        note(self.of);
        &self.text
    }

    /// The text, for all but pages.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Makes something and says whose headlines it shows, each document once and in order. All of it has to be made on this thread.
pub fn watched<T>(make: impl FnOnce() -> T) -> (T, Vec<SourceId>) {
    let outer = SHOWN.replace(Some(Vec::new()));
    let made = make();
    let mut shown = SHOWN.replace(outer).unwrap_or_default();
    shown.sort_unstable();
    shown.dedup();
    (made, shown)
}

fn note(of: SourceId) {
    SHOWN.with_borrow_mut(|shown| {
        if let Some(shown) = shown {
            shown.push(of);
        }
    });
}

/// Something that was made once and stands on many pages, such as the row of a report. Whoever shows it shows the headlines in it.
#[derive(Debug)]
pub struct Showing<T> {
    value: T,
    shows: Vec<SourceId>,
}

impl<T> Showing<T> {
    /// Makes it.
    pub fn new(make: impl FnOnce() -> T) -> Self {
        let (value, shows) = watched(make);
        Self { value, shows }
    }

    /// The thing itself, to be shown on a page.
    pub fn shown(&self) -> &T {
        self.shows.iter().for_each(|of| note(*of));
        &self.value
    }

    /// The thing itself, for what shows no headline of it.
    pub fn plain(&self) -> &T {
        &self.value
    }
}
