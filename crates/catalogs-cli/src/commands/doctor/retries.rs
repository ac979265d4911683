//! What went wrong before a call succeeded: the library retries by itself.

use std::sync::{Arc, Mutex, PoisonError};

use catalogs::{ClientBuilder, Error, ErrorKind};

/// The class of each error after which a request was retried, such as `429` or `connect`.
#[derive(Clone, Default)]
pub(super) struct Retries(Arc<Mutex<Vec<String>>>);

impl Retries {
    /// Observes the retries of a client.
    pub(super) fn observe(&self, builder: ClientBuilder) -> ClientBuilder {
        let retries = Arc::clone(&self.0);
        builder.on_retry(move |retry| {
            let mut all = retries.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(class(retry.error()));
        })
    }

    /// Returns those since the last time.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn class(error: &Error) -> String {
    match (error.status(), error.kind()) {
        (Some(status), _) => status.to_string(),
        (None, ErrorKind::Connect) => "connect".to_owned(),
        (None, ErrorKind::Timeout) => "timeout".to_owned(),
        (None, _) => "interrupted".to_owned(),
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
