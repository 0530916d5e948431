//! The description of a catalogue as inert Markdown: what a reader sees is what the catalogue says. Only its own links to http and
//! https addresses, its list items and its `code` stay markup; every other sign that Markdown would obey is escaped.

/// Escapes a description.
pub fn inert(description: &str) -> String {
    let mut out = String::with_capacity(description.len() + 64);
    for (at, line) in description.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let line = line.trim_start();
        match line.strip_prefix("* ").or_else(|| line.strip_prefix("- ")) {
            Some(item) => {
                out.push_str("* ");
                inline(&mut out, item.trim_start());
            }
            None => {
                escape_start(&mut out, line);
            }
        }
    }
    out
}

/// Signs that mean something only at the start of a line.
fn escape_start(out: &mut String, line: &str) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && line[digits..].starts_with(['.', ')']);
    if numbered {
        out.push_str(&line[..digits]);
        out.push('\\');
        inline(out, &line[digits..]);
    } else if line.starts_with(['+', '-', '=', ':']) {
        out.push('\\');
        inline(out, line);
    } else {
        inline(out, line);
    }
}

fn inline(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((label, address, after)) = link(rest) {
            out.push('[');
            escape(out, label);
            out.push_str("](<");
            out.push_str(address);
            out.push_str(">)");
            rest = after;
        } else if let Some((code, after)) = code(rest) {
            out.push('`');
            out.push_str(code);
            out.push('`');
            rest = after;
        } else {
            escape(out, &rest[..c.len_utf8()]);
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// `[label](https://…)` at the start of a text.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let plain = |c: char| c.is_ascii_graphic() && !"<>\\`\"".contains(c);
    let web = address.starts_with("https://") || address.starts_with("http://");
    (web && address.chars().all(plain) && !label.is_empty() && !label.contains(['[', ']', '<']))
        .then_some((label, address, after))
}

/// `<code>…</code>` at the start of a text.
fn code(text: &str) -> Option<(&str, &str)> {
    let (inside, after) = text.strip_prefix("<code>")?.split_once("</code>")?;
    let plain = !inside.is_empty() && inside.trim() == inside && !inside.contains(['`', '\n', '<']);
    plain.then_some((inside, after))
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        if "\\`*_[]<>#|~&!{}^".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
}
