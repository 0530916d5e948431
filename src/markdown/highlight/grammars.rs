//! Which grammar a word means. In go the `.sublime-syntax` files of the theme and of the site, out come the [`Grammars`] that the
//! site's code blocks are coloured with. A grammar of a site that cannot be used is a fault at its place, and its language
//! is shown plain.
//!
//! The theme's grammars come before two-face's, which know more languages but cost more: the whole of their set is unpacked
//! before the first block, and their expressions are many. A site whose code is in the theme's languages never touches them.
//!
//! A grammar of the theme stands alone, so that one block of JSON does not read the others. A site's own form one set with all
//! of the theme's, upon which they may build; adding to two-face's at run time would take seconds, so those they cannot include.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use syntect::parsing::{ParseSyntaxError, SyntaxDefinition, SyntaxReference, SyntaxSet, SyntaxSetBuilder};

use super::compiled;
use super::fence::word;
use super::names::NAMED;
use super::references;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Area, SourceFile, SourceId, Sources, Span};

/// The end of the name of a file that is a grammar.
const ENDING: &str = ".sublime-syntax";

const HINT: &str = "the form is that of Sublime Text's `.sublime-syntax`, version 1";

static COMMON: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The grammars of a site. Without any file these are two-face's alone.
#[derive(Debug, Default)]
pub struct Grammars {
    /// The theme's grammars that the site does not replace.
    theme: Vec<Themed>,
    /// The site's own.
    site: Vec<SyntaxDefinition>,
    /// Both, ready for use.
    set: OnceLock<SyntaxSet>,
    /// Blocks that were coloured before, by language and text, where that is wanted.
    blocks: Option<Mutex<HashMap<blake3::Hash, Option<String>>>>,
}

/// A grammar of the theme, of which only the head is read before a block needs it.
#[derive(Debug)]
struct Themed {
    text: Arc<str>,
    /// Of the file, without its ending.
    file: String,
    name: String,
    /// The file extensions, which are the words that name the language.
    words: Vec<String>,
    /// Its grammar alone, ready for use.
    set: OnceLock<SyntaxSet>,
}

impl Themed {
    fn new(file: &str, text: Arc<str>) -> Self {
        let file = file.rsplit('/').next().unwrap_or_default().trim_end_matches(ENDING).to_owned();
        // The value of a key at the top stands on one line in the theme's grammars.
        let head = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
            line.unwrap_or_default()
        };
        let words = head("file_extensions").trim_matches(['[', ']']).split(',').map(str::trim);
        let words = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let name = head("name").to_owned();
        Self { text, file, name, words, set: OnceLock::new() }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    fn definition(&self) -> Option<SyntaxDefinition> {
        SyntaxDefinition::load_from_str(&self.text, true, None).ok()
    }

    fn grammar(&self) -> Option<(&SyntaxSet, &SyntaxReference)> {
        let known = || compiled::known(&self.file, &self.text);
        let set = self.set.get_or_init(|| known().unwrap_or_else(|| compiled::read(&self.text)));
        set.find_syntax_by_name(&self.name).map(|syntax| (set, syntax))
    }
}

/// Blocks that are remembered at most; then all are forgotten.
const MOST_BLOCKS: usize = 50_000;

/// A language that a fence may name.
#[derive(Clone, Copy)]
pub struct Language<'a> {
    /// The grammar and the set it belongs to; none where code is shown plain.
    pub grammar: Option<(&'a SyntaxSet, &'a SyntaxReference)>,
    /// What readers see.
    pub label: Option<&'a str>,
}

impl Grammars {
    /// Gathers the grammars of a site; one below `syntaxes/` stands in for the theme's of the same name. Adds an error for each
    /// that cannot be used.
    pub fn new(sources: &Sources, diagnostics: &mut Diagnostics) -> Self {
        let mut grammars = Self::default();
        let mut found = Vec::new();
        let files = sources
            .iter()
            .filter(|(_, file)| file.area == Area::Syntax && !file.broken && file.path.ends_with(ENDING));
        for (source, file) in files {
            let Some(inner) = file.path.strip_prefix("theme:") else {
                if !is_the_themes(file, sources) {
                    found.extend(own(source, file, diagnostics).map(|definition| (source, definition)));
                }
                continue;
            };
            if sources.find(inner).is_none_or(|(_, own)| own.text == file.text) {
                grammars.theme.push(Themed::new(inner, file.text.clone()));
            }
        }
        grammars.site = grammars.sound(found, sources, diagnostics);
        grammars
    }

