//! Limiters that several clients share, and limiters of the caller's.

use std::{
    error::Error as _,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use catalogs::{
    Auth, Client, RateLimit, Route,
    model::ContactPersonId,
    policy::{
        CallOptions, Permit, PermitError, PermitFuture, RateLimiter, RetryPolicy, SharedLimiter,
    },
};
use catalogs_sandbox::Fault;
use contract_tests::{
    builder, sandbox,
    service::{Reply, Service},
};

/// Does what a test says.
#[derive(Debug)]
enum Custom {
    Refuses,
    Fails(Arc<AtomicUsize>),
    Hangs,
    Panics,
    Guards(Arc<()>),
    Counts(Arc<AtomicUsize>),
}

impl RateLimiter for Custom {
    fn acquire(&self, _: Duration) -> PermitFuture<'_> {
        Box::pin(async move {
            match self {
                Self::Refuses => Err(PermitError::NotInTime(Duration::from_secs(7))),
                Self::Fails(count) => {
                    count.fetch_add(1, Ordering::Relaxed);
                    Err(PermitError::failed("the disk is full"))
                }
                Self::Hangs => std::future::pending().await,
                Self::Panics => panic!("on purpose"),
                Self::Guards(guard) => Ok(Permit::with_guard(Arc::clone(guard))),
                Self::Counts(count) => {
                    count.fetch_add(1, Ordering::Relaxed);
                    Ok(Permit::new())
                }
            }
        })
    }

    fn pause(&self, _: Duration) {}
}

/// A client whose policies are the default ones, so that what must not be retried could be.
fn limited(origin: &str, limiter: impl RateLimiter + 'static) -> Client {
    let client = Client::builder().auth(Auth::api_token("token"));
    let client = client.integrator_code("64357").base_url(origin);
    client.limiter(limiter).build().unwrap()
}

#[tokio::test]
async fn limiter_that_refuses_ends_the_call_as_rate_limited() {
    let service = Service::always(Reply::new(200, "[]")).await;
    let client = limited(&service.origin(), Custom::Refuses);
    let options = CallOptions::new().retry(RetryPolicy::never());
    let error = client
        .with_options(options)
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert!(
        error.is_rate_limited() && !error.is_outcome_unknown(),
        "{error}"
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!((error.attempts(), service.seen().len()), (0, 0));
}

#[tokio::test]
async fn limiter_that_fails_is_asked_again_and_named() {
    let service = Service::always(Reply::new(200, "[]")).await;
    let asked = Arc::default();
    let client = limited(&service.origin(), Custom::Fails(Arc::clone(&asked)));
    let policy = RetryPolicy::default()
        .max_attempts(3)
        .initial_backoff(Duration::ZERO);
    let client = client.with_options(CallOptions::new().retry(policy));
    let error = client.addresses().list().await.unwrap_err();
    assert!(error.is_limiter_failed() && error.is_retryable(), "{error}");
    let text =
        "cannot list addresses: the rate limiter failed: the disk is full, so nothing was sent";
    assert!(error.to_string().starts_with(text), "{error}");
    assert_eq!(error.source().unwrap().to_string(), "the disk is full");
    assert_eq!((error.attempts(), service.seen().len()), (0, 0));
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

/// Lets one request through, and fails from then on.
#[derive(Debug)]
struct FailsLater(AtomicUsize, Mutex<Vec<Duration>>);

impl RateLimiter for FailsLater {
    fn acquire(&self, _: Duration) -> PermitFuture<'_> {
        let is_first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            match is_first {
                true => Ok(Permit::new()),
                false => Err(PermitError::failed("the disk is full")),
            }
        })
    }

    fn pause(&self, wait: Duration) {
        self.1.lock().unwrap().push(wait);
    }
}

#[tokio::test]
async fn limiter_that_fails_later_does_not_hide_what_was_sent() {
    let service = Service::always(Reply::new(502, "")).await;
    let limiter = FailsLater(AtomicUsize::new(0), Mutex::default());
    let client = limited(&service.origin(), Arc::new(limiter));
    let policy = RetryPolicy::default()
        .max_attempts(2)
        .initial_backoff(Duration::ZERO);
    let client = client.with_options(CallOptions::new().retry(policy));
    let id = ContactPersonId::new(uuid::Uuid::nil());
    let error = client.contact_persons().delete(id).await.unwrap_err();
    assert!(
        error.is_limiter_failed() && error.is_outcome_unknown(),
        "{error}"
    );
    assert!(!error.to_string().contains("nothing was sent"), "{error}");
    assert_eq!(service.seen().len(), 1);
}

