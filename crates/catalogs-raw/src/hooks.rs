//! Builds the requests of the generated methods, without sending them.

use std::{
    pin::pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use progenitor_client::{ClientHooks, Error, OperationInfo, ResponseValue};
use reqwest::Request;

use crate::Client;

/// The header that the generator adds from the spec's version, and that the service does not ask
/// for.
const API_VERSION: &str = "api-version";

/// Holds the request that a generated method has built.
#[derive(Debug, Default)]
pub struct Recorder(Mutex<Option<Request>>);

/// Returns an empty one: clients do not share what they record.
impl Clone for Recorder {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl ClientHooks<Recorder> for Client {
    /// Takes the request and ends the method, so that nothing is sent.
    async fn pre<E>(&self, request: &mut Request, _info: &OperationInfo) -> Result<(), Error<E>> {
        let empty = Request::new(request.method().clone(), request.url().clone());
        let mut request = std::mem::replace(request, empty);
        request.headers_mut().remove(API_VERSION);
        *self.inner.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        Err(Error::Custom(String::new()))
    }
}

/// Returns the request that a generated method would send: its method, URL, headers and body.
///
/// ```
/// let http = reqwest::Client::new();
/// let request = catalogs_raw::build("http://127.0.0.1/v1.2", &http, async |client| {
///     client.list_organizations().await
/// })?;
/// assert_eq!(request.url().path(), "/v1.2/organizations");
/// # Ok::<(), catalogs_raw::Error>(())
/// ```
///
/// # Errors
///
/// Those of the method when it cannot build the request, for instance for a wrong `base_url`.
#[allow(clippy::result_large_err, reason = "it is the generator's error type")]
pub fn build<T>(
    base_url: &str,
    http: &reqwest::Client,
    method: impl AsyncFnOnce(&Client) -> Result<ResponseValue<T>, Error>,
) -> Result<Request, Error> {
    let client = Client::new_with_client(base_url, http.clone(), Recorder::default());
    let result = {
        // `pre` neither waits nor lets the method go on: one poll is all that it takes.
        let building = pin!(method(&client));
        building.poll(&mut Context::from_waker(Waker::noop()))
    };
    let recorded = client.inner.0.into_inner();
    match (recorded.unwrap_or_else(PoisonError::into_inner), result) {
        (Some(request), _) => Ok(request),
        (None, Poll::Ready(Err(error))) => Err(error),
        (None, _) => Err(Error::Custom("no request was built".to_owned())),
    }
}
