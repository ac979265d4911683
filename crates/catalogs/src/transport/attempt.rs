//! One attempt at a call: gets a token and a permit, sends, follows redirects, classifies the
//! response, and has it read.

use std::time::{Duration, SystemTime};

use reqwest::{
    Request, Response, Url,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER},
};
use tracing::Span;

use super::{Deadline, body::Body, decode::Received, redirect, retry::Attempted};
use crate::{
    Error,
    core::Core,
    error::{ErrorBody, Redirect, Secrets, Stage},
    oauth::AccessToken,
    request::Prepared,
    runtime,
};

/// How many bytes of an error's body are read.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// An attempt at a call, which may be made several times.
#[derive(Clone, Copy)]
pub(super) struct Attempt<'a> {
    pub(super) core: &'a Core,
    pub(super) prepared: &'a Prepared,
    /// The span of the call.
    pub(super) span: &'a Span,
    pub(super) deadline: Deadline,
}

impl Attempt<'_> {
    /// Sends the request and reads the response; after a 401 sends it again if there is another
    /// token. `sent` is how many requests the call has sent before.
    pub(super) async fn run<T, F, Fut>(self, mut sent: u32, read: &F) -> Attempted<T>
    where
        F: Fn(Received) -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        let mut refused: Option<(AccessToken, Error)> = None;
        let result = loop {
            let tokens = &self.core.identity.tokens;
            let token = match &refused {
                None => tokens.token(),
                Some((token, _)) => tokens.replace(token),
            };
            let token = match self.deadline.limit(Stage::Token, None, token).await {
                Ok(Ok(token)) => token,
                Ok(Err(error)) => match refused {
                    Some((_, refusal)) if error.is_no_other() => break Err(refusal),
                    _ => break Err(error.into_error()),
                },
                Err(out_of_time) => break Err(out_of_time),
            };
            match self.send(&token, &mut sent).await {
                Err(error) if error.is_unauthorized() && refused.is_none() => {
                    refused = Some((token, error));
                }
                result => break result,
            }
        };
        let result = match result {
            Ok((response, authorization)) => {
                let read = read(self.received(response, sent)).await;
                let secrets = || Secrets::of(&authorization, self.prepared.body());
                read.map_err(|error| error.masked(secrets))
            }
            Err(error) => Err(error),
        };
        Attempted { sent, result }
    }

    /// Sends the request with this token. Any response that is not a success is an error.
    async fn send(
        &self,
        token: &AccessToken,
        sent: &mut u32,
    ) -> Result<(Response, HeaderValue), Error> {
        let authorization = token.header().map_err(|error| error.into_error())?;
        let mut url = None;
        let mut followed = 0;
        let (response, redirect) = loop {
            let in_time = self.deadline.to_send();
            if in_time.remaining().is_zero() {
                // A permit that is free at once would come all the same.
                return Err(Error::timeout(self.deadline.timeout, Stage::Permit, None));
            }
            let acquire = self.core.identity.limiter.acquire(in_time.remaining());
            let permit = in_time.limit(Stage::Permit, None, acquire).await?;
            let permit = permit.map_err(Error::from)?;
            *sent += 1;
            let request = self.request(url, &authorization)?;
            let response = runtime::send(&self.core.shared.http, request);
            let response = self.patience().limit(Stage::Response, None, response);
            let response = response.await??.map_err(|error| {
                let proxy = self.core.shared.proxies.of_error(&error);
                Error::transport(error, proxy, self.core.options.attempt_timeout, None)
            })?;
            permit.responded();
            match self.redirect(&response, followed) {
                Ok(Some(target)) => url = Some(target),
                Ok(None) => break (response, None),
                Err(refusal) => break (response, Some(refusal)),
            }
            followed += 1;
        };
        let status = response.status();
        self.span
            .record("http.response.status_code", status.as_u16());
        match status.is_success() {
            true => Ok((response, authorization)),
            false => Err(self.refusal(response, &authorization, redirect).await),
        }
    }

    /// The request with this token, to `url` after a redirect. Method, headers and body are kept
    /// whatever the redirect.
    fn request(&self, url: Option<Url>, authorization: &HeaderValue) -> Result<Request, Error> {
        // No body is a stream, which could not be cloned.
        let request = self.prepared.request.try_clone();
        let mut request = request.ok_or_else(Error::request)?;
        if let Some(url) = url {
            *request.url_mut() = url;
        }
        let headers = request.headers_mut();
        for (name, value) in self.core.options.headers.get()? {
            headers.insert(name, value.clone());
        }
        headers.insert(AUTHORIZATION, authorization.clone());
        if !self.prepared.streamed {
            // It counts to the end of the body.
            *request.timeout_mut() = Some(self.core.options.attempt_timeout);
        }
        Ok(request)
    }

    /// Until when to wait for the service now: until the call's time is up, or a stream is silent
    /// for too long. Without a stream, reqwest limits the attempt.
    fn patience(&self) -> Deadline {
        match self.prepared.streamed {
            true => self.deadline.within(self.core.options.attempt_timeout),
            false => self.deadline,
        }
    }

    /// Where the response redirects to, if it does and the token may go there.
    fn redirect(&self, response: &Response, followed: usize) -> Result<Option<Url>, Redirect> {
        let Some(target) = redirect::target(response) else {
            return Ok(None);
        };
        let url = target.map_err(|refusal| Redirect { refusal, to: None })?;
        let base = &self.core.shared.base_url;
        match redirect::allow(base, &url, response.status().as_u16(), followed) {
            Ok(()) => Ok(Some(url)),
            Err(refusal) => Err(Redirect {
                refusal,
                to: Some(redirect::place(&url, refusal)),
            }),
        }
    }

    /// What a response that is not a success means.
    async fn refusal(
        &self,
        response: Response,
        authorization: &HeaderValue,
        redirect: Option<Redirect>,
    ) -> Error {
        let status = response.status().as_u16();
        // A tunnel hides the proxy, so that a response over https is the service's.
        let url = response.url();
        let proxy = (status == 407 && url.scheme() == "http")
            .then(|| self.core.shared.proxies.address(url))
            .flatten();
        let headers = response.headers().clone();
        let content_type = headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let (body, is_whole) = self.error_body(Body::bytes(response)).await;
        let secrets = Secrets::of(authorization, self.prepared.body());
        let body = ErrorBody::read(content_type, &body);
        let body = match is_whole {
            true => body.masked(&secrets),
            false => body.without_cut_text().masked(&secrets),
        };
        let redirect = redirect.map(|redirect| redirect.masked(&secrets));
        let retry_after = retry_after(&headers);
        let error = Error::refused(status, body, retry_after, redirect);
        error.with_headers(secrets.mask(headers)).by_proxy(proxy)
    }

    /// The body of an error, as much of it as came in time and is needed (its status says enough),
    /// and whether that is all of it.
    async fn error_body(&self, mut body: Body) -> (Vec<u8>, bool) {
        let mut read = Vec::new();
        loop {
            let chunk = self.patience().limit(Stage::Response, None, body.next());
            let chunk = match chunk.await {
                Ok(Ok(Some(chunk))) => chunk,
                Ok(Ok(None)) => return (read, true),
                Ok(Err(_)) | Err(_) => return (read, false),
            };
            let wanted = chunk.len().min(MAX_ERROR_BYTES - read.len());
            read.extend_from_slice(&chunk[..wanted]);
            if wanted < chunk.len() {
                return (read, false);
            }
        }
    }

    fn received(&self, response: Response, sent: u32) -> Received {
        Received {
            operation: self.prepared.operation,
            body: Body::text(response),
            sent,
            streamed: self.prepared.streamed,
            span: self.span.clone(),
            attempt_timeout: self.core.options.attempt_timeout,
            deadline: self.deadline,
            max_bytes: self.core.shared.max_response_bytes,
        }
    }
}

