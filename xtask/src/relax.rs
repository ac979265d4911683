//! Turns a strict copy of the spec into the one that the client is generated from.
//!
//! The spec says what the documentation promises. A client that believed every promise would fail
//! on the first response that breaks one, so the generator is given a copy with each promise
//! loosened that the client can live without. Each rule stands alone, with its reason.

use serde_json::Value;

mod requests;
mod responses;
mod schemas;
#[cfg(test)]
mod tests;

/// One way in which the generator's copy differs from the strict spec.
struct Rule {
    name: &'static str,
    apply: fn(&mut Value),
}

const fn rule(name: &'static str, apply: fn(&mut Value)) -> Rule {
    Rule { name, apply }
}

/// The rules, in the order in which they are applied, each with the reason why the client is better
/// off with it.
const RULES: &[Rule] = &[
    // An error response that is not the documented JSON (a proxy's page, an empty 429) would lose
    // its HTTP status. With no error responses listed, the whole response comes back and the facade
    // reads what there is.
    rule("no error responses", responses::drop_errors),
    // Whether a POST is 200 or 201, and a DELETE 200 or 204, is not certain.
    rule("any success is success", responses::accept_any_success),
    // The generator would make a type of its own of a nullable object; a nullable reference to an
    // object becomes an `Option`.
    rule("nulls at references", schemas::move_nulls_to_references),
    // A schema that both responses and requests use is loosened differently on each side.
    rule("own schemas for requests", schemas::split_shared),
    // The generator's enums refuse every other value: one new residency code would make a whole
    // list undecodable. The documented example even shows an object.
    rule("open enums in responses", responses::open_enums),
    // Nothing is marked required or optional, and what the service responds after a null was
    // written is not known; a null list would fail the decoding.
    rule("nullable responses", responses::make_nullable),
    // An absent field must not cost the caller the rest of the response; without its id an entity
    // is of no use.
    rule("only ids are required", responses::require_only_ids),
    // A code that does not exist yet is sent back as it came.
    rule("open enums in requests", requests::open_enums),
    // What a response had as null is written back as null, not as an invented value; the service
    // decides whether it takes it.
    rule("nulls in requests", requests::make_nullable),
    // An optional empty list or null would be left out, so that a PUT meant to empty a list, or to
    // clear a phone, would change nothing.
    rule("whole requests", requests::require_everything),
    // A field that we do not know yet must survive reading, changing and writing back.
    rule("unknown fields are kept", schemas::keep_unknown_fields),
    // What no operation reaches any more would be generated for nobody.
    rule("no unused schemas", schemas::drop_unused),
];

/// A relaxed copy of the strict spec.
pub(crate) fn relax(strict: &Value) -> Value {
    let mut spec = strict.clone();
    for rule in RULES {
        (rule.apply)(&mut spec);
    }
    spec
}

/// The names of the rules, for the head of the generated file.
pub(crate) fn rule_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}
