//! The buttons, and the state that the page shows.

use super::*;

#[tokio::test]
async fn console_injects_clears_and_resets() -> Result {
    let sandbox = start().await?;
    let injections = [
        (r#"{"fault": "429"}"#, 204, 1),
        (
            r#"{"fault": "reset+after-effect", "operation": "create_address", "times": 3}"#,
            204,
            4,
        ),
        (r#"{"fault": "hang", "operation": null}"#, 204, 5),
        (r#"{"fault": "505"}"#, 400, 5),
        (r#"{"fault": "429", "operation": "drop_tables"}"#, 400, 5),
        (r#"{"fault": "429", "times": -1}"#, 400, 5),
        (r#"{"fault": "429", "extra": 1}"#, 400, 5),
        ("", 400, 5),
    ];
    for (body, status, pending) in injections {
        let seen = order(&sandbox, "POST", "/console/faults", body).await?;
        assert_eq!(
            (seen.status(), sandbox.faults_pending()),
            (status, pending),
            "{body}"
        );
    }
    let seen = order(&sandbox, "DELETE", "/console/faults", "").await?;
    assert_eq!((seen.status(), sandbox.faults_pending()), (204, 0));

    let bearer = format!("Bearer {}", sandbox.api_token());
    let headers = [("Host", host(&sandbox)), ("Authorization", bearer.as_str())];
    sandbox.inject(Fault::too_many_requests());
    let list = text("GET", "/v1.2/catalogs/organizations", &headers, "");
    assert_eq!(exchange(&sandbox, &list).await?.status(), 429);
    let seen = order(&sandbox, "POST", "/console/reset", "").await?;
    assert_eq!((seen.status(), sandbox.requests().len()), (204, 0));
    Ok(())
}

#[tokio::test]
async fn state_lists_are_capped_with_totals() -> Result {
    let persons: Vec<Value> = (0..250)
        .map(|number| json!({ "name": format!("<b>{number}</b>") }))
        .collect();
    let data = json!({ "contact_persons": persons }).to_string();
    let sandbox = Sandbox::builder()
        .console(true)
        .data(&data)?
        .start()
        .await?;
    sandbox.inject_times(Fault::hang(), usize::MAX);
    sandbox.inject_times_for("get_address", "504".parse()?, 2)?;
    let state: Value = serde_json::from_slice(&unchunked(&get(&sandbox, "/console/state").await?))?;
    let hang = json!({ "operation": null, "fault": "hang", "times": null });
    let timeout = json!({ "operation": "get_address", "fault": "504", "times": 2 });
    assert_eq!(state["faults"], json!([timeout, hang]));
    assert_eq!(state["organizations"]["total"], json!(0));
    let persons = &state["contact_persons"];
    assert_eq!(
        (&persons["total"], persons["shown"].as_array().map(Vec::len)),
        (&json!(250), Some(200))
    );
    Ok(())
}
