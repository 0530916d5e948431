//! `/matrix/` and the lists of all pairs behind it.

use std::collections::BTreeMap;

use super::pairs::{self, Pair, Pairs};
use super::{Grid, GridCell, GridRow, Link, MatrixView, PairRow, PairsView, Rows, words};
use crate::link::{EntityId, ReportId, Site};

/// Most rows of a grid, and most columns: what a screen takes in.
const SHOWN: (usize, usize) = (50, 30);
/// Reports listed with a pair.
const REPORTS: usize = 6;

/// What the matrix is made of, counted once for the site.
#[derive(Debug)]
pub struct Matrices {
    /// Actors by victims.
    pub actors: Pairs,
    /// Sectors by countries.
    pub sectors: Pairs,
}

/// Counts all pairs.
pub fn matrices(site: &Site) -> Matrices {
    Matrices { actors: pairs::actors(site), sectors: pairs::sectors(site) }
}

/// The two sorts of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairKind {
    /// Actors by victims.
    Actors,
    /// Sectors by countries.
    Sectors,
}

impl PairKind {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Actors, Self::Sectors];

    /// The route of the list of all pairs.
    pub fn route(self) -> String {
        format!("/matrix/{}/", self.key())
    }

    /// What that list is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Actors => "Actors and victims",
            Self::Sectors => "Sectors and countries",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Sectors => "sectors",
        }
    }

    /// Row and column, singular, then plural.
    fn words(self) -> [&'static str; 4] {
        match self {
            Self::Actors => ["Actor", "Victim", "Actors", "Victims"],
            Self::Sectors => ["Sector", "Country", "Sectors", "Countries"],
        }
    }
}

