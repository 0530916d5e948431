//! Names: which spellings are one, what slugs they get, which countries they mean.
//!
//! Nothing here is random: odd characters and hostile names are listed, and combined in every order.

mod country;
mod fold;
mod slug;

/// Names that have broken path handling somewhere, and every short mix of the signs that matter.
fn awkward_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "$$$",
        "狼毒草",
        ".git",
        "..",
        ".",
        "...",
        "NoName057(16)",
        "A/B",
        "/",
        "\\",
        "C:\\x",
        "index",
        "page",
        "con",
        "CON.",
        "aux",
        "lpt1",
        "com0",
        "COM¹",
        "-",
        "--",
        "-a-",
        "",
        " ",
        "\0",
        "a\0b",
        "🐼",
        "🇳🇴",
        "👩\u{200d}💻",
        "שלום",
        "\u{202e}evil",
        "مرحبا",
        "\u{feff}",
        "\u{301}",
        "é",
        "e\u{301}",
        "%2e%2e",
        "?x=1#y",
        "<script>",
        "a\nb",
        "\u{2028}",
        "~root",
        "*",
        "|",
        "\"",
        "'",
        "名\u{3000}前",
        "𝕬𝖕𝖙",
        "ﷺ",
        "ß",
        "ﬃ",
    ]
    .map(str::to_owned)
    .to_vec();
    for long in ["a", "狼", "a ", "ab-", "ﷺ", "🐼", "$", "é", "/", "x.y "] {
        for times in [39, 40, 80, 81, 89, 250, 5000] {
            names.push(long.repeat(times));
        }
    }
    let signs = ["a", "Z", "1", " ", "-", "_", ".", "+", "#", "&", "@", "$", "/", "\t", "é", "й", "\0"];
    for a in signs {
        for b in signs {
            for c in signs {
                names.push([a, b, c].concat());
                names.push(["1", a, b, c, "x"].concat());
            }
        }
    }
    names
}
