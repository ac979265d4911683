//! Each fault on a real connection: what the client sees, and whether the write took effect.

use std::io::{ErrorKind, Read};
use std::time::{Duration, SystemTime};

use catalogs_sandbox::{Fault, Redirect, Route, Sandbox, ServerError};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::wire::{
    End, PERSON, PERSONS, Result, Seen, create, exchange, keep_alive, logged, read, request, send,
    start,
};

const ROUTES: [Route; 2] = [Route::Direct, Route::Gateway];

fn length(seen: &Seen) -> usize {
    let length = seen.header("content-length").map(str::parse);
    length.and_then(std::result::Result::ok).unwrap_or(0)
}

/// Sends a create that meets the fault, on each route, and shows what the client saw.
async fn met(fault: &Fault, check: impl Fn(&Seen, &Sandbox)) -> Result {
    for route in ROUTES {
        let sandbox = start().await?;
        sandbox.inject(fault.clone());
        let request = request(&sandbox, route, "POST", PERSONS, PERSON);
        let seen = exchange(&sandbox, &request).await?;
        let logged = sandbox.requests();
        assert_eq!(logged.len(), 1);
        assert_eq!(logged[0].fault(), Some(fault));
        assert_eq!(logged[0].status(), seen.status(), "{fault:?}");
        assert_eq!(logged[0].took_effect(), fault.takes_effect(), "{fault:?}");
        let written = usize::from(fault.takes_effect());
        assert_eq!(sandbox.state().contact_persons.len(), written, "{fault:?}");
        let effects = sandbox.effects().get("create_contact_person").copied();
        assert_eq!(effects.unwrap_or(0), written);
        assert_eq!((sandbox.faults_played(), sandbox.faults_pending()), (1, 0));
        check(&seen, &sandbox);
        // And then all is well again.
        assert_eq!(create(&sandbox).await?.status(), 200, "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn reset_faults_send_tcp_reset() -> Result {
    for fault in [Fault::reset(), Fault::reset().after_effect()] {
        met(&fault, |seen, sandbox| {
            assert_eq!((seen.end, seen.head.as_str()), (End::Reset, ""));
            let read = sandbox.requests()[0].body().len();
            assert_eq!(read > 0, fault.takes_effect());
        })
        .await?;
    }
    met(&Fault::reset_mid_body(), |seen, _| {
        assert_eq!((seen.end, seen.status()), (End::Reset, 200));
        assert!(!seen.body.is_empty() && seen.body.len() < length(seen));
    })
    .await
}

#[tokio::test]
async fn reset_reaches_client_still_sending() -> Result {
    let sandbox = start().await?;
    sandbox.inject(Fault::reset());
    let head = request(&sandbox, Route::Direct, "POST", PERSONS, "");
    let head = head.replace("Content-Length: 0", "Content-Length: 9");
    let mut stream = send(&sandbox, &head).await?;
    assert_eq!(read(&mut stream).await?.end, End::Reset);
    Ok(())
}

#[tokio::test]
async fn cut_responses_end_early_with_fin() -> Result {
    met(&Fault::cut_body(), |seen, _| {
        assert_eq!((seen.end, seen.status()), (End::Fin, 200));
        assert!(!seen.body.is_empty() && seen.body.len() < length(seen));
    })
    .await?;
    met(&Fault::cut_chunks(), |seen, sandbox| {
        assert_eq!((seen.end, seen.status()), (End::Fin, 200));
        assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
        assert!(!seen.body.is_empty() && !seen.body.ends_with(b"0\r\n\r\n"));
        // The log has it whole.
        assert!(sandbox.requests()[0].response_json().is_some());
    })
    .await?;
    met(&Fault::cut_gzip(), |seen, _| {
        assert_eq!(seen.header("content-encoding"), Some("gzip"));
        assert_eq!(seen.body.len(), length(seen));
        let error = flate2::read::GzDecoder::new(&seen.body[..])
            .read_to_end(&mut Vec::new())
            .expect_err("it breaks off");
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    })
    .await?;
    met(&Fault::bad_gzip(), |seen, _| {
        assert_eq!(seen.header("content-encoding"), Some("gzip"));
        let mut unpacked = flate2::read::GzDecoder::new(&seen.body[..]);
        assert!(unpacked.read_to_end(&mut Vec::new()).is_err());
    })
    .await
}

#[tokio::test]
async fn cut_applies_to_empty_responses() -> Result {
    for fault in [Fault::cut_body(), Fault::reset_mid_body()] {
        let sandbox = Sandbox::builder().check_headers(false).start().await?;
        sandbox.inject_for("delete_organization", fault)?;
        let path = "/organizations/0a710001-0000-4000-8000-000000000004";
        let request = request(&sandbox, Route::Direct, "DELETE", path, "");
        let seen = exchange(&sandbox, &request).await?;
        assert_eq!((seen.status(), length(&seen), seen.body.len()), (200, 2, 1));
        assert_eq!(sandbox.effects()["delete_organization"], 1);
    }
    Ok(())
}

#[tokio::test]
async fn hang_lasts_until_sandbox_stops() -> Result {
    let faults = [
        (Fault::hang(), false),
        (Fault::hang().after_effect(), false),
        (Fault::hang_mid_body(), true),
    ];
    for (fault, responses) in faults {
        let sandbox = start().await?;
        sandbox.inject(fault.clone());
        let request = request(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
        let mut stream = send(&sandbox, &request).await?;
        logged(&sandbox, 1).await;
        let mut seen = Vec::new();
        if responses {
            seen.resize(17, 0);
            stream.read_exact(&mut seen).await?;
            assert_eq!(seen, b"HTTP/1.1 200 OK\r\n");
        } else {
            let error = stream.try_read(&mut [0]).expect_err("nothing comes");
            assert_eq!(error.kind(), ErrorKind::WouldBlock);
        }
        let written = usize::from(fault.takes_effect());
        assert_eq!(sandbox.state().contact_persons.len(), written);
        assert_eq!(sandbox.requests()[0].took_effect(), fault.takes_effect());
        // Others are served meanwhile.
        assert_eq!(create(&sandbox).await?.status(), 200);

        // Without the two seconds that a stalled client is given.
        tokio::time::pause();
        let before = tokio::time::Instant::now();
        sandbox.shutdown().await;
        assert_eq!(before.elapsed(), Duration::ZERO);
        tokio::time::resume();
        let rest = read(&mut stream).await?;
        assert_eq!(rest.end, End::Fin, "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn dropped_handle_ends_hanging_requests() -> Result {
    let sandbox = start().await?;
    sandbox.inject(Fault::hang());
    let request = request(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
    let mut stream = send(&sandbox, &request).await?;
    logged(&sandbox, 1).await;
    drop(sandbox);
    assert_eq!(read(&mut stream).await?.end, End::Fin);
    Ok(())
}

#[tokio::test]
async fn fault_refusals_have_no_effect_and_keep_alive() -> Result {
    let dated = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    let busy = Fault::too_many_requests;
    let cases = [
        (busy(), 429, None),
        (
            busy().retry_after(Duration::from_millis(1001)),
            429,
            Some("2"),
        ),
        (
            busy().retry_after_date(dated),
            429,
            Some("Sun, 06 Nov 1994 08:49:37 GMT"),
        ),
        (busy().retry_after_text("so\r\non"), 429, Some("soon")),
        (Fault::unauthorized(), 401, None),
    ];
    for (fault, status, retry_after) in cases {
        met(&fault, |seen, sandbox| {
            assert_eq!(seen.status(), status);
            assert_eq!(seen.header("retry-after"), retry_after);
            let body: Value = serde_json::from_slice(&seen.body).expect("JSON");
            assert!(body["error_code"].is_string());
            assert_eq!(sandbox.requests()[0].body(), PERSON.as_bytes());
        })
        .await?;
        let sandbox = start().await?;
        sandbox.inject(fault);
        let first = keep_alive(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
        let second = request(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
        let mut stream = send(&sandbox, &first).await?;
        stream.write_all(second.as_bytes()).await?;
        let seen = read(&mut stream).await?;
        assert_eq!(seen.status(), status);
        let rest = String::from_utf8(seen.body)?;
        assert!(rest.contains("HTTP/1.1 200 OK"), "{rest}");
    }
    Ok(())
}

#[tokio::test]
async fn server_errors_are_html_before_or_after_effect() -> Result {
    for error in ServerError::ALL {
        let fault = Fault::server_error(error).retry_after(Duration::from_secs(3));
        for fault in [fault.clone(), fault.after_effect()] {
            met(&fault, |seen, _| {
                assert_eq!(seen.status(), error.status());
                assert_eq!(seen.header("retry-after"), Some("3"));
                assert_eq!(
                    seen.header("content-type"),
                    Some("text/html; charset=utf-8")
                );
                assert!(seen.body.starts_with(b"<html>"));
            })
            .await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn redirects_have_location_and_no_effect() -> Result {
    let here = ROUTES.map(|route| format!("{}{PERSONS}", route.prefix()));
    for redirect in Redirect::ALL {
        met(&Fault::redirect_to_self(redirect), |seen, _| {
            assert_eq!((seen.status(), seen.body.len()), (redirect.status(), 0));
            let location = seen.header("location").unwrap_or_default();
            assert!(here.iter().any(|here| here == location), "{location}");
        })
        .await?;
        let far = Fault::redirect(redirect, "https://other.example/\r\npath");
        met(&far, |seen, _| {
            assert_eq!(seen.header("location"), Some("https://other.example/path"));
        })
        .await?;
    }
    // The query goes along.
    let sandbox = start().await?;
    sandbox.inject(Fault::redirect_to_self(Redirect::Permanent));
    let request = request(&sandbox, Route::Direct, "GET", "/organizations?a=b", "");
    let seen = exchange(&sandbox, &request).await?;
    let location = seen.header("location");
    assert_eq!(location, Some("/v1.2/catalogs/organizations?a=b"));
    Ok(())
}

#[tokio::test]
async fn malformed_responses_are_sent_as_named() -> Result {
    met(&Fault::wrong_content_type(), |seen, _| {
        assert_eq!(
            seen.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(serde_json::from_slice::<Value>(&seen.body).is_ok());
    })
    .await?;
    met(&Fault::garbage_json(), |seen, _| {
        let declared = seen.header("content-type").unwrap_or_default();
        assert!(declared.starts_with("application/json"));
        assert!(serde_json::from_slice::<Value>(&seen.body).is_err());
    })
    .await?;
    met(&Fault::empty_body(), |seen, _| {
        assert_eq!((seen.status(), length(seen), seen.body.len()), (200, 0, 0));
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn slow_body_pauses_on_paused_clock() -> Result {
    let before = tokio::time::Instant::now();
    let pause = Duration::from_secs(60);
    met(&Fault::slow_body(10, pause), |seen, sandbox| {
        assert_eq!((seen.end, seen.status()), (End::Fin, 200));
        assert_eq!(seen.body, sandbox.requests()[0].response_body());
    })
    .await?;
    assert_eq!(before.elapsed().as_secs(), 2 * 10 * 60);
    for pieces in [0, usize::MAX] {
        met(&Fault::slow_body(pieces, Duration::ZERO), |seen, _| {
            assert_eq!(length(seen), seen.body.len());
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn huge_responses_have_exact_size() -> Result {
    const SIZE: usize = 5_000_000;
    met(&Fault::huge_body(SIZE as u64), |seen, _| {
        assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
        assert!(seen.body.len() > SIZE && seen.body.ends_with(b"}]\r\n0\r\n\r\n"));
    })
    .await?;
    met(&Fault::gzip_bomb(SIZE as u64), |seen, _| {
        assert_eq!(seen.header("content-encoding"), Some("gzip"));
        assert!(seen.body.len() < SIZE / 50, "{}", seen.body.len());
    })
    .await
}

#[tokio::test]
async fn client_may_leave_during_huge_response() -> Result {
    let sandbox = start().await?;
    sandbox.inject(Fault::huge_body(u64::MAX));
    let request = request(&sandbox, Route::Direct, "GET", "/organizations", "");
    let mut stream = send(&sandbox, &request).await?;
    stream.read_exact(&mut vec![0; 1_000_000]).await?;
    drop(stream);
    assert_eq!(create(&sandbox).await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn fault_does_not_admit_invalid_request() -> Result {
    let sandbox = start().await?;
    sandbox.inject(Fault::cut_body());
    let request = request(&sandbox, Route::Direct, "POST", PERSONS, "[]");
    let seen = exchange(&sandbox, &request).await?;
    assert_eq!((seen.status(), seen.end), (400, End::Fin));
    assert!(!sandbox.requests()[0].took_effect());
    assert!(sandbox.effects().is_empty());
    Ok(())
}

#[tokio::test]
async fn custom_response_is_sent_as_given() -> Result {
    for fault in [Fault::response(418), Fault::response(418).after_effect()] {
        let fault = fault
            .header("X-Trace", "7f3a")
            .header("X-Twice", "a")
            .header("X-Twice", "b")
            .header("bad name", "x")
            .header("X-Broken", "line\nbreak")
            .header("Content-Length", "9999")
            .header("Transfer-Encoding", "chunked")
            .retry_after(Duration::from_secs(3))
            .body("odd \u{fffd} text");
        met(&fault, |seen, _| {
            assert_eq!(seen.status(), 418);
            assert_eq!(seen.header("x-trace"), Some("7f3a"));
            assert_eq!(seen.header("retry-after"), Some("3"));
            assert_eq!(seen.header("x-broken"), None);
            assert_eq!(seen.head.matches("x-twice").count(), 2);
            assert_eq!(seen.header("transfer-encoding"), None);
            assert_eq!((seen.body.len(), length(seen)), (12, 12));
        })
        .await?;
    }
    for (status, sent) in [(0, 500), (42, 500), (101, 500), (999, 999), (1000, 500)] {
        let sandbox = start().await?;
        sandbox.inject(Fault::response(status));
        assert_eq!(create(&sandbox).await?.status(), sent, "{status}");
    }
    Ok(())
}
