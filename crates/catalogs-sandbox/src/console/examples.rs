//! An example of each request, that works with what is in the address book now, and its snippets.

use catalogs_snippets::{Language, Request, render};
use serde_json::{Value, json};

use crate::{
    app::App,
    contract::{Contract, Operation},
    routes::Route,
    store::Kind,
};

/// As the service wants it: `ati_integrator_` and an ATI code, here the documentation's example.
pub(super) const USER_AGENT: &str = "ati_integrator_64357";

/// The languages of the snippets, as the page names them, and what colours them.
const LANGUAGES: [(Language, &str, &str); 3] = [
    (Language::Curl, "curl", "shell"),
    (Language::OneC, "1C", "1c"),
    (Language::Python, "Python", "python"),
];

/// Ids of what is in the address book, for examples that lead somewhere.
pub(super) struct Examples {
    organization: Option<String>,
    address: Option<String>,
    contact_person: Option<String>,
}

impl Examples {
    pub(super) fn of(app: &App) -> Self {
        let book = app.address_book();
        let first = |kind| {
            let (entries, _) = book.first(kind, 1);
            Some(entries.first()?["id"].as_str()?.to_owned())
        };
        Self {
            organization: first(Kind::Organization),
            address: first(Kind::Address),
            contact_person: first(Kind::ContactPerson),
        }
    }

    /// What to put in a path for `{organizationId}` and the like.
    pub(super) fn id(&self, parameter: &str) -> &str {
        let id = match parameter {
            "organizationId" => &self.organization,
            "addressId" => &self.address,
            _ => &self.contact_person,
        };
        id.as_deref()
            .unwrap_or("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
    }

    /// A body as the specification shows it, linked to what is there.
    pub(super) fn body(&self, schema: &Value) -> Value {
        let mut body = Contract::strict().resolve(schema)["example"].clone();
        for (field, id) in [
            ("address_ids", &self.address),
            ("contact_person_ids", &self.contact_person),
        ] {
            if let Some(ids) = body.get_mut(field) {
                *ids = id.iter().map(|id| json!(id)).collect();
            }
        }
        body
    }
}

/// The snippets of an operation, as the viewer wants them.
pub(super) fn snippets(
    operation: &Operation,
    route: Route,
    origin: &str,
    examples: &Examples,
) -> Value {
    let steps = [request(operation, route, origin, examples).into()];
    LANGUAGES
        .iter()
        .map(|(language, label, colours)| {
            json!({ "lang": colours, "label": label, "source": render(&steps, *language) })
        })
        .collect()
}

fn request(operation: &Operation, route: Route, origin: &str, examples: &Examples) -> Request {
    let path: Vec<&str> = operation
        .path()
        .split('/')
        .map(|part| match part.strip_prefix('{') {
            Some(parameter) => examples.id(parameter.trim_end_matches('}')),
            None => part,
        })
        .collect();
    let body = operation.request_schema();
    Request::new(
        operation.method(),
        format!("{origin}{}{}", route.prefix(), path.join("/")),
    )
    .title(operation.text("x-phrase"))
    .name(operation.id())
    .onec_name(
        operation.text("x-function-ru"),
        operation.text("x-summary-ru"),
    )
    .headers([
        ("User-Agent", USER_AGENT),
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("Accept-Encoding", "gzip, deflate, br"),
    ])
    .token_variable(match route {
        Route::Direct => "ATI_TOKEN",
        Route::Gateway => "ATI_OAUTH_TOKEN",
    })
    .body(body.map_or(Value::Null, |schema| examples.body(schema)))
}
