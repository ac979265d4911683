//! `Sandbox`: faults.

use std::collections::BTreeMap;
use std::io;

use super::Sandbox;
use crate::faults::{Fault, UnknownOperation, operation_named};

/// Faults: what is to go wrong, and what did. See the [crate's page](crate#faults).
impl Sandbox {
    /// The next request meets this fault. Faults queue: the first injected comes first.
    ///
    /// It is for requests to the catalogs; those for tokens only meet what
    /// [`inject_for`](Self::inject_for) queues for them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::{Fault, Sandbox, ServerError};
    ///
    /// let sandbox = Sandbox::start().await?;
    /// sandbox.inject(Fault::too_many_requests());
    /// sandbox.inject_for("create_organization", Fault::reset().after_effect())?;
    /// // Your client goes here. Then:
    /// assert_eq!(sandbox.faults_pending(), 2);
    /// assert_eq!(sandbox.effects().get("create_organization"), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        self.inject_times(fault, 1);
    }

    /// The same for so many requests in a row. With [`usize::MAX`] it goes on until
    /// [`clear_faults`](Self::clear_faults).
    pub fn inject_times(&self, fault: Fault, times: usize) {
        self.app.faults().queue(Some(fault), times);
        self.app.notify_console();
    }

    /// The next request of an operation, such as `create_organization`, meets this fault, before
    /// any that is queued for all. The token endpoint is `oauth_token`.
    ///
    /// # Errors
    ///
    /// [`UnknownOperation`] when there is no such operation.
    pub fn inject_for(&self, operation: &str, fault: Fault) -> Result<(), UnknownOperation> {
        self.inject_times_for(operation, fault, 1)
    }

    /// The same for so many of the operation's requests in a row.
    ///
    /// # Errors
    ///
    /// [`UnknownOperation`] when there is no such operation.
    pub fn inject_times_for(
        &self,
        operation: &str,
        fault: Fault,
        times: usize,
    ) -> Result<(), UnknownOperation> {
        self.app
            .faults()
            .queue_for(operation_named(operation)?, fault, times);
        self.app.notify_console();
        Ok(())
    }

    /// What the next requests meet, one after the other; `None` is a request that goes well.
    ///
    /// ```
    /// # use catalogs_sandbox::{Fault, Sandbox};
    /// # fn example(sandbox: &Sandbox) {
    /// sandbox.script([Some(Fault::hang()), None, Some(Fault::unauthorized())]);
    /// # }
    /// ```
    pub fn script(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        let mut queue = self.app.faults();
        for fault in faults {
            queue.queue(fault, 1);
        }
        drop(queue);
        self.app.notify_console();
    }

    /// Nothing more goes wrong: what is queued goes, and so does the plan of
    /// [`SandboxBuilder::faults`](crate::SandboxBuilder::faults). What hangs goes on hanging.
    pub fn clear_faults(&self) {
        self.app.faults().clear();
        self.app.notify_console();
    }

    /// How many faults are queued and wait for a request; those of a plan do not count.
    pub fn faults_pending(&self) -> usize {
        self.app.faults().pending()
    }

    /// How many requests met a fault, since the log was last emptied. Which ones, is in
    /// [`requests`](Self::requests).
    pub fn faults_played(&self) -> usize {
        self.app.log().faults_played()
    }

    /// How many writes took effect, by operation, since the log was last emptied; what the client
    /// got to see of them is another matter. Operations without any are left out.
    ///
    /// A write is what adds, changes or deletes; for `oauth_token`, what gave out tokens.
    pub fn effects(&self) -> BTreeMap<&'static str, usize> {
        self.app.log().effects()
    }

    /// Refuses connections, as if nothing listened at the port, and ends those that are open;
    /// returns when they have ended. The port stays the sandbox's own.
    ///
    /// # Errors
    ///
    /// When the operating system does not let the port be kept; connections are refused all the
    /// same.
    pub async fn refuse_connections(&self) -> io::Result<()> {
        self.listener.shut().await
    }

    /// Takes connections again after [`refuse_connections`](Self::refuse_connections).
    ///
    /// # Errors
    ///
    /// When the operating system does not let the port be had.
    pub fn accept_connections(&self) -> io::Result<()> {
        self.listener.reopen()
    }
}
