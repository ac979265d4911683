//! Who listens hears of every request once, and breaks nothing.

use std::sync::{Arc, Mutex, OnceLock, Weak};

use catalogs_sandbox::{Fault, Route, Sandbox, SandboxBuilder, ServerError};

use crate::wire::{PERSON, PERSONS, Result, create, exchange, logged, request, send};

fn builder() -> SandboxBuilder {
    Sandbox::builder().demo_data(false).check_headers(false)
}

#[tokio::test]
async fn callback_runs_once_per_logged_request() -> Result {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let handle = Arc::new(OnceLock::<Weak<Sandbox>>::new());
    let (ears, its_handle) = (Arc::clone(&heard), Arc::clone(&handle));
    let builder = builder().on_request(move |request| {
        let sandbox = its_handle.get().and_then(Weak::upgrade).expect("it runs");
        // No lock is held: all of this would hang otherwise.
        let (requests, _) = (sandbox.requests(), sandbox.state());
        assert_eq!(
            requests.last().map(|last| last.path()),
            Some(request.path())
        );
        sandbox.inject_times(Fault::hang(), 0);
        let fault = request.fault().map(ToString::to_string).unwrap_or_default();
        let mut ears = ears.lock().expect("unharmed");
        ears.push((
            request.operation().map(str::to_owned),
            request.status(),
            fault,
            request.took_effect(),
        ));
    });
    let sandbox = Arc::new(builder.start().await?);
    handle.set(Arc::downgrade(&sandbox)).expect("the first");

    create(&sandbox).await?;
    let refused = request(&sandbox, Route::Direct, "GET", "/nowhere", "");
    exchange(&sandbox, &refused).await?;
    let no_token = request(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
    exchange(&sandbox, &no_token.replace("Bearer", "Basic")).await?;
    for fault in [
        Fault::server_error(ServerError::BadGateway),
        Fault::reset().after_effect(),
        Fault::reset(),
        Fault::cut_body(),
    ] {
        sandbox.inject(fault);
        create(&sandbox).await?;
    }
    let path = "/v1.2/catalogs/organizations/contactPersons";
    exchange(&sandbox, &no_token.replace(path, "/oauth2/token")).await?;
    sandbox.inject(Fault::hang());
    let hanging = send(&sandbox, &no_token).await?;
    logged(&sandbox, 9).await;
    drop(hanging);

    let create = Some("create_contact_person");
    let heard: Vec<_> = heard.lock().expect("unharmed").drain(..).collect();
    let heard: Vec<_> = heard
        .iter()
        .map(|(operation, status, fault, took_effect)| {
            (operation.as_deref(), *status, fault.as_str(), *took_effect)
        })
        .collect();
    let expected = [
        (create, 200, "", true),
        (None, 404, "", false),
        (create, 401, "", false),
        (create, 502, "502", false),
        (create, 0, "reset+after-effect", true),
        (create, 0, "reset", false),
        (create, 200, "cut-body", true),
        (Some("oauth_token"), 400, "", false),
        (create, 0, "hang", false),
    ];
    assert_eq!(heard, expected);
    Ok(())
}

/// Panics when it is dropped.
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        panic!("on purpose, by the callback's panic");
    }
}

#[tokio::test]
async fn callback_panic_does_not_affect_response() -> Result {
    let sandbox = builder().on_request(|request| match request.operation() {
        Some("list_contact_persons") => std::panic::panic_any(Grenade),
        _ => panic!("on purpose, by the callback"),
    });
    let sandbox = sandbox.start().await?;
    let list = request(&sandbox, Route::Direct, "GET", PERSONS, "");
    for count in 1..=3 {
        assert_eq!(create(&sandbox).await?.status(), 200);
        assert_eq!(exchange(&sandbox, &list).await?.status(), 200);
        assert_eq!(sandbox.state().contact_persons.len(), count);
        assert_eq!(sandbox.requests().len(), 2 * count);
    }
    sandbox.reset();
    assert_eq!(create(&sandbox).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn builder_clones_share_the_last_callback() -> Result {
    let heard = Arc::new(Mutex::new(0));
    let ears = Arc::clone(&heard);
    let builder = builder().on_request(|_| panic!("it was replaced"));
    let builder = builder.on_request(move |_| *ears.lock().expect("unharmed") += 1);
    assert!(format!("{builder:?}").contains("OnRequest(a callback)"));
    for builder in [builder.clone(), builder] {
        create(&builder.start().await?).await?;
    }
    assert_eq!(*heard.lock().expect("unharmed"), 2);
    Ok(())
}
