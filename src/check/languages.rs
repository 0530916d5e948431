//! Languages of code blocks that no grammar knows: one hint for each, however many blocks name it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::link::Site;
use crate::markdown::highlight::Grammars;
use crate::source::Span;

/// Hints at every language that is shown plain for want of a grammar, at the first block that names it.
pub fn check(site: &Site, grammars: &Grammars, diagnostics: &mut Diagnostics) {
    let mut found: BTreeMap<String, (Span, usize)> = BTreeMap::new();
    for (_, head) in site.heads() {
        for language in head.body.languages.iter().filter(|language| !grammars.is_known(&language.value)) {
            let entry = found.entry(language.value.to_lowercase()).or_insert((language.span, 0));
            entry.0 = entry.0.min(language.span);
            entry.1 += 1;
        }
    }
    for (word, (span, count)) in found {
        let times = if count == 1 { String::new() } else { format!(" ({count} blocks)") };
        let message = format!("`{word}` is no language that can be coloured, so it is shown plain{times}");
        let hint = did_you_mean(&word, grammars.words()).unwrap_or_else(|| {
            "known are, among others, `powershell`, `python`, `sh`, `yaml`, `sigma`, `yara`, `kql`, `spl`, `suricata`, `json`, `text`; a grammar of your own goes below `syntaxes/`"
                .to_owned()
        });
        diagnostics.push(Diagnostic::advice("unknown-language", span, message).hint(hint));
    }
}
