//! What may be retried, and when: decided by what happened and by whether repeating is harmless,
//! not by the HTTP method alone.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tower::retry::budget::{Budget, TpsBudget};

use crate::{Effect, Error, Operation, error::Outcome};

/// When, how often and after which waits a client retries; see [`ClientBuilder::retry`](crate::ClientBuilder::retry).
///
/// | what happened | examples | retried |
/// |---|---|---|
/// | not sent | no connection, no access token for now | as often as any |
/// | refused | 429, 425 | as often as any, after the wait |
/// | unknown | timeout or reset after sending; 408 and every 5XX, also with `Retry-After`; a response that broke off | if repeating is harmless: reads, `replace`, `delete` |
/// | rejected | any other 4XX | never |
/// | unreadable | a success whose body is not what was promised | never |
///
/// The first wait is 100 ms, as the service asks; each further one twice as long, and up to half as
/// long again at random. A longer `Retry-After` is obeyed.
///
/// ```
/// use std::time::Duration;
/// use catalogs::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(8).max_backoff(Duration::from_secs(30));
/// let never = RetryPolicy::never();
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    creates: bool,
}

impl Default for RetryPolicy {
    /// 5 attempts, waits from 100 ms to 10 s, creates not repeated when in doubt.
    fn default() -> Self {
        Self {
            max_attempts: 5,
            initial_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(10),
            creates: false,
        }
    }
}

impl RetryPolicy {
    /// Creates a policy that never retries.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets how many attempts a call makes at most, the first one included; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets how long to wait before the second attempt; 100 ms by default.
    #[must_use]
    pub fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// Sets how long to wait before any attempt at most; 10 s by default. Where the service asks for
    /// more (`Retry-After`), the call fails instead of waiting, or of coming too early.
    #[must_use]
    pub fn max_backoff(mut self, wait: Duration) -> Self {
        self.max_backoff = wait;
        self
    }

    /// Sets whether a create with an unknown outcome is repeated; no by default. Yes may create
    /// duplicates. [`Collection::reconcile`](crate::Collection::reconcile) is the way without them.
    #[must_use]
    pub fn retry_creates(mut self, creates: bool) -> Self {
        self.creates = creates;
        self
    }

    /// How long to wait before trying again, or `None` to give up.
    ///
    /// `attempt` counts from 1; `chance` is between 0 and 1, for the jitter.
    pub(crate) fn wait(
        &self,
        outcome: Outcome,
        effect: Effect,
        attempt: u32,
        chance: f64,
    ) -> Option<Duration> {
        if attempt >= self.max_attempts || !self.may_repeat(outcome, effect) {
            return None;
        }
        let doubled = self
            .initial_backoff
            .saturating_mul(2_u32.saturating_pow(attempt - 1));
        let wait = doubled.min(self.max_backoff);
        let jitter = wait / 2;
        let jitter = jitter.mul_f64(chance.clamp(0.0, 1.0));
        let wait = wait.saturating_add(jitter).min(self.max_backoff);
        match outcome.retry_after() {
            Some(asked) if asked > self.max_backoff => None,
            asked => Some(wait.max(asked.unwrap_or_default())),
        }
    }

    /// Why there is no [`wait`](Self::wait), where the outcome alone does not tell.
    pub(crate) fn why_not(&self, outcome: Outcome) -> Option<String> {
        let asked = outcome.retry_after()?;
        let longest = self.max_backoff;
        (asked > longest)
            .then(|| format!("the service asks to wait {asked:?}, longer than {longest:?}"))
    }

    /// How long everybody of this contact waits after such an outcome, whether this call goes on or
    /// not.
    pub(crate) fn pause(&self, outcome: Outcome, wait: Option<Duration>) -> Option<Duration> {
        match outcome {
            Outcome::Refused { .. } | Outcome::Unavailable { .. } => Some(
                wait.unwrap_or(self.initial_backoff)
                    .max(outcome.retry_after().unwrap_or_default()),
            ),
            _ => None,
        }
    }

