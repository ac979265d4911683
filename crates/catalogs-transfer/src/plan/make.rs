//! Finds what each row means, and what it would change.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Action, Change, Step};
use crate::{
    Checked, Column, Existing, Fault, Format, Journal, Kind, Problem, Tables,
    check::{Findings, linked},
    checked::{Item, Link},
    existing::{Form, Held, fill, said},
    journal::Stand,
    matching::{Fit, Identity, is_same},
};

/// What an address for documents cannot be without; its office may be empty.
const PARTS_OF_DOCS_ADDRESS: [&str; 4] = [
    "docs_address.postcode",
    "docs_address.city_id",
    "docs_address.street_name",
    "docs_address.house_no",
];

/// More ids than these that are not there are those of another address book.
const MOST_STRANGERS: usize = 5;

/// A plan in the making.
pub(super) struct Maker<'a> {
    items: &'a [Item],
    tables: &'a Tables,
    /// What an earlier run has done, if there was one.
    journal: Option<&'a Journal>,
    /// What is there, by the order of kinds.
    ids: [HashSet<Uuid>; 3],
    targets: Vec<Option<Uuid>>,
    findings: Findings,
    /// Ids that are not there: row, column and kind.
    strangers: Vec<(&'a Item, &'static str, Kind, Uuid)>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        checked: &'a Checked,
        existing: &Existing,
        journal: Option<&'a Journal>,
    ) -> Self {
        Self {
            items: &checked.items,
            tables: &checked.tables,
            journal: journal.filter(|journal| journal.fingerprint == checked.fingerprint),
            ids: Kind::ALL.map(|kind| existing.ids(kind)),
            targets: vec![None; checked.items.len()],
            findings: Findings::strict(),
            strangers: Vec::new(),
        }
    }

    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        let strangers = std::mem::take(&mut self.strangers);
        let count = strangers.len();
        let shown = if count > MOST_STRANGERS { 1 } else { count };
        for (item, column, kind, id) in strangers.into_iter().take(shown) {
            let fault = match count > MOST_STRANGERS {
                true => Fault::ForeignIds(count),
                false => Fault::NoSuchId(kind),
            };
            self.report(item, column, fault, Some(id.to_string()));
        }
        self.findings.sorted(self.tables)
    }

    /// How far an earlier run has come with a row.
    fn stand(&self, item: &Item) -> Option<Stand> {
        self.journal?.stand(item.kind, item.row)
    }

    fn is_there(&self, kind: Kind, id: Uuid) -> bool {
        Kind::ALL
            .iter()
            .zip(&self.ids)
            .any(|(other, ids)| *other == kind && ids.contains(&id))
    }

    fn report(&mut self, item: &Item, column: &str, fault: Fault, value: Option<String>) {
        let place = self.tables.place(item.kind, item.row, Some(column));
        self.findings.report(place, fault, value, None);
    }

    /// Finds what the rows of a kind mean.
    pub(super) fn find<E: Held>(&mut self, existing: &Existing, kind: Kind) {
        let items = self.items;
        let rows: Vec<usize> = (0..items.len())
            .filter(|at| items[*at].kind == kind)
            .collect();
        let index = Index::of(E::all(existing));
        let shared = shared_numbers(items, &rows);
        let mut meanings: Vec<Meaning> = Vec::with_capacity(rows.len());
        for &at in &rows {
            let item = &items[at];
            if let Some(Stand::Done(id)) = self.stand(item) {
                meanings.push(Meaning::Of(vec![id]));
                continue;
            }
            meanings.push(match item.id {
                Some(id) if self.is_there(kind, id) => Meaning::Of(vec![id]),
                Some(id) => {
                    self.strangers.push((item, "id", kind, id));
                    Meaning::Broken
                }
                None => {
                    let identity = Identity::of(item);
                    Meaning::Of(identity.map_or(Vec::new(), |identity| {
                        index.best(&identity, item.is_new || shared.contains(&at))
                    }))
                }
            });
        }
        // What nothing is known to mean may be what a row means that means nothing yet.
        let meant: HashSet<Uuid> = meanings.iter().flat_map(Meaning::ids).copied().collect();
        let mut taken: HashMap<Uuid, usize> = HashMap::new();
        for (&at, meaning) in rows.iter().zip(&meanings) {
            let item = &items[at];
            match (meaning, meaning.ids()) {
                (Meaning::Broken, _) => {}
                // The run looks for what became of it.
                (_, []) if item.is_new || self.stand(item) == Some(Stand::Begun) => {}
                (_, []) => {
                    let identity = Identity::of(item);
                    let free = |id: &Uuid| !meant.contains(id);
                    let perhaps: Vec<Uuid> = identity
                        .map(|identity| index.perhaps(&identity))
                        .into_iter()
                        .flatten()
                        .filter(free)
                        .collect();
                    if !perhaps.is_empty() {
                        self.report_choice(item, Fault::Perhaps(perhaps.len()), &perhaps);
                    } else if self.clears(item) {
                        self.report(item, "id", Fault::ClearsNothing, None);
                    }
                }
                (_, &[id]) => match taken.entry(id) {
                    Entry::Vacant(free) => {
                        free.insert(item.row);
                        self.targets[at] = Some(id);
                    }
                    Entry::Occupied(first) => {
                        let fault = Fault::SameEntity { row: *first.get() };
                        self.report(item, "id", fault, None);
                    }
                },
                (_, found) => self.report_choice(item, Fault::Ambiguous(found.len()), found),
            }
        }
    }

    /// Whether somebody wrote into a sheet that something is to be cleared. In JSON, programs write
    /// null for whatever they do not have.
    fn clears(&self, item: &Item) -> bool {
        let mut fields = item.fields.iter().map(|(_, value)| value);
        let cleared = |value: &Value| value.is_null() || value == &json!([]);
        let unlinked = item.links.iter().any(|(_, links)| links.is_empty());
        self.tables.format() != Format::Json && (unlinked || fields.any(cleared))
    }

    /// Reports a row that could mean any of these.
    fn report_choice(&mut self, item: &Item, fault: Fault, ids: &[Uuid]) {
        let place = self.tables.place(item.kind, item.row, Some("id"));
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        self.findings
            .report(place, fault, None, Some(ids.join("` or `")));
    }

    pub(super) fn steps<E: Held>(&mut self, existing: &Existing, kind: Kind) -> Vec<Step> {
        let there: HashMap<Uuid, &E> = E::all(existing)
            .iter()
            .map(|there| (there.uuid(), there))
            .collect();
        let items = self.items;
        let mut steps = Vec::new();
        for (at, item) in items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.kind == kind)
        {
            let id = self.targets[at];
            if matches!(self.stand(item), Some(Stand::Done(_))) {
                steps.push(Step {
                    kind,
                    row: item.row,
                    key: item.key.clone(),
                    id,
                    action: Action::Skip,
                    changes: Vec::new(),
                });
                continue;
            }
            self.check_links(item);
            let before = id
                .and_then(|id| there.get(&id))
                .map(|there| there.to_draft());
            if before.is_none() {
                self.check_complete(item);
            }
            let changes = self.changes::<E>(item, before);
            let action = match id {
                None => Action::Create,
                Some(_) if changes.is_empty() => Action::Leave,
                Some(_) => Action::Change,
            };
            steps.push(Step {
                kind,
                row: item.row,
                key: item.key.clone(),
                id,
                action,
                changes,
            });
        }
        steps
    }

    fn check_links(&mut self, item: &'a Item) {
        for (field, links) in &item.links {
            for link in links {
                if let (Link::Id(id), Some(to)) = (link, linked(item.kind, field))
                    && !self.is_there(to, *id)
                {
                    self.strangers.push((item, field, to, *id));
                }
            }
        }
    }

    /// Whether a row says all that adding an entity needs.
    fn check_complete(&mut self, item: &Item) {
        for column in Column::all(item.kind)
            .iter()
            .filter(|column| column.required)
        {
            if item.field(column.name).is_none_or(Value::is_null) {
                self.report(item, column.name, Fault::Missing(item.kind), None);
            }
        }
        let decided = item.field("all_departments_allowed").is_some();
        if item.kind == Kind::Organization && !decided {
            self.report(item, "department_ids", Fault::NoDepartments, None);
        }
    }

    fn changes<E: Held>(&mut self, item: &Item, before: Option<E::Draft>) -> Vec<Change> {
        let is_new = before.is_none();
        let Ok(mut before) = before.map_or_else(E::Draft::blank, Ok) else {
            return Vec::new();
        };
        let mut after = before.clone();
        for (field, value) in &item.fields {
            // What was checked is taken; if not, it has to be said all the same.
            if fill(&mut after, [(*field, value)]).is_err() {
                self.report(item, field, Fault::NoText, None);
            }
        }
        let (old, new) = (before.body(), after.body());
        let mut changes = Vec::new();
        for (field, _) in &item.fields {
            let (old, new) = (
                said(&mut before, &old, field),
                said(&mut after, &new, field),
            );
            if is_new || !is_same(field, &old, &new) {
                let old = if is_new { Value::Null } else { old };
                changes.push(Change { field, old, new });
            }
        }
        if old["docs_address"].is_null() && new["docs_address"].is_object() {
            for part in PARTS_OF_DOCS_ADDRESS {
                if said(&mut after, &new, part).is_null() {
                    self.report(item, part, Fault::PartOfDocsAddress, None);
                }
            }
        }
        let nobody = |body: &Value| {
            body["all_departments_allowed"] == false && body["department_ids"] == json!([])
        };
        if !is_new && nobody(&new) && !nobody(&old) {
            self.report(item, "department_ids", Fault::NoDepartments, None);
        }
        for (field, links) in &item.links {
            let old = said(&mut before, &old, field);
            let known: Option<Vec<Value>> = links
                .iter()
                .map(|link| self.id_of(*link).map(|id| json!(id)))
                .collect();
            let same = known.is_some_and(|known| is_same(field, &old, &json!(known)));
            if is_new || !same {
                let new = links.iter().map(|link| self.shown(*link)).collect();
                let old = if is_new { Value::Null } else { old };
                changes.push(Change { field, old, new });
            }
        }
        changes
    }

    fn id_of(&self, link: Link) -> Option<Uuid> {
        match link {
            Link::Id(id) => Some(id),
            Link::Item(at) => self.targets[at],
        }
    }

    fn shown(&self, link: Link) -> Value {
        match (self.id_of(link), link) {
            (None, Link::Item(at)) => {
                let item = &self.items[at];
                json!(format!(
                    "row {} of {}",
                    item.row,
                    self.tables.sheet(item.kind)
                ))
            }
            (id, _) => json!(id),
        }
    }
}