    /// Those of the site's own grammars whose contexts lead somewhere, with errors for the others.
    fn sound(
        &self,
        found: Vec<(SourceId, SyntaxDefinition)>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Vec<SyntaxDefinition> {
        if found.is_empty() {
            return Vec::new();
        }
        let theme: Vec<SyntaxDefinition> = self.theme.iter().filter_map(Themed::definition).collect();
        let all: Vec<&SyntaxDefinition> = found.iter().map(|(_, own)| own).chain(&theme).collect();
        let mut unsound: BTreeSet<usize> = BTreeSet::new();
        for (at, word, message) in references::faults(&all) {
            // The theme's own are sound; what is wrong there follows from one that was replaced.
            let Some((source, _)) = found.get(at) else { continue };
            let file = sources.get(*source);
            let place = match file.text.find(&word) {
                Some(from) => Span::new(*source, from, from + word.len()),
                None => Span::file(*source),
            };
            diagnostics.push(Diagnostic::error("grammar", place, message).hint(HINT));
            unsound.insert(at);
        }
        for (at, (source, own)) in found.iter().enumerate() {
            let first = all.iter().position(|other| other.name == own.name);
            if let Some(first) = first.filter(|first| *first < at) {
                let other = found.get(first).map_or("", |(source, _)| sources.get(*source).path.as_str());
                let message = format!("the grammar `{}` stands in {other} as well", own.name);
                let hint = "give one of them another `name`";
                diagnostics.push(Diagnostic::error("grammar", Span::file(*source), message).hint(hint));
            }
        }
        let sound = found.into_iter().enumerate().filter(|(at, _)| !unsound.contains(at));
        sound.map(|(_, (_, definition))| definition).collect()
    }

    /// The same grammars with a memory of the blocks that they coloured, for a site that is built again and again.
    #[must_use]
    pub fn remembering(mut self) -> Self {
        self.blocks = Some(Mutex::default());
        self
    }

    /// What was made of a block before, or what is made of it now.
    pub fn remembered(
        &self,
        language: &str,
        text: &str,
        make: impl FnOnce() -> Option<String>,
    ) -> Option<String> {
        let Some(blocks) = &self.blocks else { return make() };
        let key = blake3::hash(format!("{language}\0{text}").as_bytes());
        let lock = || blocks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let made = make();
        let mut blocks = lock();
        if blocks.len() >= MOST_BLOCKS {
            blocks.clear();
        }
        blocks.insert(key, made.clone());
        made
    }

    /// All words that name a language in a fence: names and file extensions, in no particular order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let named = || NAMED.iter().flat_map(|(words, ..)| words.split_ascii_whitespace());
        let own = self.site.iter().flat_map(words_of).chain(self.theme.iter().flat_map(Themed::words));
        let syntaxes = COMMON.syntaxes().iter().filter(|syntax| !syntax.hidden);
        let others = syntaxes.flat_map(|syntax| {
            let extensions = syntax.file_extensions.iter().map(String::as_str);
            extensions.chain([syntax.name.as_str()]).filter(|word| !word.contains(' '))
        });
        let others = others.filter(move |word| !named().any(|known| known.eq_ignore_ascii_case(word)));
        named().chain(own).chain(others)
    }

