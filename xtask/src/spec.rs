//! Reads the spec and refuses a broken one with an error that names the place.

use std::{collections::HashSet, fs, path::Path};

use anyhow::{Context, Result, bail};
use openapiv3::OpenAPI;
use serde_json::Value;

use crate::extensions;

/// Methods that an OpenAPI path item may hold.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What a reference to a component schema starts with.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

/// Reads and validates the spec at `path`.
pub(crate) fn load(path: &Path) -> Result<Value> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text).with_context(|| format!("{} is not a usable spec", path.display()))
}

/// Parses YAML and validates it; an error names the line or the place in the document.
pub(crate) fn parse(text: &str) -> Result<Value> {
    let spec: Value = serde_saphyr::from_str(text).map_err(|error| anyhow::anyhow!("{error}"))?;
    let problems = problems(&spec);
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    typed(&spec)?;
    Ok(spec)
}

/// The spec as the generator takes it.
pub(crate) fn typed(spec: &Value) -> Result<OpenAPI> {
    serde_path_to_error::deserialize(spec).map_err(|error| {
        let place = error.path().to_string();
        anyhow::anyhow!("{place}: {}", error.into_inner())
    })
}

/// Everything that is wrong with the spec, each with its place as a JSON pointer.
fn problems(spec: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    match spec["openapi"].as_str() {
        Some(version) if version.starts_with("3.0.") => {}
        _ => problems.push("/openapi: has to be 3.0.x, the generator knows no other".to_owned()),
    }
    let version = spec["info"]["version"].as_str().unwrap_or_default();
    if semver::Version::parse(version).is_err() {
        problems.push("/info/version: has to have three parts, e.g. 1.2.0".to_owned());
    }
    operations(spec, &mut problems);
    walk(spec, spec, &mut String::new(), &mut problems);
    problems
}

fn operations(spec: &Value, problems: &mut Vec<String>) {
    let Some(paths) = spec["paths"].as_object() else {
        problems.push("/paths: is missing".to_owned());
        return;
    };
    let mut ids = HashSet::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            let place = format!("/paths/{}/{method}", escape(path));
            match operation["operationId"].as_str() {
                None => problems.push(format!("{place}: has no operationId")),
                Some(id) if !is_method_name(id) => problems.push(format!(
                    "{place}/operationId: `{id}` is not a snake_case method name"
                )),
                Some(id) if !ids.insert(id) => {
                    problems.push(format!("{place}/operationId: `{id}` is used twice"));
                }
                Some(_) => {}
            }
            if !operation["responses"].is_object() {
                problems.push(format!("{place}/responses: is missing"));
            }
        }
    }
}

/// Checks every node below `node`; `place` is its JSON pointer.
fn walk(spec: &Value, node: &Value, place: &mut String, problems: &mut Vec<String>) {
    if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        let target = reference
            .strip_prefix('#')
            .and_then(|pointer| spec.pointer(pointer));
        if target.is_none() {
            problems.push(format!("{place}/$ref: nothing is at `{reference}`"));
        }
    }
    if let Some(properties) = node.get("properties").and_then(Value::as_object) {
        for (name, schema) in properties {
            if schema.get("type").is_none() && schema.get("$ref").is_none() {
                problems.push(format!("{place}/properties/{}: has no type", escape(name)));
            }
        }
    }
    let is_component = place
        .strip_prefix("/components/schemas/")
        .is_some_and(|n| !n.contains('/'));
    if node.get("properties").is_some_and(Value::is_object) && !is_component {
        problems.push(format!(
            "{place}: an object within another has to be a component of its own, or it would not \
             be relaxed"
        ));
    }
    nullability(node, place, problems);
    // The names of properties are no keywords, even if they look like it.
    if !place.ends_with("/properties") {
        extensions::check(node, place, problems);
    }
    let children: Vec<(String, &Value)> = match node {
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| *key != "example")
            .map(|(k, v)| (escape(k), v))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let length = place.len();
        place.push('/');
        place.push_str(&key);
        walk(spec, child, place, problems);
        place.truncate(length);
    }
}

/// `nullable` only means something beside `type`, and has to agree with an `enum` beside it.
fn nullability(node: &Value, place: &str, problems: &mut Vec<String>) {
    let nullable = node.get("nullable").and_then(Value::as_bool) == Some(true);
    if nullable && node.get("type").is_none() {
        problems.push(format!(
            "{place}: `nullable` without `type` has no effect in OpenAPI 3.0.3; add the type"
        ));
    }
    if nullable
        && ["allOf", "anyOf", "oneOf"]
            .iter()
            .any(|key| node.get(*key).is_some())
    {
        problems.push(format!(
            "{place}: `nullable` has no effect on the schemas that are combined; put it on a \
             component and refer to that"
        ));
    }
    if let Some(values) = node.get("enum").and_then(Value::as_array)
        && nullable != values.contains(&Value::Null)
    {
        problems.push(format!(
            "{place}/enum: `nullable` and a `null` among the values have to come together"
        ));
    }
}

fn is_method_name(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Escapes a key for a JSON pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "
openapi: 3.0.3
info: { title: T, version: 1.2.0 }
paths:
  /things:
    get:
      operationId: list_things
      summary: S
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
components:
  schemas:
    Thing:
      type: object
      properties:
        kind: { type: integer, nullable: true, enum: [1, 2, null] }
";

    #[test]
    fn valid_spec_is_accepted() -> Result<()> {
        parse(GOOD).map(drop)
    }

    #[test]
    fn committed_spec_is_accepted() -> Result<()> {
        load(&crate::workspace::root().join(crate::workspace::SPEC)).map(drop)
    }

    /// A part of the good spec, what takes its place, and the error.
    const BROKEN: &str = "
openapi: 3.0.3 => openapi: 3.1.0 => /openapi: has to be 3.0.x
version: 1.2.0 => version: '1.2' => /info/version: has to have three parts
schemas/Thing' => schemas/Thin' => /schema/$ref: nothing is at
operationId: list_things => description: D => /paths/~1things/get: has no operationId
list_things => listThings => `listThings` is not a snake_case method name
type: integer, => => /components/schemas/Thing/properties/kind: has no type
2, null] => 2] => /kind/enum: `nullable` and a `null`
nullable: true, => => /kind/enum: `nullable` and a `null`
enum: [1, 2, null] => allOf: [{ $ref: '#/components/schemas/Thing' }] => /kind: `nullable` has no effect on the schemas
responses: => replies: => /paths/~1things/get/responses: is missing
summary: S => summary: [S => line
title: T => title: [T] => info
kind: { => kind: { x-colour: red, => /properties/kind/x-colour: is not a known key here
kind: { => home: { properties: {}, => /properties/home: an object within another has to be a component
";

    #[test]
    fn each_error_names_its_place() {
        for case in BROKEN.trim().lines() {
            let cells: Vec<&str> = case.split("=>").map(str::trim).collect();
            let [from, to, expected] = cells[..] else {
                panic!("three cells in `{case}`");
            };
            let broken = GOOD.replace(from, to);
            assert_ne!(broken, GOOD, "{case}");
            let text = format!("{:#}", parse(&broken).expect_err(case));
            assert!(text.contains(expected), "{case}: {text}");
        }
    }

    #[test]
    fn all_errors_are_reported_at_once() {
        let broken = GOOD
            .replace("list_things", "listThings")
            .replace("1.2.0", "'1'");
        let text = parse(&broken).expect_err("two faults").to_string();
        assert_eq!(text.lines().count(), 2, "{text}");
    }
}
