//! The one place where a call happens: route and token → turn → attempt → classify → wait or give
//! up → error. [`call`] is the call ([`open`] where the answer is read piece by piece), [`persist`]
//! the loop, [`once`] an attempt; what an attempt does on the wire is in `exchange.rs`, what may be
//! tried again in `retry.rs`.
//!
//! Futures that hold a whole call are pinned where they are made: handed on as they are, they would
//! be copied, kilobytes each time.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use catalogs_raw::{ResponseValue, Sender};
use reqwest::{Response, header};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};
use tower::retry::budget::Budget;
use tracing::{Instrument, Span, field::Empty};

use crate::{
    AccessToken, Client, Error, Operation, RetryPolicy,
    error::{Said, Stage},
    exchange::{Attempt, Body, Progress},
    rate_limit::Limiter,
    retry::Outcome,
};

type Answer<T> = Result<ResponseValue<T>, catalogs_raw::Error>;

/// Makes a call: `send` picks the generated method and gives it the body.
pub(crate) async fn call<T, F, Fut>(
    client: &Client,
    operation: Operation,
    send: F,
) -> Result<T, Error>
where
    T: DeserializeOwned,
    F: Fn(catalogs_raw::Client) -> Fut,
    Fut: Future<Output = Answer<T>>,
{
    if let Some(sketch) = &client.sketch {
        return Err(sketch.draw(client, operation, send).await);
    }
    let plan = Plan::new(client, operation, Error::decode::<T>);
    let work = pin!(persist(&plan, || once(client, &plan, &send)));
    traced(&span(client, operation), work).await
}

/// Asks for a list that `read` reads, from its first byte on. What goes wrong there is tried again, too;
/// what is read later is up to whoever does. To be run in a [`span`].
pub(crate) async fn open<T, F, Fut>(
    client: &Client,
    operation: Operation,
    body: Body,
    read: F,
) -> Result<T, Error>
where
    F: Fn(Response, Opened) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    let send = |raw: catalogs_raw::Client| async move { raw.open(operation.path()).await };
    if let Some(sketch) = &client.sketch {
        return Err(sketch.draw(client, operation, send).await);
    }
    // What is no list shows while it is read, and not before.
    let plan = Plan {
        body,
        ..Plan::new(client, operation, Error::decode::<()>)
    };
    persist(&plan, || async {
        let answer = once(client, &plan, &send).await?;
        read(answer, plan.opened(client)).await
    })
    .await
}

/// What holds for the reading of an answer that was [opened](open).
pub(crate) struct Opened {
    /// How many requests were sent.
    pub(crate) sent: u32,
    pub(crate) body: Body,
    /// How long an attempt may take, or, of a stream, the service be silent.
    pub(crate) patience: Duration,
    /// How long the whole call may wait for the service, and how much of it is left.
    pub(crate) timeout: Duration,
    pub(crate) left: Duration,
    /// How large the answer may be, or, of a stream, each element.
    pub(crate) max_response_bytes: usize,
}

/// Does `work` in this span, and notes there how it failed.
pub(crate) async fn traced<T>(
    span: &Span,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    async {
        let result = work.await;
        if let Err(error) = &result {
            Span::current().record("error.type", &*error.class());
        }
        result
    }
    .instrument(span.clone())
    .await
}

/// What the loop goes by.
struct Plan<'a> {
    operation: Operation,
    policy: &'a RetryPolicy,
    timeout: Duration,
    /// `None`: there is none that the clock could reach.
    deadline: Option<Instant>,
    limiter: &'a Limiter,
    budget: &'a (dyn Budget + Send + Sync),
    chance: fn() -> f64,
    /// How many requests were sent so far.
    sent: AtomicU32,
    /// What a success that cannot be decoded means.
    unreadable: fn(u16, &[u8]) -> Error,
    body: Body,
}

impl<'a> Plan<'a> {
    fn new(client: &'a Client, operation: Operation, unreadable: fn(u16, &[u8]) -> Error) -> Self {
        let timeout = client.options.timeout;
        Self {
            operation,
            policy: &client.options.retry,
            timeout,
            deadline: Instant::now().checked_add(timeout),
            limiter: &client.identity.limiter,
            budget: &*client.identity.budget,
            chance: fastrand::f64,
            sent: AtomicU32::new(0),
            unreadable,
            body: Body::Whole,
        }
    }

