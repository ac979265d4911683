//! One value as a person, or a spreadsheet, reads it.

use catalogs_snippets::is_hidden;
use serde_json::Value;

use crate::record;

/// As a table shows it: names in place of codes and of linked entities.
pub(super) fn shown(entry: &Value, column: &str) -> String {
    let value = record::lookup(entry, column);
    // "all" is clearer than an empty list.
    if column == "department_ids"
        && entry.get("all_departments_allowed") == Some(&Value::Bool(true))
    {
        return "all".to_owned();
    }
    if let Some(name) = value.and_then(|value| record::code_names(column, value)?.next()) {
        return name.to_owned();
    }
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => {
            list.iter().map(title).collect::<Vec<String>>().join("\n")
        }
        Some(Value::Array(list)) => list.iter().map(plain).collect::<Vec<String>>().join(", "),
        Some(value) => plain(value),
    };
    harmless(&text)
}

/// As a spreadsheet gets it: the API's own values, linked entities as ids.
pub(super) fn raw(entry: &Value, column: &str) -> String {
    let join = |list: &[Value], text: fn(&Value) -> String| {
        list.iter().map(text).collect::<Vec<String>>().join(" ")
    };
    match record::lookup(entry, column) {
        None => String::new(),
        Some(Value::Array(list)) if list.iter().all(|linked| linked.get("id").is_some()) => {
            join(list, |linked| plain(&linked["id"]))
        }
        Some(Value::Array(list)) => join(list, plain),
        Some(value) => plain(value),
    }
}

/// What an entity is called.
pub(crate) fn title(entry: &Value) -> String {
    let texts = ["name", "address", "id"]
        .iter()
        .filter_map(|field| entry[field].as_str());
    let first = texts.map(str::trim).find(|text| !text.is_empty());
    harmless(&first.unwrap_or_default().replace('\n', " "))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Replaces control characters, which could move the cursor: others write these texts, too.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| {
            if is_hidden(c) && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn table_shows_names_and_csv_values() {
        let entry = json!({
            "residency": 1, "address_type": 77, "all_departments_allowed": false, "department_ids": [7, 9],
            "addresses": [{"id": "a", "address": "ул. Складская"}, {"id": "b", "address": ""}],
            "docs_address": {"city_id": 5}, "phone": null, "name": "a\u{1b}[31m\nb", "x": 1.5,
        });
        let cases = [
            ("residency", "Russia", "1"),
            ("address_type", "77", "77"),
            ("all_departments_allowed", "no", "false"),
            ("department_ids", "7, 9", "7 9"),
            ("addresses", "ул. Складская\nb", "a b"),
            ("docs_address.city_id", "5", "5"),
            ("docs_address.x", "", ""),
            ("phone", "", ""),
            ("name", "a\u{fffd}[31m\nb", "a\u{1b}[31m\nb"),
            ("x", "1.5", "1.5"),
        ];
        for (column, person, spreadsheet) in cases {
            assert_eq!(shown(&entry, column), person, "{column}");
            assert_eq!(raw(&entry, column), spreadsheet, "{column}");
        }
        let all = json!({"all_departments_allowed": true, "department_ids": []});
        assert_eq!(shown(&all, "department_ids"), "all");
    }
}
