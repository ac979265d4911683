//! What becomes of new refresh tokens, and of secrets.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[tokio::test]
async fn new_refresh_token_is_saved_before_the_access_token_is_used() {
    let server = TestEndpoint::start([
        tokens("a1", Some("canary-r1")),
        tokens("a2", Some("canary-r1")),
        tokens("a3", None),
    ])
    .await;
    let (kept, done) = (
        Arc::new(Mutex::new(Vec::new())),
        Arc::new(tokio::sync::Notify::new()),
    );
    let (keeper, gate) = (Arc::clone(&kept), Arc::clone(&done));
    let source = server
        .app()
        .refreshing("canary-r0")
        .on_rotation(move |token| {
            keeper
                .lock()
                .unwrap()
                .push(token.expose_secret().to_owned());
            let gate = Arc::clone(&gate);
            async move {
                gate.notified().await;
                Ok::<_, std::io::Error>(())
            }
        })
        .build()
        .unwrap();
    let caller = tokio::spawn({
        let source = source.clone();
        async move { source.token().await }
    });
    while kept.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    // The callback has the token, and nobody has what came with it.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!caller.is_finished());
    assert_eq!(source.refresh_token().expose_secret(), "canary-r1");
    done.notify_one();
    assert_token(caller.await.unwrap(), "a1");

    // The same refresh token, and none, are nothing new.
    for expected in ["a2", "a3"] {
        pass(TWO_HOURS).await;
        assert_token(source.token().await, expected);
    }
    assert_eq!(*kept.lock().unwrap(), ["canary-r1"]);
    assert!(server.request(1).1.contains("canary-r1"));
    assert!(server.request(2).1.contains("canary-r1"));
}

#[tokio::test]
async fn failed_callback_gets_the_token_again() {
    let server = TestEndpoint::start([
        tokens("a1", Some("canary-r1")),
        tokens("a2", None),
        tokens("a3", None),
    ])
    .await;
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let source = server
        .app()
        .refreshing("canary-r0")
        .on_rotation(move |token| {
            assert_eq!(token.expose_secret(), "canary-r1");
            let first = counter.fetch_add(1, Ordering::Relaxed) == 0;
            std::future::ready(if first {
                Err("canary: the disk is full")
            } else {
                Ok(())
            })
        })
        .build()
        .unwrap();
    for (token, called) in [("a1", 1), ("a2", 2), ("a3", 2)] {
        assert_token(source.token().await, token);
        assert_eq!(calls.load(Ordering::Relaxed), called);
        assert_eq!(source.refresh_token().expose_secret(), "canary-r1");
        pass(TWO_HOURS).await;
    }
}

#[tokio::test]
async fn panicking_callback_loses_no_token_and_is_called_again() {
    let script = [tokens("a1", Some("canary-r1")), tokens("a2", None)];
    let server = TestEndpoint::start(script).await;
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let source = server
        .app()
        .refreshing("canary-r0")
        .on_rotation(move |_| {
            assert!(counter.fetch_add(1, Ordering::Relaxed) > 0, "on purpose");
            std::future::ready(Ok::<_, std::io::Error>(()))
        })
        .build()
        .unwrap();
    for _ in 0..5 {
        assert_token(source.token().await, "a1");
    }
    assert_eq!(server.count(), 1);
    assert_eq!(source.refresh_token().expose_secret(), "canary-r1");
    pass(TWO_HOURS).await;
    assert_token(source.token().await, "a2");
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

/// What is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn secrets_are_not_shown_or_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For all tests of this process: what a thread of its own would log is a matter of luck.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let echo = r#"{"error":"canary-r1","reason":"no canary-r1 of canary-client-secret"}"#;
    let script = [
        tokens("canary-a", Some("canary-r1")),
        Response::Is(400, echo.to_owned()),
    ];
    let server = TestEndpoint::start(script).await;
    let builder = server
        .app()
        .refreshing("canary-r0")
        .on_rotation(|token| std::future::ready(Err(token.expose_secret().to_owned())));
    let mut shown = format!("{builder:?}");
    let source = builder.build().unwrap();
    let token = source.token().await.unwrap();
    shown += &format!("{source:?} {token:?} {:?}", source.refresh_token());
    pass(TWO_HOURS).await;
    let error = source.token().await.unwrap_err();
    shown += &format!("{source:?} {error} {error:?}");
    assert!(
        shown.contains("127.0.0.1") && !shown.contains(CANARY),
        "{shown}"
    );

    tracing::debug!("a bird sings");
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in [
        "was renewed",
        "was not saved",
        "was not renewed",
        "a bird sings",
    ] {
        assert!(logged.contains(expected), "{logged}");
    }
    assert!(!logged.contains(CANARY), "{logged}");
    // The secrets were there to be shown.
    assert!(token.expose_secret().contains(CANARY));
    assert!(server.request(1).1.contains("canary-r1"));
}