    fn opened(&self, client: &Client) -> Opened {
        let left = self
            .deadline
            .map(|at| at.saturating_duration_since(Instant::now()));
        Opened {
            sent: self.sent.load(Ordering::Relaxed),
            body: self.body,
            patience: client.options.attempt_timeout,
            timeout: self.timeout,
            left: left.unwrap_or(self.timeout),
            max_response_bytes: client.shared.max_response_bytes,
        }
    }

    /// Whether there is time for anything after such a wait.
    fn is_in_time(&self, wait: Duration) -> bool {
        let again = Instant::now().checked_add(wait);
        self.deadline
            .is_none_or(|deadline| again.is_some_and(|again| again < deadline))
    }

    /// What `work` gives, unless the call's time is up first; `reached` tells how far it came.
    async fn before_deadline<T>(
        &self,
        work: impl Future<Output = T>,
        reached: impl Fn() -> (Stage, Option<u16>),
    ) -> Result<T, Error> {
        match self.deadline {
            None => Ok(work.await),
            Some(deadline) => timeout_at(deadline, work).await.map_err(|_| {
                let (stage, status) = reached();
                Error::timeout(self.timeout, stage, status)
            }),
        }
    }
}

/// Tries until it works, or until trying again is of no use, not safe, or too late.
async fn persist<T, F, Fut>(plan: &Plan<'_>, attempt: F) -> Result<T, Error>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    let (mut tries, mut in_doubt) = (0, false);
    let mut previous: Option<Error> = None;
    plan.budget.deposit();
    loop {
        tries += 1;
        let result = attempt().await;
        let sent = plan.sent.load(Ordering::Relaxed);
        if sent > 1 {
            Span::current().record("http.request.resend_count", sent - 1);
        }
        let error = match result {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let outcome = error.outcome();
        in_doubt |= outcome.leaves_doubt();
        let ends = |error: Error, why: Option<String>| {
            Err(error
                .during(plan.operation, sent)
                .in_doubt(in_doubt)
                .gave_up(why))
        };
        if let (true, Some(previous)) = (error.is_timeout(), previous.take())
            && outcome == Outcome::NotSent
        {
            // What the service said before says more than that the time was up while waiting.
            return ends(
                previous,
                Some("its turn to try again did not come in time".to_owned()),
            );
        }
        let wait = plan
            .policy
            .wait(outcome, plan.operation.effect(), tries, (plan.chance)());
        if let Some(pause) = plan.policy.pause(outcome, wait) {
            // All callers of this contact slow down, also when this one gives up.
            plan.limiter.pause(pause);
        }
        let Some(wait) = wait else {
            return ends(error, plan.policy.why_not(outcome));
        };
        if !plan.is_in_time(wait) {
            return ends(error, Some("there is no time left to try again".to_owned()));
        }
        // What the service refuses costs it little; the rest must not multiply an outage.
        if !matches!(outcome, Outcome::Refused { .. }) && !plan.budget.withdraw() {
            return ends(
                error,
                Some("not tried again: the retry budget is used up".to_owned()),
            );
        }
        tracing::debug!(error = %error.class(), ?wait, "trying again");
        previous = Some(error);
        sleep(wait).await;
    }
}

/// One attempt, with a token, and after a 401 with another one if there is any.
async fn once<T, F, Fut>(client: &Client, plan: &Plan<'_>, send: &F) -> Result<T, Error>
where
    F: Fn(catalogs_raw::Client) -> Fut,
    Fut: Future<Output = Answer<T>>,
{
    let tokens = &client.identity.tokens;
    let token = plan
        .before_deadline(tokens.token(), || (Stage::Token, None))
        .await?;
    let token = token.map_err(Error::no_token)?;
    let result = with_token(client, plan, &token, send).await;
    let Err(refused) = &result else { return result };
    if !refused.is_unauthorized() {
        return result;
    }
    match plan
        .before_deadline(tokens.replace(&token), || (Stage::Token, None))
        .await?
    {
        Ok(token) => with_token(client, plan, &token, send).await,
        Err(error) if error.is_no_other() => result,
        Err(error) => Err(Error::no_token(error)),
    }
}

/// Sends once with this token, and tells what came of it.
async fn with_token<T, F, Fut>(
    client: &Client,
    plan: &Plan<'_>,
    token: &AccessToken,
    send: &F,
) -> Result<T, Error>
where
    F: Fn(catalogs_raw::Client) -> Fut,
    Fut: Future<Output = Answer<T>>,
{
    let attempt = Arc::new(Attempt::new(
        token.header().map_err(Error::no_token)?,
        Arc::clone(&client.shared),
        Arc::clone(&client.identity.limiter),
        client.options.attempt_timeout,
        plan.body,
    ));
    let sender = Sender::new(Arc::clone(&attempt) as _);
    let http = client.shared.http.clone();
    let raw = catalogs_raw::Client::new_with_client(&client.identity.url, http, sender);
    let reached = || {
        let progress = attempt.progress();
        (progress.stage.unwrap_or(Stage::Turn), progress.status)
    };
    let sending = pin!(send(raw));
    let answer = plan.before_deadline(sending, reached).await;
    let progress = std::mem::take(&mut *attempt.progress());
    plan.sent
        .fetch_add(u32::from(progress.sent), Ordering::Relaxed);
    if let Some(status) = progress.status {
        Span::current().record("http.response.status_code", status);
    }
    match answer {
        Ok(Ok(_)) if progress.silent => Err(Error::timeout(attempt.patience, Stage::Answer, None)),
        // What was cut off is not the answer, also where an empty one would do. A delete has none.
        Ok(Ok(_)) if progress.too_large && plan.operation.method() != "DELETE" => {
            let status = progress.status.unwrap_or_default();
            Err(Error::too_large(status, attempt.shared.max_response_bytes))
        }
        Ok(Ok(answer)) => Ok(answer.into_inner()),
        Ok(Err(error)) => Err(classify(error, progress, &attempt, plan.unreadable).await),
        // The time was up while an error's body came: its status says enough.
        Err(out_of_time) => Err(match progress.status {
            Some(200..300) | None => out_of_time,
            Some(status) => Error::refused(status, Said::default(), None, progress.redirect),
        }),
    }
}

/// What an error of the generated client means, with what the attempt knows besides.
async fn classify(
    error: catalogs_raw::Error,
    progress: Progress,
    attempt: &Attempt,
    unreadable: fn(u16, &[u8]) -> Error,
) -> Error {
    use catalogs_raw::Error as Raw;
    let status = progress.status.unwrap_or_default();
    match error {
        _ if progress.too_large => Error::too_large(status, attempt.shared.max_response_bytes),
        Raw::UnexpectedResponse(response) => {
            let retry_after = retry_after(&response);
            let said = said(response).await.without(&progress.secrets);
            Error::refused(status, said, retry_after, progress.redirect)
        }
        Raw::InvalidResponsePayload(body, _) => unreadable(status, &body),
        Raw::CommunicationError(error)
        | Raw::InvalidUpgrade(error)
        | Raw::ResponseBodyError(error) => {
            Error::transport(error, attempt.patience, progress.status)
        }
        // No operation lists an error answer, and no hook of ours refuses a request.
        Raw::InvalidRequest(_) | Raw::Custom(_) | Raw::ErrorResponse(_) => Error::request(),
    }
}

/// What an answer that is no success says.
async fn said(response: Response) -> Said {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    // Its body was read already: this cannot fail.
    let body = response.bytes().await.unwrap_or_default();
    Said::read(content_type.as_deref(), &body)
}

/// How long the service asks to wait: seconds, or an HTTP date.
fn retry_after(response: &Response) -> Option<Duration> {
    let value = response
        .headers()
        .get(header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim();
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let date = httpdate::parse_http_date(value).ok()?;
            Some(date.duration_since(SystemTime::now()).unwrap_or_default())
        }
    }
}

/// A span after OpenTelemetry's conventions for HTTP clients. No body, no header, no id.
///
/// <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>
pub(crate) fn span(client: &Client, operation: Operation) -> Span {
    if client.sketch.is_some() {
        // Described, and never sent.
        return Span::none();
    }
    let url = &client.shared.base_url;
    tracing::info_span!(
        "catalogs.call",
        otel.name = format_args!("{} {}", operation.method(), operation.path()),
        otel.kind = "client",
        operation = operation.id(),
        http.request.method = operation.method(),
        url.template = format_args!("{}{}", client.route().prefix(), operation.path()),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;
