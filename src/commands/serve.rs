//! `sitrep serve`.

use super::{Outcome, shared};
use crate::cli::{FormatArg, PrintArgs, ServeArgs};
use crate::model::Tlp;
use crate::serve::{self, Preview, Told};
use crate::stages::Request;

/// Serves the site until the person ends it.
pub fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    if !args.root.is_dir() {
        anyhow::bail!("there is no folder `{}`", args.root.display());
    }
    let print = PrintArgs { strict: false, format: FormatArg::Human, quiet: false };
    let tell = move |told: Told<'_>| match told {
        Told::Notice(text) => eprintln!("notice: {text}"),
        Told::Failed(text) => eprintln!("{text}"),
        Told::Built(diagnostics, sources, line) => {
            eprint!("{}", shared::printed(diagnostics, sources, &print));
            eprintln!("{}; {line}", shared::summary(diagnostics));
        }
    };
    serve::run(Preview {
        request: Request {
            root: args.root.clone(),
            drafts: !args.no_drafts,
            max_tlp: Some(args.max_tlp.unwrap_or(Tlp::Red)),
            today: shared::day(args.today),
            base_url: None,
        },
        own_base_url: args.base_url.clone(),
        bind: args.bind,
        port: args.port,
        open: args.open,
        navigate: args.navigate,
        tell: Box::new(tell),
    })?;
    Ok(Outcome::Clean)
}
