//! Requests from the page, on both routes.

use anyhow::{Result, ensure};
use console::{Console, NAME, with_console, with_console_under};
use thirtyfour::prelude::*;

/// What is tried: its title in the reference, what the button says, and the operation's id.
const GET: [&str; 3] = [
    "Get one organization",
    "get /organizations/{organizationId}",
    "get_organization",
];
const POST: [&str; 3] = [
    "Add a contact person",
    "post /organizations/contactPersons",
    "create_contact_person",
];

async fn sends_both(console: &Console, route: &str) -> Result<()> {
    for [title, operation, id] in [GET, POST] {
        console
            .in_reference(async || {
                console.try_it(title, operation).await?;
                console.send().await?;
                console
                    .shows(
                        ".response-section-content, [aria-label*=Response], section",
                        "200 OK",
                    )
                    .await
            })
            .await?;
        let line = console
            .logged(&["200", id, &format!("{route} route")])
            .await?;
        line.find(By::Tag("summary")).await?.click().await?;
        // What a program would have sent, and no token.
        let told = console
            .eventually("its headers", async || {
                let told = line.text().await?;
                Ok(told.contains("user-agent").then_some(told))
            })
            .await?;
        for part in [
            "user-agent: ati_integrator_64357",
            "accept-encoding: gzip, deflate, br",
            "authorization: Bearer ***",
        ] {
            ensure!(told.contains(part), "{part} is not in {told}");
        }
        ensure!(!told.contains("sandbox-api-token"), "the token is shown");
        console.photograph(&format!("tried-{route}-{id}")).await?;
        console
            .in_reference(async || console.close_form().await)
            .await?;
    }
    console.look_at("book").await?;
    console
        .shows("#lists caption", "Contact persons (контактные лица): 14")
        .await
}

#[tokio::test]
async fn direct_route_works_without_setup() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        sends_both(console, "direct").await?;
        console.is_quiet().await
    })
    .await
}

#[tokio::test]
async fn gateway_route_works_after_consent() -> Result<()> {
    with_console(consents).await
}

/// Browsers hold less of such a name than of 127.0.0.1: it is no secure context.
#[tokio::test]
async fn gateway_route_works_under_allowed_host() -> Result<()> {
    with_console_under(NAME, consents).await
}

async fn consents(console: &Console) -> Result<()> {
    console.open().await?;
    console.turn_to("gateway").await?;
    console
        .in_reference(async || {
            console.try_it(GET[0], GET[1]).await?;
            console
                .click_xpath("//button[normalize-space(.)='Authorize']")
                .await
        })
        .await?;

    let page = console.driver().window().await?;
    let consent = console
        .eventually("the consent page", async || {
            let windows = console.driver().windows().await?;
            Ok(windows.into_iter().find(|window| *window != page))
        })
        .await?;
    console.driver().switch_to_window(consent).await?;
    console.shows("h1", "Allow access?").await?;
    console.photograph("consent").await?;
    console.click("button[value=allow]").await?;
    console
        .eventually("the consent page to close", async || {
            let windows = console.driver().windows().await?;
            Ok((windows.len() == 1).then_some(()))
        })
        .await?;
    console.driver().switch_to_window(page).await?;
    console
        .logged(&["200", "oauth_token", "gave out tokens"])
        .await?;
    console.photograph("consented").await?;
    console
        .in_reference(async || {
            console.shows("button", "Clear tokens").await?;
            console.close_form().await
        })
        .await?;

    sends_both(console, "gateway").await?;
    console.is_quiet().await
}

/// A browser sends again by itself where a connection that it used before breaks: not here.
#[tokio::test]
async fn broken_request_is_shown_as_broken() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        console
            .in_reference(async || console.try_it(POST[0], POST[1]).await)
            .await?;
        console.look_at("controls").await?;
        for fault in ["reset+after-effect", "reset"] {
            let option = format!("#break select[name=fault] option[value='{fault}']");
            console.click(&option).await?;
            console.click("#break button").await?;
            console.shows("#pending", fault).await?;
            console.in_reference(async || console.send().await).await?;
            console.shows("#pending", "Nothing is broken").await?;
        }
        console.look_at("log").await?;
        console
            .logged(&["no response", "broken: reset+after-effect"])
            .await?;
        let all = console.driver().find_all(By::Css("#requests li")).await?;
        ensure!(all.len() == 2, "{} requests for two", all.len());
        console.look_at("book").await?;
        console
            .shows("#lists caption", "Contact persons (контактные лица): 14")
            .await
    })
    .await
}
