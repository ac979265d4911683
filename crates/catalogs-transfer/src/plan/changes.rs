//! What a row would change, field by field.

use serde_json::{Value, json};
use uuid::Uuid;

use super::step::Change;
use crate::{
    Column, DiagnosticKind, Kind,
    existing::{ImportDraft, ImportEntity, apply, field_value},
    import_row::{ImportRow, Link},
    matching::is_same,
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

/// Compares a row with the draft of its entity; without one, it is to be created. A link is given by
/// its id, if that is known, and by how a plan shows it.
pub(super) fn changes<E: ImportEntity>(
    row: &ImportRow,
    before: Option<E::Draft>,
    link: impl Fn(Link) -> (Option<Uuid>, Value),
) -> (Vec<Change>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut changes = Vec::new();
    let is_new = before.is_none();
    let Ok(mut before) = before.map_or_else(E::Draft::blank, Ok) else {
        return (changes, findings);
    };
    let mut after = before.clone();
    for (field, value) in &row.fields {
        // What was checked is taken; if not, it has to be reported nevertheless.
        if apply(&mut after, [(*field, value)]).is_err() {
            findings.push((*field, DiagnosticKind::NotText));
        }
    }
    let (old, new) = (before.body(), after.body());
    let mut add = |field, old: Value, new| {
        let old = if is_new { Value::Null } else { old };
        changes.push(Change { field, old, new });
    };
    for (field, _) in &row.fields {
        let before = field_value(&mut before, &old, field);
        let after = field_value(&mut after, &new, field);
        if is_new || !is_same(field, &before, &after) {
            add(*field, before, after);
        }
    }
    for (field, links) in &row.links {
        let before = field_value(&mut before, &old, field);
        let (ids, shown): (Vec<Option<Uuid>>, Vec<Value>) =
            links.iter().map(|it| link(*it)).unzip();
        let ids: Option<Vec<Uuid>> = ids.into_iter().collect();
        if is_new || ids.is_none_or(|ids| !is_same(field, &before, &json!(ids))) {
            add(*field, before, shown.into());
        }
    }
    if old["docs_address"].is_null() && new["docs_address"].is_object() {
        let missing = PARTS_OF_DOCS_ADDRESS
            .into_iter()
            .filter(|part| field_value(&mut after, &new, part).is_null());
        findings.extend(missing.map(|part| (part, DiagnosticKind::IncompleteDocsAddress)));
    }
    let has_no_department = |body: &Value| {
        body["all_departments_allowed"] == false && body["department_ids"] == json!([])
    };
    if !is_new && has_no_department(&new) && !has_no_department(&old) {
        findings.push(("department_ids", DiagnosticKind::NoDepartments));
    }
    (changes, findings)
}
