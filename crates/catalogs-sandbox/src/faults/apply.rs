//! What a fault makes of a response.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER, TRANSFER_ENCODING,
};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::connection::{ConnectionHandle, Ending};
use super::scripted_body::{ScriptedBody, Step};
use super::{CustomResponse, Fault, Kind, ServerError, huge};
use crate::{
    refusal::Refusal,
    response::NoTransform,
    response::{BufferedResponse, HTML, JSON},
};

const GZIP: HeaderValue = HeaderValue::from_static("gzip");
/// Breaks a body that has nothing in it.
const DEFAULT_BODY: &[u8] = b"{}";
const GARBAGE: &[u8] = b"{\"id\": \"0a710001-0000-4000-8000-00000000\xff\xfe, <<<<";
const NOT_GZIP: &[u8] = b"this is no gzip, whatever the header says";

/// How a response goes out.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// As it is, compressed the way the client accepts.
    Whole(BufferedResponse),
    /// Status and headers of the response, with another body, and not touched any more.
    Scripted(BufferedResponse, Vec<Step>),
    /// Not a byte.
    Nothing(Ending),
}

impl Outgoing {
    /// The status that goes out; 0 when none does.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Whole(response) | Self::Scripted(response, _) => response.status.as_u16(),
            Self::Nothing(_) => 0,
        }
    }

    /// The body that goes out, or would if nothing damaged it.
    pub(crate) fn body(&self) -> &[u8] {
        match self {
            Self::Whole(response) | Self::Scripted(response, _) => &response.body,
            Self::Nothing(_) => &[],
        }
    }

    /// Sends it. Where nothing is to be sent, this does not return: the connection ends first.
    pub(crate) async fn send(self, connection: &ConnectionHandle) -> Response {
        match self {
            Self::Whole(response) => response.into_response(),
            Self::Scripted(mut buffered, steps) => {
                buffered.body.clear();
                let mut response = buffered.into_response();
                *response.body_mut() = Body::new(ScriptedBody::new(steps, connection.clone()));
                response.extensions_mut().insert(NoTransform);
                response
            }
            Self::Nothing(ending) => {
                connection.end(ending);
                std::future::pending().await
            }
        }
    }
}

/// Applies a fault to the response that the request got, if it was carried out. `uri` is what was
/// asked for.
pub(crate) fn apply(
    fault: Option<&Fault>,
    response: Option<BufferedResponse>,
    uri: &Uri,
) -> Outgoing {
    // Where there is no response, the fault is one that has its own.
    let response = response.unwrap_or_else(|| BufferedResponse::empty(StatusCode::OK));
    let Some(fault) = fault else {
        return Outgoing::Whole(response);
    };
    let retry_after = fault.retry_after.as_deref();
    let own =
        |response: BufferedResponse| Outgoing::Whole(with_text(response, RETRY_AFTER, retry_after));
    match &fault.kind {
        Kind::Reset => Outgoing::Nothing(Ending::Reset),
        Kind::Hang => Outgoing::Nothing(Ending::Hang),
        Kind::ResetMidBody => halved(response, Ending::Reset),
        Kind::HangMidBody => halved(response, Ending::Hang),
        Kind::CutBody => halved(response, Ending::Close),
        Kind::CutChunks => {
            let response = filled(response);
            let steps = vec![half(&response.body), Step::End(Ending::Close)];
            Outgoing::Scripted(response, steps)
        }
        Kind::CutGzip => cut_gzip(response).unwrap_or_else(failed),
        Kind::BadGzip => gzip(response, NOT_GZIP.into()),
        Kind::TooManyRequests => own(Refusal::too_many_requests().into()),
        Kind::Unauthorized => {
            own(Refusal::unauthorized("the sandbox simulates an invalid token").into())
        }
        Kind::Response(response) => own(custom(response)),
        Kind::Server(error) => own(BufferedResponse::html(code(error.status()), page(*error))),
        Kind::Redirect(redirect, location) => {
            let here = uri.path_and_query().map_or("/", PathAndQuery::as_str);
            let location = location.as_deref().unwrap_or(here);
            own(with_text(
                BufferedResponse::empty(code(redirect.status())),
                LOCATION,
                Some(location),
            ))
        }
        Kind::SlowBody(pieces, pause) => {
            let size = response.body.len().div_ceil((*pieces).max(1)).max(1);
            let body = Bytes::from(response.body.clone());
            let piece = |at: usize| body.slice(at..(at + size).min(body.len()));
            let steps = (0..body.len())
                .step_by(size)
                .flat_map(|at| [Step::Pause(*pause), Step::Send(piece(at))]);
            let steps = steps.collect();
            Outgoing::Scripted(with_length(response, body.len()), steps)
        }
        Kind::Tokens(_) => Outgoing::Whole(response),
        Kind::WrongContentType => Outgoing::Whole(filled(response).with_header(CONTENT_TYPE, HTML)),
        Kind::GarbageJson => {
            Outgoing::Whole(BufferedResponse::empty(StatusCode::OK).with_body(JSON, GARBAGE))
        }
        Kind::EmptyBody => Outgoing::Whole(BufferedResponse::empty(response.status)),
        Kind::HugeBody(bytes) => Outgoing::Scripted(json_head(), huge::plain(*bytes)),
        Kind::GzipBomb(bytes) => match huge::gzip(*bytes) {
            Ok(steps) => Outgoing::Scripted(json_head().with_header(CONTENT_ENCODING, GZIP), steps),
            Err(error) => failed(error),
        },
    }
}

