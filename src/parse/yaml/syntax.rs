//! What the YAML parser complains of, in the words of an author. In go the parser's sentence and its place, out come a
//! sentence, the place where the author has to look, which is often before the one where the parser gave up, and what to
//! do. It guesses nothing that it cannot see in the text, and keeps the parser's words where it knows none better.

/// A syntax fault in the words of an author.
pub struct Explained {
    /// Stable word of the diagnostic.
    pub code: &'static str,
    /// First byte of the text to underline.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

const QUOTE_IT: &str = "put quotes round text that holds `: ` or ` #`, or starts with one of `[{*&!|>%@`";

/// Explains `info`, which the parser said of the byte `at` of `text`.
pub fn explain(info: &str, text: &str, at: usize) -> Explained {
    let at = floor(text, at);
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    brackets(info, text, at)
        .or_else(|| indentation(info, text, line, at))
        .or_else(|| quotes(info, text, at))
        .or_else(|| signs(info, text, line, at))
        .unwrap_or_else(|| one(at, at, format!("this is not valid YAML: {info}"), QUOTE_IT))
}

fn one(start: usize, end: usize, message: impl Into<String>, hint: &'static str) -> Explained {
    Explained { code: "invalid-yaml", start, end, message: message.into(), hint }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn indentation(info: &str, text: &str, line: usize, at: usize) -> Option<Explained> {
    let whole = text[line..].split('\n').next().unwrap_or_default();
    let indent = &whole[..whole.len() - whole.trim_start().len()];
    if let Some(tab) = indent.find('\t') {
        let hint = "indent with spaces, not with tabs";
        return Some(one(line + tab, line + tab + 1, "a tab cannot indent a line of YAML", hint));
    }
    if info.contains(" tab") || info.contains("valid YAML whitespace") {
        let tab = line + text[line..].find('\t')?;
        return Some(one(tab, tab + 1, "a tab cannot stand here", "put spaces in its place"));
    }
    if info.contains("block sequence entries are not allowed") {
        let dash = line + whole.find(": -").map_or(indent.len(), |colon| colon + 2);
        let hint = "start the list on the line below its key, or put quotes round text that starts with `- `";
        return Some(one(dash, dash + 1, "a list cannot start here", hint));
    }
    let misplaced = info == "invalid indentation"
        || info.contains("wrongly indented")
        || info.contains("did not find expected '-' indicator")
        || info.contains("expected <document start>")
        || info.contains("parsing a block mapping");
    misplaced.then(|| {
        let start = if whole.trim().is_empty() { at } else { line + indent.len() };
        let end = if start == at { at } else { line + whole.trim_end().len() };
        let hint =
            "the entries of one list or mapping start in the same column, and a list stands below its key";
        one(start, end.max(start), "this line does not fit the lines above it", hint)
    })
}

fn quotes(info: &str, text: &str, at: usize) -> Option<Explained> {
    if info.contains("trailing content after") {
        let hint = "inside double quotes write `\\\"` for a quote, inside single quotes `''`";
        return Some(one(at, at, "text stands behind the closing quote", hint));
    }
    if info.contains("escape") || info.contains("hexadecimal") {
        let hint = "write `\\\\` for a backslash, or put the text in single quotes";
        let start = bad_escape(text, at).unwrap_or(at);
        return Some(one(start, start + 1, "this backslash starts no escape that YAML knows", hint));
    }
    let unclosed = info.contains("quoted scalar") || info.contains("unexpected end of stream");
    let quote = text[at..].chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = match quote {
        Some(_) => at,
        None => text[..at].rfind(['"', '\'']).unwrap_or(at),
    };
    unclosed.then(|| one(start, start + 1, "this quote is never closed", "close it with the same quote"))
}

/// The first backslash from `at` on that starts no escape of a double-quoted scalar (YAML 1.2.2, section 5.7).
fn bad_escape(text: &str, at: usize) -> Option<usize> {
    let mut rest = text[at..].char_indices();
    while let Some((offset, c)) = rest.next() {
        if c != '\\' {
            continue;
        }
        let (_, escape) = rest.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if "0abt\tnvfre \"/\\N_LP\n".contains(escape) => continue,
            _ => return Some(at + offset),
        };
        let code: String = rest.clone().take(digits).map(|(_, c)| c).collect();
        if u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).is_none() {
            return Some(at + offset);
        }
    }
    None
}

