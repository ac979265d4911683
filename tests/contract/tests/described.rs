//! What is described is what is sent, and what is made by hand is what the client would make.

use catalogs::{Client, Method, Operation, RequestDescription};
use catalogs_sandbox::{Fault, RecordedRequest};
use contract_tests::{
    ROUTES, builder,
    calls::{Ids, call},
    sandbox, sandbox_client,
};

/// Method, path, the client's own headers, body.
type Essence = (
    String,
    String,
    Vec<(String, String)>,
    Option<serde_json::Value>,
);

/// The request of an operation's call.
async fn describe(client: &Client, operation: Operation, ids: Ids) -> RequestDescription {
    let call = |client: Client| async move { call(&client, operation, &ids).await };
    client.describe(call).await.expect("a request")
}

fn described(request: RequestDescription, origin: &str) -> Essence {
    let path = request.url.strip_prefix(origin).expect("the sandbox's");
    let mut headers = request.headers;
    headers.sort();
    let method = request.operation.method();
    (method.to_owned(), path.to_owned(), headers, request.body)
}

fn arrived(request: &RecordedRequest, names: &[(String, String)]) -> Essence {
    let headers = names.iter().map(|(name, _)| {
        let value = request.header(name).expect("it was described");
        (name.clone(), value.to_owned())
    });
    let (method, path) = (request.method(), request.path());
    (
        method.to_owned(),
        path.to_owned(),
        headers.collect(),
        request.json(),
    )
}

#[tokio::test]
async fn a_description_is_the_request_that_would_be_sent() {
    for route in ROUTES {
        for operation in Operation::ALL {
            let sandbox = sandbox().await;
            let ids = Ids::of(&sandbox);
            let client = sandbox_client(&sandbox, route);
            let description = describe(&client, *operation, ids).await;
            assert!(sandbox.requests().is_empty(), "{operation}");
            assert_eq!(description.operation, *operation);
            let described = described(description, sandbox.origin());
            let named = described.2.iter().map(|(name, _)| name.as_str());
            let named: Vec<&str> = named.collect();
            assert_eq!(
                named,
                ["accept", "accept-encoding", "content-type", "user-agent"]
            );

            call(&client, *operation, &ids).await.expect("it works");
            let requests = sandbox.requests();
            assert_eq!(
                arrived(&requests[0], &described.2),
                described,
                "{operation}"
            );
        }
    }
}

#[tokio::test]
async fn a_description_shows_no_body_asks_for_no_token_and_says_when_nothing_is_sent() {
    let client = builder("http://127.0.0.1:9", ROUTES[0], "canary")
        .build()
        .expect("sound");
    let ids = Ids::made_up();
    let create = Operation::CreateContactPerson;
    let description = describe(&client, create, ids).await;
    let shown = format!("{description:?}");
    assert!(
        !shown.contains("Сидоров") && !shown.contains("canary"),
        "{shown}"
    );
    let other = client
        .describe(|client| async move {
            let other = client.with_auth(catalogs::Auth::oauth2("canary"))?;
            call(&other, create, &ids).await
        })
        .await
        .expect("nobody has to be there for that one either");
    assert!(other.url.contains(ROUTES[1].prefix()), "{}", other.url);
    let nothing = client.describe(|_| async { Ok(()) }).await;
    assert!(nothing.is_err_and(|error| error.is_configuration()));
}

#[tokio::test]
async fn a_request_by_hand_is_the_same_as_the_method_that_is_there_for_it() {
    for route in ROUTES {
        for operation in Operation::ALL {
            let sandbox = sandbox().await;
            let ids = Ids::of(&sandbox);
            let client = sandbox_client(&sandbox, route);
            let description = describe(&client, *operation, ids).await;
            let url = description
                .url
                .strip_prefix(sandbox.origin())
                .expect("the sandbox's");
            let path = url
                .strip_prefix(route.prefix())
                .expect("below the route")
                .to_owned();
            let method: Method = operation.method().parse().expect("known");
            let body = description.body.clone();
            let by_hand = client
                .describe(
                    |client| async move { client.request(method, &path, body.as_ref()).await },
                )
                .await
                .expect("a request");
            let origin = sandbox.origin();
            assert_eq!(
                described(by_hand, origin),
                described(description, origin),
                "{operation}"
            );
        }
    }
}

#[tokio::test]
async fn a_request_by_hand_is_repeated_only_where_that_is_harmless() {
    let sandbox = sandbox().await;
    let client = builder(sandbox.origin(), ROUTES[0], sandbox.api_token())
        .retry(catalogs::RetryPolicy::default().initial_backoff(std::time::Duration::ZERO))
        .build()
        .expect("sound");
    let filter = serde_json::json!({ "departments": [7] });
    let person = serde_json::json!({ "name": "Мария" });
    let cases = [
        (Method::Get, "/organizations", None, true),
        (Method::Post, "/organizations/filter", Some(&filter), true),
        (
            Method::Post,
            "/organizations/contactPersons",
            Some(&person),
            false,
        ),
        (Method::Patch, "/organizations", Some(&person), false),
    ];
    for (method, path, body, is_repeated) in cases {
        sandbox.clear_requests();
        sandbox.inject(Fault::reset());
        let result = client.request(method, path, body).await;
        assert_eq!(
            sandbox.requests().len(),
            1 + usize::from(is_repeated),
            "{method} {path}"
        );
        match result {
            Ok(_) => assert!(is_repeated, "{method} {path}"),
            Err(error) => assert!(
                !is_repeated && error.is_outcome_unknown(),
                "{method} {path}: {error}"
            ),
        }
    }
    // Where the first attempt may have deleted it, and the second finds nothing, it is gone.
    let id = Ids::of(&sandbox).contact_person;
    sandbox.inject(Fault::reset().after_effect());
    let path = format!("/organizations/contactPersons/{id}");
    let gone = client.request(Method::Delete, &path, None).await;
    assert_eq!(gone.expect("deleted"), serde_json::Value::Null);
    let twice = client.request(Method::Delete, &path, None).await;
    let error = twice.expect_err("it is not there");
    assert!(error.is_not_found());
    let error = client
        .request(Method::Get, "/cities", None)
        .await
        .expect_err("no such path");
    let text = error.to_string();
    assert!(
        text.starts_with("cannot make the request: the service answered 404"),
        "{text}"
    );
    assert!(
        text.ends_with("; check the path, and the ids in it"),
        "{text}"
    );
}
