//! Whose journal it is, and what is none.

use catalogs::{Auth, Client};
use catalogs_transfer::{Action, CancellationToken, Error, Existing, Journal, Kind, Plan};

use crate::support::{at_once, book, csv, empty, import, strictly};

/// Takes three rows of the book.
async fn begin(client: &Client, path: &std::path::Path) {
    let checked = strictly(book()).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(path, &checked, client).unwrap();
    let cancel = CancellationToken::new();
    let options = at_once().cancel(cancel.clone()).on_report(|report| {
        if report.done == 3 {
            cancel.cancel();
        }
    });
    plan.run(client, &mut journal, options).await.unwrap();
}

#[tokio::test]
async fn journal_of_other_account_is_refused() {
    let ((_here, client), (there, other)) = (empty().await, empty().await);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    begin(&client, &path).await;
    let checked = strictly(book()).unwrap();
    let error = Journal::open(&path, &checked, &other).unwrap_err();
    let (begun, now) = (client.origin(), other.origin());
    assert!(matches!(error, Error::OtherAccount { .. }), "{error}");
    let text = error.to_string();
    assert!(
        text.contains(&format!(
            "was begun at {begun} as 64357, and this is {now} as 64357"
        )),
        "{text}"
    );
    let colleague = Client::builder()
        .auth(Auth::api_token("token"))
        .integrator_code("64358")
        .base_url(client.origin())
        .build()
        .unwrap();
    let error = Journal::open(&path, &checked, &colleague).unwrap_err();
    assert!(matches!(error, Error::OtherAccount { .. }), "{error}");
    assert!(there.state().contact_persons.is_empty());
    // A journal that was opened for one does not serve another.
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let error = plan.run(&other, &mut journal, at_once()).await.unwrap_err();
    assert!(matches!(error, Error::OtherPlan), "{error}");
}

#[tokio::test]
async fn done_row_without_entity_is_refused_or_skipped() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    begin(&client, &path).await;
    // Another account, or a sandbox that was started anew.
    sandbox.reset();
    let checked = strictly(book()).unwrap();
    let existing = Existing::fetch(&client).await.unwrap();
    let plan = Plan::make(&checked, &existing).unwrap();
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let error = plan
        .run(&client, &mut journal, at_once())
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains(
            "says that row 1 of contacts, row 2 of contacts, row 3 of contacts are done, but"
        ),
        "{error}"
    );
    assert!(
        matches!(&error, Error::Gone { rows, .. } if rows[0] == (Kind::ContactPerson, 1)),
        "{error}"
    );
    assert!(sandbox.effects().is_empty());
    let options = at_once().skip_deleted(true);
    let outcome = plan.run(&client, &mut journal, options).await.unwrap();
    assert_eq!(outcome.skipped, 3, "{outcome:?}");
}

#[tokio::test]
async fn foreign_file_is_not_overwritten() {
    let (_sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
    for text in ["{\"contacts\": []}", "name", "name\nМария", "\n"] {
        std::fs::write(&path, text).unwrap();
        let error = Journal::open(&path, &checked, &client).unwrap_err();
        assert!(
            matches!(error, Error::DamagedJournal { line: 1, .. }),
            "{error}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    // The beginning of a journal that was cut off is one.
    for text in [
        "",
        "{\"event\":\"st",
        "{\"event\":\"start\",\"version\":2,\"ori",
    ] {
        std::fs::write(&path, text).unwrap();
        assert!(
            !Journal::open(&path, &checked, &client)
                .unwrap()
                .is_resumed()
        );
    }
    let old = "{\"event\":\"start\",\"version\":1,\"rows\":\"x\",\"known\":{}}\n";
    std::fs::write(&path, old).unwrap();
    let error = Journal::open(&path, &checked, &client).unwrap_err();
    assert!(matches!(error, Error::JournalVersion { .. }), "{error}");
}

#[tokio::test]
async fn journal_is_discarded_locked_and_only_if_unneeded() {
    let (_sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    begin(&client, &path).await;
    let checked = strictly(book()).unwrap();
    Journal::open(&path, &checked, &client)
        .unwrap()
        .discard()
        .unwrap();
    assert!(path.exists(), "there is something to resume");
    import(&client, &checked, &path).await;
    Journal::open(&path, &checked, &client)
        .unwrap()
        .discard()
        .unwrap();
    assert!(!path.exists());
}

#[tokio::test]
async fn finished_journal_is_reused_for_other_rows() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let file = |name: &str| strictly(csv("contacts.csv", &format!("name\n{name}\n"))).unwrap();
    for name in ["Мария", "Анна"] {
        import(&client, &file(name), &path).await;
    }
    assert_eq!(sandbox.state().contact_persons.len(), 2);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches("\"start\"").count(), 1, "{text}");
}

#[tokio::test]
async fn interrupted_import_can_be_abandoned() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    begin(&client, &path).await;
    let other = strictly(csv(
        "contacts.csv",
        "name,phone\nМария Иванова,+74951234567\nПётр,\n",
    ));
    let other = other.unwrap();
    for error in [
        Journal::open(&path, &other, &client).unwrap_err(),
        Journal::peek(&path, &other, &client).unwrap_err(),
    ] {
        assert!(matches!(error, Error::OtherFile { .. }), "{error}");
    }
    let warning = "{\"event\":\"begin\",\"kind\":\"address\",\"row\":1}\n";
    let before = std::fs::read_to_string(&path).unwrap() + warning;
    std::fs::write(&path, &before).unwrap();
    let journal = Journal::restart(&path, &other, &client).unwrap();
    assert_eq!((journal.abandoned(), journal.is_resumed()), (1, false));
    // Until the new one starts, nothing is lost.
    journal.discard().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    let mut journal = Journal::restart(&path, &other, &client).unwrap();
    let existing = Existing::fetch(&client).await.unwrap();
    let plan = Plan::resume(&other, &existing, &journal).unwrap();
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    assert_eq!((outcome.unchanged, outcome.created), (1, 1), "{outcome:?}");
    assert_eq!(sandbox.state().contact_persons.len(), 4);
    journal.discard().unwrap();
    assert!(!path.exists());
}

#[tokio::test]
async fn plan_skips_rows_of_earlier_run() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    begin(&client, &path).await;
    // Somebody, or the service itself, wrote it otherwise since.
    let id = sandbox.state().contact_persons[0]["id"].to_string();
    let id = id.trim_matches('"').parse::<uuid::Uuid>().unwrap();
    client
        .contact_persons()
        .edit(id, |draft| draft.name = Some("М. Иванова".to_owned()))
        .await
        .unwrap();
    let checked = strictly(book()).unwrap();
    let existing = Existing::fetch(&client).await.unwrap();
    let before = std::fs::read_to_string(&path).unwrap();
    let journal = Journal::peek(&path, &checked, &client).unwrap().unwrap();
    let plan = Plan::resume(&checked, &existing, &journal).unwrap();
    assert_eq!(
        (plan.count(Action::Skip), plan.count(Action::Create)),
        (3, 6)
    );
    assert_eq!(plan.steps()[0].id, Some(id));
    drop(journal);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    assert_eq!((outcome.skipped, outcome.created), (3, 6), "{outcome:?}");
}
