//! What a fault makes of an answer.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::connection::{ConnectionHandle, Ending};
use super::scripted_body::{ScriptedBody, Step};
use super::{Fault, Kind, ServerError, huge};
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

/// How an answer goes out.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// As it is, compressed the way the client accepts.
    Whole(BufferedResponse),
    /// Status and headers of the answer, with another body, and not touched any more.
    Scripted(BufferedResponse, Vec<Step>),
    /// Not a byte.
    Nothing(Ending),
}

impl Outgoing {
    /// The status that goes out; 0 when none does.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Whole(answer) | Self::Scripted(answer, _) => answer.status.as_u16(),
            Self::Nothing(_) => 0,
        }
    }

    /// The body that goes out, or would if nothing damaged it.
    pub(crate) fn body(&self) -> &[u8] {
        match self {
            Self::Whole(answer) | Self::Scripted(answer, _) => &answer.body,
            Self::Nothing(_) => &[],
        }
    }

    /// Sends it. Where nothing is to be sent, this does not return: the connection ends first.
    pub(crate) async fn send(self, connection: &ConnectionHandle) -> Response {
        match self {
            Self::Whole(answer) => answer.into_response(),
            Self::Scripted(mut answer, steps) => {
                answer.body.clear();
                let mut response = answer.into_response();
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

/// Plays a fault on the answer that the request got, if it was carried out. `uri` is what was
/// asked for.
pub(crate) fn apply(
    fault: Option<&Fault>,
    answer: Option<BufferedResponse>,
    uri: &Uri,
) -> Outgoing {
    // Where there is no answer, the fault is one that has its own.
    let answer = answer.unwrap_or_else(|| BufferedResponse::empty(StatusCode::OK));
    let Some(fault) = fault else {
        return Outgoing::Whole(answer);
    };
    let retry_after = fault.retry_after.as_deref();
    let own =
        |answer: BufferedResponse| Outgoing::Whole(with_text(answer, RETRY_AFTER, retry_after));
    match &fault.kind {
        Kind::Reset => Outgoing::Nothing(Ending::Reset),
        Kind::Hang => Outgoing::Nothing(Ending::Hang),
        Kind::ResetMidBody => halved(answer, Ending::Reset),
        Kind::HangMidBody => halved(answer, Ending::Hang),
        Kind::CutBody => halved(answer, Ending::Close),
        Kind::CutChunks => {
            let answer = filled(answer);
            let steps = vec![half(&answer.body), Step::End(Ending::Close)];
            Outgoing::Scripted(answer, steps)
        }
        Kind::CutGzip => cut_gzip(answer).unwrap_or_else(failed),
        Kind::BadGzip => gzip(answer, NOT_GZIP.into()),
        Kind::TooManyRequests => own(Refusal::too_many_requests().into()),
        Kind::Unauthorized => own(Refusal::unauthorized("the sandbox plays a bad token").into()),
        Kind::Server(error) => own(BufferedResponse::html(error.code(), page(*error))),
        Kind::Redirect(redirect, location) => {
            let here = uri.path_and_query().map_or("/", PathAndQuery::as_str);
            let location = location.as_deref().unwrap_or(here);
            own(with_text(
                BufferedResponse::empty(redirect.code()),
                LOCATION,
                Some(location),
            ))
        }
        Kind::SlowBody(pieces, pause) => {
            let size = answer.body.len().div_ceil((*pieces).max(1)).max(1);
            let body = Bytes::from(answer.body.clone());
            let piece = |at: usize| body.slice(at..(at + size).min(body.len()));
            let steps = (0..body.len())
                .step_by(size)
                .flat_map(|at| [Step::Pause(*pause), Step::Send(piece(at))]);
            let steps = steps.collect();
            Outgoing::Scripted(with_length(answer, body.len()), steps)
        }
        Kind::WrongContentType => Outgoing::Whole(filled(answer).with_header(CONTENT_TYPE, HTML)),
        Kind::GarbageJson => {
            Outgoing::Whole(BufferedResponse::empty(StatusCode::OK).with_body(JSON, GARBAGE))
        }
        Kind::EmptyBody => Outgoing::Whole(BufferedResponse::empty(answer.status)),
        Kind::HugeBody(bytes) => Outgoing::Scripted(json_head(), huge::plain(*bytes)),
        Kind::GzipBomb(bytes) => match huge::gzip(*bytes) {
            Ok(steps) => Outgoing::Scripted(json_head().with_header(CONTENT_ENCODING, GZIP), steps),
            Err(error) => failed(error),
        },
    }
}

fn json_head() -> BufferedResponse {
    BufferedResponse::empty(StatusCode::OK).with_header(CONTENT_TYPE, JSON)
}

/// An answer that has something to be damaged.
fn filled(answer: BufferedResponse) -> BufferedResponse {
    if answer.body.is_empty() {
        answer.with_body(JSON, DEFAULT_BODY)
    } else {
        answer
    }
}

/// The head says how long the body is, and half of it comes.
fn halved(answer: BufferedResponse, ending: Ending) -> Outgoing {
    let answer = filled(answer);
    let steps = vec![half(&answer.body), Step::End(ending)];
    let length = answer.body.len();
    Outgoing::Scripted(with_length(answer, length), steps)
}

fn half(body: &[u8]) -> Step {
    Step::Send(Bytes::copy_from_slice(&body[..body.len() / 2]))
}

fn cut_gzip(answer: BufferedResponse) -> io::Result<Outgoing> {
    let answer = filled(answer);
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&answer.body)?;
    let mut packed = packer.finish()?;
    packed.truncate(packed.len() / 2);
    Ok(gzip(answer, packed))
}

/// The bytes, declared as gzip.
fn gzip(answer: BufferedResponse, bytes: Vec<u8>) -> Outgoing {
    let answer = filled(answer).with_header(CONTENT_ENCODING, GZIP);
    let answer = with_length(answer, bytes.len());
    Outgoing::Scripted(answer, vec![Step::Send(bytes.into())])
}

fn failed(error: io::Error) -> Outgoing {
    Outgoing::Whole(Refusal::sandbox_error(format!("a fault cannot be played: {error}")).into())
}

fn with_length(answer: BufferedResponse, length: usize) -> BufferedResponse {
    answer.with_header(CONTENT_LENGTH, HeaderValue::from(length))
}

/// A header with what of a text can stand in one.
fn with_text(answer: BufferedResponse, name: HeaderName, text: Option<&str>) -> BufferedResponse {
    let Some(text) = text else { return answer };
    let sound: String = text.chars().filter(|char| !char.is_control()).collect();
    match HeaderValue::from_bytes(sound.as_bytes()) {
        Ok(value) => answer.with_header(name, value),
        Err(_) => answer,
    }
}

/// What a gateway answers.
fn page(error: ServerError) -> String {
    let code = error.code();
    let (status, reason) = (code.as_u16(), code.canonical_reason().unwrap_or_default());
    format!(
        "<html>\n<head><title>{status} {reason}</title></head>\n<body>\n\
         <center><h1>{status} {reason}</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n"
    )
}
