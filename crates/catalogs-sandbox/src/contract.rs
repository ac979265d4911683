//! The strict specification as something to hold requests and responses against.
//!
//! The service's documentation is written down as an OpenAPI document; this module turns it into
//! JSON Schema and checks JSON against it. The sandbox judges every request by it, and tests of a
//! client can do the same with what the client sent ([`RecordedRequest::json`]) and what a real
//! service returned.
//!
//! ```
//! use catalogs_sandbox::contract::Contract;
//! use serde_json::json;
//!
//! let contract = Contract::strict();
//! let body = json!({"address_city_id": "Moscow", "address_type": 1});
//! let found = contract.check_request("create_address", &body);
//! assert_eq!(found[0].to_string(), "$.address_city_id: expected a whole number");
//! ```
//!
//! [`RecordedRequest::json`]: crate::RecordedRequest::json

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Map, Value};

mod convert;
mod fields;
mod spec;
mod violation;

use fields::Fields;
use spec::{components, json_body, object};

pub use violation::Violation;

/// Whatever an OpenAPI path can have; a method left out here would be an operation overlooked.
const METHODS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace",
];

static SPEC: &str = include_str!("generated/catalogs.json");

static STRICT: LazyLock<Contract> = LazyLock::new(|| {
    // The document is part of this crate, and the tests of this crate read it.
    let spec = serde_json::from_str(SPEC).expect("the embedded specification is JSON");
    Contract::of(spec).expect("the embedded specification is sound")
});

/// The text of the strict specification: OpenAPI 3.0, as JSON.
pub fn spec_json() -> &'static str {
    SPEC
}

/// The strict specification, ready to check JSON against.
#[derive(Debug)]
pub struct Contract {
    spec: Value,
    operations: Vec<Operation>,
    schemas: BTreeMap<String, Validator>,
}

/// One operation of the specification.
#[derive(Debug)]
pub struct Operation {
    id: String,
    method: String,
    path: String,
    #[cfg(feature = "console")]
    json: Value,
    request: Option<Body>,
    response: Option<Body>,
}

/// A documented body: its schema as the specification writes it, and the check made of it.
#[derive(Debug)]
struct Body {
    schema: Value,
    validator: Validator,
}

impl Operation {
    /// The operation's id in the specification, such as `create_address`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The HTTP method in capitals, such as `POST`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path behind the route's prefix, such as `/organizations/{organizationId}`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// One of the texts that the specification has on the operation, such as `x-phrase`.
    #[cfg(feature = "console")]
    pub(crate) fn text(&self, key: &str) -> &str {
        self.json[key].as_str().unwrap_or_default()
    }

    /// The schema of the request body, as the specification writes it; `None` when the operation
    /// takes no body.
    pub fn request_schema(&self) -> Option<&Value> {
        self.request.as_ref().map(|body| &body.schema)
    }

    /// The schema of the 200 response, as the specification writes it; `None` when no body is
    /// documented.
    pub fn response_schema(&self) -> Option<&Value> {
        self.response.as_ref().map(|body| &body.schema)
    }
}

