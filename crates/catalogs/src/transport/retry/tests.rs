//! The loop on paused time, with attempts that are made up.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use tokio::time::Instant;
use tower::retry::budget::TpsBudget;

use super::*;
use crate::policy::SharedLimiter;
use crate::{
    Client, Operation, RateLimit,
    error::{ErrorBody, Stage},
    policy::CallOptions,
};

const MS: fn(u64) -> Duration = Duration::from_millis;

/// A response with this status.
fn responded(status: u16) -> Error {
    Error::refused(status, ErrorBody::default(), None, None)
}

fn asked_to_wait(status: u16, wait: Duration) -> Error {
    Error::refused(status, ErrorBody::default(), Some(wait), None)
}

/// How a call ended, how often it was tried, and how long that took.
struct Ended {
    result: Result<&'static str, Error>,
    tries: usize,
    took: Duration,
}

struct Trial {
    operation: Operation,
    policy: RetryPolicy,
    timeout: Duration,
    limiter: SharedLimiter,
    budget: TpsBudget,
}

impl Trial {
    fn of(operation: Operation) -> Self {
        Self {
            operation,
            policy: RetryPolicy::default(),
            timeout: Duration::from_secs(60),
            limiter: SharedLimiter::new(RateLimit::off()),
            budget: TpsBudget::new(Duration::from_secs(10), 100, 1.0),
        }
    }

