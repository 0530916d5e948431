//! Diagnostics as text: for people with the source line and a caret, one a line for editors, one JSON object a line for
//! programs. In go diagnostics and the sources they point into, out comes text; nothing is printed here.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Position, SourceFile, Sources};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Source line, caret and hints; with colour where the terminal takes it.
    Human {
        /// Use ANSI colours.
        colour: bool,
    },
    /// `path:line:col: severity[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
}

/// Everything from `least` upwards in the given format, each diagnostic ended by a line feed.
pub fn render(diagnostics: &Diagnostics, sources: &Sources, format: Format, least: Severity) -> String {
    diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity >= least)
        .map(|diagnostic| match format {
            Format::Human { colour } => human(diagnostic, sources, colour) + "\n",
            Format::Short => short(diagnostic, sources) + "\n",
            Format::Json => json(diagnostic, sources) + "\n",
        })
        .collect()
}

/// `path:line:col: severity[code]: message`, control characters made visible.
pub fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let file = sources.get(diagnostic.span.source);
    let Position { line, column } = file.position(diagnostic.span.start);
    format!(
        "{}:{line}:{column}: {}[{}]: {}",
        visible(&file.path),
        diagnostic.severity.word(),
        diagnostic.code,
        visible(&diagnostic.message)
    )
}

fn human(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let file = sources.get(diagnostic.span.source);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let excerpt = Excerpt::of(file, diagnostic);
    let message = visible(&diagnostic.message);
    let path = visible(&file.path);
    let mut group: Group<'_> = level.primary_title(message).id(diagnostic.code).element(
        Snippet::source(excerpt.line.as_str())
            .path(path)
            .line_start(excerpt.number)
            .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end)),
    );
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(visible(hint)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]) + "\n"
}

/// The line of a diagnostic and the part of it to underline. A span over several lines is cut at the end of its first: the
/// start is where the author has to look. A very long line is cut round the span.
struct Excerpt {
    line: String,
    number: usize,
    start: usize,
    end: usize,
}

impl Excerpt {
    const LONGEST: usize = 240;

    fn of(file: &SourceFile, diagnostic: &Diagnostic) -> Self {
        let text = &*file.text;
        let position = file.position(diagnostic.span.start);
        let at = text.split_inclusive('\n').take(position.line - 1).map(str::len).sum::<usize>();
        let line = text[at..].split('\n').next().unwrap_or_default();
        let mut from = offset_of(line, position.column - 1);
        let mut to = floor(line, (diagnostic.span.end as usize).saturating_sub(at)).max(from);
        let mut line = line;
        if line.len() > Self::LONGEST {
            let first = if from > Self::LONGEST / 2 { floor(line, from - 40) } else { 0 };
            let last = floor(line, first + Self::LONGEST);
            line = &line[first..last];
            from -= first;
            to = to.min(last).saturating_sub(first).max(from);
        }
        Self { line: line.to_owned(), number: position.line, start: from, end: to }
    }
}

fn offset_of(line: &str, characters: usize) -> usize {
    line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at)
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A file name or a message may hold anything that the author's files hold; a terminal must not obey it.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    hints: &'a [String],
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let file = sources.get(diagnostic.span.source);
    let start = file.position(diagnostic.span.start);
    let end = file.position(diagnostic.span.end);
    serde_json::to_string(&Line {
        code: diagnostic.code,
        severity: diagnostic.severity.word(),
        message: &diagnostic.message,
        hints: &diagnostic.hints,
        file: &file.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    })
    .expect("strings and numbers always become JSON")
}
