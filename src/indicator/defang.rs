//! Live and defanged spellings of a value: live is stored and copied, defanged is shown.
//!
//! In: a value in either spelling. Out: the other one. [`defang`] writes one form (`hxxp://evil[.]example/a`),
//! [`refang`] reads all the usual ones. For every valid value, [`refang`] of [`defang`] gives the value back, with
//! one exception that cannot be told apart: a live URL whose path itself holds `[.]` or the like.
//! It does not fold case, resolve paths or check anything; that is `normalise` and `validate`.

use super::kind::IndicatorType;
use super::recognise::is_registry_key;

/// The spelling for pages: `hxxp://evil[.]example/a`, `192[.]0[.]2[.]1`, `2001[:]db8::1`, `a[@]evil[.]example`.
///
/// In a URL only scheme, userinfo and host change. Types that nothing turns into a link stay as they are.
pub fn defang(kind: IndicatorType, live: &str) -> String {
    match kind {
        IndicatorType::Domain | IndicatorType::Hostname | IndicatorType::Ipv4 => dots(live),
        IndicatorType::Ipv6 | IndicatorType::Cidr => colons(&dots(live)),
        IndicatorType::Url => url(live),
        IndicatorType::Email => match live.rsplit_once('@') {
            Some((local, host)) => format!("{local}[@]{}", dots(host)),
            None => dots(live),
        },
        _ => live.to_owned(),
    }
}

/// The live value of any usual defanged form: `[.]`, `(dot)`, `\.`, `[.`, `hxxp`, `[:]//`, `[at]`, with or without spaces
/// around the brackets or inside them; `evil dot example` where it is all that stands there.
///
/// Trims white space; a live value comes back unchanged. Whoever knows the type uses [`refang_as`].
pub fn refang(text: &str) -> String {
    let text = text.trim();
    if let Some(live) = spelled_out(text) {
        return live;
    }
    let Some(scheme) = Scheme::split(text) else {
        let part = if is_opaque(text) { Part::Opaque } else { Part::Host };
        return Rewriter::new(String::new(), part).run(text).0;
    };
    let start = format!("{}://", scheme.live);
    let (live, host_changed) = Rewriter::new(start, Part::Host).run(scheme.rest);
    // A live URL may hold anything behind its host.
    if scheme.was_live && !host_changed { text.to_owned() } else { live }
}

/// The live value of a text whose type is known: nothing in a mutex, a registry key or a sum is ever taken for
/// defanging, and in file names and paths `[.]` alone is.
pub fn refang_as(kind: IndicatorType, text: &str) -> String {
    use IndicatorType::{Cidr, Domain, Email, Filename, Hostname, Ipv4, Ipv6, Path, Url};
    match kind {
        Domain | Hostname | Ipv4 | Ipv6 | Cidr | Url | Email => refang(text),
        Filename | Path => Rewriter::new(String::new(), Part::Opaque).run(text.trim()).0,
        _ => text.trim().to_owned(),
    }
}

fn dots(text: &str) -> String {
    text.replace('.', "[.]")
}

/// Brackets single colons; `::` stays readable, unless it is all there is.
fn colons(text: &str) -> String {
    let bracketed = text.split("::").map(|run| run.replace(':', "[:]")).collect::<Vec<_>>();
    let single = bracketed.iter().any(|run| run.contains("[:]"));
    bracketed.join(if single { "::" } else { "[:][:]" })
}

fn url(live: &str) -> String {
    let (start, rest) = match live.split_once("://") {
        None => loose_start(live),
        Some(("http", rest)) => ("hxxp://".to_owned(), rest),
        Some(("https", rest)) => ("hxxps://".to_owned(), rest),
        Some(("ftp", rest)) => ("fxp://".to_owned(), rest),
        // Spellings that `hxxp` could not give back exactly keep their letters.
        Some((other, rest)) => (format!("{other}[:]//"), rest),
    };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (format!("{user}[@]"), host),
        None => (String::new(), authority),
    };
    let host = match host.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((address, port)) => format!("[{}]{port}", colons(&dots(address))),
        None => dots(host),
    };
    format!("{start}{user}{host}{path}")
}

