//! Imports over a bad line: nothing is there twice, nothing is lost.

use catalogs_sandbox::{Fault, FaultPlan, ServerError};
use catalogs_transfer::{Event, Existing, Journal, Plan};

use crate::support::{
    at_once, book, builder, client, csv, empty, strictly, untroubled, without_ids,
};

fn faults() -> Vec<Fault> {
    vec![
        Fault::reset(),
        Fault::reset().after_effect(),
        Fault::reset_mid_body(),
        Fault::cut_body(),
        Fault::server_error(ServerError::BadGateway),
        Fault::server_error(ServerError::BadGateway).after_effect(),
        Fault::too_many_requests(),
        Fault::garbage_json(),
        Fault::empty_body(),
    ]
}

#[tokio::test]
async fn import_with_connection_faults_ends_the_same() {
    let expected = untroubled().await;
    let checked = strictly(book()).unwrap();
    let (mut runs, mut found, mut played) = (0, 0, 0);
    for seed in 0..12 {
        let plan = FaultPlan::seeded(seed, 0.3, faults());
        let sandbox = builder().faults(plan).start().await.unwrap();
        let client = client(&sandbox);
        let folder = tempfile::tempdir().unwrap();
        let mut is_complete = false;
        for _ in 0..50 {
            // A list that cannot be read fails, as it should: whoever imports tries again.
            let Ok(existing) = Existing::fetch(&client).await else {
                continue;
            };
            let plan = Plan::make(&checked, &existing).unwrap();
            let mut journal =
                Journal::open(folder.path().join("journal"), &checked, &client).unwrap();
            let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
            (runs, found) = (runs + 1, found + outcome.found);
            is_complete = outcome.is_complete();
            if is_complete {
                break;
            }
        }
        assert!(is_complete, "seed {seed}");
        assert_eq!(
            sorted(without_ids(&sandbox)),
            sorted(expected.clone()),
            "seed {seed}"
        );
        played += sandbox.faults_played();
    }
    assert!(
        runs > 12 && found > 10 && played > 50,
        "{runs} runs, {found} found, {played} faults"
    );
}

/// A row that failed is added later than it would have been.
fn sorted(mut state: serde_json::Value) -> serde_json::Value {
    for list in state.as_array_mut().unwrap() {
        list.as_array_mut()
            .unwrap()
            .sort_by_key(ToString::to_string);
    }
    state
}

#[tokio::test]
async fn create_of_unknown_outcome_is_looked_up_not_repeated() {
    let cases = [
        (Fault::reset().after_effect(), 1),
        (
            Fault::server_error(ServerError::BadGateway).after_effect(),
            1,
        ),
        (Fault::garbage_json(), 1),
        (Fault::reset(), 0),
        (Fault::server_error(ServerError::GatewayTimeout), 0),
    ];
    for (fault, found) in cases {
        let (sandbox, client) = empty().await;
        let folder = tempfile::tempdir().unwrap();
        let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
        let plan = Plan::make(&checked, &Existing::new()).unwrap();
        let mut journal = Journal::open(folder.path().join("journal"), &checked, &client).unwrap();
        sandbox
            .inject_for("create_contact_person", fault.clone())
            .unwrap();
        let mut waits = 0;
        let options = at_once().on_report(|report| {
            waits += usize::from(matches!(report.event, Event::Waiting(_)));
        });
        let outcome = plan.run(&client, &mut journal, options).await.unwrap();
        assert_eq!(
            (outcome.found, outcome.created),
            (found, 1 - found),
            "{fault:?}"
        );
        assert_eq!(
            sandbox.effects().get("create_contact_person"),
            Some(&1),
            "{fault:?}"
        );
        assert_eq!((waits, journal.unresolved()), (1, 0), "{fault:?}");
    }
}

#[tokio::test]
async fn row_of_unknown_outcome_is_resumed() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(csv("contacts.csv", "name\nМария\nАнна\n")).unwrap();
    let run = async || {
        let plan = Plan::make(&checked, &Existing::fetch(&client).await.unwrap()).unwrap();
        let mut journal = Journal::open(folder.path().join("journal"), &checked, &client).unwrap();
        plan.run(&client, &mut journal, at_once().max_attempts(2))
            .await
            .unwrap()
    };
    sandbox
        .inject_for("create_contact_person", Fault::reset())
        .unwrap();
    sandbox
        .inject_for("create_contact_person", Fault::reset())
        .unwrap();
    let outcome = run().await;
    assert_eq!((outcome.created, outcome.failed.len()), (1, 1));
    let outcome = run().await;
    assert_eq!(
        (outcome.created, outcome.skipped, outcome.is_complete()),
        (1, 1, true)
    );
    assert_eq!(sandbox.state().contact_persons.len(), 2);
}
