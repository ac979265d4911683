//! What a row would change, field by field.

use catalogs::{Draft, compare::is_unchanged};
use serde_json::{Value, json};
use uuid::Uuid;

use super::step::Change;
use crate::{
    Column, DiagnosticKind, Kind,
    existing::{Fields, apply},
    import_row::{ImportRow, Link},
};

/// What an address for documents cannot be without; its office may be empty.
const PARTS_OF_DOCS_ADDRESS: [&str; 4] = [
    "docs_address.postcode",
    "docs_address.city_id",
    "docs_address.street_name",
    "docs_address.house_no",
];

/// A column, and what is wrong with it.
type Finding = (&'static str, DiagnosticKind);

/// What a row lacks that creating an entity needs.
pub(super) fn completeness(row: &ImportRow) -> Vec<Finding> {
    let required = Column::all(row.kind)
        .iter()
        .filter(|column| column.required);
    let is_missing = |column: &&Column| row.field(column.name).is_none_or(Value::is_null);
    let mut missing: Vec<Finding> = required
        .filter(is_missing)
        .map(|column| (column.name, DiagnosticKind::Missing(row.kind)))
        .collect();
    if row.kind == Kind::Organization && row.field("all_departments_allowed").is_none() {
        missing.push(("department_ids", DiagnosticKind::NoDepartments));
    }
    missing
}

/// Compares a row with the draft of its entity; without one, it is to be created. A link is given
/// by its id, if that is known, and by how a plan shows it.
pub(super) fn changes<D: Draft>(
    row: &ImportRow,
    before: Option<D>,
    link: impl Fn(Link) -> (Option<Uuid>, Value),
) -> (Vec<Change>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut changes = Vec::new();
    let is_new = before.is_none();
    let before = before.unwrap_or_else(D::empty);
    let mut after = before.clone();
    for (field, value) in &row.fields {
        // What was checked is taken; if not, it has to be reported nevertheless.
        if apply(&mut after, [(*field, value)]).is_err() {
            findings.push((*field, DiagnosticKind::NotText));
        }
    }
    let (before, after) = (Fields::of(before), Fields::of(after));
    let mut add = |field, old: Value, new| {
        let old = if is_new { Value::Null } else { old };
        changes.push(Change { field, old, new });
    };
    for (field, _) in &row.fields {
        let (old, new) = (before.get(field), after.get(field));
        if is_new || !is_unchanged(field, &old, &new) {
            add(*field, old, new);
        }
    }
    for (field, links) in &row.links {
        let old = before.get(field);
        let (ids, shown): (Vec<Option<Uuid>>, Vec<Value>) =
            links.iter().map(|it| link(*it)).unzip();
        let ids: Option<Vec<Uuid>> = ids.into_iter().collect();
        if is_new || ids.is_none_or(|ids| !is_unchanged(field, &old, &json!(ids))) {
            add(*field, old, shown.into());
        }
    }
    if before.get("docs_address").is_null() && after.get("docs_address").is_object() {
        let missing = PARTS_OF_DOCS_ADDRESS
            .into_iter()
            .filter(|part| after.get(part).is_null());
        findings.extend(missing.map(|part| (part, DiagnosticKind::IncompleteDocsAddress)));
    }
    let has_no_department = |fields: &Fields| {
        fields.get("all_departments_allowed") == false && fields.get("department_ids") == json!([])
    };
    if !is_new && has_no_department(&after) && !has_no_department(&before) {
        findings.push(("department_ids", DiagnosticKind::NoDepartments));
    }
    (changes, findings)
}