/// Scheme and slashes of an address that browsers follow all the same: `//host/`, `https:/host`, `https:host`, `http:\\host`.
fn loose_start(live: &str) -> (String, &str) {
    let (scheme, after) = match live.split_once(':') {
        Some((scheme, after)) if ["http", "https", "ftp"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) => {
            (scheme, after)
        }
        _ => ("", live),
    };
    let rest = after.trim_start_matches(['/', '\\']);
    let slashes = &after[..after.len() - rest.len()];
    match scheme.to_ascii_lowercase().as_str() {
        "" if slashes.len() > 1 => (slashes.to_owned(), rest),
        "" => (String::new(), live),
        "ftp" => (format!("fxp:{slashes}"), rest),
        scheme => (format!("hxxp{}:{slashes}", &scheme[4..]), rest),
    }
}

/// `user at evil dot example`: host labels with nothing but the words between them. A sentence has other words, a live value
/// has dots.
fn spelled_out(text: &str) -> Option<String> {
    if !text.contains(' ') || text.contains(['.', '[', '(', '{', '\\', '/', ':']) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_label = |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let mut live = String::with_capacity(text.len());
    let mut dots = 0;
    for (at, word) in words.iter().enumerate() {
        match (at % 2, word.to_ascii_lowercase().as_str()) {
            (1, "dot") => {
                live.push('.');
                dots += 1;
            }
            (1, "at") if at == 1 => live.push('@'),
            (0, _) if is_label(word) => live.push_str(word),
            _ => return None,
        }
    }
    (dots > 0 && words.len() % 2 == 1).then_some(live)
}

/// A scheme at the start of a text, live or defanged.
struct Scheme<'a> {
    live: String,
    was_live: bool,
    rest: &'a str,
}

impl<'a> Scheme<'a> {
    fn split(text: &'a str) -> Option<Scheme<'a>> {
        if let Some((live, rest)) = BRACKETED.iter().find_map(|(start, live)| {
            let head = text.get(..start.len())?;
            head.eq_ignore_ascii_case(start).then(|| (*live, &text[start.len()..]))
        }) {
            let secure = rest.strip_prefix(['s', 'S']);
            let rest = secure.unwrap_or(rest);
            let rest = SEPARATORS.iter().find_map(|separator| rest.strip_prefix(separator))?;
            let live = if secure.is_some() { format!("{live}s") } else { live.to_owned() };
            return Some(Scheme { live, was_live: false, rest });
        }
        let word = |c: char| c.is_ascii_alphanumeric() || "+-.*_".contains(c);
        let end = text.find(|c| !word(c))?;
        let (written, after) = text.split_at(end);
        if !written.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let usual = SEPARATORS.iter().find_map(|s| Some((*s, after.strip_prefix(s)?)));
        // The slashes of a URL typed the wrong way round; a drive has one letter.
        let (separator, rest) = usual.or_else(|| {
            let is_web = written.len() > 2 && written.to_ascii_lowercase().ends_with(['p', 's']);
            after.strip_prefix(":\\\\").filter(|_| is_web).map(|rest| (":\\\\", rest))
        })?;
        let defanged = match written.to_ascii_lowercase().as_str() {
            "hxxp" | "h**p" | "h__p" | "htxp" | "hxtp" | "hxxxp" | "meow" => Some("http"),
            "hxxps" | "h**ps" | "h__ps" | "htxps" | "hxtps" | "hxxxps" | "meows" => Some("https"),
            "fxp" | "f*p" | "f_p" => Some("ftp"),
            "fxps" | "f*ps" => Some("ftps"),
            "sfxp" | "sf*p" => Some("sftp"),
            other if other.contains(['*', '_']) => return None,
            _ => None,
        };
        Some(Scheme {
            live: defanged.unwrap_or(written).to_owned(),
            was_live: defanged.is_none() && separator == "://",
            rest,
        })
    }
}

/// Schemes with brackets inside, up to their `s`.
const BRACKETED: [(&str, &str); 6] = [
    ("h[xx]p", "http"),
    ("h[tt]p", "http"),
    ("h(xx)p", "http"),
    ("h(tt)p", "http"),
    ("h{xx}p", "http"),
    ("h{tt}p", "http"),
];

/// What stands between scheme and host.
const SEPARATORS: [&str; 13] = [
    "://",
    "[:]//",
    "[://]",
    ":[//]",
    "[:][//]",
    ":[/][/]",
    "[:][/][/]",
    "(:)//",
    "(://)",
    "{:}//",
    "{://}",
    "[:]\\\\",
    "[:/]/",
];

/// What a pair of brackets can hold, and the sign it stands for.
const SIGNS: [(&str, char); 6] = [(".", '.'), ("dot", '.'), (":", ':'), ("@", '@'), ("at", '@'), ("/", '/')];

/// Whether a text is a path, a registry key or the like, where a backslash before a dot is nothing but a separator.
fn is_opaque(text: &str) -> bool {
    let separates = |(at, _): (usize, &str)| !text.get(at + 1..).is_some_and(|rest| rest.starts_with('.'));
    text.starts_with(['/', '\\', '~', '%'])
        || is_registry_key(text)
        || text.match_indices('\\').any(separates)
}

/// Which defanged forms count at the current place of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of them.
    Host,
    /// Square brackets, and whatever else the host used.
    AfterHost,
    /// `[.]` alone.
    Opaque,
}

