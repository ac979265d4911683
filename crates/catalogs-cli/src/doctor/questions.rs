//! Questions that only the specification's own notes ask: about absent entities, empty filters,
//! headers left out. All of them read.

use std::time::Duration;

use catalogs::{Client, Error, Method};
use hyper::header;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    access::Swap,
    answers::Read,
    headers,
    wire::{self, Target},
};
use crate::{dry_run::canonical, settings::Settings};

/// Between requests that do not pass the library's own pace: below ten in a second.
const PAUSE: Duration = Duration::from_millis(120);
/// After which nothing of what went before counts.
const SECOND: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(10);

/// Everything that is known in the end.
pub(super) struct Facts {
    pub(super) read: Read,
    pub(super) swap: Swap,
    pub(super) is_real_service: bool,
    /// The list of organizations after the filter.
    pub(super) organizations_again: Option<Value>,
    /// What an empty list of departments gives: how many organizations, or a status.
    pub(super) empty_filter: Option<Result<usize, Option<u16>>>,
    /// What there is to be had for an id that nobody has.
    pub(super) absent: Option<Absent>,
    /// The status of a request with all headers, and of those that leave out one.
    pub(super) whole: Option<u16>,
    pub(super) without: Vec<(String, u16)>,
}

/// An error answer about an entity that is not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Absent {
    pub(super) status: Option<u16>,
    pub(super) code: Option<String>,
}

impl Facts {
    pub(super) fn new(read: Read, swap: Swap, is_real_service: bool) -> Self {
        Self {
            read,
            swap,
            is_real_service,
            organizations_again: None,
            empty_filter: None,
            absent: None,
            whole: None,
            without: Vec::new(),
        }
    }

    /// Asks through the library.
    pub(super) async fn ask(&mut self, client: &Client) {
        let get = |path: String| async move { client.request(Method::GET, &path).send().await };
        if self.read.filtered.is_some() {
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
        // An id that is random is nobody's.
        let found = get(format!("/organizations/{}", Uuid::new_v4())).await;
        self.absent = found.err().map(Absent::from);
    }

    /// Asks once with all headers, and once without each. These requests go the way that was
    /// looked at step by step before, and nowhere else.
    pub(super) async fn leave_out_headers(
        &mut self,
        settings: &Settings,
        client: &Client,
        target: &Target,
    ) {
        let Ok(Some(token)) = settings.secret() else {
            return;
        };
        let code = settings
            .integrator_code
            .as_ref()
            .map(|code| code.value.as_str());
        let headers = headers::all(code.unwrap_or_default());
        let path = format!("{}/organizations/addresses/types", client.route().prefix());
        let authorization = format!("Bearer {}", token.expose_secret());
        tokio::time::sleep(SECOND).await;
        let status = async |without: Option<usize>| {
            let mut headers = headers.clone();
            if let Some(index) = without {
                headers.remove(index);
            }
            headers.push((header::AUTHORIZATION, authorization.clone()));
            let answer = wire::ask(target, &path, &headers, PATIENCE).await;
            tokio::time::sleep(PAUSE).await;
            answer.ok().map(|answer| answer.status().as_u16())
        };
        self.whole = status(None).await;
        for (index, (name, _)) in headers.iter().enumerate() {
            if let Some(status) = status(Some(index)).await {
                self.without.push((canonical(name.as_str()), status));
            }
        }
    }
}

impl From<Error> for Absent {
    fn from(error: Error) -> Self {
        Self {
            status: error.status(),
            code: error.code().map(str::to_owned),
        }
    }
}
