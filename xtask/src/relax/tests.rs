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
                "Error": { "type": "object", "properties": { "reason": { "type": "string" } } },
                "Unused": {}
            }
        }
    })
}

/// Each rule with a place in the spec, and what is there before the rule and after it.
const CASES: &str = r##"
no error responses       | /paths/~1things/post/responses/4XX | {"$ref":"#/components/responses/Error"} | null
any success is success   | /paths/~1things/post/responses/2XX/description | null | "d"
any success is success   | /paths/~1things/post/responses/200/description | "d" | null
nulls at references      | Place/nullable | true | false
nulls at references      | ThingRequest/properties/home/$ref | "#/components/schemas/Place" | null
nulls at references      | ThingRequest/properties/home/nullable | null | true
nulls at references      | ThingRequest/properties/home/description | null | "p"
nulls at references      | ThingRequest/properties/home/allOf | null | [{"$ref":"#/components/schemas/Place"}]
own schemas for requests | ThingRequest/properties/home/$ref | "#/components/schemas/Place" | "#/components/schemas/PlaceRequest"
own schemas for requests | PlaceRequest/type | null | "object"
own schemas for requests | Thing/properties/home/$ref | "#/components/schemas/Place" | "#/components/schemas/Place"
open enums in responses  | Thing/properties/kind | {"$ref":"#/components/schemas/Kind"} | {}
open enums in responses  | Thing/properties/colour/enum | [1,2,null] | null
nullable responses       | Thing/properties/name/nullable | null | true
nullable responses       | Thing/properties/shops/nullable | null | true
nullable responses       | Place/properties/city/nullable | null | true
only ids are required    | Thing/required | null | ["id"]
only ids are required    | Place/required | null | null
open enums in requests   | ThingRequest/properties/kind | {"$ref":"#/components/schemas/Kind"} | {"type":"integer","format":"int64"}
nulls in requests        | ThingRequest/properties/name/nullable | null | true
nulls in requests        | ThingRequest/properties/open/nullable | null | null
nulls in requests        | ThingRequest/properties/shop_ids/nullable | null | null
whole requests           | ThingRequest/required | null | ["name","kind","open","shop_ids","home"]
unknown fields are kept  | Thing/additionalProperties | null | {}
unknown fields are kept  | ThingRequest/additionalProperties | null | {}
no unused schemas        | Kind/type | "integer" | "integer"
no unused schemas        | Unused | {} | null
"##;

#[test]
fn each_rule_changes_what_its_name_says() -> serde_json::Result<()> {
    let mut tested = Vec::new();
    for case in CASES.trim().lines() {
        let cells: Vec<&str> = case.split('|').map(str::trim).collect();
        let [name, place, before, after] = cells[..] else {
            panic!("four cells in `{case}`");
        };
        let rule = RULES.iter().find(|rule| rule.name == name).expect(name);
        let pointer = match place.starts_with('/') {
            true => place.to_owned(),
            false => format!("/components/schemas/{place}"),
        };
        let at_pointer = |spec: &Value| spec.pointer(&pointer).cloned().unwrap_or_default();
        let (before, after): (Value, Value) =
            (serde_json::from_str(before)?, serde_json::from_str(after)?);
        let mut spec = strict();
        assert_eq!(at_pointer(&spec), before, "before: {case}");
        (rule.apply)(&mut spec);
        assert_eq!(at_pointer(&spec), after, "after: {case}");
        tested.push(name);
    }
    for rule in RULES {
        assert!(tested.contains(&rule.name), "{} is not tested", rule.name);
    }
    Ok(())
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
    let home = &spec["components"]["schemas"]["ThingRequest"]["properties"]["home"];
    assert_eq!(home["$ref"], "#/components/schemas/PlaceRequestPart");
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
