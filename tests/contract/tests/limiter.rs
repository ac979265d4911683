//! A thousand calls at once, through clones of one client, under the sandbox's own limit.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use catalogs::{Client, RateLimit, RetryPolicy, Route, model::ContactPersonId};
use catalogs_sandbox::Sandbox;
use contract_tests::builder;
use tokio::task::JoinSet;
use uuid::Uuid;

const CALLS: usize = 1000;
const RATE: u32 = 500;

/// Asks for something that is not there: its id tells in the log which call it was.
async fn ask(client: Client, number: usize) {
    let id = ContactPersonId::from(Uuid::from_u128(number as u128));
    assert_eq!(client.contact_persons().get_opt(id).await.unwrap(), None);
}

/// What holds however busy the machine is, the allowed rate being r a second:
///
/// - every call succeeds, also when no connection has been made before;
/// - n calls take at least n / r - 1 seconds: a slow machine can only add to that;
/// - first come, first served: calls get their permits in the order in which they ask. On the way
///   to the sandbox those of one window may overtake each other; no call overtakes a whole window.
///
/// That the service never sees too many in a second is the limiter's own property test; how much of
/// the rate is used, on real time, is the benchmark's section `limit`.
#[tokio::test]
async fn thousand_calls_keep_the_rate_and_the_order() {
    let sandbox = Sandbox::builder()
        .rate_limit(catalogs_sandbox::RateLimit::per_second(RATE))
        .start()
        .await
        .unwrap();
    let client = builder(sandbox.origin(), Route::Direct, sandbox.api_token())
        .rate_limit(RateLimit::per_second(RATE))
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    let start = Instant::now();
    let mut calls = JoinSet::new();
    for number in 0..CALLS {
        calls.spawn(ask(client.clone(), number));
    }
    calls.join_all().await;
    let least = Duration::from_secs((CALLS / RATE as usize - 1) as u64);
    assert!(start.elapsed() >= least, "{:?}", start.elapsed());

    let (mut seen, mut latest) = (HashSet::new(), 0);
    for request in sandbox.requests() {
        let id = request.path().rsplit('/').next().unwrap();
        let number = id.parse::<Uuid>().unwrap().as_u128() as usize;
        if seen.insert(number) {
            assert!(
                number + RATE as usize >= latest,
                "{number} came after {latest}"
            );
            latest = latest.max(number);
        }
    }
    assert_eq!(seen.len(), CALLS);
}
