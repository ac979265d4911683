//! Which operation a request is for. The table is the specification's.

use axum::http::Method;

use crate::{
    contract::{Contract, Operation},
    refusal::Refusal,
};

/// The two routes to the same operations. They differ in prefix and token, and in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// `/v1.2/catalogs`, for the API token.
    Direct,
    /// `/gw/oauth2/catalogs/v1.2`, for an OAuth access token.
    Gateway,
}

impl Route {
    /// What stands before the paths of the specification.
    ///
    /// ```
    /// # use catalogs_sandbox::Route;
    /// assert_eq!(Route::Direct.prefix(), "/v1.2/catalogs");
    /// ```
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Direct => "/v1.2/catalogs",
            Self::Gateway => "/gw/oauth2/catalogs/v1.2",
        }
    }

    /// The route that a path belongs to, and the path without the prefix.
    pub(crate) fn of(path: &str) -> Option<(Self, &str)> {
        [Self::Direct, Self::Gateway].into_iter().find_map(|route| {
            let rest = path.strip_prefix(route.prefix())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((route, rest))
        })
    }
}

/// What a request asks for: the operation, and the id in its path.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) operation: &'static Operation,
    pub(crate) id: Option<String>,
}

/// Finds the operation for a method and a path without its prefix.
///
/// # Errors
///
/// 404 when no operation has this path, 405 when none of those that have it takes the method.
pub(crate) fn find(method: &Method, path: &str) -> Result<Target, Refusal> {
    let operations = Contract::strict().operations();
    let mut here: Vec<(&Operation, Option<&str>)> = operations
        .iter()
        .filter_map(|it| Some((it, matches(it.path(), path)?)))
        .collect();
    // Words go before ids: `/organizations/filter` is no organization.
    if here.iter().any(|(_, id)| id.is_none()) {
        here.retain(|(_, id)| id.is_none());
    }
    if here.is_empty() {
        return Err(Refusal::unknown_route());
    }
    let Some((operation, id)) = here.iter().find(|(it, _)| it.method() == method.as_str()) else {
        let allowed: Vec<&str> = here.iter().map(|(it, _)| it.method()).collect();
        return Err(Refusal::method_not_allowed(&allowed));
    };
    Ok(Target {
        operation,
        id: id.map(str::to_owned),
    })
}

/// Holds a path against a template. Inside: the id, when the template has a place for one.
fn matches<'p>(template: &str, path: &'p str) -> Option<Option<&'p str>> {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    let mut id = None;
    loop {
        match (template.next(), path.next()) {
            (None, None) => return Some(id),
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {
                id = Some(given);
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_segments_precede_ids() {
        let cases = "GET /organizations = list_organizations
            POST /organizations = create_organization
            POST /organizations/filter = filter_organizations
            GET /organizations/addresses = list_addresses
            POST /organizations/addresses = create_address
            GET /organizations/addresses/types = list_address_types
            GET /organizations/contactPersons = list_contact_persons
            POST /organizations/contactPersons = create_contact_person
            GET /organizations/1 = get_organization 1
            PUT /organizations/1 = replace_organization 1
            DELETE /organizations/1 = delete_organization 1
            GET /organizations/addresses/2 = get_address 2
            PUT /organizations/addresses/2 = replace_address 2
            DELETE /organizations/addresses/2 = delete_address 2
            GET /organizations/contactPersons/3 = get_contact_person 3
            PUT /organizations/contactPersons/3 = replace_contact_person 3
            DELETE /organizations/contactPersons/3 = delete_contact_person 3
            GET /organizations/filter = 405 POST
            DELETE /organizations = 405 GET, POST
            HEAD /organizations = 405 GET, POST
            OPTIONS /organizations/1 = 405 GET, PUT, DELETE
            PUT /organizations/addresses = 405 GET, POST
            DELETE /organizations/addresses/types = 405 GET
            GET  = 404
            GET / = 404
            GET /organizations/ = 404
            GET /Organizations = 404
            GET /organizations/addresses/ = 404
            GET /organizations/1/addresses = 404
            GET /organizations/contactPersons/3/x = 404";
        for case in cases.lines() {
            let (request, expected) = case.split_once(" = ").expect(case);
            let (method, path) = request.trim_start().split_once(' ').expect(case);
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let found = match find(&method, path) {
                Ok(Target { operation, id }) => {
                    let id = id.unwrap_or_default();
                    format!("{} {id}", operation.id()).trim_end().to_owned()
                }
                Err(refusal) if refusal.code == "method_not_allowed" => {
                    refusal.reason.replace("this path takes", "405")
                }
                Err(refusal) => refusal.status.as_u16().to_string(),
            };
            assert_eq!(found, expected, "{request}");
        }
    }

    #[test]
    fn route_prefixes_match_the_spec() {
        let prefixes = [Route::Direct, Route::Gateway].map(Route::prefix);
        assert_eq!(Contract::strict().prefixes(), prefixes);
        let cases = [
            (
                "/v1.2/catalogs/organizations",
                Some((Route::Direct, "/organizations")),
            ),
            ("/gw/oauth2/catalogs/v1.2/x", Some((Route::Gateway, "/x"))),
            ("/v1.2/catalogs", Some((Route::Direct, ""))),
            ("/v1.2/catalogsorganizations", None),
            ("/organizations", None),
            ("/", None),
        ];
        for (path, expected) in cases {
            assert_eq!(Route::of(path), expected, "{path}");
        }
    }
}
