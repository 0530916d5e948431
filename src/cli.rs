//! The command line as types. What a flag means is said here; what a command does is in `commands`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::config::BaseUrl;
use crate::model::{EntityKind, Tlp, WrittenDate};

/// A static site generator for threat reports.
#[derive(Debug, Parser)]
#[command(name = "sitrep", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site into a folder
    Build(BuildArgs),
    /// Preview the site, drafts included, and follow what you edit
    Serve(ServeArgs),
    /// Look for faults without writing anything
    Check(CheckArgs),
    /// Make a new site
    Init(InitArgs),
    /// Make a new report or profile
    New(NewArgs),
    /// Make profiles from a public catalogue
    Import(ImportArgs),
    /// List reports, entities, drafts or what is withheld
    List(ListArgs),
}

/// What decides the edition.
#[derive(Debug, Clone, Args)]
pub struct EditionArgs {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Show drafts and reports under embargo
    #[arg(long)]
    pub drafts: bool,
    /// Highest TLP level to show, in place of `tlp.max` of the site
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub max_tlp: Option<Tlp>,
    /// Date that decides embargoes [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Number of threads [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// How diagnostics are written.
#[derive(Debug, Clone, Args)]
pub struct PrintArgs {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Form of the diagnostics
    #[arg(long, value_enum, default_value = "human")]
    pub format: FormatArg,
    /// Print errors only
    #[arg(long)]
    pub quiet: bool,
}

/// `sitrep build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Edition.
    #[command(flatten)]
    pub edition: EditionArgs,
    /// Diagnostics.
    #[command(flatten)]
    pub print: PrintArgs,
    /// Folder to write [default: ROOT/public]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Address that the site will have, in place of `base_url`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
    /// Print how long each stage took, on the clock and of all processors, and what it dealt with
    #[arg(long)]
    pub timings: bool,
}

/// `sitrep serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Address to listen at; any other than this machine's own lets others see your drafts
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Port to listen at, 0 for any [default: 1111, or the next one that is free]
    #[arg(long)]
    pub port: Option<u16>,
    /// Show the site in your browser
    #[arg(long)]
    pub open: bool,
    /// Bring the browser to the page that you edited
    #[arg(long)]
    pub navigate: bool,
    /// Leave out drafts and reports under embargo
    #[arg(long)]
    pub no_drafts: bool,
    /// Highest TLP level to show [default: RED]
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub max_tlp: Option<Tlp>,
    /// Date that decides embargoes [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Address that pages give as theirs, in place of that of the preview
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<BaseUrl>,
}

/// `sitrep check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Edition.
    #[command(flatten)]
    pub edition: EditionArgs,
    /// Diagnostics.
    #[command(flatten)]
    pub print: PrintArgs,
    /// List this on standard output, in place of the diagnostics
    #[arg(long, value_enum, value_name = "WHAT")]
    pub list: Option<CheckList>,
}

/// What `sitrep check` can list instead of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckList {
    /// Names in prose that are no links, and why
    Unlinked,
}

/// `sitrep init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to make
    pub dir: PathBuf,
}

/// `sitrep new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// report, actor, victim, malware, tool, campaign, technique, vulnerability, sector, country or tag
    #[arg(value_name = "KIND", value_parser = new_kind)]
    pub kind: NewKind,
    /// Title of the report, or name of the entity
    #[arg(allow_hyphen_values = true)]
    pub name: String,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
}

/// What `sitrep new` makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewKind {
    /// A report.
    Report,
    /// A profile.
    Profile(EntityKind),
}

/// `sitrep import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The format of the catalogue.
    #[command(subcommand)]
    pub from: ImportFrom,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".", global = true)]
    pub root: PathBuf,
}

/// Formats of catalogues.
#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// MISP galaxy cluster files: threat-actor, mitre-intrusion-set, microsoft-activity-group, malpedia, tool, ransomware,
    /// mitre-malware, mitre-attack-pattern, sector, country
    MispGalaxy {
        /// Cluster files, `clusters/*.json` of the MISP galaxy
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// `sitrep list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// reports, actors, victims, malware, tools, campaigns, techniques, vulnerabilities, sectors, countries, tags, drafts or withheld
    #[arg(value_name = "WHAT", value_parser = list_what)]
    pub what: ListWhat,
    /// Form of the list
    #[arg(long, value_enum, default_value = "table")]
    pub format: ListFormat,
    /// Edition.
    #[command(flatten)]
    pub edition: EditionArgs,
}

/// What `sitrep list` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListWhat {
    /// Published reports.
    Reports,
    /// Entities of a kind.
    Entities(EntityKind),
    /// Drafts.
    Drafts,
    /// Everything that this edition holds back.
    Withheld,
}

/// Form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Columns for people
    Table,
    /// One JSON array
    Json,
    /// RFC 4180
    Csv,
}

/// Form of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Source line and caret
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of GitHub Actions (`check` only)
    Github,
}

fn level(text: &str) -> Result<Tlp, String> {
    Tlp::parse(text).ok_or_else(|| format!("levels are {}", Tlp::ALL.map(Tlp::word).join(", ")))
}

fn day(text: &str) -> Result<Date, String> {
    WrittenDate::parse(text).map(|date| date.day)
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::parse(text)
}

fn new_kind(text: &str) -> Result<NewKind, String> {
    if text == "report" {
        return Ok(NewKind::Report);
    }
    EntityKind::from_key(text)
        .map(NewKind::Profile)
        .ok_or_else(|| format!("kinds are report, {}", EntityKind::ALL.map(EntityKind::key).join(", ")))
}

fn list_what(text: &str) -> Result<ListWhat, String> {
    match text {
        "reports" => Ok(ListWhat::Reports),
        "drafts" => Ok(ListWhat::Drafts),
        "withheld" => Ok(ListWhat::Withheld),
        plural => EntityKind::from_plural(plural).map(ListWhat::Entities).ok_or_else(|| {
            let kinds = EntityKind::ALL.map(EntityKind::plural).join(", ");
            format!("lists are reports, {kinds}, drafts, withheld")
        }),
    }
}
