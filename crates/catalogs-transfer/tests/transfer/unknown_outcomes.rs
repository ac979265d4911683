//! Creates of which nobody knows whether they took effect, where the service or somebody else does
//! something to what there is.

use std::sync::atomic::{AtomicUsize, Ordering};

use catalogs::{Client, ContactPersonDraft, OrganizationDraft};
use catalogs_sandbox::{Fault, ServerError};
use catalogs_transfer::{Checked, Event, Existing, Journal, Outcome, Plan, Reason, Stop};
use serde_json::json;

use crate::support::{at_once, csv, empty, import, json as read_json, strictly};

/// Runs a plan for an empty book; whenever it waits, somebody does something to the first person.
async fn run_while(
    client: &Client,
    checked: &Checked,
    path: &std::path::Path,
    change: impl Fn(&mut ContactPersonDraft) + Send + Sync,
) -> Outcome {
    let plan = Plan::make(checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(path, checked, client).unwrap();
    let options = at_once().on_report(|report| {
        if !matches!(report.event, Event::Waiting(_)) {
            return;
        }
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let persons = client.contact_persons();
                let first = persons.list().await.unwrap().remove(0);
                persons.edit(first.id, |draft| change(draft)).await.unwrap();
            });
        });
    });
    plan.run(client, &mut journal, options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn entity_changed_by_service_is_found() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let file = "name;email\nМария;Maria@X.example\n";
    let checked = strictly(csv("contacts.csv", file)).unwrap();
    let dropped = Fault::reset().after_effect();
    sandbox
        .inject_for("create_contact_person", dropped)
        .unwrap();
    let outcome = run_while(&client, &checked, &folder.path().join("journal"), |draft| {
        draft.email = Some("maria@x.example".to_owned());
    })
    .await;
    assert!(outcome.is_complete(), "{outcome:?}");
    assert_eq!(sandbox.state().contact_persons.len(), 1);
    let outcome = import(&client, &checked, &folder.path().join("journal")).await;
    assert_eq!((outcome.unchanged, outcome.created), (1, 0), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn possible_candidate_prevents_second_create() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(csv("contacts.csv", "name;phone\nМария;74951234567\n")).unwrap();
    let dropped = Fault::reset().after_effect();
    sandbox
        .inject_for("create_contact_person", dropped)
        .unwrap();
    let path = folder.path().join("journal");
    let outcome = run_while(&client, &checked, &path, |draft| {
        draft.name = Some("МАРИЯ И.".to_owned());
    })
    .await;
    let reason = &outcome.failed[0].reason;
    assert!(
        matches!(reason, Reason::Ambiguous(ids) if ids.len() == 1),
        "{reason}"
    );
    assert!(
        reason.to_string().contains("this could be it: "),
        "{reason}"
    );
    assert_eq!(sandbox.state().contact_persons.len(), 1);
    assert_eq!(
        Journal::open(&path, &checked, &client)
            .unwrap()
            .unresolved(),
        1
    );
}

#[tokio::test]
async fn entity_created_by_others_is_updated_as_planned() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let checked = strictly(read_json(json!({"organizations": [{
        "name": "Ромашка", "residency": 1, "ownership": 1, "inn": "7707083893",
        "phone": "+7 495 123-45-67", "all_departments_allowed": true,
    }]})))
    .unwrap();
    // Begun, and never sent.
    sandbox
        .inject_times_for("create_organization", Fault::reset(), 9)
        .unwrap();
    let outcome = import(&client, &checked, &path).await;
    assert_eq!(outcome.failed.len(), 1, "{outcome:?}");
    sandbox.clear_faults();
    let foreign = json!({"name": "Роза", "residency": 1, "ownership": 1, "inn": "7707083893", "all_departments_allowed": true});
    let foreign: OrganizationDraft = serde_json::from_value(foreign).unwrap();
    client.organizations().create(&foreign).await.unwrap();

    let outcome = import(&client, &checked, &path).await;
    assert_eq!((outcome.updated, outcome.found), (1, 0), "{outcome:?}");
    let state = sandbox.state().organizations;
    assert_eq!(state.len(), 1);
    assert_eq!(
        (&state[0]["name"], &state[0]["phone"]),
        (&json!("Ромашка"), &json!("+7 495 123-45-67"))
    );
}

