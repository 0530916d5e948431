//! The way back from a source to what rests upon it: claims, statements, and other sources that are known through it. In go the views
//! of a report's sources, out come the same with those links and with their own markings.

use super::{BackLink, QuoteView, SourceView, words};
use crate::model::{Report, Source, Tlp};
use crate::source::Spanned;

/// Adds to the sources of a report what cites them, and what is known through them.
pub fn add(views: &mut [SourceView], report: &Report) {
    let find = |reference: &Spanned<String>| report.sources.iter().position(|other| other.is(reference));
    let mut cite = |reference: &Spanned<String>, label: String, anchor: String| {
        let Some(view) = find(reference).and_then(|at| views.get_mut(at)) else { return };
        push(&mut view.cited_by, label, anchor);
    };
    let activity = report.activity.iter().map(|row| &row.claim);
    let claims = activity.chain(report.attribution.iter().map(|row| &row.claim));
    for (at, claim) in claims.enumerate() {
        for reference in &claim.says {
            cite(reference, format!("row {}", at + 1), format!("sr-claim-{}", at + 1));
        }
    }
    for (at, quote) in report.quotes.iter().enumerate() {
        if let Some(reference) = &quote.source {
            cite(reference, format!("statement {}", at + 1), statement(at));
        }
    }
    for (at, source) in report.sources.iter().enumerate() {
        if let Some(view) = source.via.as_ref().and_then(find).and_then(|at| views.get_mut(at)) {
            push(&mut view.relays, format!("source [{}]", at + 1), format!("sr-source-{}", at + 1));
        }
    }
}

/// A claim that names a source twice cites it once.
fn push(links: &mut Vec<BackLink>, label: String, anchor: String) {
    let link = BackLink { label, anchor };
    if links.last() != Some(&link) {
        links.push(link);
    }
}

/// Shows the marking of every source that is marked above its document.
pub fn markings(views: &mut [SourceView], sources: &[Source], base: Tlp) {
    for (view, source) in views.iter_mut().zip(sources) {
        view.tlp = source.tlp.filter(|own| *own > base).map(words::tlp);
    }
}

/// Anchor of a statement.
pub fn statement(at: usize) -> String {
    format!("sr-statement-{}", at + 1)
}

/// Adds to a statement what is known of where it stands: through whom, and how reliable that is.
pub fn attribute(quote: &mut QuoteView, sources: &[SourceView]) {
    let number = quote.source.as_ref().map(|source| source.number);
    let Some(source) = sources.iter().find(|source| Some(source.number) == number) else { return };
    quote.via.clone_from(&source.via);
    quote.through.clone_from(&source.through);
    quote.reliability.clone_from(&source.reliability);
    quote.credibility.clone_from(&source.credibility);
}
