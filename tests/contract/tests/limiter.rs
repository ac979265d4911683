//! A thousand calls at once, through clones of one client, under the sandbox's own limit.

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use catalogs::{Client, ContactPersonId, RateLimit, RetryPolicy, Route};
use catalogs_sandbox::Sandbox;
use contract_tests::builder;
use tokio::task::JoinSet;
use uuid::Uuid;

const CALLS: usize = 1000;
const RATE: u32 = 250;

/// Asks for something that is not there: its id tells in the log which call it was.
async fn ask(client: Client, number: usize) {
    let id = ContactPersonId::from(Uuid::from_u128(number as u128));
    assert_eq!(client.contact_persons().get_opt(id).await.unwrap(), None);
}

/// What is promised, the rate allowed being r a second:
///
/// - every call goes well, and the sandbox refuses none of them as one too many in a sliding second,
///   also when no connection has been made before;
/// - n calls take no longer than the windows that they have to (n / r, rounded up, but for the
///   first, which opens at once), and a twentieth more.
///   For the calls' own work half a window is added here;
/// - first come, first served: calls get their turn in the order in which they ask. On the way to
///   the sandbox those of one window may overtake each other; a whole window, no call overtakes.
///
/// A machine that is busy with other things is slow on the whole, and slow at first and quick
/// later, which the client takes for the network. So one round of three has to keep to the time
/// and to no refusals; every round has to keep the rest.
#[tokio::test]
async fn a_thousand_calls_at_once_keep_the_rate_and_the_order() {
    let mut rounds = Vec::new();
    for _ in 0..3 {
        let (took, refused) = thousand().await;
        if took <= allowed() && refused == 0 {
            return;
        }
        rounds.push((took, refused));
    }
    panic!(
        "took, and were refused: {rounds:?}; allowed: {:?}",
        allowed()
    );
}

fn allowed() -> Duration {
    let windows = CALLS.div_ceil(RATE as usize) - 1;
    Duration::from_secs_f64(windows as f64 / 0.95 + 0.5)
}

async fn thousand() -> (Duration, usize) {
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
    let took = start.elapsed();

    let requests = sandbox.requests();
    let refused = requests.iter().filter(|request| request.status() == 429);
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
    (took, refused.count())
}
