//! How a sandbox is set up.

use crate::{
    app::Settings,
    auth::Tokens,
    callback::OnRequest,
    data::{self, DataError},
    demo,
    error::StartError,
    faults::FaultPlan,
    oauth::ProviderSettings,
    rate_limit::RateLimit,
    recorded_request::RecordedRequest,
    sandbox::Sandbox,
    store::AddressBook,
    token::Token,
};
use std::net::{IpAddr, Ipv4Addr};
#[cfg(feature = "console")]
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "console")]
use crate::allowed_hosts::AllowedHosts;

const ONE_MEBIBYTE: usize = 1 << 20;

/// Sets up a [`Sandbox`]; made by [`Sandbox::builder`]. Every setting has a default.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `start`"]
pub struct SandboxBuilder {
    address: IpAddr,
    port: u16,
    demo_data: bool,
    data: Option<AddressBook>,
    rate_limit: RateLimit,
    api_token: Option<Token>,
    oauth_token: Option<Token>,
    max_body_bytes: usize,
    keep_alive: Option<Duration>,
    check_headers: bool,
    faults: Option<FaultPlan>,
    on_request: OnRequest,
    oauth: ProviderSettings,
    #[cfg(feature = "console")]
    console: bool,
    #[cfg(feature = "console")]
    hosts: Vec<String>,
}

impl SandboxBuilder {
    pub(crate) fn new() -> Self {
        Self {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            demo_data: true,
            data: None,
            rate_limit: RateLimit::default(),
            api_token: None,
            oauth_token: None,
            max_body_bytes: ONE_MEBIBYTE,
            keep_alive: None,
            check_headers: true,
            faults: None,
            on_request: OnRequest::default(),
            oauth: ProviderSettings::new(),
            #[cfg(feature = "console")]
            console: false,
            #[cfg(feature = "console")]
            hosts: Vec::new(),
        }
    }

    /// The address to listen on; 127.0.0.1 by default, which only this machine reaches. 0.0.0.0 is
    /// every IPv4 address of the machine, `::` every IPv6 one (on most systems, Linux among them,
    /// every IPv4 one as well).
    ///
    /// **Anyone who reaches the address can read and change everything**, and see the log: nothing
    /// is encrypted, and the console, where it is on, has the tokens. Listen elsewhere where you
    /// know who is there, such as in a container whose port is published to its own host only, and
    /// with made-up data.
    ///
    /// ```no_run
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    /// use std::net::Ipv4Addr;
    ///
    /// let everywhere = Ipv4Addr::UNSPECIFIED; // 0.0.0.0
    /// let sandbox = Sandbox::builder().listen(everywhere).port(8418).start().await?;
    /// assert_eq!(sandbox.origin(), "http://127.0.0.1:8418");
    /// # Ok(())
    /// # }
    /// ```
    pub fn listen(mut self, address: impl Into<IpAddr>) -> Self {
        // An IPv4 address in IPv6's clothes is an IPv4 address.
        self.address = address.into().to_canonical();
        self
    }

    /// The port to listen on; 0, the default, takes any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Whether the address book starts with demo data (the default) or empty, where there is no
    /// [`data`](Self::data).
    pub fn demo_data(mut self, demo_data: bool) -> Self {
        self.demo_data = demo_data;
        self
    }

    /// The address book starts with this data, whatever [`demo_data`](Self::demo_data) says, and
    /// [`Sandbox::reset`] goes back to it.
    ///
    /// It is JSON: an object with the lists `contact_persons`, `addresses` and `organizations`,
    /// each of which may be left out. An entry is what a request would send to create it, with
    /// an `id` if it is to have a certain one; the others get theirs here, once for all sandboxes
    /// of this builder. Responses of the service's lists are valid, too: of entries in entries
    /// (`addresses`, `contact_persons`) only the ids count, and have to be in the lists.
    /// [`Snapshot::to_json`](crate::Snapshot::to_json) writes such data.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    ///
    /// let data = r#"{
    ///     "contact_persons": [{"id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "name": "Anna"}],
    ///     "addresses": [{
    ///         "address_city_id": 1,
    ///         "address_type": 2,
    ///         "contact_person_ids": ["3f2504e0-4f89-41d3-9a0c-0305e82c3301"]
    ///     }]
    /// }"#;
    /// let sandbox = Sandbox::builder().data(data)?.start().await?;
    /// assert_eq!(sandbox.state().addresses[0]["contact_persons"][0]["name"], "Anna");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`DataError`] with everything that is wrong: what is no JSON, names that are no list's,
    /// ids that are no GUID or stand twice in a list, and what a request would be refused for.
    pub fn data(mut self, json: &str) -> Result<Self, DataError> {
        self.data = Some(data::read(json)?);
        Ok(self)
    }

    /// How many requests of one token pass in a second; 10, as the service has it, by default.
    pub fn rate_limit(mut self, rate_limit: RateLimit) -> Self {
        self.rate_limit = rate_limit;
        self
    }

    /// The token of the direct route; freshly random by default.
    pub fn api_token(mut self, token: impl Into<String>) -> Self {
        self.api_token = Some(Token::new(token));
        self
    }

    /// The access token of the gateway route; freshly random by default.
    pub fn oauth_token(mut self, token: impl Into<String>) -> Self {
        self.oauth_token = Some(Token::new(token));
        self
    }

    /// The largest request body that is taken; one mebibyte by default.
    pub fn max_body_bytes(mut self, max_body_bytes: usize) -> Self {
        self.max_body_bytes = max_body_bytes;
        self
    }

