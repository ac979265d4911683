//! The running sandbox: bind, serve, stop.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;

#[cfg(feature = "console")]
use crate::console;
use crate::{
    app::{App, Settings},
    builder::SandboxBuilder,
    error::StartError,
    listener::RefusableListener,
    pipeline,
    recorded_request::RecordedRequest,
    serve::serve,
    store::Snapshot,
};

/// A running sandbox. It stops when this handle is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use catalogs_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().demo_data(false).start().await?;
/// assert!(sandbox.origin().starts_with("http://127.0.0.1:"));
/// assert!(sandbox.state().organizations.is_empty());
/// sandbox.shutdown().await;
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    origin: String,
    app: Arc<App>,
    listener: Arc<RefusableListener>,
    /// The server stops when this goes: on `shutdown`, or with the handle.
    stop: watch::Sender<()>,
    served: JoinHandle<()>,
}

impl Sandbox {
    /// A sandbox to be set up before it starts.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
    }

    /// Starts a sandbox with the default settings.
    ///
    /// # Errors
    ///
    /// See [`SandboxBuilder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    pub(crate) async fn serve(address: SocketAddr, settings: Settings) -> Result<Self, StartError> {
        let runtime = Handle::try_current().map_err(|_| StartError::NoRuntime)?;
        let bind = |source| StartError::Bind {
            address: address.ip(),
            port: address.port(),
            source,
        };
        let listener = Arc::new(RefusableListener::open(address, runtime.clone()).map_err(bind)?);
        let origin = format!("http://{}", from_here(listener.address()));

        let (stop, stopped) = watch::channel(());
        let app = Arc::new(App::new(settings, stopped.clone()));
        let router = pipeline::router();
        #[cfg(feature = "console")]
        let router = match &app.settings.console {
            Some(hosts) => console::attach(router, Arc::clone(hosts)),
            None => router,
        };
        let router = pipeline::compressed(router).with_state(Arc::clone(&app));
        let keep_alive = app.settings.keep_alive;
        let served = runtime.spawn(serve(Arc::clone(&listener), router, keep_alive, stopped));
        Ok(Self {
            origin,
            app,
            listener,
            stop,
            served,
        })
    }

    /// Where programs on this machine reach the sandbox, in place of `https://api.ati.su`:
    /// `http://127.0.0.1:PORT`, or the address it was told to [listen](SandboxBuilder::listen) on,
    /// without a slash at the end. Where it listens on every address, this is the loopback one.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The token for the direct route.
    pub fn api_token(&self) -> &str {
        self.app.settings.tokens.api.as_str()
    }

    /// An access token for the gateway route, good until
    /// [`expire_access_tokens`](Self::expire_access_tokens). The token endpoint gives out others.
    pub fn oauth_token(&self) -> &str {
        self.app.settings.tokens.oauth.as_str()
    }

    /// The requests that got their response, oldest first; refused ones too. The latest 10,000 are
    /// kept.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.app.log().all()
    }

    /// Waits until the log holds `count` requests that match, and returns all that do. It looks
    /// again after each request and never sleeps; it does not time out by itself.
    ///
    /// A request is in the log before its response goes out, also one that [hangs].
    ///
    /// ```
    /// # use catalogs_sandbox::Sandbox;
    /// # async fn example(sandbox: &Sandbox) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// // A background task of yours sends two creates at some time.
    /// let creates = sandbox.wait_for_requests(2, |it| it.operation() == Some("create_address"));
    /// let creates = tokio::time::timeout(Duration::from_secs(10), creates).await?;
    /// assert_eq!(creates.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [hangs]: crate::Fault::hang
    pub async fn wait_for_requests(
        &self,
        count: usize,
        matches: impl Fn(&RecordedRequest) -> bool,
    ) -> Vec<RecordedRequest> {
        loop {
            let recorded = self.app.recorded.notified();
            let mut recorded = std::pin::pin!(recorded);
            // Registered before the log is read, so that no request is missed in between.
            recorded.as_mut().enable();
            let mut found = self.requests();
            found.retain(&matches);
            if found.len() >= count {
                return found;
            }
            recorded.await;
        }
    }

    /// Forgets the requests so far, and what was counted of them.
    pub fn clear_requests(&self) {
        self.app.clear_requests();
    }

    /// The address book as it is now.
    pub fn state(&self) -> Snapshot {
        self.app.address_book().snapshot()
    }

    /// Back to the data it started with. Forgets the requests so far, for the rate limit too, and
    /// the faults that are queued; a plan of faults starts again, and of OAuth tokens only the
    /// first ones are good. Refused connections stay refused.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Stops the sandbox and waits until it has: requests that are being handled are completed.
    /// Connections with an unfinished request are given two seconds.
    ///
    /// Dropping the handle stops the sandbox as well, without waiting.
    pub async fn shutdown(self) {
        drop(self.stop);
        // An error would mean that the runtime is going down, and the server with it.
        let _ = self.served.await;
    }
}

/// An address to connect to on this machine: 0.0.0.0 and `::` are none.
fn from_here(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

mod entities;
mod faults;
mod oauth;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_of_unspecified_address_is_loopback() {
        let cases = [
            ("127.0.0.1:1", "127.0.0.1:1"),
            ("0.0.0.0:1", "127.0.0.1:1"),
            ("192.0.2.7:1", "192.0.2.7:1"),
            ("[::]:1", "[::1]:1"),
            ("[2001:db8::7]:1", "[2001:db8::7]:1"),
        ];
        for (listens, expected) in cases {
            let address = from_here(listens.parse().expect(listens));
            assert_eq!(address.to_string(), expected, "{listens}");
        }
    }
}
