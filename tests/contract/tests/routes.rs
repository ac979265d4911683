//! The client takes every documented route with the token that goes with it, and no other.

use std::collections::BTreeSet;

use catalogs::{Operation, Route};
use catalogs_sandbox::{Credential, Sandbox, contract};
use contract_tests::{
    ROUTES,
    calls::{Ids, call},
    routes::{DOCUMENTED, Token},
    sandbox, sandbox_client,
};
use serde_json::Value;

type Taken = BTreeSet<(String, String, Token)>;

fn documented(route: Route) -> Taken {
    let token = match route {
        Route::Direct => Token::Api,
        _ => Token::OAuth2,
    };
    let routes = DOCUMENTED.into_iter().filter(|(_, _, with)| *with == token);
    routes
        .map(|(method, path, token)| (method.to_owned(), path.to_owned(), token))
        .collect()
}

/// What the sandbox was asked, with the names of ids where the ids were.
fn taken(sandbox: &Sandbox, ids: &Ids) -> Vec<(String, String, Token)> {
    let named = [
        (ids.organization.to_string(), "{organizationId}"),
        (ids.address.to_string(), "{addressId}"),
        (ids.contact_person.to_string(), "{contactPersonId}"),
    ];
    let requests = sandbox.requests();
    let routes = requests.iter().map(|request| {
        assert_eq!(
            (request.status(), request.query()),
            (200, None),
            "{request:?}"
        );
        let path = named
            .iter()
            .fold(request.path().to_owned(), |path, (id, name)| {
                path.replace(id, name)
            });
        let token = match request.credential() {
            Credential::ApiToken => Token::Api,
            Credential::OauthToken => Token::OAuth2,
            other => panic!("{other:?} came with {request:?}"),
        };
        (request.method().to_owned(), path, token)
    });
    routes.collect()
}

#[test]
fn route_table_has_17_operations_on_two_routes() {
    assert_eq!(DOCUMENTED.into_iter().collect::<BTreeSet<_>>().len(), 34);
    for route in ROUTES {
        let routes = documented(route);
        assert_eq!(routes.len(), Operation::ALL.len());
        assert!(
            routes
                .iter()
                .all(|(_, path, _)| path.starts_with(route.prefix()))
        );
    }
}

#[tokio::test]
async fn client_uses_exactly_the_documented_routes() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let ids = Ids::of(&sandbox);
        for operation in Operation::ALL {
            call(&client, *operation, &ids).await.unwrap();
        }
        let taken = taken(&sandbox, &ids);
        assert_eq!(taken.len(), 17, "{route}: one request for a call");
        assert_eq!(
            taken.into_iter().collect::<Taken>(),
            documented(route),
            "{route}"
        );
    }
}

#[tokio::test]
async fn get_opt_and_edit_use_documented_routes() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let ids = Ids::of(&sandbox);
        let number = |draft: &mut Option<i32>| *draft = Some(draft.map_or(1, |old| old ^ 1));

        let organizations = client.organizations();
        organizations
            .get_opt(ids.organization)
            .await
            .unwrap()
            .unwrap();
        organizations
            .edit(ids.organization, |draft| number(&mut draft.extra_phone))
            .await
            .unwrap();
        let addresses = client.addresses();
        addresses.get_opt(ids.address).await.unwrap().unwrap();
        addresses
            .edit(ids.address, |draft| draft.latitude = Some(1.5))
            .await
            .unwrap();
        let persons = client.contact_persons();
        persons.get_opt(ids.contact_person).await.unwrap().unwrap();
        persons
            .edit(ids.contact_person, |draft| number(&mut draft.extra_phone))
            .await
            .unwrap();

        let single = |(method, path, _): &(String, String, Token)| {
            (method == "GET" || method == "PUT") && path.ends_with('}')
        };
        let expected: Taken = documented(route).into_iter().filter(single).collect();
        let taken = taken(&sandbox, &ids);
        assert_eq!((taken.len(), expected.len()), (9, 6), "{route}");
        assert_eq!(taken.into_iter().collect::<Taken>(), expected, "{route}");
    }
}

#[test]
fn specification_has_the_same_routes() {
    let spec: Value = serde_json::from_str(contract::spec_json()).unwrap();
    let mut specified = BTreeSet::new();
    for server in spec["servers"].as_array().unwrap() {
        let prefix = server["url"]
            .as_str()
            .unwrap()
            .strip_prefix("https://api.ati.su")
            .unwrap();
        for (path, item) in spec["paths"].as_object().unwrap() {
            for method in item
                .as_object()
                .unwrap()
                .keys()
                .filter(|key| *key != "parameters")
            {
                specified.insert((method.to_uppercase(), format!("{prefix}{path}")));
            }
        }
    }
    let documented = DOCUMENTED.into_iter();
    let documented: BTreeSet<_> = documented
        .map(|(method, path, _)| (method.to_owned(), path.to_owned()))
        .collect();
    assert_eq!(specified, documented);
}

#[test]
fn operations_are_named_as_in_the_specification() {
    let specified = contract::Contract::strict().operations().iter();
    let specified: BTreeSet<_> = specified
        .map(|it| (it.id(), it.method(), it.path()))
        .collect();
    let named = Operation::ALL
        .iter()
        .map(|it| (it.id(), it.method(), it.path()));
    assert_eq!(named.collect::<BTreeSet<_>>(), specified);
}

#[tokio::test]
async fn token_of_the_other_route_is_refused() {
    let sandbox = sandbox().await;
    for (route, token) in [
        (Route::Direct, sandbox.oauth_token()),
        (Route::Gateway, sandbox.api_token()),
    ] {
        let client = contract_tests::client_on(sandbox.origin(), route, token);
        let error = client.organizations().list().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
}
