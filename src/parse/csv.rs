//! A CSV file beside a report as the rows that the front matter could hold: one mapping a line, with the place of every cell,
//! so that a fault in a cell is reported there. In goes the text, out come nodes and faults. It follows RFC 4180 and takes
//! what spreadsheets make of it: semicolons or tabs between cells, lines that start with `#`, blank lines.

use super::fields::Reader;
use super::schema::Field;
use super::yaml::{Key, Node, Value};
use crate::model::Tlp;
use crate::source::Span;

struct Cell {
    text: String,
    span: Span,
}

/// Reads the rows below the line of column names. `needed` is the column that every row must fill; names are compared without
/// regard to case. Unknown, repeated and missing columns are reported once, at the first line.
pub fn rows(reader: &mut Reader, text: &str, fields: &'static [Field], needed: &str) -> Vec<Node> {
    let first = text.split('\n').find(|line| !is_skipped(line)).unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().find(|c| first.contains(*c)).unwrap_or(',');
    let mut lexer = Lexer { text, at: 0, separator };
    let Some(names) = lexer.line(reader) else {
        let hint = "name its columns in the first line, such as `type,value,context`";
        reader.error("invalid-csv", Span::file(reader.source), "this file has no rows", hint);
        return Vec::new();
    };
    if !names.iter().any(|name| name.text.eq_ignore_ascii_case(needed)) {
        let message = format!("the first line names no column `{needed}`");
        let start = first.as_ptr() as usize - text.as_ptr() as usize;
        let span = Span::new(reader.source, start, start + first.len());
        reader.error("invalid-csv", span, message, "start the file with a line such as `type,value,context`");
        return Vec::new();
    }
    let columns = columns(reader, names, fields);
    let mut rows = Vec::new();
    while let Some(cells) = lexer.line(reader) {
        rows.extend(row(reader, cells, &columns, needed));
    }
    rows
}

/// What the comments of a file mark it with, `# TLP:AMBER`, as the files say that Sitrep writes; of several the highest.
pub fn marking(reader: &mut Reader, text: &str) -> Option<Tlp> {
    let mut found: Option<Tlp> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(comment) = line.strip_prefix('#').map(|rest| rest.trim_start_matches(['#', ' ', '\t']))
            && let Some(level) = comment.get(..4).filter(|tlp| tlp.eq_ignore_ascii_case("tlp:"))
        {
            let word = comment[level.len()..].split_whitespace().next().unwrap_or_default();
            let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let from = start + (comment.as_ptr() as usize - line.as_ptr() as usize);
            if Tlp::parse(word).is_none() {
                let span = Span::new(reader.source, from, from + comment.trim_end().len());
                let hint = format!("TLP 2.0 has {}", Tlp::ALL.map(Tlp::word).join(", "));
                reader.error("invalid-tlp", span, format!("`{word}` is no TLP level"), hint);
            }
            found = found.max(Some(Tlp::parse(word).unwrap_or(Tlp::Red)));
        }
        start += line.len();
    }
    found
}

/// The keys of the columns; nothing for a column that is not read.
fn columns(reader: &mut Reader, cells: Vec<Cell>, fields: &'static [Field]) -> Vec<Option<Key>> {
    let mut columns: Vec<Option<Key>> = Vec::new();
    for cell in cells {
        let name = cell.text.to_lowercase();
        let known = fields.iter().any(|field| field.key == name);
        let twice = known && columns.iter().flatten().any(|key| key.text == name);
        if twice {
            let message = format!("the column `{name}` stands here a second time");
            reader.error("duplicate-key", cell.span, message, "keep one of them");
        } else if !known && !name.is_empty() && !super::indicators::EXPORTED.contains(&name.as_str()) {
            reader.unknown_key(&cell.text, cell.span, fields);
        }
        columns.push((known && !twice).then_some(Key { text: name, span: cell.span }));
    }
    columns
}

fn row(reader: &mut Reader, cells: Vec<Cell>, columns: &[Option<Key>], needed: &str) -> Option<Node> {
    let place = cells.first()?.span;
    if let Some(extra) = cells.iter().skip(columns.len()).find(|cell| !cell.text.is_empty()) {
        let message = "this row has more cells than the first line has columns";
        reader.error("invalid-csv", extra.span, message, "put quotes round a cell that holds the separator");
    }
    let mut entries = Vec::new();
    let mut end = place.end;
    for (cell, key) in cells.into_iter().zip(columns) {
        end = cell.span.end;
        if let Some(key) = key.as_ref().filter(|_| !cell.text.is_empty()) {
            let value = Value::Scalar { text: cell.text, plain: false };
            entries.push((key.clone(), Node { value, span: cell.span }));
        }
    }
    if !entries.iter().any(|(key, _)| key.text == needed) {
        let message = format!("this row has no `{needed}`");
        reader.error("missing-key", place, message, "fill the cell or remove the row");
        return None;
    }
    Some(Node { value: Value::Map(entries), span: Span { end, ..place } })
}

fn is_skipped(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    separator: char,
}

impl Lexer<'_> {
    /// The cells of the next line that is no comment and not blank.
    fn line(&mut self, reader: &mut Reader) -> Option<Vec<Cell>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let line = rest.split('\n').next().unwrap_or_default();
            if !is_skipped(line) {
                break;
            }
            self.at += line.len() + 1;
        }
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell(reader));
            let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
            self.at += next.map_or(0, char::len_utf8);
            if next != Some(self.separator) {
                return Some(cells);
            }
        }
    }

    /// The cell that starts here; afterwards the lexer stands on the separator, the line feed or the end behind it.
    fn cell(&mut self, reader: &mut Reader) -> Cell {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let quoted = rest.trim_start_matches(' ').starts_with('"');
        let mut inside = false;
        let mut length = rest.len();
        for (offset, c) in rest.char_indices() {
            if quoted && c == '"' {
                inside = !inside;
            } else if !inside && (c == self.separator || c == '\n') {
                length = offset;
                break;
            }
        }
        if inside {
            // The rest of the file would be one cell: the row ends with its line instead.
            length = rest.find('\n').unwrap_or(rest.len());
            let span = Span::new(reader.source, start, start + 1);
            reader.error(
                "invalid-csv",
                span,
                "this quote is never closed",
                "close it, or double a quote inside",
            );
        }
        self.at = start + length;
        let written = &rest[..length];
        let shown = written.trim();
        let from = start + (written.len() - written.trim_start().len());
        let span = Span::new(reader.source, from, from + shown.len());
        let bare =
            shown.strip_prefix('"').filter(|_| quoted).map(|bare| bare.strip_suffix('"').unwrap_or(bare));
        let text = bare.map_or_else(|| shown.to_owned(), |bare| bare.replace("\"\"", "\"").trim().to_owned());
        // What an export put before a cell, so that a spreadsheet takes it for text.
        let guarded = text
            .strip_prefix('\'')
            .filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
        Cell { text: guarded.map(str::to_owned).unwrap_or(text), span }
    }
}