/// What a row means.
enum Meaning {
    Of(Vec<Uuid>),
    /// Its id is not there.
    Broken,
}

impl Meaning {
    fn ids(&self) -> &[Uuid] {
        match self {
            Self::Of(ids) => ids,
            Self::Broken => &[],
        }
    }
}

/// What is there, by what all have in common that may be the same.
struct Index(HashMap<String, Vec<(Identity, Uuid)>>);

impl Index {
    fn of<E: Held>(all: &[E]) -> Self {
        let mut index: HashMap<String, Vec<(Identity, Uuid)>> = HashMap::new();
        for there in all {
            if let Some(identity) = there.identity() {
                for key in identity.keys() {
                    let alike = index.entry(key.into_owned()).or_default();
                    alike.push((identity.clone(), there.uuid()));
                }
            }
        }
        Self(index)
    }

    fn alike(&self, identity: &Identity) -> impl Iterator<Item = &(Identity, Uuid)> {
        let keys = identity.keys();
        keys.filter_map(|key| self.0.get(&*key)).flatten()
    }

    /// Those that fit best; of several rows with one number, each only what has its name.
    fn best(&self, identity: &Identity, is_shared: bool) -> Vec<Uuid> {
        let fitting = self
            .alike(identity)
            .filter_map(|(there, id)| Some((identity.fit(there)?, *id)))
            .filter(|(fit, _)| fit.is_whole() || !is_shared);
        let mut fitting: Vec<(Fit, Uuid)> = fitting.collect();
        fitting.sort_unstable();
        fitting.dedup();
        let best = fitting.first().map(|(fit, _)| *fit);
        fitting
            .into_iter()
            .filter(|(fit, _)| Some(*fit) == best)
            .map(|(_, id)| id)
            .collect()
    }

    /// Those that a row may be a change of, which cannot be told.
    fn perhaps(&self, identity: &Identity) -> Vec<Uuid> {
        let mut perhaps: Vec<Uuid> = self
            .alike(identity)
            .filter(|(there, _)| identity.is_near(there) || identity.fit(there).is_some())
            .map(|(_, id)| *id)
            .collect();
        perhaps.sort_unstable();
        perhaps.dedup();
        perhaps
    }
}

/// The rows whose registration number another row has, too.
fn shared_numbers(items: &[Item], rows: &[usize]) -> HashSet<usize> {
    let mut by_number: HashMap<(i64, String), Vec<usize>> = HashMap::new();
    for &at in rows.iter().filter(|at| items[**at].id.is_none()) {
        if let Some(Identity::Organization {
            residency: Some(residency),
            number,
            ..
        }) = Identity::of(&items[at])
            && !number.is_empty()
        {
            by_number.entry((residency, number)).or_default().push(at);
        }
    }
    let shared = by_number.into_values().filter(|rows| rows.len() > 1);
    shared.flatten().collect()
}
