//! Which request meets which fault, and a port without a listener.

use std::io::ErrorKind;

use catalogs_sandbox::{Fault, FaultPlan, RateLimit, Route, Sandbox, ServerError};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::wire::{End, PERSON, PERSONS, Result, create, keep_alive, logged, read, send, start};

#[tokio::test]
async fn faults_precede_token_and_limit_checks() -> Result {
    let sandbox = Sandbox::builder().rate_limit(RateLimit::per_second(0));
    let sandbox = sandbox.check_headers(false).start().await?;
    sandbox.inject_times(Fault::server_error(ServerError::BadGateway), 2);
    for expected in [502, 502, 429] {
        assert_eq!(create(&sandbox).await?.status(), expected);
    }
    Ok(())
}

#[tokio::test]
async fn script_precedes_plan_and_reset_restarts_it() -> Result {
    let kinds = [Fault::unauthorized(), Fault::too_many_requests()];
    let plan = FaultPlan::seeded(7, 0.5, kinds);
    let builder = Sandbox::builder().check_headers(false).faults(plan);
    let sandbox = builder.rate_limit(RateLimit::off()).start().await?;
    let mut runs = Vec::new();
    for _ in 0..2 {
        let mut statuses = Vec::new();
        for _ in 0..20 {
            statuses.push(create(&sandbox).await?.status());
        }
        runs.push(statuses);
        sandbox.reset();
    }
    assert_eq!(runs[0], runs[1]);
    for status in [200, 401, 429] {
        assert!(runs[0].contains(&status), "{:?}", runs[0]);
    }

    sandbox.clear_faults();
    sandbox.script([None, Some(Fault::unauthorized()), None]);
    for expected in [200, 401, 200, 200] {
        assert_eq!(create(&sandbox).await?.status(), expected);
    }
    assert_eq!(sandbox.effects()["create_contact_person"], 3);
    let error = sandbox
        .inject_for("create_organisation", Fault::hang())
        .expect_err("no such operation");
    assert!(error.to_string().contains("create_organization"));
    Ok(())
}

#[tokio::test]
async fn refused_connections_return_on_the_same_port() -> Result {
    let sandbox = start().await?;
    let address = sandbox.origin().trim_start_matches("http://").to_owned();
    let request = keep_alive(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
    let mut kept = send(&sandbox, &request).await?;
    kept.read_exact(&mut [0; 20]).await?;
    sandbox.inject(Fault::hang());
    let mut hanging = send(&sandbox, &request).await?;
    logged(&sandbox, 2).await;
    for _ in 0..3 {
        sandbox.refuse_connections().await?;
        sandbox.refuse_connections().await?;
        for _ in 0..3 {
            let error = TcpStream::connect(&address).await.expect_err("refused");
            assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        }
        sandbox.accept_connections()?;
        sandbox.accept_connections()?;
        assert_eq!(create(&sandbox).await?.status(), 200);
    }
    assert_eq!(read(&mut kept).await?.end, End::Fin);
    assert_eq!(read(&mut hanging).await?.end, End::Fin);
    sandbox.refuse_connections().await?;
    sandbox.shutdown().await;
    assert!(TcpStream::connect(&address).await.is_err());
    Ok(())
}

#[tokio::test]
async fn wait_returns_once_enough_requests_match() -> Result {
    let sandbox = start().await?;
    let hanging = |it: &catalogs_sandbox::RecordedRequest| it.fault() == Some(&Fault::hang());
    assert!(sandbox.wait_for_requests(0, hanging).await.is_empty());
    sandbox.script([Some(Fault::hang()), None, Some(Fault::hang())]);
    let request = keep_alive(&sandbox, Route::Direct, "POST", PERSONS, PERSON);
    let mut waiting = std::pin::pin!(sandbox.wait_for_requests(2, hanging));
    let sent = async {
        let one = send(&sandbox, &request).await?;
        sandbox.wait_for_requests(1, hanging).await;
        create(&sandbox).await?;
        Result::Ok((one, send(&sandbox, &request).await?))
    };
    let (sent, found) = tokio::join!(sent, &mut waiting);
    let _open = sent?;
    assert_eq!((found.len(), sandbox.requests().len()), (2, 3));
    Ok(())
}
