//! Custom requests, for what has no method of its own.

use http::Method;
use reqwest::Url;
use serde::{Serialize, de::DeserializeOwned};

use super::{Prepared, RequestDescription};
use crate::{
    Client, Effect, Error, Operation, Result, Route,
    core::Core,
    transport::{call, decode},
};

impl Client {
    /// Starts a custom request below the route, for what the service has and this crate does not.
    /// It has the same token, rate limit, retries and errors as every other call.
    ///
    /// `path` begins with a slash and goes after the route, as in `/organizations`; it may have a
    /// query. If method and path are those of a documented operation, the request counts as that
    /// operation; otherwise GET, PUT and DELETE are taken to be harmless to repeat, and other
    /// methods are not.
    ///
    /// ```no_run
    /// # use catalogs::{Client, Method, model::AddressTypeInfo};
    /// # async fn example(client: Client) -> catalogs::Result<()> {
    /// let types: Vec<AddressTypeInfo> =
    ///     client.request(Method::GET, "/organizations/addresses/types").send().await?;
    ///
    /// let person = serde_json::json!({ "name": "Мария Иванова" });
    /// let created: serde_json::Value =
    ///     client.request(Method::POST, "/organizations/contactPersons").json(&person).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> CustomRequest {
        let url = checked(path, &self.0.identity.url);
        CustomRequest {
            operation: operation_at(&method, path),
            request: url.map(|url| reqwest::Request::new(method, url)),
            core: self.0.clone(),
        }
    }
}

/// A request that no method of a collection makes; see [`Client::request`].
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct CustomRequest {
    core: Core,
    operation: Operation,
    request: Result<reqwest::Request>,
}

impl CustomRequest {
    /// Sets the body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        if let Ok(request) = &mut self.request {
            match serde_json::to_vec(body) {
                Ok(body) => *request.body_mut() = Some(body.into()),
                // The error may show the body.
                Err(_) => self.request = Err(Error::configuration("the body is not valid JSON")),
            }
        }
        self
    }

    /// Sends the request and decodes the response; an empty response counts as `null`.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when the path leads out of the route or is
    /// not a valid path, or when the body cannot be serialized; otherwise those of
    /// [any call](crate::Collection).
    pub fn send<T: DeserializeOwned + Send + 'static>(
        self,
    ) -> impl Future<Output = Result<T>> + Send + use<T> {
        let core = self.core.clone();
        let prepared = self.prepare();
        async move {
            let prepared = prepared?;
            let is_delete = prepared.request.method() == Method::DELETE;
            let read = |received| decode::custom::<T>(received, is_delete);
            match call(&core, &prepared, read).await {
                Err(error) if is_delete && error.has_unknown_outcome() && error.is_not_found() => {
                    decode::null()
                }
                result => result,
            }
        }
    }

    /// Returns the request without sending it.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration), as [`send`](Self::send).
    pub fn describe(self) -> Result<RequestDescription> {
        let core = self.core.clone();
        Ok(self.prepare()?.describe(&core))
    }

    fn prepare(self) -> Result<Prepared> {
        let request = self.request?;
        let effect = match self.operation {
            Operation::Custom => effect_of(request.method()),
            operation => operation.effect(),
        };
        Ok(Prepared::new(&self.core, self.operation, effect, request))
    }
}

/// What a request with this method is taken to change if nothing more is known of it.
fn effect_of(method: &Method) -> Effect {
    match *method {
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE => Effect::Read,
        Method::PUT => Effect::Replace,
        Method::DELETE => Effect::Delete,
        // HTTP does not promise that a second PATCH changes nothing.
        _ => Effect::Create,
    }
}

/// The operation that a request with this method and path makes. Words go before ids:
/// `/organizations/filter` is not an organization.
fn operation_at(method: &Method, path: &str) -> Operation {
    let same_method = Operation::ALL.iter().filter(|it| it.method() == method);
    let matching = same_method.filter(|it| matches(it.path(), path));
    matching
        .min_by_key(|it| it.path().contains('{'))
        .copied()
        .unwrap_or(Operation::Custom)
}

/// Whether a template stands for a path.
fn matches(template: &str, path: &str) -> bool {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted.zip(given).all(|(wanted, given)| {
            wanted == given || (wanted.starts_with('{') && !given.is_empty())
        })
}

/// The URL of a path that stays below the route: the token must go nowhere else.
fn checked(path: &str, route: &str) -> Result<Url> {
    let wrong = |why: &str| Err(Error::configuration(format!("invalid path: {why}")));
    if !path.starts_with('/') {
        return wrong("it has to start with a slash (e.g. `/organizations`)");
    }
    let Ok(url) = Url::parse(&format!("{route}{path}")) else {
        return wrong("it does not make a valid URL");
    };
    if url.fragment().is_some() {
        return wrong("it has a fragment");
    }
    if !url.as_str().starts_with(&format!("{route}/")) {
        return wrong("it leads out of the route");
    }
    let twice = [Route::Direct, Route::Gateway]
        .into_iter()
        .any(|route| path.starts_with(route.prefix()));
    match twice {
        true => wrong("it goes after the route (e.g. `/organizations`); leave the route out"),
        false => Ok(url),
    }
}

#[cfg(test)]
mod tests;
