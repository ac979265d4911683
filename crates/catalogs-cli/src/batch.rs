//! Runs a command for several items, one after the other, and summarizes the result.

use std::fmt;

use serde_json::{Value, json};

use crate::{
    context::Context, error::Failure, exit_code::Exit, interrupt::Interrupt, progress::Progress,
};

/// How many skipped items the message names; JSON has them all.
const MOST_NAMED: usize = 10;

/// The result of a batch.
pub(crate) struct BatchResult<T> {
    pub(crate) done: Vec<T>,
    failed: Vec<(String, Failure)>,
    skipped: Vec<String>,
    is_interrupted: bool,
}

/// What is done with each item, which decides what Ctrl-C does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Nothing is changed: Ctrl-C ends it at once.
    Reading,
    /// The first Ctrl-C lets the current change end.
    Writing,
}

/// Does the same with each item; `doing` as in "deleting". A failure that would affect all others
/// skips the rest.
pub(crate) async fn batch<I, T, W>(
    context: &Context,
    kind: Work,
    doing: &str,
    items: Vec<I>,
    work: impl Fn(I) -> W,
) -> BatchResult<T>
where
    I: fmt::Display,
    W: Future<Output = Result<T, Failure>>,
{
    let interrupt = Interrupt::listen();
    let progress = Progress::bar(context.globals.quiet, items.len(), doing);
    let mut summary = BatchResult {
        done: Vec::new(),
        failed: Vec::new(),
        skipped: Vec::new(),
        is_interrupted: false,
    };
    let mut is_over = false;
    for item in items {
        if is_over || interrupt.is_asked() {
            summary.skipped.push(item.to_string());
            continue;
        }
        let name = item.to_string();
        let result = match kind {
            Work::Writing => {
                interrupt
                    .writing(|notice| context.say(notice), work(item))
                    .await
            }
            Work::Reading => interrupt.reading(work(item)).await,
        };
        match result {
            Ok(done) => summary.done.push(done),
            Err(failure) => {
                is_over = is_shared(failure.exit);
                summary.failed.push((name, failure));
            }
        }
        progress.step();
    }
    summary.is_interrupted = interrupt.is_asked();
    summary
}

/// Whether the failure would affect all other items.
fn is_shared(exit: Exit) -> bool {
    matches!(
        exit,
        Exit::Usage | Exit::Unauthorized | Exit::RateLimited | Exit::Unreachable
    )
}

impl<T> BatchResult<T> {
    /// Reports what was not done, and why; `done` as in "deleted".
    pub(crate) fn finish(mut self, context: &Context, done: &str) -> Result<(), Failure> {
        let total = self.done.len() + self.failed.len() + self.skipped.len();
        if self.failed.is_empty() && self.skipped.is_empty() {
            return Ok(());
        }
        if total == 1
            && let Some((_, failure)) = self.failed.pop()
        {
            return Err(failure);
        }
        let is_unknown = |(_, failure): &(String, Failure)| failure.exit == Exit::OutcomeUnknown;
        let exit = match self.failed.first() {
            // This has to be checked before anything else.
            _ if self.failed.iter().any(is_unknown) => Exit::OutcomeUnknown,
            _ if self.is_interrupted => Exit::Interrupted,
            Some((_, failure)) if self.done.is_empty() => failure.exit,
            _ => Exit::PartialFailure,
        };
        let mut message = match self.is_interrupted {
            true => format!("stopped: {} of {total} {done}", self.done.len()),
            false => format!("{} of {total} {done}", self.done.len()),
        };
        if !self.failed.is_empty() {
            message += &format!("; {} failed", self.failed.len());
        }
        if !self.skipped.is_empty() {
            let named = self.skipped.iter().take(MOST_NAMED).cloned();
            message += &format!("; not tried: {}", named.collect::<Vec<String>>().join(", "));
            if self.skipped.len() > MOST_NAMED {
                message += &format!(" and {} more", self.skipped.len() - MOST_NAMED);
            }
        }
        if !context.format().is_json() {
            for (name, failure) in &self.failed {
                let hint = failure.hint_text().map(|hint| format!("; {hint}"));
                context.always(format_args!(
                    "{name}: {}{}",
                    failure.message(),
                    hint.unwrap_or_default()
                ));
            }
        }
        let failed = self.failed.iter().map(|(name, failure)| {
            let mut error = failure.to_json();
            error["of"] = json!(name);
            error
        });
        Err(Failure::new(exit, message)
            .detail("failed", failed.collect::<Vec<Value>>())
            .detail("not_tried", self.skipped))
    }
}
