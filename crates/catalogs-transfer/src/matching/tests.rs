//! Tests of the rules of matching.

use super::*;

fn of_address(text: &str, city: i64) -> Identity {
    address(text, Some(city), Some(1), [None; 2]).expect("a text")
}

#[test]
fn entity_changed_by_service_resembles_its_row() {
    let row = of_address("ул. Складская, 5", 1);
    for (text, city, expected) in [
        ("УЛ СКЛАДСКАЯ 5", 2, true),
        ("г. Москва, Складская улица, д. 5", 1, true),
        ("г. Москва, Складская улица, д. 5", 2, false),
        ("ул. Ленина, 1", 1, false),
    ] {
        assert_eq!(
            row.compare(&of_address(text, city)).resembles(),
            expected,
            "{text} {city}"
        );
    }
    let of_person = |name, phone| person(name, phone, "").expect("a name");
    let row = of_person("Иванова Мария", "+7 495 123-45-67");
    for (name, phone, expected) in [
        ("Иванова М. П.", "84951234567", true),
        ("ИВАНОВА МАРИЯ", "", true),
        ("Ким Анна", "84951234567", false),
        ("Иванова Анна", "", false),
    ] {
        assert_eq!(
            row.compare(&of_person(name, phone)).resembles(),
            expected,
            "{name} {phone}"
        );
    }
    assert!(
        of_address("д. 5", 1)
            .compare(&of_address("ул. Ленина, 1", 1))
            .resembles()
    );
}
