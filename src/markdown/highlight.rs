//! Colours for code blocks. In: the language word of a fence and the code. Out: escaped HTML for the inside of
//! `<code>`, with spans of a dozen classes (`hl-keyword`, `hl-string`…) that `highlight.css` gives colours.
//!
//! Grammars are Sublime's, as two-face carries them. Their thousands of scopes are folded into our few classes, so that
//! spans are few and never nested, and one small style sheet serves every language. The grammars load on first use
//! (about 2 ms), and each compiles the expressions it needs.
//!
//! Not done here: detecting a language nobody named, and colouring YARA, Suricata, Snort, KQL, SPL, Zeek or Visual
//! Basic, for which no grammar exists: they are known by name and shown plain.

use std::borrow::Cow;
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::raw_html::push_escaped;

/// One block of code, ready to stand inside `<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlighted {
    /// Escaped text with spans. Without tags and entities it is the code, line ends as `\n`.
    pub html: String,
    /// Whether the language is one we know, be it shown in colours or plain. An unnamed one counts as known.
    pub known: bool,
}

/// Above this size (in bytes) code is a dump, not something to read in colours.
const MAX_TEXT: usize = 128 * 1024;

/// Above this length (in bytes) a line is packed or encoded, and backtracking expressions take seconds over it.
const MAX_LINE: usize = 2_000;

/// Highlights code in a language named by a word, a file extension or a common alias, in any case.
///
/// Of an info string such as `yaml title="x"`, `{.python}` or `rust,ignore` the first word counts. Unknown languages,
/// long lines, long texts and grammars that fail are shown without spans. `\r\n` and lone `\r` become `\n`.
pub fn code(language: &str, text: &str) -> Highlighted {
    let text = with_unix_line_ends(text);
    let language = find(language);
    let html = match language {
        Some(Language { syntax: Some(syntax), .. }) if is_readable(&text) => coloured(syntax, &text),
        _ => None,
    };
    Highlighted { html: html.unwrap_or_else(|| escaped(&text)), known: language.is_some() }
}

/// What readers should see as the language's name: `PowerShell` for `ps1`, `Sigma` for `sigma`.
///
/// None for plain text, for no language and for one we do not know.
pub fn label(language: &str) -> Option<String> {
    find(language)?.label.map(str::to_owned)
}

/// The language that an info string names: the first word of `yaml {1,4-6}`, `rust,ignore` or `{.python .numbered}`. Empty where
/// there are only attributes, such as `{1,4-6}` or `title="x"`.
pub fn word(info: &str) -> &str {
    let info = info.trim();
    let (braced, inner) = match info.strip_prefix('{') {
        Some(inner) => (true, inner.trim_start()),
        None => (false, info),
    };
    let inner = inner.strip_prefix('.').unwrap_or(inner);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '{' | '}');
    let word = inner.split(ends).next().unwrap_or_default();
    let is_attribute = word.contains('=') || (braced && !word.starts_with(char::is_alphabetic));
    if is_attribute { "" } else { word }
}

/// Whether code in this language is known, be it shown in colours or plain.
pub fn is_known(language: &str) -> bool {
    find(language).is_some()
}

/// All words that name a language in a fence: names and file extensions, in no particular order.
pub fn words() -> impl Iterator<Item = &'static str> {
    let named = || NAMED.iter().flat_map(|(words, ..)| words.split_ascii_whitespace());
    let syntaxes = SYNTAXES.syntaxes().iter().filter(|syntax| !syntax.hidden);
    let others = syntaxes.flat_map(|syntax| {
        let extensions = syntax.file_extensions.iter().map(String::as_str);
        extensions.chain([syntax.name.as_str()]).filter(|word| !word.contains(' '))
    });
    named().chain(others.filter(move |word| !named().any(|known| known.eq_ignore_ascii_case(word))))
}

