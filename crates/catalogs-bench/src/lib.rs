//! Measures what the SDK costs, next to what people would use instead: see the README.

pub mod callers;
pub mod canned;
mod child;
pub mod data;
pub mod effort;
mod machine;
mod measure;
pub mod report;
pub mod sections;
pub mod server;
mod usage;
