//! The callback that is called for each request.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::recorded_request::RecordedRequest;

type Callback = dyn Fn(&RecordedRequest) + Send + Sync;

/// The callback of [`SandboxBuilder::on_request`](crate::SandboxBuilder::on_request), if any.
#[derive(Clone, Default)]
pub(crate) struct OnRequest(Option<Arc<Callback>>);

impl OnRequest {
    pub(crate) fn new(callback: impl Fn(&RecordedRequest) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(callback)))
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_some()
    }

    /// Calls it. A panic in it ends here, once the panic hook has reported it: what the sandbox
    /// holds is not the callback's to break, so nothing is left half done.
    pub(crate) fn call(&self, request: &RecordedRequest) {
        if let Some(callback) = &self.0 {
            let called = catch_unwind(AssertUnwindSafe(|| callback(request)));
            if let Err(panic) = called {
                // What it carries may panic again when it is dropped.
                std::mem::forget(panic);
            }
        }
    }
}

/// A callback has nothing to show.
impl fmt::Debug for OnRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = if self.is_set() { "a callback" } else { "none" };
        write!(f, "OnRequest({shown})")
    }
}
