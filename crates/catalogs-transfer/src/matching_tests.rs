use super::*;

fn of_address(text: &str, city: i64) -> Identity {
    address(text, Some(city), Some(1), [None; 2]).expect("a text")
}

#[test]
fn what_a_service_wrote_anew_resembles_its_row() {
    let row = of_address("ул. Складская, 5", 1);
    for (text, city, expected) in [
        ("УЛ СКЛАДСКАЯ 5", 2, true),
        ("г. Москва, Складская улица, д. 5", 1, true),
        ("г. Москва, Складская улица, д. 5", 2, false),
        ("ул. Ленина, 1", 1, false),
    ] {
        assert_eq!(
            row.resembles(&of_address(text, city)),
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
            row.resembles(&of_person(name, phone)),
            expected,
            "{name} {phone}"
        );
    }
    assert!(of_address("д. 5", 1).resembles(&of_address("ул. Ленина, 1", 1)));
}
