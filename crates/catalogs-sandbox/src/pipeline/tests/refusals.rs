//! Refused requests: status, code and reason.

use super::*;

/// Sends each request of a table, and expects the status, code and part of the reason that the line
/// after it has. Refused requests change nothing.
async fn refused(table: &str) {
    let builder = SandboxBuilder::new().max_body_bytes(600);
    let harness = harness(builder.rate_limit(RateLimit::off()));
    let before = harness.app.address_book().snapshot();
    let lines: Vec<&str> = table.lines().map(str::trim).collect();
    for pair in lines.chunks(2).filter(|pair| !pair[0].is_empty()) {
        let mut request = pair[0].splitn(3, ' ');
        let mut part = || request.next().unwrap_or_default();
        let (method, path, body) = (part(), part(), part().replace("\\n", "\n"));
        let path = path.replace("UNKNOWN", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        let reply = harness
            .send(method, path.trim_start_matches('.'), &body)
            .await;
        let reason = reply.body["reason"].as_str().expect("a reason");
        let actual = format!("{} {} {reason}", reply.status, reply.code());
        let mut expected = pair[1].splitn(3, ' ');
        assert!(
            expected.all(|part| actual.contains(part)),
            "{}: {actual}",
            pair[0]
        );
        assert!(actual.starts_with(&pair[1][..4]), "{}: {actual}", pair[0]);
        assert_eq!(reply.headers.contains_key("allow"), reply.status == 405);
    }
    assert_eq!(harness.app.address_book().snapshot(), before);
}

#[tokio::test]
async fn unknown_path_method_or_id_is_refused() {
    refused(
        "GET /nothing
           404 unknown_route no such path
         GET .
           404 unknown_route no such path
         PATCH /organizations
           405 method_not_allowed GET, POST
         OPTIONS /organizations
           405 method_not_allowed GET, POST
         HEAD /organizations
           405 method_not_allowed GET, POST
         GET /organizations/17
           400 invalid_id GUID
         PUT /organizations/addresses/17 {}
           400 invalid_id GUID
         GET /organizations/UNKNOWN
           404 organization_not_found организация
         DELETE /organizations/UNKNOWN
           404 organization_not_found организация
         GET /organizations/addresses/UNKNOWN
           404 address_not_found адрес
         DELETE /organizations/addresses/UNKNOWN
           404 address_not_found адрес
         GET /organizations/contactPersons/UNKNOWN
           404 contact_person_not_found контактное лицо
         PUT /organizations/contactPersons/UNKNOWN {}
           404 contact_person_not_found контактное лицо",
    )
    .await;
}

#[tokio::test]
async fn invalid_json_body_is_refused_with_position() {
    let table = r#"POST /organizations
           400 invalid_json line 1, column 0
         POST /organizations {\n "a": ,}
           400 invalid_json line 2, column 7
         POST /organizations {
           400 invalid_json ends too early at line 1, column 1
         PUT /organizations/UNKNOWN name=x
           400 invalid_json line 1, column 2
         POST /organizations LONG
           413 body_too_large 600 bytes"#;
    refused(&table.replace("LONG", &format!("\"{}\"", "x".repeat(600)))).await;
}

#[tokio::test]
async fn body_breaking_schema_or_rule_is_refused() {
    let table = r#"POST /organizations []
           400 invalid_request $: expected an object
         POST /organizations {"docs_address": {"city_id": "1"}}
           400 invalid_request $.docs_address.city_id: e
         POST /organizations {"department_ids": [7, "9"]}
           400 invalid_request $.department_ids[1]: e
         PUT /organizations/contactPersons/UNKNOWN {"name": 5, "extra_phone": "104"}
           400 invalid_request $.name: expected a string or null
         POST /organizations {}
           400 missing_field $.ownership
         POST /organizations/addresses {}
           400 missing_field $.address_city_id, $.address_type
         POST /organizations/filter {}
           400 missing_field $.departments
         POST /organizations {"ownership": 1, "residency": 1, "all_departments_allowed": false}
           400 departments_required подразделения
         PUT EXISTING {"ownership": 1, "residency": 1, "all_departments_allowed": true, "address_ids": [ID]}
           400 unknown_reference $.address_ids[0]: is the id of no address
         POST /organizations/addresses {"address_city_id": 1, "address_type": 1, "contact_person_ids": [ID]}
           400 unknown_reference $.contact_person_ids[0]: is the id of no contact person"#;
    let table = table.replace("ID]", "\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"]");
    refused(&table.replace("EXISTING", ORGANIZATION)).await;
}
