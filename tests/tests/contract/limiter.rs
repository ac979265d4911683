//! A thousand calls at once, through clones of one client, under the sandbox's own limit.

use std::collections::HashSet;

use catalogs::{Client, ContactPersonId, Pace, RetryPolicy, Route};
use catalogs_sandbox::{RateLimit, Sandbox};
use contract_tests::builder;
use tokio::task::JoinSet;
use uuid::Uuid;

const CALLS: usize = 1000;
const RATE: u32 = 250;

/// Asks for something that is not there: its id tells in the log which call it was.
async fn ask(client: Client, number: usize) {
    let id = ContactPersonId::from(Uuid::from_u128(number as u128));
    assert_eq!(client.contact_persons().find(id).await.unwrap(), None);
}

/// What is promised, whatever else the machine does: every call goes well, also when no connection
/// has been made before, and first come, first served. Calls get their turn in the order in which they
/// ask; on the way to the sandbox those of one window may overtake each other, but no call overtakes a
/// whole window.
///
/// How much of the allowed rate is used, and that none is refused, is for `cargo xtask bench limit`
/// to measure: on a busy machine both are the machine's doing.
#[tokio::test]
async fn a_thousand_calls_at_once_keep_the_order() {
    let sandbox = Sandbox::builder()
        .rate_limit(RateLimit::per_second(RATE))
        .start()
        .await
        .unwrap();
    let client = builder(sandbox.origin(), Route::Direct, sandbox.api_token())
        .pace(Pace::per_second(RATE))
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    let mut calls = JoinSet::new();
    for number in 0..CALLS {
        calls.spawn(ask(client.clone(), number));
    }
    calls.join_all().await;

    let requests = sandbox.requests();
    let (mut seen, mut latest) = (HashSet::new(), 0);
    for request in &requests {
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