#[tokio::test]
async fn failed_lookup_is_reported_with_both_errors() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let internal = || Fault::server_error(ServerError::Internal);
    sandbox
        .inject_for("create_contact_person", Fault::reset().after_effect())
        .unwrap();
    sandbox
        .inject_times_for("list_contact_persons", internal(), 99)
        .unwrap();
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    let reason = outcome.failed[0].reason.to_string();
    let (create, look) = reason
        .split_once("; and it could not be looked for: ")
        .unwrap();
    assert!(
        create.starts_with("it may have been added: ") && create.contains("broke off"),
        "{create}"
    );
    assert!(look.contains("500"), "{look}");
    assert_eq!(journal.unresolved(), 1);
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    let reason = outcome.failed[0].reason.to_string();
    assert!(
        reason.starts_with("an earlier run may have added it; "),
        "{reason}"
    );
}

fn eighteen() -> Checked {
    let rows: String = (0..18).map(|n| format!("Имя {n}\n")).collect();
    strictly(csv("contacts.csv", &format!("name\n{rows}"))).unwrap()
}

#[tokio::test]
async fn unreachable_service_ends_run_and_fails_no_row() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = eighteen();
    sandbox.refuse_connections().await.unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    assert!(matches!(&outcome.stopped, Some(Stop::Error(error)) if error.is_connect()));
    assert_eq!((outcome.not_done, outcome.failed.len()), (18, 0));
    sandbox.accept_connections().unwrap();
    drop(journal);
    assert_eq!(import(&client, &checked, &path).await.created, 18);
}

#[tokio::test]
async fn silent_service_ends_run() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = eighteen();
    let path = folder.path().join("journal");
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let created = AtomicUsize::new(0);
    let options = at_once().on_report(|report| {
        if matches!(report.event, Event::Created(_)) && created.fetch_add(1, Ordering::Relaxed) == 4
        {
            sandbox.inject_times(Fault::server_error(ServerError::BadGateway), usize::MAX);
        }
    });
    let outcome = plan.run(&client, &mut journal, options).await.unwrap();
    assert!(matches!(&outcome.stopped, Some(Stop::Error(error)) if error.is_server_error()));
    assert_eq!(
        (outcome.created, outcome.not_done, outcome.failed.len()),
        (5, 13, 0),
        "{outcome:?}"
    );
    sandbox.clear_faults();
    drop(journal);
    let outcome = import(&client, &checked, &path).await;
    assert_eq!((outcome.skipped, outcome.created), (5, 13));
    assert_eq!(sandbox.state().contact_persons.len(), 18);
}

#[tokio::test]
async fn rejected_rows_do_not_end_run() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = eighteen();
    sandbox
        .inject_times_for(
            "create_contact_person",
            Fault::server_error(ServerError::Internal),
            5,
        )
        .unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(folder.path().join("journal"), &checked, &client).unwrap();
    let options = at_once().max_attempts(1);
    let outcome = plan.run(&client, &mut journal, options).await.unwrap();
    assert!(outcome.stopped.is_none(), "{outcome:?}");
    assert_eq!((outcome.created, outcome.failed.len()), (13, 5));
}

#[tokio::test]
async fn unreadable_record_prevents_second_create_and_costs_no_other() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
    let odd = json!([
        {"id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "name": {}},
        {"id": "3f2504e0-4f89-41d3-9a0c-0305e82c3302", "name": "Пётр"},
    ]);
    let odd = Fault::response(200).json(&odd);
    sandbox
        .inject_times_for("list_contact_persons", odd, 9)
        .unwrap();
    let dropped = Fault::reset().after_effect();
    sandbox
        .inject_for("create_contact_person", dropped)
        .unwrap();
    let existing = Existing::fetch(&client).await.unwrap();
    assert_eq!(existing.contact_persons.len(), 1);
    assert!(existing.unreadable[0].contains("[0].name"));

    let outcome = import(&client, &checked, &folder.path().join("journal")).await;
    let reason = &outcome.failed[0].reason;
    assert!(matches!(reason, Reason::LookupFailed { .. }), "{reason}");
    assert_eq!(sandbox.state().contact_persons.len(), 1);
}
