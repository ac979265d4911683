//! The same for several things: one after the other, none stopped by another's own failure, and an
//! account of it at the end.

use std::fmt;

use serde_json::{Value, json};

use crate::{
    context::Context,
    exit::{Exit, Failure},
    interrupt::Interrupt,
    progress::Progress,
};

/// As many of those that were not tried are named in the sentence; JSON has them all.
const MOST_NAMED: usize = 10;

/// What came of several things.
pub(crate) struct Account<T> {
    pub(crate) done: Vec<T>,
    failed: Vec<(String, Failure)>,
    left: Vec<String>,
    is_interrupted: bool,
}

/// What is done with each thing, and so what Ctrl-C does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Nothing is changed: Ctrl-C ends it at once.
    Reading,
    /// The first Ctrl-C lets the change under way end.
    Writing,
}

/// Does the same with each; `doing` as in "deleting". Where one fails in a way that all others
/// would, the rest is left.
pub(crate) async fn each<I, T, W>(
    context: &Context,
    kind: Work,
    doing: &str,
    items: Vec<I>,
    work: impl Fn(I) -> W,
) -> Account<T>
where
    I: fmt::Display,
    W: Future<Output = Result<T, Failure>>,
{
    let interrupt = Interrupt::listen();
    let progress = Progress::bar(context, items.len(), doing);
    let mut account = Account {
        done: Vec::new(),
        failed: Vec::new(),
        left: Vec::new(),
        is_interrupted: false,
    };
    let mut is_over = false;
    for item in items {
        if is_over || interrupt.is_asked() {
            account.left.push(item.to_string());
            continue;
        }
        let name = item.to_string();
        let result = match kind {
            Work::Writing => interrupt.writing(context, work(item)).await,
            Work::Reading => interrupt.reading(work(item)).await,
        };
        match result {
            Ok(done) => account.done.push(done),
            Err(failure) => {
                is_over = is_shared(failure.exit);
                account.failed.push((name, failure));
            }
        }
        progress.step();
    }
    account.is_interrupted = interrupt.is_asked();
    account
}

/// Whether the next one would fare alike.
fn is_shared(exit: Exit) -> bool {
    matches!(
        exit,
        Exit::Usage | Exit::Unauthorized | Exit::RateLimited | Exit::Unreachable
    )
}

impl<T> Account<T> {
    /// Tells what was not done, and why; `done` as in "deleted".
    pub(crate) fn settle(mut self, context: &Context, done: &str) -> Result<(), Failure> {
        let total = self.done.len() + self.failed.len() + self.left.len();
        if self.failed.is_empty() && self.left.is_empty() {
            return Ok(());
        }
        if total == 1
            && let Some((_, failure)) = self.failed.pop()
        {
            return Err(failure);
        }
        let in_doubt = |(_, failure): &(String, Failure)| failure.exit == Exit::OutcomeUnknown;
        let exit = match self.failed.first() {
            // Whoever has to look, has to look first of all.
            _ if self.failed.iter().any(in_doubt) => Exit::OutcomeUnknown,
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
        if !self.left.is_empty() {
            let named = self.left.iter().take(MOST_NAMED).cloned();
            message += &format!("; not tried: {}", named.collect::<Vec<String>>().join(", "));
            if self.left.len() > MOST_NAMED {
                message += &format!(" and {} more", self.left.len() - MOST_NAMED);
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
            .detail("not_tried", self.left))
    }
}
