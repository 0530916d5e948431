//! One binary for all tests that need more than one module. A test is one screen: the whole site in one string, the action, the
//! expected result.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and looks at the disk to see what a command did"
)]

/// Sites in strings, built in memory or by the binary.
mod support;

/// Ambiguous names, profile clashes, spellings.
mod aliases;
/// The house rules: module order, file heads, documentation generated from the code.
mod architecture;
/// The table of ATT&CK techniques, what is said of ids, techniques on pages.
mod attack;
/// Rules over the finished output: links, inline code, third parties.
mod audit;
/// Sites below a sub-path, canonical addresses, the sitemap.
mod base_url;
/// Names in brackets, backlinks.
mod brackets;
/// Whole builds: the pages of a site, rebuilding after edits, determinism, interrupted builds.
mod build;
/// Rules over the linked site and their severities.
mod check;
/// Sources that a body cites.
mod citations;
/// Citing a report, and what a report cites: entries, sources, statements.
mod cite;
/// Claims across reports: who says what about whom, who objects, what follows.
mod claims;
/// Flags, exit codes, what goes to standard output and what to standard error.
mod cli;
/// The theme's grammars as the program carries them.
mod compiled;
/// `sitrep.yaml`: defaults and faults.
mod config;
/// Detection rules: shown, handed out, looked over.
mod detections;
/// What diagnostics look like: places, carets, hints, formats, order.
mod diagnostics;
/// `docs/theming.md` and `docs/front-matter.md`, as far as they follow from the code.
mod documentation;
/// The repository's own site and the one that `init` makes.
mod example_site;
/// The Atom feed.
mod feed;
/// Drafts, embargoes and TLP: what is withheld leaves no trace.
mod gate;

/// Titles and summaries in a preview: made anew where they are shown.
mod headlines;
/// Code blocks.
mod highlight;
mod highlight_languages;
/// Catalogues that become profiles.
mod import;
/// Indicators that do harm in a block list, and rows that stand twice.
mod indicator_hygiene;
/// Indicators on pages and in the files that readers take away.
mod indicator_pages;
/// Recognising, defanging and covering indicators.
mod indicators;
/// The forms in which withheld strings may hide.
mod leak_forms;
/// Traces of withheld material in the output.
mod leaks;
/// Clusters, undisclosed victims, codes, countries.
mod links_names;
/// Long lists: letters, names for the filter, ways in by country and sector.
mod lists;
/// Links to what is listed as an indicator.
mod live_indicators;
/// Text of any shape, damaged files, deep nesting, links.
mod load;
/// Bodies: Markdown, links, pictures.
mod markdown;
/// The marking of pages, feed and data.
mod marking;
/// Actors by victims, sectors by countries.
mod matrix;
/// Builds that remember what was made before.
mod memory;
/// Names that become links by themselves.
mod mentions;
mod menu;
/// Folding, slugs and countries.
mod names;
/// No trace of what is withheld, by random sites.
mod no_trace;
/// Front matter of reports and profiles, and files of indicators.
mod parse;
/// Raw HTML in Markdown.
mod raw_html;
/// Related reports: what two reports share.
mod related;
/// Slugs, paths, redirects, lists in pages, order.
mod routes;
/// The preview over HTTP.
mod serve;
/// Templates of a site, and what is said of those with faults.
mod theme;
/// Timelines: bars, axes, pages of years.
mod timeline;
/// Parts of a body with a TLP level of their own.
mod title_bar;
mod tlp_blocks;
/// What stands in the same reports as an entity.
mod together;
/// Undisclosed victims that another report names.
mod undisclosed;
/// `sitrep list withheld`.
mod withheld;
/// The output folder: what is written, kept and removed.
mod write;