    /// Closes connections that have been idle for this long after a response; by default they stay
    /// open. The response doesn't announce it, as with the idle timeouts of servers and gateways.
    /// Zero closes each connection right after its first response.
    ///
    /// ```
    /// use catalogs_sandbox::Sandbox;
    /// use std::time::Duration;
    ///
    /// // As Node.js does by default.
    /// let builder = Sandbox::builder().keep_alive(Duration::from_secs(5));
    /// ```
    pub fn keep_alive(mut self, keep_alive: Duration) -> Self {
        self.keep_alive = Some(keep_alive);
        self
    }

    /// Whether the headers that the service requires are checked (the default). Without the check
    /// a bare HTTP client is enough; the token is needed all the same.
    pub fn check_headers(mut self, check_headers: bool) -> Self {
        self.check_headers = check_headers;
        self
    }

    /// Faults by chance, from a seed; none by default.
    pub fn faults(mut self, plan: FaultPlan) -> Self {
        self.faults = Some(plan);
        self
    }

    /// Calls this once for each request, as soon as it is in the log and before its response goes
    /// out: also for those that are refused, meet a fault, or are for the OAuth provider. There is
    /// one callback: a later one takes the place of an earlier.
    ///
    /// It delays the response, and everything else on its thread, so it should be quick; a channel
    /// takes longer work elsewhere. No lock of the sandbox is held. Requests that are handled at
    /// the same time may come in another order than in the log. A panic in it is reported by the
    /// panic hook and goes no further: the request still gets its response (unless the program is
    /// built with `panic = "abort"`).
    ///
    /// ```
    /// use catalogs_sandbox::Sandbox;
    ///
    /// let builder = Sandbox::builder().on_request(|request| {
    ///     let fault = request.fault().map(ToString::to_string).unwrap_or_default();
    ///     println!("{} {} {} {fault}", request.method(), request.path(), request.status());
    /// });
    /// ```
    pub fn on_request(
        mut self,
        callback: impl Fn(&RecordedRequest) + Send + Sync + 'static,
    ) -> Self {
        self.on_request = OnRequest::new(callback);
        self
    }

    /// Whether the sandbox serves its console at `/`: a page with the reference, snippets, a form
    /// to try each request, the log as it grows, the data, and buttons to break and to reset. Off
    /// by default; needs the feature `console`.
    ///
    /// The page has the sandbox's tokens in it. It is for this machine: while it is on, requests
    /// that name another host than 127.0.0.1, `[::1]` or localhost are refused with 421, so that
    /// no page of the web can read it under a name of its own. Told to [`listen`](Self::listen)
    /// elsewhere, it responds to that address, too (on every address, to any), and to the names
    /// that it was [allowed](Self::allow_host).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().console(true).start().await?;
    /// println!("open {}/ in a browser", sandbox.origin());
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "console")]
    #[cfg_attr(docsrs, doc(cfg(feature = "console")))]
    pub fn console(mut self, console: bool) -> Self {
        self.console = console;
        self
    }

    /// A name that requests may be sent to while the [`console`](Self::console) is on, besides
    /// those of this machine: without scheme and port, in any case. May be called several times.
    ///
    /// Allow only what leads to you: the owner of the name can read the console through the browser
    /// of anyone who opens it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    ///
    /// // What others in the same network of containers call this one.
    /// let builder = Sandbox::builder().console(true).allow_host("sandbox");
    /// let sandbox = builder.start().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "console")]
    #[cfg_attr(docsrs, doc(cfg(feature = "console")))]
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Starts the sandbox on the current Tokio runtime, which has to have I/O and time enabled.
    ///
    /// # Errors
    ///
    /// [`StartError::InvalidToken`] and [`StartError::SameTokens`] for tokens that cannot work,
    /// [`StartError::InvalidHost`] for an allowed host that is no name,
    /// [`StartError::NoRuntime`] outside a Tokio runtime, [`StartError::Bind`] when address and
    /// port cannot be bound.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let address = (self.address, self.port).into();
        Sandbox::serve(address, self.settings()?).await
    }

    pub(crate) fn settings(self) -> Result<Settings, StartError> {
        let api = self.api_token.unwrap_or_else(Token::random);
        let oauth = self.oauth_token.unwrap_or_else(Token::random);
        let client_id = Token::new(&self.oauth.client_id);
        for (token, which) in [
            (&api, "API token"),
            (&oauth, "OAuth token"),
            (&client_id, "client id"),
            (&self.oauth.client_secret, "client secret"),
            (&self.oauth.refresh_token, "refresh token"),
        ] {
            if !token.is_sendable() {
                return Err(StartError::InvalidToken { which });
            }
        }
        if api == oauth {
            return Err(StartError::SameTokens);
        }
        #[cfg(feature = "console")]
        let hosts = AllowedHosts::new(self.address, self.hosts)?;
        Ok(Settings {
            tokens: Tokens { api, oauth },
            rate_limit: self.rate_limit,
            max_body_bytes: self.max_body_bytes,
            keep_alive: self.keep_alive,
            check_headers: self.check_headers,
            faults: self.faults,
            on_request: self.on_request,
            oauth: self.oauth,
            #[cfg(feature = "console")]
            console: self.console.then(|| Arc::new(hosts)),
            initial: match self.data {
                Some(data) => data,
                None if self.demo_data => demo::address_book(),
                None => AddressBook::default(),
            },
        })
    }
}

mod oauth;

#[cfg(test)]
mod tests;