fn brackets(info: &str, text: &str, at: usize) -> Option<Explained> {
    if info.contains("recursion limit") {
        let message = format!("this is nested more than {} levels deep", super::DEEPEST);
        let hint = "put quotes round text that holds brackets";
        return Some(Explained { code: "yaml-too-deep", ..one(at, at, message, hint) });
    }
    if info.contains("misplaced bracket") {
        return Some(one(
            at,
            at + 1,
            "this bracket closes nothing",
            "remove it, or put quotes round the text",
        ));
    }
    let in_flow = info.contains("flow")
        || info.contains("illegal placement of ':'")
        || info.contains("may not precede")
        || info.contains("unexpected eof")
        || info.contains("expected node content")
        || info.contains("block mapping")
        || info == "invalid indentation";
    let open = open_bracket(&text[..at]).filter(|_| in_flow)?;
    let same_line = !text[open..at].contains('\n');
    let rest = text[at..].split('\n').next().unwrap_or_default();
    let closes = if text[open..].starts_with('[') { ']' } else { '}' };
    if same_line && rest.contains(closes) {
        let hint = "separate the entries with single commas, and put quotes round text that holds brackets or braces";
        return Some(one(at, at, "this is no entry of the list or mapping in brackets", hint));
    }
    let message = format!("this bracket is never closed: there is no `{closes}`");
    Some(one(open, open + 1, message, "close it, or put quotes round the text"))
}

/// The last bracket before the end of `text` that opens a list or a mapping and is not closed.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    let mut comment = false;
    for (at, c) in text.char_indices() {
        let at_start = open.is_empty() && matches!(before, ':' | '-' | '\n')
            || !open.is_empty() && matches!(before, '[' | '{' | ',' | ':');
        match c {
            '\n' => comment = false,
            _ if comment => {}
            _ if quote == Some(c) => quote = None,
            _ if quote.is_some() => {}
            '"' | '\'' if at_start => quote = Some(c),
            '#' if text[..at].ends_with([' ', '\n']) => comment = true,
            '[' | '{' if at_start => open.push(at),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
        if !c.is_whitespace() || (c == '\n' && open.is_empty()) {
            before = c;
        }
    }
    open.pop()
}

fn signs(info: &str, text: &str, line: usize, at: usize) -> Option<Explained> {
    if info.contains("unknown anchor") {
        let name = text[at..].split(|c: char| c.is_whitespace() || ",[]{}".contains(c)).next();
        let end = at + name.map_or(0, str::len);
        let message = format!("there is no anchor for `{}` above", &text[at..end]);
        return Some(one(at, end, message, "put quotes round text that starts with `*`"));
    }
    if info.contains("mapping values are not allowed") {
        let before = text[line..at].trim_start().trim_start_matches("- ");
        let hint = match before.find(": ") {
            Some(_) => "put quotes round the whole text: a colon and a space start a value",
            None => {
                "start this line in the column of the key above it, or put quotes round text that holds `: `"
            }
        };
        return Some(one(at, at + 1, "this colon cannot start a value here", hint));
    }
    if info.contains("simple key expect") {
        let above = text[..line].trim_end();
        let above = above.rfind('\n').map_or(0, |end| end + 1)..above.len();
        let own = line..line + text[line..].split('\n').next().map_or(0, str::len);
        let found = if text[above.clone()].contains(':') || above.is_empty() { own } else { above };
        let hint =
            "write `key: value`; where the text of the document starts here, put a line `---` above it";
        return Some(one(found.start, found.end, "a colon is missing in this line", hint));
    }
    let sign = text[at..].chars().next().filter(|c| "@`%*&!|>,".contains(*c))?;
    let shown = if sign == '`' { "a backquote".to_owned() } else { format!("`{sign}`") };
    let message = format!("text without quotes cannot start with {shown}");
    Some(one(at, at + sign.len_utf8(), message, "put quotes round the text"))
}
