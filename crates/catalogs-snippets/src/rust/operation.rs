//! The verb that makes a request.

use super::entity::{ENTITIES, Entity, is_a_guid};
use crate::Request;

/// What the crate `catalogs` does with an entity.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Verb<'a> {
    List,
    Get(&'a str),
    Create,
    Replace(&'a str),
    Delete(&'a str),
    InDepartments,
    Types,
}

/// The verb that makes a request with this path below the route, if there is one. Its body is
/// another matter.
pub(super) fn verb<'a>(request: &Request, path: &'a str) -> Option<(&'static Entity, Verb<'a>)> {
    ENTITIES
        .iter()
        .find_map(|entity| Some((entity, verb_of(entity, request, path)?)))
}

fn verb_of<'a>(entity: &Entity, request: &Request, path: &'a str) -> Option<Verb<'a>> {
    let rest = path.strip_prefix(entity.path)?;
    let id = rest.strip_prefix('/').filter(|id| is_a_guid(id));
    let name = request.name.as_str();
    let is = |doing: &str, what: &str| {
        name.strip_prefix(doing)
            .is_some_and(|rest| rest.strip_prefix('_') == Some(what))
    };
    match (request.method.as_str(), rest, id) {
        ("GET", "", _) if is("list", entity.many) => Some(Verb::List),
        ("POST", "", _) if is("create", entity.one) => Some(Verb::Create),
        ("GET", _, Some(id)) if is("get", entity.one) => Some(Verb::Get(id)),
        ("PUT", _, Some(id)) if is("replace", entity.one) => Some(Verb::Replace(id)),
        ("DELETE", _, Some(id)) if is("delete", entity.one) => Some(Verb::Delete(id)),
        ("POST", "/filter", _) if name == "filter_organizations" => Some(Verb::InDepartments),
        ("GET", "/types", _) if name == "list_address_types" => Some(Verb::Types),
        _ => None,
    }
}
