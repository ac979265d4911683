//! Notifies open pages of the console.

use tokio::sync::watch;
use uuid::Uuid;

#[derive(Debug)]
pub(crate) struct Changes {
    sender: watch::Sender<()>,
    /// Identifies this run of the sandbox: another may have had the same port before.
    pub(crate) run: String,
}

impl Changes {
    pub(crate) fn new() -> Self {
        Self {
            sender: watch::Sender::new(()),
            run: Uuid::new_v4().simple().to_string(),
        }
    }

    pub(crate) fn notify(&self) {
        self.sender.send_replace(());
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<()> {
        self.sender.subscribe()
    }
}
