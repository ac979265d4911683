use std::collections::HashSet;

use serde_json::Value;
use stdnum::Validator;

use super::*;
use crate::contract::Contract;

fn entries(records: &str) -> Vec<Value> {
    let demo: Value = serde_json::from_str(DEMO).expect("JSON");
    demo[records].as_array().expect("a list").clone()
}

#[test]
fn demo_entries_are_complete_valid_requests() {
    let contract = Contract::strict();
    let lists = [
        ("contact_persons", "create_contact_person"),
        ("addresses", "create_address"),
        ("organizations", "create_organization"),
    ];
    let mut ids = HashSet::new();
    for (records, operation) in lists {
        for entry in entries(records) {
            assert_eq!(contract.check_request(operation, &entry), [], "{entry}");
            assert!(
                contract.missing_in_request(operation, &entry).is_empty(),
                "{entry}"
            );
            assert!(ids.insert(entry["id"].to_string()), "{entry}");
        }
    }
}

#[test]
fn demo_registration_numbers_are_valid() {
    let mut checked = Vec::new();
    for organization in entries("organizations") {
        let residency = organization["residency"].as_i64().expect("a number");
        let Some(number) = organization["inn"].as_str() else {
            continue;
        };
        let valid = match residency {
            1 => stdnum::country::ru::INN.validate(number).is_ok(),
            2 => stdnum::country::ua::EDRPOU.validate(number).is_ok(),
            3 => stdnum::country::by::UNP.validate(number).is_ok(),
            10 => is_bin(number),
            _ => true,
        };
        assert!(valid, "{residency} {number}");
        checked.push((residency, number.len()));
    }
    for expected in [(1, 10), (1, 12), (2, 8), (3, 9), (10, 12)] {
        assert!(
            checked.contains(&expected),
            "{expected:?} is not in {checked:?}"
        );
    }
}

/// The check digit of the БИН of Kazakhstan.
fn is_bin(number: &str) -> bool {
    let digits: Vec<u32> = number
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .collect();
    let rest = |weights: [u32; 11]| {
        digits
            .iter()
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>()
            % 11
    };
    let first = rest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    let check = if first == 10 {
        rest([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
    } else {
        first
    };
    number.len() == 12 && digits.len() == 12 && digits[11] == check
}

#[test]
fn demo_data_is_varied_and_fictional() {
    let organizations = entries("organizations");
    let residencies: HashSet<i64> = organizations
        .iter()
        .filter_map(|one| one["residency"].as_i64())
        .collect();
    assert_eq!(residencies, HashSet::from([1, 2, 3, 10, 200]));
    assert!(
        organizations
            .iter()
            .any(|one| one["docs_address"].is_null())
    );
    for all in [true, false] {
        assert!(
            organizations
                .iter()
                .any(|one| one["all_departments_allowed"] == all)
        );
    }
    let types: HashSet<i64> = entries("addresses")
        .iter()
        .filter_map(|one| one["address_type"].as_i64())
        .collect();
    assert_eq!(types, HashSet::from([1, 2, 3]));
    for person in entries("contact_persons") {
        let email = person["email"].as_str().expect("a string");
        assert!(email.is_empty() || email.ends_with(".example"), "{email}");
    }
}
