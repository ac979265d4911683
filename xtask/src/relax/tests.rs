//! What each relaxing rule changes, and what it leaves alone.

use serde_json::{Value, json};

use super::*;

/// A strict spec with one of everything that the rules are about.
fn strict() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "T", "version": "1.2.0" },
        "paths": {
            "/things": {
                "post": {
                    "operationId": "create_thing",
                    "requestBody": { "content": { "application/json": {
                        "schema": { "$ref": "#/components/schemas/ThingRequest" }
                    }}},
                    "responses": {
                        "200": { "description": "d", "content": { "application/json": {
                            "schema": { "$ref": "#/components/schemas/Thing" }
                        }}},
                        "4XX": { "$ref": "#/components/responses/Error" }
                    }
                }
            }
        },
        "components": {
            "responses": { "Error": { "description": "d", "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Error" }
            }}}},
            "schemas": {
                "Thing": { "type": "object", "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "name": { "type": "string" },
                    "kind": { "$ref": "#/components/schemas/Kind" },
                    "home": { "$ref": "#/components/schemas/Place" },
                    "shops": { "type": "array", "items": { "$ref": "#/components/schemas/Place" } },
                    "colour": { "type": "integer", "nullable": true, "enum": [1, 2, null] }
                }},
                "ThingRequest": { "type": "object", "properties": {
                    "name": { "type": "string" },
                    "kind": { "$ref": "#/components/schemas/Kind" },
                    "open": { "type": "boolean" },
                    "shop_ids": { "type": "array", "items": { "type": "string" } },
                    "home": { "$ref": "#/components/schemas/Place" }
                }},
                "Place": { "type": "object", "nullable": true, "description": "p", "properties": {
                    "city": { "type": "integer" }
                } },
                "Kind": { "type": "integer", "enum": [1, 2], "description": "which kind" },
                "Error": { "type": "object", "properties": { "reason": { "type": "string" } } }
            }
        }
    })
}

/// Where to look, what stands there before the rule, and what after it.
type Case = (&'static str, &'static str, Value, Value);