/// A language that a fence may name.
#[derive(Clone, Copy)]
struct Language {
    /// The grammar; none where code is shown plain.
    syntax: Option<&'static SyntaxReference>,
    label: Option<&'static str>,
}

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Words that the grammars do not know, or would take for something else: the words, one that the grammars know, and
/// the label. Where the second is empty, code is shown plain.
const NAMED: [(&str, &str, &str); 33] = [
    ("none off text txt plain plaintext text/plain output", "", ""),
    ("yara yar", "", "YARA"),
    ("suricata", "", "Suricata"),
    ("snort", "", "Snort"),
    ("kql kusto", "", "KQL"),
    ("spl splunk", "", "SPL"),
    ("zeek bro", "", "Zeek"),
    ("vbscript vbs", "", "VBScript"),
    ("vba vb", "", "Visual Basic"),
    ("sigma", "yaml", "Sigma"),
    ("evtx eventlog", "xml", "Windows event"),
    ("reg registry", "ini", "Windows registry"),
    ("ini conf cfg config", "ini", "INI"),
    ("sh shell bash zsh ksh console terminal", "sh", "Shell"),
    ("shell-session shellsession", "sh", "Shell"),
    ("ps1 ps powershell pwsh posh", "ps1", "PowerShell"),
    ("bat cmd batch dos", "bat", "Batch"),
    ("js jsx mjs javascript node nodejs", "js", "JavaScript"),
    ("py python python2 python3", "py", "Python"),
    ("c h", "c", "C"),
    ("cs c# csharp dotnet", "cs", "C#"),
    ("cpp c++ cplusplus", "cpp", "C++"),
    ("golang", "go", "Go"),
    ("json jsonl ndjson jsonc json5 stix", "json", "JSON"),
    ("plist", "xml", "XML"),
    ("sql mysql postgres postgresql tsql sqlite", "sql", "SQL"),
    ("http", "http", "HTTP"),
    ("docker containerfile", "dockerfile", "Dockerfile"),
    ("asm nasm masm x86asm", "asm", "Assembly"),
    ("arm armasm", "ARM Assembly", "ARM assembly"),
    ("apache", "htaccess", "Apache"),
    ("regex regexp", "re", "Regular expression"),
    ("csv tsv", "csv", "CSV"),
];

fn find(language: &str) -> Option<Language> {
    let word = word(language);
    if word.is_empty() {
        return Some(Language { syntax: None, label: None });
    }
    let named =
        NAMED.iter().find(|(words, ..)| words.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(word)));
    if let Some(&(_, token, label)) = named {
        let token = Some(token).filter(|token| !token.is_empty());
        return Some(Language {
            syntax: token.and_then(|token| SYNTAXES.find_syntax_by_token(token)),
            label: Some(label).filter(|label| !label.is_empty()),
        });
    }
    let syntax = SYNTAXES.find_syntax_by_token(word).filter(|syntax| !syntax.hidden)?;
    // Grammars tell variants apart in brackets, `HTML (Jinja2)`: noise above a code block.
    let label = syntax.name.split(" (").next();
    Some(Language { syntax: Some(syntax), label })
}

fn is_readable(text: &str) -> bool {
    text.len() <= MAX_TEXT && text.split('\n').all(|line| line.len() <= MAX_LINE)
}

fn with_unix_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Parses all lines; none where the grammar fails on one.
fn coloured(syntax: &SyntaxReference, text: &str) -> Option<String> {
    let mut parser = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut marks = vec![Mark::default()];
    let mut spans = Spans::with_capacity(text.len() * 3 / 2);
    for line in LinesWithEndings::from(text) {
        // Expressions of this grammar set expect every line to end, the last one too.
        let ended = match line.ends_with('\n') {
            true => Cow::Borrowed(line),
            false => Cow::Owned(format!("{line}\n")),
        };
        let mut from = 0;
        for (at, change) in parser.parse_line(&ended, &SYNTAXES).ok()? {
            if at > from {
                let end = at.min(line.len());
                spans.push(current(&marks), line.get(from..end)?);
                from = end;
            }
            scopes
                .apply_with_hook(&change, |basic, _| match basic {
                    BasicScopeStackOp::Push(scope) => marks.push(current(&marks).under(scope)),
                    BasicScopeStackOp::Pop => drop(marks.pop()),
                })
                .ok()?;
        }
        spans.push(current(&marks), line.get(from..)?);
    }
    Some(spans.finish())
}

fn current(marks: &[Mark]) -> Mark {
    marks.last().copied().unwrap_or_default()
}

