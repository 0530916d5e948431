//! Blocks `::: tlp amber … :::`, a part of a body with a level of its own. In goes Markdown, out come the blocks with what goes when
//! one is withheld, and what is wrong with them. Which lines are fences is asked of the Markdown parser: each is put before it as a
//! mark that is a block of raw HTML in itself, so that a fence in code or in a comment stays the text that it is, and no other
//! can hide. A line that might be a fence and is none is an error: its text was meant to be withheld.

mod fences;
mod lost;
mod places;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, TextMergeWithOffset};

use super::options;
use super::prepare::{self, OPEN};
use crate::diagnostic::Severity;
use crate::model::Tlp;
use fences::{Candidate, Kind, candidates};
use places::{Place, Places};

pub use fences::without_markers;
pub use lost::{Lost, lost};

/// The blocks of a body.
#[derive(Debug, Default)]
pub struct Blocks {
    /// In order of their first lines.
    pub blocks: Vec<Block>,
    /// In no order.
    pub faults: Vec<Fault>,
    fences: Vec<(Range<usize>, Mark)>,
}

/// One block.
#[derive(Debug, Clone)]
pub struct Block {
    /// The higher of what its first line says and the levels of the blocks around it.
    pub level: Tlp,
    /// Its first line, without signs of lists and quotes.
    pub opener: Range<usize>,
    /// Everything that goes with it: its lines. Where a list item starts with the block and goes on behind it, the sign of the item
    /// stays.
    pub gone: Range<usize>,
}

/// What is wrong with a fence.
#[derive(Debug)]
pub struct Fault {
    /// Where.
    pub place: Range<usize>,
    /// Stable word.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What a fence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Opens a block of the level that its line says.
    Open(Tlp),
    /// Closes the innermost block.
    Close,
}

/// Reads the blocks of a body.
pub fn read(text: &str) -> Blocks {
    if !fences::may_hold(text) {
        return Blocks::default();
    }
    let found = candidates(text);
    if found.is_empty() {
        return Blocks::default();
    }
    let base = prepare::without_blocks(text);
    let (found, marked) = set_apart(&base, found);
    let places = Places::of(&marked, &found);
    pair(text, &found, &places)
}

/// Puts a mark in place of every fence of a text that is prepared but for that.
pub fn mark(text: &str, mut prepared: String) -> String {
    let fences = read(text).fences;
    if fences.is_empty() {
        return prepared;
    }
    // Nobody else writes marks.
    for forged in ["<?>", "<??>"] {
        prepared = prepared.replace(forged, &forged.replace('<', &OPEN.to_string()));
    }
    for (at, mark) in fences {
        put(&mut prepared, at, mark);
    }
    prepared
}

/// The mark that a line of raw HTML is.
pub fn mark_of(html: &str) -> Option<Mark> {
    let inner = html.trim().strip_prefix("<?")?.strip_suffix('>')?;
    match inner.chars().next() {
        None => Some(Mark::Close),
        Some('?') if inner.len() == 1 => Some(Mark::Close),
        Some(CLOSE) => Some(Mark::Close),
        Some(c) => Tlp::ALL.into_iter().find(|level| sign(*level) == c).map(Mark::Open),
    }
}

/// Stands in a mark that closes, where there is room for it.
const CLOSE: char = '\u{f}';

/// Stands in a mark that opens. No author's text holds it: control characters are taken out beforehand.
fn sign(level: Tlp) -> char {
    char::from(0x10 + level as u8)
}

/// A processing instruction is the one block of raw HTML that fits into three bytes, ends on its line and closes nothing else.
fn put(prepared: &mut String, at: Range<usize>, mark: Mark) {
    let sign = match mark {
        Mark::Open(level) => sign(level),
        Mark::Close => CLOSE,
    };
    let text = match at.len() {
        ..=3 => "<?>".to_owned(),
        4 => "<??>".to_owned(),
        length => format!("<?{sign}{}?>", "x".repeat(length - 5)),
    };
    prepared.replace_range(at, &text);
}