impl Rows<'_> {
    /// The pairs of one sort.
    pub fn pairs(&self, kind: PairKind) -> &Pairs {
        match kind {
            PairKind::Actors => &self.matrices.actors,
            PairKind::Sectors => &self.matrices.sectors,
        }
    }

    /// True where `/matrix/` has something to show.
    pub fn has_matrix(&self) -> bool {
        self.has_attack() || PairKind::ALL.into_iter().any(|kind| self.has_grid(kind))
    }

    fn has_grid(&self, kind: PairKind) -> bool {
        self.pairs(kind).count() > 0
    }

    /// The view of `/matrix/`.
    pub fn matrix_view(&self) -> MatrixView {
        let attack = Link { title: super::attack::TITLE.to_owned(), href: self.href(super::attack::ROUTE) };
        MatrixView {
            grids: PairKind::ALL
                .into_iter()
                .filter(|kind| self.has_grid(*kind))
                .map(|kind| self.grid(kind))
                .collect(),
            attack: self.has_attack().then_some(attack),
            techniques: self.techniques.used(),
        }
    }

    fn grid(&self, kind: PairKind) -> Grid {
        let pairs = self.pairs(kind);
        let (rows, columns) = pairs.busiest(SHOWN.0, SHOWN.1);
        let mut by_row: BTreeMap<EntityId, usize> = BTreeMap::new();
        for pair in &pairs.list {
            *by_row.entry(pair.row).or_insert(0) += 1;
        }
        let (all_rows, all_columns) = pairs.busiest(usize::MAX, usize::MAX);
        let rows: Vec<GridRow> = rows
            .into_iter()
            .map(|row| {
                let cells: Vec<Option<GridCell>> =
                    columns.iter().map(|column| self.cell(kind, row, *column)).collect();
                let shown = cells.iter().flatten().count();
                let hidden = pairs.undisclosed.iter().position(|(actor, _)| *actor == row);
                let (undisclosed, undisclosed_href) = match hidden {
                    Some(at) => self.undisclosed_cell(kind, at),
                    None => (0, String::new()),
                };
                GridRow {
                    entity: self.entity_ref(row),
                    others: by_row.get(&row).copied().unwrap_or(0).saturating_sub(shown),
                    undisclosed,
                    undisclosed_href,
                    cells,
                }
            })
            .collect();
        let cells = || rows.iter().flat_map(|row| row.cells.iter().flatten());
        let [row_label, _, rows_label, columns_label] = kind.words().map(str::to_owned);
        Grid {
            key: kind.key().to_owned(),
            label: format!("{rows_label} by {}", columns_label.to_lowercase()),
            row_label,
            rows_label,
            columns_label,
            columns: columns.iter().map(|column| self.entity_ref(*column)).collect(),
            all_rows: all_rows.len(),
            all_columns: all_columns.len(),
            pairs: pairs.count(),
            list: Link { title: kind.label().to_owned(), href: self.href(&kind.route()) },
            together: cells().any(|cell| !cell.claimed),
            contested: cells().any(|cell| cell.contested),
            others: rows.iter().any(|row| row.others > 0),
            undisclosed: rows.iter().any(|row| row.undisclosed > 0),
            skipped: pairs.skipped,
            rows,
        }
    }

    fn cell(&self, kind: PairKind, row: EntityId, column: EntityId) -> Option<GridCell> {
        let pairs = self.pairs(kind);
        let place = pairs.place(row, column)?;
        let pair = pairs.list.get(place)?;
        let claimed = pair.claimed > 0;
        let count = if claimed { pair.claimed } else { pair.together };
        let href = self.reports_href(kind, place, &pair.reports, &self.anchor(pair));
        let (row, column) = (&self.site.entities[row].name, self.entity_ref(column));
        let reports = words::reports(count);
        let title = match (claimed, pair.contested) {
            (false, _) => format!("{row}, {}: named together in {reports}", column.name),
            (true, 0) => format!("{row}, {}: {reports}", column.name),
            (true, contested) => {
                format!(
                    "{row}, {}: {reports}; denied or disputed in {}",
                    column.name,
                    words::reports(contested)
                )
            }
        };
        Some(GridCell {
            count,
            claimed,
            contested: claimed && pair.contested > 0,
            column,
            level: level(count),
            title,
            href,
        })
    }

    /// Where a figure leads: to its report where there is one, else to its row in the list of all pairs.
    fn reports_href(&self, kind: PairKind, place: usize, reports: &[ReportId], anchor: &str) -> String {
        match reports {
            [only] => self.href(&self.site.reports[*only].route),
            _ => {
                let page = Self::page_route(&kind.route(), place / self.site.config.page_size + 1);
                format!("{}#{anchor}", self.href(&page))
            }
        }
    }

    /// The number of reports on an actor and undisclosed victims, and where it leads; `at` is its place among those.
    fn undisclosed_cell(&self, kind: PairKind, at: usize) -> (usize, String) {
        let pairs = self.pairs(kind);
        let (actor, reports) = &pairs.undisclosed[at];
        let href = self.reports_href(kind, pairs.list.len() + at, reports, &self.undisclosed_anchor(*actor));
        (reports.len(), href)
    }

    fn undisclosed_anchor(&self, actor: EntityId) -> String {
        format!("sr-undisclosed-{}", self.site.entities[actor].slug)
    }

    /// Slugs hold no dot, so that no two pairs have one anchor.
    fn anchor(&self, pair: &Pair) -> String {
        let slug = |id: EntityId| &self.site.entities[id].slug;
        format!("sr-pair-{}.{}", slug(pair.row), slug(pair.column))
    }

    /// Page `number` of the list of all pairs.
    pub fn pairs_view(&self, kind: PairKind, number: usize) -> PairsView {
        let pairs = self.pairs(kind);
        let [row_label, column_label, ..] = kind.words().map(str::to_owned);
        // Of thousands of pairs only those of the page are made: there are hundreds of pages.
        let size = self.site.config.page_size;
        let from = number.saturating_sub(1).saturating_mul(size);
        let named = pairs.list.iter().skip(from).take(size);
        let rest = (from.saturating_sub(pairs.list.len()), size - named.len());
        let hidden = pairs.undisclosed.iter().skip(rest.0).take(rest.1);
        let hidden = hidden.map(|(actor, reports)| self.hidden_pair(*actor, reports));
        PairsView {
            key: kind.key().to_owned(),
            label: kind.label().to_owned(),
            row_label,
            column_label,
            pairs: named.map(|pair| self.pair(pair)).chain(hidden).collect(),
            skipped: pairs.skipped,
            paging: self.paging(&kind.route(), number, pairs.count()),
        }
    }

    fn pair(&self, pair: &Pair) -> PairRow {
        PairRow {
            anchor: self.anchor(pair),
            row: self.entity_ref(pair.row),
            column: Some(self.entity_ref(pair.column)),
            claimed: pair.claimed,
            together: pair.together,
            contested: pair.contested,
            reports: pair.reports.iter().take(REPORTS).map(|at| self.reports[*at].shown().clone()).collect(),
            more: pair.reports.len().saturating_sub(REPORTS),
        }
    }

    /// An actor and all undisclosed victims, which have no page.
    fn hidden_pair(&self, actor: EntityId, reports: &[ReportId]) -> PairRow {
        PairRow {
            anchor: self.undisclosed_anchor(actor),
            row: self.entity_ref(actor),
            column: None,
            claimed: reports.len(),
            together: 0,
            contested: 0,
            reports: reports.iter().take(REPORTS).map(|at| self.reports[*at].shown().clone()).collect(),
            more: reports.len().saturating_sub(REPORTS),
        }
    }
}

/// How strongly a number of reports is shown.
pub fn level(count: usize) -> usize {
    match count {
        0 | 1 => 1,
        2..=3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}
