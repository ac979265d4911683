//! How many requests a second are let through.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::credential::Credential;

const WINDOW: Duration = Duration::from_secs(1);

/// How many requests of one token the sandbox lets through in any one second.
///
/// ```
/// use catalogs_sandbox::{RateLimit, Sandbox};
///
/// let strict = Sandbox::builder().rate_limit(RateLimit::per_second(2));
/// let without = Sandbox::builder().rate_limit(RateLimit::off());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit(Option<u32>);

impl RateLimit {
    /// At most this many requests in any one second, for each token. With 0 every request is
    /// refused with 429.
    pub fn per_second(requests: u32) -> Self {
        Self(Some(requests))
    }

    /// No limit.
    pub fn off() -> Self {
        Self(None)
    }
}

impl Default for RateLimit {
    /// The service's published limit: 10 requests a second.
    fn default() -> Self {
        Self::per_second(10)
    }
}

/// The requests of the last second. The window slides: it is exact at every instant.
#[derive(Debug)]
pub(crate) struct Limiter {
    limit: RateLimit,
    passed: HashMap<Credential, VecDeque<Instant>>,
}

impl Limiter {
    pub(crate) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            passed: HashMap::new(),
        }
    }

    /// Whether a request may pass now. One that may not leaves no trace.
    pub(crate) fn admit(&mut self, credential: Credential, now: Instant) -> bool {
        let RateLimit(Some(limit)) = self.limit else {
            return true;
        };
        let passed = self.passed.entry(credential).or_default();
        while passed
            .front()
            .is_some_and(|then| now.duration_since(*then) >= WINDOW)
        {
            passed.pop_front();
        }
        let may_pass = u32::try_from(passed.len()).is_ok_and(|count| count < limit);
        if may_pass {
            passed.push_back(now);
        }
        may_pass
    }

    pub(crate) fn clear(&mut self) {
        self.passed.clear();
    }
}

/// How much of the limit a token has used up.
#[cfg(feature = "console")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LimitUse {
    /// Requests of the last second.
    pub(crate) taken: usize,
    pub(crate) allowed: u32,
    /// How long until one more may pass; zero while there is room.
    pub(crate) free_in: Duration,
}

#[cfg(feature = "console")]
impl Limiter {
    /// `None` where there is no limit.
    pub(crate) fn limit_use(&self, credential: Credential, now: Instant) -> Option<LimitUse> {
        let allowed = self.limit.0?;
        let passed = self.passed.get(&credential);
        let ages = passed.into_iter().flatten();
        let ages = ages.map(|then| now.duration_since(*then));
        let recent: Vec<Duration> = ages.filter(|age| *age < WINDOW).collect();
        let full = u32::try_from(recent.len()).is_ok_and(|taken| taken >= allowed);
        let oldest = recent.first().copied().unwrap_or_default();
        Some(LimitUse {
            taken: recent.len(),
            allowed,
            free_in: if full {
                WINDOW - oldest
            } else {
                Duration::ZERO
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(limit: RateLimit, at_ms: &[u64]) -> Vec<bool> {
        let (mut limiter, start) = (Limiter::new(limit), Instant::now());
        let at = |ms: &u64| start + Duration::from_millis(*ms);
        at_ms
            .iter()
            .map(|ms| limiter.admit(Credential::ApiToken, at(ms)))
            .collect()
    }

    #[test]
    fn rate_limit_window_slides() {
        let (yes, no) = (true, false);
        let cases = [
            (RateLimit::per_second(2), vec![(0, yes), (0, yes), (0, no)]),
            (
                RateLimit::per_second(2),
                vec![(0, yes), (900, yes), (999, no), (1000, yes)],
            ),
            // A fixed window would let four pass between 900 and 1100.
            (
                RateLimit::per_second(2),
                vec![(900, yes), (950, yes), (1100, no), (1900, yes)],
            ),
            // What was refused does not count.
            (
                RateLimit::per_second(1),
                vec![(0, yes), (500, no), (999, no), (1000, yes)],
            ),
            (RateLimit::per_second(0), vec![(0, no), (5000, no)]),
            (RateLimit::off(), vec![(0, yes); 50]),
        ];
        for (limit, steps) in cases {
            let times: Vec<u64> = steps.iter().map(|(ms, _)| *ms).collect();
            let expected: Vec<bool> = steps.iter().map(|(_, pass)| *pass).collect();
            assert_eq!(played(limit, &times), expected, "{limit:?} at {times:?}");
        }
    }

    #[test]
    fn each_credential_has_its_own_limit() {
        let (mut limiter, now) = (Limiter::new(RateLimit::per_second(1)), Instant::now());
        assert!(limiter.admit(Credential::ApiToken, now));
        assert!(limiter.admit(Credential::OauthToken, now));
        assert!(!limiter.admit(Credential::ApiToken, now));
        limiter.clear();
        assert!(limiter.admit(Credential::ApiToken, now));
    }

    #[cfg(feature = "console")]
    #[test]
    fn limit_use_counts_requests_of_last_second() {
        let (mut limiter, start) = (Limiter::new(RateLimit::per_second(2)), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        for ms in [0, 400] {
            assert!(limiter.admit(Credential::ApiToken, at(ms)));
        }
        for (ms, taken, free_in) in [(400, 2, 600), (900, 2, 100), (1000, 1, 0), (1400, 0, 0)] {
            let in_use = limiter.limit_use(Credential::ApiToken, at(ms));
            let expected = LimitUse {
                taken,
                allowed: 2,
                free_in: Duration::from_millis(free_in),
            };
            assert_eq!(in_use, Some(expected), "{ms}");
        }
        let others = limiter.limit_use(Credential::OauthToken, at(400));
        assert_eq!(others.map(|it| it.taken), Some(0));
        let without = Limiter::new(RateLimit::off());
        assert_eq!(without.limit_use(Credential::ApiToken, start), None);
    }
}
