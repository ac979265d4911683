//! The responses: every operation that only reads, held against the strict specification.

use catalogs::{Client, Error, Method, Operation};
use serde_json::{Value, json};

use super::{
    check::{Check, Group},
    differences, failure,
    report::Report,
    retries::{self, Retries},
};
use crate::{exit_code::Exit, output::counted};

/// What became of a question.
pub(super) struct Response {
    pub(super) result: Result<Value, Error>,
    /// What failed before a response came.
    pub(super) retried: Vec<String>,
}

/// What the responses were; `None` where there was none.
#[derive(Default)]
pub(super) struct Responses {
    pub(super) organizations: Option<Value>,
    pub(super) filtered: Option<Value>,
    pub(super) addresses: Option<Value>,
    pub(super) types: Option<Value>,
    pub(super) contacts: Option<Value>,
}

/// Sends the requests and compares the responses with the specification, until a failure makes
/// the rest pointless.
pub(super) async fn check(
    report: &mut Report,
    client: &Client,
    types: Response,
    retries: &Retries,
    rate: u32,
) -> Responses {
    let mut requests = Requests {
        report,
        client,
        retries,
        too_many: 0,
        is_over: false,
    };
    requests.note(&types);
    let organizations = requests.list(Operation::ListOrganizations).await;
    requests
        .first(Operation::GetOrganization, organizations.as_ref())
        .await;
    let filtered = requests.filter(organizations.as_ref()).await;
    let addresses = requests.list(Operation::ListAddresses).await;
    requests
        .first(Operation::GetAddress, addresses.as_ref())
        .await;
    let types = requests.take(Operation::ListAddressTypes, types);
    let contacts = requests.list(Operation::ListContactPersons).await;
    requests
        .first(Operation::GetContactPerson, contacts.as_ref())
        .await;
    let too_many = requests.too_many;
    report.put(Group::Responses, rate_limit(too_many, rate));
    Responses {
        organizations,
        filtered,
        addresses,
        types,
        contacts,
    }
}

struct Requests<'a> {
    report: &'a mut Report,
    client: &'a Client,
    retries: &'a Retries,
    too_many: usize,
    is_over: bool,
}

impl Requests<'_> {
    async fn list(&mut self, operation: Operation) -> Option<Value> {
        self.send(operation, operation.path(), None).await
    }

    /// Gets the first entry of a list.
    async fn first(&mut self, operation: Operation, list: Option<&Value>) -> Option<Value> {
        let Some(list) = list else {
            return self.skip(operation, "there is no list to take one from");
        };
        // Parsed, so that nothing but a GUID gets into a path.
        let id = list.get(0).and_then(|it| it["id"].as_str());
        match (list.get(0), id.and_then(|id| id.parse::<uuid::Uuid>().ok())) {
            (None, _) => self.skip(operation, "the list is empty"),
            (Some(_), None) => self.skip(operation, "the first entry has no id"),
            (Some(_), Some(id)) => {
                let path = operation.path();
                let folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
                self.send(operation, &format!("{folder}/{id}"), None).await
            }
        }
    }

    async fn filter(&mut self, organizations: Option<&Value>) -> Option<Value> {
        let operation = Operation::FilterOrganizations;
        let Some(organizations) = organizations else {
            return self.skip(
                operation,
                "there is no list of organizations to take a department from",
            );
        };
        match department(organizations) {
            None => self.skip(operation, "no organization names a department"),
            Some(department) => {
                let body = json!({ "departments": [department] });
                self.send(operation, operation.path(), Some(&body)).await
            }
        }
    }

    async fn send(
        &mut self,
        operation: Operation,
        path: &str,
        body: Option<&Value>,
    ) -> Option<Value> {
        if self.is_over {
            return self.skip(operation, "the service was given up on");
        }
        let response = send(self.client, operation, path, body, self.retries).await;
        self.note(&response);
        self.take(operation, response)
    }

    fn take(&mut self, operation: Operation, response: Response) -> Option<Value> {
        self.is_over |= response.result.as_ref().is_err_and(failure::is_final);
        let (check, value) = judged(operation, response);
        self.report.put(Group::Responses, check);
        value
    }

    fn note(&mut self, response: &Response) {
        let ends = response.result.as_ref().is_err_and(Error::is_rate_limited);
        let before = response
            .retried
            .iter()
            .filter(|class| *class == "429")
            .count();
        self.too_many += before + usize::from(ends);
    }

    fn skip(&mut self, operation: Operation, why: &str) -> Option<Value> {
        self.report
            .put(Group::Responses, Check::skipped(operation.id(), why));
        None
    }
}