    /// Fails as often as there are errors, then works.
    async fn run(&self, errors: impl IntoIterator<Item = Error>) -> Ended {
        let start = Instant::now();
        let retrying = Retrying {
            operation: self.operation,
            effect: self.operation.effect(),
            policy: &self.policy,
            deadline: Deadline::after(self.timeout),
            limiter: &self.limiter,
            budget: &self.budget,
            observer: &RetryObserver::default(),
            chance: || 0.0,
        };
        let errors = RefCell::new(errors.into_iter());
        let tries = Cell::new(0);
        let result = retrying.run(|sent| {
            tries.set(tries.get() + 1);
            let error = errors.borrow_mut().next();
            std::future::ready(Attempted {
                sent: sent + 1,
                result: error.map_or(Ok("done"), Err),
            })
        });
        let (result, tries) = (result.await, tries.get());
        Ended {
            result,
            tries,
            took: start.elapsed(),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn read_is_retried_with_doubled_backoff() {
    let ended = Trial::of(Operation::ListAddresses)
        .run([502, 503, 500].map(responded))
        .await;
    assert_eq!(ended.result.unwrap(), "done");
    assert_eq!(ended.tries, 4);
    assert_eq!(ended.took, MS(100 + 200 + 400));
}

#[tokio::test(start_paused = true)]
async fn create_with_unknown_outcome_is_not_retried() {
    let trial = Trial::of(Operation::CreateAddress);
    let ended = trial.run([responded(502)]).await;
    let error = ended.result.unwrap_err();
    assert!(error.is_outcome_unknown() && error.is_server_error());
    assert_eq!((ended.tries, error.attempts()), (1, 1));

    let bold = Trial {
        policy: RetryPolicy::default().retry_creates(true),
        ..trial
    };
    assert_eq!(bold.run([responded(502)]).await.tries, 2);
}

#[tokio::test(start_paused = true)]
async fn create_refused_or_never_sent_is_retried() {
    let trial = Trial::of(Operation::CreateAddress);
    let not_sent = || crate::oauth::TokenError::new("not now").into_error();
    let ended = trial
        .run([responded(429), not_sent(), asked_to_wait(429, MS(700))])
        .await;
    assert_eq!(ended.result.unwrap(), "done");
    assert_eq!(ended.took, MS(100 + 200 + 700));
}

#[tokio::test(start_paused = true)]
async fn service_unavailable_for_a_while_repeats_no_create() {
    let trial = Trial::of(Operation::CreateAddress);
    let ended = trial.run([asked_to_wait(503, MS(700))]).await;
    assert_eq!(ended.tries, 1);
    assert!(ended.result.unwrap_err().is_outcome_unknown());

    let read = Trial::of(Operation::GetAddress);
    let ended = read.run([asked_to_wait(503, MS(700))]).await;
    assert_eq!((ended.result.unwrap(), ended.took), ("done", MS(700)));
}

#[tokio::test(start_paused = true)]
async fn call_without_a_permit_in_time_is_not_retried() {
    let trial = Trial::of(Operation::GetAddress);
    let ended = trial.run([Error::no_permit(MS(90_000))]).await;
    let error = ended.result.unwrap_err();
    assert_eq!((ended.tries, ended.took), (1, MS(0)));
    assert!(error.is_rate_limited() && !error.is_outcome_unknown());
    assert_eq!(error.retry_after(), Some(MS(90_000)));
    assert!(
        error.to_string().contains("no permit in time, only in 90s"),
        "{error}"
    );

    let ended = trial
        .run([responded(502), Error::no_permit(MS(90_000))])
        .await;
    let error = ended.result.unwrap_err();
    assert_eq!(
        error.status(),
        Some(502),
        "the service's response tells more"
    );
}

#[tokio::test(start_paused = true)]
async fn timeout_before_retry_keeps_last_response() {
    for (stage, text) in [
        (Stage::Permit, "timed out waiting for the rate limiter"),
        (Stage::Token, "timed out waiting for an access token"),
    ] {
        let trial = Trial::of(Operation::CreateAddress);
        let errors = [responded(429), Error::timeout(MS(1), stage, None)];
        let error = trial.run(errors).await.result.unwrap_err();
        assert!(error.is_rate_limited() && !error.is_timeout(), "{error}");
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn unknown_outcome_survives_later_attempts() {
    let trial = Trial::of(Operation::ReplaceAddress);
    let error = trial
        .run([responded(502), responded(400)])
        .await
        .result
        .unwrap_err();
    assert!(
        error.is_invalid_request() && error.is_outcome_unknown(),
        "{error}"
    );
    assert_eq!(error.attempts(), 2);

    let error = trial.run([responded(400)]).await.result.unwrap_err();
    assert!(!error.is_outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn rejected_request_is_not_retried() {
    for status in [302, 400, 401, 403, 404, 409, 413, 422] {
        let ended = Trial::of(Operation::GetAddress)
            .run([responded(status)])
            .await;
        assert_eq!(ended.tries, 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn status_429_pauses_all_calls_of_the_limiter() {
    let trial = Trial::of(Operation::GetAddress);
    let start = Instant::now();
    let other = async {
        tokio::time::sleep(MS(1)).await;
        let limiter = SharedLimiter::new(RateLimit::off());
        limiter.acquire(Duration::MAX).await.unwrap().responded();
        start.elapsed()
    };
    let (ended, unrelated) = tokio::join!(trial.run([asked_to_wait(429, MS(500))]), other);
    assert_eq!(ended.took, MS(500));
    assert_eq!(unrelated, MS(1), "another contact does not wait");

    let trial = Trial {
        policy: RetryPolicy::never(),
        ..trial
    };
    trial.run([responded(429)]).await.result.unwrap_err();
    let start = Instant::now();
    trial
        .limiter
        .acquire(Duration::MAX)
        .await
        .unwrap()
        .responded();
    assert_eq!(
        start.elapsed(),
        MS(100),
        "the same contact does, though the call gave up"
    );
}

#[tokio::test(start_paused = true)]
async fn backoff_past_the_deadline_ends_the_call() {
    let trial = Trial {
        timeout: MS(250),
        ..Trial::of(Operation::GetAddress)
    };
    let ended = trial.run([502, 502, 502].map(responded)).await;
    assert_eq!(
        (ended.tries, ended.took),
        (2, MS(100)),
        "a further wait of 200 ms is too long"
    );
    assert_eq!(
        ended.result.unwrap_err().status(),
        Some(502),
        "the service's own response is kept"
    );
}

#[tokio::test(start_paused = true)]
async fn retry_budget_limits_requests_during_an_outage() {
    let budget = TpsBudget::new(Duration::from_secs(10), 0, 0.2);
    let trial = Trial {
        budget,
        ..Trial::of(Operation::GetAddress)
    };
    let mut tries = 0;
    for _ in 0..100 {
        tries += trial
            .run([502, 502, 502, 502, 502].map(responded))
            .await
            .tries;
    }
    assert!(
        (100..=120).contains(&tries),
        "100 calls made {tries} requests"
    );
}

#[test]
fn options_of_a_call_override_those_of_the_client_one_by_one() {
    let client = Client::builder()
        .auth(crate::Auth::api_token("token"))
        .integrator_code("1")
        .base_url("http://127.0.0.1:1")
        .timeout(MS(1))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let call = client.with_options(CallOptions::new().attempt_timeout(MS(2)));
    assert_eq!(call.0.options.timeout, MS(1));
    assert_eq!(call.0.options.attempt_timeout, MS(2));
    assert_eq!(call.0.options.retry, RetryPolicy::never());
}
