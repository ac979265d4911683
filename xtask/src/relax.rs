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
    /// Why the client is better off; printed by nothing, read by maintainers.
    #[allow(
        dead_code,
        reason = "documentation that stands beside what it documents"
    )]
    reason: &'static str,
    apply: fn(&mut Value),
}

/// The rules, in the order in which they are applied.
const RULES: &[Rule] = &[
    Rule {
        name: "no error responses",
        reason: "An error response that is not the documented JSON (a proxy's page, an empty 429) \
                 would lose its HTTP status. With no error responses listed, the whole response \
                 comes back and the facade reads what there is.",
        apply: responses::drop_errors,
    },
    Rule {
        name: "any success is success",
        reason: "Whether a POST is 200 or 201, and a DELETE 200 or 204, is not certain.",
        apply: responses::accept_any_success,
    },
    Rule {
        name: "nulls at references",
        reason: "The generator would make a type of its own of a nullable object; a nullable \
                 reference to an object becomes an `Option`.",
        apply: schemas::move_nulls_to_references,
    },
    Rule {
        name: "own schemas for requests",
        reason: "A schema that both responses and requests use is loosened differently on each side.",
        apply: schemas::split_shared,
    },
    Rule {
        name: "open enums in responses",
        reason: "The generator's enums refuse every other value: one new residency code would \
                 make a whole list undecodable. The documented example even shows an object.",
        apply: responses::open_enums,
    },
    Rule {
        name: "nullable responses",
        reason: "Nothing is marked required or optional, and what the service responds after a \
                 null was written is not known; a null list would fail the decoding.",
        apply: responses::make_nullable,
    },
    Rule {
        name: "only ids are required",
        reason: "An absent field must not cost the caller the rest of the response; without its id \
                 an entity is of no use.",
        apply: responses::require_only_ids,
    },
    Rule {
        name: "open enums in requests",
        reason: "A code that does not exist yet is sent back as it came.",
        apply: requests::open_enums,
    },
    Rule {
        name: "nulls in requests",
        reason: "What a response had as null is written back as null, not as an invented \
                 value; the service decides whether it takes it.",
        apply: requests::make_nullable,
    },
    Rule {
        name: "whole requests",
        reason: "An optional empty list or null would be left out, so that a PUT meant to empty a \
                 list, or to clear a phone, would change nothing.",
        apply: requests::require_everything,
    },
    Rule {
        name: "unknown fields are kept",
        reason: "A field that we do not know yet must survive reading, changing and writing back.",
        apply: schemas::keep_unknown_fields,
    },
    Rule {
        name: "no unused schemas",
        reason: "What no operation reaches any more would be generated for nobody.",
        apply: schemas::drop_unused,
    },
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
