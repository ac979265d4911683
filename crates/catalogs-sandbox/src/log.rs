//! The log of requests.

use std::collections::{BTreeMap, VecDeque};

use crate::recorded_request::RecordedRequest;

/// How many requests the log keeps; older ones go.
const KEPT: usize = 10_000;

/// The latest requests, oldest first, and what was counted of all.
#[derive(Debug, Default)]
pub(crate) struct Log {
    requests: VecDeque<RecordedRequest>,
    faults_played: usize,
    effects: BTreeMap<&'static str, usize>,
    /// How many requests came before those that are kept.
    #[cfg(feature = "console")]
    gone: u64,
    /// How many requests had come when the log was emptied last.
    #[cfg(feature = "console")]
    emptied: u64,
}

impl Log {
    pub(crate) fn push(&mut self, request: RecordedRequest) {
        self.faults_played += usize::from(request.fault.is_some());
        if let (true, Some(operation)) = (request.took_effect, request.operation) {
            *self.effects.entry(operation).or_default() += 1;
        }
        if self.requests.len() == KEPT {
            self.requests.pop_front();
            #[cfg(feature = "console")]
            {
                self.gone += 1;
            }
        }
        self.requests.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }

    pub(crate) fn faults_played(&self) -> usize {
        self.faults_played
    }

    pub(crate) fn effects(&self) -> BTreeMap<&'static str, usize> {
        self.effects.clone()
    }

    #[cfg(not(feature = "console"))]
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The count goes on, so that who reads along knows what is new.
    #[cfg(feature = "console")]
    pub(crate) fn clear(&mut self) {
        let end = self.end();
        *self = Self {
            gone: end,
            emptied: end,
            ..Self::default()
        };
    }
}

/// For the console: requests are counted from the start of the sandbox.
#[cfg(feature = "console")]
impl Log {
    /// The number of the next request.
    pub(crate) fn end(&self) -> u64 {
        self.gone + self.requests.len() as u64
    }

    /// The number that the next request had when the log was emptied last.
    pub(crate) fn emptied(&self) -> u64 {
        self.emptied
    }

    /// The requests from this number on, as far as they are kept, with their numbers.
    pub(crate) fn since(&self, number: u64) -> impl Iterator<Item = (u64, &RecordedRequest)> {
        let skipped = usize::try_from(number.saturating_sub(self.gone)).unwrap_or(usize::MAX);
        (self.gone..).zip(&self.requests).skip(skipped)
    }
}

#[cfg(test)]
mod tests;
