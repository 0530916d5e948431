//! The stages from disk to audited output, as `build`, `check` and `list` share them, with the time that each took.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::cli::{EditionArgs, FormatArg, PrintArgs};
use crate::config::{BaseUrl, Config};
use crate::diagnostic::print::{self, Format};
use crate::diagnostic::{Diagnostics, Severity};
use crate::gate::{Policy, Withheld};
use crate::link::Site;
use crate::output::Output;
use crate::source::Sources;
use crate::{audit, check, gate, link, load, parse, render};

/// A site in memory, audited, and what there is to say about it.
pub struct Built {
    pub sources: Sources,
    pub site: Site,
    pub withheld: Withheld,
    pub output: Output,
    pub diagnostics: Diagnostics,
    pub timings: Timings,
}

/// How long each stage took, in order.
#[derive(Default)]
pub struct Timings {
    stages: Vec<(&'static str, Duration)>,
    progress: bool,
}

impl Timings {
    /// Runs a stage and notes its time. On a terminal the stage is named while it runs.
    pub fn stage<T>(&mut self, name: &'static str, run: impl FnOnce() -> T) -> T {
        if self.progress {
            eprint!("\r{name:<12}");
            let _ = std::io::stderr().flush();
        }
        let start = Instant::now();
        let value = run();
        self.stages.push((name, start.elapsed()));
        if self.progress {
            eprint!("\r{:<12}\r", "");
        }
        value
    }

    /// One line a stage.
    pub fn lines(&self) -> String {
        self.stages
            .iter()
            .map(|(name, time)| format!("{name:>8} {:>9.1} ms\n", time.as_secs_f64() * 1000.0))
            .collect()
    }
}

/// Uses as many threads as the author wants.
pub fn threads(edition: &EditionArgs) -> anyhow::Result<()> {
    if let Some(jobs) = edition.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global()?;
    }
    Ok(())
}

/// The day that decides embargoes: the clock is read here and nowhere else.
pub fn today(edition: &EditionArgs) -> Date {
    edition.today.unwrap_or_else(|| {
        let seconds = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let days = i32::try_from(seconds / 86_400).unwrap_or(0);
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
    })
}

/// Reads and builds a site in memory.
///
/// # Errors
/// When the site cannot be read.
pub fn build(edition: &EditionArgs, base_url: Option<&BaseUrl>, quiet: bool) -> anyhow::Result<Built> {
    let mut timings = Timings { stages: Vec::new(), progress: !quiet && std::io::stderr().is_terminal() };
    let mut diagnostics = Diagnostics::default();
    let sources = timings.stage("load", || load::site(&edition.root))?;
    let mut config = parse::config(&sources, &mut diagnostics);
    if let Some(base) = base_url {
        config.base_url = base.clone();
    }
    let policy = policy(edition, &config);
    let grammars = parse::grammars(&sources, &mut diagnostics);
    let parsed = timings.stage("parse", || parse::content(&sources, &config, &mut diagnostics));
    let (kept, withheld) = timings.stage("gate", || gate::edition(parsed, &policy, &mut diagnostics));
    let site = timings.stage("link", || link::site(kept, &config, &mut diagnostics));
    timings.stage("check", || check::site(&site, &sources, &grammars, policy.today, &mut diagnostics));
    let mut theme = render::theme(&sources, &config, grammars, &mut diagnostics);
    theme.set_site(&crate::view::site_view(&site));
    let output = timings.stage("render", || render::site(&site, &theme, &sources, &mut diagnostics));
    timings.stage("audit", || audit::output(&output, &site, &withheld, &sources, &mut diagnostics));
    Ok(Built { sources, site, withheld, output, diagnostics, timings })
}

fn policy(edition: &EditionArgs, config: &Config) -> Policy {
    Policy {
        drafts: edition.drafts,
        max_tlp: edition.max_tlp.unwrap_or(config.tlp_max),
        site_max: config.tlp_max,
        today: today(edition),
    }
}

/// Diagnostics as text, in the form that was asked for.
pub fn printed(diagnostics: &Diagnostics, sources: &Sources, print: &PrintArgs) -> String {
    let colour =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let format = match print.format {
        FormatArg::Human => Format::Human { colour },
        FormatArg::Short => Format::Short,
        FormatArg::Json => Format::Json,
        FormatArg::Github => Format::Github,
    };
    let least = if print.quiet { Severity::Error } else { Severity::Hint };
    print::render(diagnostics, sources, format, least)
}

/// Writes data to standard output. A reader that has seen enough (`| head`) is no failure.
///
/// # Errors
/// When it cannot be written.
pub fn data(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// `2 errors, 1 warning`, for the closing line.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let count = |severity: Severity| {
        let number = diagnostics.count(severity);
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {}{plural}", severity.word())
    };
    format!("{}, {}, {}", count(Severity::Error), count(Severity::Warning), count(Severity::Hint))
}