struct Rewriter {
    out: String,
    part: Part,
    /// How the host was defanged: the first characters of its forms.
    styles: Vec<char>,
    /// A bracket that was opened before a dot has still to be closed.
    half_open: bool,
}

impl Rewriter {
    fn new(out: String, part: Part) -> Rewriter {
        Rewriter { out, part, styles: Vec::new(), half_open: false }
    }

    /// The rewritten text, and whether anything changed before the end of the host.
    fn run(mut self, text: &str) -> (String, bool) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if self.half_open && first == ']' && self.part == Part::Host {
                self.half_open = false;
                rest = &rest[1..];
                continue;
            }
            let (sign, after) = match self.form(rest, first) {
                Some((sign, length)) => {
                    let after = rest.get(length..).unwrap_or_default();
                    (sign, self.close_gap(first, after))
                }
                None => (first, rest.get(first.len_utf8()..).unwrap_or_default()),
            };
            self.out.push(sign);
            rest = after;
            if self.part == Part::Host && matches!(sign, '/' | '?' | '#') {
                self.part = Part::AfterHost;
            }
        }
        (self.out, !self.styles.is_empty())
    }

    /// The sign that a defanged form at the start of `rest` stands for, and the form's length in bytes.
    fn form(&mut self, rest: &str, first: char) -> Option<(char, usize)> {
        let seen = self.part == Part::Host || self.styles.contains(&first);
        let close = match first {
            '\\' if seen && self.part != Part::Opaque && rest.starts_with("\\.") => {
                return Some(('.', 2));
            }
            '.' if self.part == Part::Host && rest.starts_with(".]") && !self.out.contains('[') => {
                return Some(('.', 2));
            }
            '[' => ']',
            '(' if seen => ')',
            '{' if seen => '}',
            _ => return None,
        };
        let inside = &rest[1..];
        let trimmed = inside.trim_start_matches(' ');
        let spaces = inside.len() - trimmed.len();
        let whole = SIGNS.into_iter().find_map(|(inner, sign)| {
            let counts = match self.part {
                Part::Host => true,
                // `?filter[at]=` is a field of many web applications.
                Part::AfterHost => inner != "at" && spaces == 0,
                Part::Opaque => inner == "." && spaces == 0,
            };
            let found = trimmed.get(..inner.len())?.eq_ignore_ascii_case(inner);
            let after = trimmed.get(inner.len()..).filter(|_| found && counts)?;
            let gap = after.len() - after.trim_start_matches(' ').len();
            let closed = after[gap..].starts_with(close) && (gap == 0 || self.part == Part::Host);
            closed.then_some((sign, 1 + spaces + inner.len() + gap + 1))
        });
        let half = || self.is_half(rest, close).then_some(('.', 2));
        let found = whole.or_else(half);
        self.half_open |= whole.is_none() && found.is_some();
        found
    }

    /// `evil[.example`, `evil[.example]`: a bracket that was opened before the dot and closed elsewhere or never.
    fn is_half(&self, rest: &str, close: char) -> bool {
        let label = rest.get(1..).and_then(|inside| inside.strip_prefix('.'));
        let starts = label.is_some_and(|label| label.starts_with(|c: char| c.is_alphanumeric()));
        self.part == Part::Host && close == ']' && starts
    }

    /// Drops the spaces of `evil [dot] example` on both sides, and remembers the form. Returns what follows.
    fn close_gap<'a>(&mut self, first: char, after: &'a str) -> &'a str {
        if self.part != Part::Host {
            return after;
        }
        if !self.styles.contains(&first) {
            self.styles.push(first);
        }
        if first == '\\' {
            return after;
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        after.trim_start_matches(' ')
    }
}
