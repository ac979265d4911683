//! What is going on, on stderr, where somebody watches and it takes longer than a second.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::task::JoinHandle;

use crate::context::Context;

const AFTER: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Goes away when it is dropped.
pub(crate) struct Progress(Option<(ProgressBar, JoinHandle<()>)>);

impl Progress {
    /// For so many things, one after the other.
    pub(crate) fn bar(context: &Context, total: usize, doing: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        Self::start(
            context,
            bar,
            doing,
            "{msg} {wide_bar} {pos}/{len}, {eta} left",
        )
    }

    /// For one thing whose end cannot be foreseen.
    pub(crate) fn spinner(context: &Context, doing: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self::start(context, bar, doing, "{spinner} {msg}, {elapsed}")
    }

    fn start(context: &Context, bar: ProgressBar, doing: &str, template: &str) -> Self {
        if context.globals.quiet || !stderr().is_terminal() {
            return Self(None);
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(doing.to_owned());
        let shown = bar.clone();
        let reveal = tokio::spawn(async move {
            tokio::time::sleep(AFTER).await;
            shown.set_draw_target(ProgressDrawTarget::stderr());
            shown.enable_steady_tick(TICK);
        });
        Self(Some((bar, reveal)))
    }

    /// So many are done.
    pub(crate) fn reach(&self, done: usize) {
        if let Some((bar, _)) = &self.0 {
            bar.set_position(done as u64);
        }
    }

    pub(crate) fn step(&self) {
        if let Some((bar, _)) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((bar, reveal)) = &self.0 {
            reveal.abort();
            bar.finish_and_clear();
        }
    }
}