impl Contract {
    /// The strict specification that this crate carries.
    pub fn strict() -> &'static Self {
        &STRICT
    }

    fn of(spec: Value) -> Result<Self, Box<dyn std::error::Error>> {
        let mut schemas = BTreeMap::new();
        for name in components(&spec).keys() {
            let schema = convert::reference_to(name);
            schemas.insert(name.clone(), convert::validator(&schema, &spec)?);
        }
        let body = |schema: Option<&Value>| match schema {
            None => Ok(None),
            Some(schema) => convert::validator(schema, &spec).map(|validator| {
                Some(Body {
                    schema: schema.clone(),
                    validator,
                })
            }),
        };
        let mut operations = Vec::new();
        for (path, item) in object(&spec["paths"]) {
            for method in METHODS {
                let Some(operation) = item.get(method) else {
                    continue;
                };
                let id = operation["operationId"]
                    .as_str()
                    .ok_or("an operation has no id")?;
                operations.push(Operation {
                    id: id.to_owned(),
                    method: method.to_ascii_uppercase(),
                    path: path.clone(),
                    #[cfg(feature = "console")]
                    json: operation.clone(),
                    request: body(json_body(operation.pointer("/requestBody")))?,
                    response: body(json_body(operation.pointer("/responses/200")))?,
                });
            }
        }
        Ok(Self {
            spec,
            operations,
            schemas,
        })
    }

    /// The operations of the specification.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation with this id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// What is wrong with a request body; empty when nothing is.
    ///
    /// Fields that the specification does not name are not wrong, nor are fields left out: the
    /// specification marks none as required. [`missing_in_request`](Self::missing_in_request)
    /// finds the latter.
    pub fn check_request(&self, operation_id: &str, body: &Value) -> Vec<Violation> {
        match self.operation(operation_id) {
            None => vec![Violation::new("$", "an operation of the specification")],
            Some(Operation { request: None, .. }) => {
                vec![Violation::new("$", "no body: the operation takes none")]
            }
            Some(Operation {
                request: Some(request),
                ..
            }) => Violation::all(&request.validator, body),
        }
    }

    /// What is wrong with a response; empty when nothing is.
    ///
    /// A 200 has to carry the documented body (an empty one where none is documented), a 4XX the
    /// documented error. No other status is documented, so any other is a violation.
    ///
    /// ```
    /// # use catalogs_sandbox::contract::Contract;
    /// let contract = Contract::strict();
    /// let body = br#"{"error_code": "address_not_found", "reason": "no such address"}"#;
    /// assert_eq!(contract.check_response("get_address", 404, body), []);
    /// assert_eq!(contract.check_response("get_address", 404, b"<html>").len(), 1);
    /// ```
    pub fn check_response(&self, operation_id: &str, status: u16, body: &[u8]) -> Vec<Violation> {
        let Some(operation) = self.operation(operation_id) else {
            return vec![Violation::new("$", "an operation of the specification")];
        };
        let validator = match (status, &operation.response) {
            (200, Some(response)) => &response.validator,
            (200, None) if body.is_empty() => return Vec::new(),
            (200, None) => return vec![Violation::new("$", "an empty body")],
            (400..=499, _) => &self.schemas["Error"],
            _ => return vec![Violation::new("status", "200 or 4XX")],
        };
        match serde_json::from_slice(body) {
            Ok(body) => Violation::all(validator, &body),
            Err(_) => vec![Violation::new("$", "JSON")],
        }
    }

    /// What is wrong with a value, by one of the specification's named schemas, such as `Address`.
    pub fn check_schema(&self, name: &str, value: &Value) -> Vec<Violation> {
        match self.schemas.get(name) {
            Some(validator) => Violation::all(validator, value),
            None => vec![Violation::new("$", "a schema of the specification")],
        }
    }

    /// The schema that a reference leads to; any other as it is.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        spec::resolve(&self.spec, schema)
    }

    /// The documented fields that a request body leaves out, as JSON paths, nested ones included.
    ///
    /// Leaving out is not a violation by itself. A client that promises to send every field can
    /// be held to its promise with this.
    ///
    /// ```
    /// # use catalogs_sandbox::contract::Contract;
    /// # use serde_json::json;
    /// let body = json!({"name": "Anna", "phone": null, "email": null});
    /// let missing = Contract::strict().missing_in_request("create_contact_person", &body);
    /// assert_eq!(missing, ["$.extra_phone"]);
    /// ```
    pub fn missing_in_request(&self, operation_id: &str, body: &Value) -> Vec<String> {
        let operation = self.operation(operation_id);
        self.compare(operation.and_then(Operation::request_schema), body)
            .missing
    }

    /// The documented fields that a 200 response leaves out, as JSON paths, nested ones included.
    pub fn missing_in_response(&self, operation_id: &str, body: &Value) -> Vec<String> {
        let operation = self.operation(operation_id);
        self.compare(operation.and_then(Operation::response_schema), body)
            .missing
    }

    /// The fields of a 200 response that the specification does not name, as JSON paths, nested
    /// ones included.
    ///
    /// ```
    /// # use catalogs_sandbox::contract::Contract;
    /// # use serde_json::json;
    /// let body = json!([{"name": "Anna", "nickname": "A"}]);
    /// let unknown = Contract::strict().unknown_in_response("list_contact_persons", &body);
    /// assert_eq!(unknown, ["$[0].nickname"]);
    /// ```
    pub fn unknown_in_response(&self, operation_id: &str, body: &Value) -> Vec<String> {
        let operation = self.operation(operation_id);
        self.compare(operation.and_then(Operation::response_schema), body)
            .unknown
    }

    fn compare(&self, schema: Option<&Value>, value: &Value) -> Fields {
        schema.map_or_else(Fields::default, |schema| {
            fields::compare(&self.spec, schema, value)
        })
    }

    /// The properties of one of the specification's named schemas, as the specification writes
    /// them.
    pub(crate) fn properties(&self, name: &str) -> &Map<String, Value> {
        object(&self.spec["components"]["schemas"][name]["properties"])
    }

    /// The prefixes of the routes: the path of each server URL.
    #[cfg(test)]
    pub(crate) fn prefixes(&self) -> Vec<&str> {
        let urls = self.spec["servers"].as_array().into_iter().flatten();
        urls.filter_map(|server| server["url"].as_str()?.strip_prefix("https://api.ati.su"))
            .collect()
    }
}

#[cfg(test)]
mod tests;
