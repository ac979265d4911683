//! What settles each claim of the specification.

use serde_json::json;

use super::*;
use crate::commands::doctor::conformance::Responses;

fn facts(organizations: Value) -> Facts {
    let read = Responses {
        organizations: Some(organizations),
        ..Responses::default()
    };
    Facts::new(read, OtherRoute::Refused, false)
}

fn settled(id: &str, facts: &Facts) -> &'static str {
    let (_, settle) = LINES.iter().find(|(line, _)| *line == id).expect("a line");
    match settle(facts) {
        Confirmed(_) => "confirmed",
        Contradicted(_) => "contradicted",
        Not(_) => "not",
    }
}

/// The ids of the lines that say that reading settles them, and of the others.
fn notes() -> (Vec<&'static str>, Vec<&'static str>) {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../openapi/README.md"
    ));
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.filter_map(|row| row.split_once("` |"));
    let (read, other): (Vec<_>, Vec<_>) =
        rows.partition(|(_, row)| row.trim_end().ends_with("| doctor |"));
    let ids = |rows: Vec<(&'static str, &str)>| rows.into_iter().map(|(id, _)| id).collect();
    (ids(read), ids(other))
}

#[test]
fn claims_match_specification_notes() {
    let (read, other) = notes();
    let lines: Vec<&str> = LINES.iter().map(|(id, _)| *id).collect();
    assert_eq!(lines, read);
    assert_eq!(
        read.len() + other.len(),
        41,
        "every line of the notes has an id"
    );
    let mut all: Vec<&str> = read.into_iter().chain(other).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 41, "no id stands twice");
}

#[test]
fn organizations_settle_what_they_show() {
    let id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    let docs =
        json!({"postcode": "1", "city_id": 1, "street_name": "", "house_no": "", "office_no": ""});
    let person = json!({"id": id, "name": "", "phone": "", "extra_phone": null, "email": ""});
    let address = json!({
        "id": id, "address": "", "address_latitude": 1.5, "address_longitude": 1.5, "address_city_id": 1, "note": "", "address_type": 1,
        "schedule_summary": "", "contact_persons": [person],
    });
    let whole = json!({
        "id": id, "name": "", "ownership": 1, "residency": 1, "inn": "", "phone": "", "extra_phone": null,
        "docs_address": docs, "all_departments_allowed": true, "department_ids": [7],
        "addresses": [address], "contact_persons": [person],
    });
    let with = |field: &str, value: Value| {
        let mut changed = whole.clone();
        changed[field] = value;
        json!([changed])
    };
    let mut without = whole.clone();
    let fields = without.as_object_mut().expect("an object");
    fields.remove("addresses");
    fields.remove("phone");
    let cases = [
        ("nullable", json!([]), "not"),
        ("nullable", json!([whole]), "not"),
        ("nullable", with("docs_address", json!(null)), "confirmed"),
        ("residency-object", json!([whole]), "confirmed"),
        (
            "residency-object",
            with("residency", json!({})),
            "contradicted",
        ),
        ("residency-object", json!([{}]), "not"),
        ("shapes", json!([whole]), "confirmed"),
        ("shapes", with("addresses", json!([])), "not"),
        ("shapes", with("addresses", json!(null)), "contradicted"),
        (
            "shapes",
            with("docs_address", json!({"city_id": "x"})),
            "contradicted",
        ),
        ("lists-left-out", json!([whole]), "confirmed"),
        ("lists-left-out", json!([without]), "contradicted"),
        (
            "lists-left-out",
            with("department_ids", json!(null)),
            "contradicted",
        ),
        ("fields-left-out", json!([whole]), "confirmed"),
        ("fields-left-out", json!([without]), "contradicted"),
        ("all-departments", json!([whole]), "confirmed"),
        ("all-departments", with("department_ids", json!([])), "not"),
        ("all-departments", json!({}), "not"),
    ];
    for (id, organizations, expected) in cases {
        assert_eq!(
            settled(id, &facts(organizations.clone())),
            expected,
            "{id} {organizations}"
        );
    }
}

