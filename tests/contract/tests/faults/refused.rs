//! Connections that are refused: the row of the table that is no fault of a request. And what the
//! table does not say: that the service is given the time it asks for.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use catalogs::{
    Auth, Operation, Route,
    oauth::{AccessToken, TokenFuture, TokenSource},
};
use catalogs_sandbox::{Fault, Sandbox};
use contract_tests::{ROUTES, auth, builder, calls::call, sandbox, sandbox_client};

use super::{class, hasty, ids, table::Kind, table::no_connection};

/// Is asked once for each attempt, and opens the sandbox's door when it is asked the second time.
struct Porter {
    sandbox: Arc<Sandbox>,
    asked: AtomicU32,
}

impl TokenSource for Porter {
    fn token(&self) -> TokenFuture<'_> {
        if self.asked.fetch_add(1, Ordering::Relaxed) == 1 {
            self.sandbox.accept_connections().expect("the door opens");
        }
        let token = AccessToken::new(self.sandbox.oauth_token());
        Box::pin(std::future::ready(Ok(token)))
    }
}

impl fmt::Debug for Porter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Porter").finish_non_exhaustive()
    }
}

#[tokio::test]
async fn connection_refused_once_is_retried() {
    let sandbox = Arc::new(sandbox().await);
    let client = hasty(builder(sandbox.origin(), Route::Gateway, "token"));
    let client = client.build().unwrap();
    let row = no_connection();
    for operation in Operation::ALL.iter().copied() {
        let class = class(operation);
        sandbox.reset();
        sandbox.refuse_connections().await.unwrap();
        let porter = Arc::new(Porter {
            sandbox: Arc::clone(&sandbox),
            asked: AtomicU32::new(0),
        });
        let client = client.with_auth(Auth::oauth2(Arc::clone(&porter))).unwrap();
        call(&client, operation, &ids(&sandbox, class))
            .await
            .unwrap();
        assert_eq!(porter.asked.load(Ordering::Relaxed), 2, "{operation}");
        let expected = row.once.unwrap()[class].requests;
        assert_eq!(sandbox.requests().len(), expected, "{operation}");
        let effects: usize = sandbox.effects().values().sum();
        assert_eq!(effects, row.played[0].effects_once[class], "{operation}");
    }
}

#[tokio::test]
async fn connection_always_refused_is_an_error() {
    let sandbox = sandbox().await;
    sandbox.refuse_connections().await.unwrap();
    let row = no_connection();
    for route in ROUTES {
        let client = hasty(builder(sandbox.origin(), route, "token"));
        let client = client.build().unwrap();
        for operation in Operation::ALL.iter().copied() {
            let class = class(operation);
            let client = client.with_auth(auth(route, "token")).unwrap();
            let ids = ids(&sandbox, class);
            let error = call(&client, operation, &ids).await.unwrap_err();
            let expected = row.always.unwrap()[class];
            assert_eq!(Kind::of(&error), expected.kind.as_slice(), "{error}");
            assert_eq!(error.attempts(), expected.attempts, "{error}");
            assert_eq!(error.is_outcome_unknown(), expected.is_unknown, "{error}");
        }
    }
    sandbox.accept_connections().unwrap();
    assert!(sandbox.requests().is_empty() && sandbox.effects().is_empty());
}

/// The real waits here: one second, as it was asked for.
#[tokio::test]
async fn retry_waits_as_long_as_retry_after_asks() {
    let second = Duration::from_secs(1);
    // A date has no fractions of a second: this one is one to two seconds away.
    let in_two = || std::time::SystemTime::now() + 2 * second;
    for is_date in [false, true] {
        let sandbox = sandbox().await;
        let token = sandbox.api_token();
        let client = hasty(builder(sandbox.origin(), Route::Direct, token));
        let policy = catalogs::RetryPolicy::default().max_backoff(10 * second);
        let client = client.retry(policy).build().unwrap();
        let fault = Fault::too_many_requests();
        sandbox.inject(match is_date {
            false => fault.retry_after(second),
            true => fault.retry_after_date(in_two()),
        });
        let start = Instant::now();
        client.addresses().list().await.unwrap();
        // By the clock of dates, which ticks apart from the other: not to the millisecond.
        let waited = start.elapsed();
        assert!(
            waited >= second - Duration::from_millis(50),
            "{is_date}: {waited:?}"
        );
        assert_eq!(sandbox.requests().len(), 2);
    }
}

#[tokio::test]
async fn delete_of_an_unknown_id_is_not_found() {
    let sandbox = sandbox().await;
    let ids = contract_tests::calls::Ids::made_up();
    for route in ROUTES {
        let client = sandbox_client(&sandbox, route);
        for operation in Operation::ALL.iter().copied() {
            if class(operation) == super::DELETE {
                let error = call(&client, operation, &ids).await.unwrap_err();
                assert!(error.is_not_found() && !error.is_outcome_unknown());
            }
        }
    }
}
