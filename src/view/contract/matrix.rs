//! `/matrix/`: who is reported against whom, and techniques of ATT&CK by tactic.

use serde::Serialize;

use super::{DrawnDate, EntityRef, Link, Paging, ReportRow};
use crate::view::Shared;

/// `matrix`: the page `/matrix/`.
#[derive(Debug, Clone, Serialize)]
pub struct MatrixView {
    /// Actors by victims, then sectors by countries; each only where there is something to show.
    pub grids: Vec<Grid>,
    /// The page of ATT&CK techniques; absent where no report names one.
    pub attack: Option<Link>,
    /// Number of techniques on it.
    pub techniques: usize,
}

/// A table of pairs: the busiest rows by the busiest columns.
#[derive(Debug, Clone, Serialize)]
pub struct Grid {
    /// One word, for anchors: `actors` or `sectors`.
    pub key: String,
    /// `Actors by victims`.
    pub label: String,
    /// What a row is, singular: `Actor`.
    pub row_label: String,
    /// What the rows are, plural: `Actors`.
    pub rows_label: String,
    /// What the columns are, plural: `Victims`.
    pub columns_label: String,
    /// The busiest columns first; ties in order of name.
    pub columns: Vec<Shared<EntityRef>>,
    /// The busiest rows first; ties in order of name.
    pub rows: Vec<GridRow>,
    /// Number of rows that there are, shown or not.
    pub all_rows: usize,
    /// Number of columns that there are, shown or not.
    pub all_columns: usize,
    /// Number of pairs that there are, those with undisclosed victims included.
    pub pairs: usize,
    /// The list of all pairs.
    pub list: Link,
    /// Some shown cell stands for names in one report that no claim connects.
    pub together: bool,
    /// Some shown cell stands for a claim that somebody denies or disputes.
    pub contested: bool,
    /// Some row has pairs with columns that are not shown.
    pub others: bool,
    /// Some row has claims about undisclosed victims.
    pub undisclosed: bool,
    /// Number of reports that name too many rows and columns at once to say anything about a pair, and are left out.
    pub skipped: usize,
}

/// A row of such a table.
#[derive(Debug, Clone, Serialize)]
pub struct GridRow {
    /// Who or what.
    pub entity: Shared<EntityRef>,
    /// One for each column; absent where nothing connects the two.
    pub cells: Vec<Option<GridCell>>,
    /// Number of further columns that it is connected with.
    pub others: usize,
    /// Of an actor: number of reports that claim activity against undisclosed victims.
    pub undisclosed: usize,
    /// The report where there is one; else the row in the list of all pairs. Empty where there is none.
    pub undisclosed_href: String,
}

/// Where a row and a column meet.
#[derive(Debug, Clone, Serialize)]
pub struct GridCell {
    /// Number of reports: of those that claim a connection, or where none does, of those that name both.
    pub count: usize,
    /// True where a claim connects the two; false where reports only name both.
    pub claimed: bool,
    /// Somebody denies or disputes such a claim.
    pub contested: bool,
    /// The column, for a screen that has no room for columns.
    pub column: Shared<EntityRef>,
    /// 1 for one report, 2 for up to three, 3 for up to seven, 4 for more.
    pub level: usize,
    /// Both and the number, in words.
    pub title: String,
    /// The report where there is one; else the row in the list of all pairs.
    pub href: String,
}

/// `pairs`: a page of `/matrix/actors/` or `/matrix/sectors/`, the list of all pairs.
#[derive(Debug, Clone, Serialize)]
pub struct PairsView {
    /// As on [`Grid`].
    pub key: String,
    /// `Actors and victims`.
    pub label: String,
    /// What stands first, singular: `Actor`.
    pub row_label: String,
    /// What stands second, singular: `Victim`.
    pub column_label: String,
    /// The pairs of this page: those that most reports claim first, then those that most reports name, then by name.
    pub pairs: Vec<PairRow>,
    /// As on [`Grid`].
    pub skipped: usize,
    /// Where this page stands.
    pub paging: Paging,
}

