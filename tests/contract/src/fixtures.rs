//! The examples of the documentation page, value for value, and answers made from them.

use serde_json::{Map, Value, json};

/// The id of every example on the page.
pub const ID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// The whole example file: an object with one example per model.
pub fn documented() -> Value {
    serde_json::from_str(include_str!("documented.json")).expect("the fixture is JSON")
}

/// One example, such as `Organization`.
pub fn example(model: &str) -> Map<String, Value> {
    match documented().get_mut(model).map(Value::take) {
        Some(Value::Object(fields)) => fields,
        _ => panic!("no example of {model}"),
    }
}

/// An answer with every documented field, valid under the strict schema, whose values all differ.
pub fn contact_person() -> Value {
    json!({
        "id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "name": "Иванова Мария Петровна",
        "phone": "+7 495 123-45-67",
        "extra_phone": 104,
        "email": "m.ivanova@romashka.example",
    })
}

/// Like [`contact_person`].
pub fn address() -> Value {
    json!({
        "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "address": "ул. Складская, 5, стр. 2",
        "address_city_id": 3,
        "address_latitude": 55.7558,
        "address_longitude": 37.6173,
        "note": "Въезд со двора",
        "contact_persons": [contact_person()],
        "schedule_summary": "Пн-Пт 09:00-18:00",
        "address_type": 1,
    })
}

/// Like [`contact_person`].
pub fn organization() -> Value {
    json!({
        "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "name": "ООО «Ромашка»",
        "ownership": 5,
        "residency": 10,
        "inn": "971240001315",
        "phone": "+7 495 123-45-60",
        "extra_phone": 17,
        "docs_address": {
            "postcode": "101000",
            "city_id": 4,
            "street_name": "ул. Мясницкая",
            "house_no": "15",
            "office_no": "301",
        },
        "addresses": [address()],
        "contact_persons": [contact_person()],
        "all_departments_allowed": false,
        "department_ids": [7, 9],
    })
}

/// An entry of the dictionary of address types.
pub fn address_type() -> Value {
    json!({ "id": 2, "name": "Офис", "name_eng": "Office" })
}

/// `value` with the field or the item at `pointer` set; all above it has to exist, and an item.
#[must_use]
pub fn with(mut value: Value, pointer: &str, field: Value) -> Value {
    let (parent, name) = pointer
        .rsplit_once('/')
        .expect("a pointer starts with a slash");
    match value.pointer_mut(parent).expect("the parent exists") {
        Value::Array(items) => items[name.parse::<usize>().expect("an index")] = field,
        parent => parent[name] = field,
    }
    value
}

/// `value` without the field at `pointer`, which has to exist.
#[must_use]
pub fn without(mut value: Value, pointer: &str) -> Value {
    let (parent, name) = pointer
        .rsplit_once('/')
        .expect("a pointer starts with a slash");
    let parent = value.pointer_mut(parent).and_then(Value::as_object_mut);
    parent
        .and_then(|parent| parent.remove(name))
        .expect("the field exists");
    value
}
