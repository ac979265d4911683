use serde_json::{Value, json};

use super::*;

fn example(schema: &str) -> Value {
    Contract::strict().spec["components"]["schemas"][schema]["example"].clone()
}

/// The example of a schema with one place changed.
fn changed(schema: &str, pointer: &str, value: Value) -> Value {
    let mut example = example(schema);
    *example
        .pointer_mut(pointer)
        .expect("the example has the place") = value;
    example
}

fn texts(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn documented_examples_have_no_violations() {
    let contract = Contract::strict();
    for name in contract.schemas.keys() {
        assert_eq!(contract.check_schema(name, &example(name)), [], "{name}");
    }
    assert_eq!(contract.schemas.len(), 12);
    assert_eq!(contract.operations().len(), 17);
}

#[test]
fn wrong_values_are_reported_with_their_paths() {
    let cases = r#"OrganizationRequest /ownership "ooo" = a whole number
        OrganizationRequest /ownership null = a whole number
        OrganizationRequest /ownership 1.0 = a whole number
        OrganizationRequest /ownership 2147483648 = at most 2147483647
        OrganizationRequest /extra_phone -2147483649 = at least -2147483648
        OrganizationRequest /extra_phone "1" = a whole number or null
        OrganizationRequest /residency 77 = one of 1, 2, 3, 10, 200
        OrganizationRequest /residency null = one of 1, 2, 3, 10, 200
        OrganizationRequest /residency {} = one of 1, 2, 3, 10, 200
        OrganizationRequest /docs_address/city_id "1" = a whole number
        OrganizationRequest /docs_address/postcode null = a string
        OrganizationRequest /docs_address "Moscow" = an object or null
        OrganizationRequest /department_ids null = a list
        OrganizationRequest /department_ids/1 "9" = a whole number
        OrganizationRequest /address_ids/0 "7c9e" = a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301
        Organization /residency 77 = one of 1, 2, 3, 10, 200, null
        Organization /docs_address/city_id [] = a whole number
        Organization /name null = a string
        Organization /id "1" = a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301
        Organization /addresses/0/contact_persons/0/phone 7 = a string
        Address /address_latitude null = a number
        Address /address_type 4 = one of 1, 2, 3
        AddressRequest /address_latitude "55" = a number or null
        Error /reason null = a string"#;
    for case in cases.lines().map(str::trim) {
        let (place, expected) = case.split_once(" = ").expect(case);
        let [schema, pointer, value] = place.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{case}");
        };
        let body = changed(schema, pointer, serde_json::from_str(value).expect(case));
        let [found] = &Contract::strict().check_schema(schema, &body)[..] else {
            panic!("{case}");
        };
        let path = found.path.replace(['.', '['], "/").replace(']', "");
        assert_eq!((&path[1..], found.expected.as_str()), (pointer, expected));
    }
}

#[test]
fn null_and_unknown_fields_pass_where_documented() {
    let cases = [
        ("OrganizationRequest", "/name", json!(null)),
        ("OrganizationRequest", "/docs_address", json!(null)),
        ("OrganizationRequest", "/docs_address", json!({})),
        ("OrganizationRequest", "/extra_phone", json!(null)),
        ("OrganizationRequest", "/ownership", json!(i32::MIN)),
        ("Organization", "/residency", json!(null)),
        ("Organization", "/docs_address", json!(null)),
        (
            "Organization",
            "/docs_address",
            json!({"postcode": "1", "district": 5}),
        ),
        ("AddressRequest", "/address_latitude", json!(null)),
        ("AddressRequest", "/address_latitude", json!(55)),
    ];
    for (schema, pointer, value) in cases {
        let mut body = changed(schema, pointer, value.clone());
        body["new_field"] = json!({"any": ["thing"]});
        assert_eq!(
            Contract::strict().check_schema(schema, &body),
            [],
            "{schema} {pointer} {value}"
        );
    }
}

#[test]
fn violation_text_omits_the_value() {
    let body = json!({"name": ["Ivanova"], "phone": 79_161_234_567_u64, "email": {"m.ivanova": 1}});
    let found = Contract::strict().check_request("create_contact_person", &body);
    assert_eq!(found.len(), 3);
    let said = format!("{found:?} {}", texts(&found).join(" "));
    assert!(!said.contains("Ivanova") && !said.contains("7916") && !said.contains("m.ivanova"));
}

#[test]
fn response_check_depends_on_status() {
    let organization = example("Organization").to_string();
    let list = format!("[{organization}]");
    let error = r#"{"error_code":"a","reason":"b"}"#;
    let check = |operation: &str, status, body: &str| {
        let found = Contract::strict().check_response(operation, status, body.as_bytes());
        texts(&found).join("; ")
    };
    assert_eq!(check("get_organization", 200, &organization), "");
    assert_eq!(check("list_organizations", 200, &list), "");
    let not_a_list = check("list_organizations", 200, &organization);
    assert_eq!(not_a_list, "$: expected a list");
    assert_eq!(check("get_organization", 200, ""), "$: expected JSON");
    assert_eq!(check("delete_organization", 200, ""), "");
    let not_empty = check("delete_organization", 200, "{}");
    assert_eq!(not_empty, "$: expected an empty body");
    assert_eq!(check("delete_organization", 404, error), "");
    assert_eq!(check("get_organization", 429, error), "");
    let not_an_error = check("get_organization", 400, "[]");
    assert_eq!(not_an_error, "$: expected an object");
    for (status, body) in [(201, organization.as_str()), (500, error)] {
        let undocumented = check("get_organization", status, body);
        assert_eq!(undocumented, "status: expected 200 or 4XX");
    }
    let unknown = check("no_such_operation", 200, error);
    assert_eq!(unknown, "$: expected an operation of the specification");
}

#[test]
fn body_of_bodiless_operation_is_violation() {
    let found = Contract::strict().check_request("get_organization", &json!({}));
    assert_eq!(
        texts(&found),
        ["$: expected no body: the operation takes none"]
    );
    let found = Contract::strict().check_schema("Nothing", &json!({}));
    assert_eq!(texts(&found), ["$: expected a schema of the specification"]);
}

#[test]
fn missing_fields_are_found_at_every_depth() {
    let contract = Contract::strict();
    let whole = example("Organization");
    assert!(
        contract
            .missing_in_response("get_organization", &whole)
            .is_empty()
    );

    let mut body = whole;
    body.as_object_mut()
        .expect("an object")
        .remove("extra_phone");
    body["docs_address"]
        .as_object_mut()
        .expect("an object")
        .remove("office_no");
    body["addresses"][0]["contact_persons"][0]
        .as_object_mut()
        .expect("an object")
        .remove("email");
    let list = json!([{"residency": null}, body]);
    let missing = contract.missing_in_response("list_organizations", &list);
    assert_eq!(missing.len(), 11 + 3);
    for path in [
        "$[0].id",
        "$[1].extra_phone",
        "$[1].docs_address.office_no",
        "$[1].addresses[0].contact_persons[0].email",
    ] {
        assert!(
            missing.contains(&path.to_owned()),
            "{path} is not in {missing:?}"
        );
    }
    let null = changed("OrganizationRequest", "/docs_address", Value::Null);
    assert!(
        contract
            .missing_in_request("create_organization", &null)
            .is_empty()
    );
    let empty = changed("OrganizationRequest", "/docs_address", json!({}));
    assert_eq!(
        contract
            .missing_in_request("replace_organization", &empty)
            .len(),
        5
    );
}