/// One pair.
#[derive(Debug, Clone, Serialize)]
pub struct PairRow {
    /// Its anchor, without `#`.
    pub anchor: String,
    /// The actor or the sector.
    pub row: Shared<EntityRef>,
    /// The victim or the country; absent for undisclosed victims.
    pub column: Option<Shared<EntityRef>>,
    /// Number of reports that claim a connection.
    pub claimed: usize,
    /// Number of reports that name both and make no claims.
    pub together: usize,
    /// Number of reports that deny or dispute a connection.
    pub contested: usize,
    /// Those that claim it or name both, newest first, at most six.
    pub reports: Vec<Shared<ReportRow>>,
    /// Number of further reports.
    pub more: usize,
}

/// `attack`: the page `/matrix/attack/`, all techniques of all reports.
#[derive(Debug, Clone, Serialize)]
pub struct AttackView {
    /// The techniques by tactic.
    pub matrix: AttackMatrix,
    /// The list of techniques.
    pub list: Link,
}

/// Techniques by domain and tactic.
#[derive(Debug, Clone, Serialize)]
pub struct AttackMatrix {
    /// The domains that are used, in the order of the table; ids that the table does not place stand in one of their own, last.
    pub domains: Vec<AttackDomain>,
    /// Number of techniques.
    pub techniques: usize,
    /// Number of reports that name one.
    pub reports: usize,
    /// On an actor: some technique stands only in reports on several actors.
    pub shared: bool,
    /// Some technique is named only as suspected.
    pub suspected: bool,
    /// On an actor: each technique once, in order of id; empty on the page of all techniques.
    pub rows: Vec<AttackRow>,
    /// What is known of the version of ATT&CK behind names and tactics: `v19 or later`.
    pub release: String,
    /// What MITRE asks to be shown beside them.
    pub notice: String,
}

/// One matrix of ATT&CK.
#[derive(Debug, Clone, Serialize)]
pub struct AttackDomain {
    /// `enterprise`, `mobile`, `pre`, or `other` for ids that the table does not place.
    pub key: String,
    /// For readers.
    pub name: String,
    /// Number of its techniques, each once.
    pub techniques: usize,
    /// The tactics that are used, in the order of the matrix.
    pub tactics: Vec<AttackTactic>,
}

/// One tactic.
#[derive(Debug, Clone, Serialize)]
pub struct AttackTactic {
    /// `TA0001`; empty where it has none.
    pub id: String,
    /// `Initial Access`.
    pub name: String,
    /// Its anchor, without `#`.
    pub anchor: String,
    /// In order of id, sub-techniques behind their technique.
    pub cells: Vec<AttackCell>,
}

/// A technique below a tactic. One that serves several stands below each.
#[derive(Debug, Clone, Serialize)]
pub struct AttackCell {
    /// Its id.
    pub id: String,
    /// What it is called; may be empty.
    pub name: String,
    /// Of a sub-technique: what its technique is called; empty where that stands right above.
    pub parent: String,
    /// A sub-technique whose technique stands above it.
    pub sub: bool,
    /// Its page.
    pub href: String,
    /// Number of reports behind it.
    pub count: usize,
    /// As on [`GridCell`].
    pub level: usize,
    /// On an actor: all those reports name several actors, so that none says whose technique it is.
    pub shared: bool,
    /// No report does more than suspect it.
    pub suspected: bool,
    /// `revoked in ATT&CK` or `deprecated in ATT&CK`; empty for one that stands.
    pub status: String,
    /// On an actor: the newest reports behind it, at most five.
    pub reports: Vec<Link>,
    /// On an actor: number of further reports.
    pub more: usize,
}

/// A technique in the table below the matrix of an actor.
#[derive(Debug, Clone, Serialize)]
pub struct AttackRow {
    /// Its id.
    pub id: String,
    /// What it is called; may be empty.
    pub name: String,
    /// Its page.
    pub href: String,
    /// Its tactics in words; empty where they are not known.
    pub tactics: Vec<String>,
    /// Number of reports.
    pub count: usize,
    /// As on [`AttackCell`].
    pub shared: bool,
    /// As on [`AttackCell`].
    pub suspected: bool,
    /// The newest of the reports.
    pub newest: Link,
    /// When it was published.
    pub date: Shared<DrawnDate>,
}