#[test]
fn questions_settle_what_they_ask() {
    let absent = |status, code: Option<&str>| (status, code.map(str::to_owned));
    let cases = [
        (absent(None, None), "not", "not"),
        (
            absent(Some(404), Some("organization_not_found")),
            "confirmed",
            "confirmed",
        ),
        (absent(Some(404), Some("x")), "contradicted", "confirmed"),
        (absent(Some(404), None), "contradicted", "contradicted"),
        (absent(Some(400), Some("x")), "not", "contradicted"),
        (absent(Some(401), Some("x")), "not", "not"),
        (absent(Some(429), None), "not", "not"),
        (absent(Some(502), None), "not", "not"),
    ];
    for (absent, codes, nobody) in cases {
        let facts = Facts {
            absent: absent.clone(),
            ..facts(json!([]))
        };
        assert_eq!(settled("error-codes", &facts), codes, "{absent:?}");
        assert_eq!(settled("absent", &facts), nobody, "{absent:?}");
    }
    let cases = [
        (None, json!([1]), "not"),
        (Some(Err(None)), json!([1]), "not"),
        (Some(Err(Some(400))), json!([1]), "contradicted"),
        (Some(Err(Some(401))), json!([1]), "not"),
        (Some(Err(Some(429))), json!([1]), "not"),
        (Some(Err(Some(502))), json!([1]), "not"),
        (Some(Ok(0)), json!([1]), "confirmed"),
        (Some(Ok(0)), json!([]), "not"),
        (Some(Ok(1)), json!([1]), "contradicted"),
    ];
    for (empty_filter, organizations, expected) in cases {
        let facts = Facts {
            empty_filter,
            ..facts(organizations)
        };
        assert_eq!(settled("empty-filter", &facts), expected);
    }
    let cases = [
        (None, "not"),
        (Some(json!([1])), "confirmed"),
        (Some(json!([])), "contradicted"),
    ];
    for (organizations_again, expected) in cases {
        let facts = Facts {
            organizations_again,
            ..facts(json!([1]))
        };
        assert_eq!(settled("filter-reads", &facts), expected);
    }
}

#[test]
fn routes_and_origin_settle_their_claims() {
    let types = Some(json!([]));
    let cases = [
        (OtherRoute::Refused, "confirmed", "not"),
        (OtherRoute::Unknown(String::new()), "not", "not"),
        (OtherRoute::Accepted(json!([])), "contradicted", "confirmed"),
        (
            OtherRoute::Accepted(json!([1])),
            "contradicted",
            "contradicted",
        ),
    ];
    for (other_route, tokens, same) in cases {
        let mut facts = Facts {
            other_route: other_route.clone(),
            ..facts(json!([]))
        };
        facts.responses.types = types.clone();
        assert_eq!(settled("tokens", &facts), tokens, "{other_route:?}");
        assert_eq!(settled("same-on-both", &facts), same, "{other_route:?}");
    }
    for (is_real_service, types, expected) in [
        (false, types.clone(), "not"),
        (true, types, "confirmed"),
        (true, None, "not"),
    ] {
        let mut facts = Facts {
            is_real_service,
            ..facts(json!([]))
        };
        facts.responses.types = types;
        assert_eq!(settled("origin", &facts), expected);
    }
}

#[test]
fn ids_are_guids_and_words_lead_to_lists() {
    let guid = json!([{"id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}]);
    let cases = [
        (json!([]), json!([]), "not"),
        (guid.clone(), json!([]), "confirmed"),
        (guid.clone(), json!([{"id": "7"}]), "contradicted"),
        (guid, json!({}), "not"),
    ];
    for (organizations, addresses, expected) in cases {
        let mut facts = facts(organizations);
        facts.responses.addresses = Some(addresses);
        facts.responses.contacts = Some(json!([]));
        facts.responses.types = Some(json!([]));
        assert_eq!(settled("words-in-paths", &facts), expected);
    }
}
