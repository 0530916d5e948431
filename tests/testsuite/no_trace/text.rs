//! The text of a random site in the form of [`super::pair`]: a line that starts with `!` is withheld material. Rows are gathered as
//! items with a mark of their own, so that a list all of whose rows are withheld takes its key with it.

/// The text of one document.
pub struct Text {
    out: String,
    /// The whole document is withheld.
    whole: bool,
}

impl Text {
    pub fn new(whole: bool) -> Self {
        Self { out: String::new(), whole }
    }

    pub fn line(&mut self, gone: bool, text: &str) {
        let sign = if gone || self.whole { "!" } else { "" };
        self.out.push_str(&format!("{sign}{text}\n"));
    }

    /// `key: value`, kept.
    pub fn put(&mut self, key: &str, value: &str) {
        self.line(false, &format!("{key}: {}", quoted(value)));
    }

    /// A list of rows.
    pub fn list(&mut self, key: &str, items: &[Item]) {
        if items.is_empty() {
            return;
        }
        self.line(items.iter().all(|item| item.gone), &format!("{key}:"));
        for item in items {
            let mut start = "- ";
            for (gone, text) in &item.lines {
                self.line(item.gone || *gone, &format!("{start}{text}"));
                start = "  ";
            }
        }
    }

    pub fn finish(self) -> String {
        self.out
    }
}

/// One row of a list.
pub struct Item {
    pub gone: bool,
    lines: Vec<(bool, String)>,
}

impl Item {
    /// A row that starts with this key.
    pub fn new(key: &str, value: &str) -> Self {
        Self { gone: false, lines: vec![(false, format!("{key}: {}", quoted(value)))] }
    }

    /// A row that is a text.
    pub fn text(value: &str) -> Self {
        Self { gone: false, lines: vec![(false, quoted(value))] }
    }

    pub fn put(&mut self, key: &str, value: &str) {
        self.lines.push((false, format!("{key}: {}", quoted(value))));
    }

    /// A line as it is, which may be withheld while the row stays.
    pub fn line(&mut self, gone: bool, text: &str) {
        self.lines.push((gone, text.to_owned()));
    }

    /// A list of references, some of which may be withheld.
    pub fn list(&mut self, key: &str, values: &[(bool, String)]) {
        if !values.is_empty() {
            self.line(values.iter().all(|(gone, _)| *gone), &format!("{key}:"));
            for (gone, value) in values {
                self.line(*gone, &format!("- {}", quoted(value)));
            }
        }
    }
}

pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
