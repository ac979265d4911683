//! A limiter that several clients use, and the trait for those that live outside this process.

use std::{any::Any, error::Error as StdError, fmt, pin::Pin, sync::Arc, time::Duration};

use super::{Limiter, RateLimit, Taken};
use crate::Error;

/// The future that [`RateLimiter::acquire`] returns.
pub type PermitFuture<'a> = Pin<Box<dyn Future<Output = Result<Permit, PermitError>> + Send + 'a>>;

/// Lets requests through, one permit each; [`ClientBuilder::limiter`](crate::ClientBuilder::limiter)
/// takes one.
///
/// Implement it where several processes speak for one contact. Clients in one process share a
/// [`SharedLimiter`].
///
/// ```
/// use std::time::Duration;
/// use catalogs::policy::{Permit, PermitError, PermitFuture, RateLimiter};
///
/// #[derive(Debug)]
/// struct Central;
///
/// impl Central {
///     /// Takes a permit, or says in how long to ask again.
///     async fn take(&self) -> Result<Option<Duration>, std::io::Error> {
///         Ok(None)
///     }
/// }
///
/// impl RateLimiter for Central {
///     fn acquire(&self, at_most: Duration) -> PermitFuture<'_> {
///         Box::pin(async move {
///             match self.take().await {
///                 Ok(None) => Ok(Permit::new()),
///                 // A real one waits and asks again, if `at_most` allows it.
///                 Ok(Some(wait)) => Err(PermitError::NotInTime(wait)),
///                 Err(error) => Err(PermitError::failed(error)),
///             }
///         })
///     }
///
///     fn pause(&self, wait: Duration) {
///         let _ = wait;
///     }
/// }
/// ```
pub trait RateLimiter: Send + Sync + fmt::Debug {
    /// Returns a permit for one request, as soon as there is one.
    ///
    /// The call drops the future when its time is up, or when it is cancelled; a permit must not be
    /// lost then. A panic goes through to the caller.
    ///
    /// # Errors
    ///
    /// - [`PermitError::NotInTime`] when no permit can come within `at_most`, as soon as that is
    ///   known: the call fails as [rate limited](crate::Error::is_rate_limited).
    /// - [`PermitError::Failed`] when the limiter cannot tell: nothing is sent, the call retries as
    ///   for a failed connection, and then fails with
    ///   [`is_limiter_failed`](crate::Error::is_limiter_failed).
    fn acquire(&self, at_most: Duration) -> PermitFuture<'_>;

    /// Blocks all requests for `wait`, after the service reported too many: at most 60 seconds,
    /// whatever the service asks for. It must not block the thread.
    fn pause(&self, wait: Duration);
}

impl<T: RateLimiter + ?Sized> RateLimiter for Arc<T> {
    fn acquire(&self, at_most: Duration) -> PermitFuture<'_> {
        (**self).acquire(at_most)
    }

    fn pause(&self, wait: Duration) {
        (**self).pause(wait);
    }
}

/// Why a limiter gave no permit.
#[derive(Debug)]
#[non_exhaustive]
pub enum PermitError {
    /// None can come in time, only after this wait at the earliest.
    NotInTime(Duration),
    /// The limiter itself failed.
    Failed(Box<dyn StdError + Send + Sync>),
}

impl PermitError {
    /// Creates the error of a limiter that failed, for this reason. The call's error shows its text,
    /// so keep secrets out of it.
    ///
    /// ```
    /// use catalogs::policy::PermitError;
    ///
    /// assert_eq!(PermitError::failed("no disk").to_string(), "the rate limiter failed: no disk");
    /// ```
    pub fn failed(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Failed(reason.into())
    }
}

impl fmt::Display for PermitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInTime(wait) => write!(f, "the rate limiter has no permit for {wait:?}"),
            Self::Failed(reason) => write!(f, "the rate limiter failed: {reason}"),
        }
    }
}

impl StdError for PermitError {}

impl From<PermitError> for Error {
    fn from(error: PermitError) -> Self {
        match error {
            PermitError::NotInTime(wait) => Self::no_permit(wait),
            PermitError::Failed(reason) => {
                Self::limiter_failed(reason.to_string()).caused_by(reason)
            }
        }
    }
}

/// Allows one request. It is dropped when the head of the response has come, or the request is
/// given up.
#[derive(Debug)]
#[must_use = "dropping it says that the request is over"]
pub struct Permit(Held);

enum Held {
    Nothing,
    Guard { _guard: Box<dyn Any + Send> },
    Taken(Taken),
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Permit {
    /// Creates a permit without a guard.
    #[allow(
        clippy::new_without_default,
        reason = "a default would hide what it allows"
    )]
    pub fn new() -> Self {
        Self(Held::Nothing)
    }

    /// Creates a permit that drops `guard` at its end, for limiters that count the requests in
    /// flight.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use catalogs::policy::Permit;
    ///
    /// let in_flight = Arc::new(());
    /// let permit = Permit::with_guard(Arc::clone(&in_flight));
    /// assert_eq!(Arc::strong_count(&in_flight), 2);
    /// drop(permit);
    /// assert_eq!(Arc::strong_count(&in_flight), 1);
    /// ```
    pub fn with_guard(guard: impl Any + Send) -> Self {
        Self(Held::Guard {
            _guard: Box::new(guard),
        })
    }

    /// The response came.
    pub(crate) fn responded(self) {
        if let Held::Taken(taken) = self.0 {
            taken.responded();
        }
    }
}

/// A [`RateLimiter`] for clients in this process; clones share their permits.
///
/// ```
/// use catalogs::{Auth, Client, RateLimit, policy::SharedLimiter};
///
/// let limiter = SharedLimiter::new(RateLimit::default());
/// let client = |auth| {
///     Client::builder()
///         .auth(auth)
///         .integrator_code("64357")
///         .limiter(limiter.clone())
///         .build()
/// };
/// let direct = client(Auth::api_token("token"))?;
/// let gateway = client(Auth::oauth2("access-token"))?;
/// # Ok::<(), catalogs::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SharedLimiter(Arc<Limiter>);

impl SharedLimiter {
    /// Creates a limiter of this rate.
    pub fn new(rate_limit: RateLimit) -> Self {
        Self(Arc::new(Limiter::new(rate_limit)))
    }
}

impl RateLimiter for SharedLimiter {
    fn acquire(&self, at_most: Duration) -> PermitFuture<'_> {
        Box::pin(async move {
            let taken = self.0.acquire(at_most).await;
            taken
                .map(|taken| Permit(Held::Taken(taken)))
                .map_err(PermitError::NotInTime)
        })
    }

    fn pause(&self, wait: Duration) {
        self.0.pause(wait);
    }
}
