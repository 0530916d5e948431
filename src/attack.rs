//! What MITRE ATT&CK calls its techniques, which tactics they serve, and what was revoked by what. In goes an id, out comes its row
//! of the table that Sitrep carries (`attack/techniques.tsv`, made by `examples/attack-table`). The table is read at the first
//! question, never at start. It does not know ICS techniques, and it judges no report: what an id means on a site is for `link`
//! and `check`.

use std::sync::LazyLock;

static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("attack/techniques.tsv")));

#[derive(Debug, Default)]
struct Table {
    release: &'static str,
    notice: &'static str,
    domains: Vec<Domain>,
    tactics: Vec<Tactic>,
    techniques: Vec<Technique>,
}

/// One of the matrices of ATT&CK.
#[derive(Debug, PartialEq, Eq)]
pub struct Domain {
    /// One word: `enterprise`.
    pub key: &'static str,
    /// For readers: `Enterprise`.
    pub name: &'static str,
}

/// A tactic: the aim that a technique serves.
#[derive(Debug, PartialEq, Eq)]
pub struct Tactic {
    /// `TA0001`; `-` for two that the source gives none.
    pub id: &'static str,
    /// Key of its domain.
    pub domain: &'static str,
    /// `initial-access`, unique within its domain.
    pub short: &'static str,
    /// For readers: `Initial Access`.
    pub name: &'static str,
}

impl Tactic {
    /// A word that no other tactic has, for anchors: `enterprise-initial-access`.
    pub fn anchor(&self) -> String {
        format!("{}-{}", self.domain, self.short.replace('&', "and"))
    }
}

/// Index into [`tactics`]: of two tactics the one that stands first in the matrix is the smaller.
pub type TacticId = usize;

/// A technique or a sub-technique.
#[derive(Debug, PartialEq, Eq)]
pub struct Technique {
    /// `T1114` or `T1114.001`.
    pub id: &'static str,
    /// `Email Collection`; of a sub-technique without the name of its parent.
    pub name: &'static str,
    /// The tactics that it serves or, revoked, served; in order. Empty for a few that were revoked long ago.
    tactics: Vec<TacticId>,
    /// Whether it still stands.
    pub status: Status,
    /// What stands in its place, as the source says; more than one only where it is deprecated.
    successors: Vec<&'static str>,
}

/// Whether a technique still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Current,
    /// Another one took its place.
    Revoked,
    /// It was given up.
    Deprecated,
}

impl Technique {
    /// What stands in its place today: a successor that was revoked in its turn gives way to its own.
    pub fn successors(&self) -> Vec<&'static Technique> {
        let mut found: Vec<&'static Technique> = Vec::new();
        for id in &self.successors {
            let Some(last) = standing(id) else { continue };
            if last.id != self.id && !found.contains(&last) {
                found.push(last);
            }
        }
        found
    }

    /// The tactics that it serves, in order; where its own are not known, those of what took its place.
    pub fn tactics(&self) -> Vec<TacticId> {
        if !self.tactics.is_empty() {
            return self.tactics.clone();
        }
        let mut tactics: Vec<TacticId> =
            self.successors().into_iter().flat_map(|other| other.tactics.iter().copied()).collect();
        tactics.sort_unstable();
        tactics.dedup();
        tactics
    }
}

/// The last of a chain of revoked techniques. A chain that leads back into itself, of which the table has none, ends.
fn standing(id: &str) -> Option<&'static Technique> {
    let mut last = technique(id)?;
    for _ in 0..TABLE.techniques.len() {
        match last.successors.first().and_then(|next| technique(next)) {
            Some(next) if last.status == Status::Revoked => last = next,
            _ => break,
        }
    }
    Some(last)
}

/// The row of an id, as ATT&CK writes it: `T1114.001`.
pub fn technique(id: &str) -> Option<&'static Technique> {
    let at = TABLE.techniques.binary_search_by(|row| row.id.cmp(id)).ok()?;
    TABLE.techniques.get(at)
}

/// The techniques that still stand and are called so, in order of id; case does not count.
pub fn named(name: &str) -> Vec<&'static Technique> {
    let same = |row: &&Technique| row.status == Status::Current && row.name.eq_ignore_ascii_case(name.trim());
    TABLE.techniques.iter().filter(same).collect()
}

/// The id of the technique that a sub-technique belongs to; nothing for a technique.
pub fn parent(id: &str) -> Option<&str> {
    id.split_once('.').map(|(parent, _)| parent)
}

/// All techniques, in order of id.
pub fn techniques() -> &'static [Technique] {
    &TABLE.techniques
}

/// All tactics: by domain, in the order of the matrix.
pub fn tactics() -> &'static [Tactic] {
    &TABLE.tactics
}

/// The matrices, in the order in which they are shown.
pub fn domains() -> &'static [Domain] {
    &TABLE.domains
}

/// What is known of the version of ATT&CK that the table is of: `v19 or later`.
pub fn release() -> &'static str {
    TABLE.release
}

/// The number of that version that can be compared; 0 where nothing is known.
pub fn major() -> u32 {
    version(TABLE.release)
}

/// The leading number of a version as people write it (`v9`, `14.1`); 0 where there is none.
pub fn version(text: &str) -> u32 {
    let digits = text.trim().trim_start_matches(['v', 'V']);
    digits.split(|c: char| !c.is_ascii_digit()).next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// True for the ids that MITRE gives to techniques against industrial control systems, which the table does not hold.
pub fn is_ics(id: &str) -> bool {
    id.starts_with("T0")
}

/// What MITRE asks to be shown wherever its names are.
pub fn notice() -> &'static str {
    TABLE.notice
}

/// Where MITRE describes a technique.
pub fn address(id: &str) -> String {
    format!("https://attack.mitre.org/techniques/{}/", id.replace('.', "/"))
}

/// Reads the table. It is part of the program, so a line of another form is left out rather than reported; a test reads it too.
fn read(text: &'static str) -> Table {
    let mut table = Table::default();
    table.techniques.reserve(text.lines().count());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&'static str> = line.split('\t').collect();
        match cells.as_slice() {
            ["release", release] => table.release = release,
            ["notice", notice] => table.notice = notice,
            ["domain", key, name] => table.domains.push(Domain { key, name }),
            ["tactic", id, domain, short, name] => table.tactics.push(Tactic { id, domain, short, name }),
            [id, name, domain, tactics, rest @ ..] => {
                let technique = row(&table.tactics, id, name, domain, tactics, rest);
                table.techniques.push(technique);
            }
            _ => {}
        }
    }
    table
}

fn row(
    known: &[Tactic],
    id: &'static str,
    name: &'static str,
    domain: &str,
    tactics: &str,
    rest: &[&'static str],
) -> Technique {
    let place =
        |short: &str| known.iter().position(|tactic| tactic.short == short && tactic.domain == domain);
    Technique {
        id,
        name,
        tactics: tactics.split(',').filter_map(place).collect(),
        status: match rest.first() {
            Some(&"revoked") => Status::Revoked,
            Some(&"deprecated") => Status::Deprecated,
            _ => Status::Current,
        },
        successors: rest.get(1).map(|ids| ids.split(',').collect()).unwrap_or_default(),
    }
}
