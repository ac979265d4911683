//! What can go wrong with a response, on purpose. Here: the faults as users name them.

use std::time::{Duration, SystemTime};

use serde_json::Value;

mod apply;
mod connection;
mod custom_response;
mod huge;
mod name;
mod operation;
mod plan;
mod queue;
mod scripted_body;

pub(crate) use apply::apply;
pub(crate) use connection::{ConnectionHandle, FaultyStream};
pub(crate) use custom_response::CustomResponse;
pub use name::UnknownFault;
pub use operation::UnknownOperation;
pub(crate) use operation::operation_named;
pub use plan::FaultPlan;
pub(crate) use queue::Faults;

/// Something that goes wrong with one request.
///
/// Queue it with [`Sandbox::inject`](crate::Sandbox::inject) and its siblings. What a client sees
/// of each, and whether a write took effect, is in the table of the [crate's page](crate#faults).
///
/// ```
/// use std::time::Duration;
/// use catalogs_sandbox::{Fault, ServerError};
///
/// let busy = Fault::too_many_requests().retry_after(Duration::from_secs(2));
/// // The organization is there, and the client does not know.
/// let lost = Fault::server_error(ServerError::BadGateway).after_effect();
/// assert!(!busy.takes_effect() && lost.takes_effect());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a fault does nothing until it is injected"]
pub struct Fault {
    pub(crate) kind: Kind,
    effect: bool,
    retry_after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Reset,
    ResetMidBody,
    Hang,
    HangMidBody,
    CutBody,
    CutChunks,
    CutGzip,
    BadGzip,
    TooManyRequests,
    Unauthorized,
    Server(ServerError),
    Redirect(Redirect, Option<String>),
    SlowBody(usize, Duration),
    WrongContentType,
    GarbageJson,
    EmptyBody,
    HugeBody(u64),
    GzipBomb(u64),
    Response(CustomResponse),
    Tokens(TokenLoss),
}

/// Which tokens become invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenLoss {
    Access,
    Api,
    Refresh,
}

/// A failure of the server or of a gateway before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServerError {
    /// 500
    Internal = 500,
    /// 502
    BadGateway = 502,
    /// 503
    Unavailable = 503,
    /// 504
    GatewayTimeout = 504,
}

/// A redirect, by its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Redirect {
    /// 301
    MovedPermanently = 301,
    /// 302
    Found = 302,
    /// 307: method and body stay.
    Temporary = 307,
    /// 308: method and body stay.
    Permanent = 308,
}

impl Fault {
    /// 100 MB: a size for [`huge_body`](Self::huge_body) and [`gzip_bomb`](Self::gzip_bomb).
    pub const HUGE: u64 = 100_000_000;

    fn before(kind: Kind) -> Self {
        Self {
            kind,
            effect: false,
            retry_after: None,
        }
    }

    fn after(kind: Kind) -> Self {
        Self::before(kind).after_effect()
    }

    /// TCP reset once the head of the request is here; its body is not read.
    ///
    /// With [`after_effect`](Self::after_effect) the body is read, the request is carried out,
    /// and the reset comes in place of the response.
    pub fn reset() -> Self {
        Self::before(Kind::Reset)
    }

    /// The request is carried out; after the head and a part of the response comes a TCP reset.
    pub fn reset_mid_body() -> Self {
        Self::after(Kind::ResetMidBody)
    }

    /// The request is read and gets no response. The connection stays open until the client leaves
    /// or the sandbox stops.
    ///
    /// With [`after_effect`](Self::after_effect) it is carried out first.
    pub fn hang() -> Self {
        Self::before(Kind::Hang)
    }

    /// The request is carried out; the response stops in the middle of its body, and the connection
    /// stays open.
    pub fn hang_mid_body() -> Self {
        Self::after(Kind::HangMidBody)
    }

    /// The request is carried out; less of the response comes than its `Content-Length` says, then
    /// an orderly end of the connection.
    pub fn cut_body() -> Self {
        Self::after(Kind::CutBody)
    }

