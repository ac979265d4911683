//! Requests as values: each is built once for a call, by the generated method of its operation, and
//! no network is needed for it.

mod build;
mod custom;

use std::{fmt, marker::PhantomData};

use http::Method;
use reqwest::Request;
use serde_json::Value;

pub(crate) use build::{Build, Verb};
pub use custom::CustomRequest;

use crate::{Client, Effect, Entity, Operation, Result};

/// A request that is ready to be sent but for its token, and what it does.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) operation: Operation,
    pub(crate) effect: Effect,
    pub(crate) request: Request,
}

impl Prepared {
    /// Leaves out the headers that the client adds to every request with the same value.
    fn new(client: &Client, operation: Operation, effect: Effect, mut request: Request) -> Self {
        for (name, value) in &client.shared.headers {
            if request.headers().get(name) == Some(value) {
                request.headers_mut().remove(name);
            }
        }
        Self {
            operation,
            effect,
            request,
        }
    }

    pub(crate) fn body(&self) -> Option<&[u8]> {
        self.request.body().and_then(|body| body.as_bytes())
    }

    /// Describes the request as `client` would send it.
    pub(crate) fn describe(&self, client: &Client) -> RequestDescription {
        let mut headers = client.shared.headers.clone();
        headers.extend(self.request.headers().clone());
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        RequestDescription {
            operation: self.operation,
            method: self.request.method().clone(),
            url: self.request.url().to_string(),
            headers: headers.collect(),
            body: self
                .body()
                .and_then(|body| serde_json::from_slice(body).ok()),
        }
    }
}

/// A request as a call would send it, but for its token; see [`Collection::requests`].
///
/// Its `Debug` shows no body.
///
/// [`Collection::requests`]: crate::Collection::requests
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RequestDescription {
    /// What it does.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// The headers that the client sets, save `Authorization`, by name in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it has one.
    pub body: Option<Value>,
}

impl fmt::Debug for RequestDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDescription")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", &self.body.as_ref().map(|_| "…"))
            .finish()
    }
}

/// Describes the requests of a [`Collection`](crate::Collection) without sending them: each method
/// returns the request that the collection's method of the same name would send.
///
/// No token is asked for. [`edit`](crate::Collection::edit) is a `get` and a `replace`;
/// [`list_stream`](crate::Collection::list_stream) sends the request of `list`.
///
/// ```
/// # use catalogs::{Auth, Client, ContactPersonDraft};
/// # let client = Client::builder().auth(Auth::api_token("t")).integrator_code("64357").build()?;
/// let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
/// let request = client.contact_persons().requests().create(&draft)?;
/// assert_eq!(request.method, "POST");
/// assert!(request.url.ends_with("/v1.2/catalogs/organizations/contactPersons"));
/// # Ok::<(), catalogs::Error>(())
/// ```
///
/// # Errors
///
/// Every method fails as the call itself does before it sends anything, for instance with
/// [`is_invalid_request`](crate::Error::is_invalid_request) for a coordinate that is not a finite
/// number.
#[derive(Clone, Debug)]
pub struct Requests<E> {
    pub(crate) client: Client,
    entity: PhantomData<fn() -> E>,
}

#[allow(
    clippy::missing_errors_doc,
    reason = "the type says it once for all of them"
)]
impl<E: Entity> Requests<E> {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            entity: PhantomData,
        }
    }

    /// Returns the request that lists all.
    pub fn list(&self) -> Result<RequestDescription> {
        self.describe(Verb::List)
    }

    /// Returns the request that reads one.
    pub fn get(&self, id: impl Into<E::Id>) -> Result<RequestDescription> {
        self.describe(Verb::Get(id.into().into()))
    }

    /// Returns the request that creates one.
    pub fn create(&self, draft: &E::Draft) -> Result<RequestDescription> {
        self.describe(Verb::Create(draft))
    }

    /// Returns the request that replaces one.
    pub fn replace(&self, id: impl Into<E::Id>, draft: &E::Draft) -> Result<RequestDescription> {
        self.describe(Verb::Replace(id.into().into(), draft))
    }

    /// Returns the request that deletes one.
    pub fn delete(&self, id: impl Into<E::Id>) -> Result<RequestDescription> {
        self.describe(Verb::Delete(id.into().into()))
    }

    fn describe(&self, verb: Verb<'_, E::Draft>) -> Result<RequestDescription> {
        Ok(E::build(&self.client, verb)?.describe(&self.client))
    }
}

#[cfg(test)]
mod tests;