#[tokio::test]
async fn pause_of_a_custom_limiter_is_bounded() {
    let reply = Reply::new(429, "").header("Retry-After", "18446744073709551615");
    let service = Service::always(reply).await;
    let limiter = Arc::new(FailsLater(AtomicUsize::new(0), Mutex::default()));
    let client = limited(&service.origin(), Arc::clone(&limiter));
    assert!(
        client
            .addresses()
            .list()
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    assert_eq!(*limiter.1.lock().unwrap(), [Duration::from_secs(60)]);
}

#[test]
fn tokens_of_one_contact_can_be_renewed_for_ever() {
    let mut client = limited(
        "http://127.0.0.1:1",
        SharedLimiter::new(RateLimit::default()),
    );
    for _ in 0..300_000 {
        client = client
            .with_auth_of_same_contact(Auth::api_token("token"))
            .unwrap();
    }
    drop(client);
}

#[tokio::test]
async fn limiter_that_hangs_is_ended_by_the_timeout() {
    let service = Service::always(Reply::new(200, "[]")).await;
    let client = limited(&service.origin(), Custom::Hangs);
    let hurried = CallOptions::new().timeout(Duration::from_millis(20));
    let error = client
        .with_options(hurried)
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.is_outcome_unknown(), "{error}");
    assert_eq!(service.seen().len(), 0);
}

#[tokio::test]
async fn limiter_that_panics_panics_the_call() {
    let client = limited("http://127.0.0.1:1", Custom::Panics);
    let ended = tokio::spawn(client.addresses().list()).await;
    assert!(ended.unwrap_err().is_panic());
    assert_eq!(
        client.integrator_code(),
        "64357",
        "the client is still there"
    );
}

#[tokio::test]
async fn cancelled_call_drops_its_permit() {
    let sandbox = sandbox().await;
    sandbox.inject(Fault::hang());
    let guard = Arc::new(());
    let client = limited(sandbox.origin(), Custom::Guards(Arc::clone(&guard)));
    let call = tokio::spawn(client.addresses().list());
    sandbox.wait_for_requests(1, |_| true).await;
    assert_eq!(
        Arc::strong_count(&guard),
        3,
        "here, in the limiter, in the permit"
    );
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(Arc::strong_count(&guard), 2);
}

#[tokio::test]
async fn clients_of_one_contact_share_a_limiter_on_both_routes() {
    let service = Service::always(Reply::new(200, "[]")).await;
    let (count, other) = (Arc::default(), Arc::default());
    let direct = limited(&service.origin(), Custom::Counts(Arc::clone(&count)));
    let gateway = direct
        .with_auth_of_same_contact(Auth::oauth2("token"))
        .unwrap();
    assert_eq!(gateway.route(), Route::Gateway);
    let alone = direct.with_auth(Auth::api_token("other")).unwrap();
    let counted = Custom::Counts(Arc::clone(&other));
    let apart = direct
        .with_auth_and_limiter(Auth::api_token("third"), counted)
        .unwrap();
    for client in [&direct, &gateway, &alone, &apart] {
        client.addresses().list().await.unwrap();
    }
    assert_eq!(count.load(Ordering::Relaxed), 2);
    assert_eq!(other.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn status_429_of_one_client_pauses_the_other() {
    let busy = Reply::new(429, "").header("Retry-After", "50");
    let service = Service::always(busy).await;
    let limiter = SharedLimiter::new(RateLimit::default());
    let client = |route| {
        let builder = Client::builder().retry(RetryPolicy::never());
        let builder = builder.auth(contract_tests::auth(route, "token"));
        let builder = builder.integrator_code("64357").base_url(service.origin());
        let builder = builder
            .timeout(Duration::from_secs(20))
            .limiter(limiter.clone());
        builder.build().unwrap()
    };
    let (direct, gateway) = (client(Route::Direct), client(Route::Gateway));
    assert!(
        direct
            .addresses()
            .list()
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    let error = gateway.addresses().list().await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 0, "{error}");
    assert!(
        error.retry_after() > Some(Duration::from_secs(20)),
        "{error}"
    );
    assert_eq!(service.seen().len(), 1);
}

#[test]
fn limiter_and_rate_limit_exclude_each_other() {
    // `builder` sets a rate limit.
    let builder = builder("http://127.0.0.1:1", Route::Direct, "token");
    let error = builder.limiter(Custom::Refuses).build().unwrap_err();
    assert!(error.is_configuration());
    assert_eq!(error.setting(), Some("limiter"));
}
