//! The reference parts of `docs/theming.md` and `docs/front-matter.md` follow from the code. In go the files of `src/view/contract/` as text and the
//! parser's tables, out comes Markdown, which must be what the files hold below their marker line. With `SITREP_UPDATE=1` the
//! files are rewritten instead; the text above the marker is written by hand and never touched.

use std::path::Path;

use sitrep::parse::schema;

#[test]
fn the_theming_reference_is_what_the_views_say() {
    compare(
        "docs/theming.md",
        "<!-- reference: generated from src/view/contract.rs -->",
        &views(&contract()),
    );
}

#[test]
fn the_front_matter_reference_is_what_the_parser_accepts() {
    let marker = "<!-- reference: generated from src/parse/schema.rs -->";
    compare("docs/front-matter.md", marker, &schemas());
}

#[test]
fn every_field_of_a_view_is_documented() {
    let view = contract();
    let lines: Vec<&str> = view.lines().map(str::trim).collect();
    let bare: Vec<&str> = lines
        .windows(2)
        .filter(|pair| field(pair[1]).is_some() && !pair[0].starts_with("///"))
        .map(|pair| pair[1])
        .collect();
    assert!(bare.is_empty(), "no comment above {bare:?}");
}

/// The files of the template contract in the order in which `contract.rs` lists them.
fn contract() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/view");
    let list = std::fs::read_to_string(root.join("contract.rs")).unwrap();
    let files = list.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    files.map(|name| std::fs::read_to_string(root.join(format!("contract/{name}.rs"))).unwrap()).collect()
}

#[track_caller]
fn compare(path: &str, marker: &str, reference: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&file).unwrap();
    let head = text.split_once(marker).map(|(head, _)| head);
    let head = head.unwrap_or_else(|| panic!("{path} has no line `{marker}`"));
    let wanted = format!("{head}{marker}\n\n{reference}");
    if std::env::var_os("SITREP_UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(&file, &wanted).unwrap();
        return;
    }
    let differs = text.lines().zip(wanted.lines()).position(|(a, b)| a != b);
    assert!(
        text == wanted,
        "{path} differs from the code at line {:?}; `SITREP_UPDATE=1 cargo test documentation` rewrites it",
        differs.map(|at| at + 1)
    );
}

/// A section for each struct: its comment, then its fields.
fn views(text: &str) -> String {
    let mut out = String::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("///") {
            comment.push(rest.trim());
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            out.push_str(&format!(
                "### {name}\n\n{}\n\n| field | type | meaning |\n|---|---|---|\n",
                prose(&comment)
            ));
            comment.clear();
        } else if let Some((name, kind)) = field(line) {
            out.push_str(&format!("| `{name}` | {} | {} |\n", in_words(kind), cell(&prose(&comment))));
            comment.clear();
        } else if line == "}" && out.ends_with("|\n") {
            out.push('\n');
        } else if !line.starts_with("#[") {
            comment.clear();
        }
    }
    out.trim_end().to_owned() + "\n"
}

fn field(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("pub ")?.strip_suffix(',')?.split_once(": ")
}

/// A Rust type as the author of a template thinks of it.
fn in_words(kind: &str) -> String {
    let inner = |kind: &str, outer: &str| {
        kind.strip_prefix(outer)?.strip_suffix('>').map(std::string::ToString::to_string)
    };
    if let Some(kind) = inner(kind, "Option<") {
        return format!("{} or none", in_words(&kind));
    }
    if let Some(kind) = inner(kind, "Vec<") {
        return format!("list of {}", in_words(&kind));
    }
    if let Some(kind) = inner(kind, "Arc<").or_else(|| inner(kind, "Shared<")) {
        return in_words(&kind);
    }
    if let Some(kind) = inner(kind, "BTreeMap<String, ") {
        return format!("mapping of name to {}", in_words(&kind));
    }
    match kind {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "u8" | "usize" | "i32" => "number".to_owned(),
        "serde_json::Value" => "mapping".to_owned(),
        "Drawn" => "safe HTML".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}

/// Lines of a comment as one paragraph; a link of rustdoc becomes one of this page.
fn prose(comment: &[&str]) -> String {
    let mut text = comment.join(" ");
    while let Some((before, rest)) = text.split_once("[`") {
        let (name, after) = rest.split_once("`]").unwrap();
        text = format!("{before}[{name}](#{}){after}", name.to_lowercase());
    }
    text
}

fn schemas() -> String {
    let mut out = String::new();
    for schema in schema::ALL {
        out.push_str(&format!(
            "### {}\n\n{}\n\n| key | form | meaning |\n|---|---|---|\n",
            schema.title, schema.about
        ));
        for field in schema.fields {
            out.push_str(&format!("| `{}` | {} | {} |\n", field.key, cell(field.form), cell(field.meaning)));
        }
        out.push('\n');
    }
    out.trim_end().to_owned() + "\n"
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
