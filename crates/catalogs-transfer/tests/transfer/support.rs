//! A sandbox, a client for it, and the way from a text to an outcome.

use std::{path::Path, time::Duration};

use catalogs::{Auth, Client, RateLimit, RetryPolicy, policy::RetryBudget};
use catalogs_sandbox::{Sandbox, SandboxBuilder};
use catalogs_transfer::{
    CheckOptions, Checked, Diagnostics, Existing, Journal, Outcome, Plan, ReadOptions, RunOptions,
    Tables, check, read_bytes,
};

/// A sandbox without a rate limit, and without data.
pub(crate) fn builder() -> SandboxBuilder {
    Sandbox::builder()
        .demo_data(false)
        .rate_limit(catalogs_sandbox::RateLimit::off())
}

pub(crate) async fn empty() -> (Sandbox, Client) {
    let sandbox = builder().start().await.unwrap();
    let client = client(&sandbox);
    (sandbox, client)
}

/// A client that loses no time.
pub(crate) fn client(sandbox: &Sandbox) -> Client {
    Client::builder()
        .auth(Auth::api_token(sandbox.api_token()))
        .integrator_code("64357")
        .base_url(sandbox.origin())
        .rate_limit(RateLimit::off())
        .retry(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
        .retry_budget(RetryBudget::unlimited())
        .build()
        .unwrap()
}

pub(crate) fn csv(name: &str, text: &str) -> Tables {
    read_bytes(text.as_bytes(), name, &ReadOptions::new()).unwrap()
}

pub(crate) fn json(value: serde_json::Value) -> Tables {
    read_bytes(
        value.to_string().as_bytes(),
        "book.json",
        &ReadOptions::new(),
    )
    .unwrap()
}

pub(crate) fn strictly(tables: Tables) -> Result<Checked, Diagnostics> {
    check(tables, &CheckOptions::new())
}

/// What a run needs that loses no time.
pub(crate) fn at_once<'a>() -> RunOptions<'a> {
    RunOptions::new().settle(Duration::ZERO)
}

/// Plans and runs, with a journal at `journal`.
pub(crate) async fn import(client: &Client, checked: &Checked, journal: &Path) -> Outcome {
    let mut journal = Journal::open(journal, checked, client).unwrap();
    let existing = Existing::fetch(client).await.unwrap();
    let plan = Plan::make(checked, &existing).unwrap();
    plan.run(client, &mut journal, at_once()).await.unwrap()
}

/// Three contact persons, three addresses and three organizations that link to them.
pub(crate) fn book() -> Tables {
    json(serde_json::json!({
        "contacts": [
            {"key": "k1", "name": "Мария Иванова", "phone": "+7 495 123-45-67"},
            {"key": "k2", "name": "Пётр Сидоров", "email": "p.sidorov@romashka.example"},
            {"key": "k3", "name": "Анна Ким", "extra_phone": 0},
        ],
        "addresses": [
            {"key": "a1", "address": "ул. Складская, 5", "address_city_id": 1, "address_type": 1,
             "contact_person_ids": ["k1", "k2"]},
            {"key": "a2", "address": "ул. Ленина, 1", "address_city_id": 1, "address_type": 2},
            {"key": "a3", "address": "ул. Ленина, 1", "address_city_id": 2, "address_type": 2,
             "contact_person_ids": ["k3"]},
        ],
        "organizations": [
            {"name": "ООО «Ромашка»", "ownership": 1, "residency": 1, "inn": "7707083893",
             "all_departments_allowed": true, "address_ids": ["a1", "a2"],
             "contact_person_ids": ["k1"]},
            {"name": "ИП Сидоров", "ownership": 2, "residency": "Россия", "inn": "500100732259",
             "department_ids": [7, 9], "contact_person_ids": ["k2"]},
            {"name": "Foreign Ltd", "ownership": 3, "residency": 200,
             "all_departments_allowed": true, "address_ids": ["a3"]},
        ],
    }))
}

/// The address book without its ids, so that two of them can be compared.
pub(crate) fn without_ids(sandbox: &Sandbox) -> serde_json::Value {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => {
                fields.remove("id");
                fields.values_mut().for_each(strip);
            }
            serde_json::Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let state = sandbox.state();
    let mut state =
        serde_json::json!([state.contact_persons, state.addresses, state.organizations]);
    strip(&mut state);
    state
}

/// What the address book holds after [`book`] was imported without any trouble.
pub(crate) async fn untroubled() -> serde_json::Value {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(book()).unwrap();
    let outcome = import(&client, &checked, &folder.path().join("journal")).await;
    assert_eq!((outcome.created, outcome.failed.len()), (9, 0));
    without_ids(&sandbox)
}
