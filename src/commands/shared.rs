//! What the verbs share around the stages: threads, the date, how diagnostics and data are printed.

use std::io::{IsTerminal, Write};

use jiff::civil::Date;

use crate::cli::{EditionArgs, FormatArg, PrintArgs};
use crate::config::BaseUrl;
use crate::diagnostic::print::{self, Format};
use crate::diagnostic::{Diagnostics, Severity};
use crate::source::Sources;
use crate::stages::Request;

/// Uses as many threads as the author wants. Each has as much room for its calls as a program's first thread has on most systems.
pub fn threads(edition: &EditionArgs) -> anyhow::Result<()> {
    let jobs = edition.jobs.map_or(0, usize::from);
    rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(8 << 20).build_global()?;
    Ok(())
}

/// The day that decides embargoes: the one that was asked for, else the clock's, which is read here and nowhere else.
pub fn day(asked: Option<Date>) -> Date {
    asked.unwrap_or_else(|| {
        let seconds = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let days = i32::try_from(seconds / 86_400).unwrap_or(0);
        Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
    })
}

/// The edition that the flags ask for.
pub fn request(edition: &EditionArgs, base_url: Option<&BaseUrl>) -> Request {
    Request {
        root: edition.root.clone(),
        drafts: edition.drafts,
        max_tlp: edition.max_tlp,
        today: day(edition.today),
        base_url: base_url.cloned(),
    }
}

/// Whether diagnostics are printed in colours.
pub fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Diagnostics as text, in the form that was asked for.
pub fn printed(diagnostics: &Diagnostics, sources: &Sources, print: &PrintArgs) -> String {
    let colour = colour();
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