    /// The request is carried out; the response comes in chunks, and the connection ends without
    /// the last one.
    pub fn cut_chunks() -> Self {
        Self::after(Kind::CutChunks)
    }

    /// The request is carried out; the response is whole for HTTP, but its gzip stream breaks off.
    pub fn cut_gzip() -> Self {
        Self::after(Kind::CutGzip)
    }

    /// The request is carried out; the response claims to be gzip, and is not.
    pub fn bad_gzip() -> Self {
        Self::after(Kind::BadGzip)
    }

    /// 429, with the error of the sandbox's own rate limit.
    pub fn too_many_requests() -> Self {
        Self::before(Kind::TooManyRequests)
    }

    /// 401, as if the token were not good.
    pub fn unauthorized() -> Self {
        Self::before(Kind::Unauthorized)
    }

    /// 500, 502, 503 or 504 with a page of HTML.
    pub fn server_error(error: ServerError) -> Self {
        Self::before(Kind::Server(error))
    }

    /// A redirect to a path or a URL. What cannot stand in a header is left out of it.
    pub fn redirect(redirect: Redirect, location: impl Into<String>) -> Self {
        Self::before(Kind::Redirect(redirect, Some(location.into())))
    }

    /// A redirect to where the request came: injected once, following it succeeds; injected
    /// often, it is a loop.
    pub fn redirect_to_self(redirect: Redirect) -> Self {
        Self::before(Kind::Redirect(redirect, None))
    }

    /// The request is carried out; the body of the response comes in so many pieces, with a pause
    /// on Tokio's clock before each.
    pub fn slow_body(pieces: usize, pause: Duration) -> Self {
        Self::after(Kind::SlowBody(pieces, pause))
    }

    /// The request is carried out; the response is right, but declared as `text/html`.
    pub fn wrong_content_type() -> Self {
        Self::after(Kind::WrongContentType)
    }

    /// The request is carried out; a 200 declared as JSON has something else in it.
    pub fn garbage_json() -> Self {
        Self::after(Kind::GarbageJson)
    }

    /// The request is carried out; the response has no body.
    pub fn empty_body() -> Self {
        Self::after(Kind::EmptyBody)
    }

    /// The request is carried out; a 200 comes with so many bytes of a valid JSON array, without a
    /// `Content-Length`. See [`HUGE`](Self::HUGE). The sandbox makes them as they go out.
    pub fn huge_body(bytes: u64) -> Self {
        Self::after(Kind::HugeBody(bytes))
    }

    /// The same with gzip: few bytes sent, and this many once unpacked.
    pub fn gzip_bomb(bytes: u64) -> Self {
        Self::after(Kind::GzipBomb(bytes))
    }

    /// Responds with any status; add [`header`](Self::header), [`body`](Self::body) or
    /// [`json`](Self::json). Without them the response has no body.
    ///
    /// A status that cannot end a request (below 200 or above 999) is sent as 500.
    ///
    /// ```
    /// use catalogs_sandbox::Fault;
    /// use serde_json::json;
    ///
    /// let conflict = Fault::response(409)
    ///     .header("X-Request-Id", "7f3a")
    ///     .json(&json!({"error_code": "conflict", "reason": "changed meanwhile"}));
    /// // The write took effect, and the client is told otherwise.
    /// let misleading = Fault::response(400).body("bad request").after_effect();
    /// assert!(!conflict.takes_effect() && misleading.takes_effect());
    /// ```
    pub fn response(status: u16) -> Self {
        Self::before(Kind::Response(CustomResponse {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }))
    }

    /// Expires all OAuth access tokens as this request arrives, as
    /// [`Sandbox::expire_access_tokens`](crate::Sandbox::expire_access_tokens) does: it gets 401, and
    /// so does every later one until the client has another token.
    ///
    /// ```
    /// # use catalogs_sandbox::{Fault, Sandbox};
    /// # fn example(sandbox: &Sandbox) {
    /// // The third request finds its token expired.
    /// sandbox.script([None, None, Some(Fault::expire_access_tokens())]);
    /// # }
    /// ```
    pub fn expire_access_tokens() -> Self {
        Self::after(Kind::Tokens(TokenLoss::Access))
    }

