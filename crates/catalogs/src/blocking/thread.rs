//! The thread behind a blocking client.

use std::{
    future,
    panic::{self, AssertUnwindSafe},
};

use tokio::{
    runtime::{Builder, Handle, Runtime},
    task::yield_now,
};

use crate::{Error, Result};

/// A runtime with one thread, which serves connections while no call runs: a connection that the
/// service closes leaves the pool before the next call begins.
pub(super) struct Thread(Option<Runtime>);

impl Thread {
    pub(super) fn start() -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("catalogs")
            .enable_all()
            .build();
        match runtime {
            Ok(runtime) => Ok(Self(Some(runtime))),
            Err(error) => Err(Error::configuration(
                "cannot start the thread of the blocking client",
            )
            .caused_by(error)),
        }
    }

    /// Runs a future to its end on the calling thread.
    pub(super) fn run<F: Future>(&self, future: F) -> Result<F::Output> {
        match &self.0 {
            Some(runtime) if may_block(runtime) => {
                // It neither panics nor is aborted.
                let _ = runtime.block_on(runtime.spawn(catch_up()));
                Ok(runtime.block_on(future))
            }
            _ => Err(Error::configuration(
                "the blocking client was called in async code, where it would stop other tasks; use \
                 `catalogs::Client` there, or `tokio::task::spawn_blocking`",
            )),
        }
    }
}

/// Lets the thread take connections that the service has closed out of the pool, which it may not have
/// done yet on a busy machine. The yields of [`send`](crate::runtime::send) run on the calling thread,
/// which drives no connections.
async fn catch_up() {
    yield_now().await;
    yield_now().await;
}

/// Only tokio itself can tell a thread that runs tasks from one of `spawn_blocking`, and it does so
/// by a panic.
fn may_block(runtime: &Runtime) -> bool {
    let wait = AssertUnwindSafe(|| runtime.block_on(future::ready(())));
    Handle::try_current().is_err() || panic::catch_unwind(wait).is_ok()
}

/// Waits for nothing, as async code must not be blocked.
impl Drop for Thread {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
