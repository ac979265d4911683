//! Requests by hand, for what has no method of its own.

use reqwest::Url;
use serde_json::Value;

use crate::{Client, Error, Method, Operation, Result, transport::call};

impl Client {
    /// Makes any request below the route, with the same token, pace, retries and errors as every
    /// other call, and answers its JSON; `null` where the answer has no body.
    ///
    /// For what the service has and this crate does not. `path` begins with a slash and goes after
    /// the route, as in `/organizations`; it may have a query. Where method and path are those of a
    /// documented operation, the request counts as that one; otherwise a POST or a PATCH is taken
    /// to be harmful to repeat, anything else harmless.
    ///
    /// ```no_run
    /// # use catalogs::{Client, Method};
    /// # async fn example(client: Client) -> catalogs::Result<()> {
    /// let types = client.request(Method::Get, "/organizations/addresses/types", None).await?;
    /// println!("{types:#}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when `path` leads out of the route, or is no
    /// path; else those of [any call](crate::Collection).
    pub async fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value> {
        check(path, &self.identity.url)?;
        let operation = Operation::of(method, path);
        let answer = call(self, operation, |raw| async move {
            raw.by_hand(method.into(), path, body).await
        });
        match answer.await {
            Err(error)
                if method == Method::Delete && error.is_in_doubt() && error.means_absent() =>
            {
                Ok(Value::Null)
            }
            result => result,
        }
    }
}

/// Whether a path stays below the route: the token must go nowhere else.
fn check(path: &str, route: &str) -> Result<()> {
    let wrong = |why: &str| {
        Err(Error::configuration(format!(
            "it cannot be the path: {why}"
        )))
    };
    if !path.starts_with('/') {
        return wrong("it has to start with a slash, such as /organizations");
    }
    let Ok(url) = Url::parse(&format!("{route}{path}")) else {
        return wrong("it makes no URL");
    };
    if url.fragment().is_some() {
        return wrong("it has a fragment");
    }
    if !url.as_str().starts_with(&format!("{route}/")) {
        return wrong("it leads out of the route");
    }
    let twice = [crate::Route::Direct, crate::Route::Gateway]
        .into_iter()
        .any(|route| path.starts_with(route.prefix()));
    match twice {
        true => wrong("it goes after the route, such as /organizations; leave the route out"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_below_the_route() {
        let route = "https://api.ati.su/v1.2/catalogs";
        for path in [
            "/organizations",
            "/organizations?a=б",
            "/",
            "/адреса",
            "//x",
        ] {
            assert!(check(path, route).is_ok(), "{path}");
        }
        for path in [
            "",
            "organizations",
            "https://evil.example/",
            "/../../v2",
            "/organizations/%2e%2e/%2e%2e/x",
            "/x#y",
            "/v1.2/catalogs/organizations",
            ".evil.example/x",
        ] {
            let error = check(path, route).unwrap_err();
            assert!(error.is_configuration(), "{path}: {error}");
        }
    }

    #[tokio::test]
    async fn an_answer_that_is_too_large_is_not_taken_for_an_empty_one() {
        let sandbox = catalogs_sandbox::Sandbox::start().await.unwrap();
        let client = Client::builder()
            .auth(crate::Auth::api_token(sandbox.api_token()))
            .integrator_code("1")
            .base_url(sandbox.origin())
            .max_response_bytes(100)
            .build()
            .unwrap();
        let answer = client.request(Method::Get, "/organizations", None).await;
        assert!(answer.unwrap_err().is_too_large());
    }
}