pub(super) async fn send(
    client: &Client,
    operation: Operation,
    path: &str,
    body: Option<&Value>,
    retries: &Retries,
) -> Response {
    let method = match operation.method() {
        "POST" => Method::POST,
        _ => Method::GET,
    };
    let mut request = client.request(method, path);
    if let Some(body) = body {
        request = request.json(body);
    }
    let result = request.send().await;
    Response {
        result,
        retried: retries.take(),
    }
}

fn judged(operation: Operation, response: Response) -> (Check, Option<Value>) {
    let name = operation.id();
    let value = match response.result {
        Ok(value) => value,
        Err(error) => return (failure::failed(name, error), None),
    };
    let found = differences::of(name, &value);
    let what = contents(&value);
    let check = match (found.len(), response.retried.as_slice()) {
        (0, []) => Check::ok(name, what),
        (0, retried) => Check::warning(
            name,
            format!("{what}, but only after {}", retries::summary(retried)),
        )
        .hint("the service had trouble in between; the call was repeated by itself"),
        (count, _) => Check::problem(
            Exit::Other,
            name,
            format!(
                "{what}, with {}",
                counted(count, "difference", "differences")
            ),
        )
        .hint("the service differs from its documentation: please report it, with --report")
        .differences(found),
    };
    (check, Some(value))
}

fn contents(value: &Value) -> String {
    match value {
        Value::Array(list) => counted(list.len(), "entry", "entries"),
        Value::Null => "nothing".to_owned(),
        _ => "1 entity".to_owned(),
    }
}

/// A department that occurs.
fn department(organizations: &Value) -> Option<i64> {
    let entries = organizations.as_array()?.iter();
    let mut departments = entries
        .filter_map(|entry| entry["department_ids"].as_array())
        .flatten();
    departments.find_map(Value::as_i64)
}

/// How many requests a second the service allows.
const ALLOWED: u32 = 10;

fn rate_limit(too_many: usize, rate: u32) -> Check {
    let sent = format!("at most {rate} requests went out in a second");
    match (too_many, rate > ALLOWED) {
        (0, _) => Check::ok("rate limit", format!("never met: {sent}")),
        (count, false) => Check::warning("rate limit", format!("429 {count}×, although {sent}"))
            .hint("something else uses the same contact's allowance"),
        (count, true) => Check::warning("rate limit", format!("429 {count}×, as {sent}"))
            .hint("the service allows 10 requests a second: leave out --rate"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_limit_verdict_depends_on_configured_rate() {
        for (too_many, rate, expected) in [
            (0, 10, "never met: at most 10 requests went out in a second"),
            (0, 50, "never met: at most 50 requests went out in a second"),
            (
                2,
                5,
                "429 2×, although at most 5 requests went out in a second",
            ),
            (2, 50, "429 2×, as at most 50 requests went out in a second"),
        ] {
            assert_eq!(rate_limit(too_many, rate).found, expected);
        }
        let blamed = rate_limit(1, 11).hint.expect("a hint");
        assert!(blamed.contains("leave out --rate"), "{blamed}");
    }

    #[test]
    fn department_is_taken_from_organizations() {
        let cases = [
            (json!([]), None),
            (json!(null), None),
            (
                json!([{"department_ids": null}, {"department_ids": []}, {}]),
                None,
            ),
            (
                json!([{"department_ids": ["x"]}, {"department_ids": [9, 7]}]),
                Some(9),
            ),
        ];
        for (organizations, expected) in cases {
            assert_eq!(department(&organizations), expected, "{organizations}");
        }
    }
}
