//! One attempt: waits for its turn, sends, follows redirects, and reads the whole answer, unless
//! somebody else is to.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use catalogs_raw::{Exchange, Exchanged};
use reqwest::{
    Method, Request, Response, Url,
    header::{AUTHORIZATION, HeaderValue},
};
use tokio::time::timeout;

use crate::{
    client::Shared,
    error::{Redirect, Stage},
    rate_limit::Limiter,
    redirect,
};

/// As much of an error's body as is read, in bytes; what comes after says nothing new.
const LONGEST_ERROR: usize = 64 * 1024;

/// Who reads the body of a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// The attempt, up to its end.
    Whole,
    /// Whoever called, in the time that the attempt has.
    Left,
    /// Whoever called, in all the time that they take: the attempt ends where the body begins.
    Streamed,
}

/// One attempt at a call.
pub(crate) struct Attempt {
    pub(crate) authorization: HeaderValue,
    pub(crate) shared: Arc<Shared>,
    pub(crate) limiter: Arc<Limiter>,
    /// How long a request may take, from its sending to the last byte of its answer.
    pub(crate) patience: Duration,
    body: Body,
    progress: Mutex<Progress>,
}

/// How far an attempt came; what the generated errors do not tell.
#[derive(Default)]
pub(crate) struct Progress {
    pub(crate) stage: Option<Stage>,
    pub(crate) sent: bool,
    pub(crate) status: Option<u16>,
    pub(crate) redirect: Option<Redirect>,
    pub(crate) too_large: bool,
    /// A stream did not begin in time.
    pub(crate) silent: bool,
    /// Texts of the request that an error must not repeat.
    pub(crate) secrets: Vec<String>,
}

impl Attempt {
    pub(crate) fn new(
        authorization: HeaderValue,
        shared: Arc<Shared>,
        limiter: Arc<Limiter>,
        patience: Duration,
        body: Body,
    ) -> Self {
        Self {
            authorization,
            shared,
            limiter,
            patience,
            body,
            progress: Mutex::default(),
        }
    }

    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(
        &self,
        client: &reqwest::Client,
        mut request: Request,
    ) -> reqwest::Result<Response> {
        request
            .headers_mut()
            .insert(AUTHORIZATION, self.authorization.clone());
        // Kept whatever the redirect, and with them all that makes up a request: the other headers
        // are the client's.
        let method = request.method().clone();
        let body = request.body().and_then(|body| body.as_bytes());
        let body = body.map(<[u8]>::to_vec);
        let mut followed = 0;
        loop {
            self.progress().stage = Some(Stage::Turn);
            let place = self.limiter.take().await;
            // It counts to the end of the body, whoever reads that.
            if self.body != Body::Streamed {
                *request.timeout_mut() = Some(self.patience);
            }
            {
                let mut progress = self.progress();
                progress.stage = Some(Stage::Answer);
                progress.sent = true;
            }
            let Some(response) = self.in_time(client.execute(request)).await else {
                self.progress().silent = true;
                return Ok(http::Response::new(Vec::new()).into());
            };
            let response = response?;
            place.answered();
            if let Some(url) = self.next(&response, followed) {
                request = Request::new(method.clone(), url);
                request
                    .headers_mut()
                    .insert(AUTHORIZATION, self.authorization.clone());
                *request.body_mut() = body.clone().map(Into::into);
                followed += 1;
                continue;
            }
            let success = response.status().is_success();
            if !success {
                self.progress().secrets = secrets(&self.authorization, body.as_deref());
            }
            self.progress().status = Some(response.status().as_u16());
            return match self.body {
                Body::Left | Body::Streamed if success => Ok(response),
                // Nobody else reads what a delete answers.
                Body::Whole if success && method != Method::DELETE && self.is_short(&response) => {
                    Ok(response)
                }
                _ => self.read(response).await,
            };
        }
    }

    /// Whether an answer says beforehand that it is no longer than allowed.
    fn is_short(&self, response: &Response) -> bool {
        let length = response.content_length();
        length.is_some_and(|length| length <= self.shared.max_response_bytes as u64)
    }

    /// Where the answer sends us on to; a refusal is noted.
    fn next(&self, response: &Response, followed: usize) -> Option<Url> {
        let target = redirect::target(response)?;
        let origin = target
            .as_ref()
            .ok()
            .map(|url| url.origin().ascii_serialization());
        let allowed = target.and_then(|url| {
            redirect::allow(
                &self.shared.base_url,
                &url,
                response.status().as_u16(),
                followed,
            )
            .map(|()| url)
        });
        allowed
            .map_err(|refusal| self.progress().redirect = Some(Redirect { refusal, origin }))
            .ok()
    }

    /// What `work` gives, or `None` where a stream takes too long; of all others reqwest takes care.
    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        match self.body {
            Body::Streamed => timeout(self.patience, work).await.ok(),
            Body::Whole | Body::Left => Some(work.await),
        }
    }

    /// The answer with its whole body, as much of it as is wanted.
    async fn read(&self, mut response: Response) -> reqwest::Result<Response> {
        let status = response.status();
        let most = if status.is_success() {
            self.shared.max_response_bytes
        } else {
            LONGEST_ERROR
        };
        let mut body = Vec::new();
        loop {
            // An error that breaks off, or does not go on, has said enough.
            let Some(chunk) = self.in_time(response.chunk()).await else {
                break;
            };
            match chunk {
                Ok(None) => break,
                Ok(Some(chunk)) if chunk.len() <= most - body.len() => {
                    body.extend_from_slice(&chunk);
                }
                Ok(Some(_)) if status.is_success() => {
                    self.progress().too_large = true;
                    body = Vec::new();
                    break;
                }
                Ok(Some(chunk)) => {
                    body.extend_from_slice(&chunk[..most - body.len()]);
                    break;
                }
                Err(_) if !status.is_success() => break,
                Err(error) => return Err(error),
            }
        }
        let (head, _) = http::Response::<reqwest::Body>::from(response).into_parts();
        Ok(http::Response::from_parts(head, body).into())
    }
}

/// The token and all texts of a request.
fn secrets(authorization: &HeaderValue, body: Option<&[u8]>) -> Vec<String> {
    let token = authorization.to_str().ok();
    let token = token.and_then(|value| value.strip_prefix("Bearer "));
    let mut texts: Vec<String> = token.map(str::to_owned).into_iter().collect();
    let body = serde_json::from_slice(body.unwrap_or_default()).unwrap_or_default();
    collect(&body, &mut texts);
    texts
}

fn collect(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|value| collect(value, into)),
        serde_json::Value::Object(fields) => {
            fields.values().for_each(|value| collect(value, into));
        }
        _ => {}
    }
}

impl Exchange for Attempt {
    fn exchange<'a>(&'a self, client: &'a reqwest::Client, request: Request) -> Exchanged<'a> {
        Box::pin(self.run(client, request))
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").finish_non_exhaustive()
    }
}
