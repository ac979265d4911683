//! Calls can be made from anywhere, many at once.

use catalogs::{
    Addresses, Client, ClientBuilder, Collection, ContactPerson, ContactPersonDraft, Error,
    OrganizationId, Organizations, Route,
};
use contract_tests::{ROUTES, calls, calls::Ids, sandbox, sandbox_client};

fn sendable<T: Send + 'static>(_: &T) {}

fn everywhere<T: Send + Sync + 'static>() {}

/// Compiles, or fails to: every future can be moved to another thread.
#[tokio::test]
async fn every_future_can_be_spawned() {
    everywhere::<Client>();
    everywhere::<ClientBuilder>();
    everywhere::<Organizations>();
    everywhere::<Addresses>();
    everywhere::<Collection<ContactPerson>>();
    everywhere::<Error>();

    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let ids = Ids::of(&sandbox);
    macro_rules! spawnable {
        ($($collection:ident, $id:expr, $draft:expr;)+) => {$(
            let it = client.$collection();
            let one = it.clone();
            sendable(&async move { one.list().await });
            let one = it.clone();
            sendable(&async move { one.get($id).await });
            let one = it.clone();
            sendable(&async move { one.get_opt($id).await });
            let (one, draft) = (it.clone(), $draft);
            sendable(&async move { one.create(&draft).await });
            let (one, draft) = (it.clone(), $draft);
            sendable(&async move { one.replace($id, &draft).await });
            let one = it.clone();
            sendable(&async move { one.edit($id, |draft| draft.extra.clear()).await });
            let one = it.clone();
            sendable(&async move { one.delete($id).await });
        )+};
    }
    spawnable! {
        organizations, ids.organization, calls::organization();
        addresses, ids.address, calls::address();
        contact_persons, ids.contact_person, calls::contact_person();
    }
    let organizations = client.organizations();
    sendable(&async move { organizations.in_departments([7]).await });
    let addresses = client.addresses();
    sendable(&async move { addresses.types().await });

    let spawned = client.clone();
    let listed = tokio::spawn(async move { spawned.organizations().list().await });
    assert!(!listed.await.unwrap().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_clones_call_at_once() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let tasks: Vec<_> = (0..50)
            .map(|number| {
                let client = client.clone();
                tokio::spawn(async move {
                    let persons = client.contact_persons();
                    let draft = ContactPersonDraft::builder()
                        .name(format!("Сотрудник {number}"))
                        .extra_phone(number)
                        .build();
                    let created = persons.create(&draft).await?;
                    let read = persons.get(created.id).await?;
                    assert!(created == read && read.extra_phone == Some(number));
                    persons.delete(created.id).await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(sandbox.requests().len(), 150);
        assert!(
            sandbox
                .requests()
                .iter()
                .all(|request| request.status() == 200)
        );
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_harms_nobody() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let organizations = client.organizations();
    for _ in 0..5 {
        let call = organizations.list();
        drop(tokio::time::timeout(std::time::Duration::ZERO, call).await);
    }
    let id = OrganizationId::from(uuid::Uuid::from_u128(1));
    assert!(organizations.get_opt(id).await.unwrap().is_none());
}
