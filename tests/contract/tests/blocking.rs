//! The blocking client, on threads with and without tokio.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
    time::Duration,
};

use catalogs::{
    ContactPersonDraft, Error, Method, Reconciled, Route,
    blocking::Client,
    model::{AddressTypeInfo, ContactPersonId},
    policy::CallOptions,
};
use catalogs_sandbox::Sandbox;
use contract_tests::{builder, sandbox};
use tokio::runtime::Runtime;

/// A sandbox on a runtime of its own.
struct Service {
    runtime: Runtime,
    sandbox: Sandbox,
}

fn service() -> (Service, Client) {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(sandbox());
    let client = builder(sandbox.origin(), Route::Direct, sandbox.api_token());
    let client = client.build_blocking().unwrap();
    (Service { runtime, sandbox }, client)
}

#[test]
fn blocking_verbs_do_what_async_verbs_do() {
    let (service, client) = service();
    let persons = client.contact_persons();
    let before = persons.list().unwrap().len();
    let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
    let maria = persons.create(&draft).unwrap();
    assert!(
        matches!(persons.reconcile(&draft).unwrap(), Reconciled::Found(it) if it.id == maria.id)
    );
    let phone = String::from("+7 900 000-00-01"); // the change need not own it
    let edited = persons
        .edit(maria.id, |draft| draft.phone = Some(phone.clone()))
        .unwrap();
    assert_eq!(edited.phone.as_deref(), Some(phone.as_str()));
    let replaced = persons.replace(maria.id, &draft).unwrap();
    assert_ne!(replaced.phone.as_deref(), Some(phone.as_str()));
    let kept = persons.try_edit(maria.id, |_| Err::<(), _>(Failure::Change));
    assert_eq!(kept.unwrap_err(), Failure::Change);
    assert_eq!(persons.get(maria.id).unwrap(), replaced);
    assert_eq!(persons.list_iter().map(Result::unwrap).count(), before + 1);
    assert_eq!(persons.list_readable().unwrap().entities.len(), before + 1);
    persons.delete(maria.id).unwrap();
    assert_eq!(persons.get_opt(maria.id).unwrap(), None);
    assert!(persons.get(maria.id).unwrap_err().is_not_found());

    let organizations = client.organizations().list().unwrap();
    assert!(client.organizations().in_departments([7]).unwrap().len() <= organizations.len());
    let types = client.addresses().types().unwrap();
    let request = client
        .as_async()
        .request(Method::GET, "/organizations/addresses/types");
    let same: Vec<AddressTypeInfo> = client.block_on(request.send()).unwrap().unwrap();
    assert_eq!(types, same);
    let described = persons.requests().create(&draft).unwrap();
    assert_eq!(described.method, Method::POST);
    let effects = service.sandbox.effects();
    assert_eq!(effects["create_contact_person"], 1);
    assert_eq!(effects["replace_contact_person"], 2);
    assert_eq!(effects["delete_contact_person"], 1);
}

#[test]
fn call_without_time_sends_nothing() {
    let (service, client) = service();
    let client = client.with_options(CallOptions::new().timeout(Duration::ZERO));
    let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
    for _ in 0..20 {
        let error = client.contact_persons().create(&draft).unwrap_err();
        assert!(error.is_timeout() && !error.is_outcome_unknown(), "{error}");
    }
    assert_eq!(service.sandbox.requests().len(), 0);
}

#[derive(Debug, PartialEq)]
enum Failure {
    Change,
    Call(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error.to_string())
    }
}

#[test]
fn blocking_call_in_async_code_is_an_error_and_sends_nothing() {
    let (service, client) = service();
    let check = |client: &Client| {
        let persons = client.contact_persons();
        let errors = [
            persons.list().unwrap_err(),
            persons.list_iter().next().unwrap().unwrap_err(),
            client.block_on(async {}).unwrap_err(),
        ];
        for error in errors {
            assert!(error.is_configuration(), "{error}");
            assert!(error.to_string().contains("spawn_blocking"), "{error}");
        }
        assert_eq!(persons.list_iter().count(), 1, "the iterator ends after it");
        let change = |_: &mut ContactPersonDraft| Ok::<(), Failure>(());
        let failure = persons.try_edit(ContactPersonId::new(uuid::Uuid::nil()), change);
        assert!(matches!(failure, Err(Failure::Call(_))));
    };
    let single = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    single.block_on(async { check(&client) });
    let task = service.runtime.spawn(async move { check(&client) }); // drops the client, too
    service.runtime.block_on(task).unwrap();
    assert_eq!(service.sandbox.requests().len(), 0);
}

#[test]
fn blocking_call_inside_spawn_blocking_succeeds() {
    let (service, client) = service();
    let listed = service
        .runtime
        .spawn_blocking(move || client.addresses().list());
    let listed = service.runtime.block_on(listed);
    assert!(!listed.unwrap().unwrap().is_empty());
}

#[test]
fn blocking_client_serves_many_threads() {
    let (service, client) = service();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.contact_persons().list().unwrap());
        }
    });
    assert_eq!(service.sandbox.requests().len(), 8);
}

#[test]
fn panic_in_edit_reaches_the_caller_and_changes_nothing() {
    let (service, client) = service();
    let persons = client.contact_persons();
    let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
    let maria = persons.create(&draft).unwrap();
    let edit = AssertUnwindSafe(|| persons.edit(maria.id, |_| panic!("the change")));
    let panic = catch_unwind(edit).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"the change"));
    assert_eq!(persons.get(maria.id).unwrap(), maria);
    assert_eq!(
        service.sandbox.effects().get("replace_contact_person"),
        None
    );
}
