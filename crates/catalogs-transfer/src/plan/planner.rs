//! Finds what each row means, and what is to be done about it.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    changes::{changes, completeness},
    step::{Action, Step},
};
use crate::{
    CheckOptions, Checked, Column, Diagnostic, DiagnosticKind, Existing, Format, Journal, Kind,
    Tables,
    diagnostics::Collector,
    existing::ImportEntity,
    import_row::{ImportRow, Link},
    journal::RowState,
    matching::{Identity, Index},
};

/// More unknown ids than these come from another address book.
const MAX_UNKNOWN_IDS: usize = 5;

/// A plan in the making.
pub(super) struct Planner<'a> {
    rows: &'a [ImportRow],
    tables: &'a Tables,
    /// What an earlier run has done, if there was one.
    journal: Option<&'a Journal>,
    /// The existing ids, by the order of kinds.
    ids: [HashSet<Uuid>; 3],
    targets: Vec<Option<Uuid>>,
    diagnostics: Collector<'a>,
    /// Ids that do not exist: row, column and kind.
    unknown_ids: Vec<(&'a ImportRow, &'static str, Kind, Uuid)>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        checked: &'a Checked,
        existing: &Existing,
        journal: Option<&'a Journal>,
    ) -> Self {
        Self {
            rows: &checked.rows,
            tables: &checked.tables,
            journal: journal.filter(|journal| journal.fingerprint == checked.fingerprint),
            ids: Kind::ALL.map(|kind| existing.ids(kind).into_iter().collect()),
            targets: vec![None; checked.rows.len()],
            diagnostics: Collector::new(&checked.tables, &CheckOptions::new()),
            unknown_ids: Vec::new(),
        }
    }

    pub(super) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        let unknown_ids = std::mem::take(&mut self.unknown_ids);
        let count = unknown_ids.len();
        let shown = if count > MAX_UNKNOWN_IDS { 1 } else { count };
        for (row, column, kind, id) in unknown_ids.into_iter().take(shown) {
            let diagnostic = match count > MAX_UNKNOWN_IDS {
                true => DiagnosticKind::ForeignIds(count),
                false => DiagnosticKind::UnknownId(kind),
            };
            let id = Some(id.to_string());
            self.diagnostics
                .cell_with(row, column, diagnostic, id, None);
        }
        self.diagnostics.sorted()
    }

    /// How far an earlier run has come with a row.
    fn row_state(&self, row: &ImportRow) -> Option<RowState> {
        self.journal?.row_state(row.kind, row.number)
    }

    fn exists(&self, kind: Kind, id: Uuid) -> bool {
        self.ids[kind as usize].contains(&id)
    }

    /// Reports a row that could mean any of these.
    fn report_choice(&mut self, row: &ImportRow, diagnostic: DiagnosticKind, ids: &[Uuid]) {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        let ids = Some(ids.join("` or `"));
        self.diagnostics.cell_with(row, "id", diagnostic, None, ids);
    }

    /// Finds what the rows of a kind mean.
    pub(super) fn match_rows<E: ImportEntity>(&mut self, existing: &Existing) {
        let kind = E::KIND;
        let rows = self.rows;
        let of_kind: Vec<(usize, &ImportRow)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.kind == kind)
            .collect();
        let index = Index::of(E::all(existing));
        let shared = shared_numbers(&of_kind);
        let mut matches: Vec<Match> = Vec::with_capacity(of_kind.len());
        for &(at, row) in &of_kind {
            let matched = match (self.row_state(row), row.id) {
                (Some(RowState::Done(id)), _) => Match::Entities(vec![id]),
                (_, Some(id)) if self.exists(kind, id) => Match::Entities(vec![id]),
                (_, Some(id)) => {
                    self.unknown_ids.push((row, "id", kind, id));
                    Match::UnknownId
                }
                (_, None) => {
                    let is_exact = row.is_new || shared.contains(&at);
                    let best = |identity| index.best(&identity, is_exact);
                    Match::Entities(Identity::of_row(row).map_or(Vec::new(), best))
                }
            };
            matches.push(matched);
        }
        // What no row is known to mean may be what a row means that has no match yet.
        let matched: HashSet<Uuid> = matches.iter().flat_map(Match::ids).copied().collect();
        let mut taken: HashMap<Uuid, usize> = HashMap::new();
        for (&(at, row), found) in of_kind.iter().zip(&matches) {
            match found.ids() {
                _ if matches!(found, Match::UnknownId) => {}
                // The run looks up what became of it.
                [] if row.is_new || self.row_state(row) == Some(RowState::Started) => {}
                [] => {
                    let possible = Identity::of_row(row).map(|identity| index.possible(&identity));
                    let mut possible = possible.unwrap_or_default();
                    possible.retain(|id| !matched.contains(id));
                    if !possible.is_empty() {
                        let diagnostic = DiagnosticKind::PossibleMatch(possible.len());
                        self.report_choice(row, diagnostic, &possible);
                    } else if self.clears(row) {
                        self.diagnostics
                            .cell(row, "id", DiagnosticKind::ClearWithoutMatch);
                    }
                }
                &[id] => match taken.entry(id) {
                    Entry::Vacant(free) => {
                        free.insert(row.number);
                        self.targets[at] = Some(id);
                    }
                    Entry::Occupied(first) => {
                        let diagnostic = DiagnosticKind::SharedMatch { row: *first.get() };
                        self.diagnostics.cell(row, "id", diagnostic);
                    }
                },
                ids => self.report_choice(row, DiagnosticKind::Ambiguous(ids.len()), ids),
            }
        }
    }

    /// Whether a sheet says that something is to be cleared. In JSON, programs write null for
    /// whatever they do not have.
    fn clears(&self, row: &ImportRow) -> bool {
        let mut fields = row.fields.iter().map(|(_, value)| value);
        let cleared = |value: &Value| value.is_null() || value == &json!([]);
        let unlinked = row.links.iter().any(|(_, links)| links.is_empty());
        self.tables.format() != Format::Json && (unlinked || fields.any(cleared))
    }

    pub(super) fn steps<E: ImportEntity>(&mut self, existing: &Existing) -> Vec<Step> {
        let kind = E::KIND;
        let entities: HashMap<Uuid, &E> = E::all(existing)
            .iter()
            .map(|entity| (entity.id().into(), entity))
            .collect();
        let rows = self.rows;
        let mut steps = Vec::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.kind == kind) {
            let mut step = Step {
                kind,
                row: row.number,
                key: row.key.clone(),
                id: self.targets[at],
                action: Action::Skip,
                changes: Vec::new(),
            };
            if !matches!(self.row_state(row), Some(RowState::Done(_))) {
                self.check_links(row);
                let before = step.id.and_then(|id| entities.get(&id));
                let before = before.map(|entity| entity.to_draft());
                if before.is_none() {
                    for (column, diagnostic) in completeness(row) {
                        self.diagnostics.cell(row, column, diagnostic);
                    }
                }
                let link = |link| (self.id_of(link), self.shown(link));
                let (changes, diagnostics) = changes(row, before, link);
                for (column, diagnostic) in diagnostics {
                    self.diagnostics.cell(row, column, diagnostic);
                }
                step.action = match step.id {
                    None => Action::Create,
                    Some(_) if changes.is_empty() => Action::Unchanged,
                    Some(_) => Action::Update,
                };
                step.changes = changes;
            }
            steps.push(step);
        }
        steps
    }

    fn check_links(&mut self, row: &'a ImportRow) {
        for (field, links) in &row.links {
            for link in links {
                if let (Link::Id(id), Some(to)) = (link, Column::linked(row.kind, field))
                    && !self.exists(to, *id)
                {
                    self.unknown_ids.push((row, field, to, *id));
                }
            }
        }
    }

    fn id_of(&self, link: Link) -> Option<Uuid> {
        match link {
            Link::Id(id) => Some(id),
            Link::Row(at) => self.targets[at],
        }
    }

    /// A link as a plan shows it.
    fn shown(&self, link: Link) -> Value {
        match (self.id_of(link), link) {
            (None, Link::Row(at)) => {
                let row = &self.rows[at];
                let sheet = self.tables.sheet(row.kind);
                json!(format!("row {} of {sheet}", row.number))
            }
            (id, _) => json!(id),
        }
    }
}

/// What a row means.
enum Match {
    Entities(Vec<Uuid>),
    /// Its id does not exist.
    UnknownId,
}

impl Match {
    fn ids(&self) -> &[Uuid] {
        match self {
            Self::Entities(ids) => ids,
            Self::UnknownId => &[],
        }
    }
}

/// The rows whose registration number another row has, too.
fn shared_numbers(rows: &[(usize, &ImportRow)]) -> HashSet<usize> {
    let mut by_number: HashMap<(i64, String), Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().filter(|(_, row)| row.id.is_none()) {
        let identity = Identity::of_row(row);
        if let Some((residency, number)) = identity.as_ref().and_then(Identity::registration) {
            let number = (residency, number.to_owned());
            by_number.entry(number).or_default().push(*at);
        }
    }
    let shared = by_number.into_values().filter(|rows| rows.len() > 1);
    shared.flatten().collect()
}
