//! The organizations that are asked for: every documented field, texts as long as in life.

use serde_json::{Value, json};
use uuid::Uuid;

/// So many organizations differ; longer lists repeat them.
pub const DISTINCT: usize = 1_000;

/// An organization as the service answers it, with so many addresses and contact persons.
pub fn organization(number: usize, nested: usize) -> Value {
    json!({
        "id": id(1, number),
        "name": format!("ООО «Транспортная компания Ромашка {number}»"),
        "ownership": 5,
        "residency": 1,
        "inn": "7707083893",
        "phone": "+7 495 123-45-60",
        "extra_phone": 17,
        "docs_address": {
            "postcode": "101000",
            "city_id": 4,
            "street_name": "ул. Мясницкая",
            "house_no": "15 стр. 2",
            "office_no": "301",
        },
        "addresses": (0..nested).map(|at| address(number * nested + at)).collect::<Value>(),
        "contact_persons": (0..nested).map(|at| person(number * nested + at)).collect::<Value>(),
        "all_departments_allowed": false,
        "department_ids": [7, 9],
    })
}

fn address(number: usize) -> Value {
    json!({
        "id": id(2, number),
        "address": format!("Московская обл., г. Подольск, ул. Складская, {number}, стр. 2"),
        "address_city_id": 3,
        "address_latitude": 55.431177,
        "address_longitude": 37.544737,
        "note": "Въезд со двора, пропуск на проходной",
        "contact_persons": [person(number)],
        "schedule_summary": "Пн-Пт 09:00-18:00, обед 13:00-14:00",
        "address_type": 1,
    })
}

fn person(number: usize) -> Value {
    json!({
        "id": id(3, number),
        "name": "Иванова Мария Петровна",
        "phone": "+7 495 123-45-67",
        "extra_phone": 104,
        "email": format!("m.ivanova{number}@romashka.example"),
    })
}

fn id(kind: u16, number: usize) -> Uuid {
    Uuid::from_u128(
        0x3f2504e0_0000_4000_8000_000000000000 | (u128::from(kind) << 80) | number as u128,
    )
}

/// The id under which the canned server answers an organization with so many addresses and contact
/// persons.
pub fn id_of(nested: usize) -> Uuid {
    id(1, nested)
}

/// How many addresses and contact persons belong to such an id.
pub fn nested_of(id: Uuid) -> usize {
    (id.as_u128() & 0xffff_ffff) as usize
}

/// The elements of a list in pieces of [`DISTINCT`] at the most, without brackets; commas stand
/// within a piece only.
pub fn pieces(elements: usize) -> impl Iterator<Item = usize> {
    let whole = std::iter::repeat_n(DISTINCT, elements / DISTINCT);
    whole.chain(Some(elements % DISTINCT).filter(|rest| *rest > 0))
}

/// So many organizations with two addresses and contact persons each, separated by commas.
pub fn piece(elements: usize) -> String {
    let organizations = (0..elements).map(|number| organization(number, 2).to_string());
    organizations.collect::<Vec<_>>().join(",")
}

/// A whole list as JSON, written into memory that is asked for once, so that making it takes no more than
/// having it.
pub fn list(elements: usize) -> String {
    let full = piece(elements.min(DISTINCT));
    let mut whole = String::with_capacity((full.len() + 1) * elements.div_ceil(DISTINCT) + 2);
    whole.push('[');
    for (at, size) in pieces(elements).enumerate() {
        if at > 0 {
            whole.push(',');
        }
        match size {
            DISTINCT => whole.push_str(&full),
            size => whole.push_str(&piece(size)),
        }
    }
    whole.push(']');
    whole
}
