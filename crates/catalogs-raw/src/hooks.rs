//! What happens to every request between the generated code and reqwest.

use std::{fmt, pin::Pin, sync::Arc};

use progenitor_client::{ClientHooks, Error, OperationInfo, ResponseValue};

use crate::Client;

/// The header that the generator adds from the spec's version, and that nobody asked for.
const API_VERSION: &str = "api-version";

/// Puts the credentials on a request, sends it and reads the answer.
///
/// The facade implements this: a generated method builds the request and decodes the answer, and
/// whatever lies between is decided in one place, there.
pub trait Exchange: fmt::Debug + Send + Sync {
    /// Sends `request` with `client`.
    fn exchange<'a>(
        &'a self,
        client: &'a reqwest::Client,
        request: reqwest::Request,
    ) -> Exchanged<'a>;
}

/// An answer on its way.
pub type Exchanged<'a> =
    Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send + 'a>>;

/// How a generated client sends its requests.
#[derive(Clone, Debug)]
pub struct Sender(Arc<dyn Exchange>);

impl Sender {
    /// A sender that leaves it all to `exchange`.
    pub fn new(exchange: Arc<dyn Exchange>) -> Self {
        Self(exchange)
    }
}

impl ClientHooks<Sender> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        _info: &OperationInfo,
    ) -> Result<(), Error<E>> {
        request.headers_mut().remove(API_VERSION);
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        _info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        self.inner.0.exchange(&self.client, request).await
    }
}

impl Client {
    /// Sends a request that no generated method makes, in the same way, and decodes the answer;
    /// one without a body counts as `null`.
    ///
    /// # Errors
    ///
    /// Those of the generated methods.
    pub async fn by_hand(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<&serde_json::Value>,
    ) -> Result<ResponseValue<serde_json::Value>, Error> {
        let response = self.success(method, path, body).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
        let answer = match body.iter().all(u8::is_ascii_whitespace) {
            true => serde_json::Value::Null,
            false => serde_json::from_slice(&body)
                .map_err(|error| Error::InvalidResponsePayload(body, error))?,
        };
        Ok(ResponseValue::new(answer, status, headers))
    }

    /// Sends a GET in the same way, and leaves the answer to be read; how much of it has been read
    /// already is up to the [`Exchange`].
    ///
    /// # Errors
    ///
    /// Those of the generated methods.
    pub async fn open(&self, path: &str) -> Result<ResponseValue<reqwest::Response>, Error> {
        let response = self.success(reqwest::Method::GET, path, None).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(ResponseValue::new(response, status, headers))
    }

    /// The answer, if it is a success.
    async fn success(
        &self,
        method: reqwest::Method,
        path: &str,
        body: Option<&serde_json::Value>,
    ) -> Result<reqwest::Response, Error> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.baseurl));
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = self
            .inner
            .0
            .exchange(&self.client, request.build()?)
            .await?;
        match response.status().is_success() {
            true => Ok(response),
            false => Err(Error::UnexpectedResponse(response)),
        }
    }
}