/// Puts marks in place of all candidates but those inside an inline comment, which a mark would cut in two.
fn set_apart(base: &str, mut found: Vec<Candidate>) -> (Vec<Candidate>, String) {
    if base.contains("<!--") {
        let inline = TextMergeWithOffset::new(Parser::new_ext(base, options()).into_offset_iter());
        let mut from = 0;
        for (event, range) in inline {
            if matches!(&event, Event::InlineHtml(text) if text.starts_with("<!--")) {
                while found.get(from).is_some_and(|one| one.at.start < range.start) {
                    from += 1;
                }
                for one in found.iter_mut().skip(from).take_while(|one| one.at.start < range.end) {
                    one.marked = false;
                }
            }
        }
    }
    let mut marked = base.to_owned();
    for one in found.iter().filter(|one| one.marked) {
        let mark = match one.kind {
            Kind::Open(level) => Mark::Open(level),
            Kind::Close => Mark::Close,
        };
        put(&mut marked, one.at.clone(), mark);
    }
    (found, marked)
}

/// Blocks inside each other at most. TLP has five levels; more blocks are a mistake or an attack.
const DEEPEST: usize = 16;

/// A block that is not closed yet.
struct Open<'a> {
    block: usize,
    fence: &'a Candidate,
    inside: Option<usize>,
    event: usize,
    /// The block of raw HTML that goes on before it.
    raw: Option<usize>,
}

/// Ties each opening fence to the one that closes it.
fn pair(text: &str, found: &[Candidate], places: &Places) -> Blocks {
    let mut blocks = Blocks::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    for (at, one) in found.iter().enumerate() {
        let (inside, event, raw) = match places.at(at) {
            Place::Text => continue,
            Place::Indented | Place::Unclosed | Place::Behind => {
                blocks.faults.extend(in_code(one, places.at(at)).filter(|_| one.is_meant()));
                continue;
            }
            Place::Nowhere => {
                blocks.faults.push(misplaced(one));
                continue;
            }
            Place::Fence { inside, event, raw } => (inside, event, raw),
        };
        blocks.faults.extend(one.faults(text));
        match one.kind {
            Kind::Open(level) => {
                if open.len() < DEEPEST {
                    blocks.fences.push((one.at.clone(), Mark::Open(level)));
                } else if open.len() == DEEPEST {
                    blocks.faults.push(too_deep(one));
                }
                let around = open.last().and_then(|outer| blocks.blocks.get(outer.block));
                let level = around.map_or(level, |around| level.max(around.level));
                open.push(Open { block: blocks.blocks.len(), fence: one, inside, event, raw: raw.0 });
                // Until it is closed, the rest of the text belongs to it.
                let gone = one.line..text.len();
                blocks.blocks.push(Block { level, opener: one.at.clone(), gone });
            }
            Kind::Close => {
                if open.len() <= DEEPEST {
                    blocks.fences.push((one.at.clone(), Mark::Close));
                }
                let Some(outer) = open.pop() else {
                    blocks.faults.push(stray(one));
                    continue;
                };
                let unfit = unfit(&outer, one, inside).or_else(|| torn(text, &outer, one, raw.1));
                blocks.faults.extend(unfit);
                if let Some(block) = blocks.blocks.get_mut(outer.block) {
                    block.gone = places.gone(text, outer.fence, (outer.inside, outer.event), one, event);
                }
            }
        }
    }
    blocks.faults.extend(open.iter().filter(|open| !open.fence.is_wrong()).map(|open| unclosed(open.fence)));
    blocks.faults = thinned(blocks.faults);
    blocks
}

/// Places that are named for one sort of fault; of more than these, the first stands for all.
const MOST_FAULTS: usize = 10;

