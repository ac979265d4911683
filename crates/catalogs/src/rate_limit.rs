//! Keeps one contact's requests within the service's rate: so many in any sliding second.
//!
//! The service counts requests where they arrive, and all that is known here is when one was sent
//! and when its response came. So a permit is free again a window after its request was sent, plus
//! the time by which its response was later than the quickest of the latest ones. Where one of
//! those went as quickly as the network lets any, delays of up to a window make the service see
//! no more than it allows; steady latency costs nothing of the rate. What slips through all the
//! same is a 429, which slows everybody down.
//!
//! Token buckets, as in the crate `governor`, let twice the rate through in the first window.

mod shared;

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{Mutex as Queue, Notify},
    time::{Instant, timeout_at},
};

pub use shared::{Permit, PermitError, PermitFuture, RateLimiter, SharedLimiter};

/// The service counts by the second.
const WINDOW: Duration = Duration::from_secs(1);

/// After so long, a request finds out whether the service still refuses; until then, calls with less
/// time fail at once.
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long a permit is held at the least: clocks and schedulers are not exact to the millisecond.
const HOLD: Duration = Duration::from_millis(1_005);

/// Of how many responses the quickest counts: what was quick long ago says nothing of today's way.
const RECENT: usize = 64;

/// How many requests a client may send per second; see [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit).
///
/// ```
/// use catalogs::RateLimit;
///
/// assert_eq!(RateLimit::default(), RateLimit::per_second(10));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit(Option<u32>);

impl RateLimit {
    /// Creates a limit of this many requests in any sliding second; 0 counts as 1.
    pub const fn per_second(requests: u32) -> Self {
        Self(Some(if requests == 0 { 1 } else { requests }))
    }

    /// Creates a limit that lets every request through.
    pub const fn off() -> Self {
        Self(None)
    }
}

/// The service's own limit: 10 a second for each contact.
impl Default for RateLimit {
    fn default() -> Self {
        Self::per_second(10)
    }
}

/// The window of one contact, shared by all clones of its client.
#[derive(Debug)]
struct Limiter {
    /// Whoever waits for a permit holds this; it is handed on first come, first served, and handed
    /// on too when the waiting call is cancelled. Without a limit, there is no order to keep.
    queue: Option<Queue<()>>,
    /// How many calls wait for a permit.
    waiting: AtomicUsize,
    window: Mutex<Window>,
    changed: Notify,
}

/// A permit that was taken. Dropping it sets when it is free again.
#[derive(Debug)]
struct Taken {
    limiter: Arc<Limiter>,
    /// `None`: there is no limit, and nothing to set free.
    number: Option<u64>,
    responded: bool,
}

impl Taken {
    /// The response came. Without one, how long it took says nothing of how quick the way is.
    fn responded(mut self) {
        self.responded = true;
    }
}

impl Limiter {
    fn new(rate_limit: RateLimit) -> Self {
        Self {
            queue: rate_limit.0.map(|_| Queue::new(())),
            waiting: AtomicUsize::new(0),
            window: Mutex::new(Window::new(rate_limit)),
            changed: Notify::new(),
        }
    }

    /// Waits for a permit. Where it cannot come within `limit`, returns at once how long it takes at
    /// the least.
    async fn acquire(self: &Arc<Self>, limit: Duration) -> Result<Taken, Duration> {
        let start = Instant::now();
        let before = Waiting::start(&self.waiting);
        let wait = self.window().least_wait(before.ahead, start);
        if wait > limit {
            return Err(wait);
        }
        let _queued = match &self.queue {
            Some(queue) => Some(queue.lock().await),
            None => None,
        };
        loop {
            let changed = self.changed.notified();
            let admitted = self.window().admit(Instant::now());
            match admitted {
                Ok(number) => {
                    return Ok(Taken {
                        limiter: Arc::clone(self),
                        number,
                        responded: false,
                    });
                }
                Err(until) if self.window().is_paused_after(start, limit) => {
                    return Err(until.saturating_duration_since(Instant::now()));
                }
                // Whichever comes first; then look again.
                Err(until) => drop(timeout_at(until, changed).await),
            }
        }
    }

