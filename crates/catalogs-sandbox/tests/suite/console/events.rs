//! The log as server-sent events.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;

use super::*;
use crate::wire::{self, send};

/// The events that a page gets, and the id of the last request.
struct Follower(BufReader<TcpStream>, String);

impl Follower {
    async fn of(sandbox: &Sandbox, last: Option<&str>) -> Result<Self> {
        let mut headers = vec![("Host", host(sandbox)), ("Accept-Encoding", "gzip, br")];
        headers.extend(last.map(|last| ("Last-Event-ID", last)));
        let stream = send(sandbox, &text("GET", "/console/events", &headers, "")).await?;
        let mut follower = Self(BufReader::new(stream), String::new());
        assert_eq!(follower.line("HTTP/1.1 ").await?, "200 OK");
        Ok(follower)
    }

    /// The rest of the next line that begins so.
    async fn line(&mut self, begin: &str) -> Result<String> {
        loop {
            let mut line = String::new();
            if self.read(&mut line).await? == 0 {
                return Err(format!("no line begins with {begin}").into());
            }
            if let Some(rest) = line.strip_prefix(begin) {
                return Ok(rest.trim_end().to_owned());
            }
        }
    }

    /// Only a failure takes long: events are sent at once.
    async fn read(&mut self, line: &mut String) -> Result<usize> {
        let read = self.0.read_line(line);
        Ok(tokio::time::timeout(Duration::from_secs(20), read).await??)
    }

    async fn request(&mut self) -> Result<(String, Value)> {
        assert_eq!(self.line("event: ").await?, "request");
        // The order of an event's lines is not ours.
        let (first, second) = (self.field().await?, self.field().await?);
        let mut fields = [first, second];
        fields.sort();
        let [(_, data), (_, id)] = fields;
        let number = id.rsplit('-').next().unwrap_or_default().to_owned();
        self.1 = id;
        Ok((number, serde_json::from_str(&data)?))
    }

    async fn field(&mut self) -> Result<(String, String)> {
        loop {
            let mut line = String::new();
            if self.read(&mut line).await? == 0 {
                return Err("the events ended".into());
            }
            if let Some((name @ ("id" | "data"), value)) = line.trim_end().split_once(": ") {
                return Ok((name.to_owned(), value.to_owned()));
            }
        }
    }
}

#[tokio::test]
async fn events_follow_the_log_without_tokens() -> Result {
    let sandbox = start().await?;
    let bearer = format!("Bearer {}", sandbox.api_token());
    let headers = [
        ("Host", host(&sandbox)),
        ("Authorization", bearer.as_str()),
        ("User-Agent", "ati_integrator_64357"),
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("Accept-Encoding", "gzip, deflate, br"),
    ];
    let list = text(
        "GET",
        "/v1.2/catalogs/organizations?a=%3Cb%3E",
        &headers,
        "",
    );
    let create = text(
        "POST",
        "/v1.2/catalogs/organizations/contactPersons",
        &headers,
        wire::PERSON,
    );

    exchange(&sandbox, &list).await?;
    let mut page = Follower::of(&sandbox, None).await?;
    let (id, event) = page.request().await?;
    assert_eq!(id, "0");
    assert_eq!(
        (&event["method"], &event["status"], &event["query"]),
        (&json!("GET"), &json!(200), &json!("a=%3Cb%3E"))
    );
    assert_eq!(
        (&event["route"], &event["operation"]),
        (&json!("direct"), &json!("list_organizations"))
    );
    let limit = &event["limit"];
    assert_eq!(
        (&limit["taken"], &limit["allowed"], &limit["free_in_ms"]),
        (&json!(1), &json!(10), &json!(0))
    );
    assert!(
        event["headers"]
            .as_array()
            .is_some_and(|headers| headers.contains(&json!(["authorization", "Bearer ***"])))
    );

    sandbox.inject(Fault::reset().after_effect());
    assert_eq!(page.line("event: ").await?, "changed");
    exchange(&sandbox, &create).await?;
    let (id, event) = page.request().await?;
    assert_eq!(id, "1");
    assert_eq!(
        (&event["status"], &event["fault"]),
        (&json!(0), &json!("reset+after-effect"))
    );
    assert_eq!(
        (&event["took_effect"], &event["body"]["text"]),
        (&json!(true), &json!(wire::PERSON))
    );
    assert!(!event.to_string().contains(sandbox.api_token()));

    sandbox.reset();
    assert_eq!(page.line("event: ").await?, "emptied");
    exchange(&sandbox, &list).await?;
    let (id, event) = page.request().await?;
    assert_eq!((id.as_str(), &event["number"]), ("2", &json!(1)));

    // A page that lost the connection goes on where it was, and hears what it missed.
    let here = page.1.clone();
    let run = here.trim_end_matches("-2");
    let mut back = Follower::of(&sandbox, Some(&here)).await?;
    exchange(&sandbox, &list).await?;
    assert_eq!(back.request().await?.0, "3");
    let mut late = Follower::of(&sandbox, Some(&format!("{run}-0"))).await?;
    assert_eq!(late.line("event: ").await?, "emptied");
    assert_eq!(late.request().await?.0, "2");
    // From an earlier sandbox at the same port, or from nowhere.
    for id in ["0b7e-1", "0b7e-700", "1", "", "-", &format!("{run}-700")] {
        let mut other = Follower::of(&sandbox, Some(id)).await?;
        assert_eq!(other.line("event: ").await?, "emptied", "{id}");
        assert_eq!(other.request().await?.0, "2", "{id}");
    }
    // A page that nobody looked at asks where it left off.
    let path = format!("/console/events?after={here}");
    let stream = send(
        &sandbox,
        &text("GET", &path, &[("Host", host(&sandbox))], ""),
    )
    .await?;
    let mut shown = Follower(BufReader::new(stream), String::new());
    assert_eq!(shown.request().await?.0, "3");

    // Faults come and go without a request.
    sandbox.inject(Fault::hang());
    assert_eq!(shown.line("event: ").await?, "changed");
    sandbox.clear_faults();
    assert_eq!(shown.line("event: ").await?, "changed");
    // The console's own requests are none of the service's.
    assert_eq!(sandbox.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn open_event_stream_does_not_block_shutdown() -> Result {
    let sandbox = start().await?;
    let mut page = Follower::of(&sandbox, None).await?;
    sandbox.shutdown().await;
    // An orderly end, not one by force: the last chunk comes.
    assert_eq!(page.line("0").await?, "");
    Ok(())
}
