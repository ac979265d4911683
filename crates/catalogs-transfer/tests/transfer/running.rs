//! Runs that nothing interrupts: what is written, what fails, and what is told.

use std::path::Path;

use catalogs_sandbox::Fault;
use catalogs_transfer::{
    CancellationToken, CheckOptions, Error, Event, Existing, Format, Journal, Kind, Plan,
    ReadOptions, Reason, Stop, WriteOptions, check, read, write,
};
use serde_json::json;

use crate::support::{
    at_once, book, client, csv, empty, import, json as read_json, strictly, untroubled, without_ids,
};

#[tokio::test]
async fn second_import_changes_nothing() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(book()).unwrap();
    let outcome = import(&client, &checked, &folder.path().join("first")).await;
    assert!(outcome.is_complete(), "{outcome:?}");

    let state = sandbox.state();
    let organization = &state.organizations[0];
    assert_eq!(organization["addresses"][0]["address"], "ул. Складская, 5");
    assert_eq!(
        organization["addresses"][0]["contact_persons"][1]["name"],
        "Пётр Сидоров"
    );
    assert_eq!(state.organizations[1]["department_ids"], json!([7, 9]));
    let id = outcome.id_of(Kind::Organization, 1).unwrap();
    assert_eq!(organization["id"], json!(id));

    for journal in ["first", "second"] {
        sandbox.clear_requests();
        let outcome = import(&client, &checked, &folder.path().join(journal)).await;
        assert_eq!((outcome.unchanged, outcome.is_complete()), (9, true));
        let requests = sandbox.requests();
        let operations: Vec<&str> = requests
            .iter()
            .filter_map(|request| request.operation())
            .collect();
        assert_eq!(
            operations,
            [
                "list_organizations",
                "list_addresses",
                "list_contact_persons"
            ]
        );
    }
}

#[tokio::test]
async fn update_keeps_other_fields() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let before = strictly(read_json(json!({"organizations": [{
        "name": "Ромашка", "ownership": 1, "residency": 1, "inn": "7707083893", "all_departments_allowed": true,
        "phone": "+7 495 123-45-67", "extra": {"new_field": {"a": 1}},
        "docs_address": {"postcode": "101000", "city_id": 1, "street_name": "x", "house_no": "1", "office_no": ""},
    }]})))
    .unwrap();
    import(&client, &before, &folder.path().join("first")).await;
    let change = strictly(csv(
        "organizations.csv",
        "residency;inn;phone;docs_address.house_no;name\n1;7707083893;<clear>;5/2;\n",
    ))
    .unwrap();
    let outcome = import(&client, &change, &folder.path().join("second")).await;
    assert_eq!(outcome.updated, 1, "{outcome:?}");
    let after = &sandbox.state().organizations[0];
    assert_eq!(
        (&after["name"], &after["phone"]),
        (&json!("Ромашка"), &json!(null))
    );
    assert_eq!(after["docs_address"]["house_no"], "5/2");
    assert_eq!(after["docs_address"]["postcode"], "101000");
    assert_eq!(after["new_field"], json!({"a": 1}));
}

/// A book in which the second address is refused: no service knows this type.
fn book_with_a_bad_row(sort: i32) -> serde_json::Value {
    let mut sheets = json!({
        "contacts": [{"key": "k", "name": "Мария"}],
        "addresses": [
            {"key": "good", "address": "ул. Ленина, 1", "address_city_id": 1, "address_type": 1},
            {"key": "bad", "address": "ул. Ленина, 2", "address_city_id": 1, "address_type": 1},
        ],
        "organizations": [
            {"name": "a", "ownership": 1, "residency": 200, "all_departments_allowed": true,
             "address_ids": ["good", "bad"], "contact_person_ids": ["k"]},
            {"name": "b", "ownership": 1, "residency": 200, "all_departments_allowed": true},
        ],
    });
    sheets["addresses"][1]["address_type"] = json!(sort);
    sheets
}

#[tokio::test]
async fn failed_row_can_be_fixed_in_any_format() {
    let (wanted, client_of_wanted) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let good = strictly(read_json(book_with_a_bad_row(2))).unwrap();
    import(&client_of_wanted, &good, &folder.path().join("good")).await;

    for (format, mended) in [
        (Format::Csv, "mended"),
        (Format::Xlsx, "x.xlsx"),
        (Format::Json, "x.json"),
    ] {
        let (sandbox, client) = empty().await;
        let bad = strictly(read_json(book_with_a_bad_row(77))).unwrap();
        let outcome = import(&client, &bad, &folder.path().join(format!("{format:?}"))).await;
        assert_eq!((outcome.created, outcome.failed.len()), (3, 2));
        let [address, organization] = &outcome.failed[..] else {
            panic!()
        };
        assert!(matches!(&address.reason, Reason::Call(error) if error.is_invalid_request()));
        assert_eq!(
            organization.reason.to_string(),
            "it links to row 2 of addresses, which failed"
        );

        let path = folder.path().join(mended);
        write(
            &outcome.failed_rows(&bad),
            &path,
            &WriteOptions::new().format(format),
        )
        .unwrap();
        let failed = read(&path, &ReadOptions::new()).unwrap();
        assert_eq!(failed.iter().map(|table| table.len()).sum::<usize>(), 2);
        // A person mends the type.
        let mend = |file: &Path| {
            let text = std::fs::read_to_string(file).unwrap();
            std::fs::write(file, text.replace(";77;", ";2;").replace(": 77", ": 2")).unwrap();
        };
        match format {
            Format::Csv => mend(&path.join("addresses.csv")),
            Format::Json => mend(&path),
            Format::Xlsx => {
                let again = strictly(failed.clone()).unwrap();
                assert_eq!(again.len(), 2);
                write(&failed, folder.path().join("x.json"), &WriteOptions::new()).unwrap();
                mend(&folder.path().join("x.json"));
                let json = folder.path().join("x.json");
                std::fs::rename(&json, &path).unwrap();
            }
        }
        let mended = strictly(read(&path, &ReadOptions::new()).unwrap()).unwrap();
        let outcome = import(
            &client,
            &mended,
            &folder.path().join(format!("{format:?} again")),
        )
        .await;
        assert_eq!(
            (outcome.created, outcome.is_complete()),
            (2, true),
            "{outcome:?}"
        );
        let names = |sandbox: &catalogs_sandbox::Sandbox| {
            let mut organizations = without_ids(sandbox)[2].as_array().unwrap().clone();
            organizations.sort_by_key(|organization| organization["name"].to_string());
            organizations
        };
        assert_eq!(names(&sandbox), names(&wanted), "{format:?}");
    }
}

