//! Custom requests, without a server but for one.

use super::*;

#[test]
fn custom_request_counts_as_the_operation_it_makes() {
    let id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    for operation in Operation::ALL {
        let filled: Vec<&str> = operation
            .path()
            .split('/')
            .map(|part| if part.starts_with('{') { id } else { part })
            .collect();
        let method: Method = operation.method().parse().unwrap();
        assert_eq!(operation_at(&method, &filled.join("/")), *operation);
    }
    let cases = [
        (
            Method::GET,
            "/organizations?x=1",
            Operation::ListOrganizations,
        ),
        (
            Method::GET,
            "/organizations/filter",
            Operation::GetOrganization,
        ),
        (Method::GET, "/", Operation::Custom),
        (Method::GET, "/organizations/", Operation::Custom),
        (Method::PATCH, "/organizations", Operation::Custom),
        (Method::GET, "/cities", Operation::Custom),
    ];
    for (method, path, expected) in cases {
        assert_eq!(operation_at(&method, path), expected, "{method} {path}");
    }
}

#[test]
fn path_outside_the_route_is_refused() {
    let route = "https://api.ati.su/v1.2/catalogs";
    for path in [
        "/organizations",
        "/organizations?a=б",
        "/",
        "/адреса",
        "//x",
    ] {
        assert!(checked(path, route).is_ok(), "{path}");
    }
    for path in [
        "",
        "organizations",
        "https://evil.example/",
        "/../../v2",
        "/organizations/%2e%2e/%2e%2e/x",
        "/x#y",
        "/v1.2/catalogs/organizations",
        ".evil.example/x",
    ] {
        let error = checked(path, route).unwrap_err();
        assert!(error.is_configuration(), "{path}: {error}");
    }
}

#[tokio::test]
async fn oversized_response_is_an_error() {
    let sandbox = catalogs_sandbox::Sandbox::start().await.unwrap();
    let client = Client::builder()
        .auth(crate::Auth::api_token(sandbox.api_token()))
        .integrator_code("1")
        .base_url(sandbox.origin())
        .max_response_bytes(100)
        .build()
        .unwrap();
    let list = client.request(Method::GET, "/organizations");
    let response = list.send::<serde_json::Value>().await;
    assert!(response.unwrap_err().is_too_large());
}
