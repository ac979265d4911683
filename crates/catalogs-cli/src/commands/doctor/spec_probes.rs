//! Requests that only the specification's own notes need: about absent entities and empty filters.
//! All of them read.

use catalogs::{Client, Method};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{auth::OtherRoute, conformance::Responses};

/// All results.
pub(super) struct Facts {
    pub(super) responses: Responses,
    pub(super) other_route: OtherRoute,
    pub(super) is_real_service: bool,
    /// The list of organizations after the filter.
    pub(super) organizations_again: Option<Value>,
    /// What an empty list of departments gives: how many organizations, or a status.
    pub(super) empty_filter: Option<Result<usize, Option<u16>>>,
    /// Status and code of the error for an id that does not exist.
    pub(super) absent: (Option<u16>, Option<String>),
}

impl Facts {
    pub(super) fn new(
        responses: Responses,
        other_route: OtherRoute,
        is_real_service: bool,
    ) -> Self {
        Self {
            responses,
            other_route,
            is_real_service,
            organizations_again: None,
            empty_filter: None,
            absent: (None, None),
        }
    }

    /// Sends the requests.
    pub(super) async fn send(&mut self, client: &Client) {
        let get = |path: String| async move { client.request(Method::GET, &path).send().await };
        if self.responses.filtered.is_some() {
            self.organizations_again = get("/organizations".to_owned()).await.ok();
        }
        let empty = json!({ "departments": [] });
        let filtered = client
            .request(Method::POST, "/organizations/filter")
            .json(&empty)
            .send();
        self.empty_filter = match filtered.await {
            Ok(Value::Array(list)) => Some(Ok(list.len())),
            Ok(_) => None,
            Err(error) => Some(Err(error.status())),
        };
        // A random id does not exist.
        let found = get(format!("/organizations/{}", Uuid::new_v4())).await;
        if let Err(error) = found {
            self.absent = (error.status(), error.code().map(str::to_owned));
        }
    }
}