/// How long the service asks to wait: seconds, or an HTTP date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(value).or_else(|| {
        let date = httpdate::parse_http_date(value).ok()?;
        Some(date.duration_since(SystemTime::now()).unwrap_or_default())
    })
}

/// Whole seconds; a fraction, which the standard does not have, is rounded up.
fn seconds(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // More digits than fit are as long as can be said.
    let whole = whole.parse().unwrap_or(u64::MAX);
    let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    Some(Duration::from_secs(whole.saturating_add(more)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_whole_seconds_rounded_up() {
        let cases = [
            ("0", Some(0)),
            ("3", Some(3)),
            (" 1 ", Some(1)),
            ("1.5", Some(2)),
            ("0.001", Some(1)),
            ("2.0", Some(2)),
            ("3600", Some(3_600)),
            ("18446744073709551615", Some(u64::MAX)),
            ("99999999999999999999999.9", Some(u64::MAX)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(0)),
            ("", None),
            ("-5", None),
            ("+5", None),
            ("1e3", None),
            ("1.", None),
            (".5", None),
            ("soon", None),
        ];
        for (text, expected) in cases {
            let headers = [(RETRY_AFTER, HeaderValue::from_str(text).unwrap())];
            let wait = retry_after(&HeaderMap::from_iter(headers));
            assert_eq!(wait.map(|wait| wait.as_secs()), expected, "{text}");
        }
    }
}
