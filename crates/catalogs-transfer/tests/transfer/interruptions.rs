//! Runs that are killed wherever they can be, and resumed: nothing is there twice, nothing is lost.

use std::{
    future::Future,
    path::Path,
    pin::Pin,
    task::{Context, Poll},
};

use catalogs::Client;
use catalogs_transfer::{CancellationToken, Checked, Existing, Journal, Kind, Plan, Reason};

use crate::support::{at_once, book, csv, empty, import, strictly, untroubled, without_ids};

/// A future that is dropped after so many polls.
struct Killed<F>(Pin<Box<F>>, usize);

impl<F: Future> Future for Killed<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.1 == 0 {
            return Poll::Ready(None);
        }
        self.1 -= 1;
        match self.0.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // So that it is killed even while nothing happens.
            Poll::Pending if self.1 == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// Lets the server come to the end of what it has begun.
async fn quiet() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn run_killed_at_any_await_is_resumed() {
    let expected = untroubled().await;
    let (sandbox, _) = empty().await;
    let checked = strictly(book()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut kills = 0;
    for polls in 1.. {
        sandbox.reset();
        let path = folder.path().join(format!("journal-{polls}"));
        // Connections of a killed process are gone.
        let first = crate::support::client(&sandbox);
        let plan = Plan::make(&checked, &Existing::new()).unwrap();
        let mut journal = Journal::open(&path, &checked, &first).unwrap();
        let run = Box::pin(plan.run(&first, &mut journal, at_once()));
        let ended = Killed(run, polls).await;
        drop((journal, first));
        quiet().await;
        if ended.is_some() {
            break;
        }
        kills += 1;
        let second = crate::support::client(&sandbox);
        let outcome = import(&second, &checked, &path).await;
        assert!(outcome.is_complete(), "{polls}: {outcome:?}");
        assert_eq!(without_ids(&sandbox), expected, "killed at {polls}");
    }
    assert!(kills >= 9, "every row waits at least once: {kills}");
}

/// Takes so many rows, and leaves the journal.
async fn take(client: &Client, checked: &Checked, path: &Path, rows: usize) -> String {
    let plan = Plan::make(checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(path, checked, client).unwrap();
    let cancel = CancellationToken::new();
    if rows == 0 {
        cancel.cancel();
    }
    let options = at_once().cancel(cancel.clone()).on_report(|report| {
        if report.done == rows {
            cancel.cancel();
        }
    });
    plan.run(client, &mut journal, options).await.unwrap();
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test]
async fn run_killed_at_any_journal_line_is_resumed() {
    let expected = untroubled().await;
    let (sandbox, client) = empty().await;
    let checked = strictly(book()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    for rows in 0..=9 {
        // The service has added so many, and the last line, which says so, may be cut anywhere; of
        // no row, that is the header.
        let mut cut = 0;
        loop {
            sandbox.reset();
            number += 1;
            let path = folder.path().join(format!("journal-{number}"));
            let journal = take(&client, &checked, &path, rows).await;
            let last = journal
                .split_inclusive('\n')
                .next_back()
                .unwrap_or_default();
            let left = journal.len() - last.len() + cut.min(last.len());
            std::fs::write(&path, &journal[..left]).unwrap();
            let outcome = import(&client, &checked, &path).await;
            assert!(outcome.is_complete(), "{rows} {cut}: {outcome:?}");
            assert_eq!(without_ids(&sandbox), expected, "{rows} {cut}");
            // What was torn is gone, so that what follows it can be read.
            assert!(
                !Journal::open(&path, &checked, &client)
                    .unwrap()
                    .is_resumed()
            );
            if cut >= last.len() {
                break;
            }
            // The first bytes, some in between, all but the line's end, and all.
            cut = match cut + 19 {
                next if next < last.len() => next,
                _ if cut < last.len() - 1 => last.len() - 1,
                _ => last.len(),
            };
        }
    }
    assert!(number > 50, "{number}");
}

#[tokio::test]
async fn started_row_that_was_never_sent_is_created() {
    let expected = untroubled().await;
    let (sandbox, client) = empty().await;
    let checked = strictly(book()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let whole = take(&client, &checked, &folder.path().join("whole"), 9).await;
    let begun: Vec<&str> = whole
        .split_inclusive('\n')
        .filter(|line| line.contains("begin"))
        .collect();
    assert_eq!(begun.len(), 9);
    for (rows, begun) in begun.into_iter().enumerate() {
        sandbox.reset();
        let path = folder.path().join(format!("journal-{rows}"));
        let journal = take(&client, &checked, &path, rows).await;
        for torn in [begun.len() / 2, begun.len() - 1, begun.len()] {
            std::fs::write(&path, format!("{journal}{}", &begun[..torn])).unwrap();
            let opened = Journal::open(&path, &checked, &client).unwrap();
            assert_eq!(
                (opened.done(), opened.unresolved()),
                (rows, usize::from(torn == begun.len()))
            );
        }
        let outcome = import(&client, &checked, &path).await;
        assert_eq!((outcome.skipped, outcome.created), (rows, 9 - rows));
        assert_eq!(without_ids(&sandbox), expected, "{rows}");
    }
}

#[tokio::test]
async fn entity_from_before_is_not_claimed() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let persons = client.contact_persons();
    let draft = catalogs::ContactPersonDraft::builder().name("Анна").build();
    let anna = persons.create(&draft).await.unwrap();

    let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
    let outcome = import(&client, &checked, &path).await;
    let maria = outcome.id_of(Kind::ContactPerson, 2).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let begun: String = text.split_inclusive('\n').take(2).collect();
    std::fs::write(&path, begun).unwrap();
    // Now both say what the row says, and only the journal knows which of them was there before.
    let rename = |draft: &mut catalogs::ContactPersonDraft| draft.name = Some("Мария".into());
    persons.edit(anna.id, rename).await.unwrap();

    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(&path, &checked, &client).unwrap();
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    assert_eq!((outcome.found, outcome.created), (1, 0), "{outcome:?}");
    assert_eq!(outcome.id_of(Kind::ContactPerson, 2), Some(maria));
    assert_eq!(sandbox.state().contact_persons.len(), 2);
}

#[tokio::test]
async fn unknown_outcome_is_resolved_despite_new_match() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let persons = client.contact_persons();
    let draft = catalogs::ContactPersonDraft::builder().name("Анна").build();
    let anna = persons.create(&draft).await.unwrap();
    let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
    import(&client, &checked, &path).await;
    let text = std::fs::read_to_string(&path).unwrap();
    let begun: String = text.split_inclusive('\n').take(2).collect();
    std::fs::write(&path, begun).unwrap();
    // What was begun did not take effect, and somebody renamed another one.
    let maria: uuid::Uuid = sandbox.state().contact_persons[1]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    persons.delete(maria).await.unwrap();
    let rename = |draft: &mut catalogs::ContactPersonDraft| draft.name = Some("Мария".into());
    persons.edit(anna.id, rename).await.unwrap();
    let outcome = import(&client, &checked, &path).await;
    assert_eq!((outcome.unchanged, outcome.created), (1, 0), "{outcome:?}");
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .ends_with("{\"event\":\"finish\"}\n")
    );
}

#[tokio::test]
async fn several_candidates_are_reported_and_none_claimed() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let checked = strictly(csv("contacts.csv", "name\nМария\n")).unwrap();
    take(&client, &checked, &path, 1).await;
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.split_inclusive('\n').take(2).collect::<String>(),
    )
    .unwrap();
    // Somebody adds another one like it; the plan was made before.
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let draft = catalogs::ContactPersonDraft::builder()
        .name("Мария")
        .build();
    client.contact_persons().create(&draft).await.unwrap();
    for _ in 0..2 {
        let mut journal = Journal::open(&path, &checked, &client).unwrap();
        let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
        assert!(matches!(&outcome.failed[0].reason, Reason::Ambiguous(ids) if ids.len() == 2));
        assert_eq!(
            (journal.unresolved(), sandbox.state().contact_persons.len()),
            (1, 2)
        );
    }
}
