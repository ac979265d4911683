//! What an import would do, row by row: a pure function of the rows and of what is there.

mod changes;
mod planner;
mod step;

pub use step::{Action, Change, Step};

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use catalogs::{Address, ContactPerson, Organization};
use serde::Serialize;
use uuid::Uuid;

use crate::{Checked, Diagnostics, Existing, Journal, Kind, import_row::ImportRow};

use planner::Planner;

/// What an import would do.
///
/// It serializes as its [steps](Self::steps). `Debug` shows no values.
pub struct Plan {
    pub(crate) rows: Arc<Vec<ImportRow>>,
    pub(crate) fingerprint: String,
    pub(crate) steps: Vec<Step>,
    /// What the sheets are called, by the order of kinds.
    pub(crate) sheets: [String; 3],
    /// The ids that were there when it was made.
    pub(crate) known: BTreeMap<Kind, Vec<Uuid>>,
}

impl Plan {
    /// Compares rows with what is there.
    ///
    /// A row means the entity of its `id`. Without one, an organization is known by residency and
    /// registration number (and by its name, where several have that number), or, where the row has
    /// no number, by residency and name among those without a number; an address by text, city and
    /// type; a contact person by name, phone and e-mail. Texts are compared without regard to case,
    /// `ё`, punctuation and hidden characters, phones by their digits. If no contact person has
    /// exactly these three, a row that leaves phone or e-mail empty, not both, means the one that
    /// has the other. Codes that the service does not show may be any.
    ///
    /// ```
    /// use catalogs_transfer::{Action, CheckOptions, Existing, Plan, ReadOptions, check, read_bytes};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let file = "name,phone\nМария Иванова,+7 495 123-45-67\n";
    /// let tables = read_bytes(file.as_bytes(), "contacts.csv", &ReadOptions::new())?;
    /// let checked = check(tables, &CheckOptions::new())?;
    /// let plan = Plan::make(&checked, &Existing::new())?;
    /// assert_eq!(plan.steps()[0].action, Action::Create);
    /// assert_eq!(plan.requests(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// All rows that mean several entities, or the same one, or an id that is not there; that could
    /// mean one that differs in one thing (see the README), unless `<new>` stands in
    /// their column `id`; and those to be added without what that needs.
    pub fn make(checked: &Checked, existing: &Existing) -> Result<Self, Diagnostics> {
        Self::compare(checked, existing, None)
    }

    /// As [`make`](Self::make), where an earlier run may have done a part of it: rows that are done
    /// are [skipped](Action::Skip), and those of unknown outcome are left to the run, which looks
    /// up what became of them.
    ///
    /// ```
    /// # use catalogs::{Auth, Client};
    /// use catalogs_transfer::{CheckOptions, Existing, Journal, Plan, ReadOptions, check, read_bytes};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// # let client = Client::builder().auth(Auth::api_token("token")).integrator_code("64357");
    /// # let client = client.base_url("http://127.0.0.1:8418").build()?;
    /// let tables = read_bytes(b"name\nMaria\n", "contacts.csv", &ReadOptions::new())?;
    /// let checked = check(tables, &CheckOptions::new())?;
    /// let journal = Journal::open(folder.path().join("import.journal"), &checked, &client)?;
    /// let plan = Plan::resume(&checked, &Existing::new(), &journal)?;
    /// assert_eq!(plan.requests(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`make`](Self::make), for rows that are not done.
    pub fn resume(
        checked: &Checked,
        existing: &Existing,
        journal: &Journal,
    ) -> Result<Self, Diagnostics> {
        Self::compare(checked, existing, Some(journal))
    }

    fn compare(
        checked: &Checked,
        existing: &Existing,
        journal: Option<&Journal>,
    ) -> Result<Self, Diagnostics> {
        let mut planner = Planner::new(checked, existing, journal);
        planner.match_rows::<ContactPerson>(existing);
        planner.match_rows::<Address>(existing);
        planner.match_rows::<Organization>(existing);
        let mut steps = planner.steps::<ContactPerson>(existing);
        steps.extend(planner.steps::<Address>(existing));
        steps.extend(planner.steps::<Organization>(existing));
        Diagnostics::only_warnings(planner.into_diagnostics())?;
        let known = Kind::ALL.map(|kind| {
            let mut ids = existing.ids(kind);
            ids.sort_unstable();
            (kind, ids)
        });
        Ok(Self {
            rows: Arc::clone(&checked.rows),
            fingerprint: checked.fingerprint.clone(),
            sheets: Kind::ALL.map(|kind| checked.tables.sheet(kind).to_owned()),
            steps,
            known: known.into(),
        })
    }

    /// A step for each row, in the order in which they are taken.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps are of this kind.
    pub fn count(&self, action: Action) -> usize {
        self.steps
            .iter()
            .filter(|step| step.action == action)
            .count()
    }

    /// What the sheet of a kind is called in the file.
    pub(crate) fn sheet(&self, kind: Kind) -> String {
        self.sheets[kind as usize].clone()
    }

    /// Whether nothing would be written.
    pub fn changes_nothing(&self) -> bool {
        self.requests() == 0
    }

    /// How many requests it takes, if all goes well: one to add, two to read and change.
    pub fn requests(&self) -> usize {
        self.count(Action::Create) + 2 * self.count(Action::Update)
    }

    /// How long it takes at the least, at this many requests a second; the service allows 10. 0
    /// counts as 1.
    ///
    /// ```
    /// # use catalogs_transfer::*;
    /// # let tables = read_bytes(b"name\nMaria\n", "contacts.csv", &ReadOptions::new()).unwrap();
    /// # let checked = check(tables, &CheckOptions::new()).unwrap();
    /// # let plan = Plan::make(&checked, &Existing::new()).unwrap();
    /// assert_eq!(plan.duration(10), std::time::Duration::from_millis(100));
    /// ```
    pub fn duration(&self, requests_per_second: u32) -> Duration {
        let requests = u32::try_from(self.requests()).unwrap_or(u32::MAX);
        Duration::from_secs(1).saturating_mul(requests) / requests_per_second.max(1)
    }
}

impl Serialize for Plan {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.steps.serialize(serializer)
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("create", &self.count(Action::Create))
            .field("change", &self.count(Action::Update))
            .field("leave", &self.count(Action::Unchanged))
            .finish_non_exhaustive()
    }
}
