//! Code with a grammar to HTML: the thousands of scopes of a grammar are folded into a dozen classes, so that spans are few and
//! never nested, and one small style sheet serves every language. In goes a text with LF line ends, out comes escaped
//! text with spans; without tags and entities it is the text.

use std::borrow::Cow;
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::markdown::raw_html::push_escaped;

/// Parses all lines; none where the grammar fails on one.
pub fn coloured(set: &SyntaxSet, syntax: &SyntaxReference, text: &str) -> Option<String> {
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
        for (at, change) in parser.parse_line(&ended, set).ok()? {
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
