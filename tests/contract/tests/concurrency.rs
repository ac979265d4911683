//! Calls can be made from anywhere, many at once.

use catalogs::{
    Addresses, Client, ClientBuilder, Collection, ContactPersonDraft, ContactPersons, Entity,
    Error, Method, Organizations, Route, model::OrganizationId,
};
use contract_tests::{ROUTES, calls, calls::Ids, sandbox, sandbox_client};
use futures_util::{
    future::join_all,
    stream::{self, StreamExt, TryStreamExt},
};

fn sendable<T: Send + 'static>(_: &T) {}

fn everywhere<T: Send + Sync + 'static>() {}

/// Compiles, or fails to: every future can be moved to another thread.
#[tokio::test]
async fn future_of_every_call_is_send_and_static() {
    everywhere::<Client>();
    everywhere::<ClientBuilder>();
    everywhere::<Organizations>();
    everywhere::<Addresses>();
    everywhere::<ContactPersons>();
    everywhere::<Error>();

    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let ids = Ids::of(&sandbox);
    macro_rules! spawnable {
        ($($collection:ident, $id:expr, $draft:expr;)+) => {$(
            let it = client.$collection();
            sendable(&it.list());
            sendable(&it.list_stream());
            sendable(&it.get($id));
            sendable(&it.get_opt($id));
            sendable(&it.create(&$draft));
            sendable(&it.replace($id, &$draft));
            sendable(&it.edit($id, |draft| draft.extra.clear()));
            sendable(&it.try_edit($id, |draft| {
                draft.extra.clear();
                Ok::<_, Error>(())
            }));
            sendable(&it.delete($id));
            sendable(&it.reconcile(&$draft));
        )+};
    }
    spawnable! {
        organizations, ids.organization, calls::organization();
        addresses, ids.address, calls::address();
        contact_persons, ids.contact_person, calls::contact_person();
    }
    sendable(&client.organizations().in_departments([7]));
    sendable(&client.addresses().types());
    let custom = client.request(Method::GET, "/organizations");
    sendable(&custom.send::<serde_json::Value>());
}

#[tokio::test]
async fn calls_run_at_once_in_the_usual_ways() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let (organizations, addresses) =
        tokio::join!(client.organizations().list(), client.addresses().list(),);
    assert!(!organizations.unwrap().is_empty() && !addresses.unwrap().is_empty());
    let (_, types) =
        tokio::try_join!(client.contact_persons().list(), client.addresses().types()).unwrap();
    assert!(!types.is_empty());
    tokio::select! {
        list = client.organizations().list() => drop(list.unwrap()),
        () = std::future::pending() => {}
    }
    let ids = client.organizations().list().await.unwrap();
    let ids = ids.into_iter().map(|organization| organization.id);
    let all = join_all(ids.map(|id| client.organizations().get(id))).await;
    assert!(all.iter().all(Result::is_ok));
    let spawned = tokio::spawn(client.organizations().list());
    assert!(!spawned.await.unwrap().unwrap().is_empty());

    let drafts =
        ["Анна", "Борис", "Вера"].map(|name| ContactPersonDraft::builder().name(name).build());
    let persons = client.contact_persons();
    let created = tokio::spawn(async move {
        let borrowed: Vec<_> = drafts.iter().map(|draft| persons.create(draft)).collect();
        let borrowed = stream::iter(borrowed).buffer_unordered(2);
        let owned = stream::iter(drafts).map(|draft| persons.create(&draft));
        let owned = owned.buffer_unordered(2);
        borrowed.chain(owned).try_collect::<Vec<_>>().await
    });
    assert_eq!(created.await.unwrap().unwrap().len(), 6);
}

/// Code for all three kinds.
fn read_all<E: Entity>(
    collection: &Collection<E>,
    ids: Vec<E::Id>,
) -> impl Future<Output = catalogs::Result<Vec<E>>> + Send + use<E> {
    let calls: Vec<_> = ids.into_iter().map(|id| collection.get(id)).collect();
    async move { stream::iter(calls).buffered(2).try_collect().await }
}

#[tokio::test]
async fn generic_code_can_be_spawned() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let ids = Ids::of(&sandbox);
    let read = tokio::spawn(read_all(&client.addresses(), vec![ids.address]));
    assert_eq!(read.await.unwrap().unwrap()[0].id, ids.address);
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
async fn dropped_call_does_not_affect_later_calls() {
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