    /// The language that an info string names; none where nobody knows it.
    pub fn find(&self, info: &str) -> Option<Language<'_>> {
        let word = word(info);
        if word.is_empty() {
            return Some(Language { grammar: None, label: None });
        }
        if let Some(own) = self.own(word) {
            return Some(Language { grammar: self.of_site(own), label: Some(&own.name) });
        }
        let is_word =
            |words: &str| words.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(word));
        if let Some(&(_, token, label)) = NAMED.iter().find(|(words, ..)| is_word(words)) {
            let label = Some(label).filter(|label| !label.is_empty());
            return Some(Language { grammar: self.by_token(token), label });
        }
        if let Some(themed) = self.themed(word) {
            return Some(Language { grammar: themed.grammar(), label: Some(&themed.name) });
        }
        let syntax = COMMON.find_syntax_by_token(word).filter(|syntax| !syntax.hidden)?;
        // Grammars tell variants apart in brackets, `HTML (Jinja2)`: noise above a code block.
        let label = syntax.name.split(" (").next();
        Some(Language { grammar: Some((&COMMON, syntax)), label })
    }

    /// Makes ready what blocks with these info strings are coloured with, several at once.
    pub fn prepare(&self, infos: &BTreeSet<String>) {
        infos.par_iter().for_each(|info| {
            self.find(info);
        });
    }

    fn by_token(&self, token: &str) -> Option<(&SyntaxSet, &SyntaxReference)> {
        if token.is_empty() {
            return None;
        }
        if let Some(own) = self.own(token) {
            return self.of_site(own);
        }
        if let Some(themed) = self.themed(token) {
            return themed.grammar();
        }
        COMMON.find_syntax_by_token(token).map(|syntax| (&*COMMON, syntax))
    }

    /// The site's own grammar for a word.
    fn own(&self, word: &str) -> Option<&SyntaxDefinition> {
        self.site.iter().find(|own| words_of(own).any(|known| known.eq_ignore_ascii_case(word)))
    }

    fn of_site(&self, own: &SyntaxDefinition) -> Option<(&SyntaxSet, &SyntaxReference)> {
        let set = self.set.get_or_init(|| {
            let mut builder = SyntaxSetBuilder::new();
            builder.add_plain_text_syntax();
            let theme = self.theme.iter().filter_map(Themed::definition);
            theme.chain(self.site.iter().cloned()).for_each(|definition| builder.add(definition));
            builder.build()
        });
        set.find_syntax_by_name(&own.name).map(|syntax| (set, syntax))
    }

    /// The theme's grammar for a word.
    fn themed(&self, word: &str) -> Option<&Themed> {
        self.theme.iter().find(|themed| themed.words().any(|known| known.eq_ignore_ascii_case(word)))
    }
}

/// The words that name a site's own language: its name where that is one word, and the file extensions.
fn words_of(own: &SyntaxDefinition) -> impl Iterator<Item = &str> {
    let name = Some(own.name.as_str()).filter(|name| !name.contains(char::is_whitespace));
    own.file_extensions.iter().map(String::as_str).chain(name)
}

/// True for a file that is the same as the theme's: the theme's is taken, which needs no looking into.
fn is_the_themes(file: &SourceFile, sources: &Sources) -> bool {
    sources.find(&format!("theme:{}", file.path)).is_some_and(|(_, theme)| theme.text == file.text)
}

fn own(source: SourceId, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<SyntaxDefinition> {
    let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(ENDING);
    let top = |key: &str| file.text.lines().find(|line| line.starts_with(key));
    if let Some(line) = top("extends:").or_else(|| top("version: 2")) {
        let at = file.text.find(line).unwrap_or_default();
        let message = format!("`{}` belongs to version 2 of the form, which is not supported", line.trim());
        let place = Span::new(source, at, at + line.trim_end().len());
        diagnostics.push(Diagnostic::error("grammar", place, message).hint(HINT));
        return None;
    }
    match SyntaxDefinition::load_from_str(&file.text, true, Some(name)) {
        Ok(definition) => Some(definition),
        Err(error) => {
            let message = format!("this grammar cannot be read: {}", sentence(&error));
            diagnostics.push(Diagnostic::error("grammar", place(&error, source, file), message).hint(HINT));
            None
        }
    }
}

/// What the library says, as part of a sentence on one line.
fn sentence(error: &ParseSyntaxError) -> String {
    let text = match error {
        ParseSyntaxError::RegexCompileError(expression, why) => {
            format!("the expression `{expression}` is not valid ({why})")
        }
        ParseSyntaxError::MissingMandatoryKey(key) => format!("the key `{key}` is missing"),
        ParseSyntaxError::MainMissing => "there is no context `main`".to_owned(),
        ParseSyntaxError::TypeMismatch => {
            "a value is a text where a list or a map belongs, or the other way round".to_owned()
        }
        other => other.to_string(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the fault stands, as far as the library says.
fn place(error: &ParseSyntaxError, source: SourceId, file: &SourceFile) -> Span {
    match error {
        ParseSyntaxError::InvalidYaml(scan) => {
            let line = scan.marker().line().saturating_sub(1);
            let at: usize = file.text.split_inclusive('\n').take(line).map(str::len).sum();
            Span::new(source, at, at)
        }
        ParseSyntaxError::RegexCompileError(expression, _) => match file.text.find(expression.as_str()) {
            Some(at) => Span::new(source, at, at + expression.len()),
            None => Span::file(source),
        },
        _ => Span::file(source),
    }
}
