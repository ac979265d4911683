//! What went wrong before a call went well after all: the library tries again by itself, and says
//! so in its events.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt};

use crate::verbose;

/// The class of each error, such as `429` or `connect`, after which something was sent again.
#[derive(Clone, Default)]
pub(super) struct Retries(Arc<Mutex<Vec<String>>>);

impl Retries {
    /// Listens on this thread until the guard is dropped; what `--verbose` shows goes on.
    pub(super) fn listen(is_verbose: bool) -> (Self, DefaultGuard) {
        let retries = Self::default();
        let subscriber = tracing_subscriber::registry()
            .with(is_verbose.then_some(verbose::Lines))
            .with(retries.clone());
        (retries, tracing::subscriber::set_default(subscriber))
    }

    /// Those since the last time.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<S: Subscriber> Layer<S> for Retries {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut seen = Seen::default();
        event.record(&mut seen);
        if let (true, Some(error)) = (seen.is_retry, seen.error) {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(error);
        }
    }
}

#[derive(Default)]
struct Seen {
    is_retry: bool,
    error: Option<String>,
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.is_retry = format!("{value:?}") == "trying again",
            "error" => self.error = Some(format!("{value:?}").trim_matches('"').to_owned()),
            _ => {}
        }
    }
}

/// In words: `429 three times` is `429 ×3`.
pub(super) fn summary(retries: &[String]) -> String {
    let mut summary: Vec<(&str, usize)> = Vec::new();
    for class in retries {
        match summary.iter_mut().find(|(other, _)| other == class) {
            Some((_, count)) => *count += 1,
            None => summary.push((class, 1)),
        }
    }
    let summary = summary.iter().map(|(class, count)| match count {
        1 => (*class).to_owned(),
        count => format!("{class} ×{count}"),
    });
    summary.collect::<Vec<String>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_are_counted() {
        let cases: [(&[&str], &str); 3] = [
            (&[], ""),
            (&["502"], "502"),
            (&["429", "reset", "429"], "429 ×2, reset"),
        ];
        for (classes, expected) in cases {
            let classes: Vec<String> = classes.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(summary(&classes), expected);
        }
    }
}