    /// Revokes the API token as this request arrives, as
    /// [`Sandbox::revoke_api_token`](crate::Sandbox::revoke_api_token) does.
    pub fn revoke_api_token() -> Self {
        Self::after(Kind::Tokens(TokenLoss::Api))
    }

    /// Revokes all refresh tokens as this request arrives, as
    /// [`Sandbox::revoke_refresh_tokens`](crate::Sandbox::revoke_refresh_tokens) does. Inject it for
    /// `oauth_token`, and a refresh gets `invalid_grant`.
    pub fn revoke_refresh_tokens() -> Self {
        Self::after(Kind::Tokens(TokenLoss::Refresh))
    }

    /// Adds a header to a [`response`](Self::response); on other faults it has no effect.
    ///
    /// A header may be added several times. What cannot stand in a header is left out, and so are
    /// `Content-Length` and `Transfer-Encoding`, which always fit the body.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Kind::Response(response) = &mut self.kind {
            response.headers.push((name.into(), value.into()));
        }
        self
    }

    /// Sets the body of a [`response`](Self::response); on other faults it has no effect. Its
    /// `Content-Type` is what [`header`](Self::header) adds.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        if let Kind::Response(response) = &mut self.kind {
            response.body = body.into();
        }
        self
    }

    /// Sets a JSON body and its `Content-Type`.
    pub fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json; charset=utf-8")
            .body(body.to_string())
    }

    /// The request is carried out all the same, before things go wrong. Some faults are so by
    /// their nature; for them this changes nothing.
    pub fn after_effect(mut self) -> Self {
        self.effect = true;
        self
    }

    /// Adds `Retry-After` in whole seconds, rounded up, to a response that is the fault's own:
    /// 429, 5xx, 401, redirects, [`response`](Self::response). On other faults it has no effect.
    pub fn retry_after(self, wait: Duration) -> Self {
        let up = u64::from(wait.subsec_nanos() > 0);
        self.retry_after_text(wait.as_secs().saturating_add(up).to_string())
    }

    /// The same as an HTTP date, such as `Sun, 06 Nov 1994 08:49:37 GMT`. A date carries whole
    /// seconds, and years from 1970 to 9999; what lies outside is brought in.
    pub fn retry_after_date(self, date: SystemTime) -> Self {
        /// 9999-12-31 23:59:59
        const LAST: Duration = Duration::from_secs(253_402_300_799);
        let since = date
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let date = SystemTime::UNIX_EPOCH + since.min(LAST);
        self.retry_after_text(httpdate::fmt_http_date(date))
    }

    /// The same with any text, to see what a client makes of it. What cannot stand in a header is
    /// left out.
    pub fn retry_after_text(mut self, text: impl Into<String>) -> Self {
        self.retry_after = Some(text.into());
        self
    }

    /// Whether the request is carried out: a write that is sound then takes effect.
    pub fn takes_effect(&self) -> bool {
        self.effect
    }

    /// Which tokens become invalid before the request is handled.
    pub(crate) fn token_loss(&self) -> Option<TokenLoss> {
        match self.kind {
            Kind::Tokens(loss) => Some(loss),
            _ => None,
        }
    }

    /// Whether the body of the request is read.
    pub(crate) fn reads_request(&self) -> bool {
        self.effect || self.kind != Kind::Reset
    }
}

impl ServerError {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Internal,
        Self::BadGateway,
        Self::Unavailable,
        Self::GatewayTimeout,
    ];

    /// The HTTP status, such as 502.
    pub fn status(self) -> u16 {
        self as u16
    }
}

impl Redirect {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::MovedPermanently,
        Self::Found,
        Self::Temporary,
        Self::Permanent,
    ];

    /// The HTTP status, such as 302.
    pub fn status(self) -> u16 {
        self as u16
    }
}
