//! The table, played: every row, every fault of it, every operation, both routes.

use std::time::Duration;

use catalogs::{Operation, Route, policy::CallOptions};
use catalogs_sandbox::{Fault, Sandbox};
use contract_tests::{ROUTES, auth, builder, calls::call, sandbox};
use tokio::task::JoinSet;

use super::{
    CREATE, REPLACE, class, hasty, ids, reconciled,
    table::{Each, End, Kind, Row, rows},
};

/// How long a response is waited for where each one hangs.
const HANGING: Duration = Duration::from_secs(1);
/// The same where only the first one hangs: the next one has to come in time on a busy machine.
const HANGING_ONCE: Duration = Duration::from_secs(5);
const PATIENT: Duration = Duration::from_secs(20);

/// A fault, as often as it is played.
struct Case<'a> {
    sandbox: &'a Sandbox,
    route: Route,
    fault: &'a Fault,
    times: usize,
    patience: Duration,
}

impl Case<'_> {
    /// Makes all 17 calls at once, each with a retry budget of its own, and compares.
    async fn check(&self, ends: &Each<End>, effects: &Each<usize>) {
        let Self {
            sandbox,
            route,
            fault,
            ..
        } = *self;
        sandbox.reset();
        for operation in Operation::ALL {
            sandbox
                .inject_times_for(operation.id(), fault.clone(), self.times)
                .unwrap();
        }
        let token = match route {
            Route::Direct => sandbox.api_token(),
            _ => sandbox.oauth_token(),
        };
        let client = hasty(builder(sandbox.origin(), route, token));
        let client = client.attempt_timeout(self.patience).build().unwrap();
        let mut calls = JoinSet::new();
        for operation in Operation::ALL.iter().copied() {
            let client = client.with_auth(auth(route, token)).unwrap();
            let ids = ids(sandbox, class(operation));
            calls.spawn(async move { (operation, call(&client, operation, &ids).await) });
        }
        let results = calls.join_all().await;
        let (requests, changed) = (sandbox.requests(), sandbox.effects());
        sandbox.clear_faults();
        for (operation, result) in results {
            let (times, class) = (self.times, class(operation));
            let case = format!("{operation} on {route:?}, {fault:?} × {times}: {result:?}");
            let sent = requests
                .iter()
                .filter(|request| request.operation() == Some(operation.id()))
                .count();
            let error = result.as_ref().err();
            let kinds = error.map(Kind::of).unwrap_or_default();
            assert_eq!(kinds, ends[class].kind.as_slice(), "{case}");
            let end = End {
                kind: ends[class].kind,
                is_unknown: error.is_some_and(catalogs::Error::is_outcome_unknown),
                attempts: error.map_or(0, catalogs::Error::attempts),
                requests: sent,
            };
            assert_eq!(end, ends[class], "{case}");
            let changed = changed.get(operation.id()).copied().unwrap_or(0);
            assert_eq!(changed, effects[class], "changes by {case}");
            // Nothing is lost silently, nothing is there twice: whoever asks finds out. What was
            // replaced looks like what was created.
            if class == CREATE {
                let patient = client.with_options(CallOptions::new().attempt_timeout(PATIENT));
                let alike = changed + usize::from(effects[REPLACE] > 0);
                assert_eq!(reconciled(&patient, operation).await, alike, "{case}");
            }
        }
    }
}

/// Plays a row on both routes, side by side.
async fn check(row: Row) {
    let row = std::sync::Arc::new(row);
    let mut routes = JoinSet::new();
    for route in ROUTES {
        let row = std::sync::Arc::clone(&row);
        routes.spawn(async move {
            let sandbox = sandbox().await;
            for played in &row.played {
                for fault in &played.faults {
                    let patience = match row.what.contains("attempt_timeout") {
                        true => [HANGING_ONCE, HANGING],
                        false => [PATIENT; 2],
                    };
                    let case = |times, patience| Case {
                        sandbox: &sandbox,
                        route,
                        fault,
                        times,
                        patience,
                    };
                    if let Some(ends) = &row.once {
                        case(1, patience[0]).check(ends, &played.effects_once).await;
                    }
                    if let Some(ends) = &row.always {
                        case(usize::MAX, patience[1])
                            .check(ends, &played.effects_always)
                            .await;
                    }
                }
            }
        });
    }
    routes.join_all().await;
}

/// The rows whose description has one of these words in it.
async fn check_rows(words: &[&str]) {
    let mut found = JoinSet::new();
    for row in rows() {
        if words.iter().any(|word| row.what.contains(word)) {
            found.spawn(check(row));
        }
    }
    assert!(found.join_all().await.len() >= words.len());
}

/// The tests below, so that none of the rows is forgotten.
const TESTS: [&[&str]; 6] = [
    &["429"],
    &["500, 502"],
    &["connection breaks", "ends early"],
    &["no response within", "half a response"],
    &["401", "within the origin", "redirect loop", "must not get"],
    &["a slow response", "not JSON", "web page", "larger than"],
];

#[test]
fn every_row_is_played_once() {
    for row in rows() {
        let tests = TESTS
            .iter()
            .filter(|words| words.iter().any(|word| row.what.contains(word)));
        assert_eq!(tests.count(), 1, "{}", row.what);
    }
}

#[tokio::test]
async fn temporary_refusals_end_as_documented() {
    check_rows(TESTS[0]).await;
}

#[tokio::test]
async fn server_errors_end_as_documented() {
    check_rows(TESTS[1]).await;
}

#[tokio::test]
async fn broken_connections_end_as_documented() {
    check_rows(TESTS[2]).await;
}

#[tokio::test]
async fn missing_responses_end_as_documented() {
    check_rows(TESTS[3]).await;
}

#[tokio::test]
async fn token_faults_and_redirects_end_as_documented() {
    check_rows(TESTS[4]).await;
}

#[tokio::test]
async fn unusual_responses_end_as_documented() {
    check_rows(TESTS[5]).await;
}
