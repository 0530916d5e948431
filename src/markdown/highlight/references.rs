//! Where the contexts of grammars lead. In go all grammars of a set, out come sentences about what leads nowhere, and about
//! contexts that include each other in a circle, on which the highlighter would never end.

use std::collections::{BTreeMap, BTreeSet};

use syntect::parsing::SyntaxDefinition;
use syntect::parsing::syntax_definition::{Context, ContextReference, MatchOperation, Pattern};

/// A context: the number of its grammar, and its name.
type Node<'a> = (usize, &'a str);

/// What is wrong with the references of each grammar, by its number: a word of the text to point at, and a sentence.
pub fn faults(grammars: &[&SyntaxDefinition]) -> Vec<(usize, String, String)> {
    let mut faults = Vec::new();
    let mut includes: BTreeMap<Node<'_>, Vec<Node<'_>>> = BTreeMap::new();
    for (at, grammar) in grammars.iter().enumerate() {
        let mut contexts: Vec<(&String, &Context)> = grammar.contexts.iter().collect();
        contexts.sort_by_key(|(name, _)| *name);
        for (name, context) in contexts {
            for (reference, is_include) in references(context) {
                match target(grammars, at, reference) {
                    Ok(Some(to)) if is_include => includes.entry((at, name)).or_default().push(to),
                    Ok(_) => {}
                    Err((word, message)) => faults.push((at, word, message)),
                }
            }
        }
    }
    for start in includes.keys() {
        if leads_back(&includes, *start) {
            let message = format!("the context `{}` includes itself, by way of others or at once", start.1);
            faults.push((start.0, format!("include: {}", start.1), message));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// Every reference of a context, and whether it is an include.
fn references(context: &Context) -> Vec<(&ContextReference, bool)> {
    let mut found = Vec::new();
    for pattern in &context.patterns {
        match pattern {
            Pattern::Include(reference) => found.push((reference, true)),
            Pattern::Match(pattern) => {
                if let MatchOperation::Push(list) | MatchOperation::Set(list) = &pattern.operation {
                    found.extend(list.iter().map(|reference| (reference, false)));
                }
            }
        }
    }
    found
}

/// The context that a reference leads to; nothing for those that the highlighter makes itself.
fn target<'a>(
    grammars: &[&'a SyntaxDefinition],
    at: usize,
    reference: &'a ContextReference,
) -> Result<Option<Node<'a>>, (String, String)> {
    let inside = |at: usize, name: &'a str| match grammars.get(at) {
        _ if name.starts_with('$') || name.starts_with("__") => Ok(Some((at, "main"))),
        Some(grammar) if grammar.contexts.contains_key(name) => Ok(Some((at, name))),
        _ => Err((name.to_owned(), format!("there is no context `{name}`"))),
    };
    let of_another = |found: Option<usize>, sub: &'a Option<String>, word: String| match found {
        Some(other) => inside(other, sub.as_deref().unwrap_or("main")),
        None => {
            let message = format!(
                "`{word}` is no grammar below `syntaxes/`; the languages that are built in cannot be built upon"
            );
            Err((word, message))
        }
    };
    match reference {
        ContextReference::Named { 0: name, .. } | ContextReference::Inline { 0: name, .. } => {
            inside(at, name)
        }
        ContextReference::ByScope { scope, sub_context, .. } => {
            let found = grammars.iter().position(|grammar| grammar.scope == *scope);
            of_another(found, sub_context, format!("{scope:?}").trim_matches(['<', '>']).to_owned())
        }
        ContextReference::File { name, sub_context, .. } => {
            of_another(grammars.iter().position(|grammar| grammar.name == *name), sub_context, name.clone())
        }
        _ => Ok(None),
    }
}

/// True where a context is reached again from its own includes.
fn leads_back<'a>(includes: &BTreeMap<Node<'a>, Vec<Node<'a>>>, start: Node<'a>) -> bool {
    let mut seen: BTreeSet<Node<'a>> = BTreeSet::new();
    let mut ahead = vec![start];
    while let Some(node) = ahead.pop() {
        for next in includes.get(&node).into_iter().flatten() {
            if *next == start {
                return true;
            }
            if seen.insert(*next) {
                ahead.push(*next);
            }
        }
    }
    false
}