    fn may_repeat(&self, outcome: Outcome, effect: Effect) -> bool {
        match outcome {
            Outcome::NotSent | Outcome::Refused { .. } => true,
            Outcome::Unknown | Outcome::Unavailable { .. } => {
                effect != Effect::Create || self.creates
            }
            Outcome::Rejected | Outcome::Unreadable => false,
        }
    }
}

/// How many retries all calls of a client may make together, so that an outage is not multiplied;
/// see [`ClientBuilder::retry_budget`](crate::ClientBuilder::retry_budget).
///
/// What the service turns away (429, 425, 503 with `Retry-After`) is not counted: it costs it little.
///
/// ```
/// use catalogs::policy::RetryBudget;
///
/// assert_eq!(RetryBudget::default(), RetryBudget::new(1, 0.2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryBudget(Option<(u32, f32)>);

impl RetryBudget {
    /// Creates a budget of this many retries per second in any case, and this share of a retry more
    /// for each call.
    ///
    /// The share is at least 0 and at most 10; what is beyond counts as that.
    pub const fn new(per_second: u32, share_of_calls: f32) -> Self {
        let share = if share_of_calls > 10.0 {
            10.0
        } else if share_of_calls >= 0.0 {
            share_of_calls
        } else {
            0.0
        };
        Self(Some((per_second, share)))
    }

    /// Creates a budget without a limit: the policies of the calls alone decide.
    pub const fn unlimited() -> Self {
        Self(None)
    }

    pub(crate) fn start(self) -> Arc<dyn Budget + Send + Sync> {
        match self.0 {
            Some((per_second, share)) => Arc::new(Shares::new(per_second, share)),
            None => Arc::new(Unlimited),
        }
    }
}

/// One retry a second, and one for every five calls.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(1, 0.2)
    }
}

/// For how long a call counts towards the retries of others.
const BUDGET_MEMORY: Duration = Duration::from_secs(10);

/// Tower's budget, paid in whole retries: on its own, it takes a share of 0.6 for 1.
struct Shares {
    budget: TpsBudget,
    /// What a call deposits, in thousandths of a retry.
    share: u64,
    deposited: AtomicU64,
}

impl Shares {
    fn new(per_second: u32, share: f32) -> Self {
        Self {
            // Tower panics on more.
            budget: TpsBudget::new(BUDGET_MEMORY, per_second.min(1_000_000), 1.0),
            share: (f64::from(share) * 1_000.0).round() as u64,
            deposited: AtomicU64::new(0),
        }
    }
}

impl Budget for Shares {
    fn deposit(&self) {
        let before = self.deposited.fetch_add(self.share, Ordering::Relaxed);
        let after = before.wrapping_add(self.share);
        for _ in before / 1_000..after / 1_000 {
            self.budget.deposit();
        }
    }

    fn withdraw(&self) -> bool {
        self.budget.withdraw()
    }
}

struct Unlimited;

impl Budget for Unlimited {
    fn deposit(&self) {}

    fn withdraw(&self) -> bool {
        true
    }
}

/// A retry that is about to happen; see [`ClientBuilder::on_retry`](crate::ClientBuilder::on_retry).
#[derive(Debug)]
pub struct Retry<'a> {
    pub(crate) operation: Operation,
    pub(crate) attempts: u32,
    pub(crate) wait: Duration,
    pub(crate) error: &'a Error,
}

impl Retry<'_> {
    /// Returns what is retried.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Returns how many attempts have failed, at least 1.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns how long the call waits before the next attempt.
    pub fn wait(&self) -> Duration {
        self.wait
    }

    /// Returns why the last attempt failed.
    pub fn error(&self) -> &Error {
        self.error
    }
}

/// What is told of retries, if anything is.
#[derive(Clone, Default)]
pub(crate) struct RetryObserver(Option<Arc<Callback>>);

type Callback = dyn Fn(&Retry<'_>) + Send + Sync;

impl RetryObserver {
    pub(crate) fn new(callback: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(callback)))
    }

    pub(crate) fn notify(&self, retry: &Retry<'_>) {
        if let Some(callback) = &self.0 {
            callback(retry);
        }
    }
}

impl fmt::Debug for RetryObserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Some(…)"
        } else {
            "None"
        })
    }
}

#[cfg(test)]
mod tests;