#[tokio::test]
async fn common_failure_ends_run_and_is_resumed() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(book()).unwrap();
    let existing = Existing::fetch(&client).await.unwrap();
    let plan = Plan::make(&checked, &existing).unwrap();
    let mut journal = Journal::open(folder.path().join("journal"), &checked, &client).unwrap();
    sandbox.script([None, None, Some(Fault::unauthorized())]);
    let outcome = plan.run(&client, &mut journal, at_once()).await.unwrap();
    assert!(matches!(&outcome.stopped, Some(Stop::Error(error)) if error.is_unauthorized()));
    assert_eq!(
        (outcome.created, outcome.not_done, outcome.failed.len()),
        (2, 7, 0)
    );
    drop(journal);
    let outcome = import(&client, &checked, &folder.path().join("journal")).await;
    assert_eq!((outcome.skipped, outcome.created), (2, 7));
    assert_eq!(without_ids(&sandbox), untroubled().await);
}

#[tokio::test]
async fn run_is_cancelled_between_rows() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let checked = strictly(book()).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(folder.path().join("journal"), &checked, &client).unwrap();
    let cancel = CancellationToken::new();
    let mut told = Vec::new();
    let options = at_once().cancel(cancel.clone()).on_report(|report| {
        assert!(matches!(report.event, Event::Created(_)));
        told.push((report.done, report.total, report.step.kind, report.step.row));
        if report.done == 4 {
            cancel.cancel();
        }
    });
    let outcome = plan.run(&client, &mut journal, options).await.unwrap();
    assert!(matches!(outcome.stopped, Some(Stop::Cancelled)));
    assert_eq!((outcome.created, outcome.not_done), (4, 5));
    assert_eq!(told[3], (4, 9, Kind::Address, 1));
    assert_eq!(sandbox.state().addresses.len(), 1);
    assert_eq!(journal.done(), 4);
}

#[tokio::test]
async fn journal_is_exclusive_and_without_personal_data() {
    let (sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let checked = strictly(book()).unwrap();
    let other = strictly(csv("contacts.csv", "name\nДругой\n")).unwrap();
    import(&client, &checked, &path).await;

    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.lines().last().unwrap().contains("finish"));
    for secret in [
        "Мария",
        "4951234567",
        "123-45",
        "romashka",
        "7707083893",
        sandbox.api_token(),
    ] {
        assert!(!text.contains(secret), "{secret}");
    }

    std::fs::write(&path, text.replace("{\"event\":\"finish\"}\n", "")).unwrap();
    let error = Journal::open(&path, &other, &client).unwrap_err();
    assert!(matches!(error, Error::OtherFile { .. }), "{error}");
    std::fs::write(&path, &text).unwrap();
    let held = Journal::open(&path, &checked, &client).unwrap();
    let error = Journal::open(&path, &checked, &client).unwrap_err();
    assert!(matches!(error, Error::JournalInUse { .. }), "{error}");
    drop(held);
    std::fs::write(&path, format!("{text}nonsense\n")).unwrap();
    let error = Journal::open(&path, &checked, &client).unwrap_err();
    assert!(
        matches!(error, Error::DamagedJournal { line: 21, .. }),
        "{error}"
    );

    let mut of_other = Journal::open(folder.path().join("other"), &other, &client).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let error = plan
        .run(&client, &mut of_other, at_once())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::OtherPlan), "{error}");
}

#[tokio::test]
async fn demo_data_can_be_imported() {
    let from = catalogs_sandbox::Sandbox::builder()
        .rate_limit(catalogs_sandbox::RateLimit::off())
        .start()
        .await
        .unwrap();
    let (to, client_of_to) = empty().await;
    let existing = Existing::fetch(&client(&from)).await.unwrap();
    let options = catalogs_transfer::ExportOptions::new()
        .keys(true)
        .russian(true);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.xlsx");
    write(
        &catalogs_transfer::export(&existing, &options),
        &path,
        &WriteOptions::new(),
    )
    .unwrap();
    let checked = check(
        read(&path, &ReadOptions::new()).unwrap(),
        &CheckOptions::new(),
    )
    .unwrap();
    assert!(checked.warnings().is_empty(), "{:?}", checked.warnings());
    let outcome = import(&client_of_to, &checked, &folder.path().join("journal")).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let (mut from, to) = (without_ids(&from), without_ids(&to));
    // Departments that are listed although all are allowed change nothing, and do not come along.
    for organization in from[2].as_array_mut().unwrap() {
        if organization["all_departments_allowed"] == true {
            organization["department_ids"] = json!([]);
        }
    }
    assert_eq!(from, to);
}

#[tokio::test]
async fn run_is_send() {
    let (_sandbox, client) = empty().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let outcome = tokio::spawn(async move {
        let checked = strictly(book()).unwrap();
        import(&client, &checked, &path).await
    });
    assert_eq!(outcome.await.unwrap().created, 9);
}
