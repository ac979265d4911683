//! The app state: what the server and the handle share, and the settings it starts from.

#[cfg(feature = "console")]
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::{Notify, watch};

#[cfg(feature = "console")]
use crate::allowed_hosts::AllowedHosts;
#[cfg(feature = "console")]
use crate::changes::Changes;
use crate::{
    auth::Tokens,
    callback::OnRequest,
    faults::{FaultPlan, Faults},
    log::Log,
    oauth::{Provider, ProviderSettings},
    rate_limit::{Limiter, RateLimit},
    store::AddressBook,
    sync::locked,
};

/// What the builder decides.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) tokens: Tokens,
    pub(crate) rate_limit: RateLimit,
    pub(crate) max_body_bytes: usize,
    /// How long a connection may be idle after a response.
    pub(crate) keep_alive: Option<Duration>,
    pub(crate) check_headers: bool,
    pub(crate) faults: Option<FaultPlan>,
    pub(crate) on_request: OnRequest,
    pub(crate) oauth: ProviderSettings,
    pub(crate) initial: AddressBook,
    /// The hosts that the console responds to, if it is on.
    #[cfg(feature = "console")]
    pub(crate) console: Option<Arc<AllowedHosts>>,
}

/// Everything that the server and the handle share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) settings: Settings,
    address_book: Mutex<AddressBook>,
    limiter: Mutex<Limiter>,
    log: Mutex<Log>,
    faults: Mutex<Faults>,
    provider: Mutex<Provider>,
    /// Notified after each request is in the log.
    pub(crate) recorded: Notify,
    /// Closed when the sandbox is to stop.
    pub(crate) stop: watch::Receiver<()>,
    #[cfg(feature = "console")]
    pub(crate) changes: Changes,
}

impl App {
    pub(crate) fn new(settings: Settings, stop: watch::Receiver<()>) -> Self {
        Self {
            address_book: Mutex::new(settings.initial.clone()),
            limiter: Mutex::new(Limiter::new(settings.rate_limit)),
            log: Mutex::default(),
            faults: Mutex::new(Faults::new(settings.faults.clone())),
            provider: Mutex::new(Provider::new(settings.oauth.clone())),
            recorded: Notify::new(),
            settings,
            stop,
            #[cfg(feature = "console")]
            changes: Changes::new(),
        }
    }

    pub(crate) fn reset(&self) {
        *self.address_book() = self.settings.initial.clone();
        self.limiter().clear();
        self.faults().reset();
        self.provider().reset();
        self.clear_requests();
    }

    pub(crate) fn clear_requests(&self) {
        self.log().clear();
        self.notify_console();
    }

    /// Lets open pages of the console know that something changed.
    pub(crate) fn notify_console(&self) {
        #[cfg(feature = "console")]
        self.changes.notify();
    }

    pub(crate) fn address_book(&self) -> MutexGuard<'_, AddressBook> {
        locked(&self.address_book)
    }

    pub(crate) fn limiter(&self) -> MutexGuard<'_, Limiter> {
        locked(&self.limiter)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        locked(&self.log)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    pub(crate) fn provider(&self) -> MutexGuard<'_, Provider> {
        locked(&self.provider)
    }
}