/// The response of a test, without what HTTP could not send.
fn custom(custom: &CustomResponse) -> BufferedResponse {
    let status = match code(custom.status) {
        status if status.is_informational() => StatusCode::INTERNAL_SERVER_ERROR,
        status => status,
    };
    let mut response = BufferedResponse::empty(status);
    for (name, value) in &custom.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) && name != CONTENT_LENGTH
            && name != TRANSFER_ENCODING
        {
            response.headers.append(name, value);
        }
    }
    response.body.clone_from(&custom.body);
    response
}

fn json_head() -> BufferedResponse {
    BufferedResponse::empty(StatusCode::OK).with_header(CONTENT_TYPE, JSON)
}

/// A response that has something to be damaged.
fn filled(response: BufferedResponse) -> BufferedResponse {
    if response.body.is_empty() {
        response.with_body(JSON, DEFAULT_BODY)
    } else {
        response
    }
}

/// The head says how long the body is, and half of it comes.
fn halved(response: BufferedResponse, ending: Ending) -> Outgoing {
    let response = filled(response);
    let steps = vec![half(&response.body), Step::End(ending)];
    let length = response.body.len();
    Outgoing::Scripted(with_length(response, length), steps)
}

fn half(body: &[u8]) -> Step {
    Step::Send(Bytes::copy_from_slice(&body[..body.len() / 2]))
}

fn cut_gzip(response: BufferedResponse) -> io::Result<Outgoing> {
    let response = filled(response);
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&response.body)?;
    let mut packed = packer.finish()?;
    packed.truncate(packed.len() / 2);
    Ok(gzip(response, packed))
}

/// The bytes, declared as gzip.
fn gzip(response: BufferedResponse, bytes: Vec<u8>) -> Outgoing {
    let response = filled(response).with_header(CONTENT_ENCODING, GZIP);
    let response = with_length(response, bytes.len());
    Outgoing::Scripted(response, vec![Step::Send(bytes.into())])
}

fn failed(error: io::Error) -> Outgoing {
    Outgoing::Whole(Refusal::sandbox_error(format!("cannot apply the fault: {error}")).into())
}

fn with_length(response: BufferedResponse, length: usize) -> BufferedResponse {
    response.with_header(CONTENT_LENGTH, HeaderValue::from(length))
}

/// A header with what of a text can stand in one.
fn with_text(response: BufferedResponse, name: HeaderName, text: Option<&str>) -> BufferedResponse {
    let Some(text) = text else { return response };
    let sound: String = text.chars().filter(|char| !char.is_control()).collect();
    match HeaderValue::from_bytes(sound.as_bytes()) {
        Ok(value) => response.with_header(name, value),
        Err(_) => response,
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The error page of a gateway.
fn page(error: ServerError) -> String {
    let code = code(error.status());
    let (status, reason) = (code.as_u16(), code.canonical_reason().unwrap_or_default());
    format!(
        "<html>\n<head><title>{status} {reason}</title></head>\n<body>\n\
         <center><h1>{status} {reason}</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n"
    )
}