#[test]
fn each_rule_changes_what_its_name_says() {
    let responses = "/paths/~1things/post/responses";
    let thing = "/components/schemas/Thing";
    let request = "/components/schemas/ThingRequest";
    let place = "/components/schemas/Place/properties/city";
    let at = |pointer: &'static str, rest: &'static str| -> &'static str {
        Box::leak(format!("{pointer}{rest}").into_boxed_str())
    };
    let cases: Vec<Case> = vec![
        (
            "no error responses",
            at(responses, "/4XX"),
            json!({ "$ref": "#/components/responses/Error" }),
            Value::Null,
        ),
        (
            "any success is success",
            at(responses, "/2XX/description"),
            Value::Null,
            json!("d"),
        ),
        (
            "any success is success",
            at(responses, "/200/description"),
            json!("d"),
            Value::Null,
        ),
        (
            "nulls at references",
            "/components/schemas/Place/nullable",
            json!(true),
            json!(false),
        ),
        (
            "nulls at references",
            at(request, "/properties/home"),
            json!({ "$ref": "#/components/schemas/Place" }),
            json!({
                "type": "object",
                "nullable": true,
                "description": "p",
                "allOf": [{ "$ref": "#/components/schemas/Place" }],
            }),
        ),
        (
            "own schemas for requests",
            at(request, "/properties/home/$ref"),
            json!("#/components/schemas/Place"),
            json!("#/components/schemas/PlaceRequest"),
        ),
        (
            "own schemas for requests",
            "/components/schemas/PlaceRequest/type",
            Value::Null,
            json!("object"),
        ),
        (
            "own schemas for requests",
            at(thing, "/properties/home/$ref"),
            json!("#/components/schemas/Place"),
            json!("#/components/schemas/Place"),
        ),
        (
            "open enums in responses",
            at(thing, "/properties/kind"),
            json!({ "$ref": "#/components/schemas/Kind" }),
            json!({}),
        ),
        (
            "open enums in responses",
            at(thing, "/properties/colour/enum"),
            json!([1, 2, null]),
            Value::Null,
        ),
        (
            "nullable responses",
            at(thing, "/properties/name/nullable"),
            Value::Null,
            json!(true),
        ),
        (
            "nullable responses",
            at(thing, "/properties/shops/nullable"),
            Value::Null,
            json!(true),
        ),
        (
            "nullable responses",
            at(place, "/nullable"),
            Value::Null,
            json!(true),
        ),
        (
            "only ids are required",
            at(thing, "/required"),
            Value::Null,
            json!(["id"]),
        ),
        (
            "only ids are required",
            "/components/schemas/Place/required",
            Value::Null,
            Value::Null,
        ),
        (
            "open enums in requests",
            at(request, "/properties/kind"),
            json!({ "$ref": "#/components/schemas/Kind" }),
            json!({ "type": "integer", "format": "int64" }),
        ),
        (
            "nulls in requests",
            at(request, "/properties/name/nullable"),
            Value::Null,
            json!(true),
        ),
        (
            "nulls in requests",
            at(request, "/properties/open/nullable"),
            Value::Null,
            Value::Null,
        ),
        (
            "nulls in requests",
            at(request, "/properties/shop_ids/nullable"),
            Value::Null,
            Value::Null,
        ),
        (
            "whole requests",
            at(request, "/required"),
            Value::Null,
            json!(["name", "kind", "open", "shop_ids", "home"]),
        ),
        (
            "unknown fields are kept",
            at(thing, "/additionalProperties"),
            Value::Null,
            json!({}),
        ),
        (
            "unknown fields are kept",
            at(request, "/additionalProperties"),
            Value::Null,
            json!({}),
        ),
    ];
    for (name, pointer, before, after) in &cases {
        let rule = RULES.iter().find(|rule| rule.name == *name).expect(name);
        let mut spec = strict();
        assert_eq!(
            at_pointer(&spec, pointer),
            *before,
            "{name}: before, at {pointer}"
        );
        (rule.apply)(&mut spec);
        assert_eq!(
            at_pointer(&spec, pointer),
            *after,
            "{name}: after, at {pointer}"
        );
    }
    for rule in RULES.iter().filter(|rule| rule.name != "no unused schemas") {
        assert!(
            cases.iter().any(|case| case.0 == rule.name),
            "{} is not tested",
            rule.name
        );
    }
}

#[test]
fn unused_schemas_are_dropped() {
    let relaxed = relax(&strict());
    let names: Vec<&String> = relaxed["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(names, ["Thing", "ThingRequest", "Place", "PlaceRequest"]);
}

#[test]
fn split_schema_does_not_overwrite_a_name() {
    let mut spec = strict();
    let taken = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
    spec["components"]["schemas"]["PlaceRequest"] = taken.clone();
    schemas::split_shared(&mut spec);
    assert_eq!(spec["components"]["schemas"]["PlaceRequest"], taken);
    assert_eq!(
        at_pointer(
            &spec,
            "/components/schemas/ThingRequest/properties/home/$ref"
        ),
        json!("#/components/schemas/PlaceRequestPart")
    );
}

#[test]
fn id_stays_a_required_guid() {
    let relaxed = relax(&strict());
    let id = &relaxed["components"]["schemas"]["Thing"]["properties"]["id"];
    assert_eq!(
        *id,
        json!({ "type": "string", "format": "uuid", "nullable": false })
    );
}

#[test]
fn strict_spec_is_not_changed() {
    let spec = strict();
    relax(&spec);
    assert_eq!(spec, strict());
}

#[test]
fn every_rule_gives_a_reason() {
    for rule in RULES {
        assert!(rule.reason.len() > 40, "{} needs a reason", rule.name);
    }
}

fn at_pointer(spec: &Value, pointer: &str) -> Value {
    spec.pointer(pointer).cloned().unwrap_or_default()
}
