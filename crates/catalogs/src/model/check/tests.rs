//! Tests of the warnings.

use super::*;
use crate::AddressType;

fn fields(warnings: &[Warning]) -> Vec<&'static str> {
    warnings.iter().map(|warning| warning.field).collect()
}

fn valid_organization() -> OrganizationDraft {
    OrganizationDraft::builder()
        .name("ООО «Ромашка»")
        .ownership(1)
        .residency(Residency::Russia)
        .departments(DepartmentAccess::only([7]))
        .inn("7707083893")
        .phone("+7 (495) 123-45-60")
        .build()
}

fn valid_address() -> AddressDraft {
    AddressDraft::builder()
        .address("ул. Складская, 5")
        .city_id(1)
        .address_type(AddressType::Warehouse)
        .latitude(55.7)
        .longitude(37.6)
        .build()
}

fn valid_person() -> ContactPersonDraft {
    ContactPersonDraft::builder()
        .name("Мария Иванова")
        .phone("84951234567")
        .extra_phone(12)
        .email("m.ivanova@romashka.example")
        .build()
}

#[test]
fn valid_drafts_give_no_warning() {
    assert_eq!(valid_organization().warnings(), []);
    assert_eq!(valid_address().warnings(), []);
    assert_eq!(valid_person().warnings(), []);
}

#[test]
fn organization_warnings_name_their_fields() {
    type Change = fn(&mut OrganizationDraft);
    let cases: &[(Change, &[&str])] = &[
        (|d| d.name = Some("  ".into()), &["name"]),
        (|d| d.ownership = None, &["ownership"]),
        (|d| d.residency = None, &["residency"]),
        (|d| d.inn = Some("7707083894".into()), &["inn"]),
        (|d| d.residency = Some(Residency::Belarus), &["inn"]),
        (|d| d.residency = Some(Residency::International), &[]),
        (|d| d.residency = Some(Residency::from_code(77)), &[]),
        (|d| d.inn = None, &[]),
        (
            |d| d.departments = DepartmentAccess::Only(vec![]),
            &["department_ids"],
        ),
        (|d| d.phone = Some("call me".into()), &["phone"]),
        (|d| d.phone = Some("1234".into()), &["phone"]),
        (|d| d.phone = Some(String::new()), &["phone"]),
        (
            |d| (d.phone, d.extra_phone) = (None, Some(1)),
            &["extra_phone"],
        ),
        (|d| d.extra_phone = Some(-1), &["extra_phone"]),
    ];
    for (index, (change, expected)) in cases.iter().enumerate() {
        let mut draft = valid_organization();
        change(&mut draft);
        assert_eq!(fields(&draft.warnings()), *expected, "case {index}");
    }
}

#[test]
fn address_warnings_name_their_fields() {
    type Change = fn(&mut AddressDraft);
    let cases: &[(Change, &[&str])] = &[
        (|d| d.address = None, &["address"]),
        (|d| d.city_id = None, &["address_city_id"]),
        (|d| d.address_type = None, &["address_type"]),
        (|d| d.latitude = Some(90.1), &["address_latitude"]),
        (|d| d.latitude = Some(-90.0), &[]),
        (|d| d.longitude = Some(-180.5), &["address_longitude"]),
        (|d| d.longitude = Some(f64::NAN), &["address_longitude"]),
        (|d| d.longitude = None, &["address_longitude"]),
        (|d| (d.latitude, d.longitude) = (None, None), &[]),
    ];
    for (index, (change, expected)) in cases.iter().enumerate() {
        let mut draft = valid_address();
        change(&mut draft);
        assert_eq!(fields(&draft.warnings()), *expected, "case {index}");
    }
}

#[test]
fn invalid_email_gives_a_warning() {
    let cases = [
        ("a@b.ru", true),
        ("имя@почта.рф", true),
        ("a.b+c@d-e.example", true),
        ("", false),
        ("a@b", false),
        ("@b.ru", false),
        ("a@b@c.ru", false),
        ("a b@c.ru", false),
        ("a@.ru", false),
        ("a@b..ru", false),
    ];
    for (email, sound) in cases {
        let mut draft = valid_person();
        draft.email = Some(email.to_owned());
        let expected: &[&str] = if sound { &[] } else { &["email"] };
        assert_eq!(fields(&draft.warnings()), expected, "{email}");
    }
}

#[test]
fn warning_does_not_repeat_the_value() {
    let mut draft = valid_organization();
    draft.inn = Some("7707083894".into());
    let text = draft.warnings()[0].to_string();
    assert_eq!(
        text,
        "inn: it is no INN (ИНН), which goes with Russia: the check digits do not fit"
    );
}
