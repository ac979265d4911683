//! What is wrong with a request, and what is said about it.

use super::*;

const ORGANIZATIONS: &str = "/organizations";
const ADDRESSES: &str = "/organizations/addresses";
const ADDRESS: &str = "/organizations/addresses/3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const PERSON: &str = "/organizations/contactPersons/3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const NOBODY: &str = "/organizations/3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/// Sends each request, and expects status, code and a part of the reason.
async fn refused(cases: &[(&str, &str, &str, u16, &str, &str)]) {
    let harness = harness(
        SandboxBuilder::new()
            .rate_limit(RateLimit::off())
            .max_body_bytes(600),
    );
    let before = harness.app.address_book().snapshot();
    for (method, path, body, status, code, reason) in cases {
        let reply = harness.send(method, path, body).await;
        let said = reply.body["reason"].as_str().expect("a reason");
        assert_eq!(
            (reply.status, reply.code()),
            (*status, *code),
            "{method} {path} {body}: {said}"
        );
        assert!(said.contains(reason), "{method} {path} {body}: {said}");
        assert_eq!(reply.headers.contains_key("allow"), *status == 405);
    }
    assert_eq!(
        harness.app.address_book().snapshot(),
        before,
        "refused requests change nothing"
    );
}

#[tokio::test]
async fn unknown_path_method_or_id_is_refused() {
    let cases = [
        ("GET", "/nothing", "", 404, "unknown_route", "no such path"),
        ("GET", "", "", 404, "unknown_route", "no such path"),
        (
            "PATCH",
            ORGANIZATIONS,
            "",
            405,
            "method_not_allowed",
            "GET, POST",
        ),
        (
            "OPTIONS",
            ORGANIZATIONS,
            "",
            405,
            "method_not_allowed",
            "GET, POST",
        ),
        (
            "HEAD",
            ORGANIZATIONS,
            "",
            405,
            "method_not_allowed",
            "GET, POST",
        ),
        ("GET", "/organizations/17", "", 400, "invalid_id", "GUID"),
        (
            "PUT",
            "/organizations/addresses/17",
            "{}",
            400,
            "invalid_id",
            "GUID",
        ),
        (
            "GET",
            NOBODY,
            "",
            404,
            "organization_not_found",
            "организация",
        ),
        (
            "DELETE",
            NOBODY,
            "",
            404,
            "organization_not_found",
            "организация",
        ),
        ("GET", ADDRESS, "", 404, "address_not_found", "адрес"),
        ("DELETE", ADDRESS, "", 404, "address_not_found", "адрес"),
        (
            "GET",
            PERSON,
            "",
            404,
            "contact_person_not_found",
            "контактное лицо",
        ),
        (
            "PUT",
            PERSON,
            "{}",
            404,
            "contact_person_not_found",
            "контактное лицо",
        ),
    ];
    refused(&cases).await;
}

#[tokio::test]
async fn invalid_json_body_is_refused_with_position() {
    let long = format!("\"{}\"", "x".repeat(600));
    let cases = [
        (
            "POST",
            ORGANIZATIONS,
            "",
            400,
            "invalid_json",
            "line 1, column 0",
        ),
        (
            "POST",
            ORGANIZATIONS,
            "{\n \"a\": ,}",
            400,
            "invalid_json",
            "line 2, column 7",
        ),
        (
            "POST",
            ORGANIZATIONS,
            "{",
            400,
            "invalid_json",
            "ends too early at line 1, column 1",
        ),
        (
            "PUT",
            ORGANIZATION,
            "name=x",
            400,
            "invalid_json",
            "line 1, column 2",
        ),
        (
            "POST",
            ORGANIZATIONS,
            &long,
            413,
            "body_too_large",
            "600 bytes",
        ),
    ];
    refused(&cases).await;
}

#[tokio::test]
async fn body_breaking_schema_or_rule_is_refused() {
    let person = r#"{"name": 5, "extra_phone": "104"}"#;
    let docs_address = r#"{"docs_address": {"city_id": "1"}}"#;
    let departments = r#"{"department_ids": [7, "9"]}"#;
    let nobody_sees = r#"{"ownership": 1, "residency": 1, "all_departments_allowed": false}"#;
    let elsewhere = r#"{"ownership": 1, "residency": 1, "all_departments_allowed": true,
        "address_ids": ["3f2504e0-4f89-41d3-9a0c-0305e82c3301"]}"#;
    let dangling = r#"{"address_city_id": 1, "address_type": 1,
        "contact_person_ids": ["3f2504e0-4f89-41d3-9a0c-0305e82c3301"]}"#;
    let no_address = "$.address_ids[0] is the id of no address";
    let no_person = "$.contact_person_ids[0] is the id of no contact person";
    let cases = [
        (
            "POST",
            ORGANIZATIONS,
            "[]",
            400,
            "invalid_request",
            "$: expected an object",
        ),
        (
            "POST",
            ORGANIZATIONS,
            docs_address,
            400,
            "invalid_request",
            "$.docs_address.city_id: e",
        ),
        (
            "POST",
            ORGANIZATIONS,
            departments,
            400,
            "invalid_request",
            "$.department_ids[1]: e",
        ),
        (
            "PUT",
            PERSON,
            person,
            400,
            "invalid_request",
            "$.name: expected a string or null",
        ),
        (
            "POST",
            ORGANIZATIONS,
            "{}",
            400,
            "missing_field",
            "$.ownership",
        ),
        (
            "POST",
            ADDRESSES,
            "{}",
            400,
            "missing_field",
            "$.address_city_id, $.address_type",
        ),
        (
            "POST",
            "/organizations/filter",
            "{}",
            400,
            "missing_field",
            "$.departments",
        ),
        (
            "POST",
            ORGANIZATIONS,
            nobody_sees,
            400,
            "departments_required",
            "подразделения",
        ),
        (
            "PUT",
            ORGANIZATION,
            elsewhere,
            400,
            "unknown_reference",
            no_address,
        ),
        (
            "POST",
            ADDRESSES,
            dangling,
            400,
            "unknown_reference",
            no_person,
        ),
    ];
    refused(&cases).await;
}
