//! How many requests go out, how long calls take, and what is retried.

pub use crate::{
    client::CallOptions,
    rate_limit::RateLimit,
    retry::{Retry, RetryBudget, RetryPolicy},
};
