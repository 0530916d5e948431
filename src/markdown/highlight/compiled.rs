//! The theme's grammars as `compiled/` holds them: linked, so that no block of code waits for a grammar to be read from its text, which
//! takes longer than all else that a small site does. In goes the text of a grammar, out comes what the library would make of it.
//!
//! The name of a file has a digest of the text that it was made of. A text for which there is none, as in a theme that was just edited,
//! is read. The form is the library's own, uncompressed ([`syntect::dumps`]), and stays the same within a major version of it, which
//! two-face's grammars rely on as well. `SITREP_UPDATE=1 cargo test compiled` writes the files anew.

use rust_embed::RustEmbed;
use syntect::dumps;
use syntect::parsing::{SyntaxDefinition, SyntaxSet, SyntaxSetBuilder};

#[derive(RustEmbed)]
#[folder = "src/markdown/highlight/compiled/"]
struct Files;

/// The file for a grammar of a name and a text.
pub fn file_name(name: &str, text: &str) -> String {
    let digest = blake3::hash(text.as_bytes()).to_hex();
    format!("{name}-{}.packdump", digest.get(..16).unwrap_or_default())
}

/// The grammar as a file has it, where there is one for just this text.
pub fn known(name: &str, text: &str) -> Option<SyntaxSet> {
    let file = Files::get(&file_name(name, text))?;
    dumps::from_uncompressed_data(&file.data).ok()
}

/// The grammar as its text has it: a set of its own without the plain text that others fall back to, for nothing in it leads to
/// another language. Empty where the text is no grammar.
pub fn read(text: &str) -> SyntaxSet {
    let mut builder = SyntaxSetBuilder::new();
    SyntaxDefinition::load_from_str(text, true, None).into_iter().for_each(|grammar| builder.add(grammar));
    builder.build()
}
