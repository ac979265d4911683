//! Whatever is drafted, the body that goes out is whole and keeps to the strict schema.

use catalogs::Client;
use catalogs_sandbox::contract::Contract;
use contract_tests::{
    client,
    drafts::{self, each, each_of_the_same},
    fixtures::{address, contact_person, organization},
    service::{Reply, Service},
};
use proptest::test_runner::TestCaseError;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::runtime::Runtime;
use uuid::Uuid;

const CASES: u32 = 64;

/// A service that takes everything, and a client of it.
struct Wire {
    runtime: Runtime,
    service: Service,
    client: Client,
}

impl Wire {
    fn responding(response: Value) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let service = runtime.block_on(Service::always(Reply::json(200, &response)));
        let client = client(&service.origin());
        Self {
            runtime,
            service,
            client,
        }
    }

    /// Sends the draft with both calls and answers the body that went out, the same twice.
    fn sent<F: Future<Output = catalogs::Result<()>>>(&self, calls: F) -> Value {
        self.runtime.block_on(calls).unwrap();
        let bodies: Vec<_> = self.service.take().iter().map(|seen| seen.json()).collect();
        let [created, replaced] = bodies.try_into().unwrap();
        assert_eq!(created, replaced);
        replaced
    }
}

/// The body is strict and whole, is what the draft itself serializes to, and comes back as it.
fn check<D>(operation: &str, draft: &D, sent: &Value) -> Result<(), TestCaseError>
where
    D: Serialize + DeserializeOwned + PartialEq,
{
    let contract = Contract::strict();
    let violations = contract.check_request(operation, sent);
    assert!(violations.is_empty(), "{violations:?}");
    let missing = contract.missing_in_request(operation, sent);
    assert!(missing.is_empty(), "left out: {missing:?}");

    let serialized = serde_json::to_string(draft).unwrap();
    let value: Value = serde_json::from_str(&serialized).unwrap();
    assert_eq!(&value, sent, "a serialized draft is the body");
    let back: D = serde_json::from_str(&serialized).unwrap();
    assert!(back == *draft, "a draft survives JSON: {serialized}");
    Ok(())
}

#[test]
fn organization_draft_is_sent_as_the_spec_requires() {
    let wire = Wire::responding(organization());
    each(CASES, drafts::organization(), |draft| {
        let sent = wire.sent(async {
            let organizations = wire.client.organizations();
            organizations.create(&draft).await?;
            organizations.replace(Uuid::nil(), &draft).await.map(drop)
        });
        if let Some(docs) = &draft.docs_address {
            let known = [
                "postcode",
                "city_id",
                "street_name",
                "house_no",
                "office_no",
            ];
            let sent = sent["docs_address"].as_object().unwrap();
            assert!(
                known.iter().all(|name| sent.contains_key(*name)),
                "{docs:?}"
            );
            assert_eq!(sent.len(), known.len() + docs.extra.len());
        }
        check("create_organization", &draft, &sent)
    });
}

#[test]
fn address_draft_is_sent_as_the_spec_requires() {
    let wire = Wire::responding(address());
    each(CASES, drafts::address(), |draft| {
        let sent = wire.sent(async {
            let addresses = wire.client.addresses();
            addresses.create(&draft).await?;
            addresses.replace(Uuid::nil(), &draft).await.map(drop)
        });
        check("create_address", &draft, &sent)
    });
}

#[test]
fn contact_person_draft_is_sent_as_the_spec_requires() {
    let wire = Wire::responding(contact_person());
    each(CASES, drafts::contact_person(), |draft| {
        let sent = wire.sent(async {
            let persons = wire.client.contact_persons();
            persons.create(&draft).await?;
            persons.replace(Uuid::nil(), &draft).await.map(drop)
        });
        check("create_contact_person", &draft, &sent)
    });
}

#[test]
fn department_filter_is_sent_as_the_spec_requires() {
    let wire = Wire::responding(Value::Array(Vec::new()));
    let departments = proptest::collection::vec(proptest::num::i32::ANY, 0..5);
    each(CASES, departments, |departments| {
        let ids = departments.iter().copied();
        let call = wire.client.organizations();
        wire.runtime
            .block_on(async { call.in_departments(ids).await.unwrap() });
        let [seen] = wire.service.take().try_into().unwrap();
        let sent = seen.json();
        assert_eq!(sent, serde_json::json!({ "departments": departments }));
        assert_eq!(
            Contract::strict().check_request("filter_organizations", &sent),
            []
        );
        Ok(())
    });
}

/// The generators reach what they promise, or the tests above would pass for nothing.
#[test]
fn generated_drafts_cover_every_kind_of_value() {
    use std::cell::RefCell;
    let seen = RefCell::new([false; 7]);
    each_of_the_same(
        1024,
        (drafts::organization(), drafts::address()),
        |(organization, address)| {
            let mut seen = seen.borrow_mut();
            let name = organization.name.as_deref();
            seen[0] |= name.is_none();
            seen[1] |= name == Some("");
            seen[2] |= name.is_some_and(|name| name.chars().any(char::is_control));
            seen[3] |= name.is_some_and(|name| name.chars().any(|c| ('а'..='я').contains(&c)));
            seen[4] |= organization
                .docs_address
                .is_some_and(|docs| !docs.extra.is_empty());
            seen[5] |= organization.departments == catalogs::DepartmentAccess::All;
            seen[6] |= address
                .latitude
                .is_some_and(|degrees| degrees.abs() > 180.0);
            Ok(())
        },
    );
    assert_eq!(seen.into_inner(), [true; 7]);
}
