//! The reference: the specification as one route has it, with what a reader wants beside it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::examples::{self, Examples, USER_AGENT};
use crate::{
    app::App,
    contract::{Contract, Operation, spec_json},
    refusal::Refusal,
    response::BufferedResponse,
    routes::Route,
    store::Kind,
};

/// What the specification has no place for.
const PROSE: &str = include_str!("prose.md");

pub(super) fn name_of(route: Route) -> &'static str {
    match route {
        Route::Direct => "direct",
        Route::Gateway => "gateway",
    }
}

pub(super) fn route_of(name: &str) -> Option<Route> {
    [Route::Direct, Route::Gateway]
        .into_iter()
        .find(|route| name_of(*route) == name)
}

/// The OpenAPI document of a route.
pub(super) fn document(app: &App, route: Route, origin: &str) -> Value {
    let mut document: Value = serde_json::from_str(spec_json()).unwrap_or_default();
    let examples = Examples::of(app);

    let description = document["info"]["description"].as_str().unwrap_or_default();
    document["info"]["description"] = json!(format!("{description}\n{PROSE}"));
    document["servers"] = json!([{ "url": format!("{origin}{}", route.prefix()) }]);
    let (name, scheme) = access(route, origin, &document);
    document["components"]["securitySchemes"] = json!({ name: scheme });
    document["security"] = json!([{ name: [] }]);

    for parameter in values(&mut document["components"]["parameters"]) {
        let id = examples.id(parameter["name"].as_str().unwrap_or_default());
        parameter["example"] = json!(id);
    }
    for (name, fields) in &ORDER.components.schemas {
        for (place, field) in fields.properties.keys().enumerate() {
            let schema = &mut document["components"]["schemas"][name];
            schema["properties"][field]["x-order"] = json!(place);
        }
    }
    let schemas = &mut document["components"]["schemas"];
    for name in ["Residency", "AddressType"] {
        let ru = schemas[name]["x-enum-descriptions-ru"].take();
        let texts = values(&mut schemas[name]["x-enum-descriptions"]);
        for (text, ru) in texts.zip(ru.as_array().into_iter().flatten()) {
            let en = text.as_str().unwrap_or_default();
            *text = json!(format!("{en} ({})", ru.as_str().unwrap_or_default()));
        }
    }
    schemas["Organization"]["properties"]["residency"]["x-enum-descriptions"] =
        schemas["Residency"]["x-enum-descriptions"].clone();

    for operation in Contract::strict().operations() {
        let method = operation.method().to_lowercase();
        let it = &mut document["paths"][operation.path()][method];
        it["x-codeSamples"] = examples::snippets(operation, route, origin, &examples);
        it["parameters"] = json!([user_agent()]);
        if let Some(schema) = operation.request_schema() {
            let content = &mut it["requestBody"]["content"]["application/json"];
            content["example"] = examples.body(schema);
        }
        it["responses"] = responses(&it["responses"], entity_by_id(operation));
    }
    document
}

/// How a request is authorized on a route: the scheme's name, and the scheme.
fn access(route: Route, origin: &str, document: &Value) -> (&'static str, Value) {
    let name = match route {
        Route::Direct => "apiToken",
        Route::Gateway => "oauth2",
    };
    let mut scheme = document["components"]["securitySchemes"][name].clone();
    if route == Route::Gateway {
        // The sandbox is its own provider.
        scheme["flows"]["authorizationCode"] = json!({
            "authorizationUrl": format!("{origin}/oauth2/"),
            "tokenUrl": format!("{origin}/oauth2/token"),
            "refreshUrl": format!("{origin}/oauth2/token"),
            "scopes": {},
        });
    }
    (name, scheme)
}

fn user_agent() -> Value {
    json!({
        "name": "User-Agent",
        "in": "header",
        "required": true,
        "description": "Who calls: `ati_integrator_` and your ATI code (код в АТИ).",
        "schema": { "type": "string" },
        "example": USER_AGENT,
    })
}

/// The documented responses, and beside them how the sandbox refuses what goes wrong most.
fn responses(documented: &Value, kind: Option<Kind>) -> Value {
    let mut responses = documented.clone();
    let mut refuse = |description: &str, refusal: Refusal| {
        let response = BufferedResponse::from(refusal);
        let example: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        responses[response.status.as_str()] = json!({
            "description": description,
            "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Error" },
                "example": example,
            } },
        });
    };
    refuse(
        "The request is not as it has to be (the sandbox's response).",
        Refusal::missing_header("User-Agent", "ati_integrator_<your ATI code>"),
    );
    refuse(
        "The token is missing, not good, or for the other route (the sandbox's response).",
        Refusal::unauthorized("header Authorization is missing: it has to be Bearer <token>"),
    );
    if let Some(kind) = kind {
        refuse(
            "There is none with this id (the sandbox's response).",
            kind.not_found(),
        );
    }
    refuse(
        "More than 10 requests in a second: wait 100 ms, and double the wait while it goes on (the \
         sandbox's response).",
        Refusal::too_many_requests(),
    );
    responses
}

/// The kind of the entity whose id is in the path, if there is one.
fn entity_by_id(operation: &Operation) -> Option<Kind> {
    let (_, name) = operation.id().split_once('_')?;
    Kind::from_name(name).filter(|_| operation.path().contains('{'))
}

fn values(container: &mut Value) -> Box<dyn Iterator<Item = &mut Value> + '_> {
    match container {
        Value::Object(object) => Box::new(object.values_mut()),
        Value::Array(array) => Box::new(array.iter_mut()),
        _ => Box::new(std::iter::empty()),
    }
}

/// The fields in the order of the specification, which JSON values do not keep.
static ORDER: LazyLock<Order> =
    LazyLock::new(|| serde_json::from_str(spec_json()).unwrap_or_default());

#[derive(Deserialize, Default)]
struct Order {
    components: Components,
}

#[derive(Deserialize, Default)]
struct Components {
    schemas: BTreeMap<String, Fields>,
}

#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    properties: IndexMap<String, IgnoredAny>,
}
