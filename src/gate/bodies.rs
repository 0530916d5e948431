//! Takes the blocks `::: tlp` above the maximum out of published bodies, before anything looks at these. In go the documents of the
//! edition, out they come with the text that is left, its links and citations, and a map back to their files. The lines of a block
//! go, from the one that opens it to the one that closes it, and nothing else.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Edition, Withheld, WithheldRow, block_secrets};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::markdown;
use crate::model::{Body, BodyLink, Head, Tlp, TlpBlock};
use crate::source::Span;

/// What went out of one body.
pub struct Cut {
    /// Path of the document below `content/`.
    pub path: String,
    /// The outermost blocks.
    pub blocks: Vec<TlpBlock>,
    /// What stood in each of them, its opening line included.
    pub texts: Vec<String>,
    /// The links that stood in them.
    pub links: Vec<BodyLink>,
    /// Anchors that are gone with them.
    anchors: BTreeSet<String>,
    faults: Vec<Diagnostic>,
}

/// Withholds blocks of all bodies, and notes what they hold.
pub fn withhold(edition: &mut Edition, max: Tlp, withheld: &mut Withheld, diagnostics: &mut Diagnostics) {
    let is_above = |head: &Head| head.body.blocks.iter().any(|block| block.level > max);
    let reports = edition.reports.iter_mut().filter(|report| is_above(&report.head));
    let reports = reports.map(|report| &mut Arc::make_mut(report).head);
    let heads = edition.profiles.iter_mut().map(|profile| &mut profile.head);
    let heads = heads.chain(edition.pages.iter_mut().map(|page| &mut page.head));
    let above: Vec<&mut Head> = reports.chain(heads.filter(|head| is_above(head))).collect();
    let cuts: Vec<Cut> = above.into_par_iter().map(|head| cut(head, max)).collect();
    for found in &cuts {
        diagnostics.extend(found.faults.iter().cloned());
        let rows = found.blocks.iter().zip(&found.texts);
        withheld.rows.extend(rows.map(|(block, text)| {
            let inside = text.split_once('\n').map_or("", |(_, inside)| inside);
            WithheldRow::block(block.span, block.level, inside.trim_end().trim_end_matches(':'))
        }));
        withheld.anchors.insert(found.path.clone(), found.anchors.clone());
    }
    block_secrets::collect(edition, &cuts, withheld);
}

fn cut(head: &mut Head, max: Tlp) -> Cut {
    let whole = head.body.clone();
    let blocks = outermost(&whole, max);
    let gone: Vec<Range<usize>> = blocks.iter().map(|block| range(block.span)).collect();
    let (text, cuts) = without(&whole.text, &gone);
    let mut scan = markdown::scan(head.source, &text, whole.start);
    let body = Body {
        text: text.into(),
        start: whole.start,
        links: Vec::new(),
        citations: Vec::new(),
        blocks: Vec::new(),
        languages: Vec::new(),
        empty: scan.empty,
        cuts,
    };
    let place = |span: &mut Span| {
        let at = range(*span);
        *span = body.place(head.source, at.start - body.start..at.end - body.start);
    };
    scan.links.iter_mut().for_each(|link| place(&mut link.span));
    scan.citations.iter_mut().for_each(|cited| place(&mut cited.span));
    scan.languages.iter_mut().for_each(|language| place(&mut language.span));
    scan.faults.iter_mut().for_each(|fault| place(&mut fault.span));
    for block in &mut scan.blocks {
        place(&mut block.opener);
        place(&mut block.span);
    }
    let faults = faults(head, &whole, &gone, &body, scan.faults);
    let left = markdown::anchors(body.markdown());
    let anchors = markdown::anchors(whole.markdown()).difference(&left).cloned().collect();
    let within = |span: Span| gone.iter().any(|gone| gone.contains(&(span.start as usize)));
    head.body = Body {
        links: scan.links,
        citations: scan.citations,
        blocks: scan.blocks,
        languages: scan.languages,
        ..body
    };
    Cut {
        path: head.path.clone(),
        texts: gone.iter().filter_map(|gone| whole.text.get(gone.clone()).map(str::to_owned)).collect(),
        links: whole.links.into_iter().filter(|link| within(link.span)).collect(),
        blocks,
        anchors,
        faults,
    }
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The blocks above a level that stand in no other such block, in order.
fn outermost(body: &Body, max: Tlp) -> Vec<TlpBlock> {
    let mut found: Vec<TlpBlock> = Vec::new();
    for block in body.blocks.iter().filter(|block| block.level > max) {
        if found.last().is_none_or(|before| before.span.end <= block.span.start) {
            found.push(block.clone());
        }
    }
    found
}

/// A text without some of its ranges, and where they were.
fn without(text: &str, gone: &[Range<usize>]) -> (String, Vec<(usize, usize)>) {
    let mut left = String::with_capacity(text.len());
    let mut cuts = Vec::with_capacity(gone.len());
    let (mut from, mut bytes) = (0, 0);
    for gone in gone {
        left.push_str(text.get(from..gone.start).unwrap_or_default());
        bytes += gone.len();
        cuts.push((left.len(), bytes));
        from = gone.end;
    }
    left.push_str(text.get(from..).unwrap_or_default());
    (left, cuts)
}

/// What is wrong with the text that is left and was not wrong before: errors that come of the cut itself, and references to
/// what only a withheld block defines.
fn faults(
    head: &Head,
    whole: &Body,
    gone: &[Range<usize>],
    left: &Body,
    scanned: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let errors = scanned.into_iter().filter(|fault| fault.severity == Severity::Error);
    let mut faults: Vec<Diagnostic> = errors.collect();
    if !faults.is_empty() {
        let known = markdown::scan(head.source, &whole.text, whole.start).faults;
        faults.retain(|fault| !known.contains(fault));
    }
    let gone: Vec<Range<usize>> =
        gone.iter().map(|gone| gone.start - whole.start..gone.end - whole.start).collect();
    for lost in markdown::lost(whole.markdown(), &gone, left.markdown()) {
        let span = whole.place(head.source, lost.place);
        let (message, hint) = if lost.footnote {
            (
                format!("the footnote `{}` is defined in a block that this edition withholds", lost.label),
                "define it outside of the block, or move what refers to it inside",
            )
        } else {
            (
                format!("the address of `[{}]` stands in a block that this edition withholds", lost.label),
                "write the address outside of the block, or move the link inside",
            )
        };
        faults.push(Diagnostic::error("withheld-link", span, message).hint(hint));
    }
    faults
}
