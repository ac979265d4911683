//! A response before it is sent.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
pub(crate) const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A response before it is sent. An empty body is sent without a content type.
#[derive(Debug, Clone)]
pub(crate) struct BufferedResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl BufferedResponse {
    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::empty(status).with_body(JSON, body.to_string())
    }

    pub(crate) fn html(status: StatusCode, page: impl Into<Vec<u8>>) -> Self {
        Self::empty(status).with_body(HTML, page)
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn with_body(self, content_type: HeaderValue, body: impl Into<Vec<u8>>) -> Self {
        let mut response = self.with_header(CONTENT_TYPE, content_type);
        response.body = body.into();
        response
    }
}

impl IntoResponse for BufferedResponse {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if !self.body.is_empty() {
            *response.body_mut() = Body::from(self.body);
        }
        response
    }
}

/// Marks a response whose bytes stay as they are: it is not compressed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoTransform;
