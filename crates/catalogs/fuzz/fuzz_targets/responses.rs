//! Any response is decoded or refused, and what was decoded survives being
//! turned into a draft and back into JSON.
#![no_main]

use catalogs::{Address, ContactPerson, Organization};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(organizations) = serde_json::from_slice::<Vec<Organization>>(body) {
        for organization in organizations {
            let _ = (format!("{organization:?}"), organization.to_draft().warnings());
            let json = serde_json::to_vec(&organization).expect("it came from JSON");
            let again: Organization = serde_json::from_slice(&json).expect("its own JSON");
            // Nothing that a draft holds may get lost on the way through JSON.
            let draft = serde_json::to_value(again.to_draft()).expect("a draft");
            assert_eq!(draft, serde_json::to_value(organization.to_draft()).expect("a draft"));
        }
    }
    if let Ok(address) = serde_json::from_slice::<Address>(body) {
        let _ = (format!("{address:?}"), address.to_draft().warnings());
    }
    if let Ok(person) = serde_json::from_slice::<ContactPerson>(body) {
        let _ = (format!("{person:?}"), person.to_draft().warnings());
    }
});