    /// Blocks all requests for this long, after the service reported too many.
    fn pause(&self, wait: Duration) {
        self.window()
            .pause(Instant::now() + wait.min(LONGEST_PAUSE));
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that waits for a permit.
struct Waiting<'a> {
    count: &'a AtomicUsize,
    /// How many waited before.
    ahead: usize,
}

impl<'a> Waiting<'a> {
    fn start(count: &'a AtomicUsize) -> Self {
        let ahead = count.fetch_add(1, Ordering::Relaxed);
        Self { count, ahead }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if self.number.is_none() {
            return;
        }
        self.limiter
            .window()
            .settle(self.number, Instant::now(), self.responded);
        self.limiter.changed.notify_one();
    }
}

/// The permits of the last second, and until when they count. It reads no clock.
#[derive(Debug)]
struct Window {
    rate_limit: RateLimit,
    taken: Vec<Issued>,
    next_number: u64,
    /// How long the latest responses took.
    recent: VecDeque<Duration>,
    paused_until: Option<Instant>,
}

#[derive(Debug)]
struct Issued {
    number: u64,
    since: Instant,
    /// It was taken before any response had come, so that nothing is known of how quick the way is:
    /// connecting alone may take longer than all the rest.
    cold: bool,
    /// How long its response took; `None` while it is on its way.
    took: Option<Duration>,
}

impl Issued {
    /// When it is free again, if the way takes `quickest` at the least. Unanswered, it is held for a
    /// window longer.
    fn free_at(&self, quickest: Duration) -> Instant {
        let quickest = if self.cold { Duration::ZERO } else { quickest };
        let late = self
            .took
            .map_or(WINDOW, |took| took.saturating_sub(quickest).min(WINDOW));
        self.since + HOLD + late
    }
}

impl Window {
    fn new(rate_limit: RateLimit) -> Self {
        Self {
            rate_limit,
            taken: Vec::new(),
            next_number: 0,
            recent: VecDeque::new(),
            paused_until: None,
        }
    }

    /// Takes a permit, or tells when to ask again.
    fn admit(&mut self, now: Instant) -> Result<Option<u64>, Instant> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Err(until);
        }
        let Some(most) = self.rate_limit.0 else {
            return Ok(None);
        };
        let quickest = self.recent.iter().min().copied().unwrap_or_default();
        self.taken.retain(|permit| permit.free_at(quickest) > now);
        if self.taken.len() >= most as usize
            && let Some(first) = self
                .taken
                .iter()
                .map(|permit| permit.free_at(quickest))
                .min()
        {
            return Err(first);
        }
        let number = self.next_number;
        self.next_number += 1;
        self.taken.push(Issued {
            number,
            since: now,
            cold: self.recent.is_empty(),
            took: None,
        });
        Ok(Some(number))
    }

    fn settle(&mut self, number: Option<u64>, now: Instant, responded: bool) {
        let mut taken = self.taken.iter_mut();
        let Some(permit) = taken.find(|permit| Some(permit.number) == number) else {
            return;
        };
        let took = now.saturating_duration_since(permit.since);
        if responded {
            if self.recent.len() == RECENT {
                self.recent.pop_front();
            }
            self.recent.push_back(took);
        }
        permit.took = Some(took);
    }

    /// Returns how long a call waits at the least with `ahead` calls before it: no window admits more
    /// than the limit.
    fn least_wait(&self, ahead: usize, now: Instant) -> Duration {
        let windows = self.rate_limit.0.map_or(0, |most| ahead / most as usize);
        let windows = u32::try_from(windows).unwrap_or(u32::MAX);
        let pause = self
            .paused_until
            .map(|until| until.saturating_duration_since(now));
        pause
            .unwrap_or_default()
            .saturating_add(WINDOW.saturating_mul(windows))
    }

    /// Whether the pause lasts longer than `limit` from `start` on.
    fn is_paused_after(&self, start: Instant, limit: Duration) -> bool {
        self.paused_until
            .is_some_and(|until| until.saturating_duration_since(start) > limit)
    }

    fn pause(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }
}

#[cfg(test)]
mod tests;
