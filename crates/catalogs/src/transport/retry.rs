//! The loop around the attempts of a call.

use tokio::time::sleep;
use tower::retry::budget::Budget;
use tracing::Span;

use super::Deadline;
use crate::{
    Effect, Error, RetryPolicy,
    core::Core,
    error::{Outcome, Stage},
    policy::RateLimiter,
    rate_limit::LONGEST_PAUSE,
    request::Prepared,
    retry::{Retry, RetryObserver},
};

/// How an attempt ended.
pub(super) struct Attempted<T> {
    /// How many requests the call has sent so far.
    pub(super) sent: u32,
    pub(super) result: Result<T, Error>,
}

/// What decides whether a call is retried.
pub(super) struct Retrying<'a> {
    pub(super) operation: crate::Operation,
    pub(super) effect: Effect,
    pub(super) policy: &'a RetryPolicy,
    pub(super) deadline: Deadline,
    pub(super) limiter: &'a dyn RateLimiter,
    pub(super) budget: &'a (dyn Budget + Send + Sync),
    pub(super) observer: &'a RetryObserver,
    /// A number between 0 and 1, for the jitter.
    pub(super) chance: fn() -> f64,
}

impl<'a> Retrying<'a> {
    /// Starts the clock of a call.
    pub(super) fn new(core: &'a Core, prepared: &Prepared) -> Self {
        Self {
            operation: prepared.operation,
            effect: prepared.effect,
            policy: &core.options.retry,
            deadline: Deadline::after(core.options.timeout),
            limiter: &*core.identity.limiter,
            budget: &*core.identity.budget,
            observer: &core.shared.on_retry,
            chance: fastrand::f64,
        }
    }

    /// Makes attempts until one succeeds, or until another one is of no use, not safe, or too late.
    /// `attempt` is told how many requests were sent before.
    pub(super) async fn run<T, F, Fut>(&self, attempt: F) -> Result<T, Error>
    where
        F: Fn(u32) -> Fut,
        Fut: Future<Output = Attempted<T>>,
    {
        let (mut attempts, mut sent, mut outcome_unknown) = (0, 0, false);
        let mut previous: Option<Error> = None;
        self.budget.deposit();
        loop {
            attempts += 1;
            let attempted = attempt(sent).await;
            sent = attempted.sent;
            if sent > 1 {
                Span::current().record("http.request.resend_count", sent - 1);
            }
            let error = match attempted.result {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let outcome = error.outcome();
            outcome_unknown |= outcome.may_have_taken_effect();
            let give_up = |error: Error, why: Option<String>| {
                let error = error.during(self.operation, self.effect, sent);
                Err(error.outcome_unknown(outcome_unknown).not_retried(why))
            };
            if let (Some(stage), Some(previous)) = (error.timeout_stage(), previous.take())
                && outcome == Outcome::NotSent
            {
                // The service's last response tells more than that the time was up while waiting.
                let why = format!("timed out waiting for {} before a retry", stage.awaited());
                return give_up(previous, Some(why));
            }
            if error.timeout_stage() == Some(Stage::Permit) {
                return give_up(error, None);
            }
            let wait = self
                .policy
                .wait(outcome, self.effect, attempts, (self.chance)());
            if let Some(pause) = self.policy.pause(outcome, wait) {
                // All callers of this contact slow down, also when this one gives up.
                self.limiter.pause(pause.min(LONGEST_PAUSE));
            }
            let Some(wait) = wait else {
                return give_up(error, self.policy.why_not(outcome));
            };
            if !self.deadline.to_send().allows(wait) {
                return give_up(error, Some("no time left to retry".to_owned()));
            }
            // What the service refuses costs it little; the rest must not multiply an outage.
            if !matches!(
                outcome,
                Outcome::Refused { .. } | Outcome::Unavailable { .. }
            ) && !self.budget.withdraw()
            {
                let why = "not retried: the retry budget is used up";
                return give_up(error, Some(why.to_owned()));
            }
            tracing::debug!(error = %error.class(), ?wait, "retrying");
            self.observer.notify(&Retry {
                operation: self.operation,
                attempts,
                wait,
                error: &error,
            });
            previous = Some(error);
            sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests;