/// What a scope does to the text under it.
#[derive(Clone, Copy)]
enum Effect {
    Class(&'static str),
    /// Back to no class: code inside a string, and text that a grammar calls a string for want of a better name.
    Plain,
    /// A class for operators that are words; signs keep what surrounds them.
    Words(&'static str),
}

const ATTRIBUTE: Effect = Effect::Class("attribute");
const STRING: Effect = Effect::Class("string");

/// Scope prefixes of the Sublime naming scheme and their effect; the first that fits decides. Scopes that are not here
/// (`meta`, most punctuation, and variables but for languages that mark them with a sign) change nothing.
const EFFECTS: [(Effect, &str); 18] = [
    (
        Effect::Class("escape"),
        "constant.character.escape constant.character.entity constant.other.placeholder \
         keyword.other.substitution keyword.other.substatement",
    ),
    (Effect::Class("number"), "constant.numeric keyword.other.unit"),
    (Effect::Class("constant"), "constant support.constant entity.name.constant entity.name.enum"),
    (Effect::Class("comment"), "comment"),
    (
        STRING,
        "string.unquoted.heredoc string.unquoted.block storage.type.string keyword.other.template \
         markup.raw markup.underline.link meta.class-name.html",
    ),
    (
        Effect::Plain,
        "string.unquoted meta.interpolation meta.embedded meta.template.expression source \
         meta.group.expansion.command",
    ),
    (STRING, "string"),
    (
        ATTRIBUTE,
        "meta.mapping.key entity.name.tag.yaml entity.name.tag.toml keyword.name.ini \
         entity.other.attribute-name keyword.other.http-header.key support.type.property-name \
         variable.parameter.option variable.annotation",
    ),
    (
        Effect::Class("heading"),
        "markup.heading entity.name.section entity.section entity.name.table meta.diff.header \
         meta.diff.range",
    ),
    (Effect::Class("inserted"), "markup.inserted"),
    (Effect::Class("deleted"), "markup.deleted"),
    (Effect::Class("tag"), "entity.name.tag"),
    (
        Effect::Class("function"),
        "entity.name.function entity.name.macro support.function support.macro variable.function",
    ),
    (
        Effect::Class("type"),
        "support.type support.class entity.name.class entity.name.struct entity.name.type \
         entity.name.interface entity.name.trait entity.name.namespace entity.other.inherited-class",
    ),
    (Effect::Words("keyword"), "keyword.operator"),
    (Effect::Class("keyword"), "keyword storage variable.language"),
    (Effect::Class("variable"), "variable.parameter support.variable.automatic"),
    (
        Effect::Class("variable"),
        "variable.other.readwrite.powershell variable.other.readwrite.shell \
         variable.other.readwrite.assignment.shell variable.other.readwrite.dosbatch \
         variable.other.readwrite.global variable.other.php variable.other.global.php \
         meta.group.expansion.parameter",
    ),
];

/// [`EFFECTS`] in the form that compares by a few bit operations.
static RULES: LazyLock<Vec<(Scope, Effect)>> = LazyLock::new(|| {
    let rules = EFFECTS.iter().flat_map(|(effect, prefixes)| {
        let scopes = prefixes.split_ascii_whitespace().map(Scope::new);
        scopes.filter_map(|scope| Some((scope.ok()?, *effect)))
    });
    rules.collect()
});

/// How the text under one scope is shown.
#[derive(Clone, Copy, Default)]
struct Mark {
    class: Option<&'static str>,
    /// The class of text that holds a letter, where it differs: `-eq` and `not` are keywords, `==` and `&&` need no
    /// colour.
    word: Option<&'static str>,
}

impl Mark {
    /// The mark of text under `scope`, where the text around it has this one.
    fn under(self, scope: Scope) -> Mark {
        let rule = RULES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope));
        match rule {
            None => self,
            Some((_, Effect::Plain)) => Mark::default(),
            Some((_, Effect::Words(class))) => Mark { word: Some(class), ..self },
            // JSON calls its keys strings as well.
            Some((_, Effect::Class("string"))) if self.class == Some("attribute") => self,
            Some((_, Effect::Class(class))) => Mark { class: Some(class), word: Some(class) },
        }
    }
}

/// Writes pieces of text as spans: neighbours of one class share one, and white space opens none.
struct Spans {
    html: String,
    open: Option<&'static str>,
    /// White space not yet written: it goes inside the span only where the span goes on behind it.
    space: String,
}

impl Spans {
    fn with_capacity(bytes: usize) -> Spans {
        Spans { html: String::with_capacity(bytes), open: None, space: String::new() }
    }

    fn push(&mut self, mark: Mark, text: &str) {
        let from_body = text.trim_start();
        let body = from_body.trim_end();
        let (before, _) = text.split_at(text.len() - from_body.len());
        let (_, after) = from_body.split_at(body.len());
        self.space.push_str(before);
        if body.is_empty() {
            return;
        }
        let is_word = body.contains(char::is_alphabetic);
        self.switch_to(if is_word { mark.word } else { mark.class });
        push_escaped(&mut self.html, body);
        self.space.push_str(after);
    }

    fn switch_to(&mut self, class: Option<&'static str>) {
        if self.open != class && self.open.is_some() {
            self.html.push_str("</span>");
        }
        self.html.push_str(&self.space);
        self.space.clear();
        if self.open != class
            && let Some(class) = class
        {
            self.html.push_str("<span class=\"hl-");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.open = class;
    }

    fn finish(mut self) -> String {
        self.switch_to(None);
        self.html
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    push_escaped(&mut html, text);
    html
}
