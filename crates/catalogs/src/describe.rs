//! Requests that are described instead of being sent.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use catalogs_raw::{Exchange, Exchanged, ResponseValue, Sender};
use reqwest::Request;
use serde_json::Value;

use crate::{Client, Error, Operation, Result};

/// A request as a call would send it, but for its token; see [`Client::describe`].
///
/// Its `Debug` shows no body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RequestDescription {
    /// What it does.
    pub operation: Operation,
    /// The whole URL.
    pub url: String,
    /// The headers that the client sets, save `Authorization`, by name in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it has one.
    pub body: Option<Value>,
}

impl Client {
    /// The request that a call would send first; nothing is sent with the client that `call` is given,
    /// nor with those made from it, and no token is asked for.
    ///
    /// The description is taken from the very request that would have gone out. For calls of more
    /// than one request, such as [`edit`](crate::Collection::edit), it is the first of them.
    ///
    /// ```
    /// # use catalogs::{Auth, Client, ContactPersonDraft};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> catalogs::Result<()> {
    /// # let client = Client::builder().auth(Auth::api_token("t")).integrator_code("64357").build()?;
    /// let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
    /// let request = client
    ///     .describe(|client| async move { client.contact_persons().create(&draft).await })
    ///     .await?;
    /// assert_eq!(request.operation.method(), "POST");
    /// assert!(request.url.ends_with("/v1.2/catalogs/organizations/contactPersons"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// What the call itself ends in before it would send anything, such as
    /// [`is_invalid_request`](Error::is_invalid_request) for a coordinate that is no number; and
    /// [`is_configuration`](Error::is_configuration) when `call` sends nothing with the client that
    /// it is given.
    pub async fn describe<T, F, Fut>(&self, call: F) -> Result<RequestDescription>
    where
        F: FnOnce(Client) -> Fut,
        Fut: Future<Output = Result<T>>,
    {
        let sketch = Arc::<Sketch>::default();
        let drawing = Client {
            sketch: Some(Arc::clone(&sketch)),
            ..self.clone()
        };
        let result = call(drawing).await;
        match (sketch.take(), result) {
            (Some(description), _) => Ok(description),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::configuration(
                "the call to be described sends nothing with the client that it was given",
            )),
        }
    }
}

/// Where the first request of a call is written down.
#[derive(Default)]
pub(crate) struct Sketch(Mutex<Option<RequestDescription>>);

impl Sketch {
    /// Has `send` build its request, writes that down, and ends the call.
    pub(crate) async fn draw<T, F, Fut>(
        self: &Arc<Self>,
        client: &Client,
        operation: Operation,
        send: F,
    ) -> Error
    where
        F: Fn(catalogs_raw::Client) -> Fut,
        Fut: Future<Output = std::result::Result<ResponseValue<T>, catalogs_raw::Error>>,
    {
        let pencil = Pencil {
            sketch: Arc::clone(self),
            client: client.clone(),
            operation,
        };
        let sender = Sender::new(Arc::new(pencil));
        let http = client.shared.http.clone();
        let raw = catalogs_raw::Client::new_with_client(&client.identity.url, http, sender);
        // What comes of it is of no interest: there is no answer.
        let _ = send(raw).await;
        match self.is_drawn() {
            true => Error::described(),
            false => Error::request(),
        }
        .during(operation, 0)
    }

    fn is_drawn(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    fn take(&self) -> Option<RequestDescription> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Takes the place of what sends.
struct Pencil {
    sketch: Arc<Sketch>,
    client: Client,
    operation: Operation,
}

impl Pencil {
    fn describe(&self, request: &Request) -> RequestDescription {
        let mut headers = self.client.shared.headers.clone();
        headers.extend(request.headers().clone());
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        let body = request.body().and_then(|body| body.as_bytes());
        RequestDescription {
            operation: self.operation,
            url: request.url().to_string(),
            headers: headers.collect(),
            body: body.and_then(|body| serde_json::from_slice(body).ok()),
        }
    }
}

impl Exchange for Pencil {
    fn exchange<'a>(&'a self, _: &'a reqwest::Client, request: Request) -> Exchanged<'a> {
        let mut sketch = self.sketch.0.lock().unwrap_or_else(PoisonError::into_inner);
        sketch.get_or_insert_with(|| self.describe(&request));
        Box::pin(async { Ok(http::Response::new(Vec::new()).into()) })
    }
}

impl fmt::Debug for Pencil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pencil").finish_non_exhaustive()
    }
}

impl fmt::Debug for RequestDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDescription")
            .field("operation", &self.operation)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", &self.body.as_ref().map(|_| "…"))
            .finish()
    }
}
