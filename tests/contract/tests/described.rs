//! A described request is the one that is sent, and a custom request the one a method would send.

use catalogs::{Method, Operation, RequestDescription, RetryPolicy};
use catalogs_sandbox::{Fault, RecordedRequest};
use contract_tests::{
    ROUTES, builder,
    calls::{Ids, call, describe},
    sandbox, sandbox_client,
};

/// Method, path, the client's own headers, body.
type Essence = (
    String,
    String,
    Vec<(String, String)>,
    Option<serde_json::Value>,
);

fn described(request: RequestDescription, origin: &str) -> Essence {
    let path = request.url.strip_prefix(origin).expect("the sandbox's");
    let mut headers = request.headers;
    headers.sort();
    let method = request.method.to_string();
    (method, path.to_owned(), headers, request.body)
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
async fn description_is_the_request_that_is_sent() {
    for route in ROUTES {
        for operation in Operation::ALL {
            let sandbox = sandbox().await;
            let ids = Ids::of(&sandbox);
            let client = sandbox_client(&sandbox, route);
            let description = describe(&client, *operation, &ids).expect("a request");
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
async fn custom_request_equals_that_of_the_method() {
    for route in ROUTES {
        for operation in Operation::ALL {
            let sandbox = sandbox().await;
            let ids = Ids::of(&sandbox);
            let client = sandbox_client(&sandbox, route);
            let description = describe(&client, *operation, &ids).expect("a request");
            let url = description
                .url
                .strip_prefix(sandbox.origin())
                .expect("the sandbox's");
            let path = url
                .strip_prefix(route.prefix())
                .expect("below the route")
                .to_owned();
            let method: Method = operation.method().parse().expect("known");
            let mut custom = client.request(method, &path);
            if let Some(body) = &description.body {
                custom = custom.json(body);
            }
            let custom = custom.describe().expect("a request");
            let origin = sandbox.origin();
            assert_eq!(
                described(custom, origin),
                described(description, origin),
                "{operation}"
            );
        }
    }
}

#[tokio::test]
async fn custom_request_is_retried_only_if_harmless() {
    let sandbox = sandbox().await;
    let client = builder(sandbox.origin(), ROUTES[0], sandbox.api_token())
        .retry(RetryPolicy::default().initial_backoff(std::time::Duration::ZERO))
        .build()
        .expect("sound");
    let filter = serde_json::json!({ "departments": [7] });
    let person = serde_json::json!({ "name": "Мария" });
    let cases = [
        (Method::GET, "/organizations", None, true),
        (Method::POST, "/organizations/filter", Some(&filter), true),
        (
            Method::POST,
            "/organizations/contactPersons",
            Some(&person),
            false,
        ),
        (Method::PATCH, "/organizations", Some(&person), false),
    ];
    for (method, path, body, is_repeated) in cases {
        sandbox.clear_requests();
        sandbox.inject(Fault::reset());
        let mut request = client.request(method.clone(), path);
        if let Some(body) = body {
            request = request.json(body);
        }
        let result = request.send::<serde_json::Value>().await;
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
    let gone = client.request(Method::DELETE, &path).send::<()>().await;
    gone.expect("deleted");
    let twice = client.request(Method::DELETE, &path).send::<()>().await;
    let error = twice.expect_err("it is not there");
    assert!(error.is_not_found());
    let error = client
        .request(Method::GET, "/cities")
        .send::<serde_json::Value>()
        .await
        .expect_err("no such path");
    let text = error.to_string();
    assert!(
        text.starts_with("cannot make the request: the service returned 404"),
        "{text}"
    );
    assert!(
        text.ends_with("; check the path, and the ids in it"),
        "{text}"
    );
}
