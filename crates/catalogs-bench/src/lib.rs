//! Measures what the SDK costs, next to what people would use instead: see the README.

pub mod allocations;
pub mod callers;
pub mod canned;
pub mod child;
pub mod data;
pub mod effort;
mod machine;
pub mod measure;
pub mod report;
pub mod sections;
pub mod server;
pub mod usage;
