//! Progress bars and spinners on stderr, on a terminal, after a second.

use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::task::JoinHandle;

const AFTER: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Goes away when it is dropped.
pub(crate) struct Progress(Option<(ProgressBar, JoinHandle<()>)>);

impl Progress {
    /// A bar for `total` items, one after the other.
    pub(crate) fn bar(is_quiet: bool, total: usize, doing: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        Self::start(
            is_quiet,
            bar,
            doing,
            "{msg} {wide_bar} {pos}/{len}, {eta} left",
        )
    }

    /// A spinner for work of unknown length.
    pub(crate) fn spinner(is_quiet: bool, doing: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self::start(is_quiet, bar, doing, "{spinner} {msg}, {elapsed}")
    }

    fn start(is_quiet: bool, bar: ProgressBar, doing: &str, template: &str) -> Self {
        if is_quiet || !stderr().is_terminal() {
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

    /// Sets how many items are done.
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
