//! Languages of code blocks that no grammar knows: one hint for each, however many blocks name it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::markdown::highlight;
use crate::source::Span;

/// Unknown languages so far, with the first place and the number of blocks.
#[derive(Default)]
pub struct Languages(BTreeMap<String, (Span, usize)>);

impl Languages {
    /// Looks at the info string of a fence.
    pub fn see(&mut self, info: &str, fence: Span) {
        let word = highlight::word(info);
        if !highlight::is_known(word) {
            self.0.entry(word.to_lowercase()).or_insert((fence, 0)).1 += 1;
        }
    }

    /// Adds the hints.
    pub fn report(self, faults: &mut Vec<Diagnostic>) {
        for (word, (span, count)) in self.0 {
            let times = if count == 1 { String::new() } else { format!(" ({count} blocks)") };
            let message =
                format!("`{word}` is no language that can be coloured, so it is shown plain{times}");
            let hint = did_you_mean(&word, highlight::words()).unwrap_or_else(|| {
                "known are, among others, `powershell`, `python`, `sh`, `yaml`, `sigma`, `yara`, `kql`, `spl`, `suricata`, `json`, `text`"
                    .to_owned()
            });
            faults.push(Diagnostic::advice("unknown-language", span, message).hint(hint));
        }
    }
}