fn thinned(faults: Vec<Fault>) -> Vec<Fault> {
    let mut alike: BTreeMap<String, Vec<Fault>> = BTreeMap::new();
    for fault in faults {
        alike.entry(fault.message.clone()).or_default().push(fault);
    }
    let thinned = alike.into_values().flat_map(|mut faults| {
        let count = faults.len();
        if count > MOST_FAULTS {
            faults.sort_by_key(|fault| fault.place.start);
            faults.truncate(1);
            faults.iter_mut().for_each(|fault| fault.message.push_str(&format!(" ({count} in all)")));
        }
        faults
    });
    thinned.collect()
}

fn fault(at: &Candidate, message: String, hint: &str) -> Fault {
    Fault {
        place: at.at.clone(),
        code: "tlp-block",
        severity: Severity::Error,
        message,
        hint: hint.to_owned(),
    }
}

/// Why two fences do not make a block, although one follows the other.
fn unfit(open: &Open<'_>, close: &Candidate, inside: Option<usize>) -> Option<Fault> {
    if close.colons < open.fence.colons {
        let message = format!(
            "this fence has {} colons, and the block that it would close was opened with {}",
            close.colons, open.fence.colons
        );
        return Some(fault(close, message, "close a block with at least as many colons as open it"));
    }
    if open.inside != inside {
        let message = "this block is closed in another list item, quote or footnote than it was opened in";
        let hint = "give both of its fences the same indentation and the same signs before them";
        return Some(fault(close, message.to_owned(), hint));
    }
    None
}

/// Raw HTML goes on until an empty line. Where some starts or ends inside a block and the text goes on right behind it, that text would
/// read differently with and without the block.
fn torn(text: &str, open: &Open<'_>, close: &Candidate, raw: Option<usize>) -> Option<Fault> {
    let behind = text.get(close.at.end..).unwrap_or_default().split('\n').nth(1).unwrap_or_default();
    if open.raw == raw || behind.trim_matches(['>', ' ', '\t']).is_empty() {
        return None;
    }
    let message = "raw HTML goes on over this fence, until the next empty line".to_owned();
    Some(fault(close, message, "put an empty line behind it"))
}

fn stray(at: &Candidate) -> Fault {
    let message = "this closes a block, but none is open here".to_owned();
    fault(at, message, "open it with `::: tlp amber`, or write `\\:::` if it is meant as text")
}

fn unclosed(at: &Candidate) -> Fault {
    let message = "this block is never closed".to_owned();
    fault(at, message, "put a line `:::` behind its last one, with the same indentation")
}

fn too_deep(at: &Candidate) -> Fault {
    let message = format!("this block stands inside {DEEPEST} others");
    fault(at, message, "close those whose text has ended")
}

/// Why the line that opens a block is text: its author may not know, and what follows would be published.
fn in_code(at: &Candidate, place: Place) -> Option<Fault> {
    let (message, hint) = match place {
        Place::Behind => {
            let message = "this stands in code, so it opens no block and is shown as it is".to_owned();
            let hint = "if it is to open one, close the code above it; code in `markdown` may hold examples";
            return Some(Fault { severity: Severity::Warning, ..fault(at, message, hint) });
        }
        Place::Indented => (
            "this is indented so far that Markdown reads it as code, so it opens no block",
            "indent it as the text around it is; an example of a block stands between two lines of backticks",
        ),
        Place::Unclosed => (
            "this stands behind a code fence that is never closed, so it opens no block",
            "close the code above it with a line like the one that opens it",
        ),
        Place::Text | Place::Nowhere | Place::Fence { .. } => return None,
    };
    Some(fault(at, message.to_owned(), hint))
}

fn misplaced(at: &Candidate) -> Fault {
    let message = "this stands in running text, so it neither opens nor closes a block".to_owned();
    let hint =
        "a fence has a line of its own, indented as its list item is; write `\\:::` if it is meant as text";
    fault(at, message, hint)
}
