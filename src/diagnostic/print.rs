//! Diagnostics as text: for people with the source line and a caret, one a line for editors, one JSON object or
//! workflow command a line for programs. In go diagnostics and the sources they point into, out comes text; nothing is printed here.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
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
    /// A workflow command of GitHub Actions a line, which marks the place in a pull request.
    Github,
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
            Format::Github => github(diagnostic, sources) + "\n",
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
    let Position { line, column } = file.position(diagnostic.span.start);
    let excerpt = Excerpt::of(file, diagnostic);
    let message = visible(&diagnostic.message);
    let title = level.primary_title(message).id(diagnostic.code);
    let path = visible(&file.path);
    // A link or an empty file has no line to show.
    let mut group: Group<'_> = if file.text.trim().is_empty() {
        title.element(Origin::path(path).line(line).char_column(column))
    } else {
        let mark = AnnotationKind::Primary.span(excerpt.start..excerpt.end);
        title.element(Snippet::source(excerpt.line).path(path).line_start(line).annotation(mark))
    };
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(visible(hint)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]) + "\n"
}

/// The line of a diagnostic and the part of it to underline. A span over several lines is cut at the end of its first: the
/// start is where the author has to look. The printer cuts long lines itself; it must see the whole to count columns.
struct Excerpt<'a> {
    line: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Excerpt<'a> {
    /// More than this is not underlined.
    const LONGEST: usize = 60;

    fn of(file: &'a SourceFile, diagnostic: &Diagnostic) -> Self {
        let at = floor(&file.text, diagnostic.span.start as usize);
        let first = file.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = file.text[first..].split('\n').next().unwrap_or_default();
        let start = at - first;
        let end = (diagnostic.span.end as usize).saturating_sub(first);
        let end = floor(line, end.min(start + Self::LONGEST)).max(start);
        Self { line, start, end }
    }
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
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if hides(c) { '\u{fffd}' } else { c }).collect()
}

/// `::error file=…,line=…::message`, with the escapes of the workflow commands of GitHub Actions.
fn github(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let file = sources.get(diagnostic.span.source);
    let start = file.position(diagnostic.span.start);
    let end = file.position(diagnostic.span.end);
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let text = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let path = text(&file.path).replace(':', "%3A").replace(',', "%2C");
    let hints: String = diagnostic.hints.iter().map(|hint| format!("%0Ahint: {}", text(hint))).collect();
    format!(
        "::{level} file={path},line={},col={},endLine={},endColumn={},title={}::{}{hints}",
        start.line,
        start.column,
        end.line,
        end.column,
        diagnostic.code,
        text(&diagnostic.message)
    )
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
