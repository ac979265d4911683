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

/// What each operation does, as a heading of its snippets.
pub(super) const TITLES: [(&str, &str); 17] = [
    ("list_organizations", "list organizations"),
    ("create_organization", "create an organization"),
    (
        "filter_organizations",
        "list the organizations of departments",
    ),
    ("get_organization", "get an organization"),
    ("replace_organization", "replace an organization"),
    ("delete_organization", "delete an organization"),
    ("list_addresses", "list addresses"),
    ("create_address", "create an address"),
    ("list_address_types", "list address types"),
    ("get_address", "get an address"),
    ("replace_address", "replace an address"),
    ("delete_address", "delete an address"),
    ("list_contact_persons", "list contact persons"),
    ("create_contact_person", "create a contact person"),
    ("get_contact_person", "get a contact person"),
    ("replace_contact_person", "replace a contact person"),
    ("delete_contact_person", "delete a contact person"),
];

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
    let title = TITLES.iter().find(|(id, _)| *id == operation.id());
    let body = operation.request_schema();
    Request::new(
        operation.method(),
        format!("{origin}{}{}", route.prefix(), path.join("/")),
    )
    .title(title.map_or(operation.id(), |(_, title)| title))
    .name(operation.id())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_title() {
        let operations = Contract::strict().operations();
        assert_eq!(operations.len(), TITLES.len());
        for operation in operations {
            assert!(
                TITLES.iter().any(|(id, _)| *id == operation.id()),
                "{}",
                operation.id()
            );
        }
    }
}
