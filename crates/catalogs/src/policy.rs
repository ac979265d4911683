//! How many requests go out and over which connections, how long calls take, and what is retried.

pub use crate::{
    client::CallOptions,
    http_options::HttpOptions,
    rate_limit::{Permit, PermitError, PermitFuture, RateLimit, RateLimiter, SharedLimiter},
    retry::{Retry, RetryBudget, RetryPolicy},
};
